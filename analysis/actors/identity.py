"""Who is who: the table of a corpus's actors, each under all the names it goes by.

The table is fixed in one first pass over the corpus; `mentions` then finds where its names stand.
"""

from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd

from analysis.actors import names
from analysis.actors.mentions import find_mentions
from analysis.actors.names import normalize_name
from analysis.schema import InputError

COLUMNS = ["actor", "alias", "article_id", "kind", "gender", "articles"]
DOMINANT = 0.8  # share of the articles with a shared name that lets one bearer own it everywhere


def find_actors(tokens: pd.DataFrame, aliases=None, min_articles: int = 2) -> pd.DataFrame:
    """Detect the actors of a corpus and merge the names each goes by.

    A full name owns its shorter forms article by article: "Johnson" is Boris in an article that names Boris
    Johnson and Gary in one that names Gary Johnson; in an article that names neither, it belongs to whoever
    has at least 80 % of the corpus's articles with that surname, else to nobody. "The president" stands for
    the one person an article calls President so-and-so, and for nobody where there are two.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS` of the whole corpus (or of a sample that is to fix the actors).
    aliases : DataFrame, path or dict, optional
        `alias, actor` pairs of your own ("Pyongyang" -> "North Korea"); they outrank what is detected.
    min_articles : int
        Actors named in fewer articles are dropped, unless `aliases` names them.

    Returns
    -------
    DataFrame
        One row per actor x alias [x article]: `actor`, `alias`, `article_id` ("" where the alias holds
        everywhere), `kind` (person, organisation, place, group, law), `gender` ("he", "she" or ""),
        `articles` (how many articles name the actor).
    """
    tokens = tokens[tokens["sentence_id"] >= 0].reset_index(drop=True)  # headlines write Every Word Like This
    own = _read_aliases(aliases)
    entities = names.find_entities(tokens)
    kind = _vote_kinds(entities)
    rows = _list_known(entities, own)
    known = {normalize_name(alias) for _, alias, article, *_ in rows if not article}
    rows += _list_people(entities[~entities["key"].isin(known)], kind)
    rows += _list_others(entities, kind, {normalize_name(alias) for _, alias, *_ in rows})
    table = pd.DataFrame(rows, columns=COLUMNS[:-1]).drop_duplicates(["actor", "alias", "article_id"])
    table, kept = _put_first(table, own)
    mentions = find_mentions(tokens, table, resolve=False)
    number = mentions.groupby("actor")["article_id"].nunique()
    table["articles"] = table["actor"].map(number).fillna(0).astype("int64")
    table = table[(table["articles"] >= min_articles) | table["actor"].isin(kept)]
    order = ["articles", "actor", "alias", "article_id"]
    return table.sort_values(order, ascending=[False, True, True, True]).reset_index(drop=True)[COLUMNS]


def _read_aliases(aliases) -> dict[str, str]:
    if aliases is None:
        return {}
    if isinstance(aliases, dict):
        return {str(k): str(v) for k, v in aliases.items()}
    source = "the aliases"
    if not isinstance(aliases, pd.DataFrame):
        source = str(aliases)
        if not Path(aliases).is_file():
            raise InputError(f"Alias file {source} does not exist; it needs the columns alias and actor.")
        aliases = pd.read_csv(aliases, dtype="str", keep_default_na=False)
    if not {"alias", "actor"} <= set(aliases.columns):
        raise InputError(f"{source} needs the columns alias and actor; it has {', '.join(aliases.columns)}.")
    pairs = zip(aliases["alias"].str.strip(), aliases["actor"].str.strip(), strict=True)
    return {alias: actor for alias, actor in pairs if alias and actor}


def _read_lists() -> pd.DataFrame:
    """The shipped names of places, parties, institutions and groups: `alias, key, actor, kind, needs`."""
    places = names.read_name_list("places").assign(kind="place")
    lists = pd.concat([places, names.read_name_list("names")], ignore_index=True).fillna("")
    return lists.assign(key=lists["alias"].map(normalize_name))


def _list_known(entities: pd.DataFrame, own: dict) -> list[tuple]:
    """Rows for the actors of the shipped lists that occur, with all their names."""
    lists = _read_lists()
    occurring = set(entities["key"]) | {normalize_name(name) for name in [*own, *own.values()]}
    here = set(lists.loc[lists["key"].isin(occurring), "actor"])
    lists = lists[lists["actor"].isin(here)]
    rows = [(r.actor, r.alias, "", r.kind, "") for r in lists[lists["needs"] == ""].itertuples()]
    for row in lists[lists["needs"] != ""].itertuples():  # "the North", only where North Korea is named
        keys = set(lists.loc[(lists["actor"] == row.needs) & (lists["needs"] == ""), "key"])
        where = entities.loc[entities["key"].isin(keys), "article_id"].unique()
        rows += [(row.actor, row.alias, article, row.kind, "") for article in where]
    return rows


