"""Sentence ends and quotation marks, by rule."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import annotate, wraps
from analysis.annotate import boundaries, parsing, quotations

PIECES = st.sampled_from(
    [*"aBc.!?… \n\"'“”‘’()[]—1\u00a0\r\x1d", "U.S. ", "Mr. ", "No. ", " The ", "’s ", "...", ". . ."]
)
anything = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)
# nothing that a wrap, or a word parted at a line's end, could join
narrow = anything.filter(
    lambda text: not {*"-‐"} & {*text} and max(map(len, text.split("\n"))) < wraps._NARROWEST
)


def sentences(text):
    return [text[start:end] for _, start, end in boundaries.find_sentences(text)]


def quoted(text):
    return sorted(
        text[start:end] for start, end in quotations.find_quotations(text, boundaries.find_sentences(text))
    )


# Each sentence ends at a bar; nothing else does.
ENDS = [
    "The U.S. withdrew. | U.S. officials left. | It happened in the U.S. | The talks failed.",
    "It ended on Feb. 28, 2019. | P.J. Crowley wrote it. | Kim Jong-un left with Mr. Pompeo and Gen. Park.",
    "No deal. | He ranks No. 5, or no. 6. | He said no. | They left at 5 p.m. Thursday. | At 6 a.m. he came.",
    "It cost $4.8 million. | Rates fell to .5 percent. | George W. Bush and J. K. Rowling agreed.",
    "It was plan B. | The end came. | So did I. | Then we left. | George F. Will wrote.",
    "“We will go.” | He left. | “Why?” she asked. | (He knew.) | [Laughter.] | ‘Yes.’ | They went.",
    "“Stop!” he said. | “Will you?” the man asked. | “Now!” Kim said.",
    "Wait ... what? | Well… maybe. | He waited . . . and waited. | It grew... The end came.".replace(
        "... T", "... | T"
    ),
    "What?! | Really?? | Yes!!! | Go.",
    "Acme Inc. shares fell. | Martin Luther King Jr. spoke. | He met King Jr. | The crowd sang.",
    "Rep. Lee, D-Calif. and Sen. Poe (R-Ky.) voted. | The mass. | Kim spoke. | He was ill. | Park left.",
    "See sec. 3 and fig. 2, e.g. in Smith et al. vs. Jones, i.e. here. | Then stop.",
    "1. Denuclearize first. | 2019. | 5 people left.",
    "• However, he may go. | • Or stay.",
    "They didn't. | It's over. | I don’t. | We do.",
    "The blank was lost.|The next began. | “So it was.”|But not here.",
    "Write to a.smith@example.com or see example.com. | https://example.org is another.",
    "WASHINGTON, D.C. (AP) — The talks ended. | He lives in Washington, D.C. | He works there.",
    "Thanks. | — Donald J. Trump",
    # a question or a cry in quotation marks, and who utters it
    "“Is it over?” Ruiz asked. | “Go away!” Mayor Ana Ruiz shouted. | “Why?” | Nobody knew. | He left.",
    # names with a mark of their own; camel case; "&" begins nothing
    "Yahoo! News had it first. | He won on Jeopardy! The crowd rose.".replace("! The", "! | The"),
    "They sued. | iPhone users cheered. | eBay fell. | He moved to Com. & Adm. offices. | They left.",
    # abbreviations, and where they end a sentence
    "Amb. Lee met Sec. Poe and Atty. Gen. Roe in Tex. on Oct. 3. | It was late.",
    "As Okoro et al. (2019) and Poe et al. found, it holds. | Apples, pears, etc. The rest was lost.".replace(
        "etc. T", "etc. | T"
    ),
    "They vote at 8 p.m. | Counting starts later. | He came at 9 a.m. Monday. | She left at 10 p.m. EST.",
    "He lives in the U.S.A. | John does not. | The U.S. Marine Band played in the U.S.A. today.",
    "No. 10 agreed. | He said no. | Ten left. | Q. Who won? | A. Nobody. | Q. Why?",
    "1. Stop. | 2. Look. | 3. Go.",
    "He left. ”",
]


@pytest.mark.parametrize("marked", ENDS)
def test_sentence_ends(marked):
    expected = [part.strip() for part in marked.split("|")]
    text = marked.replace(" | ", " ").replace("|", "")
    assert sentences(text) == expected


WRAPPED = """The council voted at night to shut the old bridge for at
least a year, since engineers had found that frost had weak-
ened two of its piers. Shops nearby fear for their trade.
No one spoke.

