"""How each actor is shown: what they do and undergo, which words describe them, how long they are quoted.

Counts are additive per sentence and actor (`item`), so any rows may be summed; `score_actor_profile` makes
rates of sums. The tone toward an actor is measured in `actor_tone`.
"""

import re

import numpy as np
import pandas as pd

from analysis.actors import attribution, grammar

LABELS = {
    "salience": "Mentions per 100 words (higher: more prominent)",
    "agency": "Acting, as a share of acting and being acted upon (0 only undergoes, 1 only acts)",
    "quoted": "Words quoted from the actor per 100 words of the text (higher: speaks more)",
    "lede_share": "Share of the actor's mentions that stand in the first paragraph (0 to 1)",
    "described_tone": "Mean valence of the describing words that have one (-4 negative to 4 positive)",
}
COUNTS = [
    *("mentions", "lede", "agent", "patient", "quoted_words"),
    *("described", "described_scored", "described_valence"),
]


def spell_names(mentions: pd.DataFrame, articles: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Return what each side calls actors, as it stands in the texts; pronouns are no names.

    Parameters
    ----------
    mentions : DataFrame
        From `find_mentions`.
    articles : DataFrame
        `schema.ARTICLES`, with `raw`.
    by : Series
        article_id -> side.

    Returns
    -------
    DataFrame
        One row per mention: `actor`, `side`, `name`, `article_id`, `sentence_id`.
    """
    rows = mentions[mentions["how"] != "pronoun"]
    raw = articles["raw"]
    names = [
        re.sub(r"^The ", "the ", " ".join(raw[article][start:end].split()))
        for article, start, end in zip(rows["article_id"], rows["start"], rows["end"], strict=True)
    ]
    rows = rows.assign(name=names, side=rows["article_id"].map(by)).dropna(subset=["side"])
    return rows[["actor", "side", "name", "article_id", "sentence_id"]].reset_index(drop=True)


def count_actor_profile(
    tokens: pd.DataFrame,
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    attributions: pd.DataFrame,
    valences: pd.Series | None = None,
) -> pd.DataFrame:
    """Count per sentence and actor.

    Parameters
    ----------
    tokens, mentions : DataFrame
        `schema.TOKENS` and the actors' mentions in them.
    sentences : DataFrame
        `schema.SENTENCES`; `paragraph_id` says what the lede is.
    attributions : DataFrame
        From `attribution.find_attributions`.
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
    named = body[key].assign(mentions=1, lede=(where == 0).astype("int64"))
    relations = grammar.find_relations(tokens, mentions).rename(columns={"actor": "item"})
    valence = relations["lemma"].str.lower().map({} if valences is None else valences).astype(float)
    valence *= np.where(relations["negated"], -1, 1)
    described = relations["relation"] == "described"
    tied = relations[key].assign(
        agent=(relations["relation"] == "does").astype("int64"),
        patient=(relations["relation"] == "undergoes").astype("int64"),
        described=described.astype("int64"),
        described_scored=(described & valence.notna()).astype("int64"),
        described_valence=valence.where(described, 0.0).fillna(0.0),
    )
    sources = attribution.count_sources(attributions, "actor").reset_index()
    quoted = sources.rename(columns={"quoted": "quoted_words"}).query("quoted_words > 0")
    table = pd.concat([named, tied, quoted], ignore_index=True)
    table = table[table["item"] != ""].groupby(key)[COUNTS].sum()
    return table[table.index.get_level_values("sentence_id") >= 0]


def score_actor_profile(sums: pd.DataFrame) -> pd.DataFrame:
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
