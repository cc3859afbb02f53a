from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from analysis import lexicon, reader_model
from analysis.measures import sentiment, vader
from analysis.report.parameters import read_parameters
from analysis.schema import HITS, InputError, check

PACKAGE = SentimentIntensityAnalyzer()
PIECES = [
    *BOOSTER_DICT,
    *NEGATE,
    *SPECIAL_CASES,
    *("good", "GOOD", "bad!", "Great,", "hate", "war", "kind", "of", "no", "No", "or", "nor", "but", "BUT"),
    *(
        "least",
        "at least",
        "very least",
        "so",
        "this",
        "doubt",
        "the",
        "table",
        "?",
        "??",
        "????",
        "!",
        ":)",
        "🙂",
    ),
    *("🆙", "isn’t", "“good”", "bad—good", "good…", "‘bad’", "\n", "  ", "İstanbul"),
]


def frame(*texts, article="a"):
    return pd.DataFrame(
        {
            "article_id": article,
            "sentence_id": range(len(texts)),
            "start": 0,
            "end": [len(text) for text in texts],
            "text": pd.array(texts, dtype="str"),
        }
    )


def compounds(texts):
    return [vader.score_tone(text).compound for text in texts]


def test_vader_golden_values_of_its_authors():
    # Output printed in the package's README for these sentences.
    golden = {
        "VADER is smart, handsome, and funny.": 0.8316,
        "VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!": 0.9469,
        "VADER is not smart, handsome, nor funny.": -0.7424,
        "At least it isn't a horrible book.": 0.431,
        "Not bad at all": 0.431,
        "Today only kinda sux! But I'll get by, lol": 0.5249,
    }
    assert compounds(golden) == list(golden.values())


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
@settings(deadline=None, max_examples=200)
def test_vader_equals_the_package_whatever_its_rules_meet(text):
    typed = vader.straighten_marks(text)
    assert compounds([text]) == [PACKAGE.polarity_scores(typed)["compound"]]
    spelled, _ = vader._spell(text)
    assert PACKAGE.score_valence(vader.score_tone(text).valences, spelled) == PACKAGE.polarity_scores(typed)


def test_vader_equals_the_package_on_two_thousand_sentences():
    rng = np.random.default_rng(0)
    words = np.array([*PACKAGE.lexicon, *PIECES * 60])  # an array once, not once a sentence
    texts = [" ".join(rng.choice(words, rng.integers(1, 25))) for _ in range(2000)]
    expected = [PACKAGE.polarity_scores(vader.straighten_marks(text))["compound"] for text in texts]
    assert compounds(texts) == expected


def test_vader_equals_the_package_on_the_seeds(seeds):
    texts = [line for path in seeds.glob("*.txt") for line in path.read_text("utf-8").splitlines()]
    assert compounds(texts) == [
        PACKAGE.polarity_scores(vader.straighten_marks(text))["compound"] for text in texts
    ]


def test_one_row_per_sentence_and_every_column_adds_up():
    sentences = frame("A good deal.", "", "The table.", "A bad, horrible war.")
    counts = sentiment.count_sentiment(sentences)
    assert list(counts.index) == [("a", 0), ("a", 1), ("a", 2), ("a", 3)]
    assert counts["vader_tone"].tolist() == [
        PACKAGE.polarity_scores(t)["compound"] for t in sentences["text"]
    ]
    assert counts["vader_touched"].tolist() == [1, 0, 0, 1]
    whole = sentiment.score_sentiment(counts.groupby("article_id").sum()).loc["a"]
    assert whole["vader_tone"] == pytest.approx(counts["vader_tone"].mean())
    for name in sentiment.INSTRUMENTS:
        assert whole[[f"{name}_positive", f"{name}_negative", f"{name}_neutral"]].sum() == pytest.approx(1)
        if name != "reader":  # to a model no sentence is quite without tone
            assert whole[f"{name}_positive"] == whole[f"{name}_negative"] == 0.25, f"{name} lacks good or bad"
    assert set(whole.index) <= set(sentiment.LABELS)


