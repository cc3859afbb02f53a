"""Distinctive words: which words and two-word phrases one side uses more than the others.

Counts are additive per sentence and term, so they sum over any partition of a corpus. The statistic is
the log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi & Quinn (2008, Political
Analysis 16(4), doi:10.1093/pan/mpn018). Its z-scores *rank* terms. They do not test them: words come in
bursts, so that one article full of a word looks like a side full of it. Where both sides have enough
articles, a permutation test of whole articles, whose error takes the article as its unit, says which terms
hold up; that test is ours.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, stats

from analysis.lexicon import HYPHENS, find_content_words, measure_information
from analysis.measures.registry import ALTERNATIVES, Measure
from analysis.schema import HITS, InputError

_COLUMNS = "term side count_a count_b rate_a rate_b log_odds z rank articles p_value p_adjusted reason"
COLUMNS = _COLUMNS.split()
_KINDS = {name: "str" if name in ("term", "side", "reason") else "float" for name in COLUMNS}
# A term in fewer articles cannot come out clear: six of six on one of two equal sides has p = 0.03, before
# any adjustment for the number of terms. Leaving such terms out does not look at the sides.
WITH_TERM = 6
PARTLY = 0.8  # share of a word's uses from which on it is a part of a phrase


# --- the statistic and its test: arrays in, arrays out ------------------------------------------


class TermCounts(NamedTuple):
    """How often each article uses each term: `hits` (articles x terms), and `words` per article."""

    hits: sparse.csr_array
    words: np.ndarray


class Prior(NamedTuple):
    """The prior: `hits`, pseudo-counts above 0 per term, and its size in `words`."""

    hits: np.ndarray
    words: float


def contrast_log_odds(hits_a, hits_b, words_a, words_b, prior: Prior):
    """Log-odds ratio of terms between two sides, and its z-score.

    Parameters
    ----------
    hits_a, hits_b : array
        How often each term occurs on each side.
    words_a, words_b : float or array
        How many words each side has.
    prior : Prior
        The same for both sides.

    Returns
    -------
    delta, z : array
        Difference of the log-odds (natural logarithm; above 0 means side a uses the term more), and that
        difference over its approximate standard deviation, the root of 1 / (hits_a + prior) + 1 / (hits_b
        + prior). With the prior's share of a term called alpha: log((hits_a + alpha) / (words_a + alpha_0
        - hits_a - alpha)) less the same of side b (Monroe, Colaresi & Quinn 2008, section 3).
    """
    a, b = hits_a + prior.hits, hits_b + prior.hits
    rest_a, rest_b = words_a + prior.words - a, words_b + prior.words - b
    delta = np.log(a / rest_a) - np.log(b / rest_b)
    return delta, delta / np.sqrt(1 / a + 1 / b)


def permute_log_odds(
    counts: TermCounts, here, prior: Prior, block, rng: np.random.Generator, replicates: int
):
    """Two-sided permutation p of every term.

    Parameters
    ----------
    counts : TermCounts
    here : array of bool
        Whether each article is on side a.
    prior : Prior
    block : array of int
        The event each article belongs to; articles change sides within it only.
    rng : Generator
    replicates : int
        Permutations; terms with p of 0.01 or less get ten times as many, afresh.

    Returns
    -------
    array
        (1 + permutations at least as extreme) / (1 + permutations), so never 0.
    """
    p = np.ones(len(prior.hits))
    for rounds in (1, 10):
        use = np.flatnonzero(p <= (1 if rounds == 1 else 0.01))
        if not len(use):
            break
        moments = _moments(TermCounts(counts.hits[:, use], counts.words))
        part = Prior(prior.hits[use], prior.words)
        seen = np.abs(_studentised(here[None, :], moments, part))
        above = np.ones(len(use))
        for _ in range(rounds):
            chance = np.abs(_studentised(_deal(here, block, replicates, rng), moments, part))
            above += (chance >= seen - 1e-9).sum(axis=0)
        p[use] = above / (rounds * replicates + 1)
    return p


def _deal(here, block, replicates: int, rng) -> np.ndarray:
    """Deal the labels of `here` out anew within each block; one row per replicate."""
    out = np.tile(here, (replicates, 1))
    for code in np.unique(block):
        inside = block == code
        out[:, inside] = rng.permuted(out[:, inside], axis=1)
    return out


def _moments(counts: TermCounts) -> tuple:
    hits, words = counts
    return hits, hits.multiply(hits).tocsr(), hits.multiply(words[:, None]).tocsr(), words


def _studentised(labels, moments, prior: Prior) -> np.ndarray:
    """Log-odds ratio over a standard error that takes whole articles as the unit.

    The squared error of a side's log rate is the sum over its articles of (hits - rate * words)^2, by
    hits^2: the linearised variance of a ratio. Where hits are Poisson it comes to 1 / hits, and the
    statistic to the usual z; where words come in bursts it is larger.
    """
    hits, squares, products, words = moments
    sides = []
    for label in (labels.astype(float), 1.0 - labels):
        count, size = label @ hits, (label @ words)[:, None]
        articles = label.sum(axis=1)[:, None]
        rate = count / size
        error = label @ squares - 2 * rate * (label @ products) + rate**2 * (label @ words**2)[:, None]
        error = np.maximum(error, 0) * articles / np.maximum(articles - 1, 1)
        sides.append((count, size, (error + prior.hits) / (count + prior.hits) ** 2))
    (hits_a, words_a, var_a), (hits_b, words_b, var_b) = sides
    delta, _ = contrast_log_odds(hits_a, hits_b, words_a, words_b, prior)
    return delta / np.sqrt(var_a + var_b)


# --- terms of a text, and those that set sides apart ----------------------------------------------


def find_term_hits(tokens: pd.DataFrame, *, phrases: bool = True) -> pd.DataFrame:
    """Find every content word and every two-word phrase of content words.

    Parameters
    ----------
    tokens : DataFrame
        A `tokens` frame; needs no parse.
    phrases : bool
        Also noun phrases: two neighbouring content words in one sentence, of which the second is a noun or a
        name and the first that or an adjective, and that cut no longer name in two. A hyphen may stand
        between them, so that "Jong-un" and "Jong Un" are one phrase.

    Returns
    -------
    DataFrame
        A `hits` frame: one row per occurrence, `measure` "terms", `weight` 1. `item` is the lemma (two
        lemmas with a space between) in lower case, so that "President" and "president" are one; only
        words in capitals keep them, so that "UN" and the "Un" of a name are two. A part of a word with a
        hyphen ("cease-fire") is no word.
    """
    tokens = tokens.reset_index(drop=True)
    acronym = tokens["text"].str.isupper() & (tokens["text"].str.len() > 1)
    item = tokens["lemma"].where(acronym, tokens["lemma"].str.lower())
    frame = tokens.assign(item=item, usable=find_content_words(tokens) & tokens["text"].str.match(r"\w"))
    words = frame[frame["usable"] & ~_find_hyphened(frame)]
    parts = [words, _pair(frame)] if phrases else [words]
    hits = pd.concat(parts, ignore_index=True).assign(measure="terms", weight=1.0)
    return hits[[*HITS.key, *HITS.columns]]


def _find_hyphened(tokens: pd.DataFrame) -> pd.Series:
    """Whether a hyphen joins each token to the one before or behind it."""
    hyphen, glued = tokens["text"].isin(HYPHENS), tokens["start"].eq(tokens["end"].shift())
    behind = hyphen.shift(fill_value=False) & glued
    before = hyphen.shift(-1, fill_value=False) & glued.shift(-1, fill_value=False)
    return behind | before


def spell_terms(hits: pd.DataFrame) -> dict[str, str]:
    """Spell names and phrases as the texts do: "lauer" is "Lauer", "human right" is "human rights".

    Parameters
    ----------
    hits : DataFrame
        From `find_term_hits`.

    Returns
    -------
    dict of str to str
        Item to its most frequent spelling, for phrases and for items that have a capital more often than not
        where they do not open a sentence.
    """
    hits = hits.assign(phrase=hits["item"].str.contains(" "))
    inside = hits[(hits["token_id"] > 1) | hits["phrase"]]
    first = inside["text"].str[:1].str.isupper().groupby(inside["item"]).mean()
    named = inside[inside["item"].isin(first.index[first > 0.5]) | inside["phrase"]]
    counts = named.groupby(["item", "text"]).size().sort_values(ascending=False, kind="stable")
    return counts.reset_index("text").groupby(level="item")["text"].first().to_dict()


def find_shared_nouns(tokens: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Find what most sides speak of: common nouns, those first that say most of what the story is about.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`.
    by : Series
        article_id -> side.

    Returns
    -------
    DataFrame
        One row per noun that more than half of the sides use, and at least two: `noun`, as it is most often
        written; `told_by`, by how many; `weight`, its share of a side's nouns, averaged over the sides,
        times its information in bits (`lexicon.measure_information`), by which the rows are sorted; `share`.
    """
    nouns = tokens[tokens["pos"].eq("NOUN") & tokens["ent_type"].eq("") & find_content_words(tokens)]
    nouns = nouns.assign(text=nouns["text"].str.lower(), side=nouns["article_id"].map(by)).dropna(
        subset="side"
    )
    shares = pd.crosstab(nouns["lemma"], nouns["side"], normalize="columns")
    told_by = (shares > 0).sum(axis=1)
    told_by = told_by[told_by > max(1, shares.shape[1] / 2)]
    share = shares.loc[told_by.index].mean(axis=1)
    weight = share * measure_information(told_by.index)
    written = nouns.groupby("lemma")["text"].agg(lambda texts: texts.value_counts().index[0])
    found = pd.DataFrame(
        {"noun": written.reindex(told_by.index), "told_by": told_by, "weight": weight, "share": share}
    )
    return found.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)


