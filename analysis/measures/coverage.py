"""What both tell and what only one tells: people, places, organisations, numbers, dates, and claims.

Nothing here is additive: it compares articles with each other, and what a corpus leaves out cannot be
summed from its parts. Two cautions go with every table. A longer text mentions more by itself. And a
sentence without a counterpart is one for which none was *found*: sentences are matched by the words they
share, and by meaning where the model that reads is there. Of 98 sentences without one, from some fifty events
and read against the others' texts, 5 did have a counterpart (5 %, interval 2 to 11), most of them half a
sentence that sums up what the others tell at length. Read before you write "left out".
"""

import difflib
import re
import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import lexicon
from analysis.measures import facts
from analysis.schema import InputError

THRESHOLD = 0.40  # from here on, two sentences count as counterparts
FLOOR = 0.20  # below, not even as possible ones
SAME_MEANING = 0.70  # cosine from which on sentences count as counterparts, whatever their words
NEAR_MEANING = 0.58  # from here on, meaning makes up for words
FAR_MEANING = 0.50  # below, not even as possible ones: of 38 up to here 6 did have a counterpart
MIN_BITS = 12.0  # sentences that say less are too short to compare
MIN_SHARED = 2  # shared content words that are not names
NEAR = 0.03  # two numbers that differ by less may be one, rounded
EXACT = 20.0  # below this, numbers are counted and not rounded
ALIKE = 0.85  # share of letters from which on two surnames after one first name are spellings of one
WEEK = 7  # days from which on a day of the week means another week
_YEARS = {0: "this", -1: "last", 1: "next"}
_TODAY = {"today", "tonight", "yesterday", "tomorrow"}
CHUNK = 200  # sentences compared with all others at a time, which bounds memory

_KEY = ["article_a", "sentence_a", "article_b", "sentence_b"]
_ADDRESS = re.compile(r"://|^@\w|\.(?:com|co|org)/")
_FOUND = ["a", "b", "similarity", "meaning", "strength"]
_PAIRS = [*_KEY, "similarity", "meaning", "shared", "match"]


CLAIMS = ["side", "article_id", "sentence_id", "text", "status", "told_by", "of"]
CLAIMS += ["similarity", "meaning", "closest", "closest_side", "closest_article", "closest_sentence"]
CLAIMS += ["new", "new_words", "central"]
STATUS = ("no counterpart found", "possible counterpart", "counterpart", "too short to compare")


class _Content(NamedTuple):
    """Which content words each sentence has.

    Attributes
    ----------
    sentences : DataFrame
        `article_id` and `sentence_id` of each row of the matrices.
    lemmas : Index
        What each column stands for; `bits` is its information.
    words, plain : sparse arrays of 0 and 1
        All content words and numbers; those that are no names.
    short : array of bool
        Whether a sentence says too little to be compared: few bits, or names and numbers alone.
    """

    sentences: pd.DataFrame
    lemmas: pd.Index
    bits: np.ndarray
    words: sparse.csr_array
    plain: sparse.csr_array
    short: np.ndarray


def _read_content(tokens: pd.DataFrame) -> _Content:
    """Read the content words, names and numbers of every sentence of the body from a `tokens` frame."""
    tokens = tokens[tokens["sentence_id"] >= 0].reset_index(drop=True)
    number = tokens["pos"].eq("NUM") & tokens["text"].str.contains(r"\w", regex=True)
    address = tokens["text"].str.contains(_ADDRESS)
    used = tokens[(lexicon.find_content_words(tokens) | number) & ~address]
    row, first = pd.factorize(pd.MultiIndex.from_frame(tokens[["article_id", "sentence_id"]]))
    common = used[used["pos"] != "PROPN"].drop_duplicates("text").set_index("text")["lemma"]
    lemma = used["text"].str.lower().map(common).where(used["pos"] == "PROPN").fillna(used["lemma"])
    column, lemmas = pd.factorize(lemma.str.lower(), sort=True)  # "Other Bets" are the other side's "bets"
    row = row[used.index]
    shape = (len(first), len(lemmas))
    name = used["pos"].eq("PROPN").to_numpy()
    words, plain = (_binary(row[keep], column[keep], shape) for keep in (slice(None), ~name))
    bits = lexicon.measure_information(pd.Index(lemmas))
    common = ~name & ~number[used.index].to_numpy()
    told = _binary(row[common], column[common], shape).sum(axis=1)
    short = (words @ bits < MIN_BITS) | (told < MIN_SHARED)
    sentences = first.to_frame(index=False, name=["article_id", "sentence_id"])
    return _Content(sentences, lemmas, bits, words, plain, short)


