"""How much a score moves with the counts: slopes, variances and studentised differences.

A score of sums is nearly linear in them close to the data (the delta method, or infinitesimal jackknife): its
variance follows from slopes and from the squares and products of the counts. Slopes are numerical,
so any score will do.

References
----------
Efron, B. & Tibshirani, R. J. (1993). An introduction to the bootstrap, chapters 21-22. Chapman & Hall.

Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics
Bulletin 2(6), 110-114. doi:10.2307/3002019
"""

from typing import NamedTuple

import numpy as np

from analysis.compare import draws as draw
from analysis.compare.draws import Sample, Score


class Spread(NamedTuple):
    """The linearised spread of both sides and of their difference, each (3, I, S).

    `variance` is unbiased to first order; `ratio` is its square root over what a bootstrap sees; `freedom`
    are Satterthwaite's degrees of freedom over strata (n - 1 for a single one). The rows are side 0,
    side 1, difference.
    """

    variance: np.ndarray
    ratio: np.ndarray
    freedom: np.ndarray


def spread(sample: Sample, score: Score) -> Spread:
    """Linearise the score at the data and give its spread on each side and of the difference.

    The difference takes the smaller side's degrees of freedom and its larger ratio, as Hesterberg's own
    software does. In simulations with 10 or 11 against 48 sentences, and with 5 against 5 articles, its 95 %
    intervals then hold the truth 93 to 96 % of the time; with Welch's degrees of freedom, 91 to 95 %.
    """
    draws = np.arange(len(sample.values))[None]
    sums = draw.sums(sample, draws)
    vary = _vary(sample)
    if sample.event is not None:
        variance = _event_variance(sample, score, draw.pairs(sums, sample), vary)[0]
        events = len(sample.sizes) // 2
        ratio = np.full(variance.shape, np.sqrt(events / (events - 1)))
        return Spread(variance, ratio, np.full(variance.shape, events - 1.0))
    parts = _stratum_variance(sample, score, sums, _moments(sample, draws, vary), vary)[0]
    size = sample.sizes[:, None, None]
    masks = (sample.side == 0, sample.side == 1)
    with np.errstate(all="ignore"):
        variance = np.stack([parts[mask].sum(0) for mask in masks])
        seen = np.stack([(parts * (size - 1) / size)[mask].sum(0) for mask in masks])
        squares = np.where(size > 1, parts**2 / (size - 1), 0)
        freedom = variance**2 / np.stack([squares[mask].sum(0) for mask in masks])
        ratio = np.sqrt(variance / seen)
    return Spread(
        np.concatenate([variance, variance.sum(0, keepdims=True)]),
        np.concatenate([ratio, np.fmax(ratio[:1], ratio[1:])]),
        np.concatenate([freedom, np.fmin(freedom[:1], freedom[1:])]),
    )


def statistics(sample: Sample, score: Score, draws: np.ndarray, vary: np.ndarray) -> np.ndarray:
    """Difference of the sides, plain and over its standard error, in each arrangement, (B, 2, I, S)."""
    sums = draw.sums(sample, draws)
    scores = draw.estimates(sample, score, sums)
    difference = scores[:, 0] - scores[:, 1]
    difference[np.abs(difference) <= 1e-12 * np.abs(scores).sum(axis=1)] = 0
    if sample.event is not None:
        variance = _event_variance(sample, score, draw.pairs(sums, sample), vary)[:, 2]
    else:
        variance = _stratum_variance(sample, score, sums, _moments(sample, draws, vary), vary).sum(axis=1)
    with np.errstate(all="ignore"):
        student = np.where(difference == 0, 0, difference / np.sqrt(variance))
    return np.stack([difference, student], axis=1)


def support(sample: Sample, score: Score, vary: np.ndarray) -> np.ndarray:
    """How many units the variance of the difference rests on, (I, S).

    The squared sum of squared influences over the sum of their fourth powers: about a third of the units
    where influences are normal, about the number of hits where hits are rare, 0 where nothing varies.
    """
    sums = draw.sums(sample, np.arange(len(sample.values))[None])
    if sample.event is not None:
        squares = _event_influence(sample, score, draw.pairs(sums, sample), vary)[0, 2] ** 2
    else:
        gradient = _weighted_gradient(sample, score, sums, vary)[0]
        stratum = np.repeat(np.arange(len(sample.sizes)), sample.sizes)
        mean = sums[0] / sample.sizes[:, None, None]
        centred = (sample.values - mean[stratum])[..., vary]
        squares = np.einsum("nisr,nir->nis", gradient[stratum], centred) ** 2
    with np.errstate(all="ignore"):
        return np.nan_to_num(squares.sum(axis=0) ** 2 / (squares**2).sum(axis=0))


