"""Who says what, on made-up sentences: content, source, kind of source and form."""

import pandas as pd
import pytest

from analysis import actors, annotate
from analysis.actors import attribution
from analysis.schema import ATTRIBUTIONS, check

LEDGER = pd.DataFrame(columns=["article_id", "start", "end", "kind", "rule", "text"])


def attributed(*texts: str) -> pd.DataFrame:
    """The attributions of texts, with the content as words."""
    articles = pd.DataFrame({"raw": list(texts)}, index=pd.Index([f"a{i}" for i in range(len(texts))]))
    sentences = annotate.split_sentences(articles.rename_axis("article_id"), LEDGER)
    tokens = annotate.parse_tokens(sentences, LEDGER)
    cast = actors.find_actors(tokens, min_articles=1)
    kinds = cast.drop_duplicates("actor").set_index("actor")["kind"]
    mentions = actors.find_mentions(tokens, cast)
    found = attribution.find_attributions(tokens, mentions, sentences, kinds)
    check(found, ATTRIBUTIONS)
    spans = zip(found["article_id"], found["content_start"], found["content_end"], strict=True)
    return found.assign(content=[articles["raw"][article][start:end] for article, start, end in spans])


# Text, words that must be in the content, source as written, kind, form.
STATEMENTS = [
    (
        "Officials said that the talks had failed.",
        "the talks had failed",
        "Officials",
        "officials",
        "indirect",
    ),
    ("The talks had failed, officials said.", "The talks had failed", "officials", "officials", "indirect"),
    ("According to the report, the talks failed.", "the talks failed", "the report", "documents", "indirect"),
    (
        "The talks failed, according to two sources.",
        "The talks failed",
        "two sources",
        "anonymous",
        "indirect",
    ),
    ("Economists believe that prices will rise.", "prices will rise", "Economists", "experts", "indirect"),
    ("Voters worry that prices will rise.", "prices will rise", "Voters", "citizens", "indirect"),
    (
        "The speech brought a fiery rejoinder from Leader Charles Schumer (D-N.Y.), who said it must pass.",
        "it must pass",
        "Leader Charles Schumer (D-N.Y.",
        "person",
        "indirect",
    ),
    (
        '"We will build it soon," Donald Trump said.',
        "We will build it soon",
        "Donald Trump",
        "person",
        "direct",
    ),
    (
        "\u2018We will build it soon,\u2019 Nancy Pelosi said.",
        "We will build it soon",
        "Nancy Pelosi",
        "person",
        "direct",
    ),
    (
        "\u201eWe will build it soon,\u201c Nancy Pelosi said.",
        "We will build it soon",
        "Nancy Pelosi",
        "person",
        "direct",
    ),
    ('Nancy Pelosi said the plan was "a bad idea" for all.', "a bad idea", "Nancy Pelosi", "person", "mixed"),
    (
        'Nancy Pelosi was clear: "We will build it soon."',
        "We will build it soon",
        "Nancy Pelosi",
        "person",
        "direct",
    ),
    ("Donald Trump promised to build a wall.", "build a wall", "Donald Trump", "person", "indirect"),
    ("Donald Trump praised the new deal.", "the new deal", "Donald Trump", "person", "indirect"),
    (
        "Donald Trump is confident that prices will fall.",
        "prices will fall",
        "Donald Trump",
        "person",
        "indirect",
    ),
]


@pytest.mark.parametrize(("text", "content", "source", "kind", "form"), STATEMENTS)
def test_statements_have_content_source_kind_and_form(text, content, source, kind, form):
    found = attributed(text)
    assert len(found) == 1
    row = found.iloc[0]
    assert content in row["content"]
    assert (row["source"], row["kind"], row["form"]) == (source, kind, form)


def test_the_subject_the_parser_lost_belongs_to_the_content():
    found = attributed("But a senior US official denied Beijing is a factor.")
    assert found["content"].tolist() == ["Beijing is a factor"]


def test_of_two_subjects_of_a_verb_the_nearer_says_it():
    found = attributed("\u201cThe talks will be hard,\u201d one longtime Trump ally said.")
    assert found["source"].tolist() == ["Trump ally"]


