"""The command line: ``python -m analysis COMMAND --help``."""

import argparse
import sys
import warnings
from pathlib import Path

from analysis.schema import InputError

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
ORDER = ("framing", "sentiment", "readability", "reading", "corpus", "validation")


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0 when done; 2 when something given cannot be used, said in one sentence; 1 when a notebook
        failed or articles were set aside.
    """
    options = _parser().parse_args(arguments)
    warnings.showwarning = lambda message, *_, **__: print(f"Note: {message}", file=sys.stderr)
    try:
        return options.run(options) or 0
    except InputError as error:
        print(f"{error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        print("Stopped; nothing half-written was left behind.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description="The same story, told differently."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    report = commands.add_parser("report", help="run the notebooks and write a report that opens offline")
    _corpus(report, optional=True)
    report.add_argument(
        "-o", "--out", type=Path, help="folder to write (default: reports/NAME of the corpus)"
    )
    report.add_argument(
        "-p", "--parameter", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"),
        help="set a notebook parameter; see `parameters`",
    )  # fmt: skip
    report.add_argument(
        "--notebook",
        action="append",
        metavar="NAME",
        help=f"only this one, of {', '.join(ORDER)}; may be repeated",
    )
    report.add_argument(
        "--jobs", type=int, help="notebooks at a time (default: as many as there are processors)"
    )
    report.add_argument(
        "--per", metavar="COLUMN", help="one report for each value of a column, such as event"
    )
    report.add_argument("--no-text", action="store_true", help="leave full article texts out of the report")
    report.set_defaults(run=_report)

    parameters = commands.add_parser("parameters", help="list the notebooks' parameters, types and defaults")
    parameters.set_defaults(run=_parameters)

    clean = commands.add_parser("clean", help="write cleaned texts, and a page showing every span removed")
    _corpus(clean)
    clean.add_argument("-o", "--out", type=Path, required=True, help="folder to write")
    clean.add_argument(
        "--off", action="append", default=[], metavar="RULE", help="switch a rule off; see --rules"
    )
    clean.set_defaults(run=_clean)

    rules = commands.add_parser("rules", help="list the cleaning rules")
    rules.set_defaults(run=_rules)

    measure = commands.add_parser("measure", help="measure a corpus of any size into a Parquet data set")
    _corpus(measure)
    measure.add_argument(
        "-o", "--out", type=Path, required=True, help="folder of the data set; resumes a run"
    )
    measure.add_argument("--measures", default="readability,sentiment,framing", help="default: all three")
    measure.add_argument("--workers", type=int, help="processes (default: more than one where that pays)")
    measure.add_argument("--scheduler", help="address of a running Dask scheduler, such as tcp://host:8786")
    measure.set_defaults(run=_measure)

    read = commands.add_parser(
        "read", help="write one page to read the articles side by side, with the evidence"
    )
    _corpus(read)
    read.add_argument("-o", "--out", type=Path, required=True, help="HTML file to write")
    read.add_argument("--side", default="outlet", help="column that names the sides (default: outlet)")
    read.add_argument(
        "--article", action="append", default=[], metavar="ID",
        help="show this one; may be repeated (default: the first of each side, six in all)",
    )  # fmt: skip
    read.set_defaults(run=_read)

    sheet = commands.add_parser("codesheet", help="write a blind, shuffled sheet for human coders")
    _corpus(sheet)
    sheet.add_argument("-o", "--out", type=Path, required=True, help="CSV file to write")
    sheet.add_argument("--sample", type=int, default=60, help="sentences to code (default: 60)")
    sheet.add_argument("--coders", type=int, default=2, help="people who will code them (default: 2)")
    sheet.add_argument("--seed", type=int, default=1, help="of the shuffle (default: 1)")
    sheet.set_defaults(run=_codesheet)

    refresh = commands.add_parser("refresh", help="run the notebooks in place, keeping outputs worth keeping")
    refresh.set_defaults(run=_refresh)
    return parser


def _corpus(parser: argparse.ArgumentParser, optional: bool = False) -> None:
    parser.add_argument(
        "corpus", metavar="CORPUS", default=None, nargs="?" if optional else None,
        help="folder, file, glob or address of articles" + (" (default: the seeds)" if optional else ""),
    )  # fmt: skip


def _report(options: argparse.Namespace) -> int:
    from analysis import report
    from analysis.report import parameters, workers

    corpus = options.corpus or str(ROOT / "seeds")
    out = options.out or Path("reports") / Path(corpus.rstrip("/")).stem
    names = _named(options.notebook or _fitting(corpus))
    if options.per:
        return _series(options, corpus, out)
    workers.warm_up(options.jobs)  # while this process checks what was given
    from analysis.report import checks

    paths = [NOTEBOOKS / f"{name}.ipynb" for name in names]
    known = parameters.collect(paths)
    given = dict(options.parameter)
    if "corpus" in given:
        raise InputError("Give the corpus as `report CORPUS`, not as a parameter.")
    given["corpus"] = _absolute(corpus)
    if options.no_text and "texts" in known:
        given["texts"] = False
    values = parameters.check(given, known, hook=checks.against_corpus)
    return report.build(values, out, paths, jobs=options.jobs)


def _series(options: argparse.Namespace, corpus: str, out: Path) -> int:
    import os

    from analysis.report import series

    arguments = [part for name, value in options.parameter for part in ("-p", name, value)]
    arguments += [part for name in options.notebook or () for part in ("--notebook", name)]
    arguments += ["--no-text"] if options.no_text else []
    return series.build(_absolute(corpus), options.per, out, arguments, options.jobs or os.cpu_count() or 1)


def _fitting(corpus: str) -> tuple[str, ...]:
    """All notebooks; of a stored data set, those that need no page to clean or split again."""
    from analysis import dataset

    return ("framing", "sentiment", "readability", "reading") if dataset.is_stored(corpus) else ORDER


def _named(names: list[str] | None) -> list[str]:
    unknown = [name for name in names or () if name not in ORDER]
    if unknown:
        raise InputError(f"There is no notebook {unknown[0]!r}; choose from {', '.join(ORDER)}.")
    return [name for name in ORDER if name in (names or ORDER)]


def _absolute(corpus: str) -> str:
    """Notebooks run in their own folder, so a path from the command line must not depend on it."""
    return corpus if "://" in corpus else str(Path(corpus).absolute())


def _parameters(options: argparse.Namespace) -> None:
    from analysis.report import parameters

    print(parameters.listing(parameters.collect([NOTEBOOKS / f"{name}.ipynb" for name in ORDER])))


def _clean(options: argparse.Namespace) -> None:
    from analysis import clean, load
    from analysis.present import reader

    articles, ledger = clean.articles(load.articles(options.corpus), off=tuple(options.off))
    texts = options.out / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    for name, text in articles["text"].items():
        (texts / f"{_filename(name)}.txt").write_text(text, encoding="utf-8", newline="")
    ledger.to_csv(options.out / "ledger.csv", index=False)
    (options.out / "ledger.html").write_text(reader.residue(articles, ledger), encoding="utf-8")
    removed = ledger[~ledger["kind"].isin(["review", "whitespace"])]
    share = removed["text"].str.len().sum() / articles["raw"].str.len().sum()
    print(
        f"{len(articles)} articles cleaned into {options.out}: {len(removed)} spans removed "
        f"({share:.1%} of the characters), {(ledger['kind'] == 'review').sum()} doubtful ones kept. "
        f"Open {options.out / 'ledger.html'} to see each."
    )


def _measure(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from analysis import dataset, load
    from analysis.dataset import bulk

    wanted = dataset.Options(measures=tuple(options.measures.split(",")))
    passes = 2 if "framing" in wanted.measures else 1
    with tqdm(
        total=passes * load.estimate(options.corpus), unit=" articles", disable=None, smoothing=0.05
    ) as bar:
        done = bulk.measure(
            options.corpus,
            options.out,
            wanted,
            workers=options.workers,
            scheduler=options.scheduler,
            progress=bar.update,
        )
    print(
        f"{done.read:,} articles read: {done.measured:,} measured, {done.rejected:,} set aside. "
        f"The data set is {options.out}."
    )
    if done.rejected:
        print(f"{options.out / 'rejected.parquet'} says why for each.")
    return 0


def _read(options: argparse.Namespace) -> None:
    from analysis import dataset
    from analysis.present import reading

    data = dataset.open(options.corpus, dataset.Options(lexicons=("generic_frames",)))
    shown = reading.chosen(data.articles, options.side, options.article)
    page = reading.page(data, options.side, options.article)
    options.out.write_text(page, encoding="utf-8")
    print(f"{options.out} shows {len(shown)} of {len(data.articles):,} articles.")


def _filename(article_id: str) -> str:
    """An article's id as a file name: no path, nothing hidden."""
    safe = "".join(mark if mark.isalnum() or mark in "-_." else "_" for mark in article_id)
    return safe.lstrip(".") or "_"


def _rules(options: argparse.Namespace) -> None:
    from analysis import clean

    for rule in clean.rules().itertuples():
        print(f"{rule.id}  [{rule.kind}]\n    {rule.rationale}\n    e.g. {rule.example}")


def _codesheet(options: argparse.Namespace) -> None:
    import numpy as np

    from analysis import dataset
    from analysis.validate import codesheet

    data = dataset.open(options.corpus, dataset.Options(measures=("readability",)))
    rng = np.random.default_rng(options.seed)
    sheet = codesheet.make(data.sentences, data.articles, options.sample, options.coders, rng)
    sheet.to_csv(options.out, index=False, encoding="utf-8-sig")
    print(f"{len(sheet)} rows to code in {options.out}; then: report CORPUS -p codes {options.out}")


def _refresh(options: argparse.Namespace) -> int:
    from analysis import report

    return report.refresh(sorted(NOTEBOOKS.glob("*.ipynb")))


if __name__ == "__main__":
    sys.exit(main())
