"""Scores, hits and links -> the ways a reader can colour sentences.

A view gives each sentence a step and a number in words, and says which hits made it.
"""

import string
from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.present.numbers import write_number, write_short

SENTENCE = ["article_id", "sentence_id"]
LINK = ["article_a", "sentence_a", "article_b", "sentence_b"]
BADLY, WELL = "n2", "p2"  # steps of sentences that show an actor so
_ITEMS = 8  # of one measure; the rest would be a wall of buttons


class View(NamedTuple):
    """One way to colour.

    Attributes
    ----------
    key : str
        Letters that name it in the page.
    group, label : str
        What people see: "Frames", "conflict".
    steps : Series of str
        Per sentence (indexed by article_id, sentence_id) a step of `grade_values`, ``both`` and
        ``only``, or toward an actor ``n2``, ``p2`` and ``named``; empty where it has none.
    numbers : Series of str
        Per sentence what to say of it; empty where nothing.
    legend : dict of str to str
        Per step, what it stands for.
    hits : frozenset of int
        Rows of the hits frame, by position, that made it, or that name whom it is about.
    toward : bool
        Whether it is the tone toward an actor.
    """

    key: str
    group: str
    label: str
    steps: pd.Series
    numbers: pd.Series
    legend: dict[str, str]
    hits: frozenset[int]
    toward: bool = False


def make_views(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    scores: pd.DataFrame,
    links: pd.DataFrame | None,
    labels: Mapping[str, str],
    toward: pd.DataFrame | None = None,
) -> list[View]:
    """Make every view these frames allow.

    Parameters
    ----------
    sentences, hits : DataFrame
        `schema.SENTENCES`, `schema.HITS`.
    scores : DataFrame
        Indexed by article_id, sentence_id; each column is a view, whose words are the hits of the measure
        of that name.
    links : DataFrame or None
        One row per pair of sentences that say the same: `LINK` columns. Given, there is a view of
        which sentences have a counterpart.
    labels : mapping of str to str
        What people call a column, a measure or an item.
    toward : DataFrame, optional
        Tone toward actors, indexed by article_id, sentence_id (-1: the headline), item: `named`, `well`,
        `badly`, `reported`, `reported_well`, `tone`. Given, it colours the items of the measure "actors".

    Returns
    -------
    list of View
        Scores first, then each measure's most frequent items, then counterparts.
    """
    index = pd.MultiIndex.from_frame(sentences[SENTENCE])
    keys = _keys()
    made = []
    for column in scores.columns:
        values = scores[column].reindex(index).astype(float)
        mine = frozenset(np.flatnonzero(hits["measure"].eq(column)).tolist())
        made.append(_scored(next(keys), "Scores", labels.get(column, column), values, mine))
    for measure in hits["measure"].drop_duplicates():
        if measure in scores.columns:
            continue
        some = hits[hits["measure"] == measure]
        top = some.groupby("item")["weight"].sum().sort_values(ascending=False, kind="stable").index[:_ITEMS]
        for item in top:
            its = np.flatnonzero((hits["measure"] == measure) & (hits["item"] == item)).tolist()
            counts = hits.iloc[its].groupby(SENTENCE)["weight"].sum().reindex(index, fill_value=0.0)
            group = labels.get(measure, measure.replace("_", " ").capitalize())
            label = labels.get(item, item.replace("_", " "))
            if measure == "actors" and toward is not None:
                own = toward.xs(item, level="item")
                made.append(_judged(next(keys), group, label, own, frozenset(its)))
            else:
                made.append(_scored(next(keys), group, label, counts, frozenset(its)))
    if links is not None:
        made.append(_shared(next(keys), index, links))
    return made


def _scored(key: str, group: str, label: str, values: pd.Series, hits: frozenset[int]) -> View:
    steps, legend = grade_values(values)
    counted = group != "Scores"
    numbers = [
        "" if np.isnan(value) or (counted and value == 0) else write_short(round(value, 2))
        for value in values
    ]
    if counted:
        steps = steps.where(steps != "z", "")
        legend = {name: text for name, text in legend.items() if name != "z"}
    return View(key, group, label, steps, pd.Series(numbers, index=values.index), legend, hits)


