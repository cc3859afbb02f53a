"""Word lists: their one format and reader, and how words are compared wherever lists are used.

Like `schema` this module is no measure: what a number means is said where a lexicon is used. `phrases`
finds the terms in a text.

A lexicon is a CSV file (UTF-8, commas, a header line) with one row per term:

=========== ========================================================================================
column      meaning
=========== ========================================================================================
`item`      what the term counts for: a frame, a category of stance, anything of the user's; a sentiment
            list, which is one instrument, goes without
`term`      a word or a short phrase, words separated by spaces. Each word meets a word of the text whose
            lemma or whose lower-cased form equals it; `econom*` meets every word that begins so. Hyphens
            count as spaces: `long term` also meets "long-term". Phrases stay within a sentence.
`pos`       optional: part of speech (Universal Dependencies), several joined by `|`. Some word of the
            term must have it: `VERB`, `NOUN|PROPN`. Empty: any.
`weight`    optional: what one hit adds, any finite number; 1 where empty. 0 makes an exception: "vice
            president" with 0 keeps "vice" within it from counting. A sentiment list calls it `valence`
            and must give it: higher is more positive
`negation`  optional: what becomes of a hit that is negated (one of `NEGATORS` among the `REACH` words
            before it, in the same clause; "not only" and its like deny nothing): `keep` (also where empty)
            counts it, `drop` leaves it out, `flip` counts it with the opposite sign
`rationale` optional: why the term stands for the item, and the source
=========== ========================================================================================

Further columns are ignored. Of overlapping hits of one item the longest counts ("trade war" is one hit,
not also "war"); different items may share words.
"""

import csv
import io
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.schema import InputError

FOLDER = Path(__file__).parent / "lexicons"
BUILT_IN = ("generic_frames", "policy_frames", "stance")  # the lexicons that come with the workbook
COLUMNS = ("item", "term", "pos", "weight", "negation", "rationale")
NEGATIONS = ("keep", "drop", "flip")
_POS = """ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X"""
POS = frozenset(_POS.split())  # https://universaldependencies.org/u/pos/

_NEGATORS = """not n't no never neither nor none nobody nothing nowhere cannot without hardly scarcely barely
rarely seldom few despite lack lacks lacked lacking"""
NEGATORS = frozenset(_NEGATORS.split())
_AFFIRMING = """not only, not just, not merely, not simply, n't only, n't just, n't merely, n't simply,
no wonder, no doubt, nothing but, a few, the few, these few, those few, past few, last few, next few,
first few, every few"""
AFFIRMING = frozenset(tuple(pair.split()) for pair in _AFFIRMING.split(","))
"""Words side by side of which neither denies what follows, although one is a negator."""
DENYING = frozenset([("anything", "but"), ("far", "from")])
"""Words side by side that deny what follows together: "far from perfect"."""
REACH = 3  # words a negation reaches; wide enough for "did not really want to", short of the next clause
HYPHENS = ("-", "‐", "‑", "–")  # the last too, where nothing parts it from the words it joins
_JOINED = re.compile(rf"[{''.join(HYPHENS)}\s]+")
_ENDING = re.compile(r"(?<=\w)(n't|'s)\b")  # what tokenizers cut off: "do n't", "people 's"
_WILDCARD = re.compile(r"\*.|(?<!\S)\S?\*")  # anywhere but at the end of a word of two letters or more


def normalize_word(word: str) -> str:
    """Return a word as it is compared: lower case, straight apostrophe."""
    return word.lower().replace("’", "'")


def split_term(term: str) -> list[str]:
    """Return the words of a term as compared, cut as a tokenizer cuts: "people's" is "people 's"."""
    words = _JOINED.sub(" ", _ENDING.sub(r" \1", normalize_word(term))).split()
    return [word.rstrip("'") or word for word in words]


def find_lexicon(path_or_name: str | Path) -> Path:
    """Return the file of a lexicon, given by name (one of `BUILT_IN`) or by path.

    Raises
    ------
    InputError
        There is no such lexicon.
    """
    if str(path_or_name) in BUILT_IN:
        return FOLDER / f"{path_or_name}.csv"
    if not Path(path_or_name).is_file():
        raise InputError(
            f"There is no lexicon {str(path_or_name)!r}: give the path of a CSV file, or one of "
            f"{', '.join(BUILT_IN)}."
        )
    return Path(path_or_name)


