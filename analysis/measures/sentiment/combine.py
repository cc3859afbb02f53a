"""How the combined word list was made, so that anyone can make it again.

``python -m analysis.measures.sentiment.combine`` writes `lexicons/sentiment_combined.csv` (and
`sentiment_validation.csv`, what the panel is worth on the opinion pieces) from the lists of VADER, AFINN,
Hu & Liu and pattern and from the rated tweets, product and film reviews of Hutto & Gilbert (2014). The
opinion pieces of the same data take no part: they are kept for checking. A word's valence starts as the
sum of its valences in the four lists, each in units of that list's typical valence, and is moved by ridge
regression towards what the readers say. Only words of the four lists move, and a closed class of denying
and limiting words ("not", "only", "but"), which no list scores and readers take as mildly negative. So no
name, party or topic can pick up a tone from what the rated texts happened to be about.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy import sparse
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import compare, validate
from analysis.measures import sentiment
from analysis.measures.sentiment import valence
from analysis.validate import ratings

LISTS = ("afinn", "huliu", "pattern")
GENRES = ("tweets", "products", "films")
LIMITING = "but however although though unless only too merely even instead less least off if why would could"
LIMITING = frozenset((LIMITING + " should enough far until").split())
# This, and REACH, FLIP and SPREAD of `valence`, gave the best mean correlation over each genre left out in
# turn and news sentences labelled by people (NewsMTSC, Hamborg & Donnay 2021); opinion pieces had no say.
SHRINK = 0.001  # ridge penalty; 0.0002 to 0.004 were tried
MIN_TEXTS = 3  # a word rated in fewer texts keeps the mean of the lists


def listed() -> pd.DataFrame:
    """Words x lists: valence in units of the list's typical valence, NaN where a list lacks the word."""
    vader = SentimentIntensityAnalyzer().lexicon
    plain = {word: value for word, value in vader.items() if re.fullmatch(r"[a-z]+(?:['\-][a-z]+)*", word)}
    columns = {"vader": pd.Series(plain)}
    for name in LISTS:
        table = valence.read(sentiment.LEXICONS / f"sentiment_{name}.csv")
        columns[name] = table[~table["term"].str.contains(" ")].set_index("term")["valence"]
    return pd.DataFrame({name: values / np.sqrt((values**2).mean()) for name, values in columns.items()})


def names() -> list[str]:
    """Return names and fixed terms, whose words carry no tone."""
    path = sentiment.LEXICONS / "sentiment_names.csv"
    return valence.read(path)["term"].tolist()


def design(texts: list[str], words: list[str]) -> sparse.csr_matrix:
    """Texts x words: how often each word stands there, negated ones at `valence.FLIP`, over sqrt(words)."""
    stream = valence.stream(texts)
    numbers = {word: number for number, word in enumerate(words)}
    column = np.array([numbers.get(form, numbers.get(form.removesuffix("'s"), -1)) for form in stream.forms])
    column = column[stream.code]
    known = column >= 0
    row = stream.row[known]
    cells = np.where(stream.negated, valence.FLIP, 1.0)[known]
    cells = cells / np.sqrt(np.maximum(stream.sizes, 1))[row]
    return sparse.csr_matrix((cells, (row, column[known])), shape=(len(texts), len(words)))


def fit(genres: tuple[str, ...] = GENRES, shrink: float = SHRINK) -> pd.DataFrame:
    """Estimate the combined valences.

    Parameters
    ----------
    genres : tuple of str
        Rated texts to learn from; each counts alike, whatever its size.
    shrink : float
        Ridge penalty on what is learned about single words; larger stays closer to the lists.

    Returns
    -------
    DataFrame
        Indexed by word: `prior` (sum over the lists) and `valence`, both in units of the typical valence.
    """
    lists = listed().drop(names(), errors="ignore")
    free = [*LIMITING, *sorted(word for word in valence.NEGATORS if not word.startswith("lack"))]
    words = sorted({*lists.index, *free})
    prior = lists.sum(axis=1).reindex(words, fill_value=0.0).to_numpy()
    rated = [ratings.read(genre) for genre in genres]
    cells = [design(data["text"].tolist(), words) for data in rated]
    often = np.flatnonzero(
        sum(np.bincount(part.indices, minlength=len(words)) for part in cells) >= MIN_TEXTS
    )
    gram, moment = np.zeros((len(often) + 1, len(often) + 1)), np.zeros(len(often) + 1)
    for data, part in zip(rated, cells, strict=True):
        target = ((data["rating"] - data["rating"].mean()) / data["rating"].std()).to_numpy()
        both = sparse.hstack([sparse.csr_matrix((part @ prior)[:, None]), part[:, often]]).tocsr()
        centre = np.asarray(both.mean(axis=0)).ravel()
        gram += (both.T @ both).toarray() / len(data) - np.outer(centre, centre)
        moment += both.T @ target / len(data)
    gram[np.diag_indices(len(gram))] += np.concatenate([[0.0], np.full(len(often), shrink)])
    solved = np.linalg.solve(gram, moment)
    learned = prior * solved[0]
    learned[often] += solved[1:]
    typical = np.sqrt(np.mean(learned[learned != 0] ** 2))
    return pd.DataFrame({"prior": prior * solved[0] / typical, "valence": learned / typical}, index=words)


