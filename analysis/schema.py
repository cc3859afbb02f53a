"""The frames that flow through the workbook: what one row is, its key, its columns and their units.

Every other module takes and returns these frames; they are the only thing modules share. Texts and
tokens carry character offsets ``start:end`` into the article's ``raw``, so every number leads back
to words in the untouched source.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd


class InputError(ValueError):
    """Something a user gave cannot be used; the message is one sentence naming it and the remedy."""


def quoted(value: object, longest: int = 80) -> str:
    """A value as messages quote it back: in quotation marks, on one line, cut where it is long."""
    text = repr(value)
    return text if len(text) <= longest else f"{text[: longest - 2]}…{text[-1]}"


class Schema(NamedTuple):
    """A frame's contract.

    Attributes
    ----------
    name : str
        What the frame is called throughout.
    row : str
        What one row is.
    key : tuple of str
        Columns (or index levels) that identify a row.
    columns : dict of str to str
        Each further column that must be there, with its meaning and unit.
    indexed : bool
        Whether the key is the frame's index (else it stands in columns).
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: dict[str, str]
    indexed: bool = False


ARTICLES = Schema(
    "articles",
    "one article",
    ("article_id",),
    {
        "outlet": "who published it",
        "title": "headline",
        "author": "byline",
        "published": "date of publication, ISO 8601, empty where unknown",
        "genre": "news, opinion, ...",
        "event": "the story it tells; articles of one event are compared within it",
        "url": "address",
        "source": "file it was read from, relative to the corpus",
        "sha256": "hash of that file's bytes (of the record's text, where a file holds many)",
        "cut": "`yes` where the text says at its end that it is not all of the article, else empty",
        "raw": "the decoded text as it came; never edited",
    },
    indexed=True,
)

LEDGER = Schema(
    "ledger",
    "one span of `raw` that was removed, or (kind `review`) is doubtful and was kept",
    ("article_id", "start"),
    {
        "end": "offset into `raw`, exclusive",
        "kind": "what the span is: headline, byline, caption, credit, bio, related_link, ..., whitespace",
        "rule": "id of the rule that found it",
        "text": "the span itself",
    },
)

SENTENCES = Schema(
    "sentences",
    "one sentence of the kept text",
    ("article_id", "sentence_id"),
    {
        "paragraph_id": "number of its paragraph in the article, from 0",
        "start": "offset into `raw`",
        "end": "offset into `raw`, exclusive; a removed span may lie between",
        "text": "the kept characters of `raw[start:end]`; a line break within is a blank",
        "quoted": "share of its characters inside quotation marks, 0 to 1",
        "doubtful": "share of its characters inside `review` spans of the ledger, 0 to 1",
    },
)

TOKENS = Schema(
    "tokens",
    "one token of the linguistic annotation",
    ("article_id", "sentence_id", "token_id"),
    {
        "start": "offset into `raw`",
        "end": "offset into `raw`, exclusive",
        "text": "the token as written",
        "lemma": "its dictionary form, lower case unless a name",
        "pos": "part of speech, Universal Dependencies",
        "dep": "relation to its head, spaCy's English labels",
        "head": "token_id of its head in the same sentence (its own, for the root)",
        "ent_type": "type of the named entity it belongs to, or empty",
        "ent_iob": "B where a named entity begins, I inside one, O elsewhere",
    },
)

ATTRIBUTIONS = Schema(
    "attributions",
    "one stretch, within a sentence, of a statement that the text gives to a source",
    ("article_id", "attribution_id", "part"),
    {
        "sentence_id": "where the stretch stands",
        "content_start": "offset into `raw`",
        "content_end": "offset into `raw`, exclusive",
        "cue_start": "offset of the word that introduces it, -1 where there is none",
        "cue_end": "its end, exclusive",
        "source_start": "offset of the source's words, -1 where there is none",
        "source_end": "their end, exclusive",
        "source": "the source as written",
        "actor": "the actor who is the source, or empty",
        "kind": "officials, experts, citizens, media, named or not; person (of whom no such role is told), "
        "organisation, place, group, law; documents, anonymous, author, other; unnamed",
        "form": "direct, indirect or mixed speech",
        "words": "words of the stretch",
        "doubt": "why it is not to be listed as what its source says, or empty",
    },
)

HITS = Schema(
    "hits",
    "one word or phrase that a measure scored",
    ("article_id", "sentence_id", "token_id", "measure", "item"),
    {
        "start": "offset into `raw`",
        "end": "offset into `raw`, exclusive",
        "text": "the words as written",
        "weight": "what the hit adds to the item's count",
    },
)

COUNTS = Schema(
    "counts",
    "one sentence [x item]; every column is additive, so any rows may be summed",
    ("article_id", "sentence_id"),
    {},
    indexed=True,
)

ESTIMATES = Schema(
    "estimates",
    "one score [x item] of one side",
    ("score", "item", "side"),
    {
        "estimate": "the score; NaN where undefined",
        "low": "lower end of its interval",
        "high": "upper end of its interval",
        "unit": "what was resampled: sentence, article or event",
        "n": "how many of those units the side has",
        "reason": "why the estimate is NaN or its interval missing, else empty",
    },
)

VERDICTS = ("clear", "fragile", "no clear difference", "too little text")
"""What may be said of a primary difference, firmest first."""

JOINT = " + "
"""Joins the names of defensible choices that are made together."""

GAPS = Schema(
    "gaps",
    "one score [x item] x pair of sides",
    ("score", "item", "side_a", "side_b"),
    {
        "difference": "score of side_a minus score of side_b; NaN where undefined",
        "low": "lower end of its interval, not adjusted for several comparisons",
        "high": "upper end of its interval",
        "p_value": "from permutation, NaN for scores not named primary",
        "p_adjusted": "after Benjamini-Hochberg over the primary family, times the number of questions",
        "verdict": "clear, fragile, no clear difference, too little text; empty for secondary scores",
        "unit": "what was resampled",
        "n": "how many of those units both sides have together",
        "reason": "what made the verdict fragile or the number undefined, else empty",
    },
)


def check(frame: "pd.DataFrame", schema: Schema) -> "pd.DataFrame":
    """Return `frame` unchanged if it keeps `schema`.

    Parameters
    ----------
    frame : DataFrame
    schema : Schema

    Raises
    ------
    InputError
        A column is missing, or two rows have the same key.
    """
    present = set(frame.index.names if schema.indexed else ()) | set(frame.columns)
    missing = [name for name in (*schema.key, *schema.columns) if name not in present]
    if missing:
        raise InputError(f"The {schema.name} frame lacks {', '.join(missing)} (one row is {schema.row}).")
    keys = frame.index if schema.indexed else frame.set_index(list(schema.key)).index
    if not keys.is_unique:
        raise InputError(f"The {schema.name} frame has two rows for {keys[keys.duplicated()][0]!r}.")
    return frame
