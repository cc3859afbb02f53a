"""The front page of a report, and what else stands once in it: manifest, data dictionary, citation."""

import importlib
import json
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from analysis import dataset, palette, schema, show
from analysis.report import parameters

_PACKAGES = (
    "parallax-news",
    "numpy",
    "pandas",
    "scipy",
    "matplotlib",
    "spacy",
    "textstat",
    "vaderSentiment",
    "papermill",
)
_MEASURES = ("readability", "sentiment", "stance", "frames", "actors", "words", "coverage")
_ORDER = ("clear", "fragile", "no clear difference", "too little text", "")
_ENOUGH = 8  # articles a side, to speak for more than these texts
_FEW = "These findings speak for these texts only. To speak for a side takes at least eight of its articles."
_MANY = "Whole articles were resampled, so these findings speak for what these sides publish on such stories."
_MIXED = (
    "Some findings speak for these texts only, for want of articles or shared events to resample; the others "
    "speak for what these sides publish on such stories. Each says which."
)
_SHOWN = 6  # findings on the front page
_VERDICTS = {
    "clear": "The difference passes the test, and its sign is the same under every other defensible choice.",
    "fragile": "The difference passes the test, but some other defensible choice turns its sign.",
    "no clear difference": "Chance could have made such a gap. That does not show the sides to be equal.",
    "too little text": "There is not enough text to say anything.",
}


def heading(notebook: Path) -> str:
    """Give a notebook's title: its first heading, else its name."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    found = re.search(r"^# +(.+)$", text, re.MULTILINE)
    return re.sub(r"[*_`]", "", found[1]).strip() if found else notebook.stem


def common(context: Mapping) -> dict:
    """Give what the templates of all pages need."""
    now = datetime.now(UTC)
    today = f"{now.day} {now:%B %Y}"
    return dict(context) | {
        "version": versions().get("parallax-news", ""),
        "versions": versions(),
        "made": today,
    }


@cache
def versions() -> dict[str, str]:
    """Look up Python and the packages that numbers may depend on."""
    import platform

    found = {"Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def gather(values: Mapping[str, object], notebooks: list[Path]) -> tuple[pd.DataFrame, dict]:
    """Read the corpus once for the report's own words: its articles, and what `sides` says of them."""
    corpus = str(values.get("corpus", ""))
    articles = dataset.articles(corpus) if corpus else pd.DataFrame()
    default = parameters.collect(notebooks).get("side")
    side = values.get("side", default.default if default else "outlet")
    return articles, sides(articles, str(side))


def write(
    folder: Path, values: Mapping, found: list[dict], articles: pd.DataFrame, context: Mapping, begun: float
) -> None:
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
        Titles of the pages and of the report, and what `sides` says.
    begun : float
        When the report was begun, on `time.perf_counter`.
    """
    from analysis.report import pages

    dictionary(found).to_csv(_within(folder, "tables", "dictionary.csv"), index=False, lineterminator="\n")
    highlights = chosen([item for page in found for item in page["findings"]])
    total = sum(len(page["findings"]) for page in found)
    facts = {
        "here": "index",
        "reach": reach(highlights) or context["reach"],
        "findings": highlights,
        "more": total - len(highlights),
        "about": [block for page in found for block in page["about"]],
        "trust": [block for page in found for block in page["trust"]],
        "notebooks": found,
        "badge": show.verdict,
        "strip": strip,
        "verdicts": _VERDICTS,
    }
    html = pages.render("index.html", common(context) | facts)
    (folder / "index.html").write_text(html, encoding="utf-8")
    (folder / "CITATION.cff").write_text(citation(context["title"]), encoding="utf-8")
    told = manifest(values, found, articles, time.perf_counter() - begun)
    (folder / "manifest.json").write_text(
        json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def chosen(findings: list[dict]) -> list[dict]:
    """Choose for the front page: the first of each notebook, then by verdict, six at most; clear first."""
    firsts = {item["page"]: item for item in reversed(findings)}
    ranked = sorted(
        findings, key=lambda item: (firsts[item["page"]] is not item, _ORDER.index(item["verdict"]))
    )
    top = ranked[:_SHOWN]
    kept = [item for item in findings if any(item is one for one in top)]
    return sorted(kept, key=lambda item: _ORDER.index(item["verdict"]))


def reach(findings: list[dict]) -> str:
    """Say for what findings of differences speak; empty where there are none."""
    units = {item["difference"]["resampled"] for item in findings if item.get("difference")}
    if "sentence" not in units:
        return _MANY if units else ""
    return _FEW if units == {"sentence"} else _MIXED


def strip(part: Mapping) -> dict[str, float] | None:
    """Place a difference on a line that holds its interval and 0.

    Parameters
    ----------
    part : mapping
        The fields of a `describe.Difference`.

    Returns
    -------
    dict of str to float, or None
        `zero`, `low`, `high` and `difference` in percent of the line's length; None without an interval.
    """
    numbers = [part[name] for name in ("low", "high", "difference")]
    if None in numbers:
        return None
    left, right = min(0.0, *numbers), max(0.0, *numbers)
    room = (right - left or 1.0) * 0.06
    left, wide = left - room, right - left + 2 * room
    names = ("low", "high", "difference", "zero")
    return {name: (value - left) / wide * 100 for name, value in zip(names, [*numbers, 0.0], strict=True)}


def sides(articles: pd.DataFrame, side: str) -> dict:
    """Say who is compared, in words and in lists of headlines.

    Returns
    -------
    dict
        `named`, who is side by side; `summary` and `reach`, one paragraph each; `sides`: name, count, lines
        and colour of each side, in the order of the articles.
    """
    if articles.empty or side not in articles:
        return {"named": "Side by side", "summary": "", "reach": "", "sides": []}
    some = articles[articles[side].notna() & (articles[side].astype("str") != "")]
    groups = [(str(name), group) for name, group in some.groupby(side, sort=False)]
    listed = [
        {"name": name, "count": _articles(len(group)), "lines": _lines(group), "color": look.color}
        for (name, group), look in zip(groups, palette.SIDES, strict=False)
    ]
    names = [name for name, _ in groups]
    few = not groups or min(len(group) for _, group in groups) < _ENOUGH
    return {
        "named": f"{_joined(names) if len(names) <= 3 else f'{len(names)} sides'}, side by side",
        "summary": f"{_articles(len(some))}, compared by {side.replace('_', ' ')}{_dates(some)}.",
        "reach": _FEW if few else _MANY,
        "sides": listed,
    }


def dictionary(found: list[dict]) -> pd.DataFrame:
    """Make the data dictionary: one row per column of each table, with its meaning.

    Returns
    -------
    DataFrame
        `file`, `table` (its caption), `column`, `meaning`.
    """
    meanings = {name: text for one in schema.FRAMES for name, text in one.columns.items()} | measures()
    rows = [
        (table["file"], table["caption"], column, table["labels"].get(column) or meanings.get(column, ""))
        for page in found
        for table in page["tables"]
        for column in table["columns"]
    ]
    return pd.DataFrame(rows, columns=["file", "table", "column", "meaning"])


def measures() -> dict[str, str]:
    """Collect what each score means, as the measures' own labels say it."""
    labels: dict[str, str] = {}
    for name in _MEASURES:
        try:
            labels |= getattr(importlib.import_module(f"analysis.{name}"), "LABELS", {})
        except ImportError:
            continue
    return labels


