"""What is compared with what, and what is resampled: from frames to the arrays of `resample`."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.compare import resample
from analysis.schema import InputError

Scores = Callable[[pd.DataFrame], pd.DataFrame]

POOLED, MEAN = "pooled", "mean over articles"


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
        sentence, article or event.
    note : str
        What the design entails, for the reader; may be empty.
    """

    names: tuple[str, str]
    side: pd.Series
    event: pd.Series | None
    unit: str
    note: str


class Table(NamedTuple):
    """Counts made dense: `values` is (rows, items, columns), `articles` names the article of each row."""

    values: np.ndarray
    articles: pd.Index
    items: list[str]
    columns: list[str]


def labels(counts: pd.DataFrame, exposure: pd.DataFrame | None, by: pd.Series) -> pd.Series:
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
    known = (counts if exposure is None else exposure).index.get_level_values("article_id")
    counted = by.index.isin(known)
    if not counted.any():
        raise InputError("None of the articles that have a side has any counts.")
    return pd.Series(pd.Categorical(by, names), by.index, name="side")[counted]


def named(estimand: str, by: pd.Series) -> str:
    """Resolve 'auto': pooled when no side has a second article, else the mean over articles."""
    if estimand == "auto":
        return POOLED if by.value_counts().max() == 1 else MEAN
    if estimand not in (POOLED, MEAN):
        raise InputError(f"The estimand is {estimand!r}; it may be auto, {POOLED}, or {MEAN}.")
    return estimand


def pairs(by: pd.Series, block: pd.Series | None, min_articles: int) -> Iterator[Pair]:
    """Two sides with each other; of more, each with the rest; a single one with nobody."""
    names = list(by.cat.categories)
    for name in names[:1] if len(names) == 2 else names:
        other = names[1] if len(names) == 2 else "rest"
        yield _pair((name, other), (by != name).astype(int), block, min_articles)


def _pair(names: tuple[str, str], side: pd.Series, block: pd.Series | None, min_articles: int) -> Pair:
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
    cells = pd.crosstab(event, side[event.index])
    shared = cells[(cells > 0).all(axis=1)] if cells.shape[1] == 2 else cells.iloc[:0]
    kept = event[event.isin(shared.index)]
    numbers = pd.Series(shared.index.get_indexer(kept), kept.index)
    many = len(shared) != 1
    note = f"compared within {len(shared)} shared event{'s' * many}"
    if left := len(side) - len(kept):
        note += f"; {left} article{'s' * (left != 1)} of other events left out"
    matched = Pair(names, side[kept.index], numbers, "event", note)
    if len(shared) >= min_articles:
        return matched
    if len(shared) and shared.min(axis=None) > 1 and (shared - 1).sum().min() >= min_articles - 1:
        return matched._replace(unit="article")
    few = f"only {len(shared)} event{'s' * many} told by both sides, too few to speak of outlets"
    return plain._replace(unit="sentence", note=few if enough else "")


def dense(
    counts: pd.DataFrame, exposure: pd.DataFrame | None, unit: str, items: list[str] | None = None
) -> Table:
    """Lay counts out as (rows, items, columns): rows are sentences, or articles where those are resampled.

    Raises
    ------
    InputError
        Counts hold a sentence that exposure lacks.
    """
    keys = ["article_id", "sentence_id"] if unit == "sentence" else ["article_id"]
    against = None if exposure is None else exposure[exposure.columns.difference(counts.columns, sort=False)]
    if "item" not in counts.index.names:
        frame = _added(counts if against is None else counts.join(against), keys)
        return Table(frame.to_numpy(float)[:, None], _article(frame), [""], list(frame.columns))
    names = counts.index.get_level_values("item").astype(str)
    items = sorted(names.unique()) if items is None else items
    against = _added(counts.iloc[:, :0] if against is None else against, keys)
    row = against.index.get_indexer(_keyed(counts, keys))
    if (row < 0).any():
        raise InputError(f"Exposure has no row for {counts.index[row < 0][0]!r}, which the counts hold.")
    column = pd.Index(items).get_indexer(names)
    own, width = len(counts.columns), len(against.columns)
    values = np.zeros((len(against), len(items), own + width))
    np.add.at(values[..., :own], (row[column >= 0], column[column >= 0]), counts.to_numpy(float)[column >= 0])
    values[..., own:] = against.to_numpy(float)[:, None]
    return Table(values, _article(against), items, [*counts.columns, *against.columns])


