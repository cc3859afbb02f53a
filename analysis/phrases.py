"""Where the terms of a lexicon stand in a text: the one matcher, for parsed tokens and for plain text."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.lexicon import AFFIRMING, DENYING, HYPHENS, NEGATORS, REACH, normalize_word

CLOSING = frozenset([*",;:.?!()[]—–", "--", "...", "…", "but"])  # a negation does not reach beyond these
_WORD = re.compile(r"[Nn]os?\.(?=\s?\d)|[^\W_]+(?:['’\-‐‑][^\W_]+)*")  # "No. 10" is a number, no denial
_CLAUSE_END = re.compile(r"[,;:.?!()\[\]—–…]|--")
_PART = re.compile(r"[^\-‐‑]+?(?=n['’]t(?!\w)|['’]s(?!\w)|[\-‐‑]|$)|n['’]t(?!\w)|['’]s(?!\w)", re.IGNORECASE)


class Words(NamedTuple):
    """The words of sentences one after another, no blanks, no hyphens; one entry per word.

    Attributes
    ----------
    row : array of int
        Where it stands in what was read: the row of the tokens, or the number of the text.
    sentence : array of int
        Number of its sentence.
    forms, lemmas : list of str
        As they are compared.
    pos : list of str
        Part of speech in lower case, empty where unknown.
    negated : array of bool
        Whether a negation reaches it.
    """

    row: np.ndarray
    sentence: np.ndarray
    forms: list[str]
    lemmas: list[str]
    pos: list[str]
    negated: np.ndarray


# What a compound means is in its last part, unless that only says how it relates to the one before it
# ("hate-filled"), or one of its edges denies the rest ("anti-corruption", "crime-free").
_CARRIED = "filled fuelled fueled ridden torn stricken prone driven laden inducing related"
_CARRIERS = frozenset(_CARRIED.split())
_DENYING_FIRST = frozenset(["anti", "counter", "de", "no", "non", "not", "post", "pre", "un"])
_DENYING_LAST = frozenset(["free", "proof"])


class Cut(NamedTuple):
    """Plain texts cut into words.

    Attributes
    ----------
    words : Words
    start, end : array of int
        Where each word stands in its text.
    heads : array of bool
        Whether a word carries the sense of what it is written in: "loving" in "peace-loving", but no part of
        "anti-corruption"; any word that stands alone.
    sizes : array of int
        The number of words of each text as people count: "peace-loving" and "don't" are one.
    """

    words: Words
    start: np.ndarray
    end: np.ndarray
    heads: np.ndarray
    sizes: np.ndarray


def read_tokens(tokens: pd.DataFrame) -> Words:
    """Take the words of a `schema.TOKENS` frame; a name also meets its singular ("Democrats")."""
    article = pd.factorize(tokens["article_id"])[0]
    sentence = np.cumsum(_changes(article) | _changes(tokens["sentence_id"].to_numpy()))
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    close = start[1:] == end[:-1]
    joins = np.append(False, close) & np.append(close, False) if len(start) else np.zeros(0, dtype=bool)
    row = np.flatnonzero(~(tokens["text"].isin(HYPHENS) & joins | tokens["pos"].eq("SPACE")))
    used = tokens.iloc[row]
    forms, lemmas, pos = (_normalize(used[name]) for name in ("text", "lemma", "pos"))
    lemmas = [_singular(lemma) if tag == "propn" else lemma for lemma, tag in zip(lemmas, pos, strict=True)]
    negator, closing = (np.array([f in listed for f in forms], dtype=bool) for listed in (NEGATORS, CLOSING))
    negated = _reach(forms, negator, np.arange(len(row)), _changes(sentence[row]) | closing)
    return Words(row, sentence[row], forms, lemmas, pos, negated)


def cut_texts(texts: Sequence[str], closed: frozenset[str] = frozenset()) -> Cut:
    """Cut plain texts, each a sentence, into words: letters and digits; marks are no words.

    Compounds come apart at their hyphens, save where they stand `closed` up in a list ("ground-breaking" and
    "groundbreaking").
    """
    parts: dict[str, list[tuple[int, int, str, bool, bool]]] = {}
    rows, sizes, number = [], [], 0
    for place, text in enumerate(texts):
        before, end = number, 0
        for match in _WORD.finditer(text):
            word, at = match[0], match.start()
            if word not in parts:
                parts[word] = _cut_word(word, closed)
            opens = end == 0 or _CLAUSE_END.search(text, end, at) is not None
            for left, right, form, denies, head in parts[word]:
                rows.append(
                    (place, number, at + left, at + right, form, denies, head, opens or form == "but")
                )
                opens = False
            end = match.end()
            number += 1
        sizes.append(number - before)
    columns = np.array([r[:4] for r in rows], dtype=np.int64).reshape(-1, 4)
    row, stretch, start, end_of = columns.T
    marks = np.array([r[5:] for r in rows], dtype=bool).reshape(-1, 3)
    forms = [r[4] for r in rows]
    negated = _reach(forms, marks[:, 0], stretch, marks[:, 2])
    words = Words(row, row, forms, forms, [""] * len(forms), negated)
    return Cut(words, start, end_of, marks[:, 1], np.array(sizes, dtype=np.int64))


def _cut_word(word: str, closed: frozenset[str]) -> list[tuple[int, int, str, bool, bool]]:
    """Return start, end and form of each part of a word, whether it denies, and whether it is the head.

    Within a compound a negator denies nothing ("the never-ending war").
    """
    parts = [(*part.span(), normalize_word(part[0])) for part in _PART.finditer(word)]
    own = [at for at, part in enumerate(parts) if part[2] not in ("n't", "'s")]
    pieces = [parts[at][2] for at in own]
    if len(pieces) < 2:
        return [(*part, part[2] in NEGATORS, True) for part in parts]
    if (whole := "".join(pieces)) in closed:
        return [(0, len(word), whole, False, True)]
    denied = pieces[0] in _DENYING_FIRST or pieces[-1] in _DENYING_LAST
    head = -1 if denied else own[-2 if pieces[-1] in _CARRIERS else -1]
    return [(*part, part[2] == "n't", at == head) for at, part in enumerate(parts)]


def _normalize(words: pd.Series) -> list[str]:
    """Return words as they are compared; each of the few different ones is normalized once."""
    codes, distinct = pd.factorize(words, use_na_sentinel=False)
    forms = [normalize_word(word) for word in distinct]
    return [forms[code] for code in codes.tolist()]


def _singular(name: str) -> str:
    """Return a name without its plural s, which lemmatizers leave on: "Democrats", headline "Critics"."""
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith("ss") else name


def _changes(values: np.ndarray) -> np.ndarray:
    """Tell which entries differ from the one before; the first does."""
    return np.concatenate([np.ones(min(len(values), 1), dtype=bool), values[1:] != values[:-1]])


def _reach(forms: list[str], negator: np.ndarray, place: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Tell which words, themselves no negators, have one up to `REACH` words before them in their clause.

    `place` is each word's number, `begins` whether it begins a clause.
    """
    if not len(negator):
        return negator
    negator = negator.copy()
    for at, pair in enumerate(pairwise(forms)):
        if pair in AFFIRMING:
            negator[at : at + 2] = False
        elif pair in DENYING:
            negator[at + 1] = True
    latest = np.maximum.accumulate(np.where(negator, place, -REACH - 1))
    before = np.append(-REACH - 1, latest[:-1])
    clause = np.maximum.accumulate(np.where(begins, place, 0))
    return (before < place) & (place - before <= REACH) & (before >= clause) & ~negator


