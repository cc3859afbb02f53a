"""Colours, markers and sizes shared by the figures, the report and the reader.

Hues are those of Okabe and Ito (2008, https://jfly.uni-koeln.de/color/), which people with any common
colour blindness can tell apart; the light ones are darkened until they stand out on white (3:1 or more,
WCAG 2.2, 1.4.11). Colour never speaks alone: each side has a marker and a dash of its own, each verdict
a mark and its word.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Side(NamedTuple):
    """How one side (an outlet, say) is drawn: `color`, matplotlib `marker`, and `dash` of its lines."""

    color: str
    marker: str
    dash: str


class Verdict(NamedTuple):
    """How a verdict is drawn: `color` of mark and words, `paper` behind them, and a `mark`."""

    color: str
    paper: str
    mark: str


SIDES: tuple[Side, ...] = (
    Side("#0072b2", "o", "-"),  # blue
    Side("#d55e00", "s", "--"),  # vermilion
    Side("#008f68", "^", "-."),  # bluish green
    Side("#b45690", "D", ":"),  # reddish purple
    Side("#a97400", "v", "-"),  # orange
    Side("#2b88c0", "P", "--"),  # sky blue
    Side("#5a5a5a", "X", "-."),  # black
    Side("#8a8000", "<", ":"),  # yellow
    Side("#00446b", ">", "-"),  # from here on, darker shades with markers of their own
    Side("#8c3d00", "p", "--"),
    Side("#00543d", "h", "-."),
    Side("#6e3156", "*", ":"),
)

VERDICTS: dict[str, Verdict] = {
    "clear": Verdict("#00557f", "#e3f1f9", "●"),
    "fragile": Verdict("#8a4300", "#fdf0e2", "◐"),
    "no clear difference": Verdict("#4a4a4a", "#f0f0f0", "○"),
    "too little text": Verdict("#4a4a4a", "#ffffff", "–"),
}

INK = "#1b1b1f"  # text
MUTED = "#595962"  # secondary text, 7:1 on white
LINE = "#d4d4da"  # rules, grid
PAPER = "#ffffff"

# Points, for figures drawn about 7 inches wide, so that the smallest stays legible on a phone.
FONT = {"title": 12.0, "label": 10.0, "tick": 9.0, "note": 8.5}


def assign(sides: Iterable[str]) -> dict[str, Side]:
    """Give each side its look, in the order given.

    Parameters
    ----------
    sides : iterable of str
        Names, each once. After twelve the looks come round again, so label such figures directly.

    Returns
    -------
    dict of str to Side
    """
    return {name: SIDES[number % len(SIDES)] for number, name in enumerate(sides)}
