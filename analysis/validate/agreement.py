"""Agreement of instruments with readers and coders, of coders with each other, and of verdicts with readers.

Intervals come from resampling articles (the sentences of one article are alike, so resampling sentences would
promise too much) and are percentiles of `replicates` draws.

Krippendorff, K. (2004). Content analysis (2nd ed.). Sage. Hayes, A. F., & Krippendorff, K. (2007). Answering
the call for a standard reliability measure for coding data. Communication Methods and Measures 1(1), 77-89.
"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist
from typing import Literal

import krippendorff
import numpy as np
import pandas as pd

from analysis.schema import VERDICTS, InputError
from analysis.validate import codesheet

SHIPPED = Path(__file__).parents[1] / "lexicons" / "sentiment_validation.csv"
COLUMNS = ["instrument", "level", "value", "low", "high", "n"]


# --- instruments and readers ------------------------------------------------------------------------------


def correlate_instruments(
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
    articles = rating.index.get_level_values(0).unique()
    weights = _draw_weights(len(articles), rng, replicates)
    rows = []
    for instrument in tones:
        pairs = pd.DataFrame({"x": tones[instrument], "y": rating})
        for level, frame in _split_levels(pairs):
            draws = _weighted_pearson(weights, frame, articles)
            rows.append((instrument, level, draws[0], *_percentile_ends(draws[1:], confidence), len(frame)))
    return pd.DataFrame(rows, columns=COLUMNS)


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
    weights = _draw_weights(len(articles), rng, replicates)
    total, number = readings.sum(axis=1), readings.notna().sum(axis=1)
    draws, size = {"sentence": [], "article": []}, {}
    for reader in readings:
        others = (total - readings[reader]) / (number - 1)
        pairs = pd.DataFrame({"x": readings[reader], "y": others}).dropna()
        for level, frame in _split_levels(pairs):
            draws[level].append(_weighted_pearson(weights, frame, articles))
            size[level] = len(frame)
    means = {level: np.mean(each, axis=0) for level, each in draws.items()}
    rows = [
        ("one reader", level, mean[0], *_percentile_ends(mean[1:], confidence), size[level])
        for level, mean in means.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


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
        One row per instrument and class: `gap_from`, `gap_to` (the last is open: infinity), `value` (share
        of pairs in which instrument and readers agree on the more negative; a tie of the instrument
        counts half), `low`, `high`, `n` (pairs). A first row per instrument has all pairs (`gap_from` 0,
        `gap_to` infinity).
    """
    means = pd.concat([tones, rating.rename("_rating")], axis=1).groupby(level=0).mean()
    weights = _draw_weights(len(means), rng, replicates)
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
            ends = _percentile_ends(share[1:], confidence)
            rows.append((instrument, low, high, share[0], *ends, int(inside.sum())))
    return pd.DataFrame(rows, columns=["instrument", "gap_from", "gap_to", "value", "low", "high", "n"])


def read_shipped_accuracy() -> pd.DataFrame:
    """Return what was measured on the rated opinion pieces and is shipped with the workbook.

    Returns
    -------
    DataFrame
        `measure` ("correlation", "pairs", "verdict"), `instrument`, `level`, `gap_from`, `gap_to`, `value`,
        `low`, `high`, `n`: the rows of `correlate_instruments` and `correlate_one_reader`, of
        `measure_pair_accuracy`, and of `measure_verdict_accuracy`.
    """
    return pd.read_csv(SHIPPED)


def find_gap_class(accuracy: pd.DataFrame, instrument: str, gap: float) -> pd.Series | None:
    """Return the row of pairs of articles whose class holds a gap of this size; None where there is none."""
    rows = accuracy[(accuracy["instrument"] == instrument) & accuracy["gap_from"].notna()]
    rows = rows[(rows["gap_from"] > 0) | np.isfinite(rows["gap_to"])]
    rows = rows[(rows["gap_from"] <= abs(gap)) & (abs(gap) < rows["gap_to"])]
    return rows.iloc[0] if len(rows) else None


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


# --- coders -----------------------------------------------------------------------------------------------


