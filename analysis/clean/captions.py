"""Captions: lines that end with a credit, and what single outlets do with them."""

import re
from collections.abc import Iterator

from analysis.clean.lines import Found, Page, plain, prose, stops
from analysis.clean.words import CREDITS

# Captions: only the end of a line is read, and only where the line does not end as a sentence.
_HINT = re.compile(
    r"[/|©]|Phot|PHOT|Getty|GETTY|Reuters|REUTERS|\bAP\b|Imag|Credit|Illustr|Chart|Map:|Screen|[Vv]ia |"
    r"Source|Handout|Pixabay|\([cC]\)"
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
    titled = politico and len(page.title) > 19 and plain(page.title) in plain(line.text)
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
