"""Codes correct an instrument: golden numbers of ppi-python, coverage on known truth, the plan for more."""

import numpy as np
import pandas as pd
import pytest

from analysis import compare, correct
from analysis.present import wording
from analysis.present.numbers import write_number
from analysis.schema import InputError

SIDES = pd.Series({"a": "A", "b": "B"})


def made(rng, number=(300, 300), bias=0.4, noise=0.3, truth=(0.1, -0.1)):
    """Readers' tone, and an instrument that follows it with a bias on one side only."""
    index = [(article, k) for article, n in zip("ab", number, strict=True) for k in range(n)]
    index = pd.MultiIndex.from_tuples(index, names=["article_id", "sentence_id"])
    second = index.get_level_values(0) == "b"
    readers = pd.Series(np.where(second, truth[1], truth[0]) + 0.4 * rng.standard_normal(len(index)), index)
    said = 0.6 * readers + noise * rng.standard_normal(len(index)) + bias * second
    return said, readers


def drawn(rng, readers, number=60):
    """Codes of `number` sentences a side, and the probability of each."""
    sizes = readers.groupby(level=0).size()
    chosen = [rng.choice(readers.loc[[a]].index, number, replace=False) for a in sizes.index]
    codes = readers[pd.MultiIndex.from_tuples(np.concatenate(chosen), names=readers.index.names)]
    return codes, pd.Series(number / codes.index.get_level_values(0).map(sizes), codes.index)


def test_the_estimate_is_prediction_powered_inference():
    """ppi-python 0.2.3, `ppi_mean_pointestimate` and `ppi_mean_ci` with lam=1, on these very numbers.

    Its unlabelled part is here the instrument on all sentences, since ours counts the coded among them.
    """
    golden = {"a": (0.0343282, -0.0524936, 0.12115), "b": (-0.10414172, -0.18607611, -0.02220733)}
    rng = np.random.default_rng(3)
    said, readers = made(rng, (400, 400))
    codes, probability = drawn(rng, readers, 80)
    counts = correct.count_corrected(said, codes, probability, slope=1.0)
    result = compare.compare_groups(counts, correct.score_corrected, SIDES, dependence=1)
    estimates = result.estimates.set_index(["score", "side"])
    for article, (value, low, high) in golden.items():
        got = estimates.loc[("corrected", SIDES[article])]
        assert got["estimate"] == pytest.approx(value, abs=1e-6)
        assert got["low"] == pytest.approx(low, abs=0.02)
        assert got["high"] == pytest.approx(high, abs=0.02)
        own = codes[codes.index.get_level_values(0) == article]
        assert estimates.loc[("codes", SIDES[article]), "estimate"] == pytest.approx(own.mean())


def test_intervals_hold_the_truth_where_the_instruments_do_not():
    rng = np.random.default_rng(7)
    trials = {}
    for trial in range(400):
        said, readers = made(rng)
        codes, probability = drawn(rng, readers)
        slope = correct.fit_slope(said, codes, probability, SIDES)
        trials[f"{trial:03}"] = correct.count_corrected(said, codes, probability, slope)
    counts = pd.concat(trials, names=["item"]).reorder_levels(["article_id", "sentence_id", "item"])
    gaps = compare.compare_groups(
        counts,
        correct.score_corrected,
        SIDES,
        exposure=counts.xs("000", level="item")[[]],
        dependence=1,
        replicates=400,
    ).gaps
    gaps = gaps.assign(held=(gaps["low"] <= 0.2) & (gaps["high"] >= 0.2), width=gaps["high"] - gaps["low"])
    rates, width = gaps.groupby("score")["held"].mean(), gaps.groupby("score")["width"].mean()
    print(f"\ncoverage {rates.round(3).to_dict()}, width {width.round(3).to_dict()}")
    assert rates["instrument"] < 0.2
    assert 0.925 <= rates["corrected"] <= 0.975
    assert width["corrected"] < 0.95 * width["codes"]


def test_unequal_probabilities_are_weighed_out():
    """Half of the positive and a tenth of the negative sentences drawn: the codes' mean is not fooled."""
    rng = np.random.default_rng(5)
    said, readers = made(rng, (4000, 4000))
    chance = pd.Series(np.where(said > 0, 0.5, 0.1), said.index)
    picked = rng.random(len(said)) < chance
    counts = correct.count_corrected(said, readers[picked], chance[picked], slope=0.7)
    got = correct.score_corrected(counts.groupby("article_id").sum())
    truth = readers.groupby(level=0).mean()
    assert np.abs(readers[picked].groupby(level=0).mean() - truth).min() > 0.05
    np.testing.assert_allclose(got["codes"], truth, atol=0.04)
    np.testing.assert_allclose(got["corrected"], truth, atol=0.03)


