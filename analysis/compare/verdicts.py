"""From counts to verdicts: every score of every side with its interval, its test, and what may be said of it.

Several questions are asked of the same texts (how hard, in what tone, in which frames, with whom as actor),
and some have many items. Within a question p-values are adjusted by Benjamini and Hochberg; over the
questions by Bonferroni, so that a question's answer is the same on its own page and beside the others. The
false discovery rate over all that a report shows is then at most `alpha`.

References
----------
Benjamini, Y. & Bogomolov, M. (2014). Selective inference on multiple families of hypotheses. JRSS B 76(1),
297-318. doi:10.1111/rssb.12028

Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57(1), 289-300.

Besag, J. & Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika 78(2), 301-304.
doi:10.1093/biomet/78.2.301

Steegen, S. et al. (2016). Increasing transparency through a multiverse analysis. Perspectives on
Psychological Science 11(5), 702-712. doi:10.1177/1745691616658637
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from analysis.compare import design, resample
from analysis.compare.design import CountTable, Pair, Sample, Scores
from analysis.compare.intervals import Intervals, estimate_intervals
from analysis.schema import ESTIMATES, GAPS, JOINT, InputError, check

FEW, LIKELY = 400, 0.2
"""A p that is at least `LIKELY` after so many replicates stays as it is: it will not become a small one
(Besag & Clifford 1991)."""

SMALL, MANY, SHORT = 40, 8, 300
"""A p that rests on fewer than `SMALL` replicates is tested anew with `MANY` times as many, in samples of
fewer than `SHORT` units; larger ones would take long, and their tails are smooth. Of any size, with so many
that a p can come out at a half of what the largest family asks of its best."""

RATES, TIMES = ("rate", "per_100_words", "salience"), 3
"""What measures call hits per 100 words, whose spread grows with their number; a difference of so many times
the higher of two is none that a text could be expected to show."""

LIMITS = {"agency": 1.0, "tone": 2.0}
"""Scores that have ends, and how far these are apart."""

AS_ANALYSED = "as analysed"
"""The name of our own choices among the alternatives."""

ESTIMATE_COLUMNS = [
    *(*ESTIMATES.key, *ESTIMATES.columns),
    *("articles", "sentences", "words", "estimand", "confidence"),
]
GAP_COLUMNS = [
    *(*GAPS.key, *GAPS.columns),
    *("effect", "detectable", "margin"),
    *("estimate_a", "estimate_b", "n_a", "n_b", "articles_a", "articles_b", "estimand", "confidence", "note"),
]


class Comparison(NamedTuple):
    """What `compare_groups` gives: `estimates` of each side's scores, and `gaps` between sides."""

    estimates: pd.DataFrame
    gaps: pd.DataFrame


class Verdict(NamedTuple):
    """One of the four verdicts, and what made it so (empty where it needs no reason)."""

    verdict: str
    reason: str


