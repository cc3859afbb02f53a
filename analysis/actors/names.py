"""Names as written: one key for all spellings, the shipped name lists, and the named entities of a text.

Nothing here decides who somebody is.
"""

import functools
import importlib.resources
import re
import unicodedata
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.schema import InputError

HYPHENS = "-\u2010\u2011\u2012\u2013\u2014"
_SPLIT = str.maketrans(dict.fromkeys(HYPHENS, " ") | dict.fromkeys(".'\u2019\u2018\"\u201c\u201d`*", ""))
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
KINDS = {"PERSON": "person", "ORG": "organisation", "NORP": "group"}
KINDS |= dict.fromkeys(["GPE", "LOC", "FAC"], "place")
HEADS_OF_STATE = {"president", "prime minister", "premier", "chancellor"}
"""Roles that a club or a firm has too: these titles count where no such body is named before them."""
_GLUED = re.compile(r"^(?!Mac)\w*[a-z]{2}[A-Z]")
_TAG = re.compile(r"[DRI]\s?[-\u2010-\u2015]\s?[A-Z]")  # a member's party and state: "D-Mass."
_COURTESY = {"", "mr", "mister", "mrs", "ms", "miss"}
_OUTDATED = {"former", "ex", "then", "vice", "deputy", "acting", "late", "next", "elect", "future"}
_PARTIES = {"republican", "democrat", "democratic"}
_NOBODY = "\1"  # in place of a word that cannot name anybody
_DATELINE = 12  # words of the first sentence among which the dash of a dateline stands
_NEAR = 12  # words after a name among which stands what it is
_LABEL = 4  # words of a line that names who speaks next
DASHES = {"-", "--", "\u2013", "\u2014", "\u2015"}
_TIES = set(HYPHENS) - {"\u2014"}
_ABBREVIATED = {"dept": "department"}
_OF_SENTENCES = {"ADP", "ADV", "AUX", "CCONJ", "INTJ", "PRON", "SCONJ"}  # "Unlike Ireland"
FIRM_ENDINGS = {"inc", "corp", "co", "ltd", "nv", "plc", "ag", "gmbh", "llc", "llp"}
_FIRMS = {"general", "cardinal"}  # General Motors, Cardinal Health
_CHAMBERS, _RACES = {"senate", "house"}, {"bid", "race", "seat", "run", "runoff", "campaign", "primary"}
_SHIPS = {"USS", "USNS", "USCGC", "HMS"}
_WITHIN = {"in", "near", "outside", "inside", "across", "throughout", "around"}
_CALLED = {"human": "person", "town": "place", "firm": "organisation"}
_QUOTES = frozenset("'\"\u2018\u2019\u201c\u201d`")
_HUMAN = re.compile(r", (who\b|[1-9]\d [,.]$)")  # "X, who" and "X, 34," are persons
_ADDRESS = re.compile(r"https?:|www\.|\w\.(com|org|net|gov|co|tv|ly)\b|^[@#]\w", re.IGNORECASE)
_CREDIT = re.compile(
    r"^(additional )?(reporting|writing|editing|compiled|written|edited|photos?) by\b|"
    r"\bcontributed to this (article|report|story)\b",
    re.IGNORECASE,
)


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


@functools.cache
def read_genders() -> dict[str, str]:
    """Given name -> the pronoun it implies, or "": the list of `read_given_names` and a census's."""
    census = read_name_list("census_names")
    known = dict(zip(census["name"].map(normalize_name), census["gender"], strict=True))
    return known | {name: gender for name, (gender, _) in read_given_names().items()}


def split_words(words: str) -> frozenset[str]:
    """Make a set of the words of a line, which is how a rule's longer lists are written.

    >>> sorted(split_words("may might can"))
    ['can', 'may', 'might']
    """
    return frozenset(words.split())


