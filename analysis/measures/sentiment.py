"""The tone of sentences, by a panel of instruments: sentence in, additive counts out.

Every instrument gives a sentence a tone between -1 (most negative) and 1 (most positive) and names the
words that made it so. A side's tone is the mean over its sentences. Word lists read words, not meaning:
"war" is negative in a peace plan too, and irony passes unseen. VADER's tone grows with the length of a
sentence (two mild words together score higher than each alone), so a side that writes longer sentences
gets tones further from 0.

The other instruments are word lists in the format of `lexicon`; so is a user's own. With s the sum of a
sentence's valences after negation, in units of the list's typical valence (root mean square), and n its
number of words, the tone is s / sqrt(s^2 + 2 n): dividing by sqrt(n) keeps long sentences, which hit more
words, from drifting outward.

`reader` is the shipped model that reads whole sentences (`reader_model`), `panel` the weighted sum of the
lists' tones and the model's: of all, it agrees best with people (`lexicons/sentiment_validation.csv`).
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import lexicon, offsets, phrases, reader_model
from analysis.measures import vader
from analysis.measures.registry import Measure
from analysis.schema import JOINT, InputError

NEUTRAL = 0.05  # |tone| below this is a neutral sentence; the threshold VADER's authors recommend
FLIP = -0.5  # "not good" is negative, but less so than "bad" (Taboada et al. 2011 make the same point)
SPREAD = 2.0  # how fast the tone of a sentence saturates; in units of one typical word per sqrt(word)
COLUMNS = ("tone", "positive", "negative", "touched", "scored")
LISTS = ("vader", "afinn", "huliu", "combined")
MODELS = ("reader", "panel")
INSTRUMENTS = (*LISTS, *MODELS)
DEFAULT = "panel"
PANEL_WEIGHTS = {"vader": 0.08, "afinn": 0.2, "huliu": 0.2, "combined": 0.12, "reader": 0.5}
"""What each tone counts in `panel`: over news, each list varies alike then, all four as the model."""
EFFECT = 0.05  # a word without which a sentence's tone moves by less did not make it


def describe_instruments() -> pd.DataFrame:
    """Describe the instruments.

    Returns
    -------
    DataFrame
        One row per instrument: `words` it knows, their `licence` and `source`, `scale` (what its tone is),
        `blind` (what it does not see). What share of a corpus's sentences and words it scores is in the
        scores: `touched` and `scored`.
    """
    return pd.read_csv(lexicon.FOLDER / "sentiment_instruments.csv", index_col="instrument").loc[
        list(INSTRUMENTS)
    ]


def name_instrument(instrument: str) -> str:
    """Return the name that stands in columns: of a word list's path, the file's name without its ending."""
    return instrument if instrument in INSTRUMENTS else re.sub(r"\W+", "_", Path(instrument).stem)


def read_list(instrument: str) -> pd.DataFrame:
    """Read a word list, of the panel by name or the user's own by path, with its instrument as `item`.

    A list of the panel begins with the names and offices that carry no tone ("vice president"), weighted 0;
    a user's own is taken as it stands.
    """
    if instrument not in INSTRUMENTS:
        return lexicon.read_lexicon(instrument, ("term", "valence")).assign(item=name_instrument(instrument))
    files = [lexicon.FOLDER / f"sentiment_{name}.csv" for name in ("names", instrument)]
    parts = [lexicon.read_lexicon(file, ("term", "valence")) for file in files]
    return pd.concat(parts).assign(item=instrument)


@lru_cache(maxsize=16)
def _read_lists(instruments: tuple[str, ...]) -> tuple[pd.DataFrame, pd.Series]:
    """Read word lists as one lexicon, and the typical valence of each by its name."""
    table = pd.concat([read_list(instrument) for instrument in instruments], ignore_index=True)
    scored = table[table["weight"] != 0]
    return table, (scored["weight"] ** 2).groupby(scored["item"]).mean() ** 0.5


def _name_columns(instruments: Sequence[str]) -> dict[str, str]:
    """Return instrument -> name in columns, once it is sure that each can be used."""
    named = {instrument: name_instrument(instrument) for instrument in instruments}
    for instrument, name in named.items():
        if instrument not in INSTRUMENTS and not instrument.endswith(".csv"):
            raise InputError(
                f"There is no sentiment instrument {instrument!r}: choose of {', '.join(INSTRUMENTS)}, or "
                "give the path of a CSV file with the columns term and valence."
            )
        if list(named.values()).count(name) > 1 or (name in INSTRUMENTS and name != instrument):
            raise InputError(
                f"Two sentiment instruments are called {name!r}: rename the file {instrument!r}."
            )
    return named


def _cut_words(texts: list[str], lists: tuple[str, ...]) -> tuple[phrases.Cut, pd.DataFrame]:
    """Cut texts, and find the words that lists score: `row` (of text), `item`, `first`, `last`, `valence`."""
    if not lists:
        return phrases.cut_texts(texts), pd.DataFrame()
    table, _ = _read_lists(lists)
    cut = phrases.cut_texts(texts, frozenset(table["term"].tolist()))
    places = phrases.find_phrases(cut.words, table)
    places = places[cut.heads[places["first"]] | (places["last"] > places["first"])].reset_index(drop=True)
    used = table.iloc[places["term"]]
    valence = used["weight"].to_numpy() * np.where(places["negated"], FLIP, 1.0)
    return cut, places.assign(row=cut.words.row[places["first"]], item=used["item"].array, valence=valence)


_NAMES = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW")
"""Named entities; the other types of `schema.TOKENS` are dates and amounts."""


def _read_texts(sentences: pd.DataFrame, tokens: pd.DataFrame | None) -> list[str]:
    """Texts as the instruments see them, character for character what `offsets.fold_text` writes.

    Names are no feelings ("Joy Reid", "the United States"): their letters are x. Addresses are blank.
    """
    texts = [offsets.fold_text(text)[0] for text in sentences["text"]]
    texts = [_blank_addresses(text) for text in texts]
    if tokens is None or tokens.empty:
        return texts
    named = tokens.loc[tokens["ent_type"].isin(_NAMES) & tokens["text"].str[:1].str.isupper()]
    place = sentences[["article_id", "sentence_id", "start"]].assign(row=range(len(sentences)))
    named = named[["article_id", "sentence_id", "start", "text"]].merge(
        place, on=["article_id", "sentence_id"], suffixes=("", "_of_sentence")
    )
    for row, at, name in zip(
        named["row"], named["start"] - named["start_of_sentence"], named["text"], strict=True
    ):
        # what was cut out of the sentence, or is invisible, only ever moves a word to the left
        start = texts[row].rfind(name, 0, at + len(name))
        if start >= 0:
            hidden = re.sub(r"\w", lambda letter: "X" if letter[0].isupper() else "x", name)
            texts[row] = texts[row][:start] + hidden + texts[row][start + len(name) :]
    return texts


def _blank_addresses(text: str) -> str:
    if "." not in text and "@" not in text:
        return text
    return re.sub(
        r"\S+", lambda word: " " * len(word[0]) if offsets.ADDRESS.match(word[0]) else word[0], text
    )


def choose_instruments(model: bool = True) -> tuple[str, ...]:
    """Return the instruments that can be used here: `INSTRUMENTS`, or `LISTS` alone without the model.

    Parameters
    ----------
    model : bool
        Whether the model that reads is wanted. Where it is and is not there, a notice says why.
    """
    missing = reader_model.explain_missing_model() if model else ""
    if missing:
        warnings.warn(f"{missing} Tone is measured by word lists alone.", UserWarning, stacklevel=2)
    return INSTRUMENTS if model and not missing else LISTS


def count_sentiment(
    sentences: pd.DataFrame,
    instruments: Sequence[str] | None = None,
    tokens: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score every sentence with every instrument; additive.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    instruments : sequence of str, optional
        Names in `INSTRUMENTS`, or paths of the user's own word lists (see `lexicon`); by default
        `choose_instruments()`.
    tokens : DataFrame, optional
        `schema.TOKENS` of the sentences; without it names of people and places are words like others. The
        model reads them in any case.

    Returns
    -------
    DataFrame
        One row per sentence, indexed by `article_id`, `sentence_id`; every column may be summed.
        `sentences` is 1, `words` the number of words. Per instrument:
        `vader_tone` (-1 to 1; sum over sentences), `vader_positive` and `vader_negative` (1 where the tone
        is at least .05 from 0 on that side), `vader_touched` (1 where any word was scored),
        `vader_scored` (how many words were; the model reads them all).
    """
    named = _name_columns(choose_instruments() if instruments is None else instruments)
    sizes, scores = _score_texts(_read_texts(sentences, tokens), _read_texts(sentences, None), tuple(named))
    columns = {"sentences": np.ones(len(sizes)), "words": sizes}
    for instrument, name in named.items():
        tone, scored = scores[instrument]
        columns[f"{name}_tone"] = tone
        columns[f"{name}_positive"] = tone >= NEUTRAL
        columns[f"{name}_negative"] = tone <= -NEUTRAL
        columns[f"{name}_touched"] = scored > 0
        columns[f"{name}_scored"] = scored
    index = pd.MultiIndex.from_frame(sentences[["article_id", "sentence_id"]])
    return pd.DataFrame(columns, index=index, dtype=float)


