"""Notebooks and parameters -> a report: a folder of pages that open anywhere, with no network.

Each notebook runs in a process of its own, which also writes its page. The report is built in a folder
beside its target and moved into place when all is well; until then an older one stays.

`parameters` says what notebooks take, `plan` what was promised; `run` starts the processes, `execute` runs a
notebook in its own through papermill (`mill`); `pages` and `front` publish, `reading` shows the texts.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from analysis import output
from analysis.report import parameters, run
from analysis.report.run import Job, NotebookFailed
from analysis.schema import InputError


class SeriesRow(NamedTuple):
    """One report of a series: its value, articles, page (empty where it failed, with why), and findings."""

    value: str
    articles: int
    link: str
    reason: str
    findings: list[str]


class Extras(NamedTuple):
    """What else a report holds: a `handout`; all pages as one to print, and as `pdf` if Chromium is there;
    the `plan` that it was to follow, with its `departures`; a way back to the `series` it is one of.
    """

    handout: bool = False
    pdf: bool = False
    plan: dict | None = None
    series: bool = False


NOTHING_ELSE = Extras()


def build_report(
    values: Mapping[str, object],
    out: Path,
    notebooks: list[Path],
    jobs: int | None = None,
    title: str | None = None,
    force: bool = False,
    extras: Extras = NOTHING_ELSE,
) -> int:
    """Run notebooks and write their report.

    Parameters
    ----------
    values : mapping of str to object
        Checked parameters (`parameters.check_parameters`); each notebook gets those it declares.
    out : Path
        Folder to write; see `output.writing_folder` for what it may replace.
    notebooks : list of Path
        In the order the report lists them.
    jobs : int, optional
        Notebooks at a time; by default as many as there are processors to use.
    title : str, optional
        Of the front page; by default made of the names of the sides.
    force : bool
        Replace an earlier report that was changed since.
    extras : Extras
        What else it holds.

    Returns
    -------
    int
        0 when the report is in place; 1 when a notebook failed, which is shown on standard error while
        nothing changes, or when articles were set aside.

    Raises
    ------
    InputError
        `out` holds something else, or a notebook could not use its input.
    """
    begun = time.perf_counter()
    try:
        with output.writing_folder(out, output.REPORT, str(values.get("corpus", "")), force) as folder:
            rejected = _write(values, folder, notebooks, jobs, title, begun, extras)
    except NotebookFailed as error:
        print(f"{error}\nNo report was written.", file=sys.stderr)
        return 1
    if not extras.series:
        print(f"{out / 'index.html'} ({len(notebooks)} notebooks in {time.perf_counter() - begun:.1f} s)")
    return int(rejected > 0)


def build_series(
    corpus: str,
    column: str,
    out: Path,
    build: Callable[[str, Path], int],
    force: bool = False,
) -> int:
    """Write a report for each value of a column (each event, say), and an index of them all.

    Parameters
    ----------
    corpus : str
    column : str
        A column of the articles; those where it is empty are left out.
    out : Path
        Folder; each report gets a folder in it, and ``index.html`` lists them.
    build : callable
        Given a corpus and a folder, writes one report and returns what `build_report` does.
    force : bool
        Replace an earlier series that was changed since.

    Returns
    -------
    int
        0, or 1 where a report could not be made (the index says why, and the others are there) or articles
        were set aside.

    Raises
    ------
    InputError
        The column is missing or empty, or `out` holds something else.
    """
    from analysis import dataset

    articles, rejected = dataset.load_corpus(corpus)
    if column not in articles or not (articles[column] != "").any():
        raise InputError(f"No article says which {column} it belongs to; give a column that does.")
    sizes = articles.loc[articles[column] != "", column].value_counts(sort=False)
    names = output.name_files([value.lower() for value in sizes.index], "report")
    with output.writing_folder(out, output.SERIES, corpus, force) as folder:
        rows = []
        for value, many in sizes.items():
            place = names[value.lower()]
            link, reason = f"{place}/index.html", ""
            try:
                if build(f"{corpus}#{column}={value}", folder / place) and not (folder / link).exists():
                    reason = "a notebook failed"
            except InputError as error:
                reason = str(error)
            told = (
                {} if reason else json.loads((folder / place / "manifest.json").read_text(encoding="utf-8"))
            )
            rows.append(SeriesRow(value, int(many), "" if reason else link, reason, told.get("findings", [])))
            print(f"{value}: {reason or 'done'} ({len(rows)} of {len(sizes)})", file=sys.stderr)
        _write_index(folder, column, rows)
    failed = sum(not row.link for row in rows)
    print(f"{out / 'index.html'} ({len(rows) - failed} reports, {failed} not made)")
    return int(failed > 0 or len(rejected) > 0)


def refresh_notebooks(notebooks: list[Path], jobs: int | None = None) -> int:
    """Run notebooks with their own parameters; keep, in place, outputs of cells tagged ``keep_output``.

    Run twice, it changes nothing. Returns 0, or 1 when a notebook failed; then none is changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            run.run_jobs([Job(notebook, Path(folder), {}, {}) for notebook in notebooks], _execute, jobs)
        except NotebookFailed as error:
            print(f"{error}\nNo notebook was changed.", file=sys.stderr)
            return 1
        for notebook in notebooks:
            book = json.loads((Path(folder) / notebook.name).read_text(encoding="utf-8"))
            text = json.dumps(strip_notebook(book), indent=1, ensure_ascii=False, sort_keys=True)
            output.replace_file(notebook, text + "\n")
    return 0


