"""Shared text is found within an event and across outlets, as a share of each article's own text."""

import pandas as pd
import pytest

from analysis.measures.copies import find_copied_sentences, find_copies

AGENCY = [f"w{n}" for n in range(40)]
TEXTS = {
    "a": ("A", "bridge", " ".join(AGENCY)),
    "b": ("B", "bridge", " ".join(AGENCY[:20]).upper() + ", " + " ".join(f"b{n}" for n in range(93))),
    "c": ("C", "bridge", " ".join(f"c{n}" for n in range(40))),
    "again": ("A", "bridge", " ".join(AGENCY)),
    "elsewhere": ("D", "talks", " ".join(AGENCY)),
    "alone": ("E", "", " ".join(AGENCY)),
    "short": ("F", "bridge", "w1 w2 w3"),
}


@pytest.fixture
def articles():
    frame = pd.DataFrame(TEXTS, index=["outlet", "event", "raw"]).T
    return frame.rename_axis("article_id")


def test_the_share_is_of_an_articles_own_runs_of_words(articles):
    copies = find_copies(articles, least=0.1).set_index(["article_id", "other"])["share"]
    assert copies.to_dict() == {
        ("a", "b"): 13 / 33,
        ("b", "a"): 13 / 106,
        ("again", "b"): 13 / 33,
        ("b", "again"): 13 / 106,
    }


def test_the_least_share_and_the_length_of_runs_are_choices(articles):
    assert set(find_copies(articles, least=0.2)["article_id"]) == {"a", "again"}
    assert find_copies(articles, least=0.9, run=3)["other"].tolist() == [
        "a",
        "b",
        "again",
    ]  # of the short one
    assert find_copies(articles, least=1).columns.tolist() == ["article_id", "other", "share"]


def test_the_cleaned_text_is_compared_where_there_is_one(articles):
    assert find_copies(articles.assign(text="")).empty


def test_sentences_of_another_outlet_are_copies_and_short_ones_never(articles):
    texts = {"a": [" ".join(AGENCY), "w1 w2 w3", "own " * 9], "b": ["b1 " * 9, " ".join(AGENCY[5:15])]}
    rows = [(name, at, text) for name, own in texts.items() for at, text in enumerate(own)]
    sentences = pd.DataFrame(rows, columns=["article_id", "sentence_id", "text"])
    copied = find_copied_sentences(articles.assign(text=articles["raw"]), sentences)
    assert copied.tolist() == [("b", 1)]  # of the first sentence of a only 13 of 33 runs
    assert copied.names == ["article_id", "sentence_id"]


def test_no_copies_are_an_empty_index(articles):
    none = find_copied_sentences(
        articles.assign(text=""), pd.DataFrame(columns=["article_id", "sentence_id", "text"])
    )
    assert len(none) == 0
    assert none.names == ["article_id", "sentence_id"]
