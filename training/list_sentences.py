"""Draw sentences of news, and persons named in them, for `training.train_teacher` to label.

    python -m training.list_sentences ARTICLES.parquet newsmtsc_train.csv sentences.csv

Any articles will do; nobody has labelled them. Sentences of NewsMTSC that are kept for measuring are left
out. Writes one sentence a row, in random order: `text`, and `start` and `end` of one person named in it,
empty where none was found. Who is a person is guessed roughly (a given name before another name; such a
surname alone): a place taken for a person does little harm here.
"""

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import load
from analysis.annotate import split_sentences
from analysis.clean import clean_articles
from analysis.lexicon import FOLDER
from training import targets

SEED = 1
ARTICLES, EACH = 1600, 16  # articles, and sentences of each at most
WORDS = (5, 60)
NAME = re.compile(r"\b([A-Z][a-z]+) (?:[A-Z]\. )?([A-Z][A-Za-z'-]+[a-z])\b")
WORD = re.compile(r"(?<=[^.!?\"“] )\b[A-Z][A-Za-z'-]+[a-z]\b")


def draw_sentences(articles: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    """Draw sentences from the cleaned text of articles, none twice, in random order."""
    sentences = split_sentences(*clean_articles(articles)).drop_duplicates("text")
    sentences = sentences[sentences["text"].str.split().str.len().between(*WORDS)].sample(
        frac=1, random_state=rng
    )
    return sentences.groupby("article_id").head(EACH)["text"].tolist()


def find_persons(sentences: list[str]) -> list[list[tuple[int, int]]]:
    """Find where in each sentence persons are named, by full name or by a surname that some full name has."""
    given = set(pd.read_csv(FOLDER / "actor_given_names.csv")["name"])
    common = set(pd.read_csv(FOLDER / "actor_common_words.csv").iloc[:, 0].astype(str))
    full = [[match for match in NAME.finditer(text) if match[1] in given] for text in sentences]
    surnames = {match[2] for found in full for match in found if match[2].lower() not in common}
    result = []
    for text, found in zip(sentences, full, strict=True):
        spans = [match.span() for match in found]
        alone = [match.span() for match in WORD.finditer(text) if match[0] in surnames]
        inside = [any(first <= start < last for first, last in spans) for start, _ in alone]
        result.append(spans + [span for span, within in zip(alone, inside, strict=True) if not within])
    return result


def main(source: str, newsmtsc: str, target: str) -> None:
    """Draw, mark a person where there is one, and write."""
    rng = np.random.default_rng(SEED)
    table = targets.read_targets(Path(newsmtsc))
    held = set(table.loc[table["held"], "sentence"])
    articles = load.load_articles(source).articles
    articles = articles.sample(min(ARTICLES, len(articles)), random_state=rng)
    texts = [text for text in draw_sentences(articles, rng) if text not in held]
    spans = [found[rng.integers(len(found))] if found else ("", "") for found in find_persons(texts)]
    result = pd.DataFrame(spans, columns=["start", "end"]).assign(text=texts)
    result.sample(frac=1, random_state=rng).to_csv(target, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
