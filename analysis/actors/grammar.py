"""What grammar ties to a name: the verbs it does and undergoes, and the words that describe it."""

import functools
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import lexicon
from analysis.actors import names

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}
RELATIVE = {"who", "which", "that", "whom"}
_OFFICERS = {"attorney", "inspector", "prosecutor", "secretary", "solicitor", "surgeon"}
"""Of these, "general" is no rank."""
HYPOTHETICAL = names.split_words("may might can could should would must ought shall ca 'd \u2019d")
"""Words under which a verb is not told as happening; "will" tells it as coming."""
ACHIEVED = names.read_words("achieved")
"""Verbs whose infinitive or participle happens where they do: "managed to win", "forced him to admit"."""
FAILED = {"fail", "refuse", "decline", "neglect", "forget", "stop", "avoid", "cease"}
"""Verbs whose infinitive or participle does not happen where they do."""
UNCERTAIN = names.read_words("uncertain")
"""Verbs whose clause need not be so."""
_UNPROVEN = names.read_words("unproven")
"""Nouns whose content need not be so."""
_IMPERSONAL = names.split_words("say allege argue claim note think add state insist assert conclude want")
"""Verbs whose object is never a person: the parser took the subject of the next clause for it."""
_THOUGHT = {"think", "believe", "say", "mean", "claim"}
_AWAITED = names.read_words("awaited")
"""Passives that only say what is to come, or is said to be: "was set to travel"."""
_COUNTING = names.read_words("counting")
_SOME = names.split_words("some those these any another other fellow many several few most")
_QUOTES = {"\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb", "``", "''", '"'}
_OPEN = {"if", "whether", "unless", "lest", "until", "till", "like"}
_HEDGES = {"hardly", "barely", "scarcely", "nearly", "almost", "perhaps", "maybe", "possibly"}
_AHEAD = {"without", "to", "from", "against", "of", "instead", "than", "for", "about"}
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_HELPS = {"aux", "auxpass"}
_LINKS = ("be", "become", "remain", "seem", "appear", "look", "feel", "stay")


@functools.cache
def read_cues() -> dict[tuple[str, str], frozenset[str]]:
    """Part of speech and what carries the content (clause, infinitive, object) -> lemmas of attribution."""
    cues = names.read_name_list("cues").groupby(["pos", "content"])["word"].agg(frozenset)
    return dict(cues.items())


