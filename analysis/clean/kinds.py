"""What kind of text an article is, where it is no running prose: its sentences are read as such."""

import re
from collections import Counter

import pandas as pd

_NAME_IN_CAPITALS = r"[A-Z][\w.'’-]*[A-Z.](?: [A-Z][\w.'’-]*[A-Z.]){0,3}(?:, [A-Z ,]{2,40})?"
_LABEL = re.compile(rf"(?:{_NAME_IN_CAPITALS}|Q|A|Question|Answer):(?!\w)")
_QUESTION = ("Q", "Question")
_TURNS = 3
"""Turns of a speaker, or stamps of time, that make the kind."""
_STAMPS = ("time-stamp", "doubt-time")


def guess_text_kinds(articles: pd.DataFrame, ledger: pd.DataFrame) -> pd.Series:
    """Tell transcripts, questions and answers, and live pages from running prose.

    A sentence means another thing there: speech is short, and a live page has many authors and hours.

    Parameters
    ----------
    articles, ledger : DataFrame
        As `clean.clean_articles` gives them.

    Returns
    -------
    Series
        Indexed by `article_id`: "live page" (three stamps of time or more), "questions and answers" or
        "transcript" (two speakers or more, named before what they say, of at least three turns each, who hold
        a fifth of the lines), or empty.
    """
    stamps = ledger[ledger["rule"].isin(_STAMPS)].groupby("article_id").size()
    kinds = {key: _kind_of_speech(text) for key, text in articles["text"].items()}
    kinds |= {key: "live page" for key, number in stamps.items() if number >= _TURNS and key in kinds}
    return pd.Series(kinds, index=articles.index, dtype="str", name="kind of text")


def _kind_of_speech(text: str) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found = (match[0] for line in lines if (match := _LABEL.match(line)))
    labels = Counter(re.split("[,:]", label)[0] for label in found)
    speakers = {name: turns for name, turns in labels.items() if turns >= _TURNS}
    if len(speakers) < 2 or sum(speakers.values()) < len(lines) / 5:
        return ""
    return "questions and answers" if speakers.keys() & set(_QUESTION) else "transcript"
