import json

import numpy as np
import pandas as pd
import pytest

from analysis import output
from analysis.report import pages
from analysis.schema import InputError
from analysis.validate import codesheet

TEXTS = ["A good deal.", "=HYPERLINK(1)", "-5 degrees, they said.", "@home\nat last", "Nothing; much."]


def corpus(number=40):
    sentences = pd.DataFrame(
        {
            "article_id": ["a"] * number + ["b"] * 5,
            "sentence_id": [*range(number), *range(5)],
            "text": [f"{TEXTS[k % 5]} {k}" for k in range(number)] + TEXTS,
        }
    )
    return sentences, pd.Series({"a": "Axios", "b": "The Hill"})


@pytest.fixture
def sheet():
    return codesheet.make_codesheet(*corpus(), 10, 2, np.random.default_rng(1), core=10)


def coded(sheet, tmp_path, change=lambda table: table, **options):
    table = sheet.assign(tone=["negative", "neutral", "Positive ", "-1", ""] * 4, frames="conflict; Morality")
    path = tmp_path / "coded.csv"
    change(table).to_csv(path, index=False, **{"encoding": "utf-8-sig"} | options)
    return path


def test_a_sheet_is_blind_shuffled_and_safe(sheet):
    assert list(sheet.columns) == list(codesheet.COLUMNS)
    assert len(sheet) == 20
    first, second = (sheet[sheet["coder"] == coder]["unit"] for coder in ("1", "2"))
    assert set(first) == set(second)
    assert list(first) != list(second)
    assert not sheet.map(lambda cell: cell.startswith(output.FORMULA)).any(axis=None)
    assert not sheet["sentence"].str.contains("\n").any()
    assert sheet[["tone", "frames", "actor_tone"]].eq("").all(axis=None)
    shown = " ".join(sheet.drop(columns="sentence").to_numpy().ravel())
    assert "Axios" not in shown


def test_sides_are_drawn_evenly(sheet):
    sentences, _ = corpus()
    articles = dict(zip(codesheet.fingerprint_sentences(sentences), sentences["article_id"], strict=True))
    assert sheet["unit"].map(articles).value_counts().to_dict() == {"a": 10, "b": 10}


def test_an_actor_is_asked_about_where_one_is_named():
    mentions = pd.DataFrame({"article_id": ["b"] * 5, "sentence_id": range(5), "actor": "=Kim"})
    sheet = codesheet.make_codesheet(*corpus(), 10, 1, np.random.default_rng(1), mentions=mentions)
    assert sheet["actor"].value_counts().to_dict() == {"": 5, "'=Kim": 5}


@pytest.mark.parametrize("options", [{}, {"sep": ";"}, {"sep": "\t", "encoding": "utf-16"}])
def test_codes_come_back_as_they_were_given(sheet, tmp_path, options):
    codes = codesheet.locate_codes(codesheet.read_codesheet(coded(sheet, tmp_path, **options)), corpus()[0])
    assert codes.index.names == ["article_id", "sentence_id", "coder"]
    assert codes["tone"].fillna(9).value_counts().to_dict() == {-1: 8, 0: 4, 1: 4, 9: 4}
    assert set(codes["frames"]) == {"conflict;morality"}
    assert codesheet.list_coded_frames(codes) == ["conflict", "morality"]
    assert codesheet.tabulate_coders(codes).shape == (10, 2)
    assert codesheet.tabulate_coders(codes, "conflict").eq(1).all(axis=None)


def test_tones_of_different_actors_are_not_compared(sheet, tmp_path):
    def change(table):
        return table.assign(actor=["Kim"] * 10 + ["kim"] * 9 + ["Trump"], actor_tone="negative")

    codes = codesheet.read_codesheet(coded(sheet, tmp_path, change))
    assert codesheet.tabulate_coders(codes, "actor_tone").notna().all(axis=1).sum() == 9


