"""VADER as its authors' package computes it of text with typewriter marks, and the words behind each score.

The package knows no typographer's marks: it reads "wasn’t happy" as happy and overlooks “terrible”. A third
of the sentences of newspapers have such marks, so they are straightened first.

Hutto, C. J., & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of
social media text. ICWSM-14.
"""

import re
import string
from functools import cache, lru_cache
from typing import NamedTuple

from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentimentIntensityAnalyzer, SentiText

_STRETCH = re.compile(r"\S+")
_TYPED = {
    **dict.fromkeys("‘’‚‛ʼ`´", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‐‑–", "-"),
    **dict.fromkeys("—―", " - "),
    "…": "... ",
}
_TYPOGRAPHY = re.compile(f"[{''.join(_TYPED)}]")


class Tone(NamedTuple):
    """VADER's values for one text: `compound` from -1 (most negative) to 1, how many words were `scored`.

    `valences` has one entry per stretch between blanks, after negation, degree and "but"; mostly 0.
    """

    compound: float
    scored: int
    valences: list[float]


class _Recorder(SentimentIntensityAnalyzer):
    """The package's analyzer, which also hands out what it made its scores from."""

    def score_valence(self, sentiments, text):
        return super().score_valence(sentiments, text) | {"valences": sentiments, "text": text}


@cache
def _analyzer() -> _Recorder:
    return _Recorder()  # reads two files, so once per process


def read_valences() -> dict[str, float]:
    """Read the package's lexicon: word in lower case, or emoticon -> valence (-4 to 4)."""
    return _analyzer().lexicon


def straighten_marks(text: str) -> str:
    """Write typographer's quotation marks, apostrophes, dashes and dots as a typewriter does.

    >>> straighten_marks("It was “terrible”—really…")
    'It was "terrible" - really... '
    """
    return _TYPOGRAPHY.sub(lambda mark: _TYPED[mark[0]], text)


@lru_cache(maxsize=1 << 14)  # counts and hits ask for the same sentences
def score_tone(text: str) -> Tone:
    """Score one sentence, its marks straightened.

    The compound score saturates on longer texts, so average those over sentences.
    """
    found = _analyzer().polarity_scores(straighten_marks(text))
    words = [word.lower() for word in SentiText(found["text"]).words_and_emoticons]
    scored = sum(word in _analyzer().lexicon and word not in BOOSTER_DICT for word in words)
    return Tone(found["compound"], scored, found["valences"])


def locate_words(text: str) -> list[tuple[int, int, int, float]]:
    """Say where in `text` the words stand that VADER scored other than 0.

    Returns
    -------
    list of tuple
        Word number, start, end (without the punctuation around it), and valence after VADER's rules.
        An emoji is found by the words of its description, and stands where it stands.
    """
    valences = score_tone(text).valences
    if not any(valences):
        return []
    spelled, source = _spell(text)
    places = []
    for number, (match, valence) in enumerate(zip(_STRETCH.finditer(spelled), valences, strict=True)):
        if valence:
            start, end = _bare(match)
            places.append((number, source[start], source[end - 1] + 1, valence))
    return places


def _spell(text: str) -> tuple[str, list[int]]:
    """Straighten marks, replace emojis by descriptions as the package does; say whence each character is."""
    pieces, source, blank = [], [], True
    for at, char in enumerate(text):
        for typed in _TYPED.get(char, char):
            piece = _analyzer().emojis.get(typed, typed)
            if piece != typed and not blank:
                piece = f" {piece}"
            pieces.append(piece)
            source += [at] * len(piece)
            blank = typed == " "
    return "".join(pieces), source


def _bare(match: re.Match) -> tuple[int, int]:
    """Where a stretch begins and ends without punctuation; an emoticon keeps it."""
    token = match[0]
    bare = token.strip(string.punctuation)
    if not bare or (len(bare) <= 2 and token.lower() in _analyzer().lexicon):
        return match.span()
    start = match.start() + token.index(bare)
    return start, start + len(bare)
