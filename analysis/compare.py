"""Sides compared: every score with its interval, its test and a verdict.

Each score is a function of summed counts, so one code path serves every measure: `sides` sums the counts of
each side, scores the sums, and resamples. What is resampled decides what may be claimed:

- **sentence**: sentences drawn within each article. Supports "these texts differ", no more.
- **article**: articles drawn within each side, when both sides have at least `min_articles`. Supports
  "these outlets differ".
- **event**: where articles share events, events are drawn with the articles of both sides, and labels change
  places only within an event; otherwise the gap would measure which stories a side picks.

See `analysis.resample` for the methods and their sources.

References
----------
Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57(1), 289-300.

Hanley, J. A. & Lippman-Hand, A. (1983). If nothing goes wrong, is everything all right? Interpreting zero
numerators. JAMA 249(13), 1743-1745. doi:10.1001/jama.1983.03330370053031

Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach.
Statistics in Medicine 27(10), 1693-1702. doi:10.1002/sim.3095

Steegen, S. et al. (2016). Increasing transparency through a multiverse analysis. Perspectives on
Psychological Science 11(5), 702-712. doi:10.1177/1745691616658637
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from analysis import design, resample
from analysis.schema import ESTIMATES, GAPS, InputError, check

MIN_UNITS = 5
"""Fewer units than this on a side: no interval, no difference, verdict `too little text`."""

MOST_UNDEFINED = 0.05
"""A score undefined in a larger share of resamples rests on too few cases for an interval."""

VERDICTS = ("clear", "fragile", "no clear difference", "too little text")

AS_ANALYSED = "as analysed"


class Comparison(NamedTuple):
    """What `sides` gives: `estimates`, a row for each side's score [x item], and `gaps`, one for each pair."""

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
        found = _measure(units, table, scores, pair, confidence, replicates, rng)
        sizes = design.sizes(counts, exposure, pair.side)
        estimates += [
            _side_rows(found, table, names, pair, sizes, k)
            for k in range(2 if len(by.cat.categories) == 2 else 1)
        ]
        if len(by.cat.categories) > 1:
            p = _test(units, table, scores, names, primary, replicates, rng)
            gaps.append(_gap_rows(found, table, names, pair, sizes, p))
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
            found = resample.estimate(units, _scored(units, table, scores))
            grid = _grid(table, design.score_names(scores, table), found[0] - found[1], "difference")
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


# --- one pair of sides ------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """Results for one pair, each (3, items, scores): side 0, side 1, and their difference."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    reason: np.ndarray
    n: tuple[int, int]


def _scored(units, table, scores, wanted=None) -> resample.Score:
    return resample.mean_score if units.means else design.scorer(scores, table, wanted)


def _measure(units, table, scores, pair, confidence, replicates, rng) -> _Found:
    """Estimate both sides and their difference, with intervals and the reasons where there are none."""
    score = _scored(units, table, scores)
    value = _with_difference(resample.estimate(units, score)[None])[0]
    drawn = _with_difference(resample.bootstrap(units, score, rng, replicates))
    spread = resample.spread(units, score)
    low, high = resample.interval(drawn, spread.ratio, spread.freedom, confidence)
    n = _units(pair, table)
    lost = np.isnan(drawn).mean(axis=0)
    reason = np.full(value.shape, "", object)
    for k, name in enumerate(pair.names):
        still = np.isfinite(value[k]) & (spread.variance[k] == 0)
        reason[k][still] = f"all {n[k]} {pair.unit}s of {name} are alike, so resampling shows no spread"
        low[k][still] = high[k][still] = np.nan
        few = lost[k] > MOST_UNDEFINED
        shares = [
            f"{name}: undefined in {share:.0%} of the resamples, too few cases" for share in lost[k][few]
        ]
        reason[k][few] = shares
        if n[k] < MIN_UNITS:
            reason[k] = f"{name} has {n[k]} {pair.unit}{'s' * (n[k] != 1)}, fewer than {MIN_UNITS}"
        reason[k][np.isnan(value[k])] = f"undefined for {name}" if n[k] else f"{name} has no text"
        none = (reason[k] != "") & ~still
        low[k][none] = high[k][none] = np.nan
    bound = _zero_bound(table, pair, scores, value, confidence)
    for k in (0, 1):
        zero = np.isfinite(bound[k]) & (spread.variance[k] == 0) & (n[k] >= MIN_UNITS)
        low[k] = np.where(zero, np.minimum(value[k], bound[k]), low[k])
        high[k] = np.where(zero, np.maximum(value[k], bound[k]), high[k])
        reason[k][zero] = f"no hit in {pair.names[k]}; its interval is the rule of three's"
    # A side without spread of its own: put the two sides' intervals together instead (Zou & Donner 2008).
    square = (spread.variance[:2] == 0).any(axis=0)
    below = np.hypot(value[0] - low[0], high[1] - value[1])
    above = np.hypot(high[0] - value[0], value[1] - low[1])
    low[2] = np.where(square, value[2] - below, low[2])
    high[2] = np.where(square, value[2] + above, high[2])
    both = np.where((reason[0] != "") & (reason[1] != ""), "; ", "")
    reason[2] = reason[0] + both + reason[1]
    hopeless = ~(np.isfinite(value[:2]) & (lost[:2] <= MOST_UNDEFINED)).all(axis=0) | (min(n) < MIN_UNITS)
    for array in (value, low, high):
        array[2][hopeless] = np.nan
    return _Found(value, low, high, reason, n)


