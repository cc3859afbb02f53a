"""Who is who within an article, kind by kind, on made-up texts."""

from collections import Counter

import pandas as pd
import pytest

from analysis import actors, annotate
from analysis.actors import cast, identity, names

LEDGER = pd.DataFrame(columns=["article_id", "start", "end", "kind", "rule", "text"])


def annotated(*texts: str) -> pd.DataFrame:
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article_id")
    articles = pd.DataFrame({"raw": list(texts)}, index=ids)
    return annotate.parse_tokens(annotate.split_sentences(articles, LEDGER), LEDGER)


def mentioned(*texts: str, **options) -> pd.DataFrame:
    """Mentions in texts, pronouns aside."""
    tokens = annotated(*texts)
    outlets = options.pop("outlets", None)
    table = actors.find_actors(tokens, min_articles=1, outlets=outlets, **options)
    return actors.find_mentions(tokens, table, resolve=False, outlets=outlets)


def meant(text: str, words: str) -> set[str]:
    """Who is meant by these words in a text."""
    found = mentioned(text)
    return set(found.loc[found["text"] == words, "actor"])


FAMILY = (
    "President Trump signed the order on Monday. Trump said the rules were old. His father, Fred Trump, "
    "built houses in Queens. Trump smiled. Trump left the room. Fred Trump died long ago."
)

# Text, words in it, whom they mean.
NAMES = [
    (FAMILY, "Trump", {"Donald Trump"}),
    (FAMILY, "Fred Trump", {"Fred Trump"}),
    (
        "On Friday Michelle Lujan Grisham won. The Lujan Grisham announced a plan.",
        "Lujan Grisham",
        {"Michelle Lujan Grisham"},
    ),
    ("Ivanka Trump spoke. President Trump listened. Trump smiled.", "Trump", {"Donald Trump"}),
    (
        "Kim hopes for U.S.\u2013North Korea talks. Kim called the North Korea problem hard.",
        "U.S.",
        {"United States"},
    ),
    ("Kim hopes for peace. He said the North Korean regime is strong.", "North Korean", {"North Korea"}),
    ("Kim hopes for peace. He said the North Korean regime is strong.", "the North", set()),
    ("Sen. John Kennedy asked the nominee. Kennedy said the answer was bad.", "Kennedy", {"John Kennedy"}),
    ("Trump left the Paris climate accord. He flew home.", "Paris", set()),
    ("South Korean President Moon Jae-in held a summit.", "Moon Jae - in", {"Moon Jae-in"}),
    ("The measures must comply with Senate budget rules.", "Senate", {"United States Senate"}),
    ("The Republican Liberty Caucus left.", "Republican Liberty Caucus", {"Republican Liberty Caucus"}),
    (
        "He took payments from NIH. The National Institutes of Health left. It stood on NIH property.",
        "NIH",
        {"National Institutes of Health"},
    ),
    ("They camped in Washington, D.C., in May.", "D.C.", {"Washington"}),
    ("Trump flew to Paris in May. He left Paris in June.", "Paris", {"Paris"}),
    ("The secretary of the Senate Julie Adams spoke. Julie Adams left.", "Julie Adams", {"Julie Adams"}),
    (
        "Trump Jr. wrote a letter. Trump Jr. met a lawyer. Donald Trump Jr. smiled. Trump Jr. left.",
        "Trump Jr.",
        {"Donald Trump Jr."},
    ),
    (
        "The 1916 Summer Games were canceled because of the war. The Games went on in 1920.",
        "Summer Games",
        set(),
    ),
    (
        "First lady Melania Trump spoke. Melania Trump left. Melania Trump sat. Melania Trump ate. "
        "Melania Trump slept. The aides of Donald Trump came. Trump smiled.",
        "Trump",
        {"Donald Trump"},
    ),
    (
        "Former first lady Melania Trump spoke. Melania Trump left. Melania Trump sat. Melania Trump ate. "
        "Melania Trump slept. Melania Trump won. The aides of Donald Trump came. Trump smiled.",
        "Trump",
        {"Melania Trump"},
    ),
    (
        "Donald Trump Jr. spoke. Donald Trump Jr. left. President Trump left. Trump sat.",
        "Trump",
        {"Donald Trump"},
    ),
    ("Richard V. Spencer spoke. Richard Spencer left. Spencer smiled.", "Spencer", {"Richard V. Spencer"}),
    ("Alexandria Ocasio-Cortez spoke. Ocasio-Cortez left.", "Ocasio - Cortez", {"Alexandria Ocasio-Cortez"}),
    ("Crown Prince Mohammed bin Salman spoke. MBS left.", "MBS", {"Mohammed bin Salman"}),
    ("Ursula von der Leyen spoke. Then von der Leyen left.", "von der Leyen", {"Ursula von der Leyen"}),
    ("Kim Jong-un spoke. Kim's sister left with Kim Jong Un's aide.", "Kim", {"Kim Jong Un"}),
    ("Mike Pompeo spoke. Michael R. Pompeo left.", "Michael R. Pompeo", {"Mike Pompeo"}),
    ("The filmmaker Dinesh D\u2019Souza spoke. D\u2019Souza left.", "D\u2019Souza", {"Dinesh D\u2019Souza"}),
    ("Bill Clinton met Hillary Clinton. Mrs. Clinton smiled.", "Mrs. Clinton", {"Hillary Clinton"}),
    (
        "Writers Association President Olivier Knox spoke. President Trump left. The president smiled.",
        "The president",
        {"Donald Trump"},
    ),
    (
        "President Trump met Russian President Vladimir Putin. The Russian president smiled.",
        "The Russian president",
        {"Vladimir Putin"},
    ),
    (
        "President Trump met President Xi Jinping of China. The president of the club left.",
        "The president",
        set(),
    ),
    (
        "Florida Gov. Ron DeSantis spoke. California Gov. Gavin Newsom left. Newsom sat. The governor sat.",
        "The governor",
        set(),  # of two governors, either
    ),
    ("Bank Director Anne Lee spoke. The director of a film left. The director sat.", "The director", set()),
    ("Sen. John McCain spoke. McCain left. The McCain sailed on Monday.", "McCain", {"John McCain"}),
    ("The McCain sailed on Monday. The McCain was hit.", "McCain", set()),
    ("Robert Mueller did not charge Donald Trump. The Trump team left.", "Trump", {"Donald Trump"}),
]


