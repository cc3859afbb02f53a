import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import actors, annotate, reader_model
from analysis.actors import actor_profile, actor_tone, attribution, grammar
from analysis.schema import InputError

LEDGER = pd.DataFrame(columns=["article_id", "start", "end", "kind", "rule", "text"])


def measured(*texts: str, wanted=("Donald Trump", "Nancy Pelosi")):
    articles = pd.DataFrame({"raw": list(texts)}, index=pd.Index([f"a{i}" for i in range(len(texts))]))
    sentences = annotate.split_sentences(articles.rename_axis("article_id"), LEDGER)
    tokens = annotate.parse_tokens(sentences, LEDGER)
    table = actors.find_actors(tokens, aliases={name: name for name in wanted}, min_articles=0)
    return sentences, tokens, actors.find_mentions(tokens, table[table["actor"].isin(wanted)])


# Text, what Trump does, what he undergoes, what describes him.
CLAUSES = [
    ("Donald Trump attacked Nancy Pelosi.", {"attack"}, set(), set()),
    ("Donald Trump was attacked by Nancy Pelosi.", set(), {"attack"}, set()),
    ("Nancy Pelosi attacked Donald Trump.", set(), {"attack"}, set()),
    ("The bill was vetoed by Donald Trump.", {"veto"}, set(), set()),
    ("Donald Trump met and praised the senators.", {"meet", "praise"}, set(), set()),
    ("Donald Trump wants to build a wall.", {"want"}, set(), set()),
    ("Donald Trump wants to be praised.", {"want"}, set(), set()),
    ("Nancy Pelosi and Donald Trump met the senators.", {"meet"}, set(), set()),
    ("The town was hit by Donald Trump and suffered.", {"hit"}, set(), set()),
    ("Donald Trump is weak.", set(), set(), {"weak"}),
    ("Donald Trump is a brave man.", set(), set(), {"man", "brave"}),
    ("The voters saw Donald Trump's wall.", set(), set(), set()),
    ("Donald Trump may meet the senators.", set(), set(), set()),
    ("If Donald Trump wins, prices will fall.", set(), set(), set()),
    ("Did Donald Trump really meet the senators?", set(), set(), set()),
    ("Nancy Pelosi plans to meet Donald Trump.", set(), set(), set()),
    ("Donald Trump left the room, but to what end?", {"leave"}, set(), set()),
    ("The officials hope Donald Trump will win.", set(), set(), set()),
    ("Donald Trump nominated Nancy Pelosi to be a federal judge.", {"nominate"}, set(), set()),
    ("Nancy Pelosi forced Donald Trump to resign.", {"resign"}, {"force"}, set()),
    ('"Do you know what a motion is?" queried President Donald Trump, smiling.', {"query"}, set(), set()),
    ("Nancy Pelosi said Donald Trump would wait and warned the senators.", set(), set(), set()),
    ("Donald Trump is not the first weak president.", set(), set(), set()),
    ("Donald Trump, no friend of the senators, spoke.", {"speak"}, set(), set()),
    ("Donald Trump is anti-union.", set(), set(), set()),
    ("Donald Trump has a plan.", set(), set(), set()),
    ("Donald Trump hardly needs to lift a finger.", set(), set(), set()),
    ("If Donald Trump does what they want and allows the ban, prices will fall.", set(), set(), set()),
    ("They read acts by Donald Trump that were capable of harm.", set(), set(), set()),
    ("But Donald Trump, earlier this month, wrote that he left.", {"write", "leave"}, set(), set()),
    ("Voters rave about Donald Trump \u2014 his manner, his respect for the party.", set(), set(), set()),
    ("Donald Trump was set to travel.", set(), set(), set()),
    ("Donald Trump left. He\u2019s also signaled to voters that costs are high.", {"leave"}, set(), set()),
    ("Nancy Pelosi was unsuccessful in moving Donald Trump.", set(), set(), set()),
    ("Update: James Smith Demands Donald Trump To Leave The Room.", set(), set(), set()),
    ("Nancy Pelosi looked like she was fighting Donald Trump.", set(), set(), set()),
    ("Donald Trump may act soon, to help calm the voters.", set(), set(), set()),
    ("Mary Smith, a Donald Trump of the North, spoke.", set(), set(), set()),
    ("Donald Trump fired back and shut down the plant.", {"fire back", "shut down"}, set(), set()),
    ("Nancy Pelosi sat beside Donald Trump, silent and pale.", set(), set(), set()),
    (
        '"Let us in," said Donald Trump of Georgia, the chess champion who led the walk-in, which began '
        "at noon and grew as the sun rose.",
        {"say"},
        set(),
        {"champion"},
    ),
    (
        '"For Ann to spend her years with her son. For Donald Trump to return to his family and to set an '
        "example that we are a nation.",
        set(),
        set(),
        set(),
    ),
    ("Nancy Pelosi knew that Donald Trump was about to leave.", set(), set(), set()),
    (
        "The court did not rule on the merits of that claim but said that because the office was seeking the "
        "records from Donald Trump's firm, and not the president, the question of immunity was not a factor. "
        "President Trump left.",
        {"leave"},
        set(),
        set(),
    ),
    ("Donald Trump left after the office warned he\u2019d be denied entry.", {"leave"}, set(), set()),
    ("Donald Trump is the first rich president.", set(), set(), {"rich", "president"}),
    (
        'NEW: "I was never a fan of Ann Smith, and I never will be," Pres. Donald Trump says in the Oval '
        'Office, calling the vote "disgraceful."',
        {"say"},
        set(),
        set(),
    ),
    ("Donald Trump\u2019s son-in-law has seen a number of people leave.", set(), set(), set()),
    ("Donald Trump appeared to soften and became angry.", set(), set(), {"angry"}),
    ("Donald Trump is likely to win.", set(), set(), set()),
    ("Donald Trump is going to leave.", set(), set(), set()),
    ("Donald Trump came to speak and was expected to face questions.", {"come"}, set(), set()),
    ("Donald Trump may have sprung it \u2014 positioning himself on one side.", set(), set(), set()),
    ("Congress writes laws, not Donald Trump, and ending it fulfills a promise.", set(), set(), set()),
    (
        "Nancy Pelosi, 62, is backed by the fund, but Donald Trump says he hopes to be elected on his plan.",
        {"say", "hope"},
        set(),
        set(),
    ),
    ("Donald Trump is the first openly transgender candidate.", set(), set(), {"transgender", "candidate"}),
    (
        "The committee has tried everything since May to make Donald Trump understand that it is so.",
        set(),
        set(),
        set(),
    ),
    ("He campaigned on repealing it and replacing Donald Trump.", set(), set(), set()),
    ("It was a debunked theory that Donald Trump meddled in the vote.", set(), set(), set()),
    ("Donald Trump signaled back in October that they would withdraw.", {"signal"}, set(), set()),
    ("Donald Trump is the oldest senator.", set(), set(), {"oldest", "senator"}),
    ("Donald Trump texted the governor.", {"text"}, set(), set()),
    ("Donald Trump talked about jobs and creating hope.", {"talk"}, set(), set()),
    ("If it passes, Donald Trump will be blocked from using the money.", set(), set(), set()),
    ("There is no evidence that Donald Trump met the senators.", set(), set(), set()),
    ("There is no doubt that Donald Trump met the senators.", {"meet"}, set(), set()),
    ("She disputed allegations that Donald Trump met the senators.", set(), set(), set()),
    ("They moved to sleepy Donald Trump.", set(), set(), {"sleepy"}),
    ("They are skeptical that the lawyers will sway Donald Trump.", set(), set(), set()),
    (
        "Donald Trump ordered the state to shut down and asked local firms to help.",
        {"order", "ask"},
        set(),
        set(),
    ),
]


