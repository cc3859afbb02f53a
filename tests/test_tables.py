"""Tables for reading say what the frames say, no more and no less."""

import numpy as np
import pandas as pd
import pytest

from analysis.present import tables, wording

ESTIMATES = pd.DataFrame(
    {
        "score": ["tone", "tone", "grade", "grade"],
        "item": "",
        "side": ["A", "B"] * 2,
        "estimate": [-0.001, 0.25, 12.34, np.nan],
        "low": [-0.5, np.nan, 10.0, np.nan],
        "high": [0.5, np.nan, 14.0, np.nan],
        "unit": "sentence",
        "n": [1, 1200] * 2,
    }
)


def test_estimates_stand_side_by_side_under_side_and_n():
    table = tables.tabulate_estimates(ESTIMATES, {"tone": "Mean tone"})
    assert list(table.columns) == ["A (n = 1 sentence)", "B (n = 1,200 sentences)"]
    assert list(table.index) == ["Mean tone", "grade"]
    assert table.iloc[0].tolist() == ["0.00 [−0.50,\u00a00.50]", "0.25"]
    assert table.iloc[1].tolist() == ["12.3 [10.0,\u00a014.0]", "–"]


def test_differences_keep_their_verdict_and_nothing_is_left_of_none():
    gaps = pd.DataFrame(
        {
            "score": ["tone"], "item": "", "side_a": "A", "side_b": "B", "difference": [-0.2],
            "estimate_a": [0.1], "estimate_b": [0.3], "low": [-0.4],
            "high": [0.0], "p_adjusted": [0.04], "verdict": "fragile", "reason": "changes sign",
        }
    )  # fmt: skip
    table = tables.tabulate_differences(gaps, {"tone": "Mean tone"})
    assert table.loc["Mean tone", "difference"] == "−0.20 [−0.40,\u00a00.00]"
    assert table.loc["Mean tone", "sides"] == "A − B"
    assert table.loc["Mean tone", "verdict"] == "fragile"
    assert tables.tabulate_differences(gaps.iloc[:0], {}).empty


def test_differences_of_items_of_one_score_are_headed_by_the_item():
    columns = ["score", "item", "side_a", "side_b", "difference", "low", "high", "p_adjusted"]
    columns += ["verdict", "reason", "estimate_a", "estimate_b"]
    rows = [("rate", item, "A", "B", 0.1, 0.0, 0.2, 0.04, "clear", "", 0.3, 0.2) for item in ("war", "money")]
    gaps = pd.DataFrame(rows, columns=columns)
    table = tables.tabulate_differences(gaps, {})
    assert list(table.index) == ["war", "money"]
    assert "score" not in table
    two = pd.concat([gaps, gaps.assign(score="share")])
    assert list(tables.tabulate_differences(two, {}).index) == ["rate", "rate", "share", "share"]


def test_items_of_several_scores_do_not_fit_one_table():
    with pytest.raises(ValueError, match="one score"):
        tables.tabulate_estimates(ESTIMATES.assign(item="x"), {})


def sentences(*texts):
    return pd.DataFrame(
        {
            "article_id": ["a"] * len(texts),
            "sentence_id": range(len(texts)),
            "text": texts,
            "start": range(len(texts)),
            "quoted": [0.0, 0.9, 0.5][: len(texts)],
        }
    )


def test_extremes_are_the_highest_and_ties_go_to_the_earlier():
    frame = sentences("one", "two", "three")
    values = pd.Series([1.0, 2.0, 2.0], pd.MultiIndex.from_frame(frame[["article_id", "sentence_id"]]))
    table = tables.tabulate_extremes(frame, values, pd.Series({"a": "A"}), most=2)
    assert list(table["sentence"]) == ["two", "three"]
    values.iloc[1] = np.nan
    assert list(tables.tabulate_extremes(frame, values, pd.Series({"a": "A"}), most=2)["sentence"]) == [
        "three",
        "one",
    ]


def test_a_sentence_is_quoted_when_more_than_half_of_it_is():
    frame = sentences("one", "two", "three")
    counts = pd.DataFrame({"n": 1}, index=pd.MultiIndex.from_frame(frame[["article_id", "sentence_id"]]))
    items = tables.split_voices(counts, frame).index.get_level_values("item")
    assert list(items) == ["the author's own", "quoted", "the author's own"]