def test_no_sentences_is_undefined_not_neutral():
    counts = sentiment.count_sentiment(frame("Good."))
    assert sentiment.score_sentiment(counts.iloc[:0].sum().to_frame().T).isna().all(axis=None)


def test_instruments_swap_under_plain_names():
    counts = sentiment.count_sentiment(frame("A good deal.", "An awful war."))
    for name in sentiment.INSTRUMENTS:
        plain = sentiment.score_sentiment(sentiment.select_instrument(counts, name))
        full = sentiment.score_sentiment(counts)
        assert plain["tone"].tolist() == full[f"{name}_tone"].tolist()
        assert list(plain["tone"] > 0) == [True, False], f"{name} lacks good or awful"
    with pytest.raises(InputError, match="lack the instrument 'liwc'"):
        sentiment.select_instrument(counts, "liwc")


def test_course_spreads_sentences_and_loses_nothing():
    sentences = pd.concat([frame("Good.", "The long bad sentence of all."), frame("Fine.", article="b")])
    counts = sentiment.count_sentiment(sentences)
    course = sentiment.spread_over_course(counts, sentences.reset_index(drop=True), bins=4)
    assert course.groupby(["article_id", "sentence_id"]).sum().to_numpy() == pytest.approx(counts.to_numpy())
    parts = course["sentences"].groupby(["article_id", "item"]).sum().unstack()
    assert parts.loc["b"].tolist() == pytest.approx([0.25] * 4)
    # characters: 5 and 29 of 34; a quarter is 8.5, so the first quarter holds all of the first sentence
    assert course.loc[("a", 0), "sentences"].to_dict() == {1: 1.0}
    assert course.loc[("a", 1, 1), "sentences"] == pytest.approx(3.5 / 29)


def test_hits_point_at_the_words_in_the_source():
    raw = "It was (VERY) good, “awful” news 🙂 for peace-lovers; not “good”."
    hits = check(sentiment.find_sentiment_hits(frame(raw)), HITS)
    assert all(raw[a:b] == text for a, b, text in zip(hits["start"], hits["end"], hits["text"], strict=True))
    told = hits.groupby("measure")["text"].agg(set)
    assert told["vader"] >= {"good", "🙂"}
    assert told["huliu"] >= {"good", "awful"}
    last = hits[(hits["measure"] == "huliu") & (hits["start"] > 50)]
    assert last["weight"].tolist() == [-0.5]


def test_hits_of_a_cut_sentence_need_the_ledger():
    raw = "A good ADVERT peace deal and hope."
    sentence = pd.DataFrame(
        {
            "article_id": ["a"],
            "sentence_id": [0],
            "start": [0],
            "end": [34],
            "text": ["A good peace deal and hope."],
        }
    )
    ledger = pd.DataFrame({"article_id": ["a", "b"], "start": [7, 0], "end": [14, 3], "kind": ["ad", "ad"]})
    hits = sentiment.find_sentiment_hits(sentence, ledger, ("vader",))
    assert [raw[a:b] for a, b in zip(hits["start"], hits["end"], strict=True)] == ["good", "peace", "hope"]
    with pytest.raises(InputError, match="pass the ledger"):
        sentiment.find_sentiment_hits(sentence)


def test_names_and_offices_carry_no_tone():
    texts = ["The vice president of the United States met Trump's conservatives.", "A vice, a united front."]
    counts = sentiment.count_sentiment(frame(*texts))
    for name in ("afinn", "huliu", "combined"):
        assert counts[f"{name}_scored"].iloc[0] == 0
    assert counts["huliu_tone"].iloc[1] < 0


def test_no_party_or_person_gained_a_tone_by_learning():
    learned = set(sentiment.read_list("combined").query("weight != 0")["term"])
    assert not learned & {
        "republicans",
        "democrats",
        "trump",
        "obama",
        "conservatives",
        "progressive",
        "guns",
        "iran",
    }


