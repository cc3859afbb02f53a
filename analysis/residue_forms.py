"""Residue that no single pattern can tell: procedures over a page, one for each rule of kind `form`.

Each takes a `Page` and yields `(start, end, rule id)` in offsets of the page's text. All look at a bounded
neighbourhood of each line or match, so that their work grows in step with the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.residue_links import RULES as LINKS
from analysis.residue_words import CREDITS, NAMES

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
_LETTERS = r"[^\W\d_]{0,30}"
_SUFFIX = r"(?:,? (?:Jr|Sr)\.?| I{2,3}| IV)?"
_WORD = (
    rf"(?:{_CAP}{_LETTERS}(?:['\-][^\W\d_]{_LETTERS}){{0,3}}\.?(?:{_CAP}\.){{0,3}}|"
    r"\([A-Z][\w.' \-]{0,24}\)|\"[A-Z][\w.' \-]{0,24}\"|de|la|von|van|der|del|al|bin|ter)"
)
_TWICE = re.compile(
    rf"(?<![^\W\d_])(?P<last>{_CAP}{_LETTERS}(?:['\-][^\W\d_]{_LETTERS}){{0,3}}){_SUFFIX}"
    rf"(?P<full>\s{{0,3}}(?:{_WORD}\s){{0,6}}?(?P=last){_SUFFIX})"
    r"(?=(?P<glued>MORE(?![A-Za-z])|[A-ZÀ-Þ0-9\"'(\[#$])|\s[A-ZÀ-Þ0-9\"'(\[#$])"
)
_MORE = re.compile(r"MORE(?![A-Za-z])")
_REACH = 900


def hill_block(page: Page) -> Iterator[Found]:
    """The Hill's topic links with their MORE; a block never reaches back over another MORE."""
    done = 0
    for more in _MORE.finditer(page.text):
        if page.text[more.start() - 3 : more.start()].lower() == "no ":
            continue
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
_NAMED_STOP = ("Images.", "Plus.", "Inc.", "AP.")
_CREDIT = re.compile(r"(?<![a-z0-9])(?:" + "|".join(CREDITS) + r")(?:\W{0,3}|\.? More)$")


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
    if len(text) > 800:
        return None
    low = max(0, len(text) - 240)
    if stops(text) and not ("Photo" in text[low:] and text.endswith(").")) and not text.endswith(_NAMED_STOP):
        return None
    if not _HINT.search(text, low):
        return None
    found = _CREDIT.search(text, low)
    if not found or (found.group().startswith("Source:") and len(text) > 250):
        return None
    return found.start()


_PIPED = re.compile(
    r"[^|]{10,500} \| ?[^|]{0,70}(?:AP Photos?|Getty|POLITICO|REUTERS|Reuters|AP|AFP|EPA)[^|]{10,300}"
)
_TWO = re.compile(r"[^|]{10,400}[.!?]['\"]? [A-Z'\"][^|]{8,120}[^.!?:|]")


def politico_head(page: Page) -> Iterator[Found]:
    """A first line of caption, credit and headline above a paragraph."""
    if len(page.lines) < 3 or len(page.lines[0].text) > 900:
        return
    line = page.lines[0]
    politico = "politico" in page.outlet
    titled = politico and len(page.title) > 19 and _plain(page.title) in _plain(line.text)
    if (
        titled
        or _PIPED.fullmatch(line.text)
        or (politico and not stops(line.text) and _TWO.fullmatch(line.text))
    ):
        yield line.start, line.end, "politico-head"


_START = re.compile(
    r"(?:[A-Z][^\n]{0,200}?[.!?\"'] )?[A-Z][\w'-]+ (?:[A-Z]\.? )?[A-Z][\w'-]+(?:/[A-Z][\w ]{1,20}){0,2}"
    r"/(?:Getty Images|AP Photo|AP|Reuters|AFP) (?=[A-Z\"])"
)


def caption_start(page: Page) -> Iterator[Found]:
    """A first line with caption and credit before the text."""
    if page.lines and (found := _START.match(page.lines[0].text)) and found.end() < 300:
        yield page.lines[0].start, page.lines[0].start + found.end(), "caption-start"


def mail_caption(page: Page) -> Iterator[Found]:
    """Daily Mail: long lines without a full stop, below the first paragraph."""
    below = False
    for line in page.lines:
        if (
            below
            and len(line.text) >= 45
            and not re.search(r"[.!?:,;\"'…]$", line.text)
            and line.text[0].isupper()
        ):
            yield line.start, line.end, "mail-caption"
        below = below or prose(line.text)


