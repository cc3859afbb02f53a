"""The names that crawlers and exports give to columns of articles; what a column may hold: text, or HTML."""

import json
import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any

from analysis.schema import quoted

NAMES = {
    "text": "text body content raw article full_text fulltext maintext texts article_text article_body "
    "articlebody story article_content main_text",
    "article_id": "article_id id",
    "outlet": "outlet publisher publication source.name source news_outlet newspaper media domain "
    "source_domain site site_name sitename",
    "title": "title headline",
    "author": "author authors byline",
    "published": "published date published_at publishedat date_publish date_published publish_date "
    "publication_date pubdate pub_date",
    "url": "url link",
    "language": "language lang",
}
"""Ours to theirs, the likeliest first; compared in lower case, with `_` for blanks and hyphens."""
OURS = {theirs: ours for ours, names in NAMES.items() for theirs in names.split()}


def plain_name(column: object) -> str:
    """A column's name as names are compared."""
    return "_".join(str(column).replace("-", " ").lower().split())


def match_columns(columns: list[str]) -> dict[str, list[str]]:
    """Which columns can be what: our name to theirs, the likeliest first.

    >>> match_columns(["Headline", "content", "description"])
    {'title': ['Headline'], 'text': ['content']}
    """
    matches: dict[str, list[str]] = {}
    for column in columns:
        ours = OURS.get(plain_name(column))
        if ours:
            matches.setdefault(ours, []).append(column)
    for ours, candidates in matches.items():
        rank = NAMES[ours].split()
        candidates.sort(key=lambda column: rank.index(plain_name(column)))
    return matches


def flatten_record(row: Mapping[str, Any]) -> dict[str, Any]:
    """A nested record with one level: ``{"source": {"name": "CNN"}}`` gives ``source.name``."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{inner}": one for inner, one in value.items()}
        else:
            flat[str(name)] = value
    return flat


def text_of(value: Any) -> str:
    """The text in a text column: text, or paragraphs in a list; nothing where there is none.

    Raises
    ------
    ValueError
        It is anything else: no text is made of numbers, bytes or nested values.
    """
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    raise ValueError(f"its text is no text but {quoted(value, 40)}")


def text_length(value: Any) -> int:
    """Characters of text in a text column's value, 0 where it is no text."""
    try:
        return len(text_of(value))
    except ValueError:
        return 0


def metadata_of(value: Any) -> str:
    """Metadata as text: names in a list are joined by commas, dates in ISO 8601."""
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return value.strip()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(metadata_of(part) for part in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value)


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
