"""Names as written: one key for all spellings, the shipped name lists, and where names occur in tokens.

`actors` builds its table with these; nothing here decides who somebody is.
"""

import functools
import importlib.resources
import unicodedata

import numpy as np
import pandas as pd

from analysis.schema import InputError

HYPHENS = "-\u2010\u2011\u2012\u2013\u2014"
_SPLIT = str.maketrans(dict.fromkeys(HYPHENS, " ") | dict.fromkeys(".'\u2019\u2018\"\u201c\u201d`*", ""))
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


@functools.cache
def lexicon(name: str) -> pd.DataFrame:
    """Read one of the shipped name lists, `lexicons/actor_<name>.csv`, empty cells as empty text."""
    path = importlib.resources.files("analysis.lexicons") / f"actor_{name}.csv"
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file, keep_default_na=False, dtype="str")


@functools.cache
def titles() -> dict[str, tuple[str, str]]:
    """Title key -> (the pronoun it implies or "", the role for which `the <role>` can stand, or "")."""
    frame = lexicon("titles")
    return {key(t): (g, r) for t, g, r in zip(frame["title"], frame["gender"], frame["role"], strict=True)}


@functools.cache
def given_names() -> dict[str, tuple[str, str]]:
    """Given name -> (the pronoun it implies or "", the formal given name it is short for, or itself)."""
    frame = lexicon("given_names")
    return {
        key(n): (g, key(f or n))
        for n, g, f in zip(frame["name"], frame["gender"], frame["formal"], strict=True)
    }


@functools.lru_cache(maxsize=200_000)
def key(text: str) -> str:
    """One key for all spellings of a name: no accents, case, full stops, quotes, hyphens or possessive.

    >>> key("Kim Jong-un's") == key("KIM JONG UN")
    True
    """
    for ending in ("'s", "\u2019s"):
        text = text.removesuffix(ending)
    folded = unicodedata.normalize("NFKD", text)
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(folded.translate(_SPLIT).casefold().split())


def keys(words: pd.Series) -> np.ndarray:
    """`key` of many words, as an object array; each distinct word is normalised once."""
    codes, distinct = pd.factorize(words)
    return np.array([key(word) for word in distinct], dtype=object)[codes] if len(words) else np.array([])


def sentence_numbers(tokens: pd.DataFrame) -> np.ndarray:
    """A number per token that changes wherever the article or the sentence does; tokens in text order."""
    article = tokens["article_id"].to_numpy()
    sentence = tokens["sentence_id"].to_numpy()
    if not len(tokens):
        return np.zeros(0, dtype=np.int64)
    change = (article[1:] != article[:-1]) | (sentence[1:] != sentence[:-1])
    return np.concatenate(([0], np.cumsum(change)))


def head_rows(tokens: pd.DataFrame) -> np.ndarray:
    """Row number of each token's head.

    Raises
    ------
    InputError
        The rows are not whole sentences in text order, each token numbered from 0.
    """
    sentence, number = sentence_numbers(tokens), np.arange(len(tokens))
    token, head = tokens["token_id"].to_numpy(), tokens["head"].to_numpy()
    first = np.searchsorted(sentence, sentence)
    if (token != number - first).any() or (
        np.searchsorted(sentence, sentence, "right") <= first + head
    ).any():
        raise InputError("The tokens are not whole sentences in text order; sort them and drop no token.")
    return first + head


def match(tokens: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Find every place where an alias of the table is written, the longest alias first.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in text order, index 0..n-1.
    table : DataFrame
        Columns `alias`, `actor`, `article_id` (an alias meant only there, or "" for everywhere).

    Returns
    -------
    DataFrame
        `first`, `last` (row numbers in `tokens`, inclusive), `key`, and `actor`; spans do not overlap.
        An alias with a capital is found only where the text has one, one in capitals only in capitals.
    """
    table = table.assign(key=[key(alias) for alias in table["alias"]])
    table = table[table["key"] != ""]
    word = keys(tokens["text"])
    solid = np.flatnonzero(word != "")
    word, sentence = word[solid], sentence_numbers(tokens)[solid]
    known = {}
    for alias_key, alias, article, actor in table[["key", "alias", "article_id", "actor"]].itertuples(
        index=False
    ):
        known.setdefault(alias_key, {})[article] = (alias, actor)
    longest = max((len(k.split()) for k in known), default=0)
    begins = {k.split()[0] for k in known}
    starts = np.flatnonzero([w.split(" ", 1)[0] in begins for w in word])
    text, article = tokens["text"].to_numpy(), tokens["article_id"].to_numpy()
    found, free_from = [], -1
    for at in starts:
        if at < free_from:
            continue
        stop = min(at + longest, len(word))
        while stop > at and sentence[stop - 1] != sentence[at]:
            stop -= 1
        for end in range(stop, at, -1):
            joined = " ".join(word[at:end])
            here = known.get(joined, {})
            alias, actor = here.get(article[solid[at]]) or here.get("") or ("", None)
            if actor is not None and _as_written(alias, text[solid[at] : solid[end - 1] + 1]):
                found.append((solid[at], solid[end - 1], joined, actor))
                free_from = end
                break
    return pd.DataFrame(found, columns=["first", "last", "key", "actor"])


def _as_written(alias: str, words) -> bool:
    """Whether the case of the words fits the alias: "US" is not "us", and "May" is not "may"."""
    name = alias.removeprefix("the ")
    if name.islower():
        return True
    joined = " ".join(w for w in words if w.casefold() != "the")
    letters = [c for c in name if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return joined.upper() == joined
    return any(c.isupper() for c in joined)