# Headlines and bylines at the top.
_PLAIN = re.compile(r"\W+")
_NAMES = re.compile(NAMES)
_NPR = re.compile(
    r"(?:Enlarge this image|toggle caption|Heard on|Listen|LISTEN|[A-Z. ]+, HOST:|.{0,200}/(?:AP|Getty|AFP))"
)


def headline(page: Page) -> Iterator[Found]:
    """Lines at the top that are the known title, that stand there twice, or that a credit or byline follows."""
    title = _plain(page.title)
    top = page.lines[:6]
    for number, line in enumerate(top):
        if prose(line.text) and len(line.text) > 160:
            return
        words = _plain(line.text)
        after = page.lines[number + 1].text if number + 1 < len(page.lines) else ""
        twin = number < 3 and words in (_plain(after), _plain(page.lines[number - 1].text) if number else "")
        heads = number == 0 and not line.text.endswith((":", ",")) and _BELOW.fullmatch(after)
        short = len(line.text) < 200 and not stops(line.text)
        if words and (_titled(words, title) or (short and (twin or heads))):
            yield line.start, line.end, "headline"


_BELOW = re.compile(rf"(?:Â?©|\([cC]\)) ?[A-Z][^.!?;]{{1,60}}|Getty Images|(?:By|BY) {NAMES}.{{0,60}}")


def _titled(words: str, title: str) -> bool:
    """Whether a line is the title, give or take the outlet's name after it."""
    if not title:
        return False
    longer = words.startswith(title + " ") and len(words) - len(title) <= 30
    shorter = title.startswith(words) and len(words) >= 25 and len(words) >= 0.6 * len(title)
    return words == title or (len(title) >= 25 and (longer or shorter))


def npr_headline(page: Page) -> Iterator[Found]:
    """NPR: a first line in title case without end mark, above more than a note."""
    if len(page.lines) < 3:
        return
    first, second = page.lines[0], page.lines[1]
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", first.text) if len(word) > 3]
    capital = sum(word[0].isupper() for word in words)
    if (
        len(first.text) < 160
        and not first.text.startswith("Updated")
        and not first.text.endswith((".", ":", '."'))
    ):
        if len(words) > 2 and capital >= 0.9 * len(words) or _NPR.match(second.text):
            yield first.start, first.end, "npr-headline"


def byline_pair(page: Page) -> Iterator[Found]:
    """A line of names, then a line with the paper's name."""
    for first, second in zip(page.lines[:3], page.lines[1:4], strict=False):
        if re.fullmatch(
            r"USA ?TODAY(?: NETWORK| Network)?|USA Today|Opinion [Cc]ontributor|Opinion [Cc]olumnist|Associated Press",
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
    rf"\W{{0,3}}(?:About the [Aa]uthors?:? )?(?:Prof\.? |Dr\.? )?(?!The )(?P<name>{NAMES})"
    r"(?:,? (?:Jr|Sr|Ph\.?D|M\.?D|Esq)\.?)?(?: \([^()]{2,60}\))?,? "
    r"(?P<verb>is|are|was|were|serves?|served|covers?|writes?|reports?|teaches|directs|leads|hosts?|edits?|works?|tweets?)\b"
)
_ROLE = re.compile(
    r"\b(?:fellows?|professors?|editors?|Editor|columnists?|contributors?|correspondents?|reporters?|writers?|journalists?|"
    r"authors?|directors?|presidents? of|president and|founders?|co-founders?|analysts?|attorneys?|lawyers?|lecturers?|"
    r"strategists?|producers?|scholars?|novelists?|consultants?|executive|hosts?|bloggers?|historians?|economists?|former|"
    r"advis[eo]rs?|partners?|chair(?:man|woman)?|interns?|researchers?|veterans?|pastor|activists?|CEO|classicist|chief)\b"
)
_SURE_BIO = re.compile(
    r"\b(?:[Ff]ollow (?:him|her|them|me)|on Twitter|author of|contributing (?:editor|writer|columnist|opinion)|columnist (?:for|at)|"
    r"reporter (?:for|at)|(?:editor|Editor)(?:-at-[Ll]arge)? (?:for|at|of)|correspondent (?:for|at)|writer (?:for|at)|fellow (?:at|for|in|with)|"
    r"professor (?:of|at|in)|syndicated|contributor to|columnist|covers [a-z]|can be (?:reached|contacted)|Reach (?:him|her)|analyst)\b|@\w"
)


