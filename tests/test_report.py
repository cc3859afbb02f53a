"""A report is whole or it is not there; its pages fetch nothing; notebooks run apart from each other."""

import base64
import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import report
from analysis.present import outputs, palette, wording
from analysis.present.figures import Plot
from analysis.report import execute, front, pages, run
from analysis.schema import InputError

PARAMETERS = """corpus: str = "seeds"  # where the articles are
confidence: float = 0.95  # width of the intervals (0.5 to 0.999)
side: str = "outlet"  # column that names the sides"""
SETUP = """import os, sys
import pandas as pd
from matplotlib.figure import Figure
from analysis.present.figures import Plot
from analysis.present.outputs import enhance_tables, show_figure, show_finding, show_table
from analysis.present.wording import Difference, Finding"""
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><style>@import 'http://evil/'</style><b>kept</b>"
)


def notebook(folder: Path, name: str, *cells) -> Path:
    """Write a notebook: Markdown as text, code as (source, tag, ...)."""
    book = nbformat.v4.new_notebook()
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            made = nbformat.v4.new_markdown_cell(cell)
        else:
            made = nbformat.v4.new_code_cell(cell[0])
            made.metadata["tags"] = list(cell[1:])
        made["id"] = f"cell{place}"
        book.cells.append(made)
    path = folder / f"{name}.ipynb"
    nbformat.write(book, path)
    return path


def tone(folder: Path) -> Path:
    return notebook(
        folder,
        "tone",
        f"# Tone of *both*\n\nIt is. {HOSTILE} [other](other.ipynb) ![far](http://evil/x.png)\n\n## Method",
        (PARAMETERS, "parameters"),
        (SETUP,),
        "## Result\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        (
            "frame = pd.DataFrame({'outlet': ['Axios', 'The Hill'], 'tone': [confidence, -0.123456789]})\n"
            "show_table(frame, 'tone', 'Mean tone', labels={'tone': 'mean tone, -1 to 1'})",
        ),
        (
            "figure = Figure(figsize=(4, 2))\n_ = figure.subplots().plot([1, 2])\n"
            "show_figure(Plot(figure, 'It rises from 1 to 2.'), 'rise', 'Tone over the article')",
        ),
        ("show_finding(Finding('Axios is <i>higher</i>.', 'clear'), 'The rest is even.')", "finding"),
        (
            "words = ('Grade', 'US <b>', 'A 2, B 1.', 'they differ', '9 and 8 sentences', 'So.', 'A')\n"
            "part = Difference(*words, 1.0, 0.5, 2.0, ('0.5', '2.0'), 'sentence')\n"
            "show_finding(Finding('Grade differs.', 'clear', part))",
            "finding",
        ),
        (f"from IPython.display import HTML, Markdown\nHTML({HOSTILE!r})",),
        (f"Markdown({HOSTILE!r})",),
        ("print('<script>printed')",),
    )


READER = """import pandas as pd
from analysis.present import reader
from analysis.present.outputs import show_html
articles = pd.DataFrame({"outlet": ["A"], "title": ["T"], "raw": ["One <script>day</script>."]}, index=["a"])
row = ("a", 0, 0, 0, 25, "One <script>day</script>.", 0.0, 0.0)
names = ["article_id", "sentence_id", "paragraph_id", "start", "end", "text", "quoted", "doubtful"]
ledger = pd.DataFrame(columns=["article_id", "start", "end", "kind", "rule", "text"]).astype({"kind": "str"})
sentences = pd.DataFrame([row], columns=names)
show_html(reader.draw_reader(articles, sentences, ledger), "reader", "The article")"""


def other(folder: Path) -> Path:
    return notebook(
        folder,
        "other",
        "# Other",
        ("confidence: float = 0.95  # width of the intervals (0.5 to 0.999)", "parameters"),
        ("import os, sys\nprint(sys.executable, os.getcwd(), os.getpid(), confidence)",),
    )


def build(folder: Path, *notebooks: Path, **values) -> int:
    return report.build_report(values, folder / "out", list(notebooks), jobs=2)


@pytest.fixture(scope="module")
def built(tmp_path_factory, seeds):
    folder = tmp_path_factory.mktemp("report")
    assert build(folder, tone(folder), other(folder), corpus=str(seeds), confidence=0.9) == 0
    return folder / "out"


def page(built: Path, name: str) -> str:
    return (built / f"{name}.html").read_text(encoding="utf-8")


