"""Captions: lines that end with a credit, and what single outlets do with them."""

import re
from collections.abc import Iterator

from analysis.clean.page import CrawledPage, Span, ends_sentence, extract_words, is_prose
from analysis.clean.rules import FRAGMENTS, RULES

# Captions: only the end of a line is read, and only where the line does not end as a sentence.
_HINT = re.compile(
    r"[/|©]|Phot|PHOT|Getty|GETTY|Reuters|REUTERS|\bAP\b|Imag|Credit|Illustr|Chart|Map:|Screen|[Vv]ia |"
    r"Source|Handout|[Ss]upplied|[Cc]ontributed|[Ss]ubmitted|Pixabay|\([cC]\)"
)
_NAMED_STOP = ("Images.", "Plus.", "Inc.", "AP.")
_CLOSED_CREDIT = re.compile(
    r"(?:(?<=[.!?\"')] )|^)(?:Photo|Photograph|Picture|Image|Illustration)s?(?: by|:) "
    rf"{FRAGMENTS['NAMES']}\.$"
)
_CREDIT = re.compile(r"(?<![a-z0-9])(?:" + RULES["caption-credit"].pattern + r")(?:\W{0,3}|\.? More)$")


def find_caption_credits(page: CrawledPage) -> Iterator[Span]:
    """Lines that end with a picture credit: caption and credit apart; and the name that heads a caption."""
    before = None
    for line in page.lines:
        start = find_credit(line.text)
        if start is not None:
            if start:
                if before and _heads_caption(before.text, line.text):
                    yield Span(before.start, before.end, "caption-credit")
                yield Span(line.start, line.start + start, "caption-credit")
            yield Span(line.start + start, line.end, "credit-only")
        before = line


def _heads_caption(text: str, caption: str) -> bool:
    """Whether a line is the name with which the caption below it begins."""
    return 8 <= len(text) <= 60 and not ends_sentence(text) and caption.startswith(text + " ")


def find_credit(text: str) -> int | None:
    """Where the credit begins that ends this line, or None."""
    if len(text) > 800:
        return None
    low = max(0, len(text) - 240)
    if match := _CLOSED_CREDIT.search(text, low):
        return match.start()
    if (ends_sentence(text) and not text.endswith(_NAMED_STOP)) or not _HINT.search(text, low):
        return None
    match = _CREDIT.search(text, low)
    if not match or (match.group().startswith("Source:") and len(text) > 250):
        return None
    return match.start()


_PIPED = re.compile(
    r"[^|]{10,500} \| ?[^|]{0,70}(?:AP Photos?|Getty|POLITICO|REUTERS|Reuters|AP|AFP|EPA)[^|]{10,300}"
)
_TWO = re.compile(r"[^|]{10,400}[.!?]['\"]? [A-Z'\"][^|]{8,120}[^.!?:|]")


def find_politico_head(page: CrawledPage) -> Iterator[Span]:
    """A first line of caption, credit and headline above a paragraph."""
    if len(page.lines) < 3 or len(page.lines[0].text) > 900:
        return
    line = page.lines[0]
    politico = "politico" in page.outlet
    titled = politico and len(page.title) > 19 and extract_words(page.title) in extract_words(line.text)
    if (
        titled
        or _PIPED.fullmatch(line.text)
        or (politico and not ends_sentence(line.text) and _TWO.fullmatch(line.text))
    ):
        yield Span(line.start, line.end, "politico-head")


_SENTENCE = r"(?:[^\n.!?]|\.(?=\w)|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=\b[A-Z][a-z]{2})\.)"
_START = re.compile(
    r"(?:[A-Z][^\n]{0,200}?[.!?\"'] )?[A-Z][\w'-]+ (?:[A-Z]\.? )?[A-Z][\w'-]+(?:/[A-Z][\w ]{1,20}){0,2}"
    r"/(?:Getty Images|AP Photo|AP|Reuters|AFP) (?=[A-Z\"])"
)
_LABELLED_START = re.compile(
    rf"[A-Z\"']{_SENTENCE}{{4,220}}[.!?]?[\"')]? "
    r"(?:Photo(?:graph|grapher)?|Illustration|Image|Picture|Credit): [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}"
    rf"(?: ?/ ?| via ){FRAGMENTS['AGENCY']} (?=[A-Z\"])"
)


def find_caption_start(page: CrawledPage) -> Iterator[Span]:
    """A first line with a caption of one sentence and its credit before the text."""
    if page.lines:
        line = page.lines[0]
        match = _LABELLED_START.match(line.text) or _START.match(line.text)
        if match:
            yield Span(line.start, line.start + match.end(), "caption-start")


def find_mail_captions(page: CrawledPage) -> Iterator[Span]:
    """Daily Mail: long lines without a full stop, below the first paragraph."""
    below = False
    for line in page.lines:
        if (
            below
            and len(line.text) >= 45
            and not re.search(r"[.!?:,;\"'…]$", line.text)
            and line.text[0].isupper()
        ):
            yield Span(line.start, line.end, "mail-caption")
        below = below or is_prose(line.text)
