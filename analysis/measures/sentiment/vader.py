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
from math import fabs, sqrt
from typing import NamedTuple

from analysis.measures.sentiment.vader_words import Vocabulary, Word, lexicon, package, spell_emojis, spelled

_SPECIAL = package.SPECIAL_CASES
_PAIR_BOOSTERS = {phrase: step for phrase, step in package.BOOSTER_DICT.items() if " " in phrase}
_WORD = re.compile(r"\S+")
_N, _C = package.N_SCALAR, package.C_INCR


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


def compounds(texts: Iterable[str]) -> tuple[list[float], list[int]]:
    """Return each text's compound score and how many of its words were scored; faster than `scores`."""
    vocabulary = Vocabulary()
    compound, scored = [], []
    for text in texts:
        text = spell_emojis(text)
        _, places, values = _values(text, vocabulary)
        compound.append(_compound(sum(values), text) if places else 0.0)
        scored.append(len(places))
    return compound, scored


def score(text: str, vocabulary: Vocabulary) -> Score:
    """Score one text; `vocabulary` remembers the words between calls."""
    text = spell_emojis(text)
    size, places, values = _values(text, vocabulary)
    if not size:
        return Score(0.0, 0.0, 0.0, 0.0, ())
    shares = _shares(values, size - len(values), _emphasis(text))
    return Score(_compound(sum(values), text), *shares, tuple(zip(places, values, strict=True)))


def _values(text: str, vocabulary: Vocabulary) -> tuple[int, list[int], list[float]]:
    """Number of words, and where the scored ones are with their valences after all rules."""
    words = list(map(vocabulary.__getitem__, text.split()))
    places = [place for place, word in enumerate(words) if word.scored]
    values = [_valence(words, place) for place in places]
    if places and "but" in text.lower():
        _weigh_but(words, places, values)
    return len(words), places, values


def _capitals_stand_out(words: list[Word]) -> bool:
    """Tell whether some words, but not all, are in capitals."""
    return 0 < sum(word.capital for word in words) < len(words)


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
    whole = spell_emojis(text)
    words = list(_WORD.finditer(whole))
    ends = [(place, *_bare(words[place]), valence) for place, valence in found]
    if whole == text:
        return ends
    source = [at for at, piece in enumerate(spelled(text)) for _ in piece]
    return [(place, source[start], source[end - 1] + 1, valence) for place, start, end, valence in ends]


def _bare(match: re.Match) -> tuple[int, int]:
    """Where a token begins and ends without punctuation; an emoticon keeps it."""
    token = match.group()
    if len(token.strip(string.punctuation)) <= 2 and token.lower() in lexicon().valences:
        return match.span()
    left = len(token) - len(token.lstrip(string.punctuation))
    right = len(token.rstrip(string.punctuation))
    return (match.start() + left, match.start() + right) if left < right else match.span()


def _valence(words: list[Word], i: int) -> float:
    """Valence of the lexicon word at `i` after capitals, boosters, negations and idioms."""
    word = words[i]
    if not any([other.shifts for other in words[i - 3 if i > 3 else 0 : i + 3]]):
        return _emphasised(word.valence, word, words)
    valence = word.valence
    before = [words[j].lower for j in range(max(0, i - 3), i)]
    after = words[i + 1] if i + 1 < len(words) else None
    if after is not None and word.lower == "kind" and after.lower == "of":
        return 0.0
    if after is not None and word.lower == "no" and after.valence is not None:
        valence = 0.0
    if "no" in before[-2:] or (before[:-2] == ["no"] and before[-1] in ("or", "nor")):
        valence = word.valence * _N
    valence = _emphasised(valence, word, words)
    for distance in range(1, len(before) + 1):
        other = words[i - distance]
        if other.valence is None:
            valence += _boost(other, valence, words) * (1.0, 0.95, 0.9)[distance - 1]
            valence *= _negation(before, distance, other)
            if distance == 3:
                valence = _idiom(words, i, valence)
    if before[-1:] == ["least"] and before[-2:-1] not in (["at"], ["very"]):
        valence *= _N
    return valence


def _emphasised(valence: float, word: Word, words: list[Word]) -> float:
    """Move the valence outward where the word's capitals stand out."""
    if not word.capital or not _capitals_stand_out(words):
        return valence
    return valence + _C if valence > 0 else valence - _C


def _boost(word: Word, valence: float, words: list[Word]) -> float:
    """What a booster or dampener before the lexicon word adds."""
    if not word.booster:
        return 0.0
    step = -word.booster if valence < 0 else word.booster
    if word.capital and _capitals_stand_out(words):
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


def _emphasis(text: str) -> float:
    """What '!' and '?' in the text add to the sum of its valences."""
    questions = text.count("?")
    asked = 0 if questions < 2 else questions * 0.18 if questions <= 3 else 0.96
    return min(text.count("!"), 4) * 0.292 + asked


def _compound(total: float, text: str) -> float:
    """Add the text's emphasis to the sum of valences and squash it into -1 to 1."""
    emphasis = _emphasis(text)
    total = total + emphasis if total > 0 else total - emphasis if total < 0 else float(total)
    return round(max(-1.0, min(1.0, total / sqrt(total * total + 15))), 4)


def _shares(values: list[float], neutral: int, emphasis: float) -> tuple[float, float, float]:
    """Positive, neutral and negative share; a neutral word counts 1, another its valence and 1."""
    positive = _added(value + 1 for value in values if value > 0)
    negative = _added(value - 1 for value in values if value < 0)
    neutral += values.count(0)
    if positive > fabs(negative):
        positive += emphasis
    elif positive < fabs(negative):
        negative -= emphasis
    whole = positive + fabs(negative) + neutral
    return tuple(round(fabs(part / whole), 3) for part in (positive, neutral, negative))


def _added(values: Iterable[float]) -> float:
    """Add one by one, as the package does here; `sum` rounds differently from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total