def test_the_report_has_all_its_parts(built):
    found = {str(path.relative_to(built)) for path in built.rglob("*") if path.is_file()}
    assert found == {
        "index.html",
        "tone.html",
        "other.html",
        "tone.ipynb",
        "other.ipynb",
        "tables/tone-tone.csv",
        "tables/dictionary.csv",
        "figures/tone-rise.svg",
        "figures/tone-rise.png",
        "manifest.json",
        "CITATION.cff",
        ".parallax.json",
    }
    assert [path.name for path in built.parent.iterdir() if path.name.startswith(".")] == []


def test_parameters_reach_the_notebooks_that_declare_them(built):
    with (built / "tables/tone-tone.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["outlet", "tone"], ["Axios", "0.9"], ["The Hill", "-0.123457"]]
    book = nbformat.read(built / "other.ipynb", 4)
    assert book.cells[-1].outputs[0].text.split()[-1] == "0.9"
    assert "corpus" not in "".join(cell.source for cell in book.cells)


def test_a_notebook_runs_where_its_caller_stands_with_this_interpreter(built):
    text = nbformat.read(built / "other.ipynb", 4).cells[-1].outputs[0].text
    assert text.split()[:2] == [sys.executable, str(Path.cwd())]


def test_the_front_page_tells_who_what_and_how_sure(built):
    html = page(built, "index")
    assert "<h1>Axios and The Hill, side by side</h1>" in html
    assert "2 articles, compared by outlet." in html
    assert "Axios is &lt;i&gt;higher&lt;/i&gt;." in html
    assert "The rest is even." in html
    assert "These findings speak for these texts only." in html
    assert 'href="tone.html#result-2"' in html


def test_a_difference_is_drawn_on_the_front_page_and_said_in_parts(built):
    html = page(built, "index")
    assert "<b>Grade</b> <span>US &lt;b&gt;</span>" in html
    assert 'aria-label="A minus the other: interval from 0.5 to 2.0"' in html
    assert '<p class="says">They differ.</p>' in html
    assert '<p class="said">9 and 8 sentences. So.</p>' in html
    told = " ".join(re.sub("<[^>]*>", "", page(built, "tone")).split())
    assert "Grade US &lt;b&gt; A 2, B 1. They differ. 9 and 8 sentences. So." in told


@pytest.mark.parametrize("ends", [(0.5, 2.0, 1.0), (-2.0, -0.5, -1.0), (-1.0, 1.0, 0.2), (0.0, 0.0, 0.0)])
def test_a_strip_holds_its_interval_and_zero_in_order(ends):
    at = pages.place_strip(dict(zip(("low", "high", "difference"), ends, strict=True)))
    assert all(0 < place < 100 for place in at.values())
    low, high, middle = ends
    assert (at["low"] <= at["difference"] <= at["high"]) == (low <= middle <= high)
    assert (at["zero"] < at["low"]) == (low > 0)
    assert (at["zero"] > at["high"]) == (high < 0)


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (["sentence", "sentence"], "speak for these texts only"),
        (["article", "event"], "speak for what these sides publish"),
        (["sentence", "event"], "Each says which"),
        ([], ""),
    ],
)
def test_the_front_page_claims_no_more_than_its_findings(units, said):
    parts = [{"difference": {"name": "x", "resampled": unit}} for unit in units]
    told = front.tell_reach([*parts, {"text": "Other."}])
    assert said in told
    assert bool(told) == bool(units)


def test_without_an_interval_there_is_no_strip():
    assert pages.place_strip({"low": None, "high": 1.0, "difference": 0.5}) is None


def test_a_page_has_contents_code_folded_captions_and_downloads(built):
    html = page(built, "tone")
    assert html.count("<h1") == 1
    assert "<h1>Tone of both</h1>" in html
    assert '<a href="#method-1">Method</a>' in html
    assert '<h2 id="method-1">Method</h2>' in html
    assert '<details class="code"><summary>Code</summary>' in html
    assert '<a href="tables/tone-tone.csv" download>' in html
    assert '<a href="figures/tone-rise.svg" download>' in html
    assert 'href="other.html"' in html
    assert re.search(r"<td>0.9 <strong>\(set\)</strong></td><td>width of the intervals", html)


def test_every_link_inside_the_report_leads_somewhere(built):
    for path in built.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        for target in re.findall(r'href="(?!data:|https?:)([^"]+)"', html):
            name, _, anchor = target.partition("#")
            there = built / name if name else path
            assert there.exists(), target
            if anchor:
                assert f'id="{anchor}"' in there.read_text(encoding="utf-8"), target


