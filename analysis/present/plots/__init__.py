"""Figures. Every function takes a frame and returns a `Plot`: the figure and its text alternative.

Here stand the figures of estimates and gaps, with one row of dots and intervals per score or item. Those of
words, actors, texts and checks stand in `plots_text`, `plots_actors`, `plots_corpus` and `plots_checks`, and
are called from here too. Nothing is computed but places on the page; the text alternative is written from
the same numbers.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.present import palette
from analysis.present.plots import dots, drawing, naming
from analysis.present.plots.actors import portraits
from analysis.present.plots.checks import calibration, multiverse
from analysis.present.plots.corpus import distribution, removed
from analysis.present.plots.dots import Mark, Page, Panel, Row, draw
from analysis.present.plots.drawing import Plot
from analysis.present.plots.text import course, distinctive

__all__ = [
    "Plot",
    "calibration",
    "course",
    "distinctive",
    "distribution",
    "gaps",
    "intervals",
    "multiverse",
    "portraits",
    "profile",
    "removed",
]

MOST_IN_ALT = 24  # values spelt out in a text alternative; a table gives the rest


def intervals(
    estimates: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    *,
    title: str = "",
    confidence: float | None = None,
    share: bool = False,
    most: int | None = None,
) -> Plot:
    """Draw each side's estimate as a dot with its interval.

    Parameters
    ----------
    estimates : DataFrame
        `schema.ESTIMATES`. The items of one score share a panel and a scale, since they share a unit;
        different scores get panels of their own.
    labels : mapping of str to str
        Score or item -> what to call it, with its unit.
    title : str
    confidence : float, optional
        Width of the intervals, for the note below; what the frame says, or 0.95, where left out.
    share : bool
        All scores have one unit: put them on one scale.
    most : int, optional
        Show only so many rows, those on which the sides differ most.

    Returns
    -------
    Plot
        Within a panel, rows go by difference, largest first: first side less second where there are
        two, else the range. A hollow marker has no interval, or no value, and says why.

    Raises
    ------
    InputError
        There is no row to draw.
    """
    rows = dots.named(estimates, labels or {}, share)
    sides = palette.assign(dict.fromkeys(rows["side"]))
    order = _order(rows, list(sides), most)
    shown = rows[rows["_row"].isin(order)]
    panels = [_interval_panel(part, order, sides) for _, part in shown.groupby("_panel", sort=False)]
    confidence = _confidence(rows, confidence)
    note = f"Dots are estimates, lines {confidence:.0%} intervals, not adjusted for several comparisons."
    if len(order) < rows["_row"].nunique():
        note += f" Shown: the {len(order)} of {rows['_row'].nunique()} rows on which the sides differ most."
    entries = naming.entries(rows, sides) if len(sides) <= naming.FEW else []
    note += "" if entries else naming.bracketed(rows)
    figure = draw(panels, Page(title, entries, note))
    drawn = [row.label for panel in panels for row in panel.rows]
    return Plot(figure, _alt(title or "Estimates by side", shown, drawn, confidence))


def profile(estimates: pd.DataFrame, labels: Mapping[str, str] | None = None, **options) -> Plot:
    """Draw many items of one score (frames, say) on one scale, in the order of their difference.

    Parameters
    ----------
    estimates, labels, options
        As for `intervals`, of which this is the case with one scale.

    Returns
    -------
    Plot
    """
    return intervals(estimates, labels, **{"share": True, **options})


def gaps(
    gaps: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    *,
    title: str = "",
    confidence: float | None = None,
    share: bool = False,
) -> Plot:
    """Draw differences with their intervals, a line at zero, and the verdict in words.

    Parameters
    ----------
    gaps : DataFrame
        `schema.GAPS`.
    labels, title, confidence, share
        As for `intervals`.

    Returns
    -------
    Plot
        One row per score or item and pair of sides, in the order given; the panel's foot says which side
        is higher on which hand.

    Raises
    ------
    InputError
        There is no row to draw.
    """
    rows = dots.named(gaps, labels or {}, share)
    pairs = list(dict.fromkeys(zip(rows["side_a"], rows["side_b"], strict=True)))
    if len(pairs) > 1:
        rows["_row"] = rows["_row"] + ": " + rows["side_a"] + " less " + rows["side_b"]
    panels = []
    for _, part in rows.groupby("_panel", sort=False):
        a, b = pairs[0] if len(pairs) == 1 else ("the first named", "the other")
        ends = (f"← higher in {b}", f"higher in {a} →") if part["difference"].notna().any() else ("", "")
        lines = [_gap_row(row) for row in part.to_dict("records")]
        panels.append(Panel(lines, zero=True, ends=ends))
    confidence = _confidence(rows, confidence)
    note = f"Differences with {confidence:.0%} intervals, not adjusted for several comparisons."
    note += " Verdicts follow the adjusted p and the alternative analyses"
    untested = rows["verdict"].fillna("").eq("")
    note += "; rows without one are secondary and were not tested." if untested.any() else "."
    figure = draw(panels, Page(title, (), note))
    lines = [_gap_alt(row) for panel in panels for row in panel.rows]
    start = drawing.sentence(title or "Differences between sides")
    return Plot(figure, " ".join([start, *lines[:MOST_IN_ALT]]))


def _gap_row(row: dict) -> Row:
    verdict = palette.VERDICTS.get(row.get("verdict") or "", None)
    color = verdict.color if verdict else palette.INK
    mark = Mark(row["difference"], row["low"], row["high"], palette.Side(color, "D", "-"), row["reason"])
    words = [f"{verdict.mark} {row['verdict']}"] if verdict else []
    if np.isfinite(row["difference"]):
        words += [drawing.interval(row["difference"], row["low"], row["high"])]
        words += [_p(row["p_adjusted"])] if np.isfinite(row["p_adjusted"]) else []
        words += [f"n = {drawing.plural(row['n'], row['unit'])}"] if np.isfinite(row["n"]) else []
        words += [row["reason"]] if row["reason"] else []
    # No-break spaces keep each part on one line, unless it is a sentence.
    parts = [part.replace(" ", "\u00a0") if len(part) < 40 else part for part in words]
    return Row(row["_row"], [mark], "; ".join(parts), color)


def _gap_alt(row: Row) -> str:
    said = row.detail.replace("\u00a0", " ").lstrip("●◐○– ")
    if not np.isfinite(row.marks[0].value):
        said = ": ".join(filter(None, [said, row.marks[0].text or "undefined"]))
    return f"{row.label}: {said}."


def _p(value: float) -> str:
    return "adjusted p < 0.001" if value < 0.001 else f"adjusted p = {value:.3f}"


def _confidence(frame: pd.DataFrame, given: float | None) -> float:
    if given is not None:
        return given
    return float(frame["confidence"].iloc[0]) if "confidence" in frame else 0.95


def _order(rows: pd.DataFrame, sides: list, most: int | None) -> list[str]:
    """Row names by difference within each panel, undefined last; the `most` different only."""
    wide = rows.pivot_table(index="_row", columns="side", values="estimate", aggfunc="first")
    wide = wide.reindex(columns=sides)
    spread = wide.max(axis=1) - wide.min(axis=1)
    if len(sides) == 2:
        spread = wide[sides[0]] - wide[sides[1]]
    names = pd.Index(rows["_row"].unique())
    ordered = spread.reindex(names).sort_values(ascending=False, kind="stable", na_position="last")
    kept = spread.reindex(names).abs().sort_values(ascending=False, kind="stable").index[:most]
    return [name for name in ordered.index if name in set(kept)]


def _interval_panel(part: pd.DataFrame, order: list[str], sides: Mapping) -> Panel:
    marks = {name: [] for name in order}
    for row in part.to_dict("records"):
        reason = row["reason"] or "undefined"
        many = len(sides) > naming.FEW
        told = (reason, naming.lane(row)) if many else (f"{row['side']}: {reason}", "")
        values = (row["estimate"], row["low"], row["high"])
        marks[row["_row"]].append(Mark(*values, sides[row["side"]], *told))
    return Panel([Row(name, marks[name]) for name in order if marks[name]], label=part["_unit"].iloc[0])


def _alt(title: str, rows: pd.DataFrame, order: list[str], confidence: float) -> str:
    """Spell out the estimates row by row, as far as a listener can follow."""
    out = [f"{drawing.sentence(title)} Estimates with {confidence:.0%} intervals in brackets."]
    room, columns = MOST_IN_ALT, ["side", "estimate", "low", "high"]
    for name in order:
        part = rows[rows["_row"] == name]
        if room < len(part):
            out.append(f"And {len(order) - len(out) + 1} further rows; the table has them all.")
            break
        room -= len(part)
        values = [f"{row[0]} {drawing.interval(*row[1:])}" for row in part[columns].to_numpy()]
        out.append(f"{name}: {', '.join(values)}.")
    return " ".join(out)