def _judged(key: str, group: str, label: str, rows: pd.DataFrame, hits: frozenset[int]) -> View:
    """Colour by how an actor is shown; `rows` are the sentences that name it."""
    legend = {BADLY: "shown badly", WELL: "shown well", "named": "named, neither badly nor well"}
    steps = pd.Series(np.select([rows["badly"] > 0, rows["well"] > 0], [BADLY, WELL], "named"), rows.index)
    others = np.where(rows["reported"] + rows["reported_well"] > 0, ", in words of others", "")
    tones = (rows["tone"] / rows["named"]).map(lambda tone: f", {write_number(tone, 2)}")
    numbers = steps.map(legend) + tones + others
    legend = {step: text for step, text in legend.items() if step in set(steps)}
    return View(key, group, label, steps, numbers, legend, hits, toward=True)


def _shared(key: str, index: pd.MultiIndex, links: pd.DataFrame) -> View:
    ends = pd.concat([links[LINK[:2]].set_axis(SENTENCE, axis=1), links[LINK[2:]].set_axis(SENTENCE, axis=1)])
    both = index.isin(pd.MultiIndex.from_frame(ends))
    legend = {"both": "counterpart found", "only": "no counterpart found"}
    steps = pd.Series(np.where(both, "both", "only"), index=index)
    return View(key, "Compared", "counterpart or none", steps, steps.map(legend), legend, frozenset())


def _keys():
    for size in (1, 2):
        yield from map("".join, product(string.ascii_lowercase, repeat=size))


def grade_values(values: pd.Series) -> tuple[pd.Series, dict[str, str]]:
    """Sort a score's values into the few steps a page can colour.

    Parameters
    ----------
    values : Series
        One number per sentence; NaN where undefined.

    Returns
    -------
    steps : Series of str
        ``n2 n1 z p1 p2`` for a score with values below 0 (the neutral step is within 5 % of the scale, which
        is 1 or the largest value; the strong ones begin at half of it), else ``q1`` to ``q4`` by quarters of
        the sentences shown, ``z`` for 0; empty for NaN.
    legend : dict of str to str
        The lowest and the highest value in each step.
    """
    known = values.dropna()
    if known.empty:
        return pd.Series("", index=values.index), {}
    steps = _signed(known) if known.min() < 0 else _quarters(known)
    places = np.searchsorted([low for _, low in steps[1:]], values.to_numpy(dtype=float), side="right")
    graded = pd.Series([steps[place][0] for place in places], index=values.index).where(values.notna(), "")
    ranges = known.groupby(graded[values.notna()].to_numpy()).agg(["min", "max"])
    return graded, {name: _range(*ranges.loc[name]) for name, _ in steps if name in ranges.index}


def _signed(known: pd.Series) -> list[tuple[str, float]]:
    """Steps around 0, each with where it begins; a step's end belongs to the next one, save below 0."""
    scale = max(1.0, float(known.abs().max()))
    past = [float(np.nextafter(-share * scale, np.inf)) for share in (0.5, 0.05)]
    return [("n2", -np.inf), ("n1", past[0]), ("z", past[1]), ("p1", 0.05 * scale), ("p2", 0.5 * scale)]


def _quarters(known: pd.Series) -> list[tuple[str, float]]:
    """Steps by quarters of what is above 0; fewer where many values are equal."""
    some = known[known > 0]
    if some.empty:
        return [("z", 0.0)]
    starts = sorted({float(some.min()), *(float(some.quantile(share)) for share in (0.25, 0.5, 0.75))})
    return [("z", 0.0), *[(f"q{5 - len(starts) + place}", start) for place, start in enumerate(starts)]]


def _range(low: float, high: float) -> str:
    """Say which values a step holds, as observed."""
    first, last = write_short(round(low, 2)), write_short(round(high, 2))
    return first if first == last else f"{first} to {last}"
