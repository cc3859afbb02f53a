"""From noisy named entities to who is who: cleaning, kinds, and which short name belongs to which full one.

`actors.find` is the way in.
"""

import functools
import re
from collections import Counter, defaultdict

import numpy as np
import pandas as pd

from . import names

KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "NORP": "group"}
DOMINANT = 0.8  # share of the articles with a shared name that lets one bearer own it everywhere
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
    held = "abroad" if any(w in _foreign() for w in (*before, " ".join(before))) else "now"
    return a, title, "past" if any(w in _OUTDATED for w in before) else held


@functools.cache
def _foreign() -> set[str]:
    return {names.key(p) for p in names.lexicon("places")["alias"]} - {"us", "american", "united states"}


def kinds(found: pd.DataFrame) -> dict[str, str]:
    """Kind of each key: what the corpus calls it most often."""
    count = found.groupby(["key", "kind"]).size().reset_index(name="n")
    count = count.sort_values(["key", "n", "kind"], ascending=[True, False, False])
    return dict(count.drop_duplicates("key")[["key", "kind"]].itertuples(index=False))


def identity(name_key: str) -> str:
    """Normalise a full name: formal given name, no initials, "jr" alone of the suffixes."""
    junior = " jr" if name_key.endswith(" jr") else ""
    words = [w for w in name_key.split() if w not in names.SUFFIXES]
    words = [w for w in words if len(w) > 1] if sum(len(w) > 1 for w in words) >= 2 else words
    known = names.given_names()
    return " ".join([known.get(words[0], ("", words[0]))[1], *words[1:]]) + junior if words else ""


def people(found: pd.DataFrame, kind: dict[str, str]) -> list[tuple]:
    """Rows `actor, alias, article_id, kind, gender` for the persons among the entities."""
    persons = found[found["key"].map(kind) == "person"].copy()
    persons["who"] = persons["key"].map(identity)
    full = persons[persons["who"].str.contains(" ")].copy()
    full["who"] = full["who"].map(_merged(full))
    short = pd.concat([found[~found["key"].str.contains(" ")], _surnames(full)], ignore_index=True)
    label = _labels(full)
    titled = _titled(full)
    rows = [(label[w], s, "", "person", "") for w, s in set(zip(full["who"], full["surface"], strict=True))]
    rows += _short_rows(short, full, titled, label, kind) + _titled_rows(full, titled, label)
    return _with_gender(rows + _role_rows(full, short, titled, label), found)


def _surnames(full: pd.DataFrame) -> pd.DataFrame:
    """The last word of each full name, as if its article had used it alone; no given names."""
    last = full["surface"].str.split().str[-1]
    western = full["key"].str.split().str[0].isin(names.given_names()) | (full["key"].str.count(" ") == 1)
    plain = last.str.fullmatch(r"[^\W\d_]{3,}(['\u2019]\w+)?") & ~last.map(names.key).isin(names.SUFFIXES)
    rows = full[western & plain].assign(surface=last, title="")
    return rows.assign(key=rows["surface"].map(names.key))[lambda r: ~r["key"].isin(names.given_names())]


def _merged(full: pd.DataFrame) -> dict[str, str]:
    """Map each identity to the one it abbreviates or extends: Hillary Rodham Clinton to Hillary Clinton.

    A junior is another person where articles name him beside the senior. A fragment ("Kim Jong", "Trump Jr")
    joins the one longer name it belongs to, if that is the more frequent.
    """
    count = Counter(full["who"])
    articles = full.groupby("who")["article_id"].agg(set)
    result = {}
    for who in count:
        words = who.split()
        short = f"{words[0]} {words[-1]}" if words[-1] != "jr" else " ".join(words[:-1])
        apart = words[-1] == "jr" and 2 * len(articles[who] & articles.get(short, set())) > len(articles[who])
        result[who] = short if short in count and not apart else who
    fragments = defaultdict(set)
    for who, target in result.items():
        words = who.split()
        for cut in range(1, len(words) - 1):
            fragments[" ".join(words[cut:])].add(target)
            fragments[" ".join(words[:-cut])].add(target)
    for part, whole in fragments.items():
        only = next(iter(whole))
        if len(whole) == 1 and count.get(part, 0) and result[part] == part and count[only] > count[part]:
            result[part] = only
    return {who: result.get(target, target) for who, target in result.items()}


def _labels(full: pd.DataFrame) -> dict[str, str]:
    """The name each identity is shown under: its most frequent spelling, the longer of two equals."""
    count = full.groupby(["who", "surface"]).size().reset_index(name="n")
    count["length"] = count["surface"].str.len()
    count["shout"] = count["surface"].str.isupper()
    count = count.sort_values(
        ["who", "shout", "n", "length", "surface"], ascending=[True, True, False, False, True]
    )
    return dict(count.drop_duplicates("who")[["who", "surface"]].itertuples(index=False))


