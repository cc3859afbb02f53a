"""Frames laid out for reading: how much text there is, what was scored, which sentences stand out.

Nothing is measured here. Each function takes the frames a measure made and returns a small table for a
notebook to show.
"""

import importlib.metadata
import platform
from collections.abc import Mapping
from typing import Any

import pandas as pd

PACKAGES = ("pandas", "numpy", "scipy", "spacy", "textstat", "vaderSentiment", "matplotlib", "papermill")


def sizes(articles: pd.DataFrame, counts: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
    """How much text each side has.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`, with `text`.
    counts : DataFrame
        Readability counts (`sentences`, `words`), one row per sentence.
    sides : Series
        Side of each article.

    Returns
    -------
    DataFrame
        One row per side: articles, sentences, words, words per sentence, and the share of the characters
        of `raw` that cleaning kept (0 to 1).
    """
    sums = counts[["sentences", "words"]].groupby(level="article_id").sum().groupby(sides, sort=False).sum()
    lengths = pd.DataFrame({"kept": articles["text"].str.len(), "raw": articles["raw"].str.len()})
    shares = lengths.groupby(sides, sort=False).sum()
    return pd.DataFrame(
        {
            "articles": sides.groupby(sides, sort=False).size(),
            "sentences": sums["sentences"].astype(int),
            "words": sums["words"].astype(int),
            "words per sentence": sums["words"] / sums["sentences"],
            "kept": shares["kept"] / shares["raw"],
        }
    ).rename_axis(sides.name)


def wide(estimates: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Estimates side by side.

    Parameters
    ----------
    estimates : DataFrame
        `schema.ESTIMATES`.
    labels : mapping of str to str
        What each score is called, with unit and direction.

    Returns
    -------
    DataFrame
        One row per score (and item, where there are items), one column per side: the estimate and its
        interval as text, "–" where undefined.
    """
    text = [_interval(row) for row in estimates.itertuples()]
    names = estimates["score"].map(lambda name: labels.get(name, name))
    table = pd.DataFrame({"score": names, "item": estimates["item"], "side": estimates["side"], "text": text})
    rows = ["score", "item"] if (table["item"] != "").any() else ["score"]
    order = table[rows].drop_duplicates()
    result = table.pivot(index=rows, columns="side", values="text")
    result = result.reindex(pd.MultiIndex.from_frame(order) if len(rows) > 1 else order["score"])
    return result[list(dict.fromkeys(table["side"]))].rename_axis(columns=None)


def _interval(row: Any) -> str:
    if pd.isna(row.estimate):
        return "–"
    places = 2 if abs(row.estimate) < 10 else 1
    if pd.isna(row.low) or pd.isna(row.high):
        return f"{row.estimate:.{places}f}"
    return f"{row.estimate:.{places}f} [{row.low:.{places}f}, {row.high:.{places}f}]".replace("-", "−")


def cautions(table: pd.DataFrame) -> pd.DataFrame:
    """Scores to take with caution: one row per reason, with the scores and sides it touches.

    Parameters
    ----------
    table : DataFrame
        One row per side, one column per score, a sentence where a caution applies and else empty.
    """
    long = table.rename_axis(index="side", columns="score").stack().rename("caution").reset_index()
    long = long[long["caution"] != ""]
    return (
        long.groupby(["side", "caution"], sort=False)["score"].agg(", ".join).reset_index().set_index("side")
    )


def extremes(sentences: pd.DataFrame, values: pd.Series, sides: pd.Series, most: int = 3) -> pd.DataFrame:
    """The sentences of each side with the highest values.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    values : Series
        A number per sentence, indexed by `article_id, sentence_id`; turn its sign for the lowest.
    sides : Series
        Side of each article.
    most : int
        Sentences per side.

    Returns
    -------
    DataFrame
        Columns side, value, sentence, article, start; by side, highest first, ties as they stand.
    """
    keyed = sentences.set_index(["article_id", "sentence_id"])
    table = pd.DataFrame(
        {
            "side": sides.reindex(keyed.index.get_level_values("article_id")).to_numpy(),
            "value": values.reindex(keyed.index),
            "sentence": keyed["text"],
            "start": keyed["start"],
        }
    ).dropna(subset=["value", "side"])
    ranked = table.sort_values("value", ascending=False, kind="stable").groupby("side", sort=False).head(most)
    order = {name: rank for rank, name in enumerate(dict.fromkeys(sides.dropna()))}
    ranked = ranked.sort_values("side", key=lambda names: names.map(order), kind="stable")
    return (
        ranked.reset_index()
        .drop(columns="sentence_id")
        .rename(columns={"article_id": "article"})
        .set_index("side")
    )


def provenance(data: Any) -> pd.DataFrame:
    """What a page was made from: inputs by hash, options, versions.

    Parameters
    ----------
    data : dataset.Data

    Returns
    -------
    DataFrame
        Columns what, value.
    """
    rows = [(f"input {row.source}", row.sha256) for row in data.articles.itertuples()]
    rows += [(f"option {name}", str(value)) for name, value in data.options._asdict().items()]
    rows += [("Python", platform.python_version())]
    rows += [(package, importlib.metadata.version(package)) for package in PACKAGES]
    return pd.DataFrame(rows, columns=["what", "value"])
