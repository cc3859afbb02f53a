"""Views that show a difference in the texts: evidence, names, what leads, figures that differ, the topic."""

import numpy as np
import pandas as pd
import pytest

from analysis.actors import actor_profile
from analysis.measures import coverage
from analysis.present import tables, wording

SIDES = pd.Series({"a": "A", "b": "B"})
KEY = ["article_id", "sentence_id"]


def sentences(*texts):
    rows = [(article, n, f"{text} that goes on for a while") for article, n, text in texts]
    return pd.DataFrame(rows, columns=[*KEY, "text"])


BODY = sentences(("a", 0, "first"), ("a", 1, "second"), ("b", 0, "third"), ("b", 1, "fourth"))
GAP = {"score": "tone", "item": "", "side_a": "A", "side_b": "B", "difference": 0.5}
GAP |= {"estimate_a": 0.4, "estimate_b": -0.1, "verdict": "clear"}


def values(*numbers):
    return pd.Series(numbers, pd.MultiIndex.from_frame(BODY[KEY]))


@pytest.mark.parametrize(
    ("pick", "numbers", "chosen"),
    [("apart", (1, 2, 3, -4), [1, 1]), ("most", (1, 2, 3, -4), [1, 0]), ("typical", (0.5, 9, 0, 5), [0, 0])],
)
def test_evidence_shows_the_difference(pick, numbers, chosen):
    found = tables.choose_evidence(BODY, values(*numbers), SIDES, pd.DataFrame([GAP]), pick=pick)
    assert found["side"].tolist() == ["A", "B"]
    assert found["sentence_id"].tolist() == chosen


def test_evidence_of_the_rest_and_of_nothing():
    gap = pd.DataFrame([GAP | {"side_b": "rest"}])
    found = tables.choose_evidence(BODY, values(1, 2, 3, 4), SIDES, gap, pick="most")
    assert found["article_id"].tolist() == ["a", "b"]
    assert found["side"].tolist() == ["A", "rest"]
    assert tables.choose_evidence(BODY, values(0, 0, 0, 0), SIDES, gap, pick="most").empty
    short = BODY.assign(text="too short")
    assert tables.choose_evidence(short, values(1, 2, 3, 4), SIDES, gap).empty


MENTIONS = pd.DataFrame(
    {
        "article_id": ["a", "a", "b", "b", "b"],
        "sentence_id": [0, 1, 1, 1, 1],
        "actor": ["Kim", "Kim", "Kim", "Kim", "Trump"],
        "how": ["name", "pronoun", "name", "role", "name"],
        "start": [0, 4, 0, 4, 16],
        "end": [3, 6, 3, 15, 21],
    }
)
ARTICLES = pd.DataFrame({"raw": ["Kim he said.", "Kim the\n leader Trump."]}, index=["a", "b"])


def test_names_stand_as_they_are_written():
    names = actor_profile.spell_names(MENTIONS, ARTICLES, SIDES)
    table = tables.tabulate_names(names, SIDES, ["Kim", "Trump"])
    assert table.loc["Kim"].to_dict() == {"A": "Kim", "B": "Kim, the leader"}
    assert table.loc["Trump"].to_dict() == {"A": "", "B": "Trump"}


def test_what_leads_counts_by_part():
    body = pd.DataFrame({"article_id": "a", "sentence_id": range(10), "text": "x"})
    mentions = pd.DataFrame({"article_id": "a", "sentence_id": [0, 1, 9], "actor": "Kim", "how": "name"})
    hits = pd.DataFrame({"article_id": "a", "sentence_id": [5, 5], "item": "war", "weight": [3.0, 1.0]})
    tone = pd.Series(np.arange(10.0), pd.MultiIndex.from_frame(body[KEY]))
    table = tables.tabulate_leads(mentions, hits, tone, body, pd.Series({"a": "A"})).loc["A"]
    assert table["actors"].tolist() == ["no headline", "Kim (2)", "", "Kim (1)"]
    assert table["frames"].tolist() == ["", "", "war (2)", ""]
    assert table["tone"].tolist()[1:] == [0.5, 4.5, 8.5]
    assert np.isnan(table["tone"].iloc[0])
    assert table["sentences"].tolist() == [0, 2, 6, 2]


