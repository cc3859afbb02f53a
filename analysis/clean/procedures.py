"""Residue that no single pattern can tell: one procedure for each rule marked so in `rules.toml`.

Each takes a `CrawledPage` and yields spans in offsets of its text. All look at a bounded neighbourhood of
each line or match, so that their work grows in step with the text.
"""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import groupby

import numpy as np

from analysis.clean.captions import (
    find_caption_credits,
    find_caption_start,
    find_credit,
    find_mail_captions,
    find_politico_head,
)
from analysis.clean.page import CrawledPage, Line, Span, ends_sentence, extract_words, is_prose, normalise
from analysis.clean.rules import FRAGMENTS, NAMES, RULES
from analysis.clean.topic_links import find_spaced_links, find_topic_links

# Headlines and bylines at the top.
_NAMES = re.compile(NAMES)
_NPR = re.compile(
    r"(?:Enlarge this image|toggle caption|Heard on|Listen|LISTEN|[A-Z. ]+, HOST:|.{0,200}/(?:AP|Getty|AFP))"
)


def find_headlines(page: CrawledPage) -> Iterator[Span]:
    """Lines at the top that are the known title, that stand there twice, or above a byline."""
    title = extract_words(page.title)
    top = page.lines[:6]
    first_prose = next((number for number, line in enumerate(page.lines[:8]) if is_prose(line.text)), -1)
    for number, line in enumerate(top):
        if is_prose(line.text) and len(line.text) > 160:
            return
        words = extract_words(line.text)
        after = page.lines[number + 1].text if number + 1 < len(page.lines) else ""
        before = page.lines[number - 1].text if number else ""
        twin = number < min(3, first_prose) and words in (extract_words(after), extract_words(before))
        heads = number == 0 and not line.text.endswith((":", ",")) and _BELOW.fullmatch(after)
        short = len(line.text) < 200 and not ends_sentence(line.text)
        if words and (_titled(words, title) or (short and (twin or heads))):
            yield Span(line.start, line.end, "headline")


_BELOW = re.compile(rf"(?:Â?©|\([cC]\)) ?[A-Z][^.!?;]{{1,60}}|Getty Images|(?:By|BY) {NAMES}.{{0,60}}")


def _titled(words: str, title: str) -> bool:
    """Whether a line is the title, which may have the outlet's name after it."""
    return words == title or (title.startswith(words) and len(words) >= 25)


