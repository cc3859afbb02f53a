"""Sides compared: what `analysis.compare` promises of any counts."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import compare
from analysis.compare import design, intervals, resample, verdicts
from analysis.measures.registry import find_measures
from analysis.schema import VERDICTS, InputError

KEYS = ["article_id", "sentence_id"]


def scores(sums):
    """Toy readability: a grade of two ratios, and a mean."""
    length, syllables = sums["words"] / sums["sentences"], sums["syllables"] / sums["words"]
    return pd.DataFrame(
        {"grade": 0.39 * length + 11.8 * syllables - 15.59, "tone": sums["tone"] / sums["sentences"]}
    )


def rate(sums):
    return pd.DataFrame({"rate": 100 * sums["hits"] / sums["words"]})


def text(name, rng, sentences=20, words=20.0, tone=0.0):
    """Counts of one made-up article."""
    count = rng.poisson(words, sentences) + 3
    return pd.DataFrame(
        {
            "sentences": 1,
            "words": count,
            "syllables": count + rng.poisson(count * 0.6),
            "tone": tone + 0.3 * rng.standard_normal(sentences),
        },
        index=pd.MultiIndex.from_product([[name], range(sentences)], names=KEYS),
    )


def hits(counts, rows, item="war"):
    """One hit of `item` in each of the numbered rows of `counts`."""
    at = counts.index[list(rows)]
    levels = [at.get_level_values(0), at.get_level_values(1), [item] * len(at)]
    return pd.DataFrame({"hits": 1}, index=pd.MultiIndex.from_arrays(levels, names=[*KEYS, "item"]))


def sided(counts, names):
    articles = counts.index.get_level_values(0).unique()
    return pd.Series([names[k % len(names)] for k in range(len(articles))], index=articles)


def run(counts, function=scores, by=None, seed=5, **options):
    by = sided(counts, ["Axios", "The Hill"]) if by is None else by
    options = {"replicates": 400, "primary": ("grade",) if function is scores else ("rate",), **options}
    return compare.compare_groups(counts, function, by, seed=seed, **options)


def corpus(sizes, seed=1, **options):
    rng = np.random.default_rng(seed)
    return pd.concat([text(f"a{k:02}", rng, size, **options) for k, size in enumerate(sizes)])


def row(frame, **where):
    for column, value in where.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


# --- what is estimated ------------------------------------------------------------------------------------


def test_pooled_estimates_are_scores_of_sums():
    counts = corpus([11, 48])
    result = run(counts)
    expected = scores(counts.groupby("article_id").sum())
    for side, article in (("Axios", "a00"), ("The Hill", "a01")):
        for score in ("grade", "tone"):
            got = row(result.estimates, side=side, score=score)
            assert got["estimate"] == pytest.approx(expected.loc[article, score])
            assert (got["unit"], got["estimand"]) == ("sentence", "pooled")
    gap = row(result.gaps, score="grade")
    assert gap["difference"] == pytest.approx(expected.loc["a00", "grade"] - expected.loc["a01", "grade"])
    assert (gap["n"], gap["n_a"], gap["n_b"], gap["articles_a"]) == (59, 11, 48, 1)
    estimate = row(result.estimates, side="Axios", score="tone")
    assert estimate["words"] == counts.loc["a00", "words"].sum()
    assert estimate["sentences"] == 11


@pytest.mark.parametrize(("articles", "unit"), [(6, "sentence"), (16, "article")])
def test_several_articles_are_averaged_whatever_is_resampled(articles, unit):
    counts = corpus(range(10, 10 + articles))
    result = run(counts)
    each = scores(counts.groupby("article_id").sum()).groupby(sided(counts, ["Axios", "The Hill"])).mean()
    got = row(result.estimates, side="The Hill", score="grade")
    assert (got["unit"], got["estimand"]) == (unit, "mean over articles")
    assert got["estimate"] == pytest.approx(each.loc["The Hill", "grade"])


def test_pooled_may_be_asked_for_with_several_articles():
    counts = corpus([10, 40, 10, 40])
    got = row(run(counts, estimand="pooled").estimates, side="Axios", score="grade")
    pooled = scores(counts.loc[["a00", "a02"]].sum().to_frame().T)["grade"].iloc[0]
    assert got["estimate"] == pytest.approx(pooled)


def test_a_rate_counts_the_sentences_without_a_hit():
    counts = corpus([11, 48])
    result = run(hits(counts, [0, 2, *range(20, 30)]), rate, exposure=counts[["words", "sentences"]])
    got = row(result.estimates, side="Axios")
    assert got["estimate"] == pytest.approx(200 / counts.loc["a00", "words"].sum())
    assert (got["item"], got["n"]) == ("war", 11)


def test_more_than_two_sides_are_each_compared_with_the_rest():
    counts = corpus([20] * 6)
    result = run(counts, by=sided(counts, ["A", "B", "C"]), estimand="pooled")
    assert list(zip(result.gaps["side_a"], result.gaps["side_b"], strict=True))[::2] == [
        ("A", "rest"),
        ("B", "rest"),
        ("C", "rest"),
    ]
    rest = scores(counts.loc[["a01", "a02", "a04", "a05"]].sum().to_frame().T)["grade"].iloc[0]
    assert row(result.gaps, side_a="A", score="grade")["estimate_b"] == pytest.approx(rest)
    assert set(result.estimates["side"]) == {"A", "B", "C"}


def test_one_side_is_estimated_and_compared_with_nobody():
    counts = corpus([20, 20])
    result = run(counts, by=sided(counts, ["A"]))
    assert result.gaps.empty
    assert {"difference", "verdict", "note"} <= set(result.gaps.columns)
    assert np.isfinite(result.estimates["low"]).all()


# --- events -----------------------------------------------------------------------------------------------


def test_events_told_by_both_sides_are_what_is_resampled():
    counts = corpus([12] * 20)
    articles = counts.index.get_level_values(0).unique()
    block = pd.Series([str(k // 2) for k in range(18)] + ["x", "y"], index=articles)
    result = run(counts, block=block)
    gap = row(result.gaps, score="grade")
    assert (gap["unit"], gap["n"], gap["articles_a"]) == ("event", 9, 9)
    assert gap["note"] == "compared within 9 shared events; 2 articles of other events left out"
    each = scores(counts.groupby("article_id").sum())["grade"].to_numpy()[:18]
    assert gap["difference"] == pytest.approx((each[::2] - each[1::2]).mean())


def test_events_take_out_what_stories_differ_in():
    """Sides that tell each story alike do not differ, however unlike the stories they pick."""
    rng = np.random.default_rng(3)
    frames, by, block = [], {}, {}
    for event in range(10):
        for k in range(3):
            side = "A" if (k == 0) == (event < 5) else "B"
            name = f"e{event}k{k}"
            frames.append(text(name, rng, 30, words=35 if event < 5 else 12))
            by[name], block[name] = side, f"event {event}"
    counts, by, block = pd.concat(frames), pd.Series(by), pd.Series(block)
    picked = row(run(counts, by=by).gaps, score="grade")
    matched = row(run(counts, by=by, block=block).gaps, score="grade")
    assert abs(picked["difference"]) > 2
    assert picked["high"] - picked["low"] > 2 * (matched["high"] - matched["low"])
    assert matched["p_value"] > 0.2
    assert abs(matched["difference"]) < 1


def test_one_shared_event_leaves_articles_the_unit():
    counts = corpus([12] * 16)
    block = pd.Series("summit", index=counts.index.get_level_values(0).unique())
    gap = row(run(counts, block=block).gaps, score="grade")
    assert (gap["unit"], gap["n"], gap["note"]) == ("article", 16, "compared within 1 shared event")


def test_articles_are_matched_within_few_events():
    counts = corpus([12] * 20)
    articles = counts.index.get_level_values(0).unique()
    by = pd.Series(["A"] * 7 + ["B"] * 3 + ["A"] * 3 + ["B"] * 7, index=articles)
    block = pd.Series(["one"] * 10 + ["two"] * 10, index=articles)
    gap = row(run(counts, by=by, block=block).gaps, score="grade")
    cells = scores(counts.groupby("article_id").sum())["grade"].groupby([block, by]).mean().unstack()
    assert gap["unit"] == "article"
    assert gap["difference"] == pytest.approx((cells["A"] - cells["B"]).mean())


def test_labels_change_places_only_within_a_block():
    block = np.array([0, 1, 0, 2, 1, 2, 0])
    drawn = resample.permute_within_blocks(block, np.random.default_rng(1), 50)
    assert (block[drawn] == block).all()
    assert (np.sort(drawn, axis=1) == np.arange(7)).all()
    assert len(np.unique(drawn, axis=0)) > 10


def test_too_few_shared_events_speak_only_of_these_texts():
    counts = corpus([12] * 16)
    block = pd.Series(["a", "a", *map(str, range(13)), "0"], index=counts.index.get_level_values(0).unique())
    gap = row(run(counts, block=block).gaps, score="grade")
    assert gap["unit"] == "sentence"
    assert "too few to speak of outlets" in gap["note"]


@pytest.mark.parametrize("events", [np.nan, ""])
def test_events_nobody_filled_in_do_not_matter(events):
    counts = corpus([12] * 16)
    block = pd.Series(events, index=counts.index.get_level_values(0).unique())
    pd.testing.assert_frame_equal(run(counts, block=block).gaps, run(counts).gaps)


def test_an_alternative_may_lack_an_article_of_an_event():
    counts = corpus([12] * 18)
    block = pd.Series(np.arange(18) // 2, index=counts.index.get_level_values(0).unique())
    table = compare.compare_multiverse(
        counts, scores, sided(counts, ["A", "B"]), {"short": counts.drop(index="a00")}, block=block
    )
    each = scores(counts.groupby("article_id").sum())["grade"].to_numpy()[2:]
    got = row(table, alternative="short", score="grade")["difference"]
    assert got == pytest.approx((each[::2] - each[1::2]).mean())


# --- intervals and tests ----------------------------------------------------------------------------------


def test_expanded_tail_is_hesterbergs():
    """For one sample: alpha'/2 = Phi(-sqrt(n / (n - 1)) t(alpha/2; n - 1)), worked out apart."""
    tails = {5: 0.00096, 10: 0.0086, 20: 0.0159}
    for n, tail in tails.items():
        values = np.random.default_rng(n).standard_normal((n, 1, 1))
        ones = np.ones((n, 1, 1))
        one = design.Sample(
            np.concatenate([values, ones], -1), np.array([n]), np.array([0]), np.ones(1), np.zeros(n, int)
        )
        spread = resample.delta_method(one, design.score_means)
        assert spread.variance[0, 0, 0] == pytest.approx(values.var(ddof=1) / n, rel=1e-6)
        replicates = np.linspace(0, 1, 100_001)[:, None, None]
        low, high = intervals.expand_percentiles(replicates, spread.ratio[0], spread.freedom[0], 0.95)
        assert low[0, 0] == pytest.approx(tail, rel=0.02)
        assert high[0, 0] == pytest.approx(1 - tail, rel=0.02)


