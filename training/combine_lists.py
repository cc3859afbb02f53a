"""How the combined word list was made, so that anyone can make it again.

``python -m training.combine_lists`` writes `lexicons/sentiment_combined.csv` (and
`sentiment_validation.csv`, what the panel is worth on the opinion pieces) from the lists of VADER, AFINN,
Hu & Liu and pattern and from the rated tweets, product and film reviews of Hutto & Gilbert (2014). The
opinion pieces of the same data take no part: they are kept for checking. A word's valence starts as the
sum of its valences in the four lists, each in units of that list's typical valence, and is moved by ridge
regression towards what the readers say. Only words of the four lists move, and a closed class of denying
and limiting words ("not", "only", "but"), which no list scores and readers take as mildly negative. So no
name, party or topic can pick up a tone from what the rated texts happened to be about.
"""

import re

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import compare, lexicon, phrases
from analysis.measures import sentiment, vader
from analysis.validate import agreement
from training import accuracy, ratings

LISTS = ("afinn", "huliu", "pattern")
GENRES = ("tweets", "products", "films")
LIMITING = "but however although though unless only too merely even instead less least off if why would could"
LIMITING = frozenset((LIMITING + " should enough far until").split())
# This, `lexicon.REACH`, and FLIP and SPREAD of `sentiment`, gave the best mean correlation over each genre
# left out in turn and news sentences labelled by people (NewsMTSC, Hamborg & Donnay 2021); opinion pieces had
# no say.
SHRINK = 0.001  # ridge penalty; 0.0002 to 0.004 were tried
MIN_TEXTS = 3  # a word rated in fewer texts keeps the mean of the lists


def read_part(name: str) -> pd.DataFrame:
    """Read a list that the combined one is made of, with its terms as they are written."""
    return pd.read_csv(lexicon.FOLDER / f"sentiment_{name}.csv", keep_default_na=False)


def collect_lists() -> pd.DataFrame:
    """Words x lists: valence in units of the list's typical valence, NaN where a list lacks the word."""
    word = re.compile(r"[a-z]+(?:['\-][a-z]+)*")
    plain = {term: value for term, value in vader.read_valences().items() if word.fullmatch(term)}
    columns = {"vader": pd.Series(plain)}
    for name in LISTS:
        table = read_part(name)
        columns[name] = table[~table["term"].str.contains(" ")].set_index("term")["valence"]
    return pd.DataFrame({name: values / np.sqrt((values**2).mean()) for name, values in columns.items()})


def count_words(texts: list[str], words: list[str]) -> sparse.csr_matrix:
    """Texts x words: how often each stands there whole, negated at `sentiment.FLIP`, over sqrt(words)."""
    cut = phrases.cut_texts(texts)
    terms = [" ".join(lexicon.split_term(word)) for word in words]
    compound = [" " in term for term in terms]  # an item of their own: "easy-to-use" does not hide "easy"
    table = pd.DataFrame({"item": compound, "term": terms, "pos": "", "weight": 1.0, "negation": "keep"})
    places = phrases.find_phrases(cut.words, table)
    row, start, end = cut.words.row[places["first"]], cut.start[places["first"]], cut.end[places["last"]]
    whole = [_is_word(texts[r], left, right) for r, left, right in zip(row, start, end, strict=True)]
    places, row = places[whole], row[whole]
    cells = np.where(places["negated"], sentiment.FLIP, 1.0) / np.sqrt(np.maximum(cut.sizes, 1))[row]
    return sparse.csr_matrix((cells, (row, places["term"])), shape=(len(texts), len(words)))