def _keyed(frame: pd.DataFrame, keys: list[str]) -> pd.Index:
    levels = [frame.index.get_level_values(key) for key in keys]
    return levels[0] if len(keys) == 1 else pd.MultiIndex.from_arrays(levels)


def _added(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum rows of the same key; nothing to do where the key is the index."""
    if list(frame.index.names) == keys and frame.index.is_unique:
        return frame
    return frame.groupby(level=keys, sort=False, observed=True).sum()


def _article(frame: pd.DataFrame) -> pd.Index:
    return frame.index.get_level_values("article_id")


def scorer(scores: Scores, table: Table, wanted: list[str] | None = None) -> resample.Score:
    """Make `scores` a function of arrays (..., items, columns); `wanted` picks scores by name."""

    def score(sums: np.ndarray) -> np.ndarray:
        flat = pd.DataFrame(sums.reshape(-1, sums.shape[-1]), columns=table.columns)
        if table.items != [""]:
            rows = len(flat) // len(table.items) if table.items else 0
            codes = np.arange(rows).repeat(len(table.items)), np.tile(np.arange(len(table.items)), rows)
            flat.index = pd.MultiIndex(
                [range(rows), table.items], codes, names=["sums", "item"], verify_integrity=False
            )
        with np.errstate(all="ignore"):
            scored = scores(flat)
        found = (scored if wanted is None else scored[wanted]).to_numpy(float, na_value=np.nan)
        return np.where(np.isfinite(found), found, np.nan).reshape(*sums.shape[:-1], found.shape[1])

    return score


def score_names(scores: Scores, table: Table) -> list[str]:
    """Names of the scores, in their order."""
    total = table.values.sum(axis=(0, 1))[None]
    index = (
        pd.RangeIndex(1)
        if table.items == [""]
        else pd.MultiIndex.from_tuples([(0, "")], names=["sums", "item"])
    )
    with np.errstate(all="ignore"):
        return list(scores(pd.DataFrame(total, index=index, columns=table.columns)).columns)


def sample(table: Table, pair: Pair, scores: Scores, estimand: str) -> resample.Sample:
    """Units of both sides, sorted into strata."""
    side = pair.side.reindex(table.articles)
    if pair.unit == "event":
        event = pair.event.reindex(table.articles)
        side = side.where(side.groupby(event).transform("nunique") == 2)  # other counts may lack an article
    taken = np.flatnonzero(side.notna())
    side = side.to_numpy()[taken].astype(int)
    values, articles = table.values[taken], table.articles[taken]
    if pair.unit == "sentence":
        stratum, block = pd.factorize(articles)[0], np.zeros(len(taken), int)
    else:
        block = np.zeros(len(taken), int) if pair.event is None else pair.event.reindex(articles).to_numpy()
        stratum = 2 * block + side
        if estimand == MEAN:
            found = scorer(scores, table)(values)
            known = np.isfinite(found)
            values = np.concatenate([np.where(known, found, 0), known.astype(float)], axis=-1)
    order = np.argsort(stratum, kind="stable")
    _, first, sizes = np.unique(stratum[order], return_index=True, return_counts=True)
    means = estimand == MEAN and pair.unit != "sentence"
    return resample.Sample(
        values=values[order],
        sizes=sizes,
        side=side[order][first],
        weight=1 / sizes if means and pair.event is not None else np.ones(len(sizes)),
        block=block[order],
        event=stratum[order][first] // 2 if pair.unit == "event" else None,
        means=means,
        nested=estimand == MEAN and pair.unit == "sentence",
    )


def narrowed(units: resample.Sample, places: list[int]) -> resample.Sample:
    """Keep only some scores of a sample of article means."""
    half = units.values.shape[-1] // 2
    return units._replace(values=units.values[..., [*places, *(half + place for place in places)]])


def sizes(counts: pd.DataFrame, exposure: pd.DataFrame | None, side: pd.Series) -> pd.DataFrame:
    """Articles, sentences and words of side 0 and 1 (NaN where not counted)."""
    base = counts if exposure is None else exposure
    label = side.reindex(_article(base)).to_numpy()
    whole = "item" not in base.index.names
    rows = []
    for number in (0, 1):
        part = base[label == number]
        rows.append(
            {
                "articles": _article(part).nunique(),
                "sentences": len(part) if whole and "sentence_id" in base.index.names else np.nan,
                "words": part["words"].sum() if whole and "words" in base else np.nan,
            }
        )
    return pd.DataFrame(rows)
