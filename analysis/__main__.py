"""The command line: ``python -m analysis COMMAND --help``."""

import os
import sys

if sys.path and sys.path[0] == os.getcwd():  # noqa: PTH109  nothing is imported before this line
    # Python puts the current folder first: a pandas.py among somebody's articles would be run.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120

import argparse
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.schema import InputError, quoted

PROMISE = """exit codes: 0 done; 1 done, but a notebook failed or articles were set aside; 2 something given
cannot be used; 130 stopped"""
LONGEST = 300
"""Characters of the longest word in a message: a path may be long, other values need not be."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0 when done; 1 when a notebook failed or articles were set aside; 2 when something given cannot be
        used, said in one sentence; 130 when stopped.
    """
    options = _parser().parse_args(arguments)
    told: set[str] = set()

    def tell_once(message: Warning | str, *_: object, **__: object) -> None:
        if str(message) not in told:  # a corpus is opened for its check, its measures and its front page
            print(f"Note: {message}", file=sys.stderr)
        told.add(str(message))

    warnings.showwarning = tell_once
    try:
        _check_name(getattr(options, "corpus", "seeds"))
        return options.run(options) or 0
    except InputError as error:
        print(_one_line(str(error)), file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stdout = None
        return 0
    except OSError as error:
        name = f"{quoted(str(error.filename))}: " if error.filename else ""
        print(f"{name}{error.strerror or error}. Nothing was changed.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; nothing half-written was left behind.", file=sys.stderr)
        return 130


def _check_name(corpus: str) -> None:
    if not corpus.strip() or "\0" in corpus:
        raise InputError(f"{quoted(corpus)} names no corpus; give a folder, a file, a glob or an address.")


def _one_line(text: str) -> str:
    """A message on one line, with no word so long that it hides the others."""
    words = text.encode("utf-8", "backslashreplace").decode().split()
    return " ".join(word if len(word) <= LONGEST else f"{word[:80]}…" for word in words)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description="The same story, told differently.", epilog=PROMISE
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(run: Callable, text: str, out: str = "", optional: bool = False) -> argparse.ArgumentParser:
        """Add a command; one that writes says what, and reads a corpus."""
        told = f"{text[:1].upper()}{text[1:]}."
        one = commands.add_parser(run.__name__.lstrip("_"), help=text, description=told, epilog=PROMISE)
        one.set_defaults(run=run)
        if out:
            what = "folder, file, glob or web address of articles" + " (default: the seeds)" * optional
            given: dict[str, Any] = {"nargs": "?", "default": "seeds"} if optional else {}
            one.add_argument("corpus", metavar="CORPUS", help=what, **given)
            one.add_argument(
                "--strict", action="store_true", help="stop at what cannot be read, set nothing aside"
            )
            one.add_argument("-o", "--out", type=Path, required=not optional, help=out)
            again = "replace what Parallax wrote there even if it was changed since"
            one.add_argument("--force", action="store_true", help=again)
        return one

    report = command(
        _report,
        "run the notebooks and write a report that opens offline",
        "folder to write (default: reports/NAME of the corpus)",
        optional=True,
    )
    report.add_argument("--notebook", action="append", metavar="NAME", help="only this one; may be repeated")
    report.add_argument("--jobs", type=int, help="notebooks at a time (default: one per processor)")
    report.add_argument("--per", metavar="COLUMN", help="a report for each value of a column, such as event")
    departs = "say on the front page what departs from it"
    report.add_argument("--plan", type=Path, metavar="FILE", help=departs)
    report.add_argument("--no-text", action="store_true", help="leave full article texts out of the report")
    paper = "also as one page to print, and as PDF where Chromium is"
    report.add_argument("--pdf", action="store_true", help=paper)
    report.add_argument("--handout", action="store_true", help="also two pages with questions for a class")
    plan = command(
        _plan,
        "write down what a report will test, before anything is measured",
        "JSON file to write; then: report CORPUS --plan FILE",
    )
    for one in (report, plan):
        one.add_argument(
            "-p", "--parameter", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"),
            help="set a notebook parameter; see `parameters`",
        )  # fmt: skip
    command(_parameters, "list the notebooks' parameters, types and defaults")

    clean = command(_clean, "write cleaned texts, and a page showing every span removed", "folder to write")
    clean.add_argument("--off", action="append", default=[], metavar="RULE", help="switch a rule off")
    command(_rules, "list the cleaning rules")

    resumes = "folder of the data set; resumes a run"
    measure = command(_measure, "measure a corpus of any size into a Parquet data set", resumes)
    measure.add_argument("--measures", help="such as readability,framing (default: all)")
    asks = "ask the model that reads, some 10 ms a sentence and mention (default: word lists alone)"
    measure.add_argument("--reader", action="store_true", help=asks)
    measure.add_argument("--workers", type=int, help="processes (default: more than one where that pays)")
    measure.add_argument("--scheduler", help="address of a running Dask scheduler, such as tcp://host:8786")

    side = "column that names the sides (default: outlet)"
    beside = "write one page to read articles side by side, with the evidence"
    read = command(_read, beside, "HTML file to write")
    read.add_argument("--side", default="outlet", help=side)
    shown = "show this one; may be repeated (default: each side in its turn, up to 30)"
    read.add_argument("--article", action="append", default=[], metavar="ID", help=shown)

    blind = "write a blind, shuffled sheet for human coders, and a page to code it"
    sheet = command(_codesheet, blind, "CSV file to write")
    sheet.add_argument("--sample", type=int, default=120, help="sentences to code (default: 120)")
    sheet.add_argument("--coders", type=int, default=2, help="people who will code them (default: 2)")
    sheet.add_argument("--core", type=int, help="sentences that every coder codes (default: a third)")
    sheet.add_argument("--side", default="outlet", help=side)
    sheet.add_argument("--seed", type=int, default=1, help="of the shuffle (default: 1)")

    refresh = command(_refresh, "run the notebooks in place, keeping outputs worth keeping")
    refresh.add_argument("--notebook", action="append", metavar="NAME", help="only this one; may be repeated")
    return parser


def _report(options: argparse.Namespace) -> int:
    from analysis.report import run

    if options.jobs is not None and options.jobs < 1:
        raise InputError(f"A report takes at least one job, not {options.jobs}.")
    run.start_server(options.jobs)  # while this process loads, and checks what was given
    from analysis import dataset, load, output, report
    from analysis.report import parameters

    extras = report.Extras(options.handout, options.pdf)
    corpus = options.corpus
    path = load.split_selection(corpus)[0]
    out = options.out or Path("reports") / (Path(path).resolve().name.partition(".")[0] or "report")
    out = output.check_target(out)
    notebooks = run.list_notebooks(options.notebook, dataset.is_stored(corpus))
    known = parameters.collect_parameters(notebooks)
    given: dict[str, object] = dict(options.parameter)
    if "corpus" in given:
        raise InputError("Give the corpus as `report CORPUS`, not as a parameter.")
    if options.no_text and "texts" in known:
        given["texts"] = False
    values = parameters.check_parameters(given, known)
    every = {name: item.default for name, item in known.items()} | values
    _check(corpus, every, options.strict)
    if options.plan:
        from analysis.report import plan

        planned = plan.read_plan(options.plan)
        now = plan.make_plan(every, dataset.load_corpus(corpus).articles)
        extras = extras._replace(plan={**planned, "departures": plan.compare_plans(planned, now)})

    def build(some: str, folder: Path) -> int:
        return report.build_report(
            {**values, "corpus": some}, folder, notebooks, options.jobs, None, options.force, extras
        )

    if options.per:
        extras = extras._replace(series=True)
        return report.build_series(corpus, options.per, out, build, options.force)
    output.check_folder(out, output.REPORT, path, options.force)
    return build(corpus, out)


def _plan(options: argparse.Namespace) -> int:
    from analysis import dataset, output
    from analysis.report import parameters, plan, run

    known = parameters.collect_parameters(run.list_notebooks())
    values = parameters.check_parameters(dict(options.parameter), known)
    every = {name: item.default for name, item in known.items()} | values
    out = output.check_file(options.out, "plan", plan.protect_plan, options.corpus, options.force)
    loaded = dataset.load_corpus(options.corpus)
    code = _set_aside(loaded.rejected, options.strict)
    made = plan.make_plan(every, loaded.articles)
    output.replace_file(out, plan.write_plan(made))
    print(f"{options.out} ({made['hash'][:12]}); then: report {options.corpus} --plan {options.out}")
    return code


def _check(corpus: str, values: dict[str, object], strict: bool) -> None:
    """Hold parameters against the corpus they are for, before anything runs."""
    from analysis import dataset, lexicon

    articles, rejected = dataset.load_corpus(corpus)
    _set_aside(rejected, strict)
    if "side" in values:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the notebooks and the front page say it
            dataset.name_sides(articles, str(values["side"]))
    if values.get("lexicon"):
        lexicon.read_lexicon(str(values["lexicon"]))


def _set_aside(rejected, strict: bool) -> int:
    """Say what was set aside, or stop there; 1 where anything was."""
    from analysis import dataset

    if len(rejected) and strict:
        raise InputError(str(rejected["reason"].iloc[0]))
    if len(rejected):
        print(f"Note: {dataset.count_rejected(rejected)}", file=sys.stderr)
    return int(len(rejected) > 0)


def _open(options: argparse.Namespace, wanted) -> tuple:
    """Open the corpus, with what was set aside said once; the data, and the exit code."""
    from analysis import dataset

    code = _set_aside(dataset.load_corpus(options.corpus).rejected, options.strict)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # said above
        return dataset.open_data(options.corpus, wanted), code


def _parameters(options: argparse.Namespace) -> None:
    from analysis.report import parameters, run

    print(parameters.list_parameters(parameters.collect_parameters(run.list_notebooks())))


def _clean(options: argparse.Namespace) -> int:
    from analysis import clean, load, output
    from analysis.present import reader

    with output.writing_folder(options.out, "cleaned corpus", options.corpus, options.force) as folder:
        loaded = load.load_articles(options.corpus)
        code = _set_aside(loaded.rejected, options.strict)
        articles, ledger = clean.clean_articles(loaded.articles, off=tuple(options.off))
        names = output.name_files([str(name) for name in articles.index])
        for name, text in articles["text"].items():
            output.replace_file(folder / "texts" / f"{names[name]}.txt", text)
        output.replace_file(folder / "ledger.csv", output.guard_formulas(ledger).to_csv(index=False))
        output.replace_file(
            folder / "rejected.csv", output.guard_formulas(loaded.rejected).to_csv(index=False)
        )
        output.replace_file(folder / "ledger.html", reader.draw_residue_page(articles, ledger))
    removed = ledger[~ledger["kind"].isin(["review", "whitespace"])]
    share = removed["text"].str.len().sum() / articles["raw"].str.len().sum()
    print(
        f"{len(articles)} articles cleaned into {options.out}: {len(removed)} spans removed "
        f"({share:.1%} of the characters), {(ledger['kind'] == 'review').sum()} doubtful ones kept. "
        f"Open {options.out / 'ledger.html'} to see each."
    )
    for emptied in clean.list_emptied_articles(articles, ledger).head(10).itertuples():
        name = quoted(emptied.Index)
        print(
            f"Note: of {name}, {emptied.share:.0%} was removed, most by the rule {emptied.rule}.",
            file=sys.stderr,
        )
    return code


def _measure(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from analysis import dataset, load
    from analysis.dataset import bulk, stages

    names = stages.list_measures() if options.measures is None else tuple(options.measures.split(","))
    wanted = dataset.Options(measures=names, reader=options.reader)
    passes = 2 if "framing" in wanted.measures else 1
    total = passes * load.estimate_size(options.corpus)
    with tqdm(total=total, unit=" articles", disable=None, smoothing=0.05) as bar:
        done = bulk.measure_corpus(
            options.corpus,
            options.out,
            wanted,
            workers=options.workers,
            scheduler=options.scheduler,
            progress=bar.update,
            strict=options.strict,
            force=options.force,
        )
    print(
        f"{done.read:,} articles read: {done.measured:,} measured, {done.rejected:,} set aside. "
        f"The data set is {options.out}; then: report {options.out}"
    )
    if done.rejected:
        print(f"{options.out / 'rejected.parquet'} says why for each.")
    return int(done.rejected > 0)


def _read(options: argparse.Namespace) -> int:
    from analysis import dataset, output
    from analysis.report import reading

    ours = b'name="generator" content="Parallax'
    out = output.check_file(
        options.out, "reader page", lambda data: "" if ours in data[:2000] else "not ours", options.corpus
    )
    data, code = _open(options, dataset.Options(lexicons=("generic_frames",)))
    sides = dataset.name_sides(data.articles, options.side)
    shown = reading.choose_articles(data.articles, sides, options.article)
    output.replace_file(out, reading.draw_articles_page(data, sides, options.article))
    print(f"{options.out} shows {len(shown)} of {len(data.articles):,} articles.")
    return code


def _rules(options: argparse.Namespace) -> None:
    from analysis import clean

    for rule in clean.list_rules().itertuples():
        example = " ".join(str(rule.example).split())
        print(f"{rule.id}  [{rule.kind}]\n    {rule.why}\n    e.g. {example}")


def _codesheet(options: argparse.Namespace) -> int:
    import numpy as np

    from analysis import dataset, lexicon, output
    from analysis.measures import sentiment
    from analysis.report import pages
    from analysis.validate import codesheet

    if options.seed < 0:
        raise InputError(f"The seed is a whole number, at least 0, not {options.seed}.")
    if options.out.suffix == ".html":
        raise InputError(f"{options.out} is to be a sheet, a .csv file; its page is written beside it.")
    out = output.check_file(
        options.out, "code sheet", codesheet.protect_codesheet, options.corpus, options.force
    )
    page = output.check_file(
        out.with_suffix(".html"), "coding page", pages.protect_coding_page, options.corpus, options.force
    )
    data, code = _open(options, dataset.Options(measures=("framing", "sentiment")))
    sides = dataset.name_sides(data.articles, options.side)
    frames = sorted(set(lexicon.read_lexicons(("generic_frames",))["item"]))
    tones = sentiment.list_tones(data.counts["sentiment"])
    sheet = codesheet.make_codesheet(
        data.sentences,
        sides,
        options.sample,
        options.coders,
        np.random.default_rng(options.seed),
        core=options.core,
        scores=tones[sentiment.choose_instrument(tones)],
        mentions=data.mentions,
        frames=frames,
    )
    output.replace_file(out, sheet.to_csv(index=False).encode("utf-8-sig"))
    output.replace_file(page, pages.draw_coding_page(sheet, frames, out.stem))
    print(
        f"{len(sheet)} rows to code in {options.out}, or sentence by sentence in {page.name}; "
        f"then: report CORPUS -p codes FILE"
    )
    return code


def _refresh(options: argparse.Namespace) -> int:
    from analysis import report
    from analysis.report.run import NOTEBOOKS

    known = {path.stem: path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    for name in options.notebook or ():
        if name not in known:
            raise InputError(f"There is no notebook {quoted(name)}; choose from {', '.join(known)}.")
    return report.refresh_notebooks([known[name] for name in options.notebook or known])


if __name__ == "__main__":
    sys.exit(main())
