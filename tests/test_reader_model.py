"""The shipped model that reads: what it is given, that nothing but the sentence matters, and what it says."""

import numpy as np
import pytest

from analysis import reader_model

ACCUSED = "Smith accused Jones of fraud."


@pytest.fixture(scope="module")
def tokenizer():
    return reader_model._load()[1]


def test_tone_says_which_sentence_is_darker():
    bad, plain, good = reader_model.read_tone(
        ["The talks were a terrible failure.", "The talks were on Monday.", "The talks were a great success."]
    )
    assert -1 <= bad < -0.2 < plain < 0.2 < good <= 1


def test_tone_is_toward_the_marked_actor():
    smith, jones = reader_model.read_actor_tone([ACCUSED, ACCUSED], [(0, 5), (14, 19)])
    assert jones[0] > smith[0] + 0.3
    assert smith.sum() == pytest.approx(1, abs=0.002)


def test_a_sentence_has_one_score_whatever_stands_around_it():
    others = ["No.", "It was a long and dreadful day for the ministers, who had hoped for better news. " * 3]
    alone = reader_model.read_tone([ACCUSED])
    reader_model.forget()
    assert reader_model.read_tone([*others, ACCUSED, ACCUSED])[2:].tolist() == [*alone, *alone]


@pytest.mark.parametrize(
    ("typeset", "typed"),
    [
        ("He called it a “farce” that didn’t work.", 'He called it a "farce" that didn\'t work.'),
        ("That was terrible—awful … and it failed.", "That was terrible - awful ... and it failed."),
    ],
)
def test_how_a_mark_is_drawn_says_nothing(typeset, typed):
    assert np.array_equal(*map(reader_model.read_tone, ([typeset], [typed])))
    spans = [(text.index("it"), text.index("it") + 2) for text in (typeset, typed)]
    one, other = reader_model.read_actor_tone([typeset, typed], spans)
    assert one.tolist() == other.tolist()


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_nothing_to_read_is_undefined(text):
    assert np.isnan(reader_model.read_tone([text])).all()


def test_no_sentences_no_scores():
    assert reader_model.read_tone([]).shape == (0,)
    assert reader_model.read_actor_tone([], []).shape == (0, 3)


def test_a_long_sentence_is_read_around_its_actor(tokenizer):
    text = "word " * 3000 + "Jones lied again " + "word " * 3000
    start = text.index("Jones")
    pieces = reader_model.cut_pieces(tokenizer, text, (start, start + 5))
    assert len(pieces.ids) == len(pieces.marked) == reader_model.LONGEST
    named = [number for number, marked in zip(pieces.ids, pieces.marked, strict=True) if marked]
    assert tokenizer.decode(named) == "jones"
    at = pieces.ids.index(reader_model.OPEN)
    assert tokenizer.decode(pieces.ids[at + 3 : at + 5]) == "lied again"


def test_an_actor_longer_than_can_be_read_keeps_its_beginning(tokenizer):
    text = "name " * 300
    pieces = reader_model.cut_pieces(tokenizer, text, (0, len(text)))
    assert len(pieces.ids) == reader_model.LONGEST
    assert sum(pieces.marked) == reader_model.LONGEST - 4


def test_no_text_can_write_a_marker(tokenizer):
    pieces = reader_model.cut_pieces(tokenizer, "[unused0] Jones [unused1]")
    assert not {reader_model.OPEN, reader_model.CLOSE} & set(pieces.ids)


def test_scores_have_three_decimals():
    scores = reader_model.read_tone([ACCUSED, "A fine day."])
    assert np.array_equal(scores, scores.round(3))


def test_what_is_missing_is_said(monkeypatch, tmp_path):
    assert reader_model.explain_missing_model() == ""
    monkeypatch.setattr(reader_model, "FILE", tmp_path / "reader.onnx")
    assert "reader.onnx is missing" in reader_model.explain_missing_model()
    assert reader_model.list_model_files() == []
    monkeypatch.setattr(reader_model, "PACKAGES", ("no_such_runtime",))
    assert "needs no_such_runtime, which is not installed" in reader_model.explain_missing_model()
