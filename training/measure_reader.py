"""Measure the model that reads against people, and write `analysis/models/reader_validation.csv`.

    python -m training.measure_reader newsmtsc_train.csv seesaw_folder

Tone toward an actor is measured on the events of NewsMTSC that `training.train_reader` left out. Which of two
articles is harsher is measured on SEESAW (Zhang, Beauchamp & Wang 2022, arXiv:2211.01467, CC BY-NC-SA 4.0;
`seesaw_dev_articles.csv`, `seesaw_dev_entity_sentiment.csv`), from which nothing was learned. Intervals come
from resampling events.
"""

import itertools
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import dataset, reader_model
from analysis.actors import actor_tone
from analysis.actors.names import normalize_name
from analysis.measures import sentiment
from training import targets

TARGET = reader_model.FILE.parent / "reader_validation.csv"
FRAMING = dataset.Options(measures=("framing",), lexicons=())


FEW = 10  # rows, from which a figure says anything


def estimate(frame: pd.DataFrame, measure: Callable[[pd.DataFrame], float], draws: int = 1000) -> dict:
    """Return `value`, the ends of its 95 % interval from resampling whole `event`s, and `n`, the rows.

    All but `n` is NaN with fewer than `FEW` rows.
    """
    if len(frame) < FEW:
        return {"value": np.nan, "low": np.nan, "high": np.nan, "n": len(frame)}
    rng = np.random.default_rng(1)
    rows = list(frame.reset_index(drop=True).groupby("event").indices.values())
    values = [
        measure(frame.iloc[np.concatenate([rows[k] for k in rng.integers(0, len(rows), len(rows))])])
        for _ in range(draws)
    ]
    low, high = np.nanquantile(values, [0.025, 0.975])
    return {"value": measure(frame), "low": low, "high": high, "n": len(frame)}


def score_macro_f1(frame: pd.DataFrame) -> float:
    """Mean F1 of the three labels; columns `label` and `guess`."""
    scores = []
    for label in targets.LABELS:
        right = ((frame["label"] == label) & (frame["guess"] == label)).sum()
        scores.append(2 * right / ((frame["label"] == label).sum() + (frame["guess"] == label).sum()))
    return float(np.mean(scores))


def measure_actor_tone(held: pd.DataFrame) -> pd.DataFrame:
    """Hold the model, and the word list that stands in for it, against the labels of targets left out."""
    spans = list(zip(held["start"], held["end"], strict=True))
    shares = reader_model.read_actor_tone(held["sentence"].tolist(), spans)
    frame = held.assign(article_id="", sentence_id=range(len(held))).rename(columns={"sentence": "text"})
    tone = sentiment.count_sentiment(frame, ["combined"])["combined_tone"].to_numpy()
    listed = 1 + (tone >= sentiment.NEUTRAL).astype(int) - (tone <= -sentiment.NEUTRAL)
    guesses = {"reader": shares.argmax(axis=1), "word lists": listed}
    rows = []
    for method, guess in guesses.items():
        guessed = held.assign(guess=np.array(targets.LABELS)[guess])
        rows.append({"check": "tone toward an actor", "method": method} | estimate(guessed, score_macro_f1))
    return pd.DataFrame(rows)


def pair_ratings(entities: pd.DataFrame) -> pd.DataFrame:
    """Pair articles of one story that treat an actor differently; `rated` is the harsher one's id."""
    rows = []
    for (event, actor), group in entities.groupby(["triplet_id", "entity"], sort=False):
        for one, other in itertools.combinations(group.itertuples(), 2):
            if one.mean_sentiment != other.mean_sentiment:
                worse = min(one, other, key=lambda row: row.mean_sentiment).article_id
                rows.append((event, actor, one.article_id, other.article_id, worse))
    return pd.DataFrame(rows, columns=["event", "item", "article_a", "article_b", "rated"])


def judge_event(articles: pd.DataFrame, pairs: pd.DataFrame, model: bool) -> pd.DataFrame:
    """Judge the pairs of one story as the workbook does; an actor it does not know is named in neither."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "articles.csv"
        columns = ["article_id", "title", "outlet", "event", "text"]
        articles.rename(columns={"source": "outlet", "triplet_id": "event"})[columns].to_csv(
            corpus, index=False
        )
        data = dataset.open_data(str(corpus), FRAMING._replace(reader=model))
    known = {normalize_name(row.alias): row.actor for row in data.cast.itertuples()}
    named = pairs["item"].map(lambda name: known.get(normalize_name(name), name))
    sums = data.counts["actor_tone"].groupby(["article_id", "item"]).sum()
    return actor_tone.judge_harshness(sums, pairs.assign(item=named)).assign(rated=pairs["rated"].to_numpy())


def measure_harshness(folder: Path, model: bool) -> pd.DataFrame:
    """How many pairs are decided, how many of these rightly, and of those called clear."""
    articles, entities = (
        pd.read_csv(
            folder / f"seesaw_dev_{name}.csv",
            keep_default_na=False,
            dtype={"article_id": str, "triplet_id": str},
        )
        for name in ("articles", "entity_sentiment")
    )
    stories = dict(list(articles.groupby("triplet_id")))
    pairs = pair_ratings(entities)
    judged = [
        judge_event(stories[event], group, model) for event, group in pairs.groupby("event", sort=False)
    ]
    table = pd.concat(judged, ignore_index=True)
    table["right"] = table["harsher"] == table["rated"]
    decided = table[table["verdict"] != "abstains"]
    clear = table[table["verdict"] == "clearly harsher"]
    checks = {
        "decided": (table, lambda rows: (rows["verdict"] != "abstains").mean()),
        "right where decided": (decided, lambda rows: rows["right"].mean()),
        "clearly harsher": (table, lambda rows: (rows["verdict"] == "clearly harsher").mean()),
        "right where clearly harsher": (clear, lambda rows: rows["right"].mean()),
    }
    rows = [{"check": name} | estimate(frame, share) for name, (frame, share) in checks.items()]
    return pd.DataFrame(rows).assign(method="reader" if model else "word lists")


def main(newsmtsc: str, seesaw: str) -> None:
    """Measure, print and write."""
    table = targets.read_targets(Path(newsmtsc))
    parts = [measure_actor_tone(table[table["held"]].reset_index(drop=True))]
    parts += [measure_harshness(Path(seesaw), model) for model in (True, False)]
    result = pd.concat(parts)[["check", "method", "value", "low", "high", "n"]].round(3)
    result.to_csv(TARGET, index=False, lineterminator="\n")
    print(result.to_string(index=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
