"""Rules for what the templates of single outlets leave in a page.

They go by words found nowhere else, so that they hold where the outlet is not known.
"""

from analysis.clean.words import Rule

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_DATE = rf"{_DAY}(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})"
_ZONE = r"(?: ?[AaPp]\.?[Mm]\.?)?(?: \(?(?:E[SD]?T|P[SD]?T|C[SD]T|GMT|BST|UTC|Eastern)\)?)?"
_TIME = rf"\d{{1,2}}[:.]\d{{2}}{_ZONE}"
_WHEN = rf"(?:{_DATE}(?:,? ?(?:at |/|\||-|–|—)? ?{_TIME})?|{_TIME},? ?(?:\||on|-)? ?{_DATE})"
_AGO = r"\d{1,2} (?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?) ago"

RULES = (
    Rule(
        "date-line",
        "nav",
        "lead",
        "When the page was published, on a line of its own above the text.",
        "Published 5:10 p.m. ET Feb. 28, 2019",
        (
            rf"\W{{0,2}}(?i:(?:first |last )?(?:published|updated|posted|modified|created|issued)(?: "
            rf"(?:on|at))?:? ?)?{_WHEN}"
            rf"(?: ?[|/,·•–—-]? ?(?i:updated|published|last updated|modified):?(?: on| at)? ?(?:{_WHEN}|"
            rf"{_TIME}|{_AGO}))?"
            r"(?: ?[/|·-] ?[A-Z][\w ]{2,20}){0,2}",
            rf"(?:{_AGO}|{_MONTH} \d{{1,2}})(?: ?[-–—|·] ?[A-Z][\w& ]{{2,30}})?",
            r"(?i:published|updated|posted|share|image|video|close|politics|opinion|world|news)",
        ),
    ),
    Rule(
        "read-time",
        "nav",
        "line",
        "How long reading takes, how many shared.",
        "5 Min Read",
        (
            r"(?i:\d{1,2}[- ]min(?:ute)?s?(?: |-)read|\d[\d.,k]{0,6} (?:shares?|comments?|views)|"
            r"estimated reading time.{0,30})",
        ),
    ),
    Rule(
        "image-word",
        "nav",
        "line",
        "The word that stood where a picture was.",
        "Enlarge Image",
        (
            r"(?:Enlarge Image|Close Video|close Video|Show Caption Hide Caption|Hide Caption|Show "
            r"Caption|Image \d+ of \d+)",
        ),
    ),
    Rule(
        "credit-dots",
        "credit",
        "line",
        "The New York Times sets the picture's credit after three dots.",
        "Crowds at the bridge.Credit...Jane Doe for The Paper",
        (r"(?:Image)?.{0,500}Credit ?(?:\.{3}|…|Credit).{2,80}",),
        needs=("Credit...", "Credit…", "CreditCredit", "Credit ..."),
    ),
    Rule(
        "comments",
        "nav",
        "line",
        "Invitations to comment and comment counts.",
        "View the discussion thread.",
        (
            r"(?i:view (?:the )?(?:discussion thread|comments|author archive|all comments)\.?|(?:show|"
            r"hide|load|leave a|post a|read|see|join the) "
            r"(?:comments?|conversation|discussion)\b.{0,40}|what do you think\? post a comment\.?|"
            r"comments are closed\.?|\d+ comments?)",
            r"(?:Please (?:read our comment policy|let us know if you're having issues with commenting)|"
            r"To find out more about Facebook commenting|Click to (?:Read More|Hide|View)|Join the "
            r"Nation's Conversation|"
            r"We invite comments and request).{0,300}",
            r"SHARE YOUR THOUGHTS|Join the conversation below\.?|Get author RSS feed|Suggest a correction",
        ),
    ),
    Rule(
        "share-words",
        "share",
        "line",
        "Buttons that say where to share.",
        "Share on Facebook",
        (
            r"(?i:(?:share|post|send|tweet|email|save)(?: this)?(?: (?:story|article|page|link|"
            r"selection))?(?: (?:on|to|via|with))"
            r" (?:facebook|twitter|e-?mail|whatsapp|linkedin|pinterest|reddit|flipboard|messenger|"
            r"friends?)(?: \(.{0,30}\))?)",
            r"(?i:share (?:this(?: story| article| page)?|all sharing options.{0,160}|selection)\W{0,3}|"
            r"about sharing|copy (?:this )?link)",
            r"(?:CONNECT ?)?(?:TWEET ?|Tweet ?)(?:LINKEDIN ?|Linkedin ?)?(?:COMMENT ?)?(?:EMAIL ?)?(?:MORE)?",
            r"Posted!|Sent!|Cancel Send|A link has been (?:sent|posted) to your .{3,60}|Post to Facebook",
        ),
    ),
    Rule(
        "site-notes",
        "boilerplate",
        "line",
        "Standing notes of single outlets.",
        "Our Standards: The Thomson Reuters Trust Principles.",
        (
            r"Our Standards: The Thomson Reuters Trust Principles\.?",
            r"(?:Fox News Flash top headlines|NEW ?You can now listen to Fox News|IE 11 is not "
            r"supported).{0,160}",
            r"(?:REAL LIFE\. REAL NEWS|Help us tell more of the stories that matter|Calling all "
            r"HuffPost).{0,200}",
            r"Slate is published by The Slate Group.{0,100}|NRPLUS MEMBER ARTICLE|LISTEN TO STORY|"
            r"Loading Something is loading\.?",
            r"We want to hear what you think about this article\..{0,160}",
            r"(?:This article appeared in the|Appeared in the) .{3,100}print edition .{0,160}",
            r"This article tagged under:?.{0,160}|Reuse this content|Listen to this (?:page|article) "
            r"using .{2,40}",
            r"(?:Read More Stories About|Filed under|Story TOPICS)\b:?.{0,240}",
            r"The Associated Press is solely responsible for all content\.?",
            r"Continue reading the main story.{0,40}|Supported by|Skip Advertisement",
        ),
    ),
    Rule(
        "appeal",
        "signup",
        "line",
        "Appeals to subscribe or donate, in the outlets' standing words.",
        "Since you're here... we have a small favour to ask.",
        (
            r"(?:Since you're here|\W{0,4}we have a small favou?r to ask|Support The Guardian|Missing "
            r"out on the latest scoops|"
            r"Start your day with Reason|Breaking News Emails|SUBSCRIBE$|THANK YOU FOR SUBSCRIBING|SHARE "
            r"THIS(?: [-—])?$|"
            r"Join (?:HuffPost|Slate) Plus|Get the Insider App|Download (?:HuffPost|the [A-Z][\w ]{2,20} "
            r"App)|"
            r"Subscribe to the [A-Z]\w+ email|Do you have information you want to share with).{0,1200}",
        ),
    ),
    Rule(
        "tags",
        "nav",
        "tail",
        "The page's topics.",
        "Tags Jane Roe John Doe Harbours",
        (
            r"(?:Tags|TAGS|Topics|Related Topics|RELATED TOPICS|Filed Under|FILED UNDER|Categories|"
            r"Keywords)\b:? ?.{0,300}",
            r"(?:SOURCE|Source|Sources): [A-Z][^.]{2,100}\.?",
            r"(?i:(?:first published|last modified|last updated) (?:on|at)?:? ?.{4,60})",
            r"(?:Writing|Editing|Reporting|Compiled) by [A-Z].{3,300}",
        ),
    ),
)

