"""What crawling leaves in news text: the rules by which it is recognised, one row each.

This is data, read by `analysis.clean`. Patterns see a copy of the text of the same length in which quotation
marks are straight and odd spaces plain. `where` says what a pattern is held against:

==========  ==========================================================================================
``line``    a whole line, wherever it stands
``lead``    a whole line before the first paragraph of the article
``tail``    a whole line after the last paragraph of the article
``start``   the beginning of a line that goes on with body text
``end``     the end of a line that begins with body text
``inside``  a stretch inside a line
``rest``    a line that opens a trailer: it and all that follows
``form``    no pattern: a procedure of this id, because no regular expression can tell
==========  ==========================================================================================

Lines longer than `LONGEST_LINE` are only searched by the last four, whose repeats are all bounded: that is what
keeps cleaning linear. `outlets` restricts a rule to outlets whose name or address matches.
"""

import re
from typing import NamedTuple

LONGEST_LINE = 1500


class Rule(NamedTuple):
    """One kind of residue.

    Attributes
    ----------
    id : str
        Its name, by which it can be switched off.
    kind : str
        What the removed span is: ad, bio, boilerplate, bullet, byline, caption, contributor, credit,
        duplicate, headline, nav, related_link, share, signup, teaser, video; or review (kept, but listed).
    where : str
        Where it may stand (see the module).
    rationale : str
        Why it is not the article.
    example : str
        A made-up text it finds.
    pattern : str
        Regular expression over the normalised text, empty for forms.
    outlets : str
        Regular expression over outlet name and address in lower case; empty for all.
    """

    id: str
    kind: str
    where: str
    rationale: str
    example: str
    pattern: str = ""
    outlets: str = ""


# Building blocks of the patterns below.
NAME = r"[A-ZÀ-Þ][\w.'\-]{0,24}(?: (?:[A-ZÀ-Þ(\"][\w.'\-)\"]{0,24}|de|la|von|van|der|del|al|bin|ter)){1,4}"
NAMES = rf"{NAME}(?:,? (?:and|&) {NAME}|, {NAME}){{0,9}}"
AGENCY = (
    r"(?:AP|A\.P\.|Associated Press|The Associated Press|AP Photo|AP Images|AP Pool|R(?:euters|EUTERS)|AFP|"
    r"Getty(?: Images)?(?: [\w ]{2,20})?|GETTY(?: IMAGES)?|EPA(?:-EFE)?|epa(?:-efe)?|EFE|Bloomberg(?: News)?|"
    r"Shutterstock|shutterstock|iStock(?:photo)?|R(?:ex|EX)(?: Features)?|Press Association|PA(?: Wire| Images)?|"
    r"UPI|Alamy|Z(?:uma|UMA)(?: Press| Wire)?|Polaris|Redux(?: Pictures)?|NurPhoto|S(?:ipa|IPA)(?: USA)?|Xinhua|"
    r"Corbis|Anadolu(?: Agency)?|Barcroft|WireImage|FilmMagic|Newscom|Pool|POOL|White House|TASS|Sputnik|KCNA|"
    r"The Washington Post|Washington Post|The New York Times|New York Times|The Washington Times|"
    r"The Wall Street Journal|POLITICO|Politico|Axios|Vox|Slate|BuzzFeed News|The Guardian|The Observer|Splash|"
    r"Fox News|NBC News|NBC|ABC News|ABC|CBS News|CBS|CNN|C-SPAN|NPR|USA TODAY(?: Sports| NETWORK)?|USAT|AAP|"
    r"Facebook|Twitter|Instagram|YouTube|Handout|HANDOUT|Flickr|Wikimedia Commons|Tribune News Service|TNS|"
    r"CQ[- ]Roll Call(?:,? Inc\.?)?|Roll Call|MediaPunch|Pacific Press|LightRocket|Star Tribune|Newsday RM|IPX)"
)
PHOTO_AGENCY = (
    r"(?:AP(?: Photo| Images)?|Associated Press|R(?:euters|EUTERS)|AFP|Getty(?: Images)?|GETTY(?: IMAGES)?|EPA(?:-EFE)?|"
    r"Shutterstock|iStock(?:photo)?|Alamy|Z(?:uma|UMA) Press|NurPhoto|Press Association|REX)"
)

