"""Rules for headlines, bylines, biographies and credits of reporters."""

from analysis.clean.words import NAMES, Rule

RULES = (
    Rule(
        "headline",
        "headline",
        "form",
        "The headline repeated above the text: the line equals the given title, or stands there twice.",
        "Ten bridges at risk\n\nTen bridges at risk",
    ),
    Rule(
        "npr-headline",
        "headline",
        "form",
        "NPR's pages begin with their headline, in title case.",
        "Ten Bridges Are At Risk After Winter Floods\n\nUpdated at 9 p.m. ET",
        outlets=r"\bnpr\b",
    ),
    Rule(
        "byline",
        "byline",
        "lead",
        "Who wrote it.",
        "By Jane Roe and John Doe",
        (
            rf"(?:By|BY|by)[: ] ?(?:{NAMES}|[A-Z][A-Z .'\-]{{4,60}})(?:[,|] .{{2,80}}| \(.{{2,60}}\))?",
            rf"(?:{NAMES}),? (?:USA TODAY|Associated Press|Opinion [Cc]ontributor|[Oo]pinion columnist|"
            rf"Reuters)",
        ),
    ),
    Rule(
        "byline-pair",
        "byline",
        "form",
        "USA TODAY: the writers' names on one line, the paper's on the next.",
        "Jane Roe and John Doe\n\nUSA TODAY",
    ),
    Rule(
        "bio",
        "bio",
        "form",
        "A line at either end that says who the writer is: a name found nowhere else, what they are, and "
        "where.",
        "Jane Roe is a senior fellow at the Institute for Bridges.",
    ),
    Rule(
        "follow",
        "bio",
        "line",
        "Where to follow the writer.",
        "Follow Jane Roe on Twitter: @janeroe",
        (
            r"(?i:\W{0,3}(?:you can )?follow (?:@|him|her|them|us|me|[A-Z][\w.'\-]{1,20})"
            r"(?:.{0,160}\b(?:on|at|via)\b.{0,20}(?:twitter|facebook|instagram|http|@).{0,120}|\S{0,30}))",
        ),
    ),
    Rule(
        "contributed",
        "contributor",
        "tail",
        "Who else reported: a credit, not part of the story.",
        "Jane Roe contributed to this report.",
        (
            r"(?!.{0,300}[.!?] [A-Z].{60})[^\"]{2,300}\bcontributed(?: to| reporting)?\b[^\"]{0,90}",
            r"\W{0,3}(?:Contributing|Contributors?|CONTRIBUTING): ?.{3,300}",
            r"(?:Additional )?[Rr]eporting (?:was contributed )?by [A-Z].{3,400}",
            r"\W{0,3}With (?:assistance|files|reporting|Post wires?|AP|Reuters|wires?)(?: (?:by|from) "
            r".{3,300})?\.?",
            r"\W{0,3}This (?:article|story|report) (?:is|was) (?:based in part on|compiled from|written "
            r"with) .{3,80}",
            r"[A-Z][\w.' \-]{2,60} reported from [A-Z][^\"]{3,200}",
            r"\(?(?:The )?Associated Press\)?|USA TODAY",
        ),
    ),
    Rule(
        "wire-credits",
        "contributor",
        "end",
        "Reuters' list of reporters and editors.",
        "Voting ends on Monday. (Reporting by Jane Roe; Editing by John Doe)",
        (
            r"\((?:Reporting|Additional reporting|Writing|Editing|Compiled|Reported)(?: and \w+)? by "
            r"[^()]{3,400}\)",
        ),
        needs=("eporting by", "Reporting and", "Writing by", "Editing by", "Compiled by", "Reported by"),
    ),
)