def _titled(full: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(title, last name) -> identity, where the corpus leaves no doubt: President + Trump."""
    votes = defaultdict(Counter)
    for who, title in full.loc[full["title"] != "", ["who", "title"]].itertuples(index=False):
        votes[title, who.removesuffix(" jr").split()[-1]][who] += 1
    return {pair: who for pair, count in votes.items() if (who := _leader(count))}


def _titled_rows(full, titled, label):
    """`President Trump` as a name of its own, for articles that name Ivanka Trump too."""
    word = {names.key(s.split()[-1]): s.split()[-1] for s in full["surface"]}
    pairs = [(f"{title} {word[last]}".title(), who) for (title, last), who in titled.items() if last in word]
    return [(label[who], alias, "", "person", "") for alias, who in pairs if who in label]


def _short_rows(short, full, titled, label, kind):
    """Give each one-word name to a full name: first by its own article, then by the corpus."""
    bearers = defaultdict(set)
    for who, name in set(zip(full["who"], full["key"], strict=True)):
        for word in (who.removesuffix(" jr").split()[-1], who.split()[0], name.split()[0]):
            bearers[word].add(who)
    here = defaultdict(Counter)
    for article, who in full[["article_id", "who"]].itertuples(index=False):
        here[article][who] += 1
    spread = Counter(who for count in here.values() for who in count)
    with_title = short.loc[short["title"] != "", ["article_id", "title", "key"]]
    for article, title, word in with_title.itertuples(index=False):
        if (title, word) in titled:
            here[article][titled[title, word]] += 1
    rows = []
    listed = {names.key(alias) for name in ("places", "names") for alias in names.lexicon(name)["alias"]}
    for word, group in short[~short["key"].isin(listed)].groupby("key"):
        surface = _spelling(group["surface"])
        whos = bearers.get(word, set())
        eastern = {who for who in whos if who.split()[0] == word and word not in names.given_names()}
        surnamed = {who for who in whos if who.removesuffix(" jr").split()[-1] == word} | eastern
        if whos:
            everywhere = kind.get(word, "person") == "person" and (
                bool(surnamed) or word not in names.given_names()
            )
            rows += _owners(word, surface, group, surnamed or whos, here, spread, label, everywhere)
        elif kind.get(word) == "person":
            rows.append((surface, surface, "", "person", ""))
    return rows


def _owners(word, surface, group, whos, here, spread, label, everywhere):
    """Rows for one shared short name: its owner everywhere, and the articles where it is somebody else's."""
    overall = _leader(Counter({who: spread[who] for who in sorted(whos)})) if everywhere else None
    rows = [(label[overall], surface, "", "person", "")] if overall else []
    for article in group["article_id"].unique():
        who = _leader(Counter({w: here[article][w] for w in sorted(whos) if here[article][w]}), 2 / 3)
        if who and who != overall:
            rows.append((label[who], surface, article, "person", ""))
    return rows


def _spelling(surfaces: pd.Series) -> str:
    """The most frequent spelling that is not all capitals."""
    count = surfaces.value_counts()
    return next((s for s in count.index if not s.isupper()), count.index[0])


def _leader(count: Counter, share: float = DOMINANT):
    """Who has at least `share` of the count, else None."""
    return (
        count.most_common(1)[0][0] if count and count.most_common(1)[0][1] >= share * count.total() else None
    )


def _role_rows(full, short, titled, label):
    """`the president` for the one person an article calls President so-and-so."""
    known = names.titles()
    holders = defaultdict(lambda: defaultdict(set))
    short = short.assign(
        who=[titled.get(pair, "") for pair in zip(short["title"], short["key"], strict=True)]
    )
    both = pd.concat([full, short])[["article_id", "title", "held", "who"]]
    for article, title, held, who in both[both["title"] != ""].itertuples(index=False):
        holders[article, known[title][1]][held].add(who)
    rows = []
    for (article, role), who in holders.items():
        chosen = who["now"] or who["abroad"]
        if role and len(chosen) == 1 and (only := next(iter(chosen))) in label:
            rows.append((label[only], f"the {role}", article, "person", ""))
    return rows


def _with_gender(rows, found):
    """Add the pronoun a person goes by, from titles first and given names second."""
    votes = defaultdict(Counter)
    by_alias = defaultdict(list)
    for actor, alias, article, *_ in rows:
        by_alias[names.key(alias)].append((actor, article))
    known = names.titles()
    for article, name, title in found.loc[found["title"] != "", ["article_id", "key", "title"]].itertuples(
        index=False
    ):
        for actor, where in by_alias.get(name, ()):
            if where in ("", article) and known[title][0]:
                votes[actor][known[title][0]] += 1
    given = names.given_names()

    def gender(actor):
        if votes[actor]:
            return _leader(votes[actor]) or ""
        return given.get(names.key(actor).split()[0], ("", ""))[0]

    return [(actor, alias, article, kind, gender(actor)) for actor, alias, article, kind, _ in rows]
