"""Actors in small multiples: one line of panels per actor, one column per score."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import schema
from analysis.present import palette
from analysis.present.plots import drawing, naming
from analysis.present.plots.drawing import INNER, INSET, MARGIN, Plot

FONT = palette.FONT
LANE = 0.17  # inches from one side's dot to the next
BETWEEN = 0.16  # inches between columns
MOST = 1.75  # inches for the names of sides, where they are too many for a key


def portraits(
    estimates: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    *,
    scores: Sequence[str] | None = None,
    top: int = 6,
    title: str = "",
    confidence: float = 0.95,
) -> Plot:
    """Draw how each side shows the same actors: how present, how active, how described.

    Parameters
    ----------
    estimates : DataFrame
        `schema.ESTIMATES` with actors as `item`.
    labels : mapping of str to str
        Score -> what to call it, with its unit; item -> what to call it.
    scores : sequence of str, optional
        Up to three scores, left to right; the first three in the frame where left out.
    top : int
        How many actors, those with the highest values of the first score.
    title : str
    confidence : float
        Width of the intervals.

    Returns
    -------
    Plot
        One scale per score for all actors. A hollow dot has no interval; a side without a dot has no value.

    Raises
    ------
    InputError
        There is nothing to draw, or more than three scores.
    """
    labels = labels or {}
    scores = list(scores or list(dict.fromkeys(estimates["score"]))[:3])
    rows = estimates[estimates["score"].isin(scores)]
    if not len(rows) or len(scores) > 3:
        raise schema.InputError(f"A portrait shows one to three scores; the frame gives {len(scores)}.")
    sides = palette.assign(dict.fromkeys(rows["side"]))
    first = rows[rows["score"] == scores[0]].groupby("item")["estimate"].max()
    actors = list(first.sort_values(ascending=False, kind="stable").index[:top])
    rows = rows[rows["item"].isin(actors)]
    note = f"Lines are {confidence:.0%} intervals, not adjusted for several comparisons."
    heads = [labels.get(name, name) for name in scores]
    figure, axes = _grid(title, heads, actors, sides, note, rows)
    spans = {name: _span(rows[rows["score"] == name]) for name in scores}
    for actor, line in zip(actors, axes, strict=True):
        part = rows[rows["item"] == actor]
        name = drawing.wrap(labels.get(actor, actor), INNER, FONT["label"])[:1]
        gutter = _gutter(rows, sides)
        drawing.write(line[0], -gutter, 0, name, FONT["label"])
        if gutter:
            _lanes(line[0], part[part["score"] == scores[0]], sides, gutter)
        for name, ax in zip(scores, line, strict=True):
            _cell(ax, part[part["score"] == name], sides, spans[name], ticks=actor == actors[-1])
    return Plot(figure, _alt(title, rows, actors, scores, labels))


def _grid(title, heads, actors, sides, note, rows):
    """Make the canvas: title, key and column heads, then a line of cells per actor, then the note."""
    gutter = _gutter(rows, sides)
    column = (INNER - 2 * INSET - gutter - BETWEEN * (len(heads) - 1)) / len(heads)
    titles = drawing.wrap(title, INNER, FONT["title"], "bold") if title else []
    entries = [] if gutter else naming.entries(rows, sides)
    note += naming.bracketed(rows) if gutter else ""
    lines = [drawing.wrap(head, column, FONT["note"]) for head in heads]
    tall = drawing.height(len(titles), FONT["title"]) + drawing.key_height(entries) + 0.1
    head = tall + drawing.height(max(len(line) for line in lines), FONT["note"]) + 0.08
    cell = drawing.height(1, FONT["label"]) + LANE * len(sides) + 0.1
    foot = drawing.wrap(note, INNER, FONT["note"])
    heights = [head, *[cell] * len(actors), drawing.height(len(foot), FONT["note"]) + 0.02]
    figure, stack = drawing.canvas(heights, [0.0, *[0.04] * (len(actors) - 1), 0.3, 0.0])
    y = drawing.write(stack[0], 0, 0, titles, FONT["title"], weight="bold")
    drawing.key(stack[0], entries, y + 0.04)
    for number, line in enumerate(lines):
        drawing.write(
            stack[0], gutter + number * (column + BETWEEN), tall, line, FONT["note"], color=palette.MUTED
        )
    drawing.write(stack[-1], 0, 0, foot, FONT["note"], color=palette.MUTED)
    cells = [_cells(figure, base, column, len(heads), gutter) for base in stack[1:-1]]
    return figure, cells


def _cells(figure, base: Axes, column: float, number: int, gutter: float) -> list[Axes]:
    """Cut one line of the canvas into columns, right of the gutter."""
    tall = figure.get_size_inches()[1]
    box = base.get_position()
    base.remove()
    lefts = [MARGIN + INSET + gutter + at * (column + BETWEEN) for at in range(number)]
    return [drawing.bare(figure, (left, box.y0 * tall, column, box.height * tall)) for left in lefts]


def _span(rows: pd.DataFrame) -> tuple[float, float]:
    values = rows[["estimate", "low", "high"]].to_numpy(float)
    values = values[np.isfinite(values)]
    return (values.min(), values.max()) if len(values) else (np.nan, np.nan)


def _gutter(rows: pd.DataFrame, sides: Mapping) -> float:
    """Inches for names of lanes: none where a key tells the sides apart."""
    many = len(sides) > naming.FEW
    return naming.gutter([naming.lane(row) for row in rows.to_dict("records") if many], MOST)


def _lanes(axes: Axes, rows: pd.DataFrame, sides: Mapping, gutter: float) -> None:
    """Name the lanes in the gutter, left of the first column."""
    names = {row["side"]: naming.lane(row) for row in rows.to_dict("records")}
    top = drawing.height(1, FONT["label"]) + 0.06
    for number, side in enumerate(sides):
        y = top + LANE * (number + 0.5) - 0.085
        name = drawing.shorten(names.get(side, side), gutter - 0.08, FONT["note"])
        drawing.write(axes, -gutter, y, [name], FONT["note"])


def _cell(axes: Axes, rows: pd.DataFrame, sides: Mapping, span, *, ticks: bool) -> None:
    top = drawing.height(1, FONT["label"])
    drawing.scale(axes, *span, most=3)
    tall = axes.get_ylim()[0]
    for line in axes.lines:
        line.set_ydata([0.0, 1 - top / tall])
    if not ticks:
        axes.set_xticks([])
    if not np.isfinite(rows["estimate"]).any():
        drawing.write(axes, 0, top + 0.06, ["undefined"], FONT["note"], color=palette.MUTED)
    for number, (side, look) in enumerate(sides.items()):
        y = top + 0.06 + LANE * (number + 0.5)
        for row in rows[rows["side"] == side].itertuples():
            if not np.isfinite(row.estimate):
                continue
            whole = np.isfinite([row.low, row.high]).all()
            if whole:
                axes.plot([row.low, row.high], [y, y], color=look.color, lw=2, solid_capstyle="butt")
            face = {} if whole else {"mfc": palette.PAPER}
            axes.plot([row.estimate], [y], marker=look.marker, color=look.color, ms=6, zorder=3, **face)


def _alt(title: str, rows: pd.DataFrame, actors, scores, labels) -> str:
    out = [drawing.sentence(title or "Actors by side")]
    for actor in actors:
        said = []
        for name in scores:
            part = rows[(rows["item"] == actor) & (rows["score"] == name)]
            values = [
                f"{row.side} {drawing.interval(row.estimate, row.low, row.high)}" for row in part.itertuples()
            ]
            said.append(f"{labels.get(name, name).split(' (')[0]}: {', '.join(values)}")
        out.append(f"{labels.get(actor, actor)}. {'; '.join(said)}.")
    return " ".join(out)