def own_list(tmp_path, text, name="mine.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_own_list_is_one_more_instrument(tmp_path):
    path = own_list(tmp_path, "term,valence,rationale\nThaw,2,ours\nfree*,1,\nred line,-3,\nred,1,\n")
    texts = [
        "A thaw.",
        "No thaw at all.",
        "The red line.",
        "Freedom!",
        "A sea-thaw’s table.",
        "Nothing here.",
    ]
    counts = sentiment.count_sentiment(frame(*texts), ("vader", path))
    typical = np.sqrt((4 + 1 + 9 + 1) / 4)

    def tone(total, words):
        return total / typical / np.sqrt((total / typical) ** 2 + 2 * words)

    expected = [tone(2, 2), tone(-1, 4), tone(-3, 3), tone(1, 1), tone(2, 3), 0]
    assert counts["mine_tone"].tolist() == pytest.approx(expected)
    assert sentiment.find_sentiment_hits(frame("The red line."), instruments=(path,))["text"].tolist() == [
        "red line"
    ]


@pytest.mark.parametrize("text", ["It isn't good.", "They didn’t make a good deal.", "Without good news."])
def test_a_negator_turns_what_follows(text):
    tones = sentiment.list_tones(sentiment.count_sentiment(frame(text), ("afinn", "huliu")))
    assert tones.lt(0).all(axis=None)


def test_a_negator_within_a_compound_turns_nothing():
    counts = sentiment.count_sentiment(frame("A no-frills good deal.", "A good deal."), ("huliu",))
    assert counts["huliu_tone"].gt(0).all()


LISTS = sentiment.LISTS[1:]  # without VADER, which is the package's


def list_tones(*texts, instruments=LISTS):
    """Tones of texts by word lists, one row a text."""
    return sentiment.list_tones(sentiment.count_sentiment(frame(*texts), instruments))


@pytest.mark.parametrize(
    "text",
    [
        "The talks did not collapse; they succeeded.",
        "Did it fail? No, it succeeded.",
        "They did not leave, and succeeded.",
        "It did not end but succeeded.",
        "The plan (not ours) succeeded.",
    ],
)
def test_negation_ends_with_its_clause(text):
    hits = sentiment.find_sentiment_hits(frame(text), instruments=LISTS)
    assert (hits.loc[hits["text"] == "succeeded", "weight"] > 0).all()
    assert (hits["text"] == "succeeded").sum() == 3


@pytest.mark.parametrize(
    "text", ["No. 10 welcomed the deal.", "She is the No. 1 success.", "Nos. 3 and 4 won."]
)
def test_no_before_a_number_denies_nothing(text):
    assert list_tones(text, instruments=("afinn", "combined")).gt(0).all(axis=None)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("She is not just talented.", 1),
        ("She isn’t only talented.", 1),
        ("No wonder they are happy.", 1),
        ("They had nothing but praise.", 1),
        ("The past few happy weeks.", 1),
        ("Few were happy.", -1),
        ("It is anything but good.", -1),
        ("It is far from perfect.", -1),
        ("It is not good.", -1),
    ],
)
def test_words_beside_a_negator_tell_whether_it_denies(text, sign):
    tones = list_tones(text, instruments=("afinn", "huliu")) * sign
    assert tones.ge(0).all(axis=None)
    assert tones.gt(0).any(axis=None)


@pytest.mark.parametrize(
    ("text", "scored"),
    [
        ("The anti-corruption drive grew.", ""),
        ("A non-fatal plan.", ""),
        ("A crime-free town.", ""),
        ("A not-so-good day.", ""),
        ("A post-war house.", ""),
        ("A win-win for both.", "win-win"),
        ("A hate-filled note.", "hate"),
        ("A peace-loving town.", "loving"),
        ("A ground-breaking plan.", "ground-breaking"),
    ],
)
def test_a_compound_is_read_as_one_or_by_its_head(text, scored):
    hits = sentiment.find_sentiment_hits(frame(text), instruments=("afinn", "huliu", "combined"))
    assert set(hits["text"]) == ({scored} if scored else set())


def test_words_in_addresses_are_no_feelings():
    texts = [
        "See https://love.example/great-war and great.win/hate or joy@hope.example now.",
        "See and or now.",
    ]
    counts = sentiment.count_sentiment(frame(*texts))
    pd.testing.assert_series_equal(counts.iloc[0], counts.iloc[1], check_names=False)


