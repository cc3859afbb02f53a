"""Loading changes nothing it decodes, and says in one sentence what it cannot read."""

import gzip
import hashlib
import json
import os
import warnings

import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from analysis import clean, load, output, schema
from analysis.load import formats
from analysis.schema import InputError

pytestmark = pytest.mark.filterwarnings("ignore:.*taken is")
TEXT = "One article.\r\n\r\n\u201cCurly\u201d quotes,\u00a0a no-break space."


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_the_seeds_are_the_same_from_anywhere(seeds, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pd.testing.assert_frame_equal(load.load_articles("seeds").articles, load.load_articles(seeds).articles)
    assert list(load.load_articles("seeds#outlet=Axios").articles.index) == ["axios"]


def test_seeds_are_read_byte_for_byte(seeds):
    articles = load.load_articles(seeds).articles
    assert list(articles.index) == ["axios", "thehill"]
    assert list(articles.outlet) == ["Axios", "The Hill"]
    assert list(articles.published) == ["", ""]
    for row in articles.itertuples():
        data = (seeds / row.source).read_bytes()
        assert row.raw.encode() == data
        assert row.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_raw_keeps_newlines_marks_and_spaces(tmp_path, name):
    write(tmp_path, {name: "\ufeff" + TEXT})
    assert load.load_articles(tmp_path / name).articles.raw.item() == "\ufeff" + TEXT


def test_utf16_with_its_mark_is_read(tmp_path):
    write(tmp_path, {"a.txt": TEXT.encode("utf-16")})
    assert load.load_articles(tmp_path).articles.raw.item() == "\ufeff" + TEXT


RECORDS = [
    {"id": "one", "publisher": "A", "headline": "Zero", "text": TEXT, "desk": "world"},
    {"id": "two", "publisher": "B", "headline": "", "text": "NA", "desk": ""},
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps(RECORDS)),
        ("b.json", json.dumps({"articles": RECORDS})),
        ("c.jsonl", "\n".join(map(json.dumps, RECORDS)) + "\n\n"),
        ("d.csv", None),
        ("e.parquet", None),
    ],
)
def test_every_kind_of_table_gives_the_same_articles(tmp_path, name, content):
    path = tmp_path / name
    if name.endswith("csv"):
        pd.DataFrame(RECORDS).to_csv(path, index=False)
    elif name.endswith("parquet"):
        pd.DataFrame(RECORDS).to_parquet(path)
    else:
        path.write_text(content)
    articles = load.load_articles(path).articles
    assert list(articles.index) == ["one", "two"]
    assert list(articles.outlet) == ["A", "B"]
    assert list(articles.title) == ["Zero", ""]
    assert list(articles.desk) == ["world", ""]
    assert list(articles.raw) == [TEXT, "NA"]
    assert list(articles.source) == [name, name]
    schema.check(articles, schema.ARTICLES)


def test_html_brings_its_text_and_its_metadata(tmp_path):
    body = "".join(f"<p>Paragraph {n} of the story goes on for a while, as stories do.</p>" for n in range(9))
    page = f"""<html><head><title>Talks end</title><meta property="og:site_name" content="The Paper">
    <meta name="author" content="Ann Writer"></head><body><nav>Home</nav><article><h1>Talks end</h1>
    {body}</article><footer>Copyright</footer></body></html>"""
    article = load.load_articles(write(tmp_path, {"page.html": page}) / "page.html").articles.iloc[0]
    assert "Paragraph 8 of the story" in article.raw
    assert "Copyright" not in article.raw
    assert (article.title, article.outlet, article.author) == ("Talks end", "The Paper", "Ann Writer")


def test_index_outranks_the_page_and_unlisted_files_are_named(tmp_path):
    write(tmp_path, {"a.txt": TEXT, "b.txt": TEXT, "notes.md": TEXT, "README.md": "about this corpus"})
    write(tmp_path, {"articles.csv": "\ufefffile,article_id,outlet\nb.txt,bee,The B\n"})
    with pytest.warns(UserWarning, match=r"Not in articles\.csv, so not loaded: a\.txt, notes\.md\."):
        articles = load.load_articles(tmp_path).articles
    assert list(articles.index) == ["bee"]
    assert list(articles.outlet) == ["The B"]


