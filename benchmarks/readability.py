"""All readability scores of every article, against textstat (Python) and textstat-rs (Rust)."""

import math

import numpy as np
import pandas as pd

from analysis import annotate
from analysis.measures import readability, syllables
from benchmarks import peers
from benchmarks.pairs import Row, in_turn
from benchmarks.peer import RUST, SCORES


def rows(texts: pd.Series, rounds: int) -> list[Row]:
    """Measure; `texts` are cleaned articles by id."""
    ledger = pd.DataFrame(columns=["article_id", "start", "end", "kind", "rule", "text"])
    articles = texts.to_frame("raw").rename_axis("article_id")
    given = annotate.split_sentences(articles, ledger)
    count = f"{len(texts)} articles, {len(given)} sentences"
    with peers.asked() as ask:
        listed = texts.tolist()
        apart = difference(ask, listed)
        timed = in_turn(
            rounds,
            textstat=lambda: ask("readability", texts=listed, package="textstat")["seconds"],
            rust=lambda: ask("readability", texts=listed, package="textstat_rs")["seconds"],
            empty=lambda: _forgetful(given),
            ours=lambda: _score(given),
            split=lambda: _score(annotate.split_sentences(articles, ledger)),
        )
        known = syllables.count_stretch.cache_info().currsize
        rust = rust_apart(ask, listed)
    equal = {"values equal to textstat's (greatest difference 0)": apart == 0}
    words = f"{known} distinct words"
    return [
        timed.row(
            "readability against textstat", count, "textstat", "ours", bound=">= 40", checks=equal,
            note="sentences given, word facts in memory",
        ),
        timed.row("the same, splitting sentences too", count, "textstat", "split"),
        timed.row("the same, memory of words empty", count, "textstat", "empty", note=words),
        timed.row(
            "readability against textstat-rs", count, "rust", "ours", bound=">= 12",
            note=f"it has {len(RUST)} of the {len(SCORES)} scores, up to {rust:.2g} off textstat's",
        ),
        timed.row("the same, memory of words empty", count, "rust", "empty", note=words),
    ]  # fmt: skip


def _score(sentences: pd.DataFrame) -> None:
    readability.score_readability(
        readability.count_readability(sentences).groupby(level="article_id", sort=False).sum()
    )


def _forgetful(sentences: pd.DataFrame) -> None:
    syllables.count_stretch.cache_clear()
    _score(sentences)


def difference(ask, texts: list[str]) -> float:
    """Greatest difference from textstat over all scores, given its own words and sentences.

    Of the words that the dictionary has: other syllables are counted otherwise here, by intent.
    """
    texts = [" ".join(word for word in text.split() if syllables.is_listed(word)) for text in texts]
    theirs = ask("readability", texts=texts, package="textstat")["values"]
    found = readability.score_like_textstat(
        pd.DataFrame([_sums(split) for split in ask("splits", texts=texts)])
    )
    expected = pd.DataFrame(theirs)[list(SCORES)].to_numpy(float)
    return float(np.abs(found[list(SCORES)].to_numpy() - expected).max()) if len(texts) else math.nan


def _sums(split: dict) -> dict[str, int]:
    """Our facts of textstat's words, with textstat's numbers of sentences, tokens and characters."""
    facts = [syllables.count_word(word) for word in split["words"]]
    totals = [sum(column) for column in zip(*facts, strict=True)] or [0] * len(syllables.WordCounts._fields)
    own = {name: split[name] for name in ("sentences", "tokens", "characters")}
    return dict(zip(syllables.WordCounts._fields, totals, strict=True)) | own


def rust_apart(ask, texts: list[str]) -> float:
    """Greatest difference between textstat-rs and textstat on the first texts."""
    pair = [
        pd.DataFrame(ask("readability", texts=texts[:50], package=package)["values"])
        for package in ("textstat", "textstat_rs")
    ]
    return float((pair[0][list(RUST)] - pair[1][list(RUST)]).abs().max().max())
