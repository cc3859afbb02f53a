"""Distinctive words: which tokens count, the published statistic, and a test that respects bursts."""

import math

import made
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import lexicon, schema
from analysis.measures import terms

SIDES = pd.Series({"a": "Left", "b": "Right"})


def test_a_term_is_a_content_word_or_a_noun_phrase_of_two_in_one_sentence():
    frame = made.tokens(
        a="The/the/DET severe/ADJ sanctions/sanction/NOUN of/ADP Iran/Iran/PROPN\nrelief ends/end/VERB"
    )
    found = terms.count_terms(frame)["hits"].to_dict()
    assert found == {
        ("a", 0, "severe"): 1,
        ("a", 0, "sanction"): 1,
        ("a", 0, "iran"): 1,
        ("a", 0, "severe sanction"): 1,
        ("a", 1, "relief"): 1,
        ("a", 1, "end"): 1,
    }


def test_a_phrase_cuts_no_name_in_two():
    frame = made.tokens(a="White/PROPN House/PROPN press/NOUN and/CCONJ President/PROPN Kim/PROPN Jong/PROPN")
    frame["ent_iob"] = ["B", "I", "O", "O", "O", "B", "I"]
    items = terms.count_terms(frame).index.get_level_values("item")
    assert [item for item in items if " " in item] == ["kim jong", "white house"]


def test_a_part_of_a_word_with_a_hyphen_is_no_word():
    frame = made.tokens(a="A/DET cease/NOUN -/PUNCT fire/NOUN deal/NOUN", b="fire/NOUN - deal/NOUN")
    frame.loc[1:3, ["start", "end"]] = [[2, 7], [7, 8], [8, 12]]
    hits = terms.find_term_hits(frame)
    assert hits.loc[hits["article_id"] == "a", "text"].tolist() == ["deal", "cease-fire", "fire deal"]
    assert hits.loc[hits["article_id"] == "b", "item"].tolist()[:2] == ["fire", "deal"]


def test_stop_words_punctuation_and_digits_are_no_terms():
    frame = made.tokens(a="also/ADV is/be/VERB ’s/’/NOUN 2019/NOUN -/NOUN talks/talk/NOUN")
    assert list(terms.count_terms(frame).index.get_level_values("item")) == ["talk"]


def test_a_hyphen_does_not_part_a_phrase():
    frame = made.tokens(a="Jong/Jong/PROPN -/PUNCT un/un/PROPN", b="Jong/Jong/PROPN Un/Un/PROPN")
    items = terms.count_terms(frame).index
    assert ("a", 0, "jong un") in items
    assert ("b", 0, "jong un") in items


def test_a_name_is_spelt_as_the_texts_do_and_a_word_that_opens_a_sentence_is_none():
    text = "Talks with/ADP Matt/PROPN Lauer/PROPN fail\nTalks cost/NOUN Lauer/PROPN talks"
    hits = terms.find_term_hits(made.tokens(a=text))
    spelt = terms.spell_terms(hits)
    assert spelt["lauer"] == "Lauer"
    assert spelt["matt lauer"] == "Matt Lauer"
    assert not {"talks", "fail"} & set(spelt)
    rights = made.tokens(a="human/ADJ rights/right/NOUN abuse/NOUN")
    assert terms.spell_terms(terms.find_term_hits(rights))["human right"] == "human rights"


def test_case_is_ignored_except_in_acronyms():
    frame = made.tokens(a="President/President/PROPN president/NOUN UN/UN/PROPN Un/Un/PROPN")
    found = terms.count_terms(frame, phrases=False)["hits"].to_dict()
    assert found == {("a", 0, "president"): 2, ("a", 0, "UN"): 1, ("a", 0, "un"): 1}


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.sampled_from(["war", "peace", "deal", "sanction"]), min_size=2, max_size=30),
    st.integers(1, 29),
)
def test_counts_of_parts_add_up_to_the_counts_of_the_whole(text, cut):
    lines = "\n".join(text)
    whole = terms.count_terms(made.tokens(a=lines))
    part = made.tokens(a=lines)
    first = part["sentence_id"] < cut
    both = pd.concat([terms.count_terms(part[first]), terms.count_terms(part[~first])])
    pd.testing.assert_frame_equal(whole, both.groupby(level=[0, 1, 2]).sum(), check_dtype=False)


