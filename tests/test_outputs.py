"""Outputs show what they carry: readable, escaped, repeatable, and with their data inside."""

import base64
import csv
import gzip
import io
import json
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from matplotlib.figure import Figure

from analysis.output import FORMULA
from analysis.present import outputs, palette
from analysis.present.figures import Plot
from analysis.present.outputs import enhance_tables, show_figure, show_finding, show_table
from analysis.present.wording import Difference, Finding

FRAME = pd.DataFrame(
    {
        "outlet": ["Axios", "The <Hill>"],
        "tone": [0.123456789, -0.2],
        "n": [12345, 3],
        "p_value": [0.00001, 0.5],
        "verdict": ["clear", "too little text"],
        "good": [True, False],
    }
)


class Cells(HTMLParser):
    """Text of each cell, row by row."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.inside = [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in {"th", "td"}

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def cells(shown):
    return Cells(shown.data["text/html"]).rows


def figure():
    drawn = Figure(figsize=(3, 2))
    drawn.subplots().plot([1, 2, 3])
    return drawn


def test_a_table_rounds_what_is_seen_and_keeps_what_is_stored():
    shown = show_table(FRAME, "tone", "Mean tone")
    head, first, second = cells(shown)
    assert head == ["outlet", "tone", "n", "p value", "verdict", "good"]
    assert first == ["Axios", "0.12", "12,345", "< 0.001", "● clear", "yes"]
    assert second == ["The <Hill>", "−0.20", "3", "0.500", "– too little text", "no"]
    stored = list(csv.reader(io.StringIO(shown.data["text/csv"])))
    assert stored[1] == ["Axios", "0.123457", "12345", "1e-05", "clear", "True"]
    assert shown.metadata["parallax"]["columns"] == list(FRAME.columns)


def test_a_table_says_what_it_is_to_those_who_do_not_see_it():
    html = show_table(FRAME, "tone", "Mean tone <of> all").data["text/html"]
    assert "<caption>Mean tone &lt;of&gt; all</caption>" in html
    assert 'aria-label="Mean tone &lt;of&gt; all"' in html
    assert 'tabindex="0"' in html  # a region that scrolls must be reachable by keyboard
    assert html.count('scope="col"') == 6
    assert html.count('scope="row"') == 2
    assert "The <Hill>" not in html


def test_undefined_is_a_dash_and_no_number():
    shown = show_table(pd.DataFrame({"side": ["a"], "score": [np.nan]}), "x", "X")
    assert cells(shown)[1] == ["a", "–"]
    assert shown.data["text/csv"] == "side,score\na,\n"


def test_a_rounded_zero_has_no_sign():
    assert cells(show_table(pd.DataFrame({"a": ["x"], "b": [-0.001]}), "x", "X"))[1] == ["x", "0.00"]


def test_labels_decimals_and_a_named_index():
    frame = pd.DataFrame({"grade": [9.876]}, index=pd.Index(["Axios"], name="outlet"))
    shown = show_table(frame, "x", "X", decimals={"grade": 1}, labels={"grade": "US school year"})
    assert cells(shown) == [["outlet", "US school year"], ["Axios", "9.9"]]
    assert shown.data["text/csv"].startswith("outlet,grade\n")


def test_names_of_scores_are_shown_by_their_labels_and_empty_columns_not_at_all():
    frame = pd.DataFrame({"score": ["fog"], "item": [""], "estimate": [9.5]})
    shown = show_table(frame, "x", "X", labels={"fog": "Gunning fog (years)"})
    assert cells(shown) == [["score", "estimate"], ["Gunning fog (years)", "9.50"]]
    assert shown.data["text/csv"] == "score,item,estimate\nfog,,9.5\n"


def test_a_row_that_is_a_sentence_keeps_its_address_and_shows_its_side():
    row = {"side": ["A & B"], "article_id": ["x<y"], "sentence_id": [4], "start": [9], "text": ["Said."]}
    shown = show_table(pd.DataFrame(row), "claims", "What is said")
    assert shown.data["text/csv"].startswith("side,article_id,sentence_id,start,text\n")
    source = '<span data-article="x&lt;y" data-sentence="4">A &amp; B</span>'
    inner = re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", shown.data["text/html"])
    assert inner == ["side", "text", source, "Said."]
    assert "x<y" not in shown.data["text/plain"]
    toward = show_table(pd.DataFrame(row).assign(who="<Kim>"), "claims", "What is said", view="who")
    assert 'data-sentence="4" data-view="&lt;Kim&gt;">A &amp; B</span>' in toward.data["text/html"]
    without = show_table(pd.DataFrame(row).drop(columns="side"), "claims", "What is said")
    assert "x&lt;y" in without.data["text/html"]


def test_a_long_table_shows_its_beginning_and_stores_all():
    shown = show_table(pd.DataFrame({"n": range(70)}), "x", "X", rows=50)
    assert len(cells(shown)) == 51
    assert "20 more rows in the CSV file." in shown.data["text/html"]
    assert "20 more rows in the CSV file." in shown.data["text/plain"]
    assert shown.data["text/csv"].count("\n") == 71


def test_a_table_without_rows_still_has_its_head():
    assert cells(show_table(FRAME.iloc[:0], "x", "X")) == [
        ["outlet", "tone", "n", "p value", "verdict", "good"]
    ]


@settings(deadline=None, max_examples=60)
@example(["\r"])  # ended a row, unquoted
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_no_text_becomes_markup(texts):
    shown = show_table(pd.DataFrame({"text": texts}), texts[0], texts[0])
    finding = show_finding(*(Finding(text, "clear") for text in texts))
    tags = {"style", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "span"}
    for html in (shown.data["text/html"], finding.data["text/html"]):
        assert set(re.findall(r"<([a-zA-Z!?][^\s>/]*)", html)) <= tags
    back = [row["text"] for row in csv.DictReader(io.StringIO(shown.data["text/csv"], newline=""))]
    safe = [f"'{text}" if text.startswith(FORMULA) else text for text in texts]
    assert [text for text in back if text] == [text for text in safe if text]


def test_a_figure_is_the_same_each_time_and_says_what_it_shows():
    one, two = (show_figure(Plot(figure(), "It rises from 1 to 3."), "rise", "Tone & text") for _ in range(2))
    assert one == two
    assert "<title>Tone &amp; text</title>" in one.data["image/svg+xml"]
    assert 'alt="It rises from 1 to 3."' in one.data["text/html"]
    assert base64.b64decode(one.data["image/png"]).startswith(b"\x89PNG")
    assert not re.search(r"\d{4}-\d\d-\d\d", one.data["image/svg+xml"])  # no date of making


def test_two_figures_do_not_share_ids():
    def ids(name):
        drawn = show_figure(Plot(figure(), ""), name, "").data["image/svg+xml"]
        return set(re.findall(r'<clipPath id="([^"]+)"', drawn))

    assert ids("one").isdisjoint(ids("two"))


@pytest.mark.parametrize("word", palette.VERDICTS)
def test_a_verdict_is_a_mark_and_a_word(word):
    badge = outputs.write_verdict(word)
    assert word in badge
    assert palette.VERDICTS[word].mark in badge


PARTS = Difference(
    "tone", "-1 to 1", "A 0.2, B 0.1.", "A is higher", "", "", "A", 0.1, 0.0, 0.2, ("0.0", "0.2"), "sentence"
)


def test_findings_keep_their_verdicts_and_parts_for_the_report():
    shown = show_finding(Finding("A is higher.", "clear", PARTS), "B & A.")
    assert shown.data["text/plain"] == "[clear] A is higher.\nB & A."
    assert "B &amp; A." in shown.data["text/html"]
    told = shown.metadata["parallax"]
    assert told["findings"] == [
        {"text": "A is higher.", "verdict": "clear", "difference": PARTS._asdict()},
        {"text": "B & A.", "verdict": ""},
    ]
    quotes = [{"side": "A", "article_id": "a", "sentence_id": 2, "text": "<b> So & so."}]
    quoted = show_finding("One.", Finding("Two.", evidence=quotes))
    assert quoted.data["text/plain"] == "One.\nTwo.\n    A: <b> So & so."
    assert "<blockquote>&lt;b&gt; So &amp; so. — A</blockquote>" in quoted.data["text/html"]
    assert [one.get("evidence") for one in quoted.metadata["parallax"]["findings"]] == [None, quotes]
    noted = show_finding(Finding("One.", evidence=[quotes[0] | {"note": "badly, <1"}]))
    assert "— A (badly, &lt;1)</blockquote>" in noted.data["text/html"]
    assert show_finding(Finding("One.", "fragile")).data["text/plain"] == "[fragile] One."
    with pytest.raises(ValueError, match="is no verdict"):
        show_finding(Finding("A is higher.", "B is lower."))


def test_jupyter_asks_for_the_bundle():
    shown = show_finding("One.")
    assert shown._repr_mimebundle_(include=None, exclude=None) == (shown.data, shown.metadata)


def test_a_table_laid_out_for_reading_may_export_the_numbers_behind_it():
    laid_out = pd.DataFrame({"A (n = 3)": ["1.5 [1.0, 2.0]"]}, index=pd.Index(["tone"], name="score"))
    tidy = pd.DataFrame({"score": ["tone"], "side": ["A"], "estimate": [1.5], "low": [1.0], "high": [2.0]})
    shown = show_table(laid_out, "t", "Tone", export=tidy)
    assert shown.data["text/csv"] == "score,side,estimate,low,high\ntone,A,1.5,1,2\n"
    assert "1.5 [1.0, 2.0]" in shown.data["text/html"]


def test_jupyter_writes_the_plain_text_it_was_given():
    data, _ = DisplayFormatter().format(show_finding("One."))
    assert data["text/plain"] == "One."  # rather than every field of the object


def test_what_makes_tables_interactive_is_a_script_alone_the_same_each_time():
    shown = enhance_tables()
    html = shown.data["text/html"]
    assert re.fullmatch(r"<script>[^<]*(<(?!/script)[^<]*)*</script>", html)
    assert "://" not in html  # nothing to fetch
    assert len(html) < 300_000  # a notebook saved in JupyterLab keeps it
    assert shown.metadata["parallax"] == {"kind": "script"}
    outputs._lab_script.cache_clear()
    assert enhance_tables() == shown


def test_the_script_carries_datatables_and_its_style():
    html = enhance_tables().data["text/html"]
    packed = re.search(r'atob\("([^"]*)"\)', html)[1]
    assert "DataTables 2" in gzip.decompress(base64.b64decode(packed)).decode()
    assert ".dt-paging" in json.loads(re.search(r'textContent = ("(?:[^"\\]|\\.)*")', html)[1])


def test_names_of_rows_are_never_lost():
    matrix = pd.DataFrame({"vader": [1.0, 0.5]}, index=["vader", "afinn"])
    shown = show_table(matrix, "agreement", "Agreement")
    assert cells(shown) == [["name", "vader"], ["vader", "1.00"], ["afinn", "0.50"]]
    assert shown.data["text/csv"] == "name,vader\nvader,1\nafinn,0.5\n"
    numbered = FRAME.iloc[1:]  # row numbers are no names
    assert cells(show_table(numbered, "x", "X"))[0][0] == "outlet"


def test_a_spreadsheet_runs_nothing_that_came_out_of_an_article():
    texts = ["=1+1", "+1", "-1", "@a", "\tb", "plain", "−1"]
    frame = pd.DataFrame({"=head": texts, "n": range(7)}, index=pd.Index(texts, name="=index"))
    rows = list(csv.reader(io.StringIO(show_table(frame, "x", "X").data["text/csv"])))
    assert rows[0] == ["'=index", "'=head", "n"]
    assert [row[1][:1] == "'" for row in rows[1:]] == [True] * 5 + [False] * 2
    assert [row[0] for row in rows[1:]] == [row[1] for row in rows[1:]]
    assert cells(show_table(frame, "x", "X"))[1][1] == "=1+1"  # shown as it is: no browser computes it


def test_the_dictionary_knows_what_is_exported():
    shown = show_table(FRAME, "x", "X", export=pd.DataFrame({"estimate": [1.0]}))
    assert shown.metadata["parallax"]["columns"] == ["estimate"]


def test_no_output_is_typeset_as_mathematics():
    """JupyterLab takes "$5 million and $6 million" for a formula unless an element says otherwise."""
    cost = "cost $5 million and $6 million"
    several = [
        show_table(pd.DataFrame({"text": [cost]}), "x", cost),
        show_finding(cost),
        show_figure(Plot(figure(), cost), "x", cost),
    ]
    for shown in several:
        html = re.sub("<style>.*?</style>", "", shown.data["text/html"])
        assert re.match(r'<\w+ class="[^"]*tex2jax_ignore mathjax_ignore"', html)


def test_a_finding_without_words_is_none():
    shown = show_finding("Both agree.", "")
    assert [item["text"] for item in shown.metadata["parallax"]["findings"]] == ["Both agree."]
    assert shown.data["text/html"].count("<li>") == 1
