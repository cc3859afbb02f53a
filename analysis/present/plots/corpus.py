"""Figures of a corpus before any comparison: what was removed, and how values spread over sentences."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import schema
from analysis.present import palette
from analysis.present.plots import drawing
from analysis.present.plots.drawing import INNER, Plot

FONT = palette.FONT
BODY = "#c9cdd6"  # kept text: paler than any kind of removed text, and darker than the paper
HATCHES = ("", "////", "....", "xxxx", "----", "\\\\\\\\")
KINDS = 6  # kinds of removed text with a look of their own; the others are one


def removed(
    shares: pd.DataFrame, labels: Mapping[str, str] | None = None, *, title: str = "", most: int = 20
) -> Plot:
    """Draw how much of each article was kept, and what was removed from it.

    Parameters
    ----------
    shares : DataFrame
        One row per article x kind: `article_id`, `kind` ("kept" or what was removed), `characters`.
    labels : mapping of str to str
        article_id or kind -> what to call it.
    title : str
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
    cells = {"index": "article_id", "columns": "kind", "values": "characters"}
    wide = shares.pivot_table(**cells, aggfunc="sum", fill_value=0)
    if not len(wide):
        raise schema.InputError("There is no article to draw.")
    total = wide.sum(axis=1)
    part = wide.div(total.where(total > 0), axis=0)
    kept = part["kept"] if "kept" in part else pd.Series(0.0, index=part.index)
    part = part.loc[kept.sort_values(kind="stable").index[:most]]
    kinds = _kinds(part.drop(columns="kept", errors="ignore"))
    table = pd.concat([kept.reindex(part.index).rename("kept"), kinds], axis=1)
    looks = _looks(list(kinds.columns))
    names = [f"{labels.get(a, a)} ({drawing.plural(total[a], 'character')})" for a in table.index]
    figure = _bars(table, names, looks, labels, title)
    said = [
        f"{name}: " + ", ".join(f"{labels.get(k, k)} {v:.0%}" for k, v in row.items() if v >= 0.005)
        for name, (_, row) in zip(names, table.iterrows(), strict=True)
    ]
    more = f" {len(wide) - len(table)} further articles lost less." if len(wide) > len(table) else ""
    return Plot(figure, f"{drawing.sentence(title or 'Kept and removed')} {'. '.join(said)}.{more}")


def _kinds(part: pd.DataFrame) -> pd.DataFrame:
    """The largest kinds each, the rest as one."""
    order = part.sum().sort_values(ascending=False, kind="stable").index
    if len(order) <= KINDS:
        return part[order]
    first = part[order[: KINDS - 1]]
    return first.assign(**{"other kinds": part[order[KINDS - 1 :]].sum(axis=1)})


def _looks(kinds: list[str]) -> dict[str, tuple[str, str]]:
    """Color and hatching of each kind; hatching tells them apart without color."""
    looks = {"kept": (BODY, "")}
    for number, kind in enumerate(kinds):
        looks[kind] = (palette.SIDES[number].color, HATCHES[number % len(HATCHES)])
    return looks


def _bars(table: pd.DataFrame, names, looks, labels, title: str):
    titles = drawing.wrap(title, INNER, FONT["title"], "bold") if title else []
    lines = [drawing.wrap(name, INNER - 0.12, FONT["label"]) for name in names]
    entries = [
        drawing.Entry(palette.Side(color, "s", "-"), labels.get(kind, kind), hatch)
        for kind, (color, hatch) in looks.items()
    ]
    top = drawing.height(len(titles), FONT["title"]) + 0.06
    rows = [drawing.height(len(line), FONT["label"]) + 0.32 for line in lines]
    figure, axes = drawing.canvas([top + drawing.key_height(entries) + 0.06, sum(rows)], [0.0, 0.44])
    drawing.write(axes[0], 0, 0, titles, FONT["title"], weight="bold")
    drawing.key(axes[0], entries, top)
    drawing.percent(axes[1])
    y = 0.0
    for line, (_, row), tall in zip(lines, table.iterrows(), rows, strict=True):
        axes[1].axhspan(y, y + tall - 0.3, color=palette.PAPER, zorder=1.5, lw=0)
        below = drawing.write(axes[1], 0, y, line, FONT["label"])
        left = 0.0
        for kind, share in row.items():
            color, hatch = looks[kind]
            style = {"facecolor": color, "edgecolor": palette.PAPER, "hatch": hatch, "lw": 0.5, "zorder": 2}
            axes[1].barh(below + 0.12, share, 0.18, left=left, **style)
            left += share
        y += tall
    label = ["Share of the article's characters as they came"]
    drawing.write(axes[1], 0, sum(rows) + 0.19, label, FONT["note"], color=palette.MUTED)
    return figure


