"""The reader shows every character once, marks what made a score, and lets no text become markup."""

import re
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.present import reader
from analysis.present.markup import read_part
from analysis.present.reader.passages import NONE, group_passages, split_passages
from analysis.present.reader.views import grade_values, make_views
from analysis.schema import InputError

RAW = "TITLE\n\nOne <b>bad</b> day. MORE NEWS Two good days.\n\nThird & last."
SENTENCES = pd.DataFrame(
    [
        ("a", 0, 0, 7, 26, "One <b>bad</b> day.", 0.0, 0.0),
        ("a", 1, 0, 37, 51, "Two good days.", 0.5, 0.0),
        ("a", 2, 1, 53, 66, "Third & last.", 0.0, 0.0),
        ("b", 0, 0, 0, 11, "Only a day.", 0.0, 0.0),
    ],
    columns=["article_id", "sentence_id", "paragraph_id", "start", "end", "text", "quoted", "doubtful"],
)
LEDGER = pd.DataFrame(
    [
        ("a", 0, 5, "headline", "first-line", "TITLE"),
        ("a", 5, 7, "whitespace", "white", "\n\n"),
        ("a", 27, 37, "related_link", "caps-run", "MORE NEWS "),
        ("a", 53, 58, "review", "maybe", "Third"),
    ],
    columns=["article_id", "start", "end", "kind", "rule", "text"],
)
HITS = pd.DataFrame(
    [
        ("a", 0, 2, "vader", "negative", 14, 17, "bad", -2.5),
        ("a", 1, 1, "vader", "positive", 41, 45, "good", 1.9),
        ("a", 1, 2, "frames", "time", 46, 50, "days", 1.0),
        ("b", 0, 2, "frames", "time", 7, 10, "day", 1.0),
    ],
    columns=["article_id", "sentence_id", "token_id", "measure", "item", "start", "end", "text", "weight"],
)
ARTICLES = pd.DataFrame(
    {
        "outlet": ["Axios", "<i>Hill</i>"],
        "title": ["A title", ""],
        "author": ["Ann", ""],
        "published": ["2019-03-01", ""],
        "raw": [RAW, "Only a day."],
    },
    index=pd.Index(["a", "b"], name="article_id"),
)
SCORES = pd.DataFrame(
    {"vader": [-0.6, 0.4, np.nan, 0.0]},
    index=pd.MultiIndex.from_frame(SENTENCES[["article_id", "sentence_id"]]),
)
LINKS = pd.DataFrame([("a", 1, "b", 0)], columns=["article_a", "sentence_a", "article_b", "sentence_b"])


def of(frame, name="a"):
    return frame[frame["article_id"] == name]


def drawn(**options):
    options = {"scores": SCORES, "labels": {"vader": "tone"}} | options
    return reader.draw_reader(ARTICLES, SENTENCES, LEDGER, HITS, **options).html


def test_passages_break_where_anything_changes():
    parts = split_passages(RAW, of(SENTENCES), of(LEDGER), of(HITS))
    assert "".join(part.text for part in parts) == RAW
    assert [(part.text, part.sentence) for part in parts if part.hits] == [
        ("bad", 0),
        ("good", 1),
        ("days", 1),
    ]
    assert [part.text for part in parts if part.cut == 2] == ["MORE NEWS "]
    assert [part.text for part in parts if part.review == 3] == ["Third"]


def test_a_removal_inside_a_paragraph_stays_in_it():
    groups = list(group_passages(split_passages(RAW, of(SENTENCES), of(LEDGER), of(HITS))))
    assert [number for number, _ in groups] == [NONE, 0, NONE, 1]
    assert "MORE NEWS " in [part.text for part in groups[1][1]]


