"""Cleaning: exact on the seeds and on made-up pages, lossless, idempotent, linear, silent on clean text."""

import hashlib
import json
import re
import textwrap
import time
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import clean, load
from analysis.clean.engine import clean_text, keep_text
from analysis.clean.page import normalise_spaces
from analysis.clean.rules import LONGEST_LINE, RULES
from analysis.schema import ARTICLES, InputError

GOLDEN = Path(__file__).parent / "golden"
NEUTRAL = {
    "bullet",
    "contributor",
    "editor_note",
    "embed",
    "orphan_name",
    "promo_note",
    "standfirst",
    "summary_box",
}
PROSE = "The mayor said on Monday that the old bridge over the river would be closed until the spring."
MORE_PROSE = "Engineers had warned the council for years, and nobody in the town hall had listened to them."
LAST = "It will take a winter, they said, and more money than the county has ever spent on one crossing."
ANY_OUTLET = "the hill fox npr atlantic buzzfeed yahoo daily mail"


def frame(*texts: str, outlet: str = "", title: str = "") -> pd.DataFrame:
    blank = dict.fromkeys(ARTICLES.columns, "")
    rows = [{**blank, "outlet": outlet, "title": title, "raw": text} for text in texts]
    return pd.DataFrame(rows, index=pd.Index([f"a{n}" for n in range(len(rows))], name="article_id"))


def kept(raw: str, outlet: str = "", title: str = "", off: tuple[str, ...] = ()) -> str:
    return clean.clean_articles(frame(raw, outlet=outlet, title=title), off=off)[0].text.iloc[0]


def removed(ledger: pd.DataFrame) -> pd.DataFrame:
    return ledger[ledger.kind != "review"]


def check_tiling(articles: pd.DataFrame, ledger: pd.DataFrame) -> None:
    for key, article in articles.iterrows():
        at, pieces, plain = 0, [], normalise_spaces(article.raw)
        rows = removed(ledger)
        for start, end, span in rows.loc[rows.article_id == key, ["start", "end", "text"]].itertuples(
            index=False
        ):
            assert at <= start < end
            assert article.raw[start:end] == span
            pieces.append(plain[at:start])
            at = end
        pieces.append(plain[at:])
        assert "".join(pieces) == article.text


# The seeds, and articles of the development corpus where it is at hand.
@pytest.fixture(scope="module")
def cleaned(seeds):
    return clean.clean_articles(load.load_articles(str(seeds)).articles)


def test_seeds_clean_to_the_segmentation_made_by_hand(cleaned):
    articles, ledger = cleaned
    gold = json.loads((GOLDEN / "clean_seeds.json").read_text())
    for key, article in articles.iterrows():
        expected = gold[article.source]
        rows = ledger[(ledger.article_id == key) & ~ledger.kind.isin(["whitespace", "review"])]
        assert rows[["start", "end", "kind"]].to_numpy().tolist() == expected["removed"]
        assert hashlib.sha256(article.text.encode()).hexdigest() == expected["kept_sha256"]
        assert all(join in article.text for join in expected["joins"])


def test_seeds_are_exact_without_outlet_or_title(cleaned, seeds):
    loaded = load.load_articles(str(seeds)).articles
    bare, _ = clean.clean_articles(loaded.assign(title="", author="", outlet=""))
    assert list(bare.text) == list(cleaned[0].text)
    assert bare.title["thehill"] == "Trump left Hanoi with no credible path forward"
    assert list(bare.author) == ["Ariel E. Levite", "P.J. Crowley"]


def test_ledger_and_kept_text_tile_raw(cleaned):
    check_tiling(*cleaned)


def test_cleaning_twice_is_cleaning_once_on_the_seeds(cleaned):
    articles, _ = cleaned
    _, ledger = clean.clean_articles(articles.assign(raw=articles.text).drop(columns="text"))
    assert removed(ledger).empty