@pytest.mark.parametrize(
    "text",
    [
        "Laura Cooper, the deputy secretary, arrived for testimony and was expected to face questions.",
        "The law does not require Ann Smith to resign but is expected to raise pressure on her.",
    ],
)
def test_who_is_expected_to_act_expects_nothing(text):
    assert set(attributed(text)["source"]) <= {""}


def test_what_was_cleaned_out_is_no_part_of_a_statement():
    raw = "Ann Smith said that James Jones Jones: I want a raise MORE left early."
    articles = pd.DataFrame({"raw": [raw]}, index=pd.Index(["a"], name="article_id"))
    cut = raw.index(" Jones: I"), raw.index(" left")
    ledger = pd.DataFrame({"article_id": ["a"], "start": [cut[0]], "end": [cut[1]], "kind": ["residue"]})
    ledger = ledger.assign(rule="links", text=raw[slice(*cut)])
    sentences = annotate.split_sentences(articles, ledger)
    tokens = annotate.parse_tokens(sentences, ledger)
    mentions = actors.find_mentions(tokens, actors.find_actors(tokens, min_articles=1))
    found = attribution.find_attributions(tokens, mentions, sentences, pd.Series(dtype="str"))
    spans = zip(found["content_start"], found["content_end"], strict=True)
    assert [raw[start:end] for start, end in spans] == ["that James Jones", "left early"]


def test_what_nobody_says_is_no_statement():
    assert attributed("Rain fell on the city. The talks failed.", "The so-called 'deal' failed.").empty
    assert attributed("According to the report.", "He said.").empty


@pytest.mark.parametrize(
    "text",
    [
        "Donald Trump could say that prices would fall.",
        "Donald Trump found himself fumbling.",
        'Donald Trump put the money into a "capital financing fund" of the state.',
    ],
)
def test_what_is_not_told_as_said_is_no_statement(text):
    assert attributed(text).empty


@pytest.mark.parametrize(
    "text",
    [
        "The law (the state maintains a list that shields farmers) was passed.",
        "The White House task force, led by Mike Pence, held its first briefing in two months, and Pence "
        "gave assurances that the U.S. is \u201cin a much better place\u201d than it was two months ago.",
        "Mueller did not charge the old man or his friends of lying.",
    ],
)
def test_a_verb_with_an_object_of_its_own_puts_no_other_words(text):
    assert not set(attributed(text)["source"]) & {"the state", "The White House task force", "Mueller"}


def test_a_cue_told_as_not_so_is_shown_whole():
    text = (
        "Donald Trump did not say that prices would fall. Nancy Pelosi refused to say whether she would run."
    )
    found = attributed(text)
    cues = [text[start:end] for start, end in zip(found["cue_start"], found["cue_end"], strict=True)]
    assert cues == ["did not say", "refused to say"]
    text = "Ann Smith said she was not aware that prices would fall."
    found = attributed(text).iloc[-1]
    assert text[found["cue_start"] : found["cue_end"]] == "was not aware"


def test_what_somebody_holds_is_told_even_under_may():
    found = attributed("The senators may ignore Donald Trump's conviction that prices will fall.")
    assert found["actor"].tolist() == ["Donald Trump"]


def test_the_he_who_says_the_next_thing_spoke_last():
    found = attributed('Donald Trump left. "It is bad," a senior official said. "It will be worse," he said.')
    assert found["kind"].tolist() == ["officials", "officials"]
    found = attributed('"It is bad," Nancy Pelosi said. Donald Trump smiled as he said that it was good.')
    assert found["actor"].tolist() == ["Nancy Pelosi", "Donald Trump"]


def test_of_two_cues_of_a_quotation_the_one_with_a_name_stays():
    text = 'Nancy Pelosi responded, "We will build it soon. It will be very big," she said.'
    assert attributed(text)["actor"].unique().tolist() == ["Nancy Pelosi"]
    assert attributed(text)["words"].sum() == 10


