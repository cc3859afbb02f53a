"""The cast of a corpus: one label for whoever its articles name, and the user's own table over it."""

from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd

from analysis.actors import identity, names
from analysis.actors.mentions import find_mentions
from analysis.actors.names import normalize_name
from analysis.actors.roles import find_roles
from analysis.schema import InputError

COLUMNS = ["actor", "alias", "article_id", "who", "kind", "gender", "role", "articles", "given"]
DOMINANT = 0.8  # share of the articles with a surname that lets its bearer lend a bare one their label
_TABLE = ["alias", "actor", "article_id"]


def find_actors(
    tokens: pd.DataFrame, aliases=None, min_articles: int = 2, outlets: pd.Series | None = None
) -> pd.DataFrame:
    """Detect the actors of a corpus and give each one label.

    Who is meant by a name is read from each article alone (`identity.identify_names`). Over the corpus only
    the labels meet: "Mike Pompeo" here and "Michael R. Pompeo" there are one row's actor, and a surname that
    an article never spells out is labelled like its bearer in at least 80 % of the articles that do.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS` of the whole corpus (or of a sample that is to fix the actors), headlines marked by
        `mark_headlines` among them.
    aliases : DataFrame, path or dict, optional
        Your own table, with the columns `alias` and `actor` (and `article_id`, for a name meant so in that
        article only). The same actor for two names merges them, another actor for a full name renames it,
        another for one alias splits it off, an empty actor drops it. It outranks what is detected; the frame
        returned here, saved and edited, is such a table.
    min_articles : int
        Actors named in fewer articles are dropped, unless `aliases` names them.
    outlets : Series, optional
        article_id -> outlet, which is no actor in its own articles.

    Returns
    -------
    DataFrame
        One row per actor x alias: `actor`, `alias`, `article_id` (where the user's table says so, else ""),
        `who` (what `identity.identify_names` calls the actor), `kind` (person, organisation, place, group,
        law), `gender` ("he", "she" or ""), `role` (of a person, as `roles.find_roles` has it, or ""),
        `articles` (how many articles name the actor), `given` (whether the row is the user's).

    Raises
    ------
    InputError
        The user's table does not exist or lacks a column.
    """
    own = _read_table(aliases)
    local = identity.identify_names(tokens, outlets)
    local = local[local["kind"] != ""].reset_index(drop=True)
    local["who_there"], local["who"] = local["who"], local["who"].map(_merge_whos(local))
    label = _choose_labels(local)
    renamed = _rename(label, own)
    rows = local.assign(actor=local["who"].map(label | renamed))
    rows = rows.assign(**_vote(rows, "kind"), given=False, article_id="")
    rows = rows.assign(gender=rows["actor"].map(_tell_actors_gender(rows)))
    rows["who"] = rows.pop("who_there")
    rows = rows[rows["actor"] != ""].drop_duplicates(["actor", "alias", "who"])
    table = pd.concat([rows, _list_given(own, rows, label)], ignore_index=True)
    table["articles"] = 0
    mentions = find_mentions(tokens, table, resolve=False, outlets=outlets)
    number = mentions.groupby("actor")["article_id"].nunique()
    table["articles"] = table["actor"].map(number).fillna(0).astype("int64")
    roles = find_roles(tokens, mentions[mentions["actor"].isin(rows.loc[rows["kind"] == "person", "actor"])])
    table["role"] = roles.reindex(table["actor"], fill_value="").array
    kept = set(table.loc[table["given"], "actor"])
    table = table[(table["articles"] >= min_articles) | table["actor"].isin(kept)]
    order = {"articles": False, "actor": True, "alias": True, "article_id": True, "who": True}
    table = table.sort_values(list(order), ascending=list(order.values()), ignore_index=True)[COLUMNS]
    return table.astype(
        dict.fromkeys(["actor", "alias", "article_id", "who", "kind", "gender", "role"], "str")
    )


def _read_table(aliases) -> pd.DataFrame:
    """The user's table, `alias, actor, article_id`."""
    if aliases is None:
        return pd.DataFrame(columns=_TABLE, dtype="str")
    if isinstance(aliases, dict):
        aliases = pd.DataFrame(aliases.items(), columns=_TABLE[:2], dtype="str")
    source = "the aliases"
    if not isinstance(aliases, pd.DataFrame):
        source = str(aliases)
        if not Path(aliases).is_file():
            raise InputError(f"Alias file {source} does not exist; it needs the columns alias and actor.")
        aliases = pd.read_csv(aliases, dtype="str", keep_default_na=False)
    if not {"alias", "actor"} <= set(aliases.columns):
        raise InputError(f"{source} needs the columns alias and actor; it has {', '.join(aliases.columns)}.")
    table = aliases.assign(article_id=aliases.get("article_id", ""))[_TABLE].fillna("").astype("str")
    table = table.apply(lambda column: column.str.strip())
    return table[table["alias"] != ""].drop_duplicates(["alias", "article_id"], ignore_index=True)


