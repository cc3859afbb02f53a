"""The tone of sentences, by a panel of instruments: sentence in, additive counts out.

Every instrument gives a sentence a tone between -1 (most negative) and 1 (most positive) and names the
words that made it so. A side's tone is the mean over its sentences. Word lists read words, not meaning:
"war" is negative in a peace plan too, and irony passes unseen. VADER's tone grows with the length of a
sentence (two mild words together score higher than each alone), so a side that writes longer sentences
gets tones further from 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import offsets as places
from analysis.measures.sentiment import vader, valence
from analysis.schema import HITS, InputError

NEUTRAL = 0.05  # |tone| below this is a neutral sentence; the threshold VADER's authors recommend
COLUMNS = ("tone", "positive", "negative", "touched", "scored")
LEXICONS = Path(__file__).parents[2] / "lexicons"
PANEL = ("vader", "afinn", "huliu", "combined")


def panel() -> pd.DataFrame:
    """Describe the instruments.

    Returns
    -------
    DataFrame
        One row per instrument: `words` it knows, their `licence` and `source`, `scale` (what its tone is),
        `blind` (what it does not see). What share of a corpus's sentences and words it scores is in `scores`:
        `touched` and `scored`.
    """
    return pd.read_csv(LEXICONS / "sentiment_panel.csv", index_col="instrument").loc[list(PANEL)]


def label(instrument: str) -> str:
    """Return the name that stands in columns: of a word list's path, the file's name without its ending."""
    return instrument if instrument in PANEL else re.sub(r"\W+", "_", Path(instrument).stem)


@lru_cache(maxsize=16)
def _word_list(instrument: str) -> valence.WordList:
    """Read a word list of the panel, or the user's own, which is taken as it stands."""
    if instrument not in PANEL:
        return valence.compile(valence.read(instrument))
    names = valence.read(LEXICONS / "sentiment_names.csv")["term"]
    return valence.compile(valence.read(LEXICONS / f"sentiment_{instrument}.csv"), names)


def _checked(instruments: Sequence[str]) -> dict[str, str]:
    """Return instrument -> name in columns, once it is sure that each can be used."""
    named = {instrument: label(instrument) for instrument in instruments}
    for instrument, name in named.items():
        if instrument not in PANEL and not instrument.endswith(".csv"):
            raise InputError(
                f"There is no sentiment instrument {instrument!r}: choose of {', '.join(PANEL)}, or give the "
                "path of a CSV file with the columns term and valence."
            )
        if list(named.values()).count(name) > 1 or (name in PANEL and name != instrument):
            raise InputError(
                f"Two sentiment instruments are called {name!r}: rename the file {instrument!r}."
            )
    return named


def counts(sentences: pd.DataFrame, instruments: Sequence[str] = PANEL) -> pd.DataFrame:
    """Score every sentence with every instrument.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    instruments : sequence of str
        Names in `PANEL`, or paths of the user's own word lists (see `valence`).

    Returns
    -------
    DataFrame
        One row per sentence, indexed by `article_id`, `sentence_id`; every column may be summed.
        `sentences` is 1, `words` the number of words. Per instrument:
        `vader_tone` (-1 to 1; sum over sentences), `vader_positive` and `vader_negative` (1 where the tone
        is at least .05 from 0 on that side), `vader_touched` (1 where any word was scored),
        `vader_scored` (how many words were).
    """
    texts = sentences["text"].tolist()
    words = valence.stream(texts)
    columns = {"sentences": np.ones(len(texts)), "words": words.sizes}
    for instrument, name in _checked(instruments).items():
        if instrument == "vader":
            tone, scored = map(np.array, vader.compounds(texts))
        else:
            tone, scored = valence.tone(words, _word_list(instrument))
        columns[f"{name}_tone"] = tone
        columns[f"{name}_positive"] = tone >= NEUTRAL
        columns[f"{name}_negative"] = tone <= -NEUTRAL
        columns[f"{name}_touched"] = scored > 0
        columns[f"{name}_scored"] = scored
    index = pd.MultiIndex.from_frame(sentences[["article_id", "sentence_id"]])
    return pd.DataFrame(columns, index=index, dtype=float)


def only(counts: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Return one instrument's counts as `tone`, `positive`, ..., ready to swap for another's."""
    plain = {f"{instrument}_{column}": column for column in COLUMNS}
    missing = [column for column in plain if column not in counts]
    if missing:
        have = [column.removesuffix("_tone") for column in counts if column.endswith("_tone")]
        raise InputError(f"These counts lack the instrument {instrument!r}; they have {', '.join(have)}.")
    return counts[["sentences", "words", *plain]].rename(columns=plain)


def tones(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the tone of every sentence: indexed as `counts`, one column per instrument (-1 to 1)."""
    return counts[[name for name in counts if name.endswith("_tone")]].rename(
        columns=lambda name: name.removesuffix("_tone")
    )


def alternatives(
    choices: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]], counts: pd.DataFrame, instrument: str
) -> dict[str, pd.DataFrame]:
    """Return one instrument's counts under other `choices`, and every other instrument's in its place.

    `choices` and `counts` hold the whole panel, as `dataset.alternatives` and `counts` give it.
    """
    found = {name: only(panel, instrument) for name, (panel, _) in choices.items()}
    others = [column.removesuffix("_tone") for column in counts if column.endswith("_tone")]
    return found | {f"{name} instead": only(counts, name) for name in others if name != label(instrument)}