def _with_difference(scores: np.ndarray) -> np.ndarray:
    return np.concatenate([scores, scores[:, :1] - scores[:, 1:]], axis=1)


def _units(pair, table) -> tuple[int, int]:
    if pair.unit == "event":
        return (pair.event.nunique(),) * 2
    side = pair.side.reindex(table.articles).to_numpy()
    return int((side == 0).sum()), int((side == 1).sum())


def _zero_bound(table, pair, scores, value, confidence) -> np.ndarray:
    """Score each side would have with as many hits as zero may hide: -ln(1 - confidence), 3 at 95 %.

    (2, items, scores); NaN where the score is not 0 or does not rest on the columns that are zero.
    """
    whole = ((table.values >= 0) & (table.values == np.floor(table.values))).all(axis=(0, 1))
    side = pair.side.reindex(table.articles).to_numpy()
    sums = np.stack([table.values[side == k].sum(axis=0) for k in (0, 1)])
    hidden = np.where((sums == 0) & whole, -np.log(1 - confidence), sums)
    bound = design.scorer(scores, table)(hidden)
    return np.where((value[:2] == 0) & (bound != 0), bound, np.nan)


def _test(units, table, scores, names, primary, replicates, rng) -> np.ndarray:
    """p-values (items, scores), NaN for scores not named primary."""
    p = np.full((len(table.items), len(names)), np.nan)
    if len(primary):
        places = [names.index(name) for name in primary]
        chosen = design.narrowed(units, places) if units.means else units
        p[:, places] = resample.permutation(
            chosen, _scored(units, table, scores, list(primary)), rng, replicates
        )
    return p


# --- arrays to frames -------------------------------------------------------------------------------------

_GAP_COLUMNS = [
    *GAPS.key,
    *("difference", "low", "high", "p_value", "p_adjusted", "verdict", "unit", "n", "reason"),
    *("estimate_a", "estimate_b", "n_a", "n_b", "articles_a", "articles_b", "estimand", "confidence", "note"),
]


def _grid(table, names: list[str], values: np.ndarray, column: str) -> pd.DataFrame:
    """One row a score x item of an (items, scores) array."""
    items, scores = len(table.items), len(names)
    return pd.DataFrame(
        {"score": np.repeat(names, items), "item": table.items * scores, column: values.T.ravel()}
    )


def _side_rows(found, table, names, pair, sizes, k) -> pd.DataFrame:
    grid = _grid(table, names, found.value[k], "estimate")
    grid.insert(2, "side", pair.names[k])
    return grid.assign(
        low=found.low[k].T.ravel(),
        high=found.high[k].T.ravel(),
        unit=pair.unit,
        n=found.n[k],
        reason=found.reason[k].T.ravel().astype(str),
        **sizes.loc[k],
    )


def _gap_rows(found, table, names, pair, sizes, p) -> pd.DataFrame:
    grid = _grid(table, names, found.value[2], "difference")
    defined = np.isfinite(found.value[2])
    return grid.assign(
        side_a=pair.names[0],
        side_b=pair.names[1],
        low=found.low[2].T.ravel(),
        high=found.high[2].T.ravel(),
        p_value=np.where(defined, p, np.nan).T.ravel(),
        unit=pair.unit,
        n=found.n[0] if pair.unit == "event" else sum(found.n),
        reason=found.reason[2].T.ravel().astype(str),
        estimate_a=found.value[0].T.ravel(),
        estimate_b=found.value[1].T.ravel(),
        n_a=found.n[0],
        n_b=found.n[1],
        articles_a=sizes["articles"][0],
        articles_b=sizes["articles"][1],
        note=pair.note,
    )


def _judged(gaps, others, primary, alpha) -> pd.DataFrame:
    """Adjust the primary family and give each of it a verdict."""
    gaps = gaps.assign(p_adjusted=np.nan, verdict="")
    tested = gaps["p_value"].notna()
    if tested.any():
        gaps.loc[tested, "p_adjusted"] = false_discovery_control(gaps.loc[tested, "p_value"])
    keys = [*GAPS.key]
    others = others[others["alternative"] != AS_ANALYSED]
    signs = {
        key: dict(zip(part["alternative"], part["difference"], strict=True))
        for key, part in others.groupby(keys)
    }
    for row in gaps[gaps["score"].isin(primary)].itertuples():
        key = tuple(getattr(row, name) for name in keys)
        judged = verdict(row._asdict(), signs.get(key, {}), alpha)
        gaps.loc[row.Index, ["verdict", "reason"]] = list(judged)
    return gaps
