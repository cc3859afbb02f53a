"""The words and numbers that sentences about differences are made of."""

import numpy as np


def number(value: float, places: int) -> str:
    """Write a number with a true minus sign, and never as minus zero."""
    text = f"{value:,.{places}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("-")


def digits(low: float, high: float, *values: float) -> int:
    """Give decimals so that the interval's width shows two figures (or, without one, the values three)."""
    width = high - low
    if not (np.isfinite(width) and width > 0):
        width = max((abs(value) for value in values if np.isfinite(value)), default=0) / 10
    return int(np.clip(1 - np.floor(np.log10(width)), 0, 4)) if width > 0 else 1


def judgement(row, first: str, second: str, places: int) -> str:
    """Put the verdict in a sentence with the difference."""
    who, by = _who(row, first, second), _by(row, first, places)
    if row["verdict"] == "clear":
        return f"{who} differ clearly: {by}"
    if row["verdict"] == "fragile":
        return f"{who} differ, but this is fragile, since it {row['reason']}: {by}"
    if row["verdict"] == "no clear difference":
        between = who[0].lower() + who[1:]
        return f"No clear difference between {between}: {by}, {_allowed(row, places)}"
    if row["verdict"] == "too little text":
        return f"Too little text to tell: {by}"
    return f"Secondary, so not tested: {by}"


def numbers(row, places: int) -> str:
    """List interval, p and numbers of units; ends that the judgement tells already are not told again."""
    known = np.isfinite(row["low"])
    ends = interval(row, places)
    if row["verdict"] == "no clear difference":
        ends = _level(row) if known else ""
    adjusted = ", not adjusted" if row["verdict"] and known else ""
    return "; ".join(filter(None, [ends + adjusted, _p(row), _sizes(row)]))


def _who(row, first: str, second: str) -> str:
    """Say for what the comparison speaks."""
    if row["unit"] == "sentence":
        two = row["articles_a"] == row["articles_b"] == 1
        return "These two texts" if two else f"These texts of {first} and of {second}"
    same = " on the same events" if row["unit"] == "event" else ""
    return f"Articles of {first} and of {second}{same}"


def _by(row, first: str, places: int) -> str:
    if row["difference"] == 0:
        return "both measure the same"
    return f"{first} is {_apart(row['difference'], places)}"


def _apart(difference: float, places: int) -> str:
    return f"{number(abs(difference), places)} {'higher' if difference > 0 else 'lower'}"


def _allowed(row, places: int) -> str:
    """Say which differences the data still allow."""
    if not np.isfinite(row["low"]):
        return "and how far off that may be is unknown"
    return f"and the data allow anything from {_apart(row['low'], places)} to {_apart(row['high'], places)}"


def interval(row, places: int) -> str:
    """Write the interval with its level, or that there is none."""
    if not np.isfinite(row["low"]):
        return "no interval"
    return f"{_level(row)} {number(row['low'], places)} to {number(row['high'], places)}"


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
    return f"{row['n_a']} and {count(row['n_b'], row['unit'])}"


def count(n: int, unit: str) -> str:
    """Write so many of a unit."""
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def extra(row) -> str:
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


def sentence(text: str) -> str:
    """Capital and full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