_OUTLET_SUFFIX = re.compile(r" [-|–—:] [A-Z][\w.' ]{1,40}$")
_SENTENCE_STARTERS = set(
    ["The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "We", "I", "This", "That", "There", "But"]
) | {"And", "For", "After", "As", "When", "While", "With", "By", "If"}


def find_glued_headline(page: CrawledPage) -> Iterator[Span]:
    """The known title at the head of a first line that goes on with the text or a byline.

    A text may open with the words of its headline and go on with a name: where the title is short or ends in
    a capital, only a word that opens sentences tells that the text begins.
    """
    full = normalise(page.title).strip()
    for title in (full, _OUTLET_SUFFIX.sub("", full)):
        for line in page.lines[:3]:
            words = title.split()
            if len(words) < 4 or len(title) < 20 or not line.text.startswith(title + " "):
                continue
            rest = line.text[len(title) + 1 :].lstrip()
            first = rest.partition(" ")[0]
            opens = rest[0].isupper() or rest[0] in "\"'"
            clear = first in _SENTENCE_STARTERS or (len(words) > 5 and not words[-1][0].isupper())
            if opens and clear:
                yield Span(line.start, line.start + len(title), "headline-glued")
                return


_SOFT_OPENING = re.compile(FRAGMENTS["SOFT_LABEL"] + r" ?[:|>]")
_NOTE = re.compile(RULES["doubt-note"].pattern)


def find_headline_line(page: CrawledPage) -> Iterator[Span]:
    """Where no title is known: a first line without end mark above two paragraphs or more.

    Nine lines in ten must end as sentences do, lest the line be the first of a text wrapped by hand.
    """
    if page.title or len(page.lines) < 3:
        return
    first, rest = page.lines[0], page.lines[1:]
    text = first.text
    closed = ends_sentence(text) or text.endswith((":", ",", ";", "-", "—"))
    if closed or text[0].islower() or not 4 <= len(text.split()) <= 24:
        return
    if _SOFT_OPENING.match(text) or _NOTE.match(text):
        return
    paragraphs = sum(is_prose(line.text) for line in rest)
    ended = sum(ends_sentence(line.text) for line in rest)
    if is_prose(rest[0].text) and paragraphs > 1 and ended >= 0.9 * len(rest):
        yield Span(first.start, first.end, "headline-line")


def find_outlet_names(page: CrawledPage) -> Iterator[Span]:
    """Lines that are the outlet's name."""
    for line in page.lines:
        if _is_outlet(page, line.text):
            yield Span(line.start, line.end, "outlet-name")


def _is_outlet(page: CrawledPage, text: str) -> bool:
    """Whether a text is the outlet's given name; what is no actor in its own articles, `actors` says."""
    if not 3 <= len(text) <= 40 or not page.outlet.startswith(text.lower()):
        return False
    return bool(re.match(r" ?(?:$|http|\(|mark-)", page.outlet[len(text) :]))


def find_npr_headline(page: CrawledPage) -> Iterator[Span]:
    """NPR: a first line in title case without end mark, above more than a note."""
    if len(page.lines) < 3:
        return
    first, second = page.lines[0], page.lines[1]
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", first.text) if len(word) > 3]
    capital = sum(word[0].isupper() for word in words)
    plain_end = not first.text.endswith((".", ":", '."')) and not first.text.startswith("Updated")
    titled = len(words) > 2 and capital >= 0.9 * len(words)
    if plain_end and (titled or _NPR.match(second.text)):
        yield Span(first.start, first.end, "npr-headline")


def find_byline_pair(page: CrawledPage) -> Iterator[Span]:
    """A line of names, then a line with the paper's name."""
    for first, second in zip(page.lines[:3], page.lines[1:4], strict=False):
        if re.fullmatch(
            r"USA ?TODAY(?: NETWORK| Network)?|USA Today|Opinion [Cc]ontributor|Opinion [Cc]olumnist|"
            r"Associated Press",
            second.text,
        ):
            if _NAMES.fullmatch(first.text):
                yield Span(first.start, first.end, "byline-pair")
            yield Span(second.start, second.end, "byline-pair")
            return


# Who the writer is.
_BIO = re.compile(
    rf"\W{{0,3}}(?:About the [Aa]uthors?:? )?(?:Prof\.? |Dr\.? )?(?!The )(?P<name>{NAMES})"
    r"(?:,? (?:Jr|Sr|Ph\.?D|M\.?D|Esq)\.?)?(?: \([^()]{2,60}\))?,? "
    r"(?P<verb>is|are|was|were|serves?|served|covers?|writes?|reports?|teaches|directs|leads|hosts?|"
    r"edits?|works?|tweets?|lives)\b"
)
_ROLE = re.compile(
    r"\b(?:fellows?|professors?|editors?|Editor|columnists?|contributors?|correspondents?|reporters?|"
    r"writers?|journalists?|"
    r"authors?|directors?|presidents? of|president and|founders?|co-founders?|analysts?|attorneys?|"
    r"lawyers?|lecturers?|"
    r"strategists?|producers?|scholars?|novelists?|consultants?|executive|hosts?|bloggers?|historians?|"
    r"economists?|former|"
    r"advis[eo]rs?|partners?|chair(?:man|woman)?|interns?|researchers?|veterans?|pastor|activists?|CEO|"
    r"classicist|chief)\b"
)
_SURE_BIO = re.compile(
    r"\b(?:[Ff]ollow (?:him|her|them|me)|on Twitter|author of|contributing (?:editor|writer|columnist|"
    r"opinion)|columnist (?:for|at)|"
    r"reporter (?:for|at)|(?:editor|Editor)(?:-at-[Ll]arge)? (?:for|at|of)|correspondent (?:for|at)|"
    r"writer (?:for|at)|fellow (?:at|for|in|with)|"
    r"professor (?:of|at|in)|syndicated|contributor to|columnist|covers [a-z]|can be (?:reached|"
    r"contacted)|Reach (?:him|her)|analyst)\b|@\w"
)


def find_bio_name(page: CrawledPage, line: Line, sure: bool = False) -> str:
    """The person a line introduces, if it is a biography of someone the article does not mention; else ''."""
    match = _BIO.match(line.text) if len(line.text) <= 1000 else None
    if not match:
        return ""
    has_role = match["verb"] in ("is", "are", "was", "were") and _ROLE.search(
        line.text, match.end(), match.end() + 160
    )
    if not _SURE_BIO.search(line.text, match.end("name")) and (sure or not has_role):
        return ""
    surnames = [name.split()[-1] for name in re.split(r",? (?:and|&) |, ", match["name"])]
    mentioned = any(page.text.count(name) > line.text.count(name) for name in surnames)
    return "" if mentioned else match["name"]


# Repeats.
def find_repeated_lines(page: CrawledPage) -> Iterator[Span]:
    """A line that stood above: of two paragraphs only neighbours, of captions and titles any second one."""
    seen = set()
    before = ""
    for line in page.lines:
        if len(line.text) >= 50:
            if line.text == before or (line.text in seen and not ends_sentence(line.text)):
                yield Span(line.start, line.end, "repeat-line")
            seen.add(line.text)
        before = line.text


_KEY = 14
_LOOK = 2000


def find_overlaps(page: CrawledPage) -> Iterator[Span]:
    """A line that begins with the end of the line before it."""
    for before, line in zip(page.lines, page.lines[1:], strict=False):
        length = _shared(before.text[-_LOOK:], line.text)
        if length:
            yield Span(line.start, line.start + length, "overlap")


def _shared(above: str, text: str) -> int:
    """How much of a line's head repeats the end of the line above, with the signs and space after it."""
    where = above.find(text[:_KEY]) if len(text) >= _KEY else -1
    for _ in range(20):
        if where < 0:
            return 0
        tail = above[where:].rstrip(" .")
        least = (30 if text[0].isupper() else _KEY) if where else 41
        if len(tail) >= least and text.startswith(tail):
            rest = text[len(tail) :]
            after = len(tail) + min(3, len(rest) - len(rest.lstrip(" .")))
            if after == len(text) or after > len(tail):
                return after
        where = above.find(text[:_KEY], where + 1)
    return 0


_HEADING = re.compile(RULES["more-stories"].pattern)


def find_link_lists(page: CrawledPage) -> Iterator[Span]:
    """A heading such as 'You might also be interested in:' and the headlines under it."""
    lines, at = page.lines, 0
    while at < len(lines):
        end = at + 1
        if _heads_list(lines[at].text):
            while end < len(lines) and _link(lines[end].text):
                end += 1
            if 2 < end - at <= 6 and end < len(lines):
                for line in lines[at:end]:
                    yield Span(line.start, line.end, "link-list")
        at = end


def _heads_list(text: str) -> bool:
    marked = text.endswith((":", "Bloomberg")) or text.startswith("MORE FROM ")
    return len(text) < 60 and marked and bool(_HEADING.fullmatch(text))


def _link(text: str) -> bool:
    return len(text) < 130 and (not ends_sentence(text) or (text.endswith("?") and text.isupper()))


_AROUND = 6000


def find_pull_quotes(page: CrawledPage) -> Iterator[Span]:
    """A longer line without end mark that stands, word for word, inside a longer line nearby."""
    for line in page.lines:
        text = line.text.strip("\"' ")
        if not 70 <= len(text) <= 300 or ends_sentence(line.text) or line.text.endswith((":", ",")):
            continue
        above = page.text[max(0, line.start - _AROUND) : line.start]
        below = page.text[line.end : line.end + _AROUND]
        if _stands_inside(text, above) or _stands_inside(text, below):
            yield Span(line.start, line.end, "pull-quote")


def _stands_inside(text: str, around: str) -> bool:
    """Whether a text stands within a line; as a line of its own it is a repeat, and no quotation."""
    at = around.find(text)
    while at >= 0:
        before, after = around[:at].rpartition("\n")[2], around[at + len(text) :].partition("\n")[0]
        if before.strip("\"' ") or after.strip("\"' "):
            return True
        at = around.find(text, at + len(text))
    return False


def find_near_repeats(page: CrawledPage) -> Iterator[Span]:
    """The first paragraph said again: at the end below a line that is none, or below a credit that makes it a
    caption. A text may well end as it began, so it must be set off.
    """
    lead = next((number for number, line in enumerate(page.lines[:4]) if is_prose(line.text)), None)
    if lead is None or len(page.lines) < lead + 3:
        return
    last, below = page.lines[-1], page.lines[lead + 2]
    set_off = not is_prose(page.lines[-2].text)
    if set_off and _says_again(page.lines[lead].text, last.text):
        yield Span(last.start, last.end, "near-repeat")
    elif find_credit(page.lines[lead + 1].text) == 0 and _says_again(page.lines[lead].text, below.text):
        yield Span(below.start, below.end, "near-repeat")


def _says_again(text: str, later: str) -> bool:
    """Whether two paragraphs share nine words in ten, in order, and every figure, but are not the same."""
    if text == later or not 80 <= len(text) <= 800 or abs(len(later) - len(text)) > 0.2 * len(text):
        return False
    words, others = extract_words(text).split(), extract_words(later).split()
    alike = SequenceMatcher(None, words, others, autojunk=False).ratio() >= 0.9
    return alike and _figures(words) == _figures(others)


def _figures(words: list[str]) -> list[str]:
    return [word for word in words if word[0].isdigit()]


_SHARE = re.compile(
    r"(?i:facebook|twitter|email|e-mail|whatsapp|flipboard|copy(?: link)?|pinterest|linkedin|reddit|"
    r"messenger|print|share|tweet|sms)"
)


def find_share_lists(page: CrawledPage) -> Iterator[Span]:
    """Names of share buttons, one a line: three or more in a row."""
    row = []
    for line in [*page.lines, None]:
        if line and _SHARE.fullmatch(line.text):
            row.append(Span(line.start, line.end, "share-list"))
            continue
        if len(row) > 2:
            yield from row
        row = []


# Sign-up forms.
_FORM = re.compile(RULES["signup-form"].pattern)
_SIGNUP = re.compile(f"(?:{RULES['newsletter'].pattern})|(?:{RULES['newsletter-form'].pattern})")
_READER = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ou're|[Nn]ews|[Nn]ewsletter|[Ss]tories|inbox)\b")
_URGES = re.compile(
    r"(?:Start|Read|Get|Stay|Catch|Learn|Keep|Never|Don't|Want|Join|Discover|Hear|See|Leave|Escape|Know|Find|"
    r"Follow|Make|Understand|Explore|Dive|Tune|Try|Enjoy|Receive|Unlock|Support|Help|Be|Go)\b"
)


def find_signup_forms(page: CrawledPage) -> Iterator[Span]:
    """The lines of a form and the pitches between them; at a page's head unended ones beside them too."""
    run: list[tuple[Line, str]] = []
    for number, line in enumerate([*page.lines, None]):
        if line and (part := _part_of_form(page, line.text)):
            run.append((line, part))
            continue
        yield from _take_form(run, at_head=number == len(run))
        run = []


def _part_of_form(page: CrawledPage, text: str) -> str:
    """What a line is to a form: a 'field', another rule's 'prompt' or 'name', a 'label', an 'urge', or ''."""
    if len(text) > 400:
        return ""
    if any(word in text for word in RULES["signup-form"].needs):
        if _FORM.fullmatch(text):
            return "field"
        if _SIGNUP.fullmatch(text):
            return "prompt"
    if _is_outlet(page, text):
        return "name"
    if len(text) > 160 or '"' in text or not _READER.search(text):
        return ""
    if not ends_sentence(text):
        return "label"
    return "urge" if _URGES.match(text) else ""


def _take_form(run: list[tuple[Line, str]], at_head: bool) -> Iterator[Span]:
    """Fields, and what stands between lines that are a form's; sentences only where there are fields."""
    parts = [part for _, part in run]
    sure = [at for at, part in enumerate(parts) if part in ("field", "prompt", "name")]
    if "field" not in parts and "prompt" not in parts:
        return
    first, last = sure[0], sure[-1]
    while at_head and first and parts[first - 1] == "label":
        first -= 1
    while at_head and last + 1 < len(run) and parts[last + 1] == "label":
        last += 1
    for line, part in run[first : last + 1]:
        if part in ("field", "label") or (part == "urge" and "field" in parts):
            yield Span(line.start, line.end, "signup-form")


# Links in capitals.
_CAPITALS = re.compile(FRAGMENTS["CAPS"] + r"{20,260}")
_LONGEST_STACK = 6


def find_stacked_capitals(page: CrawledPage) -> Iterator[Span]:
    """Two to six lines in capitals in a row, beside a paragraph that is not in capitals."""
    stack: list[Line] = []
    before = ""
    for line in [*page.lines, None]:
        text = line.text if line else ""
        if line and _CAPITALS.fullmatch(text) and text.count(" ") >= 4 and not text.endswith("."):
            stack.append(line)
            continue
        stacked = 2 <= len(stack) <= _LONGEST_STACK
        if stacked and is_prose(before) and not before.isupper() and (is_prose(text) or not line):
            yield from (Span(link.start, link.end, "caps-stack") for link in stack)
        stack, before = [], text


# --- whole pages pasted as text -----------------------------------------------------------------


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


def find_page_furniture(page: CrawledPage) -> Iterator[Span]:
    """The lines around the article, and menus within it, of a page of which half the lines are short.

    The article is the run of lines with most prose: its characters, less a cost for each line that is none.
    """
    lines = page.lines
    short = [len(line.text) < _SHORT and not ends_sentence(line.text) for line in lines]
    menus = _find_menus(short)
    if sum(end - start for start, end in menus) < _LEAST or sum(short) < len(lines) / 2:
        return
    if menus[0][0] > _TOP:
        return  # a long table at an article's end
    start, end = _find_article(lines)
    inside = {at for low, high in menus for at in range(low, high)}
    for at, line in enumerate(lines):
        if start < end and (at < start or at >= end or at in inside):
            yield Span(line.start, line.end, "page-furniture")


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


PROCEDURES: dict[str, Callable[[CrawledPage], Iterator[Span]]] = {
    "page-furniture": find_page_furniture,
    "hill-block": find_topic_links,
    "hill-block-spaced": find_spaced_links,
    "caption-credit": find_caption_credits,
    "mail-caption": find_mail_captions,
    "politico-head": find_politico_head,
    "caption-start": find_caption_start,
    "headline": find_headlines,
    "headline-glued": find_glued_headline,
    "npr-headline": find_npr_headline,
    "byline-pair": find_byline_pair,
    "outlet-name": find_outlet_names,
    "repeat-line": find_repeated_lines,
    "near-repeat": find_near_repeats,
    "overlap": find_overlaps,
    "pull-quote": find_pull_quotes,
    "share-list": find_share_lists,
    "signup-form": find_signup_forms,
    "caps-stack": find_stacked_capitals,
    "link-list": find_link_lists,
}