def count_terms(tokens: pd.DataFrame, *, phrases: bool = True) -> pd.DataFrame:
    """Count content words and two-word phrases per sentence; additive per item.

    Parameters
    ----------
    tokens, phrases
        As for `find_term_hits`.

    Returns
    -------
    DataFrame
        Indexed by (article_id, sentence_id, item), sparse (terms that occur only), with one additive
        column, `hits`. What they are compared against, the sentence's number of words, is exposure and
        comes from the readability counts.
    """
    hits = find_term_hits(tokens, phrases=phrases)
    return hits.groupby(["article_id", "sentence_id", "item"])["weight"].sum().to_frame("hits")


def _pair(frame: pd.DataFrame) -> pd.DataFrame:
    """Noun phrases of two usable tokens that stand side by side, or with a hyphen between."""
    sentence = frame.groupby(["article_id", "sentence_id"], sort=False).ngroup()
    kept = frame.assign(sentence=sentence)[~frame["text"].isin(HYPHENS)]
    goes_on = kept["ent_iob"].eq("I")
    kept = kept.assign(within=goes_on, name_ends=~goes_on.shift(-1, fill_value=False))
    follower = kept.shift(-1)
    pair = kept["usable"] & follower["usable"].eq(True) & kept["sentence"].eq(follower["sentence"])
    pair &= kept["pos"].isin(["ADJ", "NOUN", "PROPN"]) & follower["pos"].isin(["NOUN", "PROPN"])
    one_name = follower["within"].eq(True)
    pair &= one_name | (~kept["within"] & follower["name_ends"].eq(True))
    first, second = kept[pair], follower[pair]
    joint = pd.Series(" ", first.index).mask(second["token_id"] > first["token_id"] + 1, "-")
    return first.assign(
        item=first["item"] + " " + second["item"],
        end=second["end"].astype(first["end"].dtype),
        text=first["text"] + joint + second["text"],
    )[frame.columns]


