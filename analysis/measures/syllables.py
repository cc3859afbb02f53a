"""What a readability formula asks of one word: its syllables, its letters, whether readers know it.

Of words in the CMU Pronouncing Dictionary every answer equals textstat 0.7.8's. The table
`lexicons/readability.csv` holds what textstat looks up (that dictionary and its list of easy words), because
reading it takes a hundredth of the time that textstat takes to load them; `training/tabulate_readability.py`
writes it anew.

Where textstat counts the hyphenation points of what the dictionary lacks (right for 61 % of the dictionary's
own words, were they not in it), here are rules (right for 92 %), and words are counted as they are spoken:

- names and new words by their groups of vowels; accents aside, so that "café" is "cafe";
- a possessive like its noun, with a syllable more after a hiss: "Biden's" 2, "Hamas's" 3;
- compounds by their parts: "step-by-step" 3;
- numbers as they are read: "2019" 4, "$5bn" 5, "9/11" 4; no formula calls them hard for their length;
- initials letter by letter: "U.S." 2.
"""

import functools
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from analysis.offsets import ADDRESS, fold_text

TABLE = Path(__file__).parents[1] / "lexicons" / "readability.csv"

# textstat keeps an apostrophe only before the endings of English contractions, and only in lower case.
_LONE_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_MARKS = re.compile(r"[^\w\s']")
# Dashes, dots of omission, and a slash between letters: what stands on their two sides is two words.
_BREAKS = re.compile(r"[—–―…]|--+|\.{2,}|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_EDGES = ".,;:!?\"'“”‘’()[]—–…"  # among what either of these drops
_QUOTES = "\"'“‘«„"
_APOSTROPHES = str.maketrans("’‘ʼ＇`´", "''''''")


class WordCounts(NamedTuple):
    """Counts that a stretch of text between two blanks adds to its sentence.

    Attributes
    ----------
    words : int
        Words in it: none for a mark that stands alone, two where an unspaced dash joins them.
    tokens : int
        Words, or 1 for a mark that stands alone; the automated readability index divides by it.
    characters : int
        All characters, marks included.
    letters : int
        Letters and digits.
    syllables : int
        Syllables.
    plain : int
        Words of one or two syllables.
    polysyllables : int
        Words of three or more syllables.
    complex : int
        Words that Gunning (1952) counts: of three or more syllables, but no names, numbers, compounds of
        shorter words, nor words that only "-ed" or "-es" makes so long.
    difficult : int
        Words that Dale & Chall (1948) call unfamiliar: not on the list of easy words, nor regular inflections
        of such words, nor compounds of them, names or numbers.
    unlisted, unlisted_long : int
        Words that are not on the list of easy words as they stand, and of these the ones of three or more
        syllables: textstat's `difficult` and `complex`.
    long : int
        Words of more than six letters.
    mini : int
        Words of at most three letters.
    """

    words: int = 0
    tokens: int = 0
    characters: int = 0
    letters: int = 0
    syllables: int = 0
    plain: int = 0
    polysyllables: int = 0
    complex: int = 0
    difficult: int = 0
    unlisted: int = 0
    unlisted_long: int = 0
    long: int = 0
    mini: int = 0


@functools.cache
def _table() -> tuple[dict[str, int], frozenset[str]]:
    syllables: dict[str, int] = {}
    easy: frozenset[str] = frozenset()
    for line in TABLE.read_text("utf-8").splitlines()[1:]:
        fact, words = line.partition(",")[0], line.rpartition(",")[2]
        if fact == "easy":
            easy = frozenset(words.split())
        else:
            syllables.update(dict.fromkeys(words.split(), int(fact)))
    return syllables, easy


def strip_marks(token: str) -> str:
    """Return a word without its marks, as textstat sees it."""
    return _MARKS.sub("", _LONE_APOSTROPHE.sub("", token))


def is_listed(word: str) -> bool:
    """Tell whether the dictionary has a word, marks and case aside."""
    return strip_marks(word).lower() in _table()[0]


def count_syllables(word: str) -> int:
    """Syllables of one word: the dictionary's first pronunciation, else by rule."""
    word = strip_marks(word)
    known, lower = _table()[0], word.lower()
    if lower in known:
        return known[lower]
    if not lower.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))
        if bare != lower:
            return count_syllables(bare)
    if lower.endswith("'s"):
        return count_syllables(word[:-2]) + bool(_HISS.search(lower[:-2]))
    if word.isupper() and len(word) > 1 and (len(word) <= 3 or not _VOWELS.search(lower)):
        return _spell(lower)
    return _guess(lower)


