"""What both tell and what only one tells."""

import math

import made
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import actors, annotate, clean, lexicon, load, schema
from analysis.measures import coverage, facts
from analysis.present import wording

SIDES = pd.Series({"a": "Left", "b": "Right"})


def items(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["article_id", "sentence_id", "item", "kind"])
    return frame.assign(start=0, end=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eight/NUM months/month/NOUN", ["8 months"]),
        ("one/NUM in/ADP five/NUM small/ADJ firms/firm/NOUN", []),
        ("7/NUM out/ADP of/ADP 10/NUM voters/voter/NOUN", []),
        ("in/ADP two/NUM states/state/NOUN", ["2 states"]),
        ("an/DET 8/NUM -/PUNCT month/NOUN freeze", ["8 months"]),
        ("twenty/NUM -/PUNCT five/NUM people", ["25 people"]),
        ("one/NUM hundred/NUM and/CCONJ five/NUM jobs/job/NOUN", ["105 jobs"]),
        ("4.8/NUM million/NUM jobs/job/NOUN", ["4.8 million jobs"]),
        ("4,800,000/NUM new/ADJ jobs/job/NOUN", ["4.8 million jobs"]),
        ("$/SYM 2.5/NUM billion/NUM", ["$2.5 billion"]),
        ("£/SYM 2.5bn/NUM", ["£2.5 billion"]),
        ("$/SYM 15/NUM m/NOUN", ["$15 million"]),
        ("at/ADP 3/NUM p.m./NOUN today/NOUN", []),
        ("a/DET 530,000/NUM drop/NOUN", []),
        ("zero/NUM tolerance/NOUN", []),
        ("11.1/NUM %/NOUN", ["11.1 %"]),
        ("six/NUM percent/NOUN", ["6 %"]),
        ("Feb./Feb./PROPN 28/NUM ,/PUNCT 2019/NUM", ["28 February"]),
        ("28/NUM February/February/PROPN", ["28 February"]),
        ("March/March/PROPN 2019/NUM", ["March 2019"]),
        ("in/ADP 2016/NUM", ["2016"]),
        ("a/DET 25-6/NUM vote", ["25-6"]),
        ("518,000/NUM two/NUM weeks/week/NOUN ago/ADV", ["2 weeks"]),
        ("half/DET a/DET dozen ,/PUNCT one/NUM deal", []),
        ("the/DET May/PROPN talks/talk/NOUN", []),
        ("1/NUM )/PUNCT investigations/investigation/NOUN", []),
        ("half/ADV billion/NUM people", []),
        ("a/DET half/NOUN -/PUNCT million/NUM lives/life/NOUN", []),
        ("half/DET a/DET million/NUM lives/life/NOUN", []),
        ("a/DET 70/NUM -/PUNCT percent/percent/NOUN rate/NOUN", ["70 %"]),
        ("seven/NUM asylum/NOUN -/PUNCT seekers/seeker/NOUN", ["7 seekers"]),
        ("three/NUM fund/NOUN -/PUNCT raising/raise/VERB sites/site/NOUN", ["3 sites"]),
        ("several/ADJ hundred/NUM boats/boat/NOUN", []),
        ("three/NUM local/ADJ committee/NOUN chairmen/chairman/NOUN", ["3 chairmen"]),
        ("four/NUM sea/NOUN rescue/NOUN boats/boat/NOUN", ["4 boats"]),
        ("a/DET 51/NUM -/PUNCT to-49/NOUN lead/NOUN", []),
        ("people twenty/NUM -/PUNCT", []),
        ("three/NUM million/NUM two/NUM hundred/NUM votes/vote/NOUN", ["3.0002 million votes"]),
    ],
)
def test_facts_have_one_spelling(text, expected):
    assert facts.find_facts(made.tokens(a=text))["item"].tolist() == expected


