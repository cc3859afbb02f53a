"""Frames, figures and findings as notebook outputs that carry their own exports.

Each function returns a `Shown`, which Jupyter displays as HTML. Beside what is seen, the output holds what
a report needs: the table as CSV, the figure as SVG and PNG, the finding with its verdict, and their names
and captions in the output's metadata under ``parallax``. Everything is escaped, and nothing is random, so
stored outputs can be compared.
"""

import base64
import csv
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from pandas.api import types

from analysis.output import guard_formulas
from analysis.present import palette
from analysis.present.columns import read_columns
from analysis.present.markup import NO_MATHS, read_part
from analysis.present.numbers import UNDEFINED, write_number, write_p
from analysis.present.wording import Finding

if TYPE_CHECKING:
    from analysis.present.figures import Plot

STYLE = (  # .plx twice, to outweigh JupyterLab's own rules for tables
    "<style>.plx.plx table{border-collapse:collapse;min-width:22em}"
    ".plx.plx caption{text-align:left;font-weight:600;padding:.3em 0}"
    ".plx.plx :is(th,td){text-align:left;vertical-align:top;padding:.25em .6em}"
    ".plx.plx .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".plx.plx .w{min-width:min(16em,40vw)}"
    ".plx-verdict{border-radius:.25em;padding:0 .35em;white-space:nowrap}</style>"
)
_DIGITS = 6  # of floats in stored CSV: beyond these, machines differ
_LONG, _VERY_LONG = 24, 120  # characters from which a column gets room, and most of it
_WIDEST = 60  # characters of a cell in plain text
_CHANCES = ("p", "p_value", "p_adjusted")
_SENTENCE = ["side", "article_id", "sentence_id"]  # columns of a table whose rows are sentences
_ADDRESS = ["article_id", "sentence_id", "start", "end"]


@dataclass(frozen=True)  # of a tuple, IPython would write out the fields as plain text
class Shown:
    """What a cell displays: `data` by MIME type, and `metadata` for the report."""

    data: dict[str, str]
    metadata: dict[str, object]

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.data, self.metadata


# --- tables ---------------------------------------------------------------------------------------


def show_table(
    frame: pd.DataFrame,
    name: str,
    caption: str,
    decimals: int | Mapping[str, int] = 2,
    labels: Mapping[str, str] | None = None,
    rows: int = 500,
    export: pd.DataFrame | None = None,
    view: str = "",
) -> Shown:
    """Show a frame as an accessible table that carries itself as CSV.

    Parameters
    ----------
    frame : DataFrame
        Its index becomes the first columns, named "name" where it holds names and has none; row numbers are
        left out. Columns of nothing but empty text are not shown (the CSV has them). Where rows are sentences
        of a side (columns `side`, `article_id`, `sentence_id`), the CSV has the address, and in a report the
        side leads to the sentence in the reader.
    name : str
        Name of the CSV file, without ending; the data dictionary knows columns by it.
    caption : str
        What the table shows, with units.
    decimals : int or mapping of column to int
        Places shown; the CSV keeps six significant digits. p-values are written as everywhere.
    labels : mapping of column to str, optional
        Headings; a column without one shows its own name, with blanks where `columns.csv` knows it. They also
        go to the report's data dictionary.
    rows : int
        How many rows are shown, so can be searched; the CSV has all of them.
    export : DataFrame, optional
        What the CSV holds instead: the numbers behind a table laid out for reading.
    view : str
        Column of the actors toward whom the sentences have a tone: the reader is opened to show it.

    Returns
    -------
    Shown
        ``text/html``, ``text/plain`` and ``text/csv``; texts in the CSV that a spreadsheet would take for
        formulas begin with an apostrophe.
    """
    flat, heads_of_rows = _flatten(frame)
    exported = flat if export is None else _flatten(export)[0]
    labels = dict(labels or {})
    hidden = _ADDRESS if set(_SENTENCE) <= set(flat.columns) else []
    seen = flat.loc[:, [not len(flat) or not flat[column].eq("").all() for column in flat.columns]]
    seen = seen.drop(columns=hidden, errors="ignore")
    places = []
    if hidden:
        where = flat.assign(view=flat[view] if view else "")[[*_SENTENCE[1:], "view"]]
        places = [*where.head(rows).itertuples(index=False, name=None)]
    heads = [labels.get(column, _head(name, column)) for column in seen.columns]
    named = {"score", "item", *flat.columns[:heads_of_rows]}  # columns of what was measured
    cells = [
        [labels.get(text, text) if column in named else text for text in _cells(values, decimals)]
        for column, values in seen.head(rows).items()
    ]
    numeric = [types.is_numeric_dtype(kind) and not types.is_bool_dtype(kind) for kind in seen.dtypes]
    more = len(flat) - rows
    rest = f"{more:,} more row{'s' if more > 1 else ''} in the CSV file." if more > 0 else ""
    rest = rest if len(flat) else "There are none."
    data = {
        "text/html": _table_html(
            heads, list(seen.columns), cells, numeric, caption, rest, heads_of_rows, places
        ),
        "text/plain": _table_text(heads, cells, caption, rest),
        "text/csv": _csv(exported),
    }
    meta: dict[str, Any] = {"kind": "table", "name": name, "caption": caption, "labels": labels}
    meta |= {"rows": len(exported), "columns": list(exported.columns)}
    return Shown(data, {"parallax": meta})


