"""Articles to articles without residue, and a ledger of everything that was taken out.

Nothing is lost: what is kept in `text` and the ledger's removed spans together tile `raw`. `text` has the
kept characters as they are, save that a no-break or other odd space reads as a plain one (so that two crawls
of a story read the same; lengths and offsets stay). What is residue is said in `residue`, one rule a
row; this module applies the rules. Where a rule is in doubt the text stays, and the ledger lists the span
as `review`.

A page is cleaned until nothing more comes off, so that cleaning what was cleaned changes nothing.
"""

import re
from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from analysis.clean import residue
from analysis.clean.apply import Span, doubts, find
from analysis.clean.lines import Line, Page
from analysis.schema import ARTICLES, InputError, check

COLUMNS = ["article_id", "start", "end", "kind", "rule", "text"]
ROUNDS = 4

# One character for one, so that offsets hold.
_SPACES = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000\ufeff\t\r\x0b\x0c", " "),
        **{chr(code): " " for code in range(0x2000, 0x200C)},
        **dict.fromkeys("\u2028\u2029\x85", "\n"),
    }
)
_QUOTES = str.maketrans({**dict.fromkeys("‘’‚‛′ʼ`´", "'"), **dict.fromkeys("“”„‟″«»", '"')})
_PLAIN_BREAKS = ("\n", "\n\n")
_BREAK = re.compile(r" *\n[ \n]*")


class Cleaned(NamedTuple):
    """The `articles` frame with its column `text`, and the `ledger` frame."""

    articles: pd.DataFrame
    ledger: pd.DataFrame


def rules() -> pd.DataFrame:
    """The rules that can be switched off.

    Returns
    -------
    DataFrame
        One row per rule: `id`, `kind`, `where`, `rationale`, `example`, `outlets`.
    """
    return pd.DataFrame(residue.RULES).drop(columns=["patterns", "needs"])


def articles(
    articles: pd.DataFrame, off: tuple[str, ...] = (), repeated: pd.DataFrame | None = None
) -> Cleaned:
    """Clean every article by itself: any partition of a corpus gives the same result.

    Parameters
    ----------
    articles : DataFrame
        The `articles` frame; `raw` is read, `outlet`, `url` and `title` help.
    off : tuple of str
        Ids of rules not to apply.
    repeated : DataFrame, optional
        From `repeated_lines`; lines that recur across an outlet's articles go too.

    Returns
    -------
    Cleaned
        `articles` with the column `text` (what was kept of `raw`, in order) and with empty `title` and
        `author` filled where they were found; `ledger` with one row per removed span, and `review` rows.

    Raises
    ------
    InputError
        A column is missing, or `off` names an unknown rule.
    """
    check(articles, ARTICLES)
    unknown = [name for name in off if name not in residue.RULE]
    if unknown:
        raise InputError(
            f"No cleaning rule is called {', '.join(unknown)}; the rules are {', '.join(residue.RULE)}."
        )
    lines = {} if repeated is None else repeated.groupby("outlet").line.agg(frozenset).to_dict()
    rows, texts, titles, authors = [], [], [], []
    columns = (articles[name].fillna("").astype(str) for name in ("raw", "outlet", "url", "title", "author"))
    for key, raw, outlet, url, title, author in zip(articles.index, *columns, strict=True):
        spans = clean(raw, f"{outlet} {url}".lower(), title, tuple(off), lines.get(outlet, frozenset()))
        ledger = [
            (key, start, end, residue.RULE[rule].kind, rule, raw[start:end]) for start, end, rule in spans
        ]
        rows.extend(ledger)
        texts.append(_join(plain(raw), _without(len(raw), spans)))
        titles.append(title or _first(ledger, "headline"))
        authors.append(author or residue.writer(_first(ledger, "byline"), _first(ledger, "bio")))
    frame = articles.assign(
        text=pd.array(texts, dtype="str"),
        title=pd.array(titles, dtype="str"),
        author=pd.array(authors, dtype="str"),
    )
    return Cleaned(frame, pd.DataFrame(rows, columns=COLUMNS))


def _first(ledger: list[tuple], kind: str) -> str:
    return next((" ".join(row[5].split()) for row in ledger if row[3] == kind), "")


def repeated_lines(articles: pd.DataFrame, at_least: int = 4, share: float = 0.02) -> pd.DataFrame:
    """Lines that stand word for word in several articles of one outlet: a first pass over a corpus.

    Parameters
    ----------
    articles : DataFrame
        The `articles` frame.
    at_least : int
        In how many articles a line must stand.
    share : float
        In which share of its outlet's articles, 0 to 1.

    Returns
    -------
    DataFrame
        Columns `outlet`, `line` (normalised), `articles` (in how many it stands), `of` (how many there are).
    """
    outlets = articles.outlet.fillna("").astype(str)
    pairs = [
        (outlet, text)
        for outlet, raw in zip(outlets, articles.raw, strict=True)
        for text in {line.text for line in split(normal(raw))}
        if 12 <= len(text) <= 300
    ]
    frame = pd.DataFrame(pairs, columns=["outlet", "line"]).value_counts().rename("articles").reset_index()
    frame["of"] = frame.outlet.map(outlets.value_counts())
    often = (frame.articles >= at_least) & (frame.articles >= share * frame.of) & (frame.outlet != "")
    return frame[often].reset_index(drop=True)


def plain(raw: str) -> str:
    """Every odd space as a plain one and every line's end as a newline, character for character."""
    if "\r" in raw and "\n" not in raw:
        raw = raw.replace("\r", "\n")
    return _swap(raw, _SPACES)