def test_linearised_variance_is_welchs_for_means_and_the_jackknifes_for_ratios():
    counts = corpus([11, 48])
    by = sided(counts, ["A", "B"])
    table, units = _units(counts, by)
    variance = resample.delta_method(units, design.score_sample(units, table, scores)).variance[:, 0]
    tone = [part["tone"].var() / len(part) for _, part in counts.groupby("article_id")]
    np.testing.assert_allclose(variance[:, 1], [*tone, sum(tone)], rtol=1e-5)
    for k, (_, part) in enumerate(counts.groupby("article_id")):
        left_out = scores(part.sum() - part)["grade"]
        n = len(part)
        assert variance[k, 0] == pytest.approx(
            (n - 1) / n * ((left_out - left_out.mean()) ** 2).sum(), rel=0.1
        )


def _units(counts, by):
    by = design.label_articles(counts, None, by)
    pair = next(design.pair_sides(by, None, 8))
    table = design.tabulate_counts(counts, None, pair.unit)
    return table, design.make_sample(table, pair, scores, "pooled", dependence=1)


def test_a_difference_has_the_freedom_of_its_smaller_side():
    counts = corpus([11, 48])
    table, units = _units(counts, sided(counts, ["A", "B"]))
    spread = resample.delta_method(units, design.score_sample(units, table, scores))
    np.testing.assert_allclose(spread.freedom[:, 0, 0], [10, 47, 10])
    np.testing.assert_allclose(spread.ratio[:, 0, 0] ** 2, [11 / 10, 48 / 47, 11 / 10])