def test_no_page_fetches_or_runs_what_came_out_of_a_notebook(built):
    for path in built.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert len(html) < 3_000_000
        assert "default-src 'none'" in unescape(html)
        assert "evil" not in re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)
        assert not re.search(r"<[^>]+ onerror", html)
        assert html.count("<script") == 1
        assert not re.search(r'(?:src|srcset|poster)="(?!data:image/)', html)
    assert page(built, "tone").count("<b>kept</b>") == 3


def test_the_reader_stays_whole_in_a_page_and_may_run_its_script(tmp_path):
    assert build(tmp_path, notebook(tmp_path, "one", "# One", (READER,))) == 0
    html = page(tmp_path / "out", "one")
    assert '<div class="plx-reader ' in html
    assert "One &lt;script&gt;day&lt;/script&gt;." in html
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1])
    for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_the_manifest_tells_how_it_was_made(built, seeds):
    told = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert told["parameters"]["tone"] == {"corpus": seeds.name, "confidence": 0.9, "side": "outlet"}
    assert told["parameters"]["other"] == {"confidence": 0.9}
    assert told["set_aside"] == 0
    assert {"Python", "pandas", "papermill", "matplotlib"} <= set(told["versions"])
    assert len(told["inputs"]) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", item["sha256"]) for item in told["inputs"])
    assert [item["name"] for item in told["notebooks"]] == ["tone", "other"]
    assert all(item["seconds"] > 0 for item in told["notebooks"])


def test_the_data_dictionary_has_a_meaning_for_every_column(built):
    with (built / "tables/dictionary.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["column"]: row["meaning"] for row in csv.DictReader(file)}
    assert rows == {"outlet": "who published it", "tone": "mean tone, -1 to 1"}


def test_the_citation_names_the_report(built):
    text = (built / "CITATION.cff").read_text(encoding="utf-8")
    assert 'title: "Axios and The Hill, side by side"' in text
    assert text.startswith("cff-version: 1.2.0\n")


def test_notebooks_are_apart(tmp_path):
    """A mark left in a shared library by one notebook is not there in the next, though both are forked."""
    cell = "import pandas\nassert not hasattr(pandas, 'mark')\npandas.mark = 1\nimport os; print(os.getpid())"
    books = [notebook(tmp_path, name, f"# {name}", (cell,)) for name in ("one", "two", "three")]
    assert build(tmp_path, *books) == 0
    numbers = {nbformat.read(tmp_path / "out" / book.name, 4).cells[-1].outputs[0].text for book in books}
    assert len(numbers) == 3


def test_a_failing_cell_is_shown_and_the_older_report_stays(tmp_path, capsys):
    good = notebook(tmp_path, "one", "# One", ("1 + 1",))
    assert build(tmp_path, good) == 0
    before = (tmp_path / "out" / "index.html").read_bytes()
    bad = notebook(tmp_path, "two", "# Two", ("x = 1",), ("x / 0",))
    assert build(tmp_path, good, bad) == 1
    said = capsys.readouterr().err
    assert "two.ipynb stopped at code cell 2: ZeroDivisionError: division by zero" in said
    assert "    x / 0" in said
    assert (tmp_path / "out" / "index.html").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.ipynb", "out", "two.ipynb"]


def test_a_killed_process_is_a_failure(tmp_path, capsys):
    book = notebook(
        tmp_path, "one", "# One", ("x = 1",), ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)",)
    )
    assert build(tmp_path, book) == 1
    assert "its process was killed" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_input_a_notebook_refuses_is_one_sentence(tmp_path):
    cell = "from analysis.schema import InputError\nraise InputError('There is no event to compare within.')"
    with pytest.raises(InputError, match=r"^There is no event to compare within\.$"):
        build(tmp_path, notebook(tmp_path, "one", "# One", (cell,)))
    assert not (tmp_path / "out").exists()