def test_a_folder_without_index_is_read_through_and_in_order(tmp_path):
    write(tmp_path, {"b.txt": TEXT, "a/c.md": TEXT, ".hidden/x.txt": TEXT, "picture.png": b"\x89PNG"})
    with pytest.warns(UserWarning, match=r"Not loaded: picture\.png\."):
        articles = load.load_articles(tmp_path).articles
    assert list(articles.index) == ["a/c", "b"]
    assert list(articles.outlet) == ["a", ""]


def test_what_parallax_wrote_is_never_taken_for_articles(tmp_path):
    write(tmp_path, {"b.txt": TEXT})
    with output.writing_folder(tmp_path / "report", "report") as folder:
        write(folder, {"page.html": TEXT, "table.csv": "text\nx\n"})
    with pytest.warns(UserWarning, match=r"Not loaded: report/ \(written by Parallax\)"):
        assert list(load.load_articles(tmp_path).articles.index) == ["b"]
    with output.writing_folder(tmp_path / "clean", "cleaned corpus") as folder:
        write(folder, {"b.txt": TEXT})
    assert list(load.load_articles(tmp_path / "clean").articles.index) == ["b"]
    with pytest.raises(InputError, match="is a report that Parallax wrote; name the folder of its articles"):
        load.load_articles(tmp_path / "report")


def test_a_table_goes_on_after_a_bad_row(tmp_path):
    rows = [f"Text {n} of many,BBC" for n in range(40)]
    rows[10] = '"He said the bridge is shut,BBC'
    rows[20] = "one field"
    rows[25] = "Caf\u00e9 open,BBC"
    table = "\n".join(["text,outlet", *rows]).encode().replace(b"Text 30", b"Caf\xe9 30")
    loaded = load.load_articles(write(tmp_path, {"a.csv": table}) / "a.csv")
    assert (len(loaded.articles), len(loaded.rejected)) == (37, 3)
    assert list(loaded.rejected.reason.str[:14]) == ["a.csv, line 12", "a.csv, line 22", "a.csv: article"]


def test_a_damaged_page_costs_a_parquet_file_no_more_than_its_rows(tmp_path):
    frame = pd.DataFrame({"text": [f"Text number {n} of the file." for n in range(300)]})
    path = tmp_path / "a.parquet"
    frame.to_parquet(path, row_group_size=100, compression=None, write_page_checksum=True)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Text number 150", b"Text number X50"))
    loaded = load.load_articles(path)
    assert len(loaded.articles) + len(loaded.rejected) == 300
    assert 0 < len(loaded.rejected) <= 100
    assert loaded.rejected.reason.str.contains("damaged").all()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_of_tables_are_recognised(tmp_path, separator):
    table = pd.DataFrame({"title": ["A"], "text": ["The council met."], "outlet": ["BBC"]})
    table.to_csv(tmp_path / "a.csv", sep=separator, index=False)
    assert load.load_articles(tmp_path / "a.csv").articles.outlet.item() == "BBC"


KNOWN_NAMES = [
    (
        {
            "maintext": "Met.",
            "source_domain": "a.example",
            "date_publish": "2020-01-01",
            "authors": ["J. Roe"],
        },
        {"raw": "Met.", "outlet": "a.example", "published": "2020-01-01", "author": "J. Roe"},
    ),
    (
        {"source": {"id": "cnn", "name": "CNN"}, "content": "Met.", "publishedAt": "2020-01-01T00:00:00Z"},
        {"raw": "Met.", "outlet": "CNN", "published": "2020-01-01T00:00:00Z", "source.id": "cnn"},
    ),
    (
        {" Content ": "Met.", "Publication": "The Post", "Headline": "A", "Byline": "J. Roe"},
        {"raw": "Met.", "outlet": "The Post", "title": "A", "author": "J. Roe"},
    ),
    ({"article": "A longer text.", "body": "Short."}, {"raw": "A longer text."}),
    ({"text": ["One.", "Two."], "tags": ["a", "b"]}, {"raw": "One.\n\nTwo.", "tags": "a, b"}),
]


@pytest.mark.filterwarnings("ignore:a.json")
@pytest.mark.parametrize(("record", "expected"), KNOWN_NAMES)
def test_names_that_crawlers_give_to_columns_are_known(tmp_path, record, expected):
    write(tmp_path, {"a.json": json.dumps([record])})
    article = load.load_articles(tmp_path / "a.json").articles.iloc[0]
    assert {name: article[name] for name in expected} == expected


def test_what_was_taken_for_what_is_said_once(tmp_path):
    records = [{"content": "Met.", "publication": "The Post"}] * 3
    write(tmp_path, {"a.json": json.dumps(records)})
    with pytest.warns(UserWarning, match="taken is content as text, publication as outlet") as caught:
        load.load_articles(tmp_path)
    assert len(caught) == 1


