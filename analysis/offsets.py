"""Where words of a sentence's kept text stand in the untouched source, and what of it is seen."""

import re
import unicodedata

import numpy as np
import pandas as pd

from analysis.schema import HITS, InputError

# Soft hyphens, zero-width blanks and joiners, marks of direction, a byte order mark; and "ﬁ" for "fi".
_UNSEEN = re.compile(r"[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[\ufb00-\ufb06]")

ADDRESS = re.compile(r"\W*(?:https?://|www\.|[\w.+-]+@[\w-]+\.\w|(?:[\w-]+\.)+[a-z]{2,}/)", re.IGNORECASE)
"""How a web or mail address begins, after a blank; it holds no words of the text."""


def fold_text(text: str) -> tuple[str, list[int] | range]:
    """Write a text as it is read: without invisible characters, ligatures as letters.

    Returns
    -------
    str
    list of int or range
        Where in `text` each of its characters stands.
    """
    if text.isascii() or not _UNSEEN.search(text):
        return text, range(len(text))
    letters = [(at, letter) for at, char in enumerate(text) for letter in _fold(char)]
    return "".join(letter for _, letter in letters), [at for at, _ in letters]


def _fold(char: str) -> str:
    return (
        unicodedata.normalize("NFKC", char)
        if char >= "\ufb00" and char <= "\ufb06"
        else _UNSEEN.sub("", char)
    )


def locate_in_raw(
    sentences: pd.DataFrame,
    rows: np.ndarray,
    ledger: pd.DataFrame | None,
    left: np.ndarray,
    right: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Turn places in the text of sentences into places in `raw`, over what was cut out between.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    rows : array of int
        The row of each span's sentence.
    ledger : DataFrame or None
        `schema.LEDGER`; needed where a sentence spans a cut.
    left, right : array of int
        Each span's start and (exclusive) end, in characters of its sentence's `text`.

    Returns
    -------
    start, end : array of int
        The same in characters of `raw`; `end` is exclusive.

    Raises
    ------
    InputError
        A sentence spans a cut and no ledger was given.
    """
    # Numbers alone are taken per span: a copy of its sentence for each word squares a long one's memory.
    begins, ends = (sentences[name].to_numpy()[rows] for name in ("start", "end"))
    start, last = begins + left, begins + right - 1
    cut = ends - begins != sentences["text"].str.len().to_numpy()[rows]
    if not cut.any():
        return start, last + 1
    if ledger is None:
        raise InputError(
            "A sentence spans text that was cut out: pass the ledger, so that its words are found."
        )
    names = sentences["article_id"].to_numpy()[rows]
    spans = pd.DataFrame({"article_id": names, "row": np.arange(len(cut))})[cut]
    own = spans.groupby("article_id")["row"].agg(np.array)
    removed = ledger[(ledger["kind"] != "review") & ledger["article_id"].isin(own.index)]
    for article_id, begin, end in removed.sort_values("start")[["article_id", "start", "end"]].to_numpy():
        over = own[article_id]
        over = over[(begins[over] < begin) & (ends[over] > begin)]
        start[over] += (start[over] >= begin) * (end - begin)
        last[over] += (last[over] >= begin) * (end - begin)
    return start, last + 1


def locate_hits(spans: pd.DataFrame, sentences: pd.DataFrame, ledger: pd.DataFrame | None) -> pd.DataFrame:
    """Turn spans in the text of sentences into hits.

    Parameters
    ----------
    spans : DataFrame
        One row per hit: `row` (the sentence's, by number), `left` and `right` (exclusive; characters of its
        text as `fold_text` writes it), and `token_id`, `measure`, `item`, `weight` as in `schema.HITS`.
    sentences : DataFrame
        `schema.SENTENCES`.
    ledger : DataFrame or None
        `schema.LEDGER`; needed where a sentence spans a cut.

    Returns
    -------
    DataFrame
        `schema.HITS`, in the order of `spans`.
    """
    kinds = dict.fromkeys(["row", "token_id", "left", "right"], np.int64)
    spans = spans.astype(kinds | {"measure": "str", "item": "str", "weight": float})
    rows = spans["row"].to_numpy()
    texts = sentences["text"].tolist()
    places = {row: fold_text(texts[row])[1] for row in np.unique(rows)}
    left = np.array([places[row][at] for row, at in zip(rows, spans["left"], strict=True)], dtype=np.int64)
    last = [places[row][at - 1] for row, at in zip(rows, spans["right"], strict=True)]
    right = np.array(last, dtype=np.int64) + 1
    start, end = locate_in_raw(sentences, rows, ledger, left, right)
    words = [texts[row][one:other] for row, one, other in zip(rows, left, right, strict=True)]
    hits = spans.reset_index(drop=True).assign(
        article_id=sentences["article_id"].array[rows],
        sentence_id=sentences["sentence_id"].array[rows],
        start=start,
        end=end,
        text=pd.array(words, dtype="str"),
    )
    return hits[[*HITS.key, *HITS.columns]]
