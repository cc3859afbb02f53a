"""Who says what: statements in the texts with their source, the words that introduce them, and their content.

Read off the grammar of each sentence, and off quotation marks over sentences and paragraphs. The notion is
PolNeAR's (Newell, Margolin & Ruths 2018, https://aclanthology.org/L18-1524): somebody's utterance, thought or
attitude that the text reports, whether in their words or not.
"""

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.actors import grammar, names

OPEN = {"\u201c", "\u2018", "\u201e", "\u201a", "\u00ab", "``"}
CLOSE = {"\u201d", "\u2019", "\u00bb", "''"}
STRAIGHT = {'"', "'"}
SINGLE = {"\u2018", "\u2019", "'", "\u201a"}
LOW = {"\u201e": "\u201c", "\u201a": "\u2018"}
"""What closes a quotation that a low mark opened."""
SCARE = 2
"""Quotations of so many words that nobody is said to have said are no speech: "so-called" words."""
KINDS = (
    *("person", "organisation", "place", "group", "law"),
    *("officials", "experts", "citizens", "media", "documents", "anonymous", "author", "other", "unnamed"),
)
"""Kinds of source: named actors by theirs, others by what they are called; `author`: "I"; `unnamed`: none."""
LABELS = {
    "sourced": "Words given to the source, quoted or not, per 100 words of the text (higher: speaks more)",
    "quoted": "Words quoted from the source per 100 words of the text (higher: speaks more)",
}
DOUBTS = {
    "source unknown": "the text tells neither name nor kind of who says it: they, a plan",
    "subject lost": "the content begins with the verb of a clause, without who does it",
    "no clause": "a thing that is cited or claimed, and no words of anybody: claimed a seat",
    "reported by another": "one source tells what another says",
    "end unsure": "the content has a \u201c, seeking ...\u201d that may be the reporter's",
}
"""Why statements are counted and not listed. Of 84 that the last four of these leave out, read in articles on
38 events, 30 were wrong; of 231 that are listed, on 18 of the events, 13."""
COLUMNS = [
    *("article_id", "attribution_id", "part", "sentence_id", "content_start", "content_end"),
    *("cue_start", "cue_end", "source_start", "source_end"),
    *("source", "actor", "kind", "form", "words", "doubt"),
]
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
FURTHER = 3
"""Sentences over which a pronoun of whom nothing else is known may be who spoke last."""
SPEECH = 5
"""Words from which a quotation without a word of speech beside it is speech and no title or catchword."""
_PARTING = {",", ".", ";", ":", "(", "\u2014", "\u2013", "--"}
CUT = 10
"""More characters than line breaks and indents put between two words: something was cleaned out there."""
_SUBORDINATING = names.read_words("subordinating")
_ADVERBIAL = _SUBORDINATING - {"if", "whether", "how", "why", "when", "where", "as"}
_IMPERSONAL = {"it", "this", "that", "these", "those", "which", "what", "there"}
_VOICING = names.read_words("voicing")
_PARTS = names.split_words("dozen score hundred thousand number group handful majority percent couple")
_FAMILIAR = {"familiar", "briefed", "knowledge", "anonymity"}
_MOVED = {"convince", "concern", "worry", "disappoint", "surprise", "determine", "assure", "please", "alarm"}
_ASCRIBED = {"threaten", "promise", "convince"}  # what a slump may do, and says nothing
_ADDRESSED = {"tell", "ask", "remind", "assure", "warn", "inform", "urge"}
_PRONOUNS = {"he", "she", "they"}
_LINKS = ("conj", "xcomp", "advcl", "acl", "pcomp", "prep", "dep")


class Statement(NamedTuple):
    """One statement: rows of its content; the row of its cue and of its source's head, -1 without."""

    content: list[int]
    cue: int
    source: int


class _Text(NamedTuple):
    """Tokens as arrays over their rows; `quoted` numbers quotations, `gap` counts letters before a token."""

    tree: grammar.Tree
    sentence: np.ndarray
    block: np.ndarray
    quoted: np.ndarray
    text: np.ndarray
    word: np.ndarray
    gap: np.ndarray


@functools.cache
def read_source_kinds() -> dict[str, str]:
    """Lemma of a source's head ("official", "report") -> its kind."""
    table = names.read_name_list("sources")
    return dict(zip(table["word"], table["kind"], strict=True))


def find_attributions(
    tokens: pd.DataFrame, mentions: pd.DataFrame, sentences: pd.DataFrame, kinds: pd.Series
) -> pd.DataFrame:
    """Statements that the texts give to a source.

    Parameters
    ----------
    tokens, mentions, sentences : DataFrame
        `schema.TOKENS`, the actors' mentions in them, and `schema.SENTENCES` (for the paragraphs).
    kinds : Series
        Actor -> kind.

    Returns
    -------
    DataFrame
        One row per stretch of content ("We won," he said, "and they lost" has two): `article_id`,
        `attribution_id`, `part` (both numbers), `sentence_id` (where the stretch begins), offsets into `raw`
        of content, cue ("said") and source (-1 where there is none), `source` (its words), `actor` (who it
        is, or ""), `kind` (one of `KINDS`), `form` (direct, indirect or mixed, by the share of the content
        in quotation marks: above 90 %, none, between), `words` (of the stretch) and `doubt`, why it is not to
        be listed as what its source says (one of `DOUBTS`, or "").
    """
    tokens = tokens[tokens["sentence_id"] >= 0].reset_index(drop=True)
    text = _read_text(tokens, sentences)
    made = (s._replace(source=-1) if text.quoted[s.source] else s for s in _find_statements(text, tokens))
    made = (s for s in made if s.source < 0 or text.tree.lemma[s.source] != "you")  # "you know" says nothing
    statements = _attribute_quotations(text, list(made))
    named = _find_named(tokens, mentions)
    rows = []
    number: dict[str, int] = defaultdict(int)
    article = tokens["article_id"].to_numpy()
    statements = sorted(statements, key=lambda statement: statement.content[0])
    speakers = _tell_speakers(statements, text, article, named, kinds)
    told = list(zip(statements, speakers, strict=True))
    reporters = {row: speaker for statement, speaker in told for row in statement.content}
    for statement, speaker in told:
        if statement.cue >= 0 and not _can_say(statement, speaker, text):
            continue
        identifier = number[article[statement.content[0]]]
        number[article[statement.content[0]]] += 1
        doubt = _find_doubt(statement, speaker, reporters.get(statement.cue, speaker), text)
        rows += ((*row, doubt) for row in _describe(statement, speaker, identifier, text, tokens))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    words = {name: "str" for name in ("article_id", "source", "actor", "kind", "form", "doubt")}
    return frame.astype({name: words.get(name, "int64") for name in COLUMNS})