@pytest.mark.parametrize("half", ["a", "b"])
def test_development_articles_lose_residue_and_keep_their_text(half, shared):
    news = pd.read_parquet(shared / "news" / "articles.parquet").drop_duplicates("article_id")
    news = news.set_index("article_id")
    hits = extra = missed = 0
    for item in json.loads((GOLDEN / f"clean_{half}.json").read_text())["articles"]:
        row = news.loc[item["article_id"]]
        label = ["body"] * len(row.text)
        for start, end, kind in item["spans"]:
            label[start:end] = ["neutral" if kind in NEUTRAL else "residue"] * (end - start)
        gone = set()
        for start, end, rule in clean_text(row.text, f"{row.outlet} {row.url}".lower(), row.title):
            if RULES[rule].kind != "review":
                gone.update(range(start, end))
        seen = [n for n, sign in enumerate(row.text) if not sign.isspace()]
        body = [n for n in seen if label[n] == "body"]
        assert sum(n not in gone for n in body) >= 0.995 * len(body), item["article_id"]
        hits += sum(label[n] == "residue" and n in gone for n in seen)
        extra += sum(n in gone for n in body)
        missed += sum(label[n] == "residue" and n not in gone for n in seen)
    assert 2 * hits / (2 * hits + extra + missed) >= 0.95


# The rules, one by one.
def test_a_rule_is_of_a_kind_that_the_head_of_the_table_lists():
    head = Path(clean.__file__).with_name("rules.toml").read_text("utf-8").split("# place ")[0]
    kinds = re.search(r"one of (.+?);", re.sub(r"\n# +", " ", head))[1].split(", ")
    assert set(kinds) == {rule.kind for rule in RULES.values()}


def page_with(line: str, place: str) -> str:
    """A line where a rule of that place looks for it."""
    if place == "head":
        return f"{line}\n\n{PROSE}\n\n{LAST}"
    if place in ("foot", "trailer"):
        return f"{PROSE}\n\n{LAST}\n\n{line}"
    return f"{PROSE}\n\n{line}\n\n{LAST}"


EXAMPLE_OUTLETS = {  # of rules whose `outlets` is no plain name, which stands for itself
    "caps-link": "fox news",
    "fox-quote": "fox news",
    "mail-caption": "daily mail",
    "npr-headline": "npr",
    "outlet-name": "the paper",
}
EXAMPLE_TITLES = {"headline-glued": "The old bridge closes for a year of repairs - The Paper"}


