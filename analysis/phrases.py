"""Where the terms of a lexicon stand in a text: the one matcher, for parsed tokens and for plain text."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.lexicon import HYPHENS, NEGATORS, REACH, normalize_word

CLOSING = frozenset([*",;:.?!()[]—–", "--", "...", "…", "but"])  # a negation does not reach beyond these
_WORD = re.compile(r"[^\W_]+(?:['’\-‐‑][^\W_]+)*")
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


class Cut(NamedTuple):
    """Plain texts cut into words: the `words`, their `start` and `end` in the text, and `sizes`.

    `sizes` is the number of words of each text as people count: "peace-loving" and "don't" are one.
    """

    words: Words
    start: np.ndarray
    end: np.ndarray
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
    negated = _reach(negator, np.arange(len(row)), _changes(sentence[row]) | closing)
    return Words(row, sentence[row], forms, lemmas, pos, negated)


def cut_texts(texts: Sequence[str]) -> Cut:
    """Cut plain texts, each a sentence, into words: letters and digits; marks are no words.

    Without marks a clause has no end here, so a negation reaches on over a comma.
    """
    parts: dict[str, list[tuple[int, int, str, bool]]] = {}
    rows, sizes, number = [], [], 0
    for place, text in enumerate(texts):
        before = number
        for match in _WORD.finditer(text):
            word, at = match[0], match.start()
            if word not in parts:
                parts[word] = _cut_word(word)
            rows += [
                (place, number, at + left, at + right, form, no) for left, right, form, no in parts[word]
            ]
            number += 1
        sizes.append(number - before)
    columns = np.array([r[:4] for r in rows], dtype=np.int64).reshape(-1, 4)
    row, stretch, start, end = (columns[:, column] for column in range(4))
    forms, negator = [r[4] for r in rows], np.array([r[5] for r in rows], dtype=bool)
    words = Words(row, row, forms, forms, [""] * len(forms), _reach(negator, stretch, _changes(row)))
    return Cut(words, start, end, np.array(sizes, dtype=np.int64))


def _cut_word(word: str) -> list[tuple[int, int, str, bool]]:
    """Return start, end and form of each part of a word, and whether it denies.

    "n't" does for all of its word; within a compound a negator denies nothing ("the never-ending war").
    """
    parts = [(*part.span(), normalize_word(part[0])) for part in _PART.finditer(word)]
    denies = parts[-1][2] == "n't" or (len(parts) == 1 and parts[0][2] in NEGATORS)
    return [(*part, denies) for part in parts]


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


def _reach(negator: np.ndarray, place: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Tell which words, themselves no negators, have one up to `REACH` words before them in their clause.

    `place` is each word's number, `begins` whether it begins a clause.
    """
    if not len(negator):
        return negator
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
    terms = [term.split() for term in lexicon["term"]]
    tags = [{*pos.lower().split("|")} - {""} for pos in lexicon["pos"]]
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
