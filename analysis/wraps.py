"""Line breaks that only wrap a paragraph, told from those that end one.

Cleaning and splitting both ask: residue is told by the line, and no sentence ends where a line merely does.
"""

import re

import numpy as np

ARTICLE_END = "\x1d"  # the line break that parts articles; neither a quotation nor a wrap runs across it
# A line break between two lines of text, neither of them blank.
_BREAK = re.compile(r"(?<=\S)[ \t]*(?:\r\n?|\n)[ \t]*(?=\S)")
_NARROWEST, _WIDEST = 30, 132
"""Widths at which people wrap text, in characters."""
_JOINER = "\u2060"
_BULLETS = "•*·▪●©"  # no paragraph goes on with these, nor with an attribute of markup
_FIRST_WORD = re.compile(r"[^ \t\r\n]+")


def unwrap_lines(text: str) -> str:
    """Take out the line breaks that only wrap a paragraph, so that a text reads the same at any width.

    An article is wrapped where its longest line is no longer than people wrap at and most of its long lines
    have no full stop and go on in lower case. There a break is a wrap if the next word goes on in lower case
    or would not have fitted (to a tenth, where the others show that type had no fixed width). A word that a
    hyphen parts at a line's end is joined in any text. Where no blank lines part paragraphs, a last line that
    is full by chance, and has no full stop, runs on into the next paragraph.

    Returns
    -------
    str
        Of the same length, so that places stay: a wrap is a blank; after a hyphen it is an invisible joiner.
    """
    return ARTICLE_END.join(map(_unwrap_article, text.split(ARTICLE_END)))


def _unwrap_article(text: str) -> str:
    breaks = list(_BREAK.finditer(text))
    if not breaks:
        return text
    widest = max((len(line) for line in text.splitlines() if " " in line.strip()), default=0)
    begun = (max(text.rfind(end, 0, match.start()) for end in "\r\n") for match in breaks)
    line = np.array([match.start() - start - 1 for match, start in zip(breaks, begun, strict=True)])
    word = [_FIRST_WORD.match(text, match.end())[0] for match in breaks]  # type: ignore[index]
    goes_on = np.array([first[0].islower() and "=" not in first for first in word])
    parted = [text[match.start() - 1] in "-‐" and text[match.start() - 2].isalpha() for match in breaks]

    room = line + 1 + np.array([len(first) for first in word])  # what the line would have come to
    long = line > 0.75 * widest
    stopped = np.array([text[match.start() - 1] in ".!?" for match in breaks])
    wraps = goes_on & parted
    if _NARROWEST <= widest <= _WIDEST and (goes_on & ~stopped)[long].sum() >= max(long.sum() / 2, 1):
        fixed = (room > widest)[goes_on].all()
        begins = np.array([first[0] in _BULLETS or "=" in first for first in word])
        wraps |= goes_on | ((room > widest * (1 if fixed else 0.9)) & ~begins)
    pieces, position = [], 0
    for at in np.flatnonzero(wraps):
        start, end = breaks[at].span()
        joint = _JOINER if parted[at] and word[at][0].isalnum() else " "
        pieces += [text[position:start], joint * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])