@pytest.mark.parametrize(
    ("typeset", "typed"),
    [
        ("The mayor wasn’t happy with it.", "The mayor wasn't happy with it."),
        ("The plan is “terrible”.", 'The plan is "terrible".'),
        ("A ‘horrific’ day.", "A 'horrific' day."),
        ("It was terrible—awful.", "It was terrible - awful."),
        ("It was terrible…", "It was terrible..."),
    ],
)
def test_typography_changes_no_tone(typeset, typed):
    tones = list_tones(typeset, typed, instruments=sentiment.INSTRUMENTS)
    assert tones.iloc[0].tolist() == tones.iloc[1].tolist()
    assert tones["vader"].lt(0).all()
    hits = sentiment.find_sentiment_hits(frame(typeset), instruments=("vader",))
    assert all(
        typeset[a:b] == text for a, b, text in zip(hits["start"], hits["end"], hits["text"], strict=True)
    )
    assert len(hits) > 0


def named(*words):
    """Tokens of one sentence: (start, text, type of entity)."""
    rows = [
        ("a", 0, number, start, start + len(text), text, kind)
        for number, (start, text, kind) in enumerate(words)
    ]
    columns = ["article_id", "sentence_id", "token_id", "start", "end", "text", "ent_type"]
    return pd.DataFrame(rows, columns=columns)


def test_names_are_no_feelings_in_any_list():
    text = "Joy Love hopes that the worst week of joy at Liberty Hall, in love, ends."
    tokens = named((0, "Joy", "PERSON"), (4, "Love", "PERSON"), (24, "worst", "DATE"), (45, "Liberty", "FAC"))
    hits = sentiment.find_sentiment_hits(frame(text), tokens=tokens)
    assert {"hopes", "joy", "love", "worst"} >= set(hits["text"]) >= {"joy", "love", "worst"}
    plain = sentiment.count_sentiment(
        frame(text.replace("Joy Love", "Abc Defg").replace("Liberty", "Abcdefg")), sentiment.LISTS
    )
    pd.testing.assert_frame_equal(sentiment.count_sentiment(frame(text), sentiment.LISTS, tokens), plain)


def test_without_names_tokens_change_nothing():
    one = frame(":) :) good")
    for tokens in (named(), named((3, ":)", ""), (6, "good", ""))):
        pd.testing.assert_frame_equal(
            sentiment.count_sentiment(one, tokens=tokens), sentiment.count_sentiment(one)
        )


def test_a_name_is_found_where_the_sentence_was_cut_and_parts_are_unseen():
    cut = frame("Hope left; hope for Ho\u00adpe Hill.")
    cut["end"] += 8  # eight characters were taken out before the second name
    tokens = named((0, "Hope", "PERSON"), (28, "Hope", "FAC"), (34, "Hill", "FAC"))
    ledger = pd.DataFrame({"article_id": ["a"], "start": [11], "end": [19], "kind": ["ad"]})
    hits = sentiment.find_sentiment_hits(cut, ledger, ("vader",), tokens)
    assert hits["text"].tolist() == ["hope"]


def test_negation_ends_with_the_sentence():
    counts = sentiment.count_sentiment(frame("They did not.", "Good news."), ("huliu",))
    assert counts["huliu_tone"].iloc[1] > 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("word,score\ngood,1\n", "lacks the column term and valence"),
        ("term,valence\ngood,much\n", r"line 2: valence must be a finite number \(given: .*'good'"),
        ("term,valence\ngood,1\nGood,2\n", r"line 3: .*earlier row \(given: .*'Good'"),
        ("term,valence\n ,1\n", "a term must hold a word"),
        ("term,valence\ng*,1\n", r"\* may stand only at the end"),
        ("term,valence\n", "no terms"),
        ("", "is empty"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path, text, told):
    with pytest.raises(InputError, match=told):
        sentiment.count_sentiment(frame("Good."), (own_list(tmp_path, text, "bad.csv"),))