def _read_text(tokens: pd.DataFrame, sentences: pd.DataFrame) -> _Text:
    place = pd.MultiIndex.from_frame(tokens[["article_id", "sentence_id"]])
    paragraph = sentences.set_index(["article_id", "sentence_id"])["paragraph_id"].reindex(place).to_numpy()
    article = pd.factorize(tokens["article_id"])[0]
    other = np.diff(article, prepend=-1) != 0
    block = np.cumsum((np.diff(paragraph, prepend=-1) != 0) | other) + np.cumsum(other)
    sentence = names.number_sentences(tokens)
    word = ~tokens["pos"].isin(["PUNCT", "SYM", "SPACE"]).to_numpy()
    quoted = number_quotations(tokens, block)
    text = tokens["text"].to_numpy(dtype=object)
    quoted[_find_titles(quoted, tokens)] = 0
    gap = (tokens["start"] - tokens["end"].shift(fill_value=0)).to_numpy()
    return _Text(grammar.build_tree(tokens), sentence, block, quoted, text, word, gap)


def _find_titles(quoted: np.ndarray, tokens: pd.DataFrame) -> np.ndarray:
    """Whether each row stands in the quoted title of a book or programme: on "Fox & Friends"."""
    text, pos = tokens["text"], tokens["pos"]
    small = text.str.islower() & ~pos.isin(["ADP", "DET", "CCONJ", "PART"])
    small |= text.str.isupper() & (text.str.len() > 1)
    before = pos.shift(2).where(text.shift(2) != ",", pos.shift(3)).isin(["ADP", "NOUN", "DET", "PART"])
    before |= tokens["lemma"].shift(2).isin(["tell", "title", "entitle", "call"])
    led = before.groupby(quoted).transform("first")
    return ((quoted > 0) & led & ~small.groupby(quoted).transform("any")).to_numpy()


def number_quotations(tokens: pd.DataFrame, paragraphs: np.ndarray) -> np.ndarray:
    """Number of the quotation each token stands in, 0 outside; a quotation ends with its paragraph.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in text order.
    paragraphs : array
        A number per token that changes from paragraph to paragraph. A quotation that is not closed goes on
        in the next paragraph under the same number, where that begins with an opening mark, as is usual in
        print; else its mark was lost, and nothing is quoted.
    """
    text = tokens["text"].to_numpy(dtype=object)
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    number = np.zeros(len(text), dtype=np.int64)
    edges = np.append(np.flatnonzero(np.diff(paragraphs, prepend=-1)), len(text))
    count, opened, first = 0, -1, ""  # where a quotation began, and its mark
    for begin, stop in pairwise(edges.tolist()):
        carried = opened >= 0
        if carried and text[begin] not in OPEN | STRAIGHT:
            number[opened:begin] = 0
            opened = -1
        for at in range(begin, stop):
            mark = text[at]
            if mark not in OPEN | CLOSE | STRAIGHT:
                continue
            tight = at + 1 < stop and start[at + 1] == end[at]  # a mark that opens stands against a word
            loose = at == begin or end[at - 1] < start[at] or text[at - 1] in OPEN | {"(", "[", "\u2014"}
            opens = mark in OPEN or (mark in STRAIGHT and tight and loose)
            opens = opens and not (opened >= 0 and mark == LOW.get(first))
            if opened < 0 and opens:
                count += 1
                opened, first = at + 1, mark
            elif opened >= 0 and at == begin and opens:
                number[opened:at] = count
                opened = at + 1
            elif opened >= 0 and not opens and (mark in SINGLE) == (first in SINGLE):
                number[opened:at] = count
                opened = -1
        if opened >= 0:
            number[opened:stop] = count
    if opened >= 0:
        number[opened:] = 0
    return number


# --- statements in the grammar of a sentence --------------------------------------------------------------


def _find_statements(text: _Text, tokens: pd.DataFrame) -> Iterator[Statement]:
    """Statements by verbs, nouns, adjectives and "according to", outside quotation marks.

    What may be said or is still to be said gives nobody words: "could say that", "if he says that".
    """
    cues, tree = grammar.read_cues(), text.tree
    outside = text.quoted == 0
    for row in np.flatnonzero(outside & (tree.pos == "VERB")).tolist():
        content = _add_condition(_end_content(_read_verb(row, text), row, text), row, text)
        if content and _is_told(row, tree) and not grammar.is_shouted(row, tokens):
            source = _find_source(int(row), tree)
            yield Statement(content, int(row), source)
    for pos, sort in (("NOUN", "noun"), ("ADJ", "adjective")):
        listed = np.isin(tree.lemma.astype(str), list(cues[sort, "clause"]))
        for row in np.flatnonzero(outside & (tree.pos == pos) & listed).tolist():
            wanted = ("acl", "ccomp") if pos == "NOUN" else ("ccomp",)
            content = [
                r for child in tree.children(row) if tree.dep[child] in wanted for r in tree.list_below(child)
            ]
            called = tree.lemma[tree.head[row]] == "call" and any(text.quoted[content])
            if called or not content or (pos == "NOUN" and tree.lemma[content[0]] not in ("that", "to")):
                continue
            owned = any(tree.dep[c] == "poss" for c in tree.children(row))  # "may heed Kim's wish"
            if owned or _is_told(_climb_to_verb(row, tree), tree):
                yield Statement(content, int(row), _find_holder(row, tree))
    yield from _find_according(text)


