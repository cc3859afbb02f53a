"""What a notebook declares is what it takes, and a wrong value is one sentence."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.report import parameters
from analysis.schema import InputError

CELL = """corpus: str = "../seeds"  # where the articles are
side: str = "outlet"  # column that names the sides
confidence: float = 0.95  # width of the intervals (0.5 to 0.999)
replicates: int = 2000  # draws (at least 100)
instrument: str = "vader"  # primary instrument (one of vader, afinn or hu_liu)
lexicons: list[str] = ["generic"]  # word lists
layers: list[int] = [1, 2]  # numbers
codes: str = ""  # sheet of codes (a file)
texts: bool = True  # whole texts in the report
"""


def book(folder, name, cell, tags=("parameters",)):
    path = folder / f"{name}.ipynb"
    cells = [{"cell_type": "code", "metadata": {"tags": list(tags)}, "source": cell.splitlines(True)}]
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return parameters.read_parameters(book(tmp_path_factory.mktemp("books"), "one", CELL))


def checked(known, name, value):
    return parameters.check_parameters({name: value}, known)[name]


def test_the_cell_is_the_documentation(known):
    assert list(known)[:3] == ["corpus", "side", "confidence"]
    one = known["confidence"]
    assert (one.type, one.default, one.low, one.high) == ("float", 0.95, 0.5, 0.999)
    assert one.help == "width of the intervals (0.5 to 0.999)"
    assert known["instrument"].choices == ("vader", "afinn", "hu_liu")
    assert known["codes"].is_file
    assert (known["layers"].type, known["layers"].many) == ("int", True)


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
        ("instrument", "afinn", "afinn"),
    ],
)
def test_text_is_read_by_the_declared_type(known, name, text, value):
    found = checked(known, name, text)
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
        ("instrument", "bert", "one of vader, afinn, hu_liu"),
        ("texts", "maybe", "true or false"),
        ("layers", "1,x", "a whole number"),
        ("layers", "[1, 2", "a whole number"),
        ("side", 7, "text"),
        ("codes", "no/such.csv", "There is no file 'no/such.csv'"),
    ],
)
def test_an_impossible_value_is_one_sentence_with_the_valid_ones(known, name, text, says):
    with pytest.raises(InputError) as error:
        checked(known, name, text)
    message = str(error.value)
    assert says in message
    assert repr(name) in message
    assert message.count("\n") == 0


def test_an_unknown_name_is_met_with_the_known_ones(known):
    with pytest.raises(InputError, match=r"did you mean 'confidence'; valid names are corpus, side, .*texts"):
        parameters.check_parameters({"confidense": "0.9"}, known)


def test_the_default_is_always_valid(tmp_path):
    known = parameters.read_parameters(book(tmp_path, "one", 'kind: str = ""  # (one of a, b)'))
    assert parameters.check_parameters({"kind": ""}, known) == {"kind": ""}


def test_notebooks_share_parameters(tmp_path):
    paths = [book(tmp_path, "one", "a: int = 1  # first"), book(tmp_path, "two", "a: int = 1\nb: str = 'x'")]
    known = parameters.collect_parameters(paths)
    assert known["a"].notebooks == ("one", "two")
    assert known["b"].notebooks == ("two",)
    assert "a: int = 1\n    first\n    used by one, two" in parameters.list_parameters(known)


def test_one_name_with_two_types_is_refused(tmp_path):
    paths = [book(tmp_path, "one", "a: int = 1"), book(tmp_path, "two", "a: str = '1'")]
    with pytest.raises(InputError, match="'a' differs in one and two"):
        parameters.collect_parameters(paths)


def test_a_notebook_without_the_cell_takes_nothing(tmp_path):
    assert parameters.read_parameters(book(tmp_path, "one", "a: int = 1", tags=())) == {}


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("a: int = f(1)", "'a' has a default that is not a plain value"),
        ("a: Path = 'x'", "'a' has a type that is not known"),
        ("a = None", "'a' has a type that is not known"),
        ("import os", "a line of the parameters cell is not 'name: type = value"),
        ("a: int =", "'a' has a default that is not a plain value"),
    ],
)
def test_a_cell_that_is_no_list_of_parameters_is_named(tmp_path, cell, says):
    with pytest.raises(InputError, match=f"one.ipynb: .*{says}"):
        parameters.read_parameters(book(tmp_path, "one", cell))


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    (tmp_path / "x.ipynb").write_text("hello", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.ipynb is not a Jupyter notebook"):
        parameters.read_parameters(tmp_path / "x.ipynb")
    with pytest.raises(InputError, match=r"y\.ipynb is not a Jupyter notebook"):
        parameters.read_parameters(tmp_path / "y.ipynb")


@settings(deadline=None, max_examples=200)
@given(data=st.data(), text=st.text(max_size=12))
@example(data=None, text="[----")
@example(data=None, text="~0")  # the home of nobody
def test_any_text_is_taken_or_refused_in_words(known, data, text):
    for name in sorted(known) if data is None else [data.draw(st.sampled_from(sorted(known)))]:
        taken_or_refused(known, name, text)


def taken_or_refused(known, name, text):
    try:
        found = checked(known, name, text)
    except InputError as error:
        assert "the parameter" in str(error).lower()
        return
    types = {"str": str, "bool": bool, "int": int, "float": float}
    assert isinstance(found, list if known[name].many else types[known[name].type])