def _binary(row, column, shape) -> sparse.csr_array:
    out = sparse.coo_array((np.ones(len(row)), (row, column)), shape=shape).tocsr()
    out.data[:] = 1.0
    return out


def align_sentences(
    tokens: pd.DataFrame,
    by: pd.Series,
    *,
    block: pd.Series | None = None,
    meanings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find, for every sentence, the sentence in each other side's articles that says most nearly the same.

    Not additive: it compares articles with each other.

    Parameters
    ----------
    tokens : DataFrame
        A `tokens` frame; needs no parse.
    by : Series
        article_id -> side; articles of one side are not compared with each other.
    block : Series, optional
        article_id -> event; articles of different events are not compared.
    meanings : DataFrame, optional
        From `reader_model.read_meaning`, indexed by `article_id` and `sentence_id`; without it, words decide.

    Returns
    -------
    DataFrame
        One row per pair of sentences that is the best one, in the other's article, for either of the two:
        `article_a`, `sentence_a`, `article_b`, `sentence_b`, `similarity` of words (0 to 1), nearness in
        `meaning` (a cosine, NaN without `meanings`), the `shared` words (the most telling first) and
        `match`, "counterpart" (at `THRESHOLD` or `SAME_MEANING`, or half way to both) or "possible" (from
        `FLOOR` or `FAR_MEANING` on). Most alike first. One sentence may match several.

    Notes
    -----
    Similarity is the information two sentences share, over the geometric mean of what each has: the sum
    of the shared words' inverse document frequencies in general news (Sparck Jones 1972,
    doi:10.1108/eb026526), over content lemmas, names and numbers. It is the cosine of the sentences as
    vectors of the roots of those weights. At least two shared words must be no names, or any two sentences
    about one person would match. Sentences of less than 12 bits, or of fewer than two words besides names and
    numbers (who signs a post, and when), are too short to be compared. Addresses on the web do not count.

    The threshold was chosen on 400 pairs of articles on one event from different American outlets. Of 110
    pairs of sentences judged by one reader, one from each pair of articles, 42 of the 49 at 0.40 or more
    share a claim (86 %, interval 73 to 93), 28 of the 51 from 0.30 to 0.40. Of sentences in articles on
    different events, fewer than 1 in 1,000 finds a counterpart; in the most similar articles published half
    a year apart or more, about 2 in 100 (repeated quotations among them).

    What words and meaning each have beyond their floors adds up. Of 40 pairs read that meaning alone makes
    counterparts, 35 share a claim (88 %, interval 74 to 95): all 18 from 0.75 on, 17 of 22 below. Of 22 that
    it takes both for, 19 do.
    """
    data = _read_content(tokens)
    vectors = None if meanings is None else _read_vectors(meanings, data.sentences)
    article = data.sentences["article_id"]
    side = article.map(by).to_numpy(object)
    event = np.zeros(len(side), int) if block is None else pd.factorize(article.map(block))[0]
    usable = ~data.short & pd.notna(side) & (event >= 0)
    parts = [
        _best(data, vectors, np.flatnonzero(usable & (event == code)), side) for code in np.unique(event)
    ]
    nothing = pd.DataFrame({name: [] for name in _FOUND})
    pairs = pd.concat([nothing, *parts], ignore_index=True)
    a, b = pairs["a"].to_numpy(int), pairs["b"].to_numpy(int)
    out = pd.DataFrame(
        {
            "article_a": article.to_numpy()[a],
            "sentence_a": data.sentences["sentence_id"].to_numpy()[a],
            "article_b": article.to_numpy()[b],
            "sentence_b": data.sentences["sentence_id"].to_numpy()[b],
            "similarity": pairs["similarity"].to_numpy(float),
            "meaning": pairs["meaning"].to_numpy(float),
            "shared": pd.array([_shared(data, i, j) for i, j in zip(a, b, strict=True)], dtype="str"),
        }
    )
    out["match"] = np.where(pairs["strength"] >= 1, "counterpart", "possible")
    out = out.assign(_strength=pairs["strength"]).sort_values(
        ["_strength", *_KEY], ascending=[False] + [True] * 4, ignore_index=True
    )
    return out[_PAIRS]


def _read_vectors(meanings: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Meanings in the order of sentences; zeros, near nothing, where there is none."""
    rows = meanings.reindex(pd.MultiIndex.from_frame(sentences))
    return np.nan_to_num(rows.to_numpy(np.float32))