@functools.cache
def read_words(sort: str) -> frozenset[str]:
    """Words that tell what a name is, by sort.

    `body`, `spot`, `law` and `people` end the names of organisations, places, laws and groups, `first` are
    East Asian surnames, which come first and are no given names elsewhere, `particle` begins a surname (von
    der Leyen), `kin` stands beside relatives, `noise` names nobody, nor does `calendar` alone; `human`,
    `town` and `firm` tell what the name beside them is. The others are read by `grammar`
    (`achieved`, `uncertain`, `unproven`, `awaited`, `counting`; `event`, which is nobody), `attribution`
    (`subordinating`, `voicing`) and `mentions` (`office`; `bystander`, who may be "he" or "she").
    """
    words = read_name_list("words")
    return frozenset(words.loc[words["sort"] == sort, "word"])


CALENDAR = read_words("calendar")


@functools.cache
def read_cities() -> frozenset[str]:
    """Keys of the cities of the world with 15,000 inhabitants or more."""
    return frozenset(read_name_list("cities")["alias"].map(normalize_name))


@functools.cache
def read_countries() -> dict[str, str]:
    """Key of a country's name or demonym -> the country."""
    places = read_name_list("places")
    plain = places[places["needs"] == ""]
    return dict(zip(plain["alias"].map(normalize_name), plain["actor"], strict=True))


@functools.cache
def read_listed() -> frozenset[str]:
    """Keys of all names of the shipped lists of places, parties, institutions and groups."""
    return frozenset(
        normalize_name(alias) for name in ("places", "names") for alias in read_name_list(name)["alias"]
    )


@functools.cache
def read_famous() -> frozenset[str]:
    """Keys of the surnames of well-known people."""
    return frozenset(read_name_list("people")["short"].map(normalize_name))


@functools.cache
def read_surnames() -> frozenset[str]:
    """Surnames that are frequent in the United States, in lower case."""
    return frozenset(read_name_list("surnames")["surname"])


@functools.cache
def read_common_words() -> frozenset[str]:
    """Words that news writes small; one of them with a capital is no name by that alone ("the Wall")."""
    return frozenset(read_name_list("common_words")["word"])


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
    words = folded.translate(_SPLIT).casefold().split()
    return " ".join([_ABBREVIATED.get(word, word) for word in words])


def normalize_names(words: pd.Series) -> np.ndarray:
    """`normalize_name` of many words, as an object array."""
    return words.map(normalize_name).to_numpy(dtype=object)


def number_sentences(tokens: pd.DataFrame) -> np.ndarray:
    """A number per token that changes wherever the article or the sentence does; tokens in text order."""
    article, sentence = pd.factorize(tokens["article_id"])[0], tokens["sentence_id"].to_numpy()
    begins = np.ones(len(tokens), dtype=int)
    begins[1:] = (article[1:] != article[:-1]) | (sentence[1:] != sentence[:-1])
    return begins.cumsum()


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


def find_furniture(tokens: pd.DataFrame) -> np.ndarray:
    """Mark tokens that name nobody in the story: datelines, credits, labels, web addresses, members' tags.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in text order.

    Returns
    -------
    array of bool
        One per token.
    """
    text, pos = (tokens[name].to_numpy(dtype=object) for name in ("text", "pos"))
    marked = np.array([bool(_ADDRESS.search(word)) for word in text], dtype=bool)
    marked |= _find_tags(text)
    first = np.flatnonzero(tokens["token_id"].to_numpy() == 0).tolist()
    number = tokens["sentence_id"].to_numpy()
    lines: dict[str, list[tuple[int, int]]] = defaultdict(list)  # beginnings that may say who speaks next
    for begin, end in pairwise([*first, len(text)]):
        line = " ".join(text[begin:end])
        agency = end - begin <= _DATELINE and "via" in line.split() and "VERB" not in pos[begin:end]
        if agency or _CREDIT.search(line):  # "AP via YouTube"
            marked[begin:end] = True
        words = text[begin : min(end, begin + _DATELINE)]
        if 0 <= number[begin] <= 1 and (stop := _end_dateline(words)):
            marked[begin : begin + stop] = True
        if number[begin] >= 0 and end - begin <= _LABEL and text[end - 1][-1:].isalnum():
            lines[" ".join(text[begin:end])].append((begin, end))
        colon = next((place for place, word in enumerate(words[:5]) if word == ":"), 0)
        label = [word for word in words[:colon] if word[:1].isalpha()]
        if label and all(word.isupper() for word in label):
            marked[begin : begin + colon] = True
        elif label and all(word[:1].isupper() for word in label):
            lines[" ".join(words[: colon + 1])].append((begin, begin + colon))
    for places in lines.values():
        for begin, end in places if len(places) > 1 else ():
            marked[begin:end] = True
    return marked