def test_a_frame_as_pandas_writes_it_is_a_table(tmp_path):
    frame = pd.DataFrame({"text": ["One.", "Two."], "outlet": ["A", "B"]})
    for orient in ("columns", "records", "split", "table"):
        frame.to_json(tmp_path / "a.json", orient=orient)
        assert list(load.load_articles(tmp_path / "a.json").articles.raw) == ["One.", "Two."], orient


def test_office_and_packed_files_are_read(tmp_path):
    document = Document()
    document.add_paragraph("First paragraph.")
    document.add_paragraph("Second.")
    document.save(tmp_path / "a.docx")
    pd.DataFrame({"text": ["In a sheet."], "outlet": ["A"]}).to_excel(tmp_path / "b.xlsx", index=False)
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(b"text\nIn a packed table.\n"))
    articles = load.load_articles(tmp_path).articles
    assert list(articles.raw) == ["First paragraph.\n\nSecond.", "In a sheet.", TEXT, "In a packed table."]


LINES = "The council voted to close the bridge for a year.\r\n\r\nShops wait for what comes.\r\n"
TITLED = {
    "Bridge to close for a year": "Bridge to close for a year",
    "# Is the bridge sound?": "Is the bridge sound?",
    "The bridge is closed.": "",
    "By Ann Writer, Smalltown": "",
    "Smalltown": "",
    "The bridge in winter (Ann Writer/Reuters)": "",
    "The bridge " * 20: "",
}


@pytest.mark.parametrize(("line", "title"), TITLED.items(), ids=range(len(TITLED)))
def test_the_first_line_of_a_text_is_its_title_where_it_looks_like_one(tmp_path, line, title):
    raw = f"{line}\r\n\r\n{LINES * 3}"
    article = load.load_articles(write(tmp_path, {"a.txt": raw})).articles.iloc[0]
    assert (article.title, article.raw) == (title, raw)


def test_a_title_in_a_text_is_no_sentence_of_it(tmp_path):
    write(
        tmp_path,
        {"a.txt": f"Bridge to close for a year\n\n{LINES * 3}", "b.txt": "A short note\n\nThe bridge shuts."},
    )
    articles, ledger = clean.clean_articles(load.load_articles(tmp_path).articles)
    assert list(articles.title) == ["Bridge to close for a year", ""]
    assert list(ledger.loc[ledger.kind == "headline", "text"]) == ["Bridge to close for a year"]


def test_a_title_that_is_given_outranks_the_first_line(tmp_path):
    write(tmp_path, {"a.txt": f"Bridge to close for a year\n\n{LINES * 3}"})
    write(tmp_path, {"articles.csv": "file,title\na.txt,Another one\n"})
    assert load.load_articles(tmp_path).articles.title.item() == "Another one"


FRENCH = "Le conseil a vot\u00e9 pour la fermeture du pont, et les gens de la ville ne sont pas contents. "
FOREIGN = {
    "le-post": (FRENCH * 2, " (French?)"),
    "pravda": (
        "\u0421\u043e\u0432\u0435\u0442 \u0437\u0430\u043a\u0440\u044b\u043b \u043c\u043e\u0441\u0442. " * 10,
        "",
    ),
    "renmin": ("\u5e02\u8bae\u4f1a\u51b3\u5b9a\u5173\u95ed\u8be5\u6865" * 20, ""),
}


@pytest.mark.parametrize(("name", "text", "guess"), [(name, *rest) for name, rest in FOREIGN.items()])
def test_what_is_not_in_english_is_set_aside_and_named(tmp_path, name, text, guess):
    loaded = load.load_articles(write(tmp_path, {f"{name}.txt": text, "post.txt": LINES * 3}))
    assert list(loaded.articles.index) == ["post"]
    reason = f"{name}.txt: article '{name}' is not in English{guess}, which every instrument here reads"
    assert loaded.rejected.reason.item().startswith(reason)


def test_a_text_is_english_where_the_user_says_so_or_it_is_too_short_to_tell(tmp_path):
    records = [{"text": FRENCH * 2, "lang": "en-GB"}, {"text": "Le conseil a vot\u00e9 lundi."}]
    write(tmp_path, {"a.jsonl": "\n".join(map(json.dumps, records))})
    assert len(load.load_articles(tmp_path).articles) == 2