def only_words(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", list(RULES))
def test_every_rule_finds_its_example_and_leaves_its_counter_example(name):
    rule = RULES[name]
    outlet, title = EXAMPLE_OUTLETS.get(name, rule.outlets), EXAMPLE_TITLES.get(name, "")
    example = rule.example + " Albania, Algeria" * 100 if rule.place == "long" else rule.example
    marked = example if "⟦" in example else f"⟦{example}⟧"
    page = page_with(re.sub("[⟦⟧]", "", marked), rule.place)
    spans = clean_text(page, outlet, title)
    assert name in {span.rule for span in spans}
    left = re.sub("[⟦⟧]" if rule.kind == "review" else "⟦.*?⟧", "", marked, flags=re.S)
    assert only_words(keep_text(page, spans)) == only_words(page_with(left, rule.place))

    page = page_with(rule.counter_example, rule.place)
    spans = clean_text(page, outlet, title)
    assert keep_text(page, spans) == page
    assert name not in {span.rule for span in spans}
    assert rule.why


def test_rules_are_listed_once_each():
    rules = clean.list_rules()
    assert list(rules.columns) == ["id", "kind", "place", "why", "example", "counter_example", "outlets"]
    assert list(rules.id) == list(RULES)


def test_a_rule_can_be_switched_off():
    raw = f"{PROSE}\n\nADVERTISEMENT\n\n{LAST}"
    assert kept(raw) == f"{PROSE}\n\n{LAST}"
    assert kept(raw, off=("ad-marker",)) == raw
    caption = f"{PROSE}\n\nThe bridge at dawn. Photo: Jane Doe/AP\n\n{LAST}"
    assert kept(caption, off=("credit-only",)) == caption.replace("The bridge at dawn. ", "")


def test_unknown_rules_are_named():
    with pytest.raises(InputError, match=r"No cleaning rule is called hill-blok[^;]*; did you mean hill-"):
        clean.clean_articles(frame(PROSE), off=("hill-blok",))


# Made-up pages: each span to go stands as ⟦rule|span⟧.
def read_pages(name: str) -> list[dict]:
    table = tomllib.loads((GOLDEN / name).read_text("utf-8"))
    for page in table["page"]:
        for letter, paragraph in table.get("paragraphs", {}).items():
            page["text"] = page["text"].replace(f"{{{letter}}}", paragraph)
    return table["page"]


PAGES = [*read_pages("clean_pages.toml"), *read_pages("clean_cases.toml")]
MARK = re.compile(r"⟦([a-z-]+)\|(.*?)⟧", re.S)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_made_up_pages_lose_what_is_marked_and_nothing_else(page):
    raw, expected, at = "", [], 0
    for mark in MARK.finditer(page["text"]):
        raw += page["text"][at : mark.start()]
        expected.append((len(raw), len(raw) + len(mark[2]), mark[1]))
        raw += mark[2]
        at = mark.end()
    raw += page["text"][at:]
    spans = clean_text(raw, page.get("outlet", "").lower(), page.get("title", ""))
    counted = [span for span in spans if RULES[span.rule].kind not in ("whitespace", "review")]
    trimmed = [(*trim(raw, start, end), rule) for start, end, rule in expected]
    assert [(*trim(raw, start, end), rule) for start, end, rule in counted] == trimmed
    if "kept" in page:
        assert keep_text(raw, spans) == page["kept"]


def trim(raw: str, start: int, end: int) -> tuple[int, int]:
    """A span without the space at its edges, which may be counted as white space."""
    inner = raw[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


BLOCK = "Ten races to watch this fall Vote set for June MORE"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (f"Sen. Jane RoeJane RoeTen {BLOCK} said no to the plan on Monday.", "Sen. Jane Roe said no"),
        (f"President Roe Jane Ann RoeTen {BLOCK}, who lost, said no on Monday.", "President Roe, who lost,"),
        (f"Sen. Jane Roe Jane Roe Voters {BLOCK} 's plan failed on Monday, aides said.", "Jane Roe's plan"),
        (f"Sen. Jane Roe\nJane RoeTen {BLOCK} said no to the plan on Monday.", "Sen. Jane Roe said no"),
        (
            "Adviser Jane Roe Jane (Janie) Ann RoeMORE said no on Monday, aides said.",
            "Adviser Jane Roe said no",
        ),
        (f"Like Jane RoeJane Hussein RoeTen {BLOCK} did. They left.", "Like Jane Roe did. They left."),
        (
            f"Rep. Lucía O'Roe-Smith Lucía O'Roe-SmithTen {BLOCK} (D) said no.",
            "Lucía O'Roe-Smith (D) said no",
        ),
    ],
)
def test_a_sentence_reads_right_where_a_topic_link_was_cut(raw, read):
    assert read in kept(f"{PROSE}\n\n{raw}", outlet="The Hill")


@pytest.mark.parametrize(
    "line",
    [
        "No deal.",
        "NO MORE BRIDGE DEALS!",
        "What happened at the bridge?",
        "THE LONG WINTER",
        "''Can we win the town?'' Mr. Doe asked. ''I don't know. But we can make her spend money there.''",
        'Councillor Roe (Springfield):"I have not heard anyone other than you say so. Who told you that?"',
        "Why it matters: The bridge carries half of the county's trucks, and there is no other.",
        '"The bridge will stand," she said. "It always has." (AP)',
        "The bridge will get MORE money, the county said, and the state will pay less for it than before.",
        "The Associated Press reported that the mayor's office knew of the cracks since the summer before.",
        "Jane Roe is the mayor of the town, and John Doe was her predecessor for eleven difficult years.",
    ],
)
def test_the_articles_own_lines_stay(line):
    met = "Jane Roe and John Doe met on Tuesday, the town hall said, and spoke for more than an hour."
    raw = f"{PROSE}\n\n{line}\n\n{met}\n\n{LAST}"
    for outlet in ("", "Reuters", "The Hill", "CNN (Web News)"):
        articles, ledger = clean.clean_articles(frame(raw, outlet=outlet))
        assert articles.text.iloc[0] == raw
        assert removed(ledger).empty


