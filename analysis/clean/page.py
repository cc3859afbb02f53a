"""Rules for what belongs to the page: advertisements, buttons, prompts, notices."""

from analysis.clean.words import Rule

RULES = (
    Rule(
        "ad-marker",
        "ad",
        "line",
        "Marks where an advertisement stood.",
        "ADVERTISEMENT",
        (
            r"(?i:\W{0,3}(?:advertisements?|sponsored(?: content)?|story continues(?: below)?(?: "
            r"advertisement)?|"
            r"story continued below|continue reading below|article continues (?:below|after)[\w ]{0,30}|"
            r"(?:skip|scroll to continue)[\w ]{0,20}|continue reading(?: the main story)?|loading\.{3}|"
            r"report (?:this )?ad)\W{0,3})",
            r"AD",
        ),
    ),
    Rule(
        "ad-inline",
        "ad",
        "inside",
        "The same marker where line breaks were lost.",
        "The vote was close. ADVERTISEMENT A second one follows on Monday.",
        (
            r"(?<=[.!?\"] )(?:ADVERTISEMENT|Advertisement|Story [Cc]ontinue[sd] [Bb]elow(?: "
            r"[Aa]dvertisement)?)(?= [A-Z\"])",
        ),
        needs=("ADVERTISEMENT", "Advertisement", "Story Continue", "Story continue"),
    ),
    Rule(
        "share-bar",
        "share",
        "line",
        "Names of buttons in a row.",
        "Share Tweet Post Email",
        (
            r"(?i:(?:(?:listen to article|share this article|share|tweet|post|email|e-mail|print|copy(?: "
            r"link)?|"
            r"facebook|twitter|whatsapp|flipboard|pinterest|linkedin|reddit|messenger|sms|pocket|tumblr|"
            r"comments?|"
            r"save|like|\d{1,2}:\d\d|\d{1,6})[ |,/·•]{1,3}){1,14}(?:share|tweet|post|email|print|copy|"
            r"link|facebook|"
            r"twitter|pinterest|linkedin|reddit|comments?|save|article|whatsapp))",
            r"(?i:click to (?:copy|share|email)[\w ]{0,40}(?:\(.{0,40}\))?|copy this code to your "
            r"website.{0,40})",
        ),
    ),
    Rule("share-list", "share", "form", "Names of buttons, one a line.", "Facebook\nTwitter\nEmail"),
    Rule(
        "read-or-share",
        "share",
        "line",
        "USA TODAY's footer.",
        "Read or Share this story: https://example.net/x",
        (r"Read or [Ss]hare this story:.{0,300}",),
    ),
    Rule(
        "copyright",
        "boilerplate",
        "line",
        "Notice of rights.",
        "Copyright © 2019 The Paper, LLC. Click here for reprint permission.",
        (
            r"\W{0,2}(?i:copyright) ?(?:Â?©|\([cC]\)|\d{4}).{2,400}",
            r"\W{0,2}(?:Â?©|\([cC]\)) ?\d{4}.{2,300}",
            r"[^!?]{0,120}\bAll [Rr]ights [Rr]eserved\b.{0,300}",
            r"\(TM and .{3,400}",
        ),
        needs=("©", "opyright", "ights ", "COPYRIGHT", "(C)", "(c)", "(TM)"),
    ),
    Rule(
        "licensing",
        "boilerplate",
        "line",
        "Notice to publishers.",
        "Content created by The Agency is available without charge to any eligible news publisher.",
        (
            r"Content created by .{0,80} is available without charge.{0,400}",
            r"NPR transcripts are created on a rush deadline.{0,500}",
        ),
    ),
    Rule(
        "old-article",
        "boilerplate",
        "line",
        "The Guardian's warning that an article is old.",
        "This article is more than 2 years old",
        (r"This article is more than \d+ (?:year|month)s? old",),
    ),
    Rule(
        "markup",
        "boilerplate",
        "line",
        "Source of markup that was not run, and bare addresses.",
        'poster="http://v.example.net/images/1.jpg"',
        (
            r"poster=\"http.{0,300}",
            r"\[?/?pullquote\]?.{0,20}",
            r"\[\w{2,30} [\w-]{2,20}=[^\]]{0,200}\]",
            r"(?:YouTube|media: \d{4,}|\[email protected\])",
            r"https?://\S{4,300}",
        ),
    ),
    Rule("dividers", "boilerplate", "line", "A rule drawn with signs.", "___", (r"[_*\-–—=~•·#. ]{1,80}",)),
    Rule(
        "contact",
        "boilerplate",
        "line",
        "Invitation to write to the editors.",
        "Have a tip we should know? tips@example.net",
        (
            r"(?i:(?:have a (?:tip|story|confidential tip|correction)|got a (?:tip|story)|do you have a "
            r"(?:tip|story)|contact us at|"
            r"write to \w[\w .,'-]{2,60} at|please include a contact number|have you been affected by|"
            r"to contact the (?:reporter|editor|author|writer)s?\b|e-?mail: ?\S{1,40}@).{0,400})",
            r"(?i:(?:send|email|e-mail|submit) (?:a )?(?:\w+ ){0,3}(?:tips?|questions|letters|story "
            r"ideas)\b.{0,120})",
            r".{0,80}can be (?:reached|contacted|followed) (?:at|on|via) .{0,160}",
            r"[\w.\-]{2,40}@ ?[\w\-]{2,40}\.[A-Za-z.]{2,12}(?:[,;] ?[\w.\-]{2,40}@[\w\-.]{2,40})?",
        ),
    ),
    Rule(
        "app-prompt",
        "signup",
        "line",
        "Prompt to install an app.",
        "CLICK HERE TO GET THE NEWS APP",
        (
            r"(?:CLICK|TAP) (?:HERE )?(?:TO|FOR).{3,90}",
            r"Click here (?:to|for) .{3,120}|Get THE CHRISTIAN PERSPECTIVE.{3,100}",
            r"GET (?:THE )?[A-Z ]{3,30}(?:APP|ON THE GO).{0,60}",
            r"(?i:download (?:the|our) .{2,60} app\b.{0,160}|get real-time updates as this story "
            r"unfolds.{0,400}|"
            r"stay up to date with the free .{2,60}app.{0,200})",
        ),
    ),
    Rule(
        "newsletter",
        "signup",
        "line",
        "Prompt to subscribe.",
        "Sign up for our morning newsletter",
        (
            r"(?i:(?:sign ?up (?:here )?(?:for|to (?:get|receive))\b|newsletter sign-?up|you can (?:also "
            r")?sign up|"
            r"subscribe (?:to|now|today|here)\b|start the day smarter|the morning rundown|get the brief\.|"
            r"join (?:the )?[\w' ]{2,30}(?:video lab|newsletter)|politico newsletters|politico playbook "
            r"newsletter|"
            r"want (?:more|the latest).{0,80}(?:newsletter|inbox)).{0,900})",
            r"(?i:get (?:breaking news alerts|the .{2,60}newsletter|our .{2,60}newsletter|news from the "
            r".{2,30} in your inbox|"
            r"(?:all )?(?:the )?(?:latest|breaking) news (?:on|delivered)|the monitor stories).{0,400})",
            r"(?i:(?:let our news meet your inbox|catch up on the \d{4} election|tune in(?:to)? (?:to "
            r")?abc\b|"
            r"follow ap(?:'s)? .{0,40}coverage|thank you for signing up).{0,500})",
            r"(?i:(?:to )?get .{2,60} delivered (?:daily |straight )?to your inbox.{0,200})",
            r"For more of .{2,60} (?:coverage|news), subscribe .{0,160}",
            r"Visit [\w' ]{3,40} homepage for more stories\.?",
        ),
    ),
    Rule(
        "newsletter-form",
        "signup",
        "line",
        "A subscription form flattened into text.",
        "Morning Brief A speed read of the day. Email Sign Up By signing up you agree to receive alerts.",
        (
            r"(?:[^.!?]{0,170}[.!?] ?){0,5}[^.!?]{0,170}"
            r"(?:Email Sign Up|Sign Up Loading|By signing up,? you agree|"
            r"protected by (?i:recaptcha)|"
            r"Manage Newsletters|Sign up here(?:[.!]| »)?$).{0,1000}",
        ),
        needs=("Sign Up", "igning up", "rotected by", "Manage News", "Sign up here", "Choose your"),
    ),
    Rule(
        "newsletter-long",
        "signup",
        "long",
        "The same with a list of all countries.",
        "Get The Brief. Sign up to receive the top stories you need to know right now. Choose your "
        "country ...",
        (r"Get The Brief\. Sign up to receive ",),
    ),
    Rule(
        "interest",
        "signup",
        "line",
        "ABC News' topic subscription.",
        "Interested in Harbours? Add Harbours as an interest to stay up to date.",
        (r"Interested in .{2,80}\? ?Add .{2,80} as an interest.{0,300}",),
    ),
    Rule(
        "support-us",
        "signup",
        "line",
        "Appeal for donations.",
        "Support our explanatory journalism",
        (
            r"(?i:support (?:vox|our|the|independent|explanatory)['\w ]{0,30}journalism\.?)",
            r"(?i:every day at vox,? we .{0,1000}|.{0,160}our mission has never been more vital.{0,900})",
        ),
        needs=("ournalism", "mission", "Every day at", "every day at"),
    ),
    Rule(
        "promo-end",
        "signup",
        "tail",
        "The outlet's own notes after the article.",
        "This article originally appeared in The Review.",
        (
            r"(?i:\W?this (?:article|story|piece|essay) (?:originally )?appear(?:s|ed) (?:in|on) "
            r".{3,160}(?:subscribe.{0,80})?)",
            r"(?i:(?:visit|read more (?:stories )?(?:at|on|from)|for more .{0,40}(?:visit|go to|follow)) "
            r".{3,160})",
            r"(?i:the (?:views|opinions) expressed .{3,260}|listen to .{3,120}podcast.{0,200}|get your "
            r"free factsheet:?)",
            r"(?i:(?:read more|related|online|more|earlier):?|read more from .{3,60}:?)",
            r"(?i:read the [\w ]{3,40}[:.]?|(?:watch|see) (?:the )?(?:video|clip|full .{2,30})(?: above| "
            r"below| here)?[:.]?)",
            r".{0,60}(?:http|www\.)\S{4,160} ?\.?",
            r"(?i:(?:editor's note: )?want to support .{3,600})",
            r"The Memo is a reported column by .{3,160}",
            r"[A-Z][\w ]{3,30}, headed by .{3,200}is a leading provider of .{3,400}",
        ),
    ),
)
