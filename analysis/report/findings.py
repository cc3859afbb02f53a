"""Which findings stand on the front page, what they add up to, and where a strip draws them."""

from collections import Counter
from collections.abc import Mapping

from analysis.present import wording

_ORDER = [*wording.VERDICTS, ""]
_TEXTS = 2  # other findings of one notebook there
_NAMES = ("low", "high", "difference")


def differences(found: list[dict]) -> list[dict]:
    """Keep the findings that tell of one difference, with a verdict on it."""
    return [item for item in found if "name" in _part(item)]


def others(found: list[dict]) -> list[dict]:
    """Gather what is not laid out as a difference by notebook: its first few as `told`, each text once."""
    pages: dict[str, dict] = {}
    said: set[str] = set()
    for item in found:
        if _part(item) or item["text"] in said:
            continue
        said.add(item["text"])
        told = pages.setdefault(item["page"], item | {"told": []})["told"]
        told.extend([item] if len(told) < _TEXTS else [])
    return list(pages.values())


def tally(found: list[dict]) -> dict[str, int]:
    """Count the differences that were tested by verdict, those summed up in a sentence too."""
    counts = Counter(item["verdict"] for item in differences(found))
    for item in found:
        counts.update(_part(item).get("counts", {}))
    return {word: counts[word] for word in _ORDER if word and counts[word]}


def chosen(found: list[dict]) -> list[dict]:
    """Choose for the front page: of each notebook the firmest difference, the largest effect first.

    One a question, so that no question crowds out another. The other differences are told on their pages.
    """
    ranked = sorted(found, key=lambda item: (_ORDER.index(item["verdict"]), -_effect(item)))
    firsts: dict[str, dict] = {}
    for item in ranked:
        firsts.setdefault(item["page"], item)
    return list(firsts.values())


def _effect(item: Mapping) -> float:
    return abs(_part(item).get("effect") or 0.0)


def link_evidence(cards: list[dict], read: Mapping[str, str], page: str = "reading") -> list[dict]:
    """Lead each sentence of evidence to its place in the reader, where the report has it there.

    Parameters
    ----------
    cards : list of dict
        From `chosen`.
    read : mapping of str to str
        Articles that can be read on `page` -> the prefix of the ids of their sentences.
    """
    linked = []
    for card in cards:
        shown = [
            {**one, "href": f"{page}.html#{read[one['article_id']]}-{one['sentence_id']}"}
            if one["article_id"] in read
            else one
            for one in _part(card).get("evidence") or ()
        ]
        linked.append({**card, "evidence": shown})
    return linked


def reach(found: list[dict]) -> str:
    """Say for what findings of differences speak; empty where there are none."""
    return wording.say_reach(item["difference"]["resampled"] for item in differences(found))


def strip(part: Mapping) -> dict[str, float] | None:
    """Place a difference on a line that holds its interval and 0, with room for numbers beside the ends.

    Parameters
    ----------
    part : mapping
        The fields of a `wording.Difference`.

    Returns
    -------
    dict of str to float, or None
        `zero`, `low`, `high` and `difference` in percent of the line's length; None without an interval.
    """
    numbers = [part[name] for name in _NAMES]
    if None in numbers:
        return None
    left, right = min(0.0, *numbers), max(0.0, *numbers)
    room = (right - left or 1.0) * 0.25
    left, wide = left - room, right - left + 2 * room
    places = zip((*_NAMES, "zero"), (*numbers, 0.0), strict=True)
    return {name: (value - left) / wide * 100 for name, value in places}


def _part(item: Mapping) -> Mapping:
    return item.get("difference") or {}
