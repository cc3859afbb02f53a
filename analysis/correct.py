"""The user's own codes correct what an instrument measures.

No dictionary and no model reads like a person, and what they get wrong does not average out. But where people
coded a random sample of the sentences, the mean error on the sample, added to the instrument's mean over all
sentences, gives an estimate that is unbiased whatever the instrument does. The better the instrument, the
narrower its interval; a useless one leaves the codes alone.

With f what the instrument says of a sentence, y what people say, w one over the probability with which the
sentence was drawn, and b the slope of y on f, the corrected mean is::

    sum(b f) / N  +  sum(w (y - b f)) / sum(w)

the first sums over all N sentences, the last two over the coded ones. All four are additive, so sides are
compared by `compare.compare_groups` like any other score.

References
----------
Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I. & Zrnic, T. (2023). Prediction-powered inference.
Science 382(6671), 669-674. doi:10.1126/science.adi6000

Angelopoulos, A. N., Duchi, J. C. & Zrnic, T. (2023). PPI++: efficient prediction-powered inference.
arXiv:2311.01453 (the slope)

Egami, N., Hinck, M., Stewart, B. M. & Wei, H. (2023). Using imperfect surrogates for downstream inference:
design-based supervised learning. NeurIPS 36. arXiv:2306.04746
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.compare import Comparison, compare_groups
from analysis.schema import InputError
from analysis.validate.codesheet import list_coded_frames, tabulate_coders

LEAST_CODED = 10
"""Coded sentences a side needs, below which nothing is corrected."""


class Correction(NamedTuple):
    """What `correct_estimates` gives.

    `comparison` has the scores of `score_corrected`, of which `corrected` is tested; `coded` is the number of
    coded sentences of each side; `more` how many more would halve the interval of the corrected difference,
    NaN where even all would not; `slope` what the codes rise by where the instrument rises by 1.
    """

    comparison: Comparison
    coded: pd.Series
    more: float
    slope: float


def count_corrected(
    instrument: pd.Series,
    codes: pd.Series,
    probability: pd.Series,
    slope: float,
) -> pd.DataFrame:
    """Lay instrument and codes out as additive counts.

    Parameters
    ----------
    instrument : Series
        What the instrument says of each sentence, indexed by `article_id`, `sentence_id`.
    codes : Series
        What people say of the coded ones (the mean over coders), same index and unit; others are missing or
        NaN.
    probability : Series
        With which each coded sentence was drawn, above 0 and at most 1, indexed as `codes`.
    slope : float
        By how much the codes rise where the instrument rises by 1 (`fit_slope`). Any number leaves the
        estimate unbiased; the fitted one makes it most precise, 0 ignores the instrument.

    Returns
    -------
    DataFrame
        One row per sentence: `sentences` (1), `instrument`, `predicted` (slope times instrument), and of the
        coded ones `weight` (one over the probability), `coded` (weight times code), `residual` (weight times
        code less prediction), `codes` (1).

    Raises
    ------
    InputError
        A probability is missing or not above 0 and at most 1.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a"], range(4)], names=["article_id", "sentence_id"])
    >>> said = pd.Series([0.0, 1.0, 1.0, 0.0], index)
    >>> counts = count_corrected(said, pd.Series([0.0, 2.0], index[:2]), pd.Series(0.5, index[:2]), slope=2.0)
    >>> score_corrected(counts.sum().to_frame().T).iloc[0].tolist()
    [0.5, 1.0, 1.0]
    """
    coded = codes.reindex(instrument.index)
    known = coded.notna()
    drawn = probability.reindex(instrument.index)[known]
    if not ((drawn > 0) & (drawn <= 1)).all():
        raise InputError("The probability of each coded sentence must lie above 0, and not above 1.")
    weight = (1 / drawn).reindex(instrument.index, fill_value=0.0)
    value = coded.fillna(0.0)
    predicted = slope * instrument
    return pd.DataFrame(
        {
            "sentences": 1.0,
            "instrument": instrument,
            "predicted": predicted,
            "weight": weight,
            "coded": weight * value,
            "residual": weight * (value - predicted),
            "codes": known.astype(float),
        }
    )


def fit_slope(instrument: pd.Series, codes: pd.Series, probability: pd.Series, sides: pd.Series) -> float:
    """Fit the slope of codes on instrument within sides, weighted by one over the probability.

    Series as for `count_corrected`; `sides` is the side of each article. 0 where the instrument is constant.
    """
    known = codes.dropna()
    frame = pd.DataFrame(
        {"f": instrument.reindex(known.index), "y": known, "w": 1 / probability[known.index]}
    )
    side = frame.index.get_level_values("article_id").map(sides)
    weighted = frame[["f", "y"]].mul(frame["w"], axis=0).groupby(side).transform("sum")
    centred = frame[["f", "y"]] - weighted.div(frame["w"].groupby(side).transform("sum"), axis=0)
    spread = float((frame["w"] * centred["f"] ** 2).sum())
    return float((frame["w"] * centred["f"] * centred["y"]).sum()) / spread if spread > 1e-12 else 0.0


def score_corrected(sums: pd.DataFrame) -> pd.DataFrame:
    """Turn sums of `count_corrected` into means: `instrument`, `codes`, both as `corrected`; else NaN."""
    weight = sums["weight"].where(sums["weight"] > 0)
    sentences = sums["sentences"].where(sums["sentences"] > 0)
    return pd.DataFrame(
        {
            "instrument": sums["instrument"] / sentences,
            "codes": sums["coded"] / weight,
            "corrected": sums["predicted"] / sentences + sums["residual"] / weight,
        }
    )


def correct_estimates(
    instrument: pd.Series, codes: pd.Series, probability: pd.Series, sides: pd.Series, **options: Any
) -> Correction:
    """Estimate and compare the sides by the instrument, by the codes alone, and by both.

    Parameters
    ----------
    instrument, codes, probability, sides : Series
        As for `count_corrected`.
    **options
        As for `compare.compare_groups`. All text of a side counts as one (the estimand is pooled), since most
        articles have too few codes for a mean of their own.

    Raises
    ------
    InputError
        A side has fewer than `LEAST_CODED` coded sentences.
    """
    if not _has_enough(codes, sides):
        raise InputError(f"A side has fewer than {LEAST_CODED} coded sentences; too few to correct anything.")
    slope = fit_slope(instrument, codes, probability, sides)
    counts = count_corrected(instrument, codes, probability, slope)
    side = counts.index.get_level_values("article_id").map(sides)
    coded = counts.groupby(side, sort=False)["codes"].sum().astype(int).rename_axis("side")
    comparison = compare_groups(
        counts, score_corrected, sides, primary=("corrected",), estimand="pooled", **options
    )
    return Correction(comparison, coded, _plan_more_codes(counts, side), slope)


def correct_codes(
    codes: pd.DataFrame,
    instruments: Mapping[str, pd.Series],
    actors: Mapping[str, pd.Series],
    sides: pd.Series,
    **options: Any,
) -> dict[str, Correction | None]:
    """Correct every instrument that something was coded for.

    Parameters
    ----------
    codes : DataFrame
        From `codesheet.locate_codes`.
    instruments : mapping of str to Series
        "tone" and frames by their lower-case names -> what the instrument says of each sentence.
    actors : mapping of str to Series
        Actor -> tone toward it in each sentence that mentions it.
    sides, **options
        As for `correct_estimates`.

    Returns
    -------
    dict of str to Correction or None
        By what was coded, an actor's tone as "tone toward ..."; None where too little was coded; adjusted for
        each other. A sheet without probabilities is taken for one that drew each side's sentences alike.
    """
    probability = codes["probability"].groupby(level=["article_id", "sentence_id"]).first()
    if probability.isna().any():
        probability = _share_coded(probability, instruments["tone"], sides)
    asked: dict[str, tuple[pd.Series, pd.Series, pd.Series]] = {}
    for name in ("tone", *list_coded_frames(codes)):
        said = tabulate_coders(codes, name).mean(axis=1).dropna()
        if name in instruments:
            asked[name] = instruments[name], said, probability[said.index]
    named = pd.concat(actors, names=["actor"]) if actors else pd.Series(dtype=float)
    many = named.groupby(level=["article_id", "sentence_id"]).size() if len(named) else named
    judged = codes["actor"].str.casefold()
    for actor, tones in actors.items():
        said = codes.loc[judged == actor.casefold(), "actor_tone"].dropna()
        said = said.groupby(level=["article_id", "sentence_id"]).mean()
        said = said[said.index.isin(tones.index)]
        asked[f"tone toward {actor}"] = tones, said, probability[said.index] / many[said.index]
    enough = {name: _has_enough(said, sides) for name, (_, said, _) in asked.items()}
    return {
        name: correct_estimates(*series, sides, questions=sum(enough.values()), **options)
        if enough[name]
        else None
        for name, series in asked.items()
        if len(series[1])
    }


def _has_enough(codes: pd.Series, sides: pd.Series) -> bool:
    """Whether each side has enough coded sentences to correct anything."""
    coded = pd.Series(codes.index.get_level_values("article_id").map(sides)).value_counts()
    return bool((coded.reindex(sides.dropna().unique(), fill_value=0) >= LEAST_CODED).all())


def _share_coded(coded: pd.Series, instrument: pd.Series, sides: pd.Series) -> pd.Series:
    """Share of each side's sentences that were coded, for each coded sentence."""
    side = coded.index.get_level_values("article_id").map(sides)
    every = pd.Series(instrument.index.get_level_values("article_id").map(sides)).value_counts()
    return pd.Series(side.map(pd.Series(side).value_counts() / every), coded.index)


