"""One page shows every view of what was measured, of a few articles chosen in turn from each side."""

import numpy as np
import pandas as pd
import pytest

from analysis import annotate, clean, dataset, load, offsets
from analysis.measures import readability
from analysis.report import reading
from analysis.schema import HITS, InputError, check

ARTICLES = pd.DataFrame(
    {"outlet": list("aaabbc"), "text": "Text."}, index=pd.Index(list("uvwxyz"), name="article_id")
)


@pytest.fixture(scope="module")
def data(seeds):
    return dataset.open_data(seeds, dataset.Options(lexicons=("generic_frames",)))


def test_every_view_is_on_one_page(data):
    html = reading.draw_articles_page(data, data.articles["outlet"])
    for label in (
        "tone",
        "difficulty (Flesch-Kincaid grade)",
        "conflict",
        "Donald Trump",
        "Tone toward",
        "shown badly, ",
        "counterpart or none",
    ):
        assert label in html
    for word in ("failure", "denuclearization"):  # what made the tone, and what the difficulty
        assert f">{word}</mark>" in html


def test_measures_that_were_not_taken_have_no_view(seeds):
    data = dataset.open_data(seeds, dataset.Options(measures=("readability",)))
    html = reading.draw_articles(data, data.articles["outlet"]).html
    assert "difficulty" in html
    assert "tone (VADER)" not in html


def test_each_side_has_its_turn_before_any_has_a_second():
    sides = ARTICLES["outlet"]
    assert list(reading.choose_articles(ARTICLES, sides).index) == list("uxzvyw")
    assert list(reading.choose_articles(ARTICLES, sides, ["w", "u"]).index) == ["w", "u"]
    many = pd.concat([ARTICLES.rename(lambda name, k=k: f"{name}{k}") for k in range(6)])
    assert len(reading.choose_articles(many, many["outlet"])) == reading.MOST
    long = ARTICLES.assign(text="x" * (reading.CHARACTERS // 3))
    assert list(reading.choose_articles(long, sides).index) == list("uxz")
    assert list(reading.choose_articles(long.assign(text="x" * 10**6), sides).index) == ["u"]


def test_an_article_without_a_side_has_its_turn_too():
    sides = ARTICLES["outlet"].replace({"c": np.nan})
    assert list(reading.choose_articles(ARTICLES, sides).index) == list("uxzvyw")


def test_an_article_that_is_not_there_is_named():
    with pytest.raises(InputError, match=r"no article 'nobody' to read; ids begin with u, v"):
        reading.choose_articles(ARTICLES, ARTICLES["outlet"], ["nobody"])


def test_long_words_lead_to_the_words_and_add_up_to_the_counts(seeds):
    articles, ledger = clean.clean_articles(load.load_articles(seeds).articles)
    sentences = annotate.split_sentences(articles, ledger)
    hits = check(readability.find_readability_hits(sentences, ledger), HITS)
    counted = hits.groupby(["article_id", "sentence_id"]).size()
    expected = readability.count_readability(sentences)["polysyllables"]
    assert counted.reindex(expected.index, fill_value=0).le(expected).all()
    assert counted.sum() == pytest.approx(expected.sum(), rel=0.02)  # "either/or" is two words, one stretch
    for hit in hits.itertuples():
        assert articles["raw"][hit.article_id][hit.start : hit.end] == hit.text


def test_places_after_a_cut_move_by_its_length():
    sentence = pd.DataFrame(
        [("a", 0, 0, 9, "ab ef")], columns=["article_id", "sentence_id", "start", "end", "text"]
    )
    ledger = pd.DataFrame([("a", 3, 7, "link")], columns=["article_id", "start", "end", "kind"])
    two = sentence.loc[[0, 0]].reset_index(drop=True)
    start, end = offsets.locate_in_raw(two, np.arange(2), ledger, np.array([0, 3]), np.array([2, 5]))
    assert list(zip(start, end, strict=True)) == [(0, 2), (7, 9)]
    with pytest.raises(InputError, match="pass the ledger"):
        offsets.locate_in_raw(two, np.arange(2), None, np.array([0, 3]), np.array([2, 5]))