def test_an_instrument_that_does_not_exist_names_those_that_do(tmp_path):
    with pytest.raises(InputError, match=r"no sentiment instrument 'liwc': choose of vader, afinn"):
        sentiment.count_sentiment(frame("Good."), ("liwc",))
    with pytest.raises(InputError, match="There is no lexicon"):
        sentiment.count_sentiment(frame("Good."), ("nowhere.csv",))
    clash = own_list(tmp_path, "term,valence\ngood,1\n", "vader.csv")
    with pytest.raises(InputError, match="rename the file"):
        sentiment.count_sentiment(frame("Good."), (clash,))


def test_every_instrument_says_what_it_is():
    panel = sentiment.describe_instruments()
    assert list(panel.index) == list(sentiment.INSTRUMENTS)
    assert panel[["licence", "source", "blind", "scale"]].notna().all(axis=None)
    for name in sentiment.LISTS[1:]:
        assert (
            len(lexicon.read_lexicon(lexicon.FOLDER / f"sentiment_{name}.csv", ("term", "valence")))
            == panel.loc[name, "words"]
        )
    assert panel.loc["vader", "words"] == len(PACKAGE.lexicon)


@given(st.lists(st.text(max_size=60), min_size=20, max_size=40))  # few calls, as each reads the lists anew
@settings(deadline=None, max_examples=6)
def test_any_text_gets_a_tone_in_range_and_hits_inside_it(texts):
    sentences = frame(*texts)
    counts = sentiment.count_sentiment(sentences, sentiment.LISTS)
    assert counts.filter(regex="_tone$").abs().le(1).all(axis=None)
    hits = sentiment.find_sentiment_hits(sentences)
    whole = dict(enumerate(texts))
    assert all(
        whole[k][a:b] == text
        for k, a, b, text in zip(hits["sentence_id"], hits["start"], hits["end"], hits["text"], strict=True)
    )


def test_the_notebook_offers_every_instrument():
    notebook = Path(__file__).parents[1] / "notebooks" / "sentiment.ipynb"
    assert read_parameters(notebook)["instrument"].choices == sentiment.INSTRUMENTS


def test_the_panel_is_the_weighted_sum_of_its_instruments():
    counts = sentiment.count_sentiment(frame("A good deal.", "An awful, cruel war.", ""))
    tone = sum(weight * counts[f"{name}_tone"] for name, weight in sentiment.PANEL_WEIGHTS.items())
    assert counts["panel_tone"].tolist() == pytest.approx(tone.tolist())
    alone = sentiment.count_sentiment(frame("A good deal.", "An awful, cruel war.", ""), ("panel",))
    assert alone["panel_tone"].tolist() == counts["panel_tone"].tolist()
    assert "vader_tone" not in alone
    assert counts.loc[("a", 2), ["reader_tone", "reader_touched", "panel_tone"]].tolist() == [0, 0, 0]
    for name in ("panel", "vader"):
        scores = sentiment.score_sentiment(sentiment.select_instrument(counts, name))
        assert ("scored" in scores) == (name == "vader")


def test_words_that_made_a_readers_tone_are_those_it_changes_without():
    raw = "“The talks were on Monday and they were terrible.”"
    for name in sentiment.MODELS:
        hits = check(sentiment.find_sentiment_hits(frame(raw), instruments=(name,)), HITS)
        assert all(
            raw[a:b] == text for a, b, text in zip(hits["start"], hits["end"], hits["text"], strict=True)
        )
        assert hits.loc[hits["weight"].idxmin(), "text"] == "terrible"
        assert hits["weight"].min() < -0.2
        assert hits["weight"].abs().min() >= sentiment.EFFECT


def test_without_the_model_word_lists_alone_and_it_is_said(monkeypatch):
    assert sentiment.choose_instruments(model=False) == sentiment.LISTS
    monkeypatch.setattr(reader_model, "PACKAGES", ("no_such_runtime",))
    with pytest.warns(UserWarning, match="not installed here. Tone is measured by word lists alone"):
        counts = sentiment.count_sentiment(frame("A good deal."))
    assert list(sentiment.list_tones(counts)) == list(sentiment.LISTS)
    assert sentiment.choose_instrument(counts, "huliu") == "huliu"
    with pytest.warns(UserWarning, match="measured without the model that reads, so 'panel' is not known"):
        assert sentiment.choose_instrument(counts, "panel") == "combined"
