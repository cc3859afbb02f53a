"""Agreement between coders, between instruments, and of instruments with coders.

Functions of frames of units x coders; nothing here knows an instrument or a file.

Krippendorff, K. (2004). Content analysis (2nd ed.). Sage. Hayes, A. F., & Krippendorff, K. (2007). Answering
the call for a standard reliability measure for coding data. Communication Methods and Measures 1(1), 77-89.
"""

import krippendorff
import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis.schema import InputError
from analysis.validate import correlations, ends


def alpha(
    values: pd.DataFrame,
    level: str = "ordinal",
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
    again = range(replicates if len(table) > 1 else 0)
    draws = [_alpha(table, level)]
    draws += [_alpha(table[rng.integers(0, len(table), len(table))], level) for _ in again]
    low, high = ends(np.array(draws[1:]), confidence)
    return pd.Series({"value": draws[0], "low": low, "high": high, "n": len(table)})


def _alpha(table: np.ndarray, level: str) -> float:
    if not len(table) or len(np.unique(table[~np.isnan(table)])) < 2:
        return np.nan
    return float(krippendorff.alpha(reliability_data=table.T, level_of_measurement=level))


def between(tones: pd.DataFrame) -> pd.DataFrame:
    """Rank correlation (Spearman) of every instrument with every other, over the rows of `tones`."""
    return tones.rank().corr().rename_axis("instrument")


def against_coders(
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
        As `correlations`, of ranks, level "sentence".
    """
    mean = codes.mean(axis=1).dropna()
    if mean.empty:
        raise InputError("No sentence was coded for tone, so there is nothing to compare instruments with.")
    both = tones.loc[mean.index]
    ranks = both.apply(lambda column: pd.Series(rankdata(column), index=both.index))
    result = correlations(
        ranks,
        pd.Series(rankdata(mean), index=mean.index),
        rng=rng,
        replicates=replicates,
        confidence=confidence,
    )
    return result[result["level"] == "sentence"].reset_index(drop=True)
