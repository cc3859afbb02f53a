"""Word lists with valences: read them, find their words in sentences, and turn the sum into a tone.

Like `schema` and `lexicon` this module holds no measure; `sentiment` builds its panel on it. All lists
share one pass over the text, and a word is looked up once per distinct word.

A word list is a CSV file (UTF-8, commas, a header line):

=========== ========================================================================================
column      meaning
=========== ========================================================================================
`term`      a word or a phrase (words separated by spaces), in any case; `econom*` stands for every word
            that begins so. Inflected forms are listed, not guessed.
`valence`   any finite number, higher is more positive; 0 keeps a phrase from being scored ("vice president")
`rationale` optional: the source, or why
=========== ========================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.schema import InputError

WORD = re.compile(r"[^\W_]+(?:['’\-‐‑][^\W_]+)*")
_NEGATORS = """not no never neither nor none nobody nothing nowhere cannot without hardly scarcely barely
rarely seldom despite lack lacks lacked lacking"""
NEGATORS = frozenset(_NEGATORS.split())
REACH = 3  # words before a scored word in which a negator counts
FLIP = -0.5  # "not good" is negative, but less so than "bad" (Taboada et al. 2011 make the same point)
SPREAD = 2.0  # how fast the tone of a sentence saturates; in units of one typical word per sqrt(word)


class WordList(NamedTuple):
    """A word list ready for use.

    `words` are single terms, `prefixes` the terms that ended in `*`, `phrases` the longer terms by their
    first word (longest first), `typical` the root mean square of the valences.
    """

    words: dict[str, float]
    prefixes: dict[str, float]
    phrases: dict[str, list[tuple[tuple[str, ...], float]]]
    typical: float


class Stream(NamedTuple):
    """Texts as numbers: one entry per word in `row` (the text's number) and `code`.

    `forms` holds the distinct words by code, in lower case with straight apostrophes; `sizes` the number of
    words of each text; `negated` says of each word whether a negator stands shortly before it.
    """

    row: np.ndarray
    code: np.ndarray
    forms: list[str]
    sizes: np.ndarray
    negated: np.ndarray


class _Codes(dict):
    def __missing__(self, word: str) -> int:
        self[word] = code = len(self)
        return code


def read(path: str | Path) -> pd.DataFrame:
    """Read a word list in the format above.

    Returns
    -------
    DataFrame
        `term` (lower case), `valence`, `rationale`; one row per term.

    Raises
    ------
    InputError
        No such file, not a UTF-8 CSV, a column missing, no rows, an empty or repeated term, a valence that
        is no number.
    """
    path = Path(path)
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"There is no word list {str(path)!r}: give the path of a CSV file.") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise InputError(f"{path.name} cannot be read as CSV in UTF-8 ({reason}).") from None
    table.columns = table.columns.str.strip().str.lower()
    missing = [column for column in ("term", "valence") if column not in table]
    if missing:
        raise InputError(
            f"{path.name} lacks the column {' and '.join(missing)}: its first line must be term,valence or "
            "term,valence,rationale."
        )
    if table.empty:
        raise InputError(f"{path.name} has a header and no terms: write one row per term.")
    terms = [plain(term).strip() for term in table["term"]]
    valence = pd.to_numeric(table["valence"], errors="coerce")
    result = pd.DataFrame({"term": terms, "valence": valence})
    result["rationale"] = table.get("rationale", "")
    wrong = {
        "has no term": ~result["term"].str.contains(r"\w", regex=True),
        "has a valence that is no finite number": ~np.isfinite(valence.astype(float)),
        "repeats an earlier term": result["term"].duplicated(),
        "has a * that is not at the end of a word of two letters or more": result["term"].str.contains(
            r"\*.|(?:^|\W)\w?\*", regex=True
        ),
    }
    for what, rows in wrong.items():
        if rows.any():
            first = int(np.flatnonzero(rows)[0])
            raise InputError(f"{path.name}, row {first + 1} ({table['term'].iloc[first]!r}) {what}.")
    return result


def compile(table: pd.DataFrame, neutral: Iterable[str] = ()) -> WordList:
    """Make a word list ready for use.

    Parameters
    ----------
    table : DataFrame
        As `read` returns it.
    neutral : iterable of str
        Terms not to be scored, and whose words are not either ("united states").
    """
    valences = dict(zip(table["term"], table["valence"].astype(float), strict=True))
    scored = np.array([value for value in valences.values() if value])
    valences.update(dict.fromkeys(neutral, 0.0))
    words, prefixes, phrases = {}, {}, {}
    for term, value in valences.items():
        parts = tuple(WORD.findall(term)) if " " in term else (term,)
        if len(parts) > 1:
            phrases.setdefault(parts[0], []).append((parts, value))
        elif term.endswith("*"):
            prefixes[term[:-1]] = value
        else:
            words[term] = value
    for options in phrases.values():
        options.sort(key=lambda option: -len(option[0]))
    return WordList(words, prefixes, phrases, float(np.sqrt(np.mean(scored**2))) if len(scored) else 1.0)


def plain(word: str) -> str:
    """Return a word as it is compared: lower case, straight apostrophes, plain hyphens."""
    return word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")


def stream(texts: Sequence[str]) -> Stream:
    """Cut texts into words: letters and digits, with apostrophes and hyphens inside."""
    raw, forms = _Codes(), _Codes()
    found = [WORD.findall(text) for text in texts]
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    code = np.fromiter((raw[word] for words in found for word in words), np.int64, int(sizes.sum()))
    merged = np.array([forms[plain(word)] for word in raw], dtype=np.int64)
    row = np.repeat(np.arange(len(found)), sizes)
    code = merged[code] if len(code) else code
    negator = np.array([form in NEGATORS or form.endswith("n't") for form in forms], dtype=bool)
    return Stream(row, code, list(forms), sizes, _reached(row, negator[code] if len(code) else code > 0))


def _reached(row: np.ndarray, negator: np.ndarray) -> np.ndarray:
    """Tell which words, themselves no negators, have one up to `REACH` words before them in their text."""
    reached = np.zeros(len(row), dtype=bool)
    for step in range(1, REACH + 1):
        reached[step:] |= negator[:-step] & (row[step:] == row[:-step])
    return reached & ~negator


def tone(words: Stream, listed: WordList) -> tuple[np.ndarray, np.ndarray]:
    """Tone of each text, and how many scored words and phrases it has.

    Returns
    -------
    tone : array
        s / sqrt(s^2 + 2 n), where s is the sum of valences after negation in units of the list's typical
        valence and n the number of words. From -1 to 1; 0 where no word is scored. Dividing by sqrt(n)
        keeps long sentences, which hit more words, from drifting outward.
    scored : array
    """
    position, _, value = scored(words, listed)
    row = words.row[position]
    total = np.bincount(row, value / listed.typical, minlength=len(words.sizes))
    spread = np.sqrt(total**2 + SPREAD * np.maximum(words.sizes, 1))
    return total / spread, np.bincount(row, minlength=len(words.sizes)).astype(float)


def scored(words: Stream, listed: WordList) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the list's words and phrases.

    Returns
    -------
    position, length, value : array
        Where in the stream each begins, its number of words, and its valence after negation.
    """
    known = np.array([_lookup(form, listed) for form in words.forms], dtype=float)
    value = known[words.code] if len(words.code) else np.zeros(0)
    length = np.ones(len(value), dtype=np.int64)
    for at, parts, phrase_value in _phrases(words, listed):
        value[at : at + len(parts)] = 0.0
        value[at], length[at] = phrase_value, len(parts)
    position = np.flatnonzero(value)
    return position, length[position], value[position] * np.where(words.negated[position], FLIP, 1.0)


def _lookup(form: str, listed: WordList) -> float:
    """Valence of a word: as it stands, without 's, by prefix, or the sum of its hyphenated parts."""
    if form in listed.words:
        return listed.words[form]
    if form.endswith("'s"):
        return _lookup(form[:-2], listed)
    for size in range(len(form), 1, -1) if listed.prefixes else ():
        if form[:size] in listed.prefixes:
            return listed.prefixes[form[:size]]
    return sum(_lookup(part, listed) for part in form.split("-")) if "-" in form else 0.0


def _phrases(words: Stream, listed: WordList) -> list[tuple[int, tuple[str, ...], float]]:
    """Where the list's phrases stand, from left to right, the longest first, without overlap."""
    begins = np.array([form in listed.phrases for form in words.forms], dtype=bool)
    if not begins.any():
        return []
    found, free, ends = [], 0, np.cumsum(words.sizes)
    for at in np.flatnonzero(begins[words.code]).tolist():
        if at < free:
            continue
        last = ends[words.row[at]]
        for parts, value in listed.phrases[words.forms[words.code[at]]]:
            here = words.code[at : min(at + len(parts), last)].tolist()
            if tuple(words.forms[code] for code in here) == parts:
                found.append((at, parts, value))
                free = at + len(parts)
                break
    return found


def spans(texts: Sequence[str], words: Stream, listed: WordList) -> list[tuple[int, int, int, int, float]]:
    """Rows of (text's number, word's number, start, end, valence) of the scored words; ends are offsets."""
    position, length, value = scored(words, listed)
    first = np.cumsum(words.sizes) - words.sizes
    ends: dict[int, list[tuple[int, int]]] = {}
    rows = []
    for at, many, weight in zip(position.tolist(), length.tolist(), value.tolist(), strict=True):
        row = int(words.row[at])
        if row not in ends:
            ends[row] = [match.span() for match in WORD.finditer(texts[row])]
        number = at - int(first[row])
        rows.append((row, number, ends[row][number][0], ends[row][number + many - 1][1], weight))
    return rows