def test_what_is_no_report_is_never_replaced(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("dear", encoding="utf-8")
    book = notebook(tmp_path, "one", "# One", ("1",))
    with pytest.raises(InputError, match=r"holds diary\.txt, which Parallax did not write"):
        build(tmp_path, book)
    assert (tmp_path / "out" / "diary.txt").exists()


@pytest.mark.skipif(os.name != "posix", reason="no signals to send here")
def test_an_interrupted_build_leaves_nothing_behind(tmp_path):
    slow = notebook(
        tmp_path,
        "slow",
        "# Slow",
        (f"open({str(tmp_path / 'begun')!r}, 'w').close()",),
        ("import time; time.sleep(60)",),
    )
    code = (
        "from pathlib import Path\nfrom analysis import report\n"
        f"report.build_report({{}}, Path({str(tmp_path / 'out')!r}), [Path({str(slow)!r})])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )
    try:
        until = time.monotonic() + 60
        while not (tmp_path / "begun").exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) != 0
    finally:
        process.kill()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "slow.ipynb"]


def test_refreshing_keeps_marked_outputs_and_changes_nothing_the_second_time(tmp_path):
    book = notebook(
        tmp_path, "one", "# One", (SETUP,), ("print(1)",), ("show_finding('Even.')", "keep_output")
    )
    assert report.refresh_notebooks([book]) == 0
    first = book.read_bytes()
    outputs = [cell.outputs for cell in nbformat.read(book, 4).cells if cell.cell_type == "code"]
    assert [len(one) for one in outputs] == [0, 0, 1]
    assert nbformat.read(book, 4).cells[-1].execution_count == 3
    assert b"/tmp" not in first
    assert report.refresh_notebooks([book]) == 0
    assert book.read_bytes() == first


def test_without_forking_a_notebook_runs_the_same(tmp_path, monkeypatch):
    book = other(tmp_path)
    monkeypatch.setattr(run, "_can_fork", lambda: False)
    assert build(tmp_path, book, confidence=0.8) == 0
    done = execute.run_notebook(book, tmp_path / "done.ipynb", {"confidence": 0.9})
    assert done.cells[-1].outputs[0].text.split()[0] == sys.executable
    assert (tmp_path / "done.ipynb").exists()


def test_a_bare_frame_is_written_as_in_a_kernel(tmp_path):
    wide = "pd.DataFrame({f'column_number_{n}': [n] for n in range(12)})"
    book = notebook(tmp_path, "one", "# One", (SETUP,), (wide,))
    done = execute.run_notebook(book, tmp_path / "done.ipynb", {})
    text = done.cells[-1].outputs[0].data["text/plain"]
    assert "column_number_11" in text
    assert "..." not in text


def test_a_script_for_jupyterlab_is_not_published(tmp_path):
    book = notebook(tmp_path, "one", "# One", (SETUP,), ("enhance_tables()",), ("show_finding('Even.')",))
    done = execute.run_notebook(book, tmp_path / "done.ipynb", {})
    outputs = [cell.outputs for cell in done.cells if cell.cell_type == "code"]
    assert [len(one) for one in outputs] == [0, 0, 1]
    assert "<script" not in (tmp_path / "done.ipynb").read_text()


def finding(page, verdict, text):
    return {"page": page, "verdict": verdict, "text": text}


@pytest.mark.parametrize(("drawn", "pixels", "kind"), [(9, 4, "svg"), (200, 400, "svg"), (200, 100, "png")])
def test_a_page_shows_a_large_figure_in_the_smaller_of_its_forms(drawn, pixels, kind):
    dots = base64.b64encode(b"." * pixels * 1000).decode()
    data = {"image/svg+xml": "x" * drawn * 1000, "image/png": dots}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    book = {"cells": [{"cell_type": "code", "source": "1", "metadata": {}, "outputs": [output]}]}
    shown = pages.make_page(book, "one", {}).blocks[0].meta["uri"]
    assert shown.startswith(f"data:image/{kind}")


def test_a_page_quotes_what_shows_a_finding_and_leaves_its_topic_to_the_front_page():
    quotes = [{"side": "A", "article_id": "a", "sentence_id": 2, "text": "So <b>."}]
    cells = []
    for shown, tag in (
        (outputs.show_finding(wording.Finding("One.", evidence=quotes)), "finding"),
        (outputs.show_finding("Kim and Hanoi", "Both speak of summit."), "topic"),
    ):
        output = {"output_type": "execute_result", "data": shown.data, "metadata": shown.metadata}
        cells.append({"cell_type": "code", "source": "1", "metadata": {"tags": [tag]}, "outputs": [output]})
    made = pages.make_page({"cells": cells}, "one", {})
    assert made.topic == ["Kim and Hanoi", "Both speak of summit."]
    html = pages.render_page(
        "notebook.html", front.collect_facts({"page": made, "pages": {}, "settings": [], "seconds": 1})
    )
    assert "<blockquote" in html
    assert "So &lt;b&gt;." in html
    assert "Kim and Hanoi" not in html