# A line that ends so is a caption with its credit, or a credit alone. Only the last 260 characters are read.
CREDIT = (
    # (AP Photo/Name), (Name/Reuters), (Photo: Name, Agency), (Name via AP)
    rf"[(\[](?:AP Photo[^()\[\]]{{0,80}}|REUTERS[^()\[\]]{{0,80}}|(?i:photo|image|graphic|illustration|photograph|video|"
    rf"screenshot|screen ?grab|source|credit)s?(?: illustration)?(?: by|:| from| courtesy| via|/)[^()\[\]]{{2,110}}|"
    rf"[A-ZÀ-Þ][^()\[\]/.;:]{{2,60}}/ ?[A-ZÀ-Þ][^()\[\];:]{{1,70}}|[^()\[\].;:]{{2,70}},? via {AGENCY}[^()\[\]]{{0,24}}|"
    rf"(?:{NAME}(?: for)?[,/| ]{{1,3}})?{AGENCY}(?:/[A-Z][\w ]{{1,30}})?|"
    r"(?:File|file|Handout|Screenshot|screenshot|YouTube screenshot|Public [Dd]omain|Pixabay))[)\]]"
    # Photo: Name/Agency    Photographer: Name/Agency    Illustration: Name / Outlet    Mandatory Credit: ...
    r"|(?<![\w-])(?:Photo(?:graph)?(?: ?[Ii]llustration| Credit|s)?|Photograph(?:er|s|y)?|PHOTO(?: CREDIT)?|"
    r"Illustrations?|Image(?: [Cc]redit)?|(?:Mandatory |Photo )?Credits?|Picture(?: [Cc]redit)?|Photo/Video|"
    r"Photo [Ii]llustration by|Photo(?:graph)? [Bb]y|Video)"
    r"(?:: ?|(?<=by) )[A-Z][^.!?;]{1,110}"
    # REUTERS/Name, (c) Name, Image copyright ...
    r"|(?<![\w-])REUTERS ?/ ?[A-Z][^.!?;]{1,80}(?:/File Photo)?"
    r"|(?:Â?©|\([cC]\)) ?[A-Z][^.!?;]{1,80}"
    # Data: ...; Chart: Outlet
    r"|(?:Data|Reproduced from|Adapted from|Note|Source|Expand chart)\b:? ?[^\n]{2,180}; ?"
    r"(?:Chart|Map|Table|Graphic|Cartogram|Note|Photo)s?: [^\n;]{3,60}"
    r"|(?:Chart|Map|Table|Graphic): [A-Z][^.!?;]{2,50}/?(?:Axios(?: Visuals)?|Vox|Reuters|Bloomberg)"
    # Name/Agency, Name | Agency, Name via Agency, Name / Agency / Agency
    rf"|(?<![\w/'-]){NAME}(?: for [A-Z][\w ]{{2,30}})?(?:,? ?(?:/| \| | via ) ?{AGENCY}){{1,4}}"
    r"(?:, ?(?:FILE|File|file|Pool|pool)|/File(?: Photo)?)?"
    rf"|(?<![\w/'-]){AGENCY}(?: ?[/|] ?{AGENCY}){{1,3}}"
    r"|(?<=[ .\"])(?:via )?(?:Getty Images(?: file)?|AP Photo|AP Images|iStock(?:photo)?|Shutterstock)"
    r"|\| ?(?:[A-Z][^|.]{2,60} )?(?:AP Photo|AP|Getty(?: Images)?|POLITICO|Reuters|Photo)[^|.]{0,30}"
)


def _line(id, kind, rationale, example, pattern, outlets=""):
    return Rule(id, kind, "line", rationale, example, pattern, outlets)


