"""A plan says beforehand what is tested; a report says what departs from it."""

import json

import pytest

from analysis.__main__ import main
from analysis.report import plan
from analysis.schema import InputError


@pytest.fixture
def planned(seeds, tmp_path):
    path = tmp_path / "plan.json"
    assert main(["plan", str(seeds), "-o", str(path), "-p", "confidence", "0.9"]) == 0
    return path


def test_a_plan_names_parameters_outcomes_and_inputs_and_no_result(planned):
    made = plan.read_plan(planned)
    assert made["parameters"]["confidence"] == 0.9
    assert made["outcomes"]["readability"] == ["consensus_grade"]
    assert set(made["inputs"]) == {"axios", "thehill"}
    assert "corpus" not in made["parameters"]


def test_a_plan_is_not_replaced_and_counts_only_as_it_was_written(planned, seeds, capsys):
    assert main(["plan", str(seeds), "-o", str(planned)]) == 2
    assert "holds a plan" in capsys.readouterr().err
    changed = json.loads(planned.read_text()) | {"outcomes": {}}
    planned.write_text(json.dumps(changed))
    with pytest.raises(InputError, match="was changed after it was made"):
        plan.read_plan(planned)
    planned.write_text("[]")
    with pytest.raises(InputError, match="is no plan"):
        plan.read_plan(planned)
    with pytest.raises(InputError, match="There is no plan"):
        plan.read_plan(planned.parent / "none.json")


def test_departures_are_told_in_sentences():
    before = {"parameters": {"seed": 1}, "outcomes": {"a": ["x"]}, "inputs": {"a": "1", "b": "1"}}
    after = {"parameters": {"seed": 2}, "outcomes": {"a": ["y"]}, "inputs": {"a": "2", "c": "1", "d": "1"}}
    assert plan.compare_plans(before, after) == [
        "seed was to be 1 and is 2.",
        "Other outcomes are tested than planned.",
        "2 articles not in the plan.",
        "1 article planned and not here.",
        "1 article changed since.",
    ]
    assert plan.compare_plans(before, before) == []


def test_a_report_says_whether_it_keeps_to_its_plan(planned, seeds, tmp_path):
    out = tmp_path / "out"
    arguments = ["report", str(seeds), "-o", str(out), "--notebook", "readability", "--plan", str(planned)]
    assert main([*arguments, "-p", "confidence", "0.8"]) == 0
    assert "confidence was to be 0.9 and is 0.8." in (out / "index.html").read_text()
