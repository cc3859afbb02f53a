"""What a score owes to the sentence splitter, to the program and formula, and to the length of the text.

Functions of texts, counts and a `scores` function, so most serve every measure. textstat stands here as the
reference people know; its numbers are shown as it gives them, traps and all.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.validate.agreement import correlate_ranks

FEWEST = 5
"""Passages from which on their order tells something."""

REFERENCE = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "gunning_fog",
    "smog_index",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
    "lix",
    "rix",
    "mcalpine_eflaw",
)
"""Formulas that textstat has too, under the same names."""


# --- sentence splitters -----------------------------------------------------------------------------------


def compare_splitters(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Compare the scores of the same articles under two ways of splitting sentences.

    Parameters
    ----------
    one, other : DataFrame
        Articles x scores, with the same index and columns.

    Returns
    -------
    DataFrame
        Indexed by score: `shift` (mean of other - one), `typical` (median absolute difference), `largest`
        (absolute), `rank_correlation` (Spearman; NaN with fewer than three articles), `n` articles.
    """
    step = other[one.columns].loc[one.index] - one
    ranks = one.rank().corrwith(other.rank()) if len(one) > 2 else np.nan
    table = {
        "shift": step.mean(),
        "typical": step.abs().median(),
        "largest": step.abs().max(),
        "rank_correlation": ranks,
        "n": step.notna().sum(),
    }
    return pd.DataFrame(table).loc[one.columns].rename_axis("score")


def count_sentences_by_splitter(sentences: dict[str, pd.DataFrame], texts: pd.Series) -> pd.DataFrame:
    """How many sentences each way of splitting finds, and how long they are.

    Parameters
    ----------
    sentences : dict of str to DataFrame
        `schema.SENTENCES` by the name of the splitter.
    texts : Series
        Text of each article, for textstat's own splitter.

    Returns
    -------
    DataFrame
        One row per text, two columns per splitter: sentences, and words per sentence.
    """
    import textstat

    counted = {name: frame.groupby("article_id").size() for name, frame in sentences.items()}
    counted["textstat"] = texts.map(textstat.sentence_count)
    table = pd.DataFrame(counted).reindex(texts.index)
    words = texts.str.split().str.len()
    return table.join(table.rdiv(words, axis=0).add_suffix(", words each"))


# --- programs and formulas --------------------------------------------------------------------------------


def score_with_textstat(texts: pd.Series) -> pd.DataFrame:
    """What textstat says of each text, cut into sentences its own way.

    Parameters
    ----------
    texts : Series
        Text of each article.

    Returns
    -------
    DataFrame
        Indexed as `texts`; the readability scores that textstat has (`REFERENCE`).
    """
    import textstat

    return pd.DataFrame({formula: texts.map(getattr(textstat, formula)) for formula in REFERENCE})


def compare_with_textstat(ours: pd.DataFrame, textstat: pd.DataFrame) -> pd.DataFrame:
    """Both values and their difference, one row per score and text.

    Parameters
    ----------
    ours, textstat : DataFrame
        One row per text, one column per score; only scores of both are compared.
    """
    shared = [name for name in textstat if name in ours]
    long = {"ours": ours.loc[textstat.index, shared].T.stack(), "textstat": textstat[shared].T.stack()}
    table = pd.DataFrame(long).rename_axis(["score", "text"])
    return table.assign(difference=table["ours"] - table["textstat"])


def sum_passages(counts: pd.DataFrame, words: int = 100) -> pd.DataFrame:
    """Counts summed over passages of about `words` words: runs of whole sentences within an article.

    Returns
    -------
    DataFrame
        Indexed by `article_id, passage`; a last passage of under half the length joins the one before.
    """
    by_article = counts.groupby(level="article_id")["words"]
    passage = (by_article.cumsum() - counts["words"]) // words
    last = ((by_article.transform("sum") - words / 2) // words).clip(lower=0)
    passage = np.minimum(passage, last).astype("int64").rename("passage")
    return counts.groupby([counts.index.get_level_values("article_id"), passage]).sum()


def correlate_formulas(scores: pd.DataFrame) -> pd.DataFrame:
    """Rank correlation (Spearman) of each formula with each other over the rows of `scores`; NaN of few.

    Flesch reading ease runs the other way (higher is easier), so its sign is turned.
    """
    turned = scores.assign(flesch_reading_ease=-scores["flesch_reading_ease"])
    alike = correlate_ranks(turned).rename_axis("formula")
    return alike if len(scores) >= FEWEST else alike * np.nan


# --- lengths ----------------------------------------------------------------------------------------------


def measure_length_effect(
    counts: pd.DataFrame,
    scores: Callable[[pd.DataFrame], pd.DataFrame],
    sizes: Sequence[int] = (5, 10, 20, 40),
    *,
    rng: np.random.Generator,
    draws: int = 50,
) -> pd.DataFrame:
    """Score random passages of articles, to see what a short text does to a score.

    Parameters
    ----------
    counts : DataFrame
        Additive counts, indexed by `article_id`, `sentence_id`, in reading order.
    scores : callable
        Sums -> scores.
    sizes : sequence of int
        Lengths of passages, in sentences that follow each other. Articles not longer than that are left out.
    draws : int
        Passages of each article and length.

    Returns
    -------
    DataFrame
        One row per `score` and `sentences`: `bias` (mean of passage - article; not 0 where a formula depends
        on length itself), `spread` (standard deviation of passages around their article), `n` articles.
    """
    whole = scores(counts.groupby(level=0, sort=False).sum())
    tables = []
    for size in sizes:
        steps = [whole.iloc[:0]]
        for article, rows in counts.groupby(level=0, sort=False):
            if len(rows) <= size:
                continue
            running = np.vstack([np.zeros(rows.shape[1]), rows.to_numpy().cumsum(axis=0)])
            start = rng.integers(0, len(rows) - size + 1, draws)
            sums = pd.DataFrame(running[start + size] - running[start], columns=counts.columns)
            steps.append(scores(sums) - whole.loc[article])
        step = pd.concat(steps)
        table = pd.DataFrame({"bias": step.mean(), "spread": step.std(ddof=0)}).rename_axis("score")
        tables.append(table.reset_index().assign(n=len(steps) - 1))
        tables[-1].insert(1, "sentences", size)
    return pd.concat(tables, ignore_index=True)