def test_one_of_the_officials_is_an_official():
    assert attributed("One of the officials said that prices would fall.")["kind"].tolist() == ["officials"]


def test_who_is_told_or_made_to_say_is_told_from_who_says():
    found = attributed("Nancy Pelosi forced Donald Trump to admit that prices would fall.")
    assert found["actor"].tolist() == ["Donald Trump"]
    assert attributed("The bill is expected to pass the House.").query("kind != 'unnamed'").empty


def test_who_dismisses_an_argument_does_not_make_it():
    found = attributed("Donald Trump dismissed the argument that prices would fall.")
    assert found.loc[found["content"] == "that prices would fall", "kind"].tolist() == ["unnamed"]


def test_the_reporters_own_verbs_end_what_is_reported():
    found = attributed("Nancy Pelosi said prices would fall, adding that wages would rise.")
    assert found["actor"].tolist() == ["Nancy Pelosi", "Nancy Pelosi"]
    assert found["content"].tolist() == ["prices would fall", "that wages would rise"]


def test_a_source_is_written_as_in_print():
    found = attributed("Choe Son-hui, a diplomat, said that prices would fall.")
    assert found["source"].tolist() == ["Choe Son-hui, a diplomat"]


def test_a_statement_around_its_cue_is_one_in_two_stretches():
    found = attributed('"We won," Donald Trump said, "and they lost it all."')
    assert found["attribution_id"].tolist() == [0, 0]
    assert found["part"].tolist() == [0, 1]
    assert set(found["actor"]) == {"Donald Trump"}
    assert found["words"].sum() == 7


def test_a_quotation_goes_on_in_its_paragraph_and_in_the_next():
    text = (
        "\u201cWe will build it soon,\u201d Donald Trump said. \u201cIt will be very big.\u201d\n\n"
        "\u201cIt will be tall, too.\u201d\n\nNancy Pelosi laughed."
    )
    found = attributed(text)
    assert set(found["actor"]) == {"Donald Trump"}
    assert found["words"].sum() == 5 + 5 + 5


def test_a_quotation_over_paragraphs_has_one_speaker():
    text = "Donald Trump said: \u201cWe will build it soon.\n\n\u201cIt will be very big.\u201d\n\nRain fell."
    found = attributed(text)
    assert set(found["actor"]) == {"Donald Trump"}
    assert "It will be very big" in " ".join(found["content"])
    assert "Rain" not in " ".join(found["content"])


def test_the_source_may_be_a_pronoun_or_stand_before_a_relative_clause():
    found = attributed("Donald Trump spoke. He said that prices would fall.")
    assert found["actor"].tolist() == ["Donald Trump"]
    found = attributed("Nancy Pelosi, who said that prices would rise, left.")
    assert found["actor"].tolist() == ["Nancy Pelosi"]


def test_people_of_an_actor_are_not_the_actor():
    found = attributed("Trump administration officials said that prices would fall.")
    assert found[["actor", "kind"]].to_numpy().tolist() == [["", "officials"]]


def test_a_word_counts_once_and_for_the_outer_statement():
    found = attributed("Officials said that economists believe that prices will rise.")
    counts = attribution.count_sources(found)
    assert counts["sourced"].to_dict() == {("a0", 0, "officials"): 7}
    assert counts["quoted"].sum() == 0


def test_scores_are_words_per_hundred_and_undefined_without_words():
    sums = pd.DataFrame({"sourced": [5, 0], "quoted": [2, 0], "words": [50, 0]})
    scores = attribution.score_sources(sums)
    assert scores["sourced"][0] == 10 and scores["quoted"][0] == 4
    assert scores.iloc[1].isna().all()


def test_articles_are_read_apart():
    texts = ['"We will build it soon," Donald Trump said.', '"It will be very tall."']
    found = attributed(*texts)
    assert found.loc[found["article_id"] == "a1", "actor"].tolist() == [""]
    assert (
        attributed(texts[0])["content"].tolist() == found.loc[found["article_id"] == "a0", "content"].tolist()
    )


