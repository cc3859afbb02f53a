"""Who goes by which name in an article, read from that article alone.

What other articles say never decides here; `cast` gives the people and bodies found one label over a corpus.
"""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.actors import names
from analysis.actors.names import normalize_name

COLUMNS = ["article_id", "alias", "who", "kind", "gender"]
OFTEN = 3  # mentions of a name in an article from which on the parser's label is evidence of its kind
LEDE = 1  # the sentences up to this number introduce who the story is about
_SMALL = {"of", "the", "and", "for", "in", "on", "to", "at", "&"}
_LEVELS = {"federal", "national", "american", "us", "royal"}
_FATHERS = {"bin", "ibn"}  # what follows is the father's name, and no surname by itself


class Entity(NamedTuple):
    """One named entity, as `names.find_entities` gives it."""

    article_id: str
    kind: str
    key: str
    surface: str
    title: str
    held: str
    country: str
    kin: bool
    within: bool
    acts: bool
    called: str
    place: int


class Person(NamedTuple):
    """One well-known person of the shipped list."""

    name: str
    who: str
    role: str
    place: str
    alone: bool  # whether the surname means them without a title
    past: bool  # out of office since before 2010


class Name(NamedTuple):
    """A name, whom or what it stands for in its article, and of what kind that is."""

    alias: str
    who: str
    kind: str


