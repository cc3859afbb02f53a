"""Scores, hits and links -> the ways a reader can colour sentences.

A view gives each sentence a step and a number in words, and says which hits made it.
"""

import string
from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.present.reader.passages import levels

SENTENCE = ["article_id", "sentence_id"]
LINK = ["article_a", "sentence_a", "article_b", "sentence_b"]
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
        Per sentence (indexed by article_id, sentence_id) a step of `passages.levels`, or ``both`` and
        ``only``; empty where it has none.
    numbers : Series of str
        Per sentence what to say of it; empty where nothing.
    legend : dict of str to str
        Per step, what it stands for.
    hits : frozenset of int
        Rows of the hits frame, by position, that made it.
    """

    key: str
    group: str
    label: str
    steps: pd.Series
    numbers: pd.Series
    legend: dict[str, str]
    hits: frozenset[int]


def views(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    scores: pd.DataFrame,
    links: pd.DataFrame | None,
    labels: Mapping[str, str],
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
        One row per pair of sentences that say the same: `LINK` columns. Given, there is a view of what is
        shared and what only one article has.
    labels : mapping of str to str
        What people call a column, a measure or an item.

    Returns
    -------
    list of View
        Scores first, then each measure's most frequent items, then what is shared.
    """
    index = pd.MultiIndex.from_frame(sentences[SENTENCE])
    keys = _keys()
    found = []
    for column in scores.columns:
        values = scores[column].reindex(index).astype(float)
        mine = frozenset(np.flatnonzero(hits["measure"].eq(column)).tolist())
        found.append(_scored(next(keys), "Scores", labels.get(column, column), values, mine))
    for measure in hits["measure"].drop_duplicates():
        if measure in scores.columns:
            continue
        some = hits[hits["measure"] == measure]
        top = some.groupby("item")["weight"].sum().sort_values(ascending=False, kind="stable").index[:_ITEMS]
        for item in top:
            mine = np.flatnonzero((hits["measure"] == measure) & (hits["item"] == item))
            counts = hits.iloc[mine].groupby(SENTENCE)["weight"].sum().reindex(index, fill_value=0.0)
            group = labels.get(measure, measure.replace("_", " ").capitalize())
            label = labels.get(item, item.replace("_", " "))
            found.append(_scored(next(keys), group, label, counts, frozenset(mine.tolist())))
    if links is not None:
        found.append(_shared(next(keys), index, links))
    return found


def _scored(key: str, group: str, label: str, values: pd.Series, hits: frozenset[int]) -> View:
    steps, legend = levels(values)
    counted = group != "Scores"
    numbers = [
        "" if np.isnan(value) or (counted and value == 0) else f"{value:.3g}".replace("-", "−")
        for value in values
    ]
    if counted:
        steps = steps.where(steps != "z", "")
        legend = {name: text for name, text in legend.items() if name != "z"}
    return View(key, group, label, steps, pd.Series(numbers, index=values.index), legend, hits)


def _shared(key: str, index: pd.MultiIndex, links: pd.DataFrame) -> View:
    ends = pd.concat([links[LINK[:2]].set_axis(SENTENCE, axis=1), links[LINK[2:]].set_axis(SENTENCE, axis=1)])
    both = index.isin(pd.MultiIndex.from_frame(ends))
    steps = pd.Series(np.where(both, "both", "only"), index=index)
    numbers = pd.Series(np.where(both, "told by another side, too", "only here"), index=index)
    legend = {"both": "another side says it, too", "only": "only here"}
    return View(key, "Compared", "shared or only here", steps, numbers, legend, frozenset())


def _keys():
    for size in (1, 2):
        yield from map("".join, product(string.ascii_lowercase, repeat=size))
