"""The front page of a report, and what else stands once in it: manifest, data dictionary, citation, print.

Which findings stand on the front page and what they add up to; all pages in one, as HTML to print or as PDF.
"""

import json
import re
import shutil
import subprocess
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path

import pandas as pd

from analysis import __version__, dataset, output
from analysis.measures.registry import collect_labels
from analysis.present import palette, tables, wording
from analysis.present.columns import explain_column
from analysis.report import parameters

FIRM = ("clear", "fragile")
"""Verdicts whose differences get a card; the others share a folded list."""

SET_ASIDE = 20
"""Articles set aside that the front page names; the manifest counts all."""

_ORDER = [*wording.VERDICTS, ""]
_TEXTS = 4  # other findings of one notebook on the front page
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 180
_QUOTED = re.compile(
    r'<span data-article="([^"]*)" data-sentence="(-?\d+)"(?: data-view="([^"]*)")?>([^<]*)</span>'
)
_MAIN = re.compile(r"<main\b[^>]*>(.*?)</main>", re.DOTALL)
_NAMES = re.compile(r' (?:id|for|aria-labelledby|aria-describedby|name)="[^"]*"| href="#[^"]*"')


def read_title(notebook: Path) -> str:
    """Give a notebook's title: its first heading, else its name."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    found = re.search(r"^# +(.+)$", text, re.MULTILINE)
    return re.sub(r"[*_`]", "", found[1]).strip() if found else notebook.stem


def collect_facts(context: Mapping) -> dict:
    """Give what the templates of all pages need."""
    now, versions = datetime.now(UTC), record_versions()
    made = {"version": __version__, "made": f"{now.day} {now:%B %Y}"}
    return dict(context) | made | {"versions": versions}


@cache
def record_versions() -> dict[str, str]:
    """Parallax, Python and the packages that numbers may depend on."""
    return {"parallax-news": __version__} | tables.list_versions()


def describe_corpus(
    values: Mapping[str, object], notebooks: list[Path]
) -> tuple[pd.DataFrame, pd.DataFrame, dict]:
    """Read the corpus for the report's own words: its articles, what was set aside, who is compared."""
    corpus = str(values.get("corpus", ""))
    articles, rejected = dataset.load_corpus(corpus) if corpus else (pd.DataFrame(), pd.DataFrame())
    default = parameters.collect_parameters(notebooks).get("side")
    side = str(values.get("side", default.default if default else "outlet"))
    if len(articles):
        articles = articles.assign(**{side: dataset.name_sides(articles, side)})
    told = wording.describe_sides(articles, side)
    looks = palette.assign_looks(one["name"] for one in told["sides"])
    for one in told["sides"]:
        one["color"] = looks[one["name"]].color
    told["rejected"] = rejected.head(SET_ASIDE).to_dict("records")
    return articles, rejected, told | {"set_aside": len(rejected)}


def write_front_page(
    folder: Path, values: Mapping, found: list[dict], articles: pd.DataFrame, context: Mapping, begun: float
) -> dict:
    """Write the front page, the manifest, the data dictionary and the citation into a report's folder.

    Parameters
    ----------
    folder : Path
    values : mapping
        The parameters given.
    found : list of dict
        Per notebook, what its page told about itself.
    articles : DataFrame
        The corpus.
    context : mapping
        Titles of the pages and of the report, and what `wording.describe_sides` says.
    begun : float
        When the report was begun, on `time.perf_counter`.

    Returns
    -------
    dict
        What the front page's template was given.
    """
    from analysis.report import pages

    columns = make_dictionary(found).to_csv(index=False, lineterminator="\n")
    output.replace_file(folder / "tables" / "dictionary.csv", columns)
    told = [item for page in found for item in page["findings"]]
    cards = choose_findings(told)
    topic, subject = next((page["topic"] for page in found if page["topic"]), ("", ""))
    facts = {
        "here": "index",
        "topic": topic,
        "subject": subject,
        "panels": [panel for page in found for panel in page["front"]],
        "reach": tell_reach(cards) or context["reach"],
        "findings": [card for card in cards if card["verdict"] in FIRM],
        "quiet": [card for card in cards if card["verdict"] not in FIRM],
        "others": gather_others(told),
        "tally": count_verdicts(told),
        "trust": [block for page in found for block in page["trust"]],
        "notebooks": found,
        "verdicts": wording.VERDICTS,
    }
    facts = collect_facts(context) | facts
    output.replace_file(folder / "index.html", pages.render_page("index.html", facts))
    output.replace_file(folder / "CITATION.cff", make_citation(context["title"]))
    made = make_manifest(values, found, articles, time.perf_counter() - begun)
    made["set_aside"] = context.get("set_aside", 0)
    parts = [card["difference"] for card in facts["findings"]]
    made["findings"] = [f"{part['name']}: {part['scores']}" for part in parts]
    output.replace_file(folder / "manifest.json", json.dumps(made, indent=1, ensure_ascii=False) + "\n")
    return facts


def make_dictionary(found: list[dict]) -> pd.DataFrame:
    """Make the data dictionary: one row per exported column of each table, with its meaning.

    Returns
    -------
    DataFrame
        `file`, `table` (its caption), `column`, `meaning`, `unit`; the last two empty where nothing is known,
        as of tables with columns of a user's own and no labels.
    """
    scores = collect_labels()
    rows = [
        (
            table["file"],
            table["caption"],
            column,
            *explain_column(table["name"], column, table["labels"], scores),
        )
        for page in found
        for table in page["tables"]
        for column in table["columns"]
    ]
    return output.guard_formulas(pd.DataFrame(rows, columns=["file", "table", "column", "meaning", "unit"]))


