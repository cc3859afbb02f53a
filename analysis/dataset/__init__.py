"""The only composer: a corpus and options to `Data`, through a content-keyed store.

``data = dataset.open_data(corpus, options)`` is the one way to get numbers. Texts are loaded, cleaned, split,
annotated and measured once, part by part, and every later call reads what was kept. A folder that ``python -m
analysis measure`` wrote is a data set: it is read, not measured. `stages` holds the steps, `store` keeps
their frames, `bulk` takes them over a corpus of any size.
"""

import json
import warnings
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import actors, lexicon, load, output, reader_model
from analysis.dataset import stages, store
from analysis.dataset.stages import Options
from analysis.load import Loaded
from analysis.load.formats import Rejected
from analysis.measures.copies import find_copied_sentences
from analysis.measures.registry import ALTERNATIVES, find_measures
from analysis.schema import JOINT, InputError, quoted

PART = 200
MANIFEST = "manifest.json"
KIND = "data set"
DEFAULT = Options()
TEXT = ("articles", "ledger", "sentences", "tokens", "headlines", "mentions", "attributions")
REJECTED = list(Rejected._fields)
REJECTED_FILE = "rejected.parquet"
TEXTUAL = ("raw", "text", "source", "sha256", "url", "title")
"""Columns of articles that name no side."""
MANY = 12
"""Articles that may each be a side of their own."""
NAMED = 3
"""Articles set aside of which the reason is printed."""


class Data(NamedTuple):
    """All that was measured of a corpus.

    Attributes
    ----------
    articles, ledger, sentences, tokens, hits : DataFrame
        As in `schema`; `tokens` and `hits` are empty where the measures asked for make none.
    headlines : DataFrame
        Tokens of the titles.
    cast, mentions : DataFrame
        Who is named (`actors.find_actors`) and where (`find_mentions`); empty without the measure `framing`.
    attributions : DataFrame
        Who says what (`schema.ATTRIBUTIONS`); empty without the measure `framing`.
    counts : dict of str to DataFrame
        One `counts` frame per measure.
    rejected : DataFrame
        What was set aside: `source`, `article_id`, `reason`.
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
    attributions: pd.DataFrame
    counts: dict[str, pd.DataFrame]
    rejected: pd.DataFrame
    corpus: str
    options: Options


def open_data(corpus: str | Path, options: Options = DEFAULT) -> Data:
    """Measure a corpus, or read what was measured before.

    Parameters
    ----------
    corpus : str or path
        Anything `load.load_articles` reads, or a data set that `bulk.measure` wrote.
    options : Options
        A data set keeps the options it was measured with; where others are asked for, a notice says so.

    Returns
    -------
    Data
        Articles that could not be loaded or measured are in `rejected`; a notice counts them.

    Raises
    ------
    InputError
        The corpus or an option cannot be used, or no article could be measured.
    """
    if is_stored(corpus):
        return _stored(Path(corpus), options)
    root = store.folder()
    loaded = load_once(corpus)
    sources = [loaded.articles.iloc[at : at + PART] for at in range(0, len(loaded.articles), PART)]
    measured, rejected = _measured(sources, {}, options, root)
    cast = None
    if "framing" in options.measures:
        cast = store.read([stages.find_cast(measured, options, root, min_articles=1)])
        measured, rejected = _measured(sources, {"cast": cast}, options, root)
    rejected = pd.concat([loaded.rejected, rejected], ignore_index=True)
    return tell_rejected(_assembled(measured, str(corpus), options, rejected, cast))


def _measured(
    sources: list[pd.DataFrame], given: dict[str, pd.DataFrame], options: Options, root: Path
) -> tuple[list[dict[str, Path]], pd.DataFrame]:
    """Where the frames of each part are, and what was set aside."""
    done = [part for source in sources for part in stages.measure_articles(source, given, options, root)]
    rejected = pd.DataFrame([row for part in done for row in part.rejected], columns=REJECTED, dtype="str")
    measured = [part.paths for part in done if part.paths]
    if not measured:
        raise InputError(f"No article could be measured: {rejected['reason'].iloc[0]}")
    return measured, rejected


def tell_rejected(data: Data) -> Data:
    """Return `data`, with a notice where articles were set aside."""
    if len(data.rejected):
        warnings.warn(count_rejected(data.rejected), UserWarning, stacklevel=3)
    return data


def count_rejected(rejected: pd.DataFrame) -> str:
    """Say how many articles were set aside, and why the first few were."""
    many = f"{len(rejected):,} article{'s were' if len(rejected) > 1 else ' was'} set aside"
    few, more = rejected["reason"].iloc[:NAMED], len(rejected) - NAMED
    return f"{many}. {' '.join(few)}" + (f" And {more:,} more." if more > 0 else "")


def load_once(corpus: str | Path) -> Loaded:
    """Load a corpus, or take what was kept when its files were as they are now; notices are given again."""
    root = store.folder()
    facts = load.fingerprint(corpus) or [(str(corpus), date.today().isoformat())]
    key = store.key("loaded", facts, store.code("analysis.load"))
    made = store.paths(root, ["loaded", "unloaded", "notices"], key)
    store.keep(made, lambda: _load(corpus))
    articles, rejected, notices = (store.read([path]) for path in made.values())
    for notice in notices["notice"].drop_duplicates():
        warnings.warn(notice, UserWarning, stacklevel=2)
    return Loaded(articles, rejected)


def _load(corpus: str | Path) -> tuple[pd.DataFrame, ...]:
    """Articles, what was set aside, and one row per `notice`."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loaded = load.load_articles(corpus)
    return *loaded, pd.DataFrame({"notice": [str(one.message) for one in caught]}, dtype="str")


