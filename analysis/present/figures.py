"""Figures. Every function takes a frame and returns a `Plot`: the figure and its text alternative.

Figures are 4.5 inches wide, so that on a screen 360 pixels wide the smallest letters are still about 9 pixels
high. Labels stand above what they label rather than beside it; matplotlib's constrained layout keeps them
apart. Nothing is computed but places on the page, and the text alternative is written from the same numbers.
Nothing touches pyplot: a figure belongs to whoever asked for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import chain, groupby
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import font_manager, ticker
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Patch
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from analysis.present import palette
from analysis.present.numbers import MINUS, UNDEFINED, write_count, write_figures, write_interval, write_share
from analysis.schema import JOINT, InputError

WIDTH = 4.5  # inches
FEW = 4  # sides that a key can tell apart; of more, each lane has its name
MANY = 6  # sides that a row shows one below the other; of more, it names the highest and the lowest
PAIR = ["score", "item", "side_a", "side_b"]  # names a difference
MOST_LANES = 12  # sides drawn of many, where each has several lanes; a table gives the rest
MOST_ROWS = 5  # of several rows of many sides; a table gives the rest
MOST_IN_ALT = 24  # values spelt out in a text alternative; a table gives the rest

_FONT = "DejaVu Sans"  # comes with matplotlib, so figures are the same on every machine
_UNADJUSTED = "not adjusted for several comparisons"
_LABEL, _TICK, _NOTE = 10.0, 9.0, 8.5  # points
_LINE = 1.3 / 72  # inches of a line of text, for each point
_EDGE = 0.08  # inches free at either side
_INNER = WIDTH - 0.25
_GUTTER = 1.9  # inches for names of lanes, at most
_LANE = 0.18  # inches from one lane to the next, and of a line of a title
_GAP = 0.5  # lanes between rows
_STYLE = {
    "font.family": _FONT,
    "text.parse_math": False,  # "$5 and $6" is no formula
    "text.color": palette.INK,
    "axes.titlesize": _LABEL,
    "axes.titlelocation": "left",
    "axes.titlepad": 3,
    "axes.labelsize": _NOTE,
    "axes.labelcolor": palette.MUTED,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
    "axes.facecolor": "none",
    "xtick.color": palette.MUTED,
    "xtick.labelsize": _TICK,
    "xtick.major.size": 0,
    "ytick.labelsize": _NOTE,
    "ytick.major.size": 0,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.axisbelow": True,
    "grid.color": palette.LINE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": _LABEL,
    "legend.borderpad": 0,
    "legend.borderaxespad": 0.3,
    "legend.handletextpad": 0.3,
    "legend.handlelength": 1.4,
    "legend.columnspacing": 1.2,
}


_SHADES = LinearSegmentedColormap.from_list("shades", [palette.PAPER, palette.VERDICTS["clear"].color])


class Plot(NamedTuple):
    """A figure and its text alternative, both made from the same data.

    Of one that is `folded`, since it repeats itself for many sides or shows next to nothing, a page has the
    caption, and the rest on demand; the front page has none of it.
    """

    figure: Figure
    alt: str
    folded: bool = False


class _Lane(NamedTuple):
    """A value with its interval, drawn in one line of a figure.

    `name` stands at its left, `text` in its place where it is NaN; a `hollow` marker is drawn where there is
    no interval, or on request; a `stem` leads to it from 0. `beside` are further values, in grey.
    """

    value: float
    low: float
    high: float
    look: palette.SideLook
    name: str = ""
    text: str = "undefined"
    hollow: bool = False
    stem: bool = False
    beside: Sequence[float] = ()


def _stem(name: str, value: float, look: palette.SideLook, hollow: bool = False) -> _Lane:
    """A lane for a value without an interval, led to from 0."""
    return _Lane(value, value, value, look, name, hollow=hollow, stem=True)


class _Row(NamedTuple):
    """Lanes under one title. Rows that name the same `scale` share it, with `unit` below the last of them."""

    title: str
    lanes: Sequence[_Lane]
    scale: str = ""
    unit: str = ""


# --- figures of scores ----------------------------------------------------------------------------


def draw_intervals(estimates: pd.DataFrame, labels: Mapping[str, str] | None = None) -> Plot:
    """Draw each side's estimate as a dot with its interval.

    Parameters
    ----------
    estimates : DataFrame
        `schema.ESTIMATES`, with `confidence`. The items of one score share a scale, since they share a unit;
        different scores have scales of their own.
    labels : mapping of str to str
        Score or item -> what to call it, with its unit.

    Returns
    -------
    Plot
        On a scale, rows go by difference, largest first: first side less second where there are two, else the
        range. A hollow marker has no interval, or no value, and says why. Of more than `MANY` sides the lanes
        go by value, highest first; where there are several rows, each names its highest and its lowest side
        and has the others as grey dots between them, and the first `MOST_ROWS` are drawn.

    Raises
    ------
    InputError
        There is no row to draw.
    """
    labels = labels or {}
    if not len(estimates):
        raise InputError("There is nothing to draw: the frame has no rows.")
    sides = palette.assign_looks(dict.fromkeys(estimates["side"]))
    rows, said = [], []
    several = len(sides) > MANY and len(estimates[["score", "item"]].drop_duplicates()) > 1
    for score, part in estimates.groupby("score", sort=False):
        called = labels.get(score, score)
        for item in _order_items(part, list(sides)):
            lines = part[part["item"] == item]
            if len(sides) > MANY:
                lines = lines.sort_values("estimate", ascending=False, kind="stable")
            title, unit = (labels.get(item, item), called) if item else (called, "")
            lanes = _lanes(lines, sides)
            rows.append(_Row(title, _keep_ends(lanes) if several else lanes, score, unit))
            said.append((title, lines))
    note = f"Dots are estimates, lines {_confidence(estimates)} intervals, {_UNADJUSTED}."
    if several:
        note += " Named: the highest and the lowest; every other side is a grey dot."
        if len(rows) > MOST_ROWS:
            note += f" The table has {write_count(len(rows) - MOST_ROWS, 'further row')}."
            rows = rows[:MOST_ROWS]
    figure = _draw_rows([rows], _side_key(estimates, sides), note + _bracket_note(estimates, sides))
    start = f"Estimates by side. Estimates with {_confidence(estimates)} intervals in brackets."
    return Plot(figure, f"{start} {_spell_out(said)}")


def draw_actors(
    estimates: pd.DataFrame, labels: Mapping[str, str] | None = None, *, scores: Sequence[str], top: int = 6
) -> Plot:
    """Draw how each side shows the same actors: how present, how active, how described.

    Parameters
    ----------
    estimates : DataFrame
        `schema.ESTIMATES` with actors as `item`, and `confidence`.
    labels : mapping of str to str
        Score -> what to call it, with its unit; item -> what to call it.
    scores : sequence of str
        Up to three scores, left to right.
    top : int
        How many actors, those with the highest values of the first score; of more than `MANY` sides, of which
        the first `MOST_LANES` by that score stand below each other, half as many.

    Returns
    -------
    Plot
        A line of panels per actor, a column and a scale per score.

    Raises
    ------
    InputError
        There is nothing to draw, or more than three scores.
    """
    labels = labels or {}
    rows = estimates[estimates["score"].isin(scores)]
    if not len(rows) or len(scores) > 3:
        raise InputError(f"A figure of actors shows one to three scores; {len(scores)} are asked for.")
    sides = palette.assign_looks(dict.fromkeys(rows["side"]))
    top = top // 2 if len(sides) > MANY else top
    first = rows[rows["score"] == scores[0]].groupby("item")["estimate"].max()
    actors = list(first.sort_values(ascending=False, kind="stable").index[:top])
    rows = rows[rows["item"].isin(actors)]
    ranked = rows[rows["score"] == scores[0]].sort_values("estimate", ascending=False, kind="stable")
    order = {actor: list(part["side"])[:MOST_LANES] for actor, part in ranked.groupby("item", sort=False)}
    columns, said = [], {actor: [] for actor in actors}
    for score in scores:
        called = labels.get(score, score)
        column = []
        for actor in actors:
            lines = rows[(rows["item"] == actor) & (rows["score"] == score)]
            if len(sides) > MANY:
                lines = lines[lines["side"].isin(order[actor])].sort_values(
                    "side", key=lambda names, actor=actor: names.map(order[actor].index)
                )
            lanes = [lane._replace(text="undefined") for lane in _lanes(lines, sides)]
            lanes = [lane._replace(name="") for lane in lanes] if columns else lanes
            column.append(_Row("" if columns else labels.get(actor, actor), lanes, score, called))
            said[actor].append(f"{called.split(' (')[0]}: {_spell_values(lines)}")
        columns.append(column)
    note = f"Lines are {_confidence(rows)} intervals, {_UNADJUSTED}."
    if len(sides) > MOST_LANES:
        called = labels.get(scores[0], scores[0]).split(" (")[0]
        note += f" Of {len(sides)} sides, the {MOST_LANES} with the highest {called}."
    figure = _draw_rows(columns, _side_key(rows, sides), note + _bracket_note(rows, sides))
    told = [f"{labels.get(actor, actor)}. {'; '.join(parts)}." for actor, parts in said.items()]
    return Plot(figure, " ".join(["Actors by side.", *told]))


def draw_multiverse(
    differences: pd.DataFrame, labels: Mapping[str, str] | None = None, *, baseline: str = "as analysed"
) -> Plot:
    """Draw a difference under each alternative analysis, to see whether it keeps its sign.

    Parameters
    ----------
    differences : DataFrame
        One row per score [x item] x pair of sides x alternative: `score`, `item`, `side_a`, `side_b`,
        `alternative`, `difference`.
    labels : mapping of str to str
        Score or item -> what to call it, with its unit.
    baseline : str
        The alternative that the others are held against.

    Returns
    -------
    Plot
        A row per difference, a lane per alternative; choices that are made together share one lane, from the
        lowest to the highest difference of any combination. Those that change the sign say so. Of more than
        `MANY` differences each is one lane, from its lowest to its highest value under any choice.

    Raises
    ------
    InputError
        There is no row to draw.
    """
    labels = labels or {}
    if not len(differences):
        raise InputError("There is nothing to draw: the frame has no rows.")
    rows, said = [], []
    if differences[PAIR].drop_duplicates().shape[0] > MANY:
        return _draw_many_multiverses(differences, labels, baseline)
    for (score, item, one, other), part in differences.groupby(PAIR, sort=False):
        called = ", ".join(labels.get(name, name) for name in (item, score) if name)
        name = f"{called}: {one} {MINUS} {other}"
        every = part.set_index("alternative")["difference"]
        joint = every[[JOINT in alternative for alternative in every.index]]
        values = every.drop(joint.index)
        turned = np.sign(values) * np.sign(values.get(baseline, np.nan)) < 0
        lanes = []
        for alternative, value in values.items():
            color = palette.VERDICTS["fragile" if turned[alternative] else "clear"].color
            look = palette.SideLook(color, "D" if alternative == baseline else "o", "-")
            lanes.append(_Lane(value, value, value, look, f"{alternative} ({write_figures(value)})"))
        if len(joint):
            look = palette.SideLook(palette.VERDICTS["no clear difference"].color, "o", "-")
            ends = f"{write_figures(every.min())} to {write_figures(every.max())}"
            together = f"all {len(every)} ({ends})"
            lanes.append(_Lane(every.median(), every.min(), every.max(), look, together))
        warning = f"\nThe sign changes: {', '.join(values.index[turned])}" if turned.any() else ""
        rows.append(_Row(name + warning, lanes, scale=score))
        told = [
            f"{alternative} {write_figures(value)}{', the sign changes' if turned[alternative] else ''}"
            for alternative, value in values.items()
        ]
        told += [lane.name for lane in lanes[len(values) :]]
        said.append(f"{name}: {'; '.join(told)}.")
    note = "Each dot is the difference under one choice of method; none has an interval of its own."
    figure = _draw_rows([rows], [], note, zero=True)
    return Plot(figure, " ".join(["Differences under alternative analyses.", *said]))


def draw_matrix(counts: pd.DataFrame, unit: str, *, top: int = 20) -> Plot:
    """Draw how often each side tells each item, as a table whose cells are the darker the more.

    Parameters
    ----------
    counts : DataFrame
        One row per item, one column per side, numbers from 0; missing where it is told without a count.
    unit : str
        What is counted, in the plural.
    top : int
        How many items: those told by most sides, and of these the most frequent; of more than `MOST_LANES`
        sides half as many.

    Returns
    -------
    Plot
        Sides stand in the order of how many items they share, as columns; more than `MOST_LANES` as rows. An
        empty cell is a count of 0, a dash is no count.
    """
    if not counts.size:
        return _say_nothing(f"There are no {unit} to draw.")
    counts = counts.astype(float)
    reach = pd.DataFrame({"told": (counts > 0).sum(axis=1), "all": counts.sum(axis=1)}).reset_index(drop=True)
    many = counts.shape[1] > MOST_LANES
    top = top // 2 if many else top
    most_told = counts.iloc[reach.sort_values(["told", "all"], ascending=False, kind="stable").index[:top]]
    most_told = most_told[(most_told > 0).sum().sort_values(ascending=False, kind="stable").index]
    table = most_told.T if many else most_told
    shade = np.sqrt(table.fillna(0.0) / max(table.max(axis=None), 1)).to_numpy()
    names = [_shorten(str(name), 1.5, _NOTE) for name in table.columns]
    lines = [_shorten(str(name), _GUTTER - 0.4, _NOTE) for name in table.index]
    around = max(_measure(name, _NOTE) for name in names) + 0.1
    note = f"Numbers are {unit}; an empty cell is none."
    if table.isna().any(axis=None):
        note += " A dash: named there, in a way that is not counted."
    with _drawing([0.2 * len(table)], note=note, around=around, lines=False) as (figure, grid):
        axes = grid[0, 0]
        axes.imshow(shade, cmap=_SHADES, vmin=0, vmax=1, aspect="auto")
        for row, line in enumerate(table.to_numpy()):
            for column, number in enumerate(line):
                color = palette.PAPER if shade[row, column] > 0.6 else palette.INK
                text = UNDEFINED if np.isnan(number) else f"{number:.0f}" if number else ""
                axes.text(column, row, text, size=_NOTE, ha="center", va="center", color=color)
        axes.xaxis.tick_top()
        axes.set_xticks(range(len(names)), names, rotation=90, size=_NOTE)
        axes.set_yticks(range(len(table)), lines)
    said = [
        f"{name}: {', '.join(f'{side} {number:.0f}' for side, number in row.items() if number > 0)}."
        for name, row in most_told.head(MOST_IN_ALT // 2).iterrows()
    ]
    return Plot(figure, " ".join([f"{unit[:1].upper()}{unit[1:]} by side.", *said]))


def _draw_many_multiverses(differences: pd.DataFrame, labels: Mapping[str, str], baseline: str) -> Plot:
    """Draw each difference in one lane: as analysed, and every other choice as a grey dot."""
    rows, said = [], []
    for (score, item), part in differences.groupby(["score", "item"], sort=False):
        called = ", ".join(labels.get(name, name) for name in (item, score) if name)
        lanes = []
        for (one, other), choices in part.groupby(["side_a", "side_b"], sort=False):
            values = choices.set_index("alternative")["difference"]
            main = values.get(baseline, np.nan)
            others = values.drop(baseline, errors="ignore").dropna()
            turned = int((np.sign(others) * np.sign(main) < 0).sum())
            color = palette.VERDICTS["fragile" if turned else "clear"].color
            look = palette.SideLook(color, "D", "-")
            name = f"{one} {MINUS} {other} ({turned} of {len(others)})"
            lanes.append(_Lane(main, values.min(), values.max(), look, name, beside=tuple(others)))
        lanes.sort(key=lambda lane: -lane.value if np.isfinite(lane.value) else np.inf)
        rows.append(_Row(called, lanes, scale=score))
        told = "; ".join(f"{lane.name}: {write_interval(lane.value, lane.low, lane.high)}" for lane in lanes)
        said.append(f"{_end_sentence(called)} {told}.")
    note = "Diamonds: as analysed; grey dots: other choices. In brackets: how many choices change the sign."
    figure = _draw_rows([rows], [], note, zero=True)
    return Plot(figure, " ".join(["Differences under alternative analyses.", note, *said]))


def draw_course(estimates: pd.DataFrame, label: str) -> Plot:
    """Draw a score over the course of the articles, with a band for its uncertainty.

    Parameters
    ----------
    estimates : DataFrame
        `schema.ESTIMATES` of one score, with `confidence`, where `item` numbers the parts of an article from
        its beginning.
    label : str
        What the score is, with its unit.

    Returns
    -------
    Plot
        One panel per side, all on one scale; of more than `MANY` sides, three abreast. Parts without text
        leave a gap.

    Raises
    ------
    InputError
        There is nothing to draw, or more than one score.
    """
    if len(set(estimates["score"])) != 1:
        raise InputError(f"A course shows one score; the frame has {len(set(estimates['score']))}.")
    sides = palette.assign_looks(dict.fromkeys(estimates["side"]))
    parts = np.sort(estimates["item"].astype(int).unique())
    middle = (np.arange(len(parts)) + 0.5) / len(parts)
    note = f"Bands are {_confidence(estimates)} intervals, part by part, {_UNADJUSTED}."
    said = []
    with _drawing_panels(len(sides), note) as (figure, grid):
        for axes, (side, look) in zip(grid.flat, sides.items(), strict=False):
            rows = estimates[estimates["side"] == side]
            rows = rows.set_index(rows["item"].astype(int)).reindex(parts)
            axes.fill_between(middle, rows["low"], rows["high"], color=look.color, alpha=0.18, lw=0)
            line = {"color": look.color, "ls": look.dash, "marker": look.marker, "ms": 5, "lw": 1.8}
            axes.plot(middle, rows["estimate"], **line)
            title = f"{side} ({_count_units(rows)})" if grid.shape[1] == 1 else side
            _set_panel_title(axes, grid, title, look.color)
            axes.axhline(0, color=palette.INK, lw=0.8, visible=(estimates["low"].min() < 0))
            points = "; ".join(write_figures(value) for value in rows["estimate"])
            said.append(f"{side}, {len(parts)} parts from beginning to end: {points}.")
        first = grid[0, 0]
        first.set_xlim(0, 1)
        first.xaxis.set_major_locator(ticker.FixedLocator([0.25, 0.75] if grid.shape[1] > 1 else [0, 0.5, 1]))
        first.xaxis.set_major_formatter(ticker.PercentFormatter(1))
        first.yaxis.set_major_locator(ticker.MaxNLocator(3))
        _label_panels(figure, grid, len(sides), "Share of the article read", label)
    return Plot(
        figure, " ".join(["Course over the article.", _end_sentence(label), *said]), len(sides) > MANY
    )


@contextmanager
def _drawing_panels(number: int, note: str) -> Iterator[tuple[Figure, np.ndarray]]:
    """Make panels that share their scales: below each other, or three abreast where they are many."""
    abreast, height = (3, 0.75) if number > MANY else (1, 1.3)
    lines = -(-number // abreast)
    around = 0.3 * lines + 0.9
    with _drawing([height] * lines, columns=abreast, note=note, around=around) as (figure, grid):
        for axes in grid.flat[1:]:
            axes.sharex(grid[0, 0])
            axes.sharey(grid[0, 0])
        yield figure, grid


def _set_panel_title(axes: Axes, grid, title: str, color: str) -> None:
    room = (_INNER - 0.6) / grid.shape[1] - 0.1
    size = _NOTE if grid.shape[1] > 1 else _LABEL
    axes.set_title(
        _shorten(title if grid.shape[1] == 1 else title.split(" (n")[0], room, size), color=color, size=size
    )


def _label_panels(figure: Figure, grid, number: int, below: str, beside: str) -> None:
    """Write scales at the outer panels only, and take away the empty ones."""
    abreast = grid.shape[1]
    for place, axes in enumerate(grid.flat):
        axes.tick_params(labelbottom=place + abreast >= number, labelleft=place % abreast == 0)
        if place >= number:
            axes.set_axis_off()
    grid[-1, 0].set_xlabel(below, loc="left")
    tall = sum(figure.get_size_inches()[1:]) * 0.75
    figure.supylabel("\n".join(_wrap(beside, tall, _NOTE)), size=_NOTE, color=palette.MUTED)


def draw_dates(dated: pd.DataFrame, label: str) -> Plot:
    """Draw a score of each article by its date.

    Parameters
    ----------
    dated : DataFrame
        From `tables.date_scores`: `date`, `side`, `value`, one row per article.
    label : str
        What the score is, with its unit.

    Returns
    -------
    Plot
        A dot per article, sides told apart by colour and marker; of more than `FEW` sides a panel each, the
        articles of all the others in grey.

    Raises
    ------
    InputError
        There is no article with a date.
    """
    if not len(dated):
        raise InputError("There is no dated article to draw.")
    sides = palette.assign_looks(dict.fromkeys(dated["side"]))
    first, last = dated["date"].min(), dated["date"].max()
    apart = len(sides) > FEW
    note = "A dot is an article." + (" Grey: those of the other sides." if apart else "")
    key = [] if apart else [_marker(look, side) for side, look in sides.items()]
    said = []
    drawing = _drawing_panels(len(sides), note) if apart else _drawing([1.9], key=key, note=note, around=0.5)
    with drawing as (figure, grid):
        panels = list(grid.flat) if apart else [grid[0, 0]] * len(sides)
        for axes, (side, look) in zip(panels, sides.items(), strict=False):
            rows = dated[dated["side"] == side]
            if apart:
                axes.plot(dated["date"], dated["value"], "o", color=palette.LINE, ms=3.5, zorder=1)
                _set_panel_title(axes, grid, side, look.color)
            axes.plot(rows["date"], rows["value"], look.marker, color=look.color, ms=6, zorder=3)
            points = ", ".join(
                f"{date:%d %b %Y} {write_figures(value)}"
                for date, value in zip(rows["date"][:MOST_IN_ALT], rows["value"], strict=False)
            )
            said.append(f"{side}: {points}.")
        axes = grid[0, 0]
        places = [0.15, 0.85] if grid.shape[1] > 1 else [0.1, 0.5, 0.9]
        days = [(first + (last - first) * share).normalize() for share in places]
        form = "%d %b" if (last - first).days < 300 else "%b %Y"
        axes.set_xticks(days, [f"{day:{form}}" for day in days])
        axes.yaxis.set_major_locator(ticker.MaxNLocator(3))
        _label_panels(figure, grid, len(sides) if apart else 1, "", label)
    return Plot(figure, " ".join(["Articles by date.", _end_sentence(label), *said]), len(sides) > MANY)


def draw_positions(maps: Mapping[str, pd.DataFrame]) -> Plot:
    """Draw where sides stand towards each other, each with an ellipse for its uncertainty.

    Parameters
    ----------
    maps : mapping of str to DataFrame
        What was compared -> `compare.positions.scale_positions`; empty ones are left out.

    Returns
    -------
    Plot
        A map each, in which only distances mean something: sides whose ellipses overlap cannot be told apart.
        More than `MOST_LANES` sides have no key, since their looks repeat, but more room for their names.
    """
    maps = {name: table for name, table in maps.items() if len(table)}
    if not maps:
        return _say_nothing("There are too few sides with enough text for a map of their distances.")
    sides = palette.assign_looks(dict.fromkeys(chain(*(table["side"] for table in maps.values()))))
    note = "Only distances mean something. Ellipses hold about 95% of resamples of each side's sentences."
    said = []
    many = len(sides) > MOST_LANES
    key = [] if many else [_marker(look, side) for side, look in sides.items()]
    note += " The text alternative has the names that find no room." * many
    heights, around = [2.7 if many else 1.9] * len(maps), 0.35 * len(maps)
    with _drawing(heights, key=key, note=note, around=around, lines=False) as (figure, grid):
        for axes, (name, table) in zip(grid[:, 0], maps.items(), strict=True):
            title = f"{name} (the plane shows {write_share(table['fit'].iloc[0])} of the squared distances)"
            axes.set_title("\n".join(_wrap(title, _INNER, _LABEL)))
            axes.set(xticks=[], yticks=[], aspect="equal", adjustable="datalim")
            axes.spines[:].set(visible=True, color=palette.LINE)
            for row in table.to_dict("records"):
                look = sides[row["side"]]
                axes.add_patch(_make_ellipse(row, look.color))
                axes.plot(row["x"], row["y"], look.marker, color=look.color, ms=6)
            axes.margins(0.08)
    for axes, (name, table) in zip(grid[:, 0], maps.items(), strict=True):
        texts = [_shorten(side, 1.4, _NOTE) for side in table["side"]]
        x, y = table["x"].to_numpy(), table["y"].to_numpy()
        with mpl.rc_context(_STYLE):
            _label_points(axes, figure, x, y, texts, range(len(texts)), len(texts))
        said.append(f"{name}: {_spell_distances(table)}.")
    return Plot(figure, " ".join(["Distances of sides, drawn in a plane.", *said]))


def _make_ellipse(row: Mapping[str, float], color: str) -> Ellipse:
    """The ellipse that holds 95% of a normal distribution with these variances."""
    values, vectors = np.linalg.eigh([[row["xx"], row["xy"]], [row["xy"], row["yy"]]])
    width, height = 2 * np.sqrt(5.991 * np.maximum(values, 0))  # chi-squared of two degrees of freedom
    angle = np.degrees(np.arctan2(vectors[1, 0], vectors[0, 0]))
    return Ellipse((row["x"], row["y"]), width, height, angle=angle, fc=color, ec=color, alpha=0.13)


def _spell_distances(table: pd.DataFrame) -> str:
    """Spell out which side stands next to each side on the map."""
    points = table[["x", "y"]].to_numpy()
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    names = table["side"].tolist()
    return "; ".join(
        f"{name} is nearest to {names[near]} ({write_figures(distances[near])})"
        for name, distances, near in zip(names, apart, apart.argmin(axis=1), strict=True)
    )


# --- figures of words and texts -------------------------------------------------------------------


def draw_terms(terms: pd.DataFrame, *, top: int = 12, alpha: float = 0.05) -> Plot:
    """Draw each side's most distinctive words as a ranked list.

    Parameters
    ----------
    terms : DataFrame
        One row per term and side: `term`, `side`, `count_a`, `count_b`, `z`, `rank`, `p_adjusted`; a column
        `label`, if there, is shown for the term.
    top : int
        Terms per side; of more than `MANY` sides a sixth as many, and of more than `MOST_LANES` those sides
        alone whose first term has the highest z.
    alpha : float
        Adjusted p below which a term counts as holding up.

    Returns
    -------
    Plot
        A panel per side on one scale, z; beside each term its occurrences here and elsewhere. Filled dots
        hold up when whole articles are permuted; hollow ones do not.
    """
    top = top // 6 if terms["side"].nunique() > MANY else top
    rows = terms[(terms["z"] > 0) & (terms["rank"] <= top) & (terms["count_a"] > 1)]
    if not len(rows):
        return _say_nothing("No term is distinctive: there is one side only, or too little text.")
    sides = palette.assign_looks(dict.fromkeys(terms["side"]))
    tested = terms["p_adjusted"].notna().any()
    rows = rows[rows["side"].isin(rows.groupby("side")["z"].max().nlargest(MOST_LANES).index)]
    drawn, said = [], []
    for side, look in sides.items():
        part = rows[rows["side"] == side]
        names = [
            f"{row.label if 'label' in rows else row.term} ({row.count_a} : {row.count_b})"
            for row in part.itertuples()
        ]
        failed = ~(part["p_adjusted"] < alpha) & tested
        lanes = [_stem(name, z, look, weak) for name, z, weak in zip(names, part["z"], failed, strict=True)]
        if lanes:
            drawn.append(_Row(f"More in {side}", lanes, unit="z-score"))
            said.append(f"{side}: {', '.join(names)}.")
    note = "z-scores of the log-odds ratio with a Dirichlet prior rank terms"
    if tested:
        note += f". Filled dots: adjusted p below {alpha:g} when whole articles are permuted."
    else:
        note += "; they do not test them, since words come in bursts within an article."
    note += f" Of {len(sides)} sides, the {MOST_LANES} most set apart." * (len(sides) > MOST_LANES)
    figure = _draw_rows([drawn], [], f"In brackets: occurrences here and elsewhere. {note}", zero=True)
    start = "Distinctive words. Terms by side, most distinctive first, with occurrences there and elsewhere."
    return Plot(figure, " ".join([start, *said, note]), len(sides) > MANY)


def draw_shift(shift: pd.DataFrame, pair: tuple[str, str], unit: str, *, most: int = 14) -> Plot:
    """Draw which words make a gap: a signed stem per word, in the colour of the side it raises.

    Parameters
    ----------
    shift : DataFrame
        Indexed by word, largest first: `shift`, and on each side the occurrences `times_first`,
        `times_second`; the shifts add up to the gap.
    pair : tuple of str
        The two sides; the gap is the first less the second.
    unit : str
        What the score is, with its unit.
    most : int
        Words drawn; the others are one last line, so that the lines add up.

    Returns
    -------
    Plot
        Folded where there is no gap to two decimals, so that the words only balance each other.
    """
    if not len(shift) or pair[0] == pair[1]:
        return _say_nothing("There is no gap for words to make: one side only, or no word was scored.")
    first, second = palette.assign_looks(pair).values()
    shown = shift.head(most)
    values = [
        (f"{row.Index} ({row.times_first:.0f} : {row.times_second:.0f})", row.shift)
        for row in shown.itertuples()
    ]
    if len(shift) > most:
        values.append((f"{len(shift) - most} other words", shift["shift"].iloc[most:].sum()))
    lanes = [_stem(name, value, first if value > 0 else second) for name, value in values]
    total = f"{pair[0]} {MINUS} {pair[1]}: {write_figures(shift['shift'].sum())}"
    note = f"In brackets: times scored in {pair[0]} and in {pair[1]}. The lines add up to the difference."
    figure = _draw_rows([[_Row(total, lanes, unit=unit)]], [], note, zero=True)
    told = ", ".join(f"{name} {write_figures(value)}" for name, value in values)
    none = bool(abs(shift["shift"].sum()) < 0.005)
    return Plot(figure, f"What each word adds to the difference {total}. {told}. {note}", folded=none)


def choose_word_sides(terms: pd.DataFrame) -> list[str]:
    """The sides whose words are drawn: the first of two, else up to `MANY`, those most set apart by a word.

    Parameters
    ----------
    terms : DataFrame
        From `terms.rank_distinctive_terms`: `side`, `z`.
    """
    sides = list(dict.fromkeys(terms["side"]))
    most = terms.groupby("side", sort=False)["z"].max().nlargest(MANY).index
    return [side for side in sides if side in most] if len(sides) > 2 else sides[:1]


def draw_words(terms: pd.DataFrame, side: str, *, labelled: int = 30) -> Plot:
    """Draw all words by how often a side and the others use them, on two logarithmic axes.

    Parameters
    ----------
    terms : DataFrame
        From `terms.rank_distinctive_terms`: `term`, `side`, `rate_a`, `rate_b` (per 100 words), `z`.
    side : str
        Whose words are drawn, against those of the other side or of the rest.
    labelled : int
        Words that are named: those with the largest z either way, as far as there is room.

    Returns
    -------
    Plot
        Words that both use alike lie on the diagonal; a word one side never uses lies on its edge. Of more
        than two sides it is folded, since each may have its own.
    """
    looks = palette.assign_looks(dict.fromkeys(terms["side"]))
    others = [name for name in looks if name != side]
    other, color = (others[0], looks[others[0]].color) if len(others) == 1 else ("the rest", palette.MUTED)
    rows = terms[terms["side"] == side]
    rates = rows[["rate_a", "rate_b"]].to_numpy()
    least = rates[rates > 0].min() / 2
    x, y = np.log10(np.maximum(rates, least)).T
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, WIDTH * 0.85), dpi=160, layout="constrained")
        axes = figure.subplots()
        colors = np.where(rows["z"] > 0, looks[side].color, color)
        axes.plot(*[[min(x.min(), y.min()), max(x.max(), y.max())]] * 2, color=palette.LINE, linewidth=0.8)
        axes.scatter(x, y, s=14, c=colors, alpha=0.75, linewidths=0, rasterized=True)
        axes.set(xlabel=f"per 100 words of {side}", ylabel=f"per 100 words of {other}")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(
                lambda value, _: "never" if 10**value < least * 1.2 else f"{10**value:.2g}"
            )
        named = _label_points(
            axes, figure, x, y, rows["term"].tolist(), np.argsort(-rows["z"].abs()), labelled
        )
    said = ", ".join(rows["term"].iloc[place] for place in named)
    alt = f"{len(rows)} words by their rate in {side} and in {other}. Named: {said}."
    return Plot(figure, alt, len(looks) > 2)


def _label_points(axes, figure, x, y, texts: list[str], order, most: int) -> list[int]:
    """Name points in `order` where the name meets no other; which were named."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(figure).draw()
    taken: list = []
    named: list[int] = []
    for place in order:
        if len(named) == most:
            break
        at = (x[place], y[place])
        label = axes.annotate(texts[place], at, (4, 3), textcoords="offset points", fontsize=_NOTE)
        box = label.get_window_extent(figure.canvas.get_renderer())
        inside = axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1 and box.y1 <= axes.bbox.y1
        if inside and not any(box.overlaps(other) for other in taken):
            taken.append(box)
            named.append(int(place))
        else:
            label.remove()
    return named


