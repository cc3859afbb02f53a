"""Frames as accessible tables that carry themselves as CSV."""

import csv
import math
from collections.abc import Mapping
from html import escape
from numbers import Integral, Real

import pandas as pd
from pandas.api import types

from analysis.present import palette
from analysis.present.show.outputs import STYLE, Shown, verdict

_DIGITS = 6  # of floats in stored CSV: beyond these, machines differ
_LONG = 24  # characters
_NAMES = ("score", "item")  # columns that hold names of what was measured


def table(
    frame: pd.DataFrame,
    name: str,
    caption: str,
    decimals: int | Mapping[str, int] = 2,
    labels: Mapping[str, str] | None = None,
    rows: int = 500,
    export: pd.DataFrame | None = None,
) -> Shown:
    """Show a frame as an accessible table that carries itself as CSV.

    Parameters
    ----------
    frame : DataFrame
        A named index becomes the first columns; an index without a name is left out. Columns of nothing but
        empty text are not shown (the CSV has them).
    name : str
        Name of the CSV file, without ending.
    caption : str
        What the table shows, with units.
    decimals : int or mapping of column to int
        Places shown; the CSV keeps six significant digits. p-values get three unless named here.
    labels : mapping of column to str, optional
        Headings; a column without one shows its own name. They also go to the report's data dictionary.
    rows : int
        How many rows are shown, so can be searched; the CSV has all of them.
    export : DataFrame, optional
        What the CSV holds instead: the numbers behind a table laid out for reading.

    Returns
    -------
    Shown
        ``text/html``, ``text/plain`` and ``text/csv``.
    """
    flat = _flat(frame)
    labels = dict(labels or {})
    seen = flat.loc[:, [not len(flat) or not flat[column].eq("").all() for column in flat.columns]]
    heads = [labels.get(column, column.replace("_", " ")) for column in seen.columns]
    head = seen.head(rows)
    cells = [
        [labels.get(text, text) if column in _NAMES else text for text in _cells(head[column], decimals)]
        for column in seen.columns
    ]
    numeric = [types.is_numeric_dtype(kind) and not types.is_bool_dtype(kind) for kind in seen.dtypes]
    more = len(flat) - len(head)
    rest = f"{more:,} more row{'s' if more > 1 else ''} in the CSV file." if more else ""
    rest = rest if len(flat) else "There are none."
    levels = 0 if frame.index.names == [None] else frame.index.nlevels
    data = {
        "text/html": _table_html(seen, heads, cells, numeric, caption, rest, max(levels, 1)),
        "text/plain": _table_text(heads, cells, caption, rest),
        "text/csv": _csv(flat if export is None else _flat(export)),
    }
    meta = {"kind": "table", "name": name, "caption": caption, "labels": labels}
    meta |= {"rows": len(flat), "columns": list(flat.columns)}
    return Shown(data, {"parallax": meta})


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring a named index into columns, and give every column one str as its name."""
    flat = frame.reset_index() if frame.index.names != [None] else frame.copy()
    flat.columns = [
        " ".join(str(part) for part in column if part != "") if isinstance(column, tuple) else str(column)
        for column in flat.columns
    ]
    return flat


def _csv(flat: pd.DataFrame) -> str:
    options = {"index": False, "float_format": f"%.{_DIGITS}g", "lineterminator": "\n"}
    text = flat.to_csv(**options)
    # A lone carriage return ends a row for those who read CSV, but is not quoted by those who write it.
    return flat.to_csv(**options, quoting=csv.QUOTE_NONNUMERIC) if "\r" in text else text


def _cells(values: pd.Series, decimals: int | Mapping[str, int]) -> list[str]:
    return [_cell(value, str(values.name), decimals) for value in values]


def _cell(value: object, column: str, decimals: int | Mapping[str, int]) -> str:
    """Write one value for people: rounded, thousands apart, a dash for what is undefined."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    if pd.isna(value):
        return "–"
    if isinstance(value, bool) or str(type(value).__name__) in {"bool", "bool_"}:
        return "yes" if value else "no"
    if isinstance(value, Integral):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, Real):
        return _number(float(value), column, decimals)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat(sep=" ")
    return str(value)


def _number(value: float, column: str, decimals: int | Mapping[str, int]) -> str:
    chance = column in {"p", "p_value", "p_adjusted"}
    if isinstance(decimals, Mapping):
        places = decimals.get(column, 3 if chance else 2)
    else:
        places = 3 if chance else decimals
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if chance and value < 0.5 * 10**-places:
        return f"< {10**-places:.{places}f}"
    text = f"{value:,.{places}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def _table_html(flat, heads, cells, numeric, caption, rest, levels):
    """Write the table; its first `levels` columns head their rows."""
    looks = [_look(number, texts) for number, texts in zip(numeric, cells, strict=True)]
    tops = "".join(
        f'<th scope="col"{look}>{escape(head)}</th>' for head, look in zip(heads, looks, strict=True)
    )
    body = []
    for row in range(len(cells[0]) if cells else 0):
        parts = []
        for place, column in enumerate(flat.columns):
            text = escape(cells[place][row])
            if column == "verdict" and text in palette.VERDICTS:
                text = verdict(text)
            elif numeric[place]:
                text = text.replace("-", "−")  # a minus that screen readers read
            tag, scope = ("th", ' scope="row"') if place < levels else ("td", "")
            parts.append(f"<{tag}{scope}{looks[place]}>{text}</{tag}>")
        body.append(f"<tr>{''.join(parts)}</tr>")
    note = f"<p>{escape(rest)}</p>" if rest else ""
    return (
        f'{STYLE}<div class="plx plx-table" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{tops}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>{note}"
    )


def _table_text(heads, cells, caption, rest):
    rows = [heads, *map(list, zip(*cells, strict=True))]
    widths = [min(60, max(len(row[place]) for row in rows)) for place in range(len(heads))]
    lines = [
        "  ".join(text[:60].ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([caption, *lines, *([rest] if rest else [])])


def _look(number: bool, texts: list[str]) -> str:
    """Class of a column's cells: numbers stand right, long text gets room."""
    if number:
        return ' class="n"'
    return ' class="w"' if max(map(len, texts), default=0) > _LONG else ""