def left_out(genre: str, shrink: float) -> float:
    """Correlation with the readers of `genre` when the other genres of `GENRES` were learned from."""
    table = fit(tuple(other for other in GENRES if other != genre), shrink)
    data = ratings.read(genre)
    words = valence.compile(table["valence"].rename_axis("term").reset_index())
    tone, _ = valence.tone(valence.stream(data["text"].tolist()), words)
    return float(np.corrcoef(tone, data["rating"])[0, 1])


def table() -> pd.DataFrame:
    """Return the word list to ship: `term`, `valence` (2 decimals, none of 0) and where each comes from."""
    found, lists = fit(), listed()
    result = found.round(2).loc[lambda frame: frame["valence"] != 0].rename_axis("term").reset_index()
    sources = lists.notna().reindex(result["term"], fill_value=False)
    told = [" ".join(lists.columns[row]) or "denying or limiting word" for row in sources.to_numpy()]
    moved = (result["valence"] - result["prior"]).round(2)
    return pd.DataFrame(
        {
            "term": result["term"],
            "valence": result["valence"],
            "rationale": [
                f"{source}; readers {step:+.2f}" if step else source
                for source, step in zip(told, moved, strict=True)
            ],
        }
    )


def validation(rng: np.random.Generator, number: int = 400) -> pd.DataFrame:
    """Hold the panel against the rated opinion pieces; the table that `validate.shipped` reads."""
    data = ratings.read("opinion")
    counts = sentiment.counts(ratings.sentences(data))
    tones = pd.DataFrame({name: counts[f"{name}_tone"] for name in sentiment.PANEL})
    readers = validate.one_reader(data.filter(like="reader_"), rng=rng)
    parts = [
        validate.correlations(tones, data["rating"], rng=rng).assign(measure="correlation"),
        readers.assign(measure="correlation"),
        validate.pairs(tones, data["rating"], rng=rng).assign(measure="pairs"),
    ]
    for name in sentiment.PANEL:
        judge = _judge(name, rng)
        found = validate.verdicts(counts, data["rating"], judge, rng=rng, number=number)
        found = found.rename(columns={"pairs": "n"}).rename_axis("level").reset_index()
        parts.append(found.assign(measure="verdict", instrument=name).drop(columns="share"))
    order = ["measure", "instrument", "level", "gap_from", "gap_to", "value", "low", "high", "n"]
    return pd.concat(parts)[order].round(3)


def _judge(instrument: str, rng: np.random.Generator):
    """Return a function that compares two articles as the sentiment notebook does."""

    def judge(counts: pd.DataFrame, by: pd.Series) -> tuple[float, str]:
        gaps = compare.sides(
            sentiment.only(counts, instrument),
            sentiment.scores,
            by,
            rng=rng,
            primary=("tone",),
            alternatives=sentiment.alternatives({}, counts, instrument),
            replicates=1000,
        ).gaps
        gap = gaps[gaps["score"] == "tone"].iloc[0]
        return (gap["difference"] if gap["side_a"] == "a" else -gap["difference"]), gap["verdict"]

    return judge


if __name__ == "__main__":
    table().to_csv(sentiment.LEXICONS / "sentiment_combined.csv", index=False, lineterminator="\n")
    found = validation(np.random.default_rng(1))
    found.to_csv(validate.SHIPPED, index=False, lineterminator="\n")
    print(found.to_string())
