"""What grammar ties to a name: the verbs it does and undergoes, and the words that describe it."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.actors import names

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}
RELATIVE = {"who", "which", "that", "whom"}


def find_relations(tokens: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The words tied to each mention by grammar: verbs it does and undergoes, words that describe it.

    Passives are turned round ("Kim was criticised by Trump": Trump acts, Kim undergoes), coordinated names
    and verbs share ("Kim met and praised him"), infinitives belong to the subject ("wants to meet"),
    relative clauses to the noun ("Moon, who pinned his hopes"). What an actor owns ("Kim's bold offer")
    neither acts nor describes him; it is listed apart.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, whole sentences, in text order.
    mentions : DataFrame
        From `actors.find_mentions`.

    Returns
    -------
    DataFrame
        One row per mention x word: `article_id`, `sentence_id`, `token_id`, `start`, `end`, `text`, `lemma`
        of the word; `actor`; `relation`: `does`, `undergoes`, `described` (Trump is *weak*, *young* Kim) or
        `has` (Kim's *bold offer*); `negated` (whether a "not" hangs on it).
    """
    tokens = tokens.reset_index(drop=True)
    parsed = build_tree(tokens)
    rows = []
    at = find_mention_rows(tokens, mentions)
    edges = mentions[["first", "last"]].to_numpy() - mentions["token_id"].to_numpy()[:, None]
    for row, actor, how, (first, last) in zip(at, mentions["actor"], mentions["how"], edges, strict=True):
        if how != "modifier":
            tied = sorted(set(_tied(row, parsed)))
            rows += [(word, actor, name) for word, name in tied if not first <= word - row <= last]
    tied = pd.DataFrame(rows, columns=["row", "actor", "relation"]).drop_duplicates(ignore_index=True)
    columns = ["article_id", "sentence_id", "token_id", "start", "end", "text", "lemma"]
    words = tokens[columns].iloc[tied["row"].to_numpy(np.int64)].reset_index(drop=True)
    negated = [any(parsed.dep[child] == "neg" for child in parsed.children(row)) for row in tied["row"]]
    relations = words.join(tied[["actor", "relation"]])
    return relations.assign(negated=np.array(negated, dtype=bool))


class Tree(NamedTuple):
    """Dependency trees of all sentences, as arrays over token rows.

    `below` lists rows by their head; those of row r stand at `edges[r]` to `edges[r + 1]`.
    """

    dep: np.ndarray
    pos: np.ndarray
    lemma: np.ndarray
    head: np.ndarray
    below: np.ndarray
    edges: np.ndarray

    def children(self, row: int) -> list[int]:
        """Rows that depend on a row, in text order."""
        return [int(child) for child in self.below[self.edges[row] : self.edges[row + 1]] if child != row]


def build_tree(tokens: pd.DataFrame) -> Tree:
    """Read the trees off `schema.TOKENS` in text order, index 0..n-1."""
    head = names.find_head_rows(tokens)
    below = np.argsort(head, kind="stable")
    edges = np.searchsorted(head[below], np.arange(len(tokens) + 1))
    dep, pos = (tokens[name].to_numpy(dtype=object) for name in ("dep", "pos"))
    return Tree(dep, pos, tokens["lemma"].str.lower().to_numpy(dtype=object), head, below, edges)


def find_mention_rows(tokens: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Row of each mention's head word in `tokens`."""
    key = ["article_id", "sentence_id", "token_id"]
    place = pd.MultiIndex.from_frame(tokens[key])
    return place.get_indexer(pd.MultiIndex.from_frame(mentions[key]))


def _tied(row: int, tree: Tree):
    """Pairs of (word, relation) for one mention; a conjoined name shares the place of the first."""
    yield from _described_within(row, tree)
    top = row
    while (
        tree.dep[top] in ("conj", "appos") and tree.pos[tree.head[top]] in NOMINAL and tree.head[top] != top
    ):
        top = int(tree.head[top])
        if tree.dep[top] == "appos":
            yield from _described_within(top, tree)
    yield from _clause(top, tree)
    for child in tree.children(row):
        if tree.dep[child] == "relcl":
            who = [c for c in tree.children(child) if tree.lemma[c] in RELATIVE and tree.dep[c] != "det"]
            for relative in who[:1]:
                yield from _clause(relative, tree)


def _clause(row: int, tree: Tree):
    """What the verb above a noun says of it."""
    dep, verb = tree.dep[row], int(tree.head[row])
    if dep == "poss":
        yield verb, "has"
        yield from ((word, "has") for word, _ in _described_within(verb, tree))
    if dep == "pobj" and tree.dep[verb] == "agent":
        done = _verbs(int(tree.head[verb]), tree)  # "was hit by Kim and suffered": the suffering is not Kim's
        yield from ((v, "does") for v in done if _passive(v, tree) or v == tree.head[verb])
    elif dep == "nsubj" and tree.pos[verb] in ("VERB", "AUX"):
        yield from _as_subject(verb, tree)
    elif dep in ("nsubjpass", "dobj", "dative", "obj", "iobj") and tree.pos[verb] in ("VERB", "AUX"):
        yield verb, "undergoes"
        if dep == "nsubjpass":
            yield from ((v, "undergoes") for v in _verbs(verb, tree) if v != verb and _passive(v, tree))
        for child in tree.children(verb):
            if tree.dep[child] == "oprd":
                yield child, "described"


def _as_subject(verb: int, tree: Tree):
    for each in _verbs(verb, tree):
        if tree.pos[each] == "VERB":
            yield each, "undergoes" if _passive(each, tree) else "does"
        if tree.lemma[each] in ("be", "become", "remain", "seem", "appear", "look", "feel", "stay"):
            for child in tree.children(each):
                if tree.dep[child] in ("attr", "acomp"):
                    yield child, "described"
                    yield from _described_within(child, tree)


def _verbs(verb: int, tree: Tree):
    """A verb, those coordinated with it that have no subject of their own, and its infinitives."""
    yield verb
    for child in tree.children(verb):
        own = any(tree.dep[c] in ("nsubj", "nsubjpass", "expl", "csubj") for c in tree.children(child))
        if tree.dep[child] in ("conj", "xcomp") and tree.pos[child] in ("VERB", "AUX") and not own:
            yield from _verbs(child, tree)


def _passive(verb: int, tree: Tree) -> bool:
    return any(tree.dep[child] == "auxpass" for child in tree.children(verb))


def _described_within(row: int, tree: Tree):
    """Adjectives of a noun, those coordinated with them, and an apposition with its own adjectives."""
    beside = [child for child in tree.children(row) if tree.dep[child] == "appos"][:1]
    beside = [c for c in beside if not any(tree.dep[n] == "nummod" for n in tree.children(c))]  # "51 percent"
    for child in tree.children(row):
        adjective = (tree.dep[child] == "amod" and tree.pos[child] != "VERB") or (
            tree.dep[child] == "conj" and tree.pos[child] == "ADJ"
        )
        if adjective or (child in beside and tree.pos[child] == "NOUN"):
            yield child, "described"
            yield from _described_within(child, tree)
