"""2,000 replicates of all readability scores of two articles with their differences, against a plain loop."""

import numpy as np
import pandas as pd

from analysis import compare
from analysis.measures import readability
from benchmarks import peers
from benchmarks.pairs import Row, in_turn

REPLICATES = 2000


def rows(sentences: pd.DataFrame, rounds: int, naive: int = 40) -> list[Row]:
    """Measure; `sentences` of two articles. The loop runs `naive` replicates and is scaled up."""
    counts = readability.count_readability(sentences)
    ids = sentences["article_id"].unique()[:2]
    by = pd.Series(ids, index=ids)
    sides = [sentences.loc[sentences["article_id"] == key, "text"].tolist() for key in ids]
    with peers.asked() as ask:
        timed = in_turn(
            rounds,
            textstat=lambda: ask("naive", sides=sides, replicates=naive)["seconds"],
            pandas=lambda: _loop(counts, by, naive),
            ours=lambda: _compare(counts, by),
        )
    found = _compare(counts, by)
    spread = _interval(counts, by)
    gaps = found.gaps.set_index("score")[["low", "high"]].to_numpy(float)
    width = (gaps[:, 1] - gaps[:, 0]) / np.maximum(spread[:, 1] - spread[:, 0], 1e-9)
    agree = bool(((width > 0.9) & (width < 1.4)).all())  # ours are expanded for small samples
    n, per = f"{REPLICATES} replicates, {len(counts)} sentences", REPLICATES / naive
    said = f"the loop ran {naive} replicates, times {per:.0f}; ours includes intervals and differences"
    return [
        timed.row(
            "replicates against a loop over textstat", n, "textstat", "ours", per, bound=">= 500", note=said,
            checks={"intervals as wide as a plain bootstrap's (0.9 to 1.4 times)": agree},
        ),
        timed.row("replicates against a loop over pandas", n, "pandas", "ours", per, note="counts given"),
    ]  # fmt: skip


def _compare(counts: pd.DataFrame, by: pd.Series) -> compare.Comparison:
    return compare.compare_groups(counts, readability.score_readability, by, replicates=REPLICATES)


def _loop(counts: pd.DataFrame, by: pd.Series, replicates: int) -> None:
    """Draw rows, sum them, score the sums: one replicate at a time."""
    rng = np.random.default_rng(1)
    parts = [counts.loc[[key]] for key in by.index]
    for _ in range(replicates):
        drawn = [part.iloc[rng.integers(len(part), size=len(part))].sum().to_frame().T for part in parts]
        first, second = (readability.score_readability(sums) for sums in drawn)
        first - second


def _interval(counts: pd.DataFrame, by: pd.Series, confidence: float = 0.95) -> np.ndarray:
    """Percentile intervals of the differences, from draws that share nothing with ours but the counts."""
    rng = np.random.default_rng(2)
    sides = []
    for key in by.index:
        values = counts.loc[key].to_numpy(float)
        drawn = values[rng.integers(len(values), size=(REPLICATES, len(values)))].sum(axis=1)
        sides.append(readability.score_readability(pd.DataFrame(drawn, columns=counts.columns)).to_numpy())
    tail = (1 - confidence) / 2
    return np.nanquantile(sides[0] - sides[1], [tail, 1 - tail], axis=0).T
