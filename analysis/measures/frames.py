"""Frame-associated vocabulary: which words of a frame a text uses, how often and where.

A frame selects some aspects of a reality and makes them salient (Entman 1993). Scholars code it for a
whole story, by yes/no questions. What is counted here is the vocabulary that goes with a frame, which
is a proxy: a story can be framed without these words, and use them in passing. Read the hits before
you trust a rate.

Two lexicons come with the workbook, written for it from the frames' published definitions:

- `generic_frames`: conflict, human interest, morality, economic consequences, responsibility (Semetko
  & Valkenburg 2000, Journal of Communication 50(2), 93-109, doi:10.1111/j.1460-2466.2000.tb02843.x,
  appendix). A row's rationale names the question of theirs that it answers to.
- `policy_frames`: the fourteen dimensions of the Policy Frames Codebook (Boydstun, Card, Gross, Resnik &
  Smith 2014, Tracking the Development of Media Frames within and across Policy Issues), each named
  "policy: ..." since two of them share a name with a generic frame.

Weights are set by judgement: 3 where a term hardly occurs outside the frame, 2 where it usually belongs
to it, 1 where it often does, 0 for idioms that only share a word with it ("vice president"). No weight was
fitted to data. What raises a rate for reasons other than the frame is left out: pronouns of one sex, for
instance, would make any text about a woman a human-interest story.

Most of all the lists were held against what they meet. Of 200 hits drawn from 40 news articles (at most two
of a term) the first lists had 47 % in the frame's sense. Terms that were wrong more often than right went:
names of parties and offices, people at large, modals, plans and talks; of human interest and responsibility
later also bills, measures, farmers, patients, duties and feelings at large, or phrases took their place. How
often hits drawn afresh (at most two of a term, from 270 to 380 other articles) were right then, from 95 % for
conflict to 90 % for human interest, `read_frame_checks` says; what was doubtful counts as wrong there. For
responsibility this is the second tally: the first was 100 of 120, then the list was mended once more. The
reader was a language model, and the one that had mended the lists. Of policy frames 69 of 100 were right
before mending, 109 of 135 after.

An amount of money counts once: "$5 billion" by its sign, "5 billion dollars" by its word.

Checked on 127 news articles about climate politics whose frames people coded (phenixace/narrative-framing,
MIT licence): the rate tells an article that has the frame from one that has not in 82 % of pairs for
conflict, 83 % for human interest, 85 % for morality, 82 % for economic consequences. Morality is no blind
check: "should not" and "next generation" stay in it since without them the rate told fewer pairs.
Responsibility was not coded there; on the nearest label, resolution, the rate tells 56 % of pairs, hardly
more than chance. The policy frames have not been checked on labels.

Any other lexicon in the format of `lexicon` does as well.
"""

import numpy as np
import pandas as pd

from analysis import lexicon, phrases
from analysis.measures.registry import ALTERNATIVES, Measure

LABELS = {
    "per_100_words": "Frame-associated vocabulary (weighted hits per 100 words, higher is more)",
    "share_of_sentences": "Sentences with such a word (share, 0 to 1; longer sentences have more)",
}
count_frames = lexicon.count_hits  # additive per item; the two are what any lexicon's counts and rates are
score_frames = lexicon.score_hits


def find_frame_hits(tokens: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Find the words and phrases that go with a frame; their sums are additive per item.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in reading order.
    terms : DataFrame
        A lexicon, as `lexicon.read_lexicon` returns it.

    Returns
    -------
    DataFrame
        One row per hit (`schema.HITS`), `measure` "frames", `item` the frame, `weight` what it adds;
        besides, `term` is the row of the lexicon that was met.
    """
    return phrases.find_lexicon_hits(tokens, terms, "frames")


def measure_frame_coverage(hits: pd.DataFrame, exposure: pd.DataFrame) -> pd.DataFrame:
    """Tell how much of the text a lexicon speaks about; not additive.

    Parameters
    ----------
    hits : DataFrame
        Hits of one lexicon.
    exposure : DataFrame
        One row per sentence of the same texts, indexed by `article_id`, `sentence_id`: `words`,
        `sentences`.

    Returns
    -------
    DataFrame
        One row per item, the last being "any item". `hits` is the number of hits (not weighted),
        `terms` how many different terms of the lexicon occurred, `share_of_sentences` and
        `share_of_words` (0 to 1) how much of the text is in or under a hit; NaN for no text.
    """
    sentence = ["article_id", "sentence_id"]
    hits = hits[pd.MultiIndex.from_frame(hits[sentence]).isin(exposure.index)]
    everything = pd.concat([hits, hits.assign(item="any item")])
    written = everything["text"].str.split().str.len().to_numpy(dtype=np.int64)
    word = everything[[*sentence, "item", "token_id"]].iloc[np.repeat(np.arange(len(written)), written)]
    within = np.arange(len(word)) - np.repeat(np.cumsum(written) - written, written)
    word = word.assign(token_id=word["token_id"] + within)
    order = [*sorted(set(hits["item"])), "any item"]
    by_item = everything.groupby("item")
    result = (
        pd.DataFrame({"hits": by_item.size(), "terms": by_item["term"].nunique()}).reindex(order).fillna(0)
    )
    total = exposure[["words", "sentences"]].sum()
    seen = everything.drop_duplicates([*sentence, "item"]).groupby("item").size()
    covered = word.drop_duplicates().groupby("item").size()
    return result.astype("int64").assign(
        share_of_sentences=seen.reindex(order, fill_value=0) / total["sentences"],
        share_of_words=covered.reindex(order, fill_value=0) / total["words"],
    )


def read_frame_checks(name: str = "generic_frames") -> pd.DataFrame:
    """Read how often a hit of a lexicon, read in its sentence, was in its frame's sense.

    Parameters
    ----------
    name : str
        The lexicon; one that nobody has checked has no rows.

    Returns
    -------
    DataFrame
        Indexed by `item` (the frame): `hits` that one reader judged, `right` among them, `value` (the share
        of these, 0 to 1) with its 95 % interval `low`, `high` (Wilson 1927,
        doi:10.1080/01621459.1927.10502953).
    """
    table = pd.read_csv(lexicon.FOLDER / "frames_validation.csv", index_col="item")
    return table[table["lexicon"] == name]


def _measure(tokens: pd.DataFrame, options) -> tuple[pd.DataFrame, pd.DataFrame]:
    hits = find_frame_hits(tokens, lexicon.read_lexicons(options.lexicons))
    return count_frames(hits), hits


MEASURE = Measure(
    name="frames",
    measure=_measure,
    score=score_frames,
    labels=LABELS,
    primary=("per_100_words",),
    reads=("tokens",),
    hits=True,
    alternatives=ALTERNATIVES[:3],  # the tokens of a word do not ask where its sentence ends
    uses=("lexicons",),
    files=lambda options: [lexicon.find_lexicon(name) for name in options.lexicons],
)
