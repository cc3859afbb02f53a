"""How common words are in general news: a table of numbers shipped with the package, and their weights.

Weights that come from the corpus at hand change with every article added, and with two articles say
nothing. These are constant.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

PATH = Path(__file__).parent / "lexicons" / "background_df.csv"


@cache
def table() -> pd.DataFrame:
    """Return how many articles contain a word, and how often it occurs.

    Returns
    -------
    DataFrame
        Indexed by lemma in lower case; columns `articles` and `hits`. The row "*" holds the totals:
        articles, and words of any kind. Counted over American news articles of 2017 to 2020; the file's
        first lines say how.
    """
    return pd.read_csv(PATH, comment="#", keep_default_na=False, na_values=[], index_col="lemma")


def rates(lemmas: pd.Index) -> np.ndarray:
    """Expected occurrences per word of news; half an occurrence in the whole of it for unlisted lemmas."""
    known = table()["hits"]
    return np.maximum(known.reindex(lemmas.str.lower()).fillna(0.5).to_numpy(float), 0.5) / known["*"]


def information(lemmas: pd.Index) -> np.ndarray:
    """Inverse document frequency in bits: log2 of one over the share of articles that contain a lemma.

    A word in every article says 0 bits, one in a thousand about 10. Unlisted lemmas, which are rare, count
    as occurring in half an article.
    """
    known = table()["articles"]
    return np.log2(known["*"] / known.reindex(lemmas.str.lower()).fillna(0.5).to_numpy(float))
