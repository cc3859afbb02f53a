"""Named entities off the annotation, cleaned of what a small recogniser leaves on them."""

import functools
import re

import numpy as np
import pandas as pd

from analysis.actors import names

KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "NORP": "group"}
_GLUED = re.compile(r"^(?!Mac)\w*[a-z]{2}[A-Z]")
_NOISE = {
    "sens",
    "reps",
    "state",
    "justice",
    "congressional",
    "getty images",
    "photo",
    "slideshow",
    "god",
    "covid",
}
_OUTDATED = {"former", "ex", "then", "vice", "deputy", "acting", "late", "next", "elect", "future"}


def seen(tokens: pd.DataFrame) -> pd.DataFrame:
    """Read named entities off the annotation and clean each.

    Returns
    -------
    DataFrame
        One row per entity: `article_id`, `kind`, `key`, `surface` (as written, without title), `title` (key
        of the title before it or ""), `held` (`now`, `abroad` or `past`: President, Russian President, former
        President).
    """
    kind = tokens["ent_type"].map(KINDS).to_numpy(dtype=object)
    inside = tokens["ent_iob"].isin(["B", "I"]).to_numpy() & pd.notna(kind)
    begins = inside & ((tokens["ent_iob"] == "B").to_numpy() | ~np.concatenate(([False], inside[:-1])))
    first = np.flatnonzero(begins)
    stop = np.flatnonzero(inside & ~np.concatenate(((inside & ~begins)[1:], [False])))
    sentence = names.sentence_numbers(tokens)
    text, pos = tokens["text"].to_numpy(), tokens["pos"].to_numpy()
    word = names.keys(tokens["text"])
    article = tokens["article_id"].to_numpy()
    rows = []
    for a, b in zip(first, stop, strict=True):
        a, b = _trim(a, b, text, pos, word)
        if b < a or b - a > 6 or not _sound(text[a : b + 1], kind[a]):
            continue
        floor = np.searchsorted(sentence, sentence[a])
        a, title, held = _title(a, b, floor, word)
        surface = _surface(text[a : b + 1])
        rows.append((article[a], kind[a], names.key(surface), surface, title, held))
    frame = pd.DataFrame(rows, columns=["article_id", "kind", "key", "surface", "title", "held"])
    noise = frame["key"].isin({"", *names.titles(), *_NOISE}) | _paired(frame)
    return frame[~noise].reset_index(drop=True)


def _paired(frame: pd.DataFrame) -> pd.Series:
    """Two names joined by a hyphen ("U.S.-North Korea", "Trump-Kim") are no third one."""
    known = set(frame["key"])
    parts = {s: re.split(f"[{names.HYPHENS}]", s) for s in frame["surface"].unique()}
    pair = {
        surface
        for surface, pieces in parts.items()
        if len(pieces) == 2 and all(p[:1].isupper() and names.key(p) in known for p in pieces)
    }
    return frame["surface"].isin(pair)


def _trim(a, b, text, pos, word):
    """Narrow an entity to its name: no articles, possessives or lower-case words at its edges."""
    while a <= b and (not text[a][:1].isupper() or pos[a] in ("DET", "PUNCT") or word[a] in ("", "the")):
        a += 1
    while b >= a and (not text[b][:1].isupper() or pos[b] in ("PART", "PUNCT") or word[b] == ""):
        if b > a and text[b - 1] in names.HYPHENS and text[b].isalpha():
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
    known = names.titles()
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
    held = "abroad" if any(w in foreign() for w in (*before, " ".join(before))) else "now"
    return a, title, "past" if any(w in _OUTDATED for w in before) else held


@functools.cache
def foreign() -> set[str]:
    """Keys of all places and demonyms but the United States'."""
    return {names.key(p) for p in names.lexicon("places")["alias"]} - {"us", "american", "united states"}