def _vary(sample: Sample) -> np.ndarray:
    """Numbers of the columns that are not the same everywhere."""
    flat = sample.values.reshape(-1, sample.values.shape[-1])
    return np.flatnonzero(np.ptp(flat, axis=0) > 0)


def relevant(sample: Sample, score: Score) -> np.ndarray:
    """Numbers of the columns that any of the scores reads, found by changing each threefold."""
    vary = _vary(sample)
    sums = draw.by_side(sample, draw.sums(sample, np.arange(len(sample.values))[None]))
    moved = np.broadcast_to(sums, (len(vary), 2, *sums.shape)).copy()
    for place, column in enumerate(vary):
        moved[place, 0, ..., column] *= 3
        moved[place, 1, ..., column] /= 3
    same = np.isclose(score(moved), score(sums), rtol=1e-9, atol=0, equal_nan=True)
    return vary[~same.all(axis=tuple(range(1, same.ndim)))]


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
    """Squares and products summed about the stratum's own mean, (B, T, I, R, R)."""
    units, items, _ = sample.values.shape
    centred = sample.values[..., vary] - sample.values[..., vary].mean(axis=0)
    first, second = np.triu_indices(len(vary))
    products = centred[..., first] * centred[..., second]
    shape = (len(draws), len(sample.sizes), items)
    sums = draw.added(sample.sizes, draws, centred.reshape(units, -1)).reshape(*shape, -1)
    squares = draw.added(sample.sizes, draws, products.reshape(units, -1)).reshape(*shape, -1)
    squares -= sums[..., first] * sums[..., second] / sample.sizes[:, None, None]
    full = np.empty((*shape, len(vary), len(vary)))
    full[..., first, second] = squares
    full[..., second, first] = squares
    return full


def _weighted_gradient(sample: Sample, score: Score, sums: np.ndarray, vary: np.ndarray) -> np.ndarray:
    """Slope of each side's score in the counts of each stratum, (B, T, I, S, R)."""
    if not sample.nested:
        slopes = _gradient(sample, score, draw.by_side(sample, sums), vary)[:, sample.side]
        return slopes * sample.weight[:, None, None, None]
    share = np.isfinite(score(sums)).astype(float)
    total = draw.by_side(sample, share)[:, sample.side]
    weight = np.divide(share, total, out=np.zeros(share.shape), where=total > 0)
    return _gradient(sample, score, sums, vary) * weight[..., None]


def _stratum_variance(sample, score, sums, moments, vary) -> np.ndarray:
    """Unbiased variance that each stratum adds to its side's score, (B, T, I, S).

    A stratum of one unit shows no spread and adds none.
    """
    gradient = _weighted_gradient(sample, score, sums, vary)
    variance = ((gradient @ moments) * gradient).sum(-1)
    scale = (gradient**2 * np.diagonal(moments, axis1=-2, axis2=-1)[..., None, :]).sum(-1)
    size = sample.sizes[:, None, None]
    # Rounding leaves a trace of variance where terms cancel; below this it is none.
    return np.where((variance > 1e-12 * scale) & (size > 1), variance * size / np.maximum(size - 1, 1), 0)


def _event_influence(sample: Sample, score: Score, pairs: np.ndarray, vary: np.ndarray) -> np.ndarray:
    """What each event adds to both sides' scores and to the difference, centred, (B, 3, events, I, S).

    Counts times slopes; the two sides of one event belong together.
    """
    gradient = _gradient(sample, score, pairs.sum(axis=1), vary)
    each = np.einsum("nkisr,nekir->nkeis", gradient, pairs[..., vary])
    each = np.concatenate([each, each[:, :1] - each[:, 1:]], axis=1)
    centred = each - each.mean(axis=2, keepdims=True)
    return np.where(np.abs(centred) > 1e-9 * np.abs(each).max(axis=2, keepdims=True), centred, 0)


def _event_variance(sample: Sample, score: Score, pairs: np.ndarray, vary: np.ndarray) -> np.ndarray:
    """Unbiased variance of both sides' scores and of the difference over events, (B, 3, I, S)."""
    squares = _event_influence(sample, score, pairs, vary) ** 2
    return squares.sum(axis=2) * squares.shape[2] / (squares.shape[2] - 1)