@pytest.mark.parametrize(("text", "does", "undergoes", "described"), CLAUSES)
def test_relations_read_the_clause(text, does, undergoes, described):
    _, tokens, mentions = measured(text)
    tied = grammar.find_relations(tokens, mentions)
    tied = tied[tied["actor"] == "Donald Trump"]
    for relation, words in (("does", does), ("undergoes", undergoes), ("described", described)):
        assert set(tied.loc[tied["relation"] == relation, "lemma"]) == words


def test_an_adjective_before_a_name_may_be_of_the_noun_after_it():
    _, tokens, mentions = measured(
        "Biden revived his ailing White House bid with a win.", wanted=("White House",)
    )
    tied = grammar.find_relations(tokens, mentions)
    assert len(mentions) and tied.query("relation == 'described'").empty


def test_what_a_people_does_is_not_what_its_country_does():
    text = "Tired Americans left the rich Russians alone."
    _, tokens, mentions = measured(text, wanted=("United States", "Russia"))
    assert set(mentions["actor"]) == {"United States", "Russia"}
    assert grammar.find_relations(tokens, mentions).empty


def test_what_an_actor_has_is_the_thing_without_its_adjectives():
    _, tokens, mentions = measured("Donald Trump's bold new offer failed.")
    tied = grammar.find_relations(tokens, mentions)
    assert tied.loc[tied["relation"] == "has", "lemma"].tolist() == ["offer"]