@pytest.mark.parametrize("folded", [True, False])
def test_a_figure_that_shows_next_to_nothing_is_not_for_the_front_page(folded):
    figure = Figure(figsize=(2, 1))
    shown = outputs.show_figure(Plot(figure, "Nothing.", folded), "shift", "Words")
    output = {"output_type": "execute_result", "data": shown.data, "metadata": shown.metadata}
    cell = {"cell_type": "code", "source": "1", "metadata": {"tags": ["front"]}, "outputs": [output]}
    made = pages.make_page({"cells": [cell]}, "one", {})
    assert len(made.front) == (not folded)
    assert len(made.blocks) == 2


@pytest.mark.parametrize("after", [["## Result\n\nIt is so."], []])
def test_how_it_is_measured_is_folded_up_to_the_next_section(after):
    texts = ["# One", "## How it is measured\n\nBy counting.", "### By hand\n\nOn paper.", *after]
    cells = [{"cell_type": "markdown", "source": text, "metadata": {}} for text in texts]
    made = pages.make_page({"cells": cells}, "one", {})
    assert [text for _, text in made.contents] == ["How it is measured", *(["Result"] if after else [])]
    kinds = [block.kind for block in made.blocks]
    assert kinds == ["text", "fold", "text", "text", "unfold", *(["text"] if after else [])]
    html = pages.render_page(
        "notebook.html", front.collect_facts({"page": made, "pages": {}, "settings": [], "seconds": 1})
    )
    fold = re.search(r'<details class="fold method"><summary>(.*?)</summary>(.*?)</details>', html, re.DOTALL)
    assert "How it is measured</h2>" in fold[1]
    assert "On paper." in fold[2]
    assert "It is so." not in fold[2]


@pytest.mark.parametrize(
    ("frame", "folded"),
    [
        (pd.DataFrame({"a": range(10)}), False),
        (pd.DataFrame({"a": range(11)}), True),
        (pd.DataFrame([["x" * 150] * 8]), False),
        (pd.DataFrame([range(9)]), True),
        (pd.DataFrame({"a": ["long <text>" * 60] * 4}), True),
    ],
)
def test_a_table_of_more_than_a_glance_is_folded(frame, folded):
    shown = outputs.show_table(frame, "all", "All")
    output = {"output_type": "execute_result", "data": shown.data, "metadata": shown.metadata}
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [output]}
    assert pages.make_page({"cells": [cell]}, "one", {}).blocks[0].meta["folded"] is folded


@pytest.mark.parametrize("folded", [True, False])
def test_a_figure_that_repeats_itself_is_folded_behind_its_caption(folded):
    shown = outputs.show_figure(Plot(Figure(figsize=(1, 1)), "Empty.", folded), "all", "All <sides>")
    output = {"output_type": "execute_result", "data": shown.data, "metadata": shown.metadata}
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [output]}
    html = pages.render_page(
        "notebook.html",
        front.collect_facts(
            {"page": pages.make_page({"cells": [cell]}, "one", {}), "pages": {}, "settings": [], "seconds": 1}
        ),
    )
    assert html.count("<summary>All &lt;sides&gt;</summary>") == folded
    assert shown.data["text/html"].startswith("<details><summary>All &lt;sides&gt;") == folded
    assert (
        re.search(r"<figcaption>\s*All", html) is None if folded else "<figcaption>All &lt;sides&gt;" in html
    )


def test_the_front_page_counts_what_was_tested_and_gathers_the_rest():
    found = [
        finding("a", "clear", "a1") | {"difference": {"name": "x"}},
        finding("a", "", "a2") | {"difference": {"counts": {"clear": 2, "too little text": 1}}},
        finding("a", "", "nothing was tested"),
        finding("b", "", "nothing was tested"),
        *(finding("c", "", f"c{number}") for number in range(5)),
    ]
    assert front.count_verdicts(found) == {"clear": 3, "too little text": 1}
    assert front.keep_differences(found) == found[:1]
    gathered = {item["page"]: [one["text"] for one in item["told"]] for item in front.gather_others(found)}
    assert gathered == {"a": ["nothing was tested"], "c": ["c0", "c1", "c2", "c3"]}


