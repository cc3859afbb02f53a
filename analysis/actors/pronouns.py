"""Who "he" and "she" are, where a simple rule can tell."""

import numpy as np
import pandas as pd

from analysis.actors import names

GENDERS = {
    **dict.fromkeys(["he", "him", "his", "himself"], "he"),
    **dict.fromkeys(["she", "her", "hers", "herself"], "she"),
}
SUBJECTS = {"nsubj", "nsubjpass"}


def resolve(tokens: pd.DataFrame, named: pd.DataFrame, gender: dict, persons: set) -> pd.DataFrame:
    """Resolve third-person singular pronouns to the one person they can mean.

    The rule: look back through the same sentence, then the sentence before. The first of the two that names
    a person whose gender does not contradict the pronoun decides. If it names one such person, the pronoun
    is that person; if it names several, it is the one who is a grammatical subject there, provided exactly
    one is; else it stays unresolved. A resolved pronoun counts as naming, so that "he ... he ... he" carries
    on. An object is never the subject of its own verb ("Trump praised him": somebody else); "himself" and
    "herself" look no further than their own sentence. A person the table does not list counts as a person
    too, and a pronoun that is theirs is dropped.

    Read by hand, 44 of 50 pronouns drawn at random from 24 news articles were right (88 %, 95 % interval 76
    to 95); the rule resolved 312 of 489 such pronouns there and left the others alone.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in text order, index 0..n-1.
    named : DataFrame
        `first`, `last`, `head` (row numbers), `actor`, `how`.
    gender : dict
        actor -> "he", "she" or "" (unknown, which fits both).
    persons : set
        The actors that are persons.

    Returns
    -------
    DataFrame
        As `named`, one row per resolved pronoun, `how` = "pronoun".
    """
    sentence = names.sentence_numbers(tokens)
    article = tokens["article_id"].to_numpy()
    dep, head = _first_conjunct(tokens), names.head_rows(tokens)
    word = tokens["text"].str.lower()
    pronoun = word.map(GENDERS).to_numpy(dtype=object)
    at = np.flatnonzero(pd.notna(pronoun) & (tokens["pos"] == "PRON").to_numpy())
    if not len(at):
        return pd.DataFrame(columns=["first", "last", "head", "actor", "how"])
    people = [
        (int(h), a)
        for h, a, how in named[["head", "actor", "how"]].to_numpy()
        if a in persons and how != "modifier"
    ]
    people += [(int(i), None) for i in _strangers(tokens, named)]
    by_sentence: dict[int, list] = {}
    for row, actor in sorted(people, key=lambda p: p[0]):
        by_sentence.setdefault(int(sentence[row]), []).append((row, actor))
    found = []
    for row in at:
        here = int(sentence[row])
        before = [(r, a) for r, a in by_sentence.get(here, ()) if r < row]
        earlier = by_sentence.get(here - 1, ()) if _same_article(article, sentence, row) else ()
        reflexive = word.iloc[row].endswith("self")
        for nearby in (before,) if reflexive else (before, earlier):
            other = _own_subject(row, tokens, head, dep)
            fitting = [
                (r, a)
                for r, a in nearby
                if r != other and (a is None or gender.get(a, "") in ("", pronoun[row]))
            ]
            if fitting:
                actor = _only(fitting, dep)
                if actor is not None:
                    found.append((row, row, row, actor, "pronoun"))
                    by_sentence.setdefault(here, []).append((row, actor))
                break
    return pd.DataFrame(found, columns=["first", "last", "head", "actor", "how"])


def _only(fitting, dep):
    """The one person, or the one who is a subject; None where that leaves a choice or a stranger."""
    actors = {a for _, a in fitting}
    if len(actors) > 1:
        actors = {a for r, a in fitting if dep[r] in SUBJECTS}
    return next(iter(actors)) if len(actors) == 1 else None


def _own_subject(row, tokens, head, dep):
    """Row of the subject that an object cannot be ("Trump praised *him*": not Trump), else None."""
    if tokens["dep"].iloc[row] not in ("dobj", "dative", "pobj") or tokens["text"].iloc[row].endswith("self"):
        return None
    verb = head[row]
    while dep[verb] in ("prep", "agent", "dative") and head[verb] != verb:
        verb = head[verb]
    below = np.flatnonzero(head[max(0, verb - 60) : verb] == verb) + max(0, verb - 60)
    return next((int(r) for r in below if dep[r] in SUBJECTS), None)


def _first_conjunct(tokens: pd.DataFrame) -> np.ndarray:
    """Each token's relation; a coordinated one has that of the first ("Trump and *Ryan* spoke")."""
    dep, head = tokens["dep"].to_numpy(dtype=object).copy(), names.head_rows(tokens)
    for row in np.flatnonzero(dep == "conj"):  # in text order, so that the first comes first
        dep[row] = dep[head[row]]
    return dep


def _same_article(article, sentence, row) -> bool:
    first = np.searchsorted(sentence, sentence[row])
    return bool(first) and article[first - 1] == article[row]


def _strangers(tokens: pd.DataFrame, named: pd.DataFrame) -> list[int]:
    """Rows of persons the entity recogniser sees and the table does not list."""
    covered = np.zeros(len(tokens), dtype=bool)
    for first, last in named[["first", "last"]].to_numpy():
        covered[first : last + 1] = True
    person = (tokens["ent_type"] == "PERSON").to_numpy()
    head = names.head_rows(tokens)
    top = ~(person[head] & (head != np.arange(len(tokens))))
    begins = person & top
    return list(np.flatnonzero(begins & ~covered))