def _find_tags(text: np.ndarray) -> np.ndarray:
    """Mark members' party and state: "(D-N.Y.)", "(Ill.)"."""
    marked = np.zeros(len(text), dtype=bool)
    for at in np.flatnonzero(text[:-2] == "(").tolist():
        marked[at + 1] = text[at + 1][-1:] == "." and text[at + 2] == ")"
    for at in np.flatnonzero(np.isin(text.astype(str), ["D", "R", "I"])).tolist():
        if at and text[at - 1] in {"(", ","} and _TAG.match("".join(text[at : at + 3])):
            closed = [word in {")", ","} for word in text[at : at + 6]]
            marked[at : at + (closed.index(True) if any(closed) else 3)] = True
    return marked


def _end_dateline(words) -> int:
    """Where a dateline ends ("WASHINGTON (AP) -"), 0 if there is none: a dash after names in capitals."""
    dash = next((place for place, word in enumerate(words) if word in DASHES), 0)
    before = [word for word in words[:dash] if word[:1].isalpha()]
    if not before or not all(word[:1].isupper() for word in before):
        return 0
    return dash + 1 if before[0].isupper() or "(" in words[:dash] else 0


# --- where names stand ----------------------------------------------------------------------------------


def match_names(tokens: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
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
        Nothing is found in `find_furniture`.
    """
    known: dict[str, dict[str, tuple]] = {}  # key of an alias -> article or "" -> alias and actor
    for row in table.itertuples():
        if key := normalize_name(row.alias):
            known.setdefault(key, {}).setdefault(row.article_id, (row.alias, row.actor))
    word = normalize_names(tokens["text"])
    word[find_furniture(tokens)] = _NOBODY
    solid = np.flatnonzero(word != "")
    word, sentence = word[solid], number_sentences(tokens)[solid]
    longest = max((len(key.split()) for key in known), default=0)
    begins = {key.split()[0] for key in known}
    starts = np.flatnonzero([w.split(" ", 1)[0] in begins for w in word])
    text, article = tokens["text"].to_numpy(), tokens["article_id"].to_numpy()

    def match(at: int) -> tuple[int, str, str, str]:
        """The longest alias that begins here: where it ends, its key, itself, and the actor."""
        stop = min(at + longest, len(word))
        while stop > at and sentence[stop - 1] != sentence[at]:
            stop -= 1
        for end in range(stop, at, -1):
            joined = " ".join(word[at:end])
            here = known.get(joined, {})
            alias, actor = here.get(article[solid[at]]) or here.get("") or ("", None)
            if actor is not None and _as_written(alias, text[solid[at] : solid[end - 1] + 1]):
                return end, joined, alias, actor
        return at, "", "", ""

    spans, free_from = [], -1
    for at in starts.tolist():
        if at < free_from:
            continue
        end, key, alias, actor = match(at)
        cut = alias.startswith("the ") and match(at + 1)[0] > end  # "the North" of "the North Korea problem"
        if end > at and not cut:
            spans.append((solid[at], solid[end - 1], key, actor))
            free_from = end
    return pd.DataFrame(spans, columns=["first", "last", "key", "actor"])


def _as_written(alias: str, words) -> bool:
    """Whether the case of the words fits the alias: "US" is not "us", and "May" is not "may"."""
    name = alias.removeprefix("the ")
    if name.islower():
        return True
    joined = " ".join(w for w in words if w.casefold() != "the")
    letters = [c for c in name if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return joined.upper() == joined
    small = words[0].islower() and len(words[0]) > len("von")  # "liberal Democrats" are not that party
    last = words[-1]  # "Senate budget rules" are no committee; "Democratic party" is that party
    common = read_words("body") | read_words("spot") | read_words("law") | {"state"}
    small |= last.islower() and len(last) > 3 and f" {last.title()}" in name and last not in common
    return not small and any(c.isupper() for c in joined)


# --- entities -----------------------------------------------------------------------------------------

ENTITY = [
    "article_id",
    "kind",
    "key",
    "surface",
    "title",
    "held",
    "country",
    "kin",
    "within",
    "acts",
    "called",
    "place",
]


def find_entities(tokens: pd.DataFrame) -> pd.DataFrame:
    """Read named entities off the annotation and clean each.

    Returns
    -------
    DataFrame
        One row per entity, in text order: `article_id`, `kind` (what the annotation takes it for), `key` (see
        `normalize_name`), `surface` (as written, without title), `title` (key of the title before it or ""),
        `held` (`now`, `abroad`, `past` or `private`: President, Russian President, former President,
        Association President), `country` (whose title it is, or ""), `kin` (whether it stands beside a word
        like "father"), `within` (whether something is in, near or outside it), `acts` (whether it is a
        subject or explains a noun), `called` (kind that the words beside it tell: "the envoy X", or ""),
        `place` (number of its sentence).
        Ordinary words with capitals ("the Wall") are left out.
    """
    kind, iob = _add_missed_persons(tokens)
    inside = np.isin(iob, ["B", "I"]) & pd.notna(kind) & ~find_furniture(tokens)
    begins = inside & ((iob == "B") | ~np.concatenate(([False], inside[:-1])))
    first = np.flatnonzero(begins)
    stop = np.flatnonzero(inside & ~np.concatenate(((inside & ~begins)[1:], [False])))
    sentence = number_sentences(tokens)
    text, pos, dep = (tokens[name].to_numpy(dtype=object) for name in ("text", "pos", "dep"))
    tight = tokens["start"].to_numpy() == tokens["end"].shift(fill_value=-1).to_numpy()  # no space before
    word, head = normalize_names(tokens["text"]), find_head_rows(tokens)
    single = (tokens["pos"] == "NOUN") & (tokens["text"].str.lower() == tokens["lemma"].str.lower())
    noun = tokens["lemma"].str.lower().where(single, "").to_numpy(dtype=object)
    article, number = tokens["article_id"].to_numpy(), tokens["sentence_id"].to_numpy()
    rows = []
    spans = [part for a, b in zip(first, stop, strict=True) for part in _split_owner(a, b, text, pos, word)]
    for a, b in spans:
        a, b = _trim(a, b, text, pos, word)
        if b < a or b - a > 6 or not _sound(text[a : b + 1], kind[a]):
            continue
        floor, ceiling = (np.searchsorted(sentence, sentence[a], end) for end in ("left", "right"))
        if b == a + 1 and word[a] in read_words("first") and tight[b + 1 : b + 3].tolist() == [True] * 2:
            b += 2 * (text[b + 1] in _TIES)  # "Moon Jae-in"
        if kind[a] != "group" and _is_half(a, b, text, tight, word):
            continue
        if word[a] == "st" and " ".join(text[b + 1 : b + 2]) in ("'s", "\u2019s"):
            continue  # "St. Mark's" is a church
        a, title, at = _split_title(a, b, floor, word, kind[a])
        called = _read_calling(a, b, text, noun, dep, head, ceiling)
        person = word[a] in read_words("human") and word[b] not in read_words("body") | read_words("spot")
        if person and b - a > 1:
            a, called = a + 1, "person"  # "Engineer Xiomara Quispe"
        if not text[a][:1].isupper() and word[a] not in read_words("particle"):
            continue
        numbered = a == b and a > floor and text[a - 1].isdigit() and kind[a] != "person"
        if numbered and word[a] not in read_listed() and dep[a] not in ("compound", "amod", "nmod"):
            continue  # "38 North" is not the north, nor "21 Club" any club
        held, country = _read_holder(title, at, floor, word, pos, dep)
        kin = any(
            w in read_words("kin") for w in (*word[max(floor, a - 3) : a], *word[b + 1 : min(ceiling, b + 7)])
        )
        before = a - 2 if a - floor > 1 and pos[a - 1] in ("ADJ", "DET") else a - 1
        within = before >= floor and text[before].lower() in _WITHIN
        surface = _surface(text[a : b + 1])
        key = normalize_name(surface)
        sort = "law" if {"v", "v.", "vs."} & set(text[a + 1 : b]) else kind[a]  # "Trump v. Vance"
        acts = dep[b] in ("nsubj", "nsubjpass", "appos") or (a > floor and pos[a - 1] == "NOUN")
        acts &= kind[a] != "person" or a == floor or pos[a - 1] != "DET"  # "the Paradise Papers" are nobody
        rows.append(
            (article[a], sort, key, surface, title, held, country, kin, within, acts, called, number[a])
        )
    frame = pd.DataFrame(rows, columns=ENTITY)
    noise = frame["key"].isin({"", *SUFFIXES, *read_titles(), *read_words("noise")}) | _paired(frame)
    return frame[~(noise | _find_ordinary(frame, tokens))].reset_index(drop=True)


def _is_half(a, b, text, tight, word) -> bool:
    """Whether a name goes on beyond its span: "Dodd" of Dodd-Frank, "Institute of Roads" and Bridges.

    A name that the lists know stands for itself there too: "the Trump-Kim summit".
    """
    if " ".join(word[a : b + 1]) in read_listed() or {word[a], word[b]} & read_famous():
        return False
    following = [*word[b + 1 : b + 2], *text[b + 2 : b + 3]]
    if {"of", "for"} & set(word[a:b]) and following[:1] in (["and"], ["&"]):
        return following[-1][:1].isupper()
    ends = [at for at in (a - 1, b + 1) if 0 < at < len(text) - 1 and text[at] in _TIES]
    capitals = [at for at in ends if text[at - 1][:1].isupper() and text[at + 1][:1].isupper()]
    return any(tight[at] and tight[at + 1] for at in capitals)


def _read_calling(a, b, text, noun, dep, head, ceiling) -> str:
    """Kind that is told beside a name: "the envoy, X", "X, a lawyer,", "town of X"; "X, who"; "X, 34,"."""
    after = text[b + 1] if b + 1 < ceiling else ""
    if _HUMAN.match(" ".join(text[b + 1 : min(ceiling, b + 4)])):
        return "person"
    what = [noun[at] for at in range(b + 1, min(ceiling, b + _NEAR)) if head[at] == b and dep[at] == "appos"]
    what += [noun[a - 1], "firm" if normalize_name(after) in FIRM_ENDINGS else ""]
    towns = [noun[a - 2] if text[a - 1] == "of" else "", noun[b + 1] if b + 1 < ceiling else ""]
    what += [each for each in towns if each in read_words("town")]
    if dep[b] == "appos" and noun[head[b]] in read_words("human"):
        return "person"
    return next((kind for sort, kind in _CALLED.items() if not read_words(sort).isdisjoint(what)), "")


def _find_ordinary(frame: pd.DataFrame, tokens: pd.DataFrame) -> np.ndarray:
    """Mark entities that are ordinary words with capitals, or days, unless lists or titles say otherwise.

    A name that its article writes small as well is an ordinary word ("the Southern Border"); so is a word
    that news writes small, where it stands alone or once beside others of the kind ("Drug Money").
    """
    lower = tokens["text"].where(tokens["text"].str.islower(), "|").map(normalize_name)
    written = (" " + lower.groupby(tokens["article_id"]).agg(" ".join) + " ").to_dict()
    count = frame.groupby(["article_id", "key"])["key"].transform("size")
    longer = frame[(frame["kind"] == "person") & frame["key"].str.contains(" ")]
    parts = longer["key"].str.split()
    owned = {*zip(longer["article_id"], parts.str[-1], strict=True)}
    owned |= {*zip(longer["article_id"], parts.str[0], strict=True)}
    marked = []
    for row, number in zip(frame.itertuples(), count, strict=True):
        words = row.key.split()
        person = row.title or row.key in read_famous() or (row.article_id, row.key) in owned
        given = row.kind == "person" and words[0] in read_genders()
        if words[-1] in CALENDAR and row.kind != "organisation":
            marked.append(True)
        elif person or row.key in read_listed() or (given and len(words) > 1):
            marked.append(False)
        elif len(words) == 1:
            short = row.surface.isupper() and len(row.surface) < 5
            stray = given and number == 1  # a first name without a surname
            marked.append(stray or (not short and row.key in read_common_words()))
        else:
            proper = not (read_words("body") | read_words("spot")).isdisjoint(words)
            pair = len(words) == 3 and words[1] == "and"  # "Cicero and Aquinas"
            plain = (pair or read_common_words().issuperset(words)) and number == 1 and not proper
            small = row.kind != "person" and f" {row.key} " in written[row.article_id]
            shouted = row.surface.isupper() and not read_common_words().isdisjoint(words)
            marked.append(small or plain or shouted)
    return np.array(marked, dtype=bool)


def _split_owner(a, b, text, pos, word) -> list[tuple[int, int]]:
    """Part an owner from what is owned: "Benny Gantz's Blue and White"; names like "Moody's" stay whole.

    And a listed body from whom it names: "the Senate Julie Adams".
    """
    for at in range(a + 1, b):
        owner = " ".join(word[a:at]).removeprefix("the ")
        if pos[at] == "PART" and text[at] in ("'s", "\u2019s"):
            person = (at - a > 1 and word[a] in read_genders()) or owner in read_famous()
            if person or owner in read_listed():
                return [(a, at - 1), *_split_owner(at + 1, b, text, pos, word)]
        mark = text[at] in ("'", "\u2019")
        person = word[min(at + mark, b)] in read_genders() and word[b] not in read_words("body")
        if owner in _list_bodies() and person and at + mark < b:
            return [(a, at - 1), (at + mark, b)]
    return [(a, b)]


@functools.cache
def _list_bodies() -> set[str]:
    """Keys of the listed names of organisations."""
    table = read_name_list("names")
    return {normalize_name(alias) for alias in table.loc[table["kind"] == "organisation", "alias"]}


def _add_missed_persons(tokens: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Kind and B, I, O of each token; a given name with a capitalised word after it is a person's name."""
    kind = tokens["ent_type"].map(KINDS).to_numpy(dtype=object)
    iob = tokens["ent_iob"].astype("str").to_numpy(dtype=object)
    free = pd.isna(kind) & ~tokens["ent_type"].isin(["DATE", "TIME"]).to_numpy()
    free &= (tokens["pos"] == "PROPN").to_numpy()
    free &= tokens["text"].str.match(r"[A-Z][\w'\u2019-]*\.?$").to_numpy()
    word, sentence = normalize_names(tokens["text"]), number_sentences(tokens)
    text, dep = tokens["text"].to_numpy(dtype=object), tokens["dep"].to_numpy(dtype=object)
    given = np.isin(word.astype(str), list(read_genders()))
    event = (tokens["ent_type"] == "EVENT").to_numpy()  # "Summer Games"
    plain = ~event & ~tokens["ent_type"].isin(["LAW", "WORK_OF_ART"]).to_numpy()
    for at in np.flatnonzero(free):
        end = at + 1
        while end < len(word) and free[end] and sentence[end] == sentence[at] and end - at < 4:
            end += 1
        last, body = word[end - 1], end - at > 2 and word[end - 1] in read_words("body")
        acts = plain[at] and dep[end - 1] in ("nsubj", "nsubjpass", "appos") and text[at - 1] != "the"
        acts &= last not in read_words("human") and not given[at + 1 : end - 1].any()
        named = ((given[at] and not event[at]) or body or acts) and end - at > 1
        if named and last not in read_countries() and pd.isna(kind[at]):
            kind[at:end], iob[at:end] = "organisation" if body else "person", "I"
            iob[at] = "B"
    begins = free & ~tokens["text"].str.endswith(".").to_numpy()
    _join_names(kind, iob, free, begins & ~np.append(given[1:], False), word, dep, find_head_rows(tokens))
    _add_missed_words(kind, iob, tokens, word)
    for at in np.flatnonzero([each in _QUOTES for each in text[:-4]]):
        name = text[[at - 1, at + 1, at + 3]]  # 'James "Whitey" Bulger' is Whitey Bulger
        titled = all(each[:1].isupper() and each.isalpha() for each in name)
        if at and text[at + 2] in _QUOTES and titled:
            kind[at - 1 : at + 1], kind[at + 1 : at + 4], iob[at + 1 : at + 4] = None, "person", "I"
            iob[at + 1] = "B"
    for at in np.flatnonzero(np.isin(word.astype(str), list(read_words("particle")))):  # "von der Leyen"
        end = at
        while end + 1 < len(word) and word[end] in read_words("particle"):
            end += 1
        if at and kind[at - 1] == "person" and text[at].islower() and text[end][:1].isupper():
            kind[at : end + 1], iob[at : end + 1] = "person", "I"
    return kind, iob


def _join_names(kind, iob, free, begins, word, dep, head) -> None:
    """Label a name's words beside its labelled ones: "Mama [Sisulu]", "[Vado] [Hondo]", "[Abu] Talib"."""
    for at, before in zip(range(1, len(kind)), range(len(kind)), strict=False):
        part = dep[before] == "compound" and at <= head[before] < before + 4 and iob[at] == "B"
        if part and begins[before] and kind[at] == "person" and word[before] not in read_common_words():
            kind[before], iob[before], iob[at] = kind[at], "B", "I"
        ends = dep[at] == "appos" and word[at] not in read_words("body")
        if ends and free[at] and pd.isna(kind[at]) and kind[before] == "person":
            kind[at], iob[at] = "person", "I"


def _add_missed_words(kind, iob, tokens, word) -> None:
    """Label the last word of a name as a person where it acts alone."""
    article, before = tokens["article_id"].to_numpy(), tokens["text"].str.lower().shift(fill_value="")
    ends = pd.notna(kind) & (iob == "I") & ~np.append(iob[1:] == "I", False)
    last = {*zip(article[ends], word[ends], strict=True)}
    free = (tokens["pos"] == "PROPN").to_numpy() & pd.isna(kind) & tokens["ent_type"].isin(["", "DATE"])
    for at in np.flatnonzero(free & (tokens["dep"] == "nsubj") & (before != "the")):
        if (article[at], word[at]) in last:
            kind[at], iob[at] = "person", "B"


def _paired(frame: pd.DataFrame) -> pd.Series:
    """Two names joined by a hyphen ("U.S.-North Korea", "Donald Trump-Kim") are no third one."""
    known = set(zip(frame["article_id"], frame["key"], strict=True))

    def is_pair(article: str, surface: str) -> bool:
        parts = re.split(f"[{HYPHENS}]", surface)
        return len(parts) == 2 and all(
            p[:1].isupper()
            and (
                (article, normalize_name(p)) in known
                or normalize_name(p) in read_countries()
                or normalize_name(p.split()[-1]) in read_famous()
            )
            for p in parts
        )

    pairs = zip(frame["article_id"], frame["surface"], strict=True)
    return pd.Series([is_pair(*pair) for pair in pairs], index=frame.index, dtype=bool)


def _trim(a, b, text, pos, word):
    """Narrow an entity to its name: no articles, possessives or lower-case words at its edges."""
    while a <= b and (not text[a][:1].isupper() or pos[a] in ("DET", "PUNCT")):
        a += 1
    while a < b and pos[a] in _OF_SENTENCES:
        a += 1
    while b >= a and not text[b][:1].isupper():
        if text[b - 1] in HYPHENS:
            break  # "Moon Jae-in"
        b -= 1
    return _cut_rest(a, b, text, pos, word)


def _cut_rest(a, b, text, pos, word):
    """Cut off what follows a name within the span: titles, tickers, a second name after "and"."""
    # but "Stephen King", and "Institute for Justice"
    while b > a and word[b] in read_titles() and word[a] not in read_genders() and "ADP" not in pos[a:b]:
        b -= 1  # "Army Col. Jeffery Nance"
    if (
        word[b] in _CHAMBERS
        and not _RACES.isdisjoint(word[b + 1 : b + 2])
        and " ".join(word[a:b]) in read_listed()
    ):
        b -= 1  # "his Texas Senate bid" is for the Senate in Washington
    if b > a and text[b].isupper() and "%" in text[b + 1 : b + 4]:
        b -= 1  # "Starbucks SBUX, +0.4%"
    for at in range(a + 1, b):  # "Department of Homeland Security and Office"
        if word[at] == "and" and " ".join(word[a:at]) in read_listed():
            return (a, b) if " ".join(word[a : b + 1]) in read_listed() else (a, at - 1)
    return a, b


def _sound(words, kind) -> bool:
    joined = " ".join(word for word in words if word not in _QUOTES)
    if words[0] in _SHIPS or any(c.isdigit() or c in '@/|#:;!?"“”()[],$%' for c in joined):
        return False  # "USS Sirocco" is neither a person nor a body
    cut = len(words[-1].rstrip(".")) == 1  # "William P."
    if kind == "person" and (cut or any(word.endswith(("'s", "\u2019s")) for word in words[:-1])):
        return False
    glued = kind == "person" and any(_GLUED.match(w) for w in words)
    return joined[-1] not in HYPHENS and words[-1] not in read_words("particle") and not glued


def _surface(words) -> str:
    joined = " ".join(word for word in words if word not in _QUOTES)
    return re.sub(r"\s?([-\u2010-\u2015])\s?", r"\1", re.sub(r"\s(['\u2019]s?\b|\.)", r"\1", joined))


def _split_title(a, b, floor, word, kind):
    """Split titles off a name's beginning or find them before it: where the name begins, title, its place."""
    known = read_titles()
    body = word[b] in read_words("body") or (kind == "organisation" and word[a] in _FIRMS)
    for end in range(a if body else b, a, -1):  # a title the entity recogniser left inside
        for begin in range(a, end):
            if " ".join(word[begin:end]) in known:
                return end, " ".join(word[begin:end]), begin
    for begin in range(max(floor, a - 3), a):
        if " ".join(word[begin:a]) in known:
            return a, " ".join(word[begin:a]), begin
    return a, "", a


def _read_holder(title, at, floor, word, pos, dep) -> tuple[str, str]:
    """Whether a title is held now, abroad, was held or is no public one; and the country it belongs to."""
    before = word[max(floor, at - 2) : at]
    if title not in _COURTESY and any(w in _OUTDATED for w in before):  # but "and then Mr. Trump"
        return "past", ""
    names = ["".join(before[-1:]), " ".join(before)]
    country = next((read_countries()[name] for name in names if name in read_countries()), "")
    if country:
        return ("now" if country == "United States" else "abroad"), country
    body = at > floor and dep[at - 1] in ("compound", "nmod") and pos[at - 1] in ("NOUN", "PROPN")
    if body and word[at - 1] not in _PARTIES and read_titles().get(title, ("", ""))[1] in HEADS_OF_STATE:
        return "private", ""
    return "now", ""
