"""One article, its views and its cuts -> the HTML of its column in the reader."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

import pandas as pd

from analysis.present.reader.passages import NONE, Passage, paragraphs, passages
from analysis.present.reader.views import View

_HITS_NAMED = 8  # words named in one sentence's note


class Column(NamedTuple):
    """What drawing one article needs.

    Attributes
    ----------
    uid : str
        Prefix of ids in the page.
    number : int
        Place of the article, from 0.
    name, head : str
        Its id, and what stands above it.
    article : Series
        Its row of `articles`.
    sentences, ledger, hits : DataFrame
        Its rows; `hits` has a column `row`, the position in the frame of all articles' hits.
    views : list of View
    links : dict
        Sentence number -> list of (anchor, what it leads to).
    texts : bool
        Whether the text itself is shown.
    level : int
        Of the heading.
    """

    uid: str
    number: int
    name: str
    head: str
    article: pd.Series
    sentences: pd.DataFrame
    ledger: pd.DataFrame
    hits: pd.DataFrame
    views: list[View]
    links: dict[int, list[tuple[str, str]]]
    texts: bool
    level: int


def column(one: Column) -> str:
    """Draw one article."""
    parts = passages(one.article["raw"], one.sentences, one.ledger, one.hits)
    body, seen = [], set()
    for number, held in paragraphs(parts):
        if number == NONE:
            body.append(_cuts(one, held))
        else:
            tag = "div" if any(part.cut != NONE for part in held) else "p"  # a fold may not stand in a <p>
            body.append(f'<{tag} class="par">{_paragraph(one, held, seen)}</{tag}>')
    heading = f"{one.uid}-{one.number}"
    title = escape(str(one.article.get("title", "")) or one.name)
    by = " · ".join(
        escape(str(value))
        for value in (one.article.get("author", ""), one.article.get("published", ""))
        if value and not pd.isna(value)
    )
    size = f"{len(one.sentences)} sentence{'s' * (len(one.sentences) != 1)}"
    return (
        f'<article aria-labelledby="{heading}"><header><p class="side">{escape(one.head)}</p>'
        f'<h{one.level} id="{heading}">{title}</h{one.level}><p class="by">'
        f"{by}{' · ' * bool(by)}{size}</p>{_strip(one)}</header>"
        f"{''.join(body)}</article>"
    )


def struck(name: str, article: pd.Series, ledger: pd.DataFrame, looks: dict[str, str]) -> str:
    """Draw one article as it came, what was removed struck through in the look of its kind."""
    nothing = pd.DataFrame(columns=["sentence_id", "paragraph_id", "start", "end"])
    out = []
    for part in _merged(passages(article["raw"], nothing, ledger, nothing)):
        row = max(part.cut, part.review)
        kind = str(ledger["kind"].iloc[row]) if row != NONE else "whitespace"
        if kind == "whitespace":
            out.append(escape(part.text))
            continue
        tag = "span" if kind == "review" else "del"
        rule = escape(str(ledger["rule"].iloc[row]))
        out.append(
            f'<{tag} class="{looks[kind]}" tabindex="0"><span class="kind">{escape(kind)}</span>'
            f'{escape(part.text)}<span class="tip" role="note">rule {rule}</span></{tag}>'
        )
    head = escape(" · ".join(str(part) for part in (article.get("outlet", ""), name) if part))
    title = escape(str(article.get("title", "")) or name)
    text = f'<div class="text">{"".join(out)}</div>'
    return f'<section class="raw"><h2>{title}</h2><p class="by">{head}</p>{text}</section>'


def anchor(uid: str, number: int, sentence: int) -> str:
    """Name the place of a sentence in the page."""
    return f"{uid}-{number}-{sentence}"


def _paragraph(one: Column, held: list[Passage], seen: set[int]) -> str:
    """Draw a paragraph: its sentences in order, each once opened and, after a cut, gone on with."""
    out, at = [], 0
    while at < len(held):
        part = held[at]
        if part.cut != NONE:
            end = at + 1
            while end < len(held) and held[end].cut == part.cut:
                end += 1
            out.extend(_cut(one, cut) for cut in _merged(held[at:end]))
        elif part.sentence == NONE:
            end = at + 1
            out.append(escape(part.text) if one.texts else " ")
        else:
            end = at + 1
            while end < len(held) and held[end].sentence == part.sentence and held[end].cut == NONE:
                end += 1
            out.append(_sentence(one, part.sentence, held[at:end], part.sentence not in seen))
            seen.add(part.sentence)
        at = end
    return "".join(out)


def _sentence(one: Column, number: int, parts: list[Passage], opening: bool) -> str:
    text = "".join(_words(one, part) for part in parts)
    if not opening:
        return f'<span class="s"{_steps(one, number)}>{text}</span>'
    place = anchor(one.uid, one.number, number)
    return (
        f'<span class="s" id="{place}"{_steps(one, number)}><button type="button" class="no" '
        f'aria-describedby="{place}-t"><span class="unseen">Sentence </span>{number + 1}</button>'
        f"{text}{_partners(one, number)}{_note(one, number, place)}</span>"
    )


def _steps(one: Column, number: int) -> str:
    key = (one.name, number)
    found = ((view.key, view.steps.get(key, "")) for view in one.views)
    return "".join(f' data-s-{name}="{step}"' for name, step in found if step)


def _words(one: Column, part: Passage) -> str:
    """Write a run of characters, marked with the views whose score it made."""
    text = escape(part.text)
    here = one.hits.iloc[list(part.hits)]
    weights = dict(zip(here["row"], here["weight"], strict=True))
    made = {view.key: view.hits & set(weights) for view in one.views}
    sums = {key: sum(map(weights.get, rows)) for key, rows in made.items() if rows}
    if sums:
        lowered = " ".join(key for key, total in sums.items() if total < 0)
        down = f' data-d="{lowered}"' if lowered else ""
        text = f'<mark data-m="{" ".join(sums)}"{down}>{text}</mark>'
    elif not one.texts:
        return " … " if part.text.strip() else " "
    if part.review != NONE:
        rule = escape(str(one.ledger["rule"].iloc[part.review]))
        text = f'<span class="doubt" title="Kept, but doubtful ({rule})">{text}</span>'
    return text


def _partners(one: Column, number: int) -> str:
    return "".join(
        f' <a class="link" href="#{place}" title="{escape(text)}"><span aria-hidden="true">↔</span>'
        f'<span class="unseen">{escape(text)}</span></a>'
        for place, text in one.links.get(number, ())
    )


def _note(one: Column, number: int, place: str) -> str:
    """Write what hover and focus show: the numbers of one sentence, and the words behind them."""
    key = (one.name, number)
    mine = one.hits[one.hits["sentence_id"] == number]
    rows = []
    for view in one.views:
        said = view.numbers.get(key, "")
        if said:
            some = mine[mine["row"].isin(view.hits)].iloc[:_HITS_NAMED]
            words = ", ".join(_hit(hit) for hit in some.itertuples()) if one.texts or len(some) else ""
            because = f' <span class="why">{escape(words)}</span>' if words else ""
            rows.append(
                f'<span data-t="{view.key}">{escape(view.label)}: <b>{escape(said)}</b>{because}</span>'
            )
    head = f"<span>Sentence {number + 1}{_quoted(one, number)}</span>"
    return f'<span class="tip" role="tooltip" id="{place}-t">{head}{"".join(rows)}</span>'


def _hit(hit) -> str:
    weight = f"{hit.weight:+.3g}".replace("-", "−")
    return f"{' '.join(str(hit.text).split())} {weight}"


def _quoted(one: Column, number: int) -> str:
    share = one.sentences.loc[one.sentences["sentence_id"] == number, "quoted"]
    return f", {share.iloc[0]:.0%} quoted" if len(share) and share.iloc[0] > 0 else ""


def _merged(parts: list[Passage]) -> Iterable[Passage]:
    """Join neighbouring passages that share their fate."""
    held: Passage | None = None
    for part in parts:
        if held is not None and (part.cut, part.review) == (held.cut, held.review):
            held = held._replace(text=held.text + part.text)
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held


def _cuts(one: Column, parts: list[Passage]) -> str:
    """Draw what was removed between two paragraphs as one fold, which names the kinds it holds."""
    kinds = one.ledger["kind"]
    held = [part for part in _merged(parts) if part.cut != NONE and kinds.iloc[part.cut] != "whitespace"]
    if not held:
        return ""
    named = pd.Series([kinds.iloc[part.cut].replace("_", " ") for part in held]).value_counts(sort=False)
    summary = ", ".join(kind if count == 1 else f"{kind} ×{count}" for kind, count in named.items())
    inside = "".join(f"<li>{_removed(one, part)}</li>" for part in held)
    return f'<details class="cut"><summary>removed: {escape(summary)}</summary><ul>{inside}</ul></details>'


def _cut(one: Column, part: Passage) -> str:
    """Draw what was removed inside a paragraph as a fold in its line."""
    kind = str(one.ledger["kind"].iloc[part.cut])
    if kind == "whitespace":
        return " "
    summary = escape(kind.replace("_", " "))
    return f'<details class="cut inline"><summary>removed: {summary}</summary>{_removed(one, part)}</details>'


def _removed(one: Column, part: Passage) -> str:
    row = one.ledger.iloc[part.cut]
    text = f"<del>{escape(part.text.strip())}</del>" if one.texts else f"{len(part.text)} characters"
    kind = escape(str(row["kind"]).replace("_", " "))
    return f'{text} <span class="rule">{kind}, rule {escape(str(row["rule"]))}</span>'


def _strip(one: Column) -> str:
    """Draw all sentences as a row of small bars; what it tells stands in the text, so it is left unsaid."""
    bars = "".join(f"<i{_steps(one, number)}></i>" for number in one.sentences["sentence_id"])
    return f'<div class="strip" aria-hidden="true">{bars}</div>'
