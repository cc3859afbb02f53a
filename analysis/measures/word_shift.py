"""Which words make a gap: the difference of two sides' scores, shared out over words so that it adds up.

A score that is a sum over an exposure (weighted hits over words, tone over sentences) is the sum of what each
word adds. So is the difference of two sides: a word's shift is what it adds on one side less what it adds on
the other. All text of a side counts as one.

References
----------
Gallagher, R. J. et al. (2021). Generalized word shift graphs: a method for visualizing and explaining
pairwise comparisons between texts. EPJ Data Science 10, 4. doi:10.1140/epjds/s13688-021-00260-3
"""

import numpy as np
import pandas as pd

REST = "(how words combine)"
"""What no single word adds: a sentence's tone is not the plain sum of its words."""


def share_out_tone(hits: pd.DataFrame, tone: pd.Series) -> pd.DataFrame:
    """Share each sentence's tone out over the words that scored, in proportion to their weights.

    Parameters
    ----------
    hits : DataFrame
        `schema.HITS` of one instrument.
    tone : Series
        Tone of each sentence, indexed by `article_id, sentence_id`.

    Returns
    -------
    DataFrame
        `article_id`, `word` (lower case), `value`; values of an article add up to the sum of its tones. Where
        the words of a sentence nearly cancel out, its tone goes to `REST`.
    """
    key = ["article_id", "sentence_id"]
    table = hits[[*key, "text", "weight"]].assign(size=hits["weight"].abs())
    sums = table.groupby(key)[["weight", "size"]].transform("sum")
    share = (table["weight"] / sums["weight"])[sums["weight"].abs() > 0.2 * sums["size"]]
    table = table.loc[share.index]
    table["value"] = share * tone.reindex(pd.MultiIndex.from_frame(table[key])).to_numpy()
    given = table.groupby(key)["value"].sum().reindex(tone.index, fill_value=0.0)
    rest = (tone - given).groupby("article_id").sum().rename("value").reset_index().assign(word=REST)
    words = table.assign(word=table["text"].str.lower())[["article_id", "word", "value"]]
    return pd.concat([words, rest[["article_id", "word", "value"]]], ignore_index=True)


def shift_words(
    parts: pd.DataFrame, exposure: pd.Series, sides: pd.Series, pair: tuple[str, str]
) -> pd.DataFrame:
    """Say what each word adds to the difference of two sides.

    Parameters
    ----------
    parts : DataFrame
        `article_id`, `word`, `value`: what each occurrence adds to the sum (`share_out_tone`, or the weights
        of hits).
    exposure : Series
        What the sum is divided by, per article: sentences, or words (over 100, for a rate per 100).
    sides : Series
        article_id -> side.
    pair : tuple of str
        The two sides; the first less the second is the difference. "rest" stands for all but the first.

    Returns
    -------
    DataFrame
        One row per word, largest shift first, indexed by `word`: `shift`, `first` and `second` (what it adds
        on each side), `times_first`, `times_second` (occurrences). The shifts add up to the difference.

    Examples
    --------
    >>> parts = pd.DataFrame({"article_id": ["a", "b"], "word": ["war", "peace"], "value": [-1.0, 1.0]})
    >>> shift_words(parts, pd.Series({"a": 10, "b": 5}), pd.Series({"a": "A", "b": "B"}), ("A", "B"))["shift"]
    word
    peace   -0.2
    war     -0.1
    Name: shift, dtype: float64
    """
    known = sides.dropna()
    member = pd.Series(np.where(known == pair[0], "first", "second"), known.index)
    if pair[1] != "rest":
        member = member[known.isin(pair)]
    place = parts["article_id"].map(member)
    total = exposure.groupby(member.reindex(exposure.index)).sum()
    grouped = parts.groupby(["word", place])["value"]
    columns = ["first", "second"]
    added = grouped.sum().unstack(fill_value=0.0).reindex(columns=columns, fill_value=0.0)
    added = added / total.reindex(columns)
    times = grouped.size().unstack(fill_value=0).reindex(columns=columns, fill_value=0).add_prefix("times_")
    table = added.assign(shift=added["first"] - added["second"])[["shift", *columns]].join(times)
    return table.iloc[np.argsort(-table["shift"].abs().to_numpy(), kind="stable")].rename_axis("word")
