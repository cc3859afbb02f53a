"""The only composer: a corpus and options to `Data`, through a content-keyed store.

``data = dataset.open(corpus, options)`` is the one way to get numbers. Texts are cleaned, split,
annotated and measured once, part by part, and every later call reads what was kept. A folder with a
``manifest.json``, as ``python -m analysis measure`` writes it, is a data set: it is read, not measured.
"""

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import lexicon, load
from analysis.dataset import stages, store
from analysis.dataset.stages import Options
from analysis.schema import InputError

PART = 200
MANIFEST = "manifest.json"
DEFAULT = Options()
TEXT = ("articles", "ledger", "sentences", "tokens", "headlines", "mentions")


class Data(NamedTuple):
    """All that was measured of a corpus.

    Attributes
    ----------
    articles, ledger, sentences, tokens, hits : DataFrame
        As in `schema`; `tokens` and `hits` are empty where the measures asked for make none.
    headlines : DataFrame
        Tokens of the titles.
    cast, mentions : DataFrame
        Who is named (`actors.find`) and where (`actors.mentions`); empty without the measure `framing`.
    counts : dict of str to DataFrame
        One `counts` frame per measure.
    corpus : str
        Where it came from.
    options : Options
        How it was measured.
    """

    articles: pd.DataFrame
    ledger: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    headlines: pd.DataFrame
    hits: pd.DataFrame
    cast: pd.DataFrame
    mentions: pd.DataFrame
    counts: dict[str, pd.DataFrame]
    corpus: str
    options: Options


def open(corpus: str | Path, options: Options = DEFAULT) -> Data:
    """Measure a corpus, or read what was measured before.

    Parameters
    ----------
    corpus : str or path
        Anything `load.articles` reads, or a data set that `bulk.measure` wrote.
    options : Options
        A data set keeps the options it was measured with; where others are asked for, a notice says so.

    Returns
    -------
    Data

    Raises
    ------
    InputError
        The corpus or an option cannot be used.
    """
    if is_stored(corpus):
        return _stored(Path(corpus), options)
    articles = load.articles(str(corpus))
    root = store.folder()
    sources = [articles.iloc[at : at + PART] for at in range(0, len(articles), PART)]
    parts = [measure({"source": source}, options, root) for source in sources]
    if "framing" in options.measures:
        cast = store.read([find_cast(parts, options, root, min_articles=1)])
        parts = [measure({"source": source, "cast": cast}, options, root) for source in sources]
        return _assembled(parts, str(corpus), options, cast)
    return _assembled(parts, str(corpus), options)


def articles(corpus: str | Path) -> pd.DataFrame:
    """The articles of a corpus or of a data set, without measuring anything."""
    if is_stored(corpus):
        return open(corpus, DEFAULT._replace(measures=())).articles
    return load.articles(str(corpus))


def is_stored(corpus: str | Path) -> bool:
    """Whether the corpus is a data set that was measured before."""
    return (Path(corpus) / MANIFEST).is_file()


