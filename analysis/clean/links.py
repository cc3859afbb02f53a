"""Rules for links to other stories, and for trailers that print those stories."""

from analysis.clean.words import NAME, Rule

# Fox News and Fox Business, but not their Halftime Report, whose subheadings are in capitals too.
_FOX = r"^(?!.*mark-halftime).*(?:\bfox\b|foxnews|foxbusiness)"
_LABEL = (
    r"(?i:see also|see more|related|related (?:news|stories|story|articles?|coverage|video)|read more|"
    r"more|read next|"
    r"read also|also read|read|more from [\w .']{2,30}|more on this|more on this story|more in [\w .']{2,30}|"
    r"also on [\w .']{2,30}|don't miss|must read|you may also like|you might also like|recommended|"
    r"full coverage|special report)"
)
_SOFT = (
    r"(?i:earlier|next|previously|watch|listen|video|photos|gallery|opinion|column|analysis|explainer|"
    r"fact check|live updates?|view)"
)
_HEADING = (
    r"(?i:read more(?: from [\w .']{2,40}| on [\w .']{2,40})?|related(?: stories| articles| coverage| "
    r"links| news)?|"
    r"more(?: from [\w .']{2,40}| stories| on this story| on this)?|earlier|recommended(?: for you| "
    r"stories)?|"
    r"you (?:may|might) also (?:like|be interested in)|trending(?: stories| now)?|most (?:read|popular|"
    r"viewed)|"
    r"top stories|latest (?:news|stories|headlines)|popular (?:stories|now)|what to read next|read next|"
    r"worthy of your time|around the web|promoted stories)(?:\.{3}|…|:)?"
)