_BODY = "#c9cdd6"  # kept text: paler than any kind of removed text, and darker than the paper
_HATCHES = ("", "////", "....", "xxxx", "----", "\\\\\\\\")
_KINDS = 6  # kinds of removed text with a look of their own; the others are one


def draw_removed(shares: pd.DataFrame, labels: Mapping[str, str] | None = None, *, most: int = 20) -> Plot:
    """Draw how much of each article was kept, and what was removed from it.

    Parameters
    ----------
    shares : DataFrame
        One row per article x kind: `article_id`, `kind` ("kept" or what was removed), `characters`.
    labels : mapping of str to str
        article_id or kind -> what to call it.
    most : int
        How many articles to show, those that lost the largest share.

    Returns
    -------
    Plot
        A bar per article, 100 % of its characters wide.

    Raises
    ------
    InputError
        There is no article.
    """
    labels = labels or {}
    wide = shares.pivot_table(
        index="article_id", columns="kind", values="characters", aggfunc="sum", fill_value=0
    )
    if not len(wide):
        raise InputError("There is no article to draw.")
    total = wide.sum(axis=1)
    part = wide.div(total.where(total > 0), axis=0)
    kept = part.pop("kept") if "kept" in part else pd.Series(0.0, index=part.index)
    shown = kept.sort_values(kind="stable").index[:most]
    table = _join_small_kinds(part.loc[shown])
    table.insert(0, "kept", kept)
    table = table.rename(columns=lambda kind: labels.get(kind, kind.replace("_", " ")))
    colors = [_BODY, *(look.color for look in palette.SIDES)]
    hatches = ["", *_HATCHES]
    looks = [
        Patch(facecolor=color, edgecolor=palette.PAPER, hatch=hatch, lw=0.5, label=kind)
        for kind, color, hatch in zip(table.columns, colors, hatches, strict=False)
    ]
    names = [f"{labels.get(name, name)} ({write_count(total[name], 'character')})" for name in shown]
    with _drawing([0.42 * len(table)], key=looks, around=0.5) as (figure, grid):
        axes = grid[0, 0]
        for place, name in enumerate(names):
            text = _shorten(name, _INNER - 0.2, _LABEL)
            axes.text(0, place, text, size=_LABEL, va="center", backgroundcolor=palette.PAPER)
        left = np.zeros(len(table))
        for look, (_, values) in zip(looks, table.items(), strict=True):
            style: dict[str, Any] = {
                "facecolor": look.get_facecolor(),
                "edgecolor": palette.PAPER,
                "hatch": look.get_hatch(),
            }
            axes.barh(np.arange(len(table)) + 0.45, values, 0.4, left=left, lw=0.5, **style)
            left += values.to_numpy()
        axes.set(xlim=(0, 1), ylim=(len(table) - 0.3, -0.3), yticks=[])
        axes.set_xlabel("Share of the article's characters as they came")
        axes.xaxis.set_major_locator(ticker.FixedLocator([0, 0.25, 0.5, 0.75, 1]))
        axes.xaxis.set_major_formatter(ticker.PercentFormatter(1))
    said = [
        f"{name}: {', '.join(f'{kind} {write_share(part)}' for kind, part in row.items() if part >= 0.005)}."
        for name, (_, row) in zip(names, table.iterrows(), strict=True)
    ]
    more = [f"{len(wide) - len(table)} further articles lost less."] if len(wide) > len(table) else []
    return Plot(figure, " ".join(["Kept and removed.", *said, *more]))