CAPTIONS = (
    Rule(
        "caption-credit",
        "caption",
        "form",
        "A line that ends with a photographer's or agency's credit is a caption; the credit itself is kind `credit`.",
        "Ministers leave the hall after the vote. Photo: Jane Doe/Getty Images",
    ),
    _line(
        "bbc-caption",
        "caption",
        "The BBC's extractor leaves the labels of image captions in the text.",
        "Image copyright Agency Image caption The square was empty by noon",
        r"(?:Image (?:copyright|source)\b.{1,400}|(?:Image|Media) caption .{3,400})",
    ),
    _line(
        "bbc-video",
        "video",
        "Label of an embedded player with its caption.",
        "Media playback is unsupported on your device Media caption The speech in a minute",
        r"Media playback is (?:un|not )supported.{0,400}",
    ),
    _line(
        "npr-image",
        "caption",
        "NPR's image control with caption and credit.",
        "Enlarge this image toggle caption Jane Doe/AP Jane Doe/AP",
        r"(?:.{0,600} )?(?:Enlarge this image(?: toggle caption)?|toggle caption)\b.{0,300}",
    ),
    _line(
        "guardian-image",
        "caption",
        "Share buttons of a picture, with its caption.",
        "Facebook Twitter Pinterest Farmers at the border. Photograph: Jane Doe/AP",
        r"Facebook Twitter Pinterest .{2,600}",
    ),
    _line(
        "file-photo",
        "caption",
        "Agencies mark archive pictures so.",
        "FILE PHOTO: The harbour at dawn",
        r"(?:FILE PHOTO:|FILE ?[-–—] (?:In|This)\b|FILE: ).{5,700}",
    ),
    _line(
        "photo-label",
        "caption",
        "A line labelled as a picture.",
        "PHOTO: The mayor opens the bridge",
        r"(?:PHOTOS?|Photos?|Pictured|Cover(?: image| photo)?|Image|Main image|Above|ABOVE): ?.{5,600}",
    ),
    _line(
        "hide-caption",
        "caption",
        "CNN's gallery: captions end with their number.",
        "Photos: The march The march - Crowds gather. Hide Caption 3 of 12",
        r".{0,1400}\bHide Caption \d+ of \d+",
    ),
    Rule(
        "mail-caption",
        "caption",
        "form",
        "The Daily Mail prints captions as lines without a full stop between finished sentences.",
        "Banned: Tourists ride in an old car past the harbour, which closes to ships on Monday",
        outlets=r"daily ?mail",
    ),
    _line(
        "credit-only",
        "credit",
        "A line that is nothing but a credit.",
        "Getty Images",
        rf"(?:(?:Photo|Image|Photos|Images|Credit|Via|Courtesy):? ?(?:of |by )?{AGENCY}|{PHOTO_AGENCY})(?:[ /|,]{{1,3}}{AGENCY}){{0,4}}\.?",
    ),
)

