"""A lexicon is read whole or refused with one sentence that says what is wrong and where."""

import numpy as np
import pandas as pd
import pytest

from analysis import lexicon
from analysis.schema import InputError


def written(tmp_path, text):
    file = tmp_path / "mine.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_defaults_fill_what_is_left_out(tmp_path):
    row = lexicon.read_lexicon(written(tmp_path, "item,term\nconflict,Trade-War\n")).iloc[0]
    assert row.to_dict() == {
        "item": "conflict",
        "term": "trade war",
        "pos": "",
        "weight": 1.0,
        "negation": "keep",
        "rationale": "",
    }


def test_terms_are_cut_as_a_tokenizer_cuts_text(tmp_path):
    table = lexicon.read_lexicon(
        written(tmp_path, "item,term\na,Women’s rights\na,don't\na,isn’t over\na,o'clock\n")
    )
    assert table["term"].tolist() == ["women 's rights", "do n't", "is n't over", "o'clock"]


def test_order_of_columns_case_of_header_spaces_bom_and_blank_lines_do_not_matter(tmp_path):
    text = "\ufeffWeight, TERM ,Item,Note\n2, tax  cut ,economic,x\n\n,,,\n3,levy,economic,\n"
    table = lexicon.read_lexicon(written(tmp_path, text))
    assert table[["item", "term", "weight"]].to_numpy().tolist() == [
        ["economic", "tax cut", 2.0],
        ["economic", "levy", 3.0],
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("  \n\n", "empty"),
        ("item,term\n", "no terms"),
        ("word,weight\nx,1\n", "lacks the column item and term"),
        ("item;term\na;b\n", "with commas between"),
        ("item,term,item\na,b,c\n", "names a column twice"),
        ("item,term\na,b,c\n", "line 2: 3 cells"),
        ("item,term\na,b\na\n", "line 3: 1 cells"),
        ('item,term\na,"b\n', "not CSV"),
        ("item,term\n,b\n", "item must be named"),
        ("item,term\na,\n", "must hold a word"),
        ("item,term\na,-\n", "must hold a word"),
        ("item,term\na,*\n", "must hold a word"),
        ("item,term\na,b*\n", r"\* may stand only"),
        ("item,term\na,ec*nom\n", r"\* may stand only"),
        ("item,term,weight\na,b,heavy\n", "weight must be a finite number"),
        ("item,term,weight\na,b,inf\n", "weight must be a finite number"),
        ("item,term,weight\na,b,nan\n", "weight must be a finite number"),
        ("item,term,negation\na,b,maybe\n", "keep, drop, flip"),
        ("item,term,pos\na,b,verbs\n", "pos must be of"),
        ("item,term\na,b c\na,x\na,B-C\n", "line 4.*earlier row"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(tmp_path, text, says):
    with pytest.raises(InputError, match=says) as refusal:
        lexicon.read_lexicon(written(tmp_path, text))
    assert "mine.csv" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_line_named_is_the_line_in_the_file(tmp_path):
    with pytest.raises(InputError, match="line 5"):
        lexicon.read_lexicon(written(tmp_path, 'item,term,rationale\n\na,b,"two\nlines"\na,b,\n'))


def test_not_utf8(tmp_path):
    with pytest.raises(InputError, match="UTF-8"):
        lexicon.read_lexicon(written(tmp_path, "item,term\nmorale,café\n".encode("latin-1")))


def test_no_such_lexicon_names_those_there_are(tmp_path):
    with pytest.raises(InputError, match="generic_frames, policy_frames, stance"):
        lexicon.read_lexicon(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="no lexicon"):
        lexicon.read_lexicon(tmp_path)


@pytest.mark.parametrize("name", lexicon.BUILT_IN)
def test_every_row_of_the_workbooks_lexicons_has_its_reason(name):
    table = lexicon.read_lexicon(name)
    assert lexicon.find_lexicon(name).is_file()
    assert table["rationale"].str.contains(r"\(.+ \d{4}.*\)$").all()
    assert set(table["weight"]) <= {0, 1, 2, 3}


def test_the_folder_says_of_every_list_what_it_is():
    told = (lexicon.FOLDER / "README.md").read_text(encoding="utf-8")
    missing = [path.name for path in lexicon.FOLDER.glob("*.csv") if f"`{path.name}`" not in told]
    assert not missing, f"say in lexicons/README.md what {missing[0]} is and where it comes from"


def test_several_lexicons_are_read_as_one():
    both = lexicon.read_lexicons(["generic_frames", "policy_frames"])
    assert both.groupby("item").ngroups == 5 + 14
    assert len(both) == len(lexicon.read_lexicon("generic_frames")) + len(
        lexicon.read_lexicon("policy_frames")
    )
    assert lexicon.read_lexicons([]).columns.tolist() == both.columns.tolist()


def test_lexicons_that_share_an_item_are_refused(tmp_path):
    mine = written(tmp_path, "item,term\nmorality,sin\n")
    with pytest.raises(InputError, match=r"generic_frames and .*mine\.csv both have the item 'morality'"):
        lexicon.read_lexicons(["generic_frames", mine])
    with pytest.raises(InputError, match="both have the item"):
        lexicon.read_lexicons(["stance", "stance"])


def summed():
    hits = pd.DataFrame(
        {
            "article_id": ["a", "a", "a"],
            "sentence_id": [0, 0, 2],
            "item": ["i", "i", "j"],
            "weight": [1.0, 2.0, 3.0],
        }
    )
    return lexicon.count_hits(hits)


def test_counts_are_one_row_per_sentence_and_item_that_has_a_hit():
    expected = {("a", 0, "i"): [3.0, 1], ("a", 2, "j"): [3.0, 1]}
    assert {key: list(row) for key, row in zip(summed().index, summed().to_numpy(), strict=True)} == expected


def test_scores_are_rates_of_sums_and_undefined_for_no_text():
    sums = pd.DataFrame(
        {"hits": [6.0, 0, 0], "sentences_hit": [2, 0, 0], "words": [200, 50, 0], "sentences": [8, 2, 0]},
        index=["x", "y", "z"],
    )
    scores = lexicon.score_hits(sums)
    assert scores.loc["x"].tolist() == [3.0, 0.25]
    assert scores.loc["y"].tolist() == [0.0, 0.0]
    assert np.isnan(scores.loc["z"]).all()
