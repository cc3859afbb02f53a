"""The texts that are measured: any corpus, or articles made of the seeds' sentences.

Made articles have new ids and real sentences, but only the seeds' 900 words: memories of words fill at once.
A corpus of one's own says more (``--corpus``).
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import annotate, clean, load

SEEDS = Path(__file__).parents[1] / "seeds"
OUTLETS = ("Here", "There")


def seed_sentences() -> list[str]:
    """Sentences of the two seed articles, cleaned."""
    articles, ledger = clean.clean_articles(load.load_articles(str(SEEDS)).articles)
    return annotate.split_sentences(articles, ledger)["text"].tolist()


def write(path: Path, articles: int, sentences: int, seed: int = 20190228) -> Path:
    """Write made articles as JSON lines: each of about `sentences` drawn sentences in short paragraphs."""
    rng = np.random.default_rng(seed)
    pool = seed_sentences()
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles):
            size = int(rng.integers(max(1, sentences // 2), sentences + sentences // 2 + 1))
            drawn = [pool[at] for at in rng.integers(len(pool), size=size)]
            breaks = rng.random(size) < 0.4
            text = "".join(
                sentence + ("\n\n" if last else " ") for sentence, last in zip(drawn, breaks, strict=True)
            )
            record = {
                "article_id": f"made-{seed}-{number:06d}",
                "outlet": OUTLETS[number % 2],
                "title": f"Made article {number}",
                "text": text.strip(),
            }
            file.write(json.dumps(record) + "\n")
    return path


def read(corpus: str, most: int) -> pd.DataFrame:
    """Up to `most` articles of a corpus, evenly spread over it; those that cannot be read are left out."""
    parts = pd.concat([part.articles for part in load.load_partitions(corpus)])
    return parts.iloc[np.unique(np.linspace(0, len(parts) - 1, min(most, len(parts))).astype(int))]
