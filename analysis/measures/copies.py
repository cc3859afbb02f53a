"""The same text under two outlets: agency copy and what is taken over from it, by shared runs of words.

Where outlets print the same agency report, their difference measures what each cut, not how it writes. Copies
are found here; whether to leave them out is a choice of the analysis.
"""

import re
from itertools import combinations

import pandas as pd

RUN = 8
"""Words in a row that two texts on one event hardly share by chance, quotations apart."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def find_copies(articles: pd.DataFrame, least: float = 0.1, run: int = RUN) -> pd.DataFrame:
    """Articles of one event that share text with an article of another outlet.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`; the cleaned `text` is compared where there is one, else `raw`. Articles without an
        event are compared with none.
    least : float
        Share from which a pair counts, 0 to 1.
    run : int
        Words in a row that must be the same, capitals and punctuation aside.

    Returns
    -------
    DataFrame
        One row per article and other article with which it shares more than `least`: `article_id`, `other`,
        and `share`, the part of its runs of words that stand in the other too (0 to 1). A short report taken
        from a long one shares more than the long one does, and may stand here alone.
    """
    column = "text" if "text" in articles else "raw"
    rows = []
    for _, group in articles[articles["event"] != ""].groupby("event", sort=False):
        runs = {key: _runs(text, run) for key, text in group[column].items()}
        for (one, outlet), (other, another) in combinations(group["outlet"].items(), 2):
            if outlet != another:
                common = len(runs[one] & runs[other])
                rows += [
                    (a, b, common / len(runs[a]))
                    for a, b in ((one, other), (other, one))
                    if common > least * len(runs[a])
                ]
    return pd.DataFrame(rows, columns=["article_id", "other", "share"])


def find_copied_sentences(articles: pd.DataFrame, sentences: pd.DataFrame, run: int = RUN) -> pd.MultiIndex:
    """Sentences that stand, whole or nearly, in an article of another outlet on the same event.

    Parameters
    ----------
    articles, sentences : DataFrame
        `schema.ARTICLES` with its cleaned `text`, `schema.SENTENCES`.
    run : int
        As for `find_copies`; a sentence of fewer words is never called a copy.

    Returns
    -------
    MultiIndex
        `article_id`, `sentence_id` of each sentence half of whose runs of words and more stand in one of the
        articles with which its own shares text (`find_copies`).
    """
    copies = find_copies(articles, run=run)
    others = copies.groupby("article_id")["other"].agg(list)
    found = []
    for article_id, own in sentences[sentences["article_id"].isin(others.index)].groupby("article_id"):
        printed = set().union(*(_runs(articles["text"][other], run) for other in others[article_id]))
        for sentence_id, text in zip(own["sentence_id"], own["text"], strict=True):
            runs = _runs(text, run)
            if runs and 2 * len(runs & printed) >= len(runs):
                found.append((article_id, sentence_id))
    return pd.MultiIndex.from_tuples(found, names=["article_id", "sentence_id"])


def _runs(text: str, run: int) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return set(zip(*(words[at:] for at in range(run)), strict=False))
