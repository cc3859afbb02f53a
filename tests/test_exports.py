"""Exports of news databases come apart into their documents; whatever is no export stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load
from analysis.load import exports

COVER = "Print Request: All Documents\nSearch Terms: bridge\n\n"
BODY = [
    "The council voted to close the oldest\nbridge in the county.\n\nThe\nURL: there is none. Shops wait.",
    'A second council kept its bridge open.\n\n"It is sound," the mayor said.',
]
TITLES = ["Bridge to close for a year", "Bridge stays open, mayor says"]
DATES = ["2019-03-01", "2019-02-28"]
OUTLETS = ["The Daily Paper", "The Valley Post (Online)"]
AUTHORS = ["ANN WRITER", ""]

NEXIS = f"""{COVER}
                               1 of 2 DOCUMENTS


                                The Daily Paper

                             March 1, 2019 Friday
                              Late Edition - Final

Bridge to close
for a year

BYLINE: By ANN WRITER

SECTION: Section A; Column 0;
Metro Desk; Pg. 1

LENGTH: 355 words

{BODY[0]}

URL: http://paper.example/1

LOAD-DATE: March 2, 2019

LANGUAGE: ENGLISH

                    Copyright 2019 The Daily Paper Company
                              All Rights Reserved
\f
                               2 of 2 DOCUMENTS

                       Copyright 2019 Valley Newspapers
                              All Rights Reserved

                            The Valley Post (Online)

                           February 28, 2019 Thursday

Bridge stays open, mayor says

LENGTH: 12 words

DATELINE: VALLEY

{BODY[1]}

LOAD-DATE: March 2, 2019
"""

NEXIS_UNI = f"""{TITLES[0]}
{OUTLETS[0]}
March 1, 2019 Friday

Copyright 2019 The Daily Paper Company All Rights Reserved
Section: Section A; Pg. 1
Length: 355 words
Byline: By ANN WRITER
Body

{BODY[0]}
Classification


Language: ENGLISH
Load-Date: March 2, 2019


End of Document

{TITLES[1]}
{OUTLETS[1]}
February 28, 2019 Thursday

Copyright 2019 Valley Newspapers
Length: 12 words
Body

{BODY[1]}

Load-Date: March 2, 2019

End of Document
"""

FACTIVA = f"""Metro
{TITLES[0]}

By ANN WRITER
355 words
1 March 2019
05:00 PM
{OUTLETS[0]}
DPAP
A1
English
Copyright 2019, The Daily Paper Company.

{BODY[0]}

Document DPAP000020190301ef310000x

{TITLES[1]}

12 words
28 February 2019
{OUTLETS[1]}
VPOST
English
Copyright 2019, Valley Newspapers.

{BODY[1]}

Document VPOST00020190228ef2s0002b
"""
FACTIVA = FACTIVA.replace("Metro\n", "", 1)

FACTIVA_TAGS = f"""HD
{TITLES[0]}

BY
By ANN WRITER

WC
355 words

PD
1 March 2019

SN
{OUTLETS[0]}

LA
English

LP

{BODY[0]}

NS
gcat : Political News

AN
Document DPAP000020190301ef310000x

HD
{TITLES[1]}

PD
28 February 2019

SN
{OUTLETS[1]}

TD

{BODY[1]}

AN
Document VPOST00020190228ef2s0002b
"""

RULE = "_" * 60
PROQUEST = f"""{RULE}
Report Information from ProQuest
{RULE}
Document 1 of 2

{TITLES[0]}

Author: ANN WRITER

Publication info: The Daily Paper ; Smalltown [Smalltown]. 01 Mar 2019: A.1.

Abstract: A bridge closes.

Links: none

Full text: {BODY[0]}

Subject: Bridges; Councils

Title: {TITLES[0]}

Publication title: {OUTLETS[0]}

Publication date: Mar 1, 2019

Database: Newsstream
{RULE}
Document 2 of 2

{TITLES[1]}

Publication info: {OUTLETS[1]}, Valley. Feb 28, 2019.

Full text: {BODY[1]}

Credit: Valley Newspapers

{RULE}
Contact us at: http://example.org Copyright 2019 ProQuest LLC
"""

HEADED = f"""From: "ANN WRITER" <ann@paper.example>
Date: Fri, 1 Mar 2019 17:00:00 +0000
Subject: Bridge to close
  for a year