def test_a_heading_alone_opens_a_trailer_but_a_link_or_a_count_does_not():
    trailer = f"{PROSE}\n\nGo deeper\n\n3 hours ago - World\n\nTen bridges at risk\n\n{MORE_PROSE}"
    assert kept(trailer) == PROSE
    assert kept(f"{PROSE}\n\nGo deeper: Ten bridges at risk\n\n{LAST}") == f"{PROSE}\n\n{LAST}"
    assert kept(f"{PROSE}\n\nGo deeper 239 words\n\n{LAST}") == f"{PROSE}\n\n{LAST}"


def test_a_markdown_link_keeps_its_words_and_loses_its_target():
    raw = "The council met on [Monday](https://example.org/news/the-council-meets). She saw ![it](a.png) too."
    assert kept(raw) == "The council met on Monday. She saw too."


def test_a_labelled_line_below_the_text_is_a_link():
    link = "State of Play: Town and State Near Next Round of Bridge Talks"
    assert kept(f"{PROSE}\n\n{link}\n\n{LAST}") == f"{PROSE}\n\n{LAST}"
    kicker = f"{PROSE}\n\nState of play: The town and the state are near the next round of talks.\n\n{LAST}"
    assert kept(kicker) == kicker


def test_a_biography_goes_unless_the_article_speaks_of_the_person():
    bio = "Jane Roe is a senior fellow at the Institute for Bridges."
    assert kept(f"{PROSE}\n\n{LAST}\n\n{bio}") == f"{PROSE}\n\n{LAST}"
    assert kept(f"{PROSE}\n\nRoe spoke for an hour.\n\n{bio}").endswith(bio)


def test_capitals_are_links_in_one_outlet_and_subheadings_in_another():
    raw = f"{PROSE}\n\nMAYOR CLOSES OLD TOWN BRIDGE\n\n{LAST}"
    assert kept(raw, outlet="Fox Online News") == f"{PROSE}\n\n{LAST}"
    assert kept(raw, outlet="Reuters") == raw


def test_two_crawls_of_one_story_clean_to_the_same_body():
    one = f"{PROSE}\n\nADVERTISEMENT\n\n{MORE_PROSE}\n\n{LAST}"
    two = f"\ufeffPhoto: Jane Doe/Getty Images\r\n\r\n{PROSE}\r\n\r\n\r\n{MORE_PROSE}\u00a0\r\n\r\n{LAST}\r\n"
    assert kept(one) == kept(two) == f"{PROSE}\n\n{MORE_PROSE}\n\n{LAST}"


@pytest.mark.parametrize("width", [45, 72])
def test_a_wrapped_text_loses_what_it_loses_unwrapped(width):
    quoted = f'"{MORE_PROSE}"'
    caption = "The mayor and two of her engineers walk over the closed bridge on Monday. Photo: Jane Doe/AP"
    pitch = "Get the best of our reporting every morning, straight to your inbox. Sign up for our newsletter."
    paragraphs = [PROSE, caption, f"{LAST} {quoted}", MORE_PROSE, pitch, f"{PROSE} {LAST}"]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    assert only_words(kept(wrapped)) == only_words(kept("\n\n".join(paragraphs)))
    assert "Jane Doe" not in kept(wrapped)
    assert "inbox" not in kept(wrapped)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_lines_end_as_the_writer_of_the_file_ended_them(newline):
    assert kept(f"ADVERTISEMENT{newline}{PROSE}") == PROSE


def test_a_line_is_in_doubt_between_two_paragraphs_only():
    line = "The ten bridges that engineers say are at risk"
    raw = f"{PROSE}\n\n{line}\n\nNo deal.\n\n{MORE_PROSE}\n\n{line} now\n\n{LAST}"
    _, ledger = clean.clean_articles(frame(raw))
    assert list(ledger.text) == [f"{line} now"]
    assert list(ledger.rule) == ["doubt-headline"]


