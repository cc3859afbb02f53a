"""Where words of a sentence's kept text stand in the untouched source."""

import numpy as np
import pandas as pd

from analysis.schema import InputError


def in_raw(
    sentences: pd.DataFrame, ledger: pd.DataFrame | None, left: np.ndarray, right: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Turn places in the text of sentences into places in `raw`, over what was cut out between.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`, one row for each span.
    ledger : DataFrame or None
        `schema.LEDGER`; needed where a sentence spans a cut.
    left, right : array of int
        Each span's start and (exclusive) end, in characters of its sentence's `text`.

    Returns
    -------
    start, end : array of int
        The same in characters of `raw`; `end` is exclusive.

    Raises
    ------
    InputError
        A sentence spans a cut and no ledger was given.
    """
    start, last = sentences["start"].to_numpy() + left, sentences["start"].to_numpy() + right - 1
    cut = (sentences["end"] - sentences["start"]).to_numpy() != sentences["text"].str.len().to_numpy()
    if not cut.any():
        return start, last + 1
    if ledger is None:
        raise InputError(
            "A sentence spans text that was cut out: pass the ledger, so that its words are found."
        )
    removed = ledger[(ledger["kind"] != "review") & ledger["article_id"].isin(sentences["article_id"][cut])]
    for article_id, begin, end in removed.sort_values("start")[["article_id", "start", "end"]].to_numpy():
        inside = cut & (sentences["article_id"] == article_id).to_numpy()
        inside &= (sentences["start"] < begin).to_numpy() & (sentences["end"] > begin).to_numpy()
        start[inside & (start >= begin)] += end - begin
        last[inside & (last >= begin)] += end - begin
    return start, last + 1