_VOWELS = re.compile(r"[aeiouy]+")
_HISS = re.compile(r"(?:[sxz]|[cs]h|[cgsz]e)$")
_SILENT = re.compile(
    r"(?<=[^aeiouy])(?<![^aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzcg])(?<![sc]h)(?<![^aeiouy]l)es$"
    r"|(?<=[aeiouy][^aeiouy])e(?=(?:ly|ment|ful|less|ness)$)"
)
_APART = re.compile(r"i[aou](?!u)|(?<![qg])u[aeo](?!u)|eo|ying|[^aeiouy]ism$|uou|^mc")
_TOGETHER = re.compile(r"[ctsg]i[ao]|geo[nu]")


def _guess(word: str) -> int:
    """Syllables of a word in lower case: its groups of vowels, less silent ones, more where two are said."""
    groups = len(_VOWELS.findall(word)) - len(_SILENT.findall(word))
    return max(groups + len(_APART.findall(word)) - len(_TOGETHER.findall(word)), 1)


def _spell(letters: str) -> int:
    """Syllables of letters read one by one."""
    return sum(3 if letter == "w" else 1 for letter in letters)


_SMALL = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)  # zero, one, ... nineteen
_SCALES = ((10**12, 2), (10**9, 2), (10**6, 2), (1000, 2), (100, 2))  # trillion, ... hundred
_SIGNS = {"$": 2, "€": 2, "£": 1, "¥": 1, "%": 2, "k": 2, "m": 2, "bn": 2, "b": 2, "tn": 2, "t": 2, "pm": 2}
_SIGNS |= {"am": 2, "s": 0, "st": 0, "nd": 1, "rd": 0, "th": 0}  # "1990s", "22nd"
_SPOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+(?:'s)?|[$€£¥%]")
_INITIALS = re.compile(r"((?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W\d_](?:\.[^\W\d_])+)\.?(?:'s|s)?")


def _say_number(number: int) -> int:
    """Syllables of a whole number."""
    if number < 20:
        return _SMALL[number]
    for size, syllables in _SCALES:
        if number >= size:
            rest = number % size
            return _say_number(number // size) + syllables + (_say_number(rest) if rest else 0)
    return (3 if number // 10 == 7 else 2) + (_SMALL[number % 10] if number % 10 else 0)


def _say_digits(digits: str) -> int:
    """Syllables of digits: a year by its halves, decimals one by one, else as a whole number."""
    whole, _, decimals = digits.partition(".")
    number = int(whole.replace(",", "")) if len(whole) < 20 else 0
    if len(whole) == 4 and not decimals and (1100 <= number < 2000 or 2010 <= number < 2100):
        return _say_number(number // 100) + (_say_number(number % 100) if number % 100 else 2)
    said = _say_number(number) if len(whole) < 20 else sum(_SMALL[int(d)] for d in whole if d != ",")
    return said + (1 + sum(_SMALL[int(d)] for d in decimals) if decimals else 0)


def _say(part: str) -> int | None:
    """Syllables of what is not said as it is written: numbers, initials, compounds; None for other words."""
    if any(char.isdecimal() for char in part):
        said = 0
        for piece in _SPOKEN.findall(part.lower()):
            if piece[0].isdecimal():
                said += _say_digits(piece)
            else:
                said += _SIGNS[piece] if piece in _SIGNS else count_syllables(piece)
        return said
    initials = _INITIALS.fullmatch(part.strip(_EDGES.replace(".", "")))
    if initials:
        return _spell(initials[1].lower().replace(".", ""))
    pieces = [piece for piece in re.split(r"[-‐‑–]", part) if strip_marks(piece)]
    if len(pieces) > 1 and all(is_listed(piece.strip(_EDGES)) for piece in pieces):
        return sum(count_syllables(piece.strip(_EDGES)) for piece in pieces)
    return None


_ENDINGS = (
    ("'s", ""), ("s'", "s"), ("s", ""), ("es", ""), ("ies", "y"),
    ("ed", ""), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e"), ("n", ""),
    ("er", ""), ("r", ""), ("ier", "y"), ("est", ""), ("st", ""), ("iest", "y"), ("ly", ""),
)  # fmt: skip
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1(?:ed|ing|er|est)$")


def is_familiar(word: str) -> bool:
    """Tell whether fourth-graders know a word by the rules of Dale & Chall (1948).

    It is on their list, or it is a regular plural, possessive, form of a verb or comparison of such a word,
    or an adverb that adds "-ly" to one. By its form alone "burner" is a comparative, too.

    >>> is_familiar("armies"), is_familiar("stopped"), is_familiar("negotiated")
    (True, True, False)
    """
    easy, word = _table()[1], word.lower()
    if word in easy or ((doubled := _DOUBLED.search(word)) and word[: doubled.start() + 1] in easy):
        return True
    return any(word.endswith(end) and word[: -len(end)] + instead in easy for end, instead in _ENDINGS)


def _is_complex(lower: str, beats: int, pieces: list[str]) -> bool:
    """Whether Gunning counts a word that is no name and no number."""
    short_parts = len(pieces) > 1 and all(count_syllables(piece) < 3 for piece in pieces)
    stems = (lower[:-1], lower[:-2]) if lower.endswith(("ed", "es")) else ()
    by_ending = beats == 3 and 2 in map(count_syllables, stems)
    return beats >= 3 and not short_parts and not by_ending


def count_word(
    word: str, characters: int | None = None, beats: int | None = None, part: str = "", name: bool = False
) -> WordCounts:
    """Count one word that `strip_marks` has cleaned.

    Parameters
    ----------
    word : str
    characters : int, optional
        How many it took in the text.
    beats : int, optional
        Its syllables, where it is not said as it is written.
    part : str, optional
        The word with its marks, which show what a compound is made of.
    name : bool
        Whether it is somebody's or something's name.
    """
    lower = word.lower()
    beats = count_syllables(word) if beats is None else beats
    letters = len(word) - word.count("'")
    listed = lower in _table()[1]
    number = any(char.isdecimal() for char in word)
    pieces = [piece for piece in map(strip_marks, re.split(r"[-‐‑–]", part)) if piece] or [word]
    known = name or number
    return WordCounts(
        words=1,
        tokens=1,
        characters=len(word) if characters is None else characters,
        letters=letters,
        syllables=beats,
        plain=int(0 < beats < 3),
        polysyllables=int(beats >= 3),
        complex=int(not known and _is_complex(lower, beats, pieces)),
        difficult=int(not (known or listed or all(map(is_familiar, pieces)))),
        unlisted=int(not listed),
        unlisted_long=int(not listed and not number and beats >= 3),
        long=int(letters > 6),
        mini=int(letters <= 3),
    )


@functools.lru_cache(maxsize=1 << 16)
def count_stretch(token: str, opens: bool = False) -> WordCounts:
    """Count a stretch of text between two blanks.

    A word is what is left of such a stretch when its marks are dropped: "U.S." and "step-by-step" are one
    word each, and so is "didn't", however its apostrophe is drawn. Dashes, "..." and a slash
    between two words separate them. Quotation marks at a word's edge are never part of it. A web or mail
    address is no word, invisible characters are none, and a ligature ("ﬁ") is its letters; textstat counts
    all three as they stand.

    A word with a capital is a name, unless it `opens` a sentence or stands at the head of a quotation.
    """
    if not token.isascii():
        token = fold_text(token)[0]
    word = token.strip(_EDGES)
    name = word[:1].isupper() and not opens and token[0] not in _QUOTES
    if word.isalpha():  # nothing inside to look at: nine of ten
        return count_word(word, len(token), name=name)
    if ADDRESS.match(token):
        return WordCounts()
    parts = [(part, strip_marks(part).lstrip("'")) for part in _BREAKS.split(token.translate(_APOSTROPHES))]
    counts = [
        count_word(word, len(token), _say(part), part, name and word[0].isupper())
        for part, word in parts
        if word
    ]
    if len(counts) == 1:
        return counts[0]
    counts = counts or [WordCounts(tokens=int(bool(token)))]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    return WordCounts(*sums)._replace(characters=len(token))
