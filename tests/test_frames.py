"""What is said of frames: hits lead to words, coverage adds up, and people's labels agree."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score

from analysis import lexicon
from analysis.measures import frames
from analysis.schema import HITS, LEDGER, check

GENERIC = ["conflict", "economic consequences", "human interest", "morality", "responsibility"]
# One made-up passage per frame, in the spirit of the coders' questions and of no particular topic.
PASSAGES = {
    "conflict": "Both sides clashed again on Friday. The union accused the board of lying, the board "
    "denounced the strike, and critics of the merger vowed to fight it in court.",
    "human interest": "Maria, a 34-year-old mother of two, wept as she held her daughter. Her husband "
    "died in the fire, and neighbours grieved with the family.",
    "morality": "It is a sin to look away, the bishop preached. Decency is a moral duty, and faith "
    "without justice is hypocrisy; we should not be ashamed to say what is right and what is evil.",
    "economic consequences": "The plan will cost $3 billion. Investors fear falling profits, higher "
    "prices and layoffs, while economists expect the tax cut to lift revenue.",
    "responsibility": "Officials must act urgently, the report says: the ministry is responsible for "
    "the failure, and lawmakers proposed reforms to solve the problem and prevent another.",
}


@pytest.fixture(scope="module")
def annotated():
    from analysis import annotate

    def run(texts: dict[str, str]) -> pd.DataFrame:
        articles = pd.DataFrame({"raw": texts, "text": texts}).rename_axis("article_id")
        ledger = pd.DataFrame(columns=["article_id", *LEDGER.key[1:], *LEDGER.columns])
        return annotate.parse_tokens(annotate.split_sentences(articles, ledger), ledger)

    return run


def exposure_of(tokens):
    words = tokens[tokens["text"].str.contains(r"\w")].groupby(["article_id", "sentence_id"]).size()
    return words.to_frame("words").assign(sentences=1)


def rates(tokens, name="generic_frames"):
    """Hits per 100 words, one row per article and one column per frame."""
    sums = (
        frames.count_frames(frames.find_frame_hits(tokens, lexicon.read_lexicon(name)))
        .groupby(["article_id", "item"])
        .sum()
    )
    wide = sums["hits"].unstack(fill_value=0.0)
    words = exposure_of(tokens)["words"].groupby("article_id").sum()
    return wide.reindex(words.index, fill_value=0.0).mul(100 / words, axis=0)


@pytest.fixture(scope="module")
def passages(annotated):
    return annotated(PASSAGES)


def test_each_frame_is_strongest_in_a_passage_that_answers_its_questions(passages):
    table = rates(passages)
    assert sorted(table.columns) == GENERIC
    assert table.idxmax(axis="columns").to_dict() == {name: name for name in PASSAGES}
    assert table.idxmax().to_dict() == {name: name for name in PASSAGES}


@pytest.mark.parametrize("name", ["generic_frames", "policy_frames"])
def test_hits_lead_to_the_words_in_the_text(passages, name):
    hits = check(frames.find_frame_hits(passages, lexicon.read_lexicon(name)), HITS)
    assert len(hits) > 20
    for hit in hits.itertuples():
        assert PASSAGES[hit.article_id][hit.start : hit.end] == hit.text


@pytest.mark.parametrize("text", ["The wall takes $5 billion.", "It takes 5 trillion dollars of them."])
@pytest.mark.parametrize("name", ["generic_frames", "policy_frames"])
def test_an_amount_of_money_counts_once(annotated, name, text):
    hits = frames.find_frame_hits(annotated({"a": text}), lexicon.read_lexicon(name))
    assert hits["item"].str.contains("economic").sum() == 1


def test_items_of_the_two_lexicons_do_not_share_names():
    generic, policy = (
        set(lexicon.read_lexicon(name)["item"]) for name in ("generic_frames", "policy_frames")
    )
    assert (sorted(generic), len(policy)) == (GENERIC, 14)
    assert not generic & policy


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("The vice president is right now in the Justice Department, of course.", "morality"),
        ("The international community and the White House spoke of human rights.", "human interest"),
        ("The hospital will fight cancer; he had a heart attack in a refugee camp.", "conflict"),
        ("There was no dispute, and they never clashed or accused him.", "conflict"),
        ("Republican lawmakers, Democrats and a military ally spoke at the hearing.", "conflict"),
        (
            "He was held in contempt of Congress; the motion to dismiss is not life-threatening.",
            "conflict",
        ),
        (
            "He employed vivid imagery of nuclear assets and remains invested in its resources.",
            "economic consequences",
        ),
        (
            "The Affordable Care Act cost him support; the Commerce Department charged a firm at any cost.",
            "economic consequences",
        ),
        (
            "The young leader himself flew home; the people found it in the heart of the community.",
            "human interest",
        ),
        (
            "The party suffered a setback, the bill is dead on arrival, and the death penalty stays.",
            "human interest",
        ),
        ("The president is right to say so, and the deal must be signed as soon as it should.", "morality"),
        ("The Communications Decency Act was debated in the ethics committee.", "morality"),
        (
            "The government plans talks with the minister on a bill, an effort that needs a step.",
            "responsibility",
        ),
        (
            "Fox and Friends praised the Kaiser Family Foundation; ill will lasts the next couple days.",
            "human interest",
        ),
        (
            "The bill looked dead in the water: a job-killing, brutal process in a desperate quest.",
            "human interest",
        ),
        (
            "He smiled proudly at a poignant reminder, a happy miracle of emotional rhetoric.",
            "human interest",
        ),
        (
            "Nazi sympathies took a toll on the economy and inflict pain on borrowers, a scary prospect.",
            "human interest",
        ),
        (
            "He brought it with the president's full blessing; in all fairness, to be honest, it's a shame.",
            "morality",
        ),
        (
            "Their work ethic is a moral hazard: forgive loans, raise holy hell, extol virtues of a deal.",
            "morality",
        ),
        (
            "The injunction prevents the administration from selling it, through no fault of their own.",
            "responsibility",
        ),
        (
            "Oversight is our constitutional responsibility; tax reform and the failure to call him show it.",
            "responsibility",
        ),
        (
            "The injury was caused by an arrest; funding lapsed, and a measure to repeal it came.",
            "responsibility",
        ),
        (
            "He is responsible for maintaining a server, passed a law, took action against a reporter, "
            "backed legislation to name a hall and set out a proposal to raise a tariff.",
            "responsibility",
        ),
    ],
)
def test_idioms_and_denials_do_not_count(annotated, text, frame):
    hits = frames.find_frame_hits(annotated({"a": text}), lexicon.read_lexicon("generic_frames"))
    assert hits.loc[hits["item"] == frame, "text"].tolist() == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Kim Jong Un met the leader of the country.", "policy: external regulation and reputation"),
        ("The Senate minority leader asserted privilege.", "policy: fairness and equality"),
        ("Crossfire Hurricane goes on, do or die.", "policy: health and safety"),
        (
            "In any case the father-in-law decided so.",
            "policy: legality, constitutionality and jurisprudence",
        ),
        ("About 100 percent agree, she wrote on Twitter.", "policy: public opinion"),
        ("His strategic conviction is that nuclear weapons matter.", "policy: crime and punishment"),
    ],
)
def test_a_word_of_another_sense_is_no_policy_frame(annotated, text, item):
    hits = frames.find_frame_hits(annotated({"a": text}), lexicon.read_lexicon("policy_frames"))
    assert hits.loc[hits["item"] == item, "text"].tolist() == []


def exposed(*words, article="a"):
    index = pd.MultiIndex.from_product([[article], range(len(words))], names=["article_id", "sentence_id"])
    return pd.DataFrame({"words": words, "sentences": 1}, index=index)


def test_coverage_counts_a_word_under_two_frames_once():
    hits = pd.DataFrame(
        [
            ("a", 0, 0, "c", "trade war", "trade war"),
            ("a", 0, 0, "e", "trade", "trade"),
            ("a", 2, 4, "e", "costs", "cost"),
            ("a", 2, 9, "e", "cost", "cost"),
        ],
        columns=["article_id", "sentence_id", "token_id", "item", "text", "term"],
    )
    table = frames.measure_frame_coverage(hits, exposed(10, 5, 5))
    assert table.index.tolist() == ["c", "e", "any item"]
    assert table["hits"].tolist() == [1, 3, 4]
    assert table["terms"].tolist() == [1, 2, 3]
    np.testing.assert_allclose(table["share_of_sentences"], [1 / 3, 2 / 3, 2 / 3])
    np.testing.assert_allclose(table["share_of_words"], [2 / 20, 3 / 20, 4 / 20])


def test_coverage_of_nothing():
    none = frames.find_frame_hits(
        pd.DataFrame(
            columns=["article_id", "sentence_id", "token_id", "start", "end", "text", "lemma", "pos"]
        ).astype("str"),
        lexicon.read_lexicon("generic_frames"),
    )
    table = frames.measure_frame_coverage(none, exposed(5))
    assert table.loc["any item"].tolist() == [0, 0, 0, 0]
    assert np.isnan(frames.measure_frame_coverage(none, exposed()).loc["any item", "share_of_words"])


@pytest.mark.nightly
def test_agrees_with_people_who_coded_the_frames(shared, annotated):
    coded = pd.read_csv(
        shared / "labelled/narrative_frames_dev.csv", keep_default_na=False, dtype={"ID": str}
    )
    coded = coded.set_index("ID")
    table = rates(annotated(coded["text"].to_dict())).reindex(coded.index)
    codes = {"CO": "conflict", "HI": "human interest", "MO": "morality", "EC": "economic consequences"}
    area = {frame: roc_auc_score(coded[code], table[frame]) for code, frame in codes.items()}
    print("area under the curve (share of pairs told apart):", {k: round(v, 3) for k, v in area.items()})
    assert np.mean(list(area.values())) >= 0.75
    assert min(area.values()) >= 0.7


def test_how_often_hits_are_in_the_frames_sense_comes_from_what_is_shipped():
    checks = frames.read_frame_checks()
    assert sorted(checks.index) == GENERIC
    for row in checks.to_dict("records"):
        ends = stats.binomtest(row["right"], row["hits"]).proportion_ci(method="wilson")
        assert [row["value"], row["low"], row["high"]] == pytest.approx(
            [row["right"] / row["hits"], *ends], abs=5e-4
        )
    assert frames.read_frame_checks("my_list.csv").empty