NAVIGATION = (
    _line(
        "ad-marker",
        "ad",
        "Marks where an advertisement stood.",
        "ADVERTISEMENT",
        r"(?i:\W{0,3}(?:advertisements?|ad|sponsored(?: content)?|promoted|story continues below(?: advertisement)?|"
        r"story continued below|continue reading below|article continues (?:below|after)[\w ]{0,30}|"
        r"(?:skip|scroll to continue)[\w ]{0,20}|story continues|continue reading(?: the main story)?|"
        r"loading\.{3}|report (?:this )?ad)\W{0,3})",
    ),
    Rule(
        "ad-inline",
        "ad",
        "inside",
        "The same marker where line breaks were lost.",
        "The vote was close. ADVERTISEMENT A second one follows on Monday.",
        r"(?<=[.!?\"] )(?:ADVERTISEMENT|Advertisement|Story Continued Below|Story continues below advertisement)(?= [A-Z\"])",
    ),
    _line(
        "share-bar",
        "share",
        "Names of buttons.",
        "Share Tweet Post Email",
        r"(?i:(?:(?:listen to article|share this article|share|tweet|post|email|e-mail|print|copy(?: link)?|facebook|twitter|"
        r"whatsapp|flipboard|pinterest|linkedin|reddit|messenger|sms|pocket|tumblr|comments?|save|like|follow us|"
        r"click to (?:copy|share)[\w ]{0,20}|\d{1,2}:\d\d|\d{1,6})[ |,/·•]{0,3}){1,14}(?<!\d))",
    ),
    _line(
        "player",
        "video",
        "Text of a video or audio player.",
        "JUST WATCHED The vote Replay More Videos ... MUST WATCH The vote 01:07",
        r"(?:JUST WATCHED\b.{0,500}|.{0,300}\bReplay More Videos\b.{0,300}|(?:Play|Watch) Video \d.{0,300}|"
        r"Play Video\b.{0,200}|(?i:scroll down for video|watch live|watch the (?:full )?video(?: above| below)?:?|"
        r"video player is loading\W?.{0,200}|your browser does not support.{0,100}|now playing:?.{0,160}))",
    ),
    _line(
        "usat-close",
        "video",
        "USA TODAY's player: CLOSE, then the video's caption.",
        "CLOSE Lawmakers disagree about the bridge. USA TODAY",
        r"CLOSE(?: .{5,700})?",
    ),
    _line(
        "slideshow",
        "nav",
        "Reuters' link to a gallery.",
        "Slideshow (6 Images)",
        r"Slideshow \(\d+ [Ii]mages\)",
    ),
    _line(
        "graphic-link",
        "nav",
        "Link to a graphic on another page.",
        "(For a graphic on turnout, click on: example.net/2x)",
        r"\(?(?:For (?:a|an interactive) graphics? .{3,160}|Graphics?: .{0,120}(?:tmsnrt\.rs|http|reut\.rs).{0,80}|"
        r"Don't see the graphic.{0,80}|.{0,60}(?:tmsnrt\.rs|reut\.rs)/\S{3,30}\)?)",
    ),
    _line(
        "transcript-note",
        "boilerplate",
        "NPR's note under a transcript.",
        "Copyright © 2018 Radio. All rights reserved.",
        r"NPR transcripts are created on a rush deadline.{0,500}",
    ),
    _line(
        "copyright",
        "boilerplate",
        "Notice of rights.",
        "Copyright © 2019 The Paper, LLC. Click here for reprint permission.",
        r"(?:(?i:copyright) ?(?:Â?©|\([cC]\)|\d{4}).{2,300}|Â?© ?\d{4}.{2,200}|\([cC]\) ?\d{4} .{2,200}|"
        r".{0,200}\bAll [Rr]ights [Rr]eserved\b.{0,200})",
    ),
    _line(
        "licensing",
        "boilerplate",
        "Notice to publishers.",
        "Content created by The Agency is available without charge to any eligible news publisher.",
        r"(?:Content created by The Daily Caller|Content created by \w).{0,80} is available without charge.{0,400}",
    ),
    _line(
        "old-article",
        "boilerplate",
        "Age warning of The Guardian.",
        "This article is more than 2 years old",
        r"This article is more than \d+ (?:year|month)s? old",
    ),
    _line(
        "report-typo",
        "boilerplate",
        "Invitation to write to the editors.",
        "Have a tip we should know? tips@example.net",
        r"(?i:(?:have a (?:tip|story|confidential tip|correction)|got a (?:tip|story)|do you have a (?:tip|story)|contact us at|"
        r"send (?:a )?(?:news )?tips? to|write to \w[\w .,'-]{2,60} at|please include a contact number|"
        r"have you been affected by|email (?:us|tips) |to contact the (?:reporter|editor|author|writer)s?\b|"
        r"email: ?\S+@|e-mail: ?\S+@).{0,400})",
    ),
    _line(
        "app-prompt",
        "signup",
        "Prompt to install an app.",
        "CLICK HERE TO GET THE NEWS APP",
        r"(?:(?:CLICK|TAP) (?:HERE )?(?:TO|FOR).{3,90}|GET (?:THE )?[A-Z ]{3,30}(?:APP|ON THE GO).{0,60}|"
        r"(?i:download (?:the|our) .{2,60} app\b.{0,160}|get real-time updates as this story unfolds.{0,400}|"
        r"stay up to date with the free .{2,60}app.{0,200}))",
    ),
    _line(
        "newsletter",
        "signup",
        "Prompt to subscribe.",
        "Sign up for our morning newsletter",
        r"(?i:(?:sign ?up (?:here )?(?:for|to (?:get|receive))\b|newsletter sign-?up|get (?:the|our) .{2,60} (?:newsletter|delivered)|"
        r"subscribe (?:to|now|today|here)\b|get all the latest news on|get breaking news alerts|let our news meet your inbox|"
        r"get news from the .{2,30} in your inbox|get the brief\.|get the monitor stories|the morning rundown|"
        r"join (?:the )?[\w' ]{2,30}(?:video lab|newsletter)|want (?:more|the latest).{0,80}(?:newsletter|inbox)|"
        r"(?:to )?get .{2,60} delivered (?:daily |straight )?to your inbox|start the day smarter|"
        r"politico newsletters|politico playbook newsletter|you can (?:also )?sign up|follow ap's|follow ap |"
        r"catch up on the \d{4} election|tune in(?:to)? to? ?abc at|tune into abc|"
        r"if you (?:want|would like) to (?:receive|get) .{2,80}sign up).{0,900})",
    ),
    _line(
        "newsletter-form",
        "signup",
        "A subscription form flattened into text.",
        "Morning Brief A speed read of the day. Email Sign Up By signing up you agree to receive alerts.",
        r".{0,400}(?:Email Sign Up|Sign Up Loading|By signing up,? you agree|protected by reCAPTCHA|"
        r"Manage Newsletters|Sign up here\.?$|Choose your country).{0,1000}",
    ),
    _line(
        "interest",
        "signup",
        "ABC News' topic subscription.",
        "Interested in Harbours? Add Harbours as an interest to stay up to date.",
        r"Interested in .{2,80}\? ?Add .{2,80} as an interest.{0,300}",
    ),
    _line(
        "support-us",
        "signup",
        "Appeal for donations.",
        "Support our explanatory journalism",
        r"(?i:support (?:vox|our|the|independent|explanatory)['\w ]{0,30}journalism\.?|(?:every day|millions turn to|at) .{0,80}"
        r"our mission has never been more vital.{0,900}|every day at vox.{0,900})",
    ),
    _line(
        "player-source",
        "boilerplate",
        "Source of markup that was not run.",
        'poster="http://v.example.net/images/1.jpg"',
        r"(?:poster=\"http.{0,300}|\[?pullquote\]?|\[pullquote\].{0,40}|YouTube|media: \d{4,}|\[email protected\]|\W{0,2}@?embed\W{0,2})",
    ),
    _line("dividers", "boilerplate", "A rule drawn with signs.", "___", r"[_*\-–—=~•·#. ]{1,80}"),
)