def load_corpus(corpus: str | Path) -> Loaded:
    """The articles of a corpus or of a data set, without measuring anything, and what was set aside."""
    if is_stored(corpus):
        data = _stored(Path(corpus), DEFAULT._replace(measures=()))
        return Loaded(data.articles, data.rejected)
    return load_once(corpus)


def name_sides(articles: pd.DataFrame, side: str = "outlet") -> pd.Series:
    """The side of each article: its value of a column, or itself where the column tells none apart.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`.
    side : str
        A column.

    Returns
    -------
    Series
        Named `side`, indexed by `article_id`; NaN for an article without a value.

    Raises
    ------
    InputError
        There is no such column, or it names no sides and there are too many articles to be sides each.
    """
    filled = [name for name in articles if name not in TEXTUAL and (articles[name].astype("str") != "").any()]
    choices = (
        f"columns that say something here are {', '.join(filled)}" if filled else "no column says anything"
    )
    if side not in articles or side in TEXTUAL:
        raise InputError(f"The articles have no column {quoted(side)} to compare by; {choices}.")
    values = articles[side].astype("str").where(articles[side].astype("str") != "")
    if len(set(values.dropna())) > 1 or (len(articles) == 1 and values.notna().any()):
        return values.rename(side)
    if len(articles) > MANY and values.isna().all():
        raise InputError(f"No article has a value for {quoted(side)}, so there are no sides; {choices}.")
    if len(articles) > MANY:
        return values.rename(side)
    one = f"All are of one {side}" if values.notna().any() else f"No {side} is named"
    warnings.warn(
        f"{one}, so each article is a side of its own; name each file's {side} in articles.csv.",
        UserWarning,
        stacklevel=2,
    )
    return articles.index.to_series().rename(side).astype("str")


def is_stored(corpus: str | Path) -> bool:
    """Whether the corpus is a data set that was measured before, finished or not."""
    mark = output.read_mark(Path(corpus))
    return mark is not None and mark["kind"] == KIND