def score_terms(sums: pd.DataFrame) -> pd.DataFrame:
    """Occurrences per 100 words.

    Parameters
    ----------
    sums : DataFrame
        Summed counts with columns `hits` and `words`, any index.

    Returns
    -------
    DataFrame
        Same index; column `rate`, hits per 100 words, NaN where there are no words.
    """
    return pd.DataFrame({"rate": 100 * sums["hits"] / sums["words"].where(sums["words"] > 0)})


LABELS = {"rate": "Occurrences per 100 words (higher is more often)"}


def rank_distinctive_terms(
    counts: pd.DataFrame,
    by: pd.Series,
    *,
    exposure: pd.DataFrame,
    prior_words: float = 100.0,
    min_count: int = 3,
    block: pd.Series | None = None,
    rng: np.random.Generator | None = None,
    min_articles: int = 8,
    replicates: int = 2000,
) -> pd.DataFrame:
    """Rank each side's distinctive words, and test them where there are enough articles; not additive.

    With two sides each is set against the other; with more, each against all others together; with one,
    there is nothing to rank and the table is empty.

    Parameters
    ----------
    counts : DataFrame
        From `count_terms`.
    by : Series
        article_id -> side; articles without a side are left out.
    exposure : DataFrame
        Column `words` per sentence, indexed by (article_id, sentence_id).
    prior_words : float
        The prior's size, in words: how many words of typical text, all sides together, are mixed into each
        side. The default is that whose top ten terms of half the sentences of 250 pairs of articles on one
        event most often held in the other half (47 % the same way, 23 % the other, the rest absent); any
        size from 10 to 500 did nearly as well, a prior of general news or the same for every term worse.
    min_count : int
        Terms that occur less often, all sides together, are left out; so are words that hardly occur but in
        one phrase, and of each side's words those of its own name.
    block : Series, optional
        article_id -> event. Articles are then permuted within events only.
    rng : Generator, optional
        Needed for the test; without it nothing is tested.
    min_articles : int
        Each side must have as many articles for the test; with `block`, as many in events that another
        side covers too.
    replicates : int
        Permutations; ten times as many for terms with p of 0.01 or less.

    Returns
    -------
    DataFrame
        One row per term and side, ordered by side and `rank`. Columns `term`, `side`, `count_a` and
        `rate_a` (this side), `count_b` and `rate_b` (the rest), rates per 100 words; `log_odds` (natural
        logarithm, above 0 means this side uses the term more) and its `z`; `rank` (1 is the most
        distinctive); `articles` in which the term occurs; `p_value` (two-sided), `p_adjusted`
        (Benjamini-Hochberg over all rows tested); `reason` why there is no p.

    Raises
    ------
    InputError
        A prior that is not positive.
    """
    sides = list(dict.fromkeys(by.dropna()))
    if not prior_words > 0:
        raise InputError(f"prior_words is {prior_words}; it must be above 0.")
    if len(sides) < 2:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _KINDS.items()})
    data = _per_article(counts, exposure, by.dropna(), min_count)
    hits, words = data.counts
    expected = Prior(prior_words * hits.sum(axis=0) / words.sum(), prior_words)
    parts = [_contrast(data, side, expected) for side in sides]
    if rng is not None:
        codes = _codes(data, block)
        parts = [_tested(part, data, expected, codes, rng, min_articles, replicates) for part in parts]
    table = pd.concat(parts, ignore_index=True)
    tested = table["p_value"].notna()
    if tested.any():
        table.loc[tested, "p_adjusted"] = stats.false_discovery_control(table.loc[tested, "p_value"])
    return table[COLUMNS]


