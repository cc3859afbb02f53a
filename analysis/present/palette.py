"""Colours, markers and sizes shared by the figures, the report and the reader.

Hues are those of Okabe and Ito (2008, https://jfly.uni-koeln.de/color/), which people with any common
colour blindness can tell apart; the light ones are darkened until they stand out on white (3:1 or more,
WCAG 2.2, 1.4.11). Colour never speaks alone: each side has a marker and a dash of its own, each verdict
a mark and its word.
"""

from collections.abc import Iterable
from typing import NamedTuple


class SideLook(NamedTuple):
    """How one side (an outlet, say) is drawn: `color`, matplotlib `marker`, and `dash` of its lines."""

    color: str
    marker: str
    dash: str


class VerdictLook(NamedTuple):
    """How a verdict is drawn: `color` of mark and words, `paper` behind them, and a `mark`."""

    color: str
    paper: str
    mark: str


SIDES: tuple[SideLook, ...] = (
    SideLook("#0072b2", "o", "-"),  # blue
    SideLook("#d55e00", "s", "--"),  # vermilion
    SideLook("#008f68", "^", "-."),  # bluish green
    SideLook("#b45690", "D", ":"),  # reddish purple
    SideLook("#a97400", "v", "-"),  # orange
    SideLook("#2b88c0", "P", "--"),  # sky blue
    SideLook("#5a5a5a", "X", "-."),  # black
    SideLook("#8a8000", "<", ":"),  # yellow
    SideLook("#00446b", ">", "-"),  # from here on, darker shades with markers of their own
    SideLook("#8c3d00", "p", "--"),
    SideLook("#00543d", "h", "-."),
    SideLook("#6e3156", "*", ":"),
)

VERDICTS: dict[str, VerdictLook] = {
    "clear": VerdictLook("#00557f", "#e3f1f9", "●"),
    "fragile": VerdictLook("#8a4300", "#fdf0e2", "◐"),
    "no clear difference": VerdictLook("#4a4a4a", "#f0f0f0", "○"),
    "too little text": VerdictLook("#4a4a4a", "#ffffff", "–"),
}

INK = "#1b1b1f"  # text
MUTED = "#595962"  # secondary text, 7:1 on white
LINE = "#d4d4da"  # rules, grid
PAPER = "#ffffff"


def assign_looks(sides: Iterable[str]) -> dict[str, SideLook]:
    """Give each side its look, in the order given.

    Parameters
    ----------
    sides : iterable of str
        Names, each once. After twelve the looks come round again, so label such figures directly.

    Returns
    -------
    dict of str to SideLook
    """
    return {name: SIDES[number % len(SIDES)] for number, name in enumerate(sides)}
