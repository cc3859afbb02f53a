"""How often instruments and verdicts are right, by readers: what `training.combine_lists` writes down.

Intervals come from resampling articles, as in `analysis.validate.agreement`.
"""

from collections.abc import Callable
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.schema import VERDICTS
from analysis.validate import agreement

LENGTHS = (3, 5)
"""Sentences of the excerpts on which pair accuracy is measured, beside whole pieces (10, usually)."""


def correlate_one_reader(
    readings: pd.DataFrame,
    *,
    rng: np.random.Generator,
    replicates: int = 1000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Correlate one reader with the mean of the others: what a single careful person reaches.

    Parameters
    ----------
    readings : DataFrame
        One column per reader, indexed by `article_id`, `sentence_id`. Where columns are not the same person
        throughout, a column's mean over an article is that of several people, and flatters.

    Returns
    -------
    DataFrame
        As `correlate_instruments`; `value` is the mean over readers, `instrument` is "one reader".
    """
    articles = readings.index.get_level_values(0).unique()
    weights = agreement.draw_weights(len(articles), rng, replicates)
    total, number = readings.sum(axis=1), readings.notna().sum(axis=1)
    draws, size = {"sentence": [], "article": []}, {}
    for reader in readings:
        others = (total - readings[reader]) / (number - 1)
        pairs = pd.DataFrame({"x": readings[reader], "y": others}).dropna()
        for level, frame in agreement.split_levels(pairs):
            draws[level].append(agreement.correlate_weighted(weights, frame, articles))
            size[level] = len(frame)
    means = {level: np.mean(each, axis=0) for level, each in draws.items()}
    rows = [
        ("one reader", level, mean[0], *agreement.find_percentiles(mean[1:], confidence), size[level])
        for level, mean in means.items()
    ]
    return pd.DataFrame(rows, columns=agreement.COLUMNS)


def measure_ceiling(
    readings: pd.DataFrame,
    *,
    rng: np.random.Generator,
    replicates: int = 1000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate how well a perfect instrument could correlate with the mean of so many readers.

    The root of the mean's reliability: the share of its variance that is not the readers' disagreement,
    the intraclass correlation ICC(1, k) of Shrout & Fleiss (1979, doi:10.1037/0033-2909.86.2.420).

    Parameters
    ----------
    readings : DataFrame
        One column per reader, indexed by `article_id`, `sentence_id`.

    Returns
    -------
    DataFrame
        As `correlate_instruments`; `instrument` is "ceiling".
    """
    parts = pd.DataFrame(
        {"mean": readings.mean(axis=1), "error": readings.var(axis=1) / readings.count(axis=1)}
    )
    grouped = parts.dropna().groupby(level=0, sort=False)
    articles = pd.DataFrame({"mean": grouped["mean"].mean(), "n": grouped.size()})
    articles["error"] = grouped["error"].sum() / articles["n"] ** 2
    weights = agreement.draw_weights(len(articles), rng, replicates)
    rows = []
    for level, frame in (("sentence", parts.dropna()), ("article", articles)):
        sums = frame.assign(n=1.0, square=frame["mean"] ** 2).groupby(level=0, sort=False).sum()
        n, mean, square, error = (weights @ sums[["n", "mean", "square", "error"]].to_numpy()).T
        draws = np.sqrt((1 - error / (square - mean**2 / n)).clip(0))
        rows.append(
            ("ceiling", level, draws[0], *agreement.find_percentiles(draws[1:], confidence), len(frame))
        )
    return pd.DataFrame(rows, columns=agreement.COLUMNS)


def measure_recovery(
    tones: pd.DataFrame,
    rating: pd.Series,
    *,
    rng: np.random.Generator,
    replicates: int = 1000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Measure what share of a gap that readers see between two articles an instrument shows.

    The slope of the instrument's article means on the readers', both from -1 to 1. Instruments have scales
    of their own: a share says how to read a gap of tone, not how good an instrument is.

    Parameters
    ----------
    tones, rating
        As in `correlate_instruments`; `rating` from -1 to 1.

    Returns
    -------
    DataFrame
        As `correlate_instruments`, level "article"; `value` is 1 where gaps are shown whole.
    """
    means = pd.concat([tones, rating.rename("_rating")], axis=1).groupby(level=0).mean()
    weights = agreement.draw_weights(len(means), rng, replicates)
    total, y = weights.sum(axis=1), means["_rating"].to_numpy()
    rows = []
    for instrument in tones:
        x = means[instrument].to_numpy()
        shared = weights @ (x * y) - (weights @ x) * (weights @ y) / total
        draws = shared / (weights @ y**2 - (weights @ y) ** 2 / total)
        rows.append(
            (instrument, "article", draws[0], *agreement.find_percentiles(draws[1:], confidence), len(means))
        )
    return pd.DataFrame(rows, columns=agreement.COLUMNS)


def cut_runs(frame: pd.DataFrame, length: int, rng: np.random.Generator) -> pd.DataFrame:
    """Take from each article a run of `length` sentences that begins anywhere; shorter articles go."""
    size = frame.groupby(level=0, sort=False).transform("size")
    begin = (size - length + 1).clip(lower=0).groupby(level=0, sort=False).first()
    begin = pd.Series(rng.integers(0, begin.clip(lower=1)), begin.index)
    place = frame.groupby(level=0, sort=False).cumcount() - begin.reindex(frame.index, level=0)
    return frame[(size >= length) & place.between(0, length - 1)]


def measure_pair_accuracy(
    tones: pd.DataFrame,
    rating: pd.Series,
    *,
    rng: np.random.Generator,
    replicates: int = 500,
    confidence: float = 0.95,
    parts: int = 4,
    gap: str = "instrument",
) -> pd.DataFrame:
    """Ask how often an instrument picks the more negative of two articles, by size of the gap.

    Parameters
    ----------
    tones, rating
        As in `correlate_instruments`; articles are compared by the means over their sentences.
    parts : int
        Number of classes of gaps, with equally many pairs each.
    gap : {"instrument", "readers"}
        Whose gap makes the classes: what the instrument measured, which is what a user has before him, or the
        gap that readers see.

    Returns
    -------
    DataFrame
        One row per instrument and class: `sentences` (the usual article's), `gap_from`, `gap_to` (the
        last is open: infinity), `value` (share of pairs in which instrument and readers agree on the more
        negative; a tie of the instrument counts half), `low`, `high`, `n` (pairs). A first row per
        instrument has all pairs (`gap_from` 0, `gap_to` infinity).
    """
    means = pd.concat([tones, rating.rename("_rating")], axis=1).groupby(level=0).mean()
    weights = agreement.draw_weights(len(means), rng, replicates)
    usual = int(rating.groupby(level=0).size().median())
    truth = np.subtract.outer(*[means["_rating"].to_numpy()] * 2)
    rows = []
    for instrument in tones:
        measured = np.subtract.outer(*[means[instrument].to_numpy()] * 2)
        right = np.where(measured == 0, 0.5, np.sign(measured) == np.sign(truth))
        usable = np.triu(truth != 0, 1)
        width = np.abs(measured if gap == "instrument" else truth)
        edges = np.quantile(width[usable], np.linspace(0, 1, parts + 1))
        edges[0], edges[-1] = 0.0, np.inf
        for low, high in [(0.0, np.inf), *pairwise(edges)]:
            inside = usable & (width >= low) & (width < high)
            with np.errstate(invalid="ignore", divide="ignore"):  # a pair weighs the product of its articles
                share = _weigh_pairs(weights, inside * right) / _weigh_pairs(weights, inside)
            ends = agreement.find_percentiles(share[1:], confidence)
            rows.append((instrument, usual, low, high, share[0], *ends, int(inside.sum())))
    columns = ["instrument", "sentences", "gap_from", "gap_to", "value", "low", "high", "n"]
    return pd.DataFrame(rows, columns=columns)


def measure_verdict_accuracy(
    counts: pd.DataFrame,
    rating: pd.Series,
    judge: Callable[[pd.DataFrame, pd.Series], tuple[float, str]],
    *,
    rng: np.random.Generator,
    number: int = 200,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Ask how often the workbook's verdicts on pairs of articles are right, and how often it abstains.

    Parameters
    ----------
    counts : DataFrame
        Additive counts, indexed by `article_id`, `sentence_id`.
    rating : Series
        Mean rating of the same sentences.
    judge : callable
        (counts of two articles, Series article_id -> side "a" or "b") -> (difference a - b, verdict).
    number : int
        Pairs of articles to draw at random.

    Returns
    -------
    DataFrame
        One row per verdict, indexed by it: `pairs`, `share` of all pairs, `value` (share in which the sign is
        the readers', NaN where there is no difference to go by), `low`, `high` (Wilson's interval; pairs
        share articles, so it is somewhat too narrow).
    """
    means = rating.groupby(level=0).mean()
    judged = []
    while len(judged) < number:
        a, b = rng.choice(len(means), 2, replace=False)
        names = means.index[[a, b]]
        difference, verdict = judge(counts.loc[list(names)], pd.Series(["a", "b"], index=names))
        truth = means.iloc[a] - means.iloc[b]
        if truth:
            right = 0.5 if difference == 0 else float(np.sign(difference) == np.sign(truth))
            judged.append((verdict, np.nan if np.isnan(difference) else right))
    table = pd.DataFrame(judged, columns=["verdict", "right"]).groupby("verdict")["right"]
    table = table.agg(pairs="size", value="mean")
    table = table.reindex([name for name in VERDICTS if name in table.index])
    low, high = wilson_interval(table["value"].to_numpy(), table["pairs"].to_numpy(), confidence)
    table.insert(1, "share", table["pairs"] / number)
    return table.assign(low=low, high=high)


def wilson_interval(share: np.ndarray, number: np.ndarray, confidence: float):
    """Ends of the interval of a share of `number` (Wilson 1927, doi:10.1080/01621459.1927.10502953)."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    half = z / (1 + z**2 / number) * np.sqrt(share * (1 - share) / number + z**2 / (4 * number**2))
    return centre - half, centre + half


def _weigh_pairs(weights: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Sum of the pairs in each replicate, each pair weighing the product of its articles' weights."""
    return ((weights @ pairs) * weights).sum(axis=1)
