"""Every English sentence that is made from data, and what the verdicts mean.

A sentence follows what was resampled: sentences speak for these texts, articles for the sides they come from.
It follows the verdict and adds nothing to it: no clear difference is reported as that, with what the data
still allow, and never as sameness. Numbers are written by `numbers`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.present.numbers import (
    MINUS,
    count_places,
    round_difference,
    write_count,
    write_figures,
    write_interval,
    write_number,
    write_p,
    write_share,
)
from analysis.present.tables import NAMED_KINDS, list_told_sides
from analysis.schema import JOINT

VERDICTS = {
    "clear": "The difference passes the test, and its sign is the same under every combination of other "
    "defensible choices.",
    "fragile": "The difference passes the test, but some other combination of defensible choices turns its "
    "sign.",
    "no clear difference": "Chance could have made such a gap. That does not show the sides to be equal.",
    "too little text": "There is not enough text to say anything.",
}
"""The four verdicts, firmest first, and what each means to a reader."""

REACH = {
    "texts": "These findings speak for these texts only. To speak for a side takes at least eight of its "
    "articles.",
    "sides": "Whole articles were resampled, so these findings speak for what these sides publish on such "
    "stories.",
    "mixed": "Some findings speak for these texts only, for want of articles or shared events to resample; "
    "the others speak for what these sides publish on such stories. Each says which.",
}
"""For what findings speak."""

TOO_LITTLE = "too little text"
UNNAMED = (
    "Each is a side of its own, since no two are told apart by {side}; an articles.csv beside the files, "
    "with the columns file and {side}, can name them."
)
UNTESTED = "No difference was tested: there are no two sides, or no score was named as primary."
OPEN, TOSS = 0.2, 0.5  # p from which on it is told as open which side is harsher, and as not to be told
_NEARLY_ALL, _CORE = 0.8, 3  # share of the other sides that share a name; so many such names make a story
_HARSHER = {"clearly harsher": "is clearly", "leans harsher": "is somewhat"}
ENOUGH = 8  # articles a side, to speak for more than these texts
ALPHA_ENOUGH = 0.667  # Krippendorff (2004), p. 241: below, not even tentative conclusions are warranted
QUOTED = ["side", "article_id", "sentence_id", "text"]
"""What is told of a sentence that is quoted."""

_NAMED = 3  # sides whose names fit a title
_LISTED = 4  # headlines of a side
_FEW_SIDES = 4  # each of which a sentence can name
SOURCES = {
    "anonymous": "sources without a name",
    "media": "journalists",
    "organisation": "organisations",
    "other": "others",
    "person": "persons whose role is not told",
    "place": "countries and places",
    "group": "groups",
}
"""Kinds of source that have other words in a sentence."""
_TELLING = 2  # bits of a noun that names a story: "things" has 1.8
_OFTEN = 3  # uses of a word from which on it can set a side apart
_MANY_SIDES = 6  # of more, only those that stand out are named
_SPELT_OUT = 6  # articles of whose cleaning a sentence each is made


class Difference(NamedTuple):
    """What is said of one difference, in parts that may be laid out, and the numbers to draw it.

    Attributes
    ----------
    name, unit : str
        The score (and item), and what stands in brackets behind it.
    scores : str
        The scores of both sides; empty where there is none.
    statement, numbers, notes : str
        The judgement, without full stop; what stands in brackets behind it: interval, p, numbers of units;
        and further sentences. The last two may be empty.
    side : str
        Whose score less the other's is the difference.
    difference, low, high : float
        With its interval; None where undefined, since notebooks cannot store NaN.
    ends : tuple of str
        The same interval as written.
    resampled : str
        "sentence", "article" or "event": for what it speaks.
    effect : float
        The difference in standard deviations of a unit; None where undefined.
    """

    name: str
    unit: str
    scores: str
    statement: str
    numbers: str
    notes: str
    side: str
    difference: float | None
    low: float | None
    high: float | None
    ends: tuple[str, str]
    resampled: str
    effect: float | None = None

    @property
    def text(self) -> str:
        """All of it as running text."""
        name = f"{self.name} ({self.unit})" if self.unit else self.name
        judged = f"{self.statement} ({self.numbers})" if self.numbers else self.statement
        parts = (f"{name}:", self.scores, judged if judged.endswith(".") else f"{judged}.", self.notes)
        return " ".join(filter(None, parts))


class Rest(NamedTuple):
    """How many differences one sentence sums up, by verdict."""

    counts: dict[str, int]


class Strangers(NamedTuple):
    """Sides that may tell another story, so that their differences are not what to begin with."""

    strangers: list[str]


class Finding(NamedTuple):
    """A sentence; the verdict on it, empty where it needs none; what it tells of or sums up, if any; and, as
    `evidence`, the sentences that are quoted under it, each with what `QUOTED` names; a `note` on what it
    shows and the `view` in which the reader shows it may stand beside.
    """

    text: str
    verdict: str = ""
    difference: Difference | Rest | Strangers | None = None
    evidence: Sequence[dict] = ()


# --- differences ----------------------------------------------------------------------------------


def say_findings(
    gaps: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    limit: int | None = None,
    evidence: pd.DataFrame | None = None,
    estimates: pd.DataFrame | None = None,
) -> list[Finding]:
    """Say what the primary differences show, firmest first.

    Parameters
    ----------
    gaps : DataFrame
        `schema.GAPS`, with what `compare` adds to it.
    labels : mapping of str to str, optional
        Score (and item, if they need one) to a name, with unit and direction in brackets, such as
        "Flesch-Kincaid grade (US school year, higher is harder)".
    limit : int, optional
        Spell out so many; the others are counted by verdict in one last sentence, which has no verdict.
    evidence : DataFrame, optional
        From `tables.choose_evidence`: a sentence of each side for each difference.
    estimates : DataFrame, optional
        `schema.ESTIMATES`; of a side that is alone its first score is told, of items the highest.

    Returns
    -------
    list of Finding
        Clear ones first, then fragile ones, each by adjusted p and size of effect; one sentence where nothing
        was tested.
    """
    order = list(VERDICTS)
    tested = gaps[gaps["verdict"].isin(order)]
    if tested.empty and estimates is not None and len(set(estimates["side"])) == 1:
        first = estimates[estimates["score"] == estimates["score"].iloc[0]]
        shown = first.sort_values("estimate", ascending=False, kind="stable").head(limit or len(first))
        return [Finding(_describe_alone(row, labels or {})) for row in shown.to_dict("records")]
    if tested.empty:
        return [Finding(UNTESTED)]
    rank = tested["verdict"].map(order.index)
    effect = -tested["effect"].abs().fillna(0) if "effect" in tested else np.zeros(len(tested))
    ranked = tested.iloc[np.lexsort((effect, tested["p_adjusted"].fillna(1), rank))]
    shown = ranked.head(limit or len(ranked))
    findings = []
    for row in shown.to_dict("records"):
        said = describe_difference(row, labels)
        findings.append(Finding(said.text, row["verdict"], said, _evidence(row, evidence)))
    rest = ranked["verdict"].iloc[len(shown) :].value_counts().reindex(order).dropna().astype(int)
    if rest.empty:
        return findings
    last = _sum_up(rest.drop(TOO_LITTLE, errors="ignore"), rest.get(TOO_LITTLE, 0))
    return [*findings, Finding(last, difference=Rest(rest.to_dict()))]


def _describe_alone(row: Mapping, labels: Mapping[str, str]) -> str:
    ends = row["estimate"], row["low"], row["high"]
    value = write_interval(*ends, count_places(*ends[1:], ends[0]))
    return f"{_name(row, labels)}: {row['side']} {value} ({write_count(row['n'], row['unit'])})."


def _sum_up(tested: pd.Series, untested: int) -> str:
    """Count the differences that are not spelt out; one for which there is too little text was not tested."""
    total = tested.sum()
    each = ", ".join(f"{count} {verdict}" for verdict, count in tested.items())
    said = [f"{total} more difference{'s were' if total > 1 else ' was'} tested: {each}"] if total else []
    said += [f"for {untested} more there is {TOO_LITTLE}"] if untested else []
    return _sentence("; ".join(said))


def _evidence(row: Mapping, evidence: pd.DataFrame | None) -> tuple[dict, ...]:
    if evidence is None or not len(evidence):
        return ()
    pair = ["score", "item", "side_a", "side_b"]
    found = evidence[(evidence[pair] == [row[name] for name in pair]).all(axis=1)]
    return tuple(found[["side", "article_id", "sentence_id", "text"]].to_dict("records"))


def say_furthest(
    gaps: pd.DataFrame, score: str, labels: Mapping[str, str] | None = None, most: int = 2
) -> list[str]:
    """Say which items of a score that was not tested lie furthest apart.

    Parameters
    ----------
    gaps : DataFrame
        `schema.GAPS`, with what `compare` adds to it.
    score : str
        Which score's rows to speak of.
    labels : mapping of str to str, optional
        As for `say_findings`.
    most : int
        How many differences to name, the largest first.
    """
    rows = gaps[(gaps["score"] == score) & gaps["difference"].notna()]
    if rows.empty:
        return [UNTESTED]
    largest = rows["difference"].abs().sort_values(ascending=False, kind="stable").index[:most]
    return [describe_difference(row, labels).text for row in rows.loc[largest].to_dict("records")]


def describe_difference(row: Mapping, labels: Mapping[str, str] | None = None) -> Difference:
    """Say what one row of gaps shows.

    Parameters
    ----------
    row : mapping
        A row of `schema.GAPS`, with what `compare` adds to it.
    labels : mapping of str to str, optional
        As for `say_findings`.

    Returns
    -------
    Difference
        Values of both sides, then the verdict with its numbers. The interval is named as unadjusted, since
        the verdict rests on the adjusted p.
    """
    first, second = row["side_a"], "the rest" if row["side_b"] == "rest" else row["side_b"]
    name, _, unit = _name(row, labels or {}).partition(" (")
    unit = unit.removesuffix(")")
    values = [float(f"{row.get(column, np.nan):.6g}") for column in ("difference", "low", "high", "effect")]
    gap, low, high, effect = (value if np.isfinite(value) else None for value in values)
    if not np.isfinite(row["difference"]):
        statement = f"too little text to compare {first} with {second}"
        statement = ": ".join(filter(None, [statement, row["reason"]]))
        return Difference(name, unit, "", statement, "", "", first, gap, low, high, ("", ""), row["unit"])
    difference, places = round_difference(row)
    scores = ", ".join(
        f"{side} {write_number(row[column], places)}"
        for side, column in ((first, "estimate_a"), (second, "estimate_b"))
    )
    return Difference(
        name,
        unit,
        f"{scores}.",
        _judgement({**row, "difference": difference}, first, second, places),
        _numbers(row, places),
        " ".join(_sentence(text) for text in (row["note"], _contradiction(row), _power(row)) if text),
        first,
        gap,
        low,
        high,
        (write_number(row["low"], places), write_number(row["high"], places)),
        row["unit"],
        effect,
    )


def _name(row: Mapping, labels: Mapping[str, str]) -> str:
    """Name the score, and its item before the bracket."""
    label = labels.get(row["score"], row["score"])
    item = labels.get(row["item"], row["item"])
    name, bracket, rest = label.partition(" (")
    return f"{name}, “{item}”{bracket}{rest}" if item else label


def _judgement(row: Mapping, first: str, second: str, places: int) -> str:
    """Put the verdict in a sentence with the difference."""
    who = _who(row, first, second)
    by = "both measure the same"
    if row["difference"] != 0:
        by = f"{first} is {_apart(row['difference'], places)}"
    if row["verdict"] == "clear":
        return f"{who} differ clearly: {by}"
    if row["verdict"] == "fragile":
        return f"{who} differ, but this is fragile, since it {row['reason']}: {by}"
    if row["verdict"] == "no clear difference":
        between = who[0].lower() + who[1:]
        return f"No clear difference between {between}: {by}, {_allowed(row, places)}"
    if row["verdict"] == "too little text":
        return f"Too little text to tell: {by}"
    return f"Secondary, so not tested: {by}"


def _who(row: Mapping, first: str, second: str) -> str:
    """Say for what the comparison speaks."""
    if row["unit"] == "sentence":
        two = row["articles_a"] == row["articles_b"] == 1
        return "These two texts" if two else f"These texts of {first} and of {second}"
    same = " on the same events" if row["unit"] == "event" else ""
    return f"Articles of {first} and of {second}{same}"


def _apart(difference: float, places: int) -> str:
    return f"{write_number(abs(difference), places)} {'higher' if difference > 0 else 'lower'}"


def _allowed(row: Mapping, places: int) -> str:
    """Say which differences the data still allow."""
    if not np.isfinite(row["low"]):
        return "and how far off that may be is unknown"
    return f"and the data allow anything from {_apart(row['low'], places)} to {_apart(row['high'], places)}"


def _numbers(row: Mapping, places: int) -> str:
    """List interval, p and numbers of units; ends that the judgement tells already are not told again."""
    interval = "no interval"
    if np.isfinite(row["low"]):
        interval = f"{row['confidence'] * 100:.4g}% interval"
        if row["verdict"] != "no clear difference":
            interval += f" {write_number(row['low'], places)} to {write_number(row['high'], places)}"
        interval += ", not adjusted" if row["verdict"] else ""
    elif row["verdict"] == "no clear difference":
        interval = ""
    p = write_p(row["p_adjusted"], "adjusted p") if np.isfinite(row["p_adjusted"]) else ""
    return "; ".join(filter(None, [interval, p, _sizes(row)]))


def _sizes(row: Mapping) -> str:
    if row["unit"] == "event":
        return f"{row['n_a']} shared events, {row['articles_a']} and {row['articles_b']} articles"
    return f"{row['n_a']:,} and {write_count(row['n_b'], row['unit'])}"


def _contradiction(row: Mapping) -> str:
    """Say where interval and test do not point the same way, or why an interval is special."""
    said = ""
    if np.isfinite(row["low"]):
        leaves_out_zero = row["low"] > 0 or row["high"] < 0
        if row["verdict"] == "no clear difference" and leaves_out_zero:
            said = "the interval alone leaves out 0; with all that was tested, chance is not ruled out"
        elif row["verdict"] in ("clear", "fragile") and not leaves_out_zero:
            said = "the test rules out 0, the interval still holds it"
    reason = "" if row["verdict"] == "fragile" else row["reason"]  # told in the judgement
    return "; ".join(filter(None, [said, reason]))


def _power(row: Mapping) -> str:
    """Say what an absent difference is worth: the sides are as good as equal, or what could have shown."""
    margin, detectable = row.get("margin", np.nan), row.get("detectable", np.nan)
    if row["verdict"] != "no clear difference":
        return ""
    if -margin < row["low"] and row["high"] < margin:
        return f"the interval lies within {write_figures(margin)} of 0, which counts as no difference"
    if np.isinf(detectable):
        return "with so little text, hardly any difference could show as clear"
    if not detectable > abs(row["difference"]):  # what lies here unclear refutes it
        return ""
    return (
        f"in 80 of 100 cases this much text would show a difference of {write_figures(detectable)} as clear"
    )


def say_multiverse(multiverse: pd.DataFrame, score: str) -> list[str]:
    """Say how a difference fares under all combinations of defensible choices, one sentence per difference.

    Parameters
    ----------
    multiverse : DataFrame
        From `compare.compare_multiverse`, whose first alternative is the analysis as it is.
    score : str
        Which score's rows to speak of.
    """
    said = []
    rows = multiverse[multiverse["score"] == score]
    for (item, one, other), part in rows.groupby(["item", "side_a", "side_b"], sort=False):
        mine, others = part.iloc[0], part.iloc[1:]
        if others.empty or not mine["sign"]:
            continue
        name = f"“{item}”, {one} {MINUS} {other}" if item else f"{one} {MINUS} {other}"
        same, found = (others["sign"] == mine["sign"]).sum(), others["significant"].sum()
        idle = [
            choice["alternative"]
            for choice in others.to_dict("records")
            if JOINT not in choice["alternative"] and np.isclose(choice["difference"], mine["difference"])
        ]
        tail = f"; {_list(idle)} change{'s' * (len(idle) == 1)} nothing" if idle else ""
        said.append(
            f"{name}: of {write_count(len(others), 'other combination')} of choices, {same} "
            f"{'has' if same == 1 else 'have'} the same sign and {found} would pass a test of "
            f"{'its' if found == 1 else 'their'} own{tail}."
        )
    return said


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


# --- what was compared, and how far it carries ----------------------------------------------------


def describe_sides(articles: pd.DataFrame, side: str) -> dict:
    """Say who is compared, in words and in lists of headlines.

    Parameters
    ----------
    articles : DataFrame
        `schema.ARTICLES`.
    side : str
        Its column whose values are compared.

    Returns
    -------
    dict
        `named`, who is side by side, and `tellers`, who they are; `summary` and `reach`, one paragraph each;
        `sides`: name, count and lines of each side, in the order of the articles. Of many sides or articles,
        no lines.
    """
    if articles.empty or side not in articles:
        return {"named": "Side by side", "tellers": "", "summary": "", "reach": "", "sides": []}
    some = articles[articles[side].notna() & (articles[side].astype("str") != "")]
    groups = [(str(name), group) for name, group in some.groupby(side, sort=False)]
    short = len(groups) > 2 and len(some) > 2 * _NAMED
    few = not groups or min(len(group) for _, group in groups) < ENOUGH
    called = side.replace("_", " ")
    by = f", compared by {called}" if len(groups) > 1 else ""
    apart = len(some) > 1 and list(some[side].astype("str")) == list(some.index.astype("str"))
    how = f" {UNNAMED.format(side=called)}" if apart else ""
    return {
        "named": _side_by_side([name for name, _ in groups]),
        "tellers": _tellers([name for name, _ in groups]),
        "summary": f"{write_count(len(some), 'article')}{'' if apart else by}{_dates(some)}.{how}",
        "reach": REACH["texts" if few else "sides"],
        "sides": [
            {"name": name, "count": write_count(len(group), "article")}
            | {"lines": [] if short else _headlines(group)}
            for name, group in groups
        ],
    }


def say_reach(units: Iterable[str]) -> str:
    """Say for what findings speak, by the units that were resampled; empty where there are none."""
    units = set(units)
    if not units:
        return ""
    return REACH["texts" if units == {"sentence"} else "mixed" if "sentence" in units else "sides"]


def _side_by_side(names: list[str]) -> str:
    return f"{names[0]}, on its own" if len(names) == 1 else f"{_tellers(names)}, side by side"


def _tellers(names: list[str]) -> str:
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} others"]
    return _list(names)


def _headlines(group: pd.DataFrame) -> list[str]:
    """Name some articles: by headline and by who wrote them, else by id."""
    known = zip(group.index, group["title"].fillna(""), group["author"].fillna(""), strict=True)
    titles = [_headline(*one) for one in known]
    return titles if len(titles) <= _LISTED else [*titles[:3], f"and {len(titles) - 3:,} more"]


def _headline(name: str, title: str, authors: str) -> str:
    if not authors:
        return title or name
    first, *more = authors.split(", ")
    return f"{title or 'Untitled'}, by {f'{first} and {len(more)} others' if len(more) > 1 else authors}"


def _dates(articles: pd.DataFrame) -> str:
    """Say when they were published, where all say so."""
    days = pd.to_datetime(articles["published"].astype("str"), errors="coerce", utc=True, format="ISO8601")
    if days.empty or days.isna().any():
        return ""
    first, last = (f"{day.day} {day:%B %Y}" for day in (days.min(), days.max()))
    return f", published on {first}" if first == last else f", published from {first} to {last}"


def _list(names: list[str], most: int | None = None) -> str:
    """Join names by commas and a last "and"; of more than `most` the rest is a number."""
    if most and len(names) > most:
        names = [*names[:most], f"{len(names) - most:,} more"]
    return " and ".join([*([", ".join(names[:-1])] if len(names) > 1 else []), *names[-1:]])


def say_kept(ledger: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    """Say how much of each page is article, and what the rest is.

    Parameters
    ----------
    ledger, articles : DataFrame
        `schema.LEDGER`, `schema.ARTICLES`.

    Returns
    -------
    list of str
        One sentence for all pages together; up to six articles, one each.
    """
    removed = ledger[~ledger["kind"].isin(["whitespace", "review"])]
    lengths = removed["text"].str.len().groupby([removed["article_id"], removed["kind"]]).sum()
    raw = articles["raw"].str.len()
    if len(articles) > _SPELT_OUT:
        shares = lengths.groupby("kind").sum() / raw.sum()
        most = _kinds(shares.sort_values(ascending=False).head(4))
        return [
            f"Of all pages, {1 - shares.sum():.0%} of the characters are articles; most of the rest is "
            f"{most}."
        ]
    named = articles["outlet"].where(articles["outlet"] != "", articles.index.to_series())
    said = []
    for article, name in named.items():
        known = article in lengths.index.get_level_values(0)
        shares = lengths.loc[article] / raw[article] if known else pd.Series(dtype=float)
        kinds = _kinds(shares.sort_values(ascending=False))
        rest = f"; {kinds}." if kinds else "."
        said.append(f"{name}: {1 - shares.sum():.0%} of the page is the article{rest}")
    return said


def _kinds(shares: pd.Series) -> str:
    plain = (kind.replace("_", " ") + "s" * (not kind.endswith("s")) for kind in shares.index)
    return ", ".join(f"{kind} {write_share(share)}" for kind, share in zip(plain, shares, strict=True))


def say_gap_parts(parts: Mapping, first: str, second: str) -> str:
    """Say how much of a difference is the length of sentences, and how much the words.

    `parts` has `sentence length`, `words` and `difference`, of `first` less `second`.
    """
    gap, length, words = (parts[name] for name in ("difference", "sentence length", "words"))
    if first == second or not abs(gap) > 0.05:
        return "There is no difference to explain."
    whole = f"Of the {write_number(abs(gap), 1)} grades by which {first} measures harder than {second}"
    if length * words >= 0:
        shares = write_share(length / gap), write_share(words / gap)
        return f"{whole}, {shares[0]} is the length of sentences and {shares[1]} the words."
    more, less = ("longer sentences", "easier words") if length > 0 else ("harder words", "shorter sentences")
    made, taken = write_share(max(length, words) / gap), write_share(-min(length, words) / gap)
    return f"{whole}, {more} alone would make {made}; {less} take {taken} back."


def say_told(
    told: pd.DataFrame,
    kinds: tuple[str, ...] = NAMED_KINDS,
    *,
    most: int = 8,
    words: pd.Series | None = None,
) -> str:
    """Say what all sides mention, and what each alone does.

    Parameters
    ----------
    told : DataFrame
        One row per item: `item`, `kind`, `told_by`, `only`, `mentions`, and a column for each side after
        `quote`.
    kinds : tuple of str
        Which kinds of item to speak of.
    most : int
        How many names to give in a list; of many sides fewer each.
    words : Series, optional
        side -> number of words, to say which side has more room.

    Returns
    -------
    str
        A sentence per side that mentions something alone, one on what all mention, one on the room. Of more
        than six sides, one on those that mention most alone, and one on what most sides mention.
    """
    rows, sides = told[told["kind"].isin(kinds)], list_told_sides(told)
    if not len(rows) or len(sides) < 2:
        return "There is nothing to compare."
    if len(sides) > _MANY_SIDES:
        what = "name" if set(kinds) <= set(NAMED_KINDS) else "number or date"
        said = [_sum_up_alone(rows, len(sides), what), _sum_up_shared(rows, len(sides), what)]
        return f"{' '.join(said)}{_room(words)}"
    everyone = "both" if len(sides) == 2 else f"all {len(sides)}"
    most = _fewer(most, len(sides))
    alone = {side: rows[rows["only"] == side] for side in sides}
    said = [f"Only {side} mentions {_mentioned(part, most)}." for side, part in alone.items() if len(part)]
    shared = rows[rows["told_by"] == len(sides)]
    if len(shared):
        said.append(f"{everyone.capitalize()} mention {_mentioned(shared, most)}.")
    else:
        said.append(f"Nothing of this kind was found in {everyone}.")
    return f"{' '.join(said)}{_room(words)}"


def _sum_up_alone(rows: pd.DataFrame, sides: int, what: str, most: int = 3) -> str:
    """Say which of many sides mention most that no other does."""
    alone = rows.loc[rows["only"] != "", "only"].value_counts()
    if alone.empty:
        return f"None of the {sides} sides is alone with a {what}."
    named = _list([f"{side} ({count})" for side, count in alone.head(most).items()])
    return f"{len(alone)} of {sides} sides mention a {what} that no other does, most of all {named}."


def _sum_up_shared(rows: pd.DataFrame, sides: int, what: str, most: int = 5) -> str:
    """Say what more than half of many sides mention."""
    shared = rows[rows["told_by"] > sides / 2].sort_values("told_by", ascending=False, kind="stable")
    if shared.empty:
        return f"No {what} is mentioned by more than half of them."
    pairs = zip(shared["item"].head(most), shared["told_by"], strict=False)
    return f"More than half mention {_list([f'{item} ({count} sides)' for item, count in pairs])}."


def _room(words: pd.Series | None) -> str:
    """Say which side has more room for mentions, with a blank before; empty where all have about as much."""
    if words is None or words.min() <= 0 or words.max() / words.min() < 1.2:
        return ""
    long, short, ratio = words.idxmax(), words.idxmin(), words.max() / words.min()
    return f" {long} has {ratio:.1f} times as many words as {short}, and so more room for mentions."


def say_topic(told: pd.DataFrame, nouns: pd.DataFrame, most: int = 3) -> str:
    """Name the story: by its most used noun, and the people, places and bodies that most mention.

    `told` as for `say_told`, `nouns` as for `say_subject`; empty where no two sides name anybody in common.
    """
    shared = told[told["kind"].isin(NAMED_KINDS) & (told["told_by"] > 1)]
    shared = shared[shared["told_by"] == shared["told_by"].max()]
    ranked = shared.sort_values(["told_by", "mentions"], ascending=False, kind="stable")
    people = ranked[ranked["kind"] == "person"].head(most - 1)
    others = ranked.drop(people.index).head(most - len(people))
    names = _list([*people["item"], *others["item"]])
    telling = nouns.head(most)
    telling = telling[telling["weight"] >= _TELLING * telling["share"]]
    first = telling.sort_values("share", ascending=False, kind="stable")["noun"].head(1)
    return f"{first.item().capitalize()}: {names}" if names and len(first) else names


def say_subject(nouns: pd.DataFrame, sides: int, most: int = 3) -> str:
    """Name what the articles are about: `nouns` is from `terms.find_shared_nouns`; empty where there is none.

    >>> say_subject(pd.DataFrame({"noun": ["summit", "sanctions"]}), 2)
    'Both speak of “summit” and “sanctions”.'
    """
    who = "Both" if sides == 2 else "Most"
    return (
        f"{who} speak of {_list([f'“{noun}”' for noun in nouns['noun'].head(most)])}." if len(nouns) else ""
    )


def say_other_figures(figures: pd.DataFrame) -> str:
    """Say how many figures of one unit differ in sentences that match, and what that leaves out.

    `figures` is from `coverage.compare_figures`.
    """
    found = write_count(len(figures), "pair") if len(figures) else "No pair"
    differ = "differs" if len(figures) < 2 else "differ"
    may = "; they may count different things" if len(figures) else ""
    return (
        f"{found} of figures in one unit {differ} in matching sentences{may}. Figures in sentences that were "
        "not found to match go unseen."
    )


def warn_of_strangers(told: pd.DataFrame) -> list[Finding]:
    """Warn of sides that mention none of what most others share: they may tell another story.

    Of three and more sides also of one that names less than half of what nearly all others share.

    Returns
    -------
    list of Finding
        A sentence per side; of three and more such sides one for all.
    """
    sides = list_told_sides(told)
    named = told[told["kind"].isin(NAMED_KINDS)]
    shared = (
        named[named["told_by"] > max(len(sides) / 2, 1)] if len(sides) > 2 else named[named["told_by"] > 1]
    )
    if len(sides) < 2:
        return []
    strangers = [side for side in sides if not shared[side].fillna(1).any()]
    if len(sides) == 2 and strangers:
        nobody = "The two sides name nobody and no place in common: they may not be about the same story."
        return [Finding(nobody)]
    if len(sides) > 2 and shared.empty:
        nothing = "No name is mentioned by more than half of the sides: they may not be about one story."
        return [Finding(nothing)]
    if len(strangers) >= _NAMED:
        everyone = _tellers(strangers)
        none = f"{everyone} mention none of what most others share: they may not be about the same story."
        return [Finding(none, difference=Strangers(strangers))]
    none = "mentions none of what most others share: it may not be about the same story."
    warnings = [Finding(f"{side} {none}", difference=Strangers([side])) for side in strangers]
    return warnings + _warn_of_half_strangers(named, [side for side in sides if side not in strangers])


def _warn_of_half_strangers(named: pd.DataFrame, sides: list[str]) -> list[Finding]:
    """Warn of sides that name less than half of what nearly all others do, where these share some names."""
    warnings = []
    mention = named[sides].fillna(1) > 0
    for side in sides if len(sides) > 2 else []:
        core = mention[mention.drop(columns=side).mean(axis=1) >= _NEARLY_ALL]
        lacks = core.index[~core[side]]
        if len(core) >= _CORE and 2 * len(lacks) > len(core):
            missing = _list(list(named.loc[lacks, "item"]), 3)
            lacking = f"{side} does not mention {missing}, which nearly all others do: "
            lacking += "it may not be about the same story."
            warnings.append(Finding(lacking, difference=Strangers([side])))
    return warnings if len(warnings) < _NAMED else []


def _fewer(most: int, sides: int) -> int:
    """How many names each side gets in a sentence on all of them."""
    return max(min(2, most), min(most, 4 * most // max(sides, 1)))


def _mentioned(rows: pd.DataFrame, most: int) -> str:
    """Names in a sentence, the most often mentioned first, with the number left out."""
    pairs = zip(rows["item"], rows["mentions"], strict=True)
    names = [f"{item} ({count} times)" if count > 2 else item for item, count in pairs]
    return _list(names, most)


def say_distinctive(terms: pd.DataFrame, most: int = 5) -> str:
    """Say which words most set each side apart, and whether that was tested.

    Parameters
    ----------
    terms : DataFrame
        One row per term and side: `side`, `term`, `rank` (1 is the most distinctive), `z` (positive where the
        side uses it more), `count_a` and `rate_a`, `rate_b` (of the side and of the rest), `p_adjusted` (NaN
        where nothing was tested).
    most : int
        Words to name per side, of those that it uses three times and twice as often as the rest, at least.

    Returns
    -------
    str
        A sentence per side, of more than six sides for the three whose first word has the highest `z`; one
        more where the words are only ranked.
    """
    number = len(set(terms["side"]))
    most = _fewer(most, number)
    twice = (terms["z"] > 0) & (terms["rate_a"] >= 2 * terms["rate_b"]) & (terms["count_a"] >= _OFTEN)
    above = terms[twice].sort_values("rank", kind="stable").groupby("side").head(most)
    if above.empty:
        return "No word is used often enough to set a side apart."
    firsts = above.groupby("side")["z"].max().nlargest(_NAMED if number > _MANY_SIDES else number)
    left = above["side"].nunique() - len(firsts)
    above = above[above["side"].isin(firsts.index)]
    words = ("“" + above["term"] + "”").groupby(above["side"], sort=True).agg(list)
    said = [f"{side} is most set apart by {_list(named)}." for side, named in words.items()]
    if left:
        said.append(f"The table has the words of {write_count(left, 'more side')}.")
    if terms["p_adjusted"].isna().all():
        said.append("These words are ranked, not tested: there are too few articles.")
    return " ".join(said)


def say_sources(words: pd.DataFrame, most: int = 2) -> str:
    """Say whose words each side gives.

    `words` is from `tables.sum_sources`; of many sides, only where the most frequent kind of source has most
    and least. Empty where nobody is given any.

    >>> say_sources(pd.DataFrame({"experts": [3, 0], "officials": [7, 5]}, ["A", "B"]))  # doctest: +ELLIPSIS
    'Of the words given to sources, A has 70% from officials and 30% from experts (of 10); B all ...'
    """
    words = words[words.sum(axis=1) > 0]
    if words.empty:
        return ""
    shares = words.div(words.sum(axis=1), axis=0)
    if len(words) > _FEW_SIDES:
        kind = shares.mean().idxmax()
        low, high = shares[kind].idxmin(), shares[kind].idxmax()
        least, largest = (write_share(shares.loc[side, kind]) for side in (low, high))
        return (
            f"Most of the words given to sources come from {SOURCES.get(kind, kind)}: from {least} in {low} "
            f"to {largest} in {high}."
        )
    said = []
    for side, row in shares.iterrows():
        first = row.sort_values(ascending=False, kind="stable").head(most)
        parts = [
            f"{write_share(part)} from {SOURCES.get(kind, kind)}" for kind, part in first.items() if part
        ]
        parts = [f"all from {SOURCES.get(first.index[0], first.index[0])}"] if len(parts) == 1 else parts
        said.append(f"{side} {'has ' * (not said)}{_list(parts)} (of {words.loc[side].sum():,})")
    return f"Of the words given to sources, {'; '.join(said)}."


def say_harsher(verdicts: pd.DataFrame, telling: pd.DataFrame) -> list[Finding]:
    """Say which side is harsher on whom, in which sentences, and of whom nothing can be said.

    Parameters
    ----------
    verdicts : DataFrame
        From `tables.tabulate_harsher`: indexed by actor, with the sides `a` and `b`, `verdict`, `harsher`
        (one of them), `pairs`, and `p_chance` (the largest of the pairs).
    telling : DataFrame
        From `tables.list_telling_sentences`, whose rows are counted and quoted.

    Returns
    -------
    list of Finding
        One per actor, side and verdict, the surest first, of many sides one per actor; each quotes a sentence
        of both sides where there are such. Actors of whom nothing can be said share the last.
    """
    decided = verdicts[verdicts["verdict"] != "abstains"]
    if decided["harsher"].nunique() > _FEW_SIDES:
        return _sum_up_harsher(decided, telling)
    decided = decided[decided["p_chance"] <= TOSS]
    milder = decided["b"].where(decided["harsher"] == decided["a"], decided["a"])
    grouped = decided.assign(milder=milder).groupby(["item", "harsher", "verdict"], sort=False)
    sums = grouped.agg(milder=("milder", "unique"), pairs=("pairs", "sum"), p=("p_chance", "max"))
    said = []
    for (actor, side, verdict), row in sums.sort_values("p", kind="stable").iterrows():
        own = telling[telling["actor"] == actor]
        sure = row.p <= OPEN
        how, doubt = (
            (_HARSHER[verdict], "") if sure else ("may be", ", though chance would often show as much")
        )
        among = f" in {row.pairs} pairs of articles" if row.pairs > 1 else ""
        shown = [f"{other} {_say_shown(own[own['side'] == other])}" for other in row.milder]
        text = (
            f"{side} {how} harsher on {actor} than {_list(list(row.milder))}{among}{doubt} "
            f"({write_p(row.p, 'largest p' if among else 'p')}): {'in all, ' if among else ''}{side} shows "
            f"{actor} {', '.join([_say_shown(own[own['side'] == side], 'sentence'), *shown])}."
        )
        said.append(Finding(text, evidence=_quote_telling(own, side, row.milder)))
    unsure = [actor for actor in dict.fromkeys(verdicts.index) if actor not in set(decided.index)]
    if unsure:
        said.append(Finding(f"Which is harsher on {_list(unsure)} cannot be told."))
    return said or [Finding("There are no two sides that name the same actor.")]


def _say_shown(rows: pd.DataFrame, unit: str = "") -> str:
    """Say in how many sentences a side shows an actor badly and well: "badly in 2 and well in 1"."""
    parts = []
    for how, own in rows.groupby("shown"):
        number, titles, others = len(own), (own["sentence_id"] < 0).sum(), own["words_of_others"].sum()
        headline = "the headline" if titles == 1 else f"{titles} headlines"
        notes = [headline if number == 1 else f"{headline} among them"] if titles else []
        share = "" if number == 1 else "all " if others == number else f"{others} "
        notes += [f"{share}in words of others"] if others else []
        count = write_count(number, unit) if unit and not parts else f"{number:,}"
        parts.append(f"{how} in {count}" + (f" ({', '.join(notes)})" if notes else ""))
    return " and ".join(parts) or "neither badly nor well"


def _quote_telling(telling: pd.DataFrame, harsher: str, milder: Iterable[str]) -> tuple[dict, ...]:
    """Quote what shows an actor worst, of a milder side that mostly shows him well, best; own words first."""
    quotes = []
    for side in (harsher, *milder):
        own = telling[telling["side"] == side]
        well = own["shown"].eq("well")
        rows = own[well if side != harsher and 2 * well.sum() > len(own) else ~well]
        for row in rows.sort_values("words_of_others", kind="stable").head(1).to_dict("records"):
            note = f"{row['shown']}, {write_number(row['tone'], 2)}"
            note += ", headline" if row["sentence_id"] < 0 else ""
            note += ", in words of others" if row["words_of_others"] else ""
            quotes.append({name: row[name] for name in QUOTED} | {"view": row["actor"], "note": note})
    return tuple(quotes)


def _sum_up_harsher(decided: pd.DataFrame, telling: pd.DataFrame, most: int = 3) -> list[Finding]:
    """Say on whom which of many sides is the harsher more often than the milder, the surest first."""
    said = []
    for actor, rows in decided.groupby(level=0, sort=False):
        sides = pd.unique(rows[["a", "b"]].to_numpy().ravel())
        pairs = rows.groupby("harsher")["pairs"].sum().reindex(sides, fill_value=0)
        pairs = pairs.sort_values(ascending=False, kind="stable")
        total = pairs.sum()
        own = {side: rows.loc[(rows[["a", "b"]] == side).any(axis=1), "pairs"].sum() for side in sides}
        ahead = (2 * pairs - pd.Series(own)).sort_values(ascending=False, kind="stable")
        mostly = ahead.index[ahead > 0][:most]
        named = _list([f"{side} ({pairs[side]} of its {own[side]})" for side in mostly]) or "nobody"
        clearly = rows.loc[rows["verdict"] == "clearly harsher", "pairs"].sum()
        shown = telling[telling["actor"] == actor]
        badly = shown[shown["shown"] == "badly"]
        text = (
            f"Most often harsher on {actor}: {named}, of {write_count(total, 'pair')} of articles that could "
            f"be decided, {clearly or 'none'} of them clearly "
            f"({write_count(len(badly), 'sentence')} {'shows' if len(badly) == 1 else 'show'} {actor} badly, "
            f"{badly['words_of_others'].sum() or 'none'} of them in words of others)."
        )
        said.append(Finding(text, evidence=_quote_telling(shown, ahead.index[0], ahead.index[-1:])))
    return said


def quote_claims(claims: pd.DataFrame, most: int = 4) -> tuple[dict, ...]:
    """Quote what one side alone seems to tell: sentences without a counterpart, side by side.

    Parameters
    ----------
    claims : DataFrame
        From `coverage.compare_claims`, most telling first.
    most : int
        Sentences in all; of more sides, none, since a choice among sides would be ours.
    """
    alone = claims[claims["status"] == "no counterpart found"]
    sides = claims["side"].nunique()
    if sides > most:
        return ()
    place = alone.groupby("side").cumcount()
    alone = alone[place < most // sides].assign(place=place).sort_values(["place", "side"])
    return tuple(alone[QUOTED].to_dict("records"))


def quote_counterparts(claims: pd.DataFrame, most: int = 4) -> tuple[dict, ...]:
    """Quote what several sides tell: sentences that are counterparts, each beside its nearest.

    Parameters
    ----------
    claims, most
        As for `quote_claims`; the pairs that most sides tell and that are most alike come first.
    """
    both = claims[claims["status"] == "counterpart"]
    quotes: list[dict] = []
    for one in both.to_dict("records"):
        if len(quotes) >= most:
            break
        pair = [
            {name: one[name] for name in QUOTED},
            {
                "side": one["closest_side"],
                "article_id": one["closest_article"],
                "sentence_id": int(one["closest_sentence"]),
                "text": one["closest"],
            },
        ]
        if not any(quote in quotes for quote in pair):
            quotes += pair
    return tuple(quotes[:most])


def say_claims(claims: pd.DataFrame, status: str = "no counterpart found") -> str:
    """Say for how many sentences of each side a counterpart, or none, was found on another.

    Parameters
    ----------
    claims : DataFrame
        One row per sentence: `side`, `status` (as `coverage.compare_claims` gives it).
    status : {"no counterpart found", "counterpart"}
        Which sentences to count.
    """
    if claims["side"].nunique() < 2:
        return "There is nothing to compare."
    long = claims[claims["status"] != "too short to compare"]
    found = "A counterpart was found" if status == "counterpart" else "No counterpart was found"
    rest = "; sentences too short to compare are not counted"
    if status != "counterpart" and (long["status"] == "possible counterpart").any():
        rest = "; of the others something near was found"
    each = (long["status"] == status).groupby(long["side"], sort=True)
    if len(each) > _FEW_SIDES:
        shares = each.mean().sort_values(kind="stable")
        (low, least), (high, most) = shares.iloc[[0, -1]].items()
        total = (long["status"] == status).sum()
        return (
            f"{found} for {total} of {write_count(len(long), 'sentence')}, from {write_share(least)} of "
            f"{low} to {write_share(most)} of {high}{rest}."
        )
    told = [
        f"{count} of {write_count(total, 'sentence')} of {side}"
        for side, count, total in each.agg(["sum", "size"]).itertuples()
    ]
    return f"{found} for {_list(told)}{rest}."


# --- how far instruments can be trusted -----------------------------------------------------------


def say_trust(pairs: Mapping | None, instrument: str, recovery: Mapping | None = None) -> list[str]:
    """Say how far a gap between two articles can be trusted, by pairs of rated opinion pieces.

    Parameters
    ----------
    pairs : mapping or None
        The class of pairs with such a gap: usual number of `sentences`, `gap_from`, `gap_to`, `value`
        (share in which readers agree), its interval `low`, `high`, and `n`; None where there is none.
    instrument : str
        Its name.
    recovery : mapping or None
        What share of the readers' gap the instrument shows: `value`, `low`, `high`, `n` (pieces).
    """
    if pairs is None:
        return [
            f"How often the instrument “{instrument}” picks the more negative of two articles has not been "
            "measured."
        ]
    high = "or more" if np.isinf(pairs["gap_to"]) else f"to {pairs['gap_to']:.2f}"
    said = [
        f"In pairs of opinion pieces of about {pairs['sentences']:.0f} sentences with a gap of "
        f"{pairs['gap_from']:.2f} {high}, the instrument “{instrument}” picks the "
        f"one that readers find more negative in {pairs['value']:.0%} (interval {pairs['low']:.0%} to "
        f"{pairs['high']:.0%}; {int(pairs['n']):,} pairs of New York Times pieces, each sentence read by 20 "
        "people; chance is 50%)."
    ]
    if recovery is not None:
        said.append(
            f"This is the tone that “{instrument}” measures, not readers’: of a gap that readers see between "
            f"two such pieces it shows {recovery['value']:.0%} on average (interval {recovery['low']:.0%} to "
            f"{recovery['high']:.0%}; {int(recovery['n']):,} pieces). A sample of your own codes corrects it."
        )
    return said


def say_frame_trust(checks: pd.DataFrame) -> str:
    """Say how often a frame's word is meant in the frame's sense; `checks` as `frames.read_frame_checks`."""
    if checks.empty:
        return "How often a hit of this lexicon is in its frame's sense has not been checked: read the hits."
    said = [
        f"{row['value']:.0%} of {row['hits']:.0f} for “{frame}” ({row['low']:.0%} to {row['high']:.0%})"
        for frame, row in checks.sort_values("value", ascending=False).iterrows()
    ]
    reader = "one reader, a language model, judged"
    return f"Hits that {reader} in other news were in their frame's sense in {_list(said)}."


def say_harsher_trust(checks: pd.DataFrame) -> str:
    """Say how often a verdict on which article is harsher was right.

    Parameters
    ----------
    checks : DataFrame
        Indexed by "decided", "right where decided" and "right where clearly harsher": `value` (share, NaN
        where too few were checked), its interval `low`, `high`, and `n`.
    """
    decided, right, clear = (
        checks.loc[name] for name in ("decided", "right where decided", "right where clearly harsher")
    )
    clearly = (
        "too few were called clearly harsher to say how often that is right"
        if np.isnan(clear["value"])
        else f"of the {clear['n']:.0f} called clearly harsher, in {clear['value']:.0%} "
        f"({clear['low']:.0%} to {clear['high']:.0%})"
    )
    return (
        f"Of {decided['n']:.0f} pairs of rated articles, which were looked at when its thresholds were set, "
        f"the verdict on which of two is harsher decided {decided['value']:.0%} and was right in "
        f"{right['value']:.0%} of those "
        f"(interval {right['low']:.0%} to {right['high']:.0%}; chance is 50%); "
        f"{clearly}."
    )


def say_simulation(rates: pd.DataFrame, confidence: float) -> str:
    """Say how often intervals, of sides and of their difference, held the truth, and tests were wrong.

    Parameters
    ----------
    rates : DataFrame
        Of made-up texts without a difference, one row per score: `coverage_a`, `coverage_b` and `coverage`
        (of the difference), `rejected`, `trials`.
    confidence : float
        What the intervals promise.
    """
    held, wrong = rates[["coverage_a", "coverage_b", "coverage"]].to_numpy(), rates["rejected"]
    return (
        f"Intervals that promise {confidence:.0%} held the truth in {held.min():.0%} to {held.max():.0%} of "
        f"{int(rates['trials'].min())} made-up pairs of texts; tests at 5% found a difference that was not "
        f"there in {wrong.min():.0%} to {wrong.max():.0%}."
    )


def say_codes(agreement: pd.DataFrame) -> list[str]:
    """Say what coders of one's own tell of the instruments, and whether they agree enough to tell anything.

    Parameters
    ----------
    agreement : DataFrame
        `value` of "coders on tone" (Krippendorff's alpha), of "coders on frame ..." where frames were coded,
        and of each instrument (rank correlation with the coders); empty without a coded sheet.
    """
    if agreement.empty:
        return ["No coded sheet was given, so no one has checked the instruments on these texts."]
    values = agreement["value"]
    instruments = values[~values.index.str.startswith("coders on ")]
    best = instruments.idxmax()
    said = f"Of the instruments, {best} ranks sentences most like the coders do ({instruments.max():.2f})."
    warning = warn_of_coders(values["coders on tone"])
    return [warning, said] if warning else [said]


def say_corrections(corrections: Mapping[str, Any], labels: Mapping[str, str]) -> list[Finding]:
    """Say what the sides are by the corrected estimates, beside what instrument and codes say alone.

    Parameters
    ----------
    corrections : mapping of str to `correct.Correction`, or None
        By what was coded; None where too little was.
    labels : mapping of str to str
        What was coded -> name, with its unit in brackets.
    """
    findings = []
    for name, correction in corrections.items():
        if correction is None:
            continue
        gaps = correction.comparison.gaps
        other = gaps.pivot_table(index=["side_a", "side_b"], columns="score", values="difference")
        for row in gaps[gaps["score"] == "corrected"].to_dict("records"):
            alone = other.loc[(row["side_a"], row["side_b"])]
            note = (
                f"the instrument alone measures {write_number(alone['instrument'], 2)}, the codes alone "
                f"{write_number(alone['codes'], 2)}; coded were {_list_coded(correction.coded)}"
            )
            if np.isfinite(correction.more):
                note += f"; about {correction.more:.0f} more codes would halve the interval"
            said = describe_difference({**row, "score": name}, labels)
            said = said._replace(notes=" ".join(filter(None, [said.notes, _sentence(note)])))
            findings.append(Finding(said.text, row["verdict"], said))
    if left := [name for name, correction in corrections.items() if correction is None]:
        text = f"Too few sentences of a side were coded to correct {_list(left, _LISTED)}."
        findings.append(Finding(text, TOO_LITTLE))
    return findings


def _list_coded(coded: pd.Series) -> str:
    return _list([f"{number} sentences of {side}" for side, number in coded.items()], _LISTED)


def warn_of_coders(alpha: float, what: str = "tone") -> str:
    """Say that coders do not agree enough for a comparison with them to mean anything; else say nothing."""
    if alpha >= ALPHA_ENOUGH:
        return ""
    given = "cannot be computed" if np.isnan(alpha) else f"is {alpha:.2f}"
    return (
        f"The coders' agreement on {what} {given} (Krippendorff's alpha; {ALPHA_ENOUGH} is the least for "
        "tentative conclusions), so how an instrument fares against them says little about the instrument."
    )
