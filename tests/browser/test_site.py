"""The report and the reader in a real browser: three widths, a keyboard, no network, and axe-core."""

import re
from urllib.parse import unquote

import nbformat
import numpy as np
import pandas as pd
import pytest

from analysis import report
from analysis.present import reader

WIDTHS = (390, 768, 1440)
LARGEST = 2_000_000  # bytes of a page
COLORS_ASIDE = {"color-contrast": {"enabled": False}}  # the slowest rule; no colour depends on the width
RAW = "HEADLINE\n\nA bad start <b>here</b>. MORE NEWS A good day follows.\n\nThe last sentence."


@pytest.fixture
def site(browser, plain_report):
    """All pages of a report; none is made where there is no browser to look with."""
    return plain_report


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A reader of two short articles."""
    spans = [(10, 34), (44, 63), (65, len(RAW))]
    rows = [("a", n, int(n == 2), *span, RAW[slice(*span)], 0.0, 0.0) for n, span in enumerate(spans)]
    rows += [("b", n, n, *span, RAW[slice(*span)], 0.0, 0.0) for n, span in enumerate(spans)]
    columns = ["article_id", "sentence_id", "paragraph_id", "start", "end", "text", "quoted", "doubtful"]
    sentences = pd.DataFrame(rows, columns=columns)
    cuts = [
        ("a", 0, 10, "headline", "first-line", RAW[:10]),
        ("a", 34, 44, "related_link", "caps", RAW[34:44]),
    ]
    ledger = pd.DataFrame(cuts, columns=["article_id", "start", "end", "kind", "rule", "text"])
    found = [
        ("a", 0, 1, "vader", "negative", 12, 15, "bad", -2.5),
        ("b", 1, 1, "frames", "time", 51, 54, "day", 1.0),
        ("a", 0, 1, "actors", "Kim", 12, 15, "bad", 1.0),
    ]
    names = ["article_id", "sentence_id", "token_id", "measure", "item", "start", "end", "text", "weight"]
    scores = pd.DataFrame(
        {"vader": [-0.6, 0.4, np.nan, 0.0, 0.3, -0.1]},
        index=pd.MultiIndex.from_frame(sentences[["article_id", "sentence_id"]]),
    )
    articles = pd.DataFrame(
        {"outlet": ["One", "Two"], "title": ["First", "Second"], "raw": [RAW, RAW]}, index=["a", "b"]
    )
    toward = pd.DataFrame(
        [("a", -1, "Kim", 3, 3, 0, 0, 0, 2.4), ("a", 0, "Kim", 1, 0, 1, 1, 0, -0.9)],
        columns=[*names[:2], "item", "named", "well", "badly", "reported", "reported_well", "tone"],
    ).set_index([*names[:2], "item"])
    links = pd.DataFrame([("a", 1, "b", 2)], columns=["article_a", "sentence_a", "article_b", "sentence_b"])
    folder = tmp_path_factory.mktemp("reader")
    page = reader.draw_reader_page(
        articles, sentences, ledger, pd.DataFrame(found, columns=names), scores=scores, links=links,
        labels={"vader": "tone", "actors": "Tone toward"}, toward=toward,
    )  # fmt: skip
    (folder / "reader.html").write_text(page, encoding="utf-8")
    again = page.split("<main>")[1].split("</main>")[0]
    other = reader.draw_reader(articles[::-1], sentences, ledger, level=2, links=links).html
    three = page.replace("</main>", f"{again}{other}</main>")
    (folder / "three.html").write_text(three, encoding="utf-8")
    many = pd.concat([articles.iloc[:1].set_axis([f"a{n}"]).assign(title=f"Number {n}") for n in range(8)])
    copies = [sentences[:3].assign(article_id=name) for name in many.index]
    eight = reader.draw_reader_page(many, pd.concat(copies, ignore_index=True), ledger[:0], most=8)
    (folder / "eight.html").write_text(eight, encoding="utf-8")
    (folder / "residue.html").write_text(reader.draw_residue_page(articles, ledger), encoding="utf-8")
    return folder


def serious(page, **options) -> list[str]:
    """What axe-core, given these options, finds serious or critical on a page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def fits(page) -> bool:
    """Whether a page is no wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def unfold(page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")


def settled(page, path) -> None:
    """Hold a page to what holds for all: silent, self-contained, no wider than its window, accessible."""
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith("data:")] == [path.as_uri()]
    assert fits(page)
    assert serious(page) == []


def test_every_page_of_the_report(site, look, shoot):
    for path in sorted(site.glob("*.html")):
        assert path.stat().st_size < LARGEST, path.name
        page = look(path, WIDTHS[0])
        settled(page, path)
        drawn = "all => all.every(one => one.getBoundingClientRect().height > 9)"
        assert page.locator(".plx-reader .strip i").evaluate_all(drawn), path.name
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert fits(page), (path.name, width)
            shoot(page, f"report-{path.stem}-{width}")
        assert serious(page, rules=COLORS_ASIDE) == []
        unfold(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert fits(page), f"{path.name} with all its folds open, {width} pixels wide"


def test_pages_in_the_dark(site, look, shoot):
    for name in ("index", "coverage", "framing", "reading"):  # what stands on the others is dressed alike
        path = site / f"{name}.html"
        page = look(path, color_scheme="dark")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 150
        unfold(page)
        assert serious(page, runOnly=["color-contrast"]) == [], path.name
        shoot(page, f"report-{path.stem}-dark")
        for canvas in page.locator(".canvas").all():  # figures have dark letters, so they keep their paper
            assert canvas.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("name", ["reader", "residue"])
def test_the_reader_and_the_residue_in_the_dark(book, look, name):
    page = look(book / f"{name}.html", color_scheme="dark")
    paper = "node => getComputedStyle(node).backgroundColor"
    assert (
        page.locator(".plx-reader").evaluate(paper)
        == page.locator("body").evaluate(paper)
        != "rgb(255, 255, 255)"
    )
    unfold(page)
    assert serious(page, runOnly=["color-contrast"]) == []
    page.emulate_media(media="print")
    assert page.locator(".plx-reader").evaluate(paper) == "rgb(255, 255, 255)"


def test_every_page_on_paper(site, look):
    for path in sorted(site.glob("*.html")):
        page = look(path, 700, color_scheme="dark")  # about what A4 holds
        page.emulate_media(media="print")
        assert fits(page), path.name
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        tall = "all => Math.max(0, ...all.map(one => one.getBoundingClientRect().height))"
        a_page = 840  # pixels, less its caption: no figure is cut
        assert page.locator(".canvas img").evaluate_all(tall) < a_page, path.name
        for table in page.locator(".fold .plx-table").all():
            assert table.evaluate("node => node.getBoundingClientRect().height > 20"), path.name


def test_every_link_of_every_page_leads_somewhere(site, look):
    ids: dict = {}
    links = []
    for path in sorted(site.glob("*.html")):
        page = look(path)
        ids[path.name] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)"))
        hrefs = page.evaluate(
            "[...document.querySelectorAll('a[href]')].map(node => node.getAttribute('href'))"
        )
        links += [(path.name, href) for href in hrefs if not re.match(r"https?:|mailto:|data:", href)]
    for name, href in links:
        target, _, anchor = href.partition("#")
        target = unquote(target) or name
        assert (site / target).exists(), f"{name}: {href}"
        assert not anchor or unquote(anchor) in ids[target], f"{name}: {href}"


@pytest.mark.parametrize("name", ["reader", "residue"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_reader_and_the_residue(book, look, shoot, name, width):
    path = book / f"{name}.html"
    page = look(path, width)
    settled(page, path)
    shoot(page, f"{name}-{width}")


def test_links_of_the_front_page_work(site, look):
    page = look(site / "index.html")
    for place in range(page.locator("header.site nav a").count()):
        page.locator("header.site nav a").nth(place).click()
        assert page.locator("h1").count() == 1
        assert page.locator("[aria-current=page]").count() == 1
    assert page.complaints == []


def test_the_first_key_skips_to_the_content(site, look):
    page = look(site / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_code_unfolds_all_at_once(site, look):
    name = next(path for path in sorted(site.glob("*.html")) if 'class="code"' in path.read_text("utf-8"))
    page = look(name)
    assert page.locator("details.code[open]").count() == 0
    page.get_by_role("button", name="Show all code").click()
    assert page.locator("details.code:not([open])").count() == 0


LONG = """import pandas as pd
from analysis.present.outputs import show_table
show_table(pd.DataFrame({"name": [f"row {n}" for n in range(70)], "n": range(70)}), "long", "Rows")"""
WIDE = 'show_table(pd.DataFrame({f"side {n}": [n] for n in range(20)}), "wide", "Wide")'


def test_a_very_long_table_is_cut_short_until_asked_for(tmp_path, look):
    cells = [nbformat.v4.new_markdown_cell("# Long"), *map(nbformat.v4.new_code_cell, (LONG, WIDE))]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "long.ipynb")
    assert report.build_report({}, tmp_path / "out", [tmp_path / "long.ipynb"]) == 0
    page = look(tmp_path / "out" / "long.html")
    rows = page.locator("tbody tr:visible")
    assert rows.count() == 0
    page.get_by_text("Rows · 70 rows").click()
    assert rows.count() == 50
    page.get_by_label("Rows with").fill("row 69")
    assert rows.all_inner_texts() == ["row 69\t69"]
    page.get_by_label("Rows with").fill("")
    page.locator(".sorter").last.dblclick()
    assert rows.first.inner_text() == "row 69\t69"
    page.get_by_role("button", name="Show all 70 rows").click()
    assert rows.count() == 70
    region = page.locator(".plx-table").first
    cut = "node => node.clientHeight < node.scrollHeight"
    assert region.evaluate(cut)
    page.emulate_media(media="print")
    assert not region.evaluate(cut)
    assert page.complaints == []
    said = "node => getComputedStyle(node, '::after').content"
    wide = page.locator("details.table", has_text="Wide")
    assert not wide.locator(".plx-table").is_visible()
    assert "too wide for paper" in wide.locator("summary").evaluate(said)


def test_front_page_prints_without_navigation(site, look):
    page = look(site / "index.html")
    page.emulate_media(media="print")
    assert not page.locator("header.site nav").is_visible()
    assert page.locator("h1").is_visible()


def test_the_reader_changes_its_measure_without_a_script(book, look):
    path = book / "reader.html"
    page = look(path, java_script_enabled=False)
    first = page.locator(".s").first
    before = first.evaluate("node => getComputedStyle(node).backgroundColor")
    assert (
        page.locator("mark", has_text="bad").evaluate("n => getComputedStyle(n).textDecorationLine")
        == "underline"
    )
    page.get_by_role("radio", name="time").check()
    assert first.evaluate("node => getComputedStyle(node).backgroundColor") != before
    assert (
        page.locator("mark", has_text="bad").first.evaluate("n => getComputedStyle(n).textDecorationLine")
        == "none"
    )


def test_the_reader_by_keyboard(book, look):
    page = look(book / "reader.html")
    page.get_by_role("radio", name="tone").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("radio", name="time").is_checked()
    page.keyboard.press("ArrowLeft")

    page.locator(".no").first.focus()
    note = page.get_by_role("tooltip").first
    assert note.is_visible()
    assert "tone: −0.6" in note.inner_text()
    assert "bad −2.5" in note.inner_text()
    page.keyboard.press("Escape")
    assert not note.is_visible()
    page.keyboard.press("ArrowDown")
    assert "Sentence 2" in page.locator(".tip:visible").inner_text()

    cut = page.locator("details.cut summary").first
    cut.focus()
    page.keyboard.press("Enter")
    assert page.locator("del", has_text="HEADLINE").is_visible()


def test_a_link_leads_to_the_matching_sentence(book, look):
    page = look(book / "reader.html")
    page.locator(".link").first.click()
    assert page.locator(".s:target").inner_text().find("The last sentence") >= 0


def test_a_link_opens_the_reader_where_it_shows_the_tone_toward_an_actor(book, look):
    page = look(book / "reader.html", color_scheme="dark")
    headline, sentence = (one.get_attribute("id") for one in page.locator("i[id]").all())
    sign = "node => getComputedStyle(node, '::after').content"
    page.goto(f"{page.url}#{sentence}")
    assert page.get_by_role("group", name="Tone toward").get_by_role("radio", name="Kim").is_checked()
    number = page.locator(".s:has(> i:target) .no")
    assert "▼" in number.evaluate(sign)
    number.focus()
    assert "Kim: shown badly, −0.90, in words of others" in page.get_by_role("tooltip").first.inner_text()
    page.get_by_role("radio", name="tone").check()
    assert not page.get_by_text("Headline: shown well, 0.80").is_visible()
    page.goto(f"{page.url.split('#')[0]}#{headline}")
    assert page.get_by_text("Headline: shown well, 0.80").is_visible()
    assert "▲" in page.locator(".top:has(> i:target)").evaluate(sign)
    page.reload()
    assert page.get_by_role("radio", name="Kim").is_checked()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert serious(page, runOnly=["color-contrast"]) == []
    assert page.complaints == []


def test_any_word_is_found_and_counted_by_article(book, look):
    page = look(book / "reader.html")
    page.get_by_role("searchbox").fill("a")
    assert page.locator(".find output").inner_text() == "One 2, Two 2. Enter goes to the next."
    page.get_by_role("searchbox").fill("sentence")
    page.keyboard.press("Enter")
    assert page.evaluate("CSS.highlights.get('plx-found').size") == 2
    assert page.evaluate("CSS.highlights.get('plx-here').size") == 1
    page.get_by_role("searchbox").fill("nowhere")
    assert page.locator(".find output").inner_text() == "One 0, Two 0."
    assert page.complaints == []


def test_readers_of_one_page_keep_to_themselves(book, look):
    page = look(book / "three.html")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
    assert len(ids) == len(set(ids))
    readers = page.locator(".plx-reader").all()
    assert len(readers) == 3  # the first one twice, and another one
    for one, word in zip(readers, ("a", "the", "bad"), strict=True):
        one.get_by_role("searchbox").fill(word)
    assert [one.locator(".find output").inner_text().split(".")[0] for one in readers] == [
        "One 2, Two 2",
        "One 1, Two 1",
        "Two 1, One 1",
    ]
    assert page.evaluate("CSS.highlights.get('plx-found').size") == 8
    readers[0].get_by_role("searchbox").fill("")
    assert page.evaluate("CSS.highlights.get('plx-found').size") == 4
    readers[1].locator(".who summary").click()
    readers[1].locator(".who label").first.click()
    assert [one.locator("article:visible").count() for one in readers] == [2, 1, 2]
    readers[1].get_by_role("radio", name="time").check()
    assert readers[0].get_by_role("radio", name="tone").is_checked()
    readers[1].locator(".link:visible").click()  # brings back what it leads to, in its own reader
    assert readers[1].locator(".s:target").count() == 1
    assert page.complaints == []


def test_of_many_articles_the_first_are_shown_and_those_that_links_lead_to(book, look):
    page = look(book / "eight.html")
    page.locator(".who summary").click()
    assert page.locator(".who label").all_inner_texts() == [f"Number {n}" for n in range(8)]
    assert page.locator(".who input:checked").count() == page.locator("article:visible").count() == 6
    place = page.locator("article").last.locator(".s").last.get_attribute("id")
    page.goto(f"{page.url}#{place}")
    assert page.locator("article:visible").count() == 7
    page.reload()
    assert page.locator(".s:target").is_visible()
    assert page.complaints == []


def test_articles_are_left_out_and_sides_renamed_by_keyboard(book, look):
    page = look(book / "reader.html")
    page.locator(".who summary").focus()
    for key in ("Enter", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    assert page.locator("article:visible .side").all_inner_texts() == ["Two"]
    page.get_by_role("searchbox").fill("a")
    assert page.locator(".find output").inner_text() == "Two 2. Enter goes to the next."
    page.locator(".link:visible").first.click()
    assert page.locator("article:visible .side").all_inner_texts() == ["One", "Two"]

    page.get_by_role("textbox", name="Name of One").fill("The <b>First</b>")
    assert page.locator("article .side").first.inner_text() == "The <b>First</b>"
    assert page.locator(".link").last.get_attribute("title") == "same in The <b>First</b>, sentence 2"
    assert page.locator(".link").first.get_attribute("title") == "same in Two, sentence 3"
    assert page.url.count("#") == 1  # the sentence that was gone to, and no more
    assert serious(page) == []
    assert page.complaints == []
