"""Instruments held against people: correlations, their ceiling, pairs of articles, verdicts.

Functions of frames; nothing here knows an instrument or a file. Intervals come from resampling articles (the
sentences of one article are alike, so resampling sentences would promise too much) and are percentiles
of `replicates` draws.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

GAP_PARTS = 4
VERDICTS = ("clear", "fragile", "no clear difference", "too little text")
SHIPPED = Path(__file__).parents[1] / "lexicons" / "sentiment_validation.csv"


def correlations(
    tones: pd.DataFrame,
    rating: pd.Series,
    *,
    rng: np.random.Generator,
    replicates: int = 1000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Correlate each instrument with the readers, per sentence and per article.

    Parameters
    ----------
    tones : DataFrame
        One column per instrument, indexed by `article_id`, `sentence_id`.
    rating : Series
        Mean rating of the same sentences, any scale, higher is more positive.
    rng : Generator
    replicates : int
    confidence : float

    Returns
    -------
    DataFrame
        One row per instrument and level ("sentence", "article": means over the article's sentences):
        `value` (Pearson's r, NaN where one side does not vary), `low`, `high`, `n`.
    """
    weights = _weights(rating.index.get_level_values(0).nunique(), rng, replicates)
    rows = []
    for instrument in tones:
        for level, frame in _levels(pd.DataFrame({"x": tones[instrument], "y": rating})):
            draws = _pearson(weights @ _moments(frame).to_numpy())
            rows.append((instrument, level, draws[0], *ends(draws[1:], confidence), len(frame)))
    return pd.DataFrame(rows, columns=["instrument", "level", "value", "low", "high", "n"])