class _Data(NamedTuple):
    """Counts per article and term, the `terms` (columns) and the `side` of each article (rows)."""

    counts: TermCounts
    terms: pd.Index
    side: pd.Series


def _per_article(counts, exposure, by, min_count) -> _Data:
    words = exposure["words"].groupby(level="article_id").sum()
    side = by[by.index.isin(words.index)]
    hits = counts["hits"].groupby(level=["article_id", "item"]).sum()
    hits = hits[hits.index.get_level_values("article_id").isin(side.index)]
    total = hits.groupby(level="item").sum()
    frequent = total[total >= min_count]
    terms = frequent.index.difference(_find_parts(frequent))
    row = side.index.get_indexer(hits.index.get_level_values("article_id"))
    column = terms.get_indexer(hits.index.get_level_values("item"))
    kept = column >= 0
    entries = (hits.to_numpy(float)[kept], (row[kept], column[kept]))
    matrix = sparse.coo_array(entries, shape=(len(side), len(terms))).tocsr()
    return _Data(TermCounts(matrix, words.reindex(side.index).to_numpy(float)), terms, side)


def _find_parts(total: pd.Series) -> list[str]:
    """Words that hardly occur but in one phrase, which speaks for them: "hicks" of "hope hicks"."""
    parts = [(word, phrase) for phrase in total.index for word in re.split("[ -]", phrase) if word != phrase]
    return [word for word, phrase in parts if total[phrase] >= PARTLY * total.get(word, np.inf)]


