"""How hard a text is to read: published formulas and their consensus, from counts per sentence.

Each formula is a function of summed counts, as its paper has it. textstat 0.7.8 departs from the papers in
three of them; with its variants (`score_like_textstat`) and its own counts every one equals it to the last
bit. Where textstat answers 0.0 for want of words, the answer here is NaN.

Scores of two texts may be compared; none of them knows whether a text is well written or true. They were
fitted on schoolbooks and manuals of the last century, in passages of 100 words and more.
"""

import re
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from analysis import offsets
from analysis.measures.registry import Measure
from analysis.measures.syllables import WordCounts, count_stretch

Number = float | np.ndarray
Counts = Mapping[str, Number]
COLUMNS = ("sentences", *WordCounts._fields)


def flesch_reading_ease(c: Counts) -> Number:
    """Flesch reading ease: higher is easier, about 0 to 100 (60 to 70 is plain English).

    206.835 - 1.015 words/sentence - 84.6 syllables/word.
    Flesch, R. (1948). A new readability yardstick. Journal of Applied Psychology, 32(3). doi:10.1037/h0057532
    """
    return 206.835 - 1.015 * (c["words"] / c["sentences"]) - 84.6 * (c["syllables"] / c["words"])


def flesch_kincaid_grade(c: Counts) -> Number:
    """Flesch-Kincaid grade: US school year, higher is harder.

    0.39 words/sentence + 11.8 syllables/word - 15.59.
    Kincaid, J. P., Fishburne, R. P., Rogers, R. L. & Chissom, B. S. (1975). Derivation of new readability
    formulas for Navy enlisted personnel. Research Branch Report 8-75. doi:10.21236/ADA006655
    """
    return 0.39 * (c["words"] / c["sentences"]) + 11.8 * (c["syllables"] / c["words"]) - 15.59


def gunning_fog(c: Counts) -> Number:
    """Gunning fog index: years of schooling, higher is harder.

    0.4 (words/sentence + 100 complex words/word). Complex: three or more syllables; names, compounds of short
    words joined by a hyphen, and forms that "-ed" or "-es" makes so long are none.
    Gunning, R. (1952). The technique of clear writing. McGraw-Hill.
    """
    return 0.4 * (c["words"] / c["sentences"] + 100 * c["complex"] / c["words"])


def smog_index(c: Counts) -> Number:
    """SMOG grade: US school year needed to understand all of it, higher is harder.

    1.043 sqrt(30 polysyllables/sentence) + 3.1291. Made for 30 sentences: see `list_cautions`.
    McLaughlin, G. H. (1969). SMOG grading: a new readability formula. Journal of Reading, 12(8), 639-646.
    """
    # float_power is what Python's own ** computes; NumPy's ** differs in the last bit
    return 1.043 * np.float_power(30 * (c["polysyllables"] / c["sentences"]), 0.5) + 3.1291


def coleman_liau_index(c: Counts) -> Number:
    """Coleman-Liau index: US school year, higher is harder.

    0.0588 L - 0.296 S - 15.8; L letters and S sentences per 100 words.
    Coleman, M. & Liau, T. L. (1975). A computer readability formula designed for machine scoring. Journal of
    Applied Psychology, 60(2). doi:10.1037/h0076540
    """
    letters, sentences = c["letters"] / c["words"] * 100, c["sentences"] / c["words"] * 100
    return 0.0588 * letters - 0.296 * sentences - 15.8


def automated_readability_index(c: Counts) -> Number:
    """Automated readability index: US school year, higher is harder.

    4.71 characters/token + 0.5 words/sentence - 21.43. Marks are characters, as they were typewriter strokes.
    Smith, E. A. & Senter, R. J. (1967). Automated readability index. AMRL-TR-66-220, Wright-Patterson AFB.
    """
    return 4.71 * (c["characters"] / c["tokens"]) + 0.5 * (c["words"] / c["sentences"]) - 21.43