def _join_small_kinds(part: pd.DataFrame) -> pd.DataFrame:
    """The largest kinds each, the rest as one."""
    order = part.sum().sort_values(ascending=False, kind="stable").index
    if len(order) <= _KINDS:
        return part[order]
    small = part[order[_KINDS - 1 :]].sum(axis=1)
    return part[order[: _KINDS - 1]].assign(**{"other kinds": small})


# --- from frames to rows and words ----------------------------------------------------------------


def _lanes(rows: pd.DataFrame, sides: Mapping[str, palette.SideLook]) -> list[_Lane]:
    """A lane for each row of estimates; named only where sides are too many for a key."""
    lanes = []
    for row in rows.to_dict("records"):
        side, text = str(row["side"]), row["reason"] or "undefined"
        if len(sides) > FEW:
            name = f"{side} ({row['n']:,.0f})" if np.isfinite(row["n"]) else side
        else:
            name, text = "", f"{side}: {text}"
        lanes.append(_Lane(row["estimate"], row["low"], row["high"], sides[row["side"]], name, text))
    return lanes


def _keep_ends(lanes: list[_Lane]) -> list[_Lane]:
    """The highest and the lowest lane of those that have a value, and between them the others in one."""
    known = [lane for lane in lanes if np.isfinite(lane.value)]
    if len(known) < 3:
        return known or lanes[:1]
    high, *others, low = known
    values = [lane.value for lane in others]
    grey = palette.SideLook(palette.MUTED, "", "-")
    between = _Lane(float(np.median(values)), np.nan, np.nan, grey, f"{len(values)} others", beside=values)
    first, last = palette.SIDES[:2]
    return [high._replace(look=first), between, low._replace(look=last)]