def find_phrases(words: Words, lexicon: pd.DataFrame) -> pd.DataFrame:
    """Find a lexicon's terms.

    Of overlapping ones of an item the longest stays, of equally long ones the earlier, at the same place
    the one that names a part of speech, then the earlier row.

    Parameters
    ----------
    words : Words
    lexicon : DataFrame
        As `lexicon.read_lexicon` returns it.

    Returns
    -------
    DataFrame
        One row per place, in order: `first`, `last` (positions in `words`), `term` (row of the lexicon,
        by number), `negated`. Terms of weight 0 keep others away and are not here.
    """
    terms = [term.split() for term in lexicon["term"].tolist()]
    told = {pos: {*pos.lower().split("|")} - {""} for pos in lexicon["pos"].unique()}
    tags = [told[pos] for pos in lexicon["pos"].tolist()]
    item, drop = lexicon["item"].tolist(), (lexicon["negation"] == "drop").tolist()
    beginning: dict[str, list[int]] = {}
    for number, term in enumerate(terms):
        beginning.setdefault(term[0], []).append(number)
    met = _meet(words, {word for term in terms for word in term})
    begun = {pair: [n for word in met[pair] for n in beginning.get(word, ())] for pair in met}
    pairs = list(zip(words.lemmas, words.forms, strict=True))
    sentence, negated = words.sentence.tolist(), words.negated.tolist()

    candidates = []
    for first, pair in enumerate(pairs):
        for number in begun[pair]:
            after = first + len(terms[number])
            if after > len(pairs) or sentence[after - 1] != sentence[first]:
                continue
            rest = range(first + 1, after)
            if rest and any(terms[number][at - first] not in met[pairs[at]] for at in rest):
                continue
            if tags[number] and tags[number].isdisjoint(words.pos[first:after]):
                continue
            if not (drop[number] and negated[first]):
                candidates.append((first - after, first, not tags[number], number))

    taken: set[tuple[str, int]] = set()
    stay = []
    for length, first, _, number in sorted(candidates):
        span = {(item[number], at) for at in range(first, first - length)}
        if taken.isdisjoint(span):
            taken |= span
            stay.append((first, number, first - length - 1))
    places = pd.DataFrame(sorted(stay), columns=["first", "term", "last"], dtype=np.int64)
    places = places[lexicon["weight"].to_numpy()[places["term"]] != 0].reset_index(drop=True)
    return places.assign(negated=words.negated[places["first"]])


