"""Where sentences end, by rule: linear time, no model, the same on every machine.

One regular expression finds the places where a sentence may end; `_ends` then decides each by the
word before the mark and the word after it.
"""

import re

NEWLINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
CLOSERS = "\"'”’»)]}*"
OPENERS = "\"'“‘«([{*"

# A mark that may end a sentence, what closes after it, and the white space that must follow.
_CANDIDATE = re.compile(
    rf"(?P<mark>[.!?…]+)(?P<close>[{re.escape(CLOSERS)}]*)(?P<space>[^\S{NEWLINES}]+)(?P<open>[{re.escape(OPENERS)}]*)(?=(?P<next>.))"
)
_PARAGRAPH = re.compile(rf"[^{NEWLINES}]*[^\s{NEWLINES}][^{NEWLINES}]*")
_LAST_WORD = re.compile(r"[^\s(\[{\"“‘'—–/-]*$")

# Never the end of a sentence: what they shorten follows.
_BEFORE_NAME = frozenset(
    """mr mrs ms messrs mme mlle dr prof rev hon gov lt col gen sen sens rep reps sgt cpl capt cmdr adm maj brig
    pvt pres supt fr sr. st ste mt ft gens govs lts drs profs det insp spc pfc cf vs v viz eg ie approx ca
    jan feb mar apr jun jul aug sept sep oct nov dec no nos art arts sec vol pp fig figs op al dept univ""".split()
)


def _ends(text, match, paragraph_start):
    mark, following = match["mark"], match["next"]
    if "!" in mark or "?" in mark:
        return bool(match["open"]) or not following.islower()
    if following.islower() and not match["open"]:
        return False
    if mark != ".":
        return True
    word = _LAST_WORD.search(text, max(paragraph_start, match.start() - 30), match.start())[0]
    if not word or match["close"]:
        return True
    if word.lower() in _BEFORE_NAME:
        return False
    return not (len(word) == 1 and word.isupper())


def spans(text):
    """Sentences of a text, as (paragraph number, start, end); none crosses a line break."""
    found = []
    for number, paragraph in enumerate(_PARAGRAPH.finditer(text)):
        start, stop = paragraph.span()
        for match in _CANDIDATE.finditer(text, start, stop):
            if _ends(text, match, start):
                found.append((number, start, match.start("space")))
                start = match.end("space")
        found.append((number, start, stop))
    trimmed = []
    for number, start, end in found:
        body = text[start:end]
        start += len(body) - len(body.lstrip())
        end -= len(body) - len(body.rstrip())
        if end > start:
            trimmed.append((number, start, end))
    return trimmed


def quotations(text):
    """Stretches between double quotation marks, within a paragraph, as (start, end), marks included."""
    return [match.span() for match in re.finditer(rf"“[^“”{NEWLINES}]*”|\"[^\"{NEWLINES}]*\"", text)]
