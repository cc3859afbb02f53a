import numpy as np
import pandas as pd
import pytest

from analysis import output
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
    return sentences, pd.DataFrame({"outlet": ["Axios", "The Hill"]}, index=["a", "b"])


@pytest.fixture
def sheet():
    return codesheet.make_codesheet(*corpus(), 10, 2, np.random.default_rng(1))


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


def test_outlets_are_drawn_evenly(sheet):
    sentences, _ = corpus()
    articles = dict(zip(codesheet.fingerprint_sentences(sentences), sentences["article_id"], strict=True))
    assert sheet["unit"].map(articles).value_counts().to_dict() == {"a": 10, "b": 10}


def test_an_actor_is_asked_about_where_one_is_named():
    mentions = pd.DataFrame({"article_id": ["b"] * 5, "sentence_id": range(5), "actor": "=Kim"})
    sheet = codesheet.make_codesheet(*corpus(), 10, 1, np.random.default_rng(1), mentions)
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
        (lambda t: t.drop(index=[3, 4]), r"coder '1' lacks 2 of 10 sentences \(first: u"),
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
    sentences, articles = corpus()
    rng = np.random.default_rng(0)
    with pytest.raises(InputError, match="no sheet of codes at"):
        codesheet.read_codesheet(tmp_path / "none.csv")
    with pytest.raises(InputError, match="no sentences to draw from"):
        codesheet.make_codesheet(sentences.iloc[:0], articles, 5, 2, rng)
    with pytest.raises(InputError, match="at least one sentence and one coder"):
        codesheet.make_codesheet(sentences, articles, 5, 0, rng)
    assert len(codesheet.make_codesheet(sentences, articles, 1000, 1, rng)) == len(sentences)