def manifest(values: Mapping, found: list[dict], articles: pd.DataFrame, seconds: float) -> dict:
    """Tell how the report was made: parameters, versions, hashes of the inputs, durations in seconds."""
    inputs = articles[["source", "sha256"]].drop_duplicates().to_dict("records") if len(articles) else []
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "parameters": {item["name"]: item["value"] for page in found for item in page["settings"]},
        "given": dict(values),
        "versions": versions(),
        "inputs": inputs,
        "notebooks": [
            {"name": page["name"], "title": page["title"], "seconds": page["seconds"], "files": page["files"]}
            for page in found
        ],
    }


def citation(title: str) -> str:
    """Write a citation file (Citation File Format 1.2.0) for the report."""
    return "\n".join(
        [
            "cff-version: 1.2.0",
            "message: If you use this report, please cite it and the software that made it.",
            "type: dataset",
            f"title: {json.dumps(title, ensure_ascii=False)}",
            "authors:",
            "  - name: Parallax",
            f"date-released: {datetime.now(UTC).date().isoformat()}",
            "references:",
            "  - type: software",
            "    title: Parallax",
            f"    version: {json.dumps(versions().get('parallax-news', ''))}",
            "    authors:",
            "      - name: The Parallax authors",
            "",
        ]
    )


def _lines(group: pd.DataFrame) -> list[str]:
    """Name up to four articles: by headline and by who wrote them, else by id."""
    authors = [f"by {name}" if name else "" for name in group["author"].fillna("")]
    titles = [
        ", ".join(filter(None, [title, author])) or name
        for name, title, author in zip(group.index, group["title"].fillna(""), authors, strict=True)
    ]
    return titles if len(titles) <= 4 else [*titles[:3], f"and {len(titles) - 3:,} more"]


def _articles(number: int) -> str:
    return f"{number:,} article{'s' * (number != 1)}"


def _joined(names: list[str]) -> str:
    return " and ".join([*([", ".join(names[:-1])] if len(names) > 1 else []), *names[-1:]])


def _dates(articles: pd.DataFrame) -> str:
    """Say when they were published, where all say so."""
    days = pd.to_datetime(articles["published"].astype("str"), errors="coerce", utc=True, format="ISO8601")
    if days.empty or days.isna().any():
        return ""
    first, last = (f"{day.day} {day:%B %Y}" for day in (days.min(), days.max()))
    return f", published on {first}" if first == last else f", published from {first} to {last}"


def _within(folder: Path, *parts: str) -> Path:
    path = folder.joinpath(*parts)
    path.parent.mkdir(exist_ok=True)
    return path
