"""Which words carry content, and how much: a table of how common words are in news, shipped as numbers.

Weights that come from the corpus at hand change with every article added, and with two articles say
nothing. These are constant.
"""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

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
_WORD = re.compile(r"[^\W\d_]{2}")
PATH = Path(__file__).parent / "lexicons" / "background_df.csv"


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
    return pd.read_csv(PATH, comment="#", keep_default_na=False, na_values=[], index_col="lemma")


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
    return good & tokens["lemma"].str.contains(_WORD) & tokens["text"].str.contains(_WORD)
