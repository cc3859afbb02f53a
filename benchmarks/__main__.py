"""The table: ``python -m benchmarks [--corpus PATH] [--only NAME] [-o results.json]``."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import annotate, clean
from analysis.report.run import list_notebooks
from benchmarks import bulk, cold, corpus, peers, readability, reading, reports, resampling, splitting
from benchmarks.pairs import Row

RESULTS = Path(__file__).parent / "results"


class Size(NamedTuple):
    """How much each benchmark takes on, and in how many rounds."""

    articles: int = 680
    length: int = 30
    scored: int = 680
    parsed: int = 60
    rounds: int = 5
    naive: int = 40
    reports: int = 3
    bulk: tuple[int, int] = (12_000, 20)
    bulk_rounds: int = 2
    growth: tuple[int, int, int] = (5_000, 20_000, 5)
    growth_rounds: int = 1


TINY = Size(6, 20, 3, 3, 1, 2, 1, (30, 4), 1, (20, 40, 3), 1)


class Given(NamedTuple):
    """The corpus, as every benchmark gets it: cleaned, and split into sentences."""

    articles: pd.DataFrame
    ledger: pd.DataFrame
    sentences: pd.DataFrame
    size: Size


def _given(path: str, size: Size) -> Given:
    articles, ledger = clean.clean_articles(corpus.read(path, size.articles))
    articles = articles[articles["text"].str.len() > 0]
    return Given(articles, ledger, annotate.split_sentences(articles, ledger), size)


def _scored(given: Given) -> list[Row]:
    return readability.rows(given.articles["text"].iloc[: given.size.scored], given.size.rounds)


def _cold(given: Given) -> list[Row]:
    return cold.rows(2 * given.size.rounds)


def _split(given: Given) -> list[Row]:
    few = given.articles.iloc[: given.size.parsed]
    ledger = given.ledger[given.ledger["article_id"].isin(few.index)]
    return splitting.rows(few, ledger, min(3, given.size.rounds))


def _resampled(given: Given) -> list[Row]:
    two = given.sentences[given.sentences["article_id"].isin(given.articles.index[:2])]
    return resampling.rows(two, given.size.rounds, given.size.naive)


def _read(given: Given) -> list[Row]:
    return reading.rows(given.sentences["text"].drop_duplicates().head(5 * given.size.parsed).tolist())


def _reported(given: Given) -> list[Row]:
    notebooks = list_notebooks()
    return reports.rows(given.size.reports, notebooks)


def _parallel(given: Given) -> list[Row]:
    return bulk.parallel(*given.size.bulk, given.size.bulk_rounds)


def _grown(given: Given) -> list[Row]:
    return bulk.growth(*given.size.growth, given.size.growth_rounds)


BENCHMARKS: dict[str, Callable[[Given], list[Row]]] = {
    "readability": _scored,
    "cold": _cold,
    "splitting": _split,
    "resampling": _resampled,
    "reading": _read,
    "reports": _reported,
    "parallel": _parallel,
    "growth": _grown,
}


def run(path: str | None, names: list[str], size: Size) -> Iterator[tuple[str, Row]]:
    """Run benchmarks by name on a corpus, or on one made of the seeds."""
    with tempfile.TemporaryDirectory(prefix="parallax-bench-") as folder:
        given = _given(
            path or str(corpus.write(Path(folder) / "made.jsonl", size.articles, size.length)), size
        )
        for name in names:
            for row in BENCHMARKS[name](given):
                yield name, row


def line(row: Row) -> str:
    """One row of the table as text."""
    verdict = {True: "kept", False: "NOT KEPT", None: ""}[row.kept()]
    text = f"{row.name:<46} {row.ratio:>8.3g} ({row.low:.3g} to {row.high:.3g})"
    text = f"{text:<78} {row.bound:>8} {verdict:<9} {row.n}"
    said = [f"{'yes' if kept else 'NO'}: {promise}" for promise, kept in row.checks.items()]
    return "\n".join([text, *(f"    {part}" for part in [*said, row.note] if part)])


def machine() -> dict[str, object]:
    """What the numbers depend on."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": load,
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the table and keep it; 1 where a bound or a promise was not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpus", help="articles to measure on (default: made of the seeds' sentences)")
    parser.add_argument("--only", action="append", choices=list(BENCHMARKS), help="may be repeated")
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "results.json")
    options = parser.parse_args(arguments)
    peers.install()
    found, before = [], machine()
    print(f"{'median of paired ratios (least to greatest)':<70} {'accepted':>16}")
    for name, row in run(options.corpus, options.only or list(BENCHMARKS), Size()):
        print(line(row), flush=True)
        found.append({"benchmark": name, "kept": row.kept(), **row._asdict()})
    told = {"corpus": options.corpus or "made of the seeds", "machine": before, "rows": found}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"Kept in {options.out}")
    return int(any(row["kept"] is False for row in found))


if __name__ == "__main__":
    sys.exit(main())
