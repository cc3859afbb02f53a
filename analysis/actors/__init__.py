"""Who a corpus is about: people, organisations, groups and places, each under all the names it goes by.

The table is fixed in one first pass over the corpus (`find`, or `given` for actors you name). `mentions` then
reads each article by itself, so any partition of the corpus gives the same mentions.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.actors import entities, names, occurrences, people, pronouns
from analysis.schema import InputError

COLUMNS = ["actor", "alias", "article_id", "kind", "gender", "articles"]


def find(tokens: pd.DataFrame, aliases=None, min_articles: int = 2) -> pd.DataFrame:
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
    own = _own(aliases)
    found = entities.seen(tokens)
    kind = people.kinds(found)
    listed = _listed(found, own)
    rows = listed + people.people(
        found[~found["key"].isin({names.key(r[1]) for r in listed if not r[2]})], kind
    )
    rows += _others(found, kind, {names.key(row[1]) for row in rows})
    table = pd.DataFrame(rows, columns=COLUMNS[:-1]).drop_duplicates(["actor", "alias", "article_id"])
    table, kept = _override(table, own)
    named = mentions(tokens, table, resolve=False)
    count = named.groupby("actor")["article_id"].nunique()
    table["articles"] = table["actor"].map(count).fillna(0).astype("int64")
    table = table[(table["articles"] >= min_articles) | table["actor"].isin(kept)]
    return table.sort_values(
        ["articles", "actor", "alias", "article_id"], ascending=[False, True, True, True]
    ).reset_index(drop=True)[COLUMNS]


def given(wanted, tokens: pd.DataFrame, aliases=None) -> pd.DataFrame:
    """The table of actors you name, each with the aliases that the lists and the corpus know.

    Parameters
    ----------
    wanted : iterable of str
        Names as you write them; they become the actors' labels. Case, accents and hyphens do not matter.
    tokens, aliases
        As in `find`.

    Returns
    -------
    DataFrame
        As `find`, only the wanted actors; one that no article names keeps its name as its only alias.
    """
    wanted = list(dict.fromkeys(str(name).strip() for name in wanted if str(name).strip()))
    if not wanted:
        raise InputError("No actor is named; give at least one name, as in ['North Korea'].")
    own = _own(aliases)
    table = find(tokens, {name: name for name in wanted} | own, min_articles=0)
    keys = table["alias"].map(names.key)
    label: dict[str, str] = {}
    for name in wanted:
        actor = table.loc[keys == names.key(name), "actor"].mode()
        label.setdefault(actor.iloc[0] if len(actor) else name, name)
    table = table[table["actor"].isin(label)].copy()
    table["actor"] = table["actor"].map(label)
    return table.reset_index(drop=True)


def as_headlines(tokens: pd.DataFrame) -> pd.DataFrame:
    """Mark the tokens of headlines (annotated as articles of their own, same ids): `sentence_id` -1, -2, ...

    Put them under the articles' tokens with `pandas.concat`; `toward.counts` weighs them as headlines.
    """
    return tokens.assign(sentence_id=-1 - tokens["sentence_id"])


def mentions(tokens: pd.DataFrame, table: pd.DataFrame, resolve: bool = True) -> pd.DataFrame:
    """Every place where an actor of the table is named, or meant by a pronoun.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`; whole articles, in text order.
    table : DataFrame
        From `find` or `given`.
    resolve : bool
        Whether to resolve "he" and "she" (see `pronouns.resolve` for the rule and how often it is right).

    Returns
    -------
    DataFrame
        One row per mention: `article_id`, `sentence_id`, `token_id` (its head word), `first`, `last`
        (token_ids, inclusive), `start`, `end` (offsets into `raw`), `text`, `actor`, and `how`: `name`,
        `role` ("the president"), `modifier` ("the Trump administration", "U.S. sanctions") or `pronoun`.
    """
    tokens = tokens.reset_index(drop=True)
    found = occurrences.mentions(tokens, names.match(tokens, table), table)
    if resolve:
        gender = dict(zip(table["actor"], table["gender"], strict=True))
        people = set(table.loc[table["kind"] == "person", "actor"])
        found = pd.concat([found, pronouns.resolve(tokens, found, gender, people)], ignore_index=True)
    found = found.sort_values("first", kind="stable").reset_index(drop=True)
    at = found["head"].to_numpy(np.int64)
    first, last = found["first"].to_numpy(np.int64), found["last"].to_numpy(np.int64)
    text = tokens["text"].to_numpy()
    return pd.DataFrame(
        {
            "article_id": tokens["article_id"].to_numpy()[at],
            "sentence_id": tokens["sentence_id"].to_numpy()[at],
            "token_id": tokens["token_id"].to_numpy()[at],
            "first": tokens["token_id"].to_numpy()[first],
            "last": tokens["token_id"].to_numpy()[last],
            "start": tokens["start"].to_numpy()[first],
            "end": tokens["end"].to_numpy()[last],
            "text": pd.array(
                [" ".join(text[a : b + 1]) for a, b in zip(first, last, strict=True)], dtype="str"
            ),
            "actor": found["actor"].astype("str"),
            "how": found["how"].astype("str"),
        }
    )


def _lists() -> pd.DataFrame:
    """The shipped names of places, parties, institutions and groups: `alias, actor, kind, needs`."""
    places = names.lexicon("places").assign(kind="place")
    return pd.concat([places, names.lexicon("names")], ignore_index=True).fillna("")


def _listed(found: pd.DataFrame, own: dict) -> list[tuple]:
    """Rows for the actors of the shipped lists that occur, with all their names."""
    lists = _lists()
    lists["key"] = [names.key(alias) for alias in lists["alias"]]
    occurring = set(found["key"]) | {names.key(name) for name in [*own, *own.values()]}
    here = set(lists.loc[lists["key"].isin(occurring), "actor"])
    lists = lists[lists["actor"].isin(here)]
    rows = [(r.actor, r.alias, "", r.kind, "") for r in lists[lists["needs"] == ""].itertuples()]
    for row in lists[lists["needs"] != ""].itertuples():  # "the North", only where North Korea is named
        keys = set(lists.loc[(lists["actor"] == row.needs) & (lists["needs"] == ""), "key"])
        where = found.loc[found["key"].isin(keys), "article_id"].unique()
        rows += [(row.actor, row.alias, article, row.kind, "") for article in where]
    return rows


def _others(found: pd.DataFrame, kind: dict, taken: set) -> list[tuple]:
    """Rows for organisations, groups and places outside the lists; acronyms join the name they abbreviate."""
    rest = found[~found["key"].isin(taken) & (found["key"].map(kind) != "person")]
    count = rest.groupby(["key", "surface"]).size().reset_index(name="n")
    count = count.sort_values(["n", "surface"], ascending=[False, True])
    label = dict(count.drop_duplicates("key")[["key", "surface"]].itertuples(index=False))
    initials: dict[str, list] = {}
    for key in label:
        words = [w for w in key.split() if w not in {"of", "the", "and", "for", "in", "on", "to"}]
        initials.setdefault("".join(w[0] for w in words), []).append(key)
    rows = []
    for row in count.itertuples():
        long = [k for k in initials.get(row.key, ()) if k != row.key and len(k.split()) > 1]
        short = row.surface.isupper() and len(long) == 1
        rows.append((label[long[0] if short else row.key], row.surface, "", kind[row.key], ""))
    return rows


def _override(table: pd.DataFrame, own: dict) -> tuple[pd.DataFrame, set]:
    """Put the user's aliases first; return the table and the actors they name."""
    label = {
        names.key(a): actor
        for a, actor, where in table[["alias", "actor", "article_id"]].to_numpy()
        if not where
    }
    about = table.drop_duplicates("actor").set_index("actor")
    rows, kept = [], set()
    for alias, actor in own.items():
        named = label.get(names.key(actor), actor)
        kept.add(named)
        if names.key(alias) == names.key(actor) and named != actor:
            continue  # known already, under another spelling or with a longer name
        kind, gender = about.loc[named, ["kind", "gender"]] if named in about.index else ("", "")
        rows += [(named, name, "", kind, gender) for name in dict.fromkeys([alias, actor])]
    if not rows:
        return table, kept
    extra = pd.DataFrame(rows, columns=COLUMNS[:-1])
    taken = {names.key(alias) for alias, actor in own.items() if names.key(alias) != names.key(actor)}
    table = table[~table["alias"].map(names.key).isin(taken)]
    table = pd.concat([table, extra], ignore_index=True)
    return table.drop_duplicates(["actor", "alias", "article_id"]), kept


def _own(aliases) -> dict[str, str]:
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
