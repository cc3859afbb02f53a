"""The page to code a sheet, used as a coder would: by keyboard, closed and opened again, saved and read."""

import numpy as np
import pandas as pd
import pytest

from analysis.report import pages
from analysis.validate import codesheet


@pytest.fixture
def sheet():
    sentences = pd.DataFrame(
        {
            "article_id": ["a"] * 4 + ["b"] * 4,
            "sentence_id": [*range(4), *range(4)],
            "text": [f'=Sentence {k}, "so", he said' for k in range(8)],
        }
    )
    mentions = sentences[["article_id", "sentence_id"]].assign(actor="Kim")
    sides, rng = pd.Series({"a": "A", "b": "B"}), np.random.default_rng(1)
    return codesheet.make_codesheet(sentences, sides, 8, 2, rng, core=2, mentions=mentions)


def test_codes_typed_are_kept_and_saved(look, sheet, tmp_path):
    file = tmp_path / "sheet.html"
    file.write_text(pages.draw_coding_page(sheet, ["conflict", "morality"], "sheet"), encoding="utf-8")
    page = look(file, 768)
    assert page.inner_text("#sentence").startswith("=Sentence")
    for keys in ("1", "4", "a", "Enter", "3", "6", "n", "Enter"):
        page.keyboard.press(keys)
    page.reload()
    assert page.inner_text("#progress") == "Sentence 3 of 5, 2 coded"
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(tmp_path / "coded.csv")
    codes = codesheet.read_codesheet(tmp_path / "coded.csv")
    first, second = (sheet["unit"][k] for k in (0, 1))
    assert codes.loc[(first, "1"), ["tone", "frames", "actor", "actor_tone"]].tolist() == [
        -1,
        "conflict",
        "Kim",
        -1,
    ]
    assert codes.loc[(second, "1"), ["tone", "frames", "actor_tone"]].tolist() == [1, "", 1]
    assert codes["tone"].notna().sum() == 2
    assert codes["probability"].eq(1).all()
    assert page.complaints == []
    assert page.requests == [file.as_uri()] * 2
