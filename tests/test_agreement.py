import numpy as np
import pandas as pd
import pytest
from scipy.stats import pearsonr, spearmanr

from analysis.measures import sentiment
from analysis.present import wording
from analysis.schema import InputError
from analysis.validate import agreement
from training import accuracy

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section E: four observers, twelve units.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def rng():
    return np.random.default_rng(3)


def rated(articles=40, sentences=8, noise=1.0):
    """Sentences whose truth is known, and an instrument that sees it through noise."""
    r = rng()
    index = pd.MultiIndex.from_product(
        [range(articles), range(sentences)], names=["article_id", "sentence_id"]
    )
    truth = np.repeat(r.normal(size=articles), sentences) + r.normal(size=len(index))
    tones = pd.DataFrame({"seer": truth, "noisy": truth + noise * r.normal(size=len(index))}, index=index)
    return tones, pd.Series(truth, index=index)


@pytest.mark.parametrize(("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_as_published(level, value):
    table = pd.DataFrame(OBSERVERS, dtype=float).T
    found = agreement.krippendorff_alpha(table, level, rng=rng(), replicates=50)
    assert found["value"] == pytest.approx(value, abs=0.001)
    assert found["n"] == 11
    assert found["low"] <= value <= found["high"]


def test_alpha_of_codes_that_never_vary_is_undefined():
    found = agreement.krippendorff_alpha(
        pd.DataFrame({"a": [1.0, 1.0], "b": [1.0, 1.0]}), rng=rng(), replicates=5
    )
    assert np.isnan(found["value"])
    assert "cannot be computed" in wording.warn_of_coders(found["value"])


def test_coders_who_disagree_are_warned_of():
    r = rng()
    table = pd.DataFrame(r.integers(-1, 2, (60, 2)).astype(float))
    alpha = agreement.krippendorff_alpha(table, rng=r, replicates=20)["value"]
    assert "says little about the instrument" in wording.warn_of_coders(alpha)
    same = pd.DataFrame({"a": table[0], "b": table[0]})
    assert wording.warn_of_coders(agreement.krippendorff_alpha(same, rng=r, replicates=20)["value"]) == ""


def test_correlations_are_pearsons_and_their_intervals_hold_them():
    tones, truth = rated()
    found = agreement.correlate_instruments(tones, truth, rng=rng()).set_index(["instrument", "level"])
    assert found.loc[("seer", "sentence"), "value"] == pytest.approx(1)
    assert found.loc[("noisy", "sentence"), "value"] == pytest.approx(pearsonr(tones["noisy"], truth)[0])
    means = pd.concat([tones["noisy"], truth], axis=1).groupby("article_id").mean()
    row = found.loc[("noisy", "article")]
    assert row["value"] == pytest.approx(pearsonr(*means.to_numpy().T)[0])
    assert row["low"] < row["value"] < row["high"]
    assert row["n"] == 40


def test_intervals_come_from_articles_not_from_sentences():
    tones, truth = rated()
    same = truth.groupby("article_id").transform("first")  # every sentence of an article alike
    found = agreement.correlate_instruments(tones, same, rng=rng()).set_index(["instrument", "level"])
    width = found["high"] - found["low"]
    by_sentence = 2 * 1.96 * (1 - found["value"] ** 2) / np.sqrt(found["n"])
    assert width[("noisy", "sentence")] > 1.5 * by_sentence[("noisy", "sentence")]


def test_a_score_that_never_varies_has_no_correlation():
    tones, truth = rated()
    found = agreement.correlate_instruments(tones.assign(flat=0.25), truth, rng=rng(), replicates=20)
    assert found.set_index("instrument").loc["flat", "value"].isna().all()


def test_one_reader_is_the_mean_of_leaving_one_out():
    _, truth = rated()
    r = rng()
    readings = pd.DataFrame({f"reader_{k}": truth + r.normal(size=len(truth)) for k in range(3)})
    found = accuracy.correlate_one_reader(readings, rng=r, replicates=20).set_index("level")["value"]
    expected = [pearsonr(readings[c], readings.drop(columns=c).mean(axis=1))[0] for c in readings]
    assert found["sentence"] == pytest.approx(np.mean(expected))


def test_pairs_of_a_perfect_instrument_are_all_right_and_of_its_opposite_none():
    tones, truth = rated()
    found = accuracy.measure_pair_accuracy(
        tones.assign(wrong=-truth, flat=0.0), truth, rng=rng(), replicates=20
    )
    by = found.groupby("instrument")["value"]
    assert (by.min()["seer"], by.max()["wrong"]) == (1, 0)
    assert found[(found["instrument"] == "flat") & (found["n"] > 0)]["value"].eq(0.5).all()
    noisy = found[found["instrument"] == "noisy"]
    assert noisy["n"].iloc[0] == 40 * 39 / 2 == noisy["n"].iloc[1:].sum()
    assert noisy["value"].iloc[1:].is_monotonic_increasing
    assert noisy["low"].iloc[0] < noisy["value"].iloc[0] < noisy["high"].iloc[0]


def test_the_ceiling_is_the_correlation_that_the_truth_itself_would_have():
    _, truth = rated(articles=200)
    r = rng()
    readings = pd.DataFrame({f"reader_{k}": truth + 2 * r.normal(size=len(truth)) for k in range(5)})
    found = accuracy.measure_ceiling(readings, rng=r, replicates=50).set_index("level")
    means = readings.mean(axis=1)
    assert found.loc["sentence", "value"] == pytest.approx(pearsonr(truth, means)[0], abs=0.01)
    article = [pair.groupby("article_id").mean() for pair in (truth, means)]
    assert found.loc["article", "value"] == pytest.approx(pearsonr(*article)[0], abs=0.01)
    assert (found["low"] < found["value"]).all()


def test_recovery_is_the_share_of_the_readers_gap_whatever_the_noise():
    tones, truth = rated(articles=300)
    half = tones.assign(half=0.5 * truth + 3)[["half", "noisy"]]
    found = accuracy.measure_recovery(half, truth, rng=rng(), replicates=50).set_index("instrument")
    assert found.loc["half", "value"] == pytest.approx(0.5)
    assert found.loc["noisy", "low"] < 1 < found.loc["noisy", "high"]


def test_runs_are_neighbouring_sentences_and_short_articles_go():
    tones, _ = rated(articles=50, sentences=8)
    short = tones.drop([(0, k) for k in range(3, 8)])
    runs = accuracy.cut_runs(short, 5, rng())
    places = runs.reset_index().groupby("article_id")["sentence_id"]
    assert 0 not in places.groups
    assert len(places.groups) == 49
    assert (places.max() - places.min()).eq(4).all()
    assert places.min().nunique() == 4  # anywhere: it begins at 0 to 3


def test_a_gap_is_looked_up_among_texts_no_longer_than_the_shorter_one():
    tones, truth = rated()
    parts = [
        accuracy.measure_pair_accuracy(frame, truth.loc[frame.index], rng=rng(), replicates=20)
        for frame in (accuracy.cut_runs(tones, 3, rng()), tones)
    ]
    table = pd.concat(parts)
    lengths = {n: agreement.find_gap_class(table, "noisy", 0.1, n)["sentences"] for n in (1, 3, 7, 8, 100)}
    assert lengths == {1: 3, 3: 3, 7: 3, 8: 8, 100: 8}


def test_what_is_said_of_a_gap_is_the_row_it_falls_in():
    tones, truth = rated()
    table = accuracy.measure_pair_accuracy(tones, truth, rng=rng(), replicates=20)
    last = table[table["instrument"] == "noisy"].iloc[-1]
    (said,) = wording.say_trust(agreement.find_gap_class(table, "noisy", -100.0), "noisy")
    assert f"{last['value']:.0%}" in said
    assert "or more" in said
    (unknown,) = wording.say_trust(agreement.find_gap_class(table, "unheard", 0.1), "unheard")
    assert "has not been measured" in unknown
    _, recovered = wording.say_trust(last, "noisy", {"value": 0.5, "low": 0.4, "high": 0.6, "n": 40})
    assert "shows 50% on average (interval 40% to 60%; 40 pieces)" in recovered


def test_verdicts_are_counted_and_held_against_readers():
    tones, truth = rated()

    def judge(counts, by):
        mean = counts["seer"].groupby("article_id").mean().rename(by)
        gap = mean["a"] - mean["b"]
        return (np.nan, "too little text") if abs(gap) < 0.2 else (gap, "clear")

    found = accuracy.measure_verdict_accuracy(tones, truth, judge, rng=rng(), number=60)
    assert found["pairs"].sum() == 60
    assert found["share"].sum() == pytest.approx(1)
    assert found.loc["clear", "value"] == 1
    assert found.loc["clear", "low"] < 1
    assert np.isnan(found.loc["too little text", "value"])


def test_wilson_golden():
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 gives .2553 to .3662.
    low, high = accuracy.wilson_interval(np.array([81 / 263]), np.array([263]), 0.95)
    assert (low[0], high[0]) == pytest.approx((0.2553, 0.3662), abs=1e-4)


def test_against_coders_is_a_rank_correlation_of_coded_sentences_only():
    tones, truth = rated()
    codes = pd.DataFrame({"1": np.sign(truth.round()), "2": np.sign(truth)}).iloc[:100]
    codes.iloc[0] = np.nan
    found = agreement.correlate_with_coders(tones, codes, rng=rng(), replicates=50).set_index("instrument")
    kept = codes.iloc[1:].mean(axis=1)
    assert found.loc["noisy", "value"] == pytest.approx(spearmanr(tones["noisy"].iloc[1:100], kept)[0])
    assert found.loc["noisy", "n"] == 99
    with pytest.raises(InputError, match="No sentence was coded"):
        agreement.correlate_with_coders(tones, codes.iloc[:1], rng=rng())


def test_shipped_figures_have_every_instrument_and_lie_in_their_intervals():
    table = agreement.read_shipped_accuracy()
    assert set(table["measure"]) == {"correlation", "recovery", "pairs", "verdict"}
    for measure, rows in table.groupby("measure"):
        missing = {*sentiment.INSTRUMENTS} - {*rows["instrument"]}
        assert not missing, f"{measure} of {missing}: run `python -m training.combine_lists`"
    known = table.dropna(subset=["value", "low"])
    assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()
    (said,) = wording.say_trust(agreement.find_gap_class(table, "vader", 0.1), "vader")
    assert "about 10 sentences" in said
    assert set(table["sentences"].dropna()) == {*accuracy.LENGTHS, 10}
