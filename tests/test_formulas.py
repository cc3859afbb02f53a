"""Formulas are held against what people know, and against themselves."""

import numpy as np
import pandas as pd

from analysis import annotate, clean, load
from analysis.measures import readability
from analysis.validate import formulas


def test_given_the_same_sentences_textstat_and_we_agree_on_simple_text():
    text = "The cat sat on the mat today. The dog ran after the ball again. Birds sing every single morning."
    texts = pd.Series({"a": text})
    articles = pd.DataFrame({"raw": [text]}, index=pd.Index(["a"], name="article_id"))
    ledger = pd.DataFrame({"article_id": [], "start": [], "end": [], "kind": []})
    counts = readability.count_readability(annotate.split_sentences(articles, ledger))
    ours = readability.score_readability(counts.groupby("article_id").sum())
    table = formulas.beside(ours, formulas.textstat_scores(texts))
    assert len(table) == len(formulas.REFERENCE)
    np.testing.assert_allclose(table["difference"], 0, atol=1e-9)


def test_textstat_breaks_the_seeds_at_abbreviations(seeds):
    articles, ledger = clean.clean_articles(load.load_articles(seeds).articles)
    found = {"rules": annotate.split_sentences(articles, ledger)}
    table = formulas.splits(found, articles["text"])
    assert list(table["rules"]) == [10, 43]
    assert table.loc["axios", "textstat"] != 10


def test_passages_lose_nothing_and_none_is_a_scrap():
    index = pd.MultiIndex.from_product([["a", "b"], range(33)], names=["article_id", "sentence_id"])
    counts = pd.DataFrame({"words": 10, "sentences": 1}, index=index)
    found = formulas.passages(counts)
    assert found["words"].sum() == 660
    assert found["words"].min() >= 50
    assert list(found.loc["a", "words"]) == [100, 100, 130]


def test_a_short_article_is_one_passage():
    index = pd.MultiIndex.from_tuples([("a", 0)], names=["article_id", "sentence_id"])
    assert len(formulas.passages(pd.DataFrame({"words": [12]}, index=index))) == 1


def test_reading_ease_is_turned_round_before_it_is_compared():
    scores = pd.DataFrame({"flesch_reading_ease": [90.0, 50.0, 10.0], "lix": [1.0, 2.0, 3.0]})
    assert formulas.agreement(scores).loc["flesch_reading_ease", "lix"] == 1