def one_reader(
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
        As `correlations`; `value` is the mean over readers, `instrument` is "one reader".
    """
    weights = _weights(readings.index.get_level_values(0).nunique(), rng, replicates)
    total, number = readings.sum(axis=1), readings.notna().sum(axis=1)
    found = {"sentence": [], "article": []}
    size = {}
    for reader in readings:
        others = (total - readings[reader]) / (number - 1)
        pair = pd.DataFrame({"x": readings[reader], "y": others}).dropna()
        for level, frame in _levels(pair):
            moments = _moments(frame).reindex(readings.index.get_level_values(0).unique(), fill_value=0)
            found[level].append(_pearson(weights @ moments.to_numpy()))
            size[level] = len(frame)
    rows = []
    for level, draws in found.items():
        draws = np.mean(draws, axis=0)
        rows.append(("one reader", level, draws[0], *ends(draws[1:], confidence), size[level]))
    return pd.DataFrame(rows, columns=["instrument", "level", "value", "low", "high", "n"])


def pairs(
    tones: pd.DataFrame,
    rating: pd.Series,
    *,
    rng: np.random.Generator,
    replicates: int = 500,
    confidence: float = 0.95,
    parts: int = GAP_PARTS,
    gap: str = "instrument",
) -> pd.DataFrame:
    """Ask how often an instrument picks the more negative of two articles, by size of the gap.

    Parameters
    ----------
    tones, rating
        As in `correlations`; articles are compared by the means over their sentences.
    parts : int
        Number of classes of gaps, with equally many pairs each.
    gap : {"instrument", "readers"}
        Whose gap makes the classes: what the instrument measured, which is what a user has before him, or the
        gap that readers see.

    Returns
    -------
    DataFrame
        One row per instrument and class: `gap_from`, `gap_to` (the last is open: infinity), `value` (share
        of pairs in which instrument and readers agree on the more negative; a tie of the instrument
        counts half), `low`, `high`, `n` (pairs). A first row per instrument has all pairs (`gap_from` 0,
        `gap_to` infinity).
    """
    means = pd.concat([tones, rating.rename("_rating")], axis=1).groupby(level=0).mean()
    weights = _weights(len(means), rng, replicates)
    truth = np.subtract.outer(*[means["_rating"].to_numpy()] * 2)
    rows = []
    for instrument in tones:
        told = np.subtract.outer(*[means[instrument].to_numpy()] * 2)
        right = np.where(told == 0, 0.5, np.sign(told) == np.sign(truth))
        use = np.triu(truth != 0, 1)
        width = np.abs(told if gap == "instrument" else truth)
        edges = np.quantile(width[use], np.linspace(0, 1, parts + 1))
        edges[0], edges[-1] = 0.0, np.inf
        for low, high in [(0.0, np.inf), *pairwise(edges)]:
            here = use & (width >= low) & (width < high)
            share = _pair_share(weights, here, here * right)
            rows.append((instrument, low, high, share[0], *ends(share[1:], confidence), int(here.sum())))
    return pd.DataFrame(rows, columns=["instrument", "gap_from", "gap_to", "value", "low", "high", "n"])


def _pair_share(weights: np.ndarray, here: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weighted share of right pairs; a pair weighs the product of its articles' weights."""
    all_pairs = ((weights @ here) * weights).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return ((weights @ right) * weights).sum(axis=1) / all_pairs


def shipped() -> pd.DataFrame:
    """Return what `python -m training.combine_lists` measured on the rated opinion pieces.

    Returns
    -------
    DataFrame
        `measure` ("correlation", "pairs", "verdict"), `instrument`, `level`, `gap_from`, `gap_to`,
        `value`, `low`, `high`, `n`: the rows of `correlations` and `one_reader`, of `pairs`, and of
        `verdicts`.
    """
    return pd.read_csv(SHIPPED)


def class_of(table: pd.DataFrame, instrument: str, gap: float) -> pd.Series | None:
    """Return the row of a `pairs` table whose class holds a gap of this size; None where there is none."""
    rows = table[(table["instrument"] == instrument) & table["gap_from"].notna()]
    rows = rows[(rows["gap_from"] > 0) | np.isfinite(rows["gap_to"])]
    held = rows[(rows["gap_from"] <= abs(gap)) & (abs(gap) < rows["gap_to"])]
    return held.iloc[0] if len(held) else None


def verdicts(
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
    found = []
    while len(found) < number:
        a, b = rng.choice(len(means), 2, replace=False)
        names = means.index[[a, b]]
        difference, verdict = judge(counts.loc[list(names)], pd.Series(["a", "b"], index=names))
        truth = means.iloc[a] - means.iloc[b]
        if truth:
            right = 0.5 if difference == 0 else float(np.sign(difference) == np.sign(truth))
            found.append((verdict, np.nan if np.isnan(difference) else right))
    table = (
        pd.DataFrame(found, columns=["verdict", "right"]).groupby("verdict")["right"].agg(["size", "mean"])
    )
    table = table.reindex([name for name in VERDICTS if name in table.index])
    low, high = wilson(table["mean"].to_numpy(), table["size"].to_numpy(), confidence)
    return pd.DataFrame(
        {
            "pairs": table["size"],
            "share": table["size"] / number,
            "value": table["mean"],
            "low": low,
            "high": high,
        }
    )


def wilson(share: np.ndarray, number: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval of a share of `number` (Wilson 1927)."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    half = z / (1 + z**2 / number) * np.sqrt(share * (1 - share) / number + z**2 / (4 * number**2))
    return centre - half, centre + half


def _levels(frame: pd.DataFrame) -> Sequence[tuple[str, pd.DataFrame]]:
    return ("sentence", frame), ("article", frame.groupby(level=0, sort=False).mean())


def _moments(frame: pd.DataFrame) -> pd.DataFrame:
    """Sums per article from which a correlation follows: additive, so resampling articles is a product."""
    x, y = frame["x"], frame["y"]
    parts = pd.DataFrame({"n": 1.0, "x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y}, index=frame.index)
    return parts.groupby(level=0, sort=False).sum()


def _pearson(sums: np.ndarray) -> np.ndarray:
    n, x, y, xx, yy, xy = np.asarray(sums).T
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = (xx - x * x / n).clip(0) * (yy - y * y / n).clip(0)
        return np.where(spread > 1e-12 * n * n, (xy - x * y / n) / np.sqrt(spread), np.nan)


def _weights(number: int, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """One row of ones (the data as they are), then how often each article is drawn in each replicate."""
    drawn = rng.multinomial(number, np.full(number, 1 / number), replicates)
    return np.vstack([np.ones(number), drawn]).astype(float)


def ends(draws: np.ndarray, confidence: float) -> tuple[float, float]:
    """Return the percentile interval of replicates, NaN where there is none."""
    known = draws[~np.isnan(draws)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.quantile(known, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)
