"""Arithmetic of distinctive words: the log-odds ratio with a Dirichlet prior, and its permutation test.

Arrays in, arrays out. The statistic is that of Monroe, Colaresi & Quinn (2008, Political Analysis 16(4),
doi:10.1093/pan/mpn018), with an informative Dirichlet prior. The test is ours: articles are dealt anew to
the sides, and the statistic's error takes the article as its unit, since words come in bursts.
"""

from typing import NamedTuple

import numpy as np
from scipy import sparse


class TermCounts(NamedTuple):
    """How often each article uses each term: `hits` (articles x terms), and `words` per article."""

    hits: sparse.csr_array
    words: np.ndarray


class Prior(NamedTuple):
    """The prior: `hits`, pseudo-counts above 0 per term, and its size in `words`."""

    hits: np.ndarray
    words: float


def contrast_log_odds(hits_a, hits_b, words_a, words_b, prior: Prior):
    """Log-odds ratio of terms between two sides, and its z-score.

    Parameters
    ----------
    hits_a, hits_b : array
        How often each term occurs on each side.
    words_a, words_b : float or array
        How many words each side has.
    prior : Prior
        The same for both sides.

    Returns
    -------
    delta, z : array
        Difference of the log-odds (natural logarithm; above 0 means side a uses the term more), and that
        difference over its approximate standard deviation, the root of 1 / (hits_a + prior) + 1 / (hits_b
        + prior). With the prior's share of a term called alpha: log((hits_a + alpha) / (words_a + alpha_0
        - hits_a - alpha)) less the same of side b (Monroe, Colaresi & Quinn 2008, section 3).
    """
    a, b = hits_a + prior.hits, hits_b + prior.hits
    rest_a, rest_b = words_a + prior.words - a, words_b + prior.words - b
    delta = np.log(a / rest_a) - np.log(b / rest_b)
    return delta, delta / np.sqrt(1 / a + 1 / b)


def permute_log_odds(
    counts: TermCounts, here, prior: Prior, block, rng: np.random.Generator, replicates: int
):
    """Two-sided permutation p of every term.

    Parameters
    ----------
    counts : TermCounts
    here : array of bool
        Whether each article is on side a.
    prior : Prior
    block : array of int
        The event each article belongs to; articles change sides within it only.
    rng : Generator
    replicates : int
        Permutations; terms with p of 0.01 or less get ten times as many, afresh.

    Returns
    -------
    array
        (1 + permutations at least as extreme) / (1 + permutations), so never 0.
    """
    p = np.ones(len(prior.hits))
    for rounds in (1, 10):
        use = np.flatnonzero(p <= (1 if rounds == 1 else 0.01))
        if not len(use):
            break
        moments = _moments(TermCounts(counts.hits[:, use], counts.words))
        part = Prior(prior.hits[use], prior.words)
        seen = np.abs(_studentised(here[None, :], moments, part))
        above = np.ones(len(use))
        for _ in range(rounds):
            chance = np.abs(_studentised(_deal(here, block, replicates, rng), moments, part))
            above += (chance >= seen - 1e-9).sum(axis=0)
        p[use] = above / (rounds * replicates + 1)
    return p


def _deal(here, block, replicates: int, rng) -> np.ndarray:
    """Deal the labels of `here` out anew within each block; one row per replicate."""
    out = np.tile(here, (replicates, 1))
    for code in np.unique(block):
        inside = block == code
        out[:, inside] = rng.permuted(out[:, inside], axis=1)
    return out


def _moments(counts: TermCounts) -> tuple:
    hits, words = counts
    return hits, hits.multiply(hits).tocsr(), hits.multiply(words[:, None]).tocsr(), words


def _studentised(labels, moments, prior: Prior) -> np.ndarray:
    """Log-odds ratio over a standard error that takes whole articles as the unit.

    The squared error of a side's log rate is the sum over its articles of (hits - rate * words)^2, by
    hits^2: the linearised variance of a ratio. Where hits are Poisson it comes to 1 / hits, and the
    statistic to the usual z; where words come in bursts it is larger.
    """
    hits, squares, products, words = moments
    sides = []
    for label in (labels.astype(float), 1.0 - labels):
        count, size = label @ hits, (label @ words)[:, None]
        articles = label.sum(axis=1)[:, None]
        rate = count / size
        error = label @ squares - 2 * rate * (label @ products) + rate**2 * (label @ words**2)[:, None]
        error = np.maximum(error, 0) * articles / np.maximum(articles - 1, 1)
        sides.append((count, size, (error + prior.hits) / (count + prior.hits) ** 2))
    (hits_a, words_a, var_a), (hits_b, words_b, var_b) = sides
    delta, _ = contrast_log_odds(hits_a, hits_b, words_a, words_b, prior)
    return delta / np.sqrt(var_a + var_b)