def test_a_headline_leads_and_counts_in_no_fifth():
    body = pd.DataFrame({"article_id": "a", "sentence_id": [*range(10), -1], "text": "x"})
    mentions = pd.DataFrame(
        {"article_id": "a", "sentence_id": [0, -1], "actor": ["Kim", "Moon"], "how": "name"}
    )
    hits = pd.DataFrame({"article_id": "a", "sentence_id": [-1], "item": "war", "weight": [3.0]})
    tone = pd.Series([*np.arange(10.0), -0.5], pd.MultiIndex.from_frame(body[KEY]))
    table = tables.tabulate_leads(mentions, hits, tone, body, pd.Series({"a": "A"})).loc["A"]
    assert table["actors"].tolist() == ["Moon (1)", "Kim (1)", "", ""]
    assert table["frames"].tolist() == ["war (1)", "", "", ""]
    assert table["tone"].tolist() == [-0.5, 0.5, 4.5, 8.5]
    assert table["sentences"].tolist() == [1, 2, 6, 2]


def test_first_mentions_are_shares_of_the_text_before():
    table = tables.tabulate_first_mentions(MENTIONS, BODY, SIDES, ["Kim", "Trump"])
    assert table.loc["Kim"].tolist() == [0.0, 0.5]
    assert np.isnan(table.loc["Trump", "A"])
    assert tables.tabulate_first_mentions(MENTIONS, BODY, SIDES, []).empty


def facts(*rows):
    return pd.DataFrame([(*row, "number") for row in rows], columns=[*KEY, "item", "kind"])


def pairs(match="counterpart"):
    row = {"article_a": "a", "sentence_a": 0, "article_b": "b", "sentence_b": 1, "match": match}
    return pd.DataFrame([row])


def test_different_figures_of_one_thing_are_found_in_sentences_that_match():
    told = facts(("a", 0, "8 months"), ("b", 1, "9 months"), ("b", 1, "$3 million"), ("a", 1, "7 months"))
    found = coverage.compare_figures(pairs(), told, BODY)
    assert found[["figure_a", "figure_b", "of"]].to_numpy().tolist() == [["8 months", "9 months", "months"]]
    assert found["text_b"].iloc[0].startswith("fourth")
    assert coverage.compare_figures(pairs("possible"), told, BODY).empty
    table = tables.tabulate_other_figures(found, SIDES)
    assert list(table.columns) == ["side", *KEY, "figure", "text"]
    assert table[["side", "sentence_id", "figure"]].to_numpy().tolist() == [
        ["A", 0, "8 months"],
        ["B", 1, "9 months"],
    ]
    assert list(table.index) == ["months", "months"]
    assert tables.tabulate_other_figures(found[:0], SIDES).empty


def test_a_figure_that_both_give_differs_in_nothing():
    told = facts(("a", 0, "8 months"), ("b", 1, "8 months"), ("b", 1, "9 months"))
    assert coverage.compare_figures(pairs(), told, BODY).empty


def told(**counts):
    rows = [
        {"item": item, "kind": kind, "told_by": sum(n > 0 for n in each), "mentions": sum(each), "quote": ""}
        | dict(zip("ABCD", each, strict=False))
        for item, (kind, *each) in counts.items()
    ]
    return pd.DataFrame(rows)


def test_the_topic_is_what_sides_share():
    frame = told(Kim=("person", 3, 2, 1), Hanoi=("place", 5, 5, 5), Trump=("person", 9, 0, 0))
    nouns = pd.DataFrame({"noun": ["girder", "summit", "things"], "share": [0.1, 0.2, 0.3]})
    nouns["weight"] = [1.3, 0.9, 0.5]
    assert wording.say_topic(frame, nouns) == "Summit: Kim and Hanoi"
    assert wording.say_topic(frame, nouns.iloc[:0]) == "Kim and Hanoi"
    assert wording.say_topic(told(Kim=("person", 3, 0, 0)), nouns) == ""


def test_the_subject_is_what_most_sides_speak_of():
    assert (
        wording.say_subject(pd.DataFrame({"noun": ["strike", "wages"]}), 3)
        == "Most speak of “strike” and “wages”."
    )
    assert wording.say_subject(pd.DataFrame({"noun": []}), 2) == ""


def test_a_side_that_shares_nothing_is_told_apart():
    frame = told(Kim=("person", 3, 2, 0), Hanoi=("place", 5, 5, 0), Paris=("place", 0, 0, 4))
    assert [one.text for one in wording.warn_of_strangers(frame)] == [
        "C mentions none of what most others share: it may not be about the same story."
    ]
    two = told(Kim=("person", 3, 0), Paris=("place", 0, 4))
    assert "may not be about the same story" in wording.warn_of_strangers(two)[0].text
    assert wording.warn_of_strangers(told(Kim=("person", 3, 1))) == []
    names = {name: ("person", 1, 1, 1, 0) for name in ("Kim", "Moon", "Trump")}
    warned = wording.warn_of_strangers(told(**names, Hanoi=("place", 1, 1, 1, 1)))
    assert [one.text for one in warned] == [
        "D does not mention Kim, Moon and Trump, which nearly all others do: it may not be about the same "
        "story."
    ]
    two_lacked = {"Moon": ("person", 1, 1, 1, 1), **{name: names[name] for name in ("Kim", "Trump")}}
    assert wording.warn_of_strangers(told(**two_lacked, Hanoi=("place", 1, 1, 1, 1))) == []


