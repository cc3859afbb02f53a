"""Resampling and linearising any score of sums: bootstrap, delta method, studentised permutation.

A replicate is a sum of drawn rows. All replicates of a block are summed in one sparse product and scored in
one call, so a replicate is never a copy of the text. Arrays only; shapes as in `design`.

References
----------
Chung, E. & Romano, J. P. (2013). Exact and asymptotically robust permutation tests. The Annals of
Statistics 41(2), 484-507. doi:10.1214/13-AOS1090

Efron, B. & Tibshirani, R. J. (1993). An introduction to the bootstrap, chapters 21-22. Chapman & Hall.

Janssen, A. (1997). Studentized permutation tests for non-i.i.d. hypotheses and the generalized
Behrens-Fisher problem. Statistics & Probability Letters 36(1), 9-21. doi:10.1016/S0167-7152(97)00043-6

Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics
Bulletin 2(6), 110-114. doi:10.2307/3002019
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis.compare.design import Sample, Score, score_means

BUDGET = 4_000_000
"""Numbers held at once by a block of replicates (about 32 MB for each array of a block)."""

MOST_UNITS = 2_000
"""A side with more units than this is first summed into about this many random bundles."""

JUMP = 20
"""A score jumps where its slope on one side of the data is so many times the slope on the other."""

LEAST_BUNDLES = 200
"""The smaller side keeps at least so many bundles, or its units."""


# --- drawing and adding -----------------------------------------------------------------------------------


def draw_with_replacement(sizes: np.ndarray, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Draw unit numbers with replacement within each stratum, (B, N)."""
    size = np.repeat(sizes, sizes)
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return start + (rng.random((replicates, len(size))) * size).astype(np.int64)