LINKS = (
    Rule(
        "hill-block",
        "related_link",
        "form",
        "The Hill's topic link: after a name, the full name, headlines of other stories and MORE. The name as displayed is kept.",
        "Sen. Jane Roe Jane Ann RoeTen races to watch Vote set for June MORE said no.",
    ),
    Rule(
        "hill-block-cut",
        "related_link",
        "form",
        "The same block cut off before its MORE: removed to the end of the line, if no sentence ends in it.",
        "The plan was backed by Sen. Jane Roe Jane Ann RoeTen races to watch Vote set for June",
    ),
    _line(
        "go-deeper-link",
        "related_link",
        "Axios' link to one other story.",
        "Go deeper: Ten bridges at risk",
        r"Go deeper ?(?:\.\.\.|…|:|-|—)?:? ?.{3,200}|Go deeper(?: \(\d.{0,30}\))?:?|Go deeper \d+ words",
    ),
    _line(
        "related-label",
        "related_link",
        "A label and the headline of another story.",
        "Related: Ten bridges at risk",
        r"(?i:(?:see also|see more|related|related (?:news|stories|story|articles?|coverage|video)|read more|more|read next|read also|"
        r"also read|read|watch|listen|video|photos|gallery|opinion|column|analysis|explainer|fact check|live updates?|more from [\w .']{2,30}|"
        r"more on this|more on this story|more in [\w .']{2,30}|also on [\w .']{2,30}|don't miss|must read|you may also like|you might also like|"
        r"recommended|earlier|full coverage|special report|next|previously|view)(?:\.{3}|…| ?[:|>»])\W{0,2})(?:[\"']?[A-Z0-9$].{3,220}[^.!?:\"']|[\"']?[A-Z0-9$].{3,160}\?)?",
    ),
    _line(
        "related-glued",
        "related_link",
        "USA TODAY and MarketWatch glue label and linked headline together.",
        "Bridges:Ten are at risk, engineers say",
        r"[A-Z'\"][^:.!?]{1,50}[:?](?:[A-Z'\"][a-zA-Z']|\d+ )[^:]{8,200}[^.!?:\"]",
        r"",
    ),
    _line(
        "read-more-end",
        "related_link",
        "The Guardian's link: a headline followed by Read more.",
        "Ten bridges at risk, engineers say Read more",
        r".{10,200} Read more",
    ),
    _line(
        "see-also",
        "related_link",
        "Link labelled in capitals.",
        "SEE ALSO: Ten bridges at risk",
        r"(?:SEE ALSO|READ MORE|READ ALSO|READ|RELATED|MORE|ALSO|WATCH|LISTEN|VIDEO|OPINION|PHOTOS|LIVE|EXCLUSIVE|FLASHBACK|RELATED STORIES|EARLIER|DON'T MISS|"
        r"ALSO READ|WATCH LIVE|READ NEXT|WATCH HERE|WATCH NOW)(?::|\.{3}| ?>{1,2}| ?\|)\W{0,2}.{0,260}",
    ),
    _line(
        "cbn-read",
        "related_link",
        "CBN's link: READ and a headline.",
        "READ Ten Bridges at Risk, Engineers Say",
        r"(?:READ|WATCH|CLICK HERE TO) [A-Z][^.!?]{15,200}|\W{0,2}(?:READ|WATCH|SEE) (?:HERE|MORE|BELOW)\W{0,3}",
        r"",
    ),
    _line(
        "paren-links",
        "related_link",
        "Link in parentheses on a line of its own.",
        "(PHOTOS: Ten bridges)",
        r"\( ?(?:PHOTOS?|VIDEO|WATCH|MORE|RELATED|READ MORE|Also on POLITICO|Related|More|Story|See also|Read more)[:s] ?.{2,220}\)",
    ),
    Rule(
        "paren-related",
        "related_link",
        "inside",
        "Link in parentheses within a paragraph.",
        "He denied it. (RELATED: Ten Bridges At Risk)",
        r"(?<=[.!?\"'\w)] )\((?:RELATED|WATCH|VIDEO|MORE|READ|SEE ALSO|READ MORE|PHOTOS|ALSO)S?:[^()]{5,240}\)(?= |$)",
    ),
    _line(
        "caps-link",
        "related_link",
        "Fox News prints links to other stories as lines in capitals.",
        "TEN BRIDGES AT RISK, ENGINEERS SAY",
        r"(?=[^a-z]{12,260}$)(?=(?:[^ ]+ ){2})(?![\"'(]?[A-Z. ]{2,30}:(?: |$)).{0,250}[A-Z'\")?!0-9%]",
        r"\bfox\b|foxnews|fox ?business|fingerprint-fox",
    ),
    _line(
        "follow",
        "bio",
        "Where to follow the writer.",
        "Follow Jane Roe on Twitter: @janeroe",
        r"(?i:\W{0,3}(?:you can )?follow (?:@|him|her|them|us|me|[A-Z][\w.'\-]{1,20})(?:.{0,160}\b(?:on|at|via)\b.{0,20}(?:twitter|facebook|instagram|http|@).{0,120}|\S{0,30}))",
    ),
    _line(
        "tips",
        "bio",
        "Where to reach the writer.",
        "Send tips to jane@example.net",
        r"(?i:(?:send|email|e-mail|submit) (?:\w+ ){0,4}(?:tips?|questions|story ideas|comments|suggestions)?\W{0,2}.{0,40}(?:@ ?\w|at NR).{0,80}|"
        r"send a tip to.{0,80}|.{0,80}can be (?:reached|contacted|followed) (?:at|on|via) .{0,120}|[\w.\-]{2,40}@ ?[\w\-]{2,40}\.[a-z.]{2,12}(?:[,;] ?[\w.\-]{2,40}@[\w\-.]{2,40})?)",
    ),
    _line(
        "read-or-share",
        "share",
        "USA TODAY's footer.",
        "Read or Share this story: https://example.net/x",
        r"Read or [Ss]hare this story:.{0,300}",
    ),
)