def _best(data: _Content, vectors: np.ndarray | None, rows: np.ndarray, side: np.ndarray) -> pd.DataFrame:
    """Pairs of `rows` on different sides that are the best in the other's article for one of the two.

    Their `strength` is 0 or more where they are possible counterparts, 1 or more where they are counterparts.
    """
    words = data.words[rows]
    plain = data.plain[rows]
    total = words @ data.bits
    found = []
    for start in range(0, len(rows), CHUNK):
        part = slice(start, start + CHUNK)
        shared = ((words[part] * data.bits[None, :]) @ words.T).toarray()
        similarity = shared / np.sqrt(np.outer(total[part], total))
        similarity[(plain[part] @ plain.T).toarray() < MIN_SHARED] = 0.0
        meaning = np.full_like(similarity, np.nan)
        if vectors is not None:
            meaning = vectors[rows[part]] @ vectors[rows].T
        by_words = (similarity - FLOOR) / (THRESHOLD - FLOOR)
        by_meaning = np.nan_to_num((meaning - NEAR_MEANING) / (SAME_MEANING - NEAR_MEANING), nan=-1.0)
        strength = np.maximum(by_words, 0) + np.maximum(by_meaning, 0)
        other = side[rows[part], None] != side[None, rows]
        i, j = np.nonzero(((by_words >= 0) | (meaning >= FAR_MEANING)) & other)
        at = i + start < j
        i, j = i[at], j[at]
        columns = rows[i + start], rows[j], similarity[i, j], meaning[i, j], strength[i, j]
        found.append(pd.DataFrame(dict(zip(_FOUND, columns, strict=True))))
    pairs = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_FOUND)
    article = data.sentences["article_id"].to_numpy()
    pairs = pairs.sort_values(["strength", "a", "b"], ascending=[False, True, True], kind="stable")
    first_a = ~pd.DataFrame({"own": pairs["a"], "other": article[pairs["b"]]}).duplicated()
    first_b = ~pd.DataFrame({"own": pairs["b"], "other": article[pairs["a"]]}).duplicated()
    return pairs[first_a | first_b]


def _shared(data: _Content, a: int, b: int) -> str:
    """The words two sentences share, the most telling first."""
    of_a, of_b = (data.words.indices[data.words.indptr[row] : data.words.indptr[row + 1]] for row in (a, b))
    both = np.intersect1d(of_a, of_b)
    return ", ".join(data.lemmas[both[np.argsort(-data.bits[both], kind="stable")]])


def name_items(mentions: pd.DataFrame, cast: pd.DataFrame) -> pd.DataFrame:
    """Turn actor mentions into items: who or what is named where.

    Parameters
    ----------
    mentions : DataFrame
        From `actors.find_mentions`; pronouns are left out, since coverage asks for names.
    cast : DataFrame
        From `actors.find_actors` with `min_articles` 1, so that what one article alone names is in it.

    Returns
    -------
    DataFrame
        One row per mention: `article_id`, `sentence_id`, `item`, `kind` (person, place, organisation, group,
        law), `start`, `end`.
    """
    kind = cast.drop_duplicates("actor").set_index("actor")["kind"]
    rows = mentions[mentions["how"] != "pronoun"]
    out = rows.assign(item=rows["actor"], kind=rows["actor"].map(kind))
    return out[["article_id", "sentence_id", "item", "kind", "start", "end"]].reset_index(drop=True)


