"""Made-up frames for tests: tokens written as word/lemma/POS, one sentence a line."""

import pandas as pd

COLUMNS = [
    "article_id",
    "sentence_id",
    "token_id",
    "start",
    "end",
    "text",
    "lemma",
    "pos",
    "ent_type",
    "ent_iob",
]


def tokens(**articles: str) -> pd.DataFrame:
    """Tokens of articles; each word is `text/POS` or `text/lemma/POS`, or a plain word for a noun."""
    rows = []
    for article, text in articles.items():
        at = 0
        for number, line in enumerate(text.strip().splitlines()):
            for place, word in enumerate(line.split()):
                parts = word.split("/")
                lemma = parts[1] if len(parts) > 2 else parts[0].lower()
                pos = parts[-1] if len(parts) > 1 else "NOUN"
                end = at + len(parts[0])
                rows.append((article, number, place, at, end, parts[0], lemma, pos, "", "O"))
                at = end + 1
    return pd.DataFrame(rows, columns=COLUMNS)


def sentences(frame: pd.DataFrame) -> pd.DataFrame:
    """The sentences whose tokens `frame` holds, words joined with a space."""
    group = frame.groupby(["article_id", "sentence_id"], sort=False)
    out = group.agg(start=("start", "min"), end=("end", "max"), text=("text", " ".join))
    return out.reset_index()


def words(frame: pd.DataFrame) -> pd.DataFrame:
    """Exposure: the number of words of each sentence."""
    return frame.groupby(["article_id", "sentence_id"]).size().to_frame("words")
