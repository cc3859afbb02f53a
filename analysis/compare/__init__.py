"""Sides compared: every score with its interval, its test and a verdict.

Each score is a function of summed counts, so one code path serves every measure: `sides` sums the counts of
each side, scores the sums, and resamples. What is resampled decides what may be claimed:

- **sentence**: sentences drawn within each article. Supports "these texts differ", no more.
- **article**: articles drawn within each side, when both sides have at least `min_articles`. Supports
  "these outlets differ".
- **event**: where articles share events, events are drawn with the articles of both sides, and labels change
  places only within an event; otherwise the gap would measure which stories a side picks.

See `analysis.compare.resample` for the methods and their sources.

References
----------
Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57(1), 289-300.

Steegen, S. et al. (2016). Increasing transparency through a multiverse analysis. Perspectives on
Psychological Science 11(5), 702-712. doi:10.1177/1745691616658637
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from analysis.compare import design, pairwise, resample
from analysis.schema import ESTIMATES, GAPS, InputError, check

VERDICTS = ("clear", "fragile", "no clear difference", "too little text")

AS_ANALYSED = "as analysed"


class Comparison(NamedTuple):
    """What `sides` gives: `estimates` of each side's scores, and `gaps` between sides."""

    estimates: pd.DataFrame
    gaps: pd.DataFrame


class Verdict(NamedTuple):
    """One of the four verdicts, and what made it so (empty where it needs no reason)."""

    verdict: str
    reason: str


def sides(
    counts: pd.DataFrame,
    scores: design.Scores,
    by: pd.Series,
    *,
    rng: np.random.Generator,
    exposure: pd.DataFrame | None = None,
    primary: tuple[str, ...] = (),
    alternatives: Mapping[str, pd.DataFrame | tuple] | None = None,
    block: pd.Series | None = None,
    estimand: str = "auto",
    confidence: float = 0.95,
    replicates: int = 2000,
    alpha: float = 0.05,
    min_articles: int = 8,
) -> Comparison:
    """Compare the sides of a corpus on every score.

    Parameters
    ----------
    counts : DataFrame
        Additive counts indexed by (article_id, sentence_id), or by (article_id, sentence_id, item) with rows
        only where an item occurs.
    scores : callable
        Sums to scores: takes a DataFrame of summed counts, returns one with the same index and a column for
        each score, NaN where undefined. Called on stacked replicates, so it must be vectorised.
    by : Series
        Side of each article, indexed by article_id. Articles with NaN are left out. Two sides are compared
        with each other; of more than two, each with the rest.
    rng : numpy Generator
    exposure : DataFrame, optional
        What items are counted against (words, sentences): one row for every sentence.
    primary : tuple of str
        Scores named in advance as the outcomes to be tested. They (times the items, times the pairs of
        sides) form one family for Benjamini and Hochberg. All others get intervals and no p-value.
    alternatives : mapping of str to DataFrame or (DataFrame, DataFrame), optional
        Counts (and exposure) under other defensible choices; a clear difference must keep its sign in each.
    block : Series, optional
        Event of each article, indexed by article_id.
    estimand : {'auto', 'pooled', 'mean over articles'}
        'pooled' scores all text of a side as one; 'mean over articles' scores each article and averages.
        'auto' is pooled when every side has one article.
    confidence : float
        Level of the intervals, between 0 and 1. They are not adjusted for several comparisons.
    replicates : int
        Resamples, and permutations.
    alpha : float
        False discovery rate at which a primary difference counts as clear.
    min_articles : int
        Articles (or shared events) each side needs before articles are what is resampled.

    Returns
    -------
    Comparison
        Frames as `schema.ESTIMATES` and `schema.GAPS`. Besides, estimates carry `articles`, `sentences`,
        `words` (NaN where not counted), `estimand`, `confidence`; gaps carry `estimate_a`, `estimate_b`,
        `n_a`, `n_b`, `articles_a`, `articles_b`, `estimand`, `confidence`, and `note` (what the design of
        this pair entails).

    Raises
    ------
    InputError
        No article has a side, an unknown score or estimand is named, or a number is out of its range.
    """
    _check(counts, confidence, alpha, replicates)
    by = design.labels(counts, exposure, by)
    estimand = design.named(estimand, by)
    estimates, gaps = [], []
    for pair in design.pairs(by, block, min_articles):
        table = design.dense(counts, exposure, pair.unit)
        names = design.score_names(scores, table)
        _check_primary(primary, names)
        units = resample.bundle(design.sample(table, pair, scores, estimand), rng)
        found = pairwise.measure(units, table, scores, pair, confidence, replicates, rng)
        sizes = design.sizes(counts, exposure, pair.side)
        estimates += [
            pairwise.side_rows(found, table, names, pair, sizes, k)
            for k in range(2 if len(by.cat.categories) == 2 else 1)
        ]
        if len(by.cat.categories) > 1:
            p = pairwise.test(units, table, scores, names, primary, replicates, rng)
            gaps.append(pairwise.gap_rows(found, table, names, pair, sizes, p))
    shared = {"estimand": estimand, "confidence": confidence}
    estimates = check(pd.concat(estimates, ignore_index=True).assign(**shared), ESTIMATES)
    if not gaps:
        return Comparison(estimates, pd.DataFrame(columns=_GAP_COLUMNS))
    against = {"exposure": exposure, "block": block, "estimand": estimand, "min_articles": min_articles}
    others = multiverse(counts, scores, by, alternatives or {}, **against)
    gaps = _judged(pd.concat(gaps, ignore_index=True).assign(**shared), others, primary, alpha)
    return Comparison(estimates, check(gaps[_GAP_COLUMNS], GAPS))