def test_two_hits_in_short_sentences_are_no_evidence_against_long_ones_without():
    """The studentised difference alone rejects here: its error is little more than the root of two."""
    rng = np.random.default_rng(6)
    counts = pd.concat([text("a00", rng, 11, words=28), text("a01", rng, 48, words=12)])
    by, exposure = sided(counts, ["A", "B"]), counts[["words", "sentences"]]
    assert run(hits(counts, [20, 40]), rate, by=by, exposure=exposure).gaps["p_value"].iloc[0] > 0.3


def test_the_statistic_of_a_mean_is_welchs_t():
    counts = corpus([11, 48])
    table, units = _units(counts, sided(counts, ["A", "B"]))
    function = design.score_sample(units, table, scores, ["tone"])
    got = resample.studentise_difference(
        units, function, np.arange(59)[None], resample.find_relevant_columns(units, function)
    )[0, 1, 0, 0]
    a, b = counts.loc["a00", "tone"], counts.loc["a01", "tone"]
    assert got == pytest.approx(stats.ttest_ind(a, b, equal_var=False).statistic, rel=1e-6)


@pytest.mark.parametrize(("seed", "off"), [(4, 0.05), (5, 0.015)])
def test_the_p_value_is_a_full_permutation_tests(seed, off):
    """With 5 against 5 the 252 arrangements can all be tried; a p that is large is drawn less often."""
    counts = corpus([5, 5], seed=seed)
    got = row(run(counts, primary=("tone",), replicates=20_000, dependence=1).gaps, score="tone")["p_value"]
    tone = counts["tone"].to_numpy()

    def statistics(chosen):
        a, b = tone[list(chosen)], np.delete(tone, chosen)
        return abs(a.mean() - b.mean()), abs(stats.ttest_ind(a, b, equal_var=False).statistic)

    every = np.array([statistics(chosen) for chosen in combinations(range(10), 5)])
    exact = (
        (every >= statistics(range(5)) - np.array(1e-9)).mean(axis=0).max()
    )  # so few units: both must hold
    assert (exact > verdicts.LIKELY) == (off > 0.02)
    assert got == pytest.approx(exact, abs=off)


