"""Executed notebooks -> the pages of a report, and the files they let one download.

What comes out of a notebook may hold text of articles, which nobody vouches for. So Markdown and foreign
HTML pass through a sanitiser, outputs of `present` are escaped where they are made, and a content security
policy on each page forbids every request and every script but those given here.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape
from typing import NamedTuple

import mistune
import nh3
import pandas as pd
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from analysis.present import markup, outputs, reader

_DRAWING = 100_000  # characters of SVG above which a page shows the PNG instead, if that is smaller
_STRIP = ("low", "high", "difference")
_ROWS, _COLUMNS, _LETTERS = 10, 8, 2000  # of more, a table is folded behind its caption
_NARROW = 3  # columns of a table that half of the front page can hold
_DATA_IMAGE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
_MARKDOWN = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "footnotes"])
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_READ = re.compile(r'<article data-article="([^"]*)" aria-labelledby="([\w-]+)">')
_VIEW = re.compile(r'value="(\w+)" data-toward[^>]*><span>([^<]*)')
_METHOD = re.compile(r'\s*<h2 id="[\w-]+">How it is measured$')
_CODE = HtmlFormatter(nowrap=True)
_DARK = HtmlFormatter(style="github-dark")


class Block(NamedTuple):
    """A piece of a page: `kind` is text, table, figure, finding, html, print or code; `html` is safe.

    What stands between one of kind fold, which has its heading, and one of kind unfold is shown on demand.
    """

    kind: str
    html: str
    meta: dict


@dataclass
class Page:
    """A notebook as the report shows it.

    Attributes
    ----------
    name, title : str
        Of the notebook: its file's stem, its first heading.
    blocks : list of Block
    contents : list of (id, title)
        Its sections.
    files : dict of str to (str or bytes)
        What can be downloaded, by path inside the report.
    tables, findings, trust, front : list of dict
        Metadata of its tables; findings with `page`, `title` and `anchor`; outputs tagged for the
        front page.
    topic : list of str
        Whom and what the articles are about, in words.
    read : dict of str to str
        Articles that can be read here -> the prefix of the ids of their sentences.
    views : dict of str to str
        Actors toward whom the tone can be seen here -> the ending of the ids of sentences that have one.
    """

    name: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    contents: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, str | bytes] = field(default_factory=dict)
    tables: list[dict] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)
    trust: list[dict] = field(default_factory=list)
    front: list[dict] = field(default_factory=list)
    topic: list[str] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)

    def facts(self) -> dict:
        """Give what the front page and the manifest tell of it: all but what stands on the page alone."""
        figures = sum(block.kind == "figure" for block in self.blocks)
        told = {name: value for name, value in vars(self).items() if name not in ("blocks", "contents")}
        return told | {"files": sorted(self.files), "figures": figures}

    @property
    def place(self) -> dict[str, str]:
        """Where one reads of what comes next: page, title, and id of the section."""
        anchor = self.contents[-1][0] if self.contents else ""
        return {"page": self.name, "title": self.title, "anchor": anchor}


def make_page(book: Mapping, name: str, pages: Mapping[str, str]) -> Page:
    """Turn an executed notebook into a page.

    Parameters
    ----------
    book : NotebookNode
        With its outputs.
    name : str
        Stem of its file.
    pages : mapping of str to str
        All notebooks of the report, name to title; links to them lead to their pages.
    """
    made = Page(name, pages.get(name, name))
    code: list[str] = []
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown":
            _flush(made, code)
            _add_prose(made, _prose(cell["source"], pages, made))
        elif cell["cell_type"] == "code":
            code.append(cell["source"])
            shown = [block for output in cell["outputs"] if (block := _output(output, made))]
            tags = cell["metadata"].get("tags", ())
            _tagged(made, tags, shown)
            if "topic" in tags:
                continue  # half a title, and not for this page
            made.blocks.extend(shown)
            if shown:
                _flush(made, code)
    _flush(made, code)
    _end_fold(made)
    return made


def _end_fold(made: Page) -> None:
    kinds = [block.kind for block in made.blocks]
    if kinds.count("fold") > kinds.count("unfold"):
        made.blocks.append(Block("unfold", "", {}))


def _add_prose(made: Page, html: str) -> None:
    """Add Markdown to a page; how something is measured is folded away, up to the next section."""
    if "<h2" in html:
        _end_fold(made)
    head, _, rest = html.partition("</h2>")
    if _METHOD.match(head):
        made.blocks.append(Block("fold", f"{head}</h2>", {}))
        html = rest
    made.blocks.append(Block("text", html, {}))


def render_page(name: str, facts: Mapping) -> str:
    """Fill one of the site's templates."""
    return markup.render(name, _site() | dict(facts))