def test_facts_lead_back_to_the_source():
    row = facts.find_facts(made.tokens(a="after/ADP eight/NUM months/month/NOUN")).iloc[0]
    assert (row["start"], row["end"], row["kind"]) == (6, 18, "number")


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 99))
def test_a_number_in_words_is_the_number_in_digits(value):
    tens = ["x", "x", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    small = list(facts.WORDS)[:20]
    spelt = small[value] if value < 20 else tens[value // 10]
    if value > 20 and value % 10:
        spelt += f"/NUM -/PUNCT {small[value % 10]}"
    both = facts.find_facts(made.tokens(a=f"{spelt}/NUM people", b=f"{value}/NUM people"))["item"]
    assert both[0] == both[1] == f"{value} people"


def test_an_item_is_told_by_the_sides_that_mention_it():
    by = pd.Series({"a": "Left", "b": "Right", "c": "Right", "d": None})
    found = items(
        ("b", 2, "Iran", "place"),
        ("a", 1, "Iran", "place"),
        ("c", 0, "Kiev", "place"),
        ("b", 4, "Kiev", "place"),
        ("c", 1, "Kiev", "place"),
        ("d", 0, "Rome", "place"),
    )
    text = pd.DataFrame({"article_id": ["a", "b"], "sentence_id": [1, 4], "text": ["On Iran.", "In Kiev."]})
    table = coverage.tell_items(found, by, text).set_index("item")
    assert list(table.index) == ["Iran", "Kiev"]
    assert table.loc["Iran", ["told_by", "of", "only", "mentions", "Left", "Right"]].tolist() == [
        2,
        2,
        "",
        2,
        1,
        1,
    ]
    assert table.loc["Kiev", ["told_by", "only", "mentions", "articles"]].tolist() == [1, "Right", 3, 2]
    assert table.loc["Kiev", ["first_article", "first_sentence", "quote"]].tolist() == ["b", 4, "In Kiev."]


def test_only_one_side_is_claimed_after_a_search_of_the_others_whole_text():
    found = items(*[("a", n, name, kind) for n, (name, kind) in enumerate(NAMED.items())])
    articles = pd.DataFrame(
        {"title": ["", "Panmunjom again"], "raw": ["", "DPRK and Abrams, but neither Bolton's nor Romeo."]},
        index=["a", "b"],
    )
    cast = pd.DataFrame(
        [("North Korea", "DPRK", "place"), ("Elliott Abrams", "Elliott Abrams", "person"),
         ("Rome", "the city", "place")],
        columns=["actor", "alias", "kind"],
    )  # fmt: skip
    by = pd.Series({"a": "Left", "b": "Right"})
    told = coverage.confirm_only(coverage.tell_items(found, by), cast, articles, by)
    only = told.set_index("item")["only"]
    assert only[only == "Left"].index.tolist() == ["Rome"]


def test_a_name_that_was_not_recognised_is_counted_and_no_part_of_another():
    found = items(
        ("a", 0, "Christoffer Dulny", "person"),
        ("a", 0, "New York", "place"),
        ("a", 1, "NASA", "organisation"),
        ("a", 1, "Kennedy", "person"),
    )
    cast = found.rename(columns={"item": "actor"}).assign(alias=found["item"])
    text = "In NASA’s eyes Christoffer Dulny left. NASA and Christoffer Dulny: the New York Times on Kennedy."
    articles = pd.DataFrame({"title": "", "outlet": "", "text": ["", text]}, index=["a", "b"])
    told = coverage.count_missed(coverage.tell_items(found, SIDES), cast, articles, SIDES).set_index("item")
    assert told["Right"].to_dict() == {"Christoffer Dulny": 2, "New York": 0, "NASA": 2, "Kennedy": 0}
    assert told["told_by"].to_dict() == {"Christoffer Dulny": 2, "New York": 1, "NASA": 2, "Kennedy": 1}
    assert told["only"].to_dict() == {
        "Christoffer Dulny": "",
        "New York": "Left",
        "NASA": "",
        "Kennedy": "Left",
    }
    own = coverage.count_missed(
        coverage.tell_items(found, SIDES), cast, articles.assign(outlet="NASA"), SIDES
    )
    assert own.set_index("item").loc["NASA", "Right"] == 0
    assert told["mentions"].to_dict() == {"Christoffer Dulny": 3, "New York": 1, "NASA": 3, "Kennedy": 1}


def test_a_surname_that_is_one_actor_s_alone_is_counted_where_no_other_name_stands_before_it():
    found = items(("a", 0, "Rick Perry", "person"), ("a", 1, "Texas", "place"), ("a", 2, "New York", "place"))
    cast = found.rename(columns={"item": "actor"}).assign(alias=found["item"])
    cast = pd.concat([cast, cast[:1].assign(alias="Perry")])
    body = "Perry and Katy Perry read the New York Times. Secretary Perry left."
    articles = pd.DataFrame({"outlet": "", "title": "", "text": ["", body]}, index=["a", "b"])
    told = coverage.count_missed(coverage.tell_items(found, SIDES), cast, articles, SIDES)
    assert told.set_index("item")["Right"].to_dict() == {"Rick Perry": 2, "Texas": 0, "New York": 0}


FORMS = [  # an actor, its kind, how another text may call it
    ("Federal Bureau of Prisons", "organisation", "the FBP"),
    ("AAPI", "organisation", "Asian American and Pacific Islander voters"),
    ("Oxford University", "organisation", "a degree from Oxford"),
    ("Joint List", "organisation", "the joint list of Arab parties"),
    ("Republican Party", "organisation", "Sen. Chuck Grassley, R-Iowa"),
    ("Texas", "place", "Sen. Ted Cruz (R-TX)"),
    ("Pennsylvania", "place", "a conference in Pittsburgh, PA, on Monday"),
    ("Republican Party", "organisation", "Sen. Chuck Grassley (R., Iowa)"),
    ("Felipe Calderon", "person", "President [Felipe] Calder\u00f3n"),
    ("Donald Trump Jr.", "person", "young Trump"),
    ("National Guard", "organisation", "National Guards fired"),
    ("Committee on Taxation", "organisation", "the Taxation panel"),
    ("Baltimore Sun", "organisation", "as the Sun reported"),
    ("KXRB News", "organisation", "as KXRB reported"),
    ("Northern Irish Democratic Unionist Party", "organisation", "the DUP"),
    ("United States Court of Appeals", "organisation", "the 2nd Circuit Court of Appeals"),
    ("Robert Katzman", "person", "Judge Robert Katzmann"),
    ("Shaul Elovitch", "person", "mogul Shaul Elovich"),
    ("General Motors", "organisation", "GM said"),
    ("TIME", "organisation", "told Time"),
    ("GM", "organisation", "General Motors said"),
    ("North Valley Pipeline", "organisation", "the North Valley oil pipeline"),
    ("Rome Clinic Hospital", "organisation", "his team at Rome Clinic"),
]


@pytest.mark.parametrize("text", ["They left the hospital.", "The Hospital of Rome burnt."])
def test_another_of_the_kind_leaves_a_body_to_its_side(text):
    told = pd.DataFrame(
        {"item": ["Child Hospital"], "kind": "organisation", "only": "Left", "Left": 1, "Right": 0}
    )
    cast = pd.DataFrame({"actor": ["Child Hospital"], "alias": ["Child Hospital"], "kind": ["organisation"]})
    articles = pd.DataFrame({"title": "", "raw": ["", text]}, index=["a", "b"])
    assert coverage.confirm_only(told, cast, articles, SIDES)["only"].tolist() == ["Left"]


@pytest.mark.parametrize(("actor", "kind", "text"), FORMS)
def test_only_one_side_is_not_claimed_of_what_another_calls_otherwise(actor, kind, text):
    told = pd.DataFrame({"item": [actor, "Nauru"], "kind": kind, "only": "Left", "Left": 1, "Right": 0})
    cast = pd.DataFrame({"actor": [actor, "GM"], "alias": [actor, "GM"], "kind": [kind, "organisation"]})
    articles = pd.DataFrame({"title": "", "raw": ["", text]}, index=["a", "b"])
    kept = coverage.confirm_only(told, cast, articles, SIDES)
    assert kept["only"].tolist() == ["", "Left"]
    assert kept["Right"].isna().tolist() == [True, False]


def test_a_name_within_a_longer_one_is_no_zero_among_sides_either():
    cast = pd.DataFrame({"actor": ["Capitol", "Rome"], "alias": ["Capitol", "Rome"], "kind": "place"})
    told = pd.DataFrame(
        {"item": ["Capitol", "Rome"], "kind": "place", "only": "", "Left": [2, 1], "Right": 0}
    )
    articles = pd.DataFrame({"title": "", "raw": ["", "It lay in the US Capitol Rotunda."]}, index=["a", "b"])
    kept = coverage.confirm_only(told, cast, articles, SIDES)
    assert kept["Left"].tolist() == [2, 1]
    assert kept["Right"].isna().tolist() == [True, False]


def test_a_name_in_words_that_were_cleaned_away_is_no_zero():
    cast = pd.DataFrame({"actor": ["Rome"], "alias": ["Rome"], "kind": "place"})
    told = pd.DataFrame({"item": ["Rome"], "kind": "place", "only": "Left", "Left": [1], "Right": 0})
    articles = pd.DataFrame(
        {"title": "", "raw": ["", "A man waits in Rome. AP Photo\nHe waits."], "text": ["", "He waits."]},
        index=["a", "b"],
    )
    kept = coverage.confirm_only(told, cast, articles, SIDES)
    assert kept["only"].tolist() == [""]
    assert kept["Right"].isna().tolist() == [True]


NAMED = {
    "Panmunjom": "place",
    "North Korea": "place",
    "Elliott Abrams": "person",
    "Bolton": "person",
    "Rome": "place",
}


def test_a_table_of_nothing_is_empty_and_says_so():
    table = coverage.tell_items(items(), SIDES)
    assert table.empty
    assert wording.say_told(table) == "There is nothing to compare."


def test_a_side_cannot_take_the_name_of_a_column():
    with pytest.raises(schema.InputError, match="'mentions'"):
        coverage.tell_items(items(("a", 0, "Iran", "place")), pd.Series({"a": "mentions", "b": "Right"}))


def test_coverage_in_words():
    found = items(
        ("a", 0, "Iran", "place"),
        ("b", 0, "Iran", "place"),
        *[("b", n, "Kiev", "place") for n in range(3)],
        ("b", 5, "Rome", "place"),
        ("b", 6, "8 months", "number"),
    )
    table = coverage.tell_items(found, SIDES)
    assert wording.say_told(table) == "Only Right mentions Kiev (3 times) and Rome. Both mention Iran."
    assert wording.say_told(table, most=1).startswith("Only Right mentions Kiev (3 times) and 1 more.")
    numbers = "Only Right mentions 8 months. Nothing of this kind was found in both."
    assert wording.say_told(table, ("number",)) == numbers
    room = wording.say_told(table, words=pd.Series({"Left": 100, "Right": 250}))
    assert room.endswith("Right has 2.5 times as many words as Left, and so more room for mentions.")


def test_pronouns_are_no_mentions_by_name():
    mentions = pd.DataFrame(
        {
            "article_id": "a",
            "sentence_id": [0, 1],
            "actor": "Kim",
            "how": ["name", "pronoun"],
            "start": 0,
            "end": 3,
        }
    )
    cast = pd.DataFrame({"actor": ["Kim", "Kim"], "kind": ["person", "person"]})
    assert coverage.name_items(mentions, cast)["sentence_id"].tolist() == [0]


SUMMIT = "Negotiators/negotiator/NOUN abandoned/abandon/VERB sanctions/sanction/NOUN relief Yongbyon/PROPN"


def test_a_sentence_is_its_own_counterpart():
    pairs = coverage.align_sentences(made.tokens(a=SUMMIT, b=SUMMIT), SIDES)
    assert len(pairs) == 1
    assert pairs.loc[0, "similarity"] == pytest.approx(1)
    assert pairs.loc[0, "match"] == "counterpart"
    assert pairs.loc[0, "shared"].startswith("yongbyon")


def test_similarity_is_shared_information_over_the_geometric_mean():
    left, right = "sanction relief deal collapse", "sanction relief offer refusal summit"
    bits = lexicon.measure_information(pd.Index((left + " " + right).split()))
    shared = bits[:2].sum() / math.sqrt(bits[:4].sum() * bits[4:].sum())
    pairs = coverage.align_sentences(made.tokens(a=left, b=right), SIDES)
    assert pairs.loc[0, "similarity"] == pytest.approx(shared)
    assert pairs.loc[0, "shared"] == "relief, sanction"


def test_shared_names_alone_make_no_counterpart():
    names = "Kim/PROPN Jong/PROPN Un/PROPN Trump/PROPN"
    assert coverage.align_sentences(
        made.tokens(a=f"{names} laughs/laugh/VERB", b=f"{names} weeps/weep/VERB"), SIDES
    ).empty


def test_sentences_too_short_are_not_compared():
    assert coverage.align_sentences(made.tokens(a="new deal", b="new deal"), SIDES).empty


def test_only_articles_of_other_sides_and_of_one_event_are_compared():
    frame = made.tokens(a=SUMMIT, b=SUMMIT, c=SUMMIT)
    by = pd.Series({"a": "Left", "b": "Left", "c": "Right"})
    pairs = coverage.align_sentences(frame, by)
    assert set(zip(pairs["article_a"], pairs["article_b"], strict=True)) == {("a", "c"), ("b", "c")}
    event = pd.Series({"a": "one", "b": "two", "c": "two"})
    assert coverage.align_sentences(frame, by, block=event)["article_a"].tolist() == ["b"]
    assert coverage.align_sentences(
        frame, by, block=pd.Series({"a": None, "b": None, "c": None}, dtype=object)
    ).empty


def test_one_sentence_may_match_several():
    frame = made.tokens(a=SUMMIT, b=f"{SUMMIT}\n{SUMMIT} yesterday")
    assert coverage.align_sentences(frame, SIDES)["sentence_b"].tolist() == [0, 1]


PLANT = "Negotiators/negotiator/NOUN offered/offer/VERB closure/NOUN"
SHUT = "diplomats/diplomat/NOUN proposed/propose/VERB dismantling/dismantling/NOUN"


def claim(frame, by, **how):
    """Claims of made-up texts, from their tokens alone."""
    pairs = coverage.align_sentences(frame, by, **how)
    return coverage.compare_claims(made.sentences(frame), frame, pairs, by, **how)


def point(cosine):
    """Meanings of the first sentences of a and b, this near each other."""
    index = pd.MultiIndex.from_tuples([("a", 0), ("b", 0)], names=["article_id", "sentence_id"])
    return pd.DataFrame([[1.0, 0.0], [cosine, math.sqrt(1 - cosine**2)]], index=index)


@pytest.mark.parametrize(
    ("cosine", "match"),
    [(0.95, "counterpart"), (coverage.SAME_MEANING + 0.01, "counterpart"), (0.51, "possible"), (0.49, None)],
)
def test_sentences_without_a_word_in_common_match_by_meaning(cosine, match):
    frame = made.tokens(a=PLANT, b=SHUT)
    assert coverage.align_sentences(frame, SIDES).empty
    pairs = coverage.align_sentences(frame, SIDES, meanings=point(cosine))
    assert pairs["match"].tolist() == ([match] if match else [])
    if match:
        assert pairs.loc[0, "meaning"] == pytest.approx(cosine)
        assert pairs.loc[0, "similarity"] == 0
    claims = claim(frame, SIDES, meanings=point(cosine))
    expected = {
        "counterpart": "counterpart",
        "possible": "possible counterpart",
        None: "no counterpart found",
    }
    assert set(claims["status"]) == {expected[match]}


def test_what_words_match_stays_matched_whatever_the_meaning():
    frame = made.tokens(a=SUMMIT, b=SUMMIT)
    assert coverage.align_sentences(frame, SIDES, meanings=point(0.1))["match"].tolist() == ["counterpart"]


def test_some_words_and_some_meaning_make_a_counterpart_together():
    half = "sanction/NOUN relief/NOUN deal/NOUN collapse/NOUN"
    frame = made.tokens(
        a=half, b="sanction/NOUN relief/NOUN offer/NOUN refusal/NOUN summit/NOUN harvest/NOUN"
    )
    alone = coverage.align_sentences(frame, SIDES)
    assert alone["match"].tolist() == ["possible"]
    lacking = 1 - (alone.loc[0, "similarity"] - coverage.FLOOR) / (coverage.THRESHOLD - coverage.FLOOR)
    room = coverage.SAME_MEANING - coverage.NEAR_MEANING
    for more, match in ((0.01, "counterpart"), (-0.01, "possible")):
        meanings = point(coverage.NEAR_MEANING + lacking * room + more)
        assert coverage.align_sentences(frame, SIDES, meanings=meanings)["match"].tolist() == [match]


def test_the_nearest_sentence_is_the_strongest_match_by_words_or_meaning():
    frame = made.tokens(a=PLANT, b=f"{SHUT}\n{PLANT} yesterday")
    meanings = pd.concat([point(0.65), point(0.1).iloc[1:].rename({0: 1}, level=1)])
    claims = claim(frame, SIDES, meanings=meanings)
    assert claims.set_index("article_id").loc["a", "closest"] == "Negotiators offered closure yesterday"


def test_what_is_near_the_rest_of_its_text_stands_before_what_is_new_alone():
    lines = ("money/NOUN people/NOUN summit/NOUN collapse/NOUN", "sanction/NOUN relief/NOUN collapse/NOUN")
    rare = "warhead/NOUN uranium/NOUN plutonium/NOUN"
    frame = made.tokens(a="\n".join([lines[0], rare, lines[1]]), b="harvest/NOUN prices/price/NOUN rise/NOUN")
    plain = claim(frame, SIDES)
    rarest = plain[plain["article_id"] == "a"].iloc[0]
    assert rarest["text"].startswith("warhead")
    assert plain["central"].isna().all()
    at = pd.MultiIndex.from_product([["a"], range(3)], names=["article_id", "sentence_id"])
    near = claim(frame, SIDES, meanings=pd.DataFrame([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]], index=at))
    own = near[near["article_id"] == "a"].set_index("sentence_id")
    assert own["central"].to_dict() == {0: 0.5, 1: 0.0, 2: 0.5}
    assert own.index.tolist() == [2, 1, 0]
    assert near[near["article_id"] == "b"]["central"].isna().all()  # no other sentence to be near to


WORDS = [
    "summit",
    "sanction",
    "relief",
    "missile",
    "treaty",
    "border",
    "tariff",
    "senator",
    "verdict",
    "harvest",
]


@settings(deadline=None, max_examples=40)
@given(*[st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=5)] * 2)
def test_alignment_is_bounded_and_does_not_depend_on_order(left, right):
    a, b = ("\n".join(" ".join(line) for line in text) for text in (left, right))
    one = coverage.align_sentences(made.tokens(a=a, b=b), SIDES)
    two = coverage.align_sentences(made.tokens(b=b, a=a), SIDES)
    assert one["similarity"].between(coverage.FLOOR, 1 + 1e-12).all()
    turned = two.rename(columns={"sentence_a": "sentence_b", "sentence_b": "sentence_a"})
    both = [set(zip(f["sentence_a"], f["sentence_b"], strict=True)) for f in (one, turned)]
    assert both[0] == both[1]


