"""In what role a named person speaks, where an article says: "Mayor Lee" and "Lee, the mayor" an official."""

from collections import Counter, defaultdict

import pandas as pd

from analysis.actors import grammar
from analysis.actors.attribution import read_source_kinds

ROLES = ("officials", "experts", "citizens", "media")
FORMER = {"former", "ex", "then", "late", "retired"}


def find_roles(tokens: pd.DataFrame, mentions: pd.DataFrame) -> pd.Series:
    """Find the role that each actor is most often given by the words beside the name.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`.
    mentions : DataFrame
        `schema.MENTIONS` of these tokens.

    Returns
    -------
    Series
        actor -> one of `ROLES`, of those alone who are given any: by a title before the name, or a noun in
        apposition to it. Who is "former" anything is given none by that.
    """
    tokens = tokens.reset_index(drop=True)
    tree = grammar.build_tree(tokens)
    named = mentions[mentions["how"] == "name"]
    given: dict[str, Counter] = defaultdict(Counter)
    for actor, row in zip(named["actor"], grammar.find_mention_rows(tokens, named), strict=True):
        given[actor].update(_list_roles(int(row), tree))
    return pd.Series(
        {actor: roles.most_common(1)[0][0] for actor, roles in given.items() if roles}, dtype="str"
    )


def _list_roles(row: int, tree: grammar.Tree) -> list[str]:
    """Roles by the titles before a name, and the nouns in apposition to it or to which it is."""
    beside = [child for child in tree.children(row) if tree.dep[child] in ("compound", "appos")]
    beside += [int(tree.head[row])] * (tree.dep[row] == "appos")
    past = {tree.word[child] for word in (row, *beside) for child in tree.children(word)} & FORMER
    kinds = (read_source_kinds().get(tree.lemma[word].rstrip("."), "") for word in beside)
    return [kind for kind in kinds if kind in ROLES and not past]
