"""The notebooks keep their shape: question, parameters, finding, method, evidence, short and plain cells.

That they run and still say what they said is nbval's part (``pytest --nbval notebooks``).
"""

import ast
import io
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from analysis.measures.registry import collect_labels
from analysis.present.columns import explain_column
from analysis.report import parameters
from analysis.report.run import list_notebooks

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TOLD = [path for path in NOTEBOOKS if path.stem != "start"]
FOUND = [path for path in TOLD if path.stem != "reading"]  # which shows the texts and claims nothing
COMPUTED = [
    path.stem for path in FOUND if path.stem != "validation"
]  # which holds others' numbers to account
IGNORED = {"nbval-ignore-output", "raises-exception"}

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_told = pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
each_found = pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)


def cells(path, kind="code"):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def tags(cell):
    return set(cell.metadata.get("tags", ()))


def syntax(path):
    return [node for cell in cells(path) for node in ast.walk(ast.parse(cell.source))]


def tables(path):
    """Every table a notebook stores: its facts, and the table as exported."""
    for cell in cells(path):
        for output in cell.outputs:
            facts = output.metadata.get("parallax", {})
            if facts.get("kind") == "table":
                yield facts, pd.read_csv(io.StringIO(output.data["text/csv"]))


def test_the_notebooks_of_a_report_are_there_in_order():
    names = [path.stem for path in list_notebooks()]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^notebooks/ +(.+)$", readme, re.MULTILINE)[1].split(", ") == ["start", *names]
    assert {path.stem for path in TOLD} == set(names)
    stored = {path.stem for path in list_notebooks(stored=True)}
    assert stored < set(names)
    assert stored.isdisjoint({"corpus", "validation"})
    assert {"framing", "sentiment", "readability"} <= stored


def test_the_readme_quotes_findings_as_the_notebooks_store_them():
    found = [
        finding["text"]
        for name in ("readability", "sentiment")
        for cell in cells(ROOT / "notebooks" / f"{name}.ipynb")
        for output in cell.outputs
        for finding in output.metadata.get("parallax", {}).get("findings", ())
    ]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    quotes = re.findall(r"^> \*\*.+?\*\* (.+?): (.+?)\.$", readme, re.MULTILINE)
    assert len(quotes) == 2
    for name, quoted in quotes:
        whole = next(text for text in found if text.startswith(name))
        for sentence in quoted.split(". "):
            assert sentence.removeprefix("The data") in whole


# --- how a notebook reads -------------------------------------------------------------------------


@each_notebook
def test_cells_are_short_and_shaped_by_nothing_but_the_formatter(path):
    for number, cell in enumerate(cells(path)):
        assert len(cell.source.splitlines()) <= 15, f"cell {number} is long"
        assert not re.search(r"# (fmt|isort|ruff|noqa)", cell.source), (
            f"cell {number} tells a tool what to do"
        )


