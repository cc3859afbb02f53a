"""Figures that put results to the test: under other methods, and against people."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.present import palette
from analysis.present.plots import dots, drawing
from analysis.present.plots.dots import Mark, Page, Panel, Row, draw
from analysis.present.plots.drawing import Plot


def multiverse(
    differences: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    *,
    title: str = "",
    baseline: str = "as analysed",
) -> Plot:
    """Draw a difference under each alternative analysis, to see whether it keeps its sign.

    Parameters
    ----------
    differences : DataFrame
        One row per score [x item] x pair of sides x alternative: `score`, `item`, `side_a`, `side_b`,
        `alternative`, `difference`.
    labels : mapping of str to str
        Score or item -> what to call it, with its unit.
    title : str
    baseline : str
        The alternative that the others are held against.

    Returns
    -------
    Plot
        A panel per difference, a row per alternative, or a lane where there are several differences. Those
        that change the sign say so.

    Raises
    ------
    InputError
        There is no row to draw.
    """
    rows = dots.named(differences, labels or {}, share=False)
    rows["_row"] = rows["_row"] + ": " + rows["side_a"] + " less " + rows["side_b"]
    many = len(set(rows["_row"])) > 1
    panels, said = [], []
    for name, part in rows.groupby("_row", sort=False):
        base = part.loc[part["alternative"] == baseline, "difference"]
        sign = np.sign(base.iloc[0]) if len(base) else np.nan
        lines = [_alternative(row, sign, baseline) for row in part.to_dict("records")]
        panels.append(
            Panel([_together(name, lines)] if many else lines, label="" if many else name, zero=True)
        )
        values = [f"{row.label} {row.detail or 'undefined'}" for row in lines]
        said.append(f"{name}: {'; '.join(values)}.")
    note = "Each dot is the difference under one choice of method; none has an interval of its own."
    alt = " ".join([drawing.sentence(title or "Differences under alternative analyses"), *said])
    return Plot(draw(panels, Page(title, (), note)), alt)


def _alternative(row: dict, sign: float, baseline: str) -> Row:
    changed = np.sign(row["difference"]) not in (sign, 0) and np.isfinite([row["difference"], sign]).all()
    look = palette.VERDICTS["fragile" if changed else "clear"]
    shape = palette.Side(look.color, "D" if row["alternative"] == baseline else "o", "-")
    words = drawing.number(row["difference"]) if np.isfinite(row["difference"]) else ""
    words += ", the sign changes" if changed else ""
    mark = Mark(row["difference"], row["difference"], row["difference"], shape)
    return Row(str(row["alternative"]), [mark], words, look.color)


def _together(name: str, lines: list[Row]) -> Row:
    """Put the alternatives of one difference in lanes of one row: where there are many, each is short."""
    marks = [
        row.marks[0]._replace(name=f"{row.label} ({row.detail.partition(',')[0] or '–'})") for row in lines
    ]
    changed = [row.label for row in lines if row.color == palette.VERDICTS["fragile"].color]
    detail = f"the sign changes: {', '.join(changed)}" if changed else ""
    return Row(name, marks, detail, palette.VERDICTS["fragile"].color)


def calibration(
    measured: pd.DataFrame,
    label: str,
    *,
    title: str = "",
    reference: float = np.nan,
    confidence: float = 0.95,
) -> Plot:
    """Draw how well instruments agree with people: dots with intervals on one scale.

    Parameters
    ----------
    measured : DataFrame
        One row per instrument: `label`, `estimate`, `low`, `high`, `n`, `unit` (what was counted).
    label : str
        What the scale is, as in "Share of pairs decided as people did".
    title : str
    reference : float, optional
        What chance, or the best known, would reach; drawn as a dashed line.
    confidence : float
        Width of the intervals.

    Returns
    -------
    Plot
        Best first, undefined last.
    """
    rows = measured.sort_values("estimate", ascending=False, na_position="last", kind="stable")
    lines = []
    for row in rows.to_dict("records"):
        n = f"n = {drawing.plural(row['n'], row['unit'])}"
        mark = Mark(row["estimate"], row["low"], row["high"], palette.SIDES[0])
        value = f"{drawing.interval(*mark[:3])}; " if np.isfinite(mark.value) else ""
        lines.append(Row(row["label"], [mark], value + n))
    line = f" The dashed line is at {drawing.number(reference)}." if np.isfinite(reference) else ""
    note = f"Lines are {confidence:.0%} intervals.{line}"
    said = [f"{row.label}: {row.detail}." for row in lines]
    figure = draw([Panel(lines, label, reference=reference)], Page(title, (), note))
    return Plot(figure, " ".join([drawing.sentence(title or label), *said, note]))