def read_lexicon(path_or_name: str | Path, needed: tuple[str, ...] = ("item", "term")) -> pd.DataFrame:
    """Read a lexicon.

    Parameters
    ----------
    path_or_name : str or Path
        The name of a lexicon that comes with the workbook (one of `BUILT_IN`), or the path of a CSV file
        in the format described above.
    needed : tuple of str
        Columns that must be there and filled in every row: ("term", "valence") for a sentiment list.

    Returns
    -------
    DataFrame
        One row per term, in the file's order: `item` (empty in a list that goes without), `term` (lower
        case, one space between words, no hyphens), `pos`, `weight` (float), `negation` (keep, drop or
        flip), `rationale`.

    Raises
    ------
    InputError
        No such file; not UTF-8; no rows; a column missing; an empty cell where one is needed; a
        weight, part of speech, negation or wildcard that cannot be used; a term given twice.
    """
    file = find_lexicon(path_or_name)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{file.name} is not UTF-8 (byte {error.start}): save the lexicon as CSV UTF-8."
        ) from None
    return _check(_read_table(text, file.name, needed), file.name, needed)


def read_lexicons(paths_or_names: Iterable[str | Path]) -> pd.DataFrame:
    """Read several lexicons as one, so that a text is searched once for all.

    Returns
    -------
    DataFrame
        The rows of all, as `read_lexicon` returns them.

    Raises
    ------
    InputError
        As `read_lexicon`; or two of them have an item of the same name, whose hits would be added up.
    """
    tables: dict[str, pd.DataFrame] = {}
    for given in paths_or_names:
        table = read_lexicon(given)
        for other, earlier in tables.items():
            shared = sorted(set(table["item"]) & set(earlier["item"]))
            if shared:
                raise InputError(
                    f"The lexicons {other} and {given} both have the item {shared[0]!r}: "
                    f"name it differently in one."
                )
        tables[str(given)] = table
    none = pd.DataFrame(columns=list(COLUMNS), dtype="str").astype({"weight": "float64"})
    return pd.concat(tables.values(), ignore_index=True) if tables else none