def test_with_everything_coded_the_codes_are_the_estimate():
    said, readers = made(np.random.default_rng(1), (40, 30))
    counts = correct.count_corrected(said, readers, pd.Series(1.0, readers.index), slope=0.7)
    got = correct.score_corrected(counts.groupby("article_id").sum())
    np.testing.assert_allclose(got["corrected"], readers.groupby(level=0).mean())


def test_a_useless_instrument_leaves_the_codes_alone():
    rng = np.random.default_rng(2)
    _, readers = made(rng)
    noise = pd.Series(rng.standard_normal(len(readers)), readers.index)
    codes, probability = drawn(rng, readers)
    result = correct.correct_estimates(noise, codes, probability, SIDES, dependence=1)
    gaps = result.comparison.gaps.set_index("score")
    assert abs(result.slope) < 0.15
    assert gaps.loc["corrected", "difference"] == pytest.approx(gaps.loc["codes", "difference"], abs=0.05)


def test_as_many_more_codes_as_it_says_halve_the_interval():
    rng = np.random.default_rng(4)
    said, readers = made(rng, (3000, 3000), noise=0.5)

    def width(number):
        codes, probability = drawn(rng, readers, number)
        result = correct.correct_estimates(said, codes, probability, SIDES, dependence=1, replicates=400)
        gap = result.comparison.gaps.set_index("score").loc["corrected"]
        return gap["high"] - gap["low"], result.more

    first, more = width(60)
    second, _ = width(60 + round(more / 2))
    assert second / first == pytest.approx(0.5, abs=0.1)
    assert np.isnan(width(2900)[1])


def test_the_finding_says_what_each_measures_alone_and_what_more_codes_would_do():
    rng = np.random.default_rng(4)
    said, readers = made(rng, (3000, 3000), noise=0.5)
    codes, probability = drawn(rng, readers, 60)
    result = correct.correct_estimates(said, codes, probability, SIDES, dependence=1, replicates=200)
    (found,) = wording.say_corrections({"tone": result}, {"tone": "Tone as coders read it"})
    assert found.difference.name == "Tone as coders read it"
    alone = result.comparison.gaps.set_index("score")["difference"]
    for name in ("instrument", "codes"):
        assert f"{name} alone" in found.text
        assert write_number(alone[name], 2) in found.text
    assert "coded were 60 sentences of" in found.text
    assert f"about {result.more:.0f} more codes would halve the interval" in found.text


def test_too_few_codes_and_impossible_probabilities_are_refused():
    rng = np.random.default_rng(1)
    said, readers = made(rng, (30, 30))
    codes, probability = drawn(rng, readers, 9)
    with pytest.raises(InputError, match="fewer than 10 coded sentences"):
        correct.correct_estimates(said, codes, probability, SIDES)
    with pytest.raises(InputError, match="must lie above 0"):
        correct.count_corrected(said, codes, probability * 0, slope=1.0)


def test_every_measure_that_was_coded_is_corrected_and_adjusted_for_the_others():
    rng = np.random.default_rng(6)
    said, readers = made(rng, (60, 60))
    every = readers.index
    codes = pd.DataFrame(
        {
            "tone": np.sign(readers.round(1)),
            "frames": np.where(readers > 0.2, "conflict", ""),
            "actor": np.where(np.arange(len(every)) % 2, "kim", ""),
            "actor_tone": np.where(np.arange(len(every)) % 2, np.sign(readers), np.nan),
            "probability": 1.0,
        },
        every,
    )
    codes = codes.set_index(pd.Index(["1"] * len(codes), name="coder"), append=True)
    actors = {"Kim": said[1::2], "Moon": said[::2]}
    conflict = (said > 0.2).astype(float)
    found = correct.correct_codes(codes, {"tone": said, "conflict": conflict}, actors, SIDES, replicates=200)
    assert set(found) == {"tone", "conflict", "tone toward Kim"}
    gaps = found["tone"].comparison.gaps.set_index("score").loc["corrected"]
    assert gaps["p_adjusted"] == pytest.approx(min(3 * gaps["p_value"], 1))
    few = codes.assign(actor=np.where(np.arange(len(every)) < 5, "kim", ""), actor_tone=1.0)
    left = correct.correct_codes(few, {"tone": said}, actors, SIDES, replicates=200)
    assert left["tone toward Kim"] is None
    bare = codes.assign(probability=np.nan)
    same = correct.correct_codes(bare, {"tone": said}, {}, SIDES, replicates=200)["tone"]
    pd.testing.assert_frame_equal(same.comparison.estimates, found["tone"].comparison.estimates)