def bio_name(page: Page, line: Line, sure: bool = False) -> str:
    """The person a line introduces, if it is a biography of someone the article does not mention; else ''."""
    found = _BIO.match(line.text) if len(line.text) <= 1000 else None
    if not found:
        return ""
    plain = found["verb"] in ("is", "are", "was", "were") and _ROLE.search(
        line.text, found.end(), found.end() + 160
    )
    if not _SURE_BIO.search(line.text, found.end()) and (sure or not plain):
        return ""
    last = [name.split()[-1] for name in re.split(r",? (?:and|&) |, ", found["name"])]
    known = any(page.text.count(name) > line.text.count(name) for name in last)
    return "" if known else found["name"]


# Repeats.
def repeat_line(page: Page) -> Iterator[Found]:
    """A line that stood above: of two paragraphs only neighbours, of captions and titles any second one."""
    seen = set()
    before = ""
    for line in page.lines:
        if len(line.text) >= 50:
            if line.text == before or (line.text in seen and not stops(line.text)):
                yield line.start, line.end, "repeat-line"
            seen.add(line.text)
        before = line.text


_KEY = 14
_LOOK = 2000


def overlap(page: Page) -> Iterator[Found]:
    """A line that begins with the end of the line before it."""
    for before, line in zip(page.lines, page.lines[1:], strict=False):
        length = _shared(before.text[-_LOOK:], line.text, len(before.text))
        if length:
            yield line.start, line.start + length, "overlap"


def _shared(above: str, text: str, full: int) -> int:
    """How much of a line's head repeats the end of the line above, with the signs and space after it."""
    where = above.find(text[:_KEY]) if len(text) >= _KEY else -1
    for _ in range(20):
        if where < 0:
            return 0
        tail = above[where:].rstrip(" .")
        partly = where > 0 or len(above) < full
        if (
            len(tail) >= (30 if text[0].isupper() else _KEY)
            and text.startswith(tail)
            and (partly or len(tail) > 40)
        ):
            after = re.match(r"[ .]{0,3}", text[len(tail) :]).end() + len(tail)
            if after == len(text) or (after > len(tail) and re.match(r"[^a-z,;)]", text[after:])):
                return after
        where = above.find(text[:_KEY], where + 1)
    return 0


_HEADING = re.compile(next(rule for rule in LINKS if rule.id == "more-stories").patterns[0])


def link_list(page: Page) -> Iterator[Found]:
    """A heading such as 'You might also be interested in:' and the headlines under it."""
    lines, at = page.lines, 0
    while at < len(lines):
        end = at + 1
        if _heads_list(lines[at].text):
            while end < len(lines) and end - at <= 6 and _link(lines[end].text):
                end += 1
            if 2 < end - at <= 6 and end < len(lines):
                for line in lines[at:end]:
                    yield line.start, line.end, "link-list"
        at = end


def _heads_list(text: str) -> bool:
    marked = text.endswith((":", "Bloomberg")) or text.startswith("MORE FROM ")
    return len(text) < 60 and marked and bool(_HEADING.fullmatch(text))


def _link(text: str) -> bool:
    return len(text) < 130 and (not stops(text) or (text.endswith("?") and text.isupper()))


_AROUND = 6000


def pull_quote(page: Page) -> Iterator[Found]:
    """A longer line without end mark that stands, word for word, inside another line nearby."""
    for line in page.lines:
        text = line.text.strip("\"' ")
        if not 70 <= len(text) <= 300 or stops(line.text) or line.text.endswith((":", ",")):
            continue
        low, high = max(0, line.start - _AROUND), line.end + _AROUND
        if text in page.text[low : line.start] or text in page.text[line.end : high]:
            yield line.start, line.end, "pull-quote"


_SHARE = re.compile(
    r"(?i:facebook|twitter|email|e-mail|whatsapp|flipboard|copy(?: link)?|pinterest|linkedin|reddit|messenger|print|share|tweet|sms)"
)


def share_list(page: Page) -> Iterator[Found]:
    """Names of share buttons, one a line: three or more in a row."""
    row = []
    for line in [*page.lines, None]:
        if line and _SHARE.fullmatch(line.text):
            row.append((line.start, line.end, "share-list"))
            continue
        if len(row) > 2:
            yield from row
        row = []


FORMS = {
    "hill-block": hill_block,
    "hill-block-cut": hill_block_cut,
    "caption-credit": caption_credit,
    "mail-caption": mail_caption,
    "politico-head": politico_head,
    "caption-start": caption_start,
    "headline": headline,
    "npr-headline": npr_headline,
    "byline-pair": byline_pair,
    "repeat-line": repeat_line,
    "overlap": overlap,
    "pull-quote": pull_quote,
    "share-list": share_list,
    "link-list": link_list,
}
