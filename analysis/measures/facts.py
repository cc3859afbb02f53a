"""Numbers and dates in a text, in one spelling each, so that two articles can be compared.

"Eight months" and "8 months" are one fact, as are "Feb. 28" and "28 February 2019" (a day without its
year) or "4.8 million jobs" and "4,800,000 jobs". What a number counts is taken to be the next noun.
"""

import re

import pandas as pd

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
WORDS = {word: float(n) for n, word in enumerate(_SMALL.split())}
WORDS |= {word: 10.0 * n for n, word in enumerate(_TENS.split(), start=2)}
_MONTHS = "january february march april may june july august september october november december"
MONTHS = {name: name.title() for name in _MONTHS.split()}
MONTHS |= {name[:3]: full for name, full in MONTHS.items()} | {"sept": "September"}
DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
ORDINALS = {name: float(n) for n, name in enumerate(_ORDINALS.split(), start=1)}
MEANT = {"both": 2.0, "pair": 2.0, "couple": 2.0, "twice": 2.0, "decade": 10.0, "dozen": 12.0}
MEANT |= {"quarter": 25.0, "half": 50.0, "century": 100.0}  # of a hundred
YEAR = re.compile(r"(?:19|20)\d\d")
RANGE = re.compile(r"\d+[-–]\d+")
PERCENT = ("%", "percent", "per")
MONEY = ("$", "€", "£", "¥")
SUFFIX = {"k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
VAGUE = {"several", "few", "many", "some"}  # "several hundred" is no hundred
SHORT = re.compile(r"(\d+(?:\.\d+)?)(k|m|bn|b|tn)")
_NUMERAL = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[a-z]{0,2}|[a-z]+|-")
# Written alike for one and for many.
_UNITS = "people mph kph km cm mm m ft in kg lb percent aircraft police staff troops"
UNITS = frozenset(_UNITS.split())


def find_facts(tokens: pd.DataFrame) -> pd.DataFrame:
    """Find numbers with what they count, sums of money, percentages, dates and years; additive per item.

    Parameters
    ----------
    tokens : DataFrame
        A `tokens` frame; needs no parse.

    Returns
    -------
    DataFrame
        One row per fact: `article_id`, `sentence_id`, `item` (as in "8 months", "$4.8 million", "11.1 %",
        "28 February", "2016"), `kind` ("number" or "date"), `start`, `end` (offsets into `raw`). A bare
        number that counts nothing is left out, and so is "one".
    """
    hot = tokens["pos"].eq("NUM") | tokens["text"].str.contains(r"\d", regex=True)
    key = pd.MultiIndex.from_frame(tokens[["article_id", "sentence_id"]])
    touched = tokens[key.isin(key[hot].unique())]
    rows = []
    for (article, sentence), part in touched.groupby(["article_id", "sentence_id"], sort=False):
        starts, ends = part["start"].to_list(), part["end"].to_list()
        words = list(zip(part["text"], part["lemma"], part["pos"], strict=True))
        rows += [(article, sentence, item, kind, starts[a], ends[b - 1]) for item, kind, a, b in _scan(words)]
    columns = ["article_id", "sentence_id", "item", "kind", "start", "end"]
    return pd.DataFrame(rows, columns=columns)


def list_values(text: str) -> set[float]:
    """List the values of all numbers in a text, whatever they count and however they are written.

    >>> sorted(list_values("Five of 1,200 people paid $1.2bn, a third 4.5 million."))
    [1.2, 3.0, 4.5, 5.0, 1200.0, 4500000.0, 1200000000.0]
    """
    words = [(word, word, "NUM") for word in _NUMERAL.findall(text.lower())]
    values, at = set(), 0
    while at < len(words):
        word = words[at][0]
        end = at + 1
        if short := SHORT.fullmatch(word):
            values |= {float(short[1]), float(short[1]) * SUFFIX[short[2]]}
        elif day := DAY.fullmatch(word):
            values.add(float(day[1]))
        if DIGITS.fullmatch(word) or word in WORDS or word in _SCALES:
            value, end = _value(words, at)
            values |= {value, float(word.replace(",", ""))} if word[0].isdigit() else {value}
        values |= {known[word] for known in (ORDINALS, MEANT) if word in known}
        at = end
    return values


def _scan(words: list[tuple[str, str, str]]):
    """Yield item, kind, first and last (exclusive) word of each fact in a sentence."""
    at = 0
    while at < len(words):
        found = _date(words, at) or _number(words, at)
        if found:
            item, kind, end = found
            if item:
                yield item, kind, at, end
            at = end
        else:
            at += 1


def _date(words, at):
    """A date from `at`: month and day in either order, month and year, or a year alone."""
    text = [word[0] for word in words[at : at + 3]]
    month = [MONTHS.get(word.lower().rstrip("."), "") if word[:1].isupper() else "" for word in text]
    day = [match.group(1) if (match := DAY.fullmatch(word)) else "" for word in text]
    if len(text) > 1 and month[0] and day[1]:
        return f"{int(day[1])} {month[0]}", "date", _past_year(words, at + 2)
    if len(text) > 1 and day[0] and month[1]:
        return f"{int(day[0])} {month[1]}", "date", _past_year(words, at + 2)
    if len(text) > 1 and month[0] and YEAR.fullmatch(text[1]):
        return f"{month[0]} {text[1]}", "date", at + 2
    if YEAR.fullmatch(text[0]) and not (at and words[at - 1][0] in MONEY):
        return text[0], "date", at + 1
    return None


def _past_year(words, end: int) -> int:
    """Take in the year that may follow a day, with or without a comma."""
    after = [word[0] for word in words[end : end + 2]]
    if after and YEAR.fullmatch(after[0]):
        return end + 1
    return end + 2 if len(after) > 1 and after[0] == "," and YEAR.fullmatch(after[1]) else end


def _number(words, at):
    """A number from `at` with what it counts; an empty item for numbers that say nothing."""
    text = words[at][0].lower()
    before = words[at - 1][0] if at else ""
    if RANGE.fullmatch(text) and words[at][2] == "NUM":
        return text.replace("–", "-"), "number", at + 1
    if before in MONEY and (short := SHORT.fullmatch(text)):
        return f"{before}{_short(float(short[1]) * SUFFIX[short[2]])}", "number", at + 1
    if not (DIGITS.fullmatch(text) or (words[at][2] == "NUM" and (text in WORDS or text in _SCALES))):
        return None
    value, end = _value(words, at)
    if end < len(words) - 1 and words[end][0] == "-" and words[end + 1][1] in PERCENT:
        end += 1  # "a 70-percent rate"
    after = words[end][0].lower() if end < len(words) else ""
    if before in MONEY:  # "$15m" may be three words
        return f"{before}{_short(value * SUFFIX.get(after, 1))}", "number", end + (after in SUFFIX)
    if after in PERCENT and not (after == "per" and words[end + 1 : end + 2] and words[end + 1][1] != "cent"):
        return f"{_short(value)} %", "number", end + (2 if after == "per" else 1)
    near = range(end, min(end + 3, len(words)))
    counted = next((i for i in near if words[i][2] == "NOUN" and _is_word(words[i][0])), None)
    passed = words[end:counted] if counted is not None else [("", "", "")]
    linked = all(word[2] in ("ADJ", "PROPN") or word[0] in ("-", "–") for word in passed)
    last = words[at - 2][0] if at > 1 and before in ("-", "a") else before  # "half-million", "half a million"
    vague = last.lower() == "half" or (text in _SCALES and before.lower() in VAGUE)
    if not linked or vague or _of_share(words, at) or (text == "one" and end == at + 1):
        return "", "number", end
    if value != 1 and not any(word[0] in ("-", "–") for word in passed):
        counted = _find_plural(words, counted)
        noun, lemma, _ = words[counted]
        if noun == lemma and noun.lower() not in UNITS:  # "a 530,000 drop", "zero tolerance"
            return "", "number", end
    return f"{_short(value)} {_counted(words[counted], value)}", "number", counted + 1


def _of_share(words, at: int) -> bool:
    """Whether the number at `at` is the whole of a share and counts nothing: "one in five", "7 out of 10"."""
    before = [word.lower() for word, *_ in words[max(at - 3, 0) : at]]
    part = before[:-2] if before[-2:] == ["out", "of"] else before[:-1] if before[-1:] == ["in"] else []
    return bool(part) and (part[-1] in WORDS or DIGITS.fullmatch(part[-1]) is not None)


def _is_word(text: str) -> bool:
    """Whether a noun is one, and no piece of "51-to-49" nor "p.m."."""
    return text[:1].isalpha() and not any(character.isdigit() or character == "." for character in text)


def _find_plural(words, at: int) -> int:
    """Where the noun stands that is counted: "two percentage *points*", "seven asylum-*seekers*"."""
    end = at
    while end < len(words) and (words[end][2] == "NOUN" or "-" in (words[end][0], words[end - 1][0])):
        text, lemma, pos = words[end]
        if text != lemma and pos == "NOUN":
            return end
        end += 1
    return at


def _value(words, at):
    """The value of a run of number words, or of digits and a scale, and where it ends."""
    text = words[at][0].lower()
    total, part, end = 0.0, 0.0, at
    if DIGITS.fullmatch(text):
        part, end = float(text.replace(",", "")), at + 1
    spelt = end == at
    while end < len(words):
        text = words[end][0].lower()
        if text in _SCALES:
            part = (part or 1.0) * _SCALES[text]
            if _SCALES[text] > 100:
                total, part = total + part, 0.0
        elif spelt and text in WORDS and _fits(part, WORDS[text]):
            part += WORDS[text]
        elif not (spelt and text in ("-", "and") and end > at and _next_fits(words, end, part)):
            break
        end += 1
    return total + part, end


def _fits(part: float, value: float) -> bool:
    """Whether a number word goes on from `part`, as five does from twenty or from a hundred."""
    return part % 100 == 0 or (part % 10 == 0 and part % 100 >= 20 and value < 10)


def _next_fits(words, at: int, part: float) -> bool:
    text = words[at + 1][0].lower() if at + 1 < len(words) else ""
    joined = words[at][0] == "-" or part >= 100
    return joined and text in WORDS and _fits(part, WORDS[text])


def _short(value: float) -> str:
    """Write a number as news does: 4.8 million, 1,500, 11.1."""
    for name in ("trillion", "billion", "million"):
        if value >= _SCALES[name]:
            return f"{value / _SCALES[name]:.6g} {name}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _counted(word: tuple[str, str, str], value: float) -> str:
    """The noun as it stands after `value`, so that "8-month" and "eight months" agree."""
    noun, lemma = word[0].lower(), word[1].lower()
    if value == 1 or noun != lemma or noun in UNITS:
        return lemma if value == 1 else noun
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