def make_manifest(values: Mapping, found: list[dict], articles: pd.DataFrame, seconds: float) -> dict:
    """Tell how the report was made: parameters, versions, hashes of the inputs, durations in seconds."""
    inputs = articles[["source", "sha256"]].drop_duplicates().to_dict("records") if len(articles) else []
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "parameters": {
            page["name"]: {item["name"]: item["value"] for item in page["settings"]} for page in found
        },
        "given": sorted({item["name"] for page in found for item in page["settings"] if item["given"]}),
        "versions": record_versions(),
        "inputs": inputs,
        "notebooks": [
            {"name": page["name"], "title": page["title"], "seconds": page["seconds"], "files": page["files"]}
            for page in found
        ],
    }


def make_citation(title: str) -> str:
    """Write a citation file (Citation File Format 1.2.0) for the report."""
    return f"""\
cff-version: 1.2.0
message: If you use this report, please cite it and the software that made it.
type: dataset
title: {json.dumps(title, ensure_ascii=False)}
authors:
  - name: Parallax
date-released: {datetime.now(UTC).date().isoformat()}
references:
  - type: software
    title: Parallax
    version: {json.dumps(__version__)}
    authors:
      - name: The Parallax authors
"""


# --- findings on the front page -------------------------------------------------------------------


def keep_differences(found: list[dict]) -> list[dict]:
    """Keep the findings that tell of one difference, with a verdict on it."""
    return [item for item in found if "name" in _part(item)]


def gather_others(found: list[dict]) -> list[dict]:
    """Gather what is not laid out as a difference by notebook: its first few as `told`, each text once."""
    pages: dict[str, dict] = {}
    said: set[str] = set()
    for item in found:
        if {"name", "counts"} & _part(item).keys() or item["text"] in said:
            continue
        said.add(item["text"])
        told = pages.setdefault(item["page"], item | {"told": []})["told"]
        told.extend([item] if len(told) < _TEXTS else [])
    return list(pages.values())


def count_verdicts(found: list[dict]) -> dict[str, int]:
    """Count the differences that were tested by verdict, those summed up in a sentence too."""
    counts = Counter(item["verdict"] for item in keep_differences(found))
    for item in found:
        counts.update(_part(item).get("counts", {}))
    return {word: counts[word] for word in _ORDER if word and counts[word]}


def choose_findings(found: list[dict]) -> list[dict]:
    """Choose for the front page: of each notebook the firmest difference, the largest effect first.

    One a question, so that no question crowds out another; of sides that may tell another story, only what no
    other side shows as firmly. The other differences are told on their pages.
    """
    strangers = {side for item in found for side in _part(item).get("strangers", [])}

    def rank(item: dict) -> tuple[int, bool, float]:
        part = _part(item)
        return _ORDER.index(item["verdict"]), part["side"] in strangers, -abs(part.get("effect") or 0)

    firsts: dict[str, dict] = {}
    for item in sorted(keep_differences(found), key=rank):
        firsts.setdefault(item["page"], item)
    return list(firsts.values())


def link_evidence(html: str, read: Mapping[str, str], views: Mapping[str, str], page: str = "reading") -> str:
    """Lead each quoted sentence of a page to its place in the reader, where the report has it there.

    Parameters
    ----------
    html : str
        Of a page whose quotations name their article and sentence.
    read : mapping of str to str
        Articles that can be read on `page` -> the prefix of the ids of their sentences.
    views : mapping of str to str
        Actors toward whom `page` can show the tone -> the ending of the ids of sentences that have one.
    """

    def lead(quoted: re.Match) -> str:
        article, sentence, side = unescape(quoted[1]), quoted[2], quoted[4]
        if article not in read:
            return side
        view = views.get(unescape(quoted[3] or ""), "")
        unseen = '<span class="unseen">: this sentence in its text</span>'
        return f'<a href="{page}.html#{read[article]}-{sentence}{view}">{side}{unseen}</a>'

    return _QUOTED.sub(lead, html)


def tell_reach(found: list[dict]) -> str:
    """Say for what findings of differences speak; empty where there are none."""
    return wording.say_reach(item["difference"]["resampled"] for item in keep_differences(found))


def _part(item: Mapping) -> Mapping:
    return item.get("difference") or {}


# --- on paper --------------------------------------------------------------------------------------


def write_print_page(folder: Path, facts: Mapping, names: list[str]) -> None:
    """Write ``print.html``: the front page and every notebook's page, one after the other.

    Parameters
    ----------
    folder : Path
        Of a report whose pages are written.
    facts : mapping
        What the templates of all pages need.
    names : list of str
        Stems of the notebooks, in order; the reader, which is for the screen, is left out by the caller.
    """
    from analysis.report import pages

    parts = []
    for name in ["index", *names]:
        html = (folder / f"{name}.html").read_text(encoding="utf-8")
        parts.extend(_NAMES.sub("", body) for body in _MAIN.findall(html))
    output.replace_file(folder / "print.html", pages.render_page("print.html", {**facts, "parts": parts}))


def write_pdf(page: Path, target: Path) -> None:
    """Print a page to a PDF file with Chromium; where there is none or it fails, a notice says what to do."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "page.pdf"
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-quic"]
        flags += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.resolve().as_uri()]
        try:
            if browser:
                subprocess.run([browser, *flags], capture_output=True, timeout=SECONDS, check=True)
                output.replace_file(target, made.read_bytes())
        except (OSError, subprocess.SubprocessError):
            browser = None
    if browser is None:
        warnings.warn(f"No Chromium made a PDF; open {page.name} in a browser and print it.", stacklevel=2)
