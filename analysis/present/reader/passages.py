"""An article's raw text -> passages: runs of characters that share sentence, removal and marks.

What a page draws is decided here and nowhere else, so that it can be tested without a page: passages
joined in order are the raw text again, character for character.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

NONE = -1


class Passage(NamedTuple):
    """A run of characters.

    Attributes
    ----------
    text : str
    sentence : int
        Number of the sentence it belongs to, -1 between sentences.
    paragraph : int
        Number of its paragraph, -1 outside any.
    cut : int
        Position of the ledger row that removed it, -1 where kept.
    review : int
        Position of the ledger row that doubts it, -1 where nobody does.
    hits : tuple of int
        Positions of the hits that cover it.
    """

    text: str
    sentence: int
    paragraph: int
    cut: int
    review: int
    hits: tuple[int, ...]


def split_passages(
    raw: str, sentences: pd.DataFrame, ledger: pd.DataFrame, hits: pd.DataFrame
) -> list[Passage]:
    """Split one article's `raw` where anything changes.

    Parameters
    ----------
    raw : str
    sentences, ledger, hits : DataFrame
        The rows of this article (`schema`); positions in the result count these rows from 0.

    Returns
    -------
    list of Passage
        In order; their texts tile `raw`.
    """
    size = len(raw)
    sentence = _painted(size, sentences, sentences["sentence_id"].to_numpy())
    paragraph = _painted(size, sentences, sentences["paragraph_id"].to_numpy())
    doubt = ledger["kind"].eq("review").to_numpy()
    rows = np.arange(len(ledger))
    cut = _painted(size, ledger[~doubt], rows[~doubt])
    review = _painted(size, ledger[doubt], rows[doubt])
    sentence[cut != NONE] = NONE
    edges = {0, size, *hits["start"].tolist(), *hits["end"].tolist()}
    for layer in (sentence, paragraph, cut, review):
        edges.update((np.flatnonzero(np.diff(layer)) + 1).tolist())
    places = sorted(edge for edge in edges if 0 <= edge <= size)
    covering = _covering(places, hits)
    return [
        Passage(
            raw[start:end],
            int(sentence[start]),
            int(paragraph[start]),
            int(cut[start]),
            int(review[start]),
            tuple(covering.get(start, ())) if cut[start] == NONE else (),
        )
        for start, end in pairwise(places)
        if start < end
    ]


def group_paragraphs(parts: list[Passage]) -> Iterator[tuple[int, list[Passage]]]:
    """Group passages into paragraphs, and what stands between them under -1.

    White space between the sentences of one paragraph stays with it, and so does what was cut there.
    """
    number, held, between = NONE, [], []
    for part in parts:
        if part.paragraph == NONE:
            between.append(part)
        elif part.paragraph == number:
            held += between
            between = []
            held.append(part)
        else:
            if held:
                yield number, held
            if between:
                yield NONE, between
            number, held, between = part.paragraph, [part], []
    if held:
        yield number, held
    if between:
        yield NONE, between


def _painted(size: int, spans: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    layer = np.full(size, NONE, dtype=np.int64)
    for start, end, value in zip(spans["start"], spans["end"], values, strict=True):
        layer[start:end] = value
    return layer


def _covering(places: list[int], hits: pd.DataFrame) -> dict[int, list[int]]:
    """Say for the start of each run which hits cover it."""
    covering: dict[int, list[int]] = {}
    starts = np.array(places)
    for row, (start, end) in enumerate(zip(hits["start"], hits["end"], strict=True)):
        for place in starts[np.searchsorted(starts, start) : np.searchsorted(starts, end)].tolist():
            covering.setdefault(place, []).append(row)
    return covering
