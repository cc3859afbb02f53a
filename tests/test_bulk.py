"""A data set holds what the articles hold, whatever interrupted its making."""

import filecmp
import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import dataset
from analysis.dataset import bulk, stages
from analysis.schema import InputError

READ = dataset.Options(measures=("readability", "sentiment"))
QUICK = dataset.Options(measures=("readability",))  # where it does not matter what is measured


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "many.jsonl"
    rows = [
        {"id": f"n{n}", "outlet": "AB"[n % 2], "text": f"Story {n} is short. It was a good day."}
        for n in range(20)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return str(path)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def same(one, other):
    assert files(one) == files(other)
    assert all(filecmp.cmp(one / name, other / name, shallow=False) for name in files(one))


def test_a_data_set_gives_the_numbers_of_its_articles(corpus, tmp_path):
    summary = bulk.measure_corpus(corpus, tmp_path / "set", READ, part=7)
    assert summary == bulk.Summary(20, 20, 0)
    stored, texts = dataset.open_data(tmp_path / "set", READ), dataset.open_data(corpus, READ)
    for name, frame in texts.counts.items():
        pd.testing.assert_frame_equal(stored.counts[name], frame)
    pd.testing.assert_frame_equal(stored.articles, texts.articles)


def test_articles_that_were_cut_are_named_once(tmp_path):
    path = tmp_path / "cut.json"
    rows = [{"id": n, "text": f"Story {n} is short. It was a good day"} for n in "ab"]
    rows[1]["text"] += "\u2026 [+4748 chars]"
    path.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.warns(UserWarning, match="Cut short where they were taken from: b") as told:
        bulk.measure_corpus(str(path), tmp_path / "set", dataset.Options())
    assert len(told) == 1


def test_framing_too(corpus, tmp_path):
    options = dataset.Options()
    bulk.measure_corpus(corpus, tmp_path / "set", options, part=7)
    stored, texts = dataset.open_data(tmp_path / "set", options), dataset.open_data(corpus, options)
    pd.testing.assert_frame_equal(stored.counts["frames"].sort_index(), texts.counts["frames"].sort_index())
    assert files(tmp_path / "set" / "cast")


def test_a_data_set_may_be_read_with_some_of_its_lexicons(corpus, tmp_path):
    bulk.measure_corpus(corpus, tmp_path / "set", dataset.Options())
    some = dataset.Options(lexicons=("generic_frames",))
    stored, texts = dataset.open_data(tmp_path / "set", some), dataset.open_data(corpus, some)
    pd.testing.assert_frame_equal(stored.counts["frames"].sort_index(), texts.counts["frames"].sort_index())
    assert set(stored.hits["item"]) == set(texts.hits["item"])


def test_stopped_and_started_again_it_ends_in_the_same_bytes(corpus, tmp_path, monkeypatch):
    bulk.measure_corpus(corpus, tmp_path / "undisturbed", QUICK, part=3)
    measure, calls = stages.measure_part, []

    def stop(*arguments):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return measure(*arguments)

    monkeypatch.setattr(stages, "measure_part", stop)
    with pytest.raises(KeyboardInterrupt):
        bulk.measure_corpus(corpus, tmp_path / "stopped", QUICK, part=3)
    assert not (tmp_path / "stopped" / dataset.MANIFEST).exists()
    monkeypatch.undo()
    bulk.measure_corpus(corpus, tmp_path / "stopped", QUICK, part=3)
    same(tmp_path / "undisturbed", tmp_path / "stopped")


def test_workers_write_what_one_process_writes(corpus, tmp_path):
    bulk.measure_corpus(corpus, tmp_path / "one", READ, part=5, workers=1)
    bulk.measure_corpus(corpus, tmp_path / "two", READ, part=5, workers=2)
    same(tmp_path / "one", tmp_path / "two")


def test_a_bad_article_is_set_aside_with_its_reason(corpus, tmp_path, monkeypatch):
    with Path(corpus).open("a") as file:
        file.write('\n{"id": "n3", "text": "again"}\n{"text": ""}\nnonsense\n')
    text = stages.BEFORE[0]

    def trip(source, options):
        if "n5" in source.index:
            raise RuntimeError("cannot")
        return text.run(source, options)

    monkeypatch.setattr(stages, "BEFORE", (text._replace(run=trip), *stages.BEFORE[1:]))
    summary = bulk.measure_corpus(corpus, tmp_path / "set", QUICK, part=50)
    rejected = pd.read_parquet(tmp_path / "set" / "rejected.parquet")
    assert summary == bulk.Summary(23, 19, 4)
    assert len(rejected) == 4
    assert rejected["reason"].str.contains("used before|is empty|not valid JSON|cannot be measured").all()
    assert "n5" not in dataset.open_data(tmp_path / "set", QUICK).articles.index


def test_a_fault_of_ours_is_no_bad_article(corpus, tmp_path, monkeypatch):
    def fail(source, options):
        raise RuntimeError("a bug")

    monkeypatch.setattr(stages, "BEFORE", (stages.BEFORE[0]._replace(run=fail), *stages.BEFORE[1:]))
    with pytest.raises(RuntimeError, match="a bug"):
        bulk.measure_corpus(corpus, tmp_path / "set", QUICK)


def test_new_options_leave_no_old_frames(corpus, tmp_path):
    bulk.measure_corpus(corpus, tmp_path / "set", QUICK)
    bulk.measure_corpus(corpus, tmp_path / "set", QUICK._replace(cleaned=False))
    bulk.measure_corpus(corpus, tmp_path / "fresh", QUICK._replace(cleaned=False))
    same(tmp_path / "set", tmp_path / "fresh")


def test_other_options_than_it_was_measured_with_are_said(corpus, tmp_path):
    bulk.measure_corpus(corpus, tmp_path / "set", READ)
    with pytest.warns(UserWarning, match="was measured with cleaned True"):
        dataset.open_data(tmp_path / "set", READ._replace(cleaned=False))
    with pytest.raises(InputError, match="holds readability, sentiment but not framing"):
        dataset.open_data(tmp_path / "set", dataset.Options())


def test_a_folder_with_something_else_is_not_written_into(corpus, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mother.doc").write_text("dear")
    with pytest.raises(InputError, match=r"holds mother\.doc, which Parallax did not write"):
        bulk.measure_corpus(corpus, tmp_path / "letters", QUICK)
    with pytest.raises(InputError, match="is a file, and a data set is a folder"):
        bulk.measure_corpus(corpus, tmp_path / "letters" / "mother.doc", QUICK)


def test_nothing_to_measure_is_said(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": ""}\n')
    with pytest.raises(InputError, match="No article could be measured"):
        bulk.measure_corpus(str(tmp_path / "a.jsonl"), tmp_path / "set", QUICK)