@pytest.mark.parametrize(("text", "words", "who"), NAMES)
def test_a_name_means_whom_its_article_makes_most_of(text, words, who):
    assert meant(text, words) == who


def test_what_is_meant_does_not_depend_on_other_articles():
    other = "Fred Trump built houses. Fred Trump sold houses. Trump was rich."
    alone = mentioned(FAMILY)
    beside = mentioned(FAMILY, other, other)
    pd.testing.assert_frame_equal(alone, beside[beside["article_id"] == "a0"].reset_index(drop=True))


# Text, name, its kind (None: no actor).
THINGS = [
    ("The talks in Kiev ended.", "Kiev", "place"),
    ("Health is a basic right, AG James said in the lawsuit. They left.", "AG James", None),
    ("The president met them in the Oval Office on Monday.", "Oval Office", "place"),
    (
        "The Office of the First Lady said that she had left. The Office of the First Lady spoke.",
        "Office of the First Lady",
        "organisation",
    ),
    ("His Texas Senate bid failed. The Texas Senate race was lost.", "Texas Senate", None),
    ("They met near St. Mark's Cathedral. St. Mark's was attacked.", "St. Mark", None),
    ("The reactor at Yongbyon was shut. Experts saw Yongbyon.", "Yongbyon", "place"),
    ("The armistice was signed at Panmunjom in the summer.", "Panmunjom", "place"),
    ("They met at the Metropole Hanoi and dined.", "Metropole Hanoi", "place"),
    (
        "The Senate Judiciary Committee voted. The committee left.",
        "Senate Judiciary Committee",
        "organisation",
    ),
    ("The Trump Foundation was shut down.", "Trump Foundation", "organisation"),
    ("The General Assembly voted. The General Assembly left.", "General Assembly", "organisation"),
    ("People wrote on Twitter and on Facebook.", "Twitter", "organisation"),
    ("He asked for the Wall. A wall costs money.", "Wall", None),
    ("We must stop Drug Money now. They left.", "Drug Money", None),
    ("Sen. Ayanna Pressley, D-Mass., spoke to reporters.", "D - Mass.", None),
    ("The Missouri Democrat, a former mayor, spoke. He left.", "Democrat", None),
    ("The Democratic senators left the room.", "Democratic", "organisation"),
    ("He was a member of the Swedish Democrats then.", "Democrats", None),
    ("The case is Trump v. Vance, which was decided. They left.", "Trump v. Vance", "law"),
    ("They met at the Sharm el-Sheikh resort in Egypt.", "Sharm el", None),
    ("It is the greatest place on Earth, he said.", "Earth", None),
    ("The USS Paul Jones met the USS Sirocco in the Gulf.", "USS Sirocco", None),
    (
        "If there is no higher law over the power of the state, law, as Cicero and Aquinas, Locke and "
        "Jefferson would describe it, then state power is absolute.",
        "Cicero and Aquinas",
        None,
    ),
    ("Ammon and Ryan Bundy left. Ammon Bundy spoke. Ammon smiled.", "Ammon", "person"),
    ("The convention was held in the Sunshine State. The Sunshine State voted.", "Sunshine State", "place"),
    ("Senate Majority Leader Mitch McConnell spoke to reporters.", "Senate", None),
    ("The Senate voted on Monday after a long debate.", "Senate", "organisation"),
    ("The islands of the US Virgin Islands lie far away.", "US", None),
    ("The trade talks ended on Easter Monday in the evening.", "Easter Monday", None),
    ("Donations came from General Electric Co. and Microsoft Corp. last year.", "Electric Co.", None),
    ("Politico that Price flew was read. He flew on to Maine.", "Politico that Price", None),
    (
        "The deadly raid in March killed Breonna Taylor, whose case was widely told.",
        "Breonna Taylor",
        "person",
    ),
    ("The Clintons left. Bill Clinton spoke to reporters. The Clintons smiled.", "Clintons", "group"),
    ("WASHINGTON (AP) \u2014 The talks failed.", "WASHINGTON", None),
    ("WASHINGTON (AP) \u2014 The talks failed.", "AP", None),
    ("TRUMP: We won the vote.", "TRUMP", None),
    ("Read more at www.Example.com today.", "www.Example.com", None),
]