def _find_according(text: _Text) -> Iterator[Statement]:
    """Statements by "according to", outside quotation marks: the clause that it stands in."""
    tree = text.tree
    for row in np.flatnonzero((text.quoted == 0) & (tree.lemma == "accord")).tolist():
        to = next((c for c in tree.children(row) if tree.lemma[c] == "to"), -1)
        source = next(iter(tree.children(to)), -1) if to >= 0 else -1
        if source < 0:
            continue
        bare = text.text[source].islower() and not tree.children(source)
        if bare and tree.lemma[source] not in read_source_kinds():
            continue  # "according to plan"
        clause = _climb_to_verb(int(tree.head[row]), tree)
        higher = _climb_to_verb(int(tree.head[clause]), tree)
        hangs = tree.dep[clause] in ("relcl", "ccomp", "xcomp") or not _has_subject(clause, tree)
        begins = not any(text.word[np.searchsorted(text.sentence, text.sentence[row]) : row])
        if (begins and higher > row) or (not begins and hangs and text.text[row - 1] == "," and higher < row):
            clause = higher  # "According to" begins the whole, and ", according to" ends it
        apart = {row, *tree.list_below(row)}
        content = [r for r in tree.list_below(clause) if r not in apart and ";" not in text.text[r:row]]
        follows = tree.word[[r for r in content if r > row][:2]]
        if clause < row and "that" not in follows and tree.word[row - 2] not in ("and", "but"):
            content = [r for r in content if r < row or text.quoted[r]]  # "rain, according to her, as he"
        if any(tree.pos[r] in ("VERB", "AUX") for r in content):
            yield Statement(content, int(row), source)


def _is_told(verb: int, tree: grammar.Tree) -> bool:
    """Whether an attribution is told as made, or as not made, which its cue then says ("did not say").

    "Took to Twitter to say" tells one as well.
    """
    auxiliaries = {tree.word[c] for c in tree.children(verb) if tree.dep[c] == "aux"}
    if tree.dep[verb] == "advcl" and "to" in auxiliaries:
        head = int(tree.head[verb])
        return not _is_passive(head, tree) and _is_told(head, tree)  # "was pressed to explain"
    return grammar.tell_polarity(verb, tree) != 0


def _find_cue_start(cue: int, tree: grammar.Tree) -> int:
    """First row of a cue: of "did not say" and "refused to say" the whole, else the word itself."""
    verb = int(tree.head[cue]) if tree.pos[cue] == "ADJ" else cue  # "was not aware"
    if tree.pos[verb] not in ("VERB", "AUX") or grammar.tell_polarity(verb, tree) >= 0:
        return cue
    small = [c for c in tree.children(verb) if tree.dep[c] in ("aux", "auxpass", "neg")] + [verb]
    if tree.dep[verb] == "xcomp":
        small.append(int(tree.head[verb]))
    return min([cue, *small])


def _find_holder(row: int, tree: grammar.Tree) -> int:
    """Row of who holds what a noun or adjective says: its owner, or the subject of the verb that voices it.

    Who dismisses an argument does not make it.
    """
    owner = next((c for c in tree.children(row) if tree.dep[c] == "poss"), -1)
    if owner >= 0:
        return owner
    head = int(tree.head[row])
    voiced = tree.pos[row] == "ADJ" or (tree.dep[row] == "dobj" and tree.lemma[head] in _VOICING)
    return _find_source(head, tree) if voiced else -1


def _climb_to_verb(row: int, tree: grammar.Tree) -> int:
    while tree.pos[row] not in ("VERB", "AUX") and tree.head[row] != row:
        row = int(tree.head[row])
    return row


