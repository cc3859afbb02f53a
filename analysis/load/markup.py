"""Text fields that hold HTML: its text, as a browser would show it."""

import re
from html import unescape
from html.parser import HTMLParser

BLOCKS = frozenset(
    ["p", "div", "section", "article", "blockquote", "ul", "ol", "li", "table", "tr", "figure", "figcaption"]
    + [f"h{level}" for level in range(1, 7)]
)
_TAG = re.compile(r"</(?:[a-z]{1,10}|h[1-6])>|<br ?/?>|<p[ >]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,6});", re.IGNORECASE)
_GAP = re.compile(r"[ \t]*\n\s*\n\s*")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.unseen += tag in ("script", "style")
        self.parts.append("\n\n" if tag in BLOCKS else "\n" if tag == "br" else "")

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(0, self.unseen - (tag in ("script", "style")))
        self.parts.append("\n\n" if tag in BLOCKS else "")

    def handle_data(self, data: str) -> None:
        self.parts.append("" if self.unseen else data)


def strip_markup(text: str) -> str:
    r"""The text of HTML; a text without tags or entities comes back as it is.

    >>> strip_markup("<p>It&#39;s over.</p><p>They voted &amp; left.</p>")
    "It's over.\n\nThey voted & left."
    """
    if not _TAG.search(text):
        return unescape(text) if _ENTITY.search(text) else text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return _GAP.sub("\n\n", "".join(reader.parts)).strip()
