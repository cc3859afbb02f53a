"""Frames laid out for reading: how much text there is, what was scored, which words and sentences stand out.

Nothing is measured here. Each function takes frames that others made and returns a small one for
`outputs.show_table`, its rows named by its index.
"""

import importlib.metadata
import platform
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, islice
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial.distance import pdist

from analysis.output import hide_folders
from analysis.present.numbers import MINUS, UNDEFINED, round_difference, write_count, write_interval

SENTENCE = ["article_id", "sentence_id"]
NAMED_KINDS = ("person", "place", "organisation")
PACKAGES = ("pandas", "numpy", "scipy", "spacy", "textstat", "vaderSentiment", "matplotlib", "papermill")


# --- scores ---------------------------------------------------------------------------------------


def tabulate_estimates(estimates: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
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
    sizes = estimates.groupby("side", sort=False).agg(n=("n", "max"), unit=("unit", "first"))
    heads = {side: f"{side} (n = {write_count(n, unit)})" for side, n, unit in sizes.itertuples()}
    names = estimates[row].map(lambda name: labels.get(name, name))
    cells = pd.DataFrame(
        {
            row: names,
            "side": estimates["side"].map(heads),
            "text": [_write_estimate(row) for row in estimates.to_dict("records")],
        }
    )
    table = cells.pivot(index=row, columns="side", values="text").reindex(names.drop_duplicates())
    return table[list(heads.values())].rename_axis(columns=None)


def tabulate_differences(gaps: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Differences with interval, adjusted p and verdict; scores that were not tested have no verdict.

    Parameters
    ----------
    gaps : DataFrame
        `schema.GAPS`, with the scores of both sides.
    labels : mapping of str to str
        What each score is called.

    Returns
    -------
    DataFrame
        Indexed by score, or by item where all are items of one score: sides, difference [interval],
        p_adjusted, verdict, reason.
    """
    table = pd.DataFrame(
        {
            "score": gaps["score"].map(lambda name: labels.get(name, name)),
            "item": gaps["item"],
            "sides": gaps["side_a"] + f" {MINUS} " + gaps["side_b"],
            "difference": [_write_difference(row) for row in gaps.to_dict("records")],
            "p_adjusted": gaps["p_adjusted"],
            "verdict": gaps["verdict"],
            "reason": gaps["reason"],
        }
    )
    row = "item" if (gaps["item"] != "").all() and len(set(gaps["score"])) == 1 else "score"
    return table.set_index(row).drop(columns="score", errors="ignore")


def tabulate_corrections(corrections: Mapping[str, Any], labels: Mapping[str, str]) -> pd.DataFrame:
    """What instrument, codes, and both together say of each side, with intervals.

    Parameters
    ----------
    corrections : mapping of str to `correct.Correction`, or None
        By what was coded; None where too little was, which gets no row.
    labels : mapping of str to str
        What was coded -> what it is called.

    Returns
    -------
    DataFrame
        One row per thing coded and side, indexed by the former: `side`, `instrument`, `codes`, `corrected`
        (estimate [interval]), `coded` (number of coded sentences).
    """
    rows = []
    for name, correction in corrections.items():
        if correction is None:
            continue
        for side, part in correction.comparison.estimates.groupby("side", sort=False):
            by_method = {row["score"]: _write_estimate(row) for row in part.to_dict("records")}
            rows.append(
                {"what": labels.get(name, name), "side": side, **by_method, "coded": correction.coded[side]}
            )
    columns = ["what", "side", "instrument", "codes", "corrected", "coded"]
    return pd.DataFrame(rows, columns=columns).set_index("what")


def _write_estimate(row: Mapping) -> str:
    places = 2 if abs(row["estimate"]) < 10 else 1
    return write_interval(row["estimate"], row["low"], row["high"], places)


def _write_difference(row: Mapping) -> str:
    """As `wording` writes it, so that table and finding agree."""
    if pd.isna(row["difference"]):
        return UNDEFINED
    difference, places = round_difference(row)
    return write_interval(difference, row["low"], row["high"], places)


def score_sides(
    counts: pd.DataFrame, scores: Callable[[pd.DataFrame], pd.DataFrame], sides: pd.Series
) -> pd.DataFrame:
    """Scores of each side's text taken as one: one row per side, one column per score."""
    articles = counts.groupby(level="article_id").sum()
    return scores(articles.groupby(sides, sort=False).sum()).rename_axis("side")


def date_scores(articles: pd.DataFrame, scores: pd.Series, sides: pd.Series, days: int = 7) -> pd.DataFrame:
    """The score of each article with its date, where dates are apart by more than so many days.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`; articles without a date in `published` are left out.
    scores : Series
        Of each article.
    sides : Series
        Side of each article.
    days : int
        Least days between the first and the last article.

    Returns
    -------
    DataFrame
        One row per article, by side and date: `date`, `side`, `value`. No row where dates are
        nearer to each other, or of fewer than four articles.
    """
    dates = pd.to_datetime(articles["published"], errors="coerce", utc=True, format="ISO8601").dt.tz_localize(
        None
    )
    table = pd.DataFrame({"date": dates, "side": sides, "value": scores}).dropna()
    near = len(table) < 4 or table["date"].max() - table["date"].min() <= pd.Timedelta(days=days)
    table = table.iloc[:0] if near else table
    table = table.sort_values("date", kind="stable")
    return table.sort_values("side", key=_rank_names(sides.dropna()), kind="stable")


def _rank_names(names: Iterable[str]) -> Callable[[pd.Series], np.ndarray]:
    """A key that sorts names in the order in which they first stand in `names`."""
    return pd.Index(dict.fromkeys(names)).get_indexer


def tabulate_shift(cleaned: pd.DataFrame, crawled: pd.DataFrame) -> pd.DataFrame:
    """How far scores of the article and of the page as crawled are apart.

    Parameters
    ----------
    cleaned, crawled : DataFrame
        From `score_sides`.

    Returns
    -------
    DataFrame
        One row per score and side: `article`, `page`, `shift` (page minus article).
    """
    table = pd.DataFrame({"article": cleaned.T.stack(), "page": crawled.T.stack()})
    return table.rename_axis(["score", "side"]).assign(shift=table["page"] - table["article"])


def tabulate_cautions(cautions: pd.DataFrame) -> pd.DataFrame:
    """Scores to take with caution: one row per side and reason, with the scores it touches.

    Parameters
    ----------
    cautions : DataFrame
        One row per side, one column per score, a sentence where a caution applies and else empty.
    """
    long = cautions.rename_axis(index="side", columns="score").stack().rename("caution").reset_index()
    grouped = long[long["caution"] != ""].groupby(["side", "caution"], sort=False)
    return grouped["score"].agg(", ".join).reset_index().set_index("side")


# --- texts ----------------------------------------------------------------------------------------


def tabulate_sizes(articles: pd.DataFrame, counts: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
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
    lengths = lengths.groupby(sides, sort=False).sum()
    return pd.DataFrame(
        {
            "articles": sides.groupby(sides, sort=False).size(),
            "sentences": sums["sentences"].astype(int),
            "words": sums["words"].astype(int),
            "words per sentence": sums["words"] / sums["sentences"],
            "kept": lengths["kept"] / lengths["raw"],
        }
    ).rename_axis(sides.name)


def tabulate_removed(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger by kind and rule: spans, characters, articles touched; white space is left out.

    Parameters
    ----------
    ledger : DataFrame
        `schema.LEDGER`.
    """
    rows = ledger[ledger["kind"] != "whitespace"]
    named = rows.assign(length=rows["text"].str.len(), kind=rows["kind"].str.replace("_", " "))
    grouped = named.groupby(["kind", "rule"], sort=True)
    return grouped.agg(
        spans=("length", "size"), characters=("length", "sum"), articles=("article_id", "nunique")
    )


def tabulate_ledger(ledger: pd.DataFrame, longest: int = 90) -> pd.DataFrame:
    """Every span of the ledger but white space, its text cut to `longest` characters."""
    rows = ledger[ledger["kind"] != "whitespace"]
    text = rows["text"].str.replace(r"\s+", " ", regex=True)
    short = text.where(text.str.len() <= longest, text.str[: longest - 1] + "…")
    named = rows.assign(text=short, kind=rows["kind"].str.replace("_", " "))
    table = named.rename(columns={"article_id": "article"}).set_index("article")
    return table[["start", "end", "kind", "rule", "text"]]


def tabulate_remarks(
    articles: pd.DataFrame, emptied: pd.DataFrame, copies: pd.DataFrame, kinds: pd.Series
) -> pd.DataFrame:
    """What to know of an article before its numbers are believed.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`; `cut` is read.
    emptied : DataFrame
        As `clean.list_emptied_articles` gives it.
    copies : DataFrame
        As `measures.copies.find_copies` gives it.
    kinds : Series
        As `clean.guess_text_kinds` gives it.

    Returns
    -------
    DataFrame
        One row per article and remark, in the order of the articles: `remark`. Indexed by `article`.
    """
    remarks = [(key, "its source cut it short") for key in articles.index[articles["cut"] != ""]]
    remarks += [(key, f"{kind}, not running prose") for key, kind in kinds[kinds != ""].items()]
    remarks += [
        (key, f"{row['share']:.0%} of the page was removed, most by the rule {row['rule']}")
        for key, row in emptied.iterrows()
    ]
    for key, own in copies.groupby("article_id"):
        row = own.loc[own["share"].idxmax()]
        more = f" (and {len(own) - 1} more)" if len(own) > 1 else ""
        remarks.append(
            (key, f"{row['share']:.0%} of its runs of eight words stand in {row['other']}, too{more}")
        )
    table = pd.DataFrame(remarks, columns=["article", "remark"], dtype="str").set_index("article")
    return table.sort_index(key=_rank_names(articles.index), kind="stable")


def share_kinds(articles: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """How many characters of each article are kept, and how many of each kind removed.

    Returns
    -------
    DataFrame
        One row per article x kind: `article_id`, `kind` ("kept" or as in the ledger), `characters`; white
        space is not counted.
    """
    rows = ledger[~ledger["kind"].isin(["whitespace", "review"])]
    rows = rows.assign(characters=rows["text"].str.len())
    removed = rows.groupby(["article_id", "kind"], as_index=False)["characters"].sum()
    kept = articles["text"].str.len().rename("characters").reset_index().assign(kind="kept")
    return pd.concat([kept, removed], ignore_index=True)


def select_extremes(
    sentences: pd.DataFrame, values: pd.Series, sides: pd.Series, most: int = 3, lowest: bool = False
) -> pd.DataFrame:
    """Select the sentences that `tabulate_extremes` shows, in its order; parameters as there.

    Returns
    -------
    DataFrame
        Rows of `sentences`, side by side: most extreme first, ties as they stand.
    """
    value = values.reindex(pd.MultiIndex.from_frame(sentences[SENTENCE])).to_numpy()
    ranked = sentences.assign(_value=value, _side=sentences["article_id"].map(sides))
    ranked = ranked.dropna(subset=["_value", "_side"])
    ranked = ranked.sort_values("_value", ascending=lowest, kind="stable")
    ranked = ranked.groupby("_side", sort=False).head(most)
    ranked = ranked.sort_values("_side", key=_rank_names(sides.dropna()), kind="stable")
    return ranked.drop(columns=["_value", "_side"])


def tabulate_extremes(
    sentences: pd.DataFrame,
    values: pd.Series,
    sides: pd.Series,
    most: int = 3,
    lowest: bool = False,
    hits: pd.DataFrame | None = None,
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
    hits : DataFrame, optional
        `schema.HITS` of the measure that gave the values, to name the words that scored.

    Returns
    -------
    DataFrame
        Indexed by side: article_id, sentence_id, start, value, sentence, and with hits `words` (each with its
        weight); most extreme first, ties as they stand.
    """
    keyed = select_extremes(sentences, values, sides, most, lowest).set_index(SENTENCE)
    table = pd.DataFrame(
        {
            "side": sides.reindex(keyed.index.get_level_values("article_id")).to_numpy(),
            "start": keyed["start"],
            "value": values.reindex(keyed.index),
            "sentence": keyed["text"],
        }
    )
    if hits is not None:
        weights = hits["weight"].map("{:+.1f}".format).str.replace("-", MINUS)
        scored = hits["text"].str.lower() + " " + weights
        words = scored.groupby([hits[name] for name in SENTENCE]).agg(", ".join)
        table["words"] = words.reindex(table.index).fillna("")
    return table.reset_index().set_index("side")


def split_voices(counts: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Counts by voice: a sentence is "quoted" where more than half of it is, else the author's own.

    Returns
    -------
    DataFrame
        `counts`, indexed by `article_id, sentence_id, item`.
    """
    quoted = sentences.set_index(SENTENCE)["quoted"].reindex(counts.index) > 0.5
    voice = quoted.map({True: "quoted", False: "the author's own"})
    return counts.set_index(voice.rename("item"), append=True)


def drop_empty_columns(table: pd.DataFrame) -> pd.DataFrame:
    """The table without columns that are empty throughout."""
    return table[[name for name in table if (table[name].astype("str") != "").any()]]


def tabulate_provenance(articles: pd.DataFrame, options: Mapping) -> pd.DataFrame:
    """What a page was made from: inputs by hash, options, versions.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`.
    options : mapping
        Name of each option to its value.

    Returns
    -------
    DataFrame
        Indexed by what; column value.
    """
    rows = [(f"input {row.source}", row.sha256) for row in articles.itertuples()]
    rows += [(f"option {name}", str(hide_folders(value))) for name, value in options.items()]
    rows += list_versions().items()
    return pd.DataFrame(rows, columns=["what", "value"]).set_index("what")


def list_versions() -> dict[str, str]:
    """Python and the packages that numbers may depend on, each with its version."""
    found = {package: importlib.metadata.version(package) for package in PACKAGES}
    return {"Python": platform.python_version()} | found


# --- words, actors, coverage ----------------------------------------------------------------------


def tabulate_terms(hits: pd.DataFrame, sides: pd.Series, most: int = 8) -> pd.DataFrame:
    """The words behind each item: one row per item and side, the most frequent words with their counts.

    Where words have weights, `weighted` is their sum, which scores are made of; `article_id` and
    `sentence_id` say where the first of them stands.

    Parameters
    ----------
    hits : DataFrame
        `schema.HITS` of one measure.
    sides : Series
        Side of each article.
    most : int
        Words to name.
    """
    side, word = hits["article_id"].map(sides), hits["text"].str.lower()
    rows = pd.DataFrame({"item": hits["item"], "side": side, "word": word, "weighted": hits["weight"]})
    counts = rows.groupby(["item", "side", "word"]).size()
    table = pd.DataFrame({"hits": counts.groupby(["item", "side"]).sum()})
    if (rows["weighted"] != 1).any():
        table["weighted"] = rows.groupby(["item", "side"])["weighted"].sum()
    return table.assign(words=_list_most(counts, most, _number_repeats)).join(_find_first_uses(hits, sides))


def _find_first_uses(hits: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
    """The sentence in which each side first uses each item."""
    placed = hits.assign(side=hits["article_id"].map(sides)).drop_duplicates(["item", "side"])
    return placed.set_index(["item", "side"])[SENTENCE]


def _list_most(counts: pd.Series, most: int, write: Callable[[str, float], str]) -> pd.Series:
    """Join the commonest words of each cell, ties as they stand; the last level of `counts` are the words."""
    ranked = counts.sort_values(ascending=False, kind="stable")
    words = pd.Series([write(key[-1], number) for key, number in ranked.items()], ranked.index, dtype="str")
    cells = words.groupby(level=ranked.index.names[:-1], sort=False)
    return cells.agg(lambda part: ", ".join(part.head(most)) + _count_left(len(part) - most))


def _count_left(left: int) -> str:
    """Say at the end of a list how many are left out; empty where none is."""
    return f" and {left} more" if left > 0 else ""


def _number_repeats(word: str, times: float) -> str:
    return f"{word} ({times:.0f})" if times > 1 else word


def tabulate_distinctive(
    terms: pd.DataFrame, most: int, hits: pd.DataFrame, sides: pd.Series
) -> pd.DataFrame:
    """The first `most` distinctive words of each side, how often either uses them, and where it first does.

    Parameters
    ----------
    terms : DataFrame
        One row per term and side: `rank`, `count_a` and `rate_a` on the side, `count_b` and `rate_b`
        elsewhere, `log_odds`, `z`, `p_adjusted` (left out where nothing was tested).
    most : int
    hits : DataFrame
        `schema.HITS` of the terms.
    sides : Series
        Side of each article.
    """
    names = {
        "side": "side",
        "term": "term",
        "count_a": "here",
        "count_b": "elsewhere",
        "rate_a": "per 100 words here",
        "rate_b": "per 100 words elsewhere",
        "log_odds": "log-odds",
        "z": "z",
        "p_adjusted": "p_adjusted",
    }
    rows = terms[(terms["rank"] <= most) & (terms["z"] > 0)].sort_values(["side", "rank"], kind="stable")
    rows = rows.join(_find_first_uses(hits, sides), on=["term", "side"])
    table = rows[[*names, *SENTENCE]].rename(columns=names).set_index("side")
    return table if table["p_adjusted"].notna().any() else table.drop(columns="p_adjusted")


def find_typical_gap(values: pd.Series) -> float:
    """The median distance between two of the values; 0 of fewer than two."""
    apart = pdist(values.dropna().to_numpy()[:, None])
    return float(np.median(apart)) if len(apart) else 0.0


def choose_actors(cast: pd.DataFrame, counts: pd.DataFrame, most: int) -> list[str]:
    """The actors most often mentioned among those that more than one article names, if there are such."""
    mentions = counts["mentions"].groupby(level="item").sum().sort_values(ascending=False, kind="stable")
    articles = cast.drop_duplicates("actor").set_index("actor")["articles"]
    shared = [name for name in mentions.index if articles.get(name, 0) > 1]
    return (shared or list(mentions.index))[:most]


def leave_out_venues(actors: list[str], cast: pd.DataFrame, counts: pd.DataFrame) -> list[str]:
    """The actors without places that act once at most: a venue is not shown well or badly.

    Parameters
    ----------
    actors : list of str
    cast : DataFrame
        `actor`, `kind`.
    counts : DataFrame
        Counts of the measure `actors`, with `agent`.
    """
    acts = counts["agent"].groupby(level="item").sum()
    places = set(cast.loc[cast["kind"] == "place", "actor"])
    return [name for name in actors if name not in places or acts.get(name, 0) > 1]


def tabulate_relations(
    relations: pd.DataFrame, sides: pd.Series, actors: list[str], most: int = 8
) -> pd.DataFrame:
    """What each actor does, undergoes and is called: one row per actor and side, a column per relation.

    Parameters
    ----------
    relations : DataFrame
        One row per word tied to an actor: `article_id`, `actor`, `relation`, `lemma`, `negated`.
    sides : Series
        Side of each article.
    actors : list of str
        Which actors, in order.
    most : int
        Words per cell, the most frequent first; "not" before what is negated.
    """
    rows = relations[relations["actor"].isin(actors) & relations["lemma"].str.contains(r"[^\W\d_]")]
    word = rows["lemma"].str.lower().where(~rows["negated"], "not " + rows["lemma"].str.lower())
    cell = ["actor", "side", "relation"]
    rows = rows.assign(word=word, side=rows["article_id"].map(sides))
    counts = rows.groupby([*cell, "word"], sort=False).size()
    words = _list_most(counts, most, lambda word, _: word)
    table = words.unstack("relation").reindex(columns=["does", "undergoes", "described", "has"]).fillna("")
    return table.sort_index(level="actor", key=_rank_names(actors), sort_remaining=False)


def sum_sources(counts: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
    """How many words each side gives to sources: one row per side, one column per kind of source.

    `counts` is from `attribution.count_sources`; statements of the author or of nobody named are left out.
    """
    side = sides.reindex(counts.index.get_level_values("article_id")).to_numpy()
    words = counts["sourced"].groupby([side, counts.index.get_level_values("item")]).sum()
    words = words.unstack(fill_value=0).reindex(dict.fromkeys(sides.dropna()), fill_value=0)
    return words.drop(columns=["author", "unnamed"], errors="ignore")


def tabulate_statements(attributions: pd.DataFrame, articles: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
    """Who says what: one row per statement that nothing speaks against (no `doubt`), longest first.

    Its stretches are joined, with "…" where other words stand between them: "The deal … is dead".

    Parameters
    ----------
    attributions : DataFrame
        `schema.ATTRIBUTIONS`.
    articles : DataFrame
        `schema.ARTICLES`; the words are read off `raw`.
    sides : Series
        Side of each article.

    Returns
    -------
    DataFrame
        Columns `side`, `actor`, `source`, `kind`, `form`, `cue`, `content`, `words`, `article_id`,
        `sentence_id`.
    """
    rows = attributions[attributions["doubt"] == ""]
    rows = rows.assign(side=rows["article_id"].map(sides)).dropna(subset="side")
    raw = rows["article_id"].map(articles["raw"])
    cues = zip(raw, rows["cue_start"], rows["cue_end"], strict=True)
    rows["cue"] = [" ".join(text[start:end].split()) if start >= 0 else "" for text, start, end in cues]
    statement = rows.groupby(["article_id", "attribution_id"], sort=False)
    contents = [
        _join_stretches(articles.loc[article, "raw"], part["content_start"], part["content_end"])
        for (article, _), part in statement
    ]
    rows = statement.first().assign(content=contents, words=statement["words"].sum())
    rows = rows.sort_values("words", ascending=False, kind="stable").reset_index()
    return rows[["side", "actor", "source", "kind", "form", "cue", "content", "words", *SENTENCE]]


def tabulate_unlisted(attributions: pd.DataFrame, doubts: Mapping[str, str]) -> pd.DataFrame:
    """Statements that `tabulate_statements` leaves out: one row per reason, with how many and what it means.

    Parameters
    ----------
    attributions : DataFrame
        `schema.ATTRIBUTIONS`.
    doubts : mapping of str to str
        Reason -> what it means (`attribution.DOUBTS`), in the order of the rows.
    """
    statements = attributions.drop_duplicates(["article_id", "attribution_id"])
    counts = statements["doubt"].value_counts().reindex(list(doubts), fill_value=0)
    table = pd.DataFrame({"statements": counts, "meaning": pd.Series(doubts)})
    return table[table["statements"] > 0].rename_axis("reason")


def _join_stretches(raw: str, starts: pd.Series, ends: pd.Series) -> str:
    """Stretches of a text in one line, "…" for what is left out."""
    text, last = "", starts.iloc[0]
    for start, end in zip(starts, ends, strict=True):
        gap = raw[last:start]
        text += (" … " if re.search(r"\w", gap) else gap) + raw[start:end]
        last = end
    return " ".join(text.split())


def pair_articles(
    articles: pd.DataFrame, sides: pd.Series, actors: list[str], most: int = 300
) -> pd.DataFrame:
    """Pairs of articles of different sides, of one event where they have events, for each actor.

    Returns
    -------
    DataFrame
        Columns `item` (the actor), `article_a`, `article_b`; at most `most` pairs for each actor.
    """
    articles = articles[sides.reindex(articles.index).notna()]
    candidates = (
        pair
        for _, told_together in articles.groupby("event", sort=False)
        for pair in combinations(told_together.index, 2)
        if sides[pair[0]] != sides[pair[1]]
    )
    pairs = pd.DataFrame(islice(candidates, most), columns=["article_a", "article_b"])
    return pd.DataFrame({"item": actors}).merge(pairs, how="cross")


def tabulate_harsher(verdicts: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
    """Verdicts on pairs, the sides named: one row per actor, pair of sides and verdict, with how many pairs.

    Parameters
    ----------
    verdicts : DataFrame
        One row per actor and pair of articles: `item`, `article_a`, `article_b`, `verdict`, `harsher`,
        `score`, `p_value`, `reason`.
    sides : Series
        Side of each article.

    Returns
    -------
    DataFrame
        Indexed by `item`: `a`, `b` and `harsher` (sides), `verdict`, `pairs`, `p_chance` (the largest p of
        the pairs) and `reason` (of a single pair).
    """
    rows = verdicts.assign(
        a=verdicts["article_a"].map(sides),
        b=verdicts["article_b"].map(sides),
        harsher=verdicts["harsher"].map(sides).fillna("–"),
    )
    grouped = rows.groupby(["item", "a", "b", "verdict", "harsher"], sort=False)
    table = grouped.agg(pairs=("score", "size"), p_chance=("p_value", "max"), reason=("reason", "first"))
    table["reason"] = table["reason"].where(table["pairs"] == 1, "")
    return table.reset_index().set_index("item")


def list_telling_sentences(
    counts: pd.DataFrame,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    sides: pd.Series,
    pairs: pd.DataFrame,
) -> pd.DataFrame:
    """Sentences that show an actor badly or well: what a verdict on who is harsher rests on.

    Parameters
    ----------
    counts : DataFrame
        Tone toward actors, indexed by `article_id, sentence_id, item`: `named`, `well`, `badly`, `reported`,
        `reported_well`, `tone`; a headline stands at sentence -1.
    articles, sentences : DataFrame
        `schema.ARTICLES`, whose titles are the headlines' text, and `schema.SENTENCES`.
    sides : Series
        Side of each article.
    pairs : DataFrame
        From `pair_articles`: the actors, in order, and the articles that are compared.

    Returns
    -------
    DataFrame
        One row per actor and sentence, of each actor and side the bad ones first, and of these the surest:
        `actor`, `side`, `shown` ("badly" or "well"), `tone` (toward the actor, -1 to 1), `text`,
        `words_of_others` (whether it names the actor in these alone), `counts_as` (3 for a headline),
        `article_id`, `sentence_id`.
    """
    compared = pd.unique(pairs[["article_a", "article_b"]].to_numpy().ravel())
    rows = counts[(counts["badly"] > 0) | (counts["well"] > 0)].reset_index()
    rows = rows[rows["article_id"].isin(compared) & rows["item"].isin(pairs["item"])]
    told = sentences[[*SENTENCE, "text"]]
    titles = articles["title"].rename("text").rename_axis("article_id").reset_index().assign(sentence_id=-1)
    rows = rows.merge(pd.concat([told, titles]), on=SENTENCE)
    table = pd.DataFrame(
        {
            "actor": pd.Categorical(rows["item"], pairs["item"].unique()),
            "side": pd.Categorical(rows["article_id"].map(sides), sides.dropna().unique()),
            "shown": np.where(rows["badly"] > 0, "badly", "well"),
            "tone": rows["tone"] / rows["named"],
            "text": rows["text"].str.split().str.join(" "),
            "words_of_others": (rows["reported"] > 0) | (rows["reported_well"] > 0),
            "counts_as": rows["named"],
            "article_id": rows["article_id"],
            "sentence_id": rows["sentence_id"],
        }
    )
    table = table.sort_values("tone", key=lambda tone: -tone.abs(), kind="stable")
    table = table.sort_values(["actor", "side", "shown"], kind="stable")
    return table.astype({"actor": "str", "side": "str"}).reset_index(drop=True)


def choose_evidence(
    sentences: pd.DataFrame,
    values: pd.Series,
    sides: pd.Series,
    gaps: pd.DataFrame,
    pick: str = "apart",
    shortest: int = 6,
) -> pd.DataFrame:
    """Choose, for each difference, a sentence of each side that shows it.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    values : Series
        The score of each sentence, indexed by `article_id, sentence_id`, and `item` where gaps have items.
    sides : Series
        Side of each article.
    gaps : DataFrame
        `schema.GAPS` of the score.
    pick : {"apart", "most", "typical"}
        The highest of the higher side and the lowest of the lower, where the difference is a clear or fragile
        one; the highest of both; or the one nearest to the side's estimate.
    shortest : int
        Words a sentence needs.

    Returns
    -------
    DataFrame
        One row per difference and side that has such a sentence: ``score, item, side_a, side_b, side,
        article_id, sentence_id, text``.
    """
    table = sentences.set_index(SENTENCE)["text"].to_frame()
    table = table[table["text"].str.split().str.len() >= shortest]
    rows = []
    for gap in gaps.to_dict("records"):
        how = "typical" if pick == "apart" and gap["verdict"] not in ("clear", "fragile") else pick
        own = values.xs(gap["item"], level="item") if "item" in values.index.names else values
        known = table.assign(value=own.reindex(table.index)).dropna()
        side = known.index.get_level_values("article_id").map(sides)
        for name, estimate, sign in (
            (gap["side_a"], gap["estimate_a"], gap["difference"]),
            (gap["side_b"], gap["estimate_b"], -gap["difference"]),
        ):
            inside = known[(side == name) if name != "rest" else (side != gap["side_a"])]
            if how == "most":
                inside = inside[inside["value"] > 0]
            away = (inside["value"] - estimate).abs() if how == "typical" else -inside["value"]
            away = -away if how == "apart" and sign < 0 else away
            if len(inside):
                place = away.idxmin()
                keys = {key: gap[key] for key in ("score", "item", "side_a", "side_b")}
                where = dict(zip(SENTENCE, place, strict=True))
                rows.append({**keys, "side": name, **where, "text": inside.loc[place, "text"]})
    return pd.DataFrame(rows, columns=["score", "item", "side_a", "side_b", "side", *SENTENCE, "text"])


def tabulate_names(names: pd.DataFrame, sides: pd.Series, actors: list[str], most: int = 6) -> pd.DataFrame:
    """What each side calls each actor, as written: one row per actor and side, with how often.

    Parameters
    ----------
    names : DataFrame
        From `actor_profile.spell_names`.
    sides : Series
        Side of each article.
    actors : list of str
        Which actors, in order.
    most : int
        Names per cell, the most frequent first.
    """
    rows = names[names["actor"].isin(actors)]
    counts = rows.groupby(["actor", "side", "name"], sort=False).size()
    table = (
        _list_most(counts, most, _number_repeats)
        .unstack("side")
        .reindex(index=actors, columns=list(dict.fromkeys(sides.dropna())))
    )
    return table.fillna("").rename_axis(index="actor", columns=None)


PARTS = ("headline", "first fifth", "middle", "last fifth")
"""Parts of an article: its headline, and the text by its sentences."""


def tabulate_leads(
    mentions: pd.DataFrame,
    hits: pd.DataFrame,
    tone: pd.Series,
    sentences: pd.DataFrame,
    sides: pd.Series,
    most: int = 4,
) -> pd.DataFrame:
    """What stands first and last in each side's articles: actors, frames and tone of the parts.

    A sentence of a headline has a number below 0 (-1 is the first, as `dataset.read_headlines` has them).

    Parameters
    ----------
    mentions, hits : DataFrame
        Of actors (pronouns are left out); of frames.
    tone : Series
        Of each sentence, indexed by `article_id, sentence_id`.
    sentences : DataFrame
        `schema.SENTENCES`, those of the headlines among them.
    sides : Series
        Side of each article.
    most : int
        Names per cell.

    Returns
    -------
    DataFrame
        One row per side and part of `PARTS`, indexed by both: `actors` and `frames` with their numbers,
        `tone` (the mean), `sentences`. Where none of a side's articles has a headline, `actors` says so.
    """
    keyed = sentences.set_index(SENTENCE)
    body = keyed[keyed.index.get_level_values("sentence_id") >= 0].groupby("article_id")["text"]
    place = (body.cumcount() / body.transform("size")).reindex(keyed.index, fill_value=-1)
    part = pd.cut(place, [-2, -1, 0.2 - 1e-9, 0.8 - 1e-9, 1], labels=list(PARTS))
    side = pd.Series(keyed.index.get_level_values("article_id").map(sides), keyed.index)
    cell = pd.DataFrame({"side": side, "part": part}).dropna()
    named = mentions[mentions["how"] != "pronoun"]
    table = {
        "actors": _list_parts(named.assign(item=named["actor"]), cell, most),
        "frames": _list_parts(hits, cell, most),
        "tone": tone.reindex(cell.index).groupby([cell["side"], cell["part"]], observed=False).mean(),
        "sentences": cell.groupby(["side", "part"], observed=False).size(),
    }
    order = pd.MultiIndex.from_product([dict.fromkeys(sides.dropna()), PARTS], names=["side", "part"])
    leads = pd.DataFrame(table).reindex(order).fillna({"actors": "", "frames": "", "sentences": 0})
    untitled = (leads.index.get_level_values("part") == "headline") & (leads["sentences"] == 0)
    leads.loc[untitled, "actors"] = "no headline"
    return leads


def _list_parts(rows: pd.DataFrame, cell: pd.DataFrame, most: int) -> pd.Series:
    """Items of each cell with how often they occur, the most frequent first."""
    placed = rows[[*SENTENCE, "item"]].join(cell, on=SENTENCE, how="inner")
    counts = placed.groupby(["side", "part", "item"], observed=True).size()
    return _list_most(counts, most, lambda item, number: f"{item} ({number})")


def tabulate_first_mentions(
    mentions: pd.DataFrame, sentences: pd.DataFrame, sides: pd.Series, actors: list[str]
) -> pd.DataFrame:
    """How far into the text each actor is first named: one row per actor, a column per side.

    The share of sentences before (0: in the first one), the mean over the side's articles that name the
    actor; NaN where none does.
    """
    named = mentions[(mentions["how"] != "pronoun") & mentions["actor"].isin(actors)]
    first = named.groupby(["article_id", "actor"])["sentence_id"].min().clip(lower=0).reset_index()
    first["place"] = first["sentence_id"] / first["article_id"].map(
        sentences.groupby("article_id").size()
    ).astype(float)
    first["side"] = first["article_id"].map(sides)
    table = first.groupby(["actor", "side"])["place"].mean().unstack("side")
    return table.reindex(index=actors, columns=list(dict.fromkeys(sides.dropna()))).rename_axis(columns=None)


def tabulate_told(told: pd.DataFrame, kinds: tuple[str, ...] = NAMED_KINDS) -> pd.DataFrame:
    """Who and what is mentioned by which sides: the side that is alone, and mentions by side.

    Parameters
    ----------
    told : DataFrame
        One row per item: `item`, `kind`, `only`, and after `quote` a column of mentions for each side, or
        nothing where it is named in a way that is not counted.
    """
    rows = told[told["kind"].isin(kinds)]
    return rows[["item", "kind", "only", *list_told_sides(told)]].set_index("item")


def list_told_sides(told: pd.DataFrame) -> list[str]:
    """The sides of a table of what is told: its columns after `quote`."""
    return list(told.columns[list(told.columns).index("quote") + 1 :])


def tabulate_claims(claims: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first `most` sentences of each side for which no counterpart was found.

    Parameters
    ----------
    claims : DataFrame
        One row per sentence, most telling first: `side`, `article_id`, `sentence_id`, `text`, `status`,
        `new_words`.
    """
    rows = claims[claims["status"] == "no counterpart found"]
    rows = rows.groupby("side", sort=True).head(most).sort_values("side", kind="stable")
    words = rows["new_words"].str.split(", ").str[:5].str.join(", ")
    return rows[["side", *SENTENCE, "text"]].assign(**{"new words": words}).set_index("side")


def tabulate_other_figures(figures: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
    """Different figures of one thing: one row per sentence, the two of a pair one after the other.

    Parameters
    ----------
    figures : DataFrame
        From `coverage.compare_figures`.
    sides : Series
        Side of each article.

    Returns
    -------
    DataFrame
        Indexed by `of`, what the figures count: side, article_id, sentence_id, figure, text.
    """
    names = {"article": "article_id", "sentence": "sentence_id", "figure": "figure", "text": "text"}
    ends = [figures.rename(columns={f"{old}_{end}": new for old, new in names.items()}) for end in "ab"]
    rows = pd.concat([end[["of", *names.values()]] for end in ends]).sort_index(kind="stable")
    rows.insert(1, "side", rows["article_id"].map(sides))
    return rows.set_index("of")


def select_first_articles(frame: pd.DataFrame, articles: pd.DataFrame, most: int) -> pd.DataFrame:
    """The rows of the corpus's first `most` articles, for what compares every pair."""
    return frame[frame["article_id"].isin(articles.index[:most])].reset_index(drop=True)
