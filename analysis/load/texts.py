"""What a text says of itself: its title, where one stands above it.

Plain functions of a text as it was read; nothing here changes it.
"""

import re

LONGEST_TITLE = 150
"""Characters; a longer first line is a paragraph."""
TIMES = 5
"""How many times as long as its title the text below it is, at least."""
_FIRST = re.compile(rf"\ufeff?\s*(?:#{{1,6}} +)?(\S[^\r\n]{{0,{LONGEST_TITLE - 1}}})\r?\n[ \t]*\r?\n")
_NO_TITLE = re.compile(
    r"(?:by|photo|image|file photo|credit|updated|published|posted|share|listen|close|advertisement|"
    r"media playback|story highlights|this article)\b|.*(?:©|getty images|\)$)",
    re.IGNORECASE,
)


def find_title(text: str) -> str:
    r"""The title that a text begins with, or nothing.

    A short first line without a full stop, a blank line, and a text several times as long. Bylines, buttons
    and the credits of pictures stand there too and are no titles, nor are fewer than three words.

    >>> find_title("Bridge to close\n\n" + "The council voted to close the bridge. " * 3)
    'Bridge to close'
    """
    first = _FIRST.match(text)
    title = first[1].strip() if first else ""
    if not first or _NO_TITLE.match(title) or len(title.split()) < 3:
        return ""
    long_enough = len(text) - first.end() >= TIMES * len(title)
    return title if long_enough and not title.rstrip("\"”'’").endswith((".", "…", ":", ",", ";")) else ""