@pytest.mark.parametrize(
    "text",
    [
        "Nancy Pelosi denounced Donald John Trump.",
        "They struggled for months over how big the cuts should be, as Donald Trump has demanded.",
        "Update: James Smith Demands The Corporate Media to Report Verity.",
    ],
)
def test_what_tells_nothing_is_no_statement(text):
    assert attributed(text).empty


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The storm was felt; even some neighbours said that the ground shook.", ["that the ground shook"]),
        (
            "The court offered its own proof of this; in a footnote, it cited three older rulings.",
            ["three older rulings"],
        ),
        ("The storm was over \u2014 in June officials said the dam had failed.", ["the dam had failed"]),
        (
            "Officials said the mayor might close the bridge, a move that drivers would hate.",
            ["the mayor might close the bridge"],
        ),
        (
            'Nancy Pelosi said that prices "rose by half," a reference to the winter.',
            ['that prices "rose by half,"'],
        ),
        (
            'The mayor added: "The way you treat people here is horrible," without saying why.',
            ["The way you treat people here is horrible"],
        ),
        (
            "Half of the voters said Smith is honest and a third said he cares about them.",
            ["Smith is honest", "he cares about them"],
        ),
        (
            "Mark Zuckerberg said the firm has a duty to voters and admitted that it was slow to act.",
            ["the firm has a duty to voters", "that it was slow to act"],
        ),
        ("All have made statements suggesting Smith's probe is a partisan effort.", []),
        ("Officials signed what critics say is a bad deal.", ["is a bad deal"]),
        ("Nancy Pelosi called the idea absurd that the paper is too mild.", ["the idea absurd"]),
        (
            "Ann Smith said she could not back it, shared a draft of her own, and left when they insisted.",
            ["she could not back it"],
        ),
        (
            "Lawyer Ann Smith asserts the owner misled the buyers through his firm, Global Beans US, LLC. "
            "Smith\u2019s complaint contends that he kept the money.",
            ["the owner misled the buyers through his firm, Global Beans US, LLC", "that he kept the money"],
        ),
        (
            "They had asked for Ann Smith; the aide was the only witness, according to the report.",
            ["the aide was the only witness"],
        ),
        (
            "The inquiry into leaks arose from a New York Times report that apparently included the same "
            "information Avenatti released, according to ABC News.",
            [
                "The inquiry into leaks arose from a New York Times report that apparently included the same "
                "information Avenatti released"
            ],
        ),
        (
            "North Korea fired two missiles, according to the army, as the U.S. responded with its own.",
            ["North Korea fired two missiles"],
        ),
        (
            'Ann Smith has said her firing \u2014 for what a court called "lack of candor" \u2014 was vile.',
            [],
        ),
        (
            "In an appearance on \u201cFox & Friends\u201d on Monday, Ann Smith said the president is right.",
            ["the president is right"],
        ),
        (
            "In her old book, \u201cThe America We Deserve,\u201d Ann Smith wrote that it rained.",
            ["that it rained"],
        ),
        (
            "Donald Trump said he was pulling out of an international accord to cut gases.",
            ["he was pulling out of an international accord to cut gases"],
        ),
        ("The mayor wants $18 billion for a bridge.", ["$18 billion for a bridge"]),
        ("The mayor called a news conference at 4 a.m. to condemn the attack.", []),
        ("The economy is stumbling, threatening to slow hiring across the country.", []),
        (
            "Andrew Cuomo ordered every hospital to open its doors and asked local firms to step in.",
            ["to open its doors", "to step in"],
        ),
        (
            "The town's mayor told CNN the council \"won't bend\" if it has to defend itself.",
            ['the council "won\'t bend" if it has to defend itself'],
        ),
        (
            "President Smith promised to act in Ohio if the firm used heavy trucks but when the day came, he "
            "failed to follow through on that.",
            ["to act in Ohio if the firm used heavy trucks"],
        ),
        ("The mayor was pressed by the crowd to explain how they would pay for it.", []),
        (
            'In an interview on CNN\'s "The Lead with Ann Smith," Donald Trump said the plan is bad.',
            ["the plan is bad"],
        ),
        (
            "Ann Smith said that the mayor made the story go away -- a suggestion that hurt him.",
            ["that the mayor made the story go away"],
        ),
        (
            'The union called the mayor\'s decision to keep the bridge open "beyond reckless."',
            ['the mayor\'s decision to keep the bridge open "beyond reckless."'],
        ),
    ],
)
def test_a_statement_holds_what_its_source_says_and_no_more(text, content):
    assert attributed(text)["content"].tolist() == content