RULES = (
    Rule(
        "caps-headline",
        "related_link",
        "line",
        "A line in capitals of eight words or more, with no question mark, is another story's headline "
        "in any outlet.",
        "TEN BRIDGES AT RISK AFTER WINTER FLOODS, ENGINEERS SAY",
        (r"(?=[^a-z]{30,260}$)(?=(?:[^ ]+ ){7}).{0,250}[A-Z'\")0-9%]",),
    ),
    Rule(
        "hill-block",
        "related_link",
        "form",
        "The Hill's topic link: after a name, the full name, headlines of other stories, MORE. The name "
        "as displayed is kept.",
        "Sen. Jane Roe Jane Ann RoeTen races to watch Vote set for June MORE said no.",
    ),
    Rule(
        "hill-block-cut",
        "related_link",
        "form",
        "The same block broken off before its MORE: removed to the end of the line, if no sentence ends "
        "there.",
        "The plan was backed by Sen. Jane Roe Jane Ann RoeTen races to watch Vote set for June",
        outlets=r"hill",
    ),
    Rule(
        "go-deeper",
        "teaser",
        "rest",
        "Axios: 'Go deeper' alone on a line opens a trailer of other stories.",
        "Go deeper",
        (r"Go deeper:?",),
    ),
    Rule(
        "go-deeper-link",
        "related_link",
        "line",
        "Axios' link to one other story, or to the rest of this one.",
        "Go deeper: Ten bridges at risk",
        (
            r"Go deeper ?(?:\.\.\.|…|:|-|—):? ?.{3,200}",
            r"Go deeper(?: \(\d.{0,30}\))?:?",
            r"Go deeper \d+ words",
        ),
    ),
    Rule(
        "more-stories",
        "teaser",
        "rest",
        "A heading over a list of other stories at the end of the page.",
        "Read more:",
        (_HEADING,),
    ),
    Rule(
        "link-list",
        "related_link",
        "form",
        "The same within the page: the heading and the headlines under it, up to the next paragraph.",
        "You might also be interested in:\nTen bridges at risk\nA ferry returns",
    ),
    Rule(
        "related-label",
        "related_link",
        "line",
        "A label and the headline of another story.",
        "Related: Ten bridges at risk",
        (
            rf"{_LABEL}(?:\.{{3}}|…| ?[:|>»])\W{{0,2}}(?:[\"']?[A-Z0-9$].{{3,220}}[^:])?",
            rf"{_SOFT}(?:\.{{3}}|…| ?[:|>»])\W{{0,2}}[\"']?[A-Z0-9$].{{3,220}}[^.:\"']",
            r"Read more (?:about|on|here|at) .{8,160}[^.]",
            r"Read (?:[A-Z][\w']+(?: [A-Z][\w']+)? (?:blog|analysis|column)(?: here)?|more from [A-Z][\w "
            r"']{2,40})",
            r"QuickTake: .{5,160}[^.]",
        ),
    ),
    Rule(
        "related-glued",
        "related_link",
        "line",
        "USA TODAY and MarketWatch glue a label to the headline it links to.",
        "Bridges:Ten are at risk, engineers say",
        (r"(?!Updated? )[A-Z'\"][^:!?]{1,60}[:?][A-Z'\"][a-zA-Z'.][^\n]{8,200}[^.!:]",),
    ),
    Rule(
        "atlantic-link",
        "related_link",
        "line",
        "The Atlantic's link: an author, a colon, a headline.",
        "Jane Roe: The bridges we need",
        (rf"{NAME}: [A-Z][^.!?:]{{8,120}}[^.!?:\"]",),
        r"atlantic",
    ),
    Rule(
        "read-more-end",
        "related_link",
        "line",
        "The Guardian's link: a headline followed by Read more.",
        "Ten bridges at risk, engineers say Read more",
        (r".{10,200} Read more",),
        needs=(" Read more",),
    ),
    Rule(
        "see-also",
        "related_link",
        "line",
        "A label in capitals and the headline of another story.",
        "READ Ten Bridges at Risk, Engineers Say",
        (
            r"(?!.*@)(?:SEE ALSO|READ MORE|READ ALSO|READ|RELATED|MORE|ALSO|WATCH|LISTEN|VIDEO|OPINION|"
            r"PHOTOS|LIVE|FLASHBACK|"
            r"RELATED STORIES|EARLIER|DON'T MISS|ALSO READ|WATCH LIVE|READ NEXT|WATCH HERE|WATCH NOW)"
            r"(?::|\.{3}| ?>{1,2}| ?\|)\W{0,2}.{0,260}",
            r"(?:READ|WATCH|CLICK HERE TO) [A-Z][^.!?]{15,200}",
            r"\W{0,2}(?:READ|WATCH|SEE) (?:HERE|MORE|BELOW)\W{0,3}",
        ),
    ),
    Rule(
        "paren-links",
        "related_link",
        "line",
        "A link in parentheses on a line of its own.",
        "(PHOTOS: Ten bridges)",
        (
            r"\( ?(?:PHOTOS?|VIDEO|WATCH|MORE|RELATED|READ MORE|Also on POLITICO|Related|More|Story|See "
            r"also|Read more)[:s] ?.{2,220}\)",
            r"\( [A-Z][\w ]{2,30}: .{3,200}\)",
        ),
    ),
    Rule(
        "paren-related",
        "related_link",
        "inside",
        "A link in parentheses within a paragraph.",
        "He denied it. (RELATED: Ten Bridges At Risk)",
        (
            r"(?<=[.!?\"'\w)] )\((?:RELATED|WATCH|VIDEO|MORE|READ|SEE ALSO|READ MORE|PHOTOS|"
            r"ALSO)S?:[^()]{5,240}\)(?= |$)",
        ),
        needs=("(RELATED", "(WATCH", "(VIDEO", "(MORE", "(READ", "(SEE", "(PHOTOS", "(ALSO"),
    ),
    Rule(
        "fox-quote",
        "duplicate",
        "line",
        "Fox News prints pull quotes with a dash and the speaker; the words stand in the text too.",
        '"We will not close the bridge." - Mayor Jane Roe',
        (r"[\"'].{15,300}[\"'] ?[—–-]{1,2} ?[A-Z][^.!?]{3,30}(?:\. [^.!?]{2,60})?[^.!?]{0,60}",),
        _FOX,
    ),
    Rule(
        "caps-link",
        "related_link",
        "line",
        "Fox News prints links to other stories as lines in capitals; elsewhere such lines are subheadings.",
        "TEN BRIDGES AT RISK, ENGINEERS SAY",
        (
            r"(?=[^a-z]{12,260}$)(?=(?:[^ ]+ ){4}).{0,250}[A-Z'\")?!0-9%]",
            r"(?=[^a-z]{8,80}$)(?:READ |CORONAVIRUS:|TRANSCRIPT|THE LATEST FROM|LIVE BLOG|PICTURES|"
            r"COMPLETE COVERAGE|TIMELINE:).*",
        ),
        _FOX,
    ),
)
