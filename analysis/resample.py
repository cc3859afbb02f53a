"""Resampling of additive counts: bootstrap intervals and studentised permutation, for any score.

Arrays only; `analysis.compare` turns frames into a `Sample` and the results back into frames. A score is
a function of *summed* counts, so a replicate is a sum of drawn rows: all replicates of a block are summed
in one sparse product and scored in one call. A replicate is never a copy of the text.

Shapes are written in letters: B replicates, N units, T strata, I items, C count columns, S scores.

References
----------
Hesterberg, T. C. (2015). What teachers should know about the bootstrap. The American Statistician 69(4),
371-386. doi:10.1080/00031305.2015.1089789 (section 4.3 for the expanded percentile interval).

Janssen, A. (1997). Studentized permutation tests for non-i.i.d. hypotheses and the generalized
Behrens-Fisher problem. Statistics & Probability Letters 36(1), 9-21. doi:10.1016/S0167-7152(97)00043-6

Chung, E. & Romano, J. P. (2013). Exact and asymptotically robust permutation tests. The Annals of
Statistics 41(2), 484-507. doi:10.1214/13-AOS1090

Welch, B. L. (1947). The generalization of 'Student's' problem when several different population variances
are involved. Biometrika 34(1-2), 28-35. doi:10.1093/biomet/34.1-2.28
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse, stats

BUDGET = 4_000_000
"""Numbers held at once by a block of replicates (about 32 MB for each array of a block)."""

MOST_UNITS = 20_000
"""A side with more units than this is first summed into this many random bundles."""

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


class Spread(NamedTuple):
    """The linearised spread of both sides and of their difference, each (3, I, S).

    `variance` is unbiased to first order; `ratio` is its square root over what a bootstrap sees;
    `freedom` is the Welch-Satterthwaite number of degrees of freedom. The rows are side 0, side 1,
    difference.
    """

    variance: np.ndarray
    ratio: np.ndarray
    freedom: np.ndarray


def mean_score(sums: np.ndarray) -> np.ndarray:
    """Mean of values: columns are S sums of values and S numbers of values; NaN where there are none."""
    half = sums.shape[-1] // 2
    value, defined = sums[..., :half], sums[..., half:]
    return np.divide(value, defined, out=np.full(value.shape, np.nan), where=defined > 0)


def estimate(sample: Sample, score: Score) -> np.ndarray:
    """Score both sides as they are, (2, I, S)."""
    return _estimates(sample, score, _sums(sample, np.arange(len(sample.values))[None]))[0]


def bootstrap(sample: Sample, score: Score, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Score both sides in `replicates` resamples, (B, 2, I, S).

    Units are drawn with replacement within their stratum; where there are events, whole events are drawn and
    both sides' articles come with them.
    """
    columns = np.prod(sample.values.shape[1:])
    if sample.event is not None:
        pairs = _pairs(_sums(sample, np.arange(len(sample.values))[None]), sample)[0]
        events = len(pairs)
        drawn = sample._replace(
            values=pairs.reshape(events, -1, pairs.shape[-1]),
            sizes=np.array([events]),
            side=np.array([0]),
            weight=np.ones(1),
            event=None,
        )
        shape = (-1, *pairs.shape[1:])
        return np.concatenate(
            [
                score(_sums(drawn, _redraw(drawn.sizes, rng, size)).reshape(shape))
                for size in _blocks(replicates, events + 4 * columns)
            ]
        )
    cost = len(sample.values) + 4 * columns * (len(sample.sizes) if sample.nested else 2)
    return np.concatenate(
        [
            _estimates(sample, score, _sums(sample, _redraw(sample.sizes, rng, size)))
            for size in _blocks(replicates, cost)
        ]
    )


def spread(sample: Sample, score: Score) -> Spread:
    """Linearise the score at the data and give its spread on each side and of the difference."""
    draws = np.arange(len(sample.values))[None]
    sums = _sums(sample, draws)
    if sample.event is not None:
        parts = _event_influence(sample, score, _pairs(sums, sample), _vary(sample))[0]
        events = parts.shape[-3]
        variance = events / (events - 1) * ((parts - parts.mean(-3, keepdims=True)) ** 2).sum(-3)
        ratio = np.full(variance.shape, np.sqrt(events / (events - 1)))
        return Spread(variance, ratio, np.full(variance.shape, events - 1.0))
    vary = _vary(sample)
    parts = _stratum_variance(sample, score, sums, _moments(sample, draws, vary), vary)[0]
    size = sample.sizes[:, None, None]
    masks = (sample.side == 0, sample.side == 1, sample.side >= 0)
    with np.errstate(all="ignore"):
        variance = np.stack([parts[mask].sum(0) for mask in masks])
        seen = np.stack([(parts * (size - 1) / size)[mask].sum(0) for mask in masks])
        squares = np.where(size > 1, parts**2 / (size - 1), 0)
        freedom = variance**2 / np.stack([squares[mask].sum(0) for mask in masks])
        return Spread(variance, np.sqrt(variance / seen), freedom)


