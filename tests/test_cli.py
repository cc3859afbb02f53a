"""The command line: one clear sentence and exit 2 for what cannot be used, and nothing half-written."""

import json
import re

import pandas as pd
import pytest

from analysis import dataset, output, report
from analysis.__main__ import main
from analysis.dataset import bulk, stages
from analysis.report.parameters import read_parameters
from analysis.report.run import list_notebooks
from analysis.schema import InputError


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


REFUSED = {
    "unknown parameter": (["-p", "confidnce", "0.9"], "There is no parameter 'confidnce'"),
    "wrong type": (["-p", "replicates", "many"], "replicates"),
    "impossible value": (["-p", "confidence", "1.2"], "0.5 to 0.999"),
    "unknown column": (["-p", "side", "mood"], "no column 'mood' to compare by; columns that say something"),
    "unknown lexicon": (["-p", "lexicon", "nonsense"], "nonsense"),
    "missing aliases": (["-p", "aliases", "nowhere.csv"], "nowhere.csv"),
    "unknown notebook": (["--notebook", "weather"], "There is no notebook 'weather'; choose from"),
    "corpus as parameter": (["-p", "corpus", "x"], "Give the corpus as `report CORPUS`"),
    "empty column to split by": (["--per", "event"], "No article says which event it belongs to"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_one_sentence_before_anything_runs(out, capsys, arguments, message):
    assert main(["report", "-o", str(out), *arguments]) == 2
    said = capsys.readouterr().err.strip()
    assert message in said
    assert "\n" not in said
    assert not out.exists()


def test_a_corpus_that_is_not_there_is_named(out, capsys):
    assert main(["report", "no/such/folder", "-o", str(out)]) == 2
    assert "There is no file or folder" in capsys.readouterr().err


@pytest.mark.filterwarnings("always:.*taken is")
def test_what_was_taken_for_what_is_noted_once(tmp_path, out, capsys, monkeypatch):
    table = tmp_path / "a.csv"
    table.write_text("Content,Publication\nThe council met.,The Post\nThe council did not meet.,The Paper\n")
    monkeypatch.setattr(report, "build_report", lambda *_, **__: len(dataset.load_corpus(table).rejected))
    assert main(["report", str(table), "-o", str(out)]) == 0
    assert capsys.readouterr().err.count("a.csv: taken is Content as text") == 1


def test_parameters_are_listed_with_types_and_defaults(capsys):
    assert main(["parameters"]) == 0
    said = capsys.readouterr().out
    assert "confidence: float = 0.95" in said
    takers = re.search(r"^confidence.*\n.*\n +used by (.+)$", said, re.MULTILINE)[1]
    assert takers.split(", ") == [
        path.stem for path in list_notebooks() if "confidence" in read_parameters(path)
    ]


def test_cleaning_writes_texts_ledger_and_page(seeds, out, capsys):
    assert main(["clean", str(seeds), "-o", str(out)]) == 0
    ledger = pd.read_csv(out / "ledger.csv", keep_default_na=False)
    assert {"headline", "bio", "teaser", "related_link"} <= set(ledger["kind"])
    assert (out / "texts" / "axios.txt").read_text().startswith("The meeting in Hanoi")
    assert "Go deeper" in (out / "ledger.html").read_text()
    assert "2 articles cleaned" in capsys.readouterr().out


def test_an_unknown_rule_to_switch_off_is_named(seeds, out, capsys):
    assert main(["clean", str(seeds), "-o", str(out), "--off", "no-such-rule"]) == 2
    assert "no-such-rule" in capsys.readouterr().err
    assert not out.exists()


def test_measuring_and_reading_a_data_set(seeds, out, capsys):
    assert main(["measure", str(seeds), "-o", str(out), "--measures", "readability"]) == 0
    assert "2 articles read: 2 measured, 0 set aside" in capsys.readouterr().out
    assert json.loads((out / "manifest.json").read_text())["articles"] == 2
    assert main(["measure", str(seeds), "-o", str(out), "--measures", "mood"]) == 2


def test_a_data_set_holds_every_measure_unless_some_are_asked_for(seeds, out, monkeypatch):
    asked = []

    def measure(corpus, target, options, **_):
        asked.append(options.measures)
        return bulk.Summary(2, 2, 0)

    monkeypatch.setattr(bulk, "measure_corpus", measure)
    monkeypatch.setattr(stages, "list_measures", lambda: ("readability", "shouting"))
    assert main(["measure", str(seeds), "-o", str(out)]) == 0
    assert main(["measure", str(seeds), "-o", str(out), "--measures", "sentiment,framing"]) == 0
    assert asked == [("readability", "shouting"), ("sentiment", "framing")]


def test_a_sheet_for_coders_shows_neither_outlet_nor_article(seeds, tmp_path):
    assert (
        main(["codesheet", str(seeds), "-o", str(tmp_path / "s.csv"), "--sample", "10", "--core", "10"]) == 0
    )
    sheet = pd.read_csv(tmp_path / "s.csv")
    assert len(sheet) == 20
    assert not sheet.astype(str).isin(["Axios", "The Hill", "axios", "thehill"]).any().any()


def test_the_reader_is_one_page_of_its_own(seeds, tmp_path):
    assert main(["read", str(seeds), "-o", str(tmp_path / "r.html")]) == 0
    page = (tmp_path / "r.html").read_text()
    assert "P.J. Crowley · 43 sentences" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")


def test_one_report_for_each_event_and_a_failed_one_is_listed(tmp_path, out, monkeypatch, capsys):
    rows = [
        {"id": f"{event}{n}", "outlet": "AB"[n], "event": event, "text": text * 8}
        for event, text in (("Talks", "The talks went well. "), ("Storm?", "A storm came. It was bad. "))
        for n in range(2)
    ]
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    arguments = ["report", str(path), "--per", "event", "-o", str(out), "--notebook", "readability"]
    assert main(arguments) == 0
    assert sorted(p.name for p in out.iterdir()) == [".parallax.json", "index.html", "storm_", "talks"]
    index = (out / "index.html").read_text()
    assert 'href="talks/index.html"' in index
    assert index.count("no tested difference is clear") == 2
    for name in ("index", "readability"):
        assert 'href="../index.html"' in (out / "talks" / f"{name}.html").read_text()
    told = capsys.readouterr()
    assert told.out == f"{out / 'index.html'} (2 reports, 0 not made)\n"  # no page that was moved since
    assert "Talks: done (1 of 2)" in told.err
    build = report.build_report

    def refuse_talks(values, *rest):
        if "Talks" in values["corpus"]:
            raise InputError("There is nothing to compare.")
        return build(values, *rest)

    monkeypatch.setattr(report, "build_report", refuse_talks)
    assert main(arguments) == 1
    page = (out / "index.html").read_text()
    assert "There is nothing to compare." in page
    assert 'href="storm_/index.html"' in page
    assert sorted(p.name for p in out.iterdir()) == [".parallax.json", "index.html", "storm_"]


def test_values_of_like_names_get_files_of_their_own():
    names = output.name_files(["Talks", "talks", "a/b", "a_b", "../..", "..."])
    assert len({name.casefold() for name in names.values()}) == 6
    assert not any(name.startswith(".") or "/" in name for name in names.values())
