"""Figures of texts: distinctive words, the course of an article, single sentences, actors, what was removed.

As in `plots`, each function takes a frame and returns a `Plot`: the figure and its text alternative.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import schema
from analysis.present import palette
from analysis.present.plots import drawing, naming
from analysis.present.plots.drawing import INNER, Plot

FONT = palette.FONT
STEP = 0.205  # inches from one line of a list to the next


def distinctive(table: pd.DataFrame, *, top: int = 12, title: str = "", alpha: float = 0.05) -> Plot:
    """Draw each side's most distinctive words as a ranked list, so that no label can overlap another.

    Parameters
    ----------
    table : DataFrame
        From `words.distinctive`; a column `label`, if there, is shown for the term.
    top : int
        Terms per side.
    title : str
    alpha : float
        Adjusted p below which a term counts as holding up.

    Returns
    -------
    Plot
        A panel per side on one scale, z; beside each term its occurrences here and elsewhere. Filled dots
        hold up when whole articles are permuted; hollow ones do not, or were not tested.

    """
    rows = table[(table["z"] > 0) & (table["rank"] <= top) & (table["count_a"] > 1)]
    if not len(rows):
        return drawing.nothing("No term is distinctive: there is one side only, or too little text.")
    rows = rows.assign(label=rows["label"] if "label" in rows else rows["term"])
    sides = palette.assign(dict.fromkeys(table["side"]))
    groups = [(side, rows[rows["side"] == side]) for side in sides if (rows["side"] == side).any()]
    tested = table["p_adjusted"].notna().any()
    note = "z-scores of the log-odds ratio with a Dirichlet prior rank terms"
    note += (
        f". Filled dots: adjusted p below {alpha:g} when whole articles are permuted."
        if tested
        else "; they do not test them, since words come in bursts within an article."
    )
    head, title_lines = _head(title)
    foot = drawing.wrap(note, INNER, FONT["note"])
    heights = [STEP * (len(part) + 1.2) for _, part in groups]
    below = [0.06] * (len(groups) - 1) + [0.44]
    figure, axes = drawing.canvas(
        [head, *heights, drawing.height(len(foot), FONT["note"]) + 0.02], [0.0, *below, 0.0]
    )
    drawing.write(axes[0], 0, 0, title_lines, FONT["title"], weight="bold")
    for at, (ax, (side, part)) in enumerate(zip(axes[1:-1], groups, strict=True)):
        _terms(ax, side, part, sides[side], rows["z"].max(), alpha if tested else None)
        if at == len(groups) - 1:
            drawing.write(ax, LABELS_AT, heights[-1] + 0.19, ["z-score"], FONT["note"], color=palette.MUTED)
        else:
            ax.set_xticks([])
    drawing.write(axes[-1], 0, 0, foot, FONT["note"], color=palette.MUTED)
    said = [f"{side}: " + ", ".join(_counted(row) for row in part.itertuples()) for side, part in groups]
    start = drawing.sentence(title or "Distinctive words")
    start += " Terms by side, most distinctive first, with occurrences there and elsewhere."
    return Plot(figure, f"{start} {'. '.join(said)}. {drawing.sentence(note)}")


LABELS_AT = 2.75  # inches: where the scale of `distinctive` begins


def _counted(row) -> str:
    return f"{row.label} ({row.count_a} : {row.count_b})"


def _terms(axes: Axes, side: str, part: pd.DataFrame, look: palette.Side, most: float, alpha) -> None:
    """One side's list: label, occurrences, and a dot on the scale to the right."""
    wide = drawing.inches(axes)
    drawing.key(axes, [drawing.Entry(look, f"More in {side}")], 0.0)
    drawing.scale(axes, 0.0, most, zero=False)
    share = (wide - LABELS_AT) / wide
    low, high = axes.get_xlim()
    axes.set_xlim(high - (high - low) / share, high)
    for line in [line for line in axes.lines if line.get_color() == palette.LINE]:
        line.set_ydata([0.0, 1.0 - 1.2 / (len(part) + 1.2)])
    for number, row in enumerate(part.itertuples()):
        y = STEP * (number + 1.2)
        counts = f"{row.count_a} : {row.count_b}"
        room = LABELS_AT - 0.25 - drawing.width(counts, FONT["note"])
        text = drawing.wrap(row.label, room, FONT["label"])
        name = text[0] if len(text) == 1 else drawing.wrap(row.label, room - 0.12, FONT["label"])[0] + "…"
        drawing.write(axes, 0, y, [name], FONT["label"])
        drawing.write(axes, LABELS_AT - 0.12, y, [counts], FONT["note"], color=palette.MUTED, ha="right")
        holds = alpha is None or row.p_adjusted < alpha
        middle = y + STEP / 2
        axes.plot([0, row.z], [middle] * 2, color=palette.LINE, lw=1.5, zorder=1)
        face = {} if holds else {"mfc": palette.PAPER}
        axes.plot([row.z], [middle], marker=look.marker, color=look.color, ms=6.5, zorder=3, **face)