def with_cell(column, value):
    def change(table):
        table = table.copy()
        table.loc[3, column] = value
        return table

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            with_cell("tone", "angry"),
            r"coded.csv, line 5: 'angry' is no tone; write negative, neutral or positive",
        ),
        (with_cell("actor_tone", "2"), "line 5: '2' is no actor_tone"),
        (with_cell("unit", "7"), "line 5: '7' is no unit"),
        (with_cell("coder", ""), "line 5: the coder is missing"),
        (with_cell("probability", "1.5"), r"line 5: '1.5' is no probability"),
        (lambda t: pd.concat([t, t.iloc[[3]]]), "line 22: coder '1' has unit u.* twice"),
        (lambda t: t.drop(columns="unit"), "lacks the column unit"),
        (lambda t: t.assign(tone="", frames=""), "is not coded yet"),
    ],
)
def test_a_sheet_that_cannot_be_used_says_where_and_why(sheet, tmp_path, change, told):
    with pytest.raises(InputError, match=told):
        codesheet.read_codesheet(coded(sheet, tmp_path, change))


def test_codes_of_another_corpus_are_refused(sheet, tmp_path):
    codes = codesheet.read_codesheet(coded(sheet, tmp_path))
    with pytest.raises(InputError, match=r"5 of 10 coded sentences are not in this corpus \(first: u"):
        codesheet.locate_codes(codes, corpus()[0].iloc[:-5])


def test_no_file_no_sentences_no_coders(tmp_path):
    sentences, sides = corpus()
    rng = np.random.default_rng(0)
    with pytest.raises(InputError, match="no sheet of codes at"):
        codesheet.read_codesheet(tmp_path / "none.csv")
    with pytest.raises(InputError, match="no sentences to draw from"):
        codesheet.make_codesheet(sentences.iloc[:0], sides, 5, 2, rng)
    with pytest.raises(InputError, match="at least one sentence and one coder"):
        codesheet.make_codesheet(sentences, sides, 5, 0, rng)
    assert len(codesheet.make_codesheet(sentences, sides, 1000, 1, rng)) == len(sentences)
    with pytest.raises(InputError, match="core is 9 sentences; it must lie between 0 and the sample, 5"):
        codesheet.make_codesheet(sentences, sides, 5, 2, rng, core=9)


def test_each_sentence_is_drawn_with_the_probability_that_the_sheet_tells():
    sentences, sides = corpus()
    keys = pd.MultiIndex.from_frame(sentences[["article_id", "sentence_id"]])
    scores = pd.Series(np.where(np.arange(len(keys)) % 4 == 0, 0.5, 0.0), keys)
    units = codesheet.fingerprint_sentences(sentences)
    drawn, told = pd.Series(0, units), pd.Series(np.nan, units)
    for seed in range(200):
        rng = np.random.default_rng(seed)
        sheet = codesheet.make_codesheet(sentences, sides, 15, 1, rng, scores=scores)
        drawn[sheet["unit"]] += 1
        told[sheet["unit"]] = sheet["probability"].astype(float).to_numpy()
    assert told.notna().all()
    np.testing.assert_allclose(drawn / 200, told, atol=0.15)
    positive = np.asarray(scores > 0)
    assert (drawn[positive].mean() / 200) == pytest.approx(told[positive].mean(), abs=0.03)


def test_a_core_is_coded_by_all_and_the_rest_by_one():
    sentences, sides = corpus()
    sheet = codesheet.make_codesheet(sentences, sides, 20, 3, np.random.default_rng(1), core=5)
    times = sheet["unit"].value_counts()
    assert (times == 3).sum() == 5
    assert (times == 1).sum() == 15
    assert sheet["coder"].value_counts().tolist() == [10, 10, 10]


def test_the_sheet_says_what_each_label_asks():
    rng = np.random.default_rng(1)
    sheet = codesheet.make_codesheet(*corpus(), 10, 2, rng, frames=["conflict", "morality"])
    for _, block in sheet.groupby("coder"):
        guide = " ".join(block["how_to_code"])
        assert "negative, neutral or positive" in guide
        assert "conflict; morality" in guide


def test_a_page_to_code_holds_the_sheet_and_nothing_that_runs():
    sentences, sides = corpus()
    sentences.loc[0, "text"] = "</script><script>alert(1)</script> & so on"
    sheet = codesheet.make_codesheet(sentences, sides, 45, 1, np.random.default_rng(1))
    page = pages.draw_coding_page(sheet, ["conflict"], "a <b> sheet")
    assert "<script>alert" not in page
    assert "a &lt;b&gt; sheet" in page
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert [row["unit"] for row in data["rows"]] == sheet["unit"].tolist()
    assert pages.protect_coding_page(page.encode()) == ""
    assert pages.protect_coding_page(b"<p>mine</p>") == "not ours"
