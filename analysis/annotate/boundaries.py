"""Where sentences end: by rule, in linear time, the same everywhere.

One regular expression finds the places where a sentence may end; each is then decided by the word before the
mark and the word after it. The rules are our own because the kept libraries do not do for news. Against the
full spaCy pipeline on 300 news articles (boundary F1, paragraphs given) pysbd reached .942, sentencex .944,
syntok .980 at a twentieth of the speed, and BlingFire .985, whose last release is of 2021 and holds binaries
for few machines; these rules reach .988. Most of what remains are the parser's slips ("Sens. | Marco Rubio").
"""

import re
from functools import cache

from analysis.lexicon import FOLDER
from analysis.wraps import unwrap_lines

NEWLINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_OPENERS = r"\"'“‘«(\[{*"
_CLOSERS = r"\"'”’»)\]}*"
_BLANK = rf"[^\S{NEWLINES}]"

# Where a sentence may end: a mark (dots may stand apart), what closes after it, and a blank; without a blank
# only after two letters or a closing quotation mark. Then what opens, the next word, and what follows that.
# Possessive, and never begun inside a run of marks, so that no run of them is read twice.
_CANDIDATE = re.compile(
    rf"(?P<mark>[.!?…](?<![.!?…].)(?<![.…][ \u00a0].)[.!?…]*+(?:[ \u00a0][.…]++)*+)(?P<close>[{_CLOSERS}]*+)"
    rf"(?P<blank>{_BLANK}+|(?<=[^\W\d_]{{2}}\W)|(?<=[.!?][\"”]))"
    rf"(?=(?P<open>[{_OPENERS}]*)(?P<next>\w*)(?P<after>.?))"
)
_PARAGRAPH = re.compile(rf"\S[^{NEWLINES}]*")
_LAST_WORD = re.compile(r"[^\s(\[{\"“‘—–/-]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_HOUR = re.compile(r"[ap]\.?m", re.IGNORECASE)
# Who speaks, after a quotation that ends in "?" or "!": a name, a title before it, a verb of saying.
_SPEAKER = re.compile(
    rf"{_BLANK}*(?:[A-Z][\w.'’-]*{_BLANK}+){{1,4}}(?:says?|said|asks?|asked|tells?|told|adds?|added|writes?|wrote"
    r"|repl(?:ies|ied)|answer(?:s|ed)|respond(?:s|ed)|cri(?:es|ed)|shout(?:s|ed)|yell(?:s|ed)|exclaim(?:s|ed)"
    r"|tweet(?:s|ed)|wonder(?:s|ed)|demand(?:s|ed)|joke[sd]|quip(?:s|ped)|continue[sd]|recall(?:s|ed))\b"
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Capitalised, and a name follows: never the end of a sentence.
_TITLES = _words(
    """
    mr mrs ms messrs mme mlle dr drs prof profs rev fr hon pres gov govs sen sens rep reps lt col gen
    gens sgt cpl capt cmdr cdr adm maj brig pvt supt det insp spc pfc ste mt ft amb ambs atty attys sec secs
    cllr ald asst assoc dep msgr pastor comdr cmsgt ssgt tsgt msgt cdt ens
    """
)
_GOES_ON = _words(
    """
    cf vs v viz eg ie e.g i.e approx ca dept univ assn
    """
)
_BEFORE_NUMBER = _words(
    """
    no nos vol sec sect ch chap fig figs art arts p pp
    """
)
# Capitalised: the sentence goes on, unless a word that commonly begins one follows.
_MAY_END = _words(
    """
    inc corp co ltd llc jr sr bros esq ph.d ave blvd rd st jan feb mar apr jun jul aug sept sep oct nov
    dec calif ky mass pa va fla conn ariz tenn ill ind wis minn mich md mo okla ore wash ga la ala ark
    colo del kan kans miss mont neb nebr nev tex wyo penn n.y n.j n.h n.m n.c n.d s.c s.d w.va r.i d.c
    """
)
# So does what follows these, whatever their case.
_ABBREVIATED = _words("al etc")
# Names that end in a mark of their own.
_MARKED_NAMES = _words("yahoo jeopardy yum ahoy oklahoma mia wham joomla e")
# What may follow "8 p.m." within its sentence.
_AFTER_HOUR = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    january february march april may june july august september october november december jan feb mar apr jun
    jul aug sept sep oct nov dec et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet ist jst eastern
    central mountain pacific local
    """
)
_STARTERS = _words(
    """
    a after all also although an and another any as at because before but by despite did do does during
    each even every few first for from he her here his how however i if in instead is it its last later
    like many meanwhile more most much my neither no none nor not now of on once one only or other
    others our over she since so some still such that the their then there these they this those though
    through thus to today two under until we what when where whether which while who why with without
    yes yet you your
    """
)
_LINKS = ("http", "https", "pic")  # lower case, yet they begin anew after a full stop

# Initials of countries, which are no one's: a person's name after them belongs to another sentence.
_COUNTRIES = _words("u.s.a u.a.e u.s.s.r")

Span = tuple[int, int, int]


@cache
def _given_names() -> frozenset[str]:
    lines = (FOLDER / "actor_given_names.csv").read_text("utf-8").splitlines()
    return frozenset(line.partition(",")[0] for line in lines[1:])


def find_sentences(text: str) -> list[Span]:
    """Find the sentences of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int, int)
        Number of the paragraph (a run between line breaks that is not blank; line breaks that only wrap it
        are none, see `wraps.unwrap_lines`), start and end, without blanks at either end. No sentence crosses
        a paragraph.
    """
    text = unwrap_lines(text)
    sentences = []
    for number, line in enumerate(_PARAGRAPH.finditer(text)):
        start = begin = line.start()
        stop = start + len(line[0].rstrip())
        for match in _CANDIDATE.finditer(text, start, stop):
            if _ends(text, match, start, begin):
                sentences.append((number, begin, match.start("blank")))
                begin = match.end()
        sentences.append((number, begin, stop))
    return sentences


def _ends(text: str, match: re.Match, paragraph: int, begin: int) -> bool:
    """Whether the sentence that began at `begin` ends at this candidate."""
    mark, close, blank, opening, following, after = match.groups()
    starter = following.lower() in _STARTERS
    if not blank:  # one was lost, as in "the end.The"
        return following[:1].isupper() and (starter or bool(close))
    if not following and after in "”’»)],;:&":
        return False
    # lower case, unless a name begins so: "iPhone", "eBay"
    lower = following[:1].islower() and following == following.lower() and following not in _LINKS
    word = _word_before(text, paragraph, match.start())
    if "!" in mark or "?" in mark:
        speaks = close and not starter and _SPEAKER.match(text, match.end("close"))
        named = mark == "!" and word.lower() in _MARKED_NAMES and following[:1].isupper() and not starter
        return bool(opening) or not (lower or speaks or named)
    if lower and not opening:
        return False
    if mark[0] != "." or mark[1:2] in (".", "…"):
        return bool(close) or (bool(word) and (starter or bool(opening)))
    if not word or close:
        return True
    first = match.start() - len(word) == begin
    if first and (word in ("Q", "A") or (word.isdigit() and (len(word) < 3 or begin == paragraph))):
        return False  # a question, an answer, the number of an item
    return _full_stop(word, following, opening, starter)


def _word_before(text: str, paragraph: int, end: int) -> str:
    tail = text[max(paragraph, end - 30) : end]
    word = tail.rpartition(" ")[2]
    return word if word.isalpha() else _found(_LAST_WORD.search(tail)).lstrip("'’")


def _found(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


def _full_stop(word: str, following: str, opening: str, starter: bool) -> bool:
    """Whether the period after `word` ends a sentence, rather than an abbreviation or an initial."""
    lower = word.lower()
    if lower in _BEFORE_NUMBER and following.isdigit():
        return False
    if lower in _GOES_ON or (lower in _TITLES and word[0].isupper()):
        return False
    if word == "I" or lower in _BEFORE_NUMBER:
        return True
    if _HOUR.fullmatch(word):
        return not (following.isdigit() or following.lower() in _AFTER_HOUR or opening[:1] == "(")
    if lower in _COUNTRIES and following in _given_names():
        return True
    if (lower in _MAY_END and word[0].isupper()) or lower in _ABBREVIATED or _INITIALS.fullmatch(word):
        return starter or (bool(opening) and "(" not in opening)
    return True


def group_paragraphs(sentences: list[Span]) -> dict[int, tuple[int, int]]:
    """Return where each paragraph begins and ends, by its number."""
    paragraphs: dict[int, tuple[int, int]] = {}
    for number, start, end in sentences:
        paragraphs[number] = (paragraphs[number][0] if number in paragraphs else start, end)
    return paragraphs