def dale_chall_readability_score(c: Counts) -> Number:
    """Dale-Chall score: below 5 easy, 10 and above for graduates; higher is harder, but not a school year.

    0.1579 p + 0.0496 words/sentence, + 3.6365 if p > 5; p is the percentage of unfamiliar words: not on the
    list of 3,000, nor regular inflections of a word on it, nor names. At a sentence's head a capital tells no
    name, so that a name there counts as unfamiliar.
    Dale, E. & Chall, J. S. (1948). A formula for predicting readability. Educ. Research Bulletin, 27(1).
    """
    percent = 100 * c["difficult"] / c["words"]
    return 0.1579 * percent + 0.0496 * (c["words"] / c["sentences"]) + 3.6365 * (percent > 5)


def lix(c: Counts) -> Number:
    """LIX: below 30 for children's books, above 55 for technical prose; higher is harder.

    words/sentence + percentage of words of more than six letters.
    Björnsson, C. H. (1968). Läsbarhet. Liber. In English: Anderson, J. (1983). Lix and Rix: variations on a
    little-known readability index. Journal of Reading, 26(6), 490-496.
    """
    return c["words"] / c["sentences"] + 100 * c["long"] / c["words"]


def rix(c: Counts) -> Number:
    """RIX: words of more than six letters per sentence; 0.2 is first grade, 7.2 college; higher is harder.

    Anderson, J. (1983), as for `lix`.
    """
    return c["long"] / c["sentences"]


def linsear_write(c: Counts) -> Number:
    """Linsear Write: US school year, higher is harder.

    With r = (words of one or two syllables + 3 polysyllables)/sentence: r/2 if r > 20, else (r - 2)/2.
    O'Hayre counted 100 words; here, as in textstat with `strict_upper=False`, the whole text counts.
    O'Hayre, J. (1966). Gobbledygook has gotta go. US Bureau of Land Management.
    """
    rate = (c["plain"] + c["polysyllables"] * 3) / c["sentences"]
    return (rate - 2 * (rate <= 20)) / 2


def mcalpine_eflaw(c: Counts) -> Number:
    """McAlpine EFLAW: up to 20 very easy for readers of English as a foreign language, above 30 confusing.

    (words + words of at most three letters)/sentence; higher is harder.
    McAlpine, R. (2006). From plain English to global English. webpagecontent.com
    """
    return (c["words"] + c["mini"]) / c["sentences"]


def textstat_gunning_fog(c: Counts) -> Number:
    """Gunning fog as textstat has it: complex is what has three or more syllables and is on no list."""
    return 0.4 * (c["words"] / c["sentences"] + 100 * c["unlisted_long"] / c["words"])


def textstat_coleman_liau_index(c: Counts) -> Number:
    """Coleman-Liau as textstat has it, with 0.058 for 0.0588: about 0.4 lower for every text alike."""
    letters, sentences = c["letters"] / c["words"] * 100, c["sentences"] / c["words"] * 100
    return 0.058 * letters - 0.296 * sentences - 15.8


def textstat_dale_chall_readability_score(c: Counts) -> Number:
    """Dale-Chall as textstat has it: names and inflected forms count as unfamiliar; about 2 higher."""
    percent = 100 * c["unlisted"] / c["words"]
    return 0.1579 * percent + 0.0496 * (c["words"] / c["sentences"]) + 3.6365 * (percent > 5)