def _stored(folder: Path, options: Options) -> Data:
    """Read a data set; of its measures, those asked for."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["version"] != store.VERSION:
        raise InputError(f"{folder} was written by another version of Parallax; measure its corpus again.")
    kept = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in manifest["options"].items()
    }
    before = Options(**kept)
    missing = [name for name in options.measures if name not in before.measures]
    if missing:
        have = ", ".join(before.measures)
        raise InputError(f"{folder} holds {have} but not {missing[0]}; measure its corpus again with it.")
    fewer = set(options.lexicons) <= set(before.lexicons)
    same = {"measures", "lexicons"} if fewer else {"measures"}
    other = [
        name
        for name in Options._fields
        if name not in same and getattr(options, name) != getattr(before, name)
    ]
    if other:
        said = ", ".join(f"{name} {getattr(before, name)!r}" for name in other)
        warnings.warn(f"{folder} was measured with {said}; its numbers are used as they are.", stacklevel=3)
    asked = before._replace(measures=options.measures)
    wanted = {name for stage in stages.wanted(asked, ("source", "cast")) for name in stage.makes}
    parts = [
        {name: folder / name / file for name, file in part.items() if name in wanted}
        for part in manifest["parts"]
    ]
    cast = manifest["cast"] if "framing" in asked.measures else ""
    data = _assembled(parts, str(folder), asked, store.read([folder / "cast" / cast]) if cast else None)
    return _narrowed(data, options.lexicons) if fewer and "frames" in data.counts else data


def _narrowed(data: Data, lexicons: tuple[str, ...]) -> Data:
    """The data with the frames of some lexicons only."""
    items = set(lexicon.together(lexicons)["item"])
    frames = data.counts["frames"]
    frames = frames[frames.index.get_level_values("item").isin(items)]
    hits = data.hits[(data.hits["measure"] != "frames") | data.hits["item"].isin(items)]
    return data._replace(
        counts=data.counts | {"frames": frames},
        hits=hits,
        options=data.options._replace(lexicons=lexicons),
    )


def find_cast(parts: list[dict[str, Path]], options: Options, root: Path, min_articles: int) -> Path:
    """Fix who the actors of a corpus are, in one pass over its tokens, so that all its parts agree.

    Parameters
    ----------
    parts : list of dict
        Where each part's frames are, as `measure` returns them.
    options : Options
    root : Path
        The store.
    min_articles : int
        How many articles must name an actor.

    Returns
    -------
    Path
        Where the frame is that `actors.find` made.
    """
    from analysis import actors

    files = [store.content(options.aliases)] if options.aliases else []
    tokens = [part["tokens"] for part in parts]
    key = store.key([path.stem for path in tokens], files, min_articles, store.code("analysis.actors"))
    path = store.paths(root, ["cast"], key)["cast"]
    if not path.exists():
        found = actors.find(store.read(tokens), aliases=options.aliases or None, min_articles=min_articles)
        store.write(found, path)
    return path


def measure(given: Mapping[str, pd.DataFrame], options: Options, root: Path) -> dict[str, Path]:
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
        Where each frame of the part is. Equal articles and options give the same paths.
    """
    keys = {name: store.digest(frame) for name, frame in given.items()}
    frames = dict(given)
    paths: dict[str, Path] = {}
    for stage in stages.wanted(options, given):
        key = stage.key(options, keys)
        keys |= dict.fromkeys(stage.makes, key)
        made = store.paths(root, stage.makes, key)
        if not all(path.exists() for path in made.values()):
            for name in set(stage.reads) - set(frames):
                frames[name] = store.read([paths[name]])
            results = stage.run(*(frames[name] for name in stage.reads), options)
            for name, frame in zip(stage.makes, results, strict=True):
                store.write(frame, made[name])
                frames[name] = frame
        paths |= made
    return paths


def alternatives(data: Data, measure: str) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """The same measure under other choices as defensible as ours, for `compare.sides`.

    Quotations left out (whose words are they?), doubtful spans left out where there are any, and, for
    measures that ask where sentences end, sentences split by spaCy's parser rather than by rules.

    Returns
    -------
    dict of str to (counts, exposure)
    """
    quoted = data.sentences.set_index(["article_id", "sentence_id"])[["quoted", "doubtful"]]
    found = {"without quotations": _within(data, measure, quoted.index[quoted["quoted"] < 0.5])}
    if (quoted["doubtful"] > 0).any():
        found["without doubtful spans"] = _within(data, measure, quoted.index[quoted["doubtful"] == 0])
    items = "item" in data.counts[measure].index.names
    if not items and not is_stored(data.corpus) and data.options.splitter != "spacy":
        other = open(data.corpus, data.options._replace(splitter="spacy"))
        found["sentences split by spaCy"] = (other.counts[measure], exposure(other))
    return found


def exposure(data: Data) -> pd.DataFrame:
    """Words and sentences per sentence row: what item counts are compared against."""
    return data.counts["readability"][["words", "sentences"]]


def _within(data: Data, measure: str, kept: pd.MultiIndex) -> tuple[pd.DataFrame, pd.DataFrame]:
    counts, base = data.counts[measure], exposure(data)
    rows = counts.index.droplevel("item") if "item" in counts.index.names else counts.index
    return counts[rows.isin(kept)], base[base.index.isin(kept)]


def _assembled(
    parts: list[dict[str, Path]], corpus: str, options: Options, cast: pd.DataFrame | None = None
) -> Data:
    frames = {name: store.read(part[name] for part in parts) for name in parts[0]}
    hits = [frames.pop(name) for name in list(frames) if name.endswith("_hits")]
    text = {name: frames.pop(name, pd.DataFrame()) for name in TEXT}
    every = pd.concat(hits, ignore_index=True) if hits else pd.DataFrame()
    cast = pd.DataFrame() if cast is None else cast
    return Data(**text, hits=every, cast=cast, counts=frames, corpus=corpus, options=options)
