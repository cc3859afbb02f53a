"""Keyword in context: from an item that was counted, back to the words that were counted.

Works for the hits of any measure: distinctive words, frames, actors.
"""

import re

import pandas as pd

from analysis import schema


def lines(
    item: str, found: pd.DataFrame, sentences: pd.DataFrame, *, by: pd.Series | None = None, width: int = 70
) -> pd.DataFrame:
    """Show every hit of an item with the words around it.

    Parameters
    ----------
    item : str
        As in the `item` column of `found`: a term, a frame, an actor.
    found : DataFrame
        A `hits` frame, of any measure.
    sentences : DataFrame
        The `sentences` frame.
    by : Series, optional
        article_id -> side.
    width : int
        Characters to show on either side; whole words, within the sentence.

    Returns
    -------
    DataFrame
        One row per occurrence, in the order of the text: `side` (where `by` is given), `article_id`,
        `sentence_id`, `left`, `match`, `right`, `start`, `end` (offsets into `raw`).
    """
    rows = found[found["item"] == item].merge(
        sentences[["article_id", "sentence_id", "start", "text"]],
        on=["article_id", "sentence_id"],
        suffixes=("", "_sentence"),
    )
    columns = ("text_sentence", "start", "start_sentence", "text")
    cut = [
        _split(text, start - offset, match, width)
        for text, start, offset, match in zip(*(rows[name] for name in columns), strict=True)
    ]
    parts = pd.DataFrame(cut, columns=["left", "match", "right"], index=rows.index, dtype=str)
    out = pd.concat([rows[["article_id", "sentence_id"]], parts, rows[["start", "end"]]], axis=1)
    out = out.sort_values(["article_id", "start"], ignore_index=True)
    if by is not None:
        out.insert(0, "side", out["article_id"].map(by))
        out = out.sort_values(["side", "article_id", "start"], ignore_index=True)
    return out


def _split(text: str, at: int, match: str, width: int) -> tuple[str, str, str]:
    """Cut a sentence's kept text around a match; its offset may count characters since removed."""
    words = [re.escape(word) for word in match.split()]
    places = [m for m in re.finditer(r"\W{1,3}".join(words), text) if m.start() <= at]
    if not places:
        raise schema.InputError(f"{match!r} is not in the sentence {text[:60]!r}; hits and sentences differ.")
    start, end = places[-1].span()
    left, right = text[:start], text[end:]
    if len(left) > width:
        left = "…" + left[-width:].partition(" ")[2]
    if len(right) > width:
        right = right[:width].rpartition(" ")[0] + "…"
    return left, text[start:end], right


def written(found: pd.DataFrame) -> pd.Series:
    """How each item is written most often (the first such in the alphabet), to show instead of its lemma."""
    tally = found.groupby(["item", "text"]).size().reset_index(name="n")
    best = tally.sort_values(["n", "text"], ascending=[False, True], kind="stable")
    return best.drop_duplicates("item").set_index("item")["text"].sort_index()
