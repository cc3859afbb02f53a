"""How sides are named in a figure: few of them in a key, many beside each of their lanes."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.present import palette
from analysis.present.plots import drawing

FEW = 4  # sides that a key can tell apart


def counted(rows: pd.DataFrame) -> str:
    """How much was counted, as in "n = 43 sentences"; a range where rows differ."""
    n = rows["n"].dropna()
    unit = next((u for u in rows["unit"].dropna() if u), "unit")
    if not len(n):
        return "n unknown"
    if n.min() == n.max():
        return f"n = {drawing.plural(n.iloc[0], unit)}"
    return f"n = {n.min():,.0f} to {drawing.plural(n.max(), unit)}"


def entries(rows: pd.DataFrame, sides: Mapping[str, palette.Side]) -> list[drawing.Entry]:
    """Entries of a key of sides, each with how much of it was counted."""
    return [
        drawing.Entry(look, f"{side} ({counted(rows[rows['side'] == side])})") for side, look in sides.items()
    ]


def lane(row: Mapping) -> str:
    """Name one side's lane where sides are too many for a key: "Vox (264)"."""
    return f"{row['side']} ({row['n']:,.0f})" if np.isfinite(row["n"]) else str(row["side"])


def gutter(names: Sequence[str], most: float) -> float:
    """Inches that names take at the left of their lanes, `most` at most; none, nothing."""
    widths = [drawing.width(drawing.printable(name), palette.FONT["note"]) for name in names]
    return min(max(widths) + 0.12, most) if widths else 0.0


def bracketed(rows: pd.DataFrame) -> str:
    """Say what stands in brackets in `lane`."""
    units = set(rows["unit"].dropna()) - {""}
    return f" In brackets: how many {units.pop()}s." if len(units) == 1 else " In brackets: n."
