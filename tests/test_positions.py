"""Positions: sides that speak of the same things stand close together, as far as chance allows."""

import numpy as np
import pandas as pd

from analysis.compare import positions

KEYS = ["article_id", "sentence_id", "item"]


def speak(profiles: dict, sentences: int, seed: int = 3) -> tuple[pd.Series, pd.Series]:
    """One article per side, each sentence with four items drawn from the side's profile."""
    rng = np.random.default_rng(seed)
    rows = [
        (side, sentence, f"i{item}")
        for side, shares in profiles.items()
        for sentence in range(sentences)
        for item in rng.choice(len(shares), 4, p=shares)
    ]
    counts = pd.Series(1.0, pd.MultiIndex.from_tuples(rows, names=KEYS)).groupby(level=KEYS).sum()
    return counts, pd.Series({side: side for side in profiles})


def distance(table: pd.DataFrame, one: str, other: str) -> float:
    points = table.set_index("side")[["x", "y"]]
    return float(np.hypot(*(points.loc[one] - points.loc[other])))


WAR, TRADE = [0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.7]


def test_the_same_profile_is_one_place_and_another_is_as_far_as_hellinger_says():
    counts, sides = speak({"A": WAR, "B": WAR, "C": TRADE, "D": TRADE}, 400)
    table = positions.scale_positions(counts, sides)
    expected = np.sqrt(1 - np.sqrt(np.multiply(WAR, TRADE)).sum())
    assert abs(distance(table, "A", "C") - expected) < 0.04
    assert distance(table, "A", "B") < 0.06
    assert table["fit"].iloc[0] > 0.95


def test_chance_is_taken_off_distances():
    same = dict.fromkeys("ABCDEF", [1 / 30] * 30)
    apart = []
    for seed in range(3):
        table = positions.scale_positions(*speak(same, 12, seed))
        apart += [distance(table, a, b) for a in table["side"] for b in table["side"] if a < b]
    assert np.mean(apart) < 0.3  # 0.34 if what chance adds were left in


def test_less_text_spreads_wider():
    profiles = {"A": WAR, "B": TRADE, "C": WAR, "D": TRADE}
    spread = [
        positions.scale_positions(*speak(profiles, size))[["xx", "yy"]].to_numpy().mean()
        for size in (200, 20)
    ]
    assert spread[1] > 3 * spread[0]


def test_few_sides_or_little_text_have_no_positions():
    counts, sides = speak({"A": WAR, "B": TRADE, "C": WAR}, 40)
    assert not len(positions.scale_positions(counts, sides))
    counts, sides = speak({"A": WAR, "B": TRADE, "C": WAR, "D": TRADE}, 4)
    assert not len(positions.scale_positions(counts, sides))


def test_the_order_of_rows_does_not_matter():
    counts, sides = speak({"A": WAR, "B": TRADE, "C": WAR, "D": TRADE}, 30)
    table = positions.scale_positions(counts, sides)
    pd.testing.assert_frame_equal(table, positions.scale_positions(counts.iloc[::-1], sides))