def krippendorff_alpha(
    values: pd.DataFrame,
    level: Literal["nominal", "ordinal", "interval"] = "ordinal",
    *,
    rng: np.random.Generator,
    replicates: int = 500,
    confidence: float = 0.95,
) -> pd.Series:
    """Krippendorff's alpha, with an interval from resampling units.

    Parameters
    ----------
    values : DataFrame
        Units x coders (or instruments); NaN where a coder did not code.
    level : {"nominal", "ordinal", "interval"}

    Returns
    -------
    Series
        `value` (1 is perfect, 0 what chance gives; NaN where fewer than two coders overlap or all codes are
        alike), `low`, `high`, `n` (units coded by two or more).
    """
    table = values[values.notna().sum(axis=1) >= 2].to_numpy(dtype=float)

    def alpha(rows: np.ndarray) -> float:
        if len(np.unique(rows[~np.isnan(rows)])) < 2:
            return np.nan
        return float(krippendorff.alpha(reliability_data=rows.T, level_of_measurement=level))

    resampled = range(replicates if len(table) > 1 else 0)
    draws = np.array([alpha(table[rng.integers(0, len(table), len(table))]) for _ in resampled])
    low, high = _percentile_ends(draws, confidence)
    return pd.Series({"value": alpha(table), "low": low, "high": high, "n": len(table)})


def correlate_ranks(scores: pd.DataFrame) -> pd.DataFrame:
    """Rank correlation (Spearman) of every instrument with every other, over the rows of `scores`."""
    return scores.rank().corr().rename_axis("instrument")


def correlate_with_coders(
    tones: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    rng: np.random.Generator,
    replicates: int = 1000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Rank correlation of each instrument with the mean of the coders, per sentence, resampled by article.

    Parameters
    ----------
    tones, codes : DataFrame
        Sentences x instruments, and sentences x coders (-1, 0, 1), both indexed by `article_id`,
        `sentence_id`; sentences that no one coded are left out.

    Returns
    -------
    DataFrame
        As `correlate_instruments`, of ranks, level "sentence".
    """
    mean = codes.mean(axis=1).dropna()
    if mean.empty:
        raise InputError("No sentence was coded for tone, so there is nothing to compare instruments with.")
    ranks = tones.loc[mean.index].rank()
    table = correlate_instruments(ranks, mean.rank(), rng=rng, replicates=replicates, confidence=confidence)
    return table[table["level"] == "sentence"].reset_index(drop=True)


def compare_with_codes(
    codes: pd.DataFrame | None, tones: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Hold coders against each other, then instruments against the coders.

    Parameters
    ----------
    codes : DataFrame, or None
        From `codesheet.locate_codes`; None without a sheet.
    tones : DataFrame
        Sentences x instruments.
    rng : Generator

    Returns
    -------
    DataFrame
        Indexed by what agrees: alpha of the coders on tone and on every frame some coder saw, then each
        instrument's rank correlation with the mean of the coders; `value`, `low`, `high`, `n`. Empty
        without a sheet.
    """
    columns = ["value", "low", "high", "n"]
    if codes is None:
        return pd.DataFrame(columns=["what", *columns]).set_index("what")
    tone = codesheet.tabulate_coders(codes, "tone")
    alphas = {"coders on tone": krippendorff_alpha(tone, rng=rng)}
    for frame in codesheet.list_coded_frames(codes):
        seen = codesheet.tabulate_coders(codes, frame)
        alphas[f"coders on frame {frame}"] = krippendorff_alpha(seen, "nominal", rng=rng)
    instruments = correlate_with_coders(tones, tone, rng=rng).set_index("instrument")
    return pd.concat([pd.DataFrame(alphas).T, instruments[columns]]).rename_axis("what")


# --- resampling articles ----------------------------------------------------------------------------------


def _draw_weights(number: int, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """One row of ones (the data as they are), then how often each article is drawn in each replicate."""
    drawn = rng.multinomial(number, np.full(number, 1 / number), replicates)
    return np.vstack([np.ones(number), drawn]).astype(float)


def _split_levels(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [("sentence", frame), ("article", frame.groupby(level=0, sort=False).mean())]


def _weighted_pearson(weights: np.ndarray, frame: pd.DataFrame, articles: pd.Index) -> np.ndarray:
    """Pearson's r of x and y in each replicate, from sums per article; NaN where one does not vary."""
    x, y = frame["x"], frame["y"]
    parts = pd.DataFrame({"n": 1.0, "x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y}, index=frame.index)
    sums = parts.groupby(level=0, sort=False).sum().reindex(articles, fill_value=0)
    n, x, y, xx, yy, xy = (weights @ sums.to_numpy()).T
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = (xx - x * x / n).clip(0) * (yy - y * y / n).clip(0)
        return np.where(spread > 1e-12 * n * n, (xy - x * y / n) / np.sqrt(spread), np.nan)


def _weigh_pairs(weights: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Sum of the pairs in each replicate, each pair weighing the product of its articles' weights."""
    return ((weights @ pairs) * weights).sum(axis=1)


def _percentile_ends(draws: np.ndarray, confidence: float) -> tuple[float, float]:
    """Return the percentile interval of replicates, NaN where there is none."""
    known = draws[~np.isnan(draws)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.quantile(known, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)
