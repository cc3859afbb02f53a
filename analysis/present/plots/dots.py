"""Rows of dots with intervals: the one layout behind most figures.

A row is a label in full width, perhaps a line of detail, and below them one lane per mark. Rows that share
a unit share a panel, and a panel has one scale. Where marks are too many to tell apart by a key, each lane
has the name of its mark at the left.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import schema
from analysis.present import palette
from analysis.present.plots import drawing, naming

FONT = palette.FONT
_GUTTER = 2.2  # inches for names of marks, at most


class Mark(NamedTuple):
    """A value with its interval; `text` stands where the value is NaN, `name` at the left of the lane."""

    value: float
    low: float
    high: float
    look: palette.Side
    text: str = "undefined"
    name: str = ""


class Row(NamedTuple):
    """One line of the figure: `label` above, then `detail` in `color`, then a lane per mark."""

    label: str
    marks: Sequence[Mark]
    detail: str = ""
    color: str = palette.MUTED


class Panel(NamedTuple):
    """Rows that share a scale.

    `label` names its unit; `zero` takes in 0 and draws a line there; `reference` draws a dashed line; `ends`
    says what lies to the left and to the right.
    """

    rows: Sequence[Row]
    label: str = ""
    zero: bool = False
    reference: float = np.nan
    ends: tuple[str, str] = ("", "")


class Page(NamedTuple):
    """What stands around the panels: a title, the key, a note at the foot."""

    title: str = ""
    key: Sequence[drawing.Entry] = ()
    note: str = ""


def draw(panels: Sequence[Panel], page: Page) -> Figure:
    """Draw panels one below the other.

    Parameters
    ----------
    panels : sequence of Panel
    page : Page

    Returns
    -------
    Figure
        5.2 inches wide, as high as it needs to be.
    """
    title = drawing.wrap(page.title, drawing.INNER, FONT["title"], "bold") if page.title else []
    note = drawing.wrap(page.note, drawing.INNER, FONT["note"]) if page.note else []
    title_height = drawing.height(len(title), FONT["title"]) + (0.06 if title else 0.0)
    head = title_height + drawing.key_height(page.key) + 0.06
    heights = [sum(_height(row) for row in panel.rows) for panel in panels]
    below = [_below(panel) for panel in panels]
    foot = drawing.height(len(note), FONT["note"]) + 0.02
    figure, axes = drawing.canvas([head, *heights, foot], [0.0, *below, 0.0])
    drawing.write(axes[0], 0, 0, title, FONT["title"], weight="bold")
    drawing.key(axes[0], page.key, title_height)
    for ax, panel in zip(axes[1:-1], panels, strict=True):
        _panel(ax, panel)
    drawing.write(axes[-1], 0, 0, note, FONT["note"], color=palette.MUTED)
    return figure


def look(row: Row) -> tuple[list[str], list[str]]:
    """The lines of a row's label and detail."""
    wide = drawing.INNER - 0.12
    detail = drawing.wrap(row.detail, wide, FONT["tick"]) if row.detail else []
    return drawing.wrap(row.label, wide, FONT["label"]), detail


def _lane(row: Row) -> float:
    """Height of a lane; narrower where there are many."""
    written = any(mark.name or not np.isfinite(mark.value) for mark in row.marks)
    return 0.18 if len(row.marks) <= naming.FEW or written else 0.14


def _gutter(panel: Panel) -> float:
    """Inches that the names of its marks take at the left of a panel."""
    return naming.gutter([mark.name for row in panel.rows for mark in row.marks if mark.name], _GUTTER)


def _height(row: Row) -> float:
    label, detail = look(row)
    text = drawing.height(len(label), FONT["label"]) + drawing.height(len(detail), FONT["tick"])
    return text + _lane(row) * len(row.marks) + 0.12


def _ends(panel: Panel) -> float:
    return drawing.height(1, FONT["note"]) if any(panel.ends) else 0.0


def _finite(panel: Panel) -> np.ndarray:
    """Every number of a panel that the scale must show."""
    values = [v for row in panel.rows for m in row.marks if np.isfinite(m.value) for v in m[:3]]
    values = np.array([*values, panel.reference] if values else [], dtype=float)
    return values[np.isfinite(values)]


def _below(panel: Panel) -> float:
    if not len(_finite(panel)):
        return 0.06
    lines = drawing.wrap(panel.label, drawing.INNER, FONT["note"]) if panel.label else []
    return 0.28 + drawing.height(len(lines), FONT["note"]) + _ends(panel)