HARDER = "grades by which A measures harder than B"


@pytest.mark.parametrize(
    ("length", "words", "text"),
    [
        (5.2, 0.4, f"Of the 5.6 {HARDER}, 93% is the length of sentences and 7% the words."),
        (
            3.0,
            -1.0,
            f"Of the 2.0 {HARDER}, longer sentences alone would make 150%; easier words take 50% back.",
        ),
        (0.0, 0.01, "There is no difference to explain."),
    ],
)
def test_what_a_gap_in_grades_is_made_of(length, words, text):
    parts = {"sentence length": length, "words": words, "difference": length + words}
    assert wording.say_gap_parts(parts, "A", "B") == text


def test_a_number_is_one_sides_alone_only_where_no_other_text_holds_it():
    items = ["55 seats", "32 seats", "8 months", "6 years"]
    frame = pd.DataFrame({"item": items, "kind": "number", "only": ["B", "B", "A", "B"]})
    bodies = pd.DataFrame(
        {"title": "", "text": ["a bloc with 55, in 8 months, not 6", "55 seats, 32 seats"], "published": ""},
        index=["a", "b"],
    )
    got = coverage.confirm_only_figures(frame, bodies, SIDES)
    assert got["only"].tolist() == ["", "B", "A", ""]


WRITTEN = [  # what one side gives, how the other's text may give it, whether that counts
    ("5 seats", "They won five of them.", True),
    ("$1.2 billion", "It cost 1.2 billion dollars.", True),
    ("$1.2 billion", "It cost $1.2bn.", True),
    ("40 %", "Nearly 39.6 percent said so.", True),
    ("50 years", "It cost $50 million.", True),
    ("$50 million", "He waited 50 years.", False),
    ("36 people", "They were 45 people.", False),
    ("3 days", "It was 3.01 days.", False),
]


@pytest.mark.parametrize(("item", "text", "given"), WRITTEN)
def test_a_number_counts_however_it_is_written(item, text, given):
    frame = pd.DataFrame({"item": [item], "kind": "number", "only": "A"})
    bodies = pd.DataFrame({"title": "", "text": ["", text], "published": ""}, index=["a", "b"])
    assert (coverage.confirm_only_figures(frame, bodies, SIDES)["only"] == "").tolist() == [given]


DATED = [  # a date, what the other's text of 19 December 2018 says, whether it may mean that date
    ("21 December", "The deadline is Friday.", True),
    ("21 December", "The deadline is in winter.", False),
    ("21 November", "The deadline is Wednesday.", False),
    ("2017", "It failed last year.", True),
    ("2015", "It failed last year.", False),
    ("May 2018", "It failed on Friday.", False),
]


@pytest.mark.parametrize(("item", "text", "given"), DATED)
def test_a_date_may_be_told_by_its_day_or_year(item, text, given):
    frame = pd.DataFrame({"item": [item], "kind": "date", "only": "A"})
    bodies = pd.DataFrame(
        {"title": "", "text": ["", text], "published": ["", "2018-12-19"]}, index=["a", "b"]
    )
    assert (coverage.confirm_only_figures(frame, bodies, SIDES)["only"] == "").tolist() == [given]


def test_a_rounded_figure_is_no_other_one():
    found = coverage.compare_figures(pairs(), facts(("a", 0, "26 %"), ("b", 1, "26.4 %")), BODY)
    assert found.empty


def test_figures_that_match_nothing_are_not_called_equal():
    assert "go unseen" in wording.say_other_figures(pd.DataFrame())
    assert wording.say_other_figures(pd.DataFrame({"of": [1, 2]})).startswith("2 pairs of figures")


def test_the_topic_names_nobody_whom_a_side_leaves_out():
    frame = told(Kim=("person", 3, 2, 1), Cardin=("person", 9, 9, 0), Hanoi=("place", 1, 1, 1))
    assert (
        wording.say_topic(frame, pd.DataFrame(columns=["noun", "share", "weight"], dtype=float))
        == "Kim and Hanoi"
    )
