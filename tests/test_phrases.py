"""Terms are found where they stand: a slow, obvious matcher must agree with the fast one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import lexicon, phrases
from analysis.schema import HITS, check


def annotated(*articles):
    """Tokens of articles: lists of sentences of words `form/lemma/POS`, the last two optional."""
    rows = []
    for number, sentences in enumerate(articles):
        at = 0
        for sentence_id, sentence in enumerate(sentences):
            for token_id, word in enumerate(sentence.split()):
                form, lemma, pos = [*word.split("/"), "", ""][:3]
                joined = form == "-" or (rows and rows[-1][5] == "-")
                at += 0 if joined else 1
                rows.append(
                    (f"a{number}", sentence_id, token_id, at, at + len(form), form, lemma or form, pos)
                )
                at += len(form)
    names = ["article_id", "sentence_id", "token_id", "start", "end", "text", "lemma", "pos"]
    return pd.DataFrame(rows, columns=names).astype(
        dict.fromkeys(["article_id", "text", "lemma", "pos"], "str")
    )


def terms(*rows):
    """Return a lexicon of rows (item, term, pos, weight, negation), the last three optional."""
    full = [(*row, *("", 1.0, "keep")[len(row) - 2 :], "") for row in rows]
    return pd.DataFrame(full, columns=list(lexicon.COLUMNS)).astype({"weight": float})


def found(tokens, *rows):
    hits = check(phrases.find_lexicon_hits(tokens, terms(*rows), "frames"), HITS)
    return list(zip(hits["item"], hits["text"], hits["weight"], strict=True))


def test_lemma_or_form_meets_whatever_the_case():
    tokens = annotated(["Costs/cost/NOUN ROSE/rise/VERB costs/costs/X"])
    assert [text for _, text, _ in found(tokens, ("e", "cost"), ("e", "rose"))] == ["Costs", "ROSE"]


def test_a_name_in_the_plural_meets_its_singular():
    tokens = annotated(["Democrats/Democrats/PROPN mass/mass/PROPN mas/mas/NOUN"])
    assert found(tokens, ("c", "democrat"), ("c", "mas")) == [("c", "Democrats", 1), ("c", "mas", 1)]


@pytest.mark.parametrize("text", ["long - term", "long term"])
def test_a_hyphen_joins_or_parts_alike(text):
    tokens = annotated([f"the {text} cost"])
    assert found(tokens, ("e", "long term cost")) == [("e", text.replace(" - ", "-") + " cost", 1)]


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 0), (0, 1)])
def test_a_dash_that_stands_off_parts(before, after):
    tokens = annotated(["the trade - war"])
    tokens.loc[2:, ["start", "end"]] += before
    tokens.loc[3:, ["start", "end"]] += after
    assert found(tokens, ("c", "trade war")) == []


def test_a_phrase_stays_within_its_sentence_and_article():
    tokens = annotated(["a trade", "war b trade"], ["war trade war"])
    hits = phrases.find_lexicon_hits(tokens, terms(("c", "trade war")), "frames")
    assert hits[["article_id", "token_id"]].to_numpy().tolist() == [["a1", 1]]


def test_a_wildcard_meets_beginnings_only():
    tokens = annotated(["economy econom economics macroeconomic"])
    assert [text for _, text, _ in found(tokens, ("e", "econom*"))] == ["economy", "econom", "economics"]


def test_part_of_speech_of_some_word_of_the_term():
    tokens = annotated(["fight/fight/NOUN we fight/fight/VERB back/back/ADV"])
    assert found(tokens, ("c", "fight", "VERB")) == [("c", "fight", 1)]
    assert len(found(tokens, ("c", "fight", "NOUN|VERB"))) == 2
    assert found(tokens, ("c", "fight back", "VERB")) == [("c", "fight back", 1)]
    assert found(tokens, ("c", "fight back", "NOUN")) == []


def test_the_row_that_names_a_part_of_speech_goes_first():
    tokens = annotated(["fight/fight/NOUN fight/fight/VERB"])
    assert found(tokens, ("c", "fight"), ("c", "fight", "VERB", 3.0)) == [
        ("c", "fight", 1),
        ("c", "fight", 3),
    ]


def test_the_longest_of_overlapping_terms_counts_but_items_may_share_words():
    tokens = annotated(["a trade war"])
    rows = [("c", "war", "", 2.0), ("c", "trade war", "", 3.0), ("e", "trade")]
    assert found(tokens, *rows) == [("c", "trade war", 3), ("e", "trade", 1)]


def test_of_equally_long_overlapping_terms_the_earlier_counts():
    assert found(annotated(["x y z"]), ("i", "y z"), ("i", "x y")) == [("i", "x y", 1)]


def test_an_exception_keeps_the_shorter_term_away_and_is_no_hit():
    tokens = annotated(["vice president of vice"])
    hits = phrases.find_lexicon_hits(tokens, terms(("m", "vice"), ("m", "vice president", "", 0.0)), "frames")
    assert hits["token_id"].tolist() == [3]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("no dispute", True),
        ("did n’t really ever want dispute", False),
        ("did n’t really dispute", True),
        ("not , dispute", False),
        ("no one but dispute", False),
        ("dispute not", False),
    ],
)
def test_negation_reaches_three_words_within_the_clause(text, negated):
    tokens = annotated([text])
    assert found(tokens, ("c", "dispute", "", 2.0, "drop")) == ([] if negated else [("c", "dispute", 2)])
    assert found(tokens, ("c", "dispute", "", 2.0, "flip")) == [("c", "dispute", -2 if negated else 2)]
    assert found(tokens, ("c", "dispute", "", 2.0, "keep")) == [("c", "dispute", 2)]


def test_negation_does_not_reach_from_the_sentence_before():
    assert found(annotated(["say no", "dispute it"]), ("c", "dispute", "", 1.0, "drop")) == [
        ("c", "dispute", 1)
    ]


def test_a_term_that_holds_its_own_negation_is_not_negated_by_it():
    assert found(annotated(["no deal"]), ("c", "no deal", "", 1.0, "drop")) == [("c", "no deal", 1)]


def test_offsets_lead_to_the_words_across_a_cut():
    raw = "The trade [cut] war"
    tokens = annotated(["The trade war"]).assign(start=[0, 4, 16], end=[3, 9, 19])
    hit = phrases.find_lexicon_hits(tokens, terms(("c", "trade war")), "frames").iloc[0]
    assert (raw[hit["start"] : hit["end"]], hit["text"]) == ("trade [cut] war", "trade war")


def test_nothing_in_nothing_out():
    empty = annotated(["x"]).iloc[:0]
    for tokens, rows in ((empty, [("c", "x")]), (annotated(["x"]), []), (annotated(["- -"]), [("c", "x y")])):
        hits = check(phrases.find_lexicon_hits(tokens, terms(*rows), "frames"), HITS)
        assert hits.empty
        assert hits["weight"].dtype == float


def obvious(sentences, rows):
    """Find terms of plain words the slow way: (item, sentence, place, term) of what counts."""
    kept = set()
    for item in {row[0] for row in rows}:
        for number, sentence in enumerate(sentences):
            words, free = sentence.split(), set(range(len(sentence.split())))
            size = {row[1]: len(row[1].split()) for row in rows if row[0] == item}
            places = [(-size[t], k, t) for t in size for k in range(len(words) - size[t] + 1)]
            for _, k, term in sorted(places):
                span = range(k, k + size[term])
                if words[k : k + size[term]] == term.split() and free.issuperset(span):
                    free -= set(span)
                    kept.add((item, number, k, term))
    return kept


words = st.lists(st.sampled_from("abc"), min_size=1, max_size=8).map(" ".join)


@given(
    st.lists(words, min_size=1, max_size=4),
    st.sets(st.tuples(st.sampled_from("ij"), words.filter(lambda w: len(w) < 6)), min_size=1, max_size=8),
)
@settings(deadline=None, max_examples=60)
def test_agrees_with_the_obvious_way(sentences, rows):
    hits = phrases.find_lexicon_hits(annotated(sentences), terms(*sorted(rows)), "frames")
    columns = ["item", "sentence_id", "token_id", "term"]
    assert set(hits[columns].itertuples(index=False, name=None)) == obvious(sentences, rows)


@given(st.lists(st.lists(words, min_size=1, max_size=3), min_size=2, max_size=4))
@settings(deadline=None, max_examples=20)
def test_articles_apart_give_what_they_give_together(articles):
    rows = terms(("i", "a"), ("i", "b a", "", 1.0, "drop"), ("j", "a b c"))
    tokens = annotated(*articles)
    whole = phrases.find_lexicon_hits(tokens, rows, "frames")
    parts = [
        phrases.find_lexicon_hits(part, rows, "frames")
        for _, part in tokens.groupby("article_id", sort=False)
    ]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)
    assert np.isfinite(whole["weight"]).all()