def _score_texts(
    texts: list[str], named_texts: list[str], instruments: tuple[str, ...]
) -> tuple[np.ndarray, dict[str, tuple[np.ndarray, np.ndarray]]]:
    """Return how many words each text has and, by instrument, its tone and how many words were scored.

    The lists see `texts`, where names may be hidden; the model `named_texts`, where they are not.
    """
    needed = dict.fromkeys((*instruments, *(PANEL_WEIGHTS if "panel" in instruments else ())))
    lists = tuple(instrument for instrument in needed if instrument not in ("vader", *MODELS))
    cut, places = _cut_words(texts, lists)
    scores = {}
    for instrument in needed:
        if instrument == "vader":
            tones = [vader.score_tone(text) for text in texts]
            scores["vader"] = np.array([t.compound for t in tones]), np.array([t.scored for t in tones])
        elif instrument == "reader":
            scores["reader"] = np.nan_to_num(reader_model.read_tone(named_texts)), cut.sizes
        elif instrument != "panel":
            name = name_instrument(instrument)
            own = places[places["item"] == name]
            values = own["valence"] / _read_lists(lists)[1].get(name, 1.0)
            total = np.bincount(own["row"], values, minlength=len(texts))
            tone = total / np.sqrt(total**2 + SPREAD * np.maximum(cut.sizes, 1))
            scores[instrument] = tone, np.bincount(own["row"], minlength=len(texts))
    if "panel" in needed:
        tone = sum(weight * scores[instrument][0] for instrument, weight in PANEL_WEIGHTS.items())
        scores["panel"] = np.clip(tone, -1, 1), cut.sizes
    return cut.sizes, scores


