"""One round of cleaning: hold every rule of `analysis.clean.residue` against one page."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from analysis.clean import residue
from analysis.clean.forms import FORMS, bio_name
from analysis.clean.lines import Page, prose, stops


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
    table = _table(off, frozenset(rule.id for rule in _special() if re.search(rule.outlets, page.outlet)))
    found = Found(page)
    for name, form in FORMS.items():
        if name in table.active:
            found.take(form(page))
    _trailer(found, table.patterns["rest"])
    _lines(found, table, known if "repeated-line" not in off else frozenset())
    _costly(found, table)
    _top(found, table.patterns["lead"], off)
    _bottom(found, table.patterns["tail"], off)
    _starts(found, table.patterns["start"])
    return found.spans


class Table(NamedTuple):
    """The rules in force, ready to be held against pages of one outlet."""

    active: frozenset[str]
    patterns: dict[str, re.Pattern]
    costly: list[tuple[residue.Rule, re.Pattern]]


@cache
def _special() -> tuple[residue.Rule, ...]:
    return tuple(rule for rule in residue.RULES if rule.outlets)


@cache
def _table(off: tuple[str, ...], special: frozenset[str]) -> Table:
    """All cheap patterns of one place as one expression, whose matching group names the rule."""
    rules = [
        rule for rule in residue.RULES if rule.id not in off and (not rule.outlets or rule.id in special)
    ]
    patterns = {}
    for where in ("line", "long", "lead", "tail", "start", "rest"):
        parts = [
            f"(?P<{rule.id.replace('-', '_')}>{'|'.join(rule.patterns)})"
            for rule in rules
            if rule.where == where and rule.patterns and not rule.needs
        ]
        patterns[where] = re.compile("|".join(parts) or r"(?!)")
    costly = [(rule, re.compile("|".join(rule.patterns))) for rule in rules if rule.needs]
    return Table(frozenset(rule.id for rule in rules), patterns, costly)


def _rule(match: re.Match) -> str:
    return match.lastgroup.replace("_", "-")


def _lines(found: Found, table: Table, known: frozenset[str]) -> None:
    """Whole lines, wherever they stand."""
    line_pattern, long = table.patterns["line"], table.patterns["long"]
    for number, line in enumerate(found.page.lines):
        if not found.free(number):
            continue
        match = None
        if line.text in known and not prose(line.text):
            found.whole(number, "repeated-line")
        elif len(line.text) > residue.LONGEST_LINE:
            match = long.match(line.text)
        else:
            match = line_pattern.fullmatch(line.text)
        if match:
            found.whole(number, _rule(match))


def _starts(found: Found, pattern: re.Pattern) -> None:
    """The signs before list items."""
    for number, line in enumerate(found.page.lines):
        if not found.gone(number) and (match := pattern.match(line.text)):
            found.take([(line.start, line.start + match.end(), _rule(match))])


_END = 500


def _costly(found: Found, table: Table) -> None:
    """Rules that are only tried in lines that hold one of their words."""
    for rule, pattern in table.costly:
        if not any(word in found.page.text for word in rule.needs):
            continue
        for number, line in enumerate(found.page.lines):
            if found.gone(number) or not any(word in line.text for word in rule.needs):
                continue
            if rule.where == "line":
                if (
                    len(line.text) <= residue.LONGEST_LINE
                    and found.free(number)
                    and pattern.fullmatch(line.text)
                ):
                    found.whole(number, rule.id)
                continue
            low = max(0, len(line.text) - _END) if rule.where == "end" else 0
            for match in pattern.finditer(line.text, low):
                if match.group() and (rule.where == "inside" or match.end() == len(line.text)):
                    found.take([(line.start + match.start(), line.start + match.end(), rule.id)])


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


def doubts(page: Page, off: tuple[str, ...] = ()) -> list[Span]:
    """Spans of a cleaned page that may not be the article's own words, and that stay."""
    spans, lines = [], page.lines
    for number, line in enumerate(lines):
        rule = _doubt(line.text, number in (0, len(lines) - 1))
        if rule == "doubt-headline" and not (prose(lines[number - 1].text) and prose(lines[number + 1].text)):
            continue
        if rule and rule not in off and len(lines) > 1:
            spans.append(Span(line.start, line.end, rule))
    return spans


def _doubt(text: str, edge: bool) -> str:
    if "@" in text[-120:] and residue.EMBED.search(text[-120:]):
        return "doubt-embed"
    if residue.NOTE.match(text):
        return "doubt-note"
    if stops(text) or text.endswith((":", ",")):
        return ""
    if edge:
        return "doubt-line"
    return "doubt-headline" if 6 < text.count(" ") + 1 < 25 else ""
