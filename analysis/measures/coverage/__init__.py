"""What both tell and what only one tells: people, places, organisations, numbers, dates, and claims.

Nothing here is additive: it compares articles with each other, and what a corpus leaves out cannot be
summed from its parts. Two cautions go with every table. A longer text mentions more by itself. And a
sentence without a counterpart is one for which none was *found*: sentences are matched by the words they
share, so a claim told in quite other words goes unseen: of 14 such sentences read against the four nearest
sentences of the other article, 3 or 4 did have a counterpart. Read before you write "left out".
"""

import numpy as np
import pandas as pd

from analysis import schema
from analysis.measures.coverage import alignment

CLAIMS = ["side", "article_id", "sentence_id", "text", "status", "told_by", "of"]
CLAIMS += ["similarity", "closest", "closest_side", "new", "new_words"]
STATUS = ("no counterpart found", "possible counterpart", "counterpart", "too short to compare")


def named(mentions: pd.DataFrame, cast: pd.DataFrame) -> pd.DataFrame:
    """Turn actor mentions into items: who or what is named where.

    Parameters
    ----------
    mentions : DataFrame
        From `actors.mentions`; pronouns are left out, since coverage asks for names.
    cast : DataFrame
        From `actors.find` with `min_articles` 1, so that what one article alone names is in it.

    Returns
    -------
    DataFrame
        One row per mention: `article_id`, `sentence_id`, `item`, `kind` (person, place, organisation, group,
        law), `start`, `end`.
    """
    kind = cast.drop_duplicates("actor").set_index("actor")["kind"]
    rows = mentions[mentions["how"] != "pronoun"]
    out = rows.assign(item=rows["actor"], kind=rows["actor"].map(kind))
    return out[["article_id", "sentence_id", "item", "kind", "start", "end"]].reset_index(drop=True)