def permute_within_blocks(block: np.ndarray, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Permute unit numbers within each block, (B, N)."""
    slots = np.argsort(block, kind="stable")
    draws = np.empty((replicates, len(block)), np.int64)
    draws[:, slots] = np.argsort(block + rng.random(draws.shape), axis=1)
    return draws


def bundle_units(sample: Sample, rng: np.random.Generator, most: int = MOST_UNITS) -> Sample:
    """Sum units into random bundles of equal size where a stratum has more than `most`.

    The mean of a random bundle has 1/m of a unit's variance, so intervals and tests keep their level while
    the work no longer grows with the corpus. Bundles are of one size on both sides, so that they can change
    places. Samples with blocks, events or nesting come back unchanged.
    """
    if sample.sizes.max() <= most or sample.nested or sample.paired or np.ptp(sample.block):
        return sample
    each = min(-(-sample.sizes.max() // most), max(1, sample.sizes.min() // LEAST_BUNDLES))
    counts = -(-sample.sizes // each)
    starts = np.cumsum(sample.sizes) - sample.sizes
    order = np.concatenate([a + rng.permutation(n) for a, n in zip(starts, sample.sizes, strict=True)])
    edges = np.concatenate([a + np.arange(k) * each for a, k in zip(starts, counts, strict=True)])
    values = np.add.reduceat(sample.values[order], edges, axis=0)
    return sample._replace(values=values, sizes=counts, block=np.zeros(len(values), int))


def _split(replicates: int, cost: float) -> Iterator[int]:
    """Cut the replicates so that each block holds about `BUDGET` numbers."""
    size = int(max(1, min(replicates, BUDGET // max(cost, 1))))
    full, rest = divmod(replicates, size)
    yield from [size] * full + [rest] * bool(rest)


def _sum_drawn(sizes: np.ndarray, draws: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Add the drawn rows stratum by stratum, (B, T, columns)."""
    replicates, units = draws.shape
    ends = (np.arange(replicates)[:, None] * units + np.cumsum(sizes)).ravel()
    shape = (replicates * len(sizes), len(rows))
    drawn = sparse.csr_array((np.ones(draws.size), draws.ravel(), np.append(0, ends)), shape=shape)
    return (drawn @ rows).reshape(replicates, len(sizes), -1)


def _as_they_are(sample: Sample) -> np.ndarray:
    """The one draw that takes every unit once, (1, N)."""
    return np.arange(len(sample.values))[None]


def _sum_strata(sample: Sample, draws: np.ndarray) -> np.ndarray:
    """Sum of each stratum in each replicate, (B, T, I, C)."""
    units, items, columns = sample.values.shape
    sums = _sum_drawn(sample.sizes, draws, sample.values.reshape(units, -1))
    return sums.reshape(len(draws), -1, items, columns)


def _sum_sides(sample: Sample, sums: np.ndarray) -> np.ndarray:
    """Weighted sums of strata for each side, (B, 2, ...)."""
    share = sample.weight * (sample.side == np.array([[0], [1]]))
    return np.moveaxis(np.tensordot(share, sums, axes=(1, 1)), 0, 1)


def _sum_events(sample: Sample, sums: np.ndarray) -> np.ndarray:
    """Sums by event and side, (B, E, 2, I, C).

    Where the columns are scores of articles, an event counts for a score only if both sides have it there.
    """
    weighted = sums * sample.weight[:, None, None]
    events = weighted.reshape(len(sums), -1, 2, *sums.shape[2:])
    if not sample.means:
        return events
    mean = score_means(events)
    both = np.isfinite(mean).all(axis=2, keepdims=True) & np.ones(mean.shape, bool)
    return np.concatenate([np.where(both, mean, 0), both.astype(float)], axis=-1)


# --- estimates and their bootstrap ------------------------------------------------------------------------


def estimate_sides(sample: Sample, score: Score) -> np.ndarray:
    """Score both sides as they are, (2, I, S)."""
    return _score_sides(sample, score, _sum_strata(sample, _as_they_are(sample)))[0]


def _score_sides(sample: Sample, score: Score, sums: np.ndarray) -> np.ndarray:
    """Scores of both sides from the sums of their strata, (B, 2, I, S)."""
    if sample.paired:
        return score(_sum_events(sample, sums).sum(axis=1))
    if not sample.nested:
        return score(_sum_sides(sample, sums))
    each = score(sums)
    defined = np.isfinite(each)
    parts = np.where(defined, each, 0), defined.astype(float)
    return score_means(np.concatenate([_sum_sides(sample, part) for part in parts], axis=-1))


def bootstrap(sample: Sample, score: Score, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Score both sides in `replicates` resamples, (B, 2, I, S).

    Units are drawn with replacement within their stratum; where there are events, whole events are drawn and
    both sides' articles come with them.
    """
    sizes, columns = sample.sizes, math.prod(sample.values.shape[1:])
    cost = len(sample.values) + 4 * columns * (len(sizes) if sample.nested else 2)
    if sample.paired:
        events = _sum_events(sample, _sum_strata(sample, _as_they_are(sample)))[0]
        sizes, rows = np.array([len(events)]), events.reshape(len(events), -1)

    def score_draw(draws: np.ndarray) -> np.ndarray:
        if sample.paired:
            return score(_sum_drawn(sizes, draws, rows).reshape(-1, *events.shape[1:]))
        return _score_sides(sample, score, _sum_strata(sample, draws))

    blocks = _split(replicates, cost)
    return np.concatenate([score_draw(draw_with_replacement(sizes, rng, size)) for size in blocks])


# --- the delta method -------------------------------------------------------------------------------------


class Spread(NamedTuple):
    """The linearised spread of both sides and of their difference, each (3, I, S).

    `variance` is unbiased to first order and holds the `dependence`; `ratio` is its square root over
    what a bootstrap sees; `freedom` are Satterthwaite's degrees of freedom over strata (n - 1 for a single
    one). The rows are side 0, side 1, difference.
    """

    variance: np.ndarray
    ratio: np.ndarray
    freedom: np.ndarray


def delta_method(sample: Sample, score: Score) -> Spread:
    """Linearise the score at the data and give its spread on each side and of the difference.

    A score of sums is nearly linear in them close to the data (the delta method, or infinitesimal jackknife):
    its variance is the sum of squares of what each unit adds, its counts times the score's slopes in them.
    Slopes are numerical, so any score will do.

    The difference takes the smaller side's degrees of freedom and its larger ratio, as the software of
    Hesterberg (2015, in `intervals`) does. In simulations with 10 or 11 against 48 sentences, and with 5
    against 5 articles, its 95 % intervals then hold the truth 93 to 96 % of the time; with Welch's
    degrees of freedom, 91 to 95 %.
    """
    draws = _as_they_are(sample)
    sums = _sum_strata(sample, draws)
    influence, size = _find_influences(sample, score, draws, sums, _find_varying(sample))
    side = np.repeat(sample.side, sample.sizes)
    own = influence[0] if sample.paired else influence[0] * (side == [[0], [1]])[..., None, None]
    rows = np.concatenate([own, own[:1] - own[1:]])
    starts, size = np.cumsum(size) - size, size[:, None, None]
    parts = np.add.reduceat(rows**2, starts, axis=1)  # (3, T, I, S)
    with np.errstate(all="ignore"):
        variance = (parts * size / np.maximum(size - 1, 1)).sum(axis=1)
        freedom = variance**2 / ((parts * size) ** 2 / np.maximum(size - 1, 1) ** 3).sum(axis=1)
        variance *= sample.dependence
        ratio = np.sqrt(variance / parts.sum(axis=1))
    freedom[2], ratio[2] = np.fmin(*freedom[:2]), np.fmax(*ratio[:2])
    return Spread(variance, ratio, freedom)


def _find_varying(sample: Sample) -> np.ndarray:
    """Numbers of the columns that are not the same everywhere."""
    flat = sample.values.reshape(-1, sample.values.shape[-1])
    return np.flatnonzero(np.ptp(flat, axis=0) > 0)


def find_relevant_columns(sample: Sample, score: Score) -> np.ndarray:
    """Numbers of the varying columns that any of the scores reads, found by changing each threefold."""
    varying = _find_varying(sample)
    sums = _sum_sides(sample, _sum_strata(sample, _as_they_are(sample)))
    moved = np.broadcast_to(sums, (len(varying), 2, *sums.shape)).copy()
    for place, column in enumerate(varying):
        moved[place, 0, ..., column] *= 3
        moved[place, 1, ..., column] /= 3
    same = np.isclose(score(moved), score(sums), rtol=1e-9, atol=0, equal_nan=True)
    return varying[~same.all(axis=tuple(range(1, same.ndim)))]


def _find_slopes(sample: Sample, score: Score, sums: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Slope of each score in each of the R columns at `sums`, (..., I, S, R), by central differences.

    Steps are a ten-thousandth of the sum, so counts never go below zero (a square root stays real). Where
    a score is undefined on one side of the step, or jumps there (Linsear Write at a rate of 20), the other
    side is used.
    """
    signed = (sample.values < 0).any(axis=(0, 1))
    size = np.abs(sample.values).sum(axis=(0, 1)) / max(len(sample.sizes), 1)
    steps = 1e-4 * np.where(signed, size, np.abs(sums))[..., columns]
    moved = np.broadcast_to(sums, (2 * len(columns) + 1, *sums.shape)).copy()
    for place, column in enumerate(columns):
        moved[2 * place + 1, ..., column] += steps[..., place]
        moved[2 * place + 2, ..., column] -= steps[..., place]
    scored = score(moved)
    middle, up, down = scored[0], scored[1::2], scored[2::2]
    step = np.moveaxis(steps, -1, 0)[..., None]
    with np.errstate(all="ignore"):
        slopes = (up - down) / (2 * step)
        sides = np.stack([(up - middle) / step, (middle - down) / step])
        flat, steep = np.sort(np.abs(sides), axis=0)
        jumps = steep > JUMP * flat
        slopes = np.where(jumps, np.where(np.abs(sides[0]) < steep, *sides), slopes)
        for one_sided in sides:
            slopes = np.where(np.isfinite(slopes), slopes, one_sided)
    return np.moveaxis(np.where(np.isfinite(slopes), slopes, 0), 0, -1)


def _find_influences(
    sample: Sample, score: Score, draws: np.ndarray, sums: np.ndarray, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Counts times slopes: what each unit adds to its side's score, about the mean of its stratum.

    (B, 1, N, I, S), and how many units each stratum has. Where sides are paired, events are the units, of one
    stratum, and add to both sides, (B, 2, E, I, S).
    """
    if sample.paired:
        events = _sum_events(sample, sums)
        values = np.moveaxis(events, 2, 1)[..., columns]
        slopes = _find_slopes(sample, score, events.sum(axis=1), columns)[:, :, None]
        sizes = np.array([events.shape[1]])
    else:
        values = sample.values[..., columns][draws][:, None]
        slopes = _find_stratum_slopes(sample, score, sums, columns)[:, None]
        sizes = sample.sizes
    starts = np.cumsum(sizes) - sizes
    influence, scale = np.zeros((*values.shape[:-1], slopes.shape[-2])), np.zeros(slopes.shape[:-1])
    for place in range(len(columns)):  # a loop, since the product of tiny matrices is slow
        slope, value = slopes[..., place], values[..., place, None]
        influence += np.repeat(slope, sizes, axis=2) * value
        scale += np.abs(slope) * np.maximum.reduceat(np.abs(value), starts, axis=2)
    mean = np.add.reduceat(influence, starts, axis=2) / sizes[:, None, None]
    influence -= np.repeat(mean, sizes, axis=2)
    influence[np.abs(influence) <= 1e-6 * np.repeat(scale, sizes, axis=2)] = 0  # where terms cancel
    return influence, sizes


def _find_stratum_slopes(sample: Sample, score: Score, sums: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Slope of each side's score in the counts of each stratum, (B, T, I, S, R)."""
    if not sample.nested:
        slopes = _find_slopes(sample, score, _sum_sides(sample, sums), columns)[:, sample.side]
        return slopes * sample.weight[:, None, None, None]
    defined = np.isfinite(score(sums)).astype(float)
    number = _sum_sides(sample, defined)[:, sample.side]
    share = np.divide(defined, number, out=np.zeros(defined.shape), where=number > 0)
    return _find_slopes(sample, score, sums, columns) * share[..., None]


# --- the permutation test ---------------------------------------------------------------------------------


def permutation_test(sample: Sample, score: Score, rng: np.random.Generator, replicates: int) -> np.ndarray:
    """Give two-sided p-values for no difference of the sides, (I, S).

    Units change places within their block, so each side keeps its numbers of units. The statistic is the
    difference over its linearised standard error, computed anew in each permutation: with sides of unequal
    size and spread the plain difference does not keep its level (Janssen 1997; Chung & Romano 2013).
    The observed arrangement counts as one: (1 + b) / (1 + B).

    With a handful of hits the studentised difference fails too: its standard error is then little more than
    the root of their number, and where one side's sentences are longer it rejected a true null up to 33 % of
    the time at 5 %, in simulations. So both are tested, and the larger p counts. Where units depend on each
    other, what is observed is brought down to what as many independent units would have shown.
    """
    columns = find_relevant_columns(sample, score)
    observed = np.abs(studentise_difference(sample, score, _as_they_are(sample), columns)[0])
    observed /= math.sqrt(sample.dependence)
    units, items, width = sample.values.shape
    scored = (2 * len(columns) + 1) * width * (len(sample.sizes) if sample.nested or sample.paired else 2)
    beyond = np.zeros(observed.shape)
    for size in _split(replicates, items * (units * (len(columns) + 4) * observed.shape[-1] + scored)):
        draws = permute_within_blocks(sample.block, rng, size)
        permuted = np.abs(studentise_difference(sample, score, draws, columns))
        below = permuted < observed * (1 - 1e-9)  # an undefined replicate is not, and counts against us
        beyond += (~below).sum(axis=0)
    return np.where(np.isnan(observed), np.nan, (1 + beyond) / (1 + replicates)).max(axis=0)


def studentise_difference(sample: Sample, score: Score, draws: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Difference of the sides, plain and over its standard error, in each arrangement, (B, 2, I, S)."""
    sums = _sum_strata(sample, draws)
    scores = _score_sides(sample, score, sums)
    difference = scores[:, 0] - scores[:, 1]
    difference[np.abs(difference) <= 1e-12 * np.abs(scores).sum(axis=1)] = 0
    influence, sizes = _find_influences(sample, score, draws, sums, columns)
    scale = np.repeat(sizes / np.maximum(sizes - 1, 1), sizes)[:, None, None]
    variance = (np.subtract.reduce(influence, axis=1) ** 2 * scale).sum(axis=1)
    with np.errstate(all="ignore"):
        student = np.where(difference == 0, 0, difference / np.sqrt(variance))
    return np.stack([difference, student], axis=1)
