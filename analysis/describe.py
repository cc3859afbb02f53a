"""Estimates and gaps in words: one honest English sentence or two for each row.

The wording follows what was resampled: sentences speak for these texts, articles for the sides they come
from. It follows the verdict and adds nothing to it: no clear difference is reported as that, with what the
data still allow, and never as sameness.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.schema import InputError

ORDER = ("clear", "fragile", "no clear difference", "too little text")


class Findings(NamedTuple):
    """Sentences and, for each, the verdict it is about and the `Difference` it tells of, if of one."""

    texts: list[str]
    verdicts: list[str]
    differences: "list[Difference | None]"


class Difference(NamedTuple):
    """What one sentence says, in parts that may be laid out, and the numbers to draw it.

    Attributes
    ----------
    name, unit : str
        The score (and item), and what stands in brackets behind it.
    scores : str
        The scores of both sides; empty where there is none.
    said : str
        The judgement, with interval, p and numbers of units.
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
    said: str
    side: str
    difference: float | None
    low: float | None
    high: float | None
    ends: tuple[str, str]
    resampled: str


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
    if not told.scores:
        return _sentence(f"{name}: {told.said}")
    return f"{name}: {told.scores} {told.said}"


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
        return Difference(
            name, unit, "", ": ".join(filter(None, parts)), first, *numbers, ("", ""), row["unit"]
        )
    digits = _digits(row["low"], row["high"], row["estimate_a"], row["estimate_b"])
    scores = f"{first} {number(row['estimate_a'], digits)}, {second} {number(row['estimate_b'], digits)}."
    said = [_judgement(row, first, second, digits)]
    said += [_sentence(text) for text in (row["note"], _extra(row)) if text]
    ends = (number(row["low"], digits), number(row["high"], digits))
    return Difference(name, unit, scores, " ".join(said), first, *numbers, ends, row["unit"])


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
        return _sentence(f"{head}no value for {row['side']}: {row['reason'] or 'undefined'}")
    digits = _digits(row["low"], row["high"], row["estimate"])
    within = [_interval(row, digits), _count(row["n"], row["unit"])]
    said = f"{head}{row['side']} {number(row['estimate'], digits)} ({'; '.join(filter(None, within))})."
    return said + (f" {_sentence(row['reason'])}" if row["reason"] else "")


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
    return Findings([*texts, last], [*verdicts, ""], [*parts, None])


def number(value: float, digits: int) -> str:
    """Write a number with a true minus sign, and never as minus zero."""
    text = f"{value:,.{digits}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("-")


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


def _digits(low: float, high: float, *values: float) -> int:
    """Give decimals so that the interval's width shows two figures (or, without one, the values three)."""
    width = high - low
    if not (np.isfinite(width) and width > 0):
        width = max((abs(value) for value in values if np.isfinite(value)), default=0) / 10
    return int(np.clip(1 - np.floor(np.log10(width)), 0, 4)) if width > 0 else 1


def _judgement(row, first: str, second: str, digits: int) -> str:
    """Put the verdict in a sentence with difference, interval, p and numbers of units."""
    who = _who(row, first, second)
    by = _by(row, first, digits)
    interval = _interval(row, digits) + (
        ", not adjusted" if row["verdict"] and np.isfinite(row["low"]) else ""
    )
    numbers = "; ".join(filter(None, [interval, _p(row), _sizes(row)]))
    if row["verdict"] == "clear":
        return f"{who} differ clearly: {by} ({numbers})."
    if row["verdict"] == "fragile":
        return f"{who} differ, but this is fragile, since it {row['reason']}: {by} ({numbers})."
    if row["verdict"] == "no clear difference":
        between = who[0].lower() + who[1:]
        told = f"{_level(row)}, not adjusted; " if np.isfinite(row["low"]) else ""
        told += "; ".join(filter(None, [_p(row), _sizes(row)]))
        return f"No clear difference between {between}: {by}, {_allowed(row, digits)} ({told})."
    if row["verdict"] == "too little text":
        return f"Too little text to tell: {by} ({numbers})."
    return f"Secondary, so not tested: {by} ({numbers})."


def _who(row, first: str, second: str) -> str:
    """Say for what the comparison speaks."""
    if row["unit"] == "sentence":
        two = row["articles_a"] == row["articles_b"] == 1
        return "These two texts" if two else f"These texts of {first} and of {second}"
    same = " on the same events" if row["unit"] == "event" else ""
    return f"Articles of {first} and of {second}{same}"


def _by(row, first: str, digits: int) -> str:
    if row["difference"] == 0:
        return "both measure the same"
    return f"{first} is {_apart(row['difference'], digits)}"


def _apart(difference: float, digits: int) -> str:
    return f"{number(abs(difference), digits)} {'higher' if difference > 0 else 'lower'}"


def _allowed(row, digits: int) -> str:
    """Say which differences the data still allow."""
    if not np.isfinite(row["low"]):
        return "and how far off that may be is unknown"
    return f"and the data allow anything from {_apart(row['low'], digits)} to {_apart(row['high'], digits)}"


def _interval(row, digits: int) -> str:
    if not np.isfinite(row["low"]):
        return "no interval"
    return f"{_level(row)} {number(row['low'], digits)} to {number(row['high'], digits)}"


def _level(row) -> str:
    return f"{row['confidence'] * 100:.4g}% interval"


def _p(row) -> str:
    p = row["p_adjusted"]
    if not np.isfinite(p):
        return ""
    return (
        "adjusted p < 0.001"
        if p < 0.001
        else f"adjusted p = {p:.2g}"
        if p < 0.01
        else f"adjusted p = {p:.2f}"
    )


def _sizes(row) -> str:
    if row["unit"] == "event":
        return f"{row['n_a']} shared events, {row['articles_a']} and {row['articles_b']} articles"
    return f"{row['n_a']} and {_count(row['n_b'], row['unit'])}"


def _count(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _extra(row) -> str:
    """Say where interval and test do not point the same way, or why an interval is special."""
    reason = "" if row["verdict"] == "fragile" else row["reason"]
    apart = row["low"] > 0 or row["high"] < 0
    if row["verdict"] == "no clear difference" and apart:
        return "; ".join(
            filter(None, ["the interval leaves out 0, the adjusted test does not rule it out", reason])
        )
    if row["verdict"] in ("clear", "fragile") and np.isfinite(row["low"]) and not apart:
        return "; ".join(filter(None, ["the test rules out 0, the interval still holds it", reason]))
    return reason


def _sentence(text: str) -> str:
    """Capital and full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