@st.composite
def layouts(draw):
    raw = draw(st.text(min_size=1, max_size=60))
    edges = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=12)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    sentences = pd.DataFrame(
        [(number, number // 2, start, end) for number, (start, end) in enumerate(spans)],
        columns=["sentence_id", "paragraph_id", "start", "end"],
    )
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=6)))
    kinds = draw(st.lists(st.sampled_from(["review", "bio", "whitespace"]), min_size=3, max_size=3))
    ledger = pd.DataFrame(
        [
            (start, end, kind, "r")
            for (start, end), kind in zip(zip(cuts[::2], cuts[1::2], strict=False), kinds, strict=False)
        ],
        columns=["start", "end", "kind", "rule"],
    )
    ledger["kind"] = ledger["kind"].astype("str")
    pairs = draw(st.lists(st.tuples(st.integers(0, len(raw)), st.integers(0, 8)), max_size=5))
    hits = pd.DataFrame([(at, min(len(raw), at + size)) for at, size in pairs], columns=["start", "end"])
    return raw, sentences, ledger, hits


@settings(deadline=None, max_examples=150)
@given(layouts())
def test_passages_tile_the_text_however_it_is_cut(layout):
    raw, sentences, ledger, hits = layout
    parts = split_passages(raw, sentences, ledger, hits)
    assert "".join(part.text for part in parts) == raw
    grouped = [part for _, held in group_passages(parts) for part in held]
    assert grouped == parts
    place = 0
    for part in parts:
        inside = [row for row, (a, b) in enumerate(hits.to_numpy()) if a <= place < b]
        assert list(part.hits) == (inside if part.cut == NONE else [])
        place += len(part.text)


def test_steps_of_a_signed_score_keep_the_neutral_zone_of_vader():
    found, legend = grade_values(pd.Series([-0.9, -0.5, -0.05, -0.049, 0, 0.05, 0.5, np.nan]))
    assert found.tolist() == ["n2", "n2", "n1", "z", "z", "p1", "p2", ""]
    assert legend["n2"] == "−0.9 to −0.5"


def test_steps_of_counts_are_quarters_of_what_is_there():
    found, legend = grade_values(pd.Series([0.0, 0, 1, 1, 1, 2]))
    assert found.tolist() == ["z", "z", "q3", "q3", "q3", "q4"]
    assert legend == {"z": "0", "q3": "1", "q4": "2"}


def test_nothing_known_has_no_steps():
    found, legend = grade_values(pd.Series([np.nan, np.nan]))
    assert found.tolist() == ["", ""]
    assert legend == {}


def test_views_are_scores_then_items_then_what_is_shared():
    made = make_views(SENTENCES, HITS, SCORES, LINKS, {"vader": "tone"})
    assert [(view.group, view.label) for view in made] == [
        ("Scores", "tone"),
        ("Frames", "time"),
        ("Compared", "counterpart or none"),
    ]
    tone, time, shared = made
    assert tone.hits == {0, 1}
    assert time.numbers.tolist() == ["", "1", "", "1"]
    assert shared.steps.tolist() == ["only", "both", "only", "both"]


def test_words_that_made_a_score_are_marked_with_their_view_and_direction():
    html = drawn()
    assert '<mark data-m="a" data-d="a">bad</mark>' in html
    assert '<mark data-m="a">good</mark>' in html
    assert '<mark data-m="b">days</mark>' in html


def test_a_word_that_two_measures_read_keeps_the_direction_of_each():
    other = pd.DataFrame([("a", 0, 2, "frames", "crime", 14, 17, "bad", 3.0)], columns=HITS.columns)
    hits = pd.concat([HITS, other], ignore_index=True)
    html = reader.draw_reader(ARTICLES, SENTENCES, LEDGER, hits, SCORES).html
    assert re.search(r'<mark data-m="a \w" data-d="a">bad</mark>', html)


def test_a_sentence_carries_its_number_for_hover_and_focus():
    html = drawn()
    sentence = re.search(r'<span class="s" id="(\w+-0-0)"([^>]*)>(.*?role="tooltip".*?)</span></span>', html)
    assert 'data-s-a="n2"' in sentence[2]
    assert f'aria-describedby="{sentence[1]}-t"' in sentence[3]
    assert "tone: <b>−0.6</b>" in sentence[3]
    assert "bad −2.5" in sentence[3]
    assert "Sentence 2, 50% quoted" in html