def test_english_with_words_of_others_is_english(tmp_path):
    write(
        tmp_path,
        {"a.txt": LINES * 4 + FRENCH, "b.txt": "The mayor said: \u201c" + FRENCH + "\u201d. " + LINES * 3},
    )
    assert len(load.load_articles(tmp_path).articles) == 2


CUT = {
    "The talks ended earl\u2026 [+4748 chars]": "yes",
    "The talks ended ... [truncated]": "yes",
    "The talks ended.\n\nTo read the full story, subscribe or sign in.": "yes",
    "The talks ended.\n\nContinue reading\u2026": "yes",
    "The talks ended.\n\nRead the full story at The Post.\n": "yes",
    "This article is only available to subscribers. Already a subscriber? Log in": "yes",
    "He had to read the report, and she continued reading it to the end.": "",
    "Continue Reading Below\n\n" + LINES * 9: "",
    "The talks ended with \u2026": "",
}


@pytest.mark.parametrize(("text", "cut"), CUT.items(), ids=range(len(CUT)))
def test_a_text_that_was_cut_is_marked_and_named(tmp_path, text, cut):
    write(tmp_path, {"a.txt": text})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        article = load.load_articles(tmp_path).articles.iloc[0]
    assert (article.cut, article.raw) == (cut, text)
    said = ["Cut short where they were taken from: a."] if cut else []
    assert [str(one.message) for one in caught] == said


def test_windows_text_is_read_where_nothing_else_fits_and_said(tmp_path):
    text = "The caf\u00e9 is \u201copen\u201d, he said."
    write(tmp_path, {"a.txt": text.encode("cp1252")})
    with pytest.warns(UserWarning, match="a.txt is read as Windows text"):
        assert load.load_articles(tmp_path).articles.raw.item() == text


def test_a_page_in_another_encoding_is_read_in_it(tmp_path):
    text = "".join(
        f"<p>Caf\u00e9 number {n} in the story goes on for a while, as stories do.</p>" for n in range(9)
    )
    page = f'<html><head><meta charset="windows-1252"></head><body><article>{text}</article></body></html>'
    article = load.load_articles(write(tmp_path, {"a.html": page.encode("cp1252")})).articles.iloc[0]
    assert "Caf\u00e9 number 8" in article.raw


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_links_out_of_the_corpus_loops_and_pipes_are_set_aside(tmp_path):
    folder = tmp_path / "corpus"
    write(folder, {"good.txt": TEXT})
    write(tmp_path, {"secret.txt": TEXT})
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    loaded = load.load_articles(folder)
    assert list(loaded.articles.index) == ["good"]
    assert sorted(loaded.rejected.source) == ["broken.txt", "loop.txt", "out.txt", "pipe.txt"]


MARKUP = {
    "<p>The council met &amp; voted.</p><p>It&#39;s over.</p>": "The council met & voted.\n\nIt's over.",
    "One<br>two <b>bold</b> <script>x()</script>three": "One\ntwo bold three",
    "&quot;We lost,&quot; he said.": '"We lost," he said.',
    "if a < b and b > c, AT&T; wins": "if a < b and b > c, AT&T; wins",
    "a <- b, R & D": "a <- b, R & D",
}


@pytest.mark.parametrize(("text", "expected"), MARKUP.items())
def test_markup_in_a_text_field_is_read_as_a_browser_shows_it(tmp_path, text, expected):
    write(tmp_path, {"a.json": json.dumps([{"text": text}]), "b.txt": text})
    articles = load.load_articles(tmp_path).articles
    assert articles.raw["a-0001"] == expected
    assert articles.raw["b"] == text  # a text file is taken as it is


def test_values_and_names_may_hold_a_hash(tmp_path):
    records = [{"text": "One.", "event": "deal #1=done"}, {"text": "Two.", "event": "b"}]
    write(tmp_path, {"a#1.jsonl": "\n".join(map(json.dumps, records))})
    assert len(load.load_articles(tmp_path / "a#1.jsonl").articles) == 2
    some = load.load_articles(f"{tmp_path}/a#1.jsonl#event=deal #1=done").articles
    assert list(some.raw) == ["One."]


def test_a_glob_takes_what_it_names(tmp_path):
    write(tmp_path, {"b.txt": TEXT, "a.txt": TEXT, "a.md": TEXT})
    assert list(load.load_articles(f"{tmp_path}/*.txt").articles.index) == ["a", "b"]


