import pandas as pd
import pytest

from analysis import actors, annotate
from analysis.actors import identity, mentions, names
from analysis.schema import InputError

LEDGER = pd.DataFrame(columns=["article_id", "start", "end", "kind", "rule", "text"])

HANOI = {
    "a": "President Donald Trump met North Korean leader Kim Jong-un in Hanoi. Trump praised Kim. "
    "The president said North Korea had great potential. South Korean President Moon Jae-in "
    "watched from Seoul. He had pinned his hopes on the North.",
    "b": "Kim Jong Un left Vietnam without a deal with President Trump. Kim offered little. "
    "His daughter Ivanka Trump said nothing. American officials blamed Pyongyang. "
    "Moon Jae-in called the White House.",
}
JOHNSONS = {
    "uk": "Boris Johnson spoke in London. Johnson promised a deal. Johnson smiled.",
    "uk2": "Prime Minister Boris Johnson won the vote. Johnson thanked his party.",
    "us": "Gary Johnson spoke in New Mexico. Johnson praised the Libertarian Party.",
    "us2": "Gary Johnson lost the race. Johnson went home.",
    "who": "Voters in London liked what Johnson said.",
}


def annotated(texts: dict) -> pd.DataFrame:
    articles = pd.DataFrame({"raw": texts}).rename_axis("article_id")
    return annotate.parse_tokens(annotate.split_sentences(articles, LEDGER), LEDGER)


@pytest.fixture(scope="module")
def hanoi():
    return annotated(HANOI)


@pytest.fixture(scope="module")
def johnsons():
    return annotated(JOHNSONS)


def named(mentions, article):
    here = mentions[mentions["article_id"] == article]
    return list(zip(here["text"], here["actor"], strict=True))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Kim Jong-un", "KIM JONG UN", "Kim Jong Un's", "Kim Jong\u2013un"),
        ("U.S.", "US", "u.s"),
        ("Beyonc\u00e9", "Beyonce"),
        ("al-Qaida", "al Qaida"),
    ],
)
def test_all_spellings_of_a_name_have_one_key(spellings):
    assert len({names.normalize_name(s) for s in spellings}) == 1


def test_one_actor_under_full_name_surname_title_and_hyphen(hanoi):
    table = actors.find_actors(hanoi, min_articles=1)
    found = actors.find_mentions(hanoi, table, resolve=False)
    label = found[found["text"].str.startswith("Kim")]["actor"].unique()
    assert len(label) == 1
    assert {actor for text, actor in named(found, "a") if "Trump" in text} == {"Donald Trump"}
    assert ("The president", "Donald Trump") in named(found, "a")
    assert {"North Korean", "North Korea", "the North"} <= {
        text for text, actor in named(found, "a") if actor == "North Korea"
    }


def test_a_relative_keeps_out_of_a_shared_surname(hanoi):
    table = actors.find_actors(hanoi, min_articles=1)
    found = actors.find_mentions(hanoi, table, resolve=False)
    assert ("Ivanka Trump", "Ivanka Trump") in named(found, "b")
    assert sum(actor == "Donald Trump" for _, actor in named(found, "b")) == 1


def test_users_aliases_outrank_what_is_found(hanoi):
    table = actors.find_actors(hanoi, aliases={"Pyongyang": "North Korea"})
    found = actors.find_mentions(hanoi, table)
    assert ("Pyongyang", "North Korea") in named(found, "b")
    assert "Pyongyang" not in set(table["actor"])


def test_alias_files_are_read_and_bad_ones_named(hanoi, tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("alias,actor\nPyongyang,North Korea\n")
    bad.write_text("name,actor\nPyongyang,North Korea\n")
    assert "Pyongyang" in set(actors.find_actors(hanoi, aliases=good)["alias"])
    with pytest.raises(InputError, match="columns alias and actor"):
        actors.find_actors(hanoi, aliases=bad)
    with pytest.raises(InputError, match="does not exist"):
        actors.find_actors(hanoi, aliases=tmp_path / "none.csv")


def test_two_people_with_one_surname_stay_two(johnsons):
    table = actors.find_actors(johnsons)
    found = actors.find_mentions(johnsons, table, resolve=False)
    assert {a for t, a in named(found, "uk") if "Johnson" in t} == {"Boris Johnson"}
    assert {a for t, a in named(found, "us") if "Johnson" in t} == {"Gary Johnson"}
    assert not [a for t, a in named(found, "who") if "Johnson" in t]


def test_min_articles_drops_whom_one_article_names(hanoi):
    assert "Ivanka Trump" not in set(actors.find_actors(hanoi, min_articles=2)["actor"])
    assert "Ivanka Trump" in set(actors.find_actors(hanoi, min_articles=1)["actor"])


def test_mentions_do_not_depend_on_the_partition(hanoi):
    table = actors.find_actors(hanoi)
    whole = actors.find_mentions(hanoi, table)
    parts = [actors.find_mentions(part, table) for _, part in hanoi.groupby("article_id")]
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))


def test_no_tokens_give_no_actors(hanoi):
    empty = hanoi.iloc[:0]
    table = actors.find_actors(empty)
    assert table.empty
    assert actors.find_mentions(empty, table).empty


def test_tokens_that_are_no_whole_sentences_are_refused(hanoi):
    with pytest.raises(InputError, match="whole sentences"):
        names.find_head_rows(hanoi[hanoi["text"] != "met"].reset_index(drop=True))


def test_us_is_not_the_pronoun_and_may_not_the_verb():
    tokens = annotated({"a": "They told us that it may rain in the US.", "b": "The US may join us."})
    found = actors.find_mentions(tokens, actors.find_actors(tokens))
    assert list(found["text"]) == ["US", "US"]