PEOPLE = (
    Rule(
        "contributed",
        "contributor",
        "tail",
        "Who else reported: a credit, not part of the story.",
        "Jane Roe contributed to this report.",
        r"(?!.{0,300}[.!?] [A-Z].{60})[^\"]{2,300}\b(?:contributed(?: to| reporting)?\b[^\"]{0,90}|also contributed\b[^\"]{0,60})|"
        r"\W{0,3}(?:Contributing|Contributors?|CONTRIBUTING): ?.{3,300}|"
        r"(?:Additional )?[Rr]eporting (?:was contributed )?by [A-Z].{3,400}|"
        r"\W{0,3}With (?:assistance|files|reporting|Post wires?|AP|Reuters|wires?)(?: (?:by|from) .{3,300})?\.?|"
        r"\W{0,3}This (?:article|story|report) (?:is|was) (?:based in part on|compiled from|written with) .{3,80}|"
        r"[A-Z][\w.' \-]{2,60} reported from [A-Z][^\"]{3,200}|\(?The Associated Press\)?|USA TODAY|Associated Press",
    ),
    Rule(
        "wire-credits",
        "contributor",
        "end",
        "Reuters' list of reporters and editors.",
        "Voting ends on Monday. (Reporting by Jane Roe; Editing by John Doe)",
        r"\((?:Reporting|Additional reporting|Writing|Editing|Compiled|Reported)(?: and \w+)? by [^()]{3,400}\)",
    ),
    Rule(
        "byline",
        "byline",
        "lead",
        "Who wrote it.",
        "By Jane Roe and John Doe",
        rf"(?:By|BY|by)[: ] ?(?:{NAMES}|[A-Z][A-Z .'\-]{{4,60}})(?:[,|] .{{2,80}}| \(.{{2,60}}\))?|"
        rf"(?:{NAMES}),? (?:USA TODAY|Associated Press|Opinion [Cc]ontributor|[Oo]pinion columnist|Reuters|Washington Post)",
    ),
    Rule(
        "byline-pair",
        "byline",
        "form",
        "USA TODAY: the writers' names on one line, the paper's on the next.",
        "Jane Roe and John Doe\n\nUSA TODAY",
    ),
    Rule(
        "headline",
        "headline",
        "form",
        "The headline repeated above the text: the line equals the given title, or the line after it.",
        "Ten bridges at risk\n\nTen bridges at risk",
    ),
    Rule(
        "npr-headline",
        "headline",
        "form",
        "NPR's pages begin with their headline.",
        "Ten Bridges At Risk\n\nUpdated at 9 p.m. ET",
        outlets=r"\bnpr\b",
    ),
    Rule(
        "bio",
        "bio",
        "form",
        "A line at either end that says who the writer is: a name found nowhere else, what they are, where.",
        "Jane Roe is a senior fellow at the Institute for Bridges.",
    ),
    Rule(
        "promo-end",
        "signup",
        "tail",
        "The outlet's own notes after the article.",
        "Subscribe to the Channel on YouTube.",
        r"(?i:(?:this (?:article|story|piece|essay) (?:originally )?appear(?:s|ed) (?:in|on) .{3,160}(?:subscribe.{0,80})?|\*this article appears.{3,160}|"
        r"(?:visit|check out|read more (?:stories )?(?:at|on|from)|for more .{0,40}(?:visit|go to|follow)) .{3,160}|"
        r"the views expressed .{3,260}|the opinions expressed .{3,260}|read more:?|read more from .{3,60}:?|related:|online:|more:|"
        r".{0,60}(?:http|www\.)\S{4,120} ?\.?|want to support .{3,400}|editor's note: want to support .{3,600}|"
        r"listen to .{3,120}podcast.{0,200}|get your free factsheet:?|(?:watch|see) (?:the )?(?:video|clip|full .{2,30}) (?:above|below|here)[:.]?))",
    ),
)

