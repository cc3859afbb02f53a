"""A plan: what will be asked and how, written down before anything is measured, and held against the report.

Whoever states outcomes and parameters beforehand cannot choose those that came out well. The plan is a JSON
file with a hash of itself, so that a change of it shows.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis.measures.registry import find_measures
from analysis.schema import InputError, quoted

KEPT = ("parameters", "outcomes", "inputs")


def make_plan(values: Mapping[str, object], articles: pd.DataFrame) -> dict:
    """Write down what a report of these articles would do.

    Parameters
    ----------
    values : mapping of str to object
        Every parameter of the notebooks, defaults included; the corpus is told by its inputs.
    articles : DataFrame
        `schema.ARTICLES`, as loaded; nothing of it is measured.

    Returns
    -------
    dict
        `made` (the time), `parameters`, `outcomes` (the scores to be tested, by measure), `inputs` (hash of
        each article's file), `hash` of all this.
    """
    inputs = articles["sha256"].rename_axis(None)
    plan = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": {name: value for name, value in sorted(values.items()) if name != "corpus"},
        "outcomes": {name: list(one.primary) for name, (_, one) in find_measures().items() if one.primary},
        "inputs": {str(name): value for name, value in sorted(inputs.items())},
    }
    return plan | {"hash": _hash(plan)}


def read_plan(path: Path) -> dict:
    """Read a plan.

    Raises
    ------
    InputError
        No such file, no plan, or one that was changed after it was made.
    """
    try:
        plan = json.loads(path.read_text(encoding="utf-8"))
        whole = plan["hash"] == _hash({name: value for name, value in plan.items() if name != "hash"})
    except OSError:
        raise InputError(f"There is no plan at {quoted(str(path))}.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            f"{path.name} is no plan; `python -m analysis plan CORPUS -o FILE` writes one."
        ) from None
    if not whole or not {"made", *KEPT} <= set(plan):
        raise InputError(f"{path.name} was changed after it was made; a plan counts only as it was written.")
    return plan


def write_plan(plan: Mapping) -> str:
    """Write a plan as JSON."""
    return json.dumps(plan, indent=1, ensure_ascii=False) + "\n"


def protect_plan(data: bytes) -> str:
    """Why a file must not be replaced by a new plan: a plan holds what was promised; others are not ours."""
    try:
        return "holds a plan" if {"made", "hash", *KEPT} <= set(json.loads(data)) else "not ours"
    except (ValueError, TypeError):
        return "not ours"


def compare_plans(plan: Mapping, now: Mapping) -> list[str]:
    """Say in sentences what a report does otherwise than planned; empty where it keeps to the plan."""
    said = []
    before, after = plan["parameters"], now["parameters"]
    for name in sorted(set(before) & set(after)):  # a report of some notebooks has some of the parameters
        if before[name] != after[name]:
            said.append(f"{name} was to be {before[name]!r} and is {after[name]!r}.")
    if plan["outcomes"] != now["outcomes"]:
        said.append("Other outcomes are tested than planned.")
    planned, there = plan["inputs"], now["inputs"]
    lost, new = set(planned) - set(there), set(there) - set(planned)
    other = {name for name in set(planned) & set(there) if planned[name] != there[name]}
    for names, what in ((new, "not in the plan"), (lost, "planned and not here"), (other, "changed since")):
        if names:
            said.append(f"{len(names)} article{'s' * (len(names) > 1)} {what}.")
    return said


def _hash(plan: Mapping) -> str:
    return hashlib.sha256(json.dumps(plan, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