def test_a_score_that_jumps_at_the_data_has_the_spread_of_one_that_does_not():
    """Linsear Write loses a school year where its rate is at most 20, and a text may have just that."""
    counts = corpus([12, 12], seed=1)
    counts["words"] = np.resize([18, 22, 20], 24)

    def jump(sums):
        length = sums["words"] / sums["sentences"]
        return pd.DataFrame({"plain": length / 2, "jumping": (length - 2 * (length <= 20)) / 2})

    gaps = run(counts, jump, primary=("plain", "jumping")).gaps.set_index("score")
    assert gaps.loc["jumping", "detectable"] == pytest.approx(gaps.loc["plain", "detectable"], rel=1e-6)


@pytest.mark.parametrize(("seed", "most"), [(0, verdicts.FEW), (5, 20_000)])
def test_only_a_p_that_may_become_small_is_drawn_often(monkeypatch, seed, most):
    drawn, test = [], resample.permutation_test

    def count(sample, score, rng, replicates):
        drawn.append(replicates)
        return test(sample, score, rng, replicates)

    monkeypatch.setattr(resample, "permutation_test", count)
    run(corpus([5, 5], seed=seed), primary=("tone",), replicates=20_000, dependence=1)
    assert max(drawn) == most


def test_blocks_of_replicates_and_bundles_of_units_change_only_chance(monkeypatch):
    counts = corpus([300, 300])
    whole = run(counts, replicates=2000)
    monkeypatch.setattr(resample, "BUDGET", 20_000)
    blocks = run(counts, replicates=2000)
    monkeypatch.setattr(resample.bundle_units, "__defaults__", (100,))
    monkeypatch.setattr(resample, "LEAST_BUNDLES", 50)
    bundles = run(counts, replicates=2000)
    for other in (blocks, bundles):
        a, b = row(whole.gaps, score="grade"), row(other.gaps, score="grade")
        assert b["difference"] == pytest.approx(a["difference"])
        assert b["n"] == a["n"]
        assert b["high"] - b["low"] == pytest.approx(a["high"] - a["low"], rel=0.25)
        assert b["p_value"] == pytest.approx(a["p_value"], abs=0.1)