def _contrast(data: _Data, side, expected: Prior) -> pd.DataFrame:
    """The table of one side against the rest, most distinctive first, untested."""
    here = (data.side == side).to_numpy()
    hits, words = data.counts
    hits_a, hits_b = here.astype(float) @ hits, (~here).astype(float) @ hits
    words_a, words_b = words[here].sum(), words[~here].sum()
    delta, z = contrast_log_odds(hits_a, hits_b, words_a, words_b, expected)
    table = pd.DataFrame(
        {"term": data.terms, "count_a": hits_a, "count_b": hits_b, "log_odds": delta, "z": z}
    )
    table[["count_a", "count_b"]] = table[["count_a", "count_b"]].astype(int)
    table["rate_a"] = 100 * table["count_a"] / (words_a or np.nan)
    table["rate_b"] = 100 * table["count_b"] / (words_b or np.nan)
    table["articles"] = (hits > 0).sum(axis=0)
    table = table.assign(side=side, p_value=np.nan, p_adjusted=np.nan, reason="not tested")
    table = table[[term.lower() not in str(side).lower().split() for term in table["term"]]]
    table = table.sort_values(["z", "term"], ascending=[False, True])
    return table.assign(rank=np.arange(1, len(table) + 1))


def _codes(data: _Data, block) -> np.ndarray:
    """The number of each article's event; all the same where no events are given."""
    if block is None:
        return np.zeros(len(data.side), dtype=int)
    return pd.factorize(block.reindex(data.side.index))[0]


def _tested(table, data: _Data, expected, codes, rng, min_articles, replicates) -> pd.DataFrame:
    """Fill in the p-values of one contrast, or the reason why there are none."""
    here = (data.side == table["side"].iloc[0]).to_numpy() if len(table) else np.zeros(len(data.side), bool)
    mixed = pd.Series(here).groupby(codes).transform("nunique").to_numpy() > 1
    if min((here & mixed).sum(), (~here & mixed).sum()) < min_articles:
        where = " in events that another side covers too" if len(set(codes)) > 1 else ""
        return table.assign(reason=f"fewer than {min_articles} articles on a side{where}")
    enough = table["articles"] >= WITH_TERM
    columns = data.terms.get_indexer(table.loc[enough, "term"])
    counts = TermCounts(data.counts.hits[:, columns], data.counts.words)
    prior = Prior(expected.hits[columns], expected.words)
    table.loc[enough, "p_value"] = permute_log_odds(counts, here, prior, codes, rng, replicates)
    return table.assign(reason=np.where(enough, "", f"in fewer than {WITH_TERM} articles"))