HELD = ["named", "well", "badly", "reported", "reported_well", "tone"]
TOWARD = pd.DataFrame(
    [
        ("a", -1, "K&m", 3, 0, 3, 0, 0, -2.4),
        ("a", 0, "K&m", 1, 0, 1, 1, 0, -0.9),
        ("a", 1, "K&m", 1, 0, 0, 0, 0, 0.1),
        ("b", 0, "K&m", 1, 1, 0, 0, 0, 0.75),
        ("c", 0, "K&m", 1, 1, 0, 0, 0, 0.75),  # is not on the page
    ],
    columns=["article_id", "sentence_id", "item", *HELD],
).set_index(["article_id", "sentence_id", "item"])
MENTIONS = pd.DataFrame(
    [
        ("a", 0, 0, "actors", "K&m", 7, 10, "One", 1.0),
        ("a", 1, 0, "actors", "K&m", 37, 40, "Two", 1.0),
        ("b", 0, 0, "actors", "K&m", 0, 4, "Only", 1.0),
    ],
    columns=HITS.columns,
)


def test_the_tone_toward_an_actor_is_a_view_of_sentences_and_headline():
    html = reader.draw_reader(
        ARTICLES, SENTENCES, LEDGER, MENTIONS, toward=TOWARD, labels={"actors": "Tone toward"}
    ).html
    assert 'aria-label="Tone toward"' in html
    assert '<input type="radio" name="' in html and 'value="a" data-toward checked><span>K&amp;m' in html
    first = re.search(
        r'<span class="s" id="(\w+-0-0)" data-s-a="n2"><i id="\1_a"></i>(.*?)</span></span>', html
    )
    assert "K&amp;m: <b>shown badly, −0.90, in words of others</b>" in first[2]
    assert '<mark data-m="a">One</mark>' in first[2]
    assert "One +1" not in html
    assert re.search(r'id="\w+-0-1" data-s-a="named"><button', html)  # nothing leads here in this view
    assert re.search(r'id="(\w+-1-0)" data-s-a="p2"><i id="\1_a"></i>', html)
    assert re.search(r'<span class="top" id="(\w+-0--1)" data-s-a="n2"><i id="\1_a"></i>A title</span>', html)
    assert '<p class="by told" data-v="a">Headline: shown badly, −0.80</p>' in html
    assert len(re.findall(r'<span class="top" id="\w+-1--1">b</span>', html)) == 1
    assert "shown well</li>" in html and "words</mark> that name or mean the actor</li>" in html


def test_what_was_removed_folds_in_its_place_with_kind_and_rule():
    html = drawn()
    assert re.search(
        r"<summary>removed: headline</summary>.*?<del>TITLE</del>.*?headline, rule first-line", html
    )
    assert re.search(r"day\..*removed: related link.*MORE NEWS.*Two", html, re.DOTALL)
    assert "removed: whitespace" not in html
    assert "Kept, but doubtful (maybe)" in html


def test_text_is_never_markup():
    for html in (
        drawn(),
        reader.draw_residue_page(ARTICLES, LEDGER),
        reader.draw_reader_page(ARTICLES, SENTENCES, LEDGER, HITS),
    ):
        assert "<b>bad" not in html
        assert "<i>Hill" not in html
    assert "&lt;b&gt;" in drawn()


def test_matching_sentences_lead_to_each_other():
    html = drawn(links=LINKS)
    links = re.findall(r'class="link" href="#([^"]+)" title="([^"]+)"', html)
    assert [text for _, text in links] == [
        "same in &lt;i&gt;Hill&lt;/i&gt;, sentence 1",
        "same in Axios, sentence 2",
    ]
    for place, _ in links:
        assert html.count(f'id="{place}"') == 1


def test_the_texts_are_not_typeset_as_mathematics():
    assert drawn().startswith('<div class="plx-reader tex2jax_ignore mathjax_ignore"')