def _panel(axes: Axes, panel: Panel) -> None:
    values, gutter = _finite(panel), _gutter(panel)
    if len(values):
        drawing.scale(axes, values.min(), values.max(), zero=panel.zero)
        low, high = axes.get_xlim()
        axes.set_xlim(low - (high - low) * gutter / (drawing.inches(axes) - gutter), high)
        if np.isfinite(panel.reference):
            axes.axvline(panel.reference, color=palette.MUTED, lw=1.2, ls=(0, (4, 2)), zorder=1)
    y = 0.0
    for row in panel.rows:
        label, detail = look(row)
        top = y
        y = drawing.write(axes, 0, y + 0.03, label, FONT["label"])
        y = drawing.write(axes, 0, y, detail, FONT["tick"], color=row.color)
        _cover(axes, top, y)
        for mark in row.marks:
            _mark(axes, mark, y + _lane(row) / 2, gutter)
            y += _lane(row)
        y += 0.09
    if len(values):
        label = drawing.wrap(panel.label, drawing.INNER, FONT["note"]) if panel.label else []
        y = drawing.write(axes, 0, y + 0.19, label, FONT["note"], color=palette.MUTED)
        _write_ends(axes, panel, y)


def _cover(axes: Axes, top: float, bottom: float) -> None:
    """Interrupt the grid behind words."""
    axes.axhspan(top, bottom, color=palette.PAPER, zorder=1.5, lw=0)


def _mark(axes: Axes, mark: Mark, y: float, gutter: float) -> None:
    if mark.name:
        name = [drawing.shorten(mark.name, gutter - 0.08, FONT["note"])]
        drawing.write(axes, 0, y - 0.085, name, FONT["note"], zorder=3)
    if not np.isfinite(mark.value):
        _cover(axes, y - 0.08, y + 0.08)
        text = drawing.wrap(mark.text or "undefined", drawing.INNER - gutter - 0.4, FONT["note"])[:1]
        axes.plot([(gutter + 0.08) / drawing.inches(axes)], [y], marker=mark.look.marker, mfc="none", ms=5,
                  color=mark.look.color, transform=axes.get_yaxis_transform(), zorder=3)  # fmt: skip
        drawing.write(axes, gutter + 0.22, y - 0.085, text, FONT["note"], color=palette.MUTED, zorder=3)
        return
    if np.isfinite([mark.low, mark.high]).all():
        axes.plot([mark.low, mark.high], [y, y], color=mark.look.color, lw=2, solid_capstyle="butt", zorder=2)
    face = {} if np.isfinite([mark.low, mark.high]).all() else {"mfc": palette.PAPER}
    axes.plot([mark.value], [y], marker=mark.look.marker, color=mark.look.color, ms=6.5, zorder=3, **face)


def _write_ends(axes: Axes, panel: Panel, y: float) -> None:
    """Say below the ticks what lies to the left and to the right of zero."""
    half = drawing.inches(axes) / 2 - 0.05
    for text, x, side in zip(panel.ends, (0.0, drawing.inches(axes)), ("left", "right"), strict=True):
        line = drawing.wrap(text, half, FONT["note"])[:1]
        drawing.write(axes, x, y, line, FONT["note"], color=palette.MUTED, ha=side, zorder=3)


def named(frame: pd.DataFrame, labels: Mapping[str, str], share: bool) -> pd.DataFrame:
    """Add to estimates or gaps the name of each row, of its panel, and of the panel's unit.

    Parameters
    ----------
    frame : DataFrame
        With `score`, and `item` where there are items.
    labels : mapping of str to str
        Score or item -> what to call it.
    share : bool
        All in one panel, rather than a panel per score.

    Returns
    -------
    DataFrame
        With columns `_row`, `_panel` and `_unit` more.

    Raises
    ------
    InputError
        There are no rows.
    """
    if not len(frame):
        raise schema.InputError("There is nothing to draw: the frame has no rows.")
    item = frame["item"].fillna("").astype(str) if "item" in frame else pd.Series("", index=frame.index)
    score = frame["score"].astype(str)
    called = score.map(lambda name: labels.get(name, name))
    text = item.map(lambda name: labels.get(name, name)).where(item != "", called)
    panel = pd.Series("", index=frame.index) if share else score
    unit = called.where(item != "", "")
    several = unit.groupby(panel).transform("nunique") > 1
    text = text.where(~(several & (item != "")), text + ", " + called)
    return frame.assign(_row=text, _panel=panel, _unit=unit.where(~several, ""))