def _read_verb(verb: int, text: _Text) -> list[int]:
    """Rows of what a verb says is said: its clause, the one it is put into, its infinitive, its object."""
    cues, tree = grammar.read_cues(), text.tree
    lemma = tree.lemma[verb]
    children = tree.children(verb)
    clauses = [c for c in children if tree.dep[c] == "ccomp" and tree.pos[c] != "ADP"]
    clauses = [c for c in clauses if not _is_adverbial(c, tree)]
    # not what stands before: "Rain fell - he said it hailed", "Rain fell, he told them a tale"
    only = not _holds_object(verb, tree) and max(clauses, default=verb) < verb
    clauses = [c for c in clauses if c > verb or only or text.quoted[c]]
    # nor what follows on an infinitive: "promised to act, but then he failed"
    first = next((c for c in children if tree.dep[c] == "xcomp" and c > verb), len(tree.dep))
    clauses = [c for c in clauses if c < first or text.quoted[c]]
    passive = any(tree.dep[c] == "nsubjpass" for c in children)
    if lemma in cues["verb", "clause"]:
        after = [c for c in clauses if c > verb and not text.quoted[c]]
        clauses = [c for c in clauses if c not in after[1:] or _is_joined(c, tree)]
        if clauses:
            if not _has_subject(clauses[0], tree):  # "denied Rome is a factor", "told him one reason was"
                objects = [c for c in children if tree.dep[c] in ("dobj", "dative")]
                clauses = [*objects[lemma in _ADDRESSED :], *clauses]
            return [r for clause in clauses for r in tree.list_below(clause)]
        if _has_subject(verb, tree) and tree.dep[verb] in ("parataxis", "advcl", "ccomp"):
            aside = {verb, *tree.list_below(verb)}
            before = min(aside) - 1
            opened = {tree.lemma[c] for c in children if tree.dep[c] in ("mark", "advmod")}
            put = tree.dep[verb] == "parataxis"
            commas = before >= 0 and text.text[before] in {",", "\u2014", "--"}
            full = _holds_object(verb, tree) or any(tree.dep[c] == "xcomp" for c in children)
            if not full and (put or (commas and not opened & _SUBORDINATING)):
                rest = [r for r in tree.list_below(int(tree.head[verb])) if r not in aside]
                quoted = any(text.quoted[[r for r in rest if r < verb]])
                return [r for r in rest if r < verb or text.quoted[r] or not quoted]
    if passive:
        return []
    linked = ("xcomp",) if lemma == "call" else ("xcomp", "ccomp")  # "called the idea absurd that"
    wanted = [c for c in children if tree.dep[c] in linked and tree.pos[c] in ("VERB", "AUX") and c <= first]
    if lemma in cues["verb", "infinitive"] and wanted:
        wanted += [c for c in children if tree.dep[c] == "prep" and tree.lemma[c] == "for"]
        return [r for clause in sorted(wanted) for r in tree.list_below(clause)]
    if lemma in cues["verb", "object"]:
        objects = [c for c in children if tree.dep[c] in ("dobj", "oprd") and tree.pos[c] != "PRON"]
        bare = lemma == "call" and len(objects) == 1 and tree.dep[objects[0]] == "dobj"
        if objects and not (bare and not any(text.quoted[tree.list_below(objects[0])])):  # "called a vote"
            after = [c for c in children if tree.dep[c] == "prep" and c > objects[0]]
            more = [c for c in after if tree.lemma[c] in ("for", "as", "of")]
            content = [r for each in [*objects, *more] for r in tree.list_below(each)]
            tells = any(tree.pos[r] in ("NOUN", "VERB", "ADJ") for r in content)  # more than a name
            return content if tells and sum(text.word[content]) > SCARE else []
    return []


def _add_condition(content: list[int], cue: int, text: _Text) -> list[int]:
    """What is said with the condition that follows on it at once: "threatened to leave if prices fall"."""
    tree, last = text.tree, max(content, default=-1)
    clauses = (c for c in tree.children(cue) if c > last > cue and grammar.is_condition(c, tree))
    below = tree.list_below(next(clauses, cue))
    between = range(last + 1, below[0])
    parted = any(text.word[r] or text.text[r] == "," for r in between)
    return content if cue in below or parted else [*content, *below]


def _is_joined(clause: int, tree: grammar.Tree) -> bool:
    """Whether a second clause is said too: no mark parts it, or a comma, and it has a subject."""
    first = tree.list_below(clause)[0]
    mark = next((w for w in tree.word[first - 1 : first + 1] if w in _PARTING), "")
    return not mark or (mark == "," and _has_subject(clause, tree))


def _has_subject(verb: int, tree: grammar.Tree) -> bool:
    return any(tree.dep[c] in (*_SUBJECTS, "expl") for c in tree.children(verb))


def _end_content(content: list[int], cue: int, text: _Text) -> list[int]:
    """What is the source's of a verb's content: nothing before "; he said" or ": he said", no comment on it.

    Nothing at all where the parser stopped short of the predicate: "warned [his words] could do harm".
    """
    tree = text.tree
    credited = {r for r in content if tree.word[r] == "according" and content[-1] in tree.list_below(r)}
    ends = (r for r in content if r > cue and (_begins_comment(r, text) or r in credited))
    end = min(ends, default=len(text.word))
    content = [r for r in content if r < end and (r > cue or not {";", ":"} & {*text.text[r:cue]})]
    return [] if content and _is_cut(content, cue, text) else content


def _begins_comment(row: int, text: _Text) -> bool:
    """Whether an article begins what the reporter calls what was said: ", a move that ..."."""
    tree, noun = text.tree, int(text.tree.head[row])
    quote = text.text[row - 1] in CLOSE | STRAIGHT and text.text[row - 2] == ","
    clause = text.text[row - 1] in {",", "--", "\u2014"} and any(
        tree.dep[c] in ("relcl", "acl") for c in tree.children(noun)
    )
    named = tree.pos[noun] != "NOUN" or tree.pos[tree.head[noun]] == "PROPN"
    plain = tree.word[row] in ("a", "an") and not text.quoted[row : row + 3].any()
    return plain and (quote or clause) and not named


def _is_cut(content: list[int], cue: int, text: _Text) -> bool:
    """Whether a finite verb follows at once on what is said, and tells nothing of who says it."""
    tree, last = text.tree, max((r for r in content if text.word[r]), default=cue)
    verb = next((r for r in range(last + 1, len(text.word)) if text.word[r]), last)
    parted = {",", ".", ";", ":", "?", "!", ")"} & {*text.text[last + 1 : verb]}
    ends = cue < last < verb and not parted and tree.pos[content[-1]] != "CCONJ"
    top = int(tree.head[verb]) if tree.dep[verb] in ("aux", "auxpass") else verb
    finite = tree.pos[verb] in ("AUX", "VERB") and tree.dep[top] in ("ROOT", "ccomp", "advcl", "conj")
    subjects = [c for c in tree.children(top) if tree.dep[c] in _SUBJECTS]
    return bool(ends and finite) and not any(cue in tree.list_below(c) for c in subjects)


def _holds_object(verb: int, tree: grammar.Tree, said: Collection[int] = ()) -> bool:
    """Whether a verb has an object, and so puts no other words: "held a briefing", but "told reporters".

    An object among the rows that are `said` is none: "chanted 'Jill, not Hill'".
    """
    held = any(tree.dep[c] == "dobj" and c not in said for c in tree.children(verb))
    return held and tree.lemma[verb] not in _ADDRESSED