def _list_others(entities: pd.DataFrame, kind: dict, taken: set) -> list[tuple]:
    """Rows for organisations, groups and places outside the lists; acronyms join the name they abbreviate."""
    rest = entities[~entities["key"].isin(taken) & (entities["key"].map(kind) != "person")]
    count = rest.groupby(["key", "surface"]).size().reset_index(name="n")
    count = count.sort_values(["n", "surface"], ascending=[False, True])
    label = dict(count.drop_duplicates("key")[["key", "surface"]].itertuples(index=False))
    initials = defaultdict(list)
    for key in label:
        words = [w for w in key.split() if w not in {"of", "the", "and", "for", "in", "on", "to"}]
        initials["".join(w[0] for w in words)].append(key)
    rows = []
    for row in count.itertuples():
        long = [k for k in initials[row.key] if k != row.key and len(k.split()) > 1]
        short = row.surface.isupper() and len(long) == 1
        rows.append((label[long[0] if short else row.key], row.surface, "", kind[row.key], ""))
    return rows


def _put_first(table: pd.DataFrame, own: dict) -> tuple[pd.DataFrame, set]:
    """Put the user's aliases first; return the table and the actors they name."""
    everywhere = table[table["article_id"] == ""]
    label = dict(zip(everywhere["alias"].map(normalize_name), everywhere["actor"], strict=True))
    about = table.drop_duplicates("actor").set_index("actor")
    rows, kept = [], set()
    for alias, actor in own.items():
        named = label.get(normalize_name(actor), actor)
        kept.add(named)
        if normalize_name(alias) == normalize_name(actor) and named != actor:
            continue  # known already, under another spelling or with a longer name
        kind, gender = about.loc[named, ["kind", "gender"]] if named in about.index else ("", "")
        rows += [(named, name, "", kind, gender) for name in dict.fromkeys([alias, actor])]
    if not rows:
        return table, kept
    pairs = [(normalize_name(alias), normalize_name(actor)) for alias, actor in own.items()]
    taken = {alias for alias, actor in pairs if alias != actor}
    table = table[~table["alias"].map(normalize_name).isin(taken)]
    table = pd.concat([table, pd.DataFrame(rows, columns=COLUMNS[:-1])], ignore_index=True)
    return table.drop_duplicates(["actor", "alias", "article_id"]), kept


# --- persons ------------------------------------------------------------------------------------------


def _vote_kinds(entities: pd.DataFrame) -> dict[str, str]:
    """Kind of each key: what the corpus calls it most often."""
    count = entities.groupby(["key", "kind"]).size().reset_index(name="n")
    count = count.sort_values(["key", "n", "kind"], ascending=[True, False, False])
    return dict(count.drop_duplicates("key")[["key", "kind"]].itertuples(index=False))


def normalize_person(name_key: str) -> str:
    """Normalise a full name: formal given name, no initials, "jr" alone of the suffixes."""
    junior = " jr" if name_key.endswith(" jr") else ""
    words = [w for w in name_key.split() if w not in names.SUFFIXES]
    words = [w for w in words if len(w) > 1] if sum(len(w) > 1 for w in words) >= 2 else words
    known = names.read_given_names()
    return " ".join([known.get(words[0], ("", words[0]))[1], *words[1:]]) + junior if words else ""


def _list_people(entities: pd.DataFrame, kind: dict[str, str]) -> list[tuple]:
    """Rows `actor, alias, article_id, kind, gender` for the persons among the entities."""
    persons = entities[entities["key"].map(kind) == "person"].copy()
    persons["who"] = persons["key"].map(normalize_person)
    full = persons[persons["who"].str.contains(" ")].copy()
    full["who"] = full["who"].map(_merge_identities(full))
    short = pd.concat([entities[~entities["key"].str.contains(" ")], _take_surnames(full)], ignore_index=True)
    label = _choose_labels(full)
    titled = _match_titles(full)
    rows = [(label[w], s, "", "person", "") for w, s in set(zip(full["who"], full["surface"], strict=True))]
    rows += _list_short(short, full, titled, label, kind) + _list_titled(full, titled, label)
    return _add_gender(rows + _list_roles(full, short, titled, label), entities)


def _take_surnames(full: pd.DataFrame) -> pd.DataFrame:
    """The last word of each full name, as if its article had used it alone; no given names."""
    given = names.read_given_names()
    western = full["key"].str.split().str[0].isin(given) | (full["key"].str.count(" ") == 1)
    rows = full.assign(surface=full["surface"].str.split().str[-1], title="")
    rows["key"] = rows["surface"].map(normalize_name)
    plain = rows["surface"].str.fullmatch(r"[^\W\d_]{3,}(['\u2019]\w+)?")
    return rows[western & plain & ~rows["key"].isin({*names.SUFFIXES, *given})]


