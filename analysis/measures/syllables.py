"""What a readability formula asks of one word: its syllables, its letters, whether readers know it.

Every answer equals textstat 0.7.8's answer for the same word. The table `lexicons/readability.csv` holds
what textstat looks up (the CMU Pronouncing Dictionary and its list of easy words), because reading it takes
a hundredth of the time that textstat takes to load them; `training/tabulate_readability.py` writes it anew.
"""

import functools
import re
from pathlib import Path
from typing import NamedTuple

from analysis.offsets import fold_text

TABLE = Path(__file__).parents[1] / "lexicons" / "readability.csv"

# textstat keeps an apostrophe only before the endings of English contractions, and only in lower case.
_LONE_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_MARKS = re.compile(r"[^\w\s']")
# Dashes, dots of omission, and a slash between letters: what stands on their two sides is two words.
_BREAKS = re.compile(r"[—–―…]|--+|\.{2,}|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_ADDRESS = re.compile(r"\W*(?:https?://|www\.|[\w.+-]+@[\w-]+\.\w|(?:[\w-]+\.)+[a-z]{2,}/)", re.IGNORECASE)
_EDGES = ".,;:!?\"'“”‘’()[]—–…"  # among what either of these drops
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
        Words of three or more syllables that are not on the list of easy words.
    difficult : int
        Words that are not on the list of easy words.
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


@functools.cache
def _hyphenation():
    import pyphen

    return pyphen.Pyphen(lang="en_US")


def strip_marks(token: str) -> str:
    """Return a word without its marks, as textstat sees it."""
    return _MARKS.sub("", _LONE_APOSTROPHE.sub("", token))


def count_syllables(word: str) -> int:
    """Syllables of one word: the dictionary's first pronunciation, or hyphenation points plus one."""
    word = strip_marks(word).lower()
    known = _table()[0].get(word)
    return len(_hyphenation().positions(word)) + 1 if known is None else known


def count_word(word: str, characters: int | None = None) -> WordCounts:
    """Counts of one word that `strip_marks` has cleaned, and that took so many `characters` in the text."""
    known, easy = _table()
    lower = word.lower()
    beats = known.get(lower)
    if beats is None:
        beats = count_syllables(word)
    letters = len(word) - word.count("'")
    hard = lower not in easy
    return WordCounts(
        1,
        1,
        len(word) if characters is None else characters,
        letters,
        beats,
        1 if 0 < beats < 3 else 0,
        1 if beats >= 3 else 0,
        # lower case may bring a mark ("İ"), which textstat then cleans away
        1 if hard and (beats if lower.isascii() else count_syllables(lower)) >= 3 else 0,
        1 if hard else 0,
        1 if letters > 6 else 0,
        1 if letters <= 3 else 0,
    )


@functools.lru_cache(maxsize=1 << 16)
def count_stretch(token: str) -> WordCounts:
    """Counts of a stretch of text between two blanks.

    A word is what is left of such a stretch when its marks are dropped: "U.S." and "step-by-step" are one
    word each, and so is "didn't", however its apostrophe is drawn. Dashes, "..." and a slash
    between two words separate them. Quotation marks at a word's edge are never part of it. A web or mail
    address is no word, invisible characters are none, and a ligature ("ﬁ") is its letters; textstat counts
    all three as they stand.
    """
    if not token.isascii():
        token = fold_text(token)[0]
    if _ADDRESS.match(token):
        return WordCounts()
    word = token.strip(_EDGES)
    if word.isalnum():  # nothing inside to look at: nine of ten
        return count_word(word, len(token))
    words = [strip_marks(part).lstrip("'") for part in _BREAKS.split(token.translate(_APOSTROPHES))]
    found = [count_word(word, len(token)) for word in words if word]
    if len(found) == 1:
        return found[0]
    found = found or [WordCounts(tokens=int(bool(token)))]
    sums = [sum(column) for column in zip(*found, strict=True)]
    return WordCounts(*sums[:2], len(token), *sums[3:])