def _is_adverbial(clause: int, tree: grammar.Tree) -> bool:
    """Whether a clause says when or why, not what ("claimed a victim after"), or that of "found himself"."""
    children = tree.children(clause)
    marked = any(tree.dep[c] == "mark" and tree.word[c] in _ADVERBIAL for c in children)
    return marked or any(tree.word[c].endswith(("self", "selves")) for c in children[:1])


def _find_source(verb: int, tree: grammar.Tree) -> int:
    """Row of who says it: the subject of the verb or of the one it hangs on; the doer of a passive; or -1."""
    for climbed in range(6):
        children = tree.children(verb)
        agents = [g for c in children if tree.dep[c] == "agent" for g in tree.children(c)]
        subjects = [c for c in children if tree.dep[c] in ("nsubj", "nsubjpass")]
        subject = min(subjects, key=lambda c: abs(c - verb), default=-1)  # "one longtime Lee ally" has two
        if agents and not climbed:
            return agents[0]
        if not climbed and _is_passive(verb, tree):
            return -1
        if subject < 0 and not climbed:
            subject = grammar.find_inverted_speaker(verb, tree)
        if subject >= 0:
            if tree.lemma[subject] in grammar.RELATIVE and tree.dep[verb] == "relcl":
                return _find_antecedent(subject, int(tree.head[verb]), tree)
            return subject
        head = int(tree.head[verb])
        if tree.dep[verb] in ("acl", "relcl"):
            return head
        if tree.dep[verb] not in _LINKS:
            break
        held = [c for c in tree.children(head) if tree.dep[c] == "dobj"]
        if held and (tree.dep[verb] == "xcomp" or tree.word[verb] == "as"):
            return held[0]
        verb = head
    return -1


def _is_passive(verb: int, tree: grammar.Tree) -> bool:
    """Whether the subject is who is told or asked, and not who says: "when asked", "was urged to".

    Who "was disappointed" or "is convinced" does hold it.
    """
    children = tree.children(verb)
    if any(tree.dep[c] in ("nsubjpass", "auxpass") for c in children):  # "arrived and was expected to"
        return tree.lemma[verb] not in _MOVED
    bare = not any(tree.dep[c] in (*_SUBJECTS, "aux") for c in children)
    active = tree.word[verb].endswith("ing") or tree.lemma[verb] in _MOVED
    return bare and not active and tree.dep[verb] in ("acl", "advcl")


def _find_antecedent(relative: int, head: int, tree: grammar.Tree) -> int:
    """Row of the noun that a "who" means: what its clause hangs on, or a name between."""
    between = range(head + 1, relative)
    named = [r for r in between if tree.pos[r] == "PROPN" and tree.dep[r] in ("pobj", "appos")]
    thing = tree.pos[head] == "NOUN" and tree.lemma[head] not in read_source_kinds()
    return named[0] if named and thing and tree.word[relative] == "who" else head


# --- quotations -------------------------------------------------------------------------------------------


def _attribute_quotations(text: _Text, statements: list[Statement]) -> list[Statement]:
    """Let statements hold the whole of the quotations they touch; give the other quotations a source.

    A quotation without a cue of its own belongs to the holder of the attributing word it hangs on; else, to
    the speaker of the one before it in its paragraph, to the subject of a speech verb in its sentence, in the
    one before that ends with a colon, or in the one after; one that opens a paragraph without any of these
    goes on from the paragraph before. A few quoted words in the run of a sentence are nobody's.
    """
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(text.quoted):
        rows_of[int(text.quoted[row])].append(int(row))
    result, owner = _hold_quotations(text, statements, rows_of)
    last: dict[int, Statement] = {}  # paragraph -> whose words were quoted last there
    for quotation, rows in sorted(rows_of.items(), key=lambda item: item[1][0]):
        block = int(text.block[rows[0]])
        if quotation in owner:
            last |= dict.fromkeys({block, int(text.block[rows[-1]])}, result[owner[quotation]])
            continue
        words = sum(text.word[r] for r in rows)
        holder = _find_quoting(rows, text)
        if words <= SCARE or (words < SPEECH and not holder and not _is_set_off(rows, text)):
            continue
        opens = not any(text.word[r] for r in range(np.searchsorted(text.block, block), rows[0]))
        before = last.get(block - 1) if opens else None
        speaker = holder or last.get(block) or _find_speaker(rows, text) or before
        same = [n for n, s in enumerate(result) if speaker and s[1:] == speaker[1:]]
        place = same[0] if same else -1
        if place >= 0 and {*text.sentence[rows]} & {*text.sentence[result[place].content]}:
            result[place] = result[place]._replace(content=sorted({*result[place].content, *rows}))
            last[block] = result[place]
            continue
        new = Statement(rows, speaker.cue if speaker else -1, speaker.source if speaker else -1)
        result.append(new)
        if speaker:
            last[block] = new
    return result


def _find_quoting(rows: list[int], text: _Text) -> Statement | None:
    """The nearest attributing word in the tree above a quotation, with its source."""
    tree, inside = text.tree, set(rows)
    takes_object = grammar.read_cues()["verb", "object"] | grammar.read_cues()["verb", "infinitive"]
    listed = {word for (pos, _), words in grammar.read_cues().items() if pos != "adjective" for word in words}
    at = next((r for r in rows if int(tree.head[r]) not in inside), rows[0])
    for _ in range(8):
        adverbial = tree.dep[at] == "advcl"
        at = int(tree.head[at])
        if at in inside or text.quoted[at] or (adverbial and tree.lemma[at] in takes_object):
            return None  # "backed away, as he had 'put them in prison'"
        if tree.lemma[at] in listed:
            denied = any(tree.dep[child] == "neg" for child in tree.children(at))
            if (denied or tree.lemma[at] not in takes_object) and _holds_object(at, tree, inside):
                return None  # "did not mention either man, but warned that a career is 'gone'"
            source = _find_source(at, tree) if tree.pos[at] == "VERB" else _find_holder(at, tree)
            told = _is_told(_climb_to_verb(at, tree), tree)
            return Statement(rows, at, source) if told and source >= 0 else None
        if tree.head[at] == at:
            return None
    return None


