"""Where the terms of a lexicon stand in a text.

Every token becomes one integer for its lemma and form; terms are compared with the few thousand
distinct integers, not with every token, and only places where a term's first word stands are looked
at further. So the time grows with the text and with the hits, hardly with the lexicon.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

NEGATORS = frozenset(
    [
        *("not", "n't", "no", "never", "neither", "nor", "none", "nobody", "nothing", "nowhere"),
        *("cannot", "without", "hardly", "scarcely", "barely"),
    ]
)
REACH = 3  # words a negation reaches; wide enough for "did not really want to", short of the next clause
HYPHENS = ("-", "‐", "‑", "–")  # the last too, where nothing parts it from the words it joins
CLOSING = frozenset([*",;:.?!()[]—–", "--", "...", "…", "but"])  # a negation does not reach beyond these


def _plain(word: str) -> str:
    """Return a word as it is compared: lower case, straight apostrophe."""
    return word.lower().replace("’", "'")


def _singular(name: str) -> str:
    """Return a name without its plural s, which lemmatizers leave on: "Democrats", headline "Critics"."""
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith("ss") else name


class _Stream(NamedTuple):
    """Tokens as integers: the words of every sentence one after another, no spaces, no hyphens."""

    row: np.ndarray  # position in the token frame
    sentence: np.ndarray  # number of the sentence
    kind: np.ndarray  # number of the kind of word: lemma, form, whether a name
    lemmas: np.ndarray  # lemma of each kind, as compared
    forms: np.ndarray  # form of each kind, as compared
    pos: np.ndarray  # number of the part of speech
    tags: np.ndarray  # those parts of speech
    negated: np.ndarray  # whether a negation reaches this word


def _codes(values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return each value's number, and the values by number as they are compared."""
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    return codes.astype(np.int64), np.array([_plain(word) for word in distinct.tolist()], dtype=object)


