"""One article, its views and its cuts -> the HTML of its column in the reader.

First its raw text becomes passages: runs of characters that share sentence, removal and marks. What is drawn
is decided there and nowhere else, so that it can be tested without a page: passages joined in order are the
raw text again, character for character.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.present.numbers import write_count, write_short
from analysis.present.reader.views import View

# --- from raw text to runs of characters --------------------------------------------------------


NONE = -1


class Passage(NamedTuple):
    """A run of characters.

    Attributes
    ----------
    text : str
    sentence : int
        Number of the sentence it belongs to, -1 between sentences.
    paragraph : int
        Number of its paragraph, -1 outside any.
    cut : int
        Position of the ledger row that removed it, -1 where kept.
    review : int
        Position of the ledger row that doubts it, -1 where nobody does.
    hits : tuple of int
        Positions of the hits that cover it.
    """

    text: str
    sentence: int
    paragraph: int
    cut: int
    review: int
    hits: tuple[int, ...]


def split_passages(
    raw: str, sentences: pd.DataFrame, ledger: pd.DataFrame, hits: pd.DataFrame
) -> list[Passage]:
    """Split one article's `raw` where anything changes.

    Parameters
    ----------
    raw : str
    sentences, ledger, hits : DataFrame
        The rows of this article (`schema`); positions in the result count these rows from 0.

    Returns
    -------
    list of Passage
        In order; their texts tile `raw`.
    """
    size = len(raw)
    sentence = _painted(size, sentences, sentences["sentence_id"].to_numpy())
    paragraph = _painted(size, sentences, sentences["paragraph_id"].to_numpy())
    doubt = ledger["kind"].eq("review").to_numpy()
    rows = np.arange(len(ledger))
    cut = _painted(size, ledger[~doubt], rows[~doubt])
    review = _painted(size, ledger[doubt], rows[doubt])
    sentence[cut != NONE] = NONE
    edges = {0, size, *hits["start"].tolist(), *hits["end"].tolist()}
    for layer in (sentence, paragraph, cut, review):
        edges.update((np.flatnonzero(np.diff(layer)) + 1).tolist())
    places = sorted(edge for edge in edges if 0 <= edge <= size)
    covering = _covering(places, hits)
    return [
        Passage(
            raw[start:end],
            int(sentence[start]),
            int(paragraph[start]),
            int(cut[start]),
            int(review[start]),
            tuple(covering.get(start, ())) if cut[start] == NONE else (),
        )
        for start, end in pairwise(places)
        if start < end
    ]


def group_paragraphs(parts: list[Passage]) -> Iterator[tuple[int, list[Passage]]]:
    """Group passages into paragraphs, and what stands between them under -1.

    White space between the sentences of one paragraph stays with it, and so does what was cut there.
    """
    number, held, between = NONE, [], []
    for part in parts:
        if part.paragraph == NONE:
            between.append(part)
        elif part.paragraph == number:
            held += between
            between = []
            held.append(part)
        else:
            if held:
                yield number, held
            if between:
                yield NONE, between
            number, held, between = part.paragraph, [part], []
    if held:
        yield number, held
    if between:
        yield NONE, between


def _painted(size: int, spans: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    layer = np.full(size, NONE, dtype=np.int64)
    for start, end, value in zip(spans["start"], spans["end"], values, strict=True):
        layer[start:end] = value
    return layer


def _covering(places: list[int], hits: pd.DataFrame) -> dict[int, list[int]]:
    """Say for the start of each run which hits cover it."""
    covering: dict[int, list[int]] = {}
    starts = np.array(places)
    for row, (start, end) in enumerate(zip(hits["start"], hits["end"], strict=True)):
        for place in starts[np.searchsorted(starts, start) : np.searchsorted(starts, end)].tolist():
            covering.setdefault(place, []).append(row)
    return covering


# --- from runs of characters to HTML -------------------------------------------------------------

_HITS_NAMED = 8  # words named in one sentence's note


class _Column(NamedTuple):
    """What drawing one article needs, looked up once.

    `uid` is the prefix of its ids; `kinds` and `rules` are those of its ledger's rows; `weights` and `marks`
    (keys of the views it made) those of its hits, by position; `notes` what is said of each sentence, and
    `steps` the attributes that colour it; `links` its partners, as (anchor, words).
    """

    uid: str
    kinds: list[str]
    rules: list[str]
    weights: list[float]
    marks: list[list[str]]
    steps: dict[int, str]
    notes: dict[int, str]
    links: dict[int, list[tuple[str, str]]]
    texts: bool


def draw_column(
    article: pd.Series,
    sentences: pd.DataFrame,
    ledger: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    views: list[View],
    links: dict[int, list[tuple[str, str]]],
    uid: str,
    head: str,
    texts: bool,
    level: int,
) -> str:
    """Draw one article.

    Parameters
    ----------
    article : Series
        Its row of `schema.ARTICLES`.
    sentences, ledger, hits : DataFrame
        Its rows; `hits` has a column `row`, the position in the frame of all articles' hits.
    views : list of View
    links : dict
        Sentence number -> list of (anchor, what it leads to).
    uid, head : str
        Prefix of its ids in the page, and what stands above it.
    texts : bool
        Whether the text itself is shown.
    level : int
        Of the heading.
    """
    column = _prepare(article.name, sentences, ledger, hits, views, links, uid, texts)
    body, opened = [], set()
    for number, parts in group_paragraphs(split_passages(article["raw"], sentences, ledger, hits)):
        if number == NONE:
            body.append(_draw_fold(column, parts))
        else:
            tag = "div" if any(part.cut != NONE for part in parts) else "p"  # a fold may not stand in a <p>
            body.append(f'<{tag} class="par">{_draw_paragraph(column, parts, opened)}</{tag}>')
    by = [str(article.get(name, "")) for name in ("author", "published")]
    line = " · ".join(
        [*(escape(text) for text in by if text not in ("", "nan")), write_count(len(sentences), "sentence")]
    )
    bars = "".join(f"<i{column.steps[number]}></i>" for number in sentences["sentence_id"])
    return (
        f'<article data-article="{escape(str(article.name))}" aria-labelledby="{uid}">'
        f'<header><p class="side">{escape(head)}</p>'
        f'<h{level} id="{uid}">{_title(article)}</h{level}><p class="by">{line}</p>'
        f'<div class="strip" aria-hidden="true">{bars}</div></header>{"".join(body)}</article>'
    )


def draw_struck(name: str, article: pd.Series, ledger: pd.DataFrame, looks: dict[str, str]) -> str:
    """Draw one article as it came, what was removed struck through in the look of its kind."""
    nothing = pd.DataFrame(columns=["sentence_id", "paragraph_id", "start", "end"])
    parts = split_passages(article["raw"], nothing, ledger, nothing)
    out = []
    for row, run in groupby(parts, key=lambda part: max(part.cut, part.review)):
        text = escape("".join(part.text for part in run))
        kind = str(ledger["kind"].iloc[row]) if row != NONE else "whitespace"
        if kind == "whitespace":
            out.append(text)
            continue
        tag = "span" if kind == "review" else "del"
        rule = escape(str(ledger["rule"].iloc[row]))
        out.append(
            f'<{tag} class="{looks[kind]}" tabindex="0"><span class="kind">{escape(kind)}</span>'
            f'{text}<span class="tip" role="note">rule {rule}</span></{tag}>'
        )
    head = escape(" · ".join(str(part) for part in (article.get("outlet", ""), name) if part))
    return (
        f'<section class="raw"><h2>{_title(article)}</h2><p class="by">{head}</p>'
        f'<div class="text">{"".join(out)}</div></section>'
    )


def anchor(uid: str, sentence: int) -> str:
    """Name the place of a sentence in the page."""
    return f"{uid}-{sentence}"


def _title(article: pd.Series) -> str:
    return escape(str(article.get("title", "")) or str(article.name))


def _prepare(name, sentences, ledger, hits, views, links, uid, texts) -> _Column:
    """Look up once what every passage and sentence of an article will ask for."""
    keys: dict[int, list[str]] = {row: [] for row in hits["row"]}
    for view in views:
        for row in view.hits & keys.keys():
            keys[row].append(view.key)
    marks = [keys[row] for row in hits["row"]]
    words: dict[tuple[int, str], list[str]] = {}
    for text, weight, sentence, made in zip(
        hits["text"], hits["weight"], hits["sentence_id"], marks, strict=True
    ):
        said = f"{' '.join(str(text).split())} {write_short(weight, '+')}"
        for key in made:
            words.setdefault((sentence, key), []).append(said)
    steps, notes = {}, {}
    for number, share in zip(sentences["sentence_id"], sentences["quoted"], strict=True):
        told = [(view.key, view.steps.get((name, number), "")) for view in views]
        steps[number] = "".join(f' data-s-{key}="{step}"' for key, step in told if step)
        head = f"Sentence {number + 1}" + (f", {share:.0%} quoted" if share > 0 else "")
        lines = (
            _draw_line(view, view.numbers.get((name, number), ""), words.get((number, view.key), []))
            for view in views
        )
        notes[number] = f"<span>{head}</span>{''.join(lines)}"
    ledger_words = ledger["kind"].astype(str).tolist(), ledger["rule"].astype(str).tolist()
    return _Column(uid, *ledger_words, hits["weight"].tolist(), marks, steps, notes, links, texts)


def _draw_line(view: View, said: str, words: list[str]) -> str:
    """Write what hover and focus show of one view: its number, and the words behind it."""
    if not said:
        return ""
    because = f' <span class="why">{escape(", ".join(words[:_HITS_NAMED]))}</span>' if words else ""
    return f'<span data-t="{view.key}">{escape(view.label)}: <b>{escape(said)}</b>{because}</span>'


def _draw_paragraph(column: _Column, parts: list[Passage], opened: set[int]) -> str:
    """Draw a paragraph: its sentences in order, each once opened and, after a cut, gone on with."""
    out = []
    for (cut, sentence), run in groupby(parts, key=lambda part: (part.cut, part.sentence)):
        if cut != NONE:
            out.append(_draw_cut(column, cut, "".join(part.text for part in run)))
        elif sentence == NONE:
            out += [escape(part.text) if column.texts else " " for part in run]
        else:
            text = "".join(_draw_words(column, part) for part in run)
            out.append(_draw_sentence(column, sentence, text, sentence not in opened))
            opened.add(sentence)
    return "".join(out)


def _draw_sentence(column: _Column, number: int, text: str, opening: bool) -> str:
    if not opening:
        return f'<span class="s"{column.steps[number]}>{text}</span>'
    place = anchor(column.uid, number)
    links = "".join(
        f' <a class="link" href="#{there}" title="{escape(words)}"><span aria-hidden="true">↔</span>'
        f'<span class="unseen">{escape(words)}</span></a>'
        for there, words in column.links.get(number, ())
    )
    return (
        f'<span class="s" id="{place}"{column.steps[number]}><button type="button" class="no" '
        f'aria-describedby="{place}-t"><span class="unseen">Sentence </span>{number + 1}</button>'
        f'{text}{links}<span class="tip" role="tooltip" id="{place}-t">{column.notes[number]}</span></span>'
    )


def _draw_words(column: _Column, part: Passage) -> str:
    """Write a run of characters, marked with the views whose score it made."""
    text = escape(part.text)
    sums: dict[str, float] = {}
    for hit in part.hits:
        for key in column.marks[hit]:
            sums[key] = sums.get(key, 0) + column.weights[hit]
    if sums:
        lowered = " ".join(key for key, total in sums.items() if total < 0)
        down = f' data-d="{lowered}"' if lowered else ""
        text = f'<mark data-m="{" ".join(sums)}"{down}>{text}</mark>'
    elif not column.texts:
        return " … " if part.text.strip() else " "
    if part.review != NONE:
        rule = escape(column.rules[part.review])
        text = f'<span class="doubt" title="Kept, but doubtful ({rule})">{text}</span>'
    return text


def _draw_fold(column: _Column, parts: Iterable[Passage]) -> str:
    """Draw what was removed between two paragraphs as one fold, which names the kinds it holds."""
    runs = [
        (cut, "".join(part.text for part in run)) for cut, run in groupby(parts, key=lambda part: part.cut)
    ]
    cuts = [(cut, text) for cut, text in runs if cut != NONE and column.kinds[cut] != "whitespace"]
    if not cuts:
        return ""
    named: dict[str, int] = {}
    for cut, _ in cuts:
        kind = column.kinds[cut].replace("_", " ")
        named[kind] = named.get(kind, 0) + 1
    summary = ", ".join(kind if count == 1 else f"{kind} ×{count}" for kind, count in named.items())
    inside = "".join(f"<li>{_draw_removed(column, cut, text)}</li>" for cut, text in cuts)
    return f'<details class="cut"><summary>removed: {escape(summary)}</summary><ul>{inside}</ul></details>'


def _draw_cut(column: _Column, cut: int, text: str) -> str:
    """Draw what was removed inside a paragraph as a fold in its line."""
    if column.kinds[cut] == "whitespace":
        return " "
    summary = escape(column.kinds[cut].replace("_", " "))
    return (
        f'<details class="cut inline"><summary>removed: {summary}</summary>'
        f"{_draw_removed(column, cut, text)}</details>"
    )


def _draw_removed(column: _Column, cut: int, text: str) -> str:
    shown = f"<del>{escape(text.strip())}</del>" if column.texts else f"{len(text)} characters"
    kind = escape(column.kinds[cut].replace("_", " "))
    return f'{shown} <span class="rule">{kind}, rule {escape(column.rules[cut])}</span>'