def test_claims_are_ranked_by_what_is_new():
    frame = made.tokens(
        a=f"{SUMMIT}\nUkraine/PROPN surrendered/surrender/VERB warheads/warhead/NOUN\nno/DET deal",
        b=f"{SUMMIT}\nharvest prices/price/NOUN collapsed/collapse/VERB",
    )
    table = claim(frame, SIDES)
    assert list(table["status"]) == ["no counterpart found"] * 2 + ["counterpart"] * 2 + [
        "too short to compare"
    ]
    first = table.iloc[0]
    assert first["text"] == "Ukraine surrendered warheads"
    assert set(first["new_words"].split(", ")) == {"warhead", "ukraine", "surrender"}
    assert first["new"] == pytest.approx(
        lexicon.measure_information(pd.Index(first["new_words"].split(", "))).sum()
    )
    matched = table[table["status"] == "counterpart"]
    assert matched["new"].eq(0).all()
    assert matched["told_by"].eq(2).all()
    assert set(matched["closest_side"]) == {"Left", "Right"}
    assert table["of"].eq(2).all()


def test_claims_count_the_sides_that_tell_them():
    by = pd.Series({"a": "A", "b": "B", "c": "C", "d": "D"})
    frame = made.tokens(a=SUMMIT, b=SUMMIT, c=SUMMIT, d="harvest prices/price/NOUN collapsed/collapse/VERB")
    table = claim(frame, by).set_index("article_id")
    assert table["told_by"].to_dict() == {"a": 3, "b": 3, "c": 3, "d": 1}
    assert set(table["of"]) == {4}