def normal(raw: str) -> str:
    """The text that patterns see: same length, plain spaces, straight quotes."""
    return _swap(plain(raw), _QUOTES)


def _swap(text: str, table: dict[int, str]) -> str:
    """`str.translate`, quick where few of the table's characters occur."""
    for odd in sorted(set(text).intersection(map(chr, table))):
        text = text.replace(odd, table[ord(odd)])
    return text


def split(text: str) -> list[Line]:
    """Lines that are not empty, without the space around them."""
    found, at = [], 0
    for piece in text.split("\n"):
        inner = piece.strip(" ")
        if inner:
            low = at + len(piece) - len(piece.lstrip(" "))
            found.append(Line(low, low + len(inner), inner))
        at += len(piece) + 1
    return found


def clean(
    raw: str,
    outlet: str = "",
    title: str = "",
    off: tuple[str, ...] = (),
    lines: frozenset[str] = frozenset(),
) -> list[Span]:
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
    lines : frozenset of str
        Normalised lines known to recur in this outlet.

    Returns
    -------
    list of Span
        Removed spans do not overlap; those of kind `review` lie in what is kept.
    """
    view = normal(raw)
    outlet = _marked(view, outlet.strip())
    spans = _edges(view, [], off)
    for _ in range(ROUNDS):
        kept = _without(len(view), spans)
        text = _join(view, kept)
        found = find(Page(text, split(text), outlet, title), off, lines)
        if not found:
            break
        spans.extend(_moved(found, kept))
        spans.extend(_edges(view, spans, off))
    kept = _without(len(view), spans)
    text = _join(view, kept)
    return sorted([*spans, *_moved(doubts(Page(text, split(text), outlet, title), off), kept)])


def _marked(view: str, outlet: str) -> str:
    """The outlet, and what the page itself tells of it."""
    marks = residue.MARKS if outlet else {**residue.MARKS, **residue.MENTIONS}
    return " ".join([outlet, *(name for name, words in marks.items() if any(word in view for word in words))])


def _edges(view: str, spans: list[Span], off: tuple[str, ...]) -> list[Span]:
    """Surplus space: around the text, at the edges of lines, beyond one empty line, and beside cuts."""
    if "whitespace" in off:
        return []
    kept = _without(len(view), spans)
    text, cuts, at = _join(view, kept), [], 0
    for (start, end), (later, _) in pairwise(kept):
        at += end - start
        if view[end:later].strip(" \n"):
            cuts.append(at)
    body = text.strip(" \n")
    lead = len(text) - len(text.lstrip(" \n"))
    drop = [(0, lead), (lead + len(body), len(text))] if body else [(0, len(text))]
    for match in _BREAK.finditer(text, lead, lead + len(body)):
        drop.extend(_surplus(text, match.start(), match.end(), cuts))
    drop.extend(_gaps(text, cuts, lead, lead + len(body)))
    return _moved([Span(low, high, "whitespace") for low, high in drop if low < high], kept)


def _surplus(text: str, low: int, high: int, cuts: list[int]) -> list[tuple[int, int]]:
    """All of a break between lines but its newlines: two at most, and no more than stood together."""
    if text[low:high] in _PLAIN_BREAKS and bisect_right(cuts, low) == bisect_right(cuts, high - 1):
        return []
    inner = [low, *cuts[bisect_right(cuts, low) : bisect_right(cuts, high - 1)], high]
    keep = min(2, max(text.count("\n", a, b) for a, b in pairwise(inner)))
    drop, at = [], low
    while keep:
        newline = text.index("\n", at)
        drop.append((at, newline))
        at, keep = newline + 1, keep - 1
    return [*drop, (at, high)]


def _gaps(text: str, cuts: list[int], low: int, high: int) -> list[tuple[int, int]]:
    """Spaces that a cut left beside another space, or before a sign that takes none."""
    drop = []
    for cut in cuts:
        if low < cut < high:
            start = len(text[low:cut].rstrip(" ")) + low if text[cut - 1] == " " else cut
            end = cut
            while end < high and text[end] == " ":
                end += 1
            if start < end and text[start - 1] != "\n" and text[end] != "\n":
                closes = text[end] in ",.;:!?)]" or text.startswith("'s ", end)
                drop.append((start, end) if closes else (start + 1, end))
    return drop


def _join(text: str, kept: list[tuple[int, int]]) -> str:
    return "".join(text[start:end] for start, end in kept)


def _without(length: int, spans: list[Span]) -> list[tuple[int, int]]:
    """What is left of a text after the spans; `review` spans take nothing."""
    left, at = [], 0
    for start, end, rule in sorted(spans):
        if residue.RULE[rule].kind != "review":
            if at < start:
                left.append((at, start))
            at = max(at, end)
    return [*left, (at, length)] if at < length else left


def _moved(found: list[Span], kept: list[tuple[int, int]]) -> list[Span]:
    """Offsets in the shortened text back to raw ones; a span over an earlier cut becomes several."""
    starts, total = [], 0
    for start, end in kept:
        starts.append(total)
        total += end - start
    spans = []
    for low, high, rule in found:
        piece = max(bisect_right(starts, low) - 1, 0)
        while piece < len(kept) and starts[piece] < high:
            shift = kept[piece][0] - starts[piece]
            start, end = max(low + shift, kept[piece][0]), min(high + shift, kept[piece][1])
            if start < end:
                spans.append(Span(start, end, rule))
            piece += 1
    return spans