@pytest.mark.parametrize("verb", ["fired back", "shot back", "reacted"])
def test_who_answers_in_a_verb_with_its_particle_says_what_is_quoted(verb):
    text = f'Nancy Pelosi called him a fool. "I am not a big fan of yours either," Donald Trump {verb}.'
    assert attributed(text)["actor"].tolist()[-1] == "Donald Trump"
    assert attributed("Nancy Pelosi pointed out that it rained.")["content"].tolist() == ["that it rained"]
    assert attributed("Nancy Pelosi fired the aide who came back to work.").empty


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("They don't have a feel for the Market, they don't understand necessary Trade Wars.", None, None),
        (
            'Ann Poe weighed in with criticism: "It is a spectacle of hardware for us all," she wrote.',
            "she",
            "It is a spectacle of hardware for us all",
        ),
        ("Donald Trump's trade war is totally going according to plan.", None, None),
        (
            'The paper quoted Nancy Pelosi as saying: "There are people who sit in prison today for it."',
            "Nancy Pelosi",
            "There are people who sit in prison today for it",
        ),
        (
            'His office backed away from his earlier claims to have "put them all in prison," after that.',
            "",
            "put them all in prison",
        ),
        (
            "Prices had risen by then, according to Gallup, the same as under President Bush.",
            "Gallup",
            "Prices had risen by then",
        ),
        ("Prices are rising according to Bloomberg.", "Bloomberg", "Prices are rising"),
        (
            'Trump did not mention them but warned claims could result in a "life and career gone".',
            None,
            None,
        ),
        (
            'The firm deletes the posts of men who are angry: "It is a shame to see this happen to us now."',
            "",
            "It is a shame to see this happen to us now",
        ),
    ],
)
def test_what_stands_before_a_cue_is_the_sources_only_where_nothing_parts_them(text, source, content):
    found = attributed(text)
    assert found["source"].tolist() == ([] if source is None else [source])
    assert found["content"].tolist() == ([] if content is None else [content])


def test_a_people_speaks_for_itself_and_not_for_its_country():
    found = attributed("Most Americans believe that prices will fall.")
    assert found[["actor", "kind"]].to_numpy().tolist() == [["", "citizens"]]


def test_what_is_added_after_a_quotation_is_said_by_who_adds_it():
    found = attributed('"Has he won? I\'m not happy," Nancy Pelosi said, before adding, "I wish him well."')
    assert found["content"].tolist() == ["Has he won", "I'm not happy", "I wish him well"]
    assert set(found["actor"]) == {"Nancy Pelosi"}
    assert set(found["form"]) == {"direct"}


def test_words_quoted_within_a_sentence_are_not_the_next_speakers():
    found = attributed(
        "She was followed by the mayor, who saluted the troops for giving up their holidays "
        '"while some members of Congress went on vacation." '
        "Nancy Pelosi, the speaker, praised him, saying he had been ignored."
    )
    assert found["source"].tolist() == ["", "Nancy Pelosi, the speaker"]


def test_who_speaks_where_the_parser_sees_two_subjects_is_the_nearer_on_either_side():
    found = attributed(
        "\u201cThe fact that she wants a deal should scare us all,\u201d tweeted Sen. Ann Smith."
    )
    assert found["actor"].tolist() == ["Ann Smith"]