def test_log_odds_by_hand():
    # Monroe, Colaresi & Quinn (2008): 10 of 1,000 words against 2 of 500, prior 0.6 hits in 50 words.
    # log(10.6 / 1039.4) - log(2.6 / 547.4) = -4.585545 + 5.349668; sd = sqrt(1 / 10.6 + 1 / 2.6) = 0.692066
    delta, z = terms.contrast_log_odds(
        np.array([10.0]), np.array([2.0]), 1000, 500, terms.Prior(np.array([0.6]), 50.0)
    )
    assert delta[0] == pytest.approx(0.76412, abs=2e-5)
    assert z[0] == pytest.approx(1.10412, abs=2e-5)


def test_the_table_is_the_published_formula_with_the_corpus_as_prior():
    frame = made.tokens(a="war war war peace\nwar deal", b="peace peace deal\nwar peace talks")
    table = terms.rank_distinctive_terms(
        terms.count_terms(frame, phrases=False),
        SIDES,
        exposure=made.words(frame),
        prior_words=10,
        min_count=2,
    )
    hits = {"war": (4, 1), "peace": (1, 3), "deal": (1, 1)}
    for row in table[table["side"] == "Left"].itertuples():
        a, b = hits[row.term]
        alpha = 10 * (a + b) / 12
        delta = math.log((a + alpha) / (16 - a - alpha)) - math.log((b + alpha) / (16 - b - alpha))
        assert (row.count_a, row.count_b) == (a, b)
        assert (row.rate_a, row.rate_b) == pytest.approx((100 * a / 6, 100 * b / 6))
        assert row.log_odds == pytest.approx(delta)
        assert row.z == pytest.approx(delta / math.sqrt(1 / (a + alpha) + 1 / (b + alpha)))
    assert list(table.loc[table["side"] == "Left", "term"]) == ["war", "deal", "peace"]
    assert "talk" not in set(table["term"])  # once in all


def test_two_sides_mirror_each_other():
    frame = made.tokens(a="war war peace deal talk", b="peace peace deal deal deal")
    table = terms.rank_distinctive_terms(
        terms.count_terms(frame), SIDES, exposure=made.words(frame), min_count=2
    ).set_index(["side", "term"])
    left, right = table.loc["Left"], table.loc["Right"]
    np.testing.assert_allclose(left["z"], -right["z"].reindex(left.index), atol=1e-12)
    assert (left["rank"] + right["rank"].reindex(left.index) >= 2).all()


def test_more_than_two_sides_are_each_set_against_the_rest():
    frame = made.tokens(a="war war war", b="peace peace war", c="deal deal war")
    by = pd.Series({"a": "A", "b": "B", "c": "C"})
    table = terms.rank_distinctive_terms(
        terms.count_terms(frame, phrases=False), by, exposure=made.words(frame), min_count=2
    )
    row = table[(table["side"] == "B") & (table["term"] == "war")].iloc[0]
    assert (row["count_a"], row["count_b"]) == (1, 4)
    assert dict(zip(table["side"], table["term"], strict=True)) != {}
    assert list(table[table["rank"] == 1]["term"]) == ["war", "peace", "deal"]


def test_articles_without_a_side_are_left_out():
    frame = made.tokens(a="war war", b="peace peace", c="war war war")
    by = pd.Series({"a": "Left", "b": "Right", "c": None})
    table = terms.rank_distinctive_terms(
        terms.count_terms(frame), by, exposure=made.words(frame), min_count=2
    )
    assert table.set_index(["side", "term"]).loc[("Left", "war"), "count_a"] == 2


def test_what_cannot_be_used_is_said():
    frame = made.tokens(a="war", b="peace")
    with pytest.raises(schema.InputError, match="above 0"):
        terms.rank_distinctive_terms(
            terms.count_terms(frame), SIDES, exposure=made.words(frame), min_count=1, prior_words=0
        )


