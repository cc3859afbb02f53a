"""What stands in quotation marks: by rule, in linear time."""

import re
from bisect import bisect_right
from itertools import pairwise

from analysis.annotate.boundaries import NEWLINES, Span, group_paragraphs
from analysis.wraps import ARTICLE_END

_BLANK = rf"[^\S{NEWLINES}]"
_DOUBLE = re.compile('["“”„«»]')
_NOT_QUOTED = r"(?!(?:s|t|d|m|n|ll|re|ve|em|til|tis|twas|cause|bout|round)\b|\d)"
# the mark comes first, then what stands before it: the text is searched for marks, not read letter by letter
_SINGLE_OPEN = re.compile(rf"['‘](?<![\w'’.,!?…].)(?=\w){_NOT_QUOTED}", re.IGNORECASE)
_SINGLE_CLOSE = re.compile(r"['’](?<=[\w.,!?…].)(?!\w)")
_POSSESSIVE = re.compile(rf"['’](?<=s.)(?={_BLANK}+[a-z])")


def find_quotations(text: str, sentences: list[Span]) -> list[tuple[int, int]]:
    """Stretches in quotation marks, the marks included.

    A quotation that its paragraph does not close runs to the paragraph's end if the text goes on with it: the
    next paragraph that has a mark begins with an opening one, as is usual in print, or closes what it did
    not open. Otherwise its closing mark was lost, and it counts to the end of its sentence.

    Parameters
    ----------
    text : str
    sentences : list of (int, int, int)
        Its `boundaries.find_sentences`.

    Returns
    -------
    list of (int, int)
        Start and end; they may overlap (single marks within double ones).
    """
    paragraphs = list(group_paragraphs(sentences).values())
    ends = [end for _, _, end in sentences]
    return _find_double(text, paragraphs, ends) + _find_single(text, paragraphs)


def _role(text: str, at: int, opened: int | None) -> str:
    """Whether a double mark opens or closes; a straight one tells by its neighbours.

    `opened` is where a mark stands open, if one does; “ closes what „ opened.
    """
    is_open = opened is not None
    if opened is not None and text[at] == "“" and text[opened] == "„":
        return "close"
    if text[at] != '"':
        return "open" if text[at] in "“„«" else "close"
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if (not before or before.isspace() or before in "([{—–-/‘'“") and after and not after.isspace():
        return "open"
    if is_open:
        return "close"
    if before.isdigit() or before.isspace():
        return ""  # inches, or a mark that stands alone
    return "close" if not after.isalnum() or before in ".,!?" else "open"


def _find_double(text, paragraphs, sentence_ends):
    found, pending = [], []  # pending: an unclosed quotation, paragraph by paragraph, until it is confirmed
    marks = [match.start() for match in _DOUBLE.finditer(text)]
    mark, previous_end = 0, 0
    for start, end in paragraphs:
        if ARTICLE_END in text[previous_end:start]:
            found += _cut(pending, sentence_ends)
            pending = []
        previous_end = end
        first = mark
        while mark < len(marks) and marks[mark] < end:
            mark += 1
        closed, first_role, opened = _pair(text, marks[first:mark], sentence_ends)
        found += closed
        if pending and first_role == "close":
            found += [*pending, (start, marks[first] + 1)]
        elif pending and first_role == "open":
            found += pending if marks[first] == start else _cut(pending, sentence_ends)
        if first_role:
            pending = []
        if opened is not None:
            pending = [(opened, end)]
        elif pending:
            pending.append((start, end))
    return found + _cut(pending, sentence_ends)


def _pair(text, marks, sentence_ends):
    """Pair the marks of one paragraph: quotations, what its first mark does, and where one stays open."""
    found, first_role, opened, inner = [], "", None, False
    for number, at in enumerate(marks):
        role = _role(text, at, opened)
        if role == "close" and inner:
            inner = False
        elif role == "close" and opened is not None:
            found.append((opened, at + 1))
            opened = None
        elif role == "open" and opened is not None and _closed_twice(text, marks[number + 1 :], opened):
            inner = True
        elif role == "open":
            if opened is not None:
                found += _cut([(opened, at)], sentence_ends)
            opened = at
        first_role = first_role or role
    return found, first_role, opened


def _closed_twice(text, marks, opened) -> bool:
    """Whether a mark opened within a quotation is one of its own: "a "great" day"."""
    return [_role(text, at, opened) for at in marks[:2]] == ["close", "close"]


def _cut(pending, sentence_ends):
    """End an unclosed quotation with its sentence."""
    return [
        (start, min(end, sentence_ends[bisect_right(sentence_ends, start)])) for start, end in pending[:1]
    ]


def _find_single(text, paragraphs):
    opens = [match.start() for match in _SINGLE_OPEN.finditer(text)]
    if not opens:
        return []
    closes = [match.start() for match in _SINGLE_CLOSE.finditer(text)]
    ends = [end for _, end in paragraphs]
    found, close = [], 0
    for at, following in pairwise([*opens, len(text)]):
        limit = min(following, ends[bisect_right(ends, at)])
        candidates = []
        while close < len(closes) and closes[close] < limit:
            if closes[close] > at:
                candidates.append(closes[close])
            close += 1
        if candidates:
            found.append(
                (at, next((c for c in candidates if not _POSSESSIVE.match(text, c)), candidates[0]) + 1)
            )
    return found