def identify_names(tokens: pd.DataFrame, outlets: pd.Series | None = None) -> pd.DataFrame:
    """Say for every name in an article who is meant by it there.

    A full name owns its shorter forms. Where several share a surname, it goes to the one the article makes
    most of: by how often it names them in full, in its first sentences, in its headline, by the title of a
    head of state; relatives ("his father, Fred Trump") step back. A surname that is never spelled out is
    that of a well-known person (`lexicons/actor_people.csv`), else a name by itself. "The president" is the
    one person the article calls President so-and-so, at home before abroad; "the Russian president" is
    Russia's.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`; headlines marked by `mark_headlines`.
    outlets : Series, optional
        article_id -> outlet, which is no actor in its own articles.

    Returns
    -------
    DataFrame
        One row per article x name: `article_id`, `alias`, `who` (an identity that articles share, see
        `normalize_person`), `kind` (person, organisation, place, group, law; "" where there is too little
        evidence, which is no actor), `gender` ("he", "she" or "").
    """
    written = _find_listed(tokens)
    headline = tokens[tokens["sentence_id"] < 0]
    shown = headline.groupby("article_id")["text"].agg(lambda words: {normalize_name(word) for word in words})
    body = names.find_entities(tokens[tokens["sentence_id"] >= 0].reset_index(drop=True))
    above = names.find_entities(headline.reset_index(drop=True))
    entities = pd.concat([above[_find_spelled_out(above, body)], body], ignore_index=True)
    rows = []
    for article, group in entities.groupby("article_id", sort=False):
        here = [Entity(*row) for row in group.itertuples(index=False)]
        outlet = "" if outlets is None else normalize_name(str(outlets.get(article, "")))
        listed = written.get(article, set())
        rows += [(article, *row) for row in _identify(here, listed, shown.get(article, set()), outlet)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    text = tokens["text"].str.lower().groupby(tokens["article_id"]).agg(" ".join)
    roles = table["alias"].str.startswith("the ") & (table["kind"] == "person")
    pairs = zip(table["alias"].str.lower(), table["article_id"], roles, strict=True)
    meant = [not role or alias in text[article] for alias, article, role in pairs]
    table = table[np.array(meant, dtype=bool)]
    return table.drop_duplicates(["article_id", "alias"], ignore_index=True)


def _find_spelled_out(above: pd.DataFrame, body: pd.DataFrame) -> np.ndarray:
    """Mark names in headlines of whom the article calls by the surname; "Trump Calls" is nobody's."""
    short = {*zip(body["article_id"], body["key"], strict=True)}
    words = above["key"].str.split()
    rows = zip(above["article_id"], words.str[0], words.str[-1], strict=True)
    given, famous = names.read_genders(), names.read_famous()
    meant = [
        first in given and first != last and last not in famous and (article, last) in short
        for article, first, last in rows
    ]
    return np.array(meant, dtype=bool)


def _identify(
    entities: list[Entity], written: set[str], headline: set[str], outlet: str
) -> list[tuple[str, str, str, str]]:
    """Rows `alias, who, kind, gender` of one article; of two rows for an alias the first counts."""
    listed = _list_known(entities, written)
    kinds = _tell_kinds(entities)
    people = _list_people(entities, kinds, headline)
    taken = {normalize_name(name.alias) for name in people}
    listed = [name for name in listed if normalize_name(name.alias) not in taken]
    known = taken | {normalize_name(name.alias) for name in listed}
    rest = [e for e in entities if kinds[e.key] and e.key not in known]
    others = [name for name in [*listed, *_list_others(rest, kinds)] if not _is_outlet(name, outlet)]
    known |= {name.who for name in others}
    doubtful = [e for e in entities if not kinds[e.key] and e.key not in known and " " in e.key]
    others += [Name(e.surface, e.key, "") for e in doubtful]  # lest their words name somebody
    gender = _tell_genders(people, entities)
    return [(*name, gender.get(name.who, "")) for name in (*people, *others)]


def _is_outlet(name: Name, outlet: str) -> bool:
    words, own = (
        re.findall(r"\w+", text.removeprefix("the ")) for text in (normalize_name(name.alias), outlet)
    )
    same = words[:1] == own[:1] and (set(words) <= set(own) or set(own) <= set(words))
    same |= len(words) == 1 and words[0] in own and words[0] in names.read_words("body")  # "the Journal"
    return name.kind == "organisation" and same


# --- what the lists know, and what else there is ----------------------------------------------------------


@functools.cache
def read_lists() -> pd.DataFrame:
    """The shipped names of places, parties, institutions and groups: `alias, key, actor, kind, needs`."""
    places = names.read_name_list("places").assign(kind="place")
    lists = pd.concat([places, names.read_name_list("names")], ignore_index=True).fillna("")
    return lists.assign(key=lists["alias"].map(normalize_name))


@functools.cache
def read_labels() -> dict[str, str]:
    """Identity -> the label of the shipped lists for it."""
    people = {person.who: person.name for group in _read_people().values() for person in group}
    return people | {normalize_name(actor): actor for actor in read_lists()["actor"].unique()}


@functools.cache
def _actors_by_key() -> dict[str, str]:
    lists = read_lists()
    return dict(zip(lists["key"], lists["actor"], strict=True))


@functools.cache
def _kinds_by_key() -> dict[str, str]:
    lists = read_lists()
    return dict(zip(lists["key"], lists["kind"], strict=True))


@functools.cache
def _names_by_actor() -> dict[str, list[tuple[str, str, str]]]:
    rows = defaultdict(list)
    for row in read_lists().itertuples():
        rows[row.actor].append((row.alias, row.kind, row.needs))
    return dict(rows)


def _find_listed(tokens: pd.DataFrame) -> dict[str, set[str]]:
    """Article -> listed actors written there by a name of two words or more, which needs no recogniser."""
    lists = read_lists()
    long = lists[lists["key"].str.contains(" ") & (lists["needs"] == "") & ~lists["alias"].str.islower()]
    spans = names.match_names(tokens.reset_index(drop=True), long.assign(article_id=""))
    article = tokens["article_id"].to_numpy()[spans["first"].to_numpy(np.int64)]
    return spans["actor"].groupby(article).agg(set).to_dict()


def _list_known(entities: list[Entity], written: set[str]) -> list[Name]:
    """All names of the listed actors that are named; some ("the North") only beside another actor."""
    here = {_actors_by_key()[e.key] for e in entities if e.key in _actors_by_key()} | written
    rows = []
    for actor in sorted(here):
        for alias, kind, needs in _names_by_actor()[actor]:
            if needs in ("", *here):
                rows.append(Name(alias, normalize_name(actor), kind))
    for actor, aliases in _needing().items():
        rows += [Name(alias, normalize_name(actor), kind) for alias, kind, needs in aliases if needs in here]
    return list(dict.fromkeys(rows))


@functools.cache
def _needing() -> dict[str, list[tuple[str, str, str]]]:
    return {
        actor: [row for row in rows if row[2]]
        for actor, rows in _names_by_actor().items()
        if any(row[2] for row in rows)
    }


def _tell_kinds(entities: list[Entity]) -> dict[str, str]:
    """Kind of each name: lists first, then its last word, then evidence; "" where there is too little."""
    votes: dict[str, Counter] = defaultdict(Counter)
    for e in entities:
        station = e.kind == "person" and e.surface.isupper() and " " not in e.surface  # "KXYZ"
        votes[e.key]["organisation" if station else e.kind] += 1
    acting = {e.key for e in entities if e.acts}
    alone = {key for key in votes if " " not in key and votes[key]["person"]}
    told = _find_told(entities, acting, alone & acting)
    full = [e for e in entities if "person" in (e.kind, told.get(e.key)) and " " in e.key]
    last = {normalize_name(surname) for e in full for surname in list_surnames(e.surface)}
    last |= {key for key in alone if any(person.alone for person in _read_people().get(key, ()))}
    within = {e.key for e in entities if e.within}
    acting |= {letters for key in votes if " " in key for letters in list_initials(key)}
    kinds = {key: _tell_kind(key, votes[key], told.get(key, ""), key in acting, alone, last) for key in votes}
    first = {key.split()[0] for key, kind in kinds.items() if kind == "person" and key.split()[-1] in last}
    words = {key: kind for key, kind in kinds.items() if " " not in key and key not in last}
    firms = {key.split()[0] for key, kind in kinds.items() if kind == "organisation" and " " in key}
    firms = {key for key in firms & words.keys() if words[key] in ("", "organisation")} - _list_plain_words()
    words = {key: _correct_kind_of_word(key, words[key], first, last, within) for key in words}
    people = (key.split() for key, kind in kinds.items() if kind == "person")
    tails = {" ".join(whole[cut:]) for whole in people for cut in range(1, len(whole) - 1)}
    short = dict.fromkeys(tails & kinds.keys(), "person")  # "López Obrador" of "Andrés Manuel López Obrador"
    return kinds | words | dict.fromkeys(firms, "organisation") | short


def _is_rare(words: list[str]) -> bool:
    return names.read_common_words().isdisjoint(words)


def _looks_like_person(words: list[str]) -> bool:
    """Whether two or three words may be a name; "Shifty Adam Schiff" is more than one."""
    given = names.read_genders()
    nicknamed = len(words) > 2 and words[1] in given and words[0] not in given
    return len(words) in (2, 3) and _is_rare(words) and not nicknamed


def _find_told(entities: list[Entity], acting: set[str], surnames: set[str]) -> dict[str, str]:
    """Kinds that grammar tells: something is there, a surname acts alone, what it is called, a title."""
    within = Counter(e.key for e in entities if e.within)
    known, given = names.read_listed() | names.read_cities(), names.read_genders()
    there = [e for e in entities if e.key not in acting and e.kind != "organisation"]
    told = {e.key: "place" for e in there if within[e.key] > (e.kind != "place")}
    for e in entities:
        words = e.key.split()
        if words[-1] in surnames and _looks_like_person(words):
            told[e.key] = "person"
        sure = e.called == "person" or words[0] not in given
        if e.called and e.key not in known and sure and (len(words) > 1 or e.kind in ("place", e.called)):
            told[e.key] = e.called
        if e.title:
            told[e.key] = "person"
    return told


@functools.cache
def _list_plain_words() -> frozenset[str]:
    """Words that begin many names and are the short form of none: "American" is not American Express."""
    return names.read_common_words() | names.read_surnames() | names.read_listed() | names.read_cities()


def _correct_kind_of_word(key: str, kind: str, first: set[str], last: set[str], within: set[str]) -> str:
    """Kind of a name of one word by what stands beside it.

    A first name of somebody spelled out is theirs; a surname's plural is a family; a place that no list knows
    is one only where something is in it.
    """
    if key in first:
        return "person"
    if key.endswith("s") and key[:-1] in last:
        return "group"
    known = key in names.read_cities() or key in names.read_listed()
    return "" if kind == "place" and not known and key not in within else kind


def _tell_kind(key: str, votes: Counter, told: str, acting: bool, alone: set[str], last: set[str]) -> str:
    words = key.split()
    if len(words) > 1 and key in _kinds_by_key():
        return _kinds_by_key()[key]
    usual = votes.most_common(1)[0][0]
    other = next((kind for kind, _ in votes.most_common() if kind != "person"), "organisation")
    bodies = names.read_words("body")
    if words[-1] in names.read_words("law") and len(words) > 1:
        return "law"
    if words[-1] in names.read_words("people"):
        return "group"
    if told == "person" and bodies.isdisjoint(words):  # "General Assembly" is no general
        return "person"
    ends = {word for word, after in pairwise([*words, "of"]) if after in {*_SMALL, "district"}}  # "Bank of X"
    if not bodies.isdisjoint(ends):
        return "organisation"
    if told and key not in last:
        return told
    if len(words) == 1:
        return _tell_kind_of_word(key, votes, acting, last)
    spots = names.read_words("spot")
    if words[-1] in spots or key in names.read_cities() or (usual == "place" and words[0] in spots):
        return "place"
    if {"of", "and", "for"} & set(words):
        return other
    kind = _tell_kind_of_words(words, usual, other, acting, alone)
    number = OFTEN - (acting and _is_rare(words))
    there = kind == "place" and (words[-1] in names.read_cities() or words[-1] in names.read_listed())
    return kind if there or kind in ("person", "group", "law") or votes[kind] >= number else ""


def _tell_kind_of_words(words: list[str], usual: str, other: str, acting: bool, alone: set[str]) -> str:
    """Kind of a name of several words; `alone` are the names of one word that look like a person's."""
    if normalize_person(" ".join(words)) in read_labels():
        return "person"
    if words[-1] in _kinds_by_key():
        return usual
    rare = _is_rare(words)
    if rare and len(words) == 3 and words[0] in names.read_words("first"):
        return "person"  # "Kim Kye Gwan"
    given = words[0] in names.read_genders()
    surname = words[-1] in alone | names.read_surnames()
    if words[-1] in alone and given:
        return "person"  # "Leslie McCrae Dowless"
    city = words[0] in names.read_cities() and words[0] not in names.read_given_names()
    if city and not (given or surname or acting if usual == "person" else given and surname):
        return other
    pair = rare and len(words) == 2
    if usual == "organisation" and (given or surname) and pair:
        return "person" if given or words[0] not in names.read_surnames() else usual  # "Goldman Sachs"
    if usual != "person":
        return usual
    proved = given or words[-1] in alone or (surname and pair) or (acting and _looks_like_person(words))
    plain = words[-1] in names.read_common_words() and not surname
    return "person" if proved and not plain else ""


def _tell_kind_of_word(key: str, votes: Counter, acting: bool, last: set[str]) -> str:
    """Kind of a name of one word: a person where the article spells it out, or it is a well-known one's.

    What is on no list must be named twice, or have a frequent surname; a person or body must act as well, or
    be named often: "a Pell grant" and "the SALT cap" name nobody.
    """
    if key in last or any(person.alone for person in _read_people().get(key, ())):
        return "person"
    if key in names.read_cities() and key not in names.read_famous():
        return "place"
    usual, number = votes.most_common(1)[0]
    if usual in ("group", "place") or key in names.read_listed():
        return usual
    often = usual == "organisation" and number > OFTEN
    if not (acting or often or key in names.read_famous()):
        return ""
    if number > 1:
        return usual
    surname = key in names.read_surnames() and key not in names.read_common_words()
    return "person" if surname or (usual == "person" and key in names.read_genders()) else ""


def _list_others(entities: list[Entity], kinds: dict[str, str]) -> list[Name]:
    """Organisations, groups and places outside the lists; acronyms and short forms join the longer name."""
    keys = dict.fromkeys(e.key for e in entities if kinds[e.key] != "person")
    initials: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for letters in list_initials(key):
            initials[letters].append(key)
    longer = {key: [k for k in keys if kinds[k] == kinds[key] and _extends(k, key)] for key in keys}
    target = {
        key: _drop_firm_ending(wholes[0] if len(wholes) == 1 else key) for key, wholes in longer.items()
    }
    listed = {key: _actors_by_key().get(key.removeprefix("us ")) for key in keys}
    listed |= {key: "White House" for key in keys if key.endswith(" white house")}  # "the Obama White House"
    target |= {key: normalize_name(actor) for key, actor in listed.items() if actor}
    rows = []
    for surface, key in dict.fromkeys((e.surface, e.key) for e in entities if kinds[e.key] != "person"):
        meant = {target[whole] for whole in initials.get(key, ())} if surface.isupper() else set()
        who = next(iter(meant)) if len(meant) == 1 else target[key]
        rows.append(Name(surface, who, kinds.get(who) or _kinds_by_key().get(who, kinds[key])))
    return rows


def _drop_firm_ending(key: str) -> str:
    """A firm's name without "Inc." or "Corp.", which one article writes and the next does not."""
    words = key.split()
    return " ".join(words[:-1]) if len(words) > 1 and words[-1] in names.FIRM_ENDINGS else key


def list_initials(key: str) -> set[str]:
    """How a body's name may be abbreviated: small words in or out, "Federal" and the like in or out.

    >>> sorted(list_initials("federal bureau of prisons"))
    ['bop', 'bp', 'fbop', 'fbp']
    """
    words = key.split()
    wholes = [words, words[1:]] if words[0] in _LEVELS else [words]
    plain = [[w for w in whole if w not in _SMALL] for whole in wholes]
    return {"".join(w[0] for w in whole) for whole in [*wholes, *plain] if len(whole) > 1}


def _extends(longer: str, key: str) -> bool:
    """Whether a name is another one with more before it, or with the kind of body after it."""
    if " " not in key:
        paper = key in names.read_words("body") and not longer.startswith("us ")
        firm = key not in _list_plain_words() and longer.startswith(f"{key} ")  # "RedFinch Solutions LLC"
        return firm or (paper and longer.endswith(f" {key}"))  # "the Post", but not "the Army"
    rest = longer.removeprefix(f"{key} ")
    return longer.endswith(f" {key}") or (rest != longer and rest in names.read_words("body"))


# --- persons ------------------------------------------------------------------------------------------


@functools.cache
def _read_people() -> dict[str, list[Person]]:
    """Surname -> the well-known people who bear it."""
    people = defaultdict(list)
    for row in names.read_name_list("people").itertuples():
        who = normalize_person(normalize_name(row.name))
        people[normalize_name(row.short)].append(
            Person(row.name, who, row.role, row.place, row.alone == "yes", row.past == "yes")
        )
    return dict(people)


def normalize_person(name_key: str) -> str:
    """Normalise a full name: formal given name, no initials, "jr" alone of the suffixes.

    >>> normalize_person("mike r pompeo"), normalize_person("h r mcmaster")
    ('michael pompeo', 'hr mcmaster')
    """
    junior = " jr" if name_key.endswith(" jr") else ""
    words = [w for w in name_key.split() if w not in names.SUFFIXES]
    whole = [w for w in words if len(w) > 1]
    lead = next((i for i, w in enumerate(words) if len(w) > 1), 0)
    words = whole if len(whole) >= 2 else ["".join(words[:lead]), *whole] if lead > 1 else words
    known = names.read_given_names()
    return " ".join([known.get(words[0], ("", words[0]))[1], *words[1:]]) + junior if words else ""


def list_surnames(surface: str) -> list[str]:
    """The surnames a full name can be called by, longest first.

    >>> list_surnames("Ursula von der Leyen"), list_surnames("Kim Jong Un")
    (['von der Leyen', 'Leyen'], ['Kim'])
    """
    words = [w for w in surface.split() if normalize_name(w) not in names.SUFFIXES]
    if len(words) < 2:
        return []
    lower = [normalize_name(w) for w in words]
    if lower[0] in names.read_words("first") and (len(words) > 2 or lower[0] != "kim" or "-" in words[1]):
        return [words[0]]
    at = next(
        (i for i in range(1, len(words) - 1) if lower[i] in names.read_words("particle")), len(words) - 1
    )
    found = [" ".join(words[at:])]
    if at < len(words) - 1 and lower[at] not in _FATHERS:
        found.append(words[-1])
    if lower[-1].startswith(("al ", "el ")):
        found.append(words[-1][3:])
    return found


def _is_short(surface: str) -> bool:
    words = surface.split()
    return len(words) == 1 or normalize_name(words[0]) in names.read_words("particle")


def _list_people(entities: list[Entity], kinds: dict[str, str], headline: set[str]) -> list[Name]:
    """Every name that stands for a person."""
    full = [e for e in entities if kinds[e.key] == "person" and not _is_short(e.surface)]
    spelled, bearers = _group_full_names(full)
    short: dict[str, list[Entity]] = defaultdict(list)
    for e in entities:
        if _is_short(e.surface) and (kinds[e.key] == "person" or e.key in bearers):
            short[e.key].append(e)
    firsts = _list_first_names(spelled, short, bearers)
    rows = [Name(e.surface, who, "person") for who, group in spelled.items() for e in group]
    rows += [Name(short[key][0].surface, who, "person") for key, who in firsts.items()]
    meant: dict[tuple[str, str], str] = {}  # title and surname -> who
    for key in dict.fromkeys([*bearers, *short]):
        if key in firsts or not _is_surname(key, bearers, entities):
            continue
        whos, called = bearers.get(key, {}), short.get(key, [])
        owner = _choose_bearer(key, list(whos), spelled, called, entities, headline)
        surface = next(iter(whos.values()), "") or _choose_spelling(e.surface for e in called)
        rows += [Name(p.name, owner, "person") for p in _read_people().get(key, []) if p.who == owner]
        rows.append(Name(surface, owner, "person"))
        for title in dict.fromkeys(e.title for e in called if e.title):
            meant[title, key] = _choose_titled(title, key, owner, list(whos), spelled)
            if meant[title, key] != owner:
                rows.append(Name(f"{title} {surface}".title(), meant[title, key], "person"))
    rows += _list_initials(spelled, entities)
    return rows + _list_roles(spelled, short, meant, rows)


def _group_full_names(full: list[Entity]) -> tuple[dict[str, list[Entity]], dict[str, dict[str, str]]]:
    """Identity -> where it is spelled out; key of a surname -> who bears it, as written."""
    target = merge_identities(Counter(normalize_person(e.key) for e in full))
    spelled: dict[str, list[Entity]] = defaultdict(list)
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for e in full:
        who = target[normalize_person(e.key)]
        spelled[who].append(e)
        for surname in list_surnames(e.surface):
            bearers[normalize_name(surname)].setdefault(who, surname)
    return spelled, bearers


def _is_surname(key: str, bearers: dict, entities: list[Entity]) -> bool:
    """Whether a word is meant as somebody's surname and not as the place or body of that name."""
    votes = Counter(e.kind if not e.title else "person" for e in entities if e.key == key)
    if key in _actors_by_key():
        return key in bearers and votes["person"] > votes["place"] + votes["group"]
    return votes["person"] >= votes["place"] or key in bearers or key not in names.read_cities()


def merge_identities(count: Counter) -> dict[str, str]:
    """Map each identity to the one it abbreviates or extends: Hillary Rodham Clinton to Hillary Clinton.

    A fragment ("Kim Jong", "bin Salman") joins the one longer name it belongs to, if that is as frequent, or
    it is a junior's. A junior named beside the senior is another person.
    """
    result = {}
    for who in count:
        words = who.split()
        short = f"{words[0]} {words[-1]}"
        result[who] = short if short in count and words[-1] != "jr" else who
    fragments = defaultdict(set)
    for who, target in result.items():
        words = who.split()
        for cut in range(1, len(words) - 1):
            fragments[" ".join(words[cut:])].add(target)
            if words[-1] != "jr":  # "Donald Trump" is no fragment of his son
                fragments[" ".join(words[:-cut])].add(target)
    for part, whole in fragments.items():
        only = next(iter(whole))
        enough = count[only] >= count.get(part, 0) or part.endswith(" jr")
        if len(whole) == 1 and count.get(part, 0) and result[part] == part and enough:
            result[part] = only
    return {who: result.get(target, target) for who, target in result.items()}


def _list_first_names(spelled: dict, short: dict, bearers: dict) -> dict[str, str]:
    """Given names that stand alone ("Ivanka") -> the one person here who bears them."""
    owners = defaultdict(set)
    for who, group in spelled.items():
        for e in group:
            first = e.key.split()[0]
            if first not in names.read_words("first"):
                owners[first].add(who)
    return {
        key: next(iter(owners[key])) for key in short if key not in bearers and len(owners.get(key, ())) == 1
    }


def _choose_bearer(
    key: str, bearers: list[str], spelled: dict, short: list[Entity], entities: list[Entity], headline: set
) -> str:
    """Whom a surname means: whom the article makes most of."""
    title_roles = {names.read_titles()[e.title][1] for e in short if e.title and e.held != "private"}
    seniors = [who for who in bearers if not who.endswith(" jr")]
    bearers = seniors or bearers  # a junior is never the bare surname beside the senior
    known = [p for p in _read_people().get(key, []) if p.who not in bearers]
    fitting = [p for p in known if p.role and p.role in title_roles] or [p for p in known if p.alone]
    famous = fitting[0].who if len(fitting) == 1 else ""
    if not bearers:
        return famous or key
    kin = {who for who in bearers if 2 * sum(e.kin for e in spelled[who]) >= len(spelled[who])}
    wives = {who for who in bearers if any((e.title, e.held) == ("lady", "now") for e in spelled[who])}
    kin |= wives | {who for who in bearers if who.endswith(" jr")}
    order = {id(e): number for number, e in enumerate(entities)}
    first_full = min(order[id(e)] for who in bearers for e in spelled[who])
    early = any(order[id(e)] < first_full for e in short)
    titles = {names.read_titles()[e.title][1] for who in bearers for e in spelled[who] if e.title}
    meant = fitting and fitting[0].role in title_roles - titles
    if famous and (early or set(bearers) <= kin or meant):
        return famous
    held = [who for who in bearers if who not in kin] or bearers

    def weigh(who: str) -> tuple[float, int]:
        group = spelled[who]
        first = who.split()[0]
        famous = any(person.who == who for person in _read_people().get(key, ()))
        state = famous or any(
            e.held != "past" and names.read_titles().get(e.title, ("", ""))[1] in names.HEADS_OF_STATE
            for e in group
        )
        prominent = 2 * (group[0].place <= LEDE) + 2 * (first in headline) + 3 * state
        return len(group) + prominent, -group[0].place

    return max(held, key=weigh)


def _choose_titled(title: str, key: str, owner: str, bearers: list[str], spelled: dict) -> str:
    """Whom a title with a surname means: who bears that title, or is not of the other gender."""
    gender, role = names.read_titles()[title]
    bearing = [who for who in bearers if any(e.title == title for e in spelled[who])]
    if owner not in bearing and bearing:
        return bearing[0]
    known = [p for p in _read_people().get(key, []) if role and p.role == role]
    if not bearing and len(known) == 1:
        return known[0].who
    if gender and tell_gender(owner) not in ("", gender):
        fitting = [who for who in bearers if tell_gender(who) in ("", gender)]
        famous = [p.who for p in _read_people().get(key, []) if tell_gender(p.who) == gender]
        return next(iter([*fitting, *famous]), f"{title} {key}")
    return owner


def _choose_spelling(surfaces: Iterable[str]) -> str:
    """The most frequent spelling that is not all capitals."""
    count = [surface for surface, _ in Counter(surfaces).most_common()]
    return next((surface for surface in count if not surface.isupper()), count[0])


def _list_initials(spelled: dict, entities: list[Entity]) -> list[Name]:
    """Persons by their initials (AOC, MBS), where these stand in the article."""
    written = {e.surface for e in entities if e.surface.isupper() and len(e.surface) == 3}
    owners = defaultdict(set)
    for who, group in spelled.items():
        for e in group:
            owners["".join(word[0] for word in e.key.split()).upper()].add(who)
    return [
        Name(word, next(iter(owners[word])), "person")
        for word in sorted(written)
        if len(owners.get(word, ())) == 1
    ]


def _list_roles(spelled: dict, short: dict, meant: dict, rows: list[Name]) -> list[Name]:
    """`the president` and `the Russian president` for those whom the article gives the title."""
    owner = {normalize_name(name.alias): name.who for name in rows}
    weight: Counter = Counter()
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)  # role and country, or "" at home
    titled = [(who, e) for who, group in spelled.items() for e in group]
    titled += [
        (meant.get((e.title, key), owner.get(key, "")), e) for key, group in short.items() for e in group
    ]
    famous = {p.who: p for people in _read_people().values() for p in people}
    retired = {who for who, e in titled if e.held == "past" or (who in famous and famous[who].past)}
    for who, e in titled:
        weight[who] += 1
        role = names.read_titles().get(e.title, ("", ""))[1] or "leader" * e.title.endswith("leader")
        if role and e.held in ("now", "abroad"):
            holders[role, e.country].add(who)
        elif not role and who in famous and famous[who].role and who not in retired:
            holders[famous[who].role, famous[who].place].add(who)
    found = []
    home = {"", "United States"}
    for role in dict.fromkeys(role for role, _ in holders):
        places = [(country in home, group) for (other, country), group in holders.items() if other == role]
        here, abroad = ({who for own, group in places if own == at for who in group} for at in (True, False))
        known = {who for who in here if who in famous and famous[who].role == role and who not in retired}
        chosen = _find_leader(known or here - abroad, weight) or _find_leader(here | abroad, weight)
        if role not in names.HEADS_OF_STATE and len(here | abroad) > 1:
            continue  # of two governors, either may be meant
        if chosen and role != "leader":
            found.append(Name(f"the {role}", chosen, "person"))
    for (role, country), group in holders.items():
        whose = [alias for alias, _, needs in _names_by_actor().get(country, []) if not needs]
        if len(group) == 1:
            for called in dict.fromkeys([role, "leader"] if role in names.HEADS_OF_STATE else [role]):
                found += [Name(f"the {alias} {called}", next(iter(group)), "person") for alias in whose]
    return found


def _find_leader(whos: set[str], weight: Counter) -> str:
    """Who is named in two thirds of the mentions of all, else ""."""
    total = sum(weight[who] for who in whos)
    return next((who for who in sorted(whos) if 3 * weight[who] >= 2 * total), "")


def tell_gender(who: str) -> str:
    """The pronoun a given name implies, or ""."""
    first = who.split()[0] if " " in who and who.split()[0] not in names.read_words("first") else ""
    return names.read_genders().get(first, "")


def _tell_genders(people: list[Name], entities: list[Entity]) -> dict[str, str]:
    """The pronoun each person goes by, from titles first and given names second."""
    owner = {normalize_name(name.alias): name.who for name in people}
    votes: dict[str, Counter] = defaultdict(Counter)
    for e in entities:
        gender = names.read_titles().get(e.title, ("", ""))[0]
        who = owner.get(normalize_name(f"{e.title} {e.surface}"), owner.get(e.key))
        if gender and who:
            votes[who][gender] += 1
    return {
        who: votes[who].most_common(1)[0][0] if len(votes[who]) == 1 else tell_gender(who)
        for who in {name.who for name in people}
    }
