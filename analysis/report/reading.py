"""All that was measured of a few articles, on one page to read: the reader's frames out of a data set.

One page holds every view: tone, difficulty, frames, actors, and what the sides share. The notebook
`reading` shows it, the report publishes it, and ``python -m analysis read`` writes it as a file of its own.
"""

from collections.abc import Sequence

import pandas as pd

from analysis.dataset import Data, read_meanings
from analysis.measures import coverage, readability, sentiment
from analysis.present import reader
from analysis.schema import InputError, quoted

MOST, CHARACTERS = 30, 300_000
"""Articles on one page, and characters of their texts, unless they are named; the page stays under 2 MB."""
LABELS = {"tone": "tone", "difficulty": "difficulty (Flesch-Kincaid grade)", "actors": "Tone toward"}
_SHARED = ["sentence_id", "token_id", "start", "end", "text"]


def draw_articles(
    data: Data,
    sides: pd.Series,
    shown: Sequence[str] = (),
    measure: str | None = None,
    texts: bool = True,
) -> reader.Fragment:
    """Draw articles side by side with every view their measures allow.

    Parameters
    ----------
    data : Data
        From `dataset.open_data`; measures that were not taken have no view.
    sides : Series
        Side of each article (`dataset.name_sides`): named above it, and matched with the others.
    shown : sequence of str
        Ids of the articles, in order; by default the first of each side, then the second, as many as one page
        holds.
    measure : str, optional
        What colours the page at first: "tone", "difficulty", a frame or an actor; by default the tone.
    texts : bool
        False leaves out all but the marked words.

    Returns
    -------
    reader.Fragment

    Raises
    ------
    InputError
        There is no article of that id, or no such measure.
    """
    frames, options = _prepared(data, sides, shown)
    return reader.draw_reader(*frames, **options | {"measure": measure, "texts": texts})


def draw_articles_page(data: Data, sides: pd.Series, shown: Sequence[str] = ()) -> str:
    """Draw the same as an HTML file that opens with no network; parameters as for `draw_articles`."""
    frames, options = _prepared(data, sides, shown)
    return reader.draw_reader_page(*frames, **options)


def choose_articles(articles: pd.DataFrame, sides: pd.Series, shown: Sequence[str] = ()) -> pd.DataFrame:
    """The articles to show: those named, else as many as one page holds, each side in its turn."""
    unknown = [name for name in shown if name not in articles.index]
    if unknown:
        some = ", ".join(map(str, articles.index[:5]))
        raise InputError(f"There is no article {quoted(unknown[0])} to read; ids begin with {some}.")
    if shown:
        return articles.loc[list(shown)]
    turns = articles.groupby(sides.reindex(articles.index), sort=False, dropna=False).cumcount()
    inturn = articles.loc[turns.sort_values(kind="stable").index[:MOST]]
    sizes = inturn["text"].str.len().cumsum()
    return inturn[(sizes <= CHARACTERS) | (sizes == sizes.iloc[:1].max())]


def _prepared(
    data: Data, sides: pd.Series, shown: Sequence[str]
) -> tuple[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame], dict]:
    """Give the reader's frames, of the articles to show alone, and its options."""
    articles = choose_articles(data.articles, sides, shown)
    sentences, ledger, hits, mentions, tokens = (
        frame[frame["article_id"].isin(articles.index)].reset_index(drop=True) if len(frame) else frame
        for frame in (data.sentences, data.ledger, data.hits, data.mentions, data.tokens)
    )
    parts, scores = [readability.find_readability_hits(sentences, ledger)], {}
    if "sentiment" in data.counts:
        instrument = sentiment.choose_instrument(data.counts["sentiment"])
        tone = sentiment.select_instrument(data.counts["sentiment"], instrument)
        scores["tone"] = sentiment.score_sentiment(tone)["tone"]
    scores["difficulty"] = readability.score_readability(data.counts["readability"])["flesch_kincaid_grade"]
    if len(hits):
        words = hits["measure"].replace("combined", "tone")  # leaving each word out would take a minute
        parts.append(hits.assign(measure=words)[words.isin(["tone", "frames"])])
    if len(mentions):
        parts.append(_actors(mentions))
    options: dict = {"scores": pd.DataFrame(scores), "labels": LABELS, "sides": sides, "most": len(articles)}
    if len(mentions):
        options["toward"] = data.counts["actor_tone"]
    if len(tokens):
        meanings = read_meanings(sentences, data.options.reader)
        links = coverage.align_sentences(
            tokens, sides.reindex(articles.index), block=articles["event"], meanings=meanings
        )
        options["links"] = links[links["match"] == "counterpart"]
    return (articles, sentences, ledger, pd.concat(parts, ignore_index=True)), options


def _actors(mentions: pd.DataFrame) -> pd.DataFrame:
    """Mentions of actors as hits of a measure "actors"."""
    return mentions[["article_id", *_SHARED]].assign(
        measure="actors", item=mentions["actor"].astype("str"), weight=1.0
    )