def strip_notebook(book: Mapping) -> dict:
    """Leave of an executed notebook what is worth committing: no times, no paths, no unmarked outputs."""
    language = {"name": "python"}
    spec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    own = {name: value for name, value in book["metadata"].items() if name == "parallax"}
    cells = []
    for cell in book["cells"]:
        tags = cell["metadata"].get("tags", [])
        cell = cell | {"metadata": {"tags": tags} if tags else {}}
        if cell["cell_type"] == "code" and "keep_output" not in tags:
            cell["outputs"] = []
        cells.append(cell)
    return dict(book) | {"cells": cells, "metadata": own | {"kernelspec": spec, "language_info": language}}


def _write(
    values, folder: Path, notebooks: list[Path], jobs, title: str | None, begun: float, extras: Extras
) -> int:
    """Run everything into `folder`, and finish it with the front page; how many articles were set aside."""
    run.start_server(jobs)
    from analysis.report import front, pages

    articles, rejected, told = front.describe_corpus(values, notebooks)
    context = told | {
        "pages": {notebook.stem: front.read_title(notebook) for notebook in notebooks},
        "title": title or told["named"],
        "series": extras.series,
    }
    done = run.run_jobs([Job(notebook, folder, dict(values), context) for notebook in notebooks], _page, jobs)
    ordered = [done[notebook.stem] for notebook in notebooks]
    inputs = articles.reindex(columns=["source", "sha256"])
    facts = front.write_front_page(folder, values, ordered, inputs, context | extras._asdict(), begun)
    if extras.handout:
        output.replace_file(folder / "handout.html", pages.render_page("handout.html", facts))
    reading = next((page for page in ordered if page["read"]), {"read": {}, "views": {}})
    for path in sorted(folder.glob("*.html")):
        html = path.read_text(encoding="utf-8")
        if (linked := front.link_evidence(html, reading["read"], reading["views"])) != html:
            output.replace_file(path, linked)
    if extras.pdf:
        front.write_print_page(folder, facts, [page["name"] for page in ordered if not page["read"]])
        front.write_pdf(folder / "print.html", folder / "report.pdf")
    return len(rejected)


def _page(job: Job, tick: Callable[[], None]) -> dict:
    """Run one notebook, write its page and files; return what the front page and the manifest need."""
    from analysis.report import execute, front, pages

    begun = time.perf_counter()
    declared = parameters.read_parameters(job.notebook)
    mine = {name: value for name, value in job.values.items() if name in declared}
    book = execute.run_notebook(job.notebook, job.folder / job.notebook.name, mine, tick)
    page = pages.make_page(book, job.notebook.stem, job.context["pages"])
    for path, content in page.files.items():
        output.replace_file(job.folder / path, content)
    settings = [
        {"name": name, "value": output.hide_folders(mine.get(name, item.default))}
        | {"given": name in mine, "help": item.help}
        for name, item in declared.items()
    ]
    facts = {"seconds": round(time.perf_counter() - begun, 2), "settings": settings}
    context = front.collect_facts(job.context) | facts | {"here": page.name, "page": page}
    output.replace_file(job.folder / f"{page.name}.html", pages.render_page("notebook.html", context))
    return json.loads(json.dumps(facts | page.facts()))  # plain: needs no import where it is unpickled


def _execute(job: Job, tick: Callable[[], None]) -> None:
    from analysis.report import execute

    execute.run_notebook(job.notebook, job.folder / job.notebook.name, {}, tick)


def _write_index(folder: Path, column: str, rows: list[SeriesRow]) -> None:
    from analysis.report import front, pages

    facts = front.collect_facts({"title": f"One report for each {column}", "pages": {}})
    facts |= {"here": "series", "per": column, "rows": rows, "failed": sum(not row.link for row in rows)}
    output.replace_file(folder / "index.html", pages.render_page("series.html", facts))
