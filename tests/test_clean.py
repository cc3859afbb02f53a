"""Cleaning: exact on the seeds, lossless, idempotent, linear, and silent on clean text."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import clean, load
from analysis.clean import residue
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


def frame(*texts: str, outlet: str = "", title: str = "") -> pd.DataFrame:
    blank = dict.fromkeys(ARTICLES.columns, "")
    rows = [{**blank, "outlet": outlet, "title": title, "raw": text} for text in texts]
    return pd.DataFrame(rows, index=pd.Index([f"a{n}" for n in range(len(rows))], name="article_id"))


def text(raw: str, outlet: str = "", title: str = "", off: tuple[str, ...] = ()) -> str:
    return clean.articles(frame(raw, outlet=outlet, title=title), off=off).articles.text.iloc[0]


@pytest.fixture(scope="module")
def cleaned(seeds):
    return clean.articles(load.load_articles(str(seeds)).articles)


def removed(ledger: pd.DataFrame) -> pd.DataFrame:
    return ledger[ledger.kind != "review"]


def check_tiling(result: clean.Cleaned) -> None:
    for key, article in result.articles.iterrows():
        at, kept = 0, []
        rows = removed(result.ledger)
        for start, end, span in rows.loc[rows.article_id == key, ["start", "end", "text"]].itertuples(
            index=False
        ):
            assert at <= start < end
            assert article.raw[start:end] == span
            kept.append(article.raw[at:start])
            at = end
        kept.append(article.raw[at:])
        assert clean.plain("".join(kept)) == article.text


def test_seeds_clean_to_the_segmentation_made_by_hand(cleaned, shared):
    for row in cleaned.articles.itertuples():
        gold = json.loads((shared / "seeds" / "gold" / row.source.replace(".txt", ".json")).read_text())
        assert row.text == gold["body"]
        assert all(join in row.text for _, _, join in gold["joins"])


def test_seeds_are_exact_without_outlet_or_title(cleaned, seeds):
    bare = clean.articles(load.load_articles(str(seeds)).articles.assign(title="", author="", outlet=""))
    assert list(bare.articles.text) == list(cleaned.articles.text)
    assert bare.articles.title["thehill"] == "Trump left Hanoi with no credible path forward"
    assert list(bare.articles.author) == ["Ariel E. Levite", "P.J. Crowley"]


def test_ledger_and_kept_text_tile_raw(cleaned):
    check_tiling(cleaned)


def test_cleaning_twice_is_cleaning_once_on_the_seeds(cleaned):
    again = clean.articles(cleaned.articles.assign(raw=cleaned.articles.text).drop(columns="text"))
    assert removed(again.ledger).empty


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
        for start, end, rule in clean.clean(row.text, f"{row.outlet} {row.url}".lower(), row.title):
            if residue.RULE[rule].kind != "review":
                gone.update(range(start, end))
        seen = [n for n, sign in enumerate(row.text) if not sign.isspace()]
        body = [n for n in seen if label[n] == "body"]
        assert sum(n not in gone for n in body) >= 0.995 * len(body), item["article_id"]
        hits += sum(label[n] == "residue" and n in gone for n in seen)
        extra += sum(n in gone for n in body)
        missed += sum(label[n] == "residue" and n not in gone for n in seen)
    assert 2 * hits / (2 * hits + extra + missed) >= 0.95


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
    assert read in text(f"{PROSE}\n\n{raw}", outlet="The Hill")


def test_a_topic_link_that_breaks_off_goes_to_the_end_of_the_line():
    raw = f"{PROSE}\n\nThe plan was backed by Sen. Jane Roe Jane Ann RoeTen races to watch Vote set for June"
    assert text(raw, outlet="The Hill").endswith("backed by Sen. Jane Roe")


@pytest.mark.parametrize(
    "line",
    [
        "No deal.",
        "NO MORE BRIDGE DEALS!",
        "What happened at the bridge?",
        "THE LONG WINTER",
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
        result = clean.articles(frame(raw, outlet=outlet))
        assert result.articles.text.iloc[0] == raw
        assert removed(result.ledger).empty


def test_a_heading_alone_opens_a_trailer_but_a_link_or_a_count_does_not():
    trailer = f"{PROSE}\n\nGo deeper\n\n3 hours ago - World\n\nTen bridges at risk\n\n{MORE_PROSE}"
    assert text(trailer) == PROSE
    assert text(f"{PROSE}\n\nGo deeper: Ten bridges at risk\n\n{LAST}") == f"{PROSE}\n\n{LAST}"
    assert text(f"{PROSE}\n\nGo deeper 239 words\n\n{LAST}") == f"{PROSE}\n\n{LAST}"


def test_a_biography_goes_unless_the_article_speaks_of_the_person():
    bio = "Jane Roe is a senior fellow at the Institute for Bridges."
    assert text(f"{PROSE}\n\n{LAST}\n\n{bio}") == f"{PROSE}\n\n{LAST}"
    assert text(f"{PROSE}\n\nRoe spoke for an hour.\n\n{bio}").endswith(bio)


def test_capitals_are_links_in_one_outlet_and_subheadings_in_another():
    raw = f"{PROSE}\n\nMAYOR CLOSES OLD TOWN BRIDGE\n\n{LAST}"
    assert text(raw, outlet="Fox Online News") == f"{PROSE}\n\n{LAST}"
    assert text(raw, outlet="Reuters") == raw


def test_two_crawls_of_one_story_clean_to_the_same_body():
    one = f"{PROSE}\n\nADVERTISEMENT\n\n{MORE_PROSE}\n\n{LAST}"
    two = f"\ufeffPhoto: Jane Doe/Getty Images\r\n\r\n{PROSE}\r\n\r\n\r\n{MORE_PROSE}\u00a0\r\n\r\n{LAST}\r\n"
    assert text(one) == text(two) == f"{PROSE}\n\n{MORE_PROSE}\n\n{LAST}"


def test_every_rule_finds_its_own_example():
    whole = ("line", "lead", "tail", "rest")
    for rule in residue.RULES:
        assert rule.rationale
        assert rule.example
        if rule.patterns:
            pattern = re.compile("|".join(rule.patterns))
            how = pattern.fullmatch if rule.where in whole else pattern.search
            assert how(clean.normal(rule.example)), rule.id
            assert not rule.needs or any(word in rule.example for word in rule.needs), rule.id
        else:
            assert rule.where == "form", rule.id


def test_rules_are_listed_once_each():
    rules = clean.rules()
    assert list(rules.columns) == ["id", "kind", "where", "rationale", "example", "outlets"]
    assert rules.id.is_unique


def test_a_rule_can_be_switched_off():
    raw = f"{PROSE}\n\nADVERTISEMENT\n\n{LAST}"
    assert text(raw) == f"{PROSE}\n\n{LAST}"
    assert text(raw, off=("ad-marker",)) == raw


def test_unknown_rules_are_named():
    with pytest.raises(InputError, match="No cleaning rule is called hill-blok"):
        clean.articles(frame(PROSE), off=("hill-blok",))


def test_lines_that_recur_in_an_outlet_go_only_when_handed_over():
    raws = [f"{PROSE}\n\nOur reporters are here for you\n\n{LAST} {n}." for n in range(6)]
    articles = frame(*raws, outlet="The Bridge")
    lines = clean.repeated_lines(articles)
    assert "Our reporters are here for you" in set(lines.line)
    assert list(clean.articles(articles).articles.text) == raws
    part = clean.articles(articles.iloc[:1], repeated=lines).articles.text.iloc[0]
    assert "Our reporters" not in part
    assert PROSE in part


PIECES = st.sampled_from(
    [
        PROSE,
        MORE_PROSE,
        LAST,
        "No deal.",
        "ADVERTISEMENT",
        "Go deeper",
        "Go deeper:",
        "Read more:",
        "Ten bridges at risk",
        "More:Ten bridges at risk",
        "By Jane Doe",
        "USA TODAY",
        "Jane Roe is a senior fellow at the Institute for Bridges.",
        "The mayor at the bridge. Photo: Jane Doe/Getty Images",
        "Jane Roe contributed to this report.",
        "Sen. Jane Roe Jane Ann RoeTen races to watch MORE said no.",
        "• The bridge stays closed.",
        "  \u00a0",
        "___",
        "TEN BRIDGES AT RISK, ENGINEERS SAY",
        "He denied it. (RELATED: Ten Bridges At Risk)",
        "the old bridge over the river would be closed until the spring. More came later.",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=9),
    st.sampled_from(["\n", "\n\n", "\r\n", "\n \n\n", " "]),
    st.sampled_from(["", "The Hill", "Axios", "Fox News", "USA TODAY", "NPR", "Politico", "Daily Mail"]),
)
def test_any_page_tiles_and_is_clean_after_one_pass(pieces, gap, outlet):
    result = clean.articles(frame(gap.join(pieces), outlet=outlet))
    check_tiling(result)
    again = clean.articles(frame(result.articles.text.iloc[0], outlet=outlet))
    assert again.articles.text.iloc[0] == result.articles.text.iloc[0]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_tiles(raw):
    check_tiling(clean.articles(frame(raw)))


@pytest.mark.parametrize(
    "raw",
    [
        "MORE " * 20000,
        "JoeMORE" * 20000,
        "Donald John Roe " * 20000,
        "A" * 100000,
        "(" * 50000,
        "Jane Doe/AP " * 9000,
    ],
    ids=["more", "glued", "names", "letters", "brackets", "credits"],
)
def test_text_made_to_be_slow_is_not(raw):
    assert clean.clean(raw, "the hill fox npr") is not None
