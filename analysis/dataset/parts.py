"""One part of a corpus, through every step, into a store; an article that cannot be measured is set aside."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.dataset import stages, store
from analysis.dataset.stages import Options
from analysis.load.formats import Rejected
from analysis.schema import InputError, quoted

SYSTEMATIC = 16
"""So many articles in a row that fail are no bad articles but a fault of ours, which must be seen."""


class Part(NamedTuple):
    """What came of some articles: where their frames are (empty when set aside), how many, and why not."""

    paths: dict[str, Path]
    articles: int
    rejected: list[Rejected]


def measure_articles(
    source: pd.DataFrame, given: dict[str, pd.DataFrame], options: Options, root: Path
) -> list[Part]:
    """Measure articles; where that fails, halve them until the one that cannot be measured stands alone.

    Parameters
    ----------
    source : DataFrame
        Articles as `load` gives them.
    given : dict of str to DataFrame
        Further frames for `measure_part`.
    options : Options
    root : Path
        The store.

    Returns
    -------
    list of Part
        One, where nothing failed.
    """
    try:
        return [Part(measure_part({"source": source, **given}, options, root), len(source), [])]
    except (InputError, OSError):
        raise
    except Exception as error:
        if len(source) == 1:
            row = source.iloc[0]
            cause = quoted(f"{type(error).__name__}: {error}")
            reason = f"{row['source']}: article {quoted(row.name)} cannot be measured ({cause})."
            return [Part({}, 0, [Rejected(row["source"], str(row.name), reason)])]
        half = len(source) // 2
        first = measure_articles(source.iloc[:half], given, options, root)
        second = measure_articles(source.iloc[half:], given, options, root)
        if len(source) >= SYSTEMATIC and not any(part.paths for part in first + second):
            raise
        return first + second


def measure_part(given: Mapping[str, pd.DataFrame], options: Options, root: Path) -> dict[str, Path]:
    """Measure one part of a corpus into a store.

    Parameters
    ----------
    given : dict of str to DataFrame
        The frames to start from: `source`, the articles as `load` gives them, and once the actors of the
        whole corpus are known, `cast`.
    options : Options
    root : Path
        The store.

    Returns
    -------
    dict of str to Path
        Where each frame of the part is. Equal articles and options give the same paths; a frame that is
        damaged is made again.
    """
    keys = {name: store.digest(frame) for name, frame in given.items()}
    frames = dict(given)
    paths: dict[str, Path] = {}
    for stage in stages.select_stages(options, given):
        key = stage.key(options, keys)
        keys |= dict.fromkeys(stage.makes, key)
        made = store.paths(root, stage.makes, key)
        if not all(store.is_whole(path) for path in made.values()):
            for name in set(stage.reads) - set(frames):
                frames[name] = store.read([paths[name]])
            results = stage.run(*(frames[name] for name in stage.reads), options)
            for name, frame in zip(stage.makes, results, strict=True):
                store.write(frame, made[name])
                frames[name] = frame
        paths |= made
    return paths


def find_cast(parts: list[dict[str, Path]], options: Options, root: Path, min_articles: int) -> Path:
    """Fix who the actors of a corpus are, in one pass over its tokens, so that all its parts agree.

    Parameters
    ----------
    parts : list of dict
        Where each part's frames are, as `measure_part` returns them.
    options : Options
    root : Path
        The store.
    min_articles : int
        How many articles must name an actor.

    Returns
    -------
    Path
        Where the frame is that `actors.find_actors` made.
    """
    from analysis import actors

    files = [store.content(options.aliases)] if options.aliases else []
    read = ("tokens", "headlines", "articles")
    stems = [part[name].stem for part in parts for name in read]
    key = store.key(stems, files, min_articles, store.code("analysis.actors"))
    path = store.paths(root, ["cast"], key)["cast"]
    if not store.is_whole(path):
        tokens, headlines, articles = (store.read([part[name] for part in parts]) for name in read)
        found = actors.find_actors(
            actors.add_headlines(tokens, headlines),
            aliases=options.aliases or None,
            min_articles=min_articles,
            outlets=articles["outlet"],
        )
        store.write(found, path)
    return path