SPEECH = "\n".join([f"DOE: {PROSE}", f"ROE: {LAST}"] * 3)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (f"{PROSE}\n\n{LAST}", ""),
        (SPEECH, "transcript"),
        (SPEECH.replace("DOE", "JANE DOE, HOST"), "transcript"),
        (SPEECH.replace("DOE", "Q").replace("ROE", "A"), "questions and answers"),
        (SPEECH.replace("DOE", "Plus").replace("ROE", "Minus"), ""),
        (f"{PROSE}\n\n" * 9 + SPEECH[:200], ""),
        ("\n\n".join(f"{hour}:45 a.m. ET\n\n{PROSE}" for hour in (9, 10, 11)), "live page"),
    ],
)
def test_the_kind_of_a_text_is_told_where_it_is_no_running_prose(raw, kind):
    assert clean.guess_text_kinds(*clean.clean_articles(frame(raw))).to_dict() == {"a0": kind}


NAMES_OF_PAGES = "Home World Business Science Health Sport Weather Travel Food Arts Style Money Games Local"
MENU = NAMES_OF_PAGES.split()
TEASERS = "\n".join(
    f"{number} bridges at risk after the winter floods\nSee which crossings of the county are to be closed.\n"
    f"{number} hours ago"
    for number in range(10, 19)
)
FOOT = ["About us", "Contact us", "Terms of Use", "Privacy Policy", "Cookies", "Careers", "Site Map", "Press"]


def test_of_a_whole_page_the_article_is_kept():
    body = f"{PROSE}\n\nWhat comes next\n\n{MORE_PROSE}\n\n{LAST}\n\n{PROSE[:-1]}, she said."
    raw = "\n".join(MENU) + f"\n\n{body}\n\nMost read\n{TEASERS}\n" + "\n".join(FOOT)
    articles, ledger = clean.clean_articles(frame(raw))
    assert articles.text.iloc[0] == body
    assert "page-furniture" in set(ledger.rule)
    assert kept(raw.replace("\n\n", "\n")) == body.replace("\n\n", "\n")


def test_a_long_table_in_an_article_is_no_menu():
    table = "\n".join(f"{name}: {number} percent" for number, name in enumerate(MENU * 2, 10))
    story = [PROSE, MORE_PROSE, LAST] + [f"{line[:-1]}, she said." for line in (PROSE, MORE_PROSE, LAST)]
    raw = "\n\n".join([*story, *(f"{line[:-1]}, he said." for line in story), table])
    assert "page-furniture" not in {span.rule for span in clean_text(raw)}


def test_articles_that_cleaning_emptied_are_listed():
    links = "\n\n".join(f"READ: The {n} bridges at risk this winter, engineers say" for n in range(9))
    articles, ledger = clean.clean_articles(frame(f"{PROSE}\n\n{links}", PROSE, links))
    emptied = clean.list_emptied_articles(articles, ledger)
    assert list(emptied.index) == ["a2", "a0"]
    assert list(emptied["rule"]) == ["related-label", "related-label"]
    assert emptied["share"]["a2"] == 1
    assert 0.5 < emptied["share"]["a0"] < 1
    assert emptied["kept"]["a0"] == len(only_words(PROSE))
    assert list(clean.list_emptied_articles(articles, ledger, more_than=0.99).index) == ["a2"]


# Properties.
PIECES = st.sampled_from(
    [
        PROSE,
        MORE_PROSE,
        LAST,
        "\u00a0 ",
        *(
            re.sub("[⟦⟧]", "", example)
            for rule in RULES.values()
            for example in (rule.example, rule.counter_example)
        ),
    ]
)
GAPS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\n \n\n", " ", ""])
OUTLETS = st.sampled_from(["", "The Hill", "Axios", "Fox News", "USA TODAY", "NPR", "Politico", "Daily Mail"])


MARKUP = [
    ("The mayor said on Monday that the old bridge over the river would be closed until the spring.", "\n"),
    ("He agreed. FILE PHOTO: The harbour at dawn. REUTERS/Jane Doe He left.", " "),
    ("Jane is a graduate of Springfield U", "\n"),
    ('poster="http://v.example.net/images/1.jpg"', "\n"),
]


