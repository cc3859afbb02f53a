"""One way to get the numbers: measured once, read ever after, and the same however a corpus is cut."""

import json
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest

from analysis import dataset, load, measures
from analysis.dataset import stages, store
from analysis.measures.registry import ALTERNATIVES, collect_labels, find_measures
from analysis.schema import InputError

SEEDS = Path(__file__).parents[1] / "seeds"
TOY = """
import pandas as pd
from analysis.measures.registry import Measure

def count_shouting(sentences):
    counts = pd.DataFrame({"marks": sentences["text"].str.count("!"), "sentences": 1})
    return counts.set_index(pd.MultiIndex.from_frame(sentences[["article_id", "sentence_id"]]))

def score_shouting(sums):
    return pd.DataFrame({"loudness": sums["marks"] / sums["sentences"]})

MEASURE = Measure(
    name="shouting",
    measure=lambda sentences, options: (count_shouting(sentences),),
    score=score_shouting,
    labels={"loudness": "Exclamation marks per sentence (higher is louder)"},
    primary=("loudness",),
    alternatives=("without quotations",),
)
"""
READ = dataset.Options(measures=("readability", "sentiment"))


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in {
        "a": "Talks failed. \u201cIt was a bad day,\u201d said the envoy.\n\nNo deal.",
        "b": "The talks ended well. Everyone was happy with the great result.",
        "c": "Nothing more is known. The terrible storm had killed the power lines.",
    }.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def test_what_was_measured_is_read_not_measured_again(corpus, monkeypatch):
    first = dataset.open_data(corpus, READ)

    def refuse(*_):
        raise AssertionError("measured twice")

    monkeypatch.setattr(stages, "_text", refuse)
    monkeypatch.setattr(store, "write", refuse)
    again = dataset.open_data(corpus, READ)
    for name, frame in first.counts.items():
        pd.testing.assert_frame_equal(again.counts[name], frame)
    pd.testing.assert_frame_equal(again.sentences, first.sentences)


def test_a_warm_cache_needs_no_spacy(corpus, monkeypatch):
    dataset.open_data(corpus)
    monkeypatch.setitem(sys.modules, "spacy", None)
    assert len(dataset.open_data(corpus).tokens)


def test_any_partition_gives_the_same_counts(corpus, monkeypatch):
    whole = dataset.open_data(corpus)
    monkeypatch.setattr(dataset, "PART", 1)
    parts = dataset.open_data(corpus)
    for name, frame in whole.counts.items():
        pd.testing.assert_frame_equal(parts.counts[name].sort_index(), frame.sort_index())
    pd.testing.assert_frame_equal(parts.sentences, whole.sentences)


def test_a_part_without_a_title_or_a_word_is_read_with_the_others(tmp_path, monkeypatch):
    titled = {"Talks fail": "Talks failed, said the envoy.", "No words": "\u2014", "": "It rained."}
    records = [json.dumps({"title": title, "text": text}) for title, text in titled.items()]
    (tmp_path / "articles.jsonl").write_text("\n".join(records))
    whole = dataset.open_data(tmp_path)
    monkeypatch.setattr(dataset, "PART", 1)
    parts = dataset.open_data(tmp_path)
    for name in ("articles", "sentences", "tokens", "headlines"):
        pd.testing.assert_frame_equal(getattr(parts, name), getattr(whole, name))


def test_changing_one_article_changes_only_its_counts(corpus):
    before = dataset.open_data(corpus, READ).counts["readability"]
    (corpus / "b.txt").write_text("Something else entirely happened.")
    after = dataset.open_data(corpus, READ).counts["readability"]
    pd.testing.assert_frame_equal(after.drop("b"), before.drop("b"))
    assert len(after.loc["b"]) == 1


def test_what_a_step_does_not_use_does_not_change_its_key(corpus):
    keys = {"source": "k"}
    text, tokens = stages.BEFORE
    assert text.key(READ, keys) == text.key(READ._replace(lexicons=("generic_frames",)), keys)
    assert text.key(READ, keys) != text.key(READ._replace(off=("headline",)), keys)
    keys |= {"articles": "a", "sentences": "s", "ledger": "l"}
    assert tokens.key(READ, keys) != tokens.key(READ._replace(pipeline="another"), keys)


def test_every_step_can_be_reached_and_every_measure_has_its_frames():
    given = {"source", "cast"}
    for stage in stages.list_stages():
        assert given.issuperset(stage.reads), f"{stage.makes} needs what nobody makes before it"
        given.update(stage.makes)
    assert given.issuperset(find_measures())
    assert given.issuperset(stages.FRAMING)


def test_an_unknown_measure_is_named():
    with pytest.raises(InputError, match="There is no measure 'mood'; choose from readability"):
        stages.select_stages(READ._replace(measures=("mood",)), ["source"])


def test_quotations_left_out_are_an_alternative(corpus):
    data = dataset.open_data(corpus, READ)
    counts, exposure = dataset.alternatives(data, "sentiment")["without quotations"]
    quoted = data.sentences[data.sentences["quoted"] > 0.5]
    assert list(quoted["text"]) == ["\u201cIt was a bad day,\u201d said the envoy."]
    assert len(counts) == len(exposure) == len(data.sentences) - 1


