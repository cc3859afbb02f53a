"""A page as the rules see it: its lines, and whether they read as paragraphs."""

import re
from typing import NamedTuple

Found = tuple[int, int, str]


class Line(NamedTuple):
    """One line without the space around it."""

    start: int
    end: int
    text: str


class Page(NamedTuple):
    """One article as the rules see it.

    Attributes
    ----------
    text : str
        Normalised text, as long as the raw one.
    lines : list of Line
        Its lines that are not empty.
    outlet : str
        Outlet name and address in lower case, with fingerprints.
    title : str
        The headline, if it is known.
    """

    text: str
    lines: list[Line]
    outlet: str
    title: str


_STOP = re.compile(r"""[.!?…](?:["')\]\s]|â€.?|Â){0,4}$""")


def stops(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_STOP.search(text[-8:]))


def prose(text: str) -> bool:
    """Whether a line reads as a paragraph of the article: long enough, and a sentence's end at its end."""
    return len(text) >= 60 and stops(text)


_PLAIN = re.compile(r"\W+")


def plain(text: str) -> str:
    """The words of a text alone, for comparing."""
    return _PLAIN.sub(" ", text).strip().casefold()
