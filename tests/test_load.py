"""Loading changes nothing it decodes, and says in one sentence what it cannot read."""

import hashlib
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load, schema
from analysis.load import readers
from analysis.schema import InputError

TEXT = "One article.\r\n\r\n\u201cCurly\u201d quotes,\u00a0a no-break space."


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_seeds_are_read_byte_for_byte(seeds):
    articles = load.articles(seeds)
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
    assert load.articles(tmp_path / name).raw.item() == "\ufeff" + TEXT


def test_utf16_with_its_mark_is_read(tmp_path):
    write(tmp_path, {"a.txt": TEXT.encode("utf-16")})
    assert load.articles(tmp_path).raw.item() == "\ufeff" + TEXT


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
    articles = load.articles(path)
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
    article = load.articles(write(tmp_path, {"page.html": page}) / "page.html").iloc[0]
    assert "Paragraph 8 of the story" in article.raw
    assert "Copyright" not in article.raw
    assert (article.title, article.outlet, article.author) == ("Talks end", "The Paper", "Ann Writer")


def test_index_outranks_the_page_and_unlisted_files_are_named(tmp_path):
    write(tmp_path, {"a.txt": TEXT, "b.txt": TEXT, "notes.md": TEXT, "README.md": "about this corpus"})
    write(tmp_path, {"articles.csv": "\ufefffile,article_id,outlet\nb.txt,bee,The B\n"})
    with pytest.warns(UserWarning, match=r"Not in articles\.csv, so not loaded: a\.txt, notes\.md\."):
        articles = load.articles(tmp_path)
    assert list(articles.index) == ["bee"]
    assert list(articles.outlet) == ["The B"]


def test_a_folder_without_index_is_read_through_and_in_order(tmp_path):
    write(tmp_path, {"b.txt": TEXT, "a/c.md": TEXT, ".hidden/x.txt": TEXT, "picture.png": b"\x89PNG"})
    assert list(load.articles(tmp_path).index) == ["a/c", "b"]


def test_a_glob_takes_what_it_names(tmp_path):
    write(tmp_path, {"b.txt": TEXT, "a.txt": TEXT, "a.md": TEXT})
    assert list(load.articles(f"{tmp_path}/*.txt").index) == ["a", "b"]


def test_a_selection_takes_the_articles_whose_column_says_so(tmp_path):
    write(tmp_path, {"a.jsonl": "\n".join(map(json.dumps, RECORDS))})
    assert list(load.articles(f"{tmp_path}/a.jsonl#outlet=B").index) == ["two"]
    with pytest.raises(InputError, match="holds no articles"):
        load.articles(f"{tmp_path}/a.jsonl#outlet=C")


BAD = {
    "empty": ({"a.txt": " \n\u00a0"}, "a.txt: article 'a' is empty"),
    "encoding": ({"a.txt": b"caf\xe9"}, r"a.txt is not UTF-8 \(byte 0xe9 at position 3\); save it as UTF-8"),
    "csv encoding": ({"a.csv": b"text\ncaf\xe9\n"}, r"a.csv is not UTF-8"),
    "binary": ({"a.txt": b"a\0b"}, "a.txt is not text"),
    "no text column": (
        {"a.csv": "title,words\nx,y\n"},
        r"record 1: no text column \(one of text, .*title, words",
    ),
    "ragged": ({"a.csv": "title,text\nx,y,z\n"}, "record 1: its fields are not as many"),
    "bad json": ({"a.json": "{"}, "a.json: not valid JSON"),
    "bad line": ({"a.jsonl": '{"text": "x"}\n{"te\n'}, "a.jsonl, line 2: not valid JSON"),
    "not an object": ({"a.json": '["x"]'}, "record 1: not an article"),
    "half a character": ({"a.jsonl": '{"text": "\\ud800"}'}, "half a character"),
    "not parquet": ({"a.parquet": "x"}, "a.parquet is not a Parquet file"),
    "same id": (
        {"a.jsonl": '{"id": "x", "text": "1"}', "b.jsonl": '{"id": "x", "text": "2"}'},
        "Two articles",
    ),
    "nothing": ({"a.pdf": "x"}, "holds nothing to read; Parallax reads .txt"),
    "no records": ({"a.json": "[]"}, "holds no articles"),
    "missing": ({"articles.csv": "file\nx.txt\n"}, "lists 'x.txt', but the folder has no such file"),
    "outside": ({"articles.csv": "file\n../x.txt\n"}, "which is no file inside its folder"),
    "absolute": ({"articles.csv": "file\n/etc/hostname\n"}, "which is no file inside its folder"),
    "no rows": ({"articles.csv": "file,outlet\n"}, "lists no articles"),
    "no file column": ({"articles.csv": "name\nx.txt\n"}, "has no `file` column"),
    "unknown kind": ({"articles.csv": "file\nx.doc\n", "x.doc": "x"}, "x.doc is of no kind Parallax reads"),
    "empty page": ({"a.html": "<html></html>"}, "a.html: no article text"),
}


@pytest.mark.parametrize(("files", "message"), BAD.values(), ids=BAD)
def test_bad_input_gets_one_clear_sentence(tmp_path, files, message):
    write(tmp_path, files)
    with pytest.raises(InputError, match=message) as error:
        load.articles(tmp_path)
    assert "\n" not in str(error.value)


def test_unknown_paths_are_named(tmp_path):
    with pytest.raises(InputError, match=r"There is no file or folder .*nowhere"):
        load.articles(tmp_path / "nowhere")
    with pytest.raises(InputError, match="No file matches"):
        load.articles(f"{tmp_path}/*.txt")
    with pytest.raises(InputError, match="cannot be opened"):
        load.articles("nonsense://x")


def test_in_parts_a_bad_article_is_set_aside_and_the_rest_goes_on(tmp_path):
    lines = [json.dumps({"id": str(n % 7), "text": TEXT}) for n in range(9)]
    write(tmp_path, {"a.jsonl": "\n".join([*lines[:3], "{bad", '{"text": ""}', *lines[3:]])})
    parts = list(load.partitions(tmp_path, size=4))
    assert all(len(p.articles) + len(p.rejected) <= 4 for p in parts)
    rejected = pd.concat([p.rejected for p in parts])
    assert sum(len(p.articles) for p in parts) == 7
    assert len(rejected) == 4
    assert rejected.reason.str.contains("not valid JSON|empty|used before").all()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_decoding_loses_nothing(text):
    assert readers.decode(text.encode(), "x").encode() == text.encode()
