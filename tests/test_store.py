"""A frame is made once for all it depends on, and made anew when any of that changes."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pandas as pd
import pytest

from analysis.dataset import store

FRAME = pd.DataFrame({"a": [1, 2], "b": ["x", ""]}, index=pd.Index(["one", "two"], name="article_id"))


def test_a_frame_comes_back_as_it_went(tmp_path):
    store.write(FRAME, tmp_path / "f" / "k.parquet")
    pd.testing.assert_frame_equal(store.read([tmp_path / "f" / "k.parquet"]), FRAME)


def test_parts_come_back_in_order_and_may_differ_in_columns(tmp_path):
    store.write(FRAME, tmp_path / "1.parquet")
    store.write(FRAME.assign(c=1.5), tmp_path / "2.parquet")
    back = store.read([tmp_path / "2.parquet", tmp_path / "1.parquet"])
    assert list(back["a"]) == [1, 2, 1, 2]
    assert list(back["c"].isna()) == [False, False, True, True]


def test_equal_frames_are_the_same_bytes(tmp_path):
    store.write(FRAME, tmp_path / "1.parquet")
    store.write(FRAME.copy(), tmp_path / "2.parquet")
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()


def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(pd.DataFrame, "to_parquet", fail)
    with pytest.raises(KeyboardInterrupt):
        store.write(FRAME, tmp_path / "f" / "k.parquet")
    assert list((tmp_path / "f").iterdir()) == []


@pytest.mark.parametrize(
    "other",
    [FRAME.assign(a=[1, 3]), FRAME.rename(columns={"a": "z"}), FRAME.rename({"one": "1"}), FRAME.iloc[::-1]],
    ids=["value", "column", "index", "order"],
)
def test_any_change_of_content_changes_the_digest(other):
    assert store.digest(FRAME) == store.digest(FRAME.copy())
    assert store.digest(FRAME) != store.digest(other)


def test_code_covers_what_a_module_imports_of_its_package(tmp_path, monkeypatch):
    package = tmp_path / "housetest"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "top.py").write_text("def f():\n    from housetest import middle\n")
    (package / "middle.py").write_text("from .base import X\n")
    (package / "base.py").write_text("X = 1\n")
    (package / "other.py").write_text("Y = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    def hashes():
        store.code.cache_clear()
        return store.code("housetest.top"), store.code("housetest.other")

    first = hashes()
    (package / "base.py").write_text("X = 2\n")
    second = hashes()
    assert first[0] != second[0]
    assert first[1] == second[1]
    sys.modules.pop("housetest", None)


def test_the_cache_stands_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path))
    assert store.folder() == tmp_path
    monkeypatch.delenv("PARALLAX_CACHE")
    assert store.folder().name == "parallax-news"


def test_two_who_come_at_once_make_a_frame_once(tmp_path):
    begun, made = Barrier(2), []

    def make():
        made.append(1)
        time.sleep(0.05)
        return [FRAME]

    def ask(_):
        begun.wait()
        return store.keep({"f": tmp_path / "f" / "k.parquet"}, make)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(ask, range(2)))
    assert len(made) == 1
    assert sorted(map(list, answers)) == [[], ["f"]]
    assert {path.name for path in (tmp_path / "f").iterdir()} == {"k.parquet", "k.blake2b"}


def test_what_could_not_be_made_is_tried_again(tmp_path):
    kept = {"f": tmp_path / "f" / "k.parquet"}
    with pytest.raises(ZeroDivisionError):
        store.keep(kept, lambda: 1 / 0)
    assert list(store.keep(kept, lambda: [FRAME])) == ["f"]