REPEATED = [
    *[MARKUP[0]] * 3,
    ("supplied The inside of the tent", "\n"),
    ("By Jane Roe, the reporter of the Paper, the mayor was asked twice.", "\n"),
]


@example(MARKUP, "")
@example(REPEATED, "")
@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(PIECES, GAPS), max_size=9), OUTLETS)
def test_any_page_tiles_and_is_clean_after_one_pass(pieces, outlet):
    articles, ledger = clean.clean_articles(frame("".join(map("".join, pieces)), outlet=outlet))
    check_tiling(articles, ledger)
    assert kept(articles.text.iloc[0], outlet=outlet) == articles.text.iloc[0]


def test_a_line_ends_at_a_carriage_return_as_at_a_line_feed():
    page = f"{PROSE}\n{PROSE}\r{PROSE}\nsupplied The inside of the tent\n"
    assert kept(page).count(PROSE) == 1
    assert kept(kept(page)) == kept(page)


def test_spaces_between_two_cuts_are_removed_once():
    prose = "The mayor said on Monday that the old bridge would be closed until the spring and the summer."
    raw = f"{prose} (PHOTOS: Ten bridges) (PHOTOS: Ten bridges) {prose}"
    articles, ledger = clean.clean_articles(frame(raw))
    check_tiling(articles, ledger)
    assert articles.text.iloc[0] == f"{prose} {prose}"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_tiles(raw):
    check_tiling(*clean.clean_articles(frame(raw)))


# Time. Bounds are ratios: four times the text may take ten times as long (16 would be quadratic), where it
# takes long enough to be measured.
SLOW_UNITS = [
    "A", "a ", " ", "(", '"', "Jane Roe ", "Jane Doe/AP ", "MORE ", "JoeMORE", "Jane Roe, ", "READ ",
    "your inbox ", "a@b ", "<p a=", "&nbsp;", "{", "© 2019 ", "All rights ", "Photo: ", "10:45 a.m. ET, ",
    "Roe RoeRoe ", "Ten Roe Roe MORE said. ", "Chart: x; Data: y. ", "toggle caption x ", "Sign up. ",
]  # fmt: skip


def check_linear(work, unit: str, length: int) -> None:
    """Four times the text takes no more than ten times as long, where it takes long enough to be told."""
    short, long = ((unit * (size // len(unit) + 1))[:size] for size in (length, 4 * length))
    if measure_time(work, long) < 0.25:
        return
    seconds = [min(measure_time(work, text) for _ in range(2)) for text in (short, long)]
    assert seconds[1] < max(10 * seconds[0], 0.25), (unit, seconds)


def measure_time(work, text: str) -> float:
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.pattern])
def test_no_pattern_is_slow_on_text_made_to_be_slow(name):
    rule = RULES[name]
    pattern = re.compile(rule.pattern)
    inside = rule.place in ("inside", "end", "start")
    for unit in [*SLOW_UNITS, re.sub("[⟦⟧\n]", "", rule.example) + " ", *(word + " " for word in rule.needs)]:
        if inside:
            check_linear(lambda text: sum(1 for _ in pattern.finditer(text)), unit, 5000)
        else:
            check_linear(pattern.fullmatch, unit, LONGEST_LINE // 4)


@pytest.mark.parametrize("gap", ["", "\n"], ids=["line", "lines"])
def test_cleaning_takes_time_in_step_with_length(gap):
    clean_text(PROSE, ANY_OUTLET)  # patterns are compiled at first use
    for unit in SLOW_UNITS:
        check_linear(lambda text: clean_text(text, ANY_OUTLET), unit + gap, 3000)


@pytest.mark.parametrize("unit", ["a", " ", "x. ", "\r\n", "\n", "Jane Roe ", "\x00", "(AP) The "])
def test_a_million_characters_are_cleaned(unit):
    raw = ("Start " + unit * (1_000_000 // len(unit)) + " end.")[:1_000_000]
    spans = clean_text(raw, ANY_OUTLET)
    assert len(keep_text(raw, spans)) <= len(raw)