def _order_items(part: pd.DataFrame, sides: list[str]) -> list[str]:
    """Items by difference between two sides, or by range over more; undefined last."""
    wide = part.pivot_table(index="item", columns="side", values="estimate", aggfunc="first")
    wide = wide.reindex(columns=sides)
    spread = wide.max(axis=1) - wide.min(axis=1)
    if len(sides) == 2:
        spread = wide[sides[0]] - wide[sides[1]]
    spread = spread.reindex(part["item"].unique())
    return list(spread.sort_values(ascending=False, kind="stable", na_position="last").index)


def _confidence(estimates: pd.DataFrame) -> str:
    return f"{100 * estimates['confidence'].iloc[0]:.4g}%"


def _count_units(rows: pd.DataFrame) -> str:
    """How much was counted, as in "n = 43 sentences"; a range where rows differ."""
    n = rows["n"].dropna()
    unit = next((unit for unit in rows["unit"].dropna() if unit), "unit")
    if not len(n):
        return "n unknown"
    least = "" if n.min() == n.max() else f"{n.min():,.0f} to "
    return f"n = {least}{write_count(n.max(), unit)}"


def _side_key(rows: pd.DataFrame, sides: Mapping[str, palette.SideLook]) -> list[Line2D]:
    """Entries of a key of sides, each with how much of it was counted; none where lanes are named."""
    if len(sides) > FEW:
        return []
    return [
        _marker(look, f"{side} ({_count_units(rows[rows['side'] == side])})") for side, look in sides.items()
    ]