@cache
def _site() -> dict:
    """What every page of the site is made with: styles, script and their policy."""
    script = markup.read_part("site.js")
    dark = _DARK.get_style_defs(".code code")
    return {
        "badge": outputs.write_verdict,
        "strip": place_strip,
        "style": markup.read_part("site.css")
        + HtmlFormatter().get_style_defs(".code code")
        + f"\n@media screen and (prefers-color-scheme:dark){{{dark}}}",
        "script": script,
        "policy": markup.write_policy(script, reader.SCRIPT),
    }


def sanitise_html(html: str) -> str:
    """Keep of HTML only what can neither run nor fetch anything."""
    return nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS | {"input", "section"},
        attributes={
            "*": {"class", "title", "lang", "dir"},
            "a": {"href"},
            "img": {"src", "alt", "width", "height"},
            "td": {"colspan", "rowspan", "headers"},
            "th": {"colspan", "rowspan", "headers", "scope"},
            "ol": {"start"},
        },
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if _DATA_IMAGE.fullmatch(value) else None
    if name == "href" and value.lower().lstrip().startswith("data:"):
        return None
    return value


def _prose(source: str, pages: Mapping[str, str], made: Page) -> str:
    html = sanitise_html(str(_MARKDOWN(source)))
    if not any(block.kind == "text" for block in made.blocks):
        html = re.sub(r"^\s*<h1>.*?</h1>", "", html, count=1, flags=re.DOTALL)  # stands above the page
    html = re.sub(
        r'href="(?:\./)?([\w-]+)\.ipynb(#[^"]*)?"',
        lambda found: f'href="{found[1]}.html"' if found[1] in pages else found[0],
        html,
    )
    return _HEADING.sub(lambda found: _heading(int(found[1]), found[2], made), html)


def _heading(level: int, html: str, made: Page) -> str:
    """Give a section an id and a line in the list of contents; a page has one heading of level 1 already."""
    if level > 2:
        return f"<h{level}>{html}</h{level}>"
    text = unescape(re.sub(r"<[^>]*>", "", html))
    anchor = f"{_slug(text)}-{len(made.contents) + 1}"
    made.contents.append((anchor, text))
    return f'<h2 id="{anchor}">{html}</h2>'


def _tagged(made: Page, tags, shown: list[Block]) -> None:
    for block in shown:
        if "trust" in tags:  # how far findings can be trusted stands beside them
            made.trust.append(block._asdict())
        elif "finding" in tags:
            found = block.meta.get("findings", [{"text": block.meta.get("plain", ""), "verdict": ""}])
            made.findings.extend(item | made.place for item in found)
        if "topic" in tags:
            made.topic.extend(item["text"] for item in block.meta["findings"])
        if "front" in tags and not (block.kind == "figure" and block.meta.get("folded")):
            made.front.append(made.place | {"block": block._asdict()})


def _flush(made: Page, code: list[str]) -> None:
    """Fold the code since the last output away under one heading."""
    source = "\n\n".join(part for part in code if part.strip())
    code.clear()
    if source:
        made.blocks.append(Block("code", highlight(source, PythonLexer(), _CODE), {}))


def _output(output: Mapping, made: Page) -> Block | None:
    if output["output_type"] == "stream":
        kind = "notes" if output["name"] == "stderr" else "print"
        return Block(kind, escape(output["text"]), {}) if output["text"].strip() else None
    if output["output_type"] not in {"display_data", "execute_result"}:
        return None
    data, meta = output["data"], dict(output["metadata"].get("parallax", {}))
    meta["plain"] = data.get("text/plain", "")
    own = _OWN.get(meta.get("kind", ""))
    return own(data, meta, made) if own else _foreign(data, meta)


def _table(data: Mapping, meta: dict, made: Page) -> Block:
    meta["file"] = _file(made, "tables", meta["name"], "csv")
    made.files[meta["file"]] = data["text/csv"]
    meta["shown"] = data["text/html"].count("<tr>") - 1
    columns = data["text/html"].count('<th scope="col"')
    letters = len(re.sub(r"<style>.*?</style>|<[^>]*>", "", data["text/html"], flags=re.DOTALL))
    meta["folded"] = meta["shown"] > _ROWS or columns > _COLUMNS or letters > _LETTERS
    meta["wide"] = columns > _NARROW and not meta["folded"]
    made.tables.append(meta)
    return Block("table", data["text/html"], meta)