def test_a_selection_takes_the_articles_whose_column_says_so(tmp_path):
    write(tmp_path, {"a.jsonl": "\n".join(map(json.dumps, RECORDS))})
    assert list(load.load_articles(f"{tmp_path}/a.jsonl#outlet=B").articles.index) == ["two"]
    with pytest.raises(InputError, match="holds no articles"):
        load.load_articles(f"{tmp_path}/a.jsonl#outlet=C")


BAD = {
    "empty": ({"a.txt": " \n\u00a0"}, "a.txt: article 'a' is empty"),
    "encoding": (
        {"a.txt": "caf\u00e9 ".encode() + b"\xe9"},
        r"a.txt is not UTF-8 \(byte 0xe9 at position 6\)",
    ),
    "other encoding": ({"a.txt": "\u043c\u0438\u0440".encode("cp1251")}, r"a.txt is not UTF-8"),
    "csv encoding": ({"a.csv": "text\ncaf\u00e9 ".encode() + b"\xe9\n"}, "a byte that is not UTF-8"),
    "binary": ({"a.txt": b"a\0b"}, "a.txt is not text"),
    "no text column": ({"a.csv": "title,words\nx,y\n"}, "record 1: no column is known .*title, words"),
    "twice the same column": ({"a.csv": "text,text\nx,y\n"}, "a.csv names the column 'text' twice"),
    "twice the same key": ({"a.jsonl": '{"text": "x", "text": "y"}'}, "text is named twice"),
    "ragged": ({"a.csv": "title,text\nx,y,z\n"}, "line 2: 3 fields where the first line names 2 columns"),
    "lost quotation mark": ({"a.csv": 'text\n"x\n'}, "line 2: this is no row of the table .*never closed"),
    "bad json": ({"a.json": "{"}, "a.json: not valid JSON"),
    "bad line": ({"a.jsonl": '{"te\n'}, "a.jsonl, line 1: not valid JSON"),
    "number of 5,000 digits": ({"a.jsonl": '{"text": ' + "1" * 5000 + "}"}, "line 1: not valid JSON"),
    "not an object": ({"a.json": '["x"]'}, "record 1: not an article"),
    "half a character": ({"a.jsonl": '{"text": "\\ud800"}'}, "half a character"),
    "half a character in a title": ({"a.jsonl": '{"text": "x", "title": "\\ud800"}'}, "half a character"),
    "numbers": ({"a.jsonl": '{"text": 7}'}, "its text is no text but 7"),
    "truth": ({"a.jsonl": '{"text": true}'}, "its text is no text but True"),
    "infinity": ({"a.jsonl": '{"text": Infinity}'}, "its text is no text but inf"),
    "nested": ({"a.jsonl": '{"text": [["x"]]}'}, "its text is no text but"),
    "not parquet": ({"a.parquet": "x"}, "a.parquet is no Parquet file"),
    "not excel": ({"a.xlsx": "x"}, "a.xlsx is no Excel table"),
    "not word": ({"a.docx": "x"}, "a.docx is no Word document"),
    "not pdf": ({"a.pdf": "x"}, "a.pdf is no PDF"),
    "not gzip": ({"a.txt.gz": "x"}, "a.txt.gz cannot be read"),
    "nothing": ({"a.png": "x"}, "holds nothing to read; Parallax reads .txt"),
    "no records": ({"a.json": "[]"}, "holds no articles"),
    "missing": ({"articles.csv": "file\nx.txt\n"}, "lists 'x.txt', but the folder has no such file"),
    "outside": ({"articles.csv": "file\n../x.txt\n"}, "which is no file inside its folder"),
    "absolute": ({"articles.csv": "file\n/etc/hostname\n"}, "which is no file inside its folder"),
    "no rows": ({"articles.csv": "file,outlet\n"}, "lists no articles"),
    "no file column": ({"articles.csv": "name\nx.txt\n"}, "has no `file` column"),
    "unknown kind": ({"articles.csv": "file\nx.doc\n", "x.doc": "x"}, "x.doc is of no kind Parallax reads"),
    "empty page": ({"a.html": "<html></html>"}, "a.html: no article text"),
}


@pytest.mark.filterwarnings("ignore:Not loaded")
@pytest.mark.parametrize(("files", "message"), BAD.values(), ids=BAD)
def test_bad_input_gets_one_clear_sentence(tmp_path, files, message):
    write(tmp_path, files)
    with pytest.raises(InputError, match=message) as error:
        load.load_articles(tmp_path)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 600


OF_THE_FOLDER = ("nothing", "no records")


