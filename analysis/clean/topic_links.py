"""The Hill's topic links, which stand inside sentences and are told by a name that stands there twice."""

import re
from collections import Counter
from collections.abc import Iterator

from analysis.clean.page import CrawledPage, Span

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


def find_topic_links(page: CrawledPage) -> Iterator[Span]:
    """The Hill's topic links with their MORE; a block never reaches back over another MORE."""
    done = 0
    for more in _MORE.finditer(page.text):
        if page.text[more.start() - 3 : more.start()].lower() == "no ":
            continue
        low = max(done, more.start() - _REACH)
        anchor = _anchor(page.text[low : more.end()])
        if anchor is not None:
            yield Span(low + anchor, more.end(), "hill-block")
        done = more.end()


def _anchor(window: str) -> int | None:
    """Where the name as displayed ends, in a window that ends with MORE; glued forms before spaced ones."""
    spaced = None
    for match in _pairs(window):
        if _surname(match["last"]):
            if match["glued"]:
                return match.start("full")
            spaced = spaced or match
    return _shifted(window, spaced) if spaced else None


def _pairs(text: str) -> Iterator[re.Match]:
    """Every name followed by a longer one that ends in the same word, overlapping ones too."""
    match = _TWICE.search(text)
    while match:
        yield match
        match = _TWICE.search(text, match.start("full"))


def _surname(word: str) -> bool:
    return len(word) > 2 and not word.isupper()


def _shifted(window: str, match: re.Match) -> int:
    """Go from 'Joe Biden Joe' on to 'Biden Joe Biden': it is the name's last word that must recur."""
    for _ in range(6):
        inner = match.end() - len(match["full"].lstrip())
        later = _TWICE.match(window, inner)
        if later is None:
            break
        match = later
    return match.start("full")


# Where the name stands once only, the words before it must show where it begins, and those after it where it
# ends: its last word stands elsewhere too, or a word follows that no name has.
_HEAD = re.compile(
    r"(?:(?:President|Vice President|Sen|Rep|Gov|Speaker|Secretary|Leader|Mayor|Judge|Justice)\.? )?"
    rf"(?P<name>{_CAP}[\w'-]{{1,24}}(?: {_CAP}(?:[\w'-]{{1,24}}|\.)){{1,5}})"
)
_STARTERS = {"The", "A", "An", "How", "Why", "What", "When", "Where", "Who", "In", "On", "For", "As"}
_GOES_ON = re.compile(r" (?:'s\b|[a-z(])")
_SPACED_REACH = 500


def find_spaced_links(page: CrawledPage) -> Iterator[Span]:
    """The same blocks where the name stands once, at the head of a sentence that goes on after MORE."""
    if "MORE" not in page.text:
        return
    counts = Counter(re.findall(r"[\w'-]+", page.text))
    for line in page.lines:
        done = 0
        for more in _MORE.finditer(line.text):
            if _GOES_ON.match(line.text, more.end()):
                low = max(done, more.start() - _SPACED_REACH)
                head = low + _last_sentence(line.text[low : more.start()])
                name = _length_of_name(line.text[head : more.start()], counts)
                if name:
                    yield Span(line.start + head + name, line.start + more.end(), "hill-block-spaced")
            done = more.end()


_SENTENCE_END = re.compile(r"[.!][\"')]{0,2} (?=[A-Z])")


def _last_sentence(text: str) -> int:
    """Where the last sentence begins; a title's full stop ends none."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if not re.search(
            r"\b(?:Sen|Rep|Gov|Mr|Ms|Dr|[A-Z])$", text[max(0, match.start() - 4) : match.start()]
        ):
            start = match.end()
    return start


def _length_of_name(sentence: str, counts: Counter) -> int:
    """How far into a sentence its opening name goes, if headlines follow it; else 0."""
    match = _HEAD.match(sentence)
    if not match:
        return 0
    words = match["name"].split()
    for size in range(2, len(words) + 1):
        end = match.start("name") + len(" ".join(words[:size]))
        block = sentence[end:].strip()
        following = block.partition(" ")[0]
        known = counts[words[size - 1]] > 1
        if block.count(" ") > 2 and block[0].isupper() and (following in _STARTERS or known):
            return end
    return 0
