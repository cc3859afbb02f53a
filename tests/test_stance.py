"""Markers of stance are found in sentences made to hold them, and not in their look-alikes."""

import pandas as pd
import pytest

from analysis import annotate, lexicon
from analysis.measures import stance
from analysis.schema import HITS, LEDGER, check


def tokens_of(text):
    articles = pd.DataFrame({"raw": [text], "text": [text]}, index=pd.Index(["a"], name="article_id"))
    ledger = pd.DataFrame(columns=["article_id", *LEDGER.key[1:], *LEDGER.columns])
    return annotate.parse_tokens(annotate.split_sentences(articles, ledger), ledger)


def marks(text, item):
    hits = check(stance.find_stance_hits(tokens_of(text)), HITS)
    assert [text[a:b] for a, b in zip(hits["start"], hits["end"], strict=True)] == hits["text"].tolist()
    return hits.loc[hits["item"] == item, "text"].tolist()


@pytest.mark.parametrize(
    ("text", "item", "expected"),
    [
        ("Perhaps it seems likely, she suggested.", "hedge", ["Perhaps", "it seems", "likely", "suggested"]),
        ("This is clearly and undoubtedly a failure.", "booster", ["clearly", "undoubtedly"]),
        ("It is not clear who won.", "booster", []),
        ("There is little doubt that they wrote rather than called.", "hedge", []),
        ("He was right to say no.", "attribution", []),
        ("It is not clear who won.", "hedge", ["not clear"]),
        ("They might go, and he can stay.", "possibility", ["might", "can"]),
        ("He was born in May and kicked a can.", "possibility", []),
        (
            "We must act; they should and ought to, and have to.",
            "necessity",
            ["must", "should", "ought", "have to"],
        ),
        (
            "She will go, he won't, and they'd be going to stay.",
            "prediction",
            ["will", "wo", "'d", "be going to"],
        ),
        ("The will was read aloud.", "prediction", []),
        ("He didn’t go, and nobody ever saw it without help.", "negation", ["n’t", "nobody", "without"]),
        ("Why? And to what end?", "question", ["?", "?"]),
        ("I told my wife that we saw ourselves.", "first person", ["I", "my", "we", "ourselves"]),
        ("The US Army told them.", "first person", []),
        ("You know your friends.", "second person", ["You", "your"]),
        ("The ministers said so, according to the report.", "attribution", ["said", "according to"]),
        ("They will meet next week and plan to sign.", "future", ["will", "next week", "plan to"]),
    ],
)
def test_markers(text, item, expected):
    assert marks(text, item) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks collapsed and both leaders left.", ["collapsed", "left"]),
        ("The talks have collapsed.", []),
        ("The deal was signed two years ago.", ["was", "years ago"]),
        ("The deal will be signed.", []),
        ("He signs it every year, hoping.", []),
        ("Signed copies sell well.", []),
    ],
)
def test_past_tense_is_read_off_the_parse(text, expected):
    assert marks(text, "past") == expected


def test_a_token_counts_once_for_the_past():
    hits = stance.find_stance_hits(tokens_of("She remembered it, and he did that."))
    assert not hits.duplicated(["article_id", "sentence_id", "token_id", "item"]).any()
    assert hits.loc[hits["item"] == "past", "text"].tolist() == ["remembered", "did"]


def test_hits_stand_in_reading_order():
    hits = stance.find_stance_hits(tokens_of("Yesterday they left. Perhaps they will return, he said."))
    assert hits["start"].is_monotonic_increasing


def test_another_lexicon_takes_the_place_of_ours():
    own = lexicon.read_lexicon("stance").query("item == 'hedge'")
    assert set(stance.find_stance_hits(tokens_of("Perhaps he left and will return."), own)["item"]) == {
        "hedge"
    }


def test_counts_and_rates():
    sums = (
        stance.count_stance(stance.find_stance_hits(tokens_of("We must. We must not."))).groupby("item").sum()
    )
    assert sums.loc["necessity"].tolist() == [2, 2]
    rates = stance.score_stance(sums.assign(words=5, sentences=2))
    assert rates.loc["necessity"].tolist() == [40, 1]
    assert rates.loc["negation"].tolist() == [20, 0.5]


def test_no_text_no_hits():
    assert check(stance.find_stance_hits(tokens_of("Yes.").iloc[:0]), HITS).empty
