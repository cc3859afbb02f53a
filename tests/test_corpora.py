"""The real notebooks on other corpora than the seeds, and with other parameters than their own."""

import json
import re

import pandas as pd
import pytest

from analysis import clean, load
from analysis.__main__ import main
from analysis.report.run import list_notebooks


@pytest.fixture(scope="module")
def paragraphs(seeds):
    articles, _ = clean.clean_articles(load.load_articles(seeds).articles)
    return [part for text in articles["text"] for part in text.split("\n\n")]


def written(path, articles):
    path.write_text("\n".join(map(json.dumps, articles)))
    return str(path)


def made(corpus, out, *parameters):
    assert main(["report", corpus, "-o", str(out), *parameters]) == 0
    return complete(out)


def complete(out):
    """Hold a report to have a page of each notebook, and tables; return its manifest."""
    manifest = json.loads((out / "manifest.json").read_text())
    assert {path.stem for path in list_notebooks()} <= {path.stem for path in out.glob("*.html")}
    assert list((out / "tables").glob("*.csv"))
    return manifest


def test_one_article_alone_is_described_and_compared_with_nobody(seeds, tmp_path):
    made(f"{seeds}#outlet=Axios", tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    assert re.search(r"Consensus grade .*: Axios 17\.7 \[", page)
    assert "What differs" not in page


@pytest.mark.nightly
def test_three_outlets_with_other_parameters_and_without_texts(paragraphs, tmp_path):
    rows = [
        {"outlet": "ABC"[n % 3], "desk": "xyz"[n % 3], "text": "\n\n".join(paragraphs[n::6])}
        for n in range(6)
    ]
    corpus = written(tmp_path / "three.jsonl", rows)
    given = ["-p", "side", "desk", "-p", "confidence", "0.9", "-p", "seed", "7", "--no-text"]
    manifest = made(corpus, tmp_path / "out", *given)
    assert manifest["parameters"]["sentiment"]["confidence"] == 0.9
    page = (tmp_path / "out" / "sentiment.html").read_text()
    assert "90%" in page
    assert (
        "He employed vivid imagery: North Korea could be"
        not in (tmp_path / "out" / "corpus.html").read_text()
    )
    scores = pd.read_csv(tmp_path / "out" / "tables" / "readability-scores.csv")
    assert set(scores["side"]) == {"x", "y", "z"}


def test_two_plain_files_are_sides_and_a_rule_switched_off_is_off_on_every_page(plain_report):
    for name in complete(plain_report)["parameters"]:
        options = pd.read_csv(plain_report / "tables" / f"{name}-provenance.csv", index_col="what")["value"]
        assert options["option off"] == "('go-deeper',)"
    sizes = pd.read_csv(plain_report / "tables" / "corpus-sizes.csv", index_col=0)
    assert list(sizes.index) == ["Axios", "The Hill"]
    assert sizes.loc["Axios", "kept"] > 0.8  # the teasers stay


@pytest.mark.nightly
def test_two_dozen_real_articles_of_eleven_outlets(shared, tmp_path):
    made(str(shared / "news" / "hanoi_2019.jsonl"), tmp_path / "out")
    assert all(path.stat().st_size < 3_000_000 for path in (tmp_path / "out").glob("*.html"))
