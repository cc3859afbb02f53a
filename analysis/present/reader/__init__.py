"""Articles and what was measured in them -> HTML that shows the evidence in the text.

Sentence by sentence, side by side: coloured by a chosen measure, with the words that made the score marked,
the numbers on hover and on keyboard focus, and what was removed foldable in its place. It works without a
script and never tells anything by colour alone. All text is escaped: nobody vouches for it.
"""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.present.reader.columns import Column, anchor, column, struck
from analysis.present.reader.views import LINK, View, views
from analysis.schema import InputError

SITE = Path(__file__).parents[1] / "site"
STYLE = (SITE / "reader.css").read_text(encoding="utf-8")
SCRIPT = (SITE / "reader.js").read_text(encoding="utf-8")
_SIGNS = {"n2": "▼▼", "n1": "▼", "p1": "▲", "p2": "▲▲", "q1": "·", "q2": "▪", "q3": "▪▪", "q4": "▪▪▪"}
_SIGNS |= {"both": "↔", "only": "◆"}
_PAGE = 2_000_000  # characters of text on one page
_PLAIN = (
    "body{margin:0;background:#fff;color:#1b1b1f;font:100%/1.5 system-ui,sans-serif}"
    "main{max-width:90rem;margin:auto;padding:1rem clamp(1rem,3vw,3rem)}h1{font-size:1.6rem;line-height:1.2}"
)
_HITS = ["article_id", "sentence_id", "measure", "item", "start", "end", "text", "weight"]


class Fragment(NamedTuple):
    """A piece of HTML that Jupyter displays."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def fragment(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    ledger: pd.DataFrame,
    hits: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    measure: str | None = None,
    links: pd.DataFrame | None = None,
    texts: bool = True,
    labels: Mapping[str, str] | None = None,
    side: str = "outlet",
    most: int = 6,
    level: int = 3,
) -> Fragment:
    """Draw articles side by side.

    Parameters
    ----------
    articles, sentences, ledger, hits : DataFrame
        As in `schema`; rows of other articles are left aside.
    scores : DataFrame, optional
        Indexed by article_id, sentence_id, one column per measure; the words marked for a column are the
        hits whose `measure` is its name.
    measure : str, optional
        What colours the page at first: a column of `scores` or an item; by default the first there is.
    links : DataFrame, optional
        Pairs of sentences that say the same: `article_a, sentence_a, article_b, sentence_b`.
    texts : bool
        False leaves out all but the marked words.
    labels : mapping of str to str, optional
        What people call columns, measures and items.
    side : str
        Column of `articles` named above each article.
    most : int
        How many articles are drawn; the rest is counted.
    level : int
        Of the articles' headings, one below what stands above.

    Returns
    -------
    Fragment

    Raises
    ------
    InputError
        `measure` is nothing that is shown.
    """
    shown = articles.iloc[:most]
    sentences, ledger, hits = (
        frame[frame["article_id"].isin(shown.index)].reset_index(drop=True)
        for frame in (sentences, ledger, pd.DataFrame(columns=_HITS) if hits is None else hits)
    )
    labels = dict(labels or {})
    made = views(sentences, hits, pd.DataFrame() if scores is None else scores, links, labels)
    chosen = _chosen(made, labels.get(measure, measure))
    told = repr((tuple(shown.index), [view.label for view in made], chosen, texts))
    uid = "r" + hashlib.sha256(told.encode()).hexdigest()[:8]
    partners = _partners(links, list(shown.index), shown.get(side), uid)
    hits = hits.assign(row=range(len(hits)))
    columns = "".join(
        column(
            Column(
                uid,
                number,
                name,
                str(shown[side].iloc[number]) if side in shown else "",
                shown.iloc[number],
                *(frame[frame["article_id"] == name] for frame in (sentences, ledger, hits)),
                made,
                partners.get(name, {}),
                texts,
                level,
            )
        )
        for number, name in enumerate(shown.index)
    )
    rest = len(articles) - len(shown)
    note = f"<p>{rest:,} more article{'s' * (rest > 1)} not shown.</p>" if rest else ""
    return Fragment(
        f'<div class="plx-reader" id="{uid}"><style>{STYLE}{_rules(uid, made)}</style>'
        f'{_picker(uid, made, chosen)}<div class="sides" style="--n:{len(shown)}">{columns}</div>{note}'
        f"<script>{SCRIPT}</script></div>"
    )


def page(*frames: pd.DataFrame, title: str = "Side by side", **options) -> str:
    """Draw articles side by side as a file of its own; parameters as for `fragment`, and its `title`.

    Returns
    -------
    str
        HTML that opens with no network.
    """
    return document(title, fragment(*frames, level=2, **options).html)


def residue(articles: pd.DataFrame, ledger: pd.DataFrame, title: str = "What was removed") -> str:
    """Draw each article with its removed spans struck through, coloured by kind, as a file of its own.

    Parameters
    ----------
    articles, ledger : DataFrame
        As in `schema`.
    title : str
        Of the page.

    Returns
    -------
    str
        HTML that opens with no network. Articles after the first few million characters are only counted;
        the ledger as a table has all of them.
    """
    removed = ledger[~ledger["kind"].isin(["review", "whitespace"])]
    kinds = [
        *removed["kind"].value_counts().index,
        *(["review"] if (ledger["kind"] == "review").any() else []),
    ]
    looks = {kind: f"k{number % 8}" if kind != "review" else "doubt" for number, kind in enumerate(kinds)}
    sizes = (
        removed.assign(size=removed["end"] - removed["start"]).groupby("kind")["size"].agg(["size", "sum"])
    )
    legend = "".join(
        f'<li><del class="{looks[kind]}">{escape(kind)}</del> {_spans(sizes, kind)}</li>' for kind in kinds
    )
    drawn, length = [], 0
    by_article = dict(list(ledger.groupby("article_id", sort=False)))
    for name, article in articles.iterrows():
        length += len(article["raw"])
        if drawn and length > _PAGE:
            break
        drawn.append(struck(name, article, by_article.get(name, ledger.iloc[:0]), looks))
    rest = len(articles) - len(drawn)
    note = f"<p>{rest:,} more article{'s' * (rest > 1)}: see the ledger as a table.</p>" if rest else ""
    body = (
        f'<div class="plx-reader plx-residue"><style>{STYLE}</style><h2 class="unseen">Kinds</h2>'
        f'<ul class="kinds">{legend}</ul><div class="raws">{"".join(drawn)}</div>{note}</div>'
    )
    return document(title, body)


def document(title: str, body: str) -> str:
    """Wrap a fragment into a page that may fetch nothing and runs no script but the reader's."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{_PLAIN}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def _chosen(made: list[View], measure: str | None) -> str:
    """Find the view to begin with; empty where there is none at all."""
    if measure is None:
        return made[0].key if made else ""
    found = [view.key for view in made if view.label == measure]
    if not found:
        names = ", ".join(view.label for view in made) or "none"
        raise InputError(f"The reader has no measure {measure!r} to colour by; it has {names}.")
    return found[0]


