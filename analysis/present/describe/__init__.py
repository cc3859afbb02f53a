"""Estimates and gaps in words: one honest English sentence or two for each row.

The wording follows what was resampled: sentences speak for these texts, articles for the sides they come
from. It follows the verdict and adds nothing to it: no clear difference is reported as that, with what the
data still allow, and never as sameness.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.present.describe import wording
from analysis.present.describe.wording import number
from analysis.schema import InputError

__all__ = ["Difference", "Findings", "Rest", "difference", "estimate", "gap", "judged", "number"]

ORDER = ("clear", "fragile", "no clear difference", "too little text")


class Findings(NamedTuple):
    """Sentences and, for each, its verdict, and the `Difference` (or `Rest`) it tells of, if of one."""

    texts: list[str]
    verdicts: list[str]
    differences: "list[Difference | Rest | None]"


class Rest(NamedTuple):
    """How many differences one sentence sums up, by verdict."""

    counts: dict[str, int]


class Difference(NamedTuple):
    """What one sentence says, in parts that may be laid out, and the numbers to draw it.

    Attributes
    ----------
    name, unit : str
        The score (and item), and what stands in brackets behind it.
    scores : str
        The scores of both sides; empty where there is none.
    statement, numbers, notes : str
        The judgement, without full stop; what stands in brackets behind it: interval, p, numbers of units;
        and further sentences. The last two may be empty.
    side : str
        Whose score less the other's is the difference.
    difference, low, high : float
        With its interval; None where undefined, since notebooks cannot store NaN.
    ends : tuple of str
        The same interval as written.
    resampled : str
        "sentence", "article" or "event": for what it speaks.
    """

    name: str
    unit: str
    scores: str
    statement: str
    numbers: str
    notes: str
    side: str
    difference: float | None
    low: float | None
    high: float | None
    ends: tuple[str, str]
    resampled: str

    @property
    def said(self) -> str:
        """The judgement with its numbers and notes, as running text."""
        told = f"{self.statement} ({self.numbers})" if self.numbers else self.statement
        return " ".join(filter(None, [told if told.endswith(".") else f"{told}.", self.notes]))


def gap(row: Mapping | pd.Series | pd.DataFrame, labels: Mapping[str, str] | None = None) -> str:
    """Say what one difference shows.

    Parameters
    ----------
    row : row of gaps, or frame of one
        As `compare.sides` gives it.
    labels : mapping of str to str, optional
        Score (and item, if they need one) to a name, with unit and direction in brackets, such as
        "Flesch-Kincaid grade (US school year, higher is harder)".

    Returns
    -------
    str
        Values of both sides, then the verdict with its numbers. The interval is named as unadjusted, since
        the verdict rests on the adjusted p.

    Raises
    ------
    InputError
        The frame has more rows than one.
    """
    told = difference(row, labels)
    name = f"{told.name} ({told.unit})" if told.unit else told.name
    return " ".join(filter(None, [f"{name}:", told.scores, told.said]))


def difference(
    row: Mapping | pd.Series | pd.DataFrame, labels: Mapping[str, str] | None = None
) -> Difference:
    """Say what `gap` says, in parts; same parameters."""
    row = _one(row)
    first, second = row["side_a"], "the rest" if row["side_b"] == "rest" else row["side_b"]
    name, _, unit = _name(row, labels).partition(" (")
    unit = unit.removesuffix(")")
    values = (float(f"{row[column]:.6g}") for column in ("difference", "low", "high"))
    numbers = [value if np.isfinite(value) else None for value in values]
    if not np.isfinite(row["difference"]):
        parts = [f"too little text to compare {first} with {second}", row["reason"]]
        told = ("", ": ".join(filter(None, parts)), "", "")
        return Difference(name, unit, *told, first, *numbers, ("", ""), row["unit"])
    digits = wording.digits(row["low"], row["high"], row["estimate_a"], row["estimate_b"])
    one, other = (number(row[column], digits) for column in ("estimate_a", "estimate_b"))
    scores = f"{first} {one}, {second} {other}."
    notes = " ".join(wording.sentence(text) for text in (row["note"], wording.extra(row)) if text)
    told = (scores, wording.judgement(row, first, second, digits), wording.numbers(row, digits), notes)
    ends = (number(row["low"], digits), number(row["high"], digits))
    return Difference(name, unit, *told, first, *numbers, ends, row["unit"])


def estimate(row: Mapping | pd.Series | pd.DataFrame, labels: Mapping[str, str] | None = None) -> str:
    """Say what one side's score is.

    Parameters
    ----------
    row : row of estimates, or frame of one
    labels : mapping of str to str, optional
        As in `gap`.

    Returns
    -------
    str
        The value with its interval and the number of units, or why there is none.
    """
    row = _one(row)
    head = f"{_name(row, labels)}: "
    if not np.isfinite(row["estimate"]):
        return wording.sentence(f"{head}no value for {row['side']}: {row['reason'] or 'undefined'}")
    digits = wording.digits(row["low"], row["high"], row["estimate"])
    within = [wording.interval(row, digits), wording.count(row["n"], row["unit"])]
    said = f"{head}{row['side']} {number(row['estimate'], digits)} ({'; '.join(filter(None, within))})."
    return said + (f" {wording.sentence(row['reason'])}" if row["reason"] else "")


def judged(gaps: pd.DataFrame, labels: Mapping[str, str] | None = None, limit: int | None = None) -> Findings:
    """Say what the primary differences show, firmest first.

    Parameters
    ----------
    gaps : DataFrame
        As `compare.sides` gives it.
    labels : mapping of str to str, optional
        As in `gap`.
    limit : int, optional
        Spell out so many; the others are counted by verdict in one last sentence, which has no verdict.

    Returns
    -------
    Findings
        Clear ones first, then fragile ones, each by adjusted p; one sentence where nothing was tested.
    """
    tested = gaps[gaps["verdict"].isin(ORDER)]
    if tested.empty:
        nothing = "No difference was tested: there are no two sides, or no score was named as primary."
        return Findings([nothing], [""], [None])
    rank = tested["verdict"].map(ORDER.index)
    order = np.lexsort((np.arange(len(tested)), tested["p_adjusted"].fillna(1), rank))
    shown = tested.iloc[order].head(limit or len(tested))
    texts, verdicts = [gap(row, labels) for _, row in shown.iterrows()], list(shown["verdict"])
    parts = [difference(row, labels) for _, row in shown.iterrows()]
    rest = tested.iloc[order[len(shown) :]]["verdict"].value_counts().reindex(ORDER).dropna().astype(int)
    if rest.empty:
        return Findings(texts, verdicts, parts)
    total = f"{rest.sum()} more difference{'s were' if rest.sum() > 1 else ' was'} tested"
    last = f"{total}: {', '.join(f'{count} {verdict}' for verdict, count in rest.items())}."
    return Findings([*texts, last], [*verdicts, ""], [*parts, Rest(rest.to_dict())])


def _one(row) -> Mapping:
    if isinstance(row, pd.DataFrame):
        if len(row) != 1:
            raise InputError(f"One row is described at a time; this frame has {len(row)} (see judged).")
        return row.iloc[0]
    return row._asdict() if hasattr(row, "_asdict") else row


def _name(row, labels) -> str:
    """Name the score, and its item before the bracket."""
    labels = labels or {}
    label = labels.get(row["score"], row["score"])
    item = labels.get(row["item"], row["item"])
    if not item:
        return label
    name, bracket, rest = label.partition(" (")
    return f"{name}, “{item}”{bracket}{rest}"
