"""Articles to articles without residue, and a ledger of everything that was taken out.

Crawled pages carry captions, teasers, sign-up forms and links beside the article. What is residue is said in
`rules.toml`, one rule a block, which `rules` reads; the few things that no pattern can tell are in
`procedures`, `captions` and `topic_links`; `engine` holds the rules against a `page`. Nothing is lost: what
is kept in `text` and the ledger's removed spans together tile `raw`. Where a rule is in doubt the text stays,
and the ledger lists the span as `review`.
"""

import re
from collections import Counter
from difflib import get_close_matches

import pandas as pd

from analysis.clean import engine
from analysis.clean.rules import NAMES, RULES
from analysis.schema import ARTICLES, LEDGER, InputError, check

_LEDGER_COLUMNS = [*LEDGER.key, *LEDGER.columns]
_UNCOUNTED = ("whitespace", "review")


def list_rules() -> pd.DataFrame:
    """The rules that can be switched off.

    Returns
    -------
    DataFrame
        One row per rule: `id`, `kind`, `place`, `why`, `example` (what goes stands in ⟦ ⟧, if not all of it
        goes), `counter_example` (what stays), `outlets` (a pattern, where it holds for some only).
    """
    return pd.DataFrame(RULES.values()).drop(columns=["procedure", "pattern", "needs"])


def clean_articles(articles: pd.DataFrame, off: tuple[str, ...] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Clean every article by itself: any partition of a corpus gives the same result.

    Parameters
    ----------
    articles : DataFrame
        The `articles` frame; `raw` is read, `outlet`, `url` and `title` help.
    off : tuple of str
        Ids of rules not to apply.

    Returns
    -------
    articles : DataFrame
        The same with the column `text`: what was kept of `raw`, in order, its characters as they are, save
        that a no-break or other odd space reads as a plain one. Empty `title` and `author` are filled where
        they were found.
    ledger : DataFrame
        One row per removed span, and `review` rows for doubtful spans that were kept.

    Raises
    ------
    InputError
        A column is missing, or `off` names an unknown rule.
    """
    check(articles, ARTICLES)
    unknown = [name for name in off if name not in RULES]
    if unknown:
        near = get_close_matches(unknown[0], RULES, n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}? " if near else ""
        raise InputError(
            f"No cleaning rule is called {', '.join(unknown)}; {hint}`python -m analysis rules` lists all."
        )
    rows, texts, titles, authors = [], [], [], []
    columns = (articles[name].fillna("").astype(str) for name in ("raw", "outlet", "url", "title", "author"))
    for article_id, raw, outlet, url, title, author in zip(articles.index, *columns, strict=True):
        spans = engine.clean_text(raw, f"{outlet} {url}".lower(), title, tuple(off))
        removed = [
            (article_id, start, end, RULES[rule].kind, rule, raw[start:end]) for start, end, rule in spans
        ]
        rows.extend(removed)
        texts.append(engine.keep_text(raw, spans))
        titles.append(title or _first_of_kind(removed, "headline"))
        authors.append(
            author or _find_writer(_first_of_kind(removed, "byline"), _first_of_kind(removed, "bio"))
        )
    cleaned = articles.assign(
        text=pd.array(texts, dtype="str"),
        title=pd.array(titles, dtype="str"),
        author=pd.array(authors, dtype="str"),
    )
    return cleaned, pd.DataFrame(rows, columns=_LEDGER_COLUMNS)


def list_emptied_articles(
    articles: pd.DataFrame, ledger: pd.DataFrame, more_than: float = 0.5
) -> pd.DataFrame:
    """Articles of which cleaning took more than half: to be looked at, never to be passed over.

    Parameters
    ----------
    articles, ledger : DataFrame
        As `clean_articles` gives them.
    more_than : float
        Share of the characters, white space not counted, 0 to 1.

    Returns
    -------
    DataFrame
        One row per such article, most emptied first: `share` (removed, 0 to 1), `kept` (characters left),
        `rule` (the one that took most). Indexed by `article_id`.
    """
    rows = ledger[~ledger["kind"].isin(_UNCOUNTED)]
    lengths = rows.assign(removed=_count_visible(rows["text"]))
    lengths = lengths.groupby(["article_id", "rule"])["removed"].sum().reset_index()
    table = pd.DataFrame({"kept": _count_visible(articles["text"])})
    table["removed"] = lengths.groupby("article_id")["removed"].sum()
    table["share"] = table["removed"] / (table["removed"] + table["kept"])
    table["rule"] = lengths.sort_values("removed").groupby("article_id")["rule"].last()
    emptied = table[table["share"] > more_than].sort_values("share", ascending=False, kind="stable")
    return emptied[["share", "kept", "rule"]]


def _count_visible(texts: pd.Series) -> pd.Series:
    return texts.str.replace(r"\s+", "", regex=True).str.len()


def _first_of_kind(removed: list[tuple], kind: str) -> str:
    return next((" ".join(row[5].split()) for row in removed if row[3] == kind), "")


def _find_writer(byline: str, bio: str) -> str:
    """The writers' names in a byline or, failing that, in a biography; '' where there are none."""
    names = re.search(NAMES, re.sub(r"^(?:By|BY|by)[: ]+", "", byline)) or re.match(NAMES, bio)
    return names.group() if names else ""


_NAME_IN_CAPITALS = r"[A-Z][\w.'’-]*[A-Z.](?: [A-Z][\w.'’-]*[A-Z.]){0,3}(?:, [A-Z ,]{2,40})?"
_LABEL = re.compile(rf"(?:{_NAME_IN_CAPITALS}|Q|A|Question|Answer):(?!\w)")
_QUESTION = ("Q", "Question")
_TURNS = 3
"""Turns of a speaker, or stamps of time, that make the kind."""
_STAMPS = ("time-stamp", "doubt-time")


def guess_text_kinds(articles: pd.DataFrame, ledger: pd.DataFrame) -> pd.Series:
    """Tell transcripts, questions and answers, and live pages from running prose.

    A sentence means another thing there: speech is short, and a live page has many authors and hours.

    Parameters
    ----------
    articles, ledger : DataFrame
        As `clean.clean_articles` gives them.

    Returns
    -------
    Series
        Indexed by `article_id`: "live page" (three stamps of time or more), "questions and answers" or
        "transcript" (two speakers or more, named before what they say, of at least three turns each, who hold
        a fifth of the lines), or empty.
    """
    stamps = ledger[ledger["rule"].isin(_STAMPS)].groupby("article_id").size()
    kinds = {key: _kind_of_speech(text) for key, text in articles["text"].items()}
    kinds |= {key: "live page" for key, number in stamps.items() if number >= _TURNS and key in kinds}
    return pd.Series(kinds, index=articles.index, dtype="str", name="kind of text")


def _kind_of_speech(text: str) -> str:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found = (match[0] for line in lines if (match := _LABEL.match(line)))
    labels = Counter(re.split("[,:]", label)[0] for label in found)
    speakers = {name: turns for name, turns in labels.items() if turns >= _TURNS}
    if len(speakers) < 2 or sum(speakers.values()) < len(lines) / 5:
        return ""
    return "questions and answers" if speakers.keys() & set(_QUESTION) else "transcript"