def _is_set_off(rows: list[int], text: _Text) -> bool:
    """Whether a quotation is a sentence of its own, or a comma or colon parts it from the rest."""
    before = [r for r in range(max(rows[0] - 2, 0), rows[0]) if text.sentence[r] == text.sentence[rows[0]]]
    parted = any(text.text[r] in {",", ":"} for r in before)
    ends = any(text.text[r] in {",", ".", "?", "!"} for r in rows[-2:])
    return parted or (ends and all(text.text[r] in {*OPEN, *STRAIGHT} for r in before))


def _hold_quotations(
    text: _Text, statements: list[Statement], rows_of: dict[int, list[int]]
) -> tuple[list[Statement], dict[int, int]]:
    """Statements with the whole of the quotations they touch, and quotation -> place of its statement.

    Of two that hold the same quotation the one with a name stays ("Gidley responded: ..., he said").
    """
    owner: dict[int, int] = {}
    result: list[Statement] = []
    tree = text.tree
    for statement in sorted(statements, key=lambda s: (tree.lemma[s.cue] == "accord", -len(s.content))):
        held = {int(text.quoted[r]) for r in statement.content} - {0}
        touched = held - set(owner)
        quoted_only = held and all(text.quoted[r] or not text.word[r] for r in statement.content)
        if quoted_only and not touched:
            place = min(owner[quotation] for quotation in held)
            first = result[place]
            if first.source >= 0 and tree.word[first.source] in _PRONOUNS:
                result[place] = statement._replace(content=first.content)
            continue
        lead = next((r for r in statement.content if text.word[r]), 0)
        opening = int(text.quoted[lead])
        led = opening in touched and statement.cue < lead and text.text[lead - 2] in {",", ":"}
        if led and len(rows_of[opening]) > SPEECH:  # "He said: '...', without a smile"
            statement = statement._replace(content=[r for r in statement.content if text.quoted[r]])
        content = set(statement.content).union(*(rows_of[quotation] for quotation in touched))
        owner |= dict.fromkeys(touched, len(result))
        result.append(statement._replace(content=sorted(content)))
    return result, owner


def _find_speaker(rows: list[int], text: _Text) -> Statement | None:
    """The speech verb and subject in a sentence that a quotation touches, or before its colon."""
    tree, said = text.tree, grammar.read_cues()["verb", "clause"]
    touched = list(dict.fromkeys(int(text.sentence[r]) for r in rows))
    first = np.searchsorted(text.sentence, touched[0])
    if ":" in text.text[max(first - 2, 0) : first]:
        touched.append(int(text.sentence[first - 1]))
    last = np.searchsorted(text.sentence, touched[0], side="right")
    alone = not any(text.word[first : rows[0]])  # a part of a sentence is not the next one's speaker's
    if alone and last < len(text.word) and text.block[last] == text.block[first]:
        touched.append(int(text.sentence[last]))
    for sentence in touched:
        begin, stop = (np.searchsorted(text.sentence, sentence, side) for side in ("left", "right"))
        for row in sorted(range(begin, stop), key=lambda r: min(abs(r - rows[0]), abs(r - rows[-1]))):
            cue = text.quoted[row] == 0 and tree.pos[row] == "VERB" and tree.lemma[row] in said
            if cue and not _holds_object(row, tree):
                source = _find_source(row, tree)
                if source >= 0 and text.quoted[source] == 0:
                    return Statement(rows, row, source)
    begin, stop = (np.searchsorted(text.sentence, text.sentence[rows[0]], side) for side in ("left", "right"))
    speech = sum(text.word[rows]) >= SPEECH and _is_set_off(rows, text)
    for row in range(begin, stop) if speech else ():  # no word of speech: "Trump took the stage: ..."
        subject = tree.dep[row] == "nsubj" and tree.pos[row] in ("PROPN", "PRON") and not text.quoted[row]
        nobody = tree.lemma[row] in _IMPERSONAL | grammar.RELATIVE
        if subject and not nobody and not text.quoted[tree.head[row]]:
            return Statement(rows, int(tree.head[row]), row)
    return None


# --- rows -------------------------------------------------------------------------------------------------


def _find_named(tokens: pd.DataFrame, mentions: pd.DataFrame) -> dict[int, tuple[str, str]]:
    """Row of each mention's head -> actor and how it is meant."""
    body = mentions[mentions["sentence_id"] >= 0]
    rows = grammar.find_mention_rows(tokens, body)
    return dict(zip(rows, zip(body["actor"], body["how"], strict=True), strict=True))


def _describe(
    statement: Statement, speaker: tuple[str, str], identifier: int, text: _Text, tokens: pd.DataFrame
) -> Iterator[tuple]:
    """Rows of the frame for one statement."""
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    tree, cue, source = text.tree, statement.cue, statement.source
    whole = _read_source(source, cue, tree) if source >= 0 else []
    actor, kind = speaker
    content = [r for r in statement.content if text.word[r]]
    share = np.mean(text.quoted[content] > 0) if content else 0.0
    form = "direct" if share > 0.9 else "mixed" if share else "indirect"
    spans = (
        *((start[_find_cue_start(cue, tree)], end[cue]) if cue >= 0 else (-1, -1)),
        *((start[whole[0]], end[whole[-1]]) if whole else (-1, -1)),
        _write_words(whole, text, start, end),
    )
    for part, run in enumerate(_split_runs(statement.content, text, {cue, *whole})):
        words = sum(text.word[r] for r in run)
        place = tokens["article_id"].iloc[run[0]], identifier, part, tokens["sentence_id"].iloc[run[0]]
        yield (*place, start[run[0]], end[run[-1]], *spans, actor, kind, form, words)