def test_shares_of_an_article_add_up_to_its_raw_text_less_white_space():
    articles = pd.DataFrame({"outlet": ["A"], "raw": ["Body. Ad."], "text": ["Body."]}, index=["a"])
    articles.index.name = "article_id"
    ledger = pd.DataFrame(
        [
            ["a", 5, 6, "whitespace", "w", " "],
            ["a", 6, 9, "ad", "r", "Ad."],
            ["a", 0, 4, "review", "q", "Body"],
        ],
        columns=["article_id", "start", "end", "kind", "rule", "text"],
    )
    shares = tables.share_kinds(articles, ledger)
    assert dict(zip(shares["kind"], shares["characters"], strict=True)) == {"kept": 5, "ad": 3}
    assert wording.say_kept(ledger, articles) == ["A: 67% of the page is the article; ads 33%."]
    linked = ledger.replace({"kind": {"ad": "related_link"}})
    assert list(tables.tabulate_removed(linked).index) == [("related link", "r"), ("review", "q")]
    assert list(tables.tabulate_ledger(linked)["kind"]) == ["related link", "review"]


def test_terms_are_counted_by_side_most_frequent_first():
    hits = pd.DataFrame(
        {"article_id": ["a", "a", "a", "b"], "item": "war", "text": ["Fight", "fight", "Battle", "battle"]}
    ).assign(weight=1.0, sentence_id=[2, 4, 6, 8])
    table = tables.tabulate_terms(hits, pd.Series({"a": "A", "b": "B"}))
    assert table.loc[("war", "A"), "words"] == "fight (2), battle"
    assert table["hits"].tolist() == [3, 1]
    assert "weighted" not in table
    assert table["sentence_id"].tolist() == [2, 8]
    weighted = tables.tabulate_terms(
        hits.assign(weight=[3.0, 2.0, 1.0, 1.0]), pd.Series({"a": "A", "b": "B"})
    )
    assert weighted["weighted"].tolist() == [6, 1]
    assert tables.tabulate_terms(hits, pd.Series({"a": "A"}), most=1).loc[("war", "A"), "words"] == (
        "fight (2) and 1 more"
    )


def test_a_typical_gap_lies_between_the_extremes():
    assert tables.find_typical_gap(pd.Series([0.0, 0.1, 0.5])) == 0.4
    assert tables.find_typical_gap(pd.Series([0.2, np.nan])) == 0


def test_no_word_is_distinctive_of_a_side_that_uses_it_less():
    row = {"side": "A", "rank": [1, 2], "term": ["war", "peace"], "z": [0.6, -0.1], "p_adjusted": np.nan}
    row |= dict.fromkeys(["count_a", "count_b", "rate_a", "rate_b", "log_odds"], 1.0)
    hits = pd.DataFrame({"article_id": "a", "sentence_id": [3, 5], "item": "war"})
    (told,) = tables.tabulate_distinctive(pd.DataFrame(row), 8, hits, pd.Series({"a": "A"})).to_dict(
        "records"
    )
    assert (told["term"], told["article_id"], told["sentence_id"]) == ("war", "a", 3)


def test_what_a_score_moves_by_is_page_less_article():
    cleaned, crawled = pd.DataFrame({"tone": [0.1]}, ["A"]), pd.DataFrame({"tone": [0.4]}, ["A"])
    assert tables.tabulate_shift(cleaned, crawled)["shift"].round(6).tolist() == [0.3]


def test_articles_are_paired_across_sides_within_their_event():
    names = list("abcdef")
    articles = pd.DataFrame({"event": ["x", "x", "y", "x", "y", "y"]}, index=names)
    sides = pd.Series(["A", "B", "A", "A", "B", "B"], index=names)
    table = tables.pair_articles(articles, sides, ["Kim", "Trump"])
    pairs = [("a", "b"), ("b", "d"), ("c", "e"), ("c", "f")]
    expected = [(actor, *pair) for actor in ("Kim", "Trump") for pair in pairs]
    assert list(table.itertuples(index=False, name=None)) == expected
    assert len(tables.pair_articles(articles, sides, ["Kim"], most=2)) == 2
    left = tables.pair_articles(articles, sides.replace({"A": None}), ["Kim"])
    assert left.empty  # an article without a side is paired with none
    many = pd.DataFrame({"event": ""}, index=range(20_000))  # 400 million pairs would not fit
    assert len(tables.pair_articles(many, pd.Series(["A", "B"] * 10_000), ["Kim"])) == 300


def test_actors_that_several_articles_name_are_shown_first():
    cast = pd.DataFrame({"actor": ["Kim", "Bolton"], "articles": [2, 1]})
    index = pd.MultiIndex.from_tuples(
        [("a", 0, "Bolton"), ("a", 1, "Kim")], names=["article_id", "s", "item"]
    )
    counts = pd.DataFrame({"mentions": [9, 2]}, index=index)
    assert tables.choose_actors(cast, counts, 5) == ["Kim"]
    assert tables.choose_actors(cast.assign(articles=1), counts, 1) == ["Bolton"]