def _marker(look: palette.SideLook, label: str) -> Line2D:
    return Line2D([], [], color=look.color, marker=look.marker, ms=7, ls="none", label=label)


def _bracket_note(rows: pd.DataFrame, sides: Mapping) -> str:
    """Say what stands in brackets behind the names of lanes."""
    if len(sides) <= FEW:
        return ""
    units = set(rows["unit"].dropna()) - {""}
    return f" In brackets: how many {units.pop()}s." if len(units) == 1 else " In brackets: n."


def _spell_out(said: list[tuple[str, pd.DataFrame]]) -> str:
    """Spell out the estimates row by row, as far as a listener can follow."""
    out, room = [], MOST_IN_ALT
    for title, lines in said:
        if len(lines) > MOST_IN_ALT:
            lines = lines.dropna(subset="estimate").sort_values("estimate", ascending=False)
            title, lines = f"{title}, the highest and the lowest", lines.iloc[[0, -1]]
        if room < len(lines):
            out.append(f"The table has {write_count(len(said) - len(out), 'further row')}.")
            break
        room -= len(lines)
        out.append(f"{title}: {_spell_values(lines)}.")
    return " ".join(out)


def _spell_values(lines: pd.DataFrame) -> str:
    rows = lines[["side", "estimate", "low", "high"]].itertuples(index=False)
    return ", ".join(f"{side} {write_interval(*values)}" for side, *values in rows)


