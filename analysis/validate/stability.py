"""How steady scores are: under another sentence splitter, in shorter texts, and what two texts can resolve.

Functions of counts and a `scores` function, so they serve every measure. Agreement of formulas with each
other over articles is `agreement.between`.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

Scores = Callable[[pd.DataFrame], pd.DataFrame]


def splitters(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Compare the scores of the same articles under two ways of splitting sentences.

    Parameters
    ----------
    one, other : DataFrame
        Articles x scores, with the same index and columns.

    Returns
    -------
    DataFrame
        Indexed by score: `shift` (mean of other - one), `typical` (median absolute difference), `largest`
        (absolute), `rank_correlation` (Spearman; NaN with fewer than three articles), `n` articles.
    """
    step = other[one.columns].loc[one.index] - one
    ranks = [one[name].rank().corr(other[name].rank()) if len(one) > 2 else np.nan for name in one]
    return pd.DataFrame(
        {
            "shift": step.mean(),
            "typical": step.abs().median(),
            "largest": step.abs().max(),
            "rank_correlation": pd.Series(ranks, index=one.columns, dtype=float),
            "n": step.notna().sum(),
        }
    ).rename_axis("score")


def lengths(
    counts: pd.DataFrame,
    scores: Scores,
    sizes: Sequence[int] = (5, 10, 20, 40),
    *,
    rng: np.random.Generator,
    draws: int = 50,
) -> pd.DataFrame:
    """Score random passages of articles, to see what a short text does to a score.

    Parameters
    ----------
    counts : DataFrame
        Additive counts, indexed by `article_id`, `sentence_id`, in reading order.
    scores : callable
        Sums -> scores.
    sizes : sequence of int
        Lengths of passages, in sentences that follow each other. Articles not longer than that are left out.
    draws : int
        Passages of each article and length.

    Returns
    -------
    DataFrame
        One row per `score` and `sentences`: `bias` (mean of passage - article; not 0 where a formula depends
        on length itself), `spread` (standard deviation of passages around their article), `n` articles.
    """
    whole = scores(counts.groupby(level=0, sort=False).sum())
    rows = []
    for size in sizes:
        steps = []
        for article, own in counts.groupby(level=0, sort=False):
            if len(own) <= size:
                continue
            running = np.vstack([np.zeros(own.shape[1]), own.to_numpy().cumsum(axis=0)])
            start = rng.integers(0, len(own) - size + 1, draws)
            sums = pd.DataFrame(running[start + size] - running[start], columns=counts.columns)
            steps.append((scores(sums) - whole.loc[article]).to_numpy())
        each = np.stack(steps) if steps else np.full((1, 1, whole.shape[1]), np.nan)
        for name, part in zip(whole.columns, np.moveaxis(each, 2, 0), strict=True):
            known = part[~np.isnan(part)]
            bias = known.mean() if len(known) else np.nan
            around = np.sqrt(np.mean((known - bias) ** 2)) if len(known) else np.nan
            rows.append((name, size, bias, around, len(steps)))
    return pd.DataFrame(rows, columns=["score", "sentences", "bias", "spread", "n"])


def resolvable(gaps: pd.DataFrame) -> pd.DataFrame:
    """The smallest difference that texts of these lengths can tell from none: half the width of its interval.

    Parameters
    ----------
    gaps : DataFrame
        `schema.GAPS`.

    Returns
    -------
    DataFrame
        Indexed by score: `difference`, `resolvable`, both in the score's own unit, and `n`.
    """
    half = (gaps["high"] - gaps["low"]) / 2
    table = gaps.assign(resolvable=half)[["score", "difference", "resolvable", "n"]]
    return table.set_index("score")