def test_a_place_that_hardly_acts_is_a_venue_and_is_not_judged():
    cast = pd.DataFrame({"actor": ["Hanoi", "Seoul", "Kim"], "kind": ["place", "place", "person"]})
    index = pd.MultiIndex.from_tuples(
        [("a", 0, "Hanoi"), ("a", 0, "Seoul"), ("a", 1, "Kim")], names=["article_id", "sentence_id", "item"]
    )
    counts = pd.DataFrame({"agent": [1.0, 2.0, 0.0]}, index=index)
    assert tables.leave_out_venues(["Hanoi", "Seoul", "Kim"], cast, counts) == ["Seoul", "Kim"]


def test_remarks_say_what_to_know_of_an_article():
    articles = pd.DataFrame({"cut": ["", "yes", "", ""]}, index=["a", "b", "c", "d"])
    emptied = pd.DataFrame({"share": [0.81], "kept": [9], "rule": ["bio"]}, index=["a"])
    copies = pd.DataFrame(
        [("a", "b", 0.2), ("a", "c", 0.6), ("c", "a", 0.5)], columns=["article_id", "other", "share"]
    )
    kinds = pd.Series(["", "live page", "", ""], index=articles.index)
    remarks = tables.tabulate_remarks(articles, emptied, copies, kinds)
    assert list(remarks["remark"].items()) == [
        ("a", "81% of the page was removed, most by the rule bio"),
        ("a", "60% of its runs of eight words stand in c, too (and 1 more)"),
        ("b", "its source cut it short"),
        ("b", "live page, not running prose"),
        ("c", "50% of its runs of eight words stand in a, too"),
    ]
    none = tables.tabulate_remarks(
        articles.assign(cut=""), emptied[:0], copies[:0], kinds.where(kinds == "", "")
    )
    assert list(none.columns) == ["remark"]
    assert none.empty


def test_scores_are_dated_where_dates_are_more_than_a_week_apart():
    names = list("abcd")
    articles = pd.DataFrame(
        {"published": ["2019-02-20", "", "2019-03-01T10:00:00Z", "2019-02-21"]}, index=names
    )
    articles.loc["e"] = ["2019-02-22"]
    sides = pd.Series(["Vox", "Vox", "CBN", "Vox", "CBN"], index=articles.index)
    scores = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0], index=articles.index)
    dated = tables.date_scores(articles, scores, sides)
    assert list(dated.index) == ["a", "d", "e", "c"]
    assert dated["value"].tolist() == [1.0, 4.0, 5.0, 3.0]
    assert not len(tables.date_scores(articles, scores, sides, days=30))
    assert not len(tables.date_scores(articles.drop("c"), scores, sides, days=0))


def test_pairs_are_counted_by_verdict_and_the_largest_p_is_told():
    rows = [
        ("Kim", "x", "z", "leans harsher", "x", 2.0, 0.1, "why"),
        ("Kim", "y", "z", "leans harsher", "y", 3.0, 0.3, "so"),
        ("Moon", "x", "z", "abstains", "", 0.5, 0.9, "thus"),
    ]
    columns = ["item", "article_a", "article_b", "verdict", "harsher", "score", "p_value", "reason"]
    verdicts = pd.DataFrame(rows, columns=columns)
    table = tables.tabulate_harsher(verdicts, pd.Series({"x": "A", "y": "A", "z": "B"}))
    assert table.loc["Kim", ["harsher", "pairs", "p_chance", "reason"]].tolist() == ["A", 2, 0.3, ""]
    assert table.loc["Moon", ["harsher", "pairs", "p_chance", "reason"]].tolist() == ["–", 1, 0.9, "thus"]