@each_notebook
def test_no_name_is_used_for_two_things(path):
    stored = [
        node.id for node in syntax(path) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    imported = [
        alias.asname or alias.name
        for node in syntax(path)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    twice = [name for name, times in Counter(stored + imported).items() if times > 1]
    assert not twice


@each_told
def test_a_notebook_opens_with_its_question_and_closes_with_its_provenance(path):
    book = nbformat.read(path, as_version=4)
    assert re.match(r"# .+\?\n", book.cells[0].source)
    assert "parameters" in tags(book.cells[1])
    assert "provenance" in book.cells[-1].source
    assert "## What would change this reading" in book.cells[-2].source


@each_found
def test_the_first_thing_shown_is_the_finding_and_then_how_it_was_made(path):
    book = nbformat.read(path, as_version=4)
    shown = [number for number, cell in enumerate(book.cells) if cell.get("outputs")]
    assert shown, "no output is stored: run `make refresh`"
    first = shown[0]
    assert {"finding", "keep_output"} <= tags(book.cells[first])
    assert first <= 5
    assert all(cell.cell_type == "code" for cell in book.cells[1:first])
    told = next(cell for cell in book.cells[first:] if cell.cell_type == "markdown")
    assert told.source.startswith("## How it is measured")


@each_told
def test_a_bare_frame_shows_what_is_counted(path):
    bare = [cell for cell in cells(path) if cell.source.endswith(".head()")]
    assert len(bare) == 1
    assert "keep_output" in tags(bare[0])


@pytest.mark.parametrize("name", COMPUTED)
def test_the_headline_number_is_computed_in_the_open_and_the_package_agrees(name):
    path = ROOT / "notebooks" / f"{name}.ipynb"
    (table,) = [table for facts, table in tables(path) if facts["name"] == "check"]
    assert len(table)
    assert np.allclose(table["computed here"], table["by the package"])
    assert any(isinstance(node, ast.Assert) for node in syntax(path))


@each_told
def test_prose_concludes_nothing_about_the_seeds(path):
    for cell in cells(path, "markdown"):
        for name in ("Axios", "The Hill", "Levite", "Crowley"):
            assert name not in cell.source
        assert not re.search(r"\d ?%", cell.source), "a share in prose is made from data, by a cell"


# --- what it takes --------------------------------------------------------------------------------


@each_told
def test_parameters_are_typed_and_explained(path):
    found = parameters.read_parameters(path)
    assert found["corpus"].default == "seeds"
    assert all(item.help for item in found.values())


def test_a_parameter_has_one_type_and_one_help():
    declared = [(item.name, item.type, item.many, item.help) for path in NOTEBOOKS for item in read(path)]
    names = Counter(name for name, *_ in set(declared))
    assert not [name for name, kinds in names.items() if kinds > 1]


def read(path):
    return parameters.read_parameters(path).values()


@each_told
def test_what_cleaning_leaves_out_reaches_every_notebook(path):
    declared = parameters.read_parameters(path)
    assert "off" in declared, "declare `off`, the cleaning rules to switch off, and pass it in Options"
    assert declared["off"].many
    calls = [
        node for node in syntax(path) if isinstance(node, ast.Call) and "Options" in ast.unparse(node.func)
    ]
    assert calls
    for call in calls:
        assert {word.arg: ast.unparse(word.value) for word in call.keywords}["off"] == "tuple(off)"


@each_notebook
def test_sides_are_named_by_the_one_function_that_falls_back(path):
    source = "\n".join(cell.source for cell in cells(path))
    assert "dataset.name_sides(" in source
    assert "[side]" not in source
    assert '"outlet"]' not in source


# --- what it stores -------------------------------------------------------------------------------


@each_notebook
def test_nothing_is_stored_but_what_nbval_compares(path):
    for number, cell in enumerate(cells(path)):
        if "keep_output" in tags(cell):
            assert cell.outputs, f"cell {number} is to be compared but has no stored output"
            assert cell.execution_count, f"cell {number} lacks its execution count"
            assert not tags(cell) & IGNORED
            for output in cell.outputs:
                assert output.output_type in ("display_data", "execute_result"), f"cell {number} prints"
                assert "image/png" not in output.data
        else:
            assert not cell.outputs, f"cell {number} stores an output nobody compares"


def test_every_exported_column_has_a_meaning_and_a_unit():
    columns = [
        (facts["name"], column, facts["labels"])
        for path in NOTEBOOKS
        for facts, _ in tables(path)
        for column in facts["columns"]
    ]
    assert len(columns) > 200
    scores = collect_labels()
    unknown = [column[:2] for column in columns if not all(explain_column(*column, scores))]
    assert not unknown


# --- who runs it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["papermill", "{notebook}", "{out}/corpus.ipynb", "--no-progress-bar"], id="papermill"),
        pytest.param(
            ["nbconvert", "--to", "notebook", "--execute", "{notebook}", "--output-dir", "{out}"],
            id="nbconvert",
            marks=pytest.mark.nightly,
        ),
    ],
)
def test_an_ordinary_client_runs_a_notebook_from_anywhere(command, tmp_path):
    notebook = ROOT / "notebooks" / "corpus.ipynb"
    (tmp_path / "elsewhere").mkdir()
    words = [word.format(notebook=notebook, out=tmp_path) for word in command]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=tmp_path / "elsewhere",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    before, after = cells(notebook), cells(tmp_path / "corpus.ipynb")
    findings = [next(cell.outputs for cell in book if "finding" in tags(cell)) for book in (before, after)]
    assert findings[0][0].data["text/plain"] == findings[1][0].data["text/plain"]
