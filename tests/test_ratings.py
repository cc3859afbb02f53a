import numpy as np
import pandas as pd
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.measures import sentiment, vader
from analysis.schema import InputError
from training import combine_lists, ratings


@pytest.fixture(scope="module")
def opinion():
    if ratings.explain_missing_ratings():
        pytest.skip(ratings.explain_missing_ratings())
    return ratings.read_ratings("opinion")


def test_missing_ratings_say_how_to_get_them(tmp_path):
    assert "python -m training.ratings" in ratings.explain_missing_ratings(tmp_path)
    with pytest.raises(InputError, match=r"python -m training\.ratings"):
        ratings.read_ratings("opinion", tmp_path)


def test_damaged_ratings_are_not_read(tmp_path):
    (tmp_path / ratings.ARCHIVE).write_bytes(b"half a file")
    with pytest.raises(InputError, match="damaged"):
        ratings.read_ratings("opinion", tmp_path)


def test_unknown_genre_names_those_there_are(tmp_path):
    with pytest.raises(InputError, match="choose of opinion, tweets, products, films"):
        ratings.read_ratings("novels", tmp_path)


def test_opinion_pieces_as_published(opinion):
    # Hutto & Gilbert 2014: 5,190 snippets of 500 opinion pieces, 20 readings each; the archive has 498.
    assert len(opinion) == 5190
    assert opinion.index.get_level_values("article_id").nunique() == 498
    assert opinion.index.is_unique
    readings = opinion.filter(like="reader_")
    assert readings.shape[1] == 20
    assert readings.isin(range(-4, 5)).all(axis=None)
    assert opinion["rating"].mean() == pytest.approx(-0.141156, abs=1e-6)


def test_vader_equals_the_package_on_all_rated_sentences(opinion):
    package = SentimentIntensityAnalyzer()
    texts = opinion["text"].tolist()
    assert [vader.score_tone(text).compound for text in texts] == [
        package.polarity_scores(text)["compound"] for text in texts
    ]


def test_correlations_promised(opinion):
    counts = sentiment.count_sentiment(ratings.take_rated_sentences(opinion), sentiment.LISTS)
    means = opinion["rating"].groupby("article_id").mean()
    found = {}
    for name in sentiment.LISTS:
        tone = counts[f"{name}_tone"]
        found[name] = (
            np.corrcoef(tone, opinion["rating"])[0, 1],
            np.corrcoef(tone.groupby("article_id").mean(), means)[0, 1],
        )
    assert found["vader"][0] == pytest.approx(0.503, abs=0.001)
    assert found["combined"][0] > max(found[name][0] for name in sentiment.LISTS[:-1]) + 0.05
    assert found["combined"][0] > 0.57
    assert found["combined"][1] > 0.70


def test_the_panel_agrees_with_readers_as_the_model_does_and_no_list(opinion):
    some = opinion[::20]  # a reading takes some 10 ms
    tones = sentiment.list_tones(sentiment.count_sentiment(ratings.take_rated_sentences(some)))
    found = tones.corrwith(some["rating"])
    assert found["panel"] > found.drop(["panel", "reader"]).max() + 0.1
    assert found["panel"] > found["reader"] - 0.01  # over all of them it is the better by .013
    assert found["reader"] > found["vader"] + 0.1


@pytest.mark.nightly
def test_the_combined_list_is_what_its_recipe_gives(opinion):
    made = combine_lists.make_table().set_index("term")["valence"]
    shipped = combine_lists.read_part("combined").set_index("term")["valence"]
    both = pd.concat([made, shipped], axis=1).fillna(0)
    assert both.diff(axis=1).iloc[:, -1].abs().max() < 0.011  # one unit of rounding
