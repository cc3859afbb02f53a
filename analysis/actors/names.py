"""Names as written: one key for all spellings, the shipped name lists, and the named entities of a text.

Nothing here decides who somebody is.
"""

import functools
import importlib.resources
import re
import unicodedata

import numpy as np
import pandas as pd

from analysis.schema import InputError

HYPHENS = "-\u2010\u2011\u2012\u2013\u2014"
_SPLIT = str.maketrans(dict.fromkeys(HYPHENS, " ") | dict.fromkeys(".'\u2019\u2018\"\u201c\u201d`*", ""))
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "NORP": "group"}
_GLUED = re.compile(r"^(?!Mac)\w*[a-z]{2}[A-Z]")
_NOISE = {"sens", "reps", "state", "justice", "congressional", "god", "covid"} | {
    *("getty images", "photo", "slideshow"),
}
_OUTDATED = {"former", "ex", "then", "vice", "deputy", "acting", "late", "next", "elect", "future"}


@functools.cache
def read_name_list(name: str) -> pd.DataFrame:
    """Read one of the shipped name lists, `lexicons/actor_<name>.csv`, empty cells as empty text."""
    path = importlib.resources.files("analysis.lexicons") / f"actor_{name}.csv"
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file, keep_default_na=False, dtype="str")


@functools.cache
def read_titles() -> dict[str, tuple[str, str]]:
    """Title key -> (the pronoun it implies or "", the role for which `the <role>` can stand, or "")."""
    return {
        normalize_name(row.title): (row.gender, row.role) for row in read_name_list("titles").itertuples()
    }


@functools.cache
def read_given_names() -> dict[str, tuple[str, str]]:
    """Given name -> (the pronoun it implies or "", the formal given name it is short for, or itself)."""
    return {
        normalize_name(row.name): (row.gender, normalize_name(row.formal or row.name))
        for row in read_name_list("given_names").itertuples()
    }


@functools.lru_cache(maxsize=200_000)
def normalize_name(text: str) -> str:
    """One key for all spellings of a name: no accents, case, full stops, quotes, hyphens or possessive.

    >>> normalize_name("Kim Jong-un's") == normalize_name("KIM JONG UN")
    True
    """
    for ending in ("'s", "\u2019s"):
        text = text.removesuffix(ending)
    folded = unicodedata.normalize("NFKD", text)
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(folded.translate(_SPLIT).casefold().split())


def normalize_names(words: pd.Series) -> np.ndarray:
    """`normalize_name` of many words, as an object array."""
    return words.map(normalize_name).to_numpy(dtype=object)


def number_sentences(tokens: pd.DataFrame) -> np.ndarray:
    """A number per token that changes wherever the article or the sentence does; tokens in text order."""
    keys = tokens[["article_id", "sentence_id"]]
    return (keys != keys.shift()).any(axis=1).to_numpy().cumsum()


def find_head_rows(tokens: pd.DataFrame) -> np.ndarray:
    """Row number of each token's head.

    Raises
    ------
    InputError
        The rows are not whole sentences in text order, each token numbered from 0.
    """
    sentence, number = number_sentences(tokens), np.arange(len(tokens))
    token, head = tokens["token_id"].to_numpy(), tokens["head"].to_numpy()
    first, stop = (np.searchsorted(sentence, sentence, side) for side in ("left", "right"))
    if (token != number - first).any() or (stop <= first + head).any():
        raise InputError("The tokens are not whole sentences in text order; sort them and drop no token.")
    return first + head


# --- entities -----------------------------------------------------------------------------------------


