"""Made-up texts whose truth is known, to see how often our own intervals and tests are right.

Every trial is a corpus of its own. Trials are laid side by side as items, so one call of `compare_groups`
resamples hundreds of them at once. Scores of three kinds stand for all: a mean of a signed value (`tone`),
a rate of rare events (`rate`, skewed and full of zeros), and a formula of two ratios (`grade`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.compare.verdicts import compare_groups

SYLLABLES = 1.5
"""Syllables a word, everywhere."""

SCORES = ("grade", "rate", "tone")

NO_FAMILY = 0.999
"""The `alpha` of trials that are items: none of them asks for the small p that a family of so many would."""


class SimulatedSide(NamedTuple):
    """How one side's texts come about.

    Attributes
    ----------
    articles, sentences : int
        Articles of the side, sentences of each.
    words : float
        Mean words of a sentence.
    spread : float
        Standard deviation of sentence length over its mean (gamma distributed); tone has the same spread.
    hits : float
        Mean hits per 100 words (Poisson given the words).
    tone : float
        Mean tone of a sentence.
    between : float
        Standard deviation, between articles, of tone and of the log of sentence length and of the rate.
    """

    articles: int = 1
    sentences: int = 20
    words: float = 20.0
    spread: float = 0.5
    hits: float = 3.0
    tone: float = 0.0
    between: float = 0.0


def compute_true_scores(side: SimulatedSide) -> dict[str, float]:
    """Scores that the side's texts have on average over infinitely many."""
    grade = 0.39 * side.words + 11.8 * SYLLABLES - 15.59
    return {"grade": grade, "rate": side.hits, "tone": side.tone}


def score_simulated(sums: pd.DataFrame) -> pd.DataFrame:
    """Score sums of made-up counts: Flesch-Kincaid grade, hits per 100 words, mean tone."""
    length, syllables = sums["words"] / sums["sentences"], sums["syllables"] / sums["words"]
    return pd.DataFrame(
        {
            "grade": 0.39 * length + 11.8 * syllables - 15.59,
            "rate": 100 * sums["hits"] / sums["words"],
            "tone": sums["tone"] / sums["sentences"],
        }
    )


def simulate_counts(
    rng: np.random.Generator, sides: Sequence[SimulatedSide], trials: int
) -> tuple[pd.DataFrame, pd.Series]:
    """Make `trials` corpora.

    Returns
    -------
    counts : DataFrame
        Indexed by article_id, sentence_id, item; the item numbers the trial.
    by : Series
        Side of each article: 'a', 'b', ...
    """
    frames, by = [], {}
    for name, side in zip("abcdefgh", sides, strict=False):
        for number in range(side.articles):
            by[f"{name}{number}"] = name
            frames.append(_simulate_article(rng, side, f"{name}{number}", trials))
    return pd.concat(frames), pd.Series(by)


def _simulate_article(rng: np.random.Generator, side: SimulatedSide, name: str, trials: int) -> pd.DataFrame:
    shape, between = (side.sentences, trials), side.between
    longer, denser = np.exp(between * rng.standard_normal((2, trials)) - between**2 / 2)
    words = rng.gamma(side.spread**-2, side.words * longer * side.spread**2, shape)
    tone = side.tone + between * rng.standard_normal(trials) + side.spread * rng.standard_normal(shape)
    columns = {
        "sentences": np.ones(shape),
        "words": words,
        "syllables": words * SYLLABLES * (1 + 0.15 * rng.standard_normal(shape)),
        "hits": rng.poisson(words * denser * side.hits / 100),
        "tone": tone,
    }
    index = pd.MultiIndex.from_product(
        [[name], range(side.sentences), [f"{trial:05}" for trial in range(trials)]],
        names=["article_id", "sentence_id", "item"],
    )
    return pd.DataFrame({column: value.ravel() for column, value in columns.items()}, index=index)


def simulate_rates(
    rng: np.random.Generator, sides: Sequence[SimulatedSide], trials: int = 400, rounds: int = 2, **options
) -> pd.DataFrame:
    """Give the rates at which intervals hold the truth and tests reject no difference.

    Parameters
    ----------
    rng : numpy Generator
    sides : sequence of two SimulatedSide
    trials, rounds : int
        Corpora in a round, and rounds; corpora of one round share their draws.
    **options
        Of `compare_groups`.

    Returns
    -------
    DataFrame
        A row for each score with `coverage_a`, `coverage_b`, `coverage` (of the difference), `missing` (share
        of differences without an interval), `rejected` (share of p-values, unadjusted, below alpha), `width`
        (mean width of the difference's interval), `trials`.
    """
    truths = [compute_true_scores(side) for side in sides]
    parts = []
    for _ in range(rounds):
        counts, by = simulate_counts(rng, sides, trials)
        estimates, gaps = compare_groups(
            counts,
            score_simulated,
            by,
            seed=int(rng.integers(2**31)),
            primary=SCORES,
            dependence=1,
            **{"alpha": NO_FAMILY, **options},
        )
        table = {
            f"coverage_{name}": _measure_coverage(estimates[estimates["side"] == name], truth)
            for name, truth in zip("ab", truths, strict=True)
        }
        table["coverage"] = _measure_coverage(
            gaps, {name: truths[0][name] - truths[1][name] for name in SCORES}
        )
        by_score = gaps.assign(
            missing=gaps["low"].isna(),
            rejected=gaps["p_value"] < options.get("alpha", 0.05),
            width=gaps["high"] - gaps["low"],
        ).groupby("score")
        parts.append(pd.DataFrame(table).join(by_score[["missing", "rejected", "width"]].mean()))
    return pd.concat(parts).groupby(level="score").mean().assign(trials=trials * rounds)


def _measure_coverage(rows: pd.DataFrame, truth: dict[str, float]) -> pd.Series:
    """Share of the intervals that hold the truth, by score; rows without an interval are left out."""
    rows = rows[rows["low"].notna()]
    goal = rows["score"].map(truth).astype(float)
    return (rows["low"].le(goal) & rows["high"].ge(goal)).groupby(rows["score"]).mean()
