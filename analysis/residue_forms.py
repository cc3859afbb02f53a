"""Residue that no single pattern can tell: procedures over a page, one for each rule of kind `form`.

Each takes a `Page` and yields `(start, end, rule id)` in offsets of the page's text. All look at a bounded
neighbourhood of each line or match, so that their work grows in step with the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis import residue

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


# The Hill: the last word of the name as displayed, the full name ending in the same word, headlines, MORE.
_CAP = r"[A-ZÀ-Þ]"
_SUFFIX = r"(?:,? (?:Jr|Sr)\.?| I{2,3}| IV)?"
_WORD = (
    rf"(?:{_CAP}[^\W\d_]*(?:['\-][^\W\d_]+)*\.?(?:{_CAP}\.)*|\([A-Z][\w.' \-]{{0,24}}\)|\"[A-Z][\w.' \-]{{0,24}}\"|"
    r"de|la|von|van|der|del|al|bin|ter)"
)
_TWICE = re.compile(
    rf"(?<![^\W\d_])(?P<last>{_CAP}[^\W\d_]*(?:['\-][^\W\d_]+)*){_SUFFIX}"
    rf"(?P<full>\s{{0,3}}(?:{_WORD}\s){{0,6}}?(?P=last){_SUFFIX})"
    r"(?=(?P<glued>MORE(?![A-Za-z])|[A-ZÀ-Þ0-9\"'(\[#$])|\s[A-ZÀ-Þ0-9\"'(\[#$])"
)
_MORE = re.compile(r"(?<!NO )(?<!no )MORE(?![A-Za-z])")
_REACH = 900


def hill_block(page: Page) -> Iterator[Found]:
    """The Hill's topic links with their MORE; a block never reaches back over another MORE."""
    done = 0
    for more in _MORE.finditer(page.text):
        low = max(done, more.start() - _REACH)
        anchor = _anchor(page.text[low : more.end()])
        if anchor is not None:
            yield low + anchor, more.end(), "hill-block"
        done = more.end()


def _anchor(window: str) -> int | None:
    """Where the name as displayed ends, in a window that ends with MORE; glued forms before spaced ones."""
    spaced = None
    for match in _TWICE.finditer(window):
        if _surname(match["last"]):
            if match["glued"]:
                return match.start("full")
            spaced = spaced or match
    return _shifted(window, spaced) if spaced else None


def _surname(word: str) -> bool:
    return len(word) > 2 and not word.isupper()


def _shifted(window: str, match: re.Match) -> int:
    """Go from 'Joe Biden Joe' on to 'Biden Joe Biden': it is the name's last word that must recur."""
    for _ in range(6):
        inner = match.end() - len(match["full"].lstrip())
        later = _TWICE.match(window, inner)
        if later is None or later.start("full") == match.start("full"):
            break
        match = later
    return match.start("full")


def hill_block_cut(page: Page) -> Iterator[Found]:
    """The same blocks where the text broke off before MORE: only where nothing that follows ends a sentence."""
    if "hill" not in page.outlet:
        return
    for line in page.lines:
        for match in _TWICE.finditer(line.text[:20000]):
            rest = line.text[match.end() :]
            if match["glued"] and _surname(match["last"]) and "MORE" not in rest:
                if len(rest) < 600 and not stops(rest) and len(match["full"].split()) > 1:
                    yield line.start + match.start("full"), line.end, "hill-block-cut"
                break


# Captions: only the end of a line is read, and only where the line does not end as a sentence.
_HINT = re.compile(
    r"[/|©]|Phot|PHOT|Getty|GETTY|Reuters|REUTERS|\bAP\b|Imag|Credit|Illustr|Chart|Map:|Screen|[Vv]ia |Source|Handout|Pixabay|\([cC]\)"
)
_CREDIT = re.compile(rf"(?<![a-z0-9])(?P<credit>{residue.CREDIT})(?:\W{{0,3}}|\.? More)$")


def caption_credit(page: Page) -> Iterator[Found]:
    """Lines that end with a picture credit: caption and credit apart."""
    for line in page.lines:
        start = credit_start(line.text)
        if start is not None:
            if start:
                yield line.start, line.start + start, "caption-credit"
            yield line.start + start, line.end, "credit-only"


def credit_start(text: str) -> int | None:
    """Where the credit begins that ends this line, or None."""
    if len(text) > 800 or (stops(text) and not text.endswith(("Images.", "Plus.", ")."))):
        return None
    low = max(0, len(text) - 240)
    if not _HINT.search(text, low):
        return None
    found = _CREDIT.search(text, low)
    return found.start() if found else None


def mail_caption(page: Page) -> Iterator[Found]:
    """Daily Mail: long lines without a full stop, below the first paragraph."""
    below = False
    for line in page.lines:
        if below and len(line.text) >= 45 and not re.search(r"[.!?:,;\"'…)]$", line.text):
            yield line.start, line.end, "mail-caption"
        below = below or prose(line.text)


# Headlines and bylines at the top.
_PLAIN = re.compile(r"\W+")
_NAMES = re.compile(residue.NAMES)
_NPR = re.compile(
    r"(?:Enlarge this image|toggle caption|Updated|Heard on|Listen|LISTEN|[A-Z. ]+, HOST:|.{0,200}/(?:AP|Getty|AFP))"
)


