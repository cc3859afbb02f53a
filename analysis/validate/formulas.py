"""Readability formulas checked: against textstat, each other, the sentence splitter, and a text's length.

Not additive: functions of texts and scores. textstat stands here as the reference people know; its
numbers are shown as it gives them, traps and all.
"""

import re

import numpy as np
import pandas as pd

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


def textstat_scores(texts: pd.Series) -> pd.DataFrame:
    """What textstat says of each text, cut into sentences its own way.

    Parameters
    ----------
    texts : Series
        Text of each article.

    Returns
    -------
    DataFrame
        Indexed as `texts`; the columns of `readability.score_readability` that textstat has, and `sentences`.
    """
    import textstat

    rows = {
        name: {formula: getattr(textstat, formula)(text) for formula in REFERENCE}
        | {"sentences": textstat.sentence_count(text)}
        for name, text in texts.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def beside(ours: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Both values and their difference, one row per score and text.

    Parameters
    ----------
    ours, reference : DataFrame
        One row per text, one column per score; only scores of both are compared.
    """
    shared = [name for name in reference if name in ours]
    long = {
        "ours": ours.loc[reference.index, shared].T.stack(),
        "textstat": reference[shared].T.stack(),
    }
    table = pd.DataFrame(long).rename_axis(["score", "text"])
    return table.assign(difference=table["ours"] - table["textstat"])


def passages(counts: pd.DataFrame, words: int = 100) -> pd.DataFrame:
    """Counts summed over passages of about `words` words: runs of whole sentences within an article.

    Returns
    -------
    DataFrame
        Indexed by `article_id, passage`; a last passage of under half the length joins the one before.
    """
    before = counts.groupby(level="article_id")["words"].cumsum() - counts["words"]
    passage = (before // words).astype("int64")
    total = counts.groupby(level="article_id")["words"].transform("sum")
    last = np.maximum((total - words / 2) // words, 0).astype("int64")
    passage = np.minimum(passage, last).rename("passage")
    return counts.groupby([counts.index.get_level_values("article_id"), passage]).sum()


def agreement(scores: pd.DataFrame) -> pd.DataFrame:
    """Rank correlation (Spearman) of each formula with each other over the rows of `scores`.

    Flesch reading ease runs the other way (higher is easier), so its sign is turned.
    """
    turned = scores.assign(flesch_reading_ease=-scores["flesch_reading_ease"])
    return turned.corr(method="spearman").rename_axis("formula")


def splits(sentences: dict[str, pd.DataFrame], texts: pd.Series) -> pd.DataFrame:
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
    words = texts.map(lambda text: len(re.findall(r"\S+", text)))
    table = pd.DataFrame(counted).reindex(texts.index)
    lengths = table.rdiv(words, axis=0).add_suffix(", words each")
    return table.join(lengths)
