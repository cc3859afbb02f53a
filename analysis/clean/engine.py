"""Cleaning one text: hold every rule against the page, cut, and go on until nothing more comes off.

So cleaning what was cleaned changes nothing. All work is in step with the length of the text: rules look at
a bounded neighbourhood, and the rounds are bounded.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from analysis.clean.page import (
    CrawledPage,
    Span,
    ends_sentence,
    is_prose,
    normalise,
    normalise_spaces,
    split_lines,
)
from analysis.clean.procedures import PROCEDURES, find_bio_name, find_headline_line
from analysis.clean.rules import LONGEST_LINE, RULES, RuleSet, name_rule, select_rules
from analysis.wraps import unwrap_lines

ROUNDS = 12

# Words by which a page gives its outlet away; those of the second kind only count where no outlet is given.
_MARKS = {"mark-fox": ("FOX NEWS APP", "\nFox News' "), "mark-halftime": ("THE RULEBOOK:", "HALFTIME REPORT")}
_MENTIONS = {
    "mark-npr": ("toggle caption", "Enlarge this image", " told NPR", "NPR's "),
    "mark-dailymail": ("DailyMail.com", "MailOnline", "Scroll down for video"),
    "mark-politico": ("POLITICO",),
    "mark-buzzfeed": ("BuzzFeed News",),
    "mark-yahoo": ("Yahoo News", "Yahoo Finance"),
}


def clean_text(raw: str, outlet: str = "", title: str = "", off: tuple[str, ...] = ()) -> list[Span]:
    """Every removed or doubtful span of one text, in order of their start.

    Parameters
    ----------
    raw : str
    outlet : str
        Outlet name and address, lower case, where known.
    title : str
        Headline, where known.
    off : tuple of str
        Ids of rules not to apply.

    Returns
    -------
    list of Span
        Removed spans do not overlap; those of kind `review` lie in what is kept.
    """
    view = normalise(unwrap_lines(raw))
    outlet = _add_marks(view, outlet.strip())
    rules = select_rules(outlet, off)
    spans = _trim_space(view, [], rules)
    for _ in range(ROUNDS):
        kept = _kept_stretches(len(view), spans)
        view = _unwrap_kept(raw, view, kept)
        text = _join(view, kept)
        residue = _find_residue(CrawledPage(text, split_lines(text), outlet, title), rules)
        if not residue:
            break
        spans.extend(_to_raw_offsets(residue, kept))
        spans.extend(_trim_space(view, spans, rules))
    kept = _kept_stretches(len(view), spans)
    text = _join(view, kept)
    doubts = _find_doubts(CrawledPage(text, split_lines(text), outlet, title), rules)
    return sorted([*spans, *_to_raw_offsets(doubts, kept)])


def _unwrap_kept(raw: str, view: str, kept: list[tuple[int, int]]) -> str:
    """The text as rules see it, of the same length; line breaks that only wrap are told by what is left."""
    text = normalise(unwrap_lines(_join(raw, kept)))
    pieces, at, done = [], 0, 0
    for start, end in kept:
        pieces += [view[at:start], text[done : done + end - start]]
        at, done = end, done + end - start
    return "".join([*pieces, view[at:]])


def keep_text(raw: str, spans: list[Span]) -> str:
    """What is left of a raw text after its removed spans, odd spaces read as plain ones."""
    return _join(normalise_spaces(raw), _kept_stretches(len(raw), spans))


def _add_marks(view: str, outlet: str) -> str:
    """The outlet, and what the page itself tells of it."""
    marks = _MARKS if outlet else {**_MARKS, **_MENTIONS}
    return " ".join([outlet, *(name for name, words in marks.items() if any(word in view for word in words))])


# Offsets: from the shortened text back to the raw one.
def _join(text: str, kept: list[tuple[int, int]]) -> str:
    return "".join(text[start:end] for start, end in kept)


def _kept_stretches(length: int, spans: list[Span]) -> list[tuple[int, int]]:
    """What is left of a text after the spans; `review` spans take nothing."""
    kept, at = [], 0
    for start, end, rule in sorted(spans):
        if RULES[rule].kind != "review":
            if at < start:
                kept.append((at, start))
            at = max(at, end)
    return [*kept, (at, length)] if at < length else kept


def _to_raw_offsets(spans: list[Span], kept: list[tuple[int, int]]) -> list[Span]:
    """Spans of the shortened text as spans of the raw one; a span over an earlier cut becomes several."""
    starts, total = [], 0
    for start, end in kept:
        starts.append(total)
        total += end - start
    moved = []
    for low, high, rule in spans:
        piece = max(bisect_right(starts, low) - 1, 0)
        while piece < len(kept) and starts[piece] < high:
            shift = kept[piece][0] - starts[piece]
            start, end = max(low + shift, kept[piece][0]), min(high + shift, kept[piece][1])
            if start < end:
                moved.append(Span(start, end, rule))
            piece += 1
    return moved


# Space: around the text, at the edges of lines, beyond one empty line, and beside cuts.
_BREAK = re.compile(r"(?<! ) *\n[ \n]*")
_PLAIN_BREAKS = ("\n", "\n\n")


def _trim_space(view: str, spans: list[Span], rules: RuleSet) -> list[Span]:
    if "whitespace" not in rules.ids:
        return []
    kept = _kept_stretches(len(view), spans)
    text, cuts, at = _join(view, kept), [], 0
    for (start, end), (later, _) in pairwise(kept):
        at += end - start
        if view[end:later].strip(" \n"):
            cuts.append(at)
    body = text.strip(" \n")
    low = len(text) - len(text.lstrip(" \n"))
    high = low + len(body)
    surplus = [(0, low), (high, len(text))] if body else [(0, len(text))]
    for match in _BREAK.finditer(text, low, high):
        surplus.extend(_trim_break(text, match.start(), match.end(), cuts))
    surplus.extend(_trim_cuts(text, cuts, low, high))
    return _to_raw_offsets([Span(start, end, "whitespace") for start, end in surplus if start < end], kept)


def _trim_break(text: str, low: int, high: int, cuts: list[int]) -> list[tuple[int, int]]:
    """All of a break between lines but its newlines: two at most, and no more than stood together."""
    inner = [low, *cuts[bisect_right(cuts, low) : bisect_right(cuts, high - 1)], high]
    if text[low:high] in _PLAIN_BREAKS and len(inner) == 2:
        return []
    newlines = min(2, max(text.count("\n", start, end) for start, end in pairwise(inner)))
    surplus, at = [], low
    for _ in range(newlines):
        newline = text.index("\n", at)
        surplus.append((at, newline))
        at = newline + 1
    return [*surplus, (at, high)]


def _trim_cuts(text: str, cuts: list[int], low: int, high: int) -> list[tuple[int, int]]:
    """Spaces that a cut left beside another space, or before a sign that takes none."""
    surplus = []
    for cut in cuts:
        if not low < cut < high:
            continue
        start = end = cut
        while text[start - 1] == " ":
            start -= 1
        while text[end] == " ":
            end += 1
        if start < end and text[start - 1] != "\n" and text[end] != "\n":
            takes_none = text[end] in ",.;:!?)]" or text.startswith("'s ", end)
            surplus.append((start, end) if takes_none else (start + 1, end))
    return list(dict.fromkeys(surplus))  # two cuts may stand beside the same spaces


# One round of the rules.
class _Taken:
    """Spans found so far on a page, none overlapping another, and what they leave of each line."""

    def __init__(self, page: CrawledPage):
        self.page = page
        self.spans: list[Span] = []
        self._marks = bytearray(len(page.text))

    def take(self, spans: Iterable[tuple[int, int, str]]) -> None:
        """Add spans, except where they overlap earlier ones."""
        for start, end, rule in spans:
            if start < end and self._marks.find(1, start, end) < 0:
                self.spans.append(Span(start, end, rule))
                self._marks[start:end] = b"\x01" * (end - start)

    def is_untouched(self, number: int) -> bool:
        """Whether nothing of a line is taken."""
        line = self.page.lines[number]
        return self._marks.find(1, line.start, line.end) < 0

    def is_gone(self, number: int) -> bool:
        """Whether nothing of a line is left."""
        line = self.page.lines[number]
        return self._marks.find(0, line.start, line.end) < 0

    def take_line(self, number: int, rule: str) -> None:
        """Take what is left of a line."""
        line = self.page.lines[number]
        start = self._marks.find(0, line.start, line.end)
        while start >= 0:
            end = self._marks.find(1, start, line.end)
            end = line.end if end < 0 else end
            self.take([(start, end, rule)])
            start = self._marks.find(0, end, line.end)


def _find_residue(page: CrawledPage, rules: RuleSet) -> list[Span]:
    """Everything that the rules find on a page, in no order, without overlaps."""
    taken = _Taken(page)
    for name, procedure in PROCEDURES.items():
        if name in rules.ids:
            taken.take(span for span in procedure(page) if span.rule in rules.ids)
    _take_trailer(taken, rules.places["trailer"])
    _take_lines(taken, rules)
    _take_needing(taken, rules)
    _take_head(taken, rules)
    _take_foot(taken, rules)
    _take_starts(taken, rules.places["start"])
    if not taken.spans and "headline-line" in rules.ids:
        taken.take(find_headline_line(page))
    return taken.spans


_LONGEST_HEADING = 80


def _take_trailer(taken: _Taken, pattern: re.Pattern) -> None:
    """From a trailer's heading on, everything goes."""
    lines = taken.page.lines
    seen_prose = False
    for number, line in enumerate(lines):
        match = pattern.fullmatch(line.text) if len(line.text) < _LONGEST_HEADING else None
        if match and seen_prose and _opens_trailer(taken, number, name_rule(match)):
            for later in range(number, len(lines)):
                taken.take_line(later, name_rule(match))
            return
        seen_prose = seen_prose or is_prose(line.text)