def test_the_family_is_the_primary_scores_times_items_times_sides():
    counts = corpus([20, 20, 20])
    result = run(counts, by=sided(counts, ["A", "B", "C"]), primary=("grade", "tone"))
    expected = stats.false_discovery_control(result.gaps["p_value"])
    np.testing.assert_allclose(result.gaps["p_adjusted"], expected)
    secondary = run(counts, by=sided(counts, ["A", "B", "C"])).gaps.query("score == 'tone'")
    assert secondary["p_value"].isna().all()
    assert secondary["p_adjusted"].isna().all()
    assert (secondary["verdict"] == "").all()
    assert secondary["low"].notna().all()


# --- too little, and nothing at all -----------------------------------------------------------------------


def test_four_sentences_are_too_few_and_five_are_not():
    for sentences in (4, 5):
        result = run(corpus([sentences, 30]))
        gap, side = row(result.gaps, score="grade"), row(result.estimates, score="grade", side="Axios")
        assert np.isfinite(side["estimate"])
        assert np.isfinite([gap["difference"], gap["low"], gap["p_value"], side["low"]]).all() == (
            sentences == 5
        )
        assert (gap["verdict"] == "too little text") == (sentences == 4)
        reason = "" if sentences == 5 else "Axios has 4 sentences, fewer than 5"
        assert gap["reason"] == side["reason"] == reason


def test_no_hit_on_one_side_is_not_certainty():
    counts = corpus([11, 48])
    exposure = counts[["words", "sentences"]]
    result = run(
        hits(counts, range(11, 40)), rate, by=sided(counts, ["Axios", "The Hill"]), exposure=exposure
    )
    side, gap = row(result.estimates, side="Axios"), result.gaps.iloc[0]
    bound = 100 * -np.log(0.05) / counts.loc["a00", "words"].sum()
    assert (side["estimate"], side["low"]) == (0, 0)
    assert side["high"] == pytest.approx(bound)
    assert "rule of three" in side["reason"]
    assert gap["high"] - gap["difference"] > bound * 0.99
    assert gap["verdict"] == "clear"
    assert np.isnan(gap["detectable"])  # one side shows no spread, so nobody knows what would have shown


def test_no_hit_on_either_side_is_a_difference_of_nothing_with_an_interval():
    counts = corpus([11, 48, 20])
    exposure = counts[["words", "sentences"]]
    by = pd.Series(["Axios", "The Hill"], index=["a00", "a01"])
    gap = run(hits(counts, range(60, 70)), rate, exposure=exposure, by=by).gaps.iloc[0]
    assert gap["difference"] == 0
    assert gap["low"] < -0.2
    assert gap["high"] > 0.5
    assert gap["p_value"] == 1
    assert gap["verdict"] == "no clear difference"
    assert "none in Axios" in gap["reason"]
    assert "none in The Hill" in gap["reason"]


def test_sentences_all_alike_show_no_spread_and_get_no_interval():
    counts = corpus([11, 48])
    counts.loc[:, ["words", "syllables", "tone"]] = [20, 30, 0.5]
    result = run(counts, primary=("grade", "tone"))
    assert result.estimates[["low", "high"]].isna().all(axis=None)
    assert result.estimates["reason"].str.contains("the same in every resample").all()
    assert (result.gaps["p_value"] == 1).all()
    assert (result.gaps["verdict"] == "no clear difference").all()


