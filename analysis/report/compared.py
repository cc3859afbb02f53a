"""Who is compared, as the front page says it: a title, a summary, the sides and their articles."""

import pandas as pd

from analysis.present import palette

ENOUGH = 8  # articles a side, to speak for more than these texts
FEW = "These findings speak for these texts only. To speak for a side takes at least eight of its articles."
MANY = "Whole articles were resampled, so these findings speak for what these sides publish on such stories."
MIXED = (
    "Some findings speak for these texts only, for want of articles or shared events to resample; the others "
    "speak for what these sides publish on such stories. Each says which."
)
_NAMED = 3  # sides whose names fit a title
_LISTED = 4  # headlines of a side


def sides(articles: pd.DataFrame, side: str) -> dict:
    """Say who is compared, in words and in lists of headlines.

    Returns
    -------
    dict
        `named`, who is side by side; `summary` and `reach`, one paragraph each; `sides`: name, count, lines
        and colour of each side, in the order of the articles. Of many sides or articles, no lines.
    """
    if articles.empty or side not in articles:
        return {"named": "Side by side", "summary": "", "reach": "", "sides": []}
    some = articles[articles[side].notna() & (articles[side].astype("str") != "")]
    groups = [(str(name), group) for name, group in some.groupby(side, sort=False)]
    short = len(groups) > 2 and len(some) > 2 * _NAMED
    listed = [
        {"name": name, "count": _articles(len(group)), "lines": [] if short else _lines(group)}
        | {"color": palette.SIDES[place % len(palette.SIDES)].color}
        for place, (name, group) in enumerate(groups)
    ]
    few = not groups or min(len(group) for _, group in groups) < ENOUGH
    by = f", compared by {side.replace('_', ' ')}" if len(groups) > 1 else ""
    return {
        "named": _named([name for name, _ in groups]),
        "summary": f"{_articles(len(some))}{by}{_dates(some)}.",
        "reach": FEW if few else MANY,
        "sides": listed,
    }


def _named(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]}, on its own"
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} others"]
    return f"{_joined(names)}, side by side"


def _lines(group: pd.DataFrame) -> list[str]:
    """Name some articles: by headline and by who wrote them, else by id."""
    known = zip(group.index, group["title"].fillna(""), group["author"].fillna(""), strict=True)
    titles = [_line(*one) for one in known]
    return titles if len(titles) <= _LISTED else [*titles[:3], f"and {len(titles) - 3:,} more"]


def _line(name: str, title: str, authors: str) -> str:
    if not authors:
        return title or name
    first, *more = authors.split(", ")
    by = f"{first} and {len(more)} others" if len(more) > 1 else authors
    return f"{title or 'Untitled'}, by {by}"


def _articles(number: int) -> str:
    return f"{number:,} article{'s' * (number != 1)}"


def _joined(names: list[str]) -> str:
    return " and ".join([*([", ".join(names[:-1])] if len(names) > 1 else []), *names[-1:]])


def _dates(articles: pd.DataFrame) -> str:
    """Say when they were published, where all say so."""
    days = pd.to_datetime(articles["published"].astype("str"), errors="coerce", utc=True, format="ISO8601")
    if days.empty or days.isna().any():
        return ""
    first, last = (f"{day.day} {day:%B %Y}" for day in (days.min(), days.max()))
    return f", published on {first}" if first == last else f", published from {first} to {last}"
