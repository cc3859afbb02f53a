"""Notebooks and parameters -> a report: a folder of pages that open anywhere, with no network.

Each notebook runs in a process of its own, which also writes its page. The report is built in a folder
beside its target and moved into place when all is well; until then an older one stays.
"""

import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from analysis.report import parameters, workers
from analysis.report.workers import Job
from analysis.schema import InputError


def build(
    values: Mapping[str, object],
    out: Path,
    notebooks: list[Path],
    jobs: int | None = None,
    title: str | None = None,
) -> int:
    """Run notebooks and write their report.

    Parameters
    ----------
    values : mapping of str to object
        Checked parameters (`parameters.check`); each notebook gets those it declares.
    out : Path
        Folder to write. One that is there must be empty or an earlier report, which is replaced.
    notebooks : list of Path
        In the order the report lists them.
    jobs : int, optional
        Notebooks at a time; by default as many as there are processors to use.
    title : str, optional
        Of the front page; by default made of the names of the sides.

    Returns
    -------
    int
        0 when the report is in place; 1 when a notebook failed, which is shown on standard error while
        nothing changes.

    Raises
    ------
    InputError
        `out` holds something else, or a notebook could not use its input.
    """
    out = Path(out)
    _replaceable(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-building-", dir=out.parent) as building:
        folder = Path(building) / "report"
        folder.mkdir()
        try:
            _write(values, folder, notebooks, jobs, title, begun)
        except workers.Failed as error:
            print(f"{error}\nNo report was written.", file=sys.stderr)
            return 1
        _into_place(folder, out, Path(building))
    print(f"{out / 'index.html'} ({len(notebooks)} notebooks in {time.perf_counter() - begun:.1f} s)")
    return 0


def refresh(notebooks: list[Path], jobs: int | None = None) -> int:
    """Run notebooks with their own parameters; keep, in place, outputs of cells tagged ``keep_output``.

    Run twice, it changes nothing. Returns 0, or 1 when a notebook failed; then none is changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            _run([Job(notebook, Path(folder), {}, {}) for notebook in notebooks], _execute, jobs)
        except workers.Failed as error:
            print(f"{error}\nNo notebook was changed.", file=sys.stderr)
            return 1
        for notebook in notebooks:
            book = json.loads((Path(folder) / notebook.name).read_text(encoding="utf-8"))
            text = json.dumps(kept(book), indent=1, ensure_ascii=False, sort_keys=True)
            notebook.write_text(text + "\n", encoding="utf-8", newline="\n")
    return 0


def kept(book: Mapping) -> dict:
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


def _write(values, folder: Path, notebooks: list[Path], jobs, title: str | None, begun: float) -> None:
    """Run everything into `folder`, and finish it with the front page."""
    from analysis.report import front

    articles, told = front.gather(values, notebooks)
    context = told | {
        "pages": {notebook.stem: front.heading(notebook) for notebook in notebooks},
        "title": title or told["named"],
    }
    longest_first = sorted(notebooks, key=_cells, reverse=True)  # so that none is left running alone
    found = _run([Job(notebook, folder, dict(values), context) for notebook in longest_first], _page, jobs)
    ordered = [found[notebook.stem] for notebook in notebooks]
    inputs = articles.reindex(columns=["source", "sha256"])
    workers.call(front.write, folder, values, ordered, inputs, context, begun)


def _run(work: list[Job], task, jobs: int | None) -> dict:
    """Run jobs under a progress bar over all their cells; without a terminal, a line for each notebook."""
    from tqdm import tqdm

    total = sum(_cells(job.notebook) for job in work)
    results = {}
    with tqdm(total=total, desc="cells", disable=None, leave=False) as bar:
        for name, result in workers.run(work, task, jobs, lambda: bar.update()):
            results[name] = result
            if bar.disable:
                print(f"{name}: done ({len(results)} of {len(work)})", file=sys.stderr)
            bar.set_postfix_str(f"{name} done")
    return results


def _page(job: Job, kernel, tick) -> dict:
    """Run one notebook, write its page and files; return what the front page and the manifest need."""
    from analysis.report import execute, front, pages

    begun = time.perf_counter()
    declared = parameters.read(job.notebook)
    mine = {name: value for name, value in job.values.items() if name in declared}
    book = execute.run(job.notebook, job.folder / job.notebook.name, mine, kernel, tick)
    page = pages.page(book, job.notebook.stem, job.context["pages"])
    for path, content in page.files.items():
        target = job.folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    settings = [
        {"name": name, "value": mine.get(name, item.default), "given": name in mine, "help": item.help}
        for name, item in declared.items()
    ]
    facts = {"seconds": round(time.perf_counter() - begun, 2), "settings": settings}
    html = pages.render(
        "notebook.html", front.common(job.context) | facts | {"here": page.name, "page": page}
    )
    (job.folder / f"{page.name}.html").write_text(html, encoding="utf-8")
    return _plain(facts | page.facts())


def _plain(value):
    """Leave plain dicts and lists, which can be unpickled without importing what made them."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _execute(job: Job, kernel, tick) -> None:
    from analysis.report import execute

    execute.run(job.notebook, job.folder / job.notebook.name, {}, kernel, tick)


def _replaceable(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file, and a report is a folder; name another with -o.")
    if out.is_dir() and any(out.iterdir()) and not (out / "manifest.json").exists():
        raise InputError(f"{out} holds something that is no report; name another folder with -o.")


def _into_place(folder: Path, out: Path, building: Path) -> None:
    """Put a finished report where it belongs; an older one goes only when the new one can come."""
    older = building / "older"
    if out.exists():
        out.rename(older)
    try:
        folder.rename(out)
    except OSError:
        if older.exists():
            older.rename(out)
        raise


def _cells(notebook: Path) -> int:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return sum(cell["cell_type"] == "code" for cell in cells)