def read_manifest(folder: Path) -> dict:
    """The manifest of a data set.

    Raises
    ------
    InputError
        The run that writes it is not finished, the manifest is damaged, or another version wrote it.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["version"] != store.VERSION:
            raise InputError(
                f"{folder} was written by another version of Parallax; measure its corpus again."
            )
        options: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in manifest["options"].items()
        }
        return manifest | {"options": Options(**options)}
    except FileNotFoundError:
        raise InputError(f"The data set {folder} is not finished; run measure again to go on.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"The manifest of the data set {folder} is damaged; measure its corpus again."
        ) from None


def _stored(folder: Path, options: Options) -> Data:
    """Read a data set; of its measures, those asked for."""
    manifest = read_manifest(folder)
    before: Options = manifest["options"]
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
    wanted = {name for stage in stages.select_stages(asked, ("source", "cast")) for name in stage.makes}
    measured = [
        {name: folder / name / file for name, file in part.items() if name in wanted}
        for part in manifest["parts"]
    ]
    cast = folder / "cast" / manifest["cast"] if "framing" in asked.measures and manifest["cast"] else None
    rejected = folder / REJECTED_FILE
    needed = [rejected, *([cast] if cast else []), *(path for part in measured for path in part.values())]
    damaged = next((path for path in needed if not store.is_whole(path)), None)
    if damaged:
        name = damaged.relative_to(folder)
        raise InputError(f"The data set {folder} is damaged ({name}); measure its corpus again to mend it.")
    data = _assembled(
        measured, str(folder), asked, store.read([rejected]), store.read([cast]) if cast else None
    )
    return _narrowed(data, options.lexicons) if fewer and "frames" in data.counts else data


def _narrowed(data: Data, lexicons: tuple[str, ...]) -> Data:
    """The data with the frames of some lexicons only."""
    items = set(lexicon.read_lexicons(lexicons)["item"])
    frames = data.counts["frames"]
    frames = frames[frames.index.get_level_values("item").isin(items)]
    hits = data.hits[(data.hits["measure"] != "frames") | data.hits["item"].isin(items)]
    return data._replace(
        counts=data.counts | {"frames": frames},
        hits=hits,
        options=data.options._replace(lexicons=lexicons),
    )


def alternatives(data: Data, measure: str) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """The same measure under every combination of other choices as defensible as ours.

    Quotations left out (whose words are they?); doubtful spans and sentences that another outlet prints too
    left out, where there are any (the latter not in a data set, which may be too large to compare); and, for
    measures that ask where sentences end, sentences split by spaCy's parser rather than by rules.

    Returns
    -------
    dict of str to (counts, exposure)
        As `compare.compare_groups` takes it; a combination is named by its choices, joined by " + ".
    """
    declared = find_measures().get(measure)
    possible = declared[1].alternatives if declared else ALTERNATIVES[:3]
    quotations, doubt, agency, splitter = ALTERNATIVES
    kept = {
        quotations: lambda rows: rows["quoted"] < 0.5,
        doubt: lambda rows: rows["doubtful"] == 0,
        agency: lambda rows: ~rows["copied"],
    }
    sources = {"": data}
    if splitter in possible and not is_stored(data.corpus) and data.options.splitter != "spacy":
        sources[splitter] = open_data(data.corpus, data.options._replace(splitter="spacy"))
    sentences = {name: _mark_copied(source) for name, source in sources.items()}
    if not (sentences[""]["doubtful"] > 0).any():
        del kept[doubt]
    if not sentences[""]["copied"].any():
        del kept[agency]
    left_out = [name for name in kept if name in possible]
    subsets = [some for size in range(len(left_out) + 1) for some in combinations(left_out, size)]
    found = {}
    for (name, source), some in product(sources.items(), subsets):
        rows = sentences[name]
        for choice in some:
            rows = rows[kept[choice](rows)]
        found[JOINT.join(filter(None, [*some, name]))] = _within(source, measure, rows.index)
    del found[""]
    return found


def _mark_copied(data: Data) -> pd.DataFrame:
    """Sentences by their key, `copied` where another outlet prints them too; in a data set none is sought."""
    rows = data.sentences.set_index(["article_id", "sentence_id"])
    if is_stored(data.corpus):
        return rows.assign(copied=False)
    return rows.assign(copied=rows.index.isin(find_copied_sentences(data.articles, data.sentences)))


def read_meanings(sentences: pd.DataFrame, reader: bool = True) -> pd.DataFrame | None:
    """Read what sentences mean (`reader_model.read_meaning`), or take what was kept of the same ones.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`; some 10 ms each the first time.
    reader : bool
        `Options.reader`: whether the model may be asked.

    Returns
    -------
    DataFrame or None
        Indexed by `article_id` and `sentence_id`, one column per number; None where no model is asked.
    """
    if not reader or reader_model.explain_missing_model():
        return None
    made = [store.content(path) for path in reader_model.list_model_files()]
    made += [store.code("analysis.reader_model"), *store.versions(*reader_model.PACKAGES)]
    texts = sentences["text"].tolist()
    kept = store.paths(store.folder(), ["meanings"], store.key(texts, made))
    store.keep(kept, lambda: [pd.DataFrame(reader_model.read_meaning(texts)).rename(columns=str)])
    return store.read(kept.values()).set_index(
        pd.MultiIndex.from_frame(sentences[["article_id", "sentence_id"]])
    )


def exposure(data: Data) -> pd.DataFrame:
    """Words and sentences per sentence row: what item counts are compared against."""
    return data.counts["readability"][["words", "sentences"]]


class Headlines(NamedTuple):
    """Titles as sentences that stand before the first: numbered -1, -2, ..., places are in the title.

    Attributes
    ----------
    sentences : DataFrame
        One row per sentence of a title: `article_id`, `sentence_id`, `start`, `end`, `text`.
    tokens, mentions : DataFrame
        As in `schema`.
    """

    sentences: pd.DataFrame
    tokens: pd.DataFrame
    mentions: pd.DataFrame


def read_headlines(data: Data) -> Headlines:
    """Take the titles as what can be counted like sentences of the text, who is named in them included.

    Who is meant by a name in a title is read from title and text together. Articles without a title have
    no row.
    """
    tokens = actors.mark_headlines(data.headlines)
    key = ["article_id", "sentence_id"]
    sentences = tokens.groupby(key, sort=False).agg(start=("start", "min"), end=("end", "max")).reset_index()
    titles = sentences["article_id"].map(data.articles["title"])
    spans = zip(titles, sentences["start"], sentences["end"], strict=True)
    sentences["text"] = pd.Series([title[start:end] for title, start, end in spans], dtype="str")
    titled = data.tokens[data.tokens["article_id"].isin(tokens["article_id"])]
    every = actors.add_headlines(titled, data.headlines)
    mentions = actors.find_mentions(every, data.cast, outlets=data.articles["outlet"])
    return Headlines(sentences, tokens, mentions[mentions["sentence_id"] < 0])


def _within(data: Data, measure: str, kept: pd.MultiIndex) -> tuple[pd.DataFrame, pd.DataFrame]:
    counts, base = data.counts[measure], exposure(data)
    rows = counts.index.droplevel("item") if "item" in counts.index.names else counts.index
    return counts[rows.isin(kept)], base[base.index.isin(kept)]


def _assembled(
    measured: list[dict[str, Path]],
    corpus: str,
    options: Options,
    rejected: pd.DataFrame,
    cast: pd.DataFrame | None = None,
) -> Data:
    frames = {name: store.read(part[name] for part in measured) for name in measured[0]}
    hits = [frames.pop(name) for name in list(frames) if name.endswith("_hits")]
    text = {name: frames.pop(name, pd.DataFrame()) for name in TEXT}
    every = pd.concat(hits, ignore_index=True) if hits else pd.DataFrame()
    cast = pd.DataFrame() if cast is None else cast
    kept = {"hits": every, "cast": cast, "counts": frames, "rejected": rejected}
    return Data(**text, **kept, corpus=corpus, options=options)