@pytest.mark.parametrize(
    "text",
    [
        "She defeated three other Democrats on Tuesday.",
        "Those Democrats do not believe it.",
        "Democrats who sit on the committees attend.",
        "To my fellow Democrats it has been an honour.",
    ],
)
def test_what_members_do_is_not_the_partys(text):
    _, tokens, mentions = measured(text, wanted=("Democratic Party",))
    assert len(mentions) and grammar.find_relations(tokens, mentions).empty


@pytest.mark.parametrize(
    "text",
    [
        "A case charges Ann Smith and Aaron Mozes, the publisher of the Yedioth newspaper, with fraud.",
        "The paper flows to Ann Smith, the workings of the process, and who got in.",
        "The mayor was beaten by Ann Smith, a stunning loss after a long race.",
    ],
)
def test_what_stands_beside_a_name_need_not_describe_it(text):
    _, tokens, mentions = measured(text, wanted=("Ann Smith",))
    assert len(mentions) and grammar.find_relations(tokens, mentions).query("relation == 'described'").empty


def test_an_apposition_after_another_name_is_not_this_ones():
    text = "Speaking of the ties in Baltimore, Sherrilyn Ifill, president of the fund, praised the town."
    _, tokens, mentions = measured(text, wanted=("Baltimore",))
    assert grammar.find_relations(tokens, mentions).query("relation == 'described'").empty


@pytest.mark.parametrize(
    ("text", "word", "negated"),
    [
        ("Donald Trump did not meet the senators.", "meet", True),
        ("Donald Trump refused to answer.", "answer", True),
        ("Donald Trump refused to answer.", "refuse", False),
        ("Donald Trump was not happy.", "happy", True),
        ("Neither Donald Trump nor Nancy Pelosi answered.", "answer", True),
        ("Donald Trump did not meet or praise the senators.", "praise", True),
        ("Donald Trump had not seen the bill but praised the senators.", "praise", False),
    ],
)
def test_what_is_told_as_not_so_is_marked(text, word, negated):
    _, tokens, mentions = measured(text)
    tied = grammar.find_relations(tokens, mentions).query("actor == 'Donald Trump'")
    assert tied.loc[tied["lemma"] == word, "negated"].tolist() == [negated]


def test_agency_is_acting_over_acting_and_undergoing():
    sums = pd.DataFrame(
        {
            **{name: [4, 0] for name in actor_profile.COUNTS},
            "agent": [3, 0],
            "patient": [1, 0],
            "described_valence": [-6.0, 0.0],
            "words": [200, 200],
        }
    )
    scores = actor_profile.score_actor_profile(sums)
    assert scores["agency"][0] == 0.75 and np.isnan(scores["agency"][1])
    assert scores["salience"][0] == 2.0
    assert scores["described_tone"][0] == -1.5 and np.isnan(scores["described_tone"][1])
    assert set(scores) == set(actor_profile.LABELS)


def test_counts_add_up_whatever_the_partition():
    sentences, tokens, mentions = measured(*(text for text, *_ in CLAUSES))

    def count(article=None):
        here = [frame if article is None else frame[frame["article_id"] == article] for frame in frames]
        said = attribution.find_attributions(*here, pd.Series(dtype="str"))
        return actor_profile.count_actor_profile(*here, said)

    frames = (tokens, mentions, sentences)
    whole = count()
    parts = [count(article) for article in tokens["article_id"].unique()]
    pd.testing.assert_frame_equal(whole, pd.concat(parts).sort_index())


def test_only_the_describing_words_give_the_tone():
    sentences, tokens, mentions = measured("Donald Trump is weak. A terrible storm hit Donald Trump's town.")
    nothing = attribution.find_attributions(tokens, mentions, sentences, pd.Series(dtype="str"))
    valences = pd.Series({"weak": -1.9, "terrible": -2.1})
    counts = actor_profile.count_actor_profile(tokens, mentions, sentences, nothing, valences)
    assert counts["described_valence"].sum() == -1.9


# The first sentence shows Trump worse than the second; words are much the same.
TONES = [
    ("Nancy Pelosi accused Donald Trump of lying.", "Donald Trump thanked Nancy Pelosi."),
    ("Donald Trump is a disgraced liar.", "Donald Trump is a respected leader."),
    ("Critics condemned Donald Trump.", "Critics praised Donald Trump."),
]


