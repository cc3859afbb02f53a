"""What crawling leaves in news text: every rule by which it is recognised, one row each.

This is data, read by `analysis.clean`; the rows stand in `residue_people`, `residue_pictures`,
`residue_page`, `residue_links` and `residue_sites`. `where` says what a pattern is held against:

==========  ==========================================================================================
``line``    a whole line, wherever it stands
``lead``    a whole line before the first paragraph of the article
``tail``    a whole line after the last paragraph of the article
``long``    the beginning of a line of any length: the whole line
``start``   the beginning of a line that goes on with body text
``end``     the end of a line that begins with body text
``inside``  a stretch inside a line
``rest``    a line that opens a trailer: it and all that follows
``form``    no pattern: a procedure of this id in `residue_forms`
==========  ==========================================================================================

A rule with `needs` is only tried where one of those words stands. Patterns for whole lines are not held
against lines longer than `LONGEST_LINE`.
"""

import re

from analysis.clean import links as residue_links
from analysis.clean import page as residue_page
from analysis.clean import people as residue_people
from analysis.clean import pictures as residue_pictures
from analysis.clean import sites as residue_sites
from analysis.clean.words import NAMES, Rule

LONGEST_LINE = 1500

REPEATS = (
    Rule(
        "repeat-line",
        "duplicate",
        "form",
        "A long line that is the same, word for word, as the line above it; a caption also further down.",
        "The bridge will be closed for a year, the mayor said on Monday.\n\n"
        "The bridge will be closed for a year, the mayor said on Monday.",
    ),
    Rule(
        "overlap",
        "duplicate",
        "form",
        "The extractor repeats the end of a list item at the head of the next one (nested links): the "
        "repeat goes.",
        "The city announced a ban on trucks over ten tons.\n\na ban on trucks over ten tons. Cars may "
        "still cross.",
    ),
    Rule(
        "pull-quote",
        "duplicate",
        "form",
        "A long line without end mark whose words stand in another line nearby: a pull quote.",
        "The mayor said we have never seen so many of the old bridges fail at once in a single year, and "
        "left.\n\n"
        "we have never seen so many of the old bridges fail at once in a single year",
    ),
    Rule(
        "repeated-line",
        "boilerplate",
        "form",
        "A line that recurs in many articles of the outlet; only where such lines are handed over.",
        "Our reporters are here for you",
    ),
)

LAYOUT = (
    Rule(
        "bullet",
        "bullet",
        "start",
        "The sign before a list item.",
        "• The bridge stays closed.",
        (r"(?:[•◦▪●⦁■‣·]|\*(?= )|-(?= {2}))\s{0,4}",),
    ),
    Rule(
        "whitespace",
        "whitespace",
        "form",
        "Space at the edges of lines and beyond one empty line between paragraphs.",
        "One.\n\n\n\nTwo.",
    ),
)

DOUBTS = (
    Rule(
        "doubt-embed",
        "review",
        "form",
        "A quoted post: its words are not the outlet's. Kept.",
        "No deal! — Jane Roe (@janeroe) May 1, 2019",
    ),
    Rule(
        "doubt-note",
        "review",
        "form",
        "A note on corrections or updates. Kept.",
        "Correction: An earlier version misspelled a name.",
    ),
    Rule(
        "doubt-headline",
        "review",
        "form",
        "A longer line without end mark between two paragraphs: a subheading, or the headline of another "
        "story. Kept.",
        "The ten bridges that engineers say are at risk",
    ),
    Rule(
        "doubt-line",
        "review",
        "form",
        "A line without end mark at either end of the article. Kept.",
        "What happened on Friday",
    ),
)

RULES: tuple[Rule, ...] = (
    *residue_people.RULES,
    *residue_pictures.RULES,
    *residue_page.RULES,
    *residue_links.RULES,
    *residue_sites.RULES,
    *residue_sites.INLINE,
    *REPEATS,
    *LAYOUT,
    *DOUBTS,
)
RULE = {rule.id: rule for rule in RULES}

# Words by which a page gives its outlet away; those of the second kind only count where no outlet is given.
MARKS = {"mark-fox": ("FOX NEWS APP", "\nFox News' "), "mark-halftime": ("THE RULEBOOK:", "HALFTIME REPORT")}
MENTIONS = {
    "mark-npr": ("toggle caption", "Enlarge this image", " told NPR", "NPR's "),
    "mark-dailymail": ("DailyMail.com", "MailOnline", "Scroll down for video"),
    "mark-politico": ("POLITICO",),
    "mark-buzzfeed": ("BuzzFeed News",),
    "mark-yahoo": ("Yahoo News", "Yahoo Finance"),
}

# What stays and is listed: posts of others, notes on corrections.
EMBED = re.compile(r"[-—–] ?[^\n]{1,60}\(@\w{1,20}\)(?: [A-Z][a-z]+ \d{1,2}, \d{4})?$")
NOTE = re.compile(
    r"\W{0,4}(?:Editor'?s'? [Nn]ote|EDITOR'S NOTE|Corrections?|CORRECTION|Clarification|Updated?|UPDATED?|"
    r"(?:This|An earlier version of this) (?:story|article|post|report|version of)\b.{0,40}"
    r"(?:updated|corrected|has been|was|misstated|incorrectly))\b"
)


def writer(byline: str, bio: str) -> str:
    """The writers' names in a byline or, failing that, in a biography; '' where there are none."""
    found = re.search(NAMES, re.sub(r"^(?:By|BY|by)[: ]+", "", byline)) or re.match(NAMES, bio)
    return found.group() if found else ""