def choose_instrument(counts: pd.DataFrame, instrument: str = DEFAULT) -> str:
    """Return `instrument`, or "combined" where it asks the model and `counts` were made without it.

    `counts` are `count_sentiment`'s, or `list_tones` of them. A notice says so: the two are not equally good.
    """
    if instrument not in MODELS or {instrument, f"{instrument}_tone"} & set(counts.columns):
        return instrument
    warnings.warn(
        f"These texts were measured without the model that reads, so {instrument!r} is not known: the tone "
        "is that of 'combined'.",
        UserWarning,
        stacklevel=2,
    )
    return "combined"


def select_instrument(counts: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Return one instrument's counts as `tone`, `positive`, ..., ready to swap for another's.

    A model reads every word, so that only for lists is counted what they score.
    """
    plain = {f"{instrument}_{column}": column for column in COLUMNS}
    missing = [column for column in plain if column not in counts]
    if missing:
        have = [column.removesuffix("_tone") for column in counts if column.endswith("_tone")]
        raise InputError(f"These counts lack the instrument {instrument!r}; they have {', '.join(have)}.")
    counts = counts[["sentences", "words", *plain]].rename(columns=plain)
    return counts.drop(columns=["touched", "scored"]) if instrument in MODELS else counts


def list_tones(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the tone of every sentence: indexed as `counts`, one column per instrument (-1 to 1)."""
    return counts[[name for name in counts if name.endswith("_tone")]].rename(
        columns=lambda name: name.removesuffix("_tone")
    )


def list_instruments_instead(
    choices: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]], counts: pd.DataFrame, instrument: str
) -> dict[str, pd.DataFrame]:
    """Return one instrument's counts under other `choices`, and every other's under each and under none.

    `choices` and `counts` hold the whole panel, as `dataset.alternatives` and `count_sentiment` give it.
    """
    found = {name: select_instrument(panel, instrument) for name, (panel, _) in choices.items()}
    for other in list_tones(counts):
        if other != name_instrument(instrument):
            instead = f"{other} instead"
            found[instead] = select_instrument(counts, other)
            for name, (panel, _) in choices.items():
                found[f"{name}{JOINT}{instead}"] = select_instrument(panel, other)
    return found


def score_sentiment(sums: pd.DataFrame) -> pd.DataFrame:
    """Turn summed counts into mean tone and shares.

    Parameters
    ----------
    sums : DataFrame
        Summed rows of `count_sentiment` (any index), or of `select_instrument`.

    Returns
    -------
    DataFrame
        Same index. For every instrument in `sums`, named as there: `tone`, the mean tone of its sentences
        (-1 to 1, higher is more positive); `positive`, `negative`, `neutral`, the shares of such sentences;
        `touched`, the share of sentences with a scored word; `scored`, the share of words that are
        scored, where `sums` has them. NaN where there are no sentences.
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
        if prefix + "scored" in sums:
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
    f"{name}_{key}": f"{name}: {text}" for name in INSTRUMENTS for key, text in _MEANING.items()
}


def spread_over_course(counts: pd.DataFrame, sentences: pd.DataFrame, bins: int = 10) -> pd.DataFrame:
    """Spread every sentence's counts over equal parts of its article; mergeable.

    Parameters
    ----------
    counts : DataFrame
        As `count_sentiment` or `select_instrument` returns them.
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


