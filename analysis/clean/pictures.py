"""Rules for what belongs to pictures, charts and videos and not to the text."""

from analysis.clean.words import AGENCY, PHOTO_AGENCY, Rule

RULES = (
    Rule(
        "caption-credit",
        "caption",
        "form",
        "A line that ends with a photographer's or agency's credit is a caption; the credit is of kind "
        "`credit`.",
        "Ministers leave the hall after the vote. Photo: Jane Doe/Getty Images",
    ),
    Rule(
        "credit-only",
        "credit",
        "line",
        "A line that is nothing but a credit.",
        "Getty Images",
        (
            rf"(?:Photo|Image|Photos|Images|Credit|Via|Courtesy):? ?(?:of |by )?{AGENCY}(?:[ /|"
            rf",]{{1,3}}{AGENCY}){{0,4}}\.?",
            rf"\(?{PHOTO_AGENCY}(?:[ /|,]{{1,3}}{AGENCY}){{0,4}}\.?\)?",
            rf"\({AGENCY}\)",
            r"[Ss]upplied",
        ),
    ),
    Rule(
        "bbc-caption",
        "caption",
        "line",
        "The BBC's labels of image captions.",
        "Image copyright Agency Image caption The square was empty by noon",
        (
            r"[Ii]mage (?:copyright|source),? ?[A-Z].{1,400}",
            r"(?:[Ii]mage|[Mm]edia) caption,? ?[A-Z0-9\"'].{3,400}",
        ),
    ),
    Rule(
        "bbc-video",
        "video",
        "line",
        "Label of an embedded player with its caption.",
        "Media playback is unsupported on your device Media caption The speech in a minute",
        (r"Media playback is (?:un|not )supported.{0,400}",),
    ),
    Rule(
        "npr-image",
        "caption",
        "line",
        "NPR's image control with caption and credit.",
        "Enlarge this image toggle caption The harbour at dawn",
        (
            r"(?:[^.!?]{0,300}[.!?]? )?(?:Enlarge this image(?: toggle caption)?|toggle caption|"
            r"hide caption)\b"
            r".{0,300}",
        ),
        needs=("toggle caption", "Enlarge this image", "hide caption"),
    ),
    Rule(
        "guardian-image",
        "caption",
        "line",
        "Share buttons of a picture, with its caption.",
        "Facebook Twitter Pinterest Farmers at the border.",
        (r"Facebook Twitter Pinterest .{2,600}",),
    ),
    Rule(
        "file-photo",
        "caption",
        "line",
        "Agencies mark archive pictures so.",
        "FILE - In this May photo, the harbour at dawn",
        (r"(?:FILE PHOTO:|FILE ?[-–—] (?:In|This)\b|FILE: ).{5,700}",),
    ),
    Rule(
        "photo-label",
        "caption",
        "line",
        "A line labelled as a picture.",
        "Pictured: The mayor opens the bridge",
        (
            r"(?!.*http)(?:PHOTOS?|Pictured|Cover(?: image| photo)?|Image|Main image|ABOVE|"
            r"BELOW): ?.{5,600}",
        ),
    ),
    Rule(
        "buzzfeed-caption",
        "caption",
        "line",
        "BuzzFeed sets the source before the caption.",
        "supplied The inside of the tent",
        (r"(?:[Ss]upplied|Getty Images|Courtesy of [\w .]{2,40}) [A-Z].{8,300}",),
        r"buzzfeed",
    ),
    Rule(
        "yahoo-more",
        "caption",
        "line",
        "Yahoo's captions end with the word that unfolds them.",
        "At a glance: the bridges of the county More",
        (r".{3,400} More",),
        r"yahoo",
    ),
    Rule(
        "politico-head",
        "caption",
        "form",
        "Politico's first line runs picture caption, credit, section and headline together.",
        "The mayor at the bridge. | Jane Doe/AP Photo Cities The bridge that was never built\n\nIt was "
        "closed.\n\nText.",
    ),
    Rule(
        "caption-start",
        "caption",
        "form",
        "A first line that begins with a caption and its credit, before the text.",
        "The mayor at the bridge. Jane Doe/Getty Images The city will close its oldest bridge for a year.",
    ),
    Rule(
        "hide-caption",
        "caption",
        "line",
        "CNN's gallery: captions end with their number.",
        "Photos: The march The march - Crowds gather. Hide Caption 3 of 12",
        (r"Photos: .{0,1400}\bHide Caption \d+ of \d+",),
        needs=("Hide Caption",),
    ),
    Rule(
        "mail-caption",
        "caption",
        "form",
        "The Daily Mail prints captions as lines without a full stop between finished sentences.",
        "Banned: Tourists ride in an old car past the harbour, which closes to ships on Monday",
        outlets=r"daily ?mail",
    ),
    Rule(
        "player",
        "video",
        "line",
        "Text of a video or audio player.",
        "JUST WATCHED The vote Replay More Videos ... MUST WATCH The vote 01:07",
        (
            r"JUST WATCHED\b.{0,500}",
            r"(?:Play|Watch) Video \d.{0,300}",
            r"Play Video\b.{0,200}",
            r".{0,300}\bListen · \d+:\d\d.{0,40}",
            r"Related Video .{5,500}",
            r"(?:NOW WATCH|IN THE NEWS|NEXT VIDEO|WATCH NEXT): .{5,200}",
            r"(?:Embed )?.{0,200}\bautoplay\b.{0,120}",
            r"(?i:scroll down for video|watch live|watch the (?:full )?(?:video|interview|clip)(?: "
            r"(?:above|below|here))?[:.]?)",
            r"(?i:video player is loading\W?.{0,200}|your browser does not support.{0,100}|now "
            r"playing:?.{0,160})",
        ),
        needs=("WATCH", "Video", "video", "Listen ·", "autoplay", "atch "),
    ),
    Rule(
        "usat-close",
        "video",
        "line",
        "USA TODAY's player: CLOSE, then the video's caption.",
        "CLOSE Lawmakers disagree about the bridge. USA TODAY",
        (r"CLOSE(?: .{5,700})?",),
    ),
    Rule(
        "slideshow",
        "nav",
        "line",
        "Reuters' link to a gallery.",
        "Slideshow (6 Images)",
        (r"Slideshow \(\d+ [Ii]mages\)",),
    ),
    Rule(
        "graphic-link",
        "nav",
        "line",
        "Link to a graphic on another page.",
        "(For a graphic on turnout, click on: example.net/2x)",
        (
            r"[(\[]?For (?:a|an interactive) graphics? .{3,160}",
            r"(?:GRAPHIC|Graphics?|Graphic): .{0,120}(?:tmsnrt\.rs|http|reut\.rs).{0,80}",
            r"Don't see the graphic.{0,80}",
            r".{0,80}(?:tmsnrt\.rs|reut\.rs)/\S{3,30}[)\]]?",
        ),
        needs=("raphic", "GRAPHIC", ".rs/"),
    ),
)
