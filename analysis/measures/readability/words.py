"""The long words behind a readability score, where they stand."""

import re

import numpy as np
import pandas as pd

from analysis import offsets as places
from analysis.measures.readability.syllables import facts
from analysis.schema import HITS

LEAST = 3
"""Syllables from which a word counts as long: a polysyllable of SMOG's and of most formulas."""
_STRETCH = re.compile(r"\S+")


def hits(sentences: pd.DataFrame, ledger: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the words of three and more syllables, where they stand in the source.

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
        (row, number, found.start(), found.end(), found[0], float(facts(found[0]).syllables))
        for row, text in enumerate(sentences["text"])
        for number, found in enumerate(_STRETCH.finditer(text))
        if facts(found[0]).polysyllables
    ]
    table = pd.DataFrame(rows, columns=["row", "token_id", "left", "right", "text", "weight"])
    kinds = dict.fromkeys(["row", "token_id", "left", "right"], np.int64) | {"text": "str", "weight": float}
    table = table.astype(kinds)
    here = sentences.iloc[table["row"]].reset_index(drop=True)
    start, end = places.in_raw(here, ledger, table["left"].to_numpy(), table["right"].to_numpy())
    named = table.assign(
        article_id=here["article_id"], sentence_id=here["sentence_id"], start=start, end=end,
        measure="difficulty", item="long word",
    )  # fmt: skip
    return named[[*HITS.key, *HITS.columns]]
