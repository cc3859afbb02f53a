"""Sentences and tokens: where they are in the untouched source."""

import textwrap

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import annotate, schema
from analysis.annotate import parsing
from analysis.measures import readability, sentiment

SEED_1 = "000_ffe242818d8800e4.txt"
SEED_2 = "004_e93747164a79f068.txt"
NOTHING = pd.DataFrame({"article_id": [], "start": [], "end": [], "kind": [], "rule": [], "text": []})


def articles(*raws):
    return pd.DataFrame(
        {"raw": list(raws)}, index=pd.Index([f"a{i}" for i in range(len(raws))], name="article_id")
    )


def ledger(*rows):
    table = pd.DataFrame(rows, columns=["article_id", "start", "end", "kind"])
    return table.assign(rule="test", text="")


def cut(raw, *removed, article="a0", kind="caption"):
    """The ledger rows of passages of a text."""
    return [(article, raw.index(passage), raw.index(passage) + len(passage), kind) for passage in removed]


def kept(raw, start, end, rows):
    gone = {i for _, a, b, kind in rows if kind != "review" for i in range(a, b)}
    return "".join(raw[i] for i in range(start, end) if i not in gone)


# Sentences


@pytest.mark.parametrize("name", [SEED_1, SEED_2])
def test_offsets_lead_back_to_the_seeds(seeds, name):
    raw = (seeds / name).read_bytes().decode()
    found = schema.check(annotate.split_sentences(articles(raw), NOTHING), schema.SENTENCES)
    assert [raw[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()


@pytest.mark.parametrize("splitter", annotate.SPLITTERS)
def test_abbreviations_of_the_seeds_split_nothing(seeds, splitter):
    raws = [(seeds / name).read_bytes().decode() for name in (SEED_1, SEED_2)]
    text = annotate.split_sentences(articles(*raws), NOTHING, splitter=splitter)["text"]
    for phrase in (
        "Kim Jong-un during",
        "Feb. 28, 2019",
        "the U.S. and",
        "P.J. Crowley is",
        "former U.S. Assistant",
    ):
        assert text.str.contains(phrase, regex=False).any(), phrase
    assert "No deal." in text.tolist()


def test_a_sentence_may_span_a_cut():
    raw = "Even president Donald TrumpDonald TrumpA link MORE walked away. He left."
    rows = cut(raw, "Donald TrumpA link MORE")
    first, second = annotate.split_sentences(articles(raw), ledger(*rows)).itertuples(index=False)
    assert first.text == "Even president Donald Trump walked away."
    assert (first.start, first.end) == (0, raw.index(" He"))
    assert raw[second.start : second.end] == second.text == "He left."


def wrap(raw, width):
    lines = ("\n".join(textwrap.wrap(line, width)) if line.strip() else line for line in raw.split("\n"))
    return "\n".join(lines)


@settings(max_examples=6, deadline=None)  # of 36 widths, other ones in every run
@given(st.integers(45, 80))
def test_wrapping_a_text_changes_no_count(seeds, width):
    raws = [(seeds / name).read_bytes().decode() for name in (SEED_1, SEED_2)]
    plain, wrapped = (
        annotate.split_sentences(articles(*texts), NOTHING)
        for texts in (raws, [wrap(raw, width) for raw in raws])
    )
    assert wrapped["paragraph_id"].tolist() == plain["paragraph_id"].tolist()
    for count in (readability.count_readability, sentiment.count_sentiment):
        pd.testing.assert_frame_equal(count(wrapped), count(plain))


def test_invisible_characters_leave_no_token_and_move_no_offset():
    raw = "\ufeffThe ex\u00adcellent\u200b \ufb01nd of Jong-\nun. It is."
    sentences = annotate.split_sentences(articles(raw), NOTHING)
    tokens = annotate.parse_tokens(sentences, NOTHING)
    words = ["The", "excellent", "find", "of", "Jong", "-", "un", ".", "It", "is", "."]
    assert tokens["text"].tolist() == words
    spans = [raw[a:b] for a, b in zip(tokens["start"], tokens["end"], strict=True)]
    assert spans == ["The", "ex\u00adcellent", "\ufb01nd", "of", "Jong", "-", "un", ".", "It", "is", "."]


def test_paragraphs_are_numbered_within_their_article():
    found = annotate.split_sentences(articles("One. Two.\n\nThree.", "", "Four."), NOTHING)
    assert found["article_id"].tolist() == ["a0", "a0", "a0", "a2"]
    assert found["sentence_id"].tolist() == [0, 1, 2, 0]
    assert found["paragraph_id"].tolist() == [0, 0, 1, 0]


def test_bom_crlf_and_hard_blanks_move_no_offset():
    raw = "\ufeffMr.\u00a0Kim “left.”\r\n\r\nThe U.S.\u00a0stayed."
    found = annotate.split_sentences(articles(raw), ledger(("a0", 0, 1, "whitespace")))
    assert found["text"].tolist() == ["Mr.\u00a0Kim “left.”", "The U.S.\u00a0stayed."]
    assert found["start"].tolist() == [1, raw.index("The")]


def test_quoted_is_the_share_inside_marks():
    raw = (
        "“We go,” he said. “All of it is quoted.” None of it is.\n“It runs on. And on.\n“To here.” Not here."
    )
    found = annotate.split_sentences(articles(raw), NOTHING).set_index("text")["quoted"]
    assert found["“We go,” he said."] == len("“We go,”") / len("“We go,” he said.")
    assert found[["“All of it is quoted.”", "“It runs on.", "And on.", "“To here.”"]].eq(1).all()
    assert found[["None of it is.", "Not here."]].eq(0).all()


def test_quotations_are_of_the_kept_text():
    raw = "He said “yes\nPhoto: a “mark.\nand no.” Then he left."
    rows = cut(raw, "\nPhoto: a “mark.\n")
    found = annotate.split_sentences(articles(raw), ledger(*rows))
    assert found["text"].tolist() == ["He said “yesand no.”", "Then he left."]
    assert found["quoted"].tolist() == [len("“yesand no.”") / len("He said “yesand no.”"), 0]


def test_doubtful_is_the_share_inside_review_spans():
    raw = "Sure thing. Doubtful half of this one. Gone. Fine."
    rows = [*cut(raw, "thing. Doubtful half", kind="review"), *cut(raw, " Gone.")]
    found = annotate.split_sentences(articles(raw), ledger(*rows))
    assert found["text"].tolist() == ["Sure thing.", "Doubtful half of this one.", "Fine."]
    assert found["doubtful"].tolist() == [6 / 11, 13 / 26, 0]


def test_review_spans_may_overlap_and_name_unknown_articles():
    raw = "All of it is doubtful."
    rows = [
        ("a0", 0, 10, "review"),
        ("a0", 5, len(raw), "review"),
        ("a0", 6, 8, "review"),
        ("gone", 0, 3, "review"),
    ]
    assert annotate.split_sentences(articles(raw), ledger(*rows))["doubtful"].tolist() == [1]


def test_nothing_kept_is_no_sentence():
    found = annotate.split_sentences(articles("Gone.", "  \n "), ledger(("a0", 0, 5, "caption")))
    assert schema.check(found, schema.SENTENCES).empty
    assert schema.check(annotate.parse_tokens(found, NOTHING), schema.TOKENS).empty


PIECES = st.sampled_from(
    ["Kim ", "left. ", "No deal.", "“", "”", '"', "\n", "\r\n", "\u00a0", "U.S. ", "é", "\ufeff"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=20).map("".join), min_size=1, max_size=4), st.data())
def test_any_cuts_leave_exact_offsets(raws, data):
    rows = []
    for number, raw in enumerate(raws):
        edges = sorted(data.draw(st.sets(st.integers(0, len(raw)), max_size=6)))
        kinds = st.sampled_from(["caption", "review"])
        rows += [
            (f"a{number}", a, b, data.draw(kinds)) for a, b in zip(edges[::2], edges[1::2], strict=False)
        ]
    found = schema.check(annotate.split_sentences(articles(*raws), ledger(*rows)), schema.SENTENCES)
    for row in found.itertuples():
        own = [entry for entry in rows if entry[0] == row.article_id]
        read = kept(raws[int(row.article_id[1:])], row.start, row.end, own)
        assert read.translate(dict.fromkeys(map(ord, "\r\n"), " ")) == row.text  # a wrap is a blank
        doubted = [entry[1:3] for entry in own if entry[3] == "review"]
        inside = sum(
            len(kept(raws[int(row.article_id[1:])], max(a, row.start), min(b, row.end), own))
            for a, b in doubted
        )
        assert row.doubtful == pytest.approx(inside / len(row.text))
        assert 0 <= row.quoted <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=20).map("".join), min_size=2, max_size=5), st.integers(0, 5))