def _plan_more_codes(counts: pd.DataFrame, side: pd.Index) -> float:
    """How many more codes would halve the interval of the difference of two sides (NaN: more than there are).

    The variance of a side's corrected mean is Var(y) / N + Var(y - b f) (1 / n - 1 / N): the first part is
    the text's own and stays, the second falls with the codes n.
    """
    fixed, falls, numbers = 0.0, 0.0, []
    for _, rows in counts.groupby(side, sort=False):
        coded = rows[rows["codes"] > 0]
        n, number = len(coded), len(rows)
        noise = _weighted_variance(coded["residual"] / coded["weight"], coded["weight"])
        own = _weighted_variance(coded["coded"] / coded["weight"], coded["weight"])
        fixed += (own - noise) / number
        falls += noise / n
        numbers.append((n, number))
    room = (fixed + falls) / 4 - fixed
    if len(numbers) != 2 or room <= 0 or falls == 0:
        return np.nan
    times = falls / room
    if any(times * n > number for n, number in numbers):
        return np.nan
    return float(np.ceil((times - 1) * sum(n for n, _ in numbers)))


def _weighted_variance(values: pd.Series, weight: pd.Series) -> float:
    mean = np.average(values, weights=weight)
    return float(np.average((values - mean) ** 2, weights=weight) * len(values) / max(len(values) - 1, 1))