def find_entities(tokens: pd.DataFrame) -> pd.DataFrame:
    """Read named entities off the annotation and clean each.

    Returns
    -------
    DataFrame
        One row per entity: `article_id`, `kind`, `key` (see `normalize_name`), `surface` (as written, without
        title), `title` (key of the title before it or ""), `held` (`now`, `abroad` or `past`: President,
        Russian President, former President).
    """
    kind = tokens["ent_type"].map(KINDS).to_numpy(dtype=object)
    inside = tokens["ent_iob"].isin(["B", "I"]).to_numpy() & pd.notna(kind)
    begins = inside & ((tokens["ent_iob"] == "B").to_numpy() | ~np.concatenate(([False], inside[:-1])))
    first = np.flatnonzero(begins)
    stop = np.flatnonzero(inside & ~np.concatenate(((inside & ~begins)[1:], [False])))
    sentence = number_sentences(tokens)
    text, pos = tokens["text"].to_numpy(), tokens["pos"].to_numpy()
    word = normalize_names(tokens["text"])
    article = tokens["article_id"].to_numpy()
    rows = []
    for a, b in zip(first, stop, strict=True):
        a, b = _trim(a, b, text, pos, word)
        if b < a or b - a > 6 or not _sound(text[a : b + 1], kind[a]):
            continue
        floor = np.searchsorted(sentence, sentence[a])
        a, title, held = _title(a, b, floor, word)
        surface = _surface(text[a : b + 1])
        rows.append((article[a], kind[a], normalize_name(surface), surface, title, held))
    frame = pd.DataFrame(rows, columns=["article_id", "kind", "key", "surface", "title", "held"])
    noise = frame["key"].isin({"", *read_titles(), *_NOISE}) | _paired(frame)
    return frame[~noise].reset_index(drop=True)


def _paired(frame: pd.DataFrame) -> pd.Series:
    """Two names joined by a hyphen ("U.S.-North Korea", "Trump-Kim") are no third one."""
    known = set(frame["key"])

    def is_pair(surface: str) -> bool:
        parts = re.split(f"[{HYPHENS}]", surface)
        return len(parts) == 2 and all(p[:1].isupper() and normalize_name(p) in known for p in parts)

    return frame["surface"].map(is_pair).astype(bool)


def _trim(a, b, text, pos, word):
    """Narrow an entity to its name: no articles, possessives or lower-case words at its edges."""
    while a <= b and (not text[a][:1].isupper() or pos[a] in ("DET", "PUNCT") or word[a] in ("", "the")):
        a += 1
    while b >= a and (not text[b][:1].isupper() or pos[b] in ("PART", "PUNCT") or word[b] == ""):
        if b > a and text[b - 1] in HYPHENS and text[b].isalpha():
            break  # "Moon Jae-in"
        b -= 1
    return a, b


def _sound(words, kind) -> bool:
    joined = " ".join(words)
    if any(c.isdigit() or c in '@/|#:;!?"“”()[],$%&' for c in joined) or not any(len(w) > 1 for w in words):
        return False
    return not (kind == "person" and any(_GLUED.match(w) for w in words))


def _surface(words) -> str:
    joined = " ".join(words)
    return re.sub(r"\s?([-\u2010-\u2015])\s?", r"\1", re.sub(r"\s(['\u2019]s?\b|\.)", r"\1", joined))


def _title(a, b, floor, word):
    """Split titles off the name's beginning or find them before it; say whether the title is plain."""
    known = read_titles()
    title, at = "", a
    for begin in range(a, b):  # titles the entity recogniser left inside
        for end in range(min(begin + 3, b), begin, -1):
            if " ".join(word[begin:end]) in known and a == begin:
                title, a = " ".join(word[begin:end]), end
                break
    at = at if title else a
    for begin in range(max(floor, a - 3), a) if not title else ():
        if " ".join(word[begin:a]) in known:
            title, at = " ".join(word[begin:a]), begin
            break
    before = word[max(floor, at - 2) : at]
    held = "abroad" if any(w in _foreign_words() for w in (*before, " ".join(before))) else "now"
    return a, title, "past" if any(w in _OUTDATED for w in before) else held


@functools.cache
def _foreign_words() -> set[str]:
    """Keys of all places and demonyms but the United States'."""
    places = {normalize_name(place) for place in read_name_list("places")["alias"]}
    return places - {"us", "american", "united states"}