@pytest.mark.parametrize(("text", "name", "kind"), THINGS)
def test_kinds_come_from_lists_and_evidence(text, name, kind):
    tokens = annotated(text)
    table = actors.find_actors(tokens, min_articles=1)
    found = actors.find_mentions(tokens, table, resolve=False)
    actor = found.loc[found["text"] == name, "actor"]
    kinds = set(table.loc[table["actor"].isin(actor), "kind"])
    assert kinds == (set() if kind is None else {kind})


# Text, and the label of one actor in it.
LABELS = [
    ("Crime boss James \"Whitey\" Bulger was killed in prison.", "Whitey Bulger"),
    ("The Bureau of Prisons said so. A chief of BOP left. BOP was silent.", "Bureau of Prisons"),
    ("Her State Dept. approved the deal with Russia.", "Department of State"),
    ("Senate Judiciary Chairman Charles Grassley launched a probe.", "Senate Judiciary Committee"),
    ("Benny Gantz's Blue and White won the vote. They cheered.", "Benny Gantz"),
    ("The Committee on Ways and Means met in private on Monday.", "House Ways and Means Committee"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_bodies_and_persons_are_labelled_as_they_are_known(text, label):
    assert label in set(mentioned(text)["actor"])


def test_a_body_is_labelled_by_the_name_most_articles_use():
    both = mentioned("The Chelsea Clinton Foundation grew. The Clinton Foundation shrank.",
                     "The Clinton Foundation grew.")  # fmt: skip
    assert set(both["actor"]) == {"Clinton Foundation"}


def test_an_owner_is_no_part_of_a_name():
    found = mentioned("Benny Gantz's Blue and White won the vote. They cheered.")
    assert not found["actor"].str.contains("Gantz's|Gantz Blue", regex=True).any()


def test_a_surname_that_is_a_title_too_stays_and_a_show_is_not_its_host():
    found = mentioned(
        "Fans read a novel by Stephen King. King is rich. Michael Knowles hosts the podcast “The Michael "
        "Knowles Show”. Knowles spoke."
    )
    counts = found["actor"].value_counts()
    assert counts["Stephen King"] == 2
    assert counts["Michael Knowles"] == 2
    assert "Stephen" not in counts


def test_a_junior_is_one_man_with_his_name_unless_an_article_tells_two_apart():
    rows = [("a", "cyrus vance"), ("b", "cyrus vance jr"), ("a", "donald trump"), ("a", "donald trump jr")]
    local = pd.DataFrame(rows, columns=["article_id", "who"]).assign(kind="person")
    merged = cast._merge_whos(local.assign(alias=local["who"].str.title()))
    assert merged["cyrus vance jr"] == merged["cyrus vance"]
    assert merged["donald trump jr"] != merged["donald trump"]


def test_an_east_asian_name_taken_for_a_body_is_a_persons():
    assert (
        identity._tell_kind("kim kye gwan", Counter(organisation=1), False, False, set(), set()) == "person"
    )
    assert (
        identity._tell_kind("kim family trust", Counter(organisation=1), False, False, set(), set())
        != "person"
    )


def test_a_surname_taken_for_a_body_is_its_bearer_in_another_article():
    local = pd.DataFrame(
        [("a", "Benny Gantz", "benny gantz", "person"), ("b", "Gantz", "gantz", "organisation"),
         ("c", "Ford", "ford", "organisation"), ("d", "Ford", "ford", "organisation"),
         ("a", "Christine Ford", "christine ford", "person")],
        columns=["article_id", "alias", "who", "kind"],
    )  # fmt: skip
    merged = cast._merge_whos(local)
    assert merged["gantz"] == "benny gantz"
    assert merged["ford"] == "ford"  # more articles name the firm than the woman


def test_initials_leave_small_words_in_or_out():
    assert identity.list_initials("federal bureau of prisons") == {"fbop", "fbp", "bop", "bp"}


def test_lines_that_name_who_speaks_next_are_no_mentions():
    text = "Rebecca Hersman\n\nThe talks failed.\n\nAlex Ward\n\nWhy?\n\nRebecca Hersman\n\nNobody knows."
    assert "Rebecca Hersman" not in set(mentioned(text)["text"])


@pytest.mark.parametrize(
    "line", ["Fox's Ann Poe and Sean Carr contributed to this report.", "KXRB via YouTube"]
)
def test_lines_that_give_credit_are_no_mentions(line):
    assert mentioned(f"Ann Poe met Sean Carr.\n\n{line}")["sentence_id"].tolist() == [0, 0]


def test_labels_before_a_colon_are_no_mentions_where_they_return():
    text = "Chuck Todd: The talks failed.\n\nNobody came.\n\nChuck Todd: Why did they fail?"
    assert "Chuck Todd" not in set(mentioned(text)["text"])


def test_an_outlet_is_no_actor_in_its_own_articles():
    texts = ["NPR asked him about the vote. The CIA refused."] * 2
    found = mentioned(*texts, outlets=pd.Series({"a0": "NPR Online News", "a1": "The Hill"}))
    assert set(found.loc[found["actor"] == "NPR", "article_id"]) == {"a1"}


def test_a_table_merges_splits_renames_and_drops():
    texts = ["Donald Trump met Mike Pompeo in Kiev. Trump left."] * 2
    own = pd.DataFrame(
        [
            ("Kiev", "Ukraine", ""),  # merged, under an actor of one's own
            ("Donald Trump", "The candidate", ""),  # renamed, with the surname
            ("Trump", "Somebody else", "a1"),  # split off in one article
            ("Mike Pompeo", "", ""),  # dropped
        ],
        columns=["alias", "actor", "article_id"],
    )
    found = mentioned(*texts, aliases=own)
    pairs = found.groupby("article_id").apply(
        lambda rows: dict(zip(rows["text"], rows["actor"], strict=True))
    )
    assert pairs["a0"] == {"Donald Trump": "The candidate", "Trump": "The candidate", "Kiev": "Ukraine"}
    assert pairs["a1"] == pairs["a0"] | {"Trump": "Somebody else"}


def test_the_cast_itself_is_a_table_that_changes_nothing():
    tokens = annotated(FAMILY)
    first = actors.find_actors(tokens, min_articles=1)
    again = actors.find_actors(tokens, aliases=first, min_articles=1)
    before, after = (actors.find_mentions(tokens, table) for table in (first, again))
    pd.testing.assert_frame_equal(before, after)


def test_pronouns_in_quotation_marks_are_not_the_speaker():
    tokens = annotated('Paul Ryan left. "We will protect him," Donald Trump said. He smiled.')
    found = actors.find_mentions(tokens, actors.find_actors(tokens, min_articles=1))
    assert found.loc[found["how"] == "pronoun", ["text", "actor"]].to_numpy().tolist() == [
        ["He", "Donald Trump"]
    ]


def test_surnames_of_many_make():
    assert identity.list_surnames("Bashar al-Assad") == ["al-Assad", "Assad"]
    assert identity.list_surnames("Moon Jae-in") == ["Moon"]
    assert identity.list_surnames("Kim Kardashian") == ["Kardashian"]


def test_texts_that_name_nobody_of_the_cast_have_no_mentions():
    tokens = annotated("Paul Ryan spoke. Paul Ryan left.", "Rain fell on Monday.")
    table = actors.find_actors(tokens, min_articles=1)
    assert actors.find_mentions(tokens, table.iloc[:0]).empty
    assert actors.find_mentions(tokens, table)["article_id"].unique().tolist() == ["a0"]
    own = actors.find_actors(tokens.iloc[:0], aliases={"Paul Ryan": "The speaker"})
    assert own[["actor", "kind"]].to_numpy().tolist() == [["The speaker", ""]]


EVIDENCE = [  # text, a name in it, what it is: "" is no actor
    ("Lawyers of Perkins Coie met Larry Page of Boston.", "Perkins Coie", "organisation"),  # on the list
    ("The songs of Mardi Gras filled the street.", "Mardi Gras", ""),
    ("They praised Tax Cuts. Tax Cuts came late. Tax Cuts failed.", "Tax Cuts", ""),
    ("Critics liked Vulpine Galactica and other films.", "Vulpine Galactica", ""),
    ("The Corvane Group paid. Corvane grew.", "Corvane", "organisation"),
    ("America First was the slogan.", "America First", ""),
    ("They watched the Alex Jones Show on Monday.", "Alex Jones Show", ""),
    ("The suit came from the Institute for Justice in Virginia.", "Institute for Justice", "organisation"),
]


# What grammar tells of names that no list knows.
EVIDENCE += [
    ("The owner, Oskar Amory-Pike, left.", "Oskar Amory-Pike", "person"),
    ("The midfielder Davor Hrstic was sold in the summer.", "Davor Hrstic", "person"),
    ("Her neighbour Thekla Brunn still trusts her.", "Thekla Brunn", "person"),
    ("They found Gerlinde Pfaffenroth guilty. Pfaffenroth smiled.", "Gerlinde Pfaffenroth", "person"),
    ("They met Gerlinde Pfaffenroth, who smiled.", "Gerlinde Pfaffenroth", "person"),
    ("Yunus Tarabishi, 61, sat in the hall.", "Yunus Tarabishi", "person"),
    ("Engineer Xiomara Quispe had warned them in 2019.", "Xiomara Quispe", "person"),
    ("The rebel commander Abu Talib Shammari said so.", "Abu Talib Shammari", "person"),
    ("He was met by Mama Sisulu, a market leader.", "Mama Sisulu", "person"),
    ("The consultancy Fenwick Orme expects the market to double.", "Fenwick Orme", "organisation"),
    ("Dorrin Steel plc agreed to a deal on Thursday.", "Dorrin Steel", "organisation"),
    ("The Zamundi Teachers Federation says so.", "Zamundi Teachers Federation", "organisation"),
    ("The Harrow & Dale Ltd has offered a million pounds.", "Harrow & Dale Ltd", "organisation"),
    ("A wave swept through the village of San Jacobo.", "San Jacobo", "place"),
    (
        "Mud buried Vado Hondo. Rescue workers dug in Vado Hondo, where the school was swept away.",
        "Vado Hondo",
        "place",
    ),
    (
        "Jeff Lewis, a professor at the Middle Institute of Human Studies, who left, spoke.",
        "Middle Institute of Human Studies",
        "organisation",
    ),
    ("The Red Cross has sent tents.", "Red Cross", "organisation"),
    ("He spoke of raising the maximum Pell grant for students.", "Pell", ""),
    ("The mother told ABC station KTRK in Houston. He spoke to KTRK in Houston.", "KTRK", "organisation"),
    ("They fought the Dodd-Frank rules. The Dodd-Frank rules stay.", "Dodd", ""),
    ("She won a Planned Parenthood Media Excellence Award.", "Planned Parenthood Media Excellence Award", ""),
    ("She worked at the Centers for Medicare and Medicaid Services.", "Centers for Medicare", ""),
    ("The Barrow Independent School District closed.", "Barrow Independent School District", "organisation"),
    ("She repeals the state and local tax deduction (SALT) cap. The SALT cap is old.", "SALT", ""),
    (
        "She studied at the Duquesne University School of Law.",
        "Duquesne University School of Law",
        "organisation",
    ),
]


@pytest.mark.parametrize(("text", "name", "kind"), EVIDENCE)
def test_what_has_no_evidence_of_its_kind_is_no_actor(text, name, kind):
    table = actors.find_actors(annotated(text), min_articles=1)
    found = table[table["alias"].map(names.normalize_name) == names.normalize_name(name)]
    assert set(found["kind"]) == ({kind} - {""})


@pytest.mark.parametrize(
    ("headline", "body", "words", "kind"),
    [
        ("Trump taps Rick Perry", "Perry vowed to scrap it. Perry forgot. Perry smiled.", "Perry", "person"),
        ("Clinton Tells All", "The book tells all. Clinton smiled.", "Clinton", "person"),
    ],
)
def test_a_headline_spells_out_whom_the_article_calls_by_the_surname(headline, body, words, kind):
    tokens = actors.add_headlines(annotated(body), annotated(headline))
    table = actors.find_actors(tokens, min_articles=1)
    mentions = actors.find_mentions(tokens, table, resolve=False)
    who = mentions.loc[mentions["text"] == words, "actor"].unique().tolist()
    assert len(who) == 1 and set(table.loc[table["actor"] == who[0], "kind"]) == {kind}
    assert "Tells" not in " ".join(table["actor"])
    if words == "Perry":
        assert who == ["Rick Perry"]


@pytest.mark.parametrize("tag", ["(R-Ky.)", "(Ky.)"])
def test_a_members_tag_names_no_place(tag):
    assert "Kentucky" not in set(mentioned(f"The vote was led by Mitch McConnell {tag}.")["actor"])


def test_the_president_elect_is_not_the_president():
    found = mentioned("President Obama spoke. The president-elect left.")
    assert "The president" not in set(found["text"])


def test_a_name_that_begins_with_a_number_is_not_what_follows_it():
    found = mentioned("38 North, a website, said the reactor runs. 38 North posted pictures of it.")
    assert "North" not in set(found["actor"])


def test_a_meeting_of_two_is_nobody():
    tokens = annotated("He praised the Donald Trump-Kim meeting in Hanoi.")
    assert set(actors.find_actors(tokens, min_articles=1)["actor"]) == {"Hanoi"}


def test_who_acts_then_does_not_leave_office_then():
    text = "President Trump spoke, and then Trump left. Barack Obama was away. The president tweeted."
    found = mentioned(text)
    assert set(found.loc[found["text"] == "The president", "actor"]) == {"Donald Trump"}
    text = (
        "Mr. Trump spoke, and then Mr. Trump left. Mr. Trump blamed President Obama. The president tweeted."
    )
    found = mentioned(text)
    assert set(found.loc[found["text"] == "The president", "actor"]) == {"Donald Trump"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Mayor Denise Okafor spoke. Okafor left.", "officials"),
        ("Denise Okafor, the mayor, spoke. Okafor left.", "officials"),
        ("Sen. Denise Okafor spoke.", "officials"),
        ("Denise Okafor, a professor of law, spoke.", "experts"),
        ("Denise Okafor, a teacher, spoke. Reporter Denise Okafor, a teacher, left.", "citizens"),
        ("Former mayor Denise Okafor spoke.", ""),
        ("Denise Okafor met the mayor.", ""),
    ],
)
def test_a_person_has_the_role_that_the_articles_tell(text, role):
    found = actors.find_actors(annotated(text), min_articles=1)
    assert set(found.loc[found["actor"] == "Denise Okafor", "role"]) == {role}