def rank_names(names: pd.DataFrame, prior_mentions: float = 10.0) -> pd.DataFrame:
    """Rank what each side calls an actor by how much more it uses the name than the rest; not tested.

    Parameters
    ----------
    names : DataFrame
        One row per mention: `actor`, `side`, `name`, `article_id`, `sentence_id`.
    prior_mentions : float
        The prior's size: how many mentions by all sides together are mixed into each side's.

    Returns
    -------
    DataFrame
        One row per actor, side and name it uses, the most distinctive first: `actor`, `side`, `name`,
        `count_a` (of this side) and `count_b` (of the rest), `log_odds` and `z` as in `contrast_log_odds`
        with the actor's mentions in place of words (NaN for an actor with one name), and `article_id`,
        `sentence_id` of the first.
    """
    first = names.groupby(["actor", "side", "name"], sort=False)[["article_id", "sentence_id"]].first()
    parts = []
    for actor, own in names.groupby("actor", sort=False):
        counts = own.groupby(["name", "side"]).size().unstack("side", fill_value=0)
        total = counts.sum(axis=1)
        prior = Prior((prior_mentions * total / total.sum()).to_numpy(), prior_mentions)
        for side, here in counts.items():
            rest = total - here
            with np.errstate(all="ignore"):
                log_odds, z = contrast_log_odds(here, rest, here.sum(), rest.sum(), prior)
            part = {"count_a": here, "count_b": rest, "log_odds": log_odds, "z": z}
            parts.append(pd.DataFrame(part).assign(actor=actor, side=side).loc[here > 0].reset_index())
    columns = ["actor", "side", "name", "count_a", "count_b", "log_odds", "z"]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    table = table[columns].replace([np.inf, -np.inf], np.nan)
    table = table.sort_values("z", ascending=False, kind="stable").join(first, on=["actor", "side", "name"])
    return table.sort_values(["actor", "side"], kind="stable", ignore_index=True)


def list_contexts(
    items: Sequence[str],
    hits: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    by: pd.Series | None = None,
    width: int = 70,
) -> pd.DataFrame:
    """Show every hit of some items with the words around it (keyword in context); not additive.

    Parameters
    ----------
    items : sequence of str
        As in the `item` column of `hits`: terms, frames, actors.
    hits : DataFrame
        A `hits` frame, of any measure.
    sentences : DataFrame
        The `sentences` frame.
    by : Series, optional
        article_id -> side.
    width : int
        Characters to show on either side; whole words, within the sentence.

    Returns
    -------
    DataFrame
        One row per occurrence, item by item and side by side in the order of the text: `side` (where `by` is
        given), `article_id`, `sentence_id`, `left`, `match`, `right`, `start`, `end` (offsets into `raw`).
    """
    place = {item: number for number, item in enumerate(items)}
    rows = hits.assign(place=hits["item"].map(place)).dropna(subset="place")
    address, order = ["article_id", "sentence_id"], ["place", "article_id", "start"]
    if by is not None:
        rows = rows.assign(side=rows["article_id"].map(by))
        address, order = ["side", *address], ["place", "side", *order[1:]]
    rows = rows.sort_values(order).merge(
        sentences[["article_id", "sentence_id", "start", "text"]],
        on=["article_id", "sentence_id"],
        suffixes=("", "_sentence"),
    )
    columns = ("text_sentence", "start", "start_sentence", "text")
    cut = [
        _split(text, start - offset, match, width)
        for text, start, offset, match in zip(*(rows[name] for name in columns), strict=True)
    ]
    parts = pd.DataFrame(cut, columns=["left", "match", "right"], index=rows.index, dtype=str)
    return pd.concat([rows[address], parts, rows[["start", "end"]]], axis=1)


def _split(text: str, at: int, match: str, width: int) -> tuple[str, str, str]:
    """Cut a sentence's kept text around a match; its offset may count characters since removed."""
    words = [re.escape(word) for word in match.split()]
    places = [m for m in re.finditer(r"\W{1,3}".join(words), text) if m.start() <= at]
    if not places:
        raise InputError(f"{match!r} is not in the sentence {text[:60]!r}; hits and sentences differ.")
    start, end = places[-1].span()
    left, right = text[:start], text[end:]
    if len(left) > width:
        left = "…" + left[-width:].partition(" ")[2]
    if len(right) > width:
        right = right[:width].rpartition(" ")[0] + "…"
    return left, text[start:end], right


MEASURE = Measure(
    name="terms",
    measure=lambda tokens, options: (count_terms(tokens),),
    score=score_terms,
    labels=LABELS,
    reads=("tokens",),
    alternatives=ALTERNATIVES[:3],  # the tokens of a word do not ask where its sentence ends
)