_MOST_LINKS = 12


def _opens_trailer(taken: _Taken, number: int, rule: str) -> bool:
    """Whether a heading stands over other stories and not over a section of this one."""
    lines = taken.page.lines
    if rule == "go-deeper":
        return number + 1 == len(lines) or not ends_sentence(lines[number + 1].text)
    left = [lines[at].text for at in range(number + 1, len(lines)) if not taken.is_gone(at)]
    above = sum(len(line.text) for line in lines[:number])
    if len(left) > _MOST_LINKS or sum(map(len, left)) > above:  # a list that long is the article
        return False
    return not any(ends_sentence(text) for text in left)


def _take_lines(taken: _Taken, rules: RuleSet) -> None:
    """Whole lines, wherever they stand or only below the first paragraph."""
    seen_prose = False
    for number, line in enumerate(taken.page.lines):
        if not taken.is_untouched(number):
            continue
        if len(line.text) > LONGEST_LINE:
            match = rules.places["long"].match(line.text)
        else:
            match = rules.places["line"].fullmatch(line.text)
            if seen_prose and not match:
                match = rules.places["below"].fullmatch(line.text)
        if match:
            taken.take_line(number, name_rule(match))
        else:
            seen_prose = seen_prose or is_prose(line.text)


_END = 500


def _take_needing(taken: _Taken, rules: RuleSet) -> None:
    """Rules that are only tried in lines that hold one of their words."""
    for rule, pattern in rules.needing:
        if not any(word in taken.page.text for word in rule.needs):
            continue
        for number, line in enumerate(taken.page.lines):
            if taken.is_gone(number) or not any(word in line.text for word in rule.needs):
                continue
            if rule.place == "line":
                short = len(line.text) <= LONGEST_LINE
                if short and taken.is_untouched(number) and pattern.fullmatch(line.text):
                    taken.take_line(number, rule.id)
                continue
            low = max(0, len(line.text) - _END) if rule.place == "end" else 0
            for match in pattern.finditer(line.text, low):
                if rule.place == "inside" or match.end() == len(line.text):
                    taken.take([(line.start + match.start(), line.start + match.end(), rule.id)])