def articles(*outlets):
    """Articles of these outlets; each second one has no headline."""
    frame = pd.DataFrame({"outlet": outlets}, index=[f"id{place}" for place in range(len(outlets))])
    titles = ["Talks end" if place % 2 == 0 else "" for place in range(len(frame))]
    return frame.assign(title=titles, author="Ann A, Bob B, Cy C", published="2019-02-28")


def test_the_front_page_names_sides_as_far_as_there_is_room():
    one = wording.describe_sides(articles("Vox"), "outlet")
    assert (one["named"], one["summary"]) == ("Vox, on its own", "1 article, published on 28 February 2019.")
    two = wording.describe_sides(articles("A", "B"), "outlet")
    assert two["named"] == "A and B, side by side"
    assert [side["lines"] for side in two["sides"]] == [
        ["Talks end, by Ann A and 2 others"],
        ["Untitled, by Ann A and 2 others"],
    ]
    many = wording.describe_sides(articles(*"ABCDEFGHIJKLMN"), "outlet")
    assert many["named"] == "A, B and 12 others, side by side"
    assert [side["name"] for side in many["sides"]] == list("ABCDEFGHIJKLMN")
    assert len({look.color for look in palette.assign_looks("ABCDEFGHIJKLMN").values()}) == 12
    assert not any(side["lines"] for side in many["sides"])


def test_the_front_page_takes_the_firmest_of_each_notebook_and_the_largest_effect_first():
    def difference(page, verdict, effect, side="A"):
        part = {"name": "x", "effect": effect, "side": side}
        return finding(page, verdict, f"{page}{effect}") | {"difference": part}

    found = [
        difference("a", "no clear difference", 3.0),
        difference("a", "clear", -0.5),
        difference("a", "clear", 0.2),
        difference("b", "fragile", 2.0),
        difference("c", "clear", -1.5),
        difference("c", "clear", None),
    ]
    assert [item["text"] for item in front.choose_findings(found)] == ["c-1.5", "a-0.5", "b2.0"]
    assert front.choose_findings([]) == []
    other = difference("a", "clear", 9.0, side="Another story")
    assert front.choose_findings([other, *found])[0] == other
    warned = finding("coverage", "", "may tell another") | {"difference": {"strangers": ["Another story"]}}
    assert front.choose_findings([other, warned, *found])[1]["text"] == "a-0.5"
    assert front.choose_findings([other, warned]) == [other]
    assert [item["text"] for item in front.gather_others([other, warned])] == ["may tell another"]


def test_evidence_leads_to_its_sentence_where_the_report_has_the_article():
    quoted = '<span data-article="{}" data-sentence="4">{}</span>'
    html = quoted.format("a&amp;b", "Axios") + quoted.format("c", "The Hill")
    linked = front.link_evidence(html, {"a&b": "r1-0"}, {})
    assert re.findall(r'<a href="([^"]*)">([^<]*)', linked) == [("reading.html#r1-0-4", "Axios")]
    assert linked.endswith("The Hill")
    assert front.link_evidence(linked, {"a&b": "r1-0"}, {}) == linked


def test_evidence_of_a_tone_toward_an_actor_opens_the_reader_so_where_it_can():
    quoted = '<span data-article="a" data-sentence="-1" data-view="{}">Axios</span>'
    html = quoted.format("Tom &amp; Jerry") + quoted.format("Kim")
    linked = front.link_evidence(html, {"a": "r1-0"}, {"Tom & Jerry": "_g"})
    assert re.findall(r'href="([^"]*)"', linked) == ["reading.html#r1-0--1_g", "reading.html#r1-0--1"]


def test_a_report_may_hold_a_handout_and_all_its_pages_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr(front, "BROWSERS", ())
    out = tmp_path / "out"
    book = tone(tmp_path)
    with pytest.warns(UserWarning, match="No Chromium made a PDF; open print.html"):
        assert report.build_report({}, out, [book], extras=report.Extras(handout=True, pdf=True)) == 0
    whole = (out / "print.html").read_text()
    assert "Axios is &lt;i&gt;higher&lt;/i&gt;." in whole
    assert "Mean tone" in whole
    ids = re.findall(r' id="([^"]*)"', whole)
    assert len(ids) == len(set(ids))
    asked = (out / "handout.html").read_text()
    assert "Grade" in asked
    assert "What do you expect to differ?" in asked
    assert 'href="print.html"' in (out / "index.html").read_text()
