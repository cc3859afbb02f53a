"""Frames laid out for reading: how much text there is, what was scored, which sentences stand out.

Nothing is measured here. Each function takes the frames a measure made and returns a small table for a
notebook to show.
"""

import importlib.metadata
import platform
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.present.evidence.framing import (
    claims,
    first,
    harsher,
    main_actors,
    pairs,
    relations,
    terms,
    told,
    top,
)
from analysis.present.evidence.residue import kept, removed, shares, shift, spans

_FIXED = "\u00a0"  # a blank that breaks no line
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
    size = lengths.groupby(sides, sort=False).sum()
    return pd.DataFrame(
        {
            "articles": sides.groupby(sides, sort=False).size(),
            "sentences": sums["sentences"].astype(int),
            "words": sums["words"].astype(int),
            "words per sentence": sums["words"] / sums["sentences"],
            "kept": size["kept"] / size["raw"],
        }
    ).rename_axis(sides.name)


def wide(estimates: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Estimates side by side, each with its interval, as text.

    Parameters
    ----------
    estimates : DataFrame
        `schema.ESTIMATES`; where there are items, of one score.
    labels : mapping of str to str
        What each score (or item) is called, with unit and direction.

    Returns
    -------
    DataFrame
        One row per score, or per item where there are items; one column per side, headed by the side and how
        many units it has. "–" where undefined.

    Raises
    ------
    ValueError
        Items of several scores.
    """
    items = (estimates["item"] != "").any()
    if items and len(set(estimates["score"])) > 1:
        raise ValueError("A table of items shows one score; choose the rows of one.")
    row = "item" if items else "score"
    names = estimates[row].map(lambda name: labels.get(name, name))
    size = estimates.groupby("side", sort=False).agg(n=("n", "max"), unit=("unit", "first"))
    heads = {name: f"{name} (n = {_units(n, unit)})" for name, n, unit in size.itertuples()}
    text = [_interval(row) for row in estimates.itertuples()]
    table = pd.DataFrame({row: names, "side": estimates["side"].map(heads), "text": text})
    result = table.pivot(index=row, columns="side", values="text").reindex(names.drop_duplicates())
    return result[list(heads.values())].rename_axis(columns=None)


def differences(gaps: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Differences with interval, adjusted p and verdict; scores that were not tested have no verdict.

    Parameters
    ----------
    gaps : DataFrame
        `schema.GAPS`.
    labels : mapping of str to str
        What each score is called.

    Returns
    -------
    DataFrame
        Indexed by score, or by item where all are items of one score: sides, difference [interval],
        p_adjusted, verdict, reason.
    """
    said = [
        _interval(row._replace(estimate=row.difference)) for row in gaps.assign(estimate=0.0).itertuples()
    ]
    table = pd.DataFrame(
        {
            "score": gaps["score"].map(lambda name: labels.get(name, name)),
            "item": gaps["item"],
            "sides": gaps["side_a"] + " less " + gaps["side_b"],
            "difference": said,
            "p_adjusted": gaps["p_adjusted"],
            "verdict": gaps["verdict"],
            "reason": gaps["reason"],
        }
    )
    row = "item" if (gaps["item"] != "").all() and len(set(gaps["score"])) == 1 else "score"
    return table.set_index(row).drop(columns="score", errors="ignore")


def _units(n: float, unit: str) -> str:
    return f"{n:,.0f} {unit}" + "s" * (n != 1)


def _interval(row: Any) -> str:
    if pd.isna(row.estimate):
        return "–"
    places = 2 if abs(row.estimate) < 10 else 1
    if pd.isna(row.low) or pd.isna(row.high):
        return _number(row.estimate, places)
    ends = f"[{_number(row.low, places)},{_FIXED}{_number(row.high, places)}]"
    return f"{_number(row.estimate, places)} {ends}"


def _number(value: float, places: int) -> str:
    """With a true minus sign, and never as minus zero."""
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")


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


def extremes(
    sentences: pd.DataFrame, values: pd.Series, sides: pd.Series, most: int = 3, lowest: bool = False
) -> pd.DataFrame:
    """The sentences of each side with the highest values, or the lowest.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    values : Series
        A number per sentence, indexed by `article_id, sentence_id`.
    sides : Series
        Side of each article.
    most : int
        Sentences per side.
    lowest : bool
        Whether the lowest values are asked for.

    Returns
    -------
    DataFrame
        Indexed by side: article, sentence_id, value, sentence, start; most extreme first, ties as they stand.
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
    ranked = (
        table.sort_values("value", ascending=lowest, kind="stable").groupby("side", sort=False).head(most)
    )
    order = {name: rank for rank, name in enumerate(dict.fromkeys(sides.dropna()))}
    ranked = ranked.sort_values("side", key=lambda names: names.map(order), kind="stable")
    return ranked.reset_index().rename(columns={"article_id": "article"}).set_index("side")


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


def filled(table: pd.DataFrame) -> pd.DataFrame:
    """The table without columns that are empty throughout."""
    return table[[name for name in table if (table[name].astype("str") != "").any()]]


def by_side(
    counts: pd.DataFrame, scores: Callable[[pd.DataFrame], pd.DataFrame], sides: pd.Series
) -> pd.DataFrame:
    """Scores of each side's text taken as one: one row per side, one column per score."""
    articles = counts.groupby(level="article_id").sum()
    return scores(articles.groupby(sides, sort=False).sum()).rename_axis("side")


def voices(counts: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Counts by voice: a sentence is "quoted" where more than half of it is, else the author's own.

    Returns
    -------
    DataFrame
        `counts`, indexed by `article_id, sentence_id, item`.
    """
    quoted = sentences.set_index(["article_id", "sentence_id"])["quoted"].reindex(counts.index) > 0.5
    item = quoted.map({True: "quoted", False: "the author's own"})
    return counts.set_index(item.rename("item"), append=True)


def with_words(table: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Sentences from `extremes` with the words that scored, each with its weight.

    Parameters
    ----------
    table : DataFrame
        From `extremes`.
    hits : DataFrame
        `schema.HITS` of one measure.
    """
    said = hits["text"].str.lower() + " " + hits["weight"].map("{:+.1f}".format).str.replace("-", "−")
    words = said.groupby([hits["article_id"], hits["sentence_id"]]).agg(", ".join)
    keys = pd.MultiIndex.from_frame(table[["article", "sentence_id"]])
    return table.assign(words=words.reindex(keys).fillna("").to_numpy()).drop(
        columns=["article", "sentence_id"]
    )