def _meet(words: Words, patterns: set[str]) -> dict[tuple[str, str], set[str]]:
    """Return which patterns each pair of lemma and form meets, itself or by a beginning."""
    wild = {pattern[:-1] for pattern in patterns if pattern.endswith("*")}
    met = {}
    for pair in set(zip(words.lemmas, words.forms, strict=True)):
        met[pair] = patterns.intersection(pair)
        if wild:
            met[pair] |= {f"{w[:n]}*" for w in pair for n in range(2, len(w) + 1) if w[:n] in wild}
    return met


def find_lexicon_hits(tokens: pd.DataFrame, lexicon: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Find a lexicon's terms in parsed text, as hits.

    Parameters
    ----------
    tokens : DataFrame
        Tokens in reading order (`schema.TOKENS`).
    lexicon : DataFrame
        As `lexicon.read_lexicon` returns it.
    measure : str
        What the hits are for; goes to the column `measure`.

    Returns
    -------
    DataFrame
        One row per hit (`schema.HITS`), in reading order; besides, `term` is the lexicon's term. A
        negated hit of a term that flips has its weight with the opposite sign.
    """
    words = read_tokens(tokens)
    places = find_phrases(words, lexicon)
    first, last = words.row[places["first"]], words.row[places["last"]]
    opening, used = tokens.iloc[first], lexicon.iloc[places["term"]]
    flipped = places["negated"].to_numpy() & (used["negation"] == "flip").to_numpy()
    hits = pd.DataFrame(
        {
            "article_id": opening["article_id"].array,
            "sentence_id": opening["sentence_id"].to_numpy(),
            "token_id": opening["token_id"].to_numpy(),
            "measure": measure,
            "item": used["item"].array,
            "start": opening["start"].to_numpy(),
            "end": tokens["end"].to_numpy()[last],
            "text": pd.array(_write(tokens, first, last), dtype="str"),
            "weight": used["weight"].to_numpy() * np.where(flipped, -1.0, 1.0),
            "term": used["term"].array,
        }
    )
    return hits.astype({"article_id": "str", "measure": "str", "item": "str", "term": "str"})


def _write(tokens: pd.DataFrame, first: np.ndarray, last: np.ndarray) -> list[str]:
    """Return the words of each hit as they stand in the text, one space where there was any gap."""
    words, start, end = (tokens[name].to_numpy() for name in ("text", "start", "end"))
    written = []
    for a, b in zip(first, last, strict=True):
        gaps = ("" if start[at] == end[at - 1] else " " for at in range(a + 1, b + 1))
        written.append(
            words[a] + "".join(gap + word for gap, word in zip(gaps, words[a + 1 : b + 1], strict=True))
        )
    return written