def test_any_partition_of_the_corpus_gives_the_same_sentences(raws, at):
    whole = articles(*raws)
    parted = [part for part in (whole.iloc[:at], whole.iloc[at:]) if len(part)]
    joined = pd.concat([annotate.split_sentences(part, NOTHING) for part in parted], ignore_index=True)
    pd.testing.assert_frame_equal(annotate.split_sentences(whole, NOTHING), joined)


def test_unknown_splitter_and_pipeline_are_named():
    with pytest.raises(schema.InputError, match="'guess' is unknown; choose rules or spacy"):
        annotate.split_sentences(articles("A."), NOTHING, splitter="guess")
    with pytest.raises(schema.InputError, match=f"'en_nope' is not installed; .*{annotate.PIPELINE}"):
        annotate.parse_tokens(annotate.split_sentences(articles("A."), NOTHING), NOTHING, pipeline="en_nope")
    with pytest.raises(schema.InputError, match="'pandas' is not"):
        annotate.parse_tokens(annotate.split_sentences(articles("A."), NOTHING), NOTHING, pipeline="pandas")


# Tokens


def test_tokens_keep_offsets_sentences_and_heads(seeds):
    raws = [(seeds / name).read_bytes().decode() for name in (SEED_1, SEED_2)]
    sentences = annotate.split_sentences(articles(*raws), NOTHING)
    tokens = schema.check(annotate.parse_tokens(sentences, NOTHING), schema.TOKENS)
    source = dict(zip(articles(*raws).index, raws, strict=True))
    for row in tokens.itertuples():
        assert source[row.article_id][row.start : row.end] == row.text
    last = tokens.groupby(["article_id", "sentence_id"], sort=False)["token_id"].agg(["max", "size"])
    assert last.index.tolist() == list(zip(sentences["article_id"], sentences["sentence_id"], strict=True))
    assert (last["max"] + 1 == last["size"]).all()
    root = tokens[tokens["dep"] == "ROOT"]
    assert len(root) == len(sentences)
    assert (root["head"] == root["token_id"]).all()
    assert (
        tokens["head"]
        .between(0, tokens.groupby(["article_id", "sentence_id"])["token_id"].transform("max"))
        .all()
    )