def _figure(data: Mapping, meta: dict, made: Page) -> Block:
    meta["svg"] = _file(made, "figures", meta["name"], "svg")
    meta["png"] = meta["svg"][:-3] + "png"
    made.files[meta["svg"]] = data["image/svg+xml"]
    made.files[meta["png"]] = base64.b64decode(data["image/png"])
    meta["uri"] = _uri(data)
    return Block("figure", "", meta)


def _own_html(data: Mapping, meta: dict, made: Page) -> Block:
    made.read.update((unescape(name), prefix) for name, prefix in _READ.findall(data["text/html"]))
    made.views.update((unescape(name), f"_{key}") for key, name in _VIEW.findall(data["text/html"]))
    return Block(meta["kind"], data["text/html"], meta)


def _foreign(data: Mapping, meta: dict) -> Block | None:
    """Show what other libraries put out, as far as it is safe."""
    if "text/html" in data:
        return Block("html", sanitise_html(data["text/html"]).replace("<th></th>", "<td></td>"), meta)
    if "text/markdown" in data:
        return Block("text", sanitise_html(str(_MARKDOWN(data["text/markdown"]))), meta)
    if "image/svg+xml" in data or "image/png" in data:
        meta |= {"uri": _uri(data), "alt": meta["plain"], "caption": "", "name": ""}
        return Block("figure", "", meta)
    return Block("print", escape(meta["plain"]), meta) if meta["plain"] else None


_OWN: dict[str, Callable] = {"table": _table, "figure": _figure, "finding": _own_html, "html": _own_html}


def _uri(data: Mapping) -> str:
    drawing, dots = data.get("image/svg+xml", ""), data.get("image/png", "").strip()
    if dots and not 0 < len(drawing) <= max(_DRAWING, len(dots) * 3 // 4):
        return f"data:image/png;base64,{dots}"
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def _file(made: Page, folder: str, name: str, ending: str) -> str:
    """Name a file to download; a second one of the same name gets a number."""
    stem = f"{folder}/{made.name}-{_slug(name)}"
    number, path = 1, f"{stem}.{ending}"
    while path in made.files:
        number += 1
        path = f"{stem}-{number}.{ending}"
    return path


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"


def place_strip(part: Mapping) -> dict[str, float] | None:
    """Place a difference on a line that holds its interval and 0, with room for numbers beside the ends.

    Parameters
    ----------
    part : mapping
        The fields of a `wording.Difference`.

    Returns
    -------
    dict of str to float, or None
        `zero`, `low`, `high` and `difference` in percent of the line's length; None without an interval.
    """
    numbers = [part[name] for name in _STRIP]
    if None in numbers:
        return None
    left, right = min(0.0, *numbers), max(0.0, *numbers)
    room = (right - left or 1.0) * 0.25
    left, wide = left - room, right - left + 2 * room
    places = zip((*_STRIP, "zero"), (*numbers, 0.0), strict=True)
    return {name: (value - left) / wide * 100 for name, value in places}


# --- a page to code a sheet -----------------------------------------------------------------------

CODING = b'<meta name="generator" content="Parallax coding page">'


def protect_coding_page(data: bytes) -> str:
    """Why a file must not be replaced by a new page: it is none; a page holds no codes, its browser does."""
    return "" if CODING in data else "not ours"


def draw_coding_page(sheet: pd.DataFrame, frames: list[str], title: str) -> str:
    """Draw a page to code a sheet in the browser: one sentence at a time, by keyboard, without a network.

    Parameters
    ----------
    sheet : DataFrame
        From `codesheet.make_codesheet`; the page saves the same columns.
    frames : list of str
        Frames to choose from.
    title : str
        What is coded.

    Returns
    -------
    str
        HTML that keeps its progress in the browser and saves the coded sheet as a CSV file.
    """
    facts = {"rows": sheet.to_dict("records"), "columns": list(sheet.columns), "frames": frames}
    data = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    script = markup.read_part("coding.js")
    facts = {"title": title, "data": data, "style": markup.read_part("coding.css"), "script": script}
    return markup.render("coding.html", facts | {"policy": markup.write_policy(script)})