def test_an_undefined_score_says_so():
    counts = corpus([11, 48])
    counts.loc["a00", "tone"] = 0.0

    def agency(sums):
        return pd.DataFrame({"agency": sums["tone"] / sums["tone"].where(sums["tone"] != 0)})

    result = run(counts, agency, primary=("agency",))
    side, gap = row(result.estimates, side="Axios"), result.gaps.iloc[0]
    assert np.isnan(side["estimate"])
    assert side["reason"] == "undefined for Axios"
    assert np.isnan(gap["difference"])
    assert gap["verdict"] == "too little text"


def test_a_score_undefined_in_many_resamples_rests_on_too_little():
    counts = corpus([30, 30])
    counts["acts"] = 0
    counts.iloc[[0, 1, *range(30, 50)], counts.columns.get_loc("acts")] = [1, 2, *[1, 2] * 10]

    def length(sums):
        return pd.DataFrame({"length": sums["words"] / sums["acts"].where(sums["acts"] > 0)})

    result = run(counts, length, primary=("length",))
    assert "too few cases in Axios: undefined in" in row(result.estimates, side="Axios")["reason"]
    assert result.gaps["verdict"].tolist() == ["too little text"]
    assert result.gaps["difference"].isna().all()


def test_a_side_without_text_is_named():
    counts = corpus([20])
    by = pd.Series(["Axios", "The Hill"], index=["a00", "gone"])
    result = run(counts, by=by)
    assert row(result.estimates, side="The Hill", score="grade")["reason"] == "The Hill has no text"
    assert row(result.gaps, score="grade")["verdict"] == "too little text"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": pd.Series([np.nan], index=["a00"])}, "No article has a side"),
        ({"by": pd.Series(["A", "B"], index=["x", "y"])}, "has any counts"),
        ({"by": pd.Series(["A", "B"], index=["a00", "a00"])}, "'a00' has two sides"),
        ({"by": pd.Series(["rest", "A", "B"], index=["a00", "a01", "a02"])}, "rename it"),
        ({"primary": ("fog",)}, "No score is called 'fog'; primary may name grade, tone"),
        ({"estimand": "median"}, "it may be auto, pooled, or mean over articles"),
        ({"confidence": 1.2}, "confidence is 1.2"),
        ({"alpha": 0}, "alpha is 0"),
        ({"replicates": 10}, "at least 100"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_sentence(change, message):
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        run(corpus([20, 20, 20]), **change)


def test_counts_that_are_no_counts_are_refused():
    counts = corpus([20, 20])
    with pytest.raises(InputError, match="holds NaN"):
        run(counts.assign(words=np.nan))
    with pytest.raises(InputError, match="need the index article_id, sentence_id"):
        run(counts.reset_index(), by=sided(counts, ["A", "B"]))
    with pytest.raises(InputError, match="Exposure has no row"):
        run(hits(counts, range(30)), rate, exposure=counts.loc[["a00"], ["words"]])


# --- verdicts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("difference", "p", "others", "verdict", "reason"),
    [
        (2.0, 0.01, {}, "clear", ""),
        (2.0, 0.01, {"quotes out": 0.1}, "clear", ""),
        (2.0, 0.01, {"quotes out": -0.1, "spaCy": 2.0}, "fragile", "changes sign with quotes out"),
        (-2.0, 0.01, {"quotes out": 0.0}, "fragile", "changes sign with quotes out"),
        (2.0, 0.01, {"quotes out": np.nan}, "fragile", "cannot be computed with quotes out"),
        (2.0, 0.05, {"quotes out": -0.1}, "no clear difference", ""),
        (np.nan, np.nan, {}, "too little text", "the difference cannot be tested"),
        (2.0, np.nan, {}, "too little text", "the difference cannot be tested"),
    ],
)
def test_verdicts(difference, p, others, verdict, reason):
    assert compare.judge_difference(
        {"difference": difference, "low": difference, "p_adjusted": p}, others
    ) == (verdict, reason)


numbers = st.floats(-5, 5) | st.just(float("nan"))


