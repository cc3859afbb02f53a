"""Which matches of a name are mentions of its bearer: "Ivanka Trump" is not Trump, "Trump Tower" neither."""

import pandas as pd

from analysis.actors import names


def mentions(tokens: pd.DataFrame, found: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Drop matches that are part of another name; mark modifiers and roles; find each mention's head word.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in text order, index 0..n-1.
    found : DataFrame
        From `names.match`.
    table : DataFrame
        The actors' table.

    Returns
    -------
    DataFrame
        `first`, `last`, `head` (row numbers in `tokens`), `actor`, `how` (name, role or modifier).
    """
    pos, dep, text = (tokens[c].to_numpy() for c in ("pos", "dep", "text"))
    head = names.head_rows(tokens)
    sentence = names.sentence_numbers(tokens)
    person = set(table.loc[table["kind"] == "person", "actor"])
    rows = []
    for first, last, alias, actor in found.itertuples(index=False):
        inside = [i for i in range(first, last + 1) if not first <= head[i] <= last or head[i] == i]
        top = inside[0] if inside else last
        if alias.startswith("the "):
            plain = not any(
                head[i] == top and dep[i] in ("amod", "poss", "compound", "nmod") for i in range(first, top)
            )
            if plain and dep[top] not in ("compound", "amod", "nmod"):
                rows.append((first, last, top, actor, "role" if actor in person else "name"))
            continue
        before = first - 1 if first and sentence[first - 1] == sentence[first] else None
        after = last + 1 if last + 1 < len(pos) and sentence[last + 1] == sentence[last] else None
        if first == last and actor in person:
            if pos[first] not in ("PROPN", "NOUN", "ADJ", "VERB") or not text[first][:1].isupper():
                continue
            if (
                before is not None
                and _name_part(text[before], pos[before])
                and head[before] in (first, head[first])
            ):
                continue
        part = after is not None and dep[top] == "compound" and head[top] == after
        if part and _name_part(text[after], pos[after]):
            continue
        modifier = dep[top] in ("compound", "amod", "nmod") and not first <= head[top] <= last
        rows.append((first, last, top, actor, "modifier" if modifier else "name"))
    return pd.DataFrame(rows, columns=["first", "last", "head", "actor", "how"])


def _name_part(text, pos) -> bool:
    word = names.key(text)
    return (
        pos == "PROPN" and text[:1].isupper() and bool(word) and word not in _title_words() | names.SUFFIXES
    )


def _title_words() -> set[str]:
    return {word for title in names.titles() for word in title.split()} | {
        "republican",
        "democrat",
        "democratic",
    }
