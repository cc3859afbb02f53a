"""What every figure is made of: a canvas in inches, text that fits, a key, numbers in words.

Figures are 5.2 inches wide, so that on a screen 360 pixels wide the smallest letters are still about 8
pixels high. Labels stand above what they label rather than beside it. All text is measured before it is
placed, so nothing overlaps however long a name is. Nothing here touches pyplot: a figure belongs to
whoever asked for it.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib import font_manager, ticker
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from analysis.present import palette

WIDTH = 5.2  # inches
MARGIN = 0.12
INNER = WIDTH - 2 * MARGIN
INSET = 0.06  # inches free at the left and right of the axes, for markers at their edge
LINE = 1.35  # line height, in multiples of the font size
MINUS = "−"


class Plot(NamedTuple):
    """A figure and its text alternative, both made from the same data."""

    figure: Figure
    alt: str


def number(value: float, like: float | None = None) -> str:
    """Write a number with three figures, a true minus sign, and decimals as `like` would have them."""
    if not np.isfinite(value):
        return "undefined"
    size = abs(value if like is None else like)
    decimals = int(np.clip(2 - np.floor(np.log10(size)), 0, 3)) if size > 0 else 1
    text = f"{value:,.{decimals}f}"
    return (text.lstrip("-") if float(text.replace(",", "")) == 0 else text).replace("-", MINUS)


def interval(estimate: float, low: float, high: float) -> str:
    """Write an estimate and its interval, all with the same decimals."""
    size = np.nanmax(np.abs([estimate, low, high])) if np.isfinite([estimate, low, high]).any() else 0.0
    if not np.isfinite([low, high]).all():
        return number(estimate)
    return f"{number(estimate, size)} [{number(low, size)}, {number(high, size)}]"


def plural(n: float, unit: str) -> str:
    """Write `n` of a unit: "1 sentence", "43 sentences"."""
    return f"{n:,.0f} {unit}" + ("" if n == 1 else "s")


@cache
def _known() -> frozenset:
    return frozenset(font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap())


def printable(text: str) -> str:
    """Replace characters that the font lacks by a box, and white space, but no-break spaces, by one space."""
    text = re.sub(r"[^\S\u00a0]+", " ", str(text)).strip(" ")
    return "".join(c if ord(c) in _known() else "□" for c in text)


@lru_cache(maxsize=1 << 12)
def width(text: str, size: float, weight: str = "normal") -> float:
    """Measure a line of text, in inches."""
    font = font_manager.FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72


def wrap(text: str, inches: float, size: float, weight: str = "normal") -> list[str]:
    """Break text into lines no wider than `inches`; a word wider than that is broken anywhere."""
    lines = [""]
    for word in printable(text).split(" "):
        candidate = f"{lines[-1]} {word}".strip()
        if width(candidate, size, weight) <= inches:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width(lines[-1] + letter, size, weight) > inches:
                lines.append("")
            lines[-1] += letter
    return lines


def shorten(text: str, inches: float, size: float) -> str:
    """Cut text to one line of `inches`, with an ellipsis, but none of what stands in brackets at its end."""
    text = printable(text)
    head, bracket, tail = text.rpartition(" (")
    head, tail = (head, bracket + tail) if head and tail.endswith(")") else (text, "")
    cut = head
    while width(cut + tail, size) > inches and len(head) > 1:
        head = head[:-1]
        cut = f"{head.rstrip()}…"
    return cut + tail


def height(lines: int, size: float) -> float:
    """Height of some lines of text, in inches."""
    return lines * size * LINE / 72


def inches(axes: Axes) -> float:
    """Width of `axes`, in inches."""
    return axes.get_position().width * WIDTH


def write(axes: Axes, x: float, y: float, lines: Sequence[str], size: float, **style) -> float:
    """Write lines from (x, y) down, in inches from the top left of `axes`; return the y below them."""
    style = {"color": palette.INK, "ha": "left", "family": "DejaVu Sans", **style}
    for row, line in enumerate(lines):
        axes.text(
            x / inches(axes),
            y + height(row, size) + height(1, size) * 0.78,
            line,
            size=size,
            va="baseline",
            transform=axes.get_yaxis_transform(),
            parse_math=False,
            **style,
        )
    return y + height(len(lines), size)


def nothing(why: str) -> Plot:
    """Draw, in words, that there is nothing to draw."""
    lines = wrap(why, INNER, palette.FONT["label"])
    figure, axes = canvas([height(len(lines), palette.FONT["label"]) + 0.1], [0.0])
    write(axes[0], 0, 0, lines, palette.FONT["label"], color=palette.MUTED)
    return Plot(figure, why)


def canvas(heights: Sequence[float], below: Sequence[float]) -> tuple[Figure, list[Axes]]:
    """Stack bare axes; one inch of height is one unit of y, downwards.

    Parameters
    ----------
    heights : sequence of float
        Inches, top to bottom.
    below : sequence of float
        Inches to leave free under each of them, for ticks.

    Returns
    -------
    figure : Figure
    axes : list of Axes
    """
    total = sum(heights) + sum(below) + 2 * MARGIN
    figure = Figure(figsize=(WIDTH, total), dpi=160, facecolor=palette.PAPER)
    out, top = [], total - MARGIN
    for size, free in zip(heights, below, strict=True):
        box = (MARGIN + INSET, top - size, INNER - 2 * INSET, size)
        out.append(bare(figure, box))
        top -= size + free
    return figure, out


def bare(figure: Figure, box: tuple[float, float, float, float]) -> Axes:
    """Add axes without frame or ticks; `box` is left, bottom, width and height in inches."""
    wide, tall = figure.get_size_inches()
    left, bottom, across, up = box
    axes = figure.add_axes((left / wide, bottom / tall, across / wide, up / tall))
    axes.set(ylim=(up, 0), xlim=(0, 1), xticks=[], yticks=[], facecolor="none")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=2)
    return axes


def scale(axes: Axes, low: float, high: float, *, zero: bool = False, most: int = 5) -> None:
    """Give `axes` a horizontal scale with ticks below and a light grid, with room at both ends.

    Parameters
    ----------
    axes : Axes
    low, high : float
        Smallest and largest value to show; NaN if there is none, which leaves the axes without a scale.
    zero : bool
        Take 0 in, and draw it as a line.
    most : int
        Steps between ticks, at most.
    """
    if not np.isfinite([low, high]).all():
        return
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    room = 0.05 * (high - low) or abs(high) * 0.1
    room = room if room > 1e-6 else 1.0
    low, high = low - room, high + room
    axes.set_xlim(low, high)
    locator = ticker.MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10])
    ticks = [t for t in locator.tick_values(low, high) if low <= t <= high]
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = int(np.clip(np.ceil(-np.log10(step) + 1e-9) + (0 if _round(step) else 1), 0, 9))
    names = [f"{t + 0.0:,.{decimals}f}".replace("-", MINUS) for t in ticks]
    axes.set_xticks(ticks, names, fontsize=palette.FONT["tick"], color=palette.MUTED, family="DejaVu Sans")
    for tick in ticks:
        axes.axvline(tick, color=palette.LINE, lw=0.6, zorder=0)
    if zero:
        axes.axvline(0, color=palette.INK, lw=1.0, zorder=1)


def _round(step: float) -> bool:
    """Whether a step is 1, 2 or 5 times a power of ten, and so needs no further decimal."""
    first = step / 10.0 ** np.floor(np.log10(step))
    return min(abs(first - k) for k in (1, 2, 5, 10)) < 1e-6


def percent(axes: Axes, named: bool = True) -> None:
    """Give `axes` a scale of shares from 0 to 100 %, the outer labels within its width."""
    marks = [0, 0.25, 0.5, 0.75, 1]
    style = {"fontsize": palette.FONT["tick"], "color": palette.MUTED, "family": "DejaVu Sans"}
    axes.set_xlim(0, 1)
    axes.set_xticks(marks, [f"{mark:.0%}" if named else "" for mark in marks], **style)
    axes.tick_params(length=0, axis="x", pad=3)
    axes.get_xticklabels()[0].set_ha("left")
    axes.get_xticklabels()[-1].set_ha("right")
    for mark in marks:
        axes.axvline(mark, color=palette.LINE, lw=0.6, zorder=0)


class Entry(NamedTuple):
    """One entry of a key: how it looks, and what it says; with `hatch`, a patch instead of a marker."""

    look: palette.Side
    text: str
    hatch: str | None = None


def key_height(entries: Sequence[Entry], size: float = palette.FONT["label"]) -> float:
    """Height in inches that `key` will need."""
    return height(max((row + len(lines) for row, _, lines in _flow(entries, size)), default=0), size)


def key(axes: Axes, entries: Sequence[Entry], y: float = 0.0, size: float = palette.FONT["label"]) -> float:
    """Draw the key in inches from the top left of `axes`; return the y below it."""
    for (row, x, lines), entry in zip(_flow(entries, size), entries, strict=True):
        top = y + height(row, size)
        middle, place = top + height(1, size) / 2, axes.get_yaxis_transform()
        if entry.hatch is None:
            style = {"marker": entry.look.marker, "color": entry.look.color, "ms": 7, "ls": "none"}
            axes.plot([(x + 0.08) / inches(axes)], [middle], transform=place, clip_on=False, **style)
        else:
            style = {"fc": entry.look.color, "ec": palette.PAPER, "hatch": entry.hatch, "lw": 0.5}
            corner, wide = (x / inches(axes), middle - 0.06), 0.16 / inches(axes)
            axes.add_patch(Rectangle(corner, wide, 0.12, transform=place, clip_on=False, **style))
        write(axes, x + 0.22, top, lines, size)
    return y + key_height(entries, size)


def _flow(entries: Sequence[Entry], size: float) -> list[tuple[int, float, list[str]]]:
    """Row, x in inches and lines of each entry, set side by side as far as they fit."""
    out, row, x, used = [], 0, 0.0, 1
    for entry in entries:
        lines = wrap(entry.text, INNER - 0.22, size)
        wide = 0.22 + max(width(line, size) for line in lines) + 0.2
        if x and x + wide - 0.2 > INNER:
            row, x, used = row + used, 0.0, 1
        out.append((row, x, lines))
        x, used = x + wide, max(used, len(lines))
    return out


def sentence(text: str) -> str:
    """End a title with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!", "…")) else text + "."