INLINE = (
    Rule(
        "file-photo-inline",
        "caption",
        "inside",
        "An archive picture's caption, from its label to its credit, where line breaks were lost.",
        "He agreed. FILE PHOTO: The harbour at dawn. REUTERS/Jane Doe He left.",
        (r"FILE PHOTO: [^\n]{5,400}?REUTERS/[A-Z][\w'-]+ [A-Z][\w'-]+(?:/(?:File Photo|Pool))? ?",),
        needs=("FILE PHOTO:",),
    ),
    Rule(
        "credit-inline",
        "credit",
        "inside",
        "A picture's credit where line breaks were lost; its caption cannot be told from the text and stays.",
        "The bridge is closed. Photo: Jane Doe/Getty Images The mayor agreed.",
        (
            r"(?:Photo|Photograph|Illustration|Photographer): [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}(?: ?/ "
            r"?[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2}){0,2}"
            r"(?: ?/ ?| via )(?:Getty Images|AP|AFP|Reuters|Bloomberg|Axios|EPA)(?= [A-Z\"]) ?",
            r"(?<=[.!?\"'] )(?:©|\(c\)) ?(?:Getty Images|Greg Nash|AP|Associated Press|Reuters)(?= "
            r"[A-Z\"]) ?",
        ),
        needs=("Photo", "Illustration:", "©", "(c)"),
    ),
    Rule(
        "player-inline",
        "video",
        "inside",
        "CNN's player and gallery where line breaks were lost.",
        "He agreed. JUST WATCHED The vote Replay More Videos ... MUST WATCH The vote 01:07 He left.",
        (
            r"JUST WATCHED [^\n]{3,220}?Replay More Videos \.{3} MUST WATCH [^\n]{3,220}?\d\d:\d\d ?",
            r"LISTEN TO ARTICLE \d{1,2}:\d\d SHARE THIS ARTICLE Share Tweet Post Email ?",
            r"SHARE THIS ARTICLE Share Tweet Post Email ?",
            r"Slideshow \(\d+ [Ii]mages\) ?",
        ),
        needs=("JUST WATCHED", "SHARE THIS ARTICLE", "Slideshow ("),
    ),
    Rule(
        "prompt-inline",
        "signup",
        "inside",
        "Prompts and footers where line breaks were lost.",
        "He agreed. CLICK HERE TO GET THE NEWS APP He left.",
        (
            r"(?<=[.!?\"'] )CLICK HERE (?:TO|FOR)(?: [A-Z][A-Z'&]+){2,9}(?= [A-Z][a-z]|$) ?",
            r"Email Sign Up By signing up you agree to receive email newsletters or alerts from "
            r"POLITICO\. You can unsubscribe at any time\. ?",
            r"Read or Share this story: https?://\S{4,200} ?",
            r"Copyright © \d{4} The Washington Times, LLC\.(?: Click here for reprint permission\.)? ?",
            r"Sign up for Daily (?:Opinion )?Newsletters?(?: Manage Newsletters)? ?",
            r"This article is more than \d+ (?:year|month)s? old ?",
        ),
        needs=(
            "CLICK HERE",
            "Email Sign Up",
            "Read or Share",
            "Copyright ©",
            "Sign up for Daily",
            "This article is more",
        ),
    ),
    Rule(
        "npr-inline",
        "caption",
        "inside",
        "NPR's image control where line breaks were lost: the credit stands there twice.",
        "He agreed. She did not. Enlarge this image toggle caption Jane Doe/AP Jane Doe/AP He left.",
        (r"(?:Enlarge this image )?toggle caption (?P<npr>[^\n]{3,80}?) (?P=npr) ?",),
        needs=("toggle caption",),
    ),
    Rule(
        "go-deeper-inline",
        "teaser",
        "inside",
        "Axios' trailer where line breaks were lost: 'Go deeper' and how long ago the next story was.",
        "It failed. Go deeper 21 mins ago - World Ten bridges at risk. They are old.",
        (rf"(?<=[.!?\"'] )Go deeper (?={_AGO}|{_MONTH} \d{{1,2}}(?:, \d{{4}})? - )[^\n]*",),
        needs=("Go deeper ",),
    ),
)