def test_a_word_that_stands_in_one_phrase_alone_is_left_to_the_phrase():
    text = "Hope/PROPN Hicks/PROPN resigned/resign/VERB hope/NOUN\nHope/PROPN Hicks/PROPN spoke/speak/VERB"
    frame = made.tokens(a=text, b="talks/NOUN")
    sides = pd.Series({"a": "A", "b": "B"})
    table = terms.rank_distinctive_terms(
        terms.count_terms(frame), sides, exposure=made.words(frame), min_count=1
    )
    found = set(table.loc[table["side"] == "A", "term"])
    assert {"hope hicks", "hope"} <= found
    assert "hicks" not in found


def test_names_are_ranked_by_the_published_formula_over_an_actors_mentions():
    called = {"A": ["regime"] * 3 + ["government"], "B": ["government"] * 5}
    rows = [
        ("Iran", side, name, side.lower(), n) for side, all_ in called.items() for n, name in enumerate(all_)
    ]
    rows += [("Kim", "A", "Kim", "a", 7)]
    names = pd.DataFrame(rows, columns=["actor", "side", "name", "article_id", "sentence_id"])
    table = terms.rank_names(names).set_index(["actor", "side", "name"])
    row = table.loc[("Iran", "A", "regime")]
    alpha = 10 * 3 / 9  # of ten mentions, as many as all sides together call it so
    by_hand = math.log((3 + alpha) / (4 + 10 - 3 - alpha)) - math.log(alpha / (5 + 10 - alpha))
    assert row["log_odds"] == pytest.approx(by_hand)
    assert row["z"] == pytest.approx(by_hand / math.sqrt(1 / (3 + alpha) + 1 / alpha))
    assert row[["count_a", "count_b", "sentence_id"]].tolist() == [3, 0, 0]
    assert table.loc[("Iran", "B", "government"), "log_odds"] > 0
    assert ("Iran", "B", "regime") not in table.index
    assert np.isnan(table.loc[("Kim", "A", "Kim"), "log_odds"])
    assert terms.rank_names(names.iloc[:0]).empty


def test_one_side_has_no_distinctive_words():
    frame = made.tokens(a="war")
    table = terms.rank_distinctive_terms(terms.count_terms(frame), SIDES[:1], exposure=made.words(frame))
    assert table.empty
    assert list(table) == terms.COLUMNS


