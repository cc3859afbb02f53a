"""The cleaning rules, read from `rules.toml`, and their patterns, each compiled once."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

LONGEST_LINE = 1500  # patterns for whole lines are not held against longer ones


class Rule(NamedTuple):
    """One kind of residue; `rules.toml` says what each field means; `pattern` joins its `patterns`."""

    id: str
    kind: str
    place: str
    why: str
    example: str
    counter_example: str
    procedure: bool = False
    pattern: str = ""
    needs: tuple[str, ...] = ()
    outlets: str = ""


class RuleSet(NamedTuple):
    """The rules in force on pages of one outlet.

    Attributes
    ----------
    ids : frozenset of str
        All of them.
    places : dict of str to Pattern
        For each place, its rules' patterns as one, whose matching group names the rule (`name_rule`).
    needing : list of (Rule, Pattern)
        Rules that are only tried in lines that hold one of their words.
    """

    ids: frozenset[str]
    places: dict[str, re.Pattern]
    needing: list[tuple[Rule, re.Pattern]]


_FRAGMENT = re.compile(r"\{([A-Z_]+)\}")


def _read_rules() -> tuple[dict[str, str], dict[str, Rule]]:
    table = tomllib.loads(resources.files(__package__).joinpath("rules.toml").read_text("utf-8"))
    fragments: dict[str, str] = {}

    def expand(pattern: str) -> str:
        return _FRAGMENT.sub(lambda name: fragments[name[1]], re.sub(r"^\s+|\n\s*", "", pattern))

    for name, pattern in table["fragments"].items():
        fragments[name] = expand(pattern)
    rules = {}
    for fields in table["rule"]:
        pattern = "|".join(expand(pattern) for pattern in fields.pop("patterns", ()))
        needs = tuple(fields.pop("needs", ()))
        rules[fields["id"]] = Rule(**fields, pattern=pattern, needs=needs)
    return fragments, rules


FRAGMENTS, RULES = _read_rules()
NAMES = FRAGMENTS["NAMES"]


def select_rules(outlet: str, off: tuple[str, ...] = ()) -> RuleSet:
    """The rules in force for an outlet (name and address in lower case), without those switched off."""
    special = [name for name, rule in RULES.items() if rule.outlets and re.search(rule.outlets, outlet)]
    return _rule_set(off, frozenset(special))


@cache
def _rule_set(off: tuple[str, ...], special: frozenset[str]) -> RuleSet:
    rules = [
        rule for rule in RULES.values() if rule.id not in off and (not rule.outlets or rule.id in special)
    ]
    places = {}
    for place in ("line", "below", "long", "head", "foot", "start", "trailer"):
        parts = [
            f"(?P<{rule.id.replace('-', '_')}>{rule.pattern})"
            for rule in rules
            if rule.place == place and not rule.procedure and not rule.needs
        ]
        places[place] = re.compile("|".join(parts) or r"(?!)")
    needing = [(rule, re.compile(rule.pattern)) for rule in rules if rule.needs and not rule.procedure]
    return RuleSet(frozenset(rule.id for rule in rules), places, needing)


def name_rule(match: re.Match) -> str:
    """The id of the rule whose pattern matched."""
    return str(match.lastgroup).replace("_", "-")
