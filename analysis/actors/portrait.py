"""How each actor is shown: what they do and undergo, which words describe them, how long they are quoted.

Counts are additive per sentence and actor (`item`), so any rows may be summed; `scores` makes rates of sums.
The tone toward an actor is measured in `toward`.
"""

import numpy as np
import pandas as pd

from analysis.actors import grammar, quoting

LABELS = {
    "salience": "Mentions per 100 words (higher: more prominent)",
    "agency": "Acting, as a share of acting and being acted upon (0 only undergoes, 1 only acts)",
    "quoted": "Words quoted from the actor per 100 words of the text (higher: speaks more)",
    "lede_share": "Share of the actor's mentions that stand in the first paragraph (0 to 1)",
    "described_tone": "Mean valence of the describing words that have one (-4 negative to 4 positive)",
}
COUNTS = [
    "mentions",
    "lede",
    "agent",
    "patient",
    "quoted_words",
    "described",
    "described_scored",
    "described_valence",
]


def counts(tokens, mentions, sentences, valences: pd.Series | None = None) -> pd.DataFrame:
    """Count per sentence and actor.

    Parameters
    ----------
    tokens, mentions : DataFrame
        `schema.TOKENS` and the actors' mentions in them.
    sentences : DataFrame
        `schema.SENTENCES`; `paragraph_id` says what the lede is and where a quotation must end.
    valences : Series, optional
        Lemma -> valence of the describing words (VADER's, -4 to 4); without it their tone is undefined.

    Returns
    -------
    DataFrame
        Long and sparse, index `article_id, sentence_id, item` (the actor), columns `COUNTS`: numbers of
        mentions, of mentions in the first paragraph, of verbs done and undergone, of quoted words, of
        describing words, of those with a valence, and the sum of these valences (turned round where negated).
    """
    key = ["article_id", "sentence_id", "item"]
    body = mentions[mentions["sentence_id"] >= 0].rename(columns={"actor": "item"})
    paragraph = sentences.set_index(["article_id", "sentence_id"])["paragraph_id"]
    where = paragraph.reindex(pd.MultiIndex.from_frame(body[key[:2]])).to_numpy()
    parts = [body[key].assign(mentions=1, lede=(where == 0).astype("int64"))]
    tied = grammar.relations(tokens, mentions).rename(columns={"actor": "item"})
    value = tied["lemma"].str.lower().map({} if valences is None else valences) * np.where(
        tied["negated"], -1, 1
    )
    described = tied["relation"] == "described"
    parts.append(
        tied[key].assign(
            agent=(tied["relation"] == "does").astype("int64"),
            patient=(tied["relation"] == "undergoes").astype("int64"),
            described=described.astype("int64"),
            described_scored=(described & value.notna()).astype("int64"),
            described_valence=value.where(described, 0.0).fillna(0.0),
        )
    )
    parts.append(
        quoting.quotations(tokens, mentions, sentences).rename(
            columns={"actor": "item", "words": "quoted_words"}
        )
    )
    table = pd.concat(parts, ignore_index=True)
    table = table[table["item"] != ""].groupby(key)[COUNTS].sum()
    return table[table.index.get_level_values("sentence_id") >= 0]


def scores(sums: pd.DataFrame) -> pd.DataFrame:
    """Turn summed counts, joined with the `words` they were counted in, into scores (`LABELS`).

    Undefined is NaN: agency of an actor that neither acts nor is acted upon, tone without a scored word.
    """
    words = sums["words"].where(sums["words"] > 0)
    acts = sums["agent"] + sums["patient"]
    scored = sums["described_scored"]
    return pd.DataFrame(
        {
            "salience": 100 * sums["mentions"] / words,
            "agency": sums["agent"] / acts.where(acts > 0),
            "quoted": 100 * sums["quoted_words"] / words,
            "lede_share": sums["lede"] / sums["mentions"].where(sums["mentions"] > 0),
            "described_tone": sums["described_valence"] / scored.where(scored > 0),
        },
        index=sums.index,
    )


def first(mentions: pd.DataFrame, sentences: pd.DataFrame, words: pd.Series) -> pd.DataFrame:
    """Where each actor first comes up in each article; minima, so partitions merge.

    Parameters
    ----------
    words : Series
        Words per sentence, indexed by `article_id, sentence_id`.

    Returns
    -------
    DataFrame
        Indexed by `article_id, actor`: `sentence_id` of the first mention, `before` (share of the article's
        words that precede that sentence, 0 to 1), `headline` and `lede` (whether they name the actor).
    """
    body = mentions[mentions["sentence_id"] >= 0]
    table = body.groupby(["article_id", "actor"])["sentence_id"].min().to_frame()
    words = words.sort_index()
    total = words.groupby(level=0).sum()
    earlier = words.groupby(level=0).cumsum() - words
    place = pd.MultiIndex.from_arrays([table.index.get_level_values(0), table["sentence_id"]])
    article = table.index.get_level_values(0)
    table["before"] = earlier.reindex(place).to_numpy() / total.reindex(article).to_numpy()
    paragraph = sentences.set_index(["article_id", "sentence_id"])["paragraph_id"]
    table["lede"] = paragraph.reindex(place).to_numpy() == 0
    headline = mentions.loc[mentions["sentence_id"] < 0, ["article_id", "actor"]]
    table["headline"] = table.index.isin(pd.MultiIndex.from_frame(headline))
    return table