def test_according_to_at_the_end_takes_who_expects_it_with_it():
    found = attributed(
        "Analysts expect profits for the firms to have fallen in the quarter, according to Reuters."
    )
    assert found["content"][0] == "Analysts expect profits for the firms to have fallen in the quarter"
    assert found["source"][0] == "Reuters"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "According to a source, on the day that Lee got the letter, he wrote to officials.",
            "he wrote to officials",
        ),
        (
            "Lee is set to plead guilty to making false statements, according to court filings.",
            "Lee is set to plead",
        ),
        (
            "Ann Lee told the Post one reason she asked him to leave was because of his stance.",
            "one reason she asked",
        ),
    ],
)
def test_a_statement_has_the_clause_that_it_hangs_on(text, said):
    assert said in " ".join(attributed(text)["content"])


def test_what_a_source_does_besides_is_no_part_of_its_name():
    found = attributed(
        "Manning accepted responsibility for leaking the material to WikiLeaks to raise public awareness "
        "about the effects of war on civilians, and has said she was ill at the time of the leaks."
    )
    assert found["source"].tolist() == ["Manning"]


def test_neither_and_both_stay_with_a_source():
    found = attributed("Both Donald Trump and his aides, including Ann Smith, said that it rained.")
    assert found["source"].tolist() == ["Both Donald Trump and his aides, including Ann Smith"]


def test_a_pollster_is_no_place():
    found = attributed("Nine in ten voters are unhappy, according to Gallup.")
    assert found["kind"].tolist() == ["organisation"]


def test_people_familiar_with_a_matter_are_anonymous():
    found = attributed("Two people familiar with the matter said that the appeal was declined.")
    assert found["kind"].tolist() == ["anonymous"]


def test_one_cue_has_one_speaker():
    found = attributed(
        '"The House will act on these tweets," Nancy Pelosi told colleagues. '
        '"They must join us in condemning it." She said the bill is by Jamie Raskin. '
        '"President Trump went low, using disgraceful language about members," she said. '
        '"Our caucus will continue to respond to these attacks."'
    )
    assert found.loc[found["source"] == "she", "actor"].tolist() == ["Nancy Pelosi", "Nancy Pelosi"]


def test_what_is_joined_by_and_is_not_owned_by_a_name_between_where_he_was_named_before():
    found = attributed(
        "Donald Trump zigzagged for more than 90 minutes from his demands for a wall to his thoughts on "
        "Kanye West and his decision to pull troops out."
    )
    assert "Kanye West" not in set(found["actor"])


def test_what_is_chanted_is_an_object_and_said_all_the_same():
    found = attributed(
        "The crowd roared, \u201cFour more years of this man,\u201d as polling showed him ahead."
    )
    assert found["source"].tolist() == ["The crowd"]


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("Officials said that the talks had failed.", {""}),
        ("They believe that it rains.", {"source unknown"}),
        ("The campaign has six aides, which the mayor said includes two judges.", {"subject lost"}),
        ("Donald Trump claimed an open seat in the state senate.", {"no clause"}),
        ("Donald Trump called the open seat in the senate a disgrace.", {""}),
        (
            "Ann Smith says Donald Trump believes that the city is lost.",
            {"", "reported by another"},
        ),
        ("Ann Smith said that she hopes that it rains.", {""}),
        (
            "Ann Smith vowed to fight, with Donald Trump telling the crowd it rains.",
            {"end unsure", "reported by another"},
        ),
        ("Ann Smith said the fight is good, seeking to make Donald Trump the face of it.", {"end unsure"}),
    ],
)
def test_statements_that_are_often_misread_are_in_doubt(text, doubts):
    found = attributed(text)
    assert set(found["doubt"]) == doubts
    assert doubts - {""} <= set(attribution.DOUBTS)


def test_a_pronoun_is_not_who_spoke_last_once_another_has_acted():
    text = 'Mike Pence said it would rain. John Kelly and Donald Trump laughed. "It will be worse," he said.'
    assert attributed(text)["actor"].tolist() == ["Mike Pence", ""]


def test_what_is_said_outside_a_quotation_has_no_source_within_it():
    words = "I\u2019m not involved in the sales"
    found = attributed(f"She added, \u201c{words}\u201d of boats, while saying she\u2019d go if asked.")
    assert "I" not in set(found["source"])