Source: {OUTLETS[0]}

{BODY[0]}

-----

From:
Date: 28 February 2019
Subject: {TITLES[1]}
Source: {OUTLETS[1]}

{BODY[1]}
"""

EXPORTS = {
    "a Nexis export": NEXIS,
    "a Nexis Uni export": NEXIS_UNI,
    "a Factiva export": FACTIVA,
    "a Factiva export with tags": FACTIVA_TAGS,
    "a ProQuest export": PROQUEST,
    "a text with headers": HEADED,
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("kind", "text"), EXPORTS.items(), ids=EXPORTS)
def test_an_export_gives_its_documents_with_what_it_says_of_them(kind, text, newline):
    text = text.replace("\n", newline)
    found, documents = exports.split_export(text)
    assert kind.startswith(found)
    assert [row["raw"] for row in documents] == [body.replace("\n", newline) for body in BODY]
    for name, values in {"title": TITLES, "published": DATES, "outlet": OUTLETS, "author": AUTHORS}.items():
        assert [row.get(name, "") for row in documents] == values, name
    assert all(row["raw"] in text for row in documents)


def test_an_export_loads_as_articles_and_says_so(tmp_path):
    (tmp_path / "nexis.txt").write_text(NEXIS)
    with pytest.warns(UserWarning, match=r"nexis\.txt: taken for a Nexis export of 2 documents\."):
        articles = load.load_articles(tmp_path / "nexis.txt").articles
    assert list(articles.index) == ["nexis-0001", "nexis-0002"]
    assert list(articles.outlet) == OUTLETS
    assert list(articles.raw) == BODY
    assert articles.sha256.is_unique


def test_a_document_without_its_text_is_set_aside(tmp_path):
    (tmp_path / "p.txt").write_text(PROQUEST.replace(f"Full text: {BODY[1]}", "Abstract: Nothing more."))
    with pytest.warns(UserWarning, match="export of 2 documents"):
        loaded = load.load_articles(tmp_path)
    assert (len(loaded.articles), len(loaded.rejected)) == (1, 1)
    assert "article 'p-0002' is empty" in loaded.rejected.reason.item()


def test_leads_and_rest_of_factiva_are_joined_as_paragraphs():
    tags = ["HD  A title", "SN  The Post", "LP  The lead\nover lines.", "TD  The rest.", "NS  x"]
    text = "\n".join([*tags, "AN  Document A000000020190301ef310000x\n"])
    _, (document,) = exports.split_export(text)
    assert document["raw"] == "The lead\nover lines.\n\nThe rest."


PLAIN = {
    "article": BODY[0],
    "mail within an article": f"The leaked mail read:\n\n{HEADED}",
    "one label": f"Subject: bridges\n\n{BODY[0]}",
    "dialogue": "Q: Is it shut?\nA: It is.\n\nDate: none was given.",
    "rule": f"{BODY[0]}\n{RULE}\n{BODY[1]}",
    "documents named": f"The box held 1 of 10 documents.\n\n{BODY[0]}\nEnd of Document",
    "full text": f"Full text: {BODY[0]}",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_what_is_no_export_is_left_alone(text):
    assert exports.split_export(text) == ("", [])


@pytest.mark.parametrize(
    ("kind", "end"), [("a Nexis Uni", "End of Document"), ("a Factiva", "Document VPOST")]
)
def test_the_last_document_is_kept_where_its_end_was_cut_off(kind, end):
    text = EXPORTS[f"{kind} export"].rpartition(end)[0]
    assert [row["title"] for row in exports.split_export(text)[1]] == TITLES


MARKS = [
    "1 of 2 DOCUMENTS",
    "End of Document",
    "Body",
    "HD",
    "TD",
    "Document A000000020190301ef310000x",
    RULE,
]
LINES = [
    *MARKS,
    "Full text: x",
    "Publication title: y",
    "Subject: z",
    "Date: 1 Mar 2019",
    "9 words",
    "LENGTH: 9",
    "",
]


@given(st.lists(st.sampled_from([*LINES, "Some words."])))
def test_any_order_of_marks_gives_slices(lines):
    text = "\n".join(lines)
    _, documents = exports.split_export(text)
    assert all(part in text for row in documents for part in row["raw"].split("\n\n"))