def test_sentences_that_tell_how_an_actor_is_shown_are_what_is_counted():
    counts = pd.DataFrame(
        [
            ("x", -1, "Kim", 3, 0, 3, 0, 0, -2.4),
            ("x", 0, "Kim", 1, 0, 1, 1, 0, -0.9),
            ("x", 1, "Kim", 1, 1, 0, 0, 1, 0.7),
            ("x", 2, "Kim", 1, 0, 0, 0, 0, -0.3),  # shows him neither badly nor well
            ("x", 2, "Moon", 1, 0, 1, 0, 0, -0.6),
            ("z", 0, "Kim", 1, 0, 1, 0, 0, -0.6),
            ("z", 1, "Hanoi", 1, 0, 1, 0, 0, -0.6),  # is not judged
            ("u", 0, "Kim", 1, 0, 1, 0, 0, -0.6),  # is not compared
        ],
        columns=[
            *("article_id", "sentence_id", "item"),
            *("named", "well", "badly", "reported", "reported_well", "tone"),
        ],
    ).set_index(["article_id", "sentence_id", "item"])
    articles = pd.DataFrame(
        {"title": ["Kim lies", "", "U"]}, index=pd.Index(["x", "z", "u"], name="article_id")
    )
    texts = [(name, number, f"{name}{number}\n said.") for name in "xzu" for number in range(3)]
    sentences = pd.DataFrame(texts, columns=["article_id", "sentence_id", "text"])
    pairs = pd.DataFrame({"item": ["Moon", "Kim"], "article_a": "x", "article_b": "z"})
    sides = pd.Series({"z": "B", "x": "A", "u": "A"})
    table = tables.list_telling_sentences(counts, articles, sentences, sides, pairs)
    assert table.drop(columns=["article_id", "sentence_id"]).to_numpy().tolist() == [
        ["Moon", "A", "badly", -0.6, "x2 said.", False, 1],
        ["Kim", "B", "badly", -0.6, "z0 said.", False, 1],
        ["Kim", "A", "badly", -0.9, "x0 said.", True, 1],
        ["Kim", "A", "badly", pytest.approx(-0.8), "Kim lies", False, 3],
        ["Kim", "A", "well", 0.7, "x1 said.", True, 1],
    ]
    assert table["sentence_id"].tolist() == [2, 0, 0, -1, 1]
    none = tables.list_telling_sentences(counts.iloc[:0], articles, sentences, sides, pairs)
    assert none.empty and list(none.columns) == list(table.columns)


def test_a_statement_is_one_row_with_what_is_left_out_between_its_stretches():
    raw = "The deal, he said, is dead. We tried. It rained, they said."
    spans = [("The deal", 0, 0), ("is dead", 0, 1), ("We tried", 0, 2), ("It rained", 1, 0)]
    attributions = pd.DataFrame(
        {
            "article_id": "a",
            "attribution_id": [statement for _, statement, _ in spans],
            "part": [part for _, _, part in spans],
            "content_start": [raw.index(words) for words, _, _ in spans],
            "content_end": [raw.index(words) + len(words) for words, _, _ in spans],
            "cue_start": [13, 13, 13, 54],
            "cue_end": [17, 17, 17, 58],
            **dict.fromkeys(["source", "actor", "form", "doubt"], ""),
            "sentence_id": 0,
            "kind": "officials",
            "words": 2,
        }
    )
    articles = pd.DataFrame({"raw": [raw]}, index=["a"])
    table = tables.tabulate_statements(attributions, articles, pd.Series({"a": "Herald"}))
    assert table["content"].tolist() == ["The deal \u2026 is dead. We tried", "It rained"]
    assert table["words"].tolist() == [6, 2]
    assert table["cue"].tolist() == ["said", "said"]


def test_who_is_neither_named_nor_of_a_kind_is_not_told_to_say_something():
    raw = "They want rain. He wants sun."
    attributions = pd.DataFrame(
        {
            "attribution_id": [0, 1],
            "content_start": [raw.index("rain"), raw.index("sun")],
            "content_end": [raw.index("rain") + 4, raw.index("sun") + 3],
            "source": ["They", "He"],
            "actor": ["", "Ann Lee"],
            "doubt": ["source unknown", ""],
        }
    ).assign(article_id="a", part=0, cue_start=-1, cue_end=-1, form="indirect", sentence_id=0, words=1)
    articles = pd.DataFrame({"raw": [raw]}, index=["a"])
    table = tables.tabulate_statements(
        attributions.assign(kind="other"), articles, pd.Series({"a": "Herald"})
    )
    assert table[["source", "content"]].to_numpy().tolist() == [["He", "sun"]]
    reasons = {"source unknown": "nobody is named", "subject lost": "no subject"}
    unlisted = tables.tabulate_unlisted(attributions, reasons)
    assert unlisted["statements"].to_dict() == {"source unknown": 1}
    assert unlisted["meaning"].tolist() == ["nobody is named"]


def test_words_of_sources_are_summed_by_side_and_kind():
    rows = [("a", 0, "officials", 3), ("a", 1, "unnamed", 9), ("b", 0, "experts", 4), ("x", 0, "experts", 1)]
    counts = pd.DataFrame(rows, columns=["article_id", "sentence_id", "item", "sourced"])
    words = tables.sum_sources(
        counts.set_index(["article_id", "sentence_id", "item"]),
        pd.Series({"b": "B", "a": "A", "c": "C"}),
    )
    assert words.to_dict("index") == {
        "B": {"experts": 4, "officials": 0},
        "A": {"experts": 0, "officials": 3},
        "C": {"experts": 0, "officials": 0},
    }