"Will it open again?" asked Ruiz, who runs a café beside the
river. The mayor did not say."""


def test_line_breaks_that_wrap_a_paragraph_end_nothing():
    assert [" ".join(sentence.split()) for sentence in sentences(WRAPPED)] == [
        "The council voted at night to shut the old bridge for at least a year, since engineers had found "
        "that frost had weak- ened two of its piers.",
        "Shops nearby fear for their trade.",
        "No one spoke.",
        '"Will it open again?" asked Ruiz, who runs a café beside the river.',
        "The mayor did not say.",
    ]
    assert [number for number, _, _ in boundaries.find_sentences(WRAPPED)] == [0, 0, 1, 2, 2]


def test_in_a_wrapped_text_a_short_line_that_goes_on_in_lower_case_is_no_paragraph():
    text = WRAPPED.replace("The mayor did", "The mayor\ndid")
    assert len(sentences(text)) == len(sentences(WRAPPED))


@pytest.mark.parametrize(
    "text",
    [
        "Apples from the north\nPears from the south of the land\nPlums",  # a list
        "The talks ended on Thursday with no deal.\nBoth sides had hoped for more.\nThey left at noon.",
        "A long line of a paragraph, as news sites print them, and it goes on and on until it is far wider "
        "than anyone would wrap a text by hand,\nand so the break that follows is no wrap.",
    ],
)
def test_other_line_breaks_stay(text):
    assert wraps.unwrap_lines(text) == text


def test_a_word_parted_at_a_lines_end_is_one_in_any_text():
    text = "The repre-\nsentatives met. Kim Jong-\nUn came"
    assert wraps.unwrap_lines(text) == "The repre-\u2060sentatives met. Kim Jong-\nUn came"


@given(st.lists(st.text("ab -\r\n\u2028\x1d.", max_size=40), max_size=6).map("\n".join))
def test_unwrapping_moves_nothing(text):
    flat = wraps.unwrap_lines(text)
    assert len(flat) == len(text)
    assert all(old == new or old in " \t\r\n" for old, new in zip(text, flat, strict=True))


def test_no_sentence_crosses_a_line_break():
    text = "One line\r\nand the next\u2028and a third\n\n   \nA fourth."
    assert sentences(text) == ["One line", "and the next", "and a third", "A fourth."]
    assert [number for number, _, _ in boundaries.find_sentences(text)] == [0, 1, 2, 3]


@settings(max_examples=300, deadline=None)
@given(anything)
def test_sentences_are_in_order_and_lose_only_blanks(text):
    found = boundaries.find_sentences(text)
    position = 0
    for _, start, end in found:
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip() != ""
        assert not set(wraps.unwrap_lines(text)[start:end]) & set(boundaries.NEWLINES)
        position = end
    assert text[position:].strip() == ""


@settings(max_examples=300, deadline=None)
@given(narrow, narrow)
def test_a_paragraph_is_split_the_same_whatever_stands_around_it(text, other):
    joined = [span for span in boundaries.find_sentences(f"{text}\n{other}") if span[1] <= len(text)]
    assert joined == [span for span in boundaries.find_sentences(text) if span[1] <= len(text)]


@pytest.mark.parametrize(
    "unit", [".", ". ", "a. ", "A.", "“\n", '"a ', "'a ", "a' ", "(\"'[", " ", "\u00a0", "x"]
)
def test_time_grows_with_length_and_no_faster(unit):
    # 100,000 of a kind take a fraction of a second; were a run read anew from each of its places, they would
    # take hours, and the test would not come back.
    text = unit * (100_000 // len(unit)) + "x. The"
    quotations.find_quotations(text, boundaries.find_sentences(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "stop it" and “go.”', ['"stop it"', "“go.”"]),
        ("He said ‘no way’ and 'yes.'", ["'yes.'", "‘no way’"]),
        ("the allies' plan, the dogs’ food, rock 'n' roll, '90s, don't, it’s, 'em", []),
        ("‘the allies’ plan’ failed. James' 'view'", ["'view'", "‘the allies’ plan’"]),
        ("'I won't go,' he said.", ["'I won't go,'"]),
        ("He is 6'2\" tall.", []),
        ("“One.\n“Two.\n“Three,” he said.\nPlain.", ["“One.", "“Three,”", "“Two."]),
        ("“One.\n\nTwo,” he said.\nPlain.", ["Two,”", "“One."]),
        ("“One.\nTwo.\nThree,” he said.", ["Three,”", "Two.", "“One."]),
        ('"One.\n"Two," he said. "Three"', ['"One.', '"Three"', '"Two,"']),
        ('They were "overblown."We go', ['"overblown."']),
        ("«Non», dit-il", ["«Non»"]),
        ("„Nein“, sagte er. “Yes,” she said.", ["“Yes,”", "„Nein“"]),
        ('A "very "big" day" it was, "he" said.', ['"he"', '"very "big" day"']),
    ],
)
def test_quotations(text, expected):
    assert quoted(text) == expected


def test_an_unbalanced_mark_ends_with_its_sentence():
    assert quoted("“It began. It went on.\nMore.\nA “word” here.") == ["“It began.", "“word”"]
    assert quoted('He "began. It went on.\nAnd on.') == ['"began.']
    assert quoted("No mark. Then a close” here. And on.") == []


def test_a_quotation_never_runs_into_the_next_article():
    assert quoted(f"“It began. It went on.{wraps.ARTICLE_END}“Another” one.") == [
        "“Another”",
        "“It began.",
    ]
    assert quoted(f"“It began. It went on.{wraps.ARTICLE_END}Another” one.") == ["“It began."]


@settings(max_examples=300, deadline=None)
@given(anything)
def test_quotations_stay_within_paragraphs(text):
    for start, end in quotations.find_quotations(text, boundaries.find_sentences(text)):
        assert 0 <= start < end <= len(text)
        assert not set(text[start:end]) & set(boundaries.NEWLINES)


def test_boundaries_agree_with_the_full_pipeline_on_real_articles(shared):
    """F1 of sentence starts against spaCy's parser, on articles it took no part in choosing the rules for."""
    texts = pd.read_parquet(shared / "news" / "articles.parquet", columns=["text"])["text"]
    paragraphs = [
        line for text in texts.sample(12, random_state=414) for line in text.splitlines() if line.strip()
    ]
    nlp = parsing._load(annotate.PIPELINE, parsing._PARSE_ONLY)
    agreed = ours = theirs = 0
    for paragraph, doc in zip(paragraphs, nlp.pipe(paragraphs), strict=True):
        parsed = {sent.start_char + len(sent.text) - len(sent.text.lstrip()) for sent in doc.sents}
        ruled = {start for _, start, _ in boundaries.find_sentences(paragraph)}
        agreed, ours, theirs = agreed + len(parsed & ruled), ours + len(ruled), theirs + len(parsed)
    assert 2 * agreed / (ours + theirs) >= 0.98
