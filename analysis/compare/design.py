"""The design of a comparison: who is compared with whom, what is resampled, and the arrays that follow.

A score is a function of summed counts. Here frames of counts become a `Sample`, whose units are what a
bootstrap draws and a permutation exchanges. Shapes are written in letters, here and in `resample`:
B replicates, N units, T strata, E events, I items, C count columns, S scores.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.schema import InputError

POOLED, MEAN = "pooled", "mean over articles"

DEPENDENCE = 1.25
"""Design effect of sentences that follow each other: how much wider a variance is than sentences alone tell.

Sentences of one article are alike. Of 260 news articles, first and second half differed at 5 % in 9 %
(grade), 6 to 10 % (tone) and 8 % (frames) when sentences counted as independent; with this factor, in 5, 3 to
6 and 3 %.
"""

Scores = Callable[[pd.DataFrame], pd.DataFrame]
"""Frame of summed counts to frame of scores, with the same index."""

Score = Callable[[np.ndarray], np.ndarray]
"""Sums of shape (..., I, C) to scores of shape (..., I, S); NaN where undefined."""


class Pair(NamedTuple):
    """Two sides to compare.

    Attributes
    ----------
    names : tuple of str
        The second is 'rest' where there are more than two sides.
    side : Series of int
        0 or 1 for each article that takes part.
    event : Series of int, or None
        Number of each article's event, where articles are matched within events.
    unit : str
        What is resampled: sentence, article or event.
    note : str
        What the design entails, for the reader; may be empty.
    """

    names: tuple[str, str]
    side: pd.Series
    event: pd.Series | None
    unit: str
    note: str


class CountTable(NamedTuple):
    """Counts made dense: `values` is (rows, I, C), `articles` names the article of each row."""

    values: np.ndarray
    articles: pd.Index
    items: list[str]
    columns: list[str]


class Sample(NamedTuple):
    """The units of two sides, sorted by stratum.

    Attributes
    ----------
    values : ndarray, (N, I, C)
        Additive numbers of each unit.
    sizes : ndarray of int, (T,)
        Units in each stratum; units are drawn within their stratum.
    side : ndarray of int, (T,)
        0 or 1: the side a stratum belongs to.
    weight : ndarray, (T,)
        What a stratum's sum counts for in the sum of its side.
    block : ndarray of int, (N,)
        Units of one block are exchangeable when the sides do not differ.
    paired : bool
        Strata 2 e and 2 e + 1 are both sides of event e, and events are drawn whole.
    means : bool
        The columns are scores of articles and whether each is defined, to be scored by `score_means`.
    nested : bool
        Each stratum is scored by itself and a side's score is the mean of those; otherwise a side's score
        is the score of its sum.
    dependence : float
        Variances of independent units are multiplied by it; 1 where the units are independent.
    """

    values: np.ndarray
    sizes: np.ndarray
    side: np.ndarray
    weight: np.ndarray
    block: np.ndarray
    paired: bool = False
    means: bool = False
    nested: bool = False
    dependence: float = 1.0


# --- sides and pairs --------------------------------------------------------------------------------------


def label_articles(counts: pd.DataFrame, exposure: pd.DataFrame | None, by: pd.Series) -> pd.Series:
    """Side of each article that has one, as a categorical in order of appearance (or of its categories).

    Raises
    ------
    InputError
        No article has a side or counts, an article has two, or one of many sides is called 'rest'.
    """
    by = by[by.notna()]
    if not len(by):
        raise InputError("No article has a side: the column to compare by is empty throughout.")
    if not by.index.is_unique:
        raise InputError(f"Article {by.index[by.index.duplicated()][0]!r} has two sides.")
    order = by.cat.categories if isinstance(by.dtype, pd.CategoricalDtype) else by.unique()
    by = by.astype(str)
    names = [name for name in map(str, order) if (by == name).any()]
    if len(names) > 2 and "rest" in names:
        raise InputError("A side is called 'rest', the name of what each side is compared with; rename it.")
    counted = by.index.isin(_articles(counts if exposure is None else exposure))
    if not counted.any():
        raise InputError("None of the articles that have a side has any counts.")
    return pd.Series(pd.Categorical(by, names), by.index, name="side")[counted]


def resolve_estimand(estimand: str, by: pd.Series) -> str:
    """Resolve 'auto': pooled when no side has a second article, else the mean over articles."""
    if estimand == "auto":
        return POOLED if by.value_counts().max() == 1 else MEAN
    if estimand not in (POOLED, MEAN):
        raise InputError(f"The estimand is {estimand!r}; it may be auto, {POOLED}, or {MEAN}.")
    return estimand


def pair_sides(by: pd.Series, block: pd.Series | None, min_articles: int) -> Iterator[Pair]:
    """Two sides with each other; of more, each with the rest; a single one with nobody."""
    names = list(by.cat.categories)
    for name in names[:1] if len(names) == 2 else names:
        other = names[1] if len(names) == 2 else "rest"
        yield _design_pair((name, other), (by != name).astype(int), block, min_articles)


def _design_pair(names: tuple[str, str], side: pd.Series, block: pd.Series | None, min_articles: int) -> Pair:
    """Choose what is resampled, and match within events where both sides tell some."""
    enough = side.value_counts().min() >= min_articles
    plain = Pair(names, side, None, "article" if enough else "sentence", "")
    if block is None or side.min() == side.max():
        return plain
    event = block.reindex(side.index)
    event = event[event.notna() & (event.astype(str).str.strip() != "")]
    if event.empty:
        return plain
    if not event.duplicated().any():
        return plain._replace(
            note="no two articles tell the same event, so choice of story is part of the gap"
        )
    cells = pd.crosstab(event, side[event.index]).reindex(columns=[0, 1], fill_value=0)
    shared = cells[(cells > 0).all(axis=1)]
    kept = event[event.isin(shared.index)]
    plural = "s" * (len(shared) != 1)
    note = f"compared within {len(shared)} shared event{plural}"
    if left := len(side) - len(kept):
        note += f"; {left} article{'s' * (left != 1)} of other events left out"
    numbers = pd.Series(shared.index.get_indexer(kept), kept.index)
    matched = Pair(names, side[kept.index], numbers, "event", note)
    if len(shared) >= min_articles:
        return matched
    if len(shared) and shared.min(axis=None) > 1 and (shared - 1).sum().min() >= min_articles - 1:
        return matched._replace(unit="article")
    few = f"only {len(shared)} event{plural} told by both sides, too few to speak of outlets"
    return plain._replace(unit="sentence", note=few if enough else "")


def size_sides(counts: pd.DataFrame, exposure: pd.DataFrame | None, side: pd.Series) -> pd.DataFrame:
    """Articles, sentences and words of side 0 and 1 (NaN where not counted)."""
    base = counts if exposure is None else exposure
    label = side.reindex(_articles(base)).to_numpy()
    whole = "item" not in base.index.names
    rows = []
    for part in (base[label == 0], base[label == 1]):
        sentences = len(part) if whole and "sentence_id" in base.index.names else np.nan
        words = part["words"].sum() if whole and "words" in base else np.nan
        rows.append((_articles(part).nunique(), sentences, words))
    return pd.DataFrame(rows, columns=["articles", "sentences", "words"])


# --- from frames to arrays --------------------------------------------------------------------------------


def tabulate_counts(
    counts: pd.DataFrame, exposure: pd.DataFrame | None, unit: str, items: list[str] | None = None
) -> CountTable:
    """Lay counts out as (rows, I, C): rows are sentences, or articles where those are resampled.

    Raises
    ------
    InputError
        Counts hold a sentence that exposure lacks.
    """
    keys = ["article_id", "sentence_id"] if unit == "sentence" else ["article_id"]
    against = None if exposure is None else exposure[exposure.columns.difference(counts.columns, sort=False)]
    if "item" not in counts.index.names:
        frame = _sum_by(counts if against is None else counts.join(against), keys)
        return CountTable(frame.to_numpy(float)[:, None], _articles(frame), [""], list(frame.columns))
    names = counts.index.get_level_values("item").astype(str)
    items = sorted(names.unique()) if items is None else items
    against = _sum_by(counts.iloc[:, :0] if against is None else against, keys)
    levels = [counts.index.get_level_values(key) for key in keys]
    row = against.index.get_indexer(levels[0] if len(keys) == 1 else pd.MultiIndex.from_arrays(levels))
    if (row < 0).any():
        raise InputError(f"Exposure has no row for {counts.index[row < 0][0]!r}, which the counts hold.")
    column = pd.Index(items).get_indexer(names)
    known, own = column >= 0, len(counts.columns)
    values = np.zeros((len(against), len(items), own + len(against.columns)))
    np.add.at(values[..., :own], (row[known], column[known]), counts.to_numpy(float)[known])
    values[..., own:] = against.to_numpy(float)[:, None]
    return CountTable(values, _articles(against), items, [*counts.columns, *against.columns])


def _sum_by(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum rows of the same key; nothing to do where the key is the index."""
    if list(frame.index.names) == keys and frame.index.is_unique:
        return frame
    return frame.groupby(level=keys, sort=False, observed=True).sum()