def _is_word(text: str, start: int, end: int) -> bool:
    """Tell whether a span is one whole word, with or without 's: no part of a compound, no phrase."""
    begun = re.search(r"\w[-‐‑]$", text[max(start - 2, 0) : start])
    goes_on = re.match(r"[-‐‑]\w|n['’]t\b", text[end : end + 4], re.IGNORECASE)
    return not (begun or goes_on or " " in text[start:end])


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
    lists = collect_lists().drop(read_part("names")["term"], errors="ignore")
    free = [*LIMITING, *sorted(word for word in lexicon.NEGATORS if not word.startswith(("lack", "n't")))]
    words = sorted({*lists.index, *free})
    prior = lists.sum(axis=1).reindex(words, fill_value=0.0).to_numpy()
    rated = [ratings.read_ratings(genre) for genre in genres]
    cells = [count_words(data["text"].tolist(), words) for data in rated]
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


def hold_out(genre: str, shrink: float) -> float:
    """Correlation with the readers of `genre` when the other genres of `GENRES` were learned from."""
    learned = fit(tuple(other for other in GENRES if other != genre), shrink)["valence"]
    data = ratings.read_ratings(genre)
    sums = count_words(data["text"].tolist(), list(learned.index)) @ learned.to_numpy()
    return float(np.corrcoef(sums / np.sqrt(sums**2 + sentiment.SPREAD), data["rating"])[0, 1])


def make_table() -> pd.DataFrame:
    """Return the word list to ship: `term`, `valence` (2 decimals, none of 0) and where each comes from."""
    found, lists = fit(), collect_lists()
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


def validate_panel(rng: np.random.Generator, number: int = 400) -> pd.DataFrame:
    """Hold the panel against the rated opinion pieces: what `agreement.read_shipped_accuracy` reads."""
    data = ratings.read_ratings("opinion")
    counts = sentiment.count_sentiment(ratings.take_rated_sentences(data))
    tones = pd.DataFrame({name: counts[f"{name}_tone"] for name in sentiment.INSTRUMENTS})
    readers = accuracy.correlate_one_reader(data.filter(like="reader_"), rng=rng)
    parts = [
        agreement.correlate_instruments(tones, data["rating"], rng=rng).assign(measure="correlation"),
        readers.assign(measure="correlation"),
        accuracy.measure_ceiling(data.filter(like="reader_"), rng=rng).assign(measure="correlation"),
        accuracy.measure_recovery(tones, data["rating"] / 4, rng=rng).assign(measure="recovery"),
        accuracy.measure_pair_accuracy(tones, data["rating"], rng=rng).assign(measure="pairs"),
    ]
    for length in accuracy.LENGTHS:
        runs = accuracy.cut_runs(tones.assign(rating=data["rating"]), length, rng)
        found = accuracy.measure_pair_accuracy(runs[list(tones)], runs["rating"], rng=rng)
        parts.append(found.assign(measure="pairs"))
    for name in sentiment.INSTRUMENTS:
        judge = _judge(name, rng)
        found = accuracy.measure_verdict_accuracy(counts, data["rating"], judge, rng=rng, number=number)
        found = found.rename(columns={"pairs": "n"}).rename_axis("level").reset_index()
        parts.append(found.assign(measure="verdict", instrument=name).drop(columns="share"))
    order = ["measure", "instrument", "level", "sentences", "gap_from", "gap_to"]
    order += ["value", "low", "high", "n"]
    return pd.concat(parts)[order].round(3)


def _judge(instrument: str, rng: np.random.Generator):
    """Return a function that compares two articles as the sentiment notebook does."""

    def judge(counts: pd.DataFrame, by: pd.Series) -> tuple[float, str]:
        gaps = compare.compare_groups(
            sentiment.select_instrument(counts, instrument),
            sentiment.score_sentiment,
            by,
            primary=("tone",),
            alternatives=sentiment.list_instruments_instead({}, counts, instrument),
            replicates=1000,
        ).gaps
        gap = gaps[gaps["score"] == "tone"].iloc[0]
        return (gap["difference"] if gap["side_a"] == "a" else -gap["difference"]), gap["verdict"]

    return judge


if __name__ == "__main__":
    make_table().to_csv(lexicon.FOLDER / "sentiment_combined.csv", index=False, lineterminator="\n")
    found = validate_panel(np.random.default_rng(1))
    found.to_csv(agreement.SHIPPED, index=False, lineterminator="\n")
    print(found.to_string())
