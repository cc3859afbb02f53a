"""Findings in words: golden sentences, and what no sentence may say."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.actors import actor_tone
from analysis.present import wording
from analysis.present.numbers import round_difference, write_figures, write_number, write_p

LABELS = {
    "grade": "Flesch-Kincaid grade (US school year, higher is harder)",
    "tone": "Mean tone (-1 to 1, higher is more positive)",
    "rate": "Frame-associated vocabulary (hits per 100 words, higher is more)",
    "agency": "Acting, as a share of acting and being acted upon (0 only undergoes, 1 only acts)",
}
GAP = {
    "score": "grade",
    "item": "",
    "side_a": "Axios",
    "side_b": "The Hill",
    "difference": 3.42,
    "low": 1.21,
    "high": 5.63,
    "p_value": 0.002,
    "p_adjusted": 0.004,
    "verdict": "clear",
    "unit": "sentence",
    "n": 59,
    "reason": "",
    "estimate_a": 13.21,
    "estimate_b": 9.79,
    "n_a": 11,
    "n_b": 48,
    "articles_a": 1,
    "articles_b": 1,
    "estimand": "pooled",
    "confidence": 0.95,
    "note": "",
}


def said(**changes):
    return wording.describe_difference(GAP | changes, LABELS).text


def test_clear_between_two_texts():
    assert said() == (
        "Flesch-Kincaid grade (US school year, higher is harder): Axios 13.2, The Hill 9.8. "
        "These two texts differ clearly: Axios is 3.4 higher "
        "(95% interval 1.2 to 5.6, not adjusted; adjusted p = 0.004; 11 and 48 sentences)."
    )


@pytest.mark.parametrize("changes", [{}, {"item": "war"}, {"low": np.nan, "high": np.nan}])
def test_the_parts_of_a_difference_make_its_sentence(changes):
    part = wording.describe_difference(GAP | changes, LABELS)
    judged = f"{part.statement} ({part.numbers})."
    assert f"{part.name} ({part.unit}): {part.scores} {judged}" == said(**changes)
    assert part.statement == "These two texts differ clearly: Axios is 3.4 higher"
    assert part.numbers.endswith("adjusted p = 0.004; 11 and 48 sentences")
    assert (part.side, part.difference) == ("Axios", 3.42)
    assert (part.low is None) == ("low" in changes)


def test_fragile_says_what_turns_it():
    tone = {"score": "tone", "estimate_a": -0.21, "estimate_b": 0.12, "difference": -0.33}
    ends = {"low": -0.55, "high": -0.11, "p_adjusted": 0.0004, "confidence": 0.9}
    assert said(verdict="fragile", reason="changes sign with quotes out", **tone, **ends) == (
        "Mean tone (-1 to 1, higher is more positive): Axios −0.21, The Hill 0.12. "
        "These two texts differ, but this is fragile, since it changes sign with quotes out: "
        "Axios is 0.33 lower (90% interval −0.55 to −0.11, not adjusted; "
        "adjusted p < 0.001; 11 and 48 sentences)."
    )


def test_no_clear_difference_says_what_the_data_still_allow():
    rate = {"score": "rate", "item": "conflict", "estimate_a": 3.1, "estimate_b": 2.5, "difference": 0.6}
    ends = {"low": -1.04, "high": 2.21, "p_adjusted": 0.4312}
    assert said(verdict="no clear difference", **rate, **ends) == (
        "Frame-associated vocabulary, “conflict” (hits per 100 words, higher is more): "
        "Axios 3.1, The Hill 2.5. "
        "No clear difference between these two texts: Axios is 0.6 higher, and the data allow anything from "
        "1.0 lower to 2.2 higher (95% interval, not adjusted; adjusted p = 0.431; 11 and 48 sentences)."
    )


def test_too_little_text_gives_the_reason_and_no_number():
    reason = "too few cases in Axios: undefined in 13% of the resamples"
    nothing = dict.fromkeys(("difference", "low", "high", "p_value", "p_adjusted"), np.nan)
    agency = {"score": "agency", "item": "Trump", "verdict": "too little text", "reason": reason}
    assert said(**agency, **nothing) == (
        "Acting, as a share of acting and being acted upon, “Trump” (0 only undergoes, 1 only acts): "
        "too little text to compare Axios with The Hill: "
        "too few cases in Axios: undefined in 13% of the resamples."
    )


def test_articles_speak_for_their_sides_and_events_for_shared_stories():
    many = {"n_a": 20, "n_b": 31, "articles_a": 20, "articles_b": 31}
    assert "Articles of Axios and of the rest differ clearly" in said(unit="article", side_b="rest", **many)
    assert "The Hill" not in said(unit="article", side_b="rest", **many)
    event = said(
        unit="event", n_a=12, n_b=12, articles_a=15, articles_b=14, note="compared within 12 shared events"
    )
    assert "Articles of Axios and of The Hill on the same events differ clearly" in event
    assert "12 shared events, 15 and 14 articles" in event
    assert event.endswith("Compared within 12 shared events.")


def test_several_articles_resampled_by_sentence_are_still_only_these_texts():
    assert "These texts of Axios and of The Hill differ clearly" in said(articles_a=3, articles_b=2)


def test_secondary_scores_are_named_as_untested():
    text = said(verdict="", p_value=np.nan, p_adjusted=np.nan)
    assert (
        "Secondary, so not tested: Axios is 3.4 higher (95% interval 1.2 to 5.6; 11 and 48 sentences)."
        in text
    )
    assert "adjusted" not in text


def test_interval_and_test_that_disagree_are_both_reported():
    within = said(verdict="no clear difference", p_adjusted=0.08)
    assert within.endswith(
        "The interval alone leaves out 0; with all that was tested, chance is not ruled out."
    )
    across = said(low=-0.2)
    assert across.endswith("The test rules out 0, the interval still holds it.")


def test_a_clear_difference_without_an_interval_says_so():
    text = said(low=np.nan, high=np.nan, reason="the same in every resample of Axios")
    assert (
        "(no interval; adjusted p = 0.004; 11 and 48 sentences). The same in every resample of Axios." in text
    )


def test_no_difference_at_all_is_not_called_lower():
    text = said(
        difference=0.0, estimate_a=0.0, estimate_b=0.0, low=-0.4, high=0.9, verdict="no clear difference"
    )
    assert "both measure the same, and the data allow anything from 0.4 lower to 0.9 higher" in text


def test_findings_come_firmest_first_and_count_the_rest():
    rows = [
        GAP | {"verdict": "no clear difference", "p_adjusted": 0.5, "low": -1.0},
        GAP | {"verdict": ""},
        GAP | {"verdict": "fragile", "reason": "changes sign with quotes out"},
        GAP | {"verdict": "clear", "p_adjusted": 0.02, "score": "tone"},
        GAP | {"verdict": "clear", "p_adjusted": 0.01},
        GAP | {"verdict": "too little text", "difference": np.nan, "p_adjusted": np.nan},
    ]
    told = [one.text for one in wording.say_findings(pd.DataFrame(rows), LABELS)]
    assert len(told) == 5
    order = ["Flesch-Kincaid grade (US", "Mean tone", "fragile", "No clear difference", "too little text"]
    assert all(part in sentence for part, sentence in zip(order, told, strict=True))
    short = wording.say_findings(pd.DataFrame(rows), LABELS, limit=2)
    assert [one.text for one in short[:2]] == told[:2]
    assert short[2].difference.counts == {"fragile": 1, "no clear difference": 1, "too little text": 1}
    assert [one.text for one in short[2:]] == [
        "2 more differences were tested: 1 fragile, 1 no clear difference; "
        "for 1 more there is too little text."
    ]
    (untested,) = wording.say_findings(pd.DataFrame(rows[1:2]))
    assert (
        untested.text == "No difference was tested: there are no two sides, or no score was named as primary."
    )
    assert wording.say_findings(pd.DataFrame(columns=list(GAP))) == [untested]
    alone = pd.DataFrame({"score": ["tone", "tone", "shares"], "item": ["a", "b", ""], "side": "Axios"})
    alone = alone.assign(estimate=[0.1, 0.25, 9], low=0.0, high=0.5, n=10, unit="sentence")
    nothing = pd.DataFrame(columns=list(GAP))
    (highest,) = wording.say_findings(nothing, LABELS, limit=1, estimates=alone)
    assert highest.text == (
        "Mean tone, “b” (-1 to 1, higher is more positive): Axios 0.25 [0.00,\u00a00.50] (10 sentences)."
    )
    assert wording.say_findings(nothing, estimates=alone.assign(side=["A", "B", "A"])) == [untested]


def test_without_a_label_the_score_speaks_for_itself():
    assert wording.describe_difference(GAP | {"item": "war"}).text.startswith("grade, “war”: Axios 13.2")


@given(
    st.floats(-1e4, 1e4),
    st.floats(0, 1e4),
    st.sampled_from(["clear", "fragile", "no clear difference", "too little text", ""]),
    st.sampled_from(["sentence", "article", "event"]),
)
@settings(max_examples=150, deadline=None)
def test_no_sentence_claims_more_than_the_verdict(difference, half, verdict, unit):
    text = said(
        difference=difference, low=difference - half, high=difference + half, verdict=verdict, unit=unit
    )
    assert ("differ clearly" in text) == (verdict == "clear")
    assert ("outlets" not in text) and ("These two texts" not in text or unit == "sentence")
    for word in ("significant", "prove", "equal", "identical", "nan", "-0.0", "−0.0 ", "  "):
        assert word not in text
    assert text.endswith(".")


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(0.001, 50))
@settings(max_examples=200, deadline=None)
def test_a_subtraction_holds_as_it_is_printed(first, second, half):
    middle = first - second
    row = {"estimate_a": first, "estimate_b": second, "difference": middle}
    difference, places = round_difference(row | {"low": middle - half, "high": middle + half})
    texts = [write_number(value, places) for value in (first, second, difference)]
    printed = [Decimal(text.replace("−", "-")) for text in texts]
    assert printed[0] - printed[1] == printed[2]
    assert abs(difference - middle) < 1.01 * 10**-places
    assert 10**-places <= half  # rounding is small beside the interval


def test_scores_of_a_finding_add_up():
    assert "Axios 17.74, The Hill 12.16." in said(estimate_a=17.74, estimate_b=12.16, difference=5.58)
    assert "Axios is 5.58 higher" in said(estimate_a=17.74, estimate_b=12.16, difference=5.58)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(-0.04, 1, "0.0"), (-1.25, 2, "−1.25"), (12345.6, 0, "12,346"), (0.0, 2, "0.00"), (-np.inf, 1, "−∞")],
)
def test_numbers_have_a_true_minus_and_zero_has_no_sign(value, places, text):
    assert write_number(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (-0.1234, "−0.123"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (-0.00001, "0.000"),
        (np.nan, "undefined"),
    ],
)
def test_numbers_of_figures_have_three_figures(value, text):
    assert write_figures(value) == text


def test_a_p_value_is_written_the_same_everywhere():
    assert write_p(0.0004) == "< 0.001"
    assert write_p(0.0404) == "0.040"
    assert write_p(0.0404, "adjusted p") == "adjusted p = 0.040"
    assert write_p(0.0004, "adjusted p") == "adjusted p < 0.001"


def test_what_coders_tell_of_the_instruments():
    nothing = pd.DataFrame(columns=["value"], index=pd.Index([], name="what"))
    assert wording.say_codes(nothing) == [
        "No coded sheet was given, so no one has checked the instruments on these texts."
    ]
    values = {"coders on tone": 0.8, "coders on frame crime": 0.99, "vader": 0.4, "afinn": 0.6}
    best = "Of the instruments, afinn ranks sentences most like the coders do (0.60)."
    assert wording.say_codes(pd.DataFrame({"value": values})) == [best]
    warned = wording.say_codes(pd.DataFrame({"value": values | {"coders on tone": 0.2}}))
    assert warned[0].startswith("The coders' agreement on tone is 0.20 (Krippendorff's alpha;")
    assert warned[1:] == [best]


def test_what_a_simulation_shows():
    held = {"coverage_a": [0.91, 0.95], "coverage_b": [0.95, 0.97], "coverage": [0.94, 0.96]}
    rates = pd.DataFrame({**held, "rejected": [0.03, 0.05], "trials": 100})
    assert wording.say_simulation(rates, 0.95) == (
        "Intervals that promise 95% held the truth in 91% to 97% of 100 made-up pairs of texts; tests at 5% "
        "found a difference that was not there in 3% to 5%."
    )


# --- words, actors, claims ------------------------------------------------------------------------


def test_words_that_set_a_side_apart_are_named_and_said_to_be_untested():
    terms = pd.DataFrame(
        {
            "side": ["A", "A", "A", "A", "B"],
            "term": ["summit", "deal", "even", "rare", "offer"],
            "rank": [2, 1, 3, 4, 1],
            "z": [1.1, 1.8, 0.3, -0.2, 1.3],
            "count_a": 3,
            "rate_a": [0.4, 0.5, 0.3, 0.1, 0.2],
            "rate_b": [0.2, 0.0, 0.2, 0.2, 0.0],
            "p_adjusted": np.nan,
        }
    )
    said = wording.say_distinctive(terms)
    assert said.startswith("A is most set apart by “deal” and “summit”. B is most set apart by “offer”.")
    assert "ranked, not tested" in said
    assert "not tested" not in wording.say_distinctive(terms.assign(p_adjusted=0.01))
    assert wording.say_distinctive(terms.iloc[:0]).startswith("No word")
    assert wording.say_distinctive(terms.assign(count_a=2)).startswith("No word")


def test_of_many_sides_only_those_most_set_apart_are_named():
    rows = [(f"S{number}", f"word{number}", 1, float(number), np.nan) for number in range(1, 9)]
    terms = pd.DataFrame(rows, columns=["side", "term", "rank", "z", "p_adjusted"])
    terms = terms.assign(rate_a=0.2, rate_b=0.0, count_a=3)
    said = wording.say_distinctive(terms)
    assert said.startswith("S6 is most set apart by “word6”. S7 is")
    assert "The table has the words of 5 more sides." in said
    assert "S5" not in said


def test_what_many_sides_tell_is_summed_up():
    sides = [f"S{number}" for number in range(8)]
    frame = pd.DataFrame(0, index=range(5), columns=sides)
    frame.loc[0, sides[:5]], frame.loc[1, "S1"], frame.loc[2, "S1"], frame.loc[3, "S2"] = 2, 1, 1, 1
    frame.loc[4, sides[:2]] = 1
    named = {"item": ["Trump", "Kiev", "Rome", "Oslo", "Iran"], "kind": "place", "quote": ""}
    told = pd.DataFrame(named).assign(
        told_by=frame.gt(0).sum(axis=1), only=["", "S1", "S1", "S2", ""], mentions=frame.sum(axis=1)
    )
    told = told[["item", "kind", "told_by", "only", "mentions", "quote"]].join(frame)
    assert wording.say_told(told) == (
        "2 of 8 sides mention a name that no other does, most of all S1 (2) and S2 (1). "
        "More than half mention Trump (5 sides)."
    )
    few = wording.say_told(told.iloc[4:], words=pd.Series({"S1": 100, "S2": 250}))
    assert few.startswith("None of the 8 sides is alone with a name. No name is mentioned by")
    assert few.endswith("of them. S2 has 2.5 times as many words as S1, and so more room for mentions.")
    assert [one.text for one in wording.warn_of_strangers(told)] == [
        "S5, S6 and S7 mention none of what most others share: they may not be about the same story."
    ]
    assert [one.text for one in wording.warn_of_strangers(told.iloc[1:])] == [
        "No name is mentioned by more than half of the sides: they may not be about one story."
    ]


def test_whose_words_a_side_gives_is_said_and_of_many_sides_the_ends():
    words = pd.DataFrame({"officials": [5, 40, 0], "person": [15, 0, 0]}, ["A", "B", "C"])
    assert wording.say_sources(words) == (
        "Of the words given to sources, A has 75% from persons whose role is not told and 25% from officials "
        "(of 20); B all from officials (of 40)."
    )
    many = pd.DataFrame({"officials": [1, 2, 3, 4, 5], "other": [4, 3, 2, 1, 0]}, list("ABCDE"))
    assert wording.say_sources(many).endswith("come from officials: from 20% in A to 100% in E.")
    assert wording.say_sources(words.iloc[2:]) == ""


def telling(*rows):
    """Sentences that show an actor so: actor, side, how, in words of others, number of the sentence."""
    columns = ["actor", "side", "shown", "words_of_others", "sentence_id"]
    frame = pd.DataFrame(rows, columns=columns).astype({"words_of_others": bool})
    tone = frame["shown"].map({"badly": -0.9, "well": 0.8})
    return frame.assign(article_id="x", tone=tone, text="Number " + frame["sentence_id"].astype(str))


def test_who_is_harsher_is_said_with_what_decides_and_where_nobody_can_tell():
    rows = [
        ("Kim", "A", "B", "leans harsher", "A", 1, 0.31),
        ("Trump", "A", "B", "clearly harsher", "B", 2, 0.01),
        ("Trump", "B", "C", "clearly harsher", "B", 1, 0.02),
        ("Reyes", "A", "C", "leans harsher", "A", 1, 0.07),
        ("Trump", "A", "C", "abstains", "–", 2, 0.9),
        ("Moon", "A", "B", "abstains", "–", 1, 0.9),
        ("Musk", "A", "B", "leans harsher", "A", 1, 0.6),
    ]
    columns = ["item", "a", "b", "verdict", "harsher", "pairs", "p_chance"]
    verdicts = pd.DataFrame(rows, columns=columns).set_index("item")
    shown = telling(
        *(("Trump", "B", "badly", number == 2, number) for number in (-1, 1, 2)),
        ("Trump", "A", "badly", True, 4),
        ("Kim", "A", "badly", True, 5),
        ("Kim", "A", "badly", True, 6),
        ("Kim", "A", "well", False, 7),
        ("Reyes", "A", "badly", True, 8),
        *(("Reyes", "C", "well", False, number) for number in (-1, 1, 2)),
        ("Reyes", "B", "badly", False, 9),  # is in no verdict
    )
    told = wording.say_harsher(verdicts, shown)
    assert [finding.text for finding in told] == [
        "B is clearly harsher on Trump than A and C in 3 pairs of articles (largest p = 0.020): in all, B "
        "shows Trump badly in 3 sentences (the headline among them, 1 in words of others), A badly in 1 (in "
        "words of others), C neither badly nor well.",
        "A is somewhat harsher on Reyes than C (p = 0.070): A shows Reyes badly in 1 sentence (in words of "
        "others), C well in 3 (the headline among them).",
        "A may be harsher on Kim than B, though chance would often show as much (p = 0.310): A shows Kim "
        "badly in 2 sentences (all in words of others) and well in 1, B neither badly nor well.",
        "Which is harsher on Moon and Musk cannot be told.",
    ]
    assert [(quote["side"], quote["sentence_id"], quote["note"]) for quote in told[0].evidence] == [
        ("B", -1, "badly, −0.90, headline"),
        ("A", 4, "badly, −0.90, in words of others"),
    ]
    assert [(quote["side"], quote["note"]) for quote in told[1].evidence] == [
        ("A", "badly, −0.90, in words of others"),
        ("C", "well, 0.80, headline"),
    ]
    assert {quote["view"] for quote in told[2].evidence} == {"Kim"}
    nobody = wording.say_harsher(verdicts.iloc[:0], shown)
    assert [finding.text for finding in nobody] == ["There are no two sides that name the same actor."]


def test_of_a_side_its_own_words_are_quoted_before_those_of_others():
    verdicts = pd.DataFrame(
        [("Kim", "A", "B", "leans harsher", "A", 1, 0.1)],
        columns=["item", "a", "b", "verdict", "harsher", "pairs", "p_chance"],
    ).set_index("item")
    shown = telling(("Kim", "A", "badly", True, 1), ("Kim", "A", "badly", False, 2))
    (told,) = wording.say_harsher(verdicts, shown)
    assert [quote["text"] for quote in told.evidence] == ["Number 2"]


def test_how_often_it_is_right_about_harshness_comes_from_what_is_shipped():
    checks = actor_tone.read_harshness_checks()
    said = wording.say_harsher_trust(checks)
    decided, right = checks.loc["decided"], checks.loc["right where decided"]
    assert said.startswith(f"Of {decided['n']:.0f} pairs of rated articles, ")
    assert f"decided {decided['value']:.0%} and was right in {right['value']:.0%} of those" in said
    assert "chance is 50%" in said
    without = actor_tone.read_harshness_checks(model=False)  # the word lists decide less often
    assert without["value"]["decided"] < decided["value"]
    few = checks.copy()
    few.loc["right where clearly harsher", "value"] = np.nan
    assert wording.say_harsher_trust(few).endswith(
        "too few were called clearly harsher to say how often that is right."
    )


def test_sentences_without_a_counterpart_are_counted_among_those_long_enough():
    status = ["no counterpart found", "counterpart", "too short to compare", "no counterpart found"]
    claims = pd.DataFrame({"side": list("AAAB"), "status": status})
    assert wording.say_claims(claims).startswith(
        "No counterpart was found for 1 of 2 sentences of A and 1 of 1 "
    )
    assert wording.say_claims(claims, "counterpart").startswith(
        "A counterpart was found for 1 of 2 sentences of A and 0 of 1 sentence of B;"
    )
    assert wording.say_claims(claims.head(3)) == "There is nothing to compare."


def test_what_one_side_tells_is_quoted_of_each_and_what_several_tell_beside_its_nearest():
    rows = [
        ("A", 0, "no counterpart found"),
        ("A", 1, "no counterpart found"),
        ("A", 2, "no counterpart found"),
    ]
    rows += [("B", 0, "no counterpart found"), ("B", 1, "counterpart"), ("A", 3, "counterpart")]
    claims = pd.DataFrame(rows, columns=["side", "sentence_id", "status"])
    claims["article_id"] = claims["side"].str.lower()
    claims["text"] = claims["side"] + claims["sentence_id"].astype(str)
    nearest = {"closest": "A3", "closest_side": "A", "closest_article": "a", "closest_sentence": 3.0}
    claims = claims.assign(**nearest)
    claims.loc[5, [*nearest]] = ["B1", "B", "b", 1.0]
    assert [quote["text"] for quote in wording.quote_claims(claims)] == ["A0", "B0", "A1"]
    assert wording.quote_claims(claims, most=1) == ()
    pair = wording.quote_counterparts(claims)  # once, though it stands in both directions
    assert [quote["text"] for quote in pair] == ["B1", "A3"]
    assert pair[1] == {"side": "A", "article_id": "a", "sentence_id": 3, "text": "A3"}


def test_of_what_was_not_tested_the_furthest_apart_is_named_and_not_judged():
    rows = [
        GAP | {"score": "rate", "verdict": "", "p_adjusted": np.nan, "item": item} for item in ("war", "law")
    ]
    rows[0] |= {"estimate_a": 1.0, "estimate_b": 4.0, "difference": -3.0, "low": -5.0, "high": -1.0}
    rows[1] |= {"estimate_a": 2.0, "estimate_b": 1.0, "difference": 1.0, "low": -1.0, "high": 3.0}
    gaps = pd.DataFrame(rows)
    (told,) = wording.say_furthest(gaps, "rate", LABELS, most=1)
    assert told.startswith(
        "Frame-associated vocabulary, “war” (hits per 100 words, higher is more): Axios 1.0, "
    )
    assert "Secondary, so not tested: Axios is 3.0 lower" in told
    assert wording.say_furthest(gaps, "share") == [wording.UNTESTED]


def test_articles_that_are_sides_themselves_are_told_how_to_get_names():
    articles = pd.DataFrame(
        {"outlet": ["a", "b"], "title": "", "author": "", "published": ""}, index=["a", "b"]
    )
    said = wording.describe_sides(articles, "outlet")["summary"]
    assert said.startswith("2 articles. Each is a side of its own")
    assert "with the columns file and outlet" in said
    named = wording.describe_sides(articles.assign(outlet=["X", "Y"]), "outlet")["summary"]
    assert named == "2 articles, compared by outlet."


def test_no_clear_difference_says_what_would_have_shown():
    text = said(verdict="no clear difference", difference=1.0, low=-1.0, high=2.0, detectable=2.31)
    assert text.endswith("In 80 of 100 cases this much text would show a difference of 2.31 as clear.")
    assert "80 of 100" not in said(detectable=2.31)
    hopeless = said(verdict="no clear difference", difference=1.0, low=-1.0, high=2.0, detectable=np.inf)
    assert hopeless.endswith("With so little text, hardly any difference could show as clear.")
    larger = said(verdict="no clear difference", low=-1.0, high=2.0, difference=-2.6, detectable=0.6)
    assert "80 of 100" not in larger  # the difference at hand refutes it


def test_a_difference_within_the_margin_is_as_good_as_none():
    within = {"verdict": "no clear difference", "difference": 0.2, "low": -0.4, "high": 0.8, "margin": 1.0}
    assert "The interval lies within 1.00 of 0, which counts as no difference." in said(**within)
    assert "counts as no difference" not in said(**within | {"low": -1.2})


def test_the_multiverse_counts_signs_and_names_what_changes_nothing():
    rows = [("as analysed", 1.0, True), ("quotes out", 1.0, True), ("spaCy", 2.0, True)]
    rows += [("quotes out + spaCy", -0.1, False)]
    frame = pd.DataFrame(rows, columns=["alternative", "difference", "significant"])
    frame = frame.assign(score="grade", item="", side_a="A", side_b="B", sign=np.sign(frame["difference"]))
    assert wording.say_multiverse(frame, "grade") == [
        "A − B: of 3 other combinations of choices, 2 have the same sign and 2 would pass a test of their "
        "own; quotes out changes nothing."
    ]
    assert wording.say_multiverse(frame, "tone") == []


def test_of_many_sides_the_harshest_are_named_for_each_actor():
    sides = list("ABCDE")
    frame = pd.DataFrame(
        {
            "a": [*sides, "A"],
            "b": [*"BADAA", "B"],
            "verdict": ["clearly harsher", *["leans harsher"] * 5],
            "harsher": [*sides, "A"],
            "pairs": [3, 1, 1, 1, 1, 2],
            "p_chance": 0.4,
        },
        index=pd.Index(["Kim"] * 5 + ["Trump"], name="item"),
    )  # A is as often the milder as the harsher
    shown = telling(
        ("Kim", "C", "badly", True, 1), ("Kim", "A", "badly", False, 2), ("Trump", "A", "badly", False, 3)
    )
    told = wording.say_harsher(frame, shown)
    assert [finding.text for finding in told] == [
        "Most often harsher on Kim: C (1 of its 1) and E (1 of its 1), of 7 pairs of "
        "articles that could be decided, 3 of them clearly (2 sentences show Kim badly, 1 of them "
        "in words of others).",
        "Most often harsher on Trump: A (2 of its 2), of 2 pairs of articles that could be decided, none of "
        "them clearly (1 sentence shows Trump badly, none of them in words of others).",
    ]
    assert [[quote["side"] for quote in finding.evidence] for finding in told] == [["C"], ["A"]]


def test_what_too_little_was_coded_of_is_said_once():
    said = wording.say_corrections({"tone": None, "conflict": None}, {"tone": "Tone as coders read it"})
    text = "Too few sentences of a side were coded to correct tone and conflict."
    assert [(finding.text, finding.verdict) for finding in said] == [(text, wording.TOO_LITTLE)]
    assert wording.say_corrections({}, {}) == []


def test_how_often_a_hit_is_in_its_frames_sense_is_said_or_that_nobody_knows():
    rows = {"conflict": (60, 0.95, 0.86, 0.98), "human interest": (60, 0.8, 0.68, 0.88)}
    checks = pd.DataFrame.from_dict(rows, orient="index", columns=["hits", "value", "low", "high"])
    assert wording.say_frame_trust(checks) == (
        "Hits that one reader, a language model, judged in other news were in their frame's sense in 95% "
        "of 60 for “conflict” (86% to 98%) and 80% of 60 for “human interest” (68% to 88%)."
    )
    assert "has not been checked" in wording.say_frame_trust(checks.iloc[:0])