@pytest.mark.filterwarnings("ignore:Not loaded")
@pytest.mark.parametrize(
    ("files", "message"),
    [case for name, case in BAD.items() if name not in OF_THE_FOLDER and "articles.csv" not in case[0]],
)
def test_beside_a_good_article_what_is_bad_is_set_aside_with_the_same_words(tmp_path, files, message):
    write(tmp_path, {**files, "good.txt": TEXT})
    loaded = load.load_articles(tmp_path)
    assert list(loaded.articles.index) == ["good"]
    assert len(loaded.rejected) == 1
    assert loaded.rejected["reason"].str.contains(message).all()


def test_the_second_article_of_an_id_is_set_aside(tmp_path):
    write(tmp_path, {"a.jsonl": '{"id": "x", "text": "1"}', "b.jsonl": '{"id": "x", "text": "2"}'})
    loaded = load.load_articles(tmp_path)
    assert list(loaded.articles.raw) == ["1"]
    assert loaded.rejected.reason.item() == "b.jsonl: the article_id 'x' was used before."


def test_unknown_paths_are_named(tmp_path):
    with pytest.raises(InputError, match=r"There is no file or folder .*nowhere"):
        load.load_articles(tmp_path / ("a" * 60) / "nowhere")
    with pytest.raises(InputError, match="No file matches"):
        load.load_articles(f"{tmp_path}/*.txt")
    with pytest.raises(InputError, match="is no address that can be read; give http"):
        load.load_articles("nonsense://x")


def test_in_parts_a_bad_article_is_set_aside_and_the_rest_goes_on(tmp_path):
    lines = [json.dumps({"id": str(n % 7), "text": TEXT}) for n in range(9)]
    write(tmp_path, {"a.jsonl": "\n".join([*lines[:3], "{bad", '{"text": ""}', *lines[3:]])})
    parts = list(load.load_partitions(tmp_path, size=4))
    assert all(len(p.articles) + len(p.rejected) <= 4 for p in parts)
    rejected = pd.concat([p.rejected for p in parts])
    assert sum(len(p.articles) for p in parts) == 7
    assert len(rejected) == 4
    assert rejected.reason.str.contains("not valid JSON|empty|used before").all()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_decoding_loses_nothing(text):
    assert formats.decode(text.encode(), "x").encode() == text.encode()


def write_pdf(path, *lines):
    """A page with lines of (text, size of type)."""
    page = Figure(figsize=(8, 11))
    for number, (text, size) in enumerate(lines):
        page.text(0.1, 0.95 - 0.02 * number, text, fontsize=size, family="serif")
    page.savefig(path)


PARAGRAPH = [
    "The council voted on Monday to close the oldest bridge in the county for a",
    "full year, after engineers said that the winter floods had weakened two of",
    "its piers.",
]


def test_the_title_of_a_pdf_is_in_its_largest_type(tmp_path):
    body = [(line, 10) for line in PARAGRAPH]
    write_pdf(tmp_path / "set.pdf", ("Bridge to close for a year", 15), *body)
    write_pdf(tmp_path / "two.pdf", ("Bridge to close", 15), ("for a year", 15), *body)
    write_pdf(tmp_path / "plain.pdf", ("Bridge to close for a year", 10), *body)
    write_pdf(tmp_path / "initial.pdf", ("T", 30), *body)
    titles = load.load_articles(tmp_path).articles["title"]
    title = "Bridge to close for a year"
    assert titles.to_dict() == {"initial": "", "plain": "", "set": title, "two": title}


def test_an_export_as_word_or_pdf_comes_apart_too(tmp_path):
    lines = []
    for title in ("Bridge to close for a year", "Bridge stays open, mayor says"):
        lines += [title, "The Daily Paper", "March 1, 2019 Friday", "Copyright 2019 The Daily Paper", "Body"]
        lines += [*PARAGRAPH, "Load-Date: March 2, 2019", "End of Document"]
    write_pdf(tmp_path / "export.pdf", *((line, 9) for line in lines))
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(tmp_path / "word.docx")
    for name in ("export.pdf", "word.docx"):
        with pytest.warns(UserWarning, match="taken for a Nexis Uni export of 2 documents"):
            articles = load.load_articles(tmp_path / name).articles
        assert articles["title"].tolist() == ["Bridge to close for a year", "Bridge stays open, mayor says"]
        assert set(articles["outlet"]) == {"The Daily Paper"}
        assert all(raw.split() == " ".join(PARAGRAPH).split() for raw in articles["raw"])