@given(numbers, st.floats(0, 1), st.dictionaries(st.text(), numbers, max_size=4), st.floats(0, 1), numbers)
@settings(max_examples=100, deadline=None)
def test_more_alternatives_and_larger_p_never_make_a_verdict_firmer(difference, p, others, more, another):
    rank = dict(zip(VERDICTS, range(4), strict=True))
    judged = compare.judge_difference({"difference": difference, "low": difference, "p_adjusted": p}, others)
    assert judged.verdict in VERDICTS
    weaker = compare.judge_difference(
        {"difference": difference, "low": difference, "p_adjusted": max(p, more)}, others
    )
    checked = compare.judge_difference(
        {"difference": difference, "low": difference, "p_adjusted": p}, others | {"one more": another}
    )
    assert rank[weaker.verdict] >= rank[judged.verdict]
    assert rank[checked.verdict] >= rank[judged.verdict]


def test_alternatives_reach_the_verdict_and_the_multiverse():
    rng = np.random.default_rng(2)
    counts = pd.concat([text("a00", rng, 20, words=40), text("a01", rng, 20, words=10)])
    swapped = counts.rename(index={"a00": "a01", "a01": "a00"}, level=0)
    gap = row(run(counts, alternatives={"same": counts, "swapped": swapped}).gaps, score="grade")
    assert (gap["verdict"], gap["reason"]) == ("fragile", "changes sign with swapped")
    assert row(run(counts, alternatives={"same": counts}).gaps, score="grade")["verdict"] == "clear"
    table = compare.compare_multiverse(counts, scores, sided(counts, ["A", "B"]), {"swapped": swapped})
    grade = table[table["score"] == "grade"].set_index("alternative")["difference"]
    assert list(grade.index) == [compare.AS_ANALYSED, "swapped"]
    assert grade["swapped"] == pytest.approx(-grade[compare.AS_ANALYSED])
    assert grade[compare.AS_ANALYSED] == pytest.approx(gap["difference"])


def test_an_alternative_without_an_item_has_no_hits_of_it():
    counts = corpus([20, 20])
    exposure = counts[["words", "sentences"]]
    both = pd.concat([hits(counts, range(15), "war"), hits(counts, range(30), "peace")])
    fewer = hits(counts, range(30), "peace")
    table = compare.compare_multiverse(
        both, rate, sided(counts, ["A", "B"]), {"fewer": (fewer, exposure)}, exposure=exposure
    )
    assert row(table, alternative="fewer", item="war")["difference"] == 0
    assert row(table, alternative="fewer", item="peace")["difference"] != 0


# --- properties -------------------------------------------------------------------------------------------

sizes = st.lists(st.integers(5, 14), min_size=2, max_size=5)


