"""A page as the rules see it: its lines, spans in it, and whether a line reads as a paragraph."""

import re
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text, in characters, and the id of the rule that found it."""

    start: int
    end: int
    rule: str


class Line(NamedTuple):
    """One line without the space around it."""

    start: int
    end: int
    text: str


class CrawledPage(NamedTuple):
    """One article as the rules see it.

    Attributes
    ----------
    text : str
        Normalised text, as long as the raw one.
    lines : list of Line
        Its lines that are not empty.
    outlet : str
        Outlet name and address in lower case, with what the page itself tells of its outlet.
    title : str
        The headline, if it is known.
    """

    text: str
    lines: list[Line]
    outlet: str
    title: str


# One character for one, so that offsets hold.
_SPACES = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000\ufeff\t\r\x0b\x0c", " "),
        **{chr(code): " " for code in range(0x2000, 0x200C)},
        **dict.fromkeys("\u2028\u2029\x85", "\n"),
    }
)
_LONE_RETURN = re.compile(r"\r(?!\n)")  # ends a line; before a newline it is space
_QUOTES = str.maketrans({**dict.fromkeys("‘’‚‛′ʼ`´", "'"), **dict.fromkeys("“”„‟″«»", '"')})


def normalise_spaces(raw: str) -> str:
    """Every odd space as a plain one and every line's end as a newline, character for character."""
    return _translate(_LONE_RETURN.sub("\n", raw), _SPACES)


def normalise(raw: str) -> str:
    """The text that patterns see: same length, plain spaces, straight quotation marks."""
    return _translate(normalise_spaces(raw), _QUOTES)


def _translate(text: str, table: dict[int, str]) -> str:
    """`str.translate`, quick where few of the table's characters occur."""
    for odd in sorted(set(text).intersection(map(chr, table))):
        text = text.replace(odd, table[ord(odd)])
    return text


def split_lines(text: str) -> list[Line]:
    """Lines that are not empty, without the space around them."""
    lines, at = [], 0
    for piece in text.split("\n"):
        inner = piece.strip(" ")
        if inner:
            start = at + len(piece) - len(piece.lstrip(" "))
            lines.append(Line(start, start + len(inner), inner))
        at += len(piece) + 1
    return lines


_STOP = re.compile(r"""[.!?…](?:["')\]\s]|â€.?|Â){0,4}$""")


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_STOP.search(text[-8:]))


def is_prose(text: str) -> bool:
    """Whether a line reads as a paragraph of the article: long enough, and a sentence's end at its end."""
    return len(text) >= 60 and ends_sentence(text)


def extract_words(text: str) -> str:
    """The words of a text alone, for comparing."""
    return re.sub(r"\W+", " ", text).strip().casefold()