def _stream(tokens: pd.DataFrame) -> _Stream:
    lemma, lemmas = _codes(tokens["lemma"])
    form, forms = _codes(tokens["text"])
    pos, tags = _codes(tokens["pos"])
    article, _ = _codes(tokens["article_id"])
    sentence = np.cumsum(_changes(article) | _changes(tokens["sentence_id"].to_numpy()))

    joins = np.isin(forms, HYPHENS)[form] & _touches(tokens)
    row = np.flatnonzero(~(joins | (tags == "space")[pos]))
    name = (tags == "propn")[pos[row]]
    distinct, kind = np.unique((lemma[row] * len(forms) + form[row]) * 2 + name, return_inverse=True)
    kind_forms = forms[distinct // 2 % max(len(forms), 1)]
    kind_lemmas = lemmas[distinct // 2 // max(len(forms), 1)]
    kind_lemmas = np.where(distinct % 2, [*map(_singular, kind_lemmas)], kind_lemmas).astype(object)
    negated = _negated(
        sentence[row], np.isin(forms, [*NEGATORS])[form[row]], np.isin(forms, [*CLOSING])[form[row]]
    )
    return _Stream(row, sentence[row], kind, kind_lemmas, kind_forms, pos[row], tags, negated)


def _changes(values: np.ndarray) -> np.ndarray:
    """Tell which entries differ from the one before; the first does."""
    return np.concatenate([np.ones(min(len(values), 1), dtype=bool), values[1:] != values[:-1]])


def _touches(tokens: pd.DataFrame) -> np.ndarray:
    """Tell which tokens stand close to both neighbours, with no space between."""
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    close = (
        np.concatenate([[False], start[1:] == end[:-1], [False]]) if len(start) else np.zeros(1, dtype=bool)
    )
    return close[1:] & close[:-1]


def _negated(sentence: np.ndarray, negator: np.ndarray, closing: np.ndarray) -> np.ndarray:
    """Tell which words have a negator within `REACH` words before them, in the same clause."""
    if not len(sentence):
        return np.zeros(0, dtype=bool)
    here = np.arange(len(sentence))
    negators = np.maximum.accumulate(np.where(negator, here, -REACH - 1))
    before = np.concatenate([[-REACH - 1], negators[:-1]])
    clause = np.maximum.accumulate(np.where(_changes(sentence) | closing, here, 0))
    return (here - before <= REACH) & (before >= clause)


def _fits(stream: _Stream, patterns: list[str]) -> np.ndarray:
    """Return sorted unique `kind * len(patterns) + pattern` for each kind that meets a pattern."""
    found = []
    exact = {word: number for number, word in enumerate(patterns) if not word.endswith("*")}
    for words in (stream.lemmas, stream.forms):
        number = np.array([exact.get(word, -1) for word in words], dtype=np.int64)
        met = np.flatnonzero(number >= 0)
        found.append(met * len(patterns) + number[met])
        order = np.argsort(words)
        ordered = words[order]
        for wild, word in enumerate(patterns):
            if word.endswith("*"):
                low, high = np.searchsorted(ordered, [word[:-1], word[:-1] + chr(0x10FFFF)])
                found.append(order[low:high] * len(patterns) + wild)
    return np.unique(np.concatenate(found))


def _candidates(stream: _Stream, terms: list[list[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Return every (position in the stream, term) at which a term's words follow each other."""
    patterns = sorted({word for words in terms for word in words})
    number = {word: k for k, word in enumerate(patterns)}
    longest = max(map(len, terms))
    wanted = np.full((len(terms), longest), -1, dtype=np.int64)
    for k, words in enumerate(terms):
        wanted[k, : len(words)] = [number[word] for word in words]

    fits = _fits(stream, patterns)
    by_first = pd.DataFrame({"pattern": wanted[:, 0], "term": np.arange(len(terms))})
    starts = pd.DataFrame({"kind": fits // len(patterns), "pattern": fits % len(patterns)})
    starts = starts.merge(by_first, on="pattern").sort_values(["kind", "term"], kind="stable")
    per_kind = np.bincount(starts["kind"], minlength=len(stream.forms))
    offset = np.cumsum(per_kind) - per_kind
    many = per_kind[stream.kind]
    position = np.repeat(np.arange(len(stream.kind)), many)
    within = np.arange(len(position)) - np.repeat(np.cumsum(many) - many, many)
    term = starts["term"].to_numpy(dtype=np.int64)[offset[stream.kind[position]] + within]

    for step in range(1, longest):
        needed = wanted[term, step]
        after = np.minimum(position + step, len(stream.kind) - 1)
        key = stream.kind[after] * len(patterns) + needed
        place = np.minimum(np.searchsorted(fits, key), len(fits) - 1)
        same = (position + step == after) & (stream.sentence[after] == stream.sentence[position])
        keep = (needed < 0) | (same & (fits[place] == key))
        position, term = position[keep], term[keep]
    return position, term


def _right_pos(stream: _Stream, position, term, length, pos: pd.Series) -> np.ndarray:
    """Tell which candidates have a word of the part of speech their term asks for."""
    asked, options = pd.factorize(pos)
    allowed = np.array(
        [[not tags or tag in tags.lower().split("|") for tag in stream.tags] for tags in options]
    )
    fine = np.zeros(len(position), dtype=bool)
    for step in range(int(length.max(initial=0))):
        after = np.minimum(position + step, len(stream.kind) - 1)
        fine |= (step < length[term]) & allowed[asked[term], stream.pos[after]]
    return fine


def _longest(item: np.ndarray, start: np.ndarray, length: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return which hits stay when, within an item, the longest of overlapping ones wins.

    Of equally long ones the earlier stays; at the same place, the one of smaller `rank`. All arrays
    have one entry per hit.
    """
    hit = np.repeat(np.arange(len(item)), length)
    within = np.arange(len(hit)) - np.repeat(np.cumsum(length) - length, length)
    place = item[hit] * (start.max(initial=0) + length.max(initial=0) + 1) + start[hit] + within
    _, inverse, times = np.unique(place, return_inverse=True, return_counts=True)
    crowded = np.bincount(hit[times[inverse] > 1], minlength=len(item)) > 0

    stay = ~crowded
    taken: set[tuple[int, int]] = set()
    order = np.lexsort([rank, start, -length])
    for k in order[crowded[order]]:  # few hits touch another, so only those are walked through
        span = {(item[k], here) for here in range(start[k], start[k] + length[k])}
        if taken.isdisjoint(span):
            taken |= span
            stay[k] = True
    return stay


def _written(tokens: pd.DataFrame, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the words of each hit as they stand in the text, one space where there was any gap."""
    words = tokens["text"].to_numpy(dtype=object)
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    written = words[first]
    for k in np.flatnonzero(last > first):
        for here in range(first[k] + 1, last[k] + 1):
            written[k] += (" " if start[here] > end[here - 1] else "") + words[here]
    return written


def match(tokens: pd.DataFrame, lexicon: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Find a lexicon's terms.

    Parameters
    ----------
    tokens : DataFrame
        Tokens in reading order (`schema.TOKENS`).
    lexicon : DataFrame
        As `read` returns it.
    measure : str
        What the hits are for; goes to the column `measure`.

    Returns
    -------
    DataFrame
        One row per hit (`schema.HITS`), in reading order; besides, `term` is the lexicon's term. A
        negated hit of a term that flips has its weight with the opposite sign.
    """
    stream = _stream(tokens)
    if not len(stream.row) or lexicon.empty:
        return _frame(tokens, lexicon, measure, *[np.zeros(0, dtype=np.int64)] * 3, np.zeros(0, dtype=bool))
    terms = [term.split() for term in lexicon["term"]]
    length = np.array([len(words) for words in terms])
    position, term = _candidates(stream, terms)
    fine = _right_pos(stream, position, term, length, lexicon["pos"])
    fine &= ~(stream.negated[position] & (lexicon["negation"] == "drop").to_numpy()[term])
    position, term = position[fine], term[fine]
    item = pd.factorize(lexicon["item"])[0].astype(np.int64)[term]
    rank = (lexicon["pos"] == "").to_numpy()[term] * len(lexicon) + term  # the more specific row first
    stay = _longest(item, position, length[term], rank)
    stay &= (lexicon["weight"] != 0).to_numpy()[term]  # an exception has only kept shorter terms away
    position, term = position[stay], term[stay]
    last = stream.row[position + length[term] - 1]
    return _frame(tokens, lexicon, measure, stream.row[position], last, term, stream.negated[position])


def _frame(tokens, lexicon, measure, first, last, term, negated) -> pd.DataFrame:
    """Return the hits frame for terms that stand at the rows `first` to `last` of `tokens`."""
    opening = tokens[["article_id", "sentence_id", "token_id", "start"]].iloc[first]
    used = lexicon[["item", "term", "weight", "negation"]].iloc[term]
    flipped = negated & (used["negation"] == "flip").to_numpy()
    hits = pd.DataFrame(
        {
            "article_id": opening["article_id"].array,
            "sentence_id": opening["sentence_id"].to_numpy(),
            "token_id": opening["token_id"].to_numpy(),
            "measure": measure,
            "item": used["item"].array,
            "start": opening["start"].to_numpy(),
            "end": tokens["end"].to_numpy()[last],
            "text": pd.Series(_written(tokens, first, last), dtype="str"),
            "weight": used["weight"].to_numpy() * np.where(flipped, -1.0, 1.0),
            "term": used["term"].array,
        }
    )
    return hits.astype({"article_id": "str", "measure": "str", "item": "str", "term": "str"})