def tell_items(items: pd.DataFrame, by: pd.Series, sentences: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say of every item which sides mention it.

    Parameters
    ----------
    items : DataFrame
        One row per mention, with `article_id`, `sentence_id`, `item`, `kind`: from `name_items`,
        or `facts.find_facts`, or both in one.
    by : Series
        article_id -> side.
    sentences : DataFrame, optional
        The `sentences` frame, to quote the first mention.

    Returns
    -------
    DataFrame
        One row per item, those of most sides first, then by number of mentions: `item`, `kind`, `told_by`
        (how many sides) and `of` (how many there are), `only` (the side, where it is one alone, else
        empty), `mentions`, `articles`, `first_article`, `first_sentence`, `quote` (the sentence; empty
        without `sentences`), then a column of mentions for every side, under the side's name.

    Raises
    ------
    InputError
        A side has the name of one of the columns.
    """
    by = by.dropna()
    sides = list(dict.fromkeys(by))
    rows = items[items["article_id"].isin(by.index)]
    place = dict(zip(by.index, range(len(by)), strict=True))
    rows = rows.assign(_side=rows["article_id"].map(by), _at=rows["article_id"].map(place))
    rows = rows.sort_values(["_at", "sentence_id"], kind="stable")
    key = ["item", "kind"]
    counts = rows.groupby([*key, "_side"]).size().unstack("_side", fill_value=0)
    counts = counts.reindex(columns=sides, fill_value=0)
    group = rows.groupby(key)
    number = (counts > 0).sum(axis=1)
    out = pd.DataFrame({"told_by": number, "of": len(sides)})
    out["only"] = (counts > 0).idxmax(axis=1).where(number == 1, "") if len(out) else ""
    out["mentions"] = counts.sum(axis=1)
    out["articles"] = group["article_id"].nunique()
    out["first_article"] = group["article_id"].first()
    out["first_sentence"] = group["sentence_id"].first()
    clash = [side for side in sides if side in {*key, *out.columns, "quote"}]
    if clash:
        raise InputError(f"A side cannot be called {clash[0]!r}; that is a column of the table.")
    out["quote"] = _quote(out, sentences)
    out = out.join(counts.rename_axis(columns=None)).reset_index()
    return out.sort_values(["told_by", "mentions", "item"], ascending=[False, False, True], ignore_index=True)


def count_missed(
    told: pd.DataFrame, cast: pd.DataFrame, articles: pd.DataFrame, by: pd.Series
) -> pd.DataFrame:
    """Count a name by its letters on sides where no mention of it was found: the parser misses some.

    Whole names count: those of two words or more that share one with the actor's own name, and those of one
    word that are nobody else's. A capital beside it makes it another's: "New York Times" is not New York,
    "Fred Trump" not Trump. An outlet's own name is none.

    Parameters
    ----------
    told : DataFrame
        From `tell_items`.
    cast, by
        As for `confirm_only`.
    articles : DataFrame
        `schema.ARTICLES`, with `text`.

    Returns
    -------
    DataFrame
        `told`, with what was missed in the sides' columns, in `told_by` and in `mentions`, and `only` empty
        where it stands on another side.
    """
    whole = _join_texts(articles, by).map(_fold)
    person = set(cast.loc[cast["kind"] == "person", "actor"])
    bearers = cast.groupby("alias")["actor"].nunique()
    names: dict[str, set[str]] = {}
    for row in cast.itertuples():
        sure = row.actor not in person or " " in row.actor  # "Kennedy" may be a ship
        own = [one for one in (row.actor, row.alias) if " " in one or (sure and bearers.get(one, 0) == 1)]
        own = [_fold(name) for name in own if {*name.split()} & {*row.actor.split()}]
        names.setdefault(row.actor, set()).update(own)
    out, sides = told.copy(), [side for side in whole.index if side in told]
    for side in sides:
        itself = " ".join(articles.loc[by.index[by == side], "outlet"].unique())
        out[side] = [
            number
            if number or item not in names or item in itself
            else _count_names(names[item], item in person, whole[side])
            for item, number in zip(out["item"], out[side], strict=True)
        ]
    out["told_by"] = (out[sides] > 0).sum(axis=1)
    out["mentions"] = out[sides].sum(axis=1)
    return out.assign(only=out["only"].mask(out["told_by"] > 1, ""))


_BEFORE = {"In", "The", "But", "And", "For", "From", "At", "On", "To", "As", "If", "When", "While"}
_BEFORE |= {"President", "Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Senator", "Secretary"}
"""Words with a capital that may stand before a name and are no part of another's."""


def _count_names(names: set[str], person: bool, text: str) -> int:
    """How often one of the names stands in a text with no other name beside it, all of them folded.

    A person's full name may have a capital before it: a title.
    """
    if not any(name in text for name in names):
        return 0
    sought = "|".join(map(re.escape, sorted(names)))
    found = re.finditer(rf"(?<!\w)(?:([A-Z]\w*) )?({sought})(?!\w| [A-Z])", text)
    return sum((person and " " in one[2]) or one[1] is None or one[1] in _BEFORE for one in found)


def confirm_only(
    told: pd.DataFrame, cast: pd.DataFrame, articles: pd.DataFrame, by: pd.Series
) -> pd.DataFrame:
    """Keep a 0, and "only this side", where nothing that a side prints holds any of an item's names.

    A mention can be missed; a name that stands in a text is there whatever the parser made of it, alone, in
    a longer name, or in a caption that was cleaned away.

    Parameters
    ----------
    told : DataFrame
        From `tell_items`.
    cast : DataFrame
        Who goes by which names: `actor`, `alias`, `kind`. A person is looked for by the last name too.
    articles : DataFrame
        `schema.ARTICLES`; `raw` is read.
    by : Series
        article_id -> side.

    Returns
    -------
    DataFrame
        `told`, with NaN for a 0 of a side that has the name after all, and `only` empty there.
    """
    whole = _join_texts(articles, by, "raw")
    cast = cast[~cast["alias"].str.startswith("the ")]  # descriptions are no names
    whole = whole.str.replace(_TAG, _write_out, regex=True)
    states = _read_states()
    whole = whole.str.replace(_POSTED, lambda code: states.get(code[0], code[0]), regex=True).map(_fold)
    places = set(cast.loc[cast["kind"] == "place", "alias"])  # "New York" is not the New York Times
    names = {item: {item} for item in told["item"]}
    for row in cast[cast["actor"].isin(names)].itertuples():
        names[row.actor].add(row.alias)
        if row.kind == "person":
            words = [word for word in row.actor.split() if word not in _JUNIOR]
            names[row.actor] |= {words[-1], *_find_misspelt(words, whole)}
        elif row.kind == "organisation":
            names[row.actor] |= _shorten(row.actor) - places
    cells = told[[side for side in whole.index if side in told]].astype("Int64")
    patterns = [_compile_names(names[item]) for item in told["item"]]
    for side in cells:
        zeros = zip(patterns, cells[side] == 0, strict=True)
        cells[side] = cells[side].mask([zero and bool(name.search(whole[side])) for name, zero in zeros])
    return told.assign(only=told["only"].mask(cells.isna().any(axis=1), ""), **cells)


def _join_texts(articles: pd.DataFrame, by: pd.Series, column: str = "text") -> pd.Series:
    """All that each side prints, headlines included, as one text."""
    return (articles["title"] + "\n" + articles[column]).groupby(by).agg("\n".join)


@cache
def _read_states() -> dict[str, str]:
    """Postal code -> state of the United States."""
    return pd.read_csv(lexicon.FOLDER / "states.csv", index_col="code")["state"].to_dict()


_ENDINGS = {"University", "College", "Inc", "Corp", "Co", "Company", "Group", "Party", "Administration"}
_ENDINGS |= {"News"}
_PARTIES = {"R": "Republican ", "D": "Democrat "}
_TAG = re.compile(r"\b([RD])(?:[-\u2010-\u2015]|\.?, )(?=[A-Z])([A-Z]{2}\b)?")  # "R-Iowa", "D-TX", "D., Md."
_POSTED = re.compile(r"(?<=[a-z], )[A-Z]{2}\b")  # "Pittsburgh, PA"
_JUNIOR = {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"}


def _fold(text: str) -> str:
    """One spelling for accents, hyphens, full stops and apostrophes: "Yŏngbyŏn", "U.S.", "Jae-in"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = re.sub(r"['\u2019]s\b|['.\u2018\u2019\[\]]", "", plain)
    return re.sub(r"[-\u2010-\u2015]", " ", plain)


def _shorten(name: str) -> set[str]:
    """What else a body may be called: its initials, its last two words, all but the last; "the Army"."""
    whole = _fold(name)
    words = [word for word in whole.split() if word[:1].isupper()]
    found = {" ".join(words[:-1])} if len(words) > 2 or (words[1:] and words[-1] in _ENDINGS) else set()
    found |= {f"the {words[-1]}"} if len(words) > 1 else set()
    initials = "".join(word[0] for word in words)
    found |= {initials} if len(words) == 2 else {initials[at:] for at in range(len(words) - 2)}
    return found | ({whole[whole.rindex(f"{words[-2]} ") :]} if len(words) > 2 else set())


def _find_misspelt(name: list[str], texts: pd.Series) -> set[str]:
    """What follows a person's first name and is nearly the last name: "Shaul Elovich" is Elovitch."""
    after = re.compile(rf"(?<!\w){re.escape(_fold(name[0]))} (\w+)")
    found = {word for text in texts for word in after.findall(text)} if len(name) > 1 else set()
    return {*difflib.get_close_matches(_fold(name[-1]), found, cutoff=ALIKE)}


def confirm_only_figures(told: pd.DataFrame, articles: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Keep "only this side" where no other side's text holds the number, whatever it is said to count.

    What a number counts can be read in two ways ("56 seats", "56 of 120"); the number itself cannot.
    It may be spelt ("five", "$1.2bn") or rounded: numbers within `NEAR` of each other count as one. A date
    is taken to stand in a text that names its day of the week, or "last year", where it was published then.
    Parameters as for `confirm_only`; `told` is of `facts.find_facts`.
    """
    whole = _join_texts(articles, by)
    values = {side: np.array(sorted(facts.list_values(text))) for side, text in whole.items()}
    published = pd.to_datetime(articles["published"], errors="coerce", utc=True).dt.tz_localize(None)
    dates = {side: list(part.dropna()) or list(published.dropna()) for side, part in published.groupby(by)}

    def gives(side: str, item: str, kind: str) -> bool:
        if kind == "date":
            day = facts.list_values(item)
            return bool(day & set(values[side])) or _meant_by_date(item, whole[side], dates.get(side, []))
        value = max(facts.list_values(item), default=np.nan)
        room = NEAR * value if value >= EXACT else 0.0
        return bool((np.abs(values[side] - value) <= room).any())

    rows = zip(told["item"], told["kind"], told["only"], strict=True)
    only = [
        one if one and not any(gives(side, item, kind) for side in whole.index.drop(one)) else ""
        for item, kind, one in rows
    ]
    return told.assign(only=pd.array(only, dtype="str"))


def _meant_by_date(item: str, text: str, published: list[pd.Timestamp]) -> bool:
    """Whether a text published on these days may mean a date or year by "Friday", "today" or "last year"."""
    words = set(re.findall(r"\w+", text.lower()))
    if facts.YEAR.fullmatch(item):
        years = {
            day.year + step for day in published for step, word in _YEARS.items() if f"{word} year" in text
        }
        return int(item) in years
    day, _, month = item.partition(" ")
    if month not in facts.MONTHS.values() or not day.isdigit():
        return False
    for date in published:
        meant = pd.to_datetime(f"{day} {month} {date.year}", format="%d %B %Y", errors="coerce")
        if abs((meant - date).days) <= WEEK and words & {meant.day_name().lower(), *_TODAY}:
            return True
    return False


def _write_out(tag: re.Match) -> str:
    """A member's party and state in words: "D-TX" is of Texas."""
    return _PARTIES[tag[1]] + _read_states().get(tag[2] or "", tag[2] or "")


def _compile_names(names: set[str]) -> re.Pattern:
    """What finds one of the names in a folded text, as words of its own.

    Where a name has four letters or more, capitals do as well (headlines and datelines shout), and of one in
    capitals a single one ("TIME" is "Time").
    """
    folded = {_fold(name) for name in names if not name.startswith("the ")}
    folded |= {name.title() if name.isupper() else name.upper() for name in folded if len(name) > 3}
    sought = [re.escape(name) for name in sorted(folded) if len(name) > 1]
    sought += [f"(?i:{re.escape(name)})" for name in folded if " " in name]
    sought += [rf"[Tt]he {re.escape(name[4:])}(?! (?:of|for|[A-Z]))" for name in names if name[:4] == "the "]
    sought += [_spell_out(name) for name in folded if re.fullmatch("[A-Z]{2,6}", name)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(sought) or '(?!)'})s?(?!\w)")


def _spell_out(initials: str) -> str:
    """A pattern of words with these initials, as an abbreviation is written out."""
    return r"[ -](?:(?:of|and|for|the|on|in) )?".join(rf"{letter}\w+" for letter in initials)


def compare_figures(pairs: pd.DataFrame, facts: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find different figures of the same thing in sentences that match; not additive.

    Nothing here is called a contradiction: sentences that share words may still speak of different things.

    Parameters
    ----------
    pairs : DataFrame
        From `align_sentences`; its counterparts are read.
    facts : DataFrame
        From `facts.find_facts`.
    sentences : DataFrame
        `schema.SENTENCES`.

    Returns
    -------
    DataFrame
        One row per pair of figures: `article_a`, `sentence_a`, `figure_a`, the same of `b`, what they count
        (`of`), and both sentences, `text_a`, `text_b`. A figure that stands in both, rounded or not, is left
        out.
    """
    key = ["article_id", "sentence_id"]
    figures = facts[facts["kind"] == "number"].drop_duplicates([*key, "item"])
    figures = figures.assign(of=figures["item"].map(_thing_counted))[[*key, "item", "of"]]
    here, there = (
        figures.set_axis([f"article_{x}", f"sentence_{x}", f"figure_{x}", "of"], axis=1) for x in "ab"
    )
    same = pairs.loc[pairs["match"] == "counterpart", _KEY]
    both = same.merge(here, on=_KEY[:2]).merge(there, on=[*_KEY[2:], "of"])
    shared = both[both["figure_a"] == both["figure_b"]]
    known = set(shared[[*_KEY, "figure_a"]].itertuples(index=False, name=None))
    where = both[_KEY].itertuples(index=False, name=None)
    rows = zip(where, both["figure_a"], both["figure_b"], strict=True)
    both = both[np.array([not ({(*at, a), (*at, b)} & known or _round(a, b)) for at, a, b in rows], bool)]
    text = sentences.set_index(key)["text"]
    for x, columns in (("a", _KEY[:2]), ("b", _KEY[2:])):
        both[f"text_{x}"] = text.reindex(pd.MultiIndex.from_frame(both[columns])).to_numpy()
    columns = [*_KEY[:2], "figure_a", *_KEY[2:], "figure_b", "of", "text_a", "text_b"]
    return both[columns].reset_index(drop=True)


def _round(*figures: str) -> bool:
    """Whether one figure may be the other, rounded: "26 %" and "26.4 %"."""
    low, high = sorted(max(facts.list_values(figure), default=np.nan) for figure in figures)
    return bool(high >= EXACT and high - low <= NEAR * high)


def _thing_counted(item: str) -> str:
    """What a figure counts: its noun, the currency, or per cent."""
    if item[:1] in "$€£¥":
        return item[0]
    return item.partition(" ")[2].removeprefix("million ").removeprefix("billion ") or item


def _quote(table: pd.DataFrame, sentences: pd.DataFrame | None) -> np.ndarray | str:
    if sentences is None or not len(table):
        return ""
    text = sentences.set_index(["article_id", "sentence_id"])["text"]
    return text.reindex(pd.MultiIndex.from_frame(table[["first_article", "first_sentence"]])).to_numpy()


def compare_claims(
    sentences: pd.DataFrame,
    tokens: pd.DataFrame,
    pairs: pd.DataFrame,
    by: pd.Series,
    *,
    block: pd.Series | None = None,
    meanings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say of every sentence on how many sides a sentence like it was found, most telling first.

    Parameters
    ----------
    sentences, tokens : DataFrame
        The frames of those names.
    pairs : DataFrame
        From `align_sentences`, of the same tokens, sides and events.
    by, block, meanings
        As for `align_sentences`.

    Returns
    -------
    DataFrame
        One row per sentence: `side`, `article_id`, `sentence_id`, `text`; `status` ("no counterpart found",
        "possible counterpart", "counterpart", "too short to compare"); `told_by`, how many sides tell it,
        its own included, `of` how many (of its event, where there are events); `closest`, the nearest
        sentence found on another side, by `similarity` of words or `meaning`, with its `closest_side`,
        `closest_article` and `closest_sentence` (NaN where there is none); `new`, information in bits of
        those of its words that no other side uses anywhere, and the `new_words`, most telling first;
        `central`, its mean nearness in meaning to the other sentences of its article (a cosine, higher is
        closer to what the article is about; NaN without `meanings`).
        Ordered by status as above. Sentences without a counterpart that are both `new` and `central` stand
        on top, by the mean of their ranks in their article; of the others, those that most sides tell, and
        most alike.
    """
    data = _read_content(tokens)
    out = data.sentences.assign(side=data.sentences["article_id"].map(by))
    event = pd.Series(0, index=by.index) if block is None else block.reindex(by.index)
    out["_event"] = out["article_id"].map(event)
    out["new"], out["new_words"] = _new(data, out)
    out["_short"] = data.short
    out = out[out["side"].notna()].merge(sentences[["article_id", "sentence_id", "text"]])
    out = out.merge(_closest(pairs, sentences, by), how="left", on=["article_id", "sentence_id"])
    out["central"] = _measure_centrality(out, meanings)
    out["told_by"] = 1 + out["_others"].fillna(0).astype(int)
    out["of"] = out["_event"].map(by.groupby(event).nunique()).astype(int)
    states = [out["_short"], out["match"] == "counterpart", out["match"] == "possible"]
    out["status"] = np.select(states, [STATUS[3], STATUS[2], STATUS[1]], STATUS[0])
    out["_rank"] = out["status"].map({name: rank for rank, name in enumerate(STATUS)})
    ranks = out.groupby("article_id")[["new", "central"]].rank(pct=True).mean(axis=1)
    alone = out["_place"].isna()
    out["_told"] = out["told_by"].mask(alone, 0)
    out["_place"] = out["_place"].mask(alone, -ranks)
    order = {"_rank": True, "_told": False, "_place": True, "article_id": True, "sentence_id": True}
    return out.sort_values(list(order), ascending=list(order.values()), ignore_index=True)[CLAIMS]


def _closest(pairs: pd.DataFrame, sentences: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Nearest sentence on another side, and on how many other sides there is a counterpart."""
    here, there = ["article_id", "sentence_id"], ["closest_article", "closest_sentence"]
    rest = list(pairs.columns[4:])
    ways = [pairs.set_axis([*here, *there, *rest], axis=1), pairs.set_axis([*there, *here, *rest], axis=1)]
    both = pd.concat(ways).sort_index(kind="stable")  # the strongest first, as in `pairs`
    both["closest_side"] = both["closest_article"].map(by)
    both["_place"] = both.index
    sure = both[both["match"] == "counterpart"].groupby(here)["closest_side"].nunique().rename("_others")
    text = sentences.set_index(here)["text"].rename("closest").rename_axis(there)
    return both.drop_duplicates(here).join(sure, on=here).join(text, on=there).drop(columns="shared")


def _measure_centrality(rows: pd.DataFrame, meanings: pd.DataFrame | None) -> np.ndarray:
    """Mean cosine of each sentence with the others of its article; NaN where there is no other."""
    central = np.full(len(rows), np.nan)
    if meanings is None:
        return central
    vectors = _read_vectors(meanings, rows[["article_id", "sentence_id"]])
    for at in rows.groupby("article_id").indices.values():
        near = vectors[at] @ vectors[at].sum(axis=0) - (vectors[at] ** 2).sum(axis=1)
        central[at] = near / (len(at) - 1) if len(at) > 1 else np.nan
    return central


def _new(data: _Content, rows: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Information of each sentence's words that no other side of its event uses, and those words."""
    keep = data.words.copy()
    for _, part in rows.groupby("_event"):
        for side in part["side"].dropna().unique():
            own = part.index[part["side"] == side]
            rest = part.index[part["side"].notna() & (part["side"] != side)]
            used = (data.words[rest].sum(axis=0) > 0).astype(float)
            for row in own:
                cut = slice(keep.indptr[row], keep.indptr[row + 1])
                keep.data[cut] *= 1.0 - used[keep.indices[cut]]
    lists = []
    for row in range(keep.shape[0]):
        cut = slice(keep.indptr[row], keep.indptr[row + 1])
        found = keep.indices[cut][keep.data[cut] > 0]
        lists.append(", ".join(data.lemmas[found[np.argsort(-data.bits[found], kind="stable")]]))
    return keep @ data.bits, lists