@pytest.mark.parametrize(("worse", "better"), TONES)
def test_tone_orders_plain_cases(worse, better):
    _, tokens, mentions = measured(worse, better)
    toward = pd.Series(actor_tone.predict_tone(tokens, mentions)).groupby(
        [mentions["article_id"], mentions["actor"]]
    )
    toward = toward.mean()[:, "Donald Trump"]
    assert toward["a0"] < toward["a1"]


def test_tone_is_toward_somebody_not_of_the_sentence():
    _, tokens, mentions = measured("Nancy Pelosi accused Donald Trump of lying and fraud.")
    toward = pd.Series(actor_tone.predict_tone(tokens, mentions), index=mentions["actor"])
    assert toward["Donald Trump"] < toward["Nancy Pelosi"]


def test_a_mention_is_marked_where_it_stands_in_its_sentence():
    text = "It rained. Senators, (tired) all, don't trust Donald Trump's word."
    _, tokens, mentions = measured(text, "Nancy Pelosi met Donald Trump.")
    texts, spans = actor_tone.mark_mentions(tokens, mentions)
    marked = [sentence[start:end] for sentence, (start, end) in zip(texts, spans, strict=True)]
    assert marked == ["Donald Trump", "Nancy Pelosi", "Donald Trump"]
    assert texts[0] == "Senators, (tired) all, don't trust Donald Trump's word."


def test_without_the_model_the_tone_of_the_sentence_stands_in(monkeypatch):
    _, tokens, mentions = measured("Nancy Pelosi accused Donald Trump of lying and fraud.")
    plain = actor_tone.predict_tone(tokens, mentions, model=False)
    assert (plain < 0).all() and len(set(plain)) == 1
    monkeypatch.setattr(reader_model, "PACKAGES", ("no_such_runtime",))
    with pytest.warns(UserWarning, match="needs no_such_runtime.*The tone of the whole sentence stands in"):
        assert actor_tone.predict_tone(tokens, mentions).tolist() == plain.tolist()


def test_a_headline_weighs_three_sentences():
    sentences, tokens, mentions = measured("Critics condemned Donald Trump.")
    nothing = attribution.find_attributions(tokens, mentions, sentences, pd.Series(dtype="str"))
    body = actor_tone.count_actor_tone(tokens, mentions, nothing)
    titled = mentions.assign(sentence_id=-1)
    headline = actor_tone.count_actor_tone(actors.mark_headlines(tokens), titled, nothing)
    factors = [3, 3, 3, 3, 3, 3, 9]  # the last is a square
    body = body.rename(index={0: -1}, level="sentence_id")
    pd.testing.assert_frame_equal(headline, body * factors, check_dtype=False)


def test_a_headline_of_two_sentences_is_one_row():
    _, tokens, mentions = measured("Critics condemned Donald Trump. Donald Trump is a disgraced liar.")
    nothing = pd.DataFrame(columns=["article_id", "sentence_id", "kind", "content_start", "content_end"])
    titled = mentions.assign(sentence_id=-1 - mentions["sentence_id"])
    counts = actor_tone.count_actor_tone(actors.mark_headlines(tokens), titled, nothing)
    assert counts[["named", "badly"]].to_dict("index") == {
        ("a0", -1, "Donald Trump"): {"named": 3, "badly": 3}
    }


@pytest.mark.parametrize(
    ("text", "badly", "reported", "reported_well"),
    [
        ("Donald Trump is a disgraced liar.", 1, 0, 0),
        ('"Donald Trump is a disgraced liar," said Ann Lee.', 1, 1, 0),
        ("Ann Lee said that Donald Trump is a disgraced liar.", 1, 1, 0),
        ("Donald Trump, a disgraced liar, said that it rained.", 1, 0, 0),  # he speaks, and is not spoken of
        ('"Donald Trump lied," said Ann Lee of Donald Trump, a disgraced liar.', 1, 0, 0),
        ('"Donald Trump is a respected leader," said Ann Lee.', 0, 0, 1),
    ],
)
def test_words_of_others_are_told_apart(text, badly, reported, reported_well):
    sentences, tokens, mentions = measured(text)
    said = attribution.find_attributions(tokens, mentions, sentences, pd.Series(dtype="str"))
    counts = actor_tone.count_actor_tone(tokens, mentions, said).loc[("a0", 0, "Donald Trump")]
    assert counts[["badly", "reported", "reported_well"]].tolist() == [badly, reported, reported_well]


def test_places_survive_a_mention_at_the_root():
    _, tokens, mentions = measured("Donald Trump!", "Nancy Pelosi, again.")
    assert np.isfinite(actor_tone.predict_tone(tokens, mentions)).all()