def _partners(links: pd.DataFrame | None, order: list[str], sides: pd.Series | None, uid: str) -> dict:
    """Turn pairs into what each sentence links to: article -> sentence -> list of (anchor, words)."""
    found: dict[str, dict[int, list[tuple[str, str]]]] = {}
    if links is None:
        return found
    pairs = links[LINK].itertuples(index=False)
    for one in [*pairs, *links[LINK[2:] + LINK[:2]].itertuples(index=False)]:
        name, sentence, other, there = one
        if name in order and other in order:
            who = str(sides[other]) if sides is not None else other
            place = (anchor(uid, order.index(other), there), f"same in {who}, sentence {there + 1}")
            found.setdefault(name, {}).setdefault(sentence, []).append(place)
    return found


def _rules(uid: str, made: list[View]) -> str:
    """Write the style rules that switch views without a script: one per view and step."""
    rules = []
    for view in made:
        on = f'#{uid}:has(input[value="{view.key}"]:checked)'
        for step in view.legend:
            sign = f'--sign:"{_SIGNS[step]}";' if step in _SIGNS else ""
            rules.append(f'{on} [data-s-{view.key}="{step}"]{{--paper:var(--{step});{sign}}}')
        rules.append(f'{on} mark[data-m~="{view.key}"]{{--line:underline;--weight:700}}')
        rules.append(f'{on} mark[data-d~="{view.key}"]{{--stroke:dashed;--tint:#a03c00}}')
        rules.append(
            f'{on} [data-v="{view.key}"]{{display:flex}}{on} [data-t="{view.key}"]{{order:-1;--why:inline}}'
        )
    return "".join(rules)


def _picker(uid: str, made: list[View], chosen: str) -> str:
    """Draw the choice of views and the legend of each."""
    groups: dict[str, list[str]] = {}
    for view in made:
        groups.setdefault(view.group, []).append(
            f'<label><input type="radio" name="{uid}" value="{view.key}"{" checked" * (view.key == chosen)}>'
            f"<span>{escape(view.label)}</span></label>"
        )
    if not groups:
        return ""
    sets = "".join(
        f'<div class="group" role="group" aria-label="{escape(group)}"><b>{escape(group)}</b>'
        f"{''.join(items)}</div>"
        for group, items in groups.items()
    )
    legends = "".join(
        f'<ul class="legend" data-v="{view.key}" aria-label="Legend: {escape(view.label)}">'
        f"{_legend(view)}</ul>"
        for view in made
    )
    return f"<fieldset><legend>Colour by</legend>{sets}</fieldset>{legends}"


def _legend(view: View) -> str:
    items = "".join(
        f'<li><span class="swatch" style="--paper:var(--{step})">{_SIGNS.get(step, "")}</span>'
        f"{escape(text)}</li>"
        for step, text in view.legend.items()
    )
    signed = '<mark>words</mark> that raised it, <mark class="down">words</mark> that lowered it'
    plain = "<mark>words</mark> that made it"
    marked = f"<li>{signed if 'n1' in view.legend else plain}</li>" if view.hits else ""
    return f"<li><b>{escape(view.label)}</b></li>{items}{marked}"


def _spans(sizes: pd.DataFrame, kind: str) -> str:
    if kind not in sizes.index:
        return "kept, but doubtful"
    count, total = sizes.loc[kind]
    return f"{count:,} span{'s' * (count != 1)}, {total:,} characters"