def _read_source(source: int, cue: int, tree: grammar.Tree) -> list[int]:
    """Rows of a source's words: no relative clauses, but to the "who" that says it, and not the cue."""
    children = tree.children(source)
    verbal = ("relcl", "acl", "dobj")  # a name may pass for a verb: "Manning accepted it, and has said"
    clauses = [c for c in children if tree.dep[c] in verbal]
    clauses += [c for c in children if tree.dep[c] == "appos" and tree.pos[c] in ("ADJ", "CCONJ")]
    apart = {row for clause in clauses for row in tree.list_below(clause)}
    if cue in apart:
        apart -= {row for row in tree.children(cue) if tree.lemma[row] in grammar.RELATIVE}
    return [row for row in tree.list_below(source) if row not in apart]


def _write_words(rows: list[int], text: _Text, start: np.ndarray, end: np.ndarray) -> str:
    """The words of rows as they are spaced in print, without marks at the edges."""
    while rows and text.tree.pos[rows[-1]] in ("CCONJ", "PUNCT"):
        rows = rows[:-1]
    kept = [n for n, row in enumerate(rows) if text.word[row]]
    rows = rows[kept[0] : kept[-1] + 1] if kept else []
    glued = [False, *(end[row] == start[following] for row, following in pairwise(rows))]
    return "".join(
        text.text[row] if close else f" {text.text[row]}" for row, close in zip(rows, glued, strict=False)
    ).strip()


def _tell_speakers(
    statements: list[Statement], text: _Text, article: np.ndarray, named: dict, kinds: pd.Series
) -> list[tuple[str, str]]:
    """The actor who is the source, and the kind of source, of each statement in text order.

    A "he", "she" or "they" that says the next thing is who spoke last, unless his gender is against it or a
    person is named before it in its sentence. So is one of whom nothing else is known, a few sentences on.
    """
    speakers: list[tuple[str, str]] = []
    last, ended, reach = ("", ""), -1, -1
    named_once: dict[tuple[int, int], tuple[str, str]] = {}
    for statement in statements:
        told = _tell_kind(statement.source, text, named, kinds)
        word = text.tree.word[statement.source] if statement.source >= 0 else ""
        first, final = statement.content[0], statement.content[-1]
        near = (
            ended >= 0
            and _is_main(statement.cue, text.tree)
            and article[first] == article[ended]
            and text.sentence[first] - text.sentence[ended] <= (1 if told[0] else FURTHER)
        )
        goes_on = word in _PRONOUNS and near and _may_be(last, word)
        if goes_on and not _is_other_named(statement, last[0], ended, text, named, kinds):
            told = last
        told = named_once.setdefault(statement[1:], told) if statement.source >= 0 else told
        speakers.append(told)
        if first > reach and statement.source >= 0 and _is_main(statement.cue, text.tree):
            last, ended = told, max(final, statement.cue)
        reach = max(reach, final)
    return speakers


def _is_main(cue: int, tree: grammar.Tree) -> bool:
    """Whether a cue is what its sentence tells, not a part of something else in it."""
    return cue >= 0 and tree.pos[cue] == "VERB" and tree.dep[cue] not in ("xcomp", "relcl", "acl", "pcomp")


def _may_be(speaker: tuple[str, str], pronoun: str) -> bool:
    """Whether "he", "she" or "they" can mean who spoke last."""
    actor, kind = speaker
    if kind == "person":
        return pronoun != "they" and names.read_genders().get(actor.split()[0].lower(), pronoun) == pronoun
    people = kind in {"officials", "experts", "citizens", "media", "anonymous"}
    return people or (pronoun == "they" and kind in {"organisation", "group"})


def _is_other_named(
    statement: Statement, last: str, ended: int, text: _Text, named: dict, kinds: pd.Series
) -> bool:
    """Whether another than who spoke last is named, outside what is said, before the pronoun in its sentence.

    Or has done something since the statement before ended.
    """
    begin = int(np.searchsorted(text.sentence, text.sentence[statement.source]))
    since = {r for r in range(ended + 1, begin) if text.tree.dep[r] in _SUBJECTS and not text.quoted[r]}
    here = (since | {*range(begin, statement.source)}) - {*statement.content}
    people = (named[r] for r in here if r in named)
    return any(
        how != "pronoun" and actor != last and kinds.get(actor, "") == "person" for actor, how in people
    )


def _can_say(statement: Statement, speaker: tuple[str, str], text: _Text) -> bool:
    """Whether a statement without a clause or quotation has somebody who can want or praise something."""
    if statement.source >= 0 and text.tree.word[statement.source] in {"this", "that", "what", "none"}:
        return False
    clause = text.tree.lemma[statement.cue] in grammar.read_cues()["verb", "clause"]
    clause &= text.tree.lemma[statement.cue] not in _ASCRIBED or text.tree.word[statement.content[0]] != "to"
    verb = text.tree.pos[statement.cue] == "VERB" and text.tree.lemma[statement.cue] != "accord"
    if not verb or clause or any(text.quoted[statement.content]):
        return True
    source = statement.source
    named = source >= 0 and text.tree.pos[source] in ("PROPN", "PRON")
    return (named and text.tree.lemma[source] not in _IMPERSONAL) or speaker[1] not in {"other", "unnamed"}