@given(sizes, st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_swapping_the_sides_turns_signs_and_keeps_p(sizes, seed):
    counts = corpus(sizes, seed)
    by = sided(counts, ["A", "B"])
    there = run(counts, by=by, replicates=100).gaps
    back = run(counts, by=pd.Series(pd.Categorical(by, ["B", "A"]), by.index), replicates=100).gaps
    np.testing.assert_allclose(back["difference"], -there["difference"], rtol=1e-9)
    np.testing.assert_allclose(back["low"], -there["high"], rtol=1e-9)
    np.testing.assert_allclose(back["p_value"], there["p_value"])


@given(sizes, st.integers(0, 99), st.integers(2, 4))
@settings(max_examples=15, deadline=None)
def test_order_and_repetition_of_rows_change_no_ratio(sizes, seed, times):
    counts = corpus(sizes, seed)
    by = sided(counts, ["A", "B"])
    shuffled = counts.sample(frac=1, random_state=seed)
    repeated = pd.concat(
        [counts.rename(index=lambda number, k=k: number + 100 * k, level=1) for k in range(times)]
    )
    first = run(counts, by=by, replicates=100)
    for other in (shuffled, repeated):
        second = run(other, by=by, replicates=100)
        for column, a, b in (
            ("estimate", first.estimates, second.estimates),
            ("difference", first.gaps, second.gaps),
        ):
            np.testing.assert_allclose(b[column], a[column], rtol=1e-9, atol=1e-9)


@given(sizes, st.integers(0, 99))
@settings(max_examples=10, deadline=None)
def test_the_same_seed_gives_the_same_numbers(sizes, seed):
    counts = corpus(sizes, seed)
    for a, b in zip(run(counts, replicates=100), run(counts, replicates=100), strict=True):
        pd.testing.assert_frame_equal(a, b)


# --- several questions, sentences that depend on each other, what could have been found ------------------


def test_each_question_pays_for_all_that_are_asked():
    counts = corpus([20, 30])
    alone, among_four = (row(run(counts, questions=number).gaps, score="grade") for number in (1, 4))
    assert among_four["p_value"] == alone["p_value"]
    assert among_four["p_adjusted"] == min(4 * alone["p_adjusted"], 1)


def test_what_measures_call_per_100_words_is_compared_as_a_rate():
    labels = {
        name: label for _, measure in find_measures().values() for name, label in measure.labels.items()
    }
    rates = {name for name, label in labels.items() if " per 100 words" in label}
    assert rates <= set(verdicts.RATES)
    assert "salience" in verdicts.RATES


def test_no_difference_is_called_detectable_that_cannot_be():
    counts = corpus([8, 9])
    counts["tone"] *= 9
    gaps = run(counts, primary=("tone",)).gaps
    assert row(gaps, score="tone")["detectable"] == np.inf
    exposure = counts[["words", "sentences"]]
    few = run(hits(counts, [0, 9]), rate, exposure=exposure).gaps
    assert few["detectable"].iloc[0] == np.inf


def test_one_side_that_stands_out_among_many_can_be_clear():
    sides = 30  # of 30 differences and four questions the best has to pass p < .0004
    rng = np.random.default_rng(3)
    counts = pd.concat([text(f"a{k:02}", rng, 12, tone=2.0 * (k == 7)) for k in range(sides)])
    by = sided(counts, [f"side {k:02}" for k in range(sides)])
    gaps = run(counts, by=by, primary=("tone",), questions=4, replicates=100).gaps
    assert row(gaps, score="tone", side_a="side 07")["verdict"] == "clear"
    assert (gaps["verdict"] == "clear").sum() == 1


def test_sentences_that_depend_on_each_other_widen_intervals_and_raise_p():
    counts = pd.concat([corpus([30], words=20), corpus([31], seed=4, words=23).rename(index={"a00": "a01"})])
    free, bound = (row(run(counts, dependence=factor).gaps, score="grade") for factor in (1, 2))
    assert (bound["high"] - bound["low"]) / (free["high"] - free["low"]) == pytest.approx(2**0.5, rel=0.1)
    assert bound["p_value"] > free["p_value"]
    assert bound["effect"] == pytest.approx(free["effect"])


def test_articles_are_independent_whatever_their_sentences_are():
    counts = corpus(range(10, 26))
    one, other = (run(counts, dependence=factor).gaps for factor in (1, 2))
    pd.testing.assert_frame_equal(one, other)


def test_a_score_has_one_interval_wherever_it_is_shown():
    counts = corpus([11, 48])
    alone = run(
        counts[["sentences", "words", "syllables", "tone"]], lambda sums: scores(sums)[["tone"]], primary=()
    )
    beside = run(counts.assign(more=3), primary=("grade",))
    columns = ["side", "estimate", "low", "high"]
    pd.testing.assert_frame_equal(
        alone.estimates.query("score == 'tone'")[columns].reset_index(drop=True),
        beside.estimates.query("score == 'tone'")[columns].reset_index(drop=True),
    )


def test_a_difference_without_an_interval_is_never_clear():
    counts = corpus([11, 48])
    counts.loc["a00", "tone"], counts.loc["a01", "tone"] = 0.5, 0.1
    gap = row(run(counts, primary=("tone",)).gaps, score="tone")
    assert gap["p_adjusted"] < 0.05
    assert gap["verdict"] == "too little text"
    assert "the same in every resample" in gap["reason"]


def test_the_effect_of_a_mean_is_cohens_d():
    counts = corpus([30, 30])
    a, b = counts.loc["a00", "tone"], counts.loc["a01", "tone"]
    expected = (a.mean() - b.mean()) / np.sqrt((a.var() + b.var()) / 2)
    assert row(run(counts).gaps, score="tone")["effect"] == pytest.approx(expected, rel=1e-5)