def _head(title: str) -> tuple[float, list[str]]:
    lines = drawing.wrap(title, INNER, FONT["title"], "bold") if title else []
    return drawing.height(len(lines), FONT["title"]) + 0.08, lines


def course(estimates: pd.DataFrame, label: str, *, title: str = "", confidence: float = 0.95) -> Plot:
    """Draw a score over the course of the articles, with a band for its uncertainty.

    Parameters
    ----------
    estimates : DataFrame
        `schema.ESTIMATES` of one score, where `item` numbers the parts of an article from its beginning.
    label : str
        What the score is, with its unit.
    title : str
    confidence : float
        Width of the bands.

    Returns
    -------
    Plot
        One panel per side, all on one scale. Parts without text leave a gap.

    Raises
    ------
    InputError
        There is nothing to draw, or more than one score.
    """
    if len(set(estimates["score"])) != 1:
        raise schema.InputError(f"A course shows one score; the frame has {len(set(estimates['score']))}.")
    sides = palette.assign(dict.fromkeys(estimates["side"]))
    parts = np.sort(estimates["item"].astype(int).unique())
    values = estimates[["estimate", "low", "high"]].to_numpy(float)
    seen = values[np.isfinite(values)]
    span = (seen.min(), seen.max()) if len(seen) else (0.0, 1.0)
    head, title_lines = _head(title)
    lines = drawing.wrap(label, INNER, FONT["label"])
    top = head + drawing.height(len(lines), FONT["label"])
    note = f"Bands are {confidence:.0%} intervals, part by part, not adjusted for several comparisons."
    foot = drawing.wrap(note, INNER, FONT["note"])
    heights = [top, *[1.25] * len(sides), drawing.height(len(foot), FONT["note"]) + 0.02]
    below = [0.0, *[0.12] * (len(sides) - 1), 0.48, 0.0]
    figure, axes = drawing.canvas(heights, below)
    y = drawing.write(axes[0], 0, 0, title_lines, FONT["title"], weight="bold")
    drawing.write(axes[0], 0, y + 0.03, lines, FONT["label"], color=palette.MUTED)
    said = []
    for number, (side, look) in enumerate(sides.items()):
        rows = estimates[estimates["side"] == side].assign(item=lambda frame: frame["item"].astype(int))
        rows = rows.set_index("item").reindex(parts)
        last = number == len(sides) - 1
        _course(axes[number + 1], rows, look, span, f"{side} ({_count(rows)})", ticks=last)
        points = "; ".join(drawing.number(value) for value in rows["estimate"])
        said.append(f"{side}, {len(parts)} parts from beginning to end: {points}.")
    drawing.write(axes[-2], 0, 1.25 + 0.2, ["Share of the article read"], FONT["note"], color=palette.MUTED)
    drawing.write(axes[-1], 0, 0, foot, FONT["note"], color=palette.MUTED)
    start = drawing.sentence(title or "Course over the article")
    return Plot(figure, " ".join([start, drawing.sentence(label), *said]))


def _count(rows: pd.DataFrame) -> str:
    return naming.counted(rows)


def _course(axes: Axes, rows: pd.DataFrame, look: palette.Side, span, name: str, *, ticks: bool) -> None:
    """One side's line and band; the upright scale has its lowest and highest value."""
    low, high = span
    room = 0.08 * (high - low) or 1.0
    inner = axes.get_figure().add_axes(axes.get_position())
    inner.set(facecolor="none", xlim=(0, 1), ylim=(low - 2.5 * room, high + 2.5 * room))
    inner.spines[["top", "right", "bottom"]].set_visible(False)
    inner.spines["left"].set_color(palette.LINE)
    middle = (np.arange(len(rows)) + 0.5) / len(rows)
    inner.fill_between(middle, rows["low"], rows["high"], color=look.color, alpha=0.18, lw=0)
    inner.plot(middle, rows["estimate"], color=look.color, ls=look.dash, marker=look.marker, ms=5, lw=1.8)
    style = {"fontsize": FONT["tick"], "color": palette.MUTED, "family": "DejaVu Sans"}
    if low < 0 < high:
        inner.axhline(0, color=palette.INK, lw=0.8)
    inner.set_yticks(
        [low, high], [drawing.number(low, high - low), drawing.number(high, high - low)], **style
    )
    inner.tick_params(length=0, axis="y", direction="in", pad=-4)
    for text, place in zip(inner.get_yticklabels(), ("top", "bottom"), strict=True):
        text.set(ha="left", va=place)
    drawing.percent(inner, named=ticks)
    drawing.write(
        axes, 0.55, 0, drawing.wrap(name, INNER - 0.7, FONT["label"])[:1], FONT["label"], color=look.color
    )