def _articles(frame: pd.DataFrame) -> pd.Index:
    return frame.index.get_level_values("article_id")


def make_sample(
    table: CountTable, pair: Pair, scores: Scores, estimand: str, dependence: float = DEPENDENCE
) -> Sample:
    """Sort the units of both sides into strata: an article's sentences, a side's articles, or one event's.

    `dependence` is that of sentences; articles and events are taken to be independent.
    """
    side = pair.side.reindex(table.articles)
    event = None if pair.event is None else pair.event.reindex(table.articles)
    if pair.unit == "event":
        side = side.where(side.groupby(event).transform("nunique") == 2)  # other counts may lack an article
    taken = np.flatnonzero(side.notna())
    side = side.to_numpy()[taken].astype(int)
    values = table.values[taken]
    block = np.zeros(len(taken), int)
    means = estimand == MEAN and pair.unit != "sentence"
    if pair.unit == "sentence":
        stratum = pd.factorize(table.articles[taken])[0]
    else:
        block = block if event is None else event.to_numpy()[taken].astype(int)
        stratum = 2 * block + side
    if means:
        each = make_score(scores, table)(values)
        defined = np.isfinite(each)
        values = np.concatenate([np.where(defined, each, 0), defined.astype(float)], axis=-1)
    order = np.argsort(stratum, kind="stable")
    _, first, sizes = np.unique(stratum[order], return_index=True, return_counts=True)
    return Sample(
        values=values[order],
        sizes=sizes,
        side=side[order][first],
        weight=1 / sizes if means and event is not None else np.ones(len(sizes)),
        block=block[order],
        paired=pair.unit == "event",
        means=means,
        nested=estimand == MEAN and pair.unit == "sentence",
        dependence=dependence if pair.unit == "sentence" else 1.0,
    )