def distribution(values: pd.Series, by: pd.Series, label: str, *, title: str = "", most: int = 2000) -> Plot:
    """Draw the value of every sentence, side by side, with median and quartiles.

    Parameters
    ----------
    values : Series
        One value per sentence, indexed by (article_id, sentence_id).
    by : Series
        article_id -> side.
    label : str
        What the value is, with its unit.
    title : str
    most : int
        Points to draw per side; of more, every so-manieth in order of size. Quartiles are of all.

    Returns
    -------
    Plot
        A strip per side; the upright line is the median, the shaded band holds the middle half.

    Raises
    ------
    InputError
        No sentence has a value.
    """
    known = values.dropna()
    side = known.index.get_level_values("article_id").map(by)
    groups = {name: known[side == name].sort_values() for name in dict.fromkeys(by.dropna())}
    if not sum(map(len, groups.values())):
        raise schema.InputError("No sentence of these articles has a value to draw.")
    looks = palette.assign(groups)
    titles = drawing.wrap(title, INNER, FONT["title"], "bold") if title else []
    lines = drawing.wrap(label, INNER, FONT["note"])
    note = "Each dot is a sentence; the line is the median, the band the middle half."
    note = drawing.wrap(note, INNER, FONT["note"])
    tall = 0.66
    heights = [drawing.height(len(titles), FONT["title"]) + 0.04, tall * len(groups)]
    below = [0.0, 0.3 + drawing.height(len(lines), FONT["note"]), 0.0]
    figure, axes = drawing.canvas([*heights, drawing.height(len(note), FONT["note"]) + 0.02], below)
    drawing.write(axes[0], 0, 0, titles, FONT["title"], weight="bold")
    drawing.scale(axes[1], min(known), max(known))
    said = []
    for number, (name, group) in enumerate(groups.items()):
        y = tall * number
        words = f"{name} (n = {drawing.plural(len(group), 'sentence')})"
        axes[1].axhspan(y, y + 0.22, color=palette.PAPER, zorder=1.5, lw=0)
        drawing.write(axes[1], 0, y + 0.02, drawing.wrap(words, INNER, FONT["label"])[:1], FONT["label"])
        said.append(f"{words}: {_strip(axes[1], group, looks[name], y + 0.42, most)}.")
    drawing.write(axes[1], 0, heights[1] + 0.19, lines, FONT["note"], color=palette.MUTED)
    drawing.write(axes[2], 0, 0, note, FONT["note"], color=palette.MUTED)
    start = drawing.sentence(title or "Values of single sentences")
    return Plot(figure, " ".join([start, drawing.sentence(label), *said]))


def _strip(axes, group: pd.Series, look: palette.Side, y: float, most: int) -> str:
    """Draw one side's sentences, spread upright evenly so that equal values do not hide each other."""
    if not len(group):
        return "no sentence has a value"
    low, middle, high = np.quantile(group, [0.25, 0.5, 0.75])
    axes.fill_between([low, high], y - 0.17, y + 0.17, color=look.color, alpha=0.15, lw=0, zorder=1)
    shown = group.to_numpy()[:: max(1, -(-len(group) // most))]
    # Multiples of the golden ratio, modulo 1, are spread evenly however many there are.
    spread = (np.arange(len(shown)) * 0.6180339887) % 1 - 0.5
    style = {"marker": look.marker, "color": look.color, "ls": "none", "ms": 3.5, "alpha": 0.55, "mew": 0}
    axes.plot(shown, y + 0.3 * spread, zorder=2, **style)
    axes.plot([middle, middle], [y - 0.19, y + 0.19], color=palette.INK, lw=2, zorder=3)
    return f"median {drawing.number(middle)}, middle half {drawing.number(low)} to {drawing.number(high)}"