def test_tokens_are_what_the_pipeline_says_of_the_paragraph():
    raw = "Kim Jong-un met the U.S. president. They talked in Hanoi."
    tokens = annotate.parse_tokens(annotate.split_sentences(articles(raw), NOTHING), NOTHING)
    doc = parsing._load(annotate.PIPELINE)(raw)
    assert tokens["text"].tolist() == [token.text for token in doc]
    assert tokens["lemma"].tolist() == [token.lemma_ for token in doc]
    assert tokens["pos"].tolist() == [token.pos_ for token in doc]
    assert tokens["dep"].tolist() == [token.dep_ for token in doc]
    assert tokens["ent_type"].tolist() == [token.ent_type_ for token in doc]
    assert tokens["ent_iob"].tolist() == [token.ent_iob_ for token in doc]
    assert tokens["head"].tolist() == [token.head.i - token.sent.start for token in doc]


def test_the_parser_keeps_the_given_boundaries():
    raw = "“Was it a failure?” he asked. Sens. Marco Rubio and Jeff Flake left"
    sentences = annotate.split_sentences(articles(raw), NOTHING)
    tokens = annotate.parse_tokens(sentences, NOTHING)
    assert tokens.groupby("sentence_id")["start"].min().tolist() == sentences["start"].tolist()


def test_tokens_after_a_cut_and_across_one():
    raw = "Donald TrumpDonald Trump MORE walked  away\u00a0from Ha[ad]noi. He left."
    rows = cut(raw, "Donald Trump MORE", "[ad]")
    rows[0] = ("a0", 12, 29, "related_link")
    sentences = annotate.split_sentences(articles(raw), ledger(*rows))
    tokens = annotate.parse_tokens(sentences, ledger(*rows))
    at = tokens.set_index("text")
    words = ["Donald", "Trump", "walked", "away", "from", "Hanoi", ".", "He", "left", "."]
    assert tokens["text"].tolist() == words
    assert all(raw[at.start[word] : at.end[word]] == word for word in ("walked", "away", "from", "He"))
    assert raw[at.start["Hanoi"] : at.end["Hanoi"]] == "Ha[ad]noi"
    assert tokens["token_id"].tolist() == [0, 1, 2, 3, 4, 5, 6, 0, 1, 2]
    assert (tokens["pos"] != "SPACE").all()


def test_tokens_do_not_depend_on_the_batch():
    raws = ["Kim left. Trump stayed.", "The talks failed.", "No deal. They ate."]
    sentences = annotate.split_sentences(articles(*raws), NOTHING)
    parts = [annotate.parse_tokens(part, NOTHING) for _, part in sentences.groupby("article_id")]
    pd.testing.assert_frame_equal(
        annotate.parse_tokens(sentences, NOTHING), pd.concat(parts, ignore_index=True)
    )


def test_a_past_that_doubles_no_consonant_is_of_a_verb_on_e():
    raw = "He hoped that they staged it and waged war, stopped, planned and needed help."
    tokens = annotate.parse_tokens(annotate.split_sentences(articles(raw), NOTHING), NOTHING)
    verbs = tokens.loc[tokens["text"].str.endswith("ed"), "lemma"].tolist()
    assert verbs == ["hope", "stage", "wage", "stop", "plan", "need"]