def select_scores(sample: Sample, places: list[int]) -> Sample:
    """Keep only some scores of a sample of article means; one of counts holds no scores and stays."""
    if not sample.means:
        return sample
    half = sample.values.shape[-1] // 2
    return sample._replace(values=sample.values[..., [*places, *(half + place for place in places)]])


# --- scores of arrays -------------------------------------------------------------------------------------


def make_score(scores: Scores, table: CountTable, wanted: list[str] | None = None) -> Score:
    """Make `scores` a function of arrays (..., I, C); `wanted` picks scores by name."""

    def score(sums: np.ndarray) -> np.ndarray:
        scored = _score_frame(scores, table, sums)
        array = (scored if wanted is None else scored[wanted]).to_numpy(float, na_value=np.nan)
        return np.where(np.isfinite(array), array, np.nan).reshape(*sums.shape[:-1], array.shape[1])

    return score


def score_sample(sample: Sample, table: CountTable, scores: Scores, wanted: list[str] | None = None) -> Score:
    """Return the score of the sample's sums: of counts, or of the scores of articles."""
    return score_means if sample.means else make_score(scores, table, wanted)


def name_scores(scores: Scores, table: CountTable) -> list[str]:
    """Names of the scores, in their order."""
    return list(_score_frame(scores, table, table.values.sum(axis=0)).columns)


def _score_frame(scores: Scores, table: CountTable, sums: np.ndarray) -> pd.DataFrame:
    """Score sums (..., I, C) as a frame with one row per sum and item."""
    frame = pd.DataFrame(sums.reshape(-1, sums.shape[-1]), columns=table.columns)
    if table.items != [""]:
        rows, items = len(frame) // max(len(table.items), 1), len(table.items)
        codes = np.arange(rows).repeat(items), np.tile(np.arange(items), rows)
        frame.index = pd.MultiIndex(
            [range(rows), table.items], codes, names=["sums", "item"], verify_integrity=False
        )
    with np.errstate(all="ignore"):
        return scores(frame)


def score_means(sums: np.ndarray) -> np.ndarray:
    """Mean of values: columns are S sums of values and S numbers of values; NaN where there are none."""
    half = sums.shape[-1] // 2
    value, number = sums[..., :half], sums[..., half:]
    return np.divide(value, number, out=np.full(value.shape, np.nan), where=number > 0)