# Pronouns: text, pronoun, whom it means ("" for: stay silent).
PRONOUNS = [
    ("Donald Trump left early. He was angry.", "He", "Donald Trump"),
    ("Nancy Pelosi met Donald Trump. She was angry.", "She", "Nancy Pelosi"),
    ("Nancy Pelosi met Donald Trump. He was angry.", "He", "Donald Trump"),
    ("Donald Trump praised Paul Ryan. He was glad.", "He", "Donald Trump"),
    ("Donald Trump and Paul Ryan spoke. He was glad.", "He", ""),
    ("Donald Trump praised him.", "him", ""),
    ("Rain fell on the city. He was glad.", "He", ""),
    ("Donald Trump left. Rain fell on the city. Snow followed. He was glad.", "He", ""),
    ("Donald Trump said his plan was good.", "his", "Donald Trump"),
    ("Nancy Pelosi said her plan was good.", "her", "Nancy Pelosi"),
    ("Paul Ryan did not charge Donald Trump or his friends.", "his", "Donald Trump"),
    ("Paul Ryan met Nancy Pelosi and his friends.", "his", "Paul Ryan"),
    ("Paul Ryan left. In his statement, Donald Trump praised it.", "his", "Donald Trump"),
    ("Donald Trump backed Paul Ryan after snubbing him.", "him", "Paul Ryan"),
    ("Donald Trump renewed his fight with Paul Ryan, years after his death.", "his", "Donald Trump"),
    ("Paul Ryan left. Donald Trump rallies please his supporters.", "his", ""),
    ("Paul Ryan left. A Paul Ryan aide said he was sorry.", "he", ""),
    ("Donald Trump\u2019s son-in-law lost his job.", "his", ""),
]


@pytest.mark.parametrize(("text", "pronoun", "who"), PRONOUNS)
def test_pronouns_mean_the_one_person_they_can(text, pronoun, who):
    cast = "Donald Trump spoke. Nancy Pelosi spoke. Paul Ryan spoke."
    tokens = annotated({"x": cast, "y": cast, "z": text})
    found = actors.find_mentions(tokens, actors.find_actors(tokens))
    here = found[(found["article_id"] == "z") & (found["how"] == "pronoun") & (found["text"] == pronoun)]
    assert list(here["actor"]) == ([who] if who else [])


def test_a_person_outside_the_table_takes_their_pronouns_along():
    tokens = annotated({"a": "Donald Trump won. Paul Ryan lost badly. He wept.", "b": "Donald Trump won."})
    found = actors.find_mentions(tokens, actors.find_actors(tokens))
    assert "pronoun" not in set(found["how"])


def test_an_article_that_tells_no_gender_takes_it_from_the_others():
    tokens = annotated({"a": "Xuri Miller left. He slept.", "b": "Ms. Xuri Miller spoke."})
    cast = actors.find_actors(tokens, min_articles=1)
    assert "pronoun" not in set(actors.find_mentions(tokens, cast)["how"])
    alone = tokens[tokens["article_id"] == "a"].reset_index(drop=True)
    found = actors.find_mentions(alone, actors.find_actors(alone, min_articles=1))
    assert found["text"].tolist() == ["Xuri Miller", "He"]


def test_every_pronoun_has_a_gender():
    assert set(mentions.GENDERS.values()) == {"he", "she"}


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("donald j trump", "donald trump"),
        ("mike pompeo", "michael pompeo"),
        ("eric holder jr", "eric holder jr"),
        ("kim jong un", "kim jong un"),
    ],
)
def test_identity_drops_initials_and_short_forms_only(name, same):
    assert identity.normalize_person(name) == same


def test_the_office_of_another_name_is_not_its_present_holders():
    text = "House Speaker Paul Ryan spoke. The House Speaker left. Some kept the hall, giving "
    text += "talk after talk after Pelosi, then the House speaker, sent members running to their holidays. "
    tokens = annotated({"a": text + "Nancy Pelosi smiled."})
    told = mentions.find_mentions(tokens, actors.find_actors(tokens, min_articles=1))
    assert [who for _, who in named(told, "a")].count("Paul Ryan") == 2


def test_a_firm_is_one_with_and_without_its_ending_ticker_and_head():
    texts = {
        "a": "Larry Page left Alphabet Inc. on Monday. Investors like parent company Alphabet GOOG, +0.63% "
        "now. Alphabet shares rose. Google CEO Sundar Pichai took over.",
        "b": "Alphabet fell. Google denied it. Sundar Pichai smiled.",
    }
    tokens = annotated(texts)
    told = mentions.find_mentions(tokens, actors.find_actors(tokens, min_articles=1))
    assert {who for _, who in named(told, "a")} == {"Larry Page", "Alphabet", "Google", "Sundar Pichai"}
    assert ("Alphabet", "Alphabet") in named(told, "b")


def test_an_adjective_before_a_partys_name_makes_no_other_party():
    tokens = annotated({"a": "Only the liberal Democrats who staged the sit-in voted."})
    told = mentions.find_mentions(tokens, actors.find_actors(tokens, min_articles=1))
    assert named(told, "a") == [("Democrats", "Democratic Party")]


def test_a_place_before_a_partys_members_is_named():
    tokens = annotated({"a": "Many Ohio Democrats left. Ohio Republicans stayed in Ohio."})
    told = mentions.find_mentions(tokens, actors.find_actors(tokens, min_articles=1))
    assert [who for _, who in named(told, "a")].count("Ohio") == 3


def test_one_citizen_is_not_the_place():
    tokens = annotated(
        {"a": "Californian growers and Californians cheered. The Californian declared victory."}
    )
    told = mentions.find_mentions(tokens, actors.find_actors(tokens, min_articles=1))
    assert named(told, "a") == [("Californian", "California"), ("Californians", "California")]
