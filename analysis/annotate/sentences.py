"""Sentences as a frame: the kept text of articles split, and where each sentence stands in `raw`."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import wraps
from analysis.annotate import boundaries, parsing, quotations
from analysis.schema import SENTENCES, InputError

SPLITTERS = ("rules", "spacy")


class _Kept(NamedTuple):
    """The kept characters of all articles as one string, and where each piece of it comes from.

    `place`, `source`, `length` and `article` have one entry per piece: its offset in `text`, its offset in
    the `raw`s laid end to end, its length, and its article's position. `base` says where the `raw` of each
    article begins there.
    """

    text: str
    place: np.ndarray
    source: np.ndarray
    length: np.ndarray
    article: np.ndarray
    base: np.ndarray

    def piece(self, places: np.ndarray) -> np.ndarray:
        return np.searchsorted(self.place, places, side="right") - 1

    def to_source(self, places: np.ndarray) -> np.ndarray:
        piece = self.piece(places)
        return self.source[piece] + places - self.place[piece]

    def to_place(self, sources: np.ndarray) -> np.ndarray:
        piece = np.maximum(np.searchsorted(self.source, sources, side="right") - 1, 0)
        return self.place[piece] + np.clip(sources - self.source[piece], 0, self.length[piece])


def split_sentences(
    articles: pd.DataFrame, ledger: pd.DataFrame, splitter: str = "rules", pipeline: str = parsing.PIPELINE
) -> pd.DataFrame:
    """Split the kept text of articles into sentences.

    Paragraphs are the runs of kept text between line breaks, those that only wrap it aside
    (`wraps.unwrap_lines`); no sentence crosses one.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`; only `raw` is read.
    ledger : DataFrame
        `schema.LEDGER`: what it removed is skipped; what it marks `review` is kept, and measured.
    splitter : {"rules", "spacy"}
        Our rules (`annotate.boundaries`), or the boundaries that spaCy's parser finds.
    pipeline : str
        Name of an installed spaCy pipeline; used only when `splitter` is "spacy".

    Returns
    -------
    DataFrame
        `schema.SENTENCES`, in the order of the text.

    Raises
    ------
    InputError
        The splitter or the pipeline does not exist.
    """
    if splitter not in SPLITTERS:
        raise InputError(f"The splitter {splitter!r} is unknown; choose {' or '.join(SPLITTERS)}.")
    kept = _keep(articles["raw"], ledger[ledger["kind"] != "review"])
    text = wraps.unwrap_lines(kept.text)
    spans = boundaries.find_sentences(kept.text)
    quoted = np.array(quotations.find_quotations(text, spans), dtype=np.int64).reshape(-1, 2)
    if splitter == "spacy":
        spans = parsing.move_boundaries(text, spans, pipeline)
    paragraph, start, end = np.array(spans, dtype=np.int64).reshape(-1, 3).T
    article = kept.article[kept.piece(start)]
    first = np.searchsorted(article, article)  # where the sentences of the same article begin
    return pd.DataFrame(
        {
            "article_id": articles.index.take(article),
            "sentence_id": np.arange(len(start)) - first,
            "paragraph_id": paragraph - paragraph[first],
            "start": kept.to_source(start) - kept.base[article],
            "end": kept.to_source(end - 1) + 1 - kept.base[article],
            "text": pd.array([text[a:b] for a, b in zip(start, end, strict=True)], dtype="str"),
            "quoted": _share(start, end, quoted),
            "doubtful": _share(start, end, _doubtful(kept, articles.index, ledger)),
        },
        columns=[*SENTENCES.key, *SENTENCES.columns],
    )


def _cuts(removed: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    cuts: dict[str, list[tuple[int, int]]] = {}
    ordered = removed.sort_values("start")
    for article_id, start, end in zip(ordered["article_id"], ordered["start"], ordered["end"], strict=True):
        cuts.setdefault(article_id, []).append((int(start), int(end)))
    return cuts


def _keep(raw: pd.Series, removed: pd.DataFrame) -> _Kept:
    cuts = _cuts(removed)
    texts, pieces, bases, place, base = [], [], [], 0, 0
    for article, (article_id, whole) in enumerate(raw.items()):
        bases.append(base)
        position = 0
        for start, end in [*cuts.get(article_id, ()), (len(whole), len(whole))]:
            if start > position:
                texts.append(whole[position:start])
                pieces.append((place, base + position, start - position, article))
                place += start - position
            position = max(position, end)
        texts.append(wraps.ARTICLE_END)
        place += 1
        base += len(whole)
    columns = np.array(pieces, dtype=np.int64).reshape(-1, 4).T
    place_of, source, length, owner = columns
    return _Kept("".join(texts), place_of, source, length, owner, np.array(bases, dtype=np.int64))


def _doubtful(kept: _Kept, ids: pd.Index, ledger: pd.DataFrame) -> np.ndarray:
    review = ledger[(ledger["kind"] == "review") & ledger["article_id"].isin(ids)]
    if review.empty or not len(kept.place):
        return np.zeros((0, 2), dtype=np.int64)
    base = kept.base[ids.get_indexer(review["article_id"])]
    edges = [base + review[edge].to_numpy(np.int64) for edge in ("start", "end")]
    # the end by its last character, which is in the same piece: a cut may follow
    return np.column_stack((kept.to_place(edges[0]), kept.to_place(edges[1] - 1) + 1))


def _share(starts: np.ndarray, ends: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """Share of each `start:end` that lies inside `spans` (rows of start, end, which may overlap)."""
    if not len(spans):
        return np.zeros(len(starts))
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    reach = np.maximum.accumulate(spans[:, 1])
    begin = np.minimum(np.maximum(spans[:, 0], np.concatenate(([0], reach[:-1]))), reach)
    covered = np.concatenate(([0], np.cumsum(reach - begin)))
    edges = np.column_stack((begin, reach)).ravel()
    inside = np.column_stack((covered[:-1], covered[1:])).ravel()
    return (np.interp(ends, edges, inside) - np.interp(starts, edges, inside)) / (ends - starts)