def test_claims_keep_to_their_event():
    by = pd.Series({"a": "A", "b": "B", "c": "B"})
    frame = made.tokens(a=SUMMIT, b=SUMMIT, c="harvest prices/price/NOUN collapsed/collapse/VERB")
    block = pd.Series({"a": "one", "b": "two", "c": "one"})
    table = claim(frame, by, block=block).set_index("article_id")
    assert table.loc["a", "status"] == "no counterpart found"
    assert table["of"].to_dict() == {"a": 2, "b": 1, "c": 2}


def test_what_only_one_of_the_two_seeds_tells(seeds):
    articles, ledger = clean.clean_articles(load.load_articles(seeds).articles)[:2]
    sentences = annotate.split_sentences(articles, ledger)
    tokens = annotate.parse_tokens(sentences, ledger)
    cast = actors.find_actors(tokens, min_articles=1)
    named = coverage.name_items(actors.find_mentions(tokens, cast, resolve=False), cast)
    by = articles["outlet"]
    table = coverage.tell_items(pd.concat([named, facts.find_facts(tokens)]), by, sentences).set_index("item")
    hill = set(table.index[table["only"] == "The Hill"])
    assert {"Yongbyon", "Ukraine", "Iran", "Singapore", "Mike Pompeo", "8 months"} <= hill
    assert {"Moon Jae-in", "United Nations"} <= set(table.index[table["only"] == "Axios"])
    assert {"North Korea", "Hanoi"} <= set(table.index[table["told_by"] == 2])
    claims = coverage.compare_claims(sentences, tokens, coverage.align_sentences(tokens, by), by)
    relief = claims[claims["text"].str.contains("massive sanctions relief")].iloc[0]
    assert relief["status"] == "possible counterpart"
    assert "Yongbyon" in relief["closest"]