FORMULAS = (
    (flesch_reading_ease, "Flesch reading ease (0 to 100, higher is easier)"),
    (flesch_kincaid_grade, "Flesch-Kincaid grade (US school year, higher is harder)"),
    (gunning_fog, "Gunning fog (years of schooling, higher is harder)"),
    (smog_index, "SMOG grade (US school year, higher is harder)"),
    (coleman_liau_index, "Coleman-Liau (US school year, higher is harder)"),
    (automated_readability_index, "Automated readability index (US school year, higher is harder)"),
    (dale_chall_readability_score, "Dale-Chall score (below 5 easy, 10 graduate; higher is harder)"),
    (lix, "LIX (words per sentence + % long words, higher is harder)"),
    (rix, "RIX (long words per sentence, higher is harder)"),
    (linsear_write, "Linsear Write (US school year, higher is harder)"),
    (mcalpine_eflaw, "McAlpine EFLAW (words + short words per sentence, higher is harder)"),
)
LABELS = {
    "consensus_grade": "Consensus grade (median of six, US school year, higher is harder)",
    **{formula.__name__: label for formula, label in FORMULAS},
}
_BY_NAME = {formula.__name__: formula for formula, _ in FORMULAS}
TEXTSTAT = _BY_NAME | {
    "gunning_fog": textstat_gunning_fog,
    "coleman_liau_index": textstat_coleman_liau_index,
    "dale_chall_readability_score": textstat_dale_chall_readability_score,
}
# The formulas whose result is a school year; Dale-Chall, LIX, RIX and EFLAW have scales of their own.
GRADES = (
    "flesch_kincaid_grade",
    "gunning_fog",
    "smog_index",
    "coleman_liau_index",
    "automated_readability_index",
    "linsear_write",
)
_DIVISORS = ("sentences", "words", "tokens", "letters", "syllables")
SMOG_SENTENCES = 30
PASSAGE_WORDS = 100
_STRETCH = re.compile(r"\S+")


def count_readability(sentences: pd.DataFrame) -> pd.DataFrame:
    """Count what the formulas need; additive.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`; only the key and `text` are read.

    Returns
    -------
    DataFrame
        Indexed by `article_id, sentence_id`, one row for every row of `sentences`: `sentences` (1, or 0 for a
        row without a word) and the counts of `syllables.WordCounts`, which says what a word is.
    """
    # Arrow splits and numbers words without making a Python string of each
    split = pc.utf8_split_whitespace(pa.array(sentences["text"], type=pa.large_string()))
    words = split.values.dictionary_encode()
    codes, ends = words.indices.to_numpy(), split.offsets.to_numpy()
    stretches = words.dictionary.to_pylist()
    # a sentence's first word has rows of its own: there a capital tells no name
    first = ends[:-1][ends[:-1] < ends[1:]]
    openers, opener = np.unique(codes[first], return_inverse=True)
    rows = [*map(count_stretch, stretches), *(count_stretch(stretches[code], opens=True) for code in openers)]
    table = np.array(rows, dtype=np.int64).reshape(-1, len(WordCounts._fields))
    codes = codes.astype(np.int64)
    codes[first] = len(stretches) + opener
    # which sentence has which word how often, times the facts of each word
    held = csr_array((np.ones_like(codes), codes, ends), shape=(len(sentences), len(table)))
    values = np.zeros((len(sentences), len(COLUMNS)), dtype=np.int64)
    values[:, 1:] = held @ table
    values[:, 0] = values[:, 1] > 0
    index = pd.MultiIndex.from_frame(sentences[["article_id", "sentence_id"]])
    return pd.DataFrame(values, index=index, columns=list(COLUMNS))


def score_readability(sums: pd.DataFrame) -> pd.DataFrame:
    """Readability of summed counts.

    Parameters
    ----------
    sums : DataFrame
        Sums of rows of `count_readability`, whatever they are summed over.

    Returns
    -------
    DataFrame
        The same index; one column per formula and `consensus_grade`, the median of the six `GRADES`. NaN
        where there is no word.
    """
    return _score(sums, _BY_NAME)


def score_like_textstat(sums: pd.DataFrame) -> pd.DataFrame:
    """Return what `score_readability` does, with textstat's variants of three formulas (`TEXTSTAT`)."""
    return _score(sums, TEXTSTAT)


