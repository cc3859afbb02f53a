"""Shifts add up to the gap, whoever the sides are."""

import numpy as np
import pandas as pd
import pytest

from analysis import dataset
from analysis.measures import frames, readability, sentiment, word_shift


@pytest.fixture(scope="module")
def data(seeds):
    return dataset.open_data(seeds, dataset.Options(measures=("readability", "sentiment", "frames")))


def test_words_add_up_to_the_gap_in_tone(data):
    tone = sentiment.select_instrument(data.counts["sentiment"], "vader")
    values, sides = sentiment.score_sentiment(tone)["tone"], dataset.name_sides(data.articles)
    parts = word_shift.share_out_tone(data.hits[data.hits["measure"] == "vader"], values)
    each = parts.groupby("article_id")["value"].sum()
    np.testing.assert_allclose(each, values.groupby("article_id").sum()[each.index])
    sentences = tone.groupby("article_id")["sentences"].sum()
    shift = word_shift.shift_words(parts, sentences, sides, ("Axios", "The Hill"))
    means = sentiment.score_sentiment(tone.groupby("article_id").sum())["tone"]
    assert shift["shift"].sum() == pytest.approx(means["axios"] - means["thehill"])
    assert shift["shift"].abs().is_monotonic_decreasing


def test_words_add_up_to_the_gap_in_a_frame_and_turn_with_the_sides(data):
    hits = data.hits[(data.hits["measure"] == "frames") & (data.hits["item"] == "conflict")]
    parts = hits.assign(word=hits["text"].str.lower(), value=hits["weight"])
    words = data.counts["readability"].groupby("article_id")["words"].sum() / 100
    sides = dataset.name_sides(data.articles)
    shift = word_shift.shift_words(parts, words, sides, ("Axios", "The Hill"))["shift"]
    sums = data.counts["frames"].xs("conflict", level="item").groupby("article_id").sum()
    rates = frames.score_frames(sums.join(dataset.exposure(data).groupby("article_id").sum()))[
        "per_100_words"
    ]
    assert shift.sum() == pytest.approx(rates["axios"] - rates["thehill"])
    back = word_shift.shift_words(parts, words, sides, ("The Hill", "rest"))["shift"]
    pd.testing.assert_series_equal(back.sort_index(), -shift.sort_index(), check_exact=False)


def test_tone_of_words_that_cancel_out_belongs_to_none_of_them():
    hits = pd.DataFrame({"article_id": "a", "sentence_id": 0, "text": ["Good", "bad"], "weight": [2.0, -1.9]})
    tone = pd.Series([0.3], pd.MultiIndex.from_tuples([("a", 0)], names=["article_id", "sentence_id"]))
    parts = word_shift.share_out_tone(hits, tone)
    assert parts.to_dict("records") == [{"article_id": "a", "word": word_shift.REST, "value": 0.3}]


def test_sentence_length_and_words_add_up_to_the_gap(data):
    sums = data.counts["readability"].groupby("article_id").sum()
    table = readability.decompose_gap(sums)
    scores = readability.score_readability(sums)
    expected = scores.loc["axios"] - scores.loc["thehill"]
    np.testing.assert_allclose(table["sentence length"] + table["words"], expected)
    kincaid = table.loc["flesch_kincaid_grade"]
    per_sentence = sums["words"] / sums["sentences"]
    assert kincaid["sentence length"] == pytest.approx(
        0.39 * (per_sentence["axios"] - per_sentence["thehill"])
    )
    turned = readability.decompose_gap(sums.iloc[::-1])
    np.testing.assert_allclose(turned, -table)
