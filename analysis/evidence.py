"""Frames laid out for reading: how much text there is, what was scored, which sentences stand out.

Nothing is measured here. Each function takes the frames a measure made and returns a small table for a
notebook to show.
"""

import importlib.metadata
import platform
from collections.abc import Callable, Mapping
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


def _units(n: float, unit: str) -> str:
    return f"{n:,.0f} {unit}" + "s" * (n != 1)


def _interval(row: Any) -> str:
    if pd.isna(row.estimate):
        return "–"
    places = 2 if abs(row.estimate) < 10 else 1
    if pd.isna(row.low) or pd.isna(row.high):
        return _number(row.estimate, places)
    return f"{_number(row.estimate, places)} [{_number(row.low, places)}, {_number(row.high, places)}]"


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
        Indexed by side: article, sentence_id, value, sentence, start; highest first, ties as they stand.
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


def removed(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger by kind and rule: spans, characters, articles touched; white space is left out.

    Parameters
    ----------
    ledger : DataFrame
        `schema.LEDGER`.
    """
    rows = ledger[ledger["kind"] != "whitespace"]
    rows = rows.assign(length=rows["text"].str.len())
    grouped = rows.groupby(["kind", "rule"], sort=True)
    return grouped.agg(
        spans=("length", "size"), characters=("length", "sum"), articles=("article_id", "nunique")
    )


def spans(ledger: pd.DataFrame, longest: int = 90) -> pd.DataFrame:
    """Every span of the ledger but white space, its text cut to `longest` characters."""
    rows = ledger[ledger["kind"] != "whitespace"]
    text = rows["text"].str.replace(r"\s+", " ", regex=True)
    short = text.where(text.str.len() <= longest, text.str[: longest - 1] + "…")
    table = rows.assign(text=short).rename(columns={"article_id": "article"})
    return table[["article", "start", "end", "kind", "rule", "text"]].set_index("article")


def terms(hits: pd.DataFrame, sides: pd.Series, most: int = 8) -> pd.DataFrame:
    """The words behind each item: one row per item and side, the most frequent words with their counts.

    Parameters
    ----------
    hits : DataFrame
        `schema.HITS` of one measure.
    sides : Series
        Side of each article.
    most : int
        Words to name.
    """
    word = hits["text"].str.lower()
    side = hits["article_id"].map(sides)
    counted = pd.DataFrame({"item": hits["item"], "side": side, "word": word}).dropna()
    table = counted.value_counts().rename("n").reset_index()
    table = table.sort_values(["item", "side", "n", "word"], ascending=[True, True, False, True])
    table["word"] = table["word"] + (" (" + table["n"].astype("str") + ")").where(table["n"] > 1, "")
    grouped = table.groupby(["item", "side"])
    return grouped.agg(hits=("n", "sum"), words=("word", lambda names: ", ".join(names.head(most))))


def main_actors(cast: pd.DataFrame, counts: pd.DataFrame, most: int) -> list[str]:
    """The actors most often mentioned among those that more than one article names, if there are such."""
    mentions = counts["mentions"].groupby(level="item").sum().sort_values(ascending=False, kind="stable")
    named = cast.drop_duplicates("actor").set_index("actor")["articles"]
    shared = [name for name in mentions.index if named.get(name, 0) > 1]
    return (shared or list(mentions.index))[:most]


def relations(tied: pd.DataFrame, sides: pd.Series, actors: list[str], most: int = 8) -> pd.DataFrame:
    """What each actor does, undergoes and is called: one row per actor and side, a column per relation.

    Parameters
    ----------
    tied : DataFrame
        From `grammar.relations`.
    sides : Series
        Side of each article.
    actors : list of str
        Which actors, in order.
    most : int
        Words per cell, the most frequent first; "not" before what is negated.
    """
    rows = tied[tied["actor"].isin(actors)]
    word = rows["lemma"].str.lower().where(~rows["negated"], "not " + rows["lemma"].str.lower())
    table = rows.assign(word=word, side=rows["article_id"].map(sides))
    count = table.groupby(["actor", "side", "relation", "word"], sort=False).size().rename("n").reset_index()
    count = count.sort_values("n", ascending=False, kind="stable")
    cells = count.groupby(["actor", "side", "relation"], sort=False)["word"].agg(
        lambda w: ", ".join(w.head(most))
    )
    wide = cells.unstack("relation").reindex(columns=["does", "undergoes", "described", "has"]).fillna("")
    order = {name: rank for rank, name in enumerate(actors)}
    return wide.sort_index(level="actor", key=lambda names: names.map(order), sort_remaining=False)


def top(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first `most` distinctive words of each side, with how often either uses them.

    Parameters
    ----------
    table : DataFrame
        From `words.distinctive`.
    """
    rows = table[table["rank"] <= most].sort_values(["side", "rank"], kind="stable")
    names = [
        "side",
        "term",
        "count_a",
        "count_b",
        "rate_a",
        "rate_b",
        "log_odds",
        "z",
        "p_adjusted",
        "reason",
    ]
    rows = rows[names].rename(columns={"count_a": "here", "count_b": "elsewhere"})
    return filled(rows.rename(columns={"rate_a": "per 100 words", "rate_b": "elsewhere per 100"})).set_index(
        "side"
    )


def told(table: pd.DataFrame, kinds: tuple[str, ...] = ("person", "place", "organisation")) -> pd.DataFrame:
    """Who and what is mentioned by which sides: mentions by side, and where it is first quoted.

    Parameters
    ----------
    table : DataFrame
        From `coverage.told`.
    """
    rows = table[table["kind"].isin(kinds)]
    counts = list(table.columns[list(table.columns).index("quote") + 1 :])
    return rows[["item", "kind", "only", *counts]].set_index("item")


def claims(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first `most` sentences of each side for which no counterpart was found.

    Parameters
    ----------
    table : DataFrame
        From `coverage.claims`.
    """
    rows = table[table["status"] == "no counterpart found"]
    rows = rows.groupby("side", sort=True).head(most).sort_values("side", kind="stable")
    words = rows["new_words"].str.split(", ").str[:5].str.join(", ")
    return (
        rows.assign(new=words)[["side", "text", "new"]].rename(columns={"new": "new words"}).set_index("side")
    )


def shift(cleaned: pd.DataFrame, crawled: pd.DataFrame) -> pd.DataFrame:
    """How far scores of the article and of the page as crawled are apart.

    Parameters
    ----------
    cleaned, crawled : DataFrame
        One row per side, one column per score.

    Returns
    -------
    DataFrame
        One row per score and side: `article`, `page`, `shift` (page minus article).
    """
    long = {name: table.T.stack() for name, table in (("article", cleaned), ("page", crawled))}
    table = pd.DataFrame(long).rename_axis(["score", "side"])
    return table.assign(shift=table["page"] - table["article"])


def by_side(
    counts: pd.DataFrame, scores: Callable[[pd.DataFrame], pd.DataFrame], sides: pd.Series
) -> pd.DataFrame:
    """Scores of each side's text taken as one: one row per side, one column per score."""
    articles = counts.groupby(level="article_id").sum()
    return scores(articles.groupby(sides, sort=False).sum()).rename_axis("side")


def kept(ledger: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    """Say how much of each page is article, and what the rest is.

    Parameters
    ----------
    ledger, articles : DataFrame
        As `clean.articles` gives them.

    Returns
    -------
    list of str
        One sentence for all pages together; up to six articles, one each.
    """
    rows = ledger[~ledger["kind"].isin(["whitespace", "review"])]
    lengths = rows.assign(length=rows["text"].str.len()).groupby(["article_id", "kind"])["length"].sum()
    raw = articles["raw"].str.len()
    named = dict(articles["outlet"].where(articles["outlet"] != "", articles.index.to_series()))
    said = []
    for article in articles.index if len(articles) <= 6 else ():
        parts = lengths.loc[article] / raw[article] if article in lengths.index else pd.Series(dtype=float)
        what = ", ".join(
            f"{_plain(kind)} {share:.0%}" for kind, share in parts.sort_values(ascending=False).items()
        )
        said.append(
            f"{named[article]}: {1 - parts.sum():.0%} of the page is the article"
            + (f"; {what}." if what else ".")
        )
    if len(articles) > 6:
        share = lengths.groupby("kind").sum().sort_values(ascending=False) / raw.sum()
        what = ", ".join(f"{_plain(kind)} {part:.0%}" for kind, part in share.head(4).items())
        said.append(
            f"Of all pages, {1 - share.sum():.0%} of the characters are articles; most of the rest is {what}."
        )
    return said


def _plain(kind: str) -> str:
    return kind.replace("_", " ") + "s" * (not kind.endswith("s"))


def shares(articles: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """How many characters of each article are kept, and how many of each kind removed.

    Returns
    -------
    DataFrame
        One row per article x kind: `article_id`, `kind` ("kept" or as in the ledger), `characters`; white
        space is not counted.
    """
    rows = ledger[~ledger["kind"].isin(["whitespace", "review"])]
    rows = rows.assign(characters=rows["text"].str.len())
    gone = rows.groupby(["article_id", "kind"], as_index=False)["characters"].sum()
    left = articles["text"].str.len().rename("characters").reset_index().assign(kind="kept")
    return pd.concat([left, gone], ignore_index=True)


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
