"""Tables of words, actors and what each side tells."""

import pandas as pd


def terms(hits: pd.DataFrame, sides: pd.Series, most: int = 8) -> pd.DataFrame:
    """The words behind each item: one row per item and side, the most frequent words with their counts.

    Parameters
    ----------
    hits : DataFrame
        `schema.HITS` of one measure.
    sides : Series
        Side of each article.
    most : int
        Words to name.
    """
    word = hits["text"].str.lower()
    side = hits["article_id"].map(sides)
    counted = pd.DataFrame({"item": hits["item"], "side": side, "word": word}).dropna()
    table = counted.value_counts().rename("n").reset_index()
    table = table.sort_values(["item", "side", "n", "word"], ascending=[True, True, False, True])
    table["word"] = table["word"] + (" (" + table["n"].astype("str") + ")").where(table["n"] > 1, "")
    grouped = table.groupby(["item", "side"])
    return grouped.agg(hits=("n", "sum"), words=("word", lambda names: ", ".join(names.head(most))))


def main_actors(cast: pd.DataFrame, counts: pd.DataFrame, most: int) -> list[str]:
    """The actors most often mentioned among those that more than one article names, if there are such."""
    mentions = counts["mentions"].groupby(level="item").sum().sort_values(ascending=False, kind="stable")
    named = cast.drop_duplicates("actor").set_index("actor")["articles"]
    shared = [name for name in mentions.index if named.get(name, 0) > 1]
    return (shared or list(mentions.index))[:most]


def relations(tied: pd.DataFrame, sides: pd.Series, actors: list[str], most: int = 8) -> pd.DataFrame:
    """What each actor does, undergoes and is called: one row per actor and side, a column per relation.

    Parameters
    ----------
    tied : DataFrame
        From `grammar.relations`.
    sides : Series
        Side of each article.
    actors : list of str
        Which actors, in order.
    most : int
        Words per cell, the most frequent first; "not" before what is negated.
    """
    rows = tied[tied["actor"].isin(actors) & tied["lemma"].str.contains(r"[^\W\d_]")]
    word = rows["lemma"].str.lower().where(~rows["negated"], "not " + rows["lemma"].str.lower())
    table = rows.assign(word=word, side=rows["article_id"].map(sides))
    count = table.groupby(["actor", "side", "relation", "word"], sort=False).size().rename("n").reset_index()
    count = count.sort_values("n", ascending=False, kind="stable")
    cells = count.groupby(["actor", "side", "relation"], sort=False)["word"].agg(
        lambda w: ", ".join(w.head(most))
    )
    wide = cells.unstack("relation").reindex(columns=["does", "undergoes", "described", "has"]).fillna("")
    order = {name: rank for rank, name in enumerate(actors)}
    return wide.sort_index(level="actor", key=lambda names: names.map(order), sort_remaining=False)


def top(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first `most` distinctive words of each side, with how often either uses them.

    Parameters
    ----------
    table : DataFrame
        From `words.distinctive`.
    """
    rows = table[table["rank"] <= most].sort_values(["side", "rank"], kind="stable")
    names = {
        "side": "side",
        "term": "term",
        "count_a": "here",
        "count_b": "elsewhere",
        "rate_a": "per 100 words here",
        "rate_b": "per 100 words elsewhere",
        "log_odds": "log-odds",
        "z": "z",
        "p_adjusted": "p_adjusted",
    }
    table = rows[list(names)].rename(columns=names).set_index("side")
    return table if table["p_adjusted"].notna().any() else table.drop(columns="p_adjusted")


def told(table: pd.DataFrame, kinds: tuple[str, ...] = ("person", "place", "organisation")) -> pd.DataFrame:
    """Who and what is mentioned by which sides: mentions by side, and where it is first quoted.

    Parameters
    ----------
    table : DataFrame
        From `coverage.told`.
    """
    rows = table[table["kind"].isin(kinds)]
    counts = list(table.columns[list(table.columns).index("quote") + 1 :])
    return rows[["item", "kind", "only", *counts]].set_index("item")


def first(frame: pd.DataFrame, articles: pd.DataFrame, most: int) -> pd.DataFrame:
    """The rows of the corpus's first `most` articles, for what compares every pair."""
    return frame[frame["article_id"].isin(articles.index[:most])].reset_index(drop=True)


def claims(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first `most` sentences of each side for which no counterpart was found.

    Parameters
    ----------
    table : DataFrame
        From `coverage.claims`.
    """
    rows = table[table["status"] == "no counterpart found"]
    rows = rows.groupby("side", sort=True).head(most).sort_values("side", kind="stable")
    words = rows["new_words"].str.split(", ").str[:5].str.join(", ")
    return (
        rows.assign(new=words)[["side", "text", "new"]].rename(columns={"new": "new words"}).set_index("side")
    )


def pairs(articles: pd.DataFrame, sides: pd.Series, actors: list[str], most: int = 300) -> pd.DataFrame:
    """Pairs of articles of different sides, of one event where they have events, for each actor.

    Returns
    -------
    DataFrame
        Columns `item` (the actor), `article_a`, `article_b`; at most `most` pairs for each actor.
    """
    frame = pd.DataFrame(
        {"article": articles.index, "side": sides.to_numpy(), "event": articles["event"].to_numpy()}
    )
    frame["place"] = range(len(frame))
    both = frame.merge(frame, on="event", suffixes=("_a", "_b"))
    both = both[(both["place_a"] < both["place_b"]) & (both["side_a"] != both["side_b"])].head(most)
    named = pd.DataFrame({"item": actors}).merge(both[["article_a", "article_b"]], how="cross")
    return named[["item", "article_a", "article_b"]]


def harsher(verdicts: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
    """Verdicts on pairs, the sides named: one row per actor, pair of sides and verdict, with how many pairs.

    Parameters
    ----------
    verdicts : DataFrame
        From `actors.harsher.verdicts`.
    sides : Series
        Side of each article.
    """
    rows = verdicts.assign(
        a=verdicts["article_a"].map(sides),
        b=verdicts["article_b"].map(sides),
        harsher=verdicts["harsher"].map(sides).fillna("–"),
    )
    grouped = rows.groupby(["item", "a", "b", "verdict", "harsher"], sort=False)
    return grouped.agg(pairs=("score", "size"), reason=("reason", "first")).reset_index().set_index("item")
