"""Scores are held against what people know, and against themselves."""

import numpy as np
import pandas as pd
import pytest

from analysis import annotate, clean, load
from analysis.measures import readability
from analysis.validate import stability


def scores(sums):
    """Words per sentence, and a score that depends on length itself."""
    return pd.DataFrame(
        {"mean": sums["words"] / sums["sentences"], "size": sums["sentences"]}, index=sums.index
    )


def counts(*articles):
    frames = {name: pd.DataFrame({"words": words, "sentences": 1.0}) for name, words in articles}
    return pd.concat(frames, names=["article_id", "sentence_id"])


def test_the_same_scores_do_not_shift():
    one = pd.DataFrame({"grade": [1.0, 4.0, 9.0]}, index=list("abc"))
    assert stability.compare_splitters(one, one).loc["grade"].tolist() == [0, 0, 0, 1, 3]
    moved = stability.compare_splitters(one, one.assign(grade=[2.0, 5.0, 13.0])).loc["grade"]
    assert moved.tolist() == [2, 1, 4, 1, 3]
    assert np.isnan(stability.compare_splitters(one.iloc[:2], one.iloc[:2]).loc["grade", "rank_correlation"])


def test_passages_spread_as_theory_says_and_length_itself_is_bias():
    rng = np.random.default_rng(0)
    made = counts(*((str(k), rng.normal(20, 6, 400)) for k in range(20)))
    found = stability.measure_length_effect(made, scores, (4, 16, 400), rng=rng).set_index(
        ["score", "sentences"]
    )
    assert found.loc[("mean", 4), "spread"] == pytest.approx(6 / np.sqrt(4), rel=0.1)
    assert found.loc[("mean", 16), "spread"] == pytest.approx(6 / np.sqrt(16), rel=0.15)
    assert abs(found.loc[("mean", 16), "bias"]) < 0.2
    assert found.loc[("size", 16), "bias"] == 16 - 400
    assert found.loc[("mean", 400), ["spread", "bias"]].isna().all()
    assert found.loc[("mean", 400), "n"] == 0


def test_given_the_same_sentences_textstat_and_we_agree_on_simple_text():
    text = "The cat sat on the mat today. The dog ran after the ball again. Birds sing every single morning."
    texts = pd.Series({"a": text})
    articles = pd.DataFrame({"raw": [text]}, index=pd.Index(["a"], name="article_id"))
    ledger = pd.DataFrame({"article_id": [], "start": [], "end": [], "kind": []})
    counts = readability.count_readability(annotate.split_sentences(articles, ledger))
    ours = readability.score_like_textstat(counts.groupby("article_id").sum())
    table = stability.compare_with_textstat(ours, stability.score_with_textstat(texts))
    assert len(table) == len(stability.REFERENCE)
    np.testing.assert_allclose(table["difference"], 0, atol=1e-9)


def test_textstat_breaks_the_seeds_at_abbreviations(seeds):
    articles, ledger = clean.clean_articles(load.load_articles(seeds).articles)
    found = {"rules": annotate.split_sentences(articles, ledger)}
    table = stability.count_sentences_by_splitter(found, articles["text"])
    assert list(table["rules"]) == [10, 43]
    assert table.loc["axios", "textstat"] != 10


def test_passages_lose_nothing_and_none_is_a_scrap():
    index = pd.MultiIndex.from_product([["a", "b"], range(33)], names=["article_id", "sentence_id"])
    counts = pd.DataFrame({"words": 10, "sentences": 1}, index=index)
    found = stability.sum_passages(counts)
    assert found["words"].sum() == 660
    assert found["words"].min() >= 50
    assert list(found.loc["a", "words"]) == [100, 100, 130]


def test_a_short_article_is_one_passage():
    index = pd.MultiIndex.from_tuples([("a", 0)], names=["article_id", "sentence_id"])
    assert len(stability.sum_passages(pd.DataFrame({"words": [12]}, index=index))) == 1


def test_reading_ease_is_turned_round_before_it_is_compared():
    scores = pd.DataFrame({"flesch_reading_ease": np.arange(90.0, 40, -10), "lix": np.arange(5.0)})
    assert stability.correlate_formulas(scores).loc["flesch_reading_ease", "lix"] == 1
    assert stability.correlate_formulas(scores.head(4)).isna().all(axis=None)