def find_sentiment_hits(
    sentences: pd.DataFrame,
    ledger: pd.DataFrame | None = None,
    instruments: Sequence[str] = LISTS,
    tokens: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the words that gave each sentence its tone, where they stand in the source.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    ledger : DataFrame, optional
        `schema.LEDGER`; needed where a sentence spans a cut.
    instruments : sequence of str
        Names in `INSTRUMENTS`, or paths of the user's own word lists (see `lexicon`).
    tokens : DataFrame, optional
        As for `count_sentiment`.

    Returns
    -------
    DataFrame
        `schema.HITS`. `token_id` is the number of the word in its sentence, as the instrument cuts words
        (not the number of a token); `measure` the instrument, `item` "positive" or "negative", `weight` the
        valence after negation and degree. Words that were scored 0 are left out. Of `reader` and `panel`,
        `weight` is what the tone loses where the word is left out, at least .05 either way; that takes a
        reading per word, so ask for the sentences you show.

    Raises
    ------
    InputError
        A sentence spans a cut and no ledger was given.
    """
    named = _name_columns(instruments)
    texts = _read_texts(sentences, tokens)
    lists = tuple(instrument for instrument in named if instrument not in ("vader", *MODELS))
    columns = ["row", "token_id", "left", "right", "weight"]
    found = {}
    if "vader" in named:
        words = [(row, *word) for row, text in enumerate(texts) for word in vader.locate_words(text)]
        found["vader"] = pd.DataFrame(words, columns=columns)
    if lists:
        cut, words = _cut_words(texts, lists)
        row, first, last = (words[name].to_numpy() for name in ("row", "first", "last"))
        number = first - np.searchsorted(cut.words.row, row)  # in its sentence
        table = zip(row, number, cut.start[first], cut.end[last], words["valence"], strict=True)
        table = pd.DataFrame(table, columns=columns)
        found |= {name: table[words["item"] == name] for name in map(name_instrument, lists)}
    for name in named:
        if name in MODELS:
            words = _leave_words_out(texts, _read_texts(sentences, None), name)
            found[name] = pd.DataFrame(words, columns=columns)
    spans = pd.concat([found[name].assign(measure=name) for name in named.values()], ignore_index=True)
    spans["item"] = np.where(spans["weight"] > 0, "positive", "negative")
    return offsets.locate_hits(spans, sentences, ledger)


def _leave_words_out(
    texts: list[str], named_texts: list[str], instrument: str
) -> list[tuple[int, int, int, int, float]]:
    """List the words without which a tone moves: row, number, place, and what the tone loses."""
    cut = phrases.cut_texts(texts)
    row = cut.words.row
    number = np.arange(len(row)) - np.searchsorted(row, row)
    columns = (row[cut.heads], number[cut.heads], cut.start[cut.heads], cut.end[cut.heads])
    places = list(zip(*(column.tolist() for column in columns), strict=True))
    less_text, less_named = (
        [f"{some[row][:start]}{some[row][end:]}" for row, _, start, end in places]
        for some in (texts, named_texts)
    )
    tone = _score_texts(texts, named_texts, (instrument,))[1][instrument][0]
    less = _score_texts(less_text, less_named, (instrument,))[1][instrument][0]
    effects = [float(tone[place[0]] - left) for place, left in zip(places, less, strict=True)]
    return [(*place, effect) for place, effect in zip(places, effects, strict=True) if abs(effect) >= EFFECT]


def _measure(
    sentences: pd.DataFrame, ledger: pd.DataFrame, tokens: pd.DataFrame, options
) -> tuple[pd.DataFrame, pd.DataFrame]:
    own = (options.valences,) if options.valences else ()
    counts = count_sentiment(sentences, (*choose_instruments(options.reader), *own), tokens)
    return counts, find_sentiment_hits(sentences, ledger, (*LISTS, *own), tokens)


MEASURE = Measure(
    name="sentiment",
    measure=_measure,
    score=score_sentiment,
    labels=LABELS,
    primary=("tone",),
    reads=("sentences", "ledger", "tokens"),
    hits=True,
    uses=("valences", "reader"),
    packages=("vaderSentiment", *reader_model.PACKAGES),
    files=lambda options: [
        *reader_model.list_model_files(),
        *sorted(lexicon.FOLDER.glob("sentiment_*.csv")),
        *([options.valences] if options.valences else []),
    ],
)