def _merge_identities(full: pd.DataFrame) -> dict[str, str]:
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


def _choose_labels(full: pd.DataFrame) -> dict[str, str]:
    """The name each identity is shown under: its most frequent spelling, the longer of two equals."""
    count = full.groupby(["who", "surface"]).size().reset_index(name="n")
    count = count.assign(length=count["surface"].str.len(), shout=count["surface"].str.isupper())
    order = {"who": True, "shout": True, "n": False, "length": False, "surface": True}
    count = count.sort_values(list(order), ascending=list(order.values()))
    return dict(count.drop_duplicates("who")[["who", "surface"]].itertuples(index=False))


def _match_titles(full: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(title, last name) -> identity, where the corpus leaves no doubt: President + Trump."""
    votes = defaultdict(Counter)
    for who, title in full.loc[full["title"] != "", ["who", "title"]].itertuples(index=False):
        votes[title, who.removesuffix(" jr").split()[-1]][who] += 1
    return {pair: who for pair, count in votes.items() if (who := _find_leader(count))}


def _list_titled(full, titled, label):
    """`President Trump` as a name of its own, for articles that name Ivanka Trump too."""
    word = {normalize_name(s.split()[-1]): s.split()[-1] for s in full["surface"]}
    pairs = [(f"{title} {word[last]}".title(), who) for (title, last), who in titled.items() if last in word]
    return [(label[who], alias, "", "person", "") for alias, who in pairs if who in label]


def _list_short(short, full, titled, label, kind):
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
    for word, group in short[~short["key"].isin(_read_lists()["key"])].groupby("key"):
        surface = _choose_spelling(group["surface"])
        whos = bearers.get(word, set())
        eastern = {who for who in whos if who.split()[0] == word and word not in names.read_given_names()}
        surnamed = {who for who in whos if who.removesuffix(" jr").split()[-1] == word} | eastern
        if whos:
            is_surname = bool(surnamed) or word not in names.read_given_names()
            everywhere = is_surname and kind.get(word, "person") == "person"
            rows += _list_owners(word, surface, group, surnamed or whos, here, spread, label, everywhere)
        elif kind.get(word) == "person":
            rows.append((surface, surface, "", "person", ""))
    return rows


def _list_owners(word, surface, group, whos, here, spread, label, everywhere):
    """Rows for one shared short name: its owner everywhere, and the articles where it is somebody else's."""
    overall = _find_leader(Counter({who: spread[who] for who in sorted(whos)})) if everywhere else None
    rows = [(label[overall], surface, "", "person", "")] if overall else []
    for article in group["article_id"].unique():
        who = _find_leader(Counter({w: here[article][w] for w in sorted(whos) if here[article][w]}), 2 / 3)
        if who and who != overall:
            rows.append((label[who], surface, article, "person", ""))
    return rows


def _choose_spelling(surfaces: pd.Series) -> str:
    """The most frequent spelling that is not all capitals."""
    count = surfaces.value_counts()
    return next((s for s in count.index if not s.isupper()), count.index[0])


def _find_leader(count: Counter, share: float = DOMINANT):
    """Who has at least `share` of the count, else None."""
    who, most = count.most_common(1)[0] if count else (None, 0)
    return who if most >= share * count.total() else None


def _list_roles(full, short, titled, label):
    """`the president` for the one person an article calls President so-and-so."""
    known = names.read_titles()
    holders = defaultdict(lambda: defaultdict(set))
    whose = [titled.get(pair, "") for pair in zip(short["title"], short["key"], strict=True)]
    both = pd.concat([full, short.assign(who=whose)])
    for row in both[both["title"] != ""].itertuples():
        holders[row.article_id, known[row.title][1]][row.held].add(row.who)
    rows = []
    for (article, role), who in holders.items():
        chosen = who["now"] or who["abroad"]
        if role and len(chosen) == 1 and (only := next(iter(chosen))) in label:
            rows.append((label[only], f"the {role}", article, "person", ""))
    return rows


def _add_gender(rows, entities):
    """Add the pronoun a person goes by, from titles first and given names second."""
    votes = defaultdict(Counter)
    by_alias = defaultdict(list)
    for actor, alias, article, *_ in rows:
        by_alias[normalize_name(alias)].append((actor, article))
    for row in entities[entities["title"] != ""].itertuples():
        gender, _ = names.read_titles()[row.title]
        for actor, where in by_alias[row.key] if gender else ():
            if where in ("", row.article_id):
                votes[actor][gender] += 1

    def tell_gender(actor: str) -> str:
        if votes[actor]:
            return _find_leader(votes[actor]) or ""
        return names.read_given_names().get(normalize_name(actor).split()[0], ("", ""))[0]

    return [(actor, alias, article, kind, tell_gender(actor)) for actor, alias, article, kind, _ in rows]