def _merge_whos(local: pd.DataFrame) -> dict[str, str]:
    """Map what articles call somebody to what the corpus does."""
    merged = {who: who for who in local["who"].unique()}
    people = local[local["kind"] == "person"].drop_duplicates(["article_id", "who"])
    full = Counter(people.loc[people["who"].str.contains(" "), "who"])
    merged |= identity.merge_identities(full)
    together = people.groupby("article_id")["who"].agg(set)
    for junior in [who for who in full if who.endswith(" jr")]:
        senior = junior.removesuffix(" jr")
        if not any({junior, senior} <= here for here in together):
            merged[junior] = merged.get(senior, junior)  # one man where no article tells two apart
    bearers: dict[str, Counter] = defaultdict(Counter)
    spelled = local[local["who"].isin(full)].drop_duplicates(["who", "alias"])
    for row in spelled.itertuples():
        for surname in identity.list_surnames(row.alias):
            bearers[normalize_name(surname)][merged[row.who]] = full[row.who]
    bodies = local[local["kind"].isin(["organisation", "place"])].groupby("who")["article_id"].nunique()
    mistaken = set(bodies.index) - names.read_listed() - names.read_cities()  # surnames may be among them
    for who in sorted(set(people["who"]) - set(full) | mistaken):
        count = bearers.get(who, Counter())
        best, most = count.most_common(1)[0] if count else ("", 0)
        if count and most >= max(DOMINANT * count.total(), bodies.get(who, 0)):
            merged[who] = best
    return merged | _merge_bodies(local)


def _merge_bodies(local: pd.DataFrame) -> dict[str, str]:
    """Map short names of bodies to the one longer name they belong to."""
    merged = {}
    bodies = set(local.loc[local["kind"] == "organisation", "who"])
    longer: dict[str, list[str]] = defaultdict(list)  # "Trump Foundation" -> "Donald J. Trump Foundation"
    for who in sorted(bodies):
        words = who.split()
        for cut in range(1, len(words) - 1):
            longer[" ".join(words[cut:])].append(who)
        if words[-1] in names.read_words("body") and len(words) > 2:
            longer[" ".join(words[:-1])].append(who)
    for short, whole in longer.items():
        if len(whole) == 1 and short in bodies and short not in identity.read_labels():
            merged[short] = whole[0]
    return merged


def _choose_labels(local: pd.DataFrame) -> dict[str, str]:
    """The name each identity is shown under: the list's, else its most frequent full spelling."""
    listed = identity.read_labels()
    count = local.groupby(["who", "alias"]).size().reset_index(name="n")
    key = count["alias"].map(normalize_name)
    persons = count["who"].isin(local.loc[local["kind"] == "person", "who"])
    person = key.map(identity.normalize_person)
    count = count.assign(
        own=(key == count["who"]) | (person == count["who"]) | ~(persons | (key.str.count(" ") == 0)),
        words=key.str.count(" "),
        shout=count["alias"].str.isupper() & (count["alias"].str.len() > 4),
        role=count["alias"].str.startswith("the "),
        length=count["alias"].str.len(),
    )
    order = ["who", "own", "role", "shout", "n", "length", "alias"]
    count = count.sort_values(order, ascending=[True, False, True, True, False, False, True])
    best = count.drop_duplicates("who")
    return dict(zip(best["who"], best["alias"], strict=True)) | {
        who: listed[who] for who in best["who"] if who in listed
    }


def _rename(label: dict[str, str], own: pd.DataFrame) -> dict[str, str]:
    """Identities that the user calls otherwise, by a name that is theirs in full."""
    everywhere = own[own["article_id"] == ""]
    found = {}
    for row in everywhere.itertuples():
        key = normalize_name(row.alias)
        for who in {key, identity.normalize_person(key)} & set(label):
            if key == normalize_name(label[who]) or identity.normalize_person(key) == who:
                found[who] = _find_label(row.actor, label) if key != normalize_name(row.actor) else row.actor
    return found


def _find_label(actor: str, label: dict[str, str]) -> str:
    """An actor as it is labelled already, under whatever spelling."""
    key = normalize_name(actor)
    return label.get(key, label.get(identity.normalize_person(key), actor)) if actor else ""


def _vote(rows: pd.DataFrame, column: str) -> dict[str, pd.Series]:
    """What the articles call an actor most often."""
    count = rows.groupby(["actor", column]).size().reset_index(name="n")
    count = count.sort_values(["actor", "n", column], ascending=[True, False, False]).drop_duplicates("actor")
    return {column: rows["actor"].map(count.set_index("actor")[column])}


def _tell_actors_gender(rows: pd.DataFrame) -> pd.Series:
    """The one pronoun that articles give an actor, or ""."""
    told = rows[rows["gender"] != ""].groupby("actor")["gender"].agg(set)
    gender = told.map(lambda genders: next(iter(genders)) if len(genders) == 1 else "")
    return gender.reindex(rows["actor"].unique(), fill_value="")


def _list_given(own: pd.DataFrame, rows: pd.DataFrame, label: dict[str, str]) -> pd.DataFrame:
    """The user's rows of the cast."""
    actor = own["actor"].map(lambda name: _find_label(name, label))
    same = own["alias"].map(normalize_name) == own["actor"].map(normalize_name)
    actor = actor.where(~same, own["actor"])
    about = {row.actor: row for row in rows.drop_duplicates("actor").itertuples()}
    return own.assign(
        actor=actor,
        who="",
        kind=[about[name].kind if name in about else "" for name in actor],
        gender=[about[name].gender if name in about else "" for name in actor],
        given=True,
    )
