"""Draw units and add them up: what every replicate of a bootstrap or a permutation is made of.

A replicate is a sum of drawn rows. All replicates of a block are added in one sparse product, so a replicate
is never a copy of the text.

Shapes are written in letters: B replicates, N units, T strata, I items, C count columns, S scores.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse

BUDGET = 4_000_000
"""Numbers held at once by a block of replicates (about 32 MB for each array of a block)."""

Score = Callable[[np.ndarray], np.ndarray]
"""Sums of shape (..., I, C) to scores of shape (..., I, S); NaN where undefined."""


class Sample(NamedTuple):
    """The units of two sides, sorted by stratum.

    Attributes
    ----------
    values : ndarray, (N, I, C)
        Additive numbers of each unit.
    sizes : ndarray of int, (T,)
        Units in each stratum; units are drawn within their stratum.
    side : ndarray of int, (T,)
        0 or 1: the side a stratum belongs to.
    weight : ndarray, (T,)
        What a stratum's sum counts for in the sum of its side.
    block : ndarray of int, (N,)
        Units of one block are exchangeable when the sides do not differ.
    event : ndarray of int, (T,), or None
        Strata of one event (one for each side) are drawn together; then stratum `t` of side 0 and 1
        of event `e` are numbers `2 e` and `2 e + 1`.
    means : bool
        The columns are scores of articles and whether each is defined, to be scored by `mean_score`.
    nested : bool
        Each stratum is scored by itself, and a side's score is the mean of those; otherwise a side's score
        is the score of its sum.
    """

    values: np.ndarray
    sizes: np.ndarray
    side: np.ndarray
    weight: np.ndarray
    block: np.ndarray
    event: np.ndarray | None = None
    means: bool = False
    nested: bool = False


def mean_score(sums: np.ndarray) -> np.ndarray:
    """Mean of values: columns are S sums of values and S numbers of values; NaN where there are none."""
    half = sums.shape[-1] // 2
    value, defined = sums[..., :half], sums[..., half:]
    return np.divide(value, defined, out=np.full(value.shape, np.nan), where=defined > 0)


def blocks(replicates: int, cost: float) -> Iterator[int]:
    """Cut the replicates so that each block holds about `BUDGET` numbers."""
    size = int(max(1, min(replicates, BUDGET // max(cost, 1))))
    full, rest = divmod(replicates, size)
    yield from [size] * full
    if rest:
        yield rest


def redraw(sizes: np.ndarray, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Draw unit numbers with replacement within each stratum, (B, N)."""
    size = np.repeat(sizes, sizes)
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return start + (rng.random((replicates, len(size))) * size).astype(np.int64)


def shuffle(block: np.ndarray, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Permute unit numbers within each block, (B, N)."""
    slots = np.argsort(block, kind="stable")
    draws = np.empty((replicates, len(block)), np.int64)
    keys = block + rng.random(draws.shape)
    draws[:, slots] = np.argsort(keys, axis=1)
    return draws


def added(sizes: np.ndarray, draws: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Add the drawn rows of `table` stratum by stratum, (B, T, columns)."""
    replicates, units = draws.shape
    ends = (np.arange(replicates)[:, None] * units + np.cumsum(sizes)).ravel()
    shape = (replicates * len(sizes), len(table))
    drawn = sparse.csr_array((np.ones(draws.size), draws.ravel(), np.append(0, ends)), shape=shape)
    return (drawn @ table).reshape(replicates, len(sizes), -1)


def sums(sample: Sample, draws: np.ndarray) -> np.ndarray:
    """Sum of each stratum in each replicate, (B, T, I, C)."""
    units, *shape = sample.values.shape
    return added(sample.sizes, draws, sample.values.reshape(units, -1)).reshape(*draws.shape[:1], -1, *shape)


def by_side(sample: Sample, sums: np.ndarray) -> np.ndarray:
    """Weighted sums of strata for each side, (B, 2, ...)."""
    share = sample.weight * (sample.side == np.array([[0], [1]]))
    return np.moveaxis(np.tensordot(share, sums, axes=(1, 1)), 0, 1)


def estimates(sample: Sample, score: Score, sums: np.ndarray) -> np.ndarray:
    """Scores of both sides, (B, 2, I, S)."""
    if sample.event is not None:
        return score(pairs(sums, sample).sum(axis=1))
    if not sample.nested:
        return score(by_side(sample, sums))
    scores = score(sums)
    defined = np.isfinite(scores)
    return mean_score(
        np.concatenate(
            [by_side(sample, np.where(defined, scores, 0)), by_side(sample, defined.astype(float))], axis=-1
        )
    )


def pairs(sums: np.ndarray, sample: Sample) -> np.ndarray:
    """Add up by event and side, (B, events, 2, I, C).

    Where the columns are scores of articles, an event counts for a score only if both sides have it there.
    """
    weighted = sums * sample.weight[:, None, None]
    pairs = weighted.reshape(len(sums), sums.shape[1] // 2, 2, *sums.shape[2:])
    if not sample.means:
        return pairs
    mean = mean_score(pairs)
    both = np.isfinite(mean).all(axis=2, keepdims=True) & np.ones(mean.shape, bool)
    return np.concatenate([np.where(both, mean, 0), both.astype(float)], axis=-1)