_HEAD = 12  # lines
_HEAD_BIOS = 3


def _take_head(taken: _Taken, rules: RuleSet) -> None:
    """Bylines and biographies above the first paragraph."""
    for number, line in enumerate(taken.page.lines[:_HEAD]):
        if taken.is_gone(number):
            continue
        if taken.is_untouched(number) and len(line.text) <= LONGEST_LINE:
            if match := rules.places["head"].fullmatch(line.text):
                taken.take_line(number, name_rule(match))
                continue
            if "bio" in rules.ids and number < _HEAD_BIOS and find_bio_name(taken.page, line, sure=True):
                taken.take_line(number, "bio")
                continue
        if is_prose(line.text):
            return


def _take_foot(taken: _Taken, rules: RuleSet) -> None:
    """Credits, biographies and notes below the last paragraph, from the end upwards."""
    for number in range(len(taken.page.lines) - 1, 0, -1):
        line = taken.page.lines[number]
        if taken.is_gone(number):
            continue
        if not taken.is_untouched(number) or len(line.text) > LONGEST_LINE:
            return
        if match := rules.places["foot"].fullmatch(line.text):
            taken.take_line(number, name_rule(match))
        elif "bio" in rules.ids and find_bio_name(taken.page, line):
            taken.take_line(number, "bio")
        elif not _NOTE.match(line.text):
            return


def _take_starts(taken: _Taken, pattern: re.Pattern) -> None:
    """The signs before list items."""
    for number, line in enumerate(taken.page.lines):
        if not taken.is_gone(number) and (match := pattern.match(line.text)):
            taken.take([(line.start, line.start + match.end(), name_rule(match))])


# What stays and is listed: posts of others, notes on corrections, lines that may be headings or links.
_EMBED = re.compile(RULES["doubt-embed"].pattern + "$")
_NOTE = re.compile(RULES["doubt-note"].pattern)
_TIME = re.compile(RULES["doubt-time"].pattern)


def _find_doubts(page: CrawledPage, rules: RuleSet) -> list[Span]:
    """Spans of a cleaned page that may not be the article's own words, and that stay."""
    doubts, lines = [], page.lines
    if len(lines) == 1:
        return []
    for number, line in enumerate(lines):
        rule = _doubt_line(line.text, at_edge=number in (0, len(lines) - 1))
        if rule == "doubt-headline" and not (
            is_prose(lines[number - 1].text) and is_prose(lines[number + 1].text)
        ):
            continue
        if rule in rules.ids:
            doubts.append(Span(line.start, line.end, rule))
    return doubts


def _doubt_line(text: str, at_edge: bool) -> str:
    """The rule by which a line is in doubt, or ''."""
    if "@" in text[-120:] and _EMBED.search(text[-120:]):
        return "doubt-embed"
    if _NOTE.match(text):
        return "doubt-note"
    if _TIME.fullmatch(text):
        return "doubt-time"
    if ends_sentence(text) or text.endswith((":", ",")):
        return ""
    if at_edge:
        return "doubt-line"
    return "doubt-headline" if 6 < text.count(" ") + 1 < 25 else ""
