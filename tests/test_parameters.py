"""What a notebook declares is what it takes, and a wrong value is one sentence."""

import json
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.report import parameters
from analysis.report.parameters import Kind
from analysis.schema import InputError

CELL = '''"""What can be set."""
corpus: str = "../seeds"  # where the articles are
side: str = "outlet"  # column that names the sides
confidence: float = 0.95  # width of the intervals (0.5 to 0.999)
replicates: int = 2000  # draws (at least 100)
alpha: float = 0.05  # (more than 0)
instrument: str = "vader"  # primary instrument (one of vader, afinn or hu_liu)
lexicons: list[str] = ["generic"]  # word lists
layers: tuple[int, ...] = (1, 2)  # numbers
codes: str | None = None  # sheet of codes (a file)
texts: bool = True  # whole texts in the report
'''
KNOWN = parameters.declared(CELL)


def book(folder, name, cell, tags=("parameters",)):
    path = folder / f"{name}.ipynb"
    cells = [{"cell_type": "code", "metadata": {"tags": list(tags)}, "source": cell.splitlines(True)}]
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
    return path


def checked(name, value):
    return parameters.check({name: value}, KNOWN)[name]


def test_the_cell_is_the_documentation():
    assert list(KNOWN)[:3] == ["corpus", "side", "confidence"]
    one = KNOWN["confidence"]
    assert (one.kind, one.default, one.low, one.high) == (Kind("float"), 0.95, 0.5, 0.999)
    assert one.help == "width of the intervals (0.5 to 0.999)"
    assert KNOWN["instrument"].choices == ("vader", "afinn", "hu_liu")
    assert KNOWN["codes"].kind == Kind("str", optional=True)
    assert KNOWN["layers"].kind == Kind("int", many=True)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("side", "007", "007"),  # text stays text, where a command line reader would make a number of it
        ("side", "True", "True"),
        ("confidence", "0.9", 0.9),
        ("confidence", "0.999", 0.999),
        ("replicates", "100", 100),
        ("texts", "no", False),
        ("texts", "TRUE", True),
        ("lexicons", "generic, own list", ["generic", "own list"]),
        ("lexicons", '["one, two", "three"]', ["one, two", "three"]),
        ("lexicons", "", []),
        ("layers", "3,4", [3, 4]),
        ("codes", "none", None),
        ("instrument", "afinn", "afinn"),
    ],
)
def test_text_is_read_by_the_declared_type(name, text, value):
    found = checked(name, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("confidence", "1.2", "a number from 0.5 to 0.999, not '1.2'"),
        ("confidence", "wide", "a number from 0.5 to 0.999"),
        ("confidence", "nan", "a number"),
        ("confidence", True, "a number"),
        ("replicates", "7.5", "a whole number, at least 100"),
        ("replicates", "99", "at least 100"),
        ("replicates", "1e3", "a whole number"),
        ("alpha", "0", "above 0"),
        ("instrument", "bert", "one of vader, afinn, hu_liu"),
        ("texts", "maybe", "true or false"),
        ("layers", "1,x", "a whole number"),
        ("layers", "[1, 2", "a whole number"),
        ("side", 7, "text"),
        ("side", None, "text"),
        ("codes", "no/such.csv", "a file that is not there: no/such.csv"),
    ],
)
def test_an_impossible_value_is_one_sentence_with_the_valid_ones(name, text, says):
    with pytest.raises(InputError) as error:
        checked(name, text)
    message = str(error.value)
    assert says in message
    assert repr(name) in message
    assert message.count("\n") == 0


def test_an_unknown_name_is_met_with_the_known_ones():
    with pytest.raises(InputError, match=r"did you mean 'confidence'; valid names are corpus, side, .*texts"):
        parameters.check({"confidense": "0.9"}, KNOWN)


def test_a_relative_path_does_not_depend_on_where_the_notebook_runs(tmp_path, monkeypatch):
    (tmp_path / "codes.csv").write_text("id\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert checked("codes", "codes.csv") == str(tmp_path / "codes.csv")


def test_the_hook_sees_every_value_and_may_refuse():
    seen = {}

    def hook(values):
        seen.update(values)
        raise InputError("There is no column 'colour'.")

    with pytest.raises(InputError, match="colour"):
        parameters.check({"side": "colour"}, KNOWN, hook)
    assert seen["side"] == "colour"
    assert seen["confidence"] == 0.95


def test_the_default_is_always_valid():
    known = parameters.declared('kind: str = ""  # (one of a, b)')
    assert parameters.check({"kind": ""}, known) == {"kind": ""}


def test_notebooks_share_parameters(tmp_path):
    paths = [book(tmp_path, "one", "a: int = 1  # first"), book(tmp_path, "two", "a: int = 1\nb: str = 'x'")]
    known = parameters.collect(paths)
    assert known["a"].notebooks == ("one", "two")
    assert known["b"].notebooks == ("two",)
    assert "a: int = 1\n    first\n    used by one, two" in parameters.listing(known)


def test_one_name_with_two_types_is_refused(tmp_path):
    paths = [book(tmp_path, "one", "a: int = 1"), book(tmp_path, "two", "a: str = '1'")]
    with pytest.raises(InputError, match="'a' is int in one but str in two"):
        parameters.collect(paths)


def test_a_notebook_without_the_cell_takes_nothing(tmp_path):
    assert parameters.read(book(tmp_path, "one", "a: int = 1", tags=())) == {}


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("a: int = f(1)", "'a' has a default that is not a plain value"),
        ("a: Path = 'x'", "'a' has a type that is not known"),
        ("a = None", "'a' has a type that is not known"),
        ("import os", "line 1 of the parameters cell is not 'name: type = value"),
        ("a: int =", "line 1 of the parameters cell is not Python"),
    ],
)
def test_a_cell_that_is_no_list_of_parameters_is_named(tmp_path, cell, says):
    with pytest.raises(InputError, match=f"one.ipynb: .*{says}"):
        parameters.read(book(tmp_path, "one", cell))


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    (tmp_path / "x.ipynb").write_text("hello", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.ipynb is not a Jupyter notebook"):
        parameters.read(tmp_path / "x.ipynb")
    with pytest.raises(InputError, match="There is no notebook"):
        parameters.read(tmp_path / "y.ipynb")


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(KNOWN)), st.text(alphabet=string.printable, max_size=12))
@example("codes", "~0")  # the home of nobody
def test_any_text_is_taken_or_refused_in_words(name, text):
    try:
        found = checked(name, text)
    except InputError as error:
        assert str(error).startswith("The parameter")
        return
    kind = KNOWN[name].kind
    assert found is None or isinstance(
        found, list if kind.many else {"str": str, "bool": bool}.get(kind.base, (int, float))
    )
