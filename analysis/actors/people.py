"""Who is who: which spellings are one person, and which short name belongs to which full one.

`actors.find` is the way in.
"""

from collections import Counter, defaultdict

import pandas as pd

from analysis.actors import names

DOMINANT = 0.8  # share of the articles with a shared name that lets one bearer own it everywhere


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
