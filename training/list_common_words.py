"""Write the list of words that news writes small: ``python -m training.list_common_words ARTICLES.parquet``.

The articles need a column ``text``. Counted are words between others in lower case or commas, so that
neither sentences' beginnings nor headlines nor longer names ("Wall Street") matter; only the words are
kept, no counts and no text.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import pandas as pd

LEXICONS = Path(__file__).parents[1] / "analysis" / "lexicons"
OFTEN = 3
"""Articles in which a word must stand."""
SHARE = 0.7
"""Share of its places where it must stand small."""
_WITHIN = re.compile(r"(?<=[a-z,] )([A-Za-z][a-z]{2,})(?![\w'\u2019]| [A-Z])")


def list_common_words(texts: pd.Series) -> list[str]:
    """Words of three letters or more that stand in small letters at least `SHARE` of the time."""
    articles, small, all_places = Counter(), Counter(), Counter()
    for text in texts:
        words = _WITHIN.findall(text)
        articles.update({word.lower() for word in words})
        all_places.update(word.lower() for word in words)
        small.update(word for word in words if word.islower())
    return sorted(w for w, n in articles.items() if n >= OFTEN and small[w] >= SHARE * all_places[w])


if __name__ == "__main__":
    words = list_common_words(pd.read_parquet(sys.argv[1], columns=["text"])["text"])
    lines = "".join(f"{word}\n" for word in words)
    (LEXICONS / "actor_common_words.csv").write_text(f"word\n{lines}", "utf-8", newline="\n")