def told(items: pd.DataFrame, by: pd.Series, sentences: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say of every item which sides mention it.

    Parameters
    ----------
    items : DataFrame
        One row per mention, with `article_id`, `sentence_id`, `item`, `kind`: from `named`, or
        `facts.find`, or both in one.
    by : Series
        article_id -> side.
    sentences : DataFrame, optional
        The `sentences` frame, to quote the first mention.

    Returns
    -------
    DataFrame
        One row per item, those of most sides first, then by number of mentions: `item`, `kind`, `told_by`
        (how many sides) and `of` (how many there are), `only` (the side, where it is one alone, else
        empty), `mentions`, `articles`, `first_article`, `first_sentence`, `quote` (the sentence; empty
        without `sentences`), then a column of mentions for every side, under the side's name.

    Raises
    ------
    InputError
        A side has the name of one of the columns.
    """
    by = by.dropna()
    sides = list(dict.fromkeys(by))
    rows = items[items["article_id"].isin(by.index)]
    rows = rows.assign(_side=rows["article_id"].map(by), _at=rows["article_id"].map(_places(by)))
    rows = rows.sort_values(["_at", "sentence_id"], kind="stable")
    key = ["item", "kind"]
    counts = rows.groupby([*key, "_side"]).size().unstack("_side", fill_value=0)
    counts = counts.reindex(columns=sides, fill_value=0)
    group = rows.groupby(key)
    number = (counts > 0).sum(axis=1)
    out = pd.DataFrame({"told_by": number, "of": len(sides)})
    out["only"] = (counts > 0).idxmax(axis=1).where(number == 1, "") if len(out) else ""
    out["mentions"] = counts.sum(axis=1)
    out["articles"] = group["article_id"].nunique()
    out["first_article"] = group["article_id"].first()
    out["first_sentence"] = group["sentence_id"].first()
    clash = [side for side in sides if side in {*key, *out.columns, "quote"}]
    if clash:
        raise schema.InputError(f"A side cannot be called {clash[0]!r}; that is a column of the table.")
    out["quote"] = _quote(out, sentences)
    out = out.join(counts.rename_axis(columns=None)).reset_index()
    return out.sort_values(["told_by", "mentions", "item"], ascending=[False, False, True], ignore_index=True)


def _places(by: pd.Series) -> dict:
    return {article: place for place, article in enumerate(by.index)}


def _quote(table: pd.DataFrame, sentences: pd.DataFrame | None) -> np.ndarray | str:
    if sentences is None or not len(table):
        return ""
    text = sentences.set_index(["article_id", "sentence_id"])["text"]
    return text.reindex(pd.MultiIndex.from_frame(table[["first_article", "first_sentence"]])).to_numpy()


def claims(
    sentences: pd.DataFrame,
    tokens: pd.DataFrame,
    by: pd.Series,
    *,
    block: pd.Series | None = None,
    threshold: float = alignment.THRESHOLD,
    floor: float = alignment.FLOOR,
) -> pd.DataFrame:
    """Say of every sentence on how many sides a sentence like it was found, most telling first.

    Parameters
    ----------
    sentences, tokens : DataFrame
        The frames of those names.
    by, block, threshold, floor
        As for `alignment.align`.

    Returns
    -------
    DataFrame
        One row per sentence: `side`, `article_id`, `sentence_id`, `text`; `status` ("no counterpart found",
        "possible counterpart", "counterpart", "too short to compare"); `told_by`, how many sides tell it,
        its own included, `of` how many (of its event, where there are events); `similarity` and `closest`,
        the nearest sentence found on another side, its `closest_side`; `new`, information in bits of
        those of its words that no other side uses anywhere, and the `new_words`, most telling first.
        Ordered by status as above, then by `new`, largest first: a claim no one else makes in words no one
        else uses stands on top.
    """
    pairs = alignment.align(tokens, by, block=block, threshold=threshold, floor=floor)
    data = alignment.terms(tokens)
    out = data.sentences.assign(side=data.sentences["article_id"].map(by))
    event = pd.Series(0, index=by.index) if block is None else block.reindex(by.index)
    out["_event"] = out["article_id"].map(event)
    out["new"], out["new_words"] = _new(data, out)
    out["_bits"] = data.words @ data.bits
    out = out[out["side"].notna()].merge(sentences[["article_id", "sentence_id", "text"]])
    out = out.merge(_closest(pairs, sentences, by), how="left", on=["article_id", "sentence_id"])
    out["told_by"] = 1 + out["_others"].fillna(0).astype(int)
    out["of"] = out["_event"].map(by.groupby(event).nunique()).astype(int)
    states = [out["_bits"] < alignment.MIN_BITS, out["similarity"] >= threshold, out["similarity"] >= floor]
    out["status"] = np.select(states, [STATUS[3], STATUS[2], STATUS[1]], STATUS[0])
    out["_rank"] = out["status"].map({name: rank for rank, name in enumerate(STATUS)})
    order = {"_rank": True, "new": False, "article_id": True, "sentence_id": True}
    return out.sort_values(list(order), ascending=list(order.values()), ignore_index=True)[CLAIMS]


def _closest(pairs: pd.DataFrame, sentences: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Nearest sentence on another side, and on how many other sides there is a counterpart."""
    here, there = ["article_id", "sentence_id"], ["_article", "_at"]
    rest = list(pairs.columns[4:])
    ways = [pairs.set_axis([*here, *there, *rest], axis=1), pairs.set_axis([*there, *here, *rest], axis=1)]
    both = pd.concat(ways, ignore_index=True)
    both["closest_side"] = both["_article"].map(by)
    both = both.sort_values("similarity", ascending=False, kind="stable")
    key = ["article_id", "sentence_id"]
    sure = both[both["match"] == "counterpart"].groupby(key)["closest_side"].nunique().rename("_others")
    best = both.drop_duplicates(key).join(sure, on=key)
    text = sentences.set_index(key)["text"].rename("closest").rename_axis(["_article", "_at"])
    return best.join(text, on=["_article", "_at"])[[*key, "similarity", "closest", "closest_side", "_others"]]


def _new(data: alignment.Terms, rows: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Information of each sentence's words that no other side of its event uses, and those words."""
    keep = data.words.copy()
    for _, part in rows.groupby("_event"):
        for side in part["side"].dropna().unique():
            own = part.index[part["side"] == side]
            rest = part.index[part["side"].notna() & (part["side"] != side)]
            used = (data.words[rest].sum(axis=0) > 0).astype(float)
            for row in own:
                cut = slice(keep.indptr[row], keep.indptr[row + 1])
                keep.data[cut] *= 1.0 - used[keep.indices[cut]]
    lists = []
    for row in range(keep.shape[0]):
        cut = slice(keep.indptr[row], keep.indptr[row + 1])
        found = keep.indices[cut][keep.data[cut] > 0]
        lists.append(", ".join(data.lemmas[found[np.argsort(-data.bits[found], kind="stable")]]))
    return keep @ data.bits, lists
