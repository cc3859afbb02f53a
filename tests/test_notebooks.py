"""The notebooks keep their shape: prose, parameters, short cells, findings made from data.

That they run and still say what they said is nbval's part (``pytest --nbval notebooks``).
"""

import ast
from pathlib import Path

import nbformat
import pytest

from analysis.measures.registry import collect_labels
from analysis.present.columns import explain_column
from analysis.report import parameters
from analysis.report.run import list_notebooks

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
TOLD = [path for path in NOTEBOOKS if path.stem != "start"]
IGNORED = {"nbval-ignore-output", "raises-exception"}


def cells(path, kind="code"):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def tags(cell):
    return set(cell.metadata.get("tags", ()))


def test_the_notebooks_of_a_report_are_there():
    names = {"corpus", "framing", "sentiment", "readability", "reading", "validation"}
    assert {path.stem for path in TOLD} == names == {path.stem for path in list_notebooks()}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_short_and_hold_no_logic(path):
    for number, cell in enumerate(cells(path)):
        lines = cell.source.splitlines()
        tree = ast.parse(cell.source)
        assert len(lines) <= 12, f"cell {number} has {len(lines)} lines"
        kinds = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.Try)
        assert not any(isinstance(node, kinds) for node in ast.walk(tree)), f"cell {number} holds logic"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
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


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
def test_parameters_are_typed_and_explained(path):
    found = parameters.read_parameters(path)
    assert found["corpus"].default == "seeds"
    assert all(item.help for item in found.values())


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
def test_a_notebook_opens_with_its_question_and_closes_with_its_provenance(path):
    book = nbformat.read(path, as_version=4)
    assert book.cells[0].cell_type == "markdown"
    assert book.cells[0].source.startswith("# ")
    assert "provenance" in book.cells[-1].source
    assert any("What would change this reading" in cell.source for cell in cells(path, "markdown"))
    assert path.stem == "reading" or any("finding" in tags(cell) for cell in cells(path))


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
def test_prose_concludes_nothing_about_the_seeds(path):
    for cell in cells(path, "markdown"):
        for name in ("Axios", "The Hill", "Levite", "Crowley"):
            assert name not in cell.source


def exported_columns():
    """Every column of every table that a notebook stores: table, column, the notebook's own labels."""
    for path in NOTEBOOKS:
        for cell in cells(path):
            for output in cell.outputs:
                table = output.metadata.get("parallax", {})
                for column in table.get("columns", ()):
                    yield table["name"], column, table["labels"]


def test_every_exported_column_has_a_meaning_and_a_unit():
    columns = list(exported_columns())
    assert len(columns) > 200
    scores = collect_labels()
    unknown = [column[:2] for column in columns if not all(explain_column(*column, scores))]
    assert not unknown