def find_relations(tokens: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The words tied to each mention by grammar: verbs it does and undergoes, words that describe it.

    Passives are turned round ("Kim was criticised by Trump": Trump acts, Kim undergoes), coordinated names
    and verbs share ("Kim met and praised him"), relative clauses belong to the noun ("Moon, who pinned his
    hopes"). Only what is told as so, or as not so, counts: nothing under "may", "should" or "if", in a
    question, or still to come as an infinitive ("wants to meet"; but "managed to meet"). What an actor owns
    ("Kim's bold offer": the offer) neither acts nor describes him; it is listed apart.

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
        of the word, a verb's with its particle ("fire back"); `actor`; `relation`: `does`, `undergoes`,
        `described` (Trump is *weak*, *young* Kim) or `has` (Kim's bold *offer*); `negated` (told as not so:
        "did not meet", "refused to meet").
    """
    tokens = tokens.reset_index(drop=True)
    parsed = build_tree(tokens)
    rows = []
    at = find_mention_rows(tokens, mentions)
    edges = mentions[["first", "last"]].to_numpy() - mentions["token_id"].to_numpy()[:, None]
    for row, actor, how, (first, last) in zip(at, mentions["actor"], mentions["how"], edges, strict=True):
        if how != "modifier":
            aside = _stands_aside(row, row + first, row + last, parsed)
            tied = sorted(each for each in set(_tied(row, parsed)) if each[1] == "has" or not aside)
            tied = [(word, name) for word, name in tied if not first <= word - row <= last]
            tied = [(word, name) for word, name in tied if name == "has" or not is_shouted(word, tokens)]
            rows += [(word, actor, name) for word, name in tied if _may_stand(word, name, parsed)]
    tied = pd.DataFrame(rows, columns=["row", "actor", "relation"]).drop_duplicates(ignore_index=True)
    acts = pd.MultiIndex.from_frame(tied.loc[tied["relation"] == "does", ["row", "actor"]])
    again = pd.MultiIndex.from_frame(tied[["row", "actor"]]).isin(acts) & (tied["relation"] == "undergoes")
    polarity = [
        1 if name == "has" else tell_polarity(row, parsed)
        for row, name in zip(tied["row"], tied["relation"], strict=True)
    ]
    tied = tied.assign(polarity=np.array(polarity, dtype=np.int64))
    tied = tied[~again & (tied["polarity"] != 0)].reset_index(drop=True)  # nobody asks "him" who is himself
    columns = ["article_id", "sentence_id", "token_id", "start", "end", "text", "lemma"]
    words = tokens[columns].iloc[tied["row"].to_numpy(np.int64)].reset_index(drop=True)
    lemmas = [
        _correct_lemma(word.lower(), lemma, parsed.pos[row]) + _find_particle(row, parsed)
        for word, lemma, row in zip(words["text"], words["lemma"], tied["row"], strict=True)
    ]
    words["lemma"] = pd.array(lemmas, dtype="str")
    return words.join(tied[["actor", "relation"]]).assign(negated=(tied["polarity"] < 0).to_numpy())


@functools.lru_cache(maxsize=50_000)
def _correct_lemma(word: str, lemma: str, pos: str) -> str:
    """The commonest of what a form may stand for: "hopes" is of "hope", and no form of "hop".

    "Latest" stays as it is: it is not "late".
    """
    if pos == "ADJ":
        return word
    bare = lemma[:-1] if lemma[-1:] == "e" and not {*lemma[-3:-1]} & {*"aeiou"} else lemma  # "texte"
    forms = [lemma, bare, *(form for form in (f"{lemma}e", f"{lemma}er") if word.startswith(form))]
    return forms[int(lexicon.measure_information(pd.Index(forms)).argmin())]


def _stands_aside(row: int, first: int, last: int, tree: "Tree") -> bool:
    """Whether others do what a sentence says: "Lee's aide left", "A and not Lee", "three other Democrats"."""
    after = tree.word[last + 1] if last + 1 < len(tree.word) else ""
    owner = after in ("'s", "\u2019s", "'", "\u2019") and tree.dep[last + 1] == "case"
    members = tree.word[row].endswith("s") and after in ("who", "that")
    before = [c for c in tree.children(row) if c < row]
    members |= any(tree.dep[c] == "nummod" or tree.lemma[c] in _SOME for c in before)
    return bool(owner or members or (first and tree.word[first - 1] == "not"))


def is_shouted(row: int, tokens: pd.DataFrame) -> bool:
    """Tell whether a verb within a sentence has a capital: a title or slogan, which parsers misread."""
    pos, place, text = (tokens[name].iloc[row] for name in ("pos", "token_id", "text"))
    return bool(pos == "VERB" and place > 1 and text[:1].isupper())


class Tree(NamedTuple):
    """Dependency trees of all sentences, as arrays over token rows; `word` in small letters.

    `below` lists rows by their head; those of row r stand at `edges[r]` to `edges[r + 1]`.
    """

    dep: np.ndarray
    pos: np.ndarray
    lemma: np.ndarray
    word: np.ndarray
    asked: np.ndarray
    head: np.ndarray
    below: np.ndarray
    edges: np.ndarray

    def children(self, row: int) -> list[int]:
        """Rows that depend on a row, in text order."""
        return [int(child) for child in self.below[self.edges[row] : self.edges[row + 1]] if child != row]

    def list_below(self, row: int) -> list[int]:
        """A row and all that depends on it, in text order."""
        rows, waiting = [], [row]
        while waiting:
            rows.append(waiting.pop())
            waiting += self.children(rows[-1])
        return sorted(rows)


def build_tree(tokens: pd.DataFrame) -> Tree:
    """Read the trees off `schema.TOKENS` in text order, index 0..n-1.

    `asked` says which rows stand in a question of the author's, with nothing quoted. What the parser often
    hangs into a reported clause, although it is who reports that does it, goes back to him: "she said it
    would rain and *warned* them", "..., *adding* that".
    """
    dep, pos = (tokens[name].to_numpy(dtype=object) for name in ("dep", "pos"))
    lemma, word = (tokens[name].str.lower().to_numpy(dtype=object) for name in ("lemma", "text"))
    sentence = names.number_sentences(tokens)
    ends = pd.Series(word == "?").groupby(sentence).transform("last")
    quotes = pd.Series(np.isin(word.astype(str), list(_QUOTES))).groupby(sentence).transform("any")
    asked = (ends & ~quotes).to_numpy(dtype=bool)
    tree = _sort_tree(dep, pos, lemma, word, asked, names.find_head_rows(tokens))
    for row in np.flatnonzero(pos == "VERB").tolist():  # "fired back" says what "fired" does not
        whole = f"{lemma[row]}{_find_particle(row, tree)}"
        lemma[row] = whole if whole in read_cues()["verb", "clause"] else lemma[row]
    reporters = {row: _find_reporter(row, tree) for row in np.flatnonzero(pos == "VERB").tolist()}
    moved = {row: reporter for row, reporter in reporters.items() if reporter >= 0}
    if not moved:
        return tree
    head = tree.head.copy()
    head[list(moved)] = list(moved.values())
    return _sort_tree(dep, pos, lemma, word, asked, head)


def _sort_tree(dep, pos, lemma, word, asked, head) -> Tree:
    below = np.argsort(head, kind="stable")
    edges = np.searchsorted(head[below], np.arange(len(head) + 1))
    return Tree(dep, pos, lemma, word, asked, head, below, edges)


def _find_reporter(row: int, tree: Tree) -> int:
    """Row of the verb that a verb inside its clause is to be coordinated with; else -1."""
    clause = int(tree.head[row])
    children = tree.children(row)
    own = {tree.dep[c] for c in children} & {*_SUBJECTS, "aux", "auxpass", "mark", "ccomp"}
    reporter, said = int(tree.head[clause]), read_cues()["verb", "clause"]
    reported = tree.dep[clause] == "ccomp" and tree.lemma[reporter] in said
    clauses = own in ({"nsubj", "ccomp"}, {"ccomp"}) and tree.word[children[0]] != "that"
    other = clauses and tree.lemma[row] in said
    wanted = tree.dep[clause] in ("ccomp", "xcomp") and tree.pos[reporter] == "VERB"
    if not wanted or not reporter < clause < row or (own - {"ccomp"} and not (reported and other)):
        return -1
    if tree.dep[row] == "conj":
        finite, base = tree.word[row] != tree.lemma[row], tree.word[clause] == tree.lemma[clause]
        helped = any(
            tree.dep[c] == "aux" and tree.lemma[c] not in ("be", "have", "do") for c in tree.children(clause)
        )
        also = any(tree.word[c] == "also" for c in children)
        apart = finite and base and helped  # "ordered them *to stop* and *asked*"
        return reporter if apart or (reported and (other or (finite and also))) else -1
    added = tree.dep[row] == "advcl" and tree.word[row].endswith("ing") and tree.word[row - 1] == ","
    return reporter if reported and added and tree.lemma[row] in said else -1


def tell_polarity(row: int, tree: Tree) -> int:
    """Tell whether a verb, or a word that a verb says of somebody, is told as so.

    Returns
    -------
    int
        1 as so, -1 as not so ("did not meet", "refused to meet"), 0 as neither: under "may", "would" or "if",
        in a question, in what is hoped or denied, and to come ("wants to meet", "without meeting").
    """
    polarity, at = 1, row
    while at >= 0 and polarity:
        sign = _read_sign(at, tree)
        link, at = _read_link(at, tree)
        polarity *= sign * link
    return polarity


def _read_sign(row: int, tree: Tree) -> int:
    """What a verb's own little words say: 1 so, -1 not so, 0 neither."""
    if tree.pos[row] not in ("VERB", "AUX"):
        return 1
    children = tree.children(row)
    small = {tree.word[c] for c in children if tree.dep[c] in ("aux", "auxpass")}
    marks = {tree.word[c] for c in children if tree.dep[c] == "mark"}
    hedged = any(tree.word[c] in _HEDGES for c in children)
    depends = bool(small & {"will", "'ll", "\u2019ll", "wo"}) and any(is_condition(c, tree) for c in children)
    if depends or _is_question(row, tree) or small & HYPOTHETICAL or marks & _OPEN or hedged:
        return 0
    return -1 if any(tree.dep[c] == "neg" or _denies(c, tree) for c in children) else 1


def is_condition(clause: int, tree: Tree) -> bool:
    """Tell whether a clause says on what another depends: "if it passes", "unless they yield"."""
    marks = {tree.word[c] for c in tree.children(clause) if tree.dep[c] == "mark"}
    return tree.dep[clause] == "advcl" and bool(marks & {"if", "unless"})


def _is_question(row: int, tree: Tree) -> bool:
    """Whether a verb in a question is what is asked; in "Kim left, but to what end?" his leaving is told."""
    subjects = [c for c in tree.children(row) if tree.dep[c] in _SUBJECTS]
    verbs = [row, *(c for c in tree.children(row) if tree.dep[c] in ("aux", "auxpass"))]
    told = subjects and subjects[0] < min(verbs) and tree.word[subjects[0]] not in ("who", "what", "which")
    return bool(tree.asked[row]) and not told


def _read_link(row: int, tree: Tree) -> tuple[int, int]:
    """What the word above says of it (1, -1, 0), and the word on which it depends further (-1: none)."""
    head, dep = int(tree.head[row]), tree.dep[row]
    if head == row:
        return int(not any(tree.word[c] == "to" and tree.dep[c] == "aux" for c in tree.children(row))), -1
    if tree.pos[row] not in ("VERB", "AUX"):
        return 1, head if dep in ("attr", "acomp", "oprd") else -1
    to = any(tree.dep[c] == "aux" and tree.word[c] == "to" for c in tree.children(row))
    if to or dep == "xcomp":
        ahead = dep not in ("xcomp", "ccomp") or tree.word[head] in ("going", "has", "have", "having")
        if ahead or tree.lemma[head] not in ACHIEVED | FAILED:
            return 0, -1
        return -1 if tree.lemma[head] in FAILED else 1, head
    if dep == "pcomp":
        of_adjective = tree.pos[head - 1] == "ADJ"  # "unsuccessful in getting"
        planned = tree.word[head] == "on" and tree.pos[head - 1] == "VERB"  # "campaigned on repealing"
        return int(tree.word[head] not in _AHEAD and not of_adjective and not planned), -1
    if dep == "ccomp" and tree.lemma[head] in ("make", "let") and tree.word[row] == tree.lemma[row]:
        return 1, head
    little = any(tree.word[c] in ("no", "scant") for c in tree.children(head)) and tree.pos[head] == "NOUN"
    little &= tree.lemma[head] not in {"doubt", "question", "secret", "surprise"}  # but "no way that he knew"
    if dep in ("acl", "relcl", "ccomp") and (little or tree.lemma[head] in _UNPROVEN):
        return 0, -1
    if dep == "ccomp":
        doubted = any(tree.dep[c] == "neg" for c in tree.children(head)) and tree.lemma[head] in _THOUGHT
        return int(not doubted and tree.lemma[head] not in UNCERTAIN), -1
    shared = tree.dep[head] == "pcomp" or _shares_auxiliaries(row, head, tree)
    return 1, head if dep == "conj" and shared else -1


def _denies(child: int, tree: Tree) -> bool:
    """Whether a subject is "nobody" or "no one", "no voter", or "neither A nor B"."""
    if tree.dep[child] not in _SUBJECTS:
        return False
    below = [tree.word[c] for c in tree.children(child) if tree.dep[c] in ("det", "preconj", "cc")]
    return tree.word[child] in ("nobody", "none", "neither") or bool({"no", "neither", "nor"} & set(below))


def _shares_auxiliaries(verb: int, first: int, tree: Tree) -> bool:
    """Whether the auxiliaries and the "not" of the first of coordinated verbs hold for a later one."""
    own = any(tree.dep[c] in (*_SUBJECTS, "aux", "auxpass") for c in tree.children(verb))
    led = any(tree.dep[c] in ("aux", "auxpass") or tree.word[c] in _OPEN for c in tree.children(first))
    alike = (tree.word[verb] == tree.lemma[verb]) == (tree.word[first] == tree.lemma[first])
    turned = any(tree.dep[c] == "cc" and tree.word[c] == "but" for c in tree.children(first))
    return led and alike and not own and not turned


def find_mention_rows(tokens: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Row of each mention's head word in `tokens`."""
    key = ["article_id", "sentence_id", "token_id"]
    place = pd.MultiIndex.from_frame(tokens[key])
    return place.get_indexer(pd.MultiIndex.from_frame(mentions[key]))


def _find_particle(row: int, tree: Tree) -> str:
    """What makes another verb of a verb, after a blank: "fired *back*" fires nobody; else ""."""
    if tree.pos[row] != "VERB":
        return ""
    after = [c for c in tree.children(row) if c > row and " ".join(tree.word[c : c + 2]) != "back in"]
    particles = [c for c in after if tree.dep[c] == "prt" or tree.word[c] == "back"]
    return f" {tree.word[particles[0]]}" if particles else ""


def _may_stand(row: int, relation: str, tree: Tree) -> bool:
    """Whether a word can be said to describe: no piece of "anti-union", no name, not "no enemy"."""
    beside = {tree.word[row], tree.word[row - 1] if row else "", *tree.word[row + 1 : row + 2]}
    if beside & set(names.HYPHENS[:3]) or tree.lemma[row][:1] in "'\u2019":
        return False
    denied = any(tree.word[c] in ("no", "not") for c in tree.children(row))
    plain = tree.pos[row] in ("ADJ", "NOUN") and not denied and tree.lemma[row] not in _COUNTING
    return relation != "described" or plain


def _tied(row: int, tree: Tree):
    """Pairs of (word, relation) for one mention; a conjoined name shares the place of the first."""
    if tree.pos[row] != "PRON":
        yield from (tied for tied in _described_within(row, tree) if _stands_before(tied[0], row, tree))
        yield from _described_beside(row, tree)
    top = row
    while tree.dep[top] in ("conj", "appos") and tree.pos[tree.head[top]] in NOMINAL:
        if tree.dep[top] == "appos" and tree.pos[tree.head[top]] == "PROPN":
            break  # "Lee, Republican of Utah"
        top = int(tree.head[top])
        if tree.dep[top] == "appos":
            yield from _described_within(top, tree)
            yield from _described_beside(top, tree)
    yield from _clause(top, tree)
    # a later one may be of a noun within: "Lewis, the man who led the sit-in, which grew"
    for child in [c for c in tree.children(row) if tree.dep[c] in ("relcl", "appos")][:1]:
        if tree.dep[child] == "relcl":
            who = [c for c in tree.children(child) if tree.word[c] in ("who", "whom") or c == row + 2]
            for relative in [c for c in who if tree.lemma[c] in RELATIVE and tree.lemma[c] != "that"][:1]:
                yield from _clause(relative, tree)


def _clause(row: int, tree: Tree):
    """What the verb above a noun says of it."""
    dep, verb = tree.dep[row], int(tree.head[row])
    if dep == "poss" and not (tree.word[verb] == "general" and tree.word[verb - 1] in _OFFICERS):
        yield verb, "has"
    if dep == "pobj" and tree.dep[verb] == "agent":
        done = _verbs(int(tree.head[verb]), tree)  # "was hit by Kim and suffered": the suffering is not Kim's
        yield from ((v, "does") for v in done if _passive(v, tree) or v == tree.head[verb])
    elif tree.pos[verb] not in ("VERB", "AUX"):
        return
    elif dep == "nsubj" or find_inverted_speaker(verb, tree) == row:
        yield from _as_subject(verb, tree)
    elif dep in ("nsubjpass", "dobj", "dative", "obj", "iobj") and not tree.word[row].endswith("self"):
        yield from _as_object(row, verb, tree)


def _as_object(row: int, verb: int, tree: Tree):
    if tree.dep[row] == "nsubjpass":
        children = tree.children(verb)
        open_ = any(tree.dep[c] == "auxpass" and tree.word[c][1:] == "s" for c in children)  # "he's signaled"
        if not _only_links(verb, tree) and not open_:
            yield verb, "undergoes"
        yield from ((v, "undergoes") for v in _verbs(verb, tree) if v != verb and _passive(v, tree))
    elif tree.lemma[verb] not in _IMPERSONAL:
        yield verb, "undergoes"
    for child in tree.children(verb):
        if tree.dep[child] == "oprd":
            yield child, "described"
        if tree.dep[child] == "xcomp" and tree.dep[row] == "dobj":
            yield from _as_subject(child, tree)


def find_inverted_speaker(verb: int, tree: Tree) -> int:
    """Row of what the parser took for the object in '"Is it?" asked the senator'; else -1."""
    children = tree.children(verb)
    after = verb > 0 and tree.word[verb - 1] in ("\u201d", '"', "''", "\u2019")
    asks = after and tree.lemma[verb] in read_cues()["verb", "clause"]
    if not asks or any(tree.dep[c] in _SUBJECTS for c in children):
        return -1
    return next((c for c in children if tree.dep[c] == "dobj"), -1)


def _as_subject(verb: int, tree: Tree):
    for each in _verbs(verb, tree):
        idle = tree.lemma[each] == "have" or _only_links(each, tree)  # who has something does nothing
        if tree.pos[each] == "VERB" and not idle:
            yield each, "undergoes" if _passive(each, tree) else "does"
        if tree.lemma[each] in _LINKS:
            polarity = tell_polarity(each, tree)
            denied = polarity < 0
            for child in tree.children(each) if polarity else ():
                if tree.dep[child] == "acomp" or (tree.dep[child] == "attr" and not denied):
                    yield from _with_adjectives(child, tree)
                elif tree.dep[child] == "attr" and all(
                    tree.word[c] in ("a", "an") for c in tree.children(child)
                ):
                    yield child, "described"  # but "not the only nominee" is a nominee


def _only_links(verb: int, tree: Tree) -> bool:
    """Whether a verb only ties a subject to what follows: "became angry", "is going to", "is expected to"."""
    linked = {tree.dep[c] for c in tree.children(verb)} & {"acomp", "attr", "oprd", "xcomp"}
    awaited = tree.lemma[verb] in _AWAITED and _passive(verb, tree)
    return bool(linked) and (tree.lemma[verb] in _LINKS or tree.word[verb] == "going" or awaited)


def _verbs(verb: int, tree: Tree):
    """A verb, those coordinated with it that have no subject of their own, and its infinitives.

    An infinitive beside an object is the object's: "nominated Talley to be a judge".
    """
    yield verb
    children = tree.children(verb)
    object_ = any(tree.dep[c] == "dobj" for c in children) and tree.lemma[verb] != "promise"
    for child in children:
        own = {tree.dep[c] for c in tree.children(child)}
        loose = tree.word[child].endswith("ing") and not (tree.word[verb].endswith("ing") or own & _HELPS)
        linked = tree.dep[child] == "conj" and not loose  # not "talked about jobs and *creating* hope"
        linked |= tree.dep[child] == "xcomp" and not object_
        if linked and tree.pos[child] in ("VERB", "AUX") and not own & {*_SUBJECTS}:
            yield from _verbs(child, tree)


def _passive(verb: int, tree: Tree) -> bool:
    return any(tree.dep[child] == "auxpass" for child in tree.children(verb))


def _with_adjectives(row: int, tree: Tree):
    yield row, "described"
    yield from _described_within(row, tree)


def _described_within(row: int, tree: Tree):
    """Adjectives of a noun, and those coordinated with them."""
    for child in tree.children(row):
        apart = {*tree.word[child:row]} & {*_QUOTES, "!", "?", ":"}
        if tree.dep[child] in ("amod", "conj") and tree.pos[child] == "ADJ" and not apart:
            yield from _with_adjectives(child, tree)


def _stands_before(word: int, row: int, tree: Tree) -> bool:
    """Whether an adjective is a name's: not of a noun between or after, "his latest Senate bid".

    Nor is an infinitive one: "to dupe Trump".
    """
    infinitive = tree.word[word - 1] == "to" and tree.pos[word - 1] == "PART"
    other = "NOUN" in tree.pos[word:row] or "NOUN" in tree.pos[row + 1 : row + 2]
    return word < row and not infinitive and not other


def _described_beside(row: int, tree: Tree):
    """An apposition with its adjectives; a bare or coordinated noun is rather the next of a list.

    After another name it is that one's: "in Baltimore, Ms. Ifill, president of the fund". What a verb
    follows at once is its subject: "it asked the aides and not Trump, the question was no matter".
    """
    for child in [child for child in tree.children(row) if tree.dep[child] == "appos"][:1]:
        comma = next((at for at in range(row + 1, child) if tree.pos[at] == "PUNCT"), child)
        own = {child, *tree.children(child)}
        after = max(tree.list_below(child)) + 1
        event = tree.lemma[child] in names.CALENDAR | names.read_words("event")
        if tree.word[comma] in names.DASHES or event:
            continue  # "Lee - his voice alone", "Lee, earlier this month,", "beaten by Lee, a loss"
        several = tree.pos[child] == "NOUN" and tree.word[child] != tree.lemma[child]
        if several or "CCONJ" in tree.pos[row:comma]:
            continue  # "to Lee, the papers of the week, and", "Lee and Ann Smith, the publisher"
        open_ = after < len(tree.pos) and tree.pos[after] in ("VERB", "AUX") and comma < child
        if open_ or any(tree.pos[at] == "PROPN" and at not in own for at in range(comma, child)):
            continue
        deps = {tree.dep[c] for c in tree.children(child)}
        if deps & {"det", "poss", "compound", "amod", "prep"} and not deps & {"conj", "nummod"}:
            yield from _with_adjectives(child, tree)