def _head(table: str, column: str) -> str:
    """Head a column: names of ours in words; those of sides and of a user's own stay as they are."""
    known = read_columns()
    return column.replace("_", " ") if column in known or f"{table}.{column}" in known else column


def _flatten(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Bring the index into columns, named by one str each; tell how many columns head their rows."""
    numbered = frame.index.names == [None] and types.is_integer_dtype(frame.index.dtype)
    flat = (
        frame.copy() if numbered else frame.reset_index(names=[name or "name" for name in frame.index.names])
    )
    flat.columns = [
        " ".join(str(part) for part in column if part != "") if isinstance(column, tuple) else str(column)
        for column in flat.columns
    ]
    return flat, 1 if numbered else frame.index.nlevels


def _csv(flat: pd.DataFrame) -> str:
    safe = guard_formulas(flat)
    options = {"index": False, "float_format": f"%.{_DIGITS}g", "lineterminator": "\n"}
    text = safe.to_csv(**options)
    # A lone carriage return ends a row for those who read CSV, but is not quoted by those who write it.
    return safe.to_csv(**options, quoting=csv.QUOTE_NONNUMERIC) if "\r" in text else text


def _cells(values: pd.Series, decimals: int | Mapping[str, int]) -> list[str]:
    """Write the cells of one column for people."""
    places = decimals.get(values.name, 2) if isinstance(decimals, Mapping) else decimals
    return [_cell(value, places, chance=values.name in _CHANCES) for value in values]


def _cell(value: Any, places: int, chance: bool) -> str:
    """Write one value: rounded, thousands apart, a dash for what is undefined."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    if pd.isna(value):
        return UNDEFINED
    if types.is_bool(value):
        return "yes" if value else "no"
    if types.is_integer(value):
        return write_number(value, 0) if abs(value) >= 10_000 else str(value).replace("-", "−")
    if types.is_float(value):
        return write_p(value) if chance else write_number(value, places)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat(sep=" ")
    return str(value)


def _table_html(heads, columns, cells, numeric, caption, rest, heads_of_rows, places) -> str:
    """Write the table; its first columns head their rows, and the side of a sentence says where it stands."""
    looks = [_look(number, texts) for number, texts in zip(numeric, cells, strict=True)]
    tops = "".join(
        f'<th scope="col"{look}>{escape(head)}</th>' for head, look in zip(heads, looks, strict=True)
    )
    lines = []
    for line, row in enumerate(zip(*cells, strict=True)):
        parts = []
        for place, text in enumerate(row):
            tag, scope = ("th", ' scope="row"') if place < heads_of_rows else ("td", "")
            inner = escape(text)
            if columns[place] == "verdict" and text in palette.VERDICTS:
                inner = write_verdict(text)
            if columns[place] == "side" and places:
                inner = _write_source(inner, *places[line])
            parts.append(f"<{tag}{scope}{looks[place]}>{inner}</{tag}>")
        lines.append(f"<tr>{''.join(parts)}</tr>")
    note = f"<p>{escape(rest)}</p>" if rest else ""
    return (
        f'{STYLE}<div class="plx plx-table {NO_MATHS}" role="region" tabindex="0" '
        f'aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{tops}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>{note}"
    )


def _write_source(html: str, article: str, sentence: int, view: str) -> str:
    """Say of what stands here which sentence it is from; a report makes a link of it."""
    shown = f' data-view="{escape(view)}"' if view else ""
    return f'<span data-article="{escape(str(article))}" data-sentence="{sentence}"{shown}>{html}</span>'


def _look(number: bool, texts: list[str]) -> str:
    """Class of a column's cells: numbers stand right, long text gets room."""
    if number:
        return ' class="n"'
    longest = max(map(len, texts), default=0)
    return ' class="w most"' if longest > _VERY_LONG else ' class="w"' if longest > _LONG else ""


def _table_text(heads, cells, caption, rest) -> str:
    rows = [heads, *map(list, zip(*cells, strict=True))]
    widths = [min(_WIDEST, max(len(row[place]) for row in rows)) for place in range(len(heads))]
    lines = [
        "  ".join(text[:_WIDEST].ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join(filter(None, [caption, *lines, rest]))


# --- figures, findings, fragments -----------------------------------------------------------------


def show_figure(plot: "Plot", name: str, caption: str) -> Shown:
    """Show a figure with its text alternative, as SVG and PNG.

    Parameters
    ----------
    plot : Plot
        The figure, built without pyplot so that it shows once, and `alt`: what it says, with its numbers;
        one that is `folded` shows below its caption once that is opened.
    name : str
        Name of the files, without ending.
    caption : str
        What the figure shows: quantity, unit, n.

    Returns
    -------
    Shown
        ``text/html``, ``text/plain``, ``image/svg+xml`` and ``image/png``.
    """
    import matplotlib as mpl

    svg, png = BytesIO(), BytesIO()
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "path"}):
        plot.figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Title": caption})
    plot.figure.savefig(png, format="png", dpi=160, metadata={"Software": None})
    source = base64.b64encode(svg.getvalue()).decode()
    html = (
        f'<figure class="plx-figure {NO_MATHS}"><img src="data:image/svg+xml;base64,{source}" '
        f'alt="{escape(plot.alt)}" style="max-width:100%"><figcaption>{escape(caption)}</figcaption></figure>'
    )
    if plot.folded:
        html = f"<details><summary>{escape(caption)}</summary>{html}</details>"
    data = {
        "text/html": html,
        "text/plain": f"{caption}\n{plot.alt}",
        "image/svg+xml": svg.getvalue().decode(),
        "image/png": base64.b64encode(png.getvalue()).decode(),
    }
    meta = {"kind": "figure", "name": name, "alt": plot.alt, "caption": caption, "folded": plot.folded}
    return Shown(data, {"parallax": meta})


def show_finding(*findings: str | Finding) -> Shown:
    """Show what was found, in words, with the verdict on it and the sentences that show it.

    Parameters
    ----------
    *findings : str or Finding
        Sentences made from the data, of which empty ones are left out; one with a verdict, a difference or
        sentences quoted under it is a `wording.Finding`.

    Returns
    -------
    Shown
        ``text/html`` and ``text/plain``.

    Raises
    ------
    ValueError
        A verdict that is none of `palette.VERDICTS`.
    """
    told, items, lines = [], [], []
    for finding in findings:
        text, verdict, part, quotes = Finding(finding) if isinstance(finding, str) else finding
        if verdict not in {*palette.VERDICTS, ""}:
            raise ValueError(f"{verdict!r} is no verdict.")
        if not text:
            continue
        difference = {"difference": part._asdict()} if part else {}
        quotes = [{**quote, "text": pair_marks(quote["text"])} for quote in quotes]
        evidence = {"evidence": quotes} if quotes else {}
        told.append({"text": text, "verdict": verdict, **difference, **evidence})
        badge = f"{write_verdict(verdict)} " if verdict else ""
        items.append(f"<li>{badge}{escape(text)}{''.join(map(_write_quote, quotes))}</li>")
        lines.append(f"[{verdict}] {text}" if verdict else text)
        lines += [f"    {quote['side']}: {quote['text']}" for quote in quotes]
    data = {
        "text/html": f'{STYLE}<ul class="plx plx-findings {NO_MATHS}">{"".join(items)}</ul>',
        "text/plain": "\n".join(lines),
    }
    return Shown(data, {"parallax": {"kind": "finding", "findings": told}})


def show_html(fragment: Any, name: str, caption: str) -> Shown:
    """Show a fragment made by `reader` (any object with ``_repr_html_``) so that a report keeps it whole.

    Returns
    -------
    Shown
        ``text/html`` and ``text/plain``.
    """
    data = {"text/html": fragment._repr_html_(), "text/plain": caption}
    return Shown(data, {"parallax": {"kind": "html", "name": name, "caption": caption}})


def _write_quote(quote: Mapping) -> str:
    """A sentence that shows a finding, and whose it is."""
    note = f" ({escape(quote['note'])})" if "note" in quote else ""
    return f"<blockquote>{escape(quote['text'])} — {escape(quote['side'])}{note}</blockquote>"


def pair_marks(text: str) -> str:
    """Write a sentence out of a longer quotation as a whole one.

    >>> pair_marks('I am furious."')
    '"I am furious."'
    """
    for opening, closing in ('""', "“”"):
        odd = text.count(opening) % 2 if opening == closing else text.count(opening) != text.count(closing)
        if odd and text.endswith(closing):
            return opening + text
        if odd and text.startswith(opening):
            return text + closing
    return text


def write_verdict(verdict: str) -> str:
    """Write a verdict's badge as HTML: its mark, its word, its colours.

    Parameters
    ----------
    verdict : str
        One of `palette.VERDICTS`; anything else gets the quietest look.
    """
    look = palette.VERDICTS.get(verdict, palette.VERDICTS["too little text"])
    return (
        f'<span class="plx-verdict" style="color:{look.color};background:{look.paper};'
        f'border:1px solid {look.color}"><span aria-hidden="true">{look.mark}</span> {escape(verdict)}</span>'
    )


# --- JupyterLab -----------------------------------------------------------------------------------


def enhance_tables() -> Shown:
    """Let the reader of a notebook sort and search its long tables, with DataTables and no network.

    The static table is what is stored, compared and published. Show this once, before the tables: a script
    finds the long ones in the page and enhances them. The report leaves it out of pages and notebooks; pages
    have a small sorter of their own.

    Returns
    -------
    Shown
        ``text/html``, a script and no more, and ``text/plain``.
    """
    data = {"text/html": _lab_script(), "text/plain": "Long tables can be sorted and searched."}
    return Shown(data, {"parallax": {"kind": "script"}})


@cache
def _lab_script() -> str:
    from itables import options

    # A notebook saved in JupyterLab keeps this output, so the bundle goes in packed: a third of its size.
    packed = base64.b64encode(gzip.compress(Path(options.dt_bundle).read_bytes(), mtime=0)).decode()
    style = json.dumps(read_part("lab.css"))
    script = read_part("lab.js")
    script = script.replace('"STYLE"', style).replace('"DATATABLES"', f'"{packed}"')
    return f"<script>\n{script}</script>"
