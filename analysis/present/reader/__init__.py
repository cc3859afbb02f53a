"""Articles and what was measured in them, as HTML that shows the evidence in the text.

Sentence by sentence, side by side: coloured by a chosen measure, with the words that made the score marked,
the numbers on hover and on keyboard focus, and what was removed foldable in its place. It works without a
script and never tells anything by colour alone. All text is escaped: nobody vouches for it.
"""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

import pandas as pd

from analysis.present.numbers import write_count
from analysis.present.outputs import NO_MATHS, TEMPLATES
from analysis.present.reader.columns import anchor, draw_column, draw_struck
from analysis.present.reader.views import LINK, View, make_views
from analysis.schema import InputError

STYLE = (TEMPLATES / "reader.css").read_text(encoding="utf-8")
SCRIPT = (TEMPLATES / "reader.js").read_text(encoding="utf-8")
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


def draw_reader(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    ledger: pd.DataFrame,
    hits: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    measure: str | None = None,
    links: pd.DataFrame | None = None,
    texts: bool = True,
    labels: Mapping[str, str] | None = None,
    sides: pd.Series | None = None,
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
    sides : Series, optional
        Side of each article, which is named above it; by default its outlet.
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
    shown, labels = articles.iloc[:most], dict(labels or {})
    heads = (articles["outlet"] if sides is None else sides).reindex(shown.index).fillna("").astype("str")
    sentences, ledger, hits = (
        frame[frame["article_id"].isin(shown.index)].reset_index(drop=True)
        for frame in (sentences, ledger, pd.DataFrame(columns=_HITS) if hits is None else hits)
    )
    views = make_views(sentences, hits, pd.DataFrame() if scores is None else scores, links, labels)
    chosen = _choose(views, labels.get(measure, measure) if measure else None)
    told = repr((tuple(shown.index), [view.label for view in views], chosen, texts))
    uid = "r" + hashlib.sha256(told.encode()).hexdigest()[:8]
    partners = _find_partners(links, heads, uid)
    rows = [
        dict(list(frame.groupby("article_id", sort=False)))
        for frame in (sentences, ledger, hits.assign(row=range(len(hits))))
    ]
    nothing = [frame.iloc[:0] for frame in (sentences, ledger, hits.assign(row=0))]
    columns = [
        draw_column(
            article,
            *(of.get(name, none) for of, none in zip(rows, nothing, strict=True)),
            views=views,
            links=partners.get(name, {}),
            uid=f"{uid}-{number}",
            head=heads[name],
            texts=texts,
            level=level,
        )
        for number, (name, article) in enumerate(shown.iterrows())
    ]
    rest = len(articles) - len(shown)
    note = f"<p>{write_count(rest, 'more article')} not shown.</p>" if rest else ""
    return Fragment(
        f'<div class="plx-reader {NO_MATHS}" id="{uid}"><style>{STYLE}{_write_rules(uid, views)}</style>'
        f'{_draw_picker(uid, views, chosen)}<div class="sides" style="--n:{len(shown)}">{"".join(columns)}'
        f"</div>{note}<script>{SCRIPT}</script></div>"
    )


def draw_reader_page(*frames: pd.DataFrame, title: str = "Side by side", **options) -> str:
    """Draw articles side by side as a file of its own; parameters as for `draw_reader`, and its `title`.

    Returns
    -------
    str
        HTML that opens with no network.
    """
    return _write_document(title, draw_reader(*frames, **options | {"level": 2}).html)


def draw_residue_page(articles: pd.DataFrame, ledger: pd.DataFrame, title: str = "What was removed") -> str:
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
    sizes = (removed["end"] - removed["start"]).groupby(removed["kind"]).agg(["size", "sum"])
    sizes = sizes.loc[removed["kind"].value_counts().index]
    looks = {kind: f"k{number % 8}" for number, kind in enumerate(sizes.index)}
    told = {
        kind: f"{write_count(spans, 'span')}, {write_count(size, 'character')}"
        for kind, spans, size in sizes.itertuples()
    }
    if (ledger["kind"] == "review").any():
        looks["review"], told["review"] = "doubt", "kept, but doubtful"
    legend = "".join(
        f'<li><del class="{looks[kind]}">{escape(kind)}</del> {text}</li>' for kind, text in told.items()
    )
    rows = dict(list(ledger.groupby("article_id", sort=False)))
    ends = articles["raw"].str.len().cumsum()
    shown = articles[(ends <= _PAGE) | (ends == ends.iloc[:1].max())]
    drawn = [
        draw_struck(name, article, rows.get(name, ledger.iloc[:0]), looks)
        for name, article in shown.iterrows()
    ]
    rest = len(articles) - len(shown)
    note = f"<p>{write_count(rest, 'more article')}: see the ledger as a table.</p>" if rest else ""
    body = (
        f'<div class="plx-reader plx-residue"><style>{STYLE}</style><h2 class="unseen">Kinds</h2>'
        f'<ul class="kinds">{legend}</ul><div class="raws">{"".join(drawn)}</div>{note}</div>'
    )
    return _write_document(title, body)


def write_policy(*scripts: str) -> str:
    """Write the content security policy of a page that may run these scripts and fetch nothing."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src {allowed}; base-uri 'none'; form-action 'none'"
    )


def _write_document(title: str, body: str) -> str:
    """Wrap a fragment into a page that may fetch nothing and runs no script but the reader's."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="generator" content="Parallax">'
        f'<meta http-equiv="Content-Security-Policy" content="{write_policy(SCRIPT)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{_PLAIN}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def _choose(views: list[View], measure: str | None) -> str:
    """Find the view to begin with; empty where there is none at all."""
    if measure is None:
        return views[0].key if views else ""
    for view in views:
        if view.label == measure:
            return view.key
    names = ", ".join(view.label for view in views) or "none"
    raise InputError(f"The reader has no measure {measure!r} to colour by; it has {names}.")


def _find_partners(links: pd.DataFrame | None, heads: pd.Series, uid: str) -> dict:
    """Turn pairs into what each sentence links to: article -> sentence -> list of (anchor, words)."""
    partners: dict[str, dict[int, list[tuple[str, str]]]] = {}
    if links is None:
        return partners
    places = {name: number for number, name in enumerate(heads.index)}
    both_ways = [links[LINK], links[LINK[2:] + LINK[:2]].set_axis(LINK, axis=1)]
    for name, sentence, other, there in pd.concat(both_ways).itertuples(index=False):
        if name in places and other in places:
            link = (anchor(f"{uid}-{places[other]}", there), f"same in {heads[other]}, sentence {there + 1}")
            partners.setdefault(name, {}).setdefault(sentence, []).append(link)
    return partners


def _write_rules(uid: str, views: list[View]) -> str:
    """Write the style rules that switch views without a script: one per view and step."""
    rules = []
    for view in views:
        on, key = f'#{uid}:has(input[value="{view.key}"]:checked)', view.key
        for step in view.legend:
            sign = f'--sign:"{_SIGNS[step]}";' if step in _SIGNS else ""
            rules.append(f'{on} [data-s-{key}="{step}"]{{--paper:var(--{step});{sign}}}')
        rules += [
            f'{on} mark[data-m~="{key}"]{{--line:underline;--weight:700}}',
            f'{on} mark[data-d~="{key}"]{{--stroke:dashed;--tint:#a03c00}}',
            f'{on} [data-v="{key}"]{{display:flex}}{on} [data-t="{key}"]{{order:-1;--why:inline}}',
        ]
    return "".join(rules)


def _draw_picker(uid: str, views: list[View], chosen: str) -> str:
    """Draw the choice of views and the legend of each."""
    if not views:
        return ""
    groups: dict[str, str] = {}
    for view in views:
        checked = " checked" if view.key == chosen else ""
        groups[view.group] = groups.get(view.group, "") + (
            f'<label><input type="radio" name="{uid}" value="{view.key}"{checked}>'
            f"<span>{escape(view.label)}</span></label>"
        )
    sets = "".join(
        f'<div class="group" role="group" aria-label="{escape(group)}"><b>{escape(group)}</b>{items}</div>'
        for group, items in groups.items()
    )
    legends = "".join(
        f'<ul class="legend" data-v="{view.key}" aria-label="Legend: {escape(view.label)}">'
        f"{_draw_legend(view)}</ul>"
        for view in views
    )
    return f"<fieldset><legend>Colour by</legend>{sets}</fieldset>{legends}"


def _draw_legend(view: View) -> str:
    items = "".join(
        f'<li><span class="swatch" style="--paper:var(--{step})">{_SIGNS.get(step, "")}</span>'
        f"{escape(text)}</li>"
        for step, text in view.legend.items()
    )
    signed = '<mark>words</mark> that raised it, <mark class="down">words</mark> that lowered it'
    words = signed if "n1" in view.legend else "<mark>words</mark> that made it"
    return f"<li><b>{escape(view.label)}</b></li>{items}{f'<li>{words}</li>' if view.hits else ''}"