def scores(sums: pd.DataFrame) -> pd.DataFrame:
    """Turn summed counts into mean tone and shares.

    Parameters
    ----------
    sums : DataFrame
        Summed rows of `counts` (any index), or of `only`.

    Returns
    -------
    DataFrame
        Same index. For every instrument in `sums`, named as there: `tone`, the mean tone of its sentences
        (-1 to 1, higher is more positive); `positive`, `negative`, `neutral`, the shares of such sentences;
        `touched`, the share of sentences with a scored word; `scored`, the share of words that are
        scored. NaN where there are no sentences.
    """
    sentences = sums["sentences"].where(sums["sentences"] > 0)
    words = sums["words"].where(sums["words"] > 0)
    result = {}
    for column in sums.columns:
        if not (column == "tone" or column.endswith("_tone")):
            continue
        prefix = column.removesuffix("tone")
        result[column] = sums[column] / sentences
        for share in ("positive", "negative"):
            result[prefix + share] = sums[prefix + share] / sentences
        result[prefix + "neutral"] = 1 - result[prefix + "positive"] - result[prefix + "negative"]
        result[prefix + "touched"] = sums[prefix + "touched"] / sentences
        result[prefix + "scored"] = sums[prefix + "scored"] / words
    return pd.DataFrame(result, index=sums.index)


_MEANING = {
    "tone": "mean tone (-1 to 1, higher is more positive)",
    "positive": "share of positive sentences (0 to 1)",
    "negative": "share of negative sentences (0 to 1)",
    "neutral": "share of neutral sentences (0 to 1)",
    "touched": "share of sentences with a scored word (0 to 1)",
    "scored": "share of words that are scored (0 to 1)",
}
LABELS = {key: text[0].upper() + text[1:] for key, text in _MEANING.items()} | {
    f"{name}_{key}": f"{name}: {text}" for name in PANEL for key, text in _MEANING.items()
}


def course(counts: pd.DataFrame, sentences: pd.DataFrame, bins: int = 10) -> pd.DataFrame:
    """Spread every sentence's counts over equal parts of its article.

    Parameters
    ----------
    counts : DataFrame
        As `counts` or `only` returns them.
    sentences : DataFrame
        `schema.SENTENCES`, the sentences of `counts`.
    bins : int
        Number of parts, each with an equal share of the article's characters.

    Returns
    -------
    DataFrame
        Long: indexed by `article_id`, `sentence_id`, `item`, the part from 1 to `bins`. A sentence that
        lies in two parts gives each the share of it that lies there; summed over parts, the counts are
        as before.
    """
    length = sentences["text"].str.len().astype(float)
    article = sentences["article_id"]
    end = length.groupby(article).cumsum()
    total = length.groupby(article).transform("sum")
    start, end = (end - length) / total * bins, end / total * bins
    parts = []
    for part in range(bins):
        inside = np.clip(end, part, part + 1) - np.clip(start, part, part + 1)
        share = (inside / (end - start)).to_numpy()
        here = share > 0
        index = pd.MultiIndex.from_frame(
            sentences.loc[here, ["article_id", "sentence_id"]].assign(item=part + 1)
        )
        rows = index.droplevel("item")
        values = counts.reindex(rows).to_numpy() * share[here, None]
        parts.append(pd.DataFrame(values, index=index, columns=counts.columns))
    return pd.concat(parts).sort_index()


def hits(
    sentences: pd.DataFrame, ledger: pd.DataFrame | None = None, instruments: Sequence[str] = PANEL
) -> pd.DataFrame:
    """Return the words that gave each sentence its tone, where they stand in the source.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    ledger : DataFrame, optional
        `schema.LEDGER`; needed where a sentence spans a cut.
    instruments : sequence of str
        Names in `PANEL`, or paths of the user's own word lists (see `valence`).

    Returns
    -------
    DataFrame
        `schema.HITS`. `token_id` is the number of the word in its sentence, as the instrument cuts words
        (not the number of a token); `measure` the instrument, `item` "positive" or "negative", `weight` the
        valence after negation and degree. Words that were scored 0 are left out.

    Raises
    ------
    InputError
        A sentence spans a cut and no ledger was given.
    """
    texts = sentences["text"].tolist()
    words = valence.stream(texts)
    rows = [
        (name, *hit)
        for instrument, name in _checked(instruments).items()
        for hit in _spans(instrument, texts, words)
        if hit[-1]
    ]
    table = pd.DataFrame(rows, columns=["measure", "row", "token_id", "left", "right", "weight"])
    table = table.astype({"measure": "str", "weight": float} | dict.fromkeys(table.columns[1:5], np.int64))
    here = sentences.iloc[table["row"]].reset_index(drop=True)
    written = [
        text[left:right]
        for text, left, right in zip(here["text"], table["left"], table["right"], strict=True)
    ]
    start, end = places.in_raw(here, ledger, table["left"].to_numpy(), table["right"].to_numpy())
    return pd.DataFrame(
        {
            "article_id": here["article_id"],
            "sentence_id": here["sentence_id"],
            "token_id": table["token_id"],
            "measure": table["measure"],
            "item": pd.Series(np.where(table["weight"] > 0, "positive", "negative"), dtype="str"),
            "start": start,
            "end": end,
            "text": pd.Series(written, dtype="str"),
            "weight": table["weight"],
        }
    )[[*HITS.key, *HITS.columns]]


def _spans(
    instrument: str, texts: list[str], words: valence.Stream
) -> list[tuple[int, int, int, int, float]]:
    """Rows of (text's number, word's number, start, end, valence)."""
    if instrument == "vader":
        vocabulary = vader.Vocabulary()
        return [(row, *hit) for row, text in enumerate(texts) for hit in vader.spans(text, vocabulary)]
    return valence.spans(texts, words, _word_list(instrument))