def headline(page: Page) -> Iterator[Found]:
    """Lines at the top that are the known title, or a line that stands there twice."""
    title = _plain(page.title)
    top = page.lines[:6]
    for number, line in enumerate(top):
        if prose(line.text) and len(line.text) > 160:
            return
        plain = _plain(line.text)
        twin = number + 1 < len(page.lines) and _plain(page.lines[number + 1].text) == plain
        before = number and _plain(page.lines[number - 1].text) == plain
        if plain and (
            plain == title
            or ((twin or before) and number < 3 and len(line.text) < 200 and not stops(line.text))
        ):
            yield line.start, line.end, "headline"


def npr_headline(page: Page) -> Iterator[Found]:
    """NPR: a first line without end mark."""
    if (
        page.lines
        and len(page.lines) > 2
        and len(page.lines[0].text) < 160
        and not _STOP.search(page.lines[0].text)
    ):
        yield page.lines[0].start, page.lines[0].end, "npr-headline"


def byline_pair(page: Page) -> Iterator[Found]:
    """A line of names, then a line with the paper's name."""
    for first, second in zip(page.lines[:3], page.lines[1:4], strict=False):
        if re.fullmatch(
            r"USA TODAY(?: NETWORK| Network)?|USA Today|Opinion [Cc]ontributor|Opinion [Cc]olumnist|Associated Press",
            second.text,
        ):
            if (
                len(first.text) < 160
                and not stops(first.text)
                and (_NAMES.fullmatch(first.text) or "Editorial Board" in first.text)
            ):
                yield first.start, first.end, "byline-pair"
            yield second.start, second.end, "byline-pair"
            return


def _plain(text: str) -> str:
    return _PLAIN.sub(" ", text).strip().casefold()


# Who the writer is.
_BIO = re.compile(
    rf"\W{{0,3}}(?:About the [Aa]uthors?:? )?(?P<name>{residue.NAMES})(?:,? (?:Jr|Sr|Ph\.?D|M\.?D|Esq)\.?)?(?: \([^()]{{2,60}}\))?,? "
    r"(?:is|are|was|were|has been|have been|serves?|served|covers?|writes?|reports?|teaches|directs|leads|hosts?|edits?|works?)\b"
)
_ROLE = re.compile(
    r"\b(?:fellows?|professors?|editors?|columnists?|contributors?|correspondents?|reporters?|writers?|journalists?|authors?|"
    r"directors?|presidents? of|founders?|co-founders?|analysts?|attorneys?|lawyers?|lecturers?|strategists?|producers?|scholars?|novelists?|"
    r"consultants?|executive|hosts?|bloggers?|historians?|economists?|former|served|covers|advisers?|partners?|chair(?:man|woman)?|"
    r"interns?|researchers?|veterans?|pastor|activists?|teaches|CEO|founding)\b|@\w"
)
_SURE_BIO = re.compile(
    r"\b(?:[Ff]ollow (?:him|her|them|me)|on Twitter|author of|contributing (?:editor|writer|columnist)|columnist (?:for|at)|reporter (?:for|at)|"
    r"editor (?:for|at|of)|correspondent (?:for|at)|writer (?:for|at)|fellow at|professor (?:of|at|in)|syndicated|contributor to)\b"
)


def bio_name(page: Page, line: Line) -> str:
    """The person a line introduces, if it is the writer's biography; else ''."""
    if len(line.text) > 1000:
        return ""
    found = _BIO.match(line.text)
    if not found or not _ROLE.search(line.text, found.end()):
        return ""
    last = [name.split()[-1] for name in re.split(r",? (?:and|&) |, ", found["name"])]
    elsewhere = page.text[: line.start] + page.text[line.end :]
    if all(name not in elsewhere for name in last):
        return found["name"]
    return ""


# Repeats.
def repeat_line(page: Page) -> Iterator[Found]:
    """Long lines that stood above; of two equal lines the second goes."""
    seen = set()
    for line in page.lines:
        if len(line.text) >= 50:
            if line.text in seen:
                yield line.start, line.end, "repeat-line"
            seen.add(line.text)


_KEY = 14
_LOOK = 2000


def overlap(page: Page) -> Iterator[Found]:
    """A line that begins with the end of the line before it."""
    for before, line in zip(page.lines, page.lines[1:], strict=False):
        if len(line.text) < _KEY:
            continue
        above = before.text[-_LOOK:]
        where = above.find(line.text[:_KEY])
        while where >= 0:
            tail = above[where:].rstrip(" .")
            if (
                len(tail) >= _KEY
                and line.text.startswith(tail)
                and (where or len(above) < len(before.text) or len(tail) > 40)
            ):
                rest = line.text[len(tail) :]
                if not rest.strip(" ."):
                    yield line.start, line.end, "overlap"
                elif re.match(r"[ .]{1,3}[A-Z0-9\"'$(\[-]", rest):
                    yield line.start, line.start + len(tail), "overlap"
                break
            where = above.find(line.text[:_KEY], where + 1)


_AROUND = 6000


def pull_quote(page: Page) -> Iterator[Found]:
    """A line without end mark that stands, word for word, inside a longer line nearby."""
    for line in page.lines:
        text = line.text.strip("\"' ")
        if not 40 <= len(text) <= 300 or stops(line.text) or line.text.endswith((":", ",")):
            continue
        low, high = max(0, line.start - _AROUND), line.end + _AROUND
        if text in page.text[low : line.start] or text in page.text[line.end : high]:
            yield line.start, line.end, "pull-quote"


FORMS = {
    "hill-block": hill_block,
    "hill-block-cut": hill_block_cut,
    "caption-credit": caption_credit,
    "mail-caption": mail_caption,
    "headline": headline,
    "npr-headline": npr_headline,
    "byline-pair": byline_pair,
    "repeat-line": repeat_line,
    "overlap": overlap,
    "pull-quote": pull_quote,
}
