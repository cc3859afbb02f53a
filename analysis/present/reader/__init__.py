"""Articles and what was measured in them, as HTML that shows the evidence in the text.

Sentence by sentence, side by side: coloured by a chosen measure, with the words that made the score marked,
the numbers on hover and on keyboard focus, and what was removed foldable in its place. It works without a
script and never tells anything by colour alone. All text is escaped: nobody vouches for it. `views` are the
ways to colour, `passages` what is coloured.
"""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from analysis.present.markup import NO_MATHS, read_part, render, write_policy
from analysis.present.numbers import write_count
from analysis.present.reader.passages import lay_out_article, strike_out
from analysis.present.reader.views import LINK, View, make_views
from analysis.schema import InputError

STYLE, SCRIPT = read_part("reader.css"), read_part("reader.js")
_SIGNS = {"n2": "▼▼", "n1": "▼", "p1": "▲", "p2": "▲▲", "q1": "·", "q2": "▪", "q3": "▪▪", "q4": "▪▪▪"}
_SIGNS |= {"both": "↔", "only": "◆", "named": "·"}
_PAGE = 2_000_000  # characters of text on one page
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
    toward: pd.DataFrame | None = None,
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
    toward : DataFrame, optional
        Tone toward the actors that the hits name, as for `views.make_views`.

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
    scores = pd.DataFrame() if scores is None else scores
    if toward is not None:
        toward = toward[toward.index.get_level_values("article_id").isin(shown.index)]
    views = make_views(sentences, hits, scores, links, labels, toward)
    chosen = _choose(views, labels.get(measure, measure) if measure else None)
    told = repr((shown["raw"].to_dict(), [view.label for view in views], chosen, texts))
    uid = "r" + hashlib.sha256(told.encode()).hexdigest()[:8]
    partners = _find_partners(links, heads, uid)
    hits = hits.assign(row=range(len(hits)))
    laid_out = []
    for number, (name, article) in enumerate(shown.iterrows()):
        own = [frame[frame["article_id"] == name] for frame in (sentences, ledger, hits)]
        facts = lay_out_article(article, *own, views=views)
        by = [str(article.get(column, "")) for column in ("author", "published")]
        size = write_count(len(facts["sentences"]), "sentence")
        facts |= {"name": name, "uid": f"{uid}-{number}", "head": heads[name], "title": _title(article)}
        facts |= {"by": [*(text for text in by if text not in ("", "nan")), size]}
        laid_out.append(facts | {"links": partners.get(name, {})})
    groups: dict[str, list[View]] = {}
    for view in views:
        groups.setdefault(view.group, []).append(view)
    rest = len(articles) - len(shown)
    facts = {"articles": laid_out, "views": views, "groups": groups, "chosen": chosen, "uid": uid}
    facts |= {"texts": texts, "level": level, "signs": _SIGNS, "no_maths": NO_MATHS}
    facts |= {"rest": write_count(rest, "more article") if rest else "", "style": STYLE, "script": SCRIPT}
    return Fragment(render("reader.html", facts))


def draw_reader_page(*frames: pd.DataFrame, title: str = "Side by side", **options) -> str:
    """Draw articles side by side as a file of its own; parameters as for `draw_reader`, and its `title`.

    Returns
    -------
    str
        HTML that opens with no network.
    """
    return _write_page(title, draw_reader(*frames, **options | {"level": 2}).html)


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
    ends = articles["raw"].str.len().cumsum()
    shown = articles[(ends <= _PAGE) | (ends == ends.iloc[:1].max())]
    rows = dict(list(ledger.groupby("article_id", sort=False)))
    rest = len(articles) - len(shown)
    struck = [
        {
            "title": _title(article),
            "by": " · ".join(str(part) for part in (article.get("outlet", ""), name) if part),
            "struck": strike_out(article["raw"], rows.get(name, ledger.iloc[:0])),
        }
        for name, article in shown.iterrows()
    ]
    facts = {"articles": struck, "looks": looks, "told": told, "style": STYLE}
    facts |= {"rest": write_count(rest, "more article") if rest else ""}
    return _write_page(title, render("residue.html", facts))


def _write_page(title: str, body: str) -> str:
    """Wrap a fragment into a page that may fetch nothing and runs no script but the reader's."""
    facts = {"title": title, "body": body, "style": read_part("plain.css"), "policy": write_policy(SCRIPT)}
    return render("plain.html", facts)


def _title(article: pd.Series) -> str:
    return str(article.get("title", "")) or str(article.name)


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
            link = (f"{uid}-{places[other]}-{there}", f"same in {heads[other]}, sentence {there + 1}")
            partners.setdefault(name, {}).setdefault(sentence, []).append(link)
    return partners