def _find_doubt(statement: Statement, speaker: tuple, reporter: tuple, text: _Text) -> str:
    """Why a statement is not to be listed (`DOUBTS`), given its speaker and the one its cue is words of."""
    tree, cue = text.tree, statement.cue
    if speaker[1] == "unnamed" or speaker == ("", "other"):
        return "source unknown"
    content = [row for row in statement.content if text.word[row]]
    first = next((row for row in content if row > cue or tree.lemma[row] not in grammar.RELATIVE), 0)
    plain = [row for row in content if not text.quoted[row]]
    finite = tree.pos[first] == "AUX" or (tree.pos[first] == "VERB" and tree.word[first] != tree.lemma[first])
    if finite and first in plain and not tree.word[first].endswith("ing"):
        return "subject lost"
    if cue < 0 or tree.pos[cue] != "VERB":
        return ""
    heads = {tree.dep[row] for row in content if tree.head[row] == cue}
    if heads == {"dobj"} and 2 * len(plain) > len(content):
        return "no clause"
    if reporter != speaker:
        return "reported by another"
    hangs = [row for row in plain if tree.dep[row] in ("advcl", "pcomp") and tree.word[row].endswith("ing")]
    firsts = [tree.head[row] if tree.word[tree.head[row]] == "with" else row for row in hangs]
    return "end unsure" if "," in text.text[[first - 1 for first in firsts]] else ""


def _tell_kind(source: int, text: _Text, named: dict, kinds: pd.Series) -> tuple[str, str]:
    """The actor who is the source, and the kind of source; "one of the officials" is an official."""
    if source < 0:
        return "", "unnamed"
    tree = text.tree
    whole = [
        p
        for c in tree.children(source)
        if tree.word[c] == "of"
        and (tree.pos[source] in ("NUM", "PRON", "DET", "ADJ") or tree.lemma[source] in _PARTS)
        for p in tree.children(c)
    ]
    beside = [c for row in (source, *whole) for c in tree.children(row) if tree.dep[c] == "appos"]
    whose = [int(tree.head[source])] if tree.dep[source] == "appos" else []
    for row in (source, *beside[:1], *whose):
        actor, how = named.get(row, ("", ""))
        kind = str(kinds.get(actor, "")) or "other"
        if actor and how != "modifier" and (row == source or kind in ("person", "organisation")):
            return actor, kind
    kind = read_source_kinds().get(tree.lemma[whole[0] if whole else source], "other")
    unnamed = kind in ("citizens", "other") and {*tree.word[tree.list_below(source)]} & _FAMILIAR
    return "", "anonymous" if unnamed else kind


def _split_runs(rows: Iterable[int], text: _Text, apart: set[int]) -> Iterator[list[int]]:
    """Runs of rows of a sentence that stand together; marks at their edges go."""
    run: list[int] = []
    for row in [*rows, None]:
        gap = row is None or (run and _is_apart(run[-1], row, text))
        if run and (gap or row in apart):
            kept = [r for r in run if text.word[r]]
            while kept and text.tree.pos[kept[-1]] == "CCONJ":
                kept.pop()
            linking = all(text.tree.pos[r] in ("ADV", "SCONJ") and not text.quoted[r] for r in kept)
            if not linking and not {text.tree.lemma[r] for r in kept} <= {*grammar.RELATIVE, "what"}:
                yield _take_marks(kept, text)
            run = []
        if row is not None and row not in apart:
            run.append(row)


def _take_marks(kept: list[int], text: _Text) -> list[int]:
    """Rows from the first to the last, with the mark that opens or closes what is quoted, and the "$"."""
    first, last = kept[0], kept[-1]
    while text.quoted[last] > text.quoted[first] and text.word[last + 1 : last + 2].tolist() == [False]:
        last += 1
    first -= bool(text.quoted[first] > text.quoted[last] and not text.quoted[first - 1])
    first -= first > 0 and text.text[first - 1] in ("$", "\u20ac", "\u00a3")
    return list(range(first, last + 1))


def _is_apart(row: int, following: int, text: _Text) -> bool:
    other = text.sentence[row] != text.sentence[following]
    cut = text.gap[following] > CUT
    return cut or other or any(text.word[r] for r in range(row + 1, following))


# --- counts and scores ------------------------------------------------------------------------------------


def count_sources(attributions: pd.DataFrame, item: str = "kind") -> pd.DataFrame:
    """Count whose words a text gives, per sentence and kind of source (or actor).

    Parameters
    ----------
    attributions : DataFrame
        From `find_attributions`.
    item : {"kind", "actor"}
        By kind of source, or by who it is; statements of no actor are then left out.

    Returns
    -------
    DataFrame
        Long and sparse, index `article_id, sentence_id, item`, additive columns: `sourced` (words of content)
        and `quoted` (those of them in direct speech). A statement within another's ("he said that she
        believes ...") is the outer one's, so that no word counts twice.
    """
    order = ["article_id", "content_start", "content_end"]
    rows = attributions.sort_values(order, ascending=[True, True, False], kind="stable")
    reach = (
        rows.groupby("article_id")["content_end"].cummax().groupby(rows["article_id"]).shift(fill_value=-1)
    )
    rows = rows[(rows["content_end"] > reach) & (rows[item] != "")]
    rows = rows.assign(item=rows[item], sourced=rows["words"].astype("int64"))
    rows["quoted"] = rows["sourced"].where(rows["form"] == "direct", 0)
    return rows.groupby(["article_id", "sentence_id", "item"])[["sourced", "quoted"]].sum()


def score_sources(sums: pd.DataFrame) -> pd.DataFrame:
    """Turn summed counts, joined with the `words` they were counted in, into scores (`LABELS`)."""
    words = sums["words"].where(sums["words"] > 0)
    return pd.DataFrame({name: 100 * sums[name] / words for name in LABELS}, index=sums.index)
