"""What can be known to fail before anything runs: parameters held against the corpus they are for."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis import dataset, lexicon
from analysis.schema import InputError

TEXTUAL = ("raw", "text", "source", "sha256", "url", "title")


def against_corpus(values: Mapping[str, object]) -> None:
    """Check the parameters that only make sense for some corpora.

    Parameters
    ----------
    values : mapping of str to object
        Every parameter, `corpus` among them.

    Raises
    ------
    InputError
        The corpus cannot be read, `side` is no column or an empty one, or a file cannot be used.
    """
    corpus = str(values["corpus"])
    articles = dataset.articles(corpus)
    if "side" in values:
        _sides(articles, str(values["side"]))
    if values.get("lexicon"):
        lexicon.read(str(values["lexicon"]))
    for name in ("aliases", "codes"):
        if values.get(name) and not Path(str(values[name])).is_file():
            raise InputError(f"There is no file {values[name]!r} for the parameter {name}.")


def _sides(articles: pd.DataFrame, side: str) -> None:
    filled = [name for name in articles if name not in TEXTUAL and (articles[name] != "").any()]
    choices = (
        f"columns that say something here are {', '.join(filled)}" if filled else "no column says anything"
    )
    if side not in articles or side in TEXTUAL:
        raise InputError(f"The articles have no column {side!r} to compare by; {choices}.")
    if side not in filled:
        raise InputError(f"No article has a value for {side!r}, so there are no sides; {choices}.")
