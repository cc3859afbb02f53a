"""Made-up texts whose truth is known, to see how often our own intervals and tests are right.

Every trial is a corpus of its own. Trials are laid side by side as items, so one call of `compare.sides`
resamples hundreds of them at once. Scores of three kinds stand for all: a mean of a signed value (`tone`),
a rate of rare events (`rate`, skewed and full of zeros), and a formula of two ratios (`grade`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import compare

SYLLABLES = 1.5
"""Syllables a word, everywhere."""

SCORES = ("grade", "rate", "tone")


class Side(NamedTuple):
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


def truth(side: Side) -> dict[str, float]:
    """Scores that the side's texts have on average over infinitely many."""
    grade = 0.39 * side.words + 11.8 * SYLLABLES - 15.59
    return {"grade": grade, "rate": side.hits, "tone": side.tone}


def scores(sums: pd.DataFrame) -> pd.DataFrame:
    """Score sums of made-up counts: Flesch-Kincaid grade, hits per 100 words, mean tone."""
    return pd.DataFrame(
        {
            "grade": 0.39 * sums["words"] / sums["sentences"]
            + 11.8 * sums["syllables"] / sums["words"]
            - 15.59,
            "rate": 100 * sums["hits"] / sums["words"],
            "tone": sums["tone"] / sums["sentences"],
        }
    )


def corpora(rng: np.random.Generator, sides: Sequence[Side], trials: int) -> tuple[pd.DataFrame, pd.Series]:
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
        for article in range(side.articles):
            by[f"{name}{article}"] = name
            frames.append(_article(rng, side, f"{name}{article}", trials))
    return pd.concat(frames), pd.Series(by)


def _article(rng: np.random.Generator, side: Side, name: str, trials: int) -> pd.DataFrame:
    shape, each = (side.sentences, trials), side.between
    longer, denser = np.exp(each * rng.standard_normal((2, trials)) - each**2 / 2)
    words = rng.gamma(side.spread**-2, side.words * longer * side.spread**2, shape)
    tone = side.tone + each * rng.standard_normal(trials) + side.spread * rng.standard_normal(shape)
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


def rates(
    rng: np.random.Generator, sides: Sequence[Side], trials: int = 400, rounds: int = 2, **options
) -> pd.DataFrame:
    """Give the rates at which intervals hold the truth and tests reject no difference.

    Parameters
    ----------
    rng : numpy Generator
    sides : sequence of two Side
    trials, rounds : int
        Corpora in a round, and rounds; corpora of one round share their draws.
    **options
        Of `compare.sides`.

    Returns
    -------
    DataFrame
        A row for each score with `coverage_a`, `coverage_b`, `coverage` (of the difference), `missing` (share
        of differences without an interval), `rejected` (share of p-values, unadjusted, below alpha), `width`
        (mean width of the difference's interval), `trials`.
    """
    alpha = options.get("alpha", 0.05)
    a, b = truth(sides[0]), truth(sides[1])
    found = []
    for _ in range(rounds):
        counts, by = corpora(rng, sides, trials)
        result = compare.sides(counts, scores, by, rng=rng, primary=SCORES, **options)
        for (score, side), part in result.estimates.groupby(["score", "side"]):
            goal = {"a": a, "b": b}[side][score]
            inside = part["low"].le(goal) & part["high"].ge(goal)
            found.append((score, f"coverage_{side}", inside[part["low"].notna()].mean()))
        for score, part in result.gaps.groupby("score"):
            goal = a[score] - b[score]
            inside = part["low"].le(goal) & part["high"].ge(goal)
            found += [
                (score, "coverage", inside[part["low"].notna()].mean()),
                (score, "missing", part["low"].isna().mean()),
                (score, "rejected", part["p_value"].lt(alpha).mean()),
                (score, "width", (part["high"] - part["low"]).mean()),
            ]
    table = pd.DataFrame(found, columns=["score", "what", "rate"])
    table = table.groupby(["score", "what"], sort=False)["rate"].mean().unstack()
    return table.assign(trials=trials * rounds).rename_axis(columns=None)
