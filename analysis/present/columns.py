"""What every column of an exported table means, and its unit: the data dictionary, from `columns.csv`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd


class Meaning(NamedTuple):
    """What a column holds, and in which unit; empty where nothing is known."""

    meaning: str
    unit: str


TABLE = Path(__file__).with_name("columns.csv")


@cache
def read_columns() -> dict[str, Meaning]:
    """Read what is known of columns: name, or ``table.column``, or ``table.*``, to meaning and unit."""
    table = pd.read_csv(TABLE, comment="#", dtype="str", keep_default_na=False, index_col="column")
    return {name: Meaning(*row) for name, *row in table.itertuples()}


def explain_column(
    table: str, column: str, labels: Mapping[str, str] | None = None, scores: Mapping[str, str] | None = None
) -> Meaning:
    """Say what a column of a table means.

    Parameters
    ----------
    table, column : str
        The table's name, and the column's as exported.
    labels : mapping of str to str, optional
        Column -> heading, as given to `outputs.show_table`; it goes before all else.
    scores : mapping of str to str, optional
        Score -> what it is called, with its unit in brackets, for tables with a column per score.

    Returns
    -------
    Meaning
    """
    labels, scores = labels or {}, scores or {}
    known = read_columns()
    for name in (f"{table}.{column}", column, f"{table}.*"):
        if name in known and column not in labels:
            return known[name]
    told = labels.get(column) or scores.get(column, "")
    name, _, unit = told.partition(" (")
    return Meaning(name if unit else told, unit.removesuffix(")"))
