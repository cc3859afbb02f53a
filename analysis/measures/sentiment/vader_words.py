"""What VADER knows of single words and emojis, read from the installed package once per process."""

from __future__ import annotations

import string
from functools import cache
from typing import NamedTuple

from vaderSentiment import vaderSentiment as package


class Word(NamedTuple):
    """What VADER knows of one white-space separated word, wherever it stands."""

    lower: str
    capital: bool  # written in capitals
    valence: float | None  # None where the lexicon lacks it
    booster: float  # 0.0 where it is none
    negates: bool
    scored: bool  # may carry valence: in the lexicon and no booster
    shifts: bool  # may change the valence of a word nearby


class Lexicon(NamedTuple):
    """The package's tables; `emojis` maps single characters to their descriptions."""

    valences: dict[str, float]
    emojis: dict[str, str]


@cache
def lexicon() -> Lexicon:
    """Read the package's lexicon and emoji table, once per process."""
    analyzer = package.SentimentIntensityAnalyzer()
    emojis = {char: text for char, text in analyzer.emojis.items() if len(char) == 1}
    return Lexicon(analyzer.lexicon, emojis)


_NEGATE = frozenset(package.NEGATE)
_PHRASES = [phrase.split() for phrase in (*package.SPECIAL_CASES, *package.BOOSTER_DICT) if " " in phrase]
# A phrase cannot be there without its longest word, so only that word needs watching.
_SHIFTING = {max(words, key=len) for words in _PHRASES} | {"no", "least", "so", "this", "doubt"}
_NAMED = {*_NEGATE, *package.BOOSTER_DICT, *_SHIFTING, "or", "nor", "at", "very", "but"}.union(*_PHRASES)
_DULL = {capital: Word("", capital, None, 0.0, False, False, False) for capital in (False, True)}


class Vocabulary(dict):
    """White-space separated token -> `Word`, made at first sight; keep one per batch of texts."""

    def __init__(self):
        self.valences = lexicon().valences

    def __missing__(self, token: str) -> Word:
        stripped = token.strip(string.punctuation)
        word = stripped if len(stripped) > 2 else token
        lower = word.lower()
        self[token] = found = self._word(word, lower) if self._matters(lower) else _DULL[word.isupper()]
        return found

    def _matters(self, lower: str) -> bool:
        """Tell whether any rule looks at this word; most words are alike to all rules."""
        return lower in self.valences or lower in _NAMED or "n't" in lower

    def _word(self, word: str, lower: str) -> Word:
        valence, booster = self.valences.get(lower), package.BOOSTER_DICT.get(lower)
        negates = lower in _NEGATE or "n't" in lower
        return Word(
            lower,
            word.isupper(),
            valence,
            booster or 0.0,
            negates,
            valence is not None and booster is None,
            negates or booster is not None or lower in _SHIFTING,
        )


def spell_emojis(text: str) -> str:
    """Replace emojis by their descriptions, set off by a space, as the package does."""
    if text.isascii() or lexicon().emojis.keys().isdisjoint(text):
        return text
    return "".join(spelled(text))


def spelled(text: str) -> list[str]:
    """What each character of `text` becomes."""
    emojis, out, spaced = lexicon().emojis, [], True
    for char in text:
        description = emojis.get(char)
        if description is None:
            out.append(char)
        else:
            out.append(description if spaced else f" {description}")
        spaced = char == " "
    return out
