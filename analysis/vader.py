"""VADER, word for word the scores of `vaderSentiment`, in a fraction of its time.

The lexicon, the modifiers and their constants are read from the installed package; only the loop over
words is written anew. What a word is (its valence, a booster, a negation) is looked up once per
distinct word instead of once per occurrence, and the rules run only where a sentence has a lexicon
word. The order of floating-point operations is the package's own, so the values are equal, not close.

Hutto, C. J., & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of
social media text. ICWSM-14.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import cache
from math import fabs, sqrt
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


class Score(NamedTuple):
    """VADER's values for one text.

    `compound` runs from -1 (most negative) to 1; `pos`, `neu`, `neg` are shares of the text that sum to 1
    (all 0 for an empty text). `hits` are pairs of word number and valence after VADER's rules.
    """

    compound: float
    pos: float
    neu: float
    neg: float
    hits: tuple[tuple[int, float], ...]


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


class Vocabulary(dict):
    """White-space separated token -> `Word`, made at first sight; keep one per batch of texts."""

    def __missing__(self, token: str) -> Word:
        stripped = token.strip(string.punctuation)
        word = stripped if len(stripped) > 2 else token
        lower = word.lower()
        valence = lexicon().valences.get(lower)
        booster = package.BOOSTER_DICT.get(lower)
        self[token] = found = Word(
            lower,
            word.isupper(),
            valence,
            booster or 0.0,
            lower in _NEGATE or "n't" in lower,
            valence is not None and booster is None,
        )
        return found


_NEGATE = frozenset(package.NEGATE)
_SPECIAL = package.SPECIAL_CASES
_PAIR_BOOSTERS = {phrase: step for phrase, step in package.BOOSTER_DICT.items() if " " in phrase}
_N, _C = package.N_SCALAR, package.C_INCR
_PHRASE_WORDS = frozenset(word for phrase in (*_SPECIAL, *_PAIR_BOOSTERS) for word in phrase.split())


def scores(texts: Iterable[str]) -> list[Score]:
    """Score each text as `SentimentIntensityAnalyzer().polarity_scores` would.

    Parameters
    ----------
    texts : iterable of str
        Sentences. The compound score saturates: it grows with the length of the text, so longer texts
        should be split into sentences and averaged.

    Returns
    -------
    list of Score
        In the order of `texts`.
    """
    vocabulary = Vocabulary()
    return [score(text, vocabulary) for text in texts]


def score(text: str, vocabulary: Vocabulary) -> Score:
    """Score one text; `vocabulary` remembers the words between calls."""
    if not text.isascii():
        text = spell_emojis(text)
    words = [vocabulary[token] for token in text.split()]
    if not words:
        return Score(0.0, 0.0, 0.0, 0.0, ())
    places = [place for place, word in enumerate(words) if word.scored]
    if not places:
        return Score(0.0, 0.0, 1.0, 0.0, ())
    capitals = sum(word.capital for word in words)
    emphatic = 0 < capitals < len(words)
    values = [_valence(words, place, emphatic) for place in places]
    _weigh_but(words, places, values)
    return _total(text, len(words), places, values)


def spell_emojis(text: str) -> str:
    """Replace emojis by their descriptions, set off by a space, as the package does."""
    if lexicon().emojis.keys().isdisjoint(text):
        return text
    return "".join(_spelled(text))


def _spelled(text: str) -> list[str]:
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


def spans(text: str, vocabulary: Vocabulary) -> list[tuple[int, int, int, float]]:
    """Say where in `text` the scored words stand.

    Returns
    -------
    list of tuple
        Word number, start, end (without the punctuation around it), and valence after VADER's rules.
        An emoji is found by the words of its description.
    """
    found = score(text, vocabulary).hits
    if not found:
        return []
    pieces = _spelled(text)
    spelled = "".join(pieces)
    source = [at for at, piece in enumerate(pieces) for _ in piece]
    ends = [_bare(match) for match in re.finditer(r"\S+", spelled)]
    return [
        (place, source[ends[place][0]], source[ends[place][1] - 1] + 1, valence) for place, valence in found
    ]


def _bare(match: re.Match) -> tuple[int, int]:
    """Where a token begins and ends without punctuation; an emoticon keeps it."""
    token = match.group()
    if len(token.strip(string.punctuation)) <= 2 and token.lower() in lexicon().valences:
        return match.span()
    left = len(token) - len(token.lstrip(string.punctuation))
    right = len(token.rstrip(string.punctuation))
    return (match.start() + left, match.start() + right) if left < right else match.span()


def _valence(words: list[Word], i: int, emphatic: bool) -> float:
    """Valence of the lexicon word at `i` after capitals, boosters, negations and idioms."""
    word = words[i]
    valence = word.valence
    before = [words[j].lower for j in range(max(0, i - 3), i)]
    after = words[i + 1] if i + 1 < len(words) else None
    if after is not None and word.lower == "kind" and after.lower == "of":
        return 0.0
    if after is not None and word.lower == "no" and after.valence is not None:
        valence = 0.0
    if "no" in before[-2:] or (before[:-2] == ["no"] and before[-1] in ("or", "nor")):
        valence = word.valence * _N
    if emphatic and word.capital:
        valence = valence + _C if valence > 0 else valence - _C
    for distance in range(1, len(before) + 1):
        other = words[i - distance]
        if other.valence is None:
            valence += _boost(other, valence, emphatic) * (1.0, 0.95, 0.9)[distance - 1]
            valence *= _negation(before, distance, other)
            if distance == 3:
                valence = _idiom(words, i, valence)
    if before[-1:] == ["least"] and before[-2:-1] not in (["at"], ["very"]):
        valence *= _N
    return valence


def _boost(word: Word, valence: float, emphatic: bool) -> float:
    """What a booster or dampener before the lexicon word adds."""
    if not word.booster:
        return 0.0
    step = -word.booster if valence < 0 else word.booster
    if emphatic and word.capital:
        step = step + _C if valence > 0 else step - _C
    return step


def _negation(before: list[str], distance: int, word: Word) -> float:
    """Factor by which the word `distance` places before changes the valence."""
    if distance == 2:
        if before[-2] == "never" and before[-1] in ("so", "this"):
            return 1.25
        if before[-2] == "without" and before[-1] == "doubt":
            return 1.0
    elif distance == 3:
        # The package's own precedence: "so" or "this" right before counts with or without "never".
        if (before[-3] == "never" and before[-2] in ("so", "this")) or before[-1] in ("so", "this"):
            return 1.25
        if before[-3] == "without" and "doubt" in before[-2:]:
            return 1.0
    return _N if word.negates else 1.0


def _idiom(words: list[Word], i: int, valence: float) -> float:
    """Apply fixed phrases such as 'kiss of death' and two-word dampeners such as 'sort of'."""
    near = [word.lower for word in words[i - 3 : i + 3]]
    if _PHRASE_WORDS.isdisjoint(near):
        return valence
    three, two, one, zero = near[:4]
    threetwoone, threetwo, twoone = f"{three} {two} {one}", f"{three} {two}", f"{two} {one}"
    for phrase in (f"{one} {zero}", f"{two} {one} {zero}", twoone, threetwoone, threetwo):
        if phrase in _SPECIAL:
            valence = _SPECIAL[phrase]
            break
    for phrase in (" ".join(near[3:5]), " ".join(near[3:6])):
        if " " in phrase:
            valence = _SPECIAL.get(phrase, valence)
    for phrase in (threetwoone, threetwo, twoone):
        valence += _PAIR_BOOSTERS.get(phrase, 0.0)
    return valence


def _weigh_but(words: list[Word], places: list[int], values: list[float]) -> None:
    """Halve what stands before the first 'but' and raise by half what follows, in place.

    The package finds each value by its first equal in the list; where two are equal it therefore weighs
    the first again and leaves the second. That is kept: the scores are to be the package's.
    """
    turn = next((place for place, word in enumerate(words) if word.lower == "but"), None)
    if turn is None:
        return
    for k in range(len(values)):
        first = values.index(values[k])
        if places[first] != turn:
            values[first] *= 0.5 if places[first] < turn else 1.5


def _total(text: str, size: int, places: list[int], values: list[float]) -> Score:
    """Sum the valences, add the emphasis of '!' and '?', and normalise."""
    marks, questions = min(text.count("!"), 4) * 0.292, text.count("?")
    emphasis = marks + (0 if questions < 2 else questions * 0.18 if questions <= 3 else 0.96)
    total = float(sum(values))
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    positive, negative, neutral = 0.0, 0.0, size - len(values)
    for value in values:
        if value > 0:
            positive += value + 1  # the package's compensation for neutral words, which count 1
        elif value < 0:
            negative += value - 1
        else:
            neutral += 1
    if positive > fabs(negative):
        positive += emphasis
    elif positive < fabs(negative):
        negative -= emphasis
    whole = positive + fabs(negative) + neutral
    return Score(
        round(max(-1.0, min(1.0, total / sqrt(total * total + 15))), 4),
        round(fabs(positive / whole), 3),
        round(fabs(neutral / whole), 3),
        round(fabs(negative / whole), 3),
        tuple(zip(places, values, strict=True)),
    )