def compare_groups(
    counts: pd.DataFrame,
    scores: Scores,
    by: pd.Series,
    *,
    seed: int = 1,
    exposure: pd.DataFrame | None = None,
    primary: tuple[str, ...] = (),
    questions: int = 1,
    margin: float = np.nan,
    alternatives: Mapping[str, pd.DataFrame | tuple] | None = None,
    block: pd.Series | None = None,
    estimand: str = "auto",
    confidence: float = 0.95,
    replicates: int = 2000,
    alpha: float = 0.05,
    min_articles: int = 8,
    dependence: float = design.DEPENDENCE,
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
    seed : int
        Of the random numbers. The same counts get the same resamples in every call, so that one score has one
        interval wherever it is shown.
    exposure : DataFrame, optional
        What items are counted against (words, sentences): one row for every sentence.
    primary : tuple of str
        Scores named in advance as the outcomes to be tested. They (times the items, times the pairs of
        sides) form one family for Benjamini and Hochberg. All others get intervals and no p-value.
    questions : int
        Questions asked of the same texts, this one included: adjusted p are multiplied by their number.
    margin : float
        A primary difference smaller than this does not matter, in the score's unit: where the whole interval
        lies within it, the sides are as good as equal.
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
        Resamples, and permutations; fewer of these where p is large, more where it is small.
    alpha : float
        False discovery rate at which a primary difference counts as clear.
    min_articles : int
        Articles (or shared events) each side needs before articles are what is resampled.
    dependence : float
        Design effect of sentences, where these are resampled: 1 if they were independent.

    Returns
    -------
    Comparison
        Frames as `schema.ESTIMATES` and `schema.GAPS`. Besides, estimates carry `articles`, `sentences`,
        `words` (NaN where not counted), `estimand`, `confidence`; gaps carry `estimate_a`, `estimate_b`,
        `n_a`, `n_b`, `articles_a`, `articles_b`, `estimand`, `confidence`, and `note` (what the design of
        this pair entails). `effect` is the difference in standard deviations of a sentence (article, event);
        `detectable` the difference that this much text would have shown as clear in 80 of 100 cases, in the
        score's unit, taking all tested differences for one family (by the delta method; NaN if not primary,
        or where a side shows no spread; infinite where it is more than could be, or several times a rate).

    Raises
    ------
    InputError
        No article has a side, an unknown score or estimand is named, or a number is out of its range.
    """
    _check_numbers(confidence, alpha, replicates)
    _check_counts(counts)
    by = design.label_articles(counts, exposure, by)
    estimand = design.resolve_estimand(estimand, by)
    sides = len(by.cat.categories)
    estimates, gaps = [], []
    pairs = list(design.pair_sides(by, block, min_articles))
    for pair in pairs:
        table = design.tabulate_counts(counts, exposure, pair.unit)
        names = design.name_scores(scores, table)
        if unknown := [name for name in primary if name not in names]:
            raise InputError(f"No score is called {unknown[0]!r}; primary may name {', '.join(names)}.")
        sample = design.make_sample(table, pair, scores, estimand, dependence)
        sample = resample.bundle_units(sample, np.random.default_rng(seed))
        intervals = estimate_intervals(sample, table, scores, pair, confidence, replicates, seed)
        sizes = design.size_sides(counts, exposure, pair.side)
        for k in (0, 1) if sides == 2 else (0,):
            estimates.append(_estimate_rows(intervals, table, names, pair, sizes, k))
        if sides > 1:
            family = questions * len(pairs) * len(table.items) * len(primary)
            least = alpha / 2 / max(family, 1)
            p_values = _test_primary(sample, table, scores, names, primary, replicates, least, seed)
            gaps.append(_gap_rows(intervals, table, names, pair, sizes, p_values))
    labels: dict[str, object] = {"estimand": estimand, "confidence": confidence}
    estimates = pd.concat(estimates, ignore_index=True).assign(**labels)
    estimates = check(estimates[ESTIMATE_COLUMNS], ESTIMATES)
    if not gaps:
        return Comparison(estimates, pd.DataFrame(columns=GAP_COLUMNS))
    others = compare_multiverse(
        counts, scores, by, alternatives or {}, exposure=exposure, block=block, estimand=estimand,
        min_articles=min_articles,
    )  # fmt: skip
    gaps = pd.concat(gaps, ignore_index=True).assign(**labels)
    gaps = _add_detectable(gaps, alpha / questions).assign(
        margin=np.where(gaps["score"].isin(primary), margin, np.nan)
    )
    gaps = _judge_primary(gaps, others, primary, questions, alpha)
    return Comparison(estimates, check(gaps[GAP_COLUMNS], GAPS))


def compare_multiverse(
    counts: pd.DataFrame,
    scores: Scores,
    by: pd.Series,
    alternatives: Mapping[str, pd.DataFrame | tuple],
    *,
    exposure: pd.DataFrame | None = None,
    block: pd.Series | None = None,
    estimand: str = "auto",
    min_articles: int = 8,
) -> pd.DataFrame:
    """Give every difference under every alternative (Steegen et al. 2016).

    Parameters as in `compare_groups`.

    Returns
    -------
    DataFrame
        One row a score [x item] x pair of sides x alternative, with columns ``score, item, side_a, side_b,
        alternative, difference, sign, significant``; the first alternative is `AS_ANALYSED`. `sign` is -1, 0,
        1, or NaN where the difference is undefined; `significant` whether a test of this one alone, by the
        delta method and Student's t at 5 %, rejects none.
    """
    by = design.label_articles(counts, exposure, by)
    estimand = design.resolve_estimand(estimand, by)
    frames = []
    for pair in design.pair_sides(by, block, min_articles):
        items = design.tabulate_counts(counts, exposure, pair.unit).items
        for name, frame in {AS_ANALYSED: (counts, exposure), **alternatives}.items():
            other, against = frame if isinstance(frame, tuple) else (frame, exposure)
            table = design.tabulate_counts(other, against, pair.unit, items)
            sample = design.make_sample(table, pair, scores, estimand)
            score = design.score_sample(sample, table, scores)
            a, b = resample.estimate_sides(sample, score)
            spread = resample.delta_method(sample, score)
            with np.errstate(all="ignore"):
                p = 2 * stats.t.sf(np.abs(a - b) / np.sqrt(spread.variance[2]), spread.freedom[2])
            rows = _melt(table, design.name_scores(scores, table), difference=a - b, significant=p < 0.05)
            frames.append(rows.assign(side_a=pair.names[0], side_b=pair.names[1], alternative=name))
    multiverse = pd.concat(frames, ignore_index=True)
    multiverse = multiverse[["score", "item", "side_a", "side_b", "alternative", "difference", "significant"]]
    return multiverse.assign(sign=np.sign(multiverse["difference"]))


def judge_difference(primary: Mapping, alternatives: Mapping[str, float], alpha: float = 0.05) -> Verdict:
    """Judge one difference.

    Parameters
    ----------
    primary : mapping (or row of gaps)
        With `difference`, `low` and `p_adjusted`, NaN where there was too little text; `reason` says why.
    alternatives : mapping of str to float
        The same difference under each alternative.
    alpha : float
        The adjusted p of a clear difference is below this.

    Returns
    -------
    Verdict
        'clear', 'fragile', 'no clear difference' or 'too little text'. Clear needs the same sign in every
        alternative: a difference that vanishes or is undefined in one is as fragile as one that turns. A
        difference without an interval is never clear, however small its p.

    Examples
    --------
    >>> judge_difference({"difference": 2.1, "low": 1.2, "p_adjusted": 0.01}, {"quotes out": -0.2})
    Verdict(verdict='fragile', reason='changes sign with quotes out')
    """
    difference, p = primary["difference"], primary["p_adjusted"]
    reason = str(primary.get("reason", ""))
    if not (np.isfinite(difference) and np.isfinite(p)):
        return Verdict("too little text", reason or "the difference cannot be tested")
    if p >= alpha:
        return Verdict("no clear difference", reason)
    if not np.isfinite(primary["low"]):
        return Verdict("too little text", reason or "the difference has no interval")
    gone = [name for name, other in alternatives.items() if not np.isfinite(other)]
    turned = [
        name
        for name, other in alternatives.items()
        if name not in gone and np.sign(other) != np.sign(difference)
    ]
    causes = [f"changes sign with {_name_some(turned)}"] * bool(turned)
    causes += [f"cannot be computed with {_name_some(gone)}"] * bool(gone)
    return Verdict("fragile", "; ".join(causes)) if causes else Verdict("clear", reason)


def _name_some(alternatives: list[str], most: int = 3) -> str:
    """Name the plainest alternatives, and count the others."""
    plain = sorted(alternatives, key=lambda name: name.count(JOINT))[:most]
    more = len(alternatives) - len(plain)
    return ", ".join(plain) + (f" and {more} more combination{'s' * (more > 1)}" if more else "")


def _check_numbers(confidence: float, alpha: float, replicates: int) -> None:
    for name, value in (("confidence", confidence), ("alpha", alpha)):
        if not 0 < value < 1:
            raise InputError(f"{name} is {value}; it must lie between 0 and 1.")
    if replicates < 100:
        raise InputError(f"replicates is {replicates}; at least 100 are needed.")


def _check_counts(counts: pd.DataFrame) -> None:
    names = [str(name) for name in counts.index.names]
    if names not in (["article_id", "sentence_id"], ["article_id", "sentence_id", "item"]):
        raise InputError(
            "Counts need the index article_id, sentence_id and, for items, item; "
            f"they have {', '.join(names)}."
        )
    if empty := [name for name in counts.columns if counts[name].isna().any()]:
        raise InputError(
            f"The counts column {empty[0]!r} holds NaN; where nothing was found, the count is 0."
        )


def _test_primary(
    sample: Sample,
    table: CountTable,
    scores: Scores,
    names: list[str],
    primary: tuple[str, ...],
    replicates: int,
    least: float,
    seed: int,
) -> np.ndarray:
    """p-values (I, S), NaN for scores not named primary.

    A large p needs few replicates (`FEW`). A small one rests on a handful of them, so items with one are
    tested anew with many more (`MANY`), and with as many as `least`, the smallest p that may be asked for,
    needs.
    """
    p_values = np.full((len(table.items), len(names)), np.nan)
    if not len(primary):
        return p_values
    places = [names.index(name) for name in primary]

    def test(items: np.ndarray, number: int) -> np.ndarray:
        part = table._replace(items=[table.items[item] for item in items])
        chosen = design.select_scores(sample._replace(values=sample.values[:, items]), places)
        score = design.score_sample(chosen, part, scores, list(primary))
        return resample.permutation_test(chosen, score, np.random.default_rng(seed), number)

    drawn = min(FEW, replicates)
    found = test(np.arange(len(table.items)), drawn)
    more = max(int(1 / least), MANY * replicates if len(sample.values) < SHORT else 0)
    for number, below in ((replicates, LIKELY), (more, SMALL / replicates)):
        unsure = np.flatnonzero((found < below).any(axis=1))
        if len(unsure) and number > drawn:
            found[unsure] = test(unsure, number)
            drawn = number
    p_values[:, places] = found
    return p_values


def _judge_primary(
    gaps: pd.DataFrame, others: pd.DataFrame, primary, questions: int, alpha: float
) -> pd.DataFrame:
    """Adjust the primary family and give each of it a verdict."""
    gaps = gaps.assign(p_adjusted=np.nan, verdict="")
    tested = gaps["p_value"].notna()
    if tested.any():
        adjusted = questions * stats.false_discovery_control(gaps.loc[tested, "p_value"])
        gaps.loc[tested, "p_adjusted"] = np.minimum(adjusted, 1)
    alternatives = defaultdict(dict)
    for row in others[others["alternative"] != AS_ANALYSED].itertuples():
        alternatives[row.score, row.item, row.side_a, row.side_b][row.alternative] = row.difference
    rows = gaps[gaps["score"].isin(primary)]
    verdicts = [
        judge_difference(row, alternatives[tuple(row[key] for key in GAPS.key)], alpha)
        for row in rows.to_dict("records")
    ]
    gaps.loc[rows.index, list(Verdict._fields)] = pd.DataFrame(verdicts, rows.index, Verdict._fields)
    return gaps


def _add_detectable(gaps: pd.DataFrame, level: float) -> pd.DataFrame:
    """Replace standard errors and degrees of freedom by what they would let be found with a power of .8.

    Rates of hits (`RATES`) spread in proportion to their height, so the difference that is to be found widens
    its own error: d = reach * sqrt(error^2 + growth * d).
    """
    tested = gaps["p_value"].notna()
    freedom = gaps["freedom"].where(tested)
    tail = level / 2 / max(tested.sum(), 1)
    reach = stats.t.ppf(1 - tail, freedom) + stats.t.ppf(0.8, freedom)
    half = reach**2 * gaps["growth"].where(gaps["score"].isin(RATES), 0.0) / 2
    detectable = half + np.sqrt(half**2 + (reach * gaps["error"]) ** 2)
    highest = gaps[["estimate_a", "estimate_b"]].max(axis=1)
    limit = gaps["score"].map(LIMITS).mask(gaps["score"].isin(RATES), TIMES * highest)
    detectable = detectable.mask(detectable > limit, np.inf)
    return gaps.assign(detectable=detectable).drop(columns=["error", "freedom", "growth"])


# --- rows -------------------------------------------------------------------------------------------------


def _melt(table: CountTable, names: list[str], **arrays: np.ndarray) -> pd.DataFrame:
    """One row a score x item, with a column for each (I, S) array."""
    rows = {"score": np.repeat(names, len(table.items)), "item": table.items * len(names)}
    return pd.DataFrame(rows | {column: list(values.T.ravel()) for column, values in arrays.items()})


def _estimate_rows(
    intervals: Intervals, table: CountTable, names: list[str], pair: Pair, sizes, k: int
) -> pd.DataFrame:
    """Rows of estimates for side `k`."""
    ends = {
        "estimate": intervals.value[k],
        "low": intervals.low[k],
        "high": intervals.high[k],
        "reason": intervals.reason[k],
    }
    rows = _melt(table, names, **ends)
    return rows.assign(side=pair.names[k], unit=pair.unit, n=intervals.n[k], **sizes.loc[k])


def _gap_rows(
    intervals: Intervals, table: CountTable, names: list[str], pair: Pair, sizes, p_values
) -> pd.DataFrame:
    """Rows of gaps, all but adjusted p and verdict."""
    (a, b, difference), spread = intervals.value, intervals.spread
    rows = _melt(
        table,
        names,
        difference=difference,
        low=intervals.low[2],
        high=intervals.high[2],
        p_value=np.where(np.isfinite(difference), p_values, np.nan),
        reason=intervals.reason[2],
        estimate_a=a,
        estimate_b=b,
        effect=intervals.effect,
        error=np.sqrt(np.where((spread.variance[:2] > 0).all(axis=0), spread.variance[2], np.nan)),
        freedom=spread.freedom[2],
        growth=np.max(
            spread.variance[:2] / np.where(intervals.value[:2] > 0, intervals.value[:2], np.nan), axis=0
        ),
    )
    return rows.assign(
        side_a=pair.names[0],
        side_b=pair.names[1],
        unit=pair.unit,
        n=intervals.n[0] if pair.unit == "event" else sum(intervals.n),
        n_a=intervals.n[0],
        n_b=intervals.n[1],
        articles_a=sizes["articles"][0],
        articles_b=sizes["articles"][1],
        note=pair.note,
    )