def _read_table(text: str, name: str, needed: tuple[str, ...]) -> pd.DataFrame:
    """Return the cells of a CSV text as strings, indexed by line number."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: dict[int, list[str]] = {}
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows[reader.line_num] = [cell.strip() for cell in cells]
    except csv.Error as error:
        raise InputError(f"{name}, line {reader.line_num}: this is not CSV ({error}).") from None
    if not rows:
        raise InputError(f"{name} is empty: a lexicon has a header line and one row per term.")
    header, *body = rows.values()
    header = [cell.lower() for cell in header]
    missing = [column for column in needed if column not in header]
    if missing:
        optional = [column for column in COLUMNS if column not in needed]
        raise InputError(
            f"{name} lacks the column {' and '.join(missing)}: its first line must name "
            f"{', '.join(needed)}, with commas between; it may name {', '.join(optional)}."
        )
    if len(set(header)) < len(header):
        raise InputError(f"{name} names a column twice in its first line: {', '.join(header)}.")
    if not body:
        raise InputError(f"{name} has a header and no terms: write one row per term.")
    for line, cells in list(rows.items())[1:]:
        if len(cells) != len(header):
            raise InputError(
                f"{name}, line {line}: {len(cells)} cells where the header has {len(header)} "
                f"(put quotation marks around a cell that holds a comma)."
            )
    return pd.DataFrame(body, columns=header, index=list(rows)[1:], dtype="str")


def _check(table: pd.DataFrame, name: str, needed: tuple[str, ...]) -> pd.DataFrame:
    """Return the table with defaults filled in and every value proved usable."""
    weight = "valence" if "valence" in needed else "weight"
    table = table.reindex(columns=[weight if name == "weight" else name for name in COLUMNS], fill_value="")
    given = table[weight] if weight in needed else table[weight].replace("", "1")
    typed = pd.DataFrame(
        {
            "item": table["item"],
            "term": [" ".join(split_term(term)) for term in table["term"]],
            "pos": table["pos"].str.upper().str.replace(" ", ""),
            "weight": pd.to_numeric(given, errors="coerce"),
            "negation": table["negation"].str.lower().replace("", "keep"),
            "rationale": table["rationale"],
        }
    )
    problems = {
        "an item must be named": (typed["item"] == "") & ("item" in needed),
        "a term must hold a word": typed["term"].str.strip("* ") == "",
        "* may stand only at the end of a word of two letters or more": typed["term"].str.contains(_WILDCARD),
        f"{weight} must be a finite number": ~np.isfinite(typed["weight"]),
        f"negation must be one of {', '.join(NEGATIONS)}": ~typed["negation"].isin(NEGATIONS),
        f"pos must be of {', '.join(sorted(POS))}, joined by |": [
            not set(tags.split("|")) <= POS | {""} for tags in typed["pos"]
        ],
        "this item has this term and pos in an earlier row": typed.duplicated(["item", "term", "pos"]),
    }
    for problem, wrong in problems.items():
        lines = table.index[np.asarray(wrong)]
        if len(lines):
            cells = ", ".join(map(repr, table.loc[lines[0]].drop("rationale")))
            raise InputError(f"{name}, line {lines[0]}: {problem} (given: {cells}).")
    return typed.reset_index(drop=True)


def count_hits(hits: pd.DataFrame) -> pd.DataFrame:
    """Sum hits per sentence and item; additive per item.

    Parameters
    ----------
    hits : DataFrame
        As `phrases.find_lexicon_hits` returns them.

    Returns
    -------
    DataFrame
        Long and sparse: one row per sentence and item that has a hit, indexed by `article_id`,
        `sentence_id`, `item`. `hits` is the sum of the weights; `sentences_hit` is 1.
    """
    summed = hits.groupby(["article_id", "sentence_id", "item"])["weight"].sum().to_frame("hits")
    return summed.assign(sentences_hit=1)


def score_hits(sums: pd.DataFrame) -> pd.DataFrame:
    """Turn summed counts into rates.

    Parameters
    ----------
    sums : DataFrame
        Any sums of `count_hits` joined with what they are compared against: columns `hits`,
        `sentences_hit`, `words`, `sentences`.

    Returns
    -------
    DataFrame
        Same index. `per_100_words` is 100 * hits / words (0 upward; below 0 only through negative
        weights); `share_of_sentences` is sentences_hit / sentences (0 to 1). NaN where there is no
        word or sentence.
    """
    words = sums["words"].where(sums["words"] > 0)
    sentences = sums["sentences"].where(sums["sentences"] > 0)
    rates = {
        "per_100_words": 100 * sums["hits"] / words,
        "share_of_sentences": sums["sentences_hit"] / sentences,
    }
    return pd.DataFrame(rates, index=sums.index)


# --- which words carry content, and how much ------------------------------------------------------
# Weights that come from the corpus at hand change with every article added, and with two articles say
# nothing. These are constant: a table of how common words are in news, shipped as numbers.

CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "ADV")
# Lemmas with a content tag that carry no topic. Prepositions, pronouns and the like go by their tag.
_STOP = """
be have do get go come make take let use may might can could will would shall should must need not no n't
never so then thus there here now just also too very even still yet only again ever already always often
well much many more most less least such own same other another few several rather quite almost about
however perhaps maybe really actually as how when where why once twice away back up down out off over else
instead meanwhile otherwise mr. mrs. ms. dr. mr mrs ms dr
"""
STOP = frozenset(_STOP.split())
_LETTERS = re.compile(r"[^\W\d_]{2}")


@cache
def read_background() -> pd.DataFrame:
    """Return how many articles contain a word, and how often it occurs.

    Returns
    -------
    DataFrame
        Indexed by lemma in lower case; columns `articles` and `hits`. The row "*" holds the totals:
        articles, and words of any kind. Counted over American news articles of 2017 to 2020; the file's
        first lines say how.
    """
    return pd.read_csv(
        FOLDER / "background_df.csv", comment="#", keep_default_na=False, na_values=[], index_col="lemma"
    )


def measure_information(lemmas: pd.Index) -> np.ndarray:
    """Give the inverse document frequency in bits: log2 of one over the share of articles with a lemma.

    A word in every article says 0 bits, one in a thousand about 10. Unlisted lemmas, which are rare, count
    as occurring in half an article.
    """
    known = read_background()["articles"]
    return np.log2(known["*"] / known.reindex(lemmas.str.lower()).fillna(0.5).to_numpy(float))


def find_content_words(tokens: pd.DataFrame) -> pd.Series:
    """Tell whether each token of a `tokens` frame is a word that carries content."""
    good = tokens["pos"].isin(CONTENT) & ~tokens["lemma"].str.lower().isin(STOP)
    return good & tokens["lemma"].str.contains(_LETTERS) & tokens["text"].str.contains(_LETTERS)
