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
`past`, `future`    words that point back or ahead in time, auxiliaries included
`attribution`       words that give a statement to a source: "said", "according to"
=================== ===================================================================================

A word may count for two items ("will" predicts and points ahead). What is not attributed counts as the
author's own voice, so a low `attribution` is a high share of own voice.
"""

import pandas as pd

from analysis import lexicon, matching

LABELS = {
    "per_100_words": "Stance (markers per 100 words, higher is more)",
    "share_of_sentences": "Sentences with a marker (share, 0 to 1; longer sentences have more)",
}
counts = lexicon.counts
scores = lexicon.scores


def hits(tokens: pd.DataFrame, terms: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the markers of stance.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in reading order.
    terms : DataFrame, optional
        A lexicon, as `lexicon.read` returns it, in place of the workbook's `stance`.

    Returns
    -------
    DataFrame
        One row per marker (`schema.HITS`), `measure` "stance", `item` the category; besides, `term` is
        the row of the lexicon that was met.
    """
    return matching.match(tokens, lexicon.read("stance") if terms is None else terms, "stance")
