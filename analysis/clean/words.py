"""What the rules are made of: the form of a rule, and names, agencies and credits as expressions.

Every expression sees text in which quotation marks are straight and odd spaces plain. Every repeat is
bounded, so that no text, however made, takes longer than in step with its length.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """One kind of residue.

    Attributes
    ----------
    id : str
        Its name, by which it can be switched off.
    kind : str
        What the span is: ad, bio, boilerplate, bullet, byline, caption, contributor, credit, duplicate,
        headline, nav, related_link, share, signup, teaser, video, whitespace; or review (kept, but listed).
    where : str
        Where it may stand (see `analysis.clean.residue`).
    rationale : str
        Why it is not the article.
    example : str
        A made-up text it finds.
    patterns : tuple of str
        Regular expressions over the normalised text, one of which must match; none for forms.
    outlets : str
        Regular expression over outlet name and address in lower case; empty for all outlets.
    needs : tuple of str
        Words of which one must stand in the line before a costly pattern is tried; empty for no such test.
    """

    id: str
    kind: str
    where: str
    rationale: str
    example: str
    patterns: tuple[str, ...] = ()
    outlets: str = ""
    needs: tuple[str, ...] = ()


_PARTICLE = "de|la|von|van|der|del|al|bin|ter"
NAME = rf"[A-ZÀ-Þ][\w.'\-]{{0,24}}(?: (?:[A-ZÀ-Þ(\"][\w.'\-)\"]{{0,24}}|{_PARTICLE})){{1,4}}"
NAMES = rf"{NAME}(?:,? (?:and|&) {NAME}|, {NAME}){{0,9}}"

_AGENCIES = (
    r"AP(?: Photo| Images| Pool)?|(?:The )?Associated Press|R(?:euters|EUTERS)|AFP|Getty(?: Images)?|"
    r"GETTY(?: IMAGES)?|"
    r"EPA(?:-EFE)?|epa(?:-efe)?|EFE|[Ss]hutterstock|iStock(?:photo)?|R(?:ex|EX)(?: Features)?|Press "
    r"Association|"
    r"PA(?: Wire| Images)?|UPI|Alamy|Z(?:uma|UMA)(?: Press| Wire)?|Polaris|Redux(?: Pictures)?|NurPhoto|"
    r"Xinhua|"
    r"S(?:ipa|IPA)(?: USA)?|Corbis|Anadolu(?: Agency)?|Barcroft|WireImage|FilmMagic|Newscom|TASS|Sputnik|"
    r"KCNA|AAP|"
    r"MediaPunch|Pacific Press|LightRocket|Splash(?: News)?|Magnum(?: Photos)?|Newsday RM|IPX|Invision"
)
_OUTLETS = (
    r"Bloomberg(?: News)?|Pool|POOL|White House|(?:The )?Washington Post|(?:The )?New York Times|The "
    r"Washington Times|"
    r"The Wall Street Journal|POLITICO|Politico|Axios|Vox|Slate|BuzzFeed News|The Guardian|The Observer|"
    r"The Atlantic|"
    r"Fox News|NBC News|NBC|ABC News|ABC|CBS News|CBS|CNN|C-SPAN|NPR|USA TODAY(?: Sports| NETWORK)?|USAT|"
    r"Al Jazeera|"
    r"Facebook|Twitter|Instagram|YouTube|Handout|HANDOUT|Flickr|Wikimedia Commons|Tribune News Service|TNS|"
    r"CQ[- ]Roll Call(?:,? Inc\.?)?|Roll Call|Star Tribune|Los Angeles Times|Chicago Tribune|Boston Globe"
)
PHOTO_AGENCY = rf"(?:{_AGENCIES})"
AGENCY = rf"(?:(?:{_AGENCIES}|{_OUTLETS})(?: via Getty Images)?)"

_PHOTO = (
    r"(?:[Pp]hoto|[Ii]mage|[Gg]raphic|[Ii]llustration|[Pp]hotograph|[Vv]ideo|[Ss]creenshot|[Ss]ource|"
    r"[Cc]redit|PHOTO)s?"
)
_INSIDE = r"[^()\[\]]"
_TEXT = r"(?:[^.!?;]|(?<=\b[A-Z])\.|(?<=\b[JS]r)\.)"  # no sentence ends in it, but initials may

# A line that ends in one of these is a caption with its credit, or a credit alone.
CREDITS = (
    # (AP Photo/Jane Doe)  [Jane Doe/Reuters]  (Photo: Jane Doe, AP)  (Jane Doe via AP)
    rf"[(\[](?:AP Photo|REUTERS){_INSIDE}{{0,80}}[)\]]",
    rf"[(\[](?:{AGENCY} )?{_PHOTO}(?: illustration)?(?: by|:| from| courtesy| via|/){_INSIDE}{{2,110}}[)\]]",
    r"[(\[][A-ZÀ-Þ](?:[^()\[\]/.;:]|(?<=\b[A-Z])\.){2,60}/ ?[A-ZÀ-Þ][^()\[\];:]{1,70}[)\]]",
    rf"[(\[][^()\[\].;:]{{2,70}},? via {AGENCY}{_INSIDE}{{0,24}}[)\]]",
    rf"[(\[]{NAME}(?: for)?[,/| ]{{1,3}}{AGENCY}(?:/[A-Z][\w ]{{1,30}})?[)\]]",
    # (Getty Images), but not a quotation's source: "..." (AP)
    rf"(?<![\"'] )[(\[]{PHOTO_AGENCY}[)\]]",
    r"[(\[](?:[Ff]ile|Handout|(?:YouTube )?[Ss]creenshot|Public [Dd]omain|Pixabay)[)\]]",
    # Photo: Jane Doe/AP   Photographer: Jane Doe   Illustration: Jane Doe/Outlet   Mandatory Credit: Jane Doe
    r"(?<![\w-])(?:Photo(?:graph)?(?: ?[Ii]llustration| Credit|s)?|Photograph(?:er|s|y)?|PHOTO(?: "
    r"CREDIT)?|Illustrations?|"
    r"Image(?: [Cc]redit)?|(?:Mandatory |Photo )?Credits?|Picture(?: [Cc]redit)?|Photo/Video|(?:Photo "
    r"[Ii]llustration|"
    r"Photo(?:graph)?) [Bb]y|Video)(?:: ?|(?<=by) )\w"
    rf"{_TEXT}{{1,110}}",
    # REUTERS/Jane Doe   AP Photo/Jane Doe   (c) Jane Doe
    rf"(?<![\w-])(?:REUTERS|AP Photo) ?/ ?[A-Z]{_TEXT}{{1,80}}(?:/File Photo)?",
    rf"(?:Â?©|\([cC]\)) ?[A-Z]{_TEXT}{{1,80}}",
    # Data: Office; Chart: Outlet
    r"(?:Data|Reproduced from|Adapted from|Note|Source|Expand chart)\b:? ?[^\n]{2,180}; ?"
    r"(?:Chart|Map|Table|Graphic|Cartogram|Note|Photo)s?: [^\n;]{3,60}",
    r"(?:Chart|Map|Table|Graphic): [A-Z][^.!?;]{2,50}/?(?:Axios(?: Visuals)?|Vox|Reuters|Bloomberg)",
    # Jane Doe/AP   Jane Doe | Agency | Agency   Jane Doe via AP
    rf"(?<![\w/'-]){NAME}(?: for [A-Z][\w ]{{2,30}})?(?:,? ?(?:/| \| | via ) ?{AGENCY}(?: [A-Z][\w "
    rf"]{{1,20}})?){{1,4}}"
    r"(?:, ?(?:FILE|File|file|Pool|pool)|/File(?: Photo)?)?",
    rf"(?<![\w/'-]){AGENCY}(?: ?[/|] ?{AGENCY}){{1,3}}",
    r"(?<=[ .\"])(?:via )?(?:Getty Images(?: file)?|AP Photo|AP Images|iStock(?:photo)?|Shutterstock)",
    rf"(?<=[.)\"] ){PHOTO_AGENCY}",
    r"\| ?(?:[A-Z][^|.]{2,60} )?(?:AP Photo|AP|Getty(?: Images)?|POLITICO|Reuters|Photo)[^|.]{0,30}",
    r"(?<=[a-z\d.)\"] )Source: [A-Z][^.!?;:]{2,70}",
)