def corpus(hits: dict[str, np.ndarray], size: int = 200) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts and exposure of articles of `size` words; one sentence each."""
    wide = pd.DataFrame(hits, dtype=float)
    wide.index = pd.Index([f"x{n:02}" for n in range(len(wide))], name="article_id")
    long = wide.rename_axis(columns="item").stack()
    long = long[long > 0].to_frame("hits").assign(sentence_id=0).set_index("sentence_id", append=True)
    exposure = pd.DataFrame({"words": float(size), "sentence_id": 0}, index=wide.index)
    return long.reorder_levels([0, 2, 1]), exposure.set_index("sentence_id", append=True)


def halves(articles: int) -> pd.Series:
    names = [f"x{n:02}" for n in range(articles)]
    return pd.Series(["Left"] * (articles // 2) + ["Right"] * (articles // 2), index=names)


def test_a_burst_in_one_article_ranks_high_and_does_not_hold_up():
    steady = np.r_[np.full(12, 3), np.zeros(12)] + 1
    burst = np.r_[[40], np.ones(23)]
    counts, exposure = corpus({"steady": steady, "burst": burst, "other": np.full(24, 5)})
    table = terms.rank_distinctive_terms(counts, halves(24), exposure=exposure, rng=np.random.default_rng(1))
    left = table[table["side"] == "Left"].set_index("term")
    assert left.loc["burst", "z"] > 2
    assert left.loc["burst", "p_adjusted"] > 0.2
    assert left.loc["steady", "p_adjusted"] < 0.001
    assert (table["reason"] == "").all()


def test_nothing_is_tested_with_few_articles_or_without_a_generator():
    counts, exposure = corpus({"war": np.arange(10) + 1, "rare": np.r_[5, np.zeros(9)]})
    few = terms.rank_distinctive_terms(counts, halves(10), exposure=exposure, rng=np.random.default_rng(1))
    assert few["p_value"].isna().all()
    assert set(few["reason"]) == {"fewer than 8 articles on a side"}
    assert set(terms.rank_distinctive_terms(counts, halves(10), exposure=exposure)["reason"]) == {
        "not tested"
    }
    some = terms.rank_distinctive_terms(
        counts, halves(10), exposure=exposure, rng=np.random.default_rng(1), min_articles=5
    )
    assert some.set_index(["side", "term"]).loc[("Left", "rare"), "reason"] == "in fewer than 6 articles"


def test_articles_change_sides_within_their_event_only():
    # The word belongs to the first event, which the left side covers more.
    first = np.r_[np.full(10, True), np.full(4, False), np.full(4, True), np.full(10, False)]
    counts, exposure = corpus({"war": np.where(first, 6, 0) + 1, "other": np.full(28, 4)})
    block = pd.Series(np.where(first, "one", "two"), index=halves(28).index)
    rng = np.random.default_rng(2)
    loose = terms.rank_distinctive_terms(counts, halves(28), exposure=exposure, rng=rng, min_articles=4)
    held = terms.rank_distinctive_terms(
        counts, halves(28), exposure=exposure, rng=rng, min_articles=4, block=block
    )
    assert loose.set_index(["side", "term"]).loc[("Left", "war"), "p_value"] < 0.06
    assert held.set_index(["side", "term"]).loc[("Left", "war"), "p_value"] > 0.5


def test_an_event_that_one_side_alone_covers_tests_nothing():
    counts, exposure = corpus({"war": np.arange(20) + 1})
    block = halves(20).map({"Left": "one", "Right": "two"})
    table = terms.rank_distinctive_terms(
        counts, halves(20), exposure=exposure, rng=np.random.default_rng(0), block=block
    )
    assert set(table["reason"]) == {"fewer than 8 articles on a side in events that another side covers too"}


def test_false_alarms_stay_at_the_stated_rate_where_words_come_in_bursts(capsys):
    rng = np.random.default_rng(3)
    alarms, naive, runs = 0, 0, 60
    for _ in range(runs):
        rate = rng.gamma(0.4, 10, size=(30, 24))
        counts, exposure = corpus({f"t{n}": row for n, row in enumerate(rng.poisson(rate))})
        table = terms.rank_distinctive_terms(counts, halves(24), exposure=exposure, rng=rng, replicates=400)
        alarms += bool((table["p_adjusted"] < 0.05).any())
        naive += bool((table["z"].abs() > 3.5).any())
    with capsys.disabled():
        print(f"\nfalse alarms in {runs} corpora: by permutation {alarms}, by z-scores above 3.5 {naive}")
    assert alarms <= 8  # 3 expected at 5 %; 8 or fewer in 98.9 % of such runs
    assert naive > runs / 2


def test_unequal_spread_makes_few_false_alarms():
    # Ten articles in which words come in bursts, forty in which they do not, all with the same mean: the
    # z-score, permuted, finds a third of these words at 5 %; over errors by article it finds far fewer.
    rng = np.random.default_rng(5)
    bursts, steady = rng.gamma(0.3, 10, size=(10, 400)), np.full((40, 400), 3.0)
    hits = sparse.csr_array(rng.poisson(np.vstack([bursts, steady])).astype(float))
    size = np.full(50, 200.0)
    prior = terms.Prior(100 * hits.sum(axis=0) / size.sum(), 100.0)
    here = np.arange(50) < 10
    p = terms.permute_log_odds(terms.TermCounts(hits, size), here, prior, np.zeros(50, int), rng, 200)
    assert (p < 0.05).mean() < 0.2


def test_of_a_word_that_stands_twice_in_a_sentence_each_has_its_line():
    frame = made.tokens(a="war begets/beget/VERB war")
    rows = terms.list_contexts(["war"], terms.find_term_hits(frame), made.sentences(frame))
    assert rows[["left", "right"]].to_numpy().tolist() == [["", " begets war"], ["war begets ", ""]]


def test_a_line_of_context_leads_back_to_the_source():
    frame = made.tokens(
        a="Talks/talk/NOUN on/ADP sanctions/sanction/NOUN relief failed/fail/VERB", b="relief now/ADV"
    )
    found = terms.find_term_hits(frame)
    rows = terms.list_contexts(["sanction relief"], found, made.sentences(frame), by=SIDES)
    assert rows.iloc[0].to_dict() == {
        "side": "Left",
        "article_id": "a",
        "sentence_id": 0,
        "left": "Talks on ",
        "match": "sanctions relief",
        "right": " failed",
        "start": 9,
        "end": 25,
    }
    assert list(terms.list_contexts(["relief"], found, made.sentences(frame), by=SIDES)["side"]) == [
        "Left",
        "Right",
    ]
    both = terms.list_contexts(["relief", "talk"], found, made.sentences(frame), by=SIDES)
    assert list(both["match"]) == ["relief", "relief", "Talks"]
    assert terms.list_contexts(["nothing"], found, made.sentences(frame)).empty


def test_context_finds_its_words_in_a_sentence_that_was_cut():
    # "President TRUMP-LINK Trump spoke" had ten characters removed before the match.
    sentence = pd.DataFrame(
        {"article_id": ["a"], "sentence_id": [0], "start": [100], "text": ["President Trump spoke"]}
    )
    hit = {"article_id": "a", "sentence_id": 0, "token_id": 1, "measure": "words", "item": "trump"}
    found = pd.DataFrame([{**hit, "start": 121, "end": 126, "text": "Trump", "weight": 1.0}])
    row = terms.list_contexts(["trump"], found, sentence).iloc[0]
    assert (row["left"], row["match"], row["right"]) == ("President ", "Trump", " spoke")


def test_long_context_is_cut_at_words():
    frame = made.tokens(a=" ".join(["filler"] * 40) + " target " + " ".join(["filler"] * 40))
    hits = terms.find_term_hits(frame)
    row = terms.list_contexts(["target"], hits, made.sentences(frame), width=20).iloc[0]
    assert row["left"] == "…filler filler "
    assert row["right"] == " filler filler…"


def test_hits_and_sentences_that_do_not_belong_together_are_an_error():
    frame = made.tokens(a="war")
    other = made.sentences(made.tokens(a="peace"))
    with pytest.raises(schema.InputError, match="differ"):
        terms.list_contexts(["war"], terms.find_term_hits(frame), other)


def test_the_background_table_is_consistent():
    table = lexicon.read_background()
    totals = table.loc["*"]
    rest = table.drop(index="*")
    assert table.index.is_unique
    assert (rest["articles"] <= totals["articles"]).all()
    assert (rest["hits"] >= rest["articles"]).all()
    assert rest["hits"].sum() < totals["hits"]
    assert lexicon.measure_information(pd.Index(["the", "summit", "no such word"])) == pytest.approx(
        [0.0, math.log2(4090 / table.loc["summit", "articles"]), math.log2(4090 / 0.5)]
    )


def test_scores_are_per_100_words_and_undefined_without_any():
    rate = terms.score_terms(pd.DataFrame({"hits": [3.0, 0.0], "words": [200.0, 0.0]}))["rate"]
    assert rate[0] == 1.5
    assert math.isnan(rate[1])


def test_shared_nouns_are_what_most_sides_use_the_telling_ones_first_as_they_are_written():
    frame = made.tokens(
        a="The/the/DET sanctions/sanction/NOUN and/CCONJ sanctions/sanction/NOUN of/ADP the/DET year/NOUN",
        b="Sanctions/sanction/NOUN in/ADP a/DET year/NOUN of/ADP denuclearization/NOUN end/VERB",
        c="No/DET denuclearization/NOUN talks/talk/NOUN",
    )
    found = terms.find_shared_nouns(frame, pd.Series({"a": "A", "b": "B", "c": "C"}))
    assert list(found["noun"]) == ["denuclearization", "sanctions", "year"]
    assert list(found["told_by"]) == [2, 2, 2]
    alone = terms.find_shared_nouns(frame, pd.Series({"a": "A", "c": "C"}))
    assert alone.empty
