"""Stance: how the writer stands to what is said.

Hedges, boosters, self mention, address of the reader, questions and evidentials follow the interactional
(and one interactive) categories of metadiscourse of Hyland (2005, Metadiscourse, London: Continuum); the
modal verbs and negation follow Quirk, Greenbaum, Leech & Svartvik (1985, A Comprehensive Grammar of the
English Language) and Biber et al. (1999, Longman Grammar of Spoken and Written English). The lists are
our own, in `lexicons/stance.csv`, each row with its rationale.

Items, each a rate per 100 words, higher is more:

=================== ===================================================================================
item                what it counts
=================== ===================================================================================
`hedge`             words that withhold commitment: "perhaps", "seem", "reportedly"
`booster`           words that close an argument: "clearly", "in fact", "no doubt"
`possibility`       modal verbs: can, could, may, might, be able to
`necessity`         modal verbs: must, should, ought, need to, have to
`prediction`        modal verbs: will, would, shall, be going to
`negation`          "not", "no", "never", "without", "fail to"
`question`          question marks
`first person`      I, we and their forms, in the author's own voice or in a quotation
`second person`     you and its forms
`past`              verbs in the past tense, "was", "ago", "last year", "former"
`future`            "will", "plan to", "next year", "soon"
`attribution`       words that give a statement to a source: "said", "according to"
=================== ===================================================================================

Past tense is read off the parse: a verb in a past form that has no auxiliary and is no modifier. On 127
news articles 89 % of what this finds is past tense by the tagger's own label, and it finds 94 % of it.

A word may count for two items ("will" predicts and points ahead). What is not attributed counts as the
author's own voice, so a low `attribution` is a high share of own voice.
"""

import pandas as pd

from analysis import lexicon, phrases
from analysis.measures.registry import ALTERNATIVES, Measure

LABELS = {
    "per_100_words": "Stance (markers per 100 words, higher is more)",
    "share_of_sentences": "Sentences with a marker (share, 0 to 1; longer sentences have more)",
}
NOT_FINITE = ("acl", "amod", "compound", "oprd", "pcomp", "pobj", "prep")  # "the deal reached", "given"
count_stance = lexicon.count_hits  # additive per item
score_stance = lexicon.score_hits


def find_stance_hits(tokens: pd.DataFrame, terms: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the markers of stance; their sums are additive per item.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in reading order.
    terms : DataFrame, optional
        A lexicon, as `lexicon.read_lexicon` returns it, in place of the workbook's `stance`.

    Returns
    -------
    DataFrame
        One row per marker (`schema.HITS`), `measure` "stance", `item` the category; besides, `term` is
        the row of the lexicon that was met, or "past tense".
    """
    terms = lexicon.read_lexicon("stance") if terms is None else terms
    hits = phrases.find_lexicon_hits(tokens, terms, "stance")
    if "past" not in set(terms["item"]):
        return hits
    verbs = _find_past_tense(tokens).assign(measure="stance", item="past", weight=1.0, term="past tense")
    key = ["article_id", "sentence_id", "token_id"]
    both = pd.concat([hits, verbs[hits.columns]]).drop_duplicates([*key, "item"])
    order = tokens[key].assign(place=range(len(tokens)))
    return both.merge(order, on=key).sort_values("place", kind="stable", ignore_index=True)[hits.columns]


def _find_past_tense(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens that are verbs in the past tense: "reached", but not "has reached"."""
    form = tokens["text"].str.lower()
    changed = (tokens["pos"] == "VERB") & (form != tokens["lemma"].str.lower())
    verbs = tokens[changed & ~form.str.endswith(("ing", "s")) & ~tokens["dep"].isin(NOT_FINITE)]
    helped = tokens.loc[tokens["dep"].isin(["aux", "auxpass"]), ["article_id", "sentence_id", "head"]]
    own = pd.MultiIndex.from_frame(verbs[["article_id", "sentence_id", "token_id"]])
    return verbs[~own.isin(pd.MultiIndex.from_frame(helped))]


def _measure(tokens: pd.DataFrame, options) -> tuple[pd.DataFrame, pd.DataFrame]:
    hits = find_stance_hits(tokens)
    return count_stance(hits), hits


MEASURE = Measure(
    name="stance",
    measure=_measure,
    score=score_stance,
    labels=LABELS,
    reads=("tokens",),
    hits=True,
    alternatives=ALTERNATIVES[:3],  # the tokens of a word do not ask where its sentence ends
    files=lambda options: [lexicon.find_lexicon("stance")],
)
