"""Text exports of news databases, and texts with mail-like headers, to the documents they hold.

Nexis, Factiva and ProQuest write many documents into one text file, each between lines of its own facts
(``LENGTH: 355 words``). Here such a file becomes rows like those of a table: what the export says of a
document is metadata, and `raw` is the slice of the file that is its body. A text that is no export is left
alone: each kind is known by marks that no article carries.
"""

import re
from collections.abc import Callable, Iterator
from email.utils import parseaddr

from analysis.load.columns import OURS, plain_name

Document = dict[str, str]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATES = [
    re.compile(r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)"),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}}) {_MONTH},? (?P<year>\d{{4}})\b", re.IGNORECASE),
]
_BLOCK = re.compile(r"(?:^[^\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
_RIGHTS = re.compile(r"\s*(?:copyright\b|©|\(c\)|all rights reserved)", re.IGNORECASE)

_NEXIS = re.compile(r"^[ \t\f\ufeff]*\d+ of \d+ DOCUMENTS?[ \t\r]*$", re.MULTILINE)
_NEXIS_HEAD = re.compile(
    r"\s*(BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|HEADLINE|SOURCE|SERIES|SHOW|GUESTS|ANCHORS|REPORTERS):"
)
_NEXIS_TAIL = re.compile(
    r"\s*(LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|DOCUMENT-TYPE|JOURNAL-CODE|URL|CORRECTION|CORRECTION-DATE|"
    r"SUBJECT|COMPANY|ORGANIZATION|PERSON|TICKER|INDUSTRY|CITY|STATE|COUNTRY|GEOGRAPHIC|TYPE|ACC-NO):"
)
_HIGHEST = 12
"""Blocks from the top of a Nexis document within which its first labelled fact stands."""

_UNI_END = re.compile(r"^[ \t]*End of Document[ \t\r]*$", re.MULTILINE)
_UNI_BODY = re.compile(r"^[ \t]*Body[ \t\r]*$", re.MULTILINE)
_UNI_TAIL = re.compile(r"^[ \t]*(?:Classification|Graphic|Notes|Load-Date:.*)[ \t\r]*$", re.MULTILINE)
_UNI_LABEL = re.compile(r"(Section|Length|Byline|Dateline|Highlight): *(.*)")

_FACTIVA_END = re.compile(r"^(?:AN\s+)?Document [A-Z][A-Za-z0-9]{19,31}[ \t\r]*$", re.MULTILINE)
_FACTIVA_TAG = re.compile(
    r"^(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|ART|CO|IN|NS|RE|IPD|IPC|PUB)"
    r"(?:\t|  +|[ \r]*$)",
    re.MULTILINE,
)
_FACTIVA_WORDS = re.compile(r"^[\d,]+ words[ \t\r]*\n", re.MULTILINE)

_PROQUEST_RULE = re.compile(r"^(?:_{20,}|[ \t]*Document \d+ of \d+)[ \t\r]*$", re.MULTILINE)
_PROQUEST_BODY = re.compile(r"^Full [Tt]ext: *", re.MULTILINE)
_PROQUEST_LABEL = re.compile(
    r"^(Title|Author|Abstract|Links|Credit|Subject|(?:Narrow|Broad) subject|Location|People|"
    r"Company(?: / organization)?|Classification|Identifier / keyword|"
    r"Publication (?:title|info|date|year|subject)|Section|Volume|Issue|Pages|Publisher|"
    r"Place of publication|Country of publication|ISSN|Source type|Language of publication|"
    r"Document (?:type|feature|URL)|ProQuest document ID|URL(?=: *http)|Copyright|"
    r"Last [Uu]pdated|Database): *(.*)",
    re.MULTILINE,
)

_HEADERS = {theirs: ours for theirs, ours in OURS.items() if ours not in ("text", "article_id")}
_HEADERS |= {"subject": "title", "from": "author", "sent": "published"}
_HEADER = r"[A-Za-z][\w-]*(?: [\w-]+)?:(?:[ \t].*)?\r?\n(?:[ \t]+\S.*\n)*"
_HEADER_BLOCK = re.compile(rf"(?:\A\ufeff?\s*|\n[ \t\r]*\n)(?:From \S+@.*\n)?((?:{_HEADER}){{2,}})[ \t\r]*\n")
_RULE = re.compile(r"\n[ \t]*[-=_*#]{3,}\s*\Z")


def split_export(text: str) -> tuple[str, list[Document]]:
    r"""Split a text export into its documents.

    Parameters
    ----------
    text : str
        A whole file, as decoded.

    Returns
    -------
    str
        What the file was taken for, or nothing where it is no export.
    list of dict
        One per document, in order: `raw` (a slice of `text`; empty where the export holds no full text) and,
        where the export names them, `outlet`, `title`, `author`, `published` (ISO 8601) and `url`. Factiva's
        lead and rest are two fields: `raw` joins them by a blank line, as it does a list of paragraphs.

    >>> split_export("Subject: Talks end\nSource: The Post\n\nThe talks ended early.\n")
    ('a text with headers', [{'raw': 'The talks ended early.', 'title': 'Talks end', 'outlet': 'The Post'}])
    """
    for kind, split in KINDS.items():
        documents = [
            {name: value for name, value in row.items() if value or name == "raw"} for row in split(text)
        ]
        if documents:
            return kind, documents
    return "", []


def read_date(text: str) -> str:
    """The first date in a text with its month's name, in ISO 8601; empty where there is none.

    >>> read_date("Friday, March 1, 2019 5:00 PM GMT"), read_date("1 Mar 2019"), read_date("3/1/2019")
    ('2019-03-01', '2019-03-01', '')
    """
    for pattern in _DATES:
        if match := pattern.search(" ".join(text.split())):
            facts = match.groupdict()
            month = facts.get("number") or _MONTHS.index(facts["month"][:3].lower()) + 1
            return f"{facts['year']}-{int(month):02}-{int(facts['day']):02}"
    return ""


def split_nexis(text: str) -> Iterator[Document]:
    """Documents of a Nexis text export, each below ``1 of 10 DOCUMENTS``: outlet, date, title, body."""
    for piece in _NEXIS.split(text)[1:]:
        blocks = list(_BLOCK.finditer(piece))
        labels = [_NEXIS_HEAD.match(block[0]) for block in blocks]
        first = next((at for at, label in enumerate(labels[:_HIGHEST]) if label), None)
        dated = next((at for at, block in enumerate(blocks[:_HIGHEST]) if read_date(block[0])), 1)
        start = dated + 2 if first is None else first  # without facts: outlet, date, title, body
        above = [block[0] for block in blocks[:start] if not _RIGHTS.match(block[0])]
        facts = {}
        while start < len(blocks) and (label := labels[start]):
            facts[label[1]] = _one_line(blocks[start][0][label.end() :])
            start += 1
        tail = (at for at in range(start, len(blocks)) if _NEXIS_TAIL.match(blocks[at][0]))
        end = next(tail, len(blocks))
        while end > start and _RIGHTS.match(blocks[end - 1][0]):
            end -= 1
        dates = [read_date(block) for block in above]
        below = above[next((at for at, date in enumerate(dates) if date), 0) + 1 :]
        yield {
            "raw": piece[blocks[start].start() : blocks[end - 1].end()].strip() if end > start else "",
            "outlet": above[0].strip().partition("\n")[0].strip() if above else "",
            "title": facts.get("HEADLINE") or (_one_line(below[-1]) if below else ""),
            "author": _without_by(facts.get("BYLINE", "")),
            "published": next(filter(None, dates), ""),
        }


def split_nexis_uni(text: str) -> Iterator[Document]:
    """Documents of Nexis Uni, each above ``End of Document``: title, outlet, date, facts, ``Body``."""
    *pieces, rest = _UNI_END.split(text) if _UNI_BODY.search(text) else [""]
    for piece in [*pieces, rest] if _UNI_BODY.search(rest) else pieces:
        body = _UNI_BODY.search(piece)
        lines = [
            line.strip() for line in piece[: body.start() if body else None].splitlines() if line.strip()
        ]
        labelled = [_UNI_LABEL.match(line) for line in lines]
        facts = {match[1]: match[2] for match in labelled if match}
        heads = [at for at, line in enumerate(lines) if _RIGHTS.match(line) or labelled[at]]
        above = ["", "", "", *lines[: heads[0] if heads else None]][-3:]
        tail = _UNI_TAIL.search(piece, body.end()) if body else None
        yield {
            "raw": piece[body.end() : tail.start() if tail else None].strip() if body else "",
            "title": above[0],
            "outlet": above[1],
            "author": _without_by(facts.get("Byline", "")),
            "published": read_date(above[2]),
        }


def split_factiva(text: str) -> Iterator[Document]:
    """Documents of a Factiva export, each above its number, with tags (``HD``) or without them."""
    *pieces, rest = _FACTIVA_END.split(text)
    cut_off = pieces and (_FACTIVA_WORDS.search(rest) or _FACTIVA_TAG.search(rest))
    for piece in [*pieces, rest] if cut_off else pieces:
        tags = list(_FACTIVA_TAG.finditer(piece))
        if {"HD", "TD"} & {tag[1] for tag in tags}:
            ends = [*(tag.start() for tag in tags[1:]), len(piece)]
            facts = {tag[1]: piece[tag.end() : end].strip() for tag, end in zip(tags, ends, strict=True)}
            yield {
                "raw": "\n\n".join(facts[tag] for tag in ("LP", "TD") if facts.get(tag)),
                "outlet": _one_line(facts.get("SN", "")),
                "title": _one_line(facts.get("HD", "")),
                "author": _without_by(_one_line(facts.get("BY", ""))),
                "published": read_date(facts.get("PD", "")),
            }
        else:
            yield _plain_factiva(piece)


def _plain_factiva(piece: str) -> Document:
    """Title, byline; a block of words, date, outlet, language and rights; then the body."""
    words = _FACTIVA_WORDS.search(piece)
    if not words:
        return {"raw": piece.strip()}
    above = [block[0].strip() for block in _BLOCK.finditer(piece[: words.start()])]
    author = ""
    if above and re.match(r"by ", above[-1].splitlines()[-1], re.IGNORECASE):
        *rest, author = above.pop().splitlines()
        above += ["\n".join(rest)] if rest else []
    body = _BLOCK.search(piece, words.end())
    facts = body[0].splitlines() if body else []
    names = [line.strip() for line in facts if not re.search(r"\d{4}|\d:\d\d", line)]
    return {
        "raw": piece[body.end() :].strip() if body else "",
        "outlet": names[0] if names else "",
        "title": _one_line(above[-1]) if above else "",
        "author": _without_by(author),
        "published": read_date("\n".join(facts)),
    }


def split_proquest(text: str) -> Iterator[Document]:
    """Documents of a ProQuest text export, between rules or below ``Document 1 of 5``."""
    if not (_PROQUEST_BODY.search(text) and _PROQUEST_RULE.search(text)):
        return
    for piece in _PROQUEST_RULE.split(text):
        facts: Document = {}
        for label in _PROQUEST_LABEL.finditer(piece):
            facts.setdefault(label[1], label[2].strip())
        if not any(name.startswith("Publication") for name in facts):
            continue  # a cover, a list of contents, a notice of rights
        body = _PROQUEST_BODY.search(piece)
        tail = _PROQUEST_LABEL.search(piece, body.end()) if body else None
        information = facts.get("Publication info", "")
        yield {
            "raw": piece[body.end() : tail.start() if tail else None].strip() if body else "",
            "outlet": facts.get("Publication title") or re.split(r"[,;]", information)[0],
            "title": facts.get("Title") or piece.strip().partition("\n")[0].strip(),
            "author": facts.get("Author", ""),
            "published": read_date(facts.get("Publication date") or information),
            "url": facts.get("Document URL", ""),
        }


def split_headed(text: str) -> Iterator[Document]:
    """Texts below headers such as ``From:``, ``Date:``, ``Subject:``, the first of them at the file's top."""
    blocks = [(match, _headers(match[1])) for match in _HEADER_BLOCK.finditer(text)]
    if not blocks or blocks[0][0].start() or not _is_head(blocks[0][1]):
        return
    opening = next(iter(blocks[0][1]))
    heads = [(match, facts) for match, facts in blocks if _is_head(facts) and next(iter(facts)) == opening]
    ends = [*(match.start() for match, _ in heads[1:]), len(text)]
    for (match, facts), end in zip(heads, ends, strict=True):
        yield {"raw": _RULE.sub("", text[match.end() : end].rstrip()).strip(), **facts}


def _is_head(facts: Document) -> bool:
    return "title" in facts and len(facts) > 1


def _headers(block: str) -> Document:
    """What a block of headers says, under our names."""
    facts: Document = {}
    for header in re.findall(_HEADER, block):
        name, _, value = header.partition(":")
        ours, value = _HEADERS.get(plain_name(name), ""), _one_line(value)
        if ours == "published":
            value = read_date(value) or value
        elif name.lower() == "from":
            value = parseaddr(value)[0] or value
        if ours:
            facts.setdefault(ours, value)
    return facts


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _without_by(byline: str) -> str:
    return re.sub(r"^by[: ]\s*", "", byline.strip(), flags=re.IGNORECASE)


KINDS: dict[str, Callable[[str], Iterator[Document]]] = {
    "a Nexis export": split_nexis,
    "a Nexis Uni export": split_nexis_uni,
    "a Factiva export": split_factiva,
    "a ProQuest export": split_proquest,
    "a text with headers": split_headed,
}
"""What a text file may be taken for, and how it is split; the first that finds a document is right."""