TRAILERS = (
    Rule(
        "go-deeper",
        "teaser",
        "rest",
        "Axios: 'Go deeper' alone on a line opens a trailer of other stories.",
        "Go deeper\n\n21 mins ago - World\n\nTen bridges at risk",
        r"Go deeper:?",
    ),
    Rule(
        "more-stories",
        "teaser",
        "rest",
        "A heading over a list of other stories.",
        "Read more:\n\nTen bridges at risk",
        r"(?i:(?:read more(?: from [\w .']{2,40})?|related(?: stories| articles| coverage| links| news)?|more(?: from [\w .']{2,40}| stories| on this story| on this)?|"
        r"earlier|recommended(?: for you| stories)?|you (?:may|might) also like|trending(?: stories| now)?|most (?:read|popular|viewed)|top stories|"
        r"latest (?:news|stories|headlines)|popular (?:stories|now)|what to read next|read next|worthy of your time|around the web|promoted stories)(?:\.{3}|…|:)?)",
    ),
)

REPEATS = (
    Rule(
        "repeat-line",
        "duplicate",
        "form",
        "A long line that stands word for word further up.",
        "The bridge will be closed for a year, the mayor said.\n\nThe bridge will be closed for a year, the mayor said.",
    ),
    Rule(
        "overlap",
        "duplicate",
        "form",
        "The extractor repeats the end of a list item at the head of the next one (nested links): the repeat is removed.",
        "The city announced a ban on trucks over ten tons.\n\na ban on trucks over ten tons. Cars may still cross.",
    ),
    Rule(
        "pull-quote",
        "duplicate",
        "form",
        "A line without end mark whose words stand in a paragraph of the article: a pull quote.",
        "we have never seen so many bridges fail in one year",
    ),
    Rule(
        "repeated-line",
        "boilerplate",
        "form",
        "A line that recurs in many articles of the outlet (only where such lines are handed over).",
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
        r"(?:[•◦▪●⦁■‣·]|\*(?= )|-(?= {2}))\s{0,4}",
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
        "No deal! - Jane Roe (@janeroe) May 1, 2019",
    ),
    Rule(
        "doubt-note",
        "review",
        "form",
        "A note on corrections or updates. Kept.",
        "Correction: An earlier version misspelled a name.",
    ),
    Rule(
        "doubt-line",
        "review",
        "form",
        "A line without end mark at either end of the article. Kept.",
        "What happened on Friday",
    ),
)

