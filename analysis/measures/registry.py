"""What there is to measure: every module of `analysis.measures` that declares a `MEASURE`.

A new measure is one module here (counts, scores, their labels, and a `MEASURE` that ties them together),
one section of a notebook and one test. `dataset` measures it, the report's data dictionary explains it. If it
has a `primary` it is one more question asked of the same texts, which raises every adjusted p.
"""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from analysis import measures

ALTERNATIVES = (
    "without quotations",
    "without doubtful spans",
    "without agency copy",
    "sentences split by spaCy",
)


class Measure(NamedTuple):
    """One measure, by what others must know of it.

    Attributes
    ----------
    name : str
        What its counts are called in `Data.counts`, and in `Options.measures`.
    measure : function
        Takes the frames of `reads` in order, then the options (`dataset.Options`). Returns its counts
        (one row per sentence [x item], additive columns) and, where `hits`, its hits (`schema.HITS`).
    score : function
        Any sums of its counts -> scores, one column each. For counts per item the sums are joined with
        `words` and `sentences`, what they are compared against.
    labels : dict of str to str
        Score -> name, unit and direction, in words for the reader.
    primary : tuple of str
        Scores that are tested; the others get intervals only. Empty where a notebook shows it unjudged.
    reads : tuple of str
        Frames it reads: "sentences", "ledger", "tokens".
    hits : bool
        Whether it says which words it counted.
    alternatives : tuple of str
        Which of `ALTERNATIVES`, other choices as defensible as ours, can change it.
    uses : tuple of str
        Options its result depends on.
    packages : tuple of str
        Libraries whose versions its result depends on.
    files : function
        From options to the paths of the files its result depends on.
    """

    name: str
    measure: Callable[..., tuple[pd.DataFrame, ...]]
    score: Callable[[pd.DataFrame], pd.DataFrame]
    labels: dict[str, str]
    primary: tuple[str, ...] = ()
    reads: tuple[str, ...] = ("sentences",)
    hits: bool = False
    alternatives: tuple[str, ...] = ALTERNATIVES
    uses: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    files: Callable[[Any], list[Any]] = lambda options: []


def find_measures() -> dict[str, tuple[str, Measure]]:
    """Return every measure by its name, with the module that declares it, in the modules' order."""
    found = {}
    for module in sorted(module.name for module in pkgutil.iter_modules(measures.__path__)):
        measure = getattr(importlib.import_module(f"{measures.__name__}.{module}"), "MEASURE", None)
        if measure:
            found[measure.name] = (f"measures.{module}", measure)
    return found


def count_questions() -> int:
    """Return how many questions are tested on the same texts: one a measure with a primary, and who acts."""
    return 1 + sum(bool(measure.primary) for _, measure in find_measures().values())


def collect_labels() -> dict[str, str]:
    """Return what each score of every measure means; a score that two share is explained by the first."""
    labels: dict[str, str] = {}
    for _, measure in find_measures().values():
        labels = measure.labels | labels
    return labels
