"""One round of cleaning: hold every rule of `analysis.residue` against one page."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from analysis import residue
from analysis.residue_forms import FORMS, Line, Page, bio_name, prose, stops


class Span(NamedTuple):
    """A stretch of text and the id of the rule that found it."""

    start: int
    end: int
    rule: str


class Found:
    """Spans found so far on a page, none overlapping another, and what they leave of each line."""

    def __init__(self, page: Page):
        self.page = page
        self.spans: list[Span] = []
        self._taken = bytearray(len(page.text))

    def take(self, spans: Iterable[tuple[int, int, str]]) -> None:
        """Add spans, except where they overlap earlier ones."""
        for start, end, rule in spans:
            if start < end and self._taken.find(1, start, end) < 0:
                self.spans.append(Span(start, end, rule))
                self._taken[start:end] = b"\x01" * (end - start)

    def free(self, number: int) -> bool:
        """Whether nothing of a line is taken."""
        line = self.page.lines[number]
        return self._taken.find(1, line.start, line.end) < 0

    def gone(self, number: int) -> bool:
        """Whether nothing of a line is left."""
        line = self.page.lines[number]
        return self._taken.find(0, line.start, line.end) < 0

    def whole(self, number: int, rule: str) -> None:
        """Take what is left of a line."""
        line = self.page.lines[number]
        start = self._taken.find(0, line.start, line.end)
        while start >= 0:
            end = self._taken.find(1, start, line.end)
            end = line.end if end < 0 else end
            self.take([(start, end, rule)])
            start = self._taken.find(0, end, line.end)


def find(page: Page, off: tuple[str, ...] = (), known: frozenset[str] = frozenset()) -> list[Span]:
    """Everything that the rules find on a page, in no order, without overlaps.

    Parameters
    ----------
    page : Page
    off : tuple of str
        Ids of rules not to apply.
    known : frozenset of str
        Lines known to recur in many articles of the outlet.
    """
    for_outlet = frozenset(
        rule.id for rule in residue.RULES if rule.outlets and re.search(rule.outlets, page.outlet)
    )
    found = Found(page)
    for name, form in FORMS.items():
        if name not in off and (not residue.RULE[name].outlets or name in for_outlet):
            found.take(form(page))
    _trailer(found, _compiled("rest", off, for_outlet))
    long = _compiled("long", off, for_outlet)
    _lines(
        found, _compiled("line", off, for_outlet), long, known if "repeated-line" not in off else frozenset()
    )
    _top(found, _compiled("lead", off, for_outlet), off)
    _bottom(found, _compiled("tail", off, for_outlet), off)
    _within(found, off, for_outlet)
    return found.spans


@cache
def _compiled(where: str, off: tuple[str, ...], for_outlet: frozenset[str]) -> re.Pattern:
    """All patterns of one place as one expression; the group that matched names the rule."""
    parts = [
        f"(?P<{rule.id.replace('-', '_')}>{'|'.join(rule.patterns)})"
        for rule in residue.RULES
        if rule.where == where
        and rule.patterns
        and rule.id not in off
        and (not rule.outlets or rule.id in for_outlet)
    ]
    return re.compile("|".join(parts) or r"(?!)")


def _rule(match: re.Match) -> str:
    return match.lastgroup.replace("_", "-")


def _lines(found: Found, patterns: re.Pattern, long: re.Pattern, known: frozenset[str]) -> None:
    """Whole lines, wherever they stand."""
    for number, line in enumerate(found.page.lines):
        if len(line.text) > residue.LONGEST_LINE:
            if found.free(number) and (match := long.match(line.text)):
                found.whole(number, _rule(match))
        elif found.free(number):
            if line.text in known and not prose(line.text):
                found.whole(number, "repeated-line")
            elif match := patterns.fullmatch(line.text):
                found.whole(number, _rule(match))


def _trailer(found: Found, patterns: re.Pattern) -> None:
    """From a trailer's heading on, everything goes."""
    lines = found.page.lines
    body = 0
    for number, line in enumerate(lines):
        match = patterns.fullmatch(line.text) if len(line.text) < 80 else None
        if match and body and _opens(found, number, _rule(match)):
            for later in range(number, len(lines)):
                found.whole(later, _rule(match))
            return
        body += prose(line.text)


_LIST = 40


def _opens(found: Found, number: int, rule: str) -> bool:
    """Whether a heading stands over other stories and not over a section of this one."""
    lines = found.page.lines
    if rule == "go-deeper":
        return number + 1 == len(lines) or not stops(lines[number + 1].text)
    if len(lines) - number > _LIST:
        return False
    left = [lines[at] for at in range(number + 1, len(lines)) if not found.gone(at)]
    return len(left) <= 12 and all(not stops(line.text) and len(line.text) <= 160 for line in left)


def _top(found: Found, patterns: re.Pattern, off: tuple[str, ...]) -> None:
    """Bylines and biographies above the first paragraph."""
    for number, line in enumerate(found.page.lines[:12]):
        if found.gone(number):
            continue
        if found.free(number) and len(line.text) <= residue.LONGEST_LINE:
            if match := patterns.fullmatch(line.text):
                found.whole(number, _rule(match))
                continue
            if "bio" not in off and number < 3 and bio_name(found.page, line, sure=True):
                found.whole(number, "bio")
                continue
        if prose(line.text):
            return


_BIOS = 6


def _bottom(found: Found, patterns: re.Pattern, off: tuple[str, ...]) -> None:
    """Credits, biographies and notes below the last paragraph, from the end upwards."""
    bios = 0
    for number in range(len(found.page.lines) - 1, 0, -1):
        line = found.page.lines[number]
        if found.gone(number):
            continue
        if not found.free(number) or len(line.text) > residue.LONGEST_LINE:
            return
        if match := patterns.fullmatch(line.text):
            found.whole(number, _rule(match))
        elif "bio" not in off and bios < _BIOS and bio_name(found.page, line):
            found.whole(number, "bio")
            bios += 1
        elif not residue.NOTE.match(line.text):
            return


def _within(found: Found, off: tuple[str, ...], for_outlet: frozenset[str]) -> None:
    """Stretches inside lines that otherwise stay."""
    start, inside, end = (_compiled(where, off, for_outlet) for where in ("start", "inside", "end"))
    maybe = residue.INSIDE_HINT.search(found.page.text)
    for number, line in enumerate(found.page.lines):
        if found.gone(number):
            continue
        if match := start.match(line.text):
            found.take([(line.start, line.start + match.end(), _rule(match))])
        if maybe:
            for match in inside.finditer(line.text):
                found.take([(line.start + match.start(), line.start + match.end(), _rule(match))])
        if line.text.endswith(")"):
            for match in end.finditer(line.text, max(0, len(line.text) - 500)):
                if match.end() == len(line.text):
                    found.take([(line.start + match.start(), line.end, _rule(match))])


def doubts(page: Page, off: tuple[str, ...] = ()) -> list[Span]:
    """Spans of a cleaned page that may not be the article's own words, and that stay."""
    spans = []
    for number, line in enumerate(page.lines):
        edge = number in (0, len(page.lines) - 1)
        if residue.EMBED.search(line.text[-120:]):
            spans.append(Span(line.start, line.end, "doubt-embed"))
        elif residue.NOTE.match(line.text):
            spans.append(Span(line.start, line.end, "doubt-note"))
        elif edge and len(page.lines) > 1 and not stops(line.text) and not line.text.endswith(":"):
            spans.append(Span(line.start, line.end, "doubt-line"))
    return [span for span in spans if span.rule not in off]


__all__ = ["Line", "Page", "Span", "doubts", "find"]
