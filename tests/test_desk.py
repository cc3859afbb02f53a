"""The desk for two texts: what is pasted is compared, and what cannot be is said."""

import pytest

from analysis.load import load_articles
from analysis.present import desk
from analysis.schema import InputError


def test_two_texts_become_two_files_named_by_their_sides(tmp_path):
    desk.write_texts(tmp_path, {"Old one": "before", "Old two": "before"})
    desk.write_texts(tmp_path, {" A/b ": "one text", "../C": "another"})
    loaded = load_articles(tmp_path).articles
    assert dict(zip(loaded["outlet"], loaded["raw"], strict=True)) == {"A/b": "one text", "../C": "another"}
    assert len(list(tmp_path.rglob("*"))) == 3


@pytest.mark.parametrize("texts", [{"A": "one", "B": "  "}, {"A": "one"}, {"": "one", "B": "two"}])
def test_one_text_is_not_enough(texts, tmp_path):
    with pytest.raises(InputError, match="two texts, and each a name"):
        desk.write_texts(tmp_path, texts)


def test_a_click_compares_what_was_pasted():
    seen = []
    made = desk.draw_desk(lambda folder: seen.append((folder, button.disabled, button.description)) or [])
    columns, button, _ = made.children
    button.click()
    assert seen == []  # nothing was pasted yet
    for column, text in zip(columns.children, ("one text", "another"), strict=True):
        column.children[1].value = text
    button.click()
    assert [told[1:] for told in seen] == [(True, "Comparing…")]  # the first time takes seconds
    assert (button.disabled, button.description) == (False, "Compare")