def test_articles_on_different_events_have_no_counterparts(shared, capsys):
    news = pd.read_parquet(shared / "news" / "articles.parquet")
    news = news[news["event"] != ""].drop_duplicates("event").drop_duplicates("outlet").head(14)
    articles = pd.DataFrame(
        {"raw": news["text"].to_numpy()}, index=pd.Index(news["article_id"], name="article_id")
    )
    ledger = pd.DataFrame({name: [] for name in ("article_id", "start", "end", "kind", "rule", "text")})
    sentences = annotate.split_sentences(articles, ledger)
    tokens = annotate.parse_tokens(sentences, ledger)
    by = pd.Series(articles.index, index=articles.index)
    pairs = coverage.align_sentences(tokens, by)
    matched = (pairs["match"] == "counterpart").sum()
    chances = len(sentences) * (len(articles) - 1)
    with capsys.disabled():
        print(
            f"\n{matched} chance counterparts in {chances} comparisons of a sentence with another's article"
        )
    assert 2 * matched / chances < 0.01
    assert np.isfinite(pairs["similarity"]).all()


def test_a_word_is_not_new_because_one_side_writes_it_with_a_capital():
    frame = made.tokens(
        a="the/DET Bets/Bets/PROPN lost/lose/VERB money/money/NOUN",
        b="bets/bet/NOUN pleased/please/VERB some/DET owners/owner/NOUN",
    )
    claims = claim(frame, SIDES)
    assert not claims["new_words"].str.contains("bet").any()
