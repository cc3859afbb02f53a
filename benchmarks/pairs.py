"""Two things timed in turn, and what a row of the table says of them.

pyperf and pytest-benchmark run all rounds of one thing before the first of the next, so that a machine whose
speed drifts moves their ratio. The rounds are therefore taken here, one of each in turn, and
pytest-benchmark's statistics describe them.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

from pytest_benchmark.stats import Stats


class Row(NamedTuple):
    """One line of the table.

    Attributes
    ----------
    name : str
        What was compared.
    n : str
        On how much.
    ratio, low, high : float
        Median, least and greatest of the paired ratios.
    bound : str
        What is accepted, such as ">= 40"; empty for a row that only informs.
    checks : dict of str to bool
        Promises about values, and whether each was kept.
    note : str
        What else one should know.
    seconds : dict of str to dict
        Statistics of each side's rounds.
    """

    name: str
    n: str
    ratio: float
    low: float
    high: float
    bound: str = ""
    checks: dict[str, bool] = {}
    note: str = ""
    seconds: dict[str, dict] = {}

    def kept(self) -> bool | None:
        """Whether the row keeps its bound and its promises; None where it has no bound."""
        if not all(self.checks.values()):
            return False
        sign, _, limit = self.bound.partition(" ")
        if not sign:
            return None
        return self.ratio >= float(limit) if sign == ">=" else self.ratio <= float(limit)


class Rounds(NamedTuple):
    """Seconds of each round of each thing, by name."""

    seconds: dict[str, list[float]]

    def row(self, name: str, n: str, over: str, under: str, per: float = 1.0, **more) -> Row:
        """Say how many times as long `over` takes as `under`; `per` scales the ratio."""
        pairs = zip(self.seconds[over], self.seconds[under], strict=True)
        ratios = [a / b * per for a, b in pairs]
        statistics = {key: _statistics(values) for key, values in self.seconds.items()}
        return Row(name, n, median(ratios), min(ratios), max(ratios), seconds=statistics, **more)


def in_turn(rounds: int, **things: Callable[[], object]) -> Rounds:
    """Run each of `things` once, then the next round; one that returns a float has timed itself."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(rounds):
        for name, thing in things.items():
            begun = time.perf_counter()
            own = thing()
            seconds[name].append(own if isinstance(own, float) else time.perf_counter() - begun)
    return Rounds(seconds)


def _statistics(values: list[float]) -> dict:
    stats = Stats()
    for value in values:
        stats.update(value)
    keep = ("min", "max", "median", "mean", "stddev", "iqr", "rounds")
    found = stats.as_dict() | {"stddev": stats.stddev if len(values) > 1 else 0.0}
    return {key: found[key] for key in keep} | {"data": values}
