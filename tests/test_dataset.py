"""One way to get the numbers: measured once, read ever after, and the same however a corpus is cut."""

import sys

import pandas as pd
import pytest

from analysis import dataset, load
from analysis.dataset import stages, store
from analysis.schema import InputError

READ = dataset.Options(measures=("readability", "sentiment"))


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in {
        "a": "Talks failed. \u201cIt was a bad day,\u201d said the envoy.\n\nNo deal.",
        "b": "The talks ended well. Everyone was happy with the great result.",
        "c": "Nothing more is known. The terrible storm had killed the power lines.",
    }.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def test_what_was_measured_is_read_not_measured_again(corpus, monkeypatch):
    first = dataset.open_data(corpus, READ)

    def refuse(*_):
        raise AssertionError("measured twice")

    monkeypatch.setattr(stages, "_text", refuse)
    monkeypatch.setattr(store, "write", refuse)
    again = dataset.open_data(corpus, READ)
    for name, frame in first.counts.items():
        pd.testing.assert_frame_equal(again.counts[name], frame)
    pd.testing.assert_frame_equal(again.sentences, first.sentences)


def test_a_warm_cache_needs_no_spacy(corpus, monkeypatch):
    dataset.open_data(corpus)
    monkeypatch.setitem(sys.modules, "spacy", None)
    assert len(dataset.open_data(corpus).tokens)


def test_any_partition_gives_the_same_counts(corpus, monkeypatch):
    whole = dataset.open_data(corpus)
    monkeypatch.setattr(dataset, "PART", 1)
    parts = dataset.open_data(corpus)
    for name, frame in whole.counts.items():
        pd.testing.assert_frame_equal(parts.counts[name].sort_index(), frame.sort_index())
    pd.testing.assert_frame_equal(parts.sentences, whole.sentences)


def test_changing_one_article_changes_only_its_counts(corpus):
    before = dataset.open_data(corpus, READ).counts["readability"]
    (corpus / "b.txt").write_text("Something else entirely happened.")
    after = dataset.open_data(corpus, READ).counts["readability"]
    pd.testing.assert_frame_equal(after.drop("b"), before.drop("b"))
    assert len(after.loc["b"]) == 1


def test_what_a_step_does_not_use_does_not_change_its_key(corpus):
    keys = {"source": "k"}
    text, tokens = stages.STAGES[0], next(s for s in stages.STAGES if "tokens" in s.makes)
    assert text.key(READ, keys) == text.key(READ._replace(lexicons=("generic_frames",)), keys)
    assert text.key(READ, keys) != text.key(READ._replace(off=("headline",)), keys)
    keys |= {"articles": "a", "sentences": "s", "ledger": "l"}
    assert tokens.key(READ, keys) != tokens.key(READ._replace(pipeline="another"), keys)


def test_every_step_can_be_reached_and_every_measure_has_its_frames():
    given = {"source", "cast"}
    for stage in stages.STAGES:
        assert given.issuperset(stage.reads), f"{stage.makes} needs what nobody makes before it"
        given.update(stage.makes)
    assert given.issuperset(name for frames in stages.MEASURES.values() for name in frames)


def test_an_unknown_measure_is_named():
    with pytest.raises(InputError, match="There is no measure 'mood'; choose from readability"):
        stages.wanted(READ._replace(measures=("mood",)), ["source"])


def test_quotations_left_out_are_an_alternative(corpus):
    data = dataset.open_data(corpus, READ)
    counts, exposure = dataset.alternatives(data, "sentiment")["without quotations"]
    quoted = data.sentences[data.sentences["quoted"] > 0.5]
    assert list(quoted["text"]) == ["\u201cIt was a bad day,\u201d said the envoy."]
    assert len(counts) == len(exposure) == len(data.sentences) - 1


def test_items_stay_with_their_sentences_in_an_alternative(seeds):
    data = dataset.open_data(seeds)
    counts, exposure = dataset.alternatives(data, "frames")["without quotations"]
    assert counts.index.droplevel("item").isin(exposure.index).all()
    assert "sentences split by spaCy" not in dataset.alternatives(data, "frames")


def test_loading_and_opening_name_the_same_articles(seeds):
    assert list(dataset.open_data(seeds, READ).articles.index) == list(
        load.load_articles(seeds).articles.index
    )
