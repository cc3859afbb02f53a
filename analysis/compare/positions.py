"""Where sides stand towards each other by what they speak of: distances of profiles, in a plane.

References
----------
Rao, C. R. (1995). A review of canonical coordinates and an alternative to correspondence analysis using
Hellinger distance. Qüestiió 19(1-3), 23-63.

Torgerson, W. S. (1952). Multidimensional scaling: I. Theory and method. Psychometrika 17(4), 401-419.
doi:10.1007/BF02288916
"""

import numpy as np
import pandas as pd
from scipy import linalg

LEAST_SIDES = 4
"""Of fewer sides two numbers tell all that a map would show."""

LEAST_SENTENCES = 5
COLUMNS = ["side", "x", "y", "xx", "xy", "yy", "sentences", "fit"]


def scale_positions(
    counts: pd.Series, by: pd.Series, *, items: int = 200, replicates: int = 500, seed: int = 1
) -> pd.DataFrame:
    """Place sides in a plane so that those who speak of the same things stand close together.

    A side's profile is each item's share of its hits; two profiles are apart by Hellinger's distance (0: the
    same shares, 1: no item in common). Few hits make any two profiles differ, so what the sentences' chance
    adds to a squared distance, as resampling shows it, is taken off. Classical scaling (Torgerson 1952) draws
    the rest.

    Parameters
    ----------
    counts : Series
        Hits from 0, indexed by `article_id, sentence_id, item`.
    by : Series
        Side of each article.
    items : int
        The items with most hits are used.
    replicates : int
        Resamples of each side's sentences: the spread speaks for these texts, not for other articles.
    seed : int
        Of the random numbers.

    Returns
    -------
    DataFrame
        One row per side with at least `LEAST_SENTENCES` sentences that hold an item: `side`, `x`, `y` (in
        distances; which way is up means nothing), their variances and covariance `xx`, `xy`, `yy`,
        `sentences`, and `fit`, the share of the squared distances that a plane can show (0 to 1). No row
        for fewer than `LEAST_SIDES` sides, or where chance alone explains the distances.

    Examples
    --------
    >>> rows = [(f"{side}{n}", 0, item) for side in "ABCD" for n in range(9) for item in ("war", side)]
    >>> counts = pd.Series(1.0, pd.MultiIndex.from_tuples(rows, names=["article_id", "sentence_id", "item"]))
    >>> sides = pd.Series({name: name[0] for name, _, _ in rows})
    >>> scale_positions(counts, sides)[["side", "sentences"]].to_numpy().tolist()
    [['A', 9], ['B', 9], ['C', 9], ['D', 9]]
    """
    most = counts.groupby(level="item").sum().nlargest(items).index
    table = counts[counts.index.isin(most, level="item") & (counts > 0)].unstack("item", fill_value=0.0)
    side = pd.Series(table.index.get_level_values("article_id").map(by), table.index).dropna()
    sizes = side.value_counts()
    names = [name for name in dict.fromkeys(by.dropna()) if sizes.get(name, 0) >= LEAST_SENTENCES]
    if len(names) < LEAST_SIDES:
        return pd.DataFrame(columns=COLUMNS)
    sentences = [table.loc[side.index[side == name]].to_numpy(float) for name in names]
    rng = np.random.default_rng(seed)
    drawn = [rng.multinomial(len(rows), [1 / len(rows)] * len(rows), replicates) @ rows for rows in sentences]
    squares = _measure_squares(np.array([rows.sum(axis=0) for rows in sentences])[None])[0]
    resampled = _measure_squares(np.stack(drawn, axis=1))
    chance = resampled.mean(axis=0) - squares
    points, fit = _scale(np.maximum(squares - chance, 0))
    if not fit > 0:
        return pd.DataFrame(columns=COLUMNS)
    clouds = [_align(_scale(np.maximum(one - 2 * chance, 0))[0], points) for one in resampled]
    spread = np.array([np.cov(cloud.T) for cloud in np.stack(clouds, axis=1)])
    return pd.DataFrame(
        {
            "side": names,
            "x": points[:, 0],
            "y": points[:, 1],
            "xx": spread[:, 0, 0],
            "xy": spread[:, 0, 1],
            "yy": spread[:, 1, 1],
            "sentences": [len(rows) for rows in sentences],
            "fit": fit,
        }
    )


def _measure_squares(hits: np.ndarray) -> np.ndarray:
    """Squared Hellinger distances of all profiles, (B, sides, items) to (B, sides, sides)."""
    total = hits.sum(axis=-1, keepdims=True)
    roots = np.sqrt(np.divide(hits, total, out=np.zeros_like(hits, dtype=float), where=total > 0))
    return np.clip(1 - roots @ roots.transpose(0, 2, 1), 0, 1)


def _scale(squares: np.ndarray) -> tuple[np.ndarray, float]:
    """Coordinates in a plane from squared distances, and the share of these that it shows."""
    center = np.eye(len(squares)) - 1 / len(squares)
    values, vectors = np.linalg.eigh(-center @ squares @ center / 2)
    values = np.maximum(values[::-1], 0)
    points = vectors[:, ::-1][:, :2] * np.sqrt(values[:2])
    return points, float(values[:2].sum() / values.sum()) if values.sum() > 1e-12 else 0.0


def _align(points: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Turn and mirror points until they lie closest to the target."""
    turn, _ = linalg.orthogonal_procrustes(points, target)
    return points @ turn