def peak_memory(copies: int) -> int:
    """Bytes that drawing so many copies of one sentence takes at its most."""
    raw, size = "A bad day, a good deal. " * copies, 24
    starts = np.arange(copies) * size
    sentences = pd.DataFrame({"article_id": "a", "sentence_id": range(copies), "paragraph_id": starts // 240})
    sentences = sentences.assign(start=starts, end=starts + size - 1, quoted=0.0)
    hits = sentences.assign(
        measure="vader", item="x", start=starts + 2, end=starts + 5, text="bad", weight=-2.5
    )
    scores = pd.DataFrame(
        {"vader": -0.5}, index=pd.MultiIndex.from_frame(sentences[["article_id", "sentence_id"]])
    )
    articles = pd.DataFrame({"outlet": ["A"], "raw": [raw]}, index=["a"])
    tracemalloc.start()
    try:
        reader.draw_reader(articles, sentences, LEDGER.iloc[:0], hits, scores)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_grows_with_the_text_and_not_with_its_square():
    assert peak_memory(1600) < 6 * peak_memory(400)


def test_ids_are_unique_and_repeatable():
    html = drawn(links=LINKS)
    found = re.findall(r' id="([^"]+)"', html)
    assert len(found) == len(set(found))
    assert html == drawn(links=LINKS)


def test_other_texts_of_the_same_names_have_other_ids():
    other = ARTICLES.assign(raw=[RAW.replace("good", "fine"), "Only a day."])
    ids = [
        re.findall(r' id="([^"]+)"', reader.draw_reader(one, SENTENCES, LEDGER).html)
        for one in (ARTICLES, other)
    ]
    assert not set(ids[0]) & set(ids[1])


def test_no_view_is_told_by_colour_alone():
    html = drawn(links=LINKS)
    for key, step in re.findall(r'data-s-(\w+)="(\w+)"', html):
        if step != "z":
            assert re.search(rf'\[data-s-{key}="{step}"\]{{--paper:var\(--{step}\);--sign:"[^"]+"', html)


def test_without_texts_only_the_marked_words_are_left():
    html = drawn(texts=False)
    assert "Third" not in html
    assert "TITLE" not in html
    assert "MORE NEWS" not in html
    assert ">bad</mark>" in html
    assert "5 characters" in html


def test_the_measure_can_be_chosen_and_an_unknown_one_is_named():
    assert re.search(r'value="b" checked><span>time', drawn(measure="time"))
    assert re.search(r'value="a" checked><span>tone', drawn(measure="vader"))
    with pytest.raises(InputError, match="no measure 'mood' to colour by; it has tone, time"):
        drawn(measure="mood")


def test_more_articles_than_fit_are_counted():
    assert "1 more article not shown." in drawn(most=1)


def test_without_any_measure_the_texts_still_stand():
    html = reader.draw_reader(ARTICLES, SENTENCES, LEDGER).html
    assert "Two good days." in html
    assert "<fieldset>" not in html


def test_a_page_may_fetch_nothing():
    html = reader.draw_reader_page(ARTICLES, SENTENCES, LEDGER, HITS, title="A & B")
    assert "<title>A &amp; B</title>" in html
    assert "default-src 'none'" in html
    assert not re.search(r'(?:src|href)="(?!#|data:)', html)


def test_residue_is_struck_through_with_kind_rule_and_legend():
    html = reader.draw_residue_page(ARTICLES, LEDGER)
    assert re.search(r'<del class="k\d" tabindex="0"><span class="kind">headline</span>TITLE', html)
    assert "rule first-line" in html
    assert "1 span, 10 characters" in html
    assert "kept, but doubtful" in html
    assert "whitespace" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    struck = re.findall(r"<del[^>]*><span class=\"kind\">[^<]*</span>([^<]*)<span class=\"tip\"", html)
    assert struck == ["TITLE", "MORE NEWS "]


STEPS = ["n2", "n1", "p1", "p2", "q1", "q2", "q3", "q4", "both", "only", "named", "page"]


def contrast(one, other):
    """WCAG 2.2 contrast of two colours, 1 to 21."""
    levels = []
    for color in (one, other):
        digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        levels.append(0.05 + np.dot([0.2126, 0.7152, 0.0722], linear))
    return max(levels) / min(levels)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_colour_of_a_sentence_lets_its_words_and_marks_be_read(mode):
    styles = read_part("colors.css") + read_part("reader.css")
    colors = {name: pair[mode] for name, *pair in re.findall(r"--(\w+):light-dark\((#\w+),(#\w+)\)", styles)}
    for step in STEPS:
        assert contrast(colors["ink"], colors[step]) >= 7, step
        assert contrast(colors["accent"], colors[step]) >= 4.5, step  # links
        assert contrast(colors["raised"], colors[step]) >= 3, step  # lines under words
        assert contrast(colors["lowered"], colors[step]) >= 3, step