def test_agency_copy_left_out_is_an_alternative(tmp_path):
    options = READ._replace(measures=("readability",))
    report = "The council voted at night to close the oldest bridge in the county for a full year."
    own = {
        "A": "Nobody in the town had expected it at all.",
        "B": "Engineers had asked for it since the flood.",
    }
    rows = [
        {"id": outlet, "outlet": outlet, "event": "bridge", "text": f"{report} {own[outlet]}"}
        for outlet in own
    ]
    path = tmp_path / "agency.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    counts, _ = dataset.alternatives(dataset.open_data(path, options), "readability")["without agency copy"]
    assert counts.index.tolist() == [("A", 1), ("B", 1)]
    path.write_text(json.dumps([row | {"event": ""} for row in rows]), encoding="utf-8")
    assert "without agency copy" not in dataset.alternatives(dataset.open_data(path, options), "readability")


def test_items_stay_with_their_sentences_in_an_alternative(seeds):
    data = dataset.open_data(seeds)
    counts, exposure = dataset.alternatives(data, "frames")["without quotations"]
    assert counts.index.droplevel("item").isin(exposure.index).all()
    assert "sentences split by spaCy" not in dataset.alternatives(data, "frames")


def test_loading_and_opening_name_the_same_articles(seeds):
    assert list(dataset.open_data(seeds, READ).articles.index) == list(
        load.load_articles(seeds).articles.index
    )


STORY = [
    "The council voted at night to close the oldest bridge in the county for a full year, since engineers "
    "had found that the winter floods had weakened two of its piers.",
    "“We were told nothing,” said Ana Ruiz, who sells bread near the old market. “Now we read it.”",
    "The mayor called it a hard choice. Safety came first, he said, and the town would pay for buses.",
    "Work begins in March.",
]


@pytest.mark.parametrize("width", [45, 60, 72])
def test_an_article_wrapped_by_hand_gives_the_same_counts(tmp_path, width):
    for name, wrap in {"plain": str, "wrapped": lambda text: textwrap.fill(text, width)}.items():
        (tmp_path / f"{name}.txt").write_text("\n\n".join(map(wrap, STORY)), encoding="utf-8")
    counts = dataset.open_data(tmp_path, READ).counts
    for measure in READ.measures:
        pd.testing.assert_frame_equal(counts[measure].loc["plain"], counts[measure].loc["wrapped"])


def test_a_new_measure_is_one_module(corpus, tmp_path, monkeypatch):
    """It is measured, kept, weighed under the alternatives it declares and explained, and nobody was told."""
    (tmp_path / "shouting.py").write_text(TOY, encoding="utf-8")
    monkeypatch.setattr(measures, "__path__", [*measures.__path__, str(tmp_path)])
    monkeypatch.setattr(store, "code", str)  # it looks for sources in the package's own folder
    data = dataset.open_data(corpus, READ._replace(measures=("shouting",)))
    assert data.counts["shouting"]["marks"].sum() == 0
    assert set(dataset.alternatives(data, "shouting")) == {"without quotations"}
    _, measure = find_measures()["shouting"]
    assert measure.score(data.counts["shouting"].groupby("article_id").sum())["loudness"].eq(0).all()
    assert collect_labels()["loudness"] == "Exclamation marks per sentence (higher is louder)"
    assert stages.list_measures()[-1] == "shouting"
    monkeypatch.delitem(sys.modules, "analysis.measures.shouting")


@pytest.mark.parametrize("name", sorted(find_measures()))
def test_a_measure_keeps_what_it_declares(name):
    _, measure = find_measures()[name]
    data = dataset.open_data(SEEDS, dataset.Options(measures=(name,)))
    counts = data.counts[name]
    key = ["article_id", "sentence_id", "item"]
    assert list(counts.index.names) == key[: counts.index.nlevels]
    sums = counts.groupby(key[0:1] + key[2:][: counts.index.nlevels - 2]).sum()
    if counts.index.nlevels == 3:
        sums = sums.join(dataset.exposure(data).groupby("article_id").sum(), on="article_id")
    scores = measure.score(sums)
    assert set(measure.labels) & set(scores)
    assert set(scores) <= set(measure.labels)
    assert set(measure.primary) <= set(measure.labels)
    assert set(measure.alternatives) <= set(ALTERNATIVES)
    assert bool(len(data.hits)) == measure.hits


def test_headlines_stand_before_the_first_sentence(tmp_path):
    rows = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "outlet": ["A", "B"],
            "title": ["Kim Jong Un left. Why?", ""],
            "text": ["Kim Jong Un left Hanoi on Thursday.", "Kim Jong Un stayed in Hanoi on Friday."],
        }
    )
    rows.to_csv(tmp_path / "two.csv", index=False)
    headlines = dataset.read_headlines(
        dataset.open_data(tmp_path / "two.csv", dataset.Options(measures=("framing",)))
    )
    assert headlines.sentences[["article_id", "sentence_id", "text"]].to_numpy().tolist() == [
        ["a", -1, "Kim Jong Un left."],
        ["a", -2, "Why?"],
    ]
    assert headlines.mentions[["sentence_id", "actor"]].to_numpy().tolist() == [[-1, "Kim Jong Un"]]
