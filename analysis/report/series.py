"""One report for each value of a column (each event, say), several at a time, and an index of them all."""

import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from analysis import dataset
from analysis.schema import InputError


class Row(NamedTuple):
    """One report: the value it is for, its articles, its page (empty where it failed), and why it failed."""

    value: str
    articles: int
    link: str
    reason: str


def build(corpus: str, per: str, out: Path, arguments: Sequence[str], jobs: int) -> int:
    """Write a report for every value of a column, each by a command of its own.

    Parameters
    ----------
    corpus : str
    per : str
        A column of the articles; those where it is empty are left out.
    out : Path
        Folder; each report gets a folder in it, and ``index.html`` lists them.
    arguments : sequence of str
        Further arguments of ``python -m analysis report``, handed on to each.
    jobs : int
        Reports at a time.

    Returns
    -------
    int
        0, or 1 where a report could not be made; the index says why, and the others are there.

    Raises
    ------
    InputError
        The column is missing or empty.
    """
    articles = dataset.articles(corpus)
    if per not in articles or not (articles[per] != "").any():
        raise InputError(f"No article says which {per} it belongs to; give a column that does.")
    sizes = articles.loc[articles[per] != "", per].value_counts(sort=False)
    out.mkdir(parents=True, exist_ok=True)
    names = folders(list(sizes.index))

    def one(value: str) -> Row:
        folder = names[value]
        command = [sys.executable, "-m", "analysis", "report", f"{corpus}#{per}={value}"]
        command += ["-o", str(out / folder), "--jobs", "1", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return Row(value, int(sizes[value]), f"{folder}/index.html", "")
        said = [line for line in done.stderr.splitlines() if line.strip()]
        return Row(value, int(sizes[value]), "", said[0] if said else "the command said nothing")

    with ThreadPoolExecutor(jobs) as pool:
        work = pool.map(one, sizes.index)
        rows = list(tqdm(work, total=len(sizes), desc="reports", disable=None))
    _index(out, per, rows)
    failed = sum(not row.link for row in rows)
    print(f"{out / 'index.html'} ({len(rows) - failed} reports, {failed} not made)")
    return int(failed > 0)


def folders(values: list[str]) -> dict[str, str]:
    """A folder name for each value: its letters and digits, and a number where two would be the same."""
    found: dict[str, str] = {}
    for value in values:
        plain = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:60] or "report"
        name, number = plain, 2
        while name in found.values():
            name, number = f"{plain}-{number}", number + 1
        found[value] = name
    return found


def _index(out: Path, per: str, rows: list[Row]) -> None:
    from analysis.report import front, pages

    facts = front.common({"title": f"One report for each {per}", "pages": {}})
    facts |= {"here": "series", "per": per, "rows": rows, "failed": sum(not row.link for row in rows)}
    (out / "index.html").write_text(pages.render("series.html", facts), encoding="utf-8")
