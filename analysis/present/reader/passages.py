"""One article, its views and its cuts -> what the reader's templates draw of it.

First its raw text becomes passages: runs of characters that share sentence, removal and marks. What is drawn
is decided there and nowhere else, so that it can be tested without a page: passages joined in order are the
raw text again, character for character.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.present.numbers import write_short
from analysis.present.reader.views import BADLY, WELL, View

NONE = -1
HEADLINE = -1  # number of the headline among an article's sentences
_HITS_NAMED = 8  # words named in one sentence's note

# --- from raw text to runs of characters --------------------------------------------------------


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


def group_passages(parts: list[Passage]) -> Iterator[tuple[int, list[Passage]]]:
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


# --- from runs of characters to what is drawn ----------------------------------------------------


class Piece(NamedTuple):
    """Text drawn alike: `marks` are the views whose score it made, `lowered` those of them whose it lowered,
    `doubt` the rule that doubts it.
    """

    text: str
    marks: list[str]
    lowered: list[str]
    doubt: str


class Run(NamedTuple):
    """Pieces that follow each other in one sentence (-1 between sentences), or in one removed span.

    `opens` says whether the sentence begins here, after a cut it goes on; `kind` and `rule` are those of what
    was removed, empty where the text was kept.
    """

    pieces: list[Piece]
    sentence: int
    opens: bool
    kind: str
    rule: str

    @property
    def text(self) -> str:
        """Its pieces joined."""
        return "".join(piece.text for piece in self.pieces)


def lay_out_article(
    article: pd.Series,
    sentences: pd.DataFrame,
    ledger: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    views: list[View],
) -> dict:
    """Lay one article out for the template.

    Parameters
    ----------
    article : Series
        Its row of `schema.ARTICLES`.
    sentences, ledger, hits : DataFrame
        Its rows; `hits` has a column `row`, the position in the frame of all articles' hits.
    views : list of View

    Returns
    -------
    dict
        `blocks`, paragraphs and what stands between them, each with its `Run`s and how many of each kind were
        removed there, white space aside; `sentences`, by number:
        the `steps` that colour it as (view, step), the share that is `quoted`, the `lines` of its note as
        (view, number, words behind it), and the keys of the views it is `telling` in; `headline`, the same.
    """
    marks = [[view.key for view in views if row in view.hits] for row in hits["row"]]
    weights = hits["weight"].tolist()
    told = list(ledger[["kind", "rule"]].astype("str").itertuples(index=False, name=None))
    parts = split_passages(article["raw"], sentences, ledger, hits)
    opened: set[int] = set()
    blocks = []
    for number, group in group_passages(parts):
        runs = []
        for (cut, sentence), run in groupby(group, key=lambda part: (part.cut, part.sentence)):
            pieces = [_lay_out_piece(part, marks, weights, told) for part in run]
            removed = told[cut] if cut != NONE else ("", "")
            runs.append(Run(pieces, sentence, sentence not in opened, *removed))
            opened.add(sentence)
        kinds = Counter(run.kind for run in runs if run.kind not in ("", "whitespace"))
        blocks.append({"paragraph": number != NONE, "runs": runs, "kinds": kinds})
    described = _describe_sentences(article.name, sentences, hits, marks, views)
    return {"blocks": blocks, "headline": described.pop(HEADLINE), "sentences": described}


def _lay_out_piece(part: Passage, marks: list[list[str]], weights: list[float], told: list[tuple]) -> Piece:
    sums: dict[str, float] = {}
    for hit in part.hits:
        for key in marks[hit]:
            sums[key] = sums.get(key, 0) + weights[hit]
    doubt = told[part.review][1] if part.review != NONE else ""
    return Piece(part.text, list(sums), [key for key, total in sums.items() if total < 0], doubt)


def _describe_sentences(name, sentences, hits, marks, views: list[View]) -> dict[int, dict]:
    words: dict[tuple[int, str], list[str]] = {}
    rows = zip(hits["text"], hits["weight"], hits["sentence_id"], marks, strict=True)
    for text, weight, number, keys in rows:
        for key in keys:
            said = f"{' '.join(str(text).split())} {write_short(weight, '+')}"
            words.setdefault((number, key), []).append(said)
    described = {}
    shares = dict(zip(sentences["sentence_id"], sentences["quoted"], strict=True))
    for number, quoted in (shares | {HEADLINE: 0}).items():
        steps = [(view.key, view.steps.get((name, number), "")) for view in views]
        lines = [
            (
                view,
                view.numbers.get((name, number), ""),
                [] if view.toward else words.get((number, view.key), [])[:_HITS_NAMED],
            )
            for view in views
        ]
        shown = zip(views, steps, strict=True)
        telling = [key for view, (key, step) in shown if view.toward and step in (BADLY, WELL)]
        described[number] = {"steps": steps, "quoted": quoted, "lines": lines, "telling": telling}
    return described


def strike_out(raw: str, ledger: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Cut `raw` where something was removed or is doubted: text, kind and rule; both empty where kept."""
    nothing = pd.DataFrame(columns=["sentence_id", "paragraph_id", "start", "end"])
    told = list(ledger[["kind", "rule"]].astype("str").itertuples(index=False, name=None))
    parts = split_passages(raw, nothing, ledger, nothing)
    return [
        ("".join(part.text for part in run), *(told[row] if row != NONE else ("", "")))
        for row, run in groupby(parts, key=lambda part: max(part.cut, part.review))
    ]