RULES: tuple[Rule, ...] = (*CAPTIONS, *NAVIGATION, *LINKS, *PEOPLE, *TRAILERS, *REPEATS, *LAYOUT, *DOUBTS)
RULE = {rule.id: rule for rule in RULES}

# Words by which a page gives its outlet away where no outlet is given.
FINGERPRINTS = {"fingerprint-fox": re.compile(r"\bFOX NEWS APP\b|^Fox News' [A-Z]", re.M)}

# What stays and is listed: posts of others, notes on corrections.
EMBED = re.compile(r"[-—–] ?[^\n]{1,60}\(@\w{1,20}\)(?: [A-Z][a-z]+ \d{1,2}, \d{4})?$|pic\.twitter\.com/\w+$")
NOTE = re.compile(
    r"\W{0,4}(?:Editor'?s'? [Nn]ote|EDITOR'S NOTE|Corrections?|CORRECTION|Clarification|Updated?|UPDATED?|"
    r"(?:This|An earlier version of this) (?:story|article|post|report|version of)\b.{0,40}(?:updated|corrected|has been|was|misstated|incorrectly))\b"
)


def writer(byline: str, bio: str) -> str:
    """The writers' names in a byline or, failing that, in a biography; '' where there are none."""
    found = re.search(NAMES, re.sub(r"^(?:By|BY|by)[: ]+", "", byline)) or re.match(NAMES, bio)
    return found.group() if found else ""