def _end_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


# --- the page -------------------------------------------------------------------------------------


def _draw_rows(columns: Sequence[Sequence[_Row]], key: Sequence, note: str, *, zero: bool = False) -> Figure:
    """Draw rows of lanes below each other, in one column or several of the same length.

    Rows that share a scale follow each other, in one panel; those of further columns stand beside the rows
    of the first, whose titles they share. `zero` takes 0 into the scales and draws a line there.
    """
    names = [lane.name for row in columns[0] for lane in row.lanes if lane.name]
    gutter = min(max((_measure(name, _NOTE) for name in names), default=-0.1) + 0.1, _GUTTER)
    across = (_INNER - gutter) / len(columns) - 0.15
    titles = [
        "\n".join(line for part in row.title.split("\n") for line in _wrap(part, _INNER, _LABEL))
        for row in columns[0]
    ]
    blanks = ["\n" * title.count("\n") for title in titles]
    panels = [
        _group_scales(column, blanks if place else titles, across) for place, column in enumerate(columns)
    ]
    heights = [
        _LANE * sum(row.title.count("\n") + 1 + len(row.lanes) + _GAP for row in panel) for panel in panels[0]
    ]
    units = [max(len(panel[-1].unit.splitlines()) for panel in line) for line in zip(*panels, strict=True)]
    around = sum(units) * _NOTE * _LINE + len(heights) * (_TICK * _LINE + 0.05)
    written = []
    with _drawing(heights, columns=len(columns), key=key, note=note, around=around) as (figure, grid):
        for axes, panel in zip(grid.T.flat, chain(*panels), strict=True):
            axes.set_xlabel(panel[-1].unit, loc="left")
            steps = ticker.MaxNLocator(max(2, int(across // 0.75)), steps=[1, 2, 2.5, 5, 10])
            axes.xaxis.set_major_locator(steps)
            written += [(axes, text) for text in _draw_panel(axes, panel, gutter, across, zero)]
    for axes, text in written:  # begin at the edge of the page, where names of lanes do
        box = axes.get_position()
        text.set_x((_EDGE / WIDTH - box.x0) / box.width)
    return figure


def _group_scales(rows: Sequence[_Row], titles: Sequence[str], across: float) -> list[list[_Row]]:
    """Give rows these titles, break their units into lines, and group them by scale."""
    laid_out = [
        row._replace(title=title, unit="\n".join(_wrap(row.unit, across, _NOTE)))
        for row, title in zip(rows, titles, strict=True)
    ]
    return [list(run) for _, run in groupby(laid_out, key=lambda row: row.scale)]


def _draw_panel(axes: Axes, rows: Sequence[_Row], gutter: float, across: float, zero: bool) -> list[Text]:
    """Draw rows below each other, a line of a title as high as a lane; give the titles."""
    if zero:
        axes.axvline(0, color=palette.INK, lw=1, zorder=1)
    texts, names, y = [], {}, 0.0
    cover = {"facecolor": palette.PAPER, "edgecolor": "none", "pad": 0.5}  # interrupts the grid
    for row in rows:
        style: dict[str, Any] = {
            "transform": axes.get_yaxis_transform(),
            "va": "top",
            "size": _LABEL,
            "bbox": cover,
        }
        texts.append(axes.text(0, y, row.title, in_layout=False, **style))
        y += row.title.count("\n") + 1.5
        for lane in row.lanes:
            _draw_lane(axes, y, lane, across)
            if lane.name:
                names[y] = _shorten(lane.name, gutter - 0.08, _NOTE)
            y += 1
        y += _GAP - 0.5
    axes.set_yticks(list(names), list(names.values()))
    axes.set_ylim(y - _GAP / 2, 0)
    if not any(np.isfinite(lane.value) for row in rows for lane in row.lanes):
        axes.set_xticks([])
    return texts


def _draw_lane(axes: Axes, y: float, lane: _Lane, across: float) -> None:
    style: dict[str, Any] = {"marker": lane.look.marker, "color": lane.look.color, "ms": 6, "zorder": 3}
    if not np.isfinite(lane.value):
        left = axes.get_yaxis_transform()
        axes.plot([0.01], [y], **style, mfc="none", transform=left, clip_on=False)
        text = _shorten(lane.text, across - 0.2, _NOTE)
        offset: dict[str, Any] = {"xytext": (7, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(text, (0.01, y), xycoords=left, **offset, size=_NOTE, color=palette.MUTED)
        return
    if lane.beside:
        style = {"marker": "o", "ms": 5, "ls": "none", "alpha": 0.45, "color": palette.MUTED, "mew": 0}
        axes.plot(lane.beside, [y] * len(lane.beside), **style)
    if not lane.look.marker:
        return
    if lane.stem:
        axes.plot([0, lane.value], [y, y], color=palette.LINE, lw=1.5, zorder=2)
    known = np.isfinite([lane.low, lane.high]).all()
    if known:
        axes.plot([lane.low, lane.high], [y, y], color=lane.look.color, lw=2, solid_capstyle="butt")
    face: dict[str, Any] = {"mfc": palette.PAPER} if lane.hollow or not known else {}
    axes.plot([lane.value], [y], **style, **face)


@contextmanager
def _drawing(
    heights: Sequence[float],
    *,
    columns: int = 1,
    key: Sequence = (),
    note: str = "",
    around: float,
    lines: bool = True,
) -> Iterator[tuple[Figure, np.ndarray]]:
    """Make a figure with axes of these heights, a key above and a note below; lay it out once it is drawn.

    `around` is the room in inches for titles, ticks and units; all else is measured. Without
    `lines` the panels have no grid.
    """
    for entry in key:
        entry.set_label("\n".join(_wrap(entry.get_label(), _INNER - 0.4, _LABEL)))
    labels = [entry.get_label().split("\n") for entry in key]
    widest = max((_measure(line, _LABEL) for lines in labels for line in lines), default=0) + 0.5
    abreast = max(1, int(_INNER // widest))
    key_lines = sum(
        max(len(lines) for lines in labels[at : at + abreast]) for at in range(0, len(key), abreast)
    )
    foot = _wrap(note, _INNER, _NOTE) if note else []
    text = (key_lines * _LABEL * 1.15 + len(foot) * _NOTE) * _LINE
    tall = sum(heights) + around + text + 0.12 + 0.07 * len(heights)
    with mpl.rc_context({**_STYLE, "axes.grid": lines}):
        figure = Figure(figsize=(WIDTH, tall), dpi=160, facecolor=palette.PAPER)
        layout = ConstrainedLayoutEngine(h_pad=0.035, w_pad=_EDGE, hspace=0, wspace=0.02)
        figure.set_layout_engine(layout)
        if key:
            figure.legend(handles=key, loc="outside upper left", ncols=abreast)
        if foot:
            figure.supxlabel("\n".join(foot), x=_EDGE / WIDTH, ha="left", size=_NOTE, color=palette.MUTED)
        yield figure, figure.subplots(len(heights), columns, squeeze=False, height_ratios=heights)
        layout.execute(figure)  # once, rather than each time it is written
        figure.set_layout_engine("none")


def _say_nothing(why: str) -> Plot:
    """Draw, in words, that there is nothing to draw."""
    with _drawing([0.1], note=why, around=0.0) as (figure, grid):
        grid[0, 0].set_axis_off()
    return Plot(figure, why)


# --- text that fits -------------------------------------------------------------------------------


@cache
def _known_letters() -> frozenset:
    return frozenset(font_manager.get_font(font_manager.findfont(_FONT)).get_charmap())


def _make_printable(text: str) -> str:
    """Replace characters that the font lacks by a box, and white space by one space."""
    text = re.sub(r"\s+", " ", str(text)).strip(" ")
    return "".join(letter if ord(letter) in _known_letters() else "□" for letter in text)


@lru_cache(maxsize=1 << 12)
def _measure(text: str, size: float) -> float:
    """Width of a line of text, in inches."""
    font = font_manager.FontProperties(family=_FONT, size=size)
    return text_to_path.get_text_width_height_descent(_make_printable(text), font, ismath=False)[0] / 72


def _wrap(text: str, inches: float, size: float) -> list[str]:
    """Break text into lines no wider than `inches`; a word wider than that is broken anywhere."""
    lines = [""]
    for word in _make_printable(text).split(" "):
        candidate = f"{lines[-1]} {word}".strip()
        if _measure(candidate, size) <= inches:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and _measure(lines[-1] + letter, size) > inches:
                lines.append("")
            lines[-1] += letter
    return lines


def _shorten(text: str, inches: float, size: float) -> str:
    """Cut text to one line of `inches`, with an ellipsis, but none of what stands in brackets at its end."""
    text = _make_printable(text)
    head, bracket, tail = text.rpartition(" (")
    head, tail = (head, bracket + tail) if head and tail.endswith(")") else (text, "")
    cut = head
    while _measure(cut + tail, size) > inches and len(head) > 1:
        head = head[:-1]
        cut = f"{head.rstrip()}…"
    return cut + tail
