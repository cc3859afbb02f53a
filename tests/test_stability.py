import numpy as np
import pandas as pd
import pytest

from analysis.validate import stability


def scores(sums):
    """Words per sentence, and a score that depends on length itself."""
    return pd.DataFrame(
        {"mean": sums["words"] / sums["sentences"], "size": sums["sentences"]}, index=sums.index
    )


def counts(*articles):
    frames = {name: pd.DataFrame({"words": words, "sentences": 1.0}) for name, words in articles}
    return pd.concat(frames, names=["article_id", "sentence_id"])


def test_the_same_scores_do_not_shift():
    one = pd.DataFrame({"grade": [1.0, 4.0, 9.0]}, index=list("abc"))
    assert stability.splitters(one, one).loc["grade"].tolist() == [0, 0, 0, 1, 3]
    moved = stability.splitters(one, one.assign(grade=[2.0, 5.0, 13.0])).loc["grade"]
    assert moved.tolist() == [2, 1, 4, 1, 3]
    assert np.isnan(stability.splitters(one.iloc[:2], one.iloc[:2]).loc["grade", "rank_correlation"])


def test_passages_spread_as_theory_says_and_length_itself_is_bias():
    rng = np.random.default_rng(0)
    made = counts(*((str(k), rng.normal(20, 6, 400)) for k in range(20)))
    found = stability.lengths(made, scores, (4, 16, 400), rng=rng).set_index(["score", "sentences"])
    assert found.loc[("mean", 4), "spread"] == pytest.approx(6 / np.sqrt(4), rel=0.1)
    assert found.loc[("mean", 16), "spread"] == pytest.approx(6 / np.sqrt(16), rel=0.15)
    assert abs(found.loc[("mean", 16), "bias"]) < 0.2
    assert found.loc[("size", 16), "bias"] == 16 - 400
    assert found.loc[("mean", 400), ["spread", "bias"]].isna().all()
    assert found.loc[("mean", 400), "n"] == 0


def test_what_can_be_resolved_is_half_the_interval():
    gaps = pd.DataFrame({"score": ["lix"], "difference": [3.0], "low": [-1.0], "high": [7.0], "n": [53]})
    assert stability.resolvable(gaps).loc["lix", "resolvable"] == 4
