"""How numbers are written, in sentences, tables and figures alike.

A minus is a true minus, zero has no sign, thousands are set apart, and a p-value looks the same everywhere.
"""

import math
from collections.abc import Mapping

import numpy as np

MINUS = "−"
NO_BREAK = "\u00a0"
UNDEFINED = "–"
_MOST_PLACES = 4


def write_number(value: float, places: int) -> str:
    """Write a number with so many decimals, a true minus sign, and never as minus zero."""
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{value:,.{places}f}"
    return text.replace("-", MINUS) if text.strip("-0.,") else text.lstrip("-")


def write_figures(value: float, like: float | None = None) -> str:
    """Write a number with three figures, or with the decimals that `like` would have."""
    if not np.isfinite(value):
        return "undefined"
    size = abs(value if like is None else like)
    places = int(np.clip(2 - np.floor(np.log10(size)), 0, 3)) if size > 0 else 1
    return write_number(value, places)


def write_short(value: float, sign: str = "") -> str:
    """Write a number as short as three figures allow, with its sign where `sign` is "+": "0.5", "+2"."""
    return f"{value:{sign}.3g}".replace("-", MINUS)


def write_interval(estimate: float, low: float, high: float, places: int | None = None) -> str:
    """Write an estimate with its interval in brackets, which is left out where it is undefined.

    Parameters
    ----------
    estimate, low, high : float
    places : int, optional
        Decimals, for a cell of a table, which no line may break; three figures, for prose, where left out.
    """
    if not np.isfinite(estimate):
        return "undefined" if places is None else UNDEFINED
    values = [estimate, low, high] if np.isfinite([low, high]).all() else [estimate]
    if places is None:
        size = max(map(abs, values))
        middle, *ends = (write_figures(value, size) for value in values)
    else:
        middle, *ends = (write_number(value, places) for value in values)
    comma = ", " if places is None else f",{NO_BREAK}"
    return f"{middle} [{comma.join(ends)}]" if ends else middle


def write_p(value: float, name: str = "") -> str:
    """Write a p-value, with its name where one is given: "0.041", "p = 0.041", "p < 0.001"."""
    if value < 0.001:
        return f"{name} < 0.001".strip()
    return f"{name} = {value:.3f}" if name else f"{value:.3f}"


def write_count(number: float, unit: str) -> str:
    """Write so many of a unit: "1 sentence", "1,200 sentences"."""
    return f"{number:,.0f} {unit}{'' if number == 1 else 's'}"


def write_share(part: float) -> str:
    """Write a share as whole percent, and a small one as under 1%."""
    return f"{part:.0%}" if part >= 0.005 or not part else "under 1%"


def count_places(low: float, high: float, *values: float) -> int:
    """Give decimals so that the interval's width shows two figures (or, without one, the values three)."""
    width = high - low
    if not (np.isfinite(width) and width > 0):
        width = max((abs(value) for value in values if np.isfinite(value)), default=0) / 10
    return int(np.clip(1 - np.floor(np.log10(width)), 0, _MOST_PLACES)) if width > 0 else 1


def round_difference(row: Mapping[str, float]) -> tuple[float, int]:
    """Round a difference so that the subtraction holds as it is printed, for readers who check it.

    17.7 less 12.2 is 5.5, though 17.74 less 12.16 is 5.6 when rounded by itself. One decimal more may mend
    that: 17.74, 12.16, 5.58. Where it does not, the difference is that of the numbers as printed.

    Parameters
    ----------
    row : mapping
        `difference` of `estimate_a` and `estimate_b`, with its interval `low`, `high`.

    Returns
    -------
    difference : float
    places : int
        Decimals for it and for both estimates.
    """
    first, second, difference = row["estimate_a"], row["estimate_b"], row["difference"]
    places = count_places(row["low"], row["high"], first, second)
    if not np.isclose(first - second, difference, rtol=1e-6, atol=1e-9):
        return difference, places
    for number in (places, min(places + 1, _MOST_PLACES)):
        written = round(round(first, number) - round(second, number), number)
        if written == round(difference, number):
            break
    return written, number