def _score(sums: pd.DataFrame, formulas: Mapping[str, Callable[[Counts], Number]]) -> pd.DataFrame:
    c = {name: sums[name].to_numpy(np.float64) for name in COLUMNS}
    c["sentences"] = c["sentences"] * (c["words"] > 0)
    c |= {name: np.where(c[name] > 0, c[name], np.nan) for name in _DIVISORS}
    scores = {name: formula(c) for name, formula in formulas.items()}
    consensus = np.median(np.stack([scores[name] for name in GRADES]), axis=0)
    return pd.DataFrame({"consensus_grade": consensus, **scores}, index=sums.index)


def list_cautions(sums: pd.DataFrame) -> pd.DataFrame:
    """Say why a score should not be trusted, if so.

    Parameters
    ----------
    sums : DataFrame
        As for `score_readability`.

    Returns
    -------
    DataFrame
        The shape of `score_readability(sums)`: a sentence where a score is undefined or made from too little
        text (SMOG from under 30 sentences, any formula from under 100 words), else empty.
    """
    words, sentences = sums["words"], sums["sentences"]
    short = f"made for passages of {PASSAGE_WORDS} words or more; here " + words.astype("int64").astype("str")
    reason = np.select([words <= 0, words < PASSAGE_WORDS], ["no words", short], "")
    table = pd.DataFrame({name: reason for name in LABELS}, index=sums.index, dtype="str")
    few = (words > 0) & (sentences < SMOG_SENTENCES)
    told = f"made for {SMOG_SENTENCES} sentences; here " + sentences.astype("int64").astype("str")
    table["smog_index"] = table["smog_index"].where(~few, told)
    return table


def decompose_gap(sums: pd.DataFrame) -> pd.DataFrame:
    """Share the difference of two texts out over the length of sentences and the words themselves.

    A formula reads the length of sentences and how long or hard words are. Give one text's words the other's
    sentence length, and the score moves by what the length makes; both orders are averaged (the Shapley
    value), so that the two parts add up to the difference.

    Parameters
    ----------
    sums : DataFrame
        Two rows of summed counts; the first less the second is the difference.

    Returns
    -------
    DataFrame
        Indexed by score: `sentence length`, `words`, `difference`, in the score's unit.
    """
    first, second = sums.iloc[[0]], sums.iloc[[1]]
    mixed = [
        words.assign(sentences=words["words"] * (lengths["sentences"] / lengths["words"]).iloc[0])
        for words, lengths in ((first, second), (second, first))
    ]
    a, b, words_a, words_b = (score_readability(part).iloc[0] for part in (first, second, *mixed))
    length = ((a - words_a) + (words_b - b)) / 2
    table = pd.DataFrame({"sentence length": length, "words": (a - b) - length, "difference": a - b})
    return table.rename_axis("score")


def find_readability_hits(sentences: pd.DataFrame, ledger: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the words of three and more syllables, where they stand in the source.

    They are SMOG's polysyllables, and what most formulas call hard.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    ledger : DataFrame, optional
        `schema.LEDGER`; needed where a sentence spans a cut.

    Returns
    -------
    DataFrame
        `schema.HITS`: `measure` "difficulty", `item` "long word", `weight` its syllables. `token_id` is the
        number of the stretch between blanks in its sentence, from 0.

    Raises
    ------
    InputError
        A sentence spans a cut and no ledger was given.
    """
    rows = [
        (row, number, *stretch.span(), count_stretch(stretch[0]).syllables)
        for row, text in enumerate(sentences["text"])
        for number, stretch in enumerate(_STRETCH.finditer(offsets.fold_text(text)[0]))
        if count_stretch(stretch[0]).polysyllables
    ]
    spans = pd.DataFrame(rows, columns=["row", "token_id", "left", "right", "weight"])
    return offsets.locate_hits(spans.assign(measure="difficulty", item="long word"), sentences, ledger)


MEASURE = Measure(
    name="readability",
    measure=lambda sentences, options: (count_readability(sentences),),
    score=score_readability,
    labels=LABELS,
    primary=("consensus_grade",),
)
