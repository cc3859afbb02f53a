"""Whole pages pasted as text: where the article stands between menus, lists of links and the foot."""

import re
from collections.abc import Iterator
from itertools import groupby

import numpy as np

from analysis.clean.page import CrawledPage, Line, Span, ends_sentence, is_prose

_MENU = 6
"""Short lines in a row that make a menu; articles have lists too, but a page has menus and little else."""
_LEAST = 15
"""Lines that a page's menus hold together, at least."""
_COST = 60
"""What a line that is no prose weighs against the article, in characters of prose: a teaser of a headline, a
date and a sentence stays below 0, a subheading above a paragraph does not."""
_SHORT = 60
_TOP = 10
"""Lines of a page among which its first menu begins."""
_FOOT = re.compile(
    r"(?i:about(?: us)?|contact(?: us)?|terms(?: (?:of|and|&) \w+)?|privacy(?: policy| notice)?|"
    r"cookies?(?: policy)?|advertise(?: with us)?|careers|jobs|accessibility(?: help)?|"
    r"help(?: cent(?:er|re))?|site ?map|ad choices|licensing|do not sell .{0,30}|"
    r"(?:©|\(c\)|copyright).{0,40})"
)


def find_page_furniture(page: CrawledPage) -> Iterator[Span]:
    """The lines around the article, and menus within it, of a page of which half the lines are short.

    The article is the run of lines with most prose: its characters, less a cost for each line that is none.
    """
    lines = page.lines
    short = [_is_short(line) for line in lines]
    menus = _find_menus(short)
    if sum(end - start for start, end in menus) < _LEAST or sum(short) < len(lines) / 2:
        return
    feet = sum(1 for line in lines if _FOOT.fullmatch(line.text))
    if menus[0][0] > _TOP and feet < 2:
        return  # a long table at an article's end
    start, end = _find_article(lines)
    inside = {at for low, high in menus for at in range(low, high)}
    for at, line in enumerate(lines):
        if start < end and (at < start or at >= end or at in inside):
            yield Span(line.start, line.end, "page-furniture")


def _is_short(line: Line) -> bool:
    return len(line.text) < _SHORT and not ends_sentence(line.text)


def _find_menus(short: list[bool]) -> list[tuple[int, int]]:
    """Runs of short lines long enough to be a menu, as first and behind last."""
    menus, at = [], 0
    for is_short, run in groupby(short):
        length = len(list(run))
        if is_short and length >= _MENU:
            menus.append((at, at + length))
        at += length
    return menus


def _find_article(lines: list[Line]) -> tuple[int, int]:
    """First and behind last of the lines whose weights sum highest."""
    weights = [len(line.text) if is_prose(line.text) else -_COST for line in lines]
    sums = np.concatenate([[0], np.cumsum(weights)])
    lowest = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - lowest))
    return int(np.argmin(sums[: end + 1])), end
