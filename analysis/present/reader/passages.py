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


def passages(raw: str, sentences: pd.DataFrame, ledger: pd.DataFrame, hits: pd.DataFrame) -> list[Passage]:
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


def levels(values: pd.Series) -> tuple[pd.Series, dict[str, str]]:
    """Sort a score's values into the few steps a page can colour.

    Parameters
    ----------
    values : Series
        One number per sentence; NaN where undefined.

    Returns
    -------
    levels : Series of str
        ``n2 n1 z p1 p2`` for a score with values below 0 (the neutral step is within 5 % of the scale, which
        is 1 or the largest value; the strong ones begin at half of it), else ``q1`` to ``q4`` by quarters of
        the sentences shown, ``z`` for 0; empty for NaN.
    legend : dict of str to str
        The lowest and the highest value in each step.
    """
    known = values.dropna()
    if known.empty:
        return pd.Series("", index=values.index), {}
    steps = _signed(known) if known.min() < 0 else _quarters(known)
    places = np.searchsorted([low for _, low in steps[1:]], values.to_numpy(dtype=float), side="right")
    found = pd.Series([steps[place][0] for place in places], index=values.index).where(values.notna(), "")
    legend = {name: _range(known[found[known.index] == name]) for name, _ in steps}
    return found, {name: text for name, text in legend.items() if text}


def paragraphs(parts: list[Passage]) -> Iterator[tuple[int, list[Passage]]]:
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
    found: dict[int, list[int]] = {}
    starts = np.array(places)
    for row, (start, end) in enumerate(zip(hits["start"], hits["end"], strict=True)):
        for place in starts[np.searchsorted(starts, start) : np.searchsorted(starts, end)].tolist():
            found.setdefault(place, []).append(row)
    return found


def _signed(known: pd.Series) -> list[tuple[str, float]]:
    """Steps around 0, each with where it begins; a step's end belongs to the next one, save below 0."""
    scale = max(1.0, float(known.abs().max()))
    past = [float(np.nextafter(-share * scale, np.inf)) for share in (0.5, 0.05)]
    return [("n2", -np.inf), ("n1", past[0]), ("z", past[1]), ("p1", 0.05 * scale), ("p2", 0.5 * scale)]


def _quarters(known: pd.Series) -> list[tuple[str, float]]:
    """Steps by quarters of what is above 0; fewer where many values are equal."""
    some = known[known > 0]
    if some.empty:
        return [("z", 0.0)]
    starts = sorted({float(some.min()), *(float(some.quantile(share)) for share in (0.25, 0.5, 0.75))})
    return [("z", 0.0), *[(f"q{5 - len(starts) + place}", start) for place, start in enumerate(starts)]]


def _range(some: pd.Series) -> str:
    """Say which values a step holds, as observed."""
    if some.empty:
        return ""
    low, high = (f"{value:.3g}".replace("-", "−") for value in (some.min(), some.max()))
    return low if low == high else f"{low} to {high}"
