"""Agreement of instruments with readers and coders, and of coders with each other.

Intervals come from resampling articles (the sentences of one article are alike, so resampling sentences would
promise too much) and are percentiles of `replicates` draws.

Krippendorff, K. (2004). Content analysis (2nd ed.). Sage. Hayes, A. F., & Krippendorff, K. (2007). Answering
the call for a standard reliability measure for coding data. Communication Methods and Measures 1(1), 77-89.
"""

from pathlib import Path
from typing import Literal

import krippendorff
import numpy as np
import pandas as pd

from analysis.schema import InputError
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
    weights = draw_weights(len(articles), rng, replicates)
    rows = []
    for instrument in tones:
        pairs = pd.DataFrame({"x": tones[instrument], "y": rating})
        for level, frame in split_levels(pairs):
            draws = correlate_weighted(weights, frame, articles)
            rows.append((instrument, level, draws[0], *find_percentiles(draws[1:], confidence), len(frame)))
    return pd.DataFrame(rows, columns=COLUMNS)


def read_shipped_accuracy() -> pd.DataFrame:
    """Return what was measured on the rated opinion pieces and is shipped with the workbook.

    Returns
    -------
    DataFrame
        `measure` ("correlation", "recovery", "pairs", "verdict"), `instrument`, `level`, `sentences`,
        `gap_from`, `gap_to`, `value`, `low`, `high`, `n`: the rows of `correlate_instruments` for each
        instrument, for one reader against the others, and for the ceiling; the share of the readers' gap that
        an instrument shows; of pairs of pieces, whole or some `sentences` of each, by the size of their gap,
        the share in which readers agree on the more negative; and the same by verdict (`training.accuracy`).
    """
    return pd.read_csv(SHIPPED)


def find_gap_class(
    accuracy: pd.DataFrame, instrument: str, gap: float, sentences: float = np.inf
) -> pd.Series | None:
    """Find the pairs of articles most like two at hand.

    Parameters
    ----------
    accuracy : DataFrame
        From `measure_pair_accuracy`, of articles of one length or several.
    instrument : str
    gap : float
        Between the two articles' scores; its sign does not matter.
    sentences : float
        Of the shorter one.

    Returns
    -------
    Series or None
        The row of the longest articles that are no longer than that (the shortest there are, if none), whose
        class holds such a gap; None where there is none.
    """
    rows = accuracy[(accuracy["instrument"] == instrument) & accuracy["gap_from"].notna()]
    rows = rows[(rows["gap_from"] > 0) | np.isfinite(rows["gap_to"])]
    lengths = rows["sentences"].unique()
    if len(lengths):
        within = lengths[lengths <= sentences]
        rows = rows[rows["sentences"] == (within.max() if len(within) else lengths.min())]
    rows = rows[(rows["gap_from"] <= abs(gap)) & (abs(gap) < rows["gap_to"])]
    return rows.iloc[0] if len(rows) else None


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
    low, high = find_percentiles(draws, confidence)
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


def draw_weights(number: int, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """One row of ones (the data as they are), then how often each article is drawn in each replicate."""
    drawn = rng.multinomial(number, np.full(number, 1 / number), replicates)
    return np.vstack([np.ones(number), drawn]).astype(float)


def split_levels(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The rows as they are, by sentence, and their means by article, each with its name."""
    return [("sentence", frame), ("article", frame.groupby(level=0, sort=False).mean())]


def correlate_weighted(weights: np.ndarray, frame: pd.DataFrame, articles: pd.Index) -> np.ndarray:
    """Pearson's r of x and y in each replicate, from sums per article; NaN where one does not vary."""
    x, y = frame["x"], frame["y"]
    parts = pd.DataFrame({"n": 1.0, "x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y}, index=frame.index)
    sums = parts.groupby(level=0, sort=False).sum().reindex(articles, fill_value=0)
    n, x, y, xx, yy, xy = (weights @ sums.to_numpy()).T
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = (xx - x * x / n).clip(0) * (yy - y * y / n).clip(0)
        return np.where(spread > 1e-12 * n * n, (xy - x * y / n) / np.sqrt(spread), np.nan)


def find_percentiles(draws: np.ndarray, confidence: float) -> tuple[float, float]:
    """Return the percentile interval of replicates, NaN where there is none."""
    known = draws[~np.isnan(draws)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.quantile(known, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)