def interval(replicates: np.ndarray, ratio: np.ndarray, freedom: np.ndarray, confidence: float):
    """Give the expanded percentile interval of Hesterberg (2015) over axis 0.

    A percentile interval is too narrow for two reasons: the bootstrap sees the variance with divisor n, and
    it takes a normal quantile where Student's is due. The tail `a` becomes ``Phi(-ratio * t(1 - a; freedom))``.
    For one sample `ratio` is sqrt(n / (n - 1)) and `freedom` is n - 1, which is Hesterberg's formula. For a
    difference, both come from the sides' shares in its variance (Welch-Satterthwaite), never below those
    of the smaller side.

    Parameters
    ----------
    replicates : ndarray, (B, ...)
        NaN replicates are left out.
    ratio, freedom : ndarray, (...)
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of two ndarrays, (...)
        Lower and upper ends; NaN where there is no spread.
    """
    with np.errstate(all="ignore"):
        tail = stats.norm.cdf(-ratio * stats.t.ppf(0.5 + confidence / 2, freedom))
    ordered = np.sort(replicates, axis=0)
    count = np.isfinite(ordered).sum(axis=0)
    return _quantile(ordered, count, tail), _quantile(ordered, count, 1 - tail)


def permutation(sample: Sample, score: Score, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Give two-sided p-values for no difference of the sides, (I, S).

    Units change places within their block, so each side keeps its numbers of units. The statistic is the
    difference over its linearised standard error, computed anew in each permutation: with sides of unequal
    size and spread the plain difference does not keep its level (Janssen 1997; Chung & Romano 2013).
    The observed arrangement counts as one: (1 + b) / (1 + B).
    """
    vary = _relevant(sample, score)
    observed = np.abs(_student(sample, score, np.arange(len(sample.values))[None], vary)[0])
    strata, items, columns = len(sample.sizes), *sample.values.shape[1:]
    scored = (2 * len(vary) + 1) * columns * (strata if sample.nested or sample.event is not None else 2)
    cost = 2 * len(sample.values) + items * (strata * len(vary) ** 2 + scored)
    beyond = np.zeros(observed.shape)
    for size in _blocks(replicates, cost):
        t = np.abs(_student(sample, score, _shuffle(sample.block, rng, size), vary))
        beyond += (~(t < observed * (1 - 1e-9))).sum(axis=0)  # an undefined replicate counts against us
    return np.where(np.isnan(observed), np.nan, (1 + beyond) / (1 + replicates))


def bundle(sample: Sample, rng: np.random.Generator, most: int = MOST_UNITS) -> Sample:
    """Sum units into random bundles of equal size where a stratum has more than `most`.

    The mean of a random bundle has 1/m of a unit's variance, so intervals and tests keep their level while
    the work no longer grows with the corpus. Samples with blocks, events or nesting come back unchanged.
    """
    if sample.sizes.max() <= most or sample.nested or sample.event is not None or np.ptp(sample.block):
        return sample
    each = -(-sample.sizes.max() // most)
    counts = -(-sample.sizes // each)
    starts = np.cumsum(sample.sizes) - sample.sizes
    order = np.concatenate([a + rng.permutation(n) for a, n in zip(starts, sample.sizes, strict=True)])
    edges = np.concatenate([a + np.arange(k) * each for a, k in zip(starts, counts, strict=True)])
    values = np.add.reduceat(sample.values[order], edges, axis=0)
    return sample._replace(values=values, sizes=counts, block=np.zeros(len(values), int))


# --- sums of drawn units ----------------------------------------------------------------------------------


def _blocks(replicates: int, cost: float) -> Iterator[int]:
    """Cut the replicates so that each block holds about `BUDGET` numbers."""
    size = int(max(1, min(replicates, BUDGET // max(cost, 1))))
    full, rest = divmod(replicates, size)
    yield from [size] * full
    if rest:
        yield rest


def _redraw(sizes: np.ndarray, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Draw unit numbers with replacement within each stratum, (B, N)."""
    size = np.repeat(sizes, sizes)
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return start + (rng.random((replicates, len(size))) * size).astype(np.int64)


def _shuffle(block: np.ndarray, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Permute unit numbers within each block, (B, N)."""
    slots = np.argsort(block, kind="stable")
    draws = np.empty((replicates, len(block)), np.int64)
    keys = block + rng.random(draws.shape)
    draws[:, slots] = np.argsort(keys, axis=1)
    return draws


def _add(sizes: np.ndarray, draws: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Add the drawn rows of `table` stratum by stratum, (B, T, columns)."""
    replicates, units = draws.shape
    ends = (np.arange(replicates)[:, None] * units + np.cumsum(sizes)).ravel()
    shape = (replicates * len(sizes), len(table))
    drawn = sparse.csr_array((np.ones(draws.size), draws.ravel(), np.append(0, ends)), shape=shape)
    return (drawn @ table).reshape(replicates, len(sizes), -1)


def _sums(sample: Sample, draws: np.ndarray) -> np.ndarray:
    """Sum of each stratum in each replicate, (B, T, I, C)."""
    units, *shape = sample.values.shape
    return _add(sample.sizes, draws, sample.values.reshape(units, -1)).reshape(*draws.shape[:1], -1, *shape)


def _by_side(sample: Sample, sums: np.ndarray) -> np.ndarray:
    """Weighted sums of strata for each side, (B, 2, ...)."""
    share = sample.weight * (sample.side == np.array([[0], [1]]))
    return np.moveaxis(np.tensordot(share, sums, axes=(1, 1)), 0, 1)


def _estimates(sample: Sample, score: Score, sums: np.ndarray) -> np.ndarray:
    """Scores of both sides, (B, 2, I, S)."""
    if sample.event is not None:
        return score(_pairs(sums, sample).sum(axis=1))
    if not sample.nested:
        return score(_by_side(sample, sums))
    scores = score(sums)
    defined = np.isfinite(scores)
    return mean_score(
        np.concatenate(
            [_by_side(sample, np.where(defined, scores, 0)), _by_side(sample, defined.astype(float))], axis=-1
        )
    )


def _pairs(sums: np.ndarray, sample: Sample) -> np.ndarray:
    """Sums by event and side, (B, events, 2, I, C).

    Where the columns are scores of articles, an event counts for a score only if both sides have it there.
    """
    weighted = sums * sample.weight[:, None, None]
    pairs = weighted.reshape(len(sums), -1, 2, *sums.shape[2:])
    if not sample.means:
        return pairs
    mean = mean_score(pairs)
    both = np.isfinite(mean).all(axis=2, keepdims=True) & np.ones(mean.shape, bool)
    return np.concatenate([np.where(both, mean, 0), both.astype(float)], axis=-1)


def _quantile(ordered: np.ndarray, count: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Linear quantile (type 7) along axis 0, with a level of its own for each column."""
    place = np.where(np.isfinite(level) & (count > 0), level * np.maximum(count - 1, 0), 0)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    lower, upper = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
    value = lower + (place - below) * (upper - lower)
    return np.where(np.isfinite(level) & (count > 0), value, np.nan)


# --- linearisation ----------------------------------------------------------------------------------------


def _vary(sample: Sample) -> np.ndarray:
    """Numbers of the columns that are not the same everywhere."""
    flat = sample.values.reshape(-1, sample.values.shape[-1])
    return np.flatnonzero(np.ptp(flat, axis=0) > 0)


def _relevant(sample: Sample, score: Score) -> np.ndarray:
    """Numbers of the columns that any of the scores reads, found by changing each threefold."""
    vary = _vary(sample)
    sums = _by_side(sample, _sums(sample, np.arange(len(sample.values))[None]))
    moved = np.broadcast_to(sums, (len(vary), 2, *sums.shape)).copy()
    for place, column in enumerate(vary):
        moved[place, 0, ..., column] *= 3
        moved[place, 1, ..., column] /= 3
    same = np.isclose(score(moved), score(sums), rtol=1e-9, atol=0, equal_nan=True)
    return vary[~same.reshape(len(vary), -1).all(axis=1)]


def _gradient(sample: Sample, score: Score, sums: np.ndarray, vary: np.ndarray) -> np.ndarray:
    """Slope of each score in each column of `vary` at `sums`, (..., I, S, R), by central differences.

    Steps are a ten-thousandth of the sum, so counts never go below zero (a square root stays real). Where
    a score is undefined on one side of the step, the other side is used.
    """
    signed = (sample.values < 0).any(axis=(0, 1))
    size = np.abs(sample.values).sum(axis=(0, 1)) / max(len(sample.sizes), 1)
    steps = 1e-4 * np.where(signed, size, np.abs(sums))[..., vary]
    moved = np.broadcast_to(sums, (2 * len(vary) + 1, *sums.shape)).copy()
    for place, column in enumerate(vary):
        moved[2 * place + 1, ..., column] += steps[..., place]
        moved[2 * place + 2, ..., column] -= steps[..., place]
    scored = score(moved)
    middle, up, down = scored[0], scored[1::2], scored[2::2]
    step = np.moveaxis(steps, -1, 0)[..., None]
    with np.errstate(all="ignore"):
        slope = (up - down) / (2 * step)
        slope = np.where(np.isfinite(slope), slope, (up - middle) / step)
        slope = np.where(np.isfinite(slope), slope, (middle - down) / step)
    return np.moveaxis(np.where(np.isfinite(slope), slope, 0), 0, -1)


def _moments(sample: Sample, draws: np.ndarray, vary: np.ndarray) -> np.ndarray:
    """Sums of squares and products about the stratum's own mean, (B, T, I, R, R)."""
    units, items, _ = sample.values.shape
    centred = sample.values[..., vary] - sample.values[..., vary].mean(axis=0)
    first, second = np.triu_indices(len(vary))
    products = centred[..., first] * centred[..., second]
    shape = (len(draws), len(sample.sizes), items)
    sums = _add(sample.sizes, draws, centred.reshape(units, -1)).reshape(*shape, -1)
    squares = _add(sample.sizes, draws, products.reshape(units, -1)).reshape(*shape, -1)
    squares -= sums[..., first] * sums[..., second] / sample.sizes[:, None, None]
    full = np.empty((*shape, len(vary), len(vary)))
    full[..., first, second] = squares
    full[..., second, first] = squares
    return full


def _stratum_variance(sample, score, sums, moments, vary) -> np.ndarray:
    """Unbiased variance that each stratum adds to its side's score, (B, T, I, S).

    A stratum of one unit shows no spread and adds none.
    """
    if sample.nested:
        share = np.isfinite(score(sums)).astype(float)
        total = _by_side(sample, share)[:, sample.side]
        gradient = _gradient(sample, score, sums, vary)
        weight = np.divide(share, total, out=np.zeros(share.shape), where=total > 0)[..., None]
    else:
        gradient = _gradient(sample, score, _by_side(sample, sums), vary)[:, sample.side]
        weight = sample.weight[:, None, None, None]
    gradient = gradient * weight
    variance = ((gradient @ moments) * gradient).sum(-1)
    scale = (gradient**2 * np.diagonal(moments, axis1=-2, axis2=-1)[..., None, :]).sum(-1)
    size = sample.sizes[:, None, None]
    # Rounding leaves a trace of variance where terms cancel; below this it is none.
    return np.where((variance > 1e-12 * scale) & (size > 1), variance * size / np.maximum(size - 1, 1), 0)


def _event_influence(sample, score, pairs, vary) -> np.ndarray:
    """What each event adds to either side's score and to the difference, (B, 3, events, I, S)."""
    gradient = _gradient(sample, score, pairs.sum(axis=1), vary)
    each = np.einsum("nkisr,nekir->nkeis", gradient, pairs[..., vary])
    return np.concatenate([each, each[:, :1] - each[:, 1:]], axis=1)


def _student(sample: Sample, score: Score, draws: np.ndarray, vary: np.ndarray) -> np.ndarray:
    """Difference of the sides over its standard error in each arrangement, (B, I, S)."""
    sums = _sums(sample, draws)
    scores = _estimates(sample, score, sums)
    difference = scores[:, 0] - scores[:, 1]
    difference[np.abs(difference) <= 1e-12 * np.abs(scores).sum(axis=1)] = 0
    if sample.event is not None:
        parts = _event_influence(sample, score, _pairs(sums, sample), vary)[:, 2]
        events = parts.shape[1]
        variance = events / (events - 1) * ((parts - parts.mean(1, keepdims=True)) ** 2).sum(1)
        variance[variance <= 1e-12 * (parts**2).sum(1)] = 0
    else:
        variance = _stratum_variance(sample, score, sums, _moments(sample, draws, vary), vary).sum(axis=1)
    with np.errstate(all="ignore"):
        return np.where(difference == 0, 0, difference / np.sqrt(variance))