def multiverse(
    counts: pd.DataFrame,
    scores: design.Scores,
    by: pd.Series,
    alternatives: Mapping[str, pd.DataFrame | tuple],
    *,
    exposure: pd.DataFrame | None = None,
    block: pd.Series | None = None,
    estimand: str = "auto",
    min_articles: int = 8,
) -> pd.DataFrame:
    """Give every difference under every alternative (Steegen et al. 2016).

    Parameters as in `sides`.

    Returns
    -------
    DataFrame
        One row a score [x item] x pair of sides x alternative, with columns ``score, item, side_a, side_b,
        alternative, difference, sign``; the first alternative is `AS_ANALYSED`. `sign` is -1, 0, 1, or NaN
        where the difference is undefined.
    """
    by = design.labels(counts, exposure, by)
    estimand = design.named(estimand, by)
    frames = []
    for pair in design.pairs(by, block, min_articles):
        items = design.dense(counts, exposure, pair.unit).items
        for name, frame in {AS_ANALYSED: (counts, exposure), **alternatives}.items():
            other, against = frame if isinstance(frame, tuple) else (frame, exposure)
            table = design.dense(other, against, pair.unit, items)
            units = design.sample(table, pair, scores, estimand)
            found = resample.estimate(units, pairwise.scored(units, table, scores))
            grid = pairwise.grid(table, design.score_names(scores, table), found[0] - found[1], "difference")
            frames.append(grid.assign(side_a=pair.names[0], side_b=pair.names[1], alternative=name))
    table = pd.concat(frames, ignore_index=True)
    table = table[["score", "item", "side_a", "side_b", "alternative", "difference"]]
    return table.assign(sign=np.sign(table["difference"]))


def verdict(primary: Mapping, alternatives: Mapping[str, float], alpha: float = 0.05) -> Verdict:
    """Judge one difference.

    Parameters
    ----------
    primary : mapping (or row of gaps)
        With `difference` and `p_adjusted`, NaN where there was too little text; `reason` says why.
    alternatives : mapping of str to float
        The same difference under each alternative.
    alpha : float
        The adjusted p of a clear difference is below this.

    Returns
    -------
    Verdict
        'clear', 'fragile', 'no clear difference' or 'too little text'. Clear needs the same sign in every
        alternative: a difference that vanishes or is undefined in one is as fragile as one that turns.

    Examples
    --------
    >>> verdict({"difference": 2.1, "p_adjusted": 0.01}, {"quotes out": -0.2})
    Verdict(verdict='fragile', reason='changes sign with quotes out')
    """
    difference, p = primary["difference"], primary["p_adjusted"]
    reason = str(primary.get("reason", ""))
    if not (np.isfinite(difference) and np.isfinite(p)):
        return Verdict("too little text", reason or "the difference cannot be tested")
    if p >= alpha:
        return Verdict("no clear difference", reason)
    turned, gone = [], []
    for name, other in alternatives.items():
        if not np.isfinite(other):
            gone.append(name)
        elif np.sign(other) != np.sign(difference):
            turned.append(name)
    causes = [f"changes sign with {', '.join(turned)}"] * bool(turned)
    causes += [f"cannot be computed with {', '.join(gone)}"] * bool(gone)
    if causes:
        return Verdict("fragile", "; ".join(causes))
    return Verdict("clear", reason)


def _check(counts: pd.DataFrame, confidence: float, alpha: float, replicates: int) -> None:
    names = [str(name) for name in counts.index.names]
    if names not in (["article_id", "sentence_id"], ["article_id", "sentence_id", "item"]):
        have = ", ".join(names)
        raise InputError(
            f"Counts need the index article_id, sentence_id and, for items, item; they have {have}."
        )
    if empty := [name for name in counts.columns if counts[name].isna().any()]:
        raise InputError(
            f"The counts column {empty[0]!r} holds NaN; where nothing was found, the count is 0."
        )
    for name, value in (("confidence", confidence), ("alpha", alpha)):
        if not 0 < value < 1:
            raise InputError(f"{name} is {value}; it must lie between 0 and 1.")
    if replicates < 100:
        raise InputError(f"replicates is {replicates}; at least 100 are needed.")


def _check_primary(primary, names: list[str]) -> None:
    if unknown := [name for name in primary if name not in names]:
        raise InputError(f"No score is called {unknown[0]!r}; primary may name {', '.join(names)}.")


# --- verdicts -------------------------------------------------------------------------------------

_GAP_COLUMNS = [
    *GAPS.key,
    *("difference", "low", "high", "p_value", "p_adjusted", "verdict", "unit", "n", "reason"),
    *("estimate_a", "estimate_b", "n_a", "n_b", "articles_a", "articles_b", "estimand", "confidence", "note"),
]


def _judged(gaps, others, primary, alpha) -> pd.DataFrame:
    """Adjust the primary family and give each of it a verdict."""
    gaps = gaps.assign(p_adjusted=np.nan, verdict="")
    tested = gaps["p_value"].notna()
    if tested.any():
        gaps.loc[tested, "p_adjusted"] = false_discovery_control(gaps.loc[tested, "p_value"])
    told = defaultdict(dict)
    for row in others.itertuples():
        if row.alternative != AS_ANALYSED:
            told[row.score, row.item, row.side_a, row.side_b][row.alternative] = row.difference
    rows = gaps[gaps["score"].isin(primary)]
    keys = zip(*(rows[name] for name in GAPS.key), strict=True)
    judged = [verdict(row, told[key], alpha) for row, key in zip(rows.to_dict("records"), keys, strict=True)]
    gaps.loc[rows.index, "verdict"] = [each.verdict for each in judged]
    gaps.loc[rows.index, "reason"] = [each.reason for each in judged]
    return gaps