def sums(*rows):
    index = pd.MultiIndex.from_tuples([(a, "X") for a, *_ in rows], names=["article_id", "item"])
    columns = ["named", "well", "badly", "tone", "spread"]
    return pd.DataFrame([r[1:] for r in rows], index=index, columns=columns).assign(
        reported=1, reported_well=0
    )


def judge(sums, one, other):
    pair = pd.DataFrame({"item": ["X"], "article_a": [one], "article_b": [other]})
    return actor_tone.judge_harshness(sums, pair).iloc[0]


@pytest.mark.parametrize(
    ("a", "b", "verdict", "which"),
    [
        ((20, 0, 9, -9.0, 7.0), (20, 1, 1, 0.0, 2.0), "clearly harsher", "a"),
        ((20, 0, 4, -9.0, 7.0), (20, 0, 0, 0.0, 2.0), "clearly harsher", "a"),
        ((20, 0, 3, -9.0, 7.0), (20, 0, 0, 0.0, 2.0), "leans harsher", "a"),  # two, and one of others
        ((20, 0, 5, -5.0, 7.0), (1, 0, 0, 0.0, 2.0), "clearly harsher", "a"),
        ((20, 0, 5, -4.9, 7.0), (1, 0, 0, 0.0, 2.0), "leans harsher", "a"),  # p is .102
        ((20, 1, 0, 1.0, 1.0), (20, 0, 2, -3.0, 2.0), "leans harsher", "b"),
        ((20, 0, 0, -2.0, 0.9), (20, 0, 0, 0.0, 0.1), "abstains", ""),
        ((20, 0, 1, -1.2, 1.0), (20, 0, 0, 0.0, 0.1), "leans harsher", "a"),
        ((20, 0, 1, -0.9, 1.0), (20, 0, 0, 0.0, 0.1), "abstains", ""),
        ((20, 0, 2, 4.0, 5.0), (20, 0, 0, -1.0, 0.5), "abstains", ""),
        ((20, 0, 0, 0.0, 0.5), (20, 5, 0, 5.0, 5.0), "abstains", ""),  # praises less: not harsher
        ((20, 0, 9, -5.0, 200.0), (20, 0, 0, 0.0, 2.0), "abstains", ""),  # chance explains it
        ((20, 0, 9, -5.0, 20.0), (20, 0, 0, 0.0, 2.0), "leans harsher", "a"),
        ((0, 0, 0, 0.0, 0.0), (20, 0, 9, -9.0, 7.0), "abstains", ""),
    ],
)
def test_verdicts(a, b, verdict, which):
    counts = sums(("a", *a), ("b", *b))
    judged = judge(counts, "a", "b")
    assert (judged["verdict"], judged["harsher"]) == (verdict, which)
    assert judged["reason"]


NUMBERS = st.tuples(
    st.integers(0, 30), st.integers(0, 9), st.integers(0, 9), st.floats(-9, 9), st.floats(0, 9)
)


@settings(max_examples=60, deadline=None)
@given(NUMBERS, NUMBERS)
def test_swapping_the_articles_swaps_only_the_sign(a, b):
    counts = sums(("a", *a), ("b", *b))
    one, two = judge(counts, "a", "b"), judge(counts, "b", "a")
    assert (one["verdict"], one["harsher"]) == (two["verdict"], two["harsher"])
    assert np.array_equal([one["score"]], [-two["score"]], equal_nan=True)
    assert np.array_equal([one["p_value"]], [two["p_value"]], equal_nan=True)


def test_the_p_value_is_of_signs_drawn_at_random():
    judged = judge(sums(("a", 20, 0, 4, -4.0, 4.0), ("b", 20, 0, 0, 0.0, 0.0)), "a", "b")
    assert judged["p_value"] == pytest.approx(0.0455, abs=1e-4)  # two standard deviations
    unnamed = judge(sums(("a", 20, 0, 4, -4.0, 4.0)), "a", "b")
    assert np.isnan(unnamed["p_value"]) and np.isnan(unnamed["score"])


def test_pairs_without_their_columns_are_refused():
    with pytest.raises(InputError, match="article_b"):
        actor_tone.judge_harshness(
            sums(("a", 1, 0, 0, 0.0, 0.0)), pd.DataFrame({"item": ["X"], "article_a": ["a"]})
        )


def test_an_attorney_general_is_no_general_of_the_state():
    _, tokens, mentions = measured("He met Donald Trump's attorney general and Donald Trump's generals.")
    found = grammar.find_relations(tokens, mentions)
    assert found.loc[found["relation"] == "has", "lemma"].tolist() == ["general"]
