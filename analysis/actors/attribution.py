"""Who is quoted, and for how many words."""

import functools

import numpy as np
import pandas as pd

from analysis.actors import grammar, names

OPEN, CLOSE, STRAIGHT = "\u201c", "\u201d", {'"', "``", "''"}


def number_quotations(tokens: pd.DataFrame, paragraphs: np.ndarray) -> np.ndarray:
    """Number of the quotation each token stands in, 0 outside; a quotation ends with its paragraph.

    Parameters
    ----------
    tokens : DataFrame
        `schema.TOKENS`, in text order.
    paragraphs : array
        A number per token that changes from paragraph to paragraph.
    """
    text = tokens["text"].to_numpy(dtype=object)
    marks = np.flatnonzero([t in STRAIGHT or t in (OPEN, CLOSE) for t in text])
    number = np.zeros(len(text), dtype=np.int64)
    count, opened = 0, None
    edges = np.append(np.flatnonzero(np.diff(paragraphs, prepend=-1)), len(text))
    for mark in marks:
        end = edges[np.searchsorted(edges, mark, side="right")]
        if opened is not None and mark >= opened[1]:
            opened = None  # never closed in its paragraph
        if opened is not None and text[mark] != OPEN:
            number[mark : opened[1]] = 0
            opened = None
        elif text[mark] != CLOSE:
            count += 1
            number[mark + 1 : end] = count
            opened = (count, end)
    return number


@functools.cache
def read_speech_verbs() -> frozenset[str]:
    """Verbs that introduce what somebody said or thinks."""
    return frozenset(names.read_name_list("speech")["verb"])


def attribute_quotations(
    tokens: pd.DataFrame, mentions: pd.DataFrame, sentences: pd.DataFrame
) -> pd.DataFrame:
    """Direct quotations with their speaker.

    A quotation belongs to the subject of the speech verb in a sentence it touches, or to X in "according to
    X". One without either belongs to the speaker of the quotation before it in the same paragraph. Who is
    no actor of the table leaves the speaker empty; so do scare quotes of one or two words.

    Parameters
    ----------
    tokens, mentions, sentences : DataFrame
        `schema.TOKENS`, the actors' mentions in them, and `schema.SENTENCES` (for the paragraphs).

    Returns
    -------
    DataFrame
        One row per quotation x sentence: `article_id`, `sentence_id`, `quotation` (number), `actor` (who says
        it, or ""), `words` (in that sentence), `start`, `end` (offsets into `raw`).
    """
    tokens = tokens[tokens["sentence_id"] >= 0].reset_index(drop=True)
    place = pd.MultiIndex.from_frame(tokens[["article_id", "sentence_id"]])
    paragraph = sentences.set_index(["article_id", "sentence_id"])["paragraph_id"].reindex(place).to_numpy()
    article = pd.factorize(tokens["article_id"])[0]
    block = np.cumsum((np.diff(paragraph, prepend=-1) != 0) | (np.diff(article, prepend=-1) != 0))
    number = number_quotations(tokens, block)
    sentence = names.number_sentences(tokens)
    word = (number > 0) & ~tokens["pos"].isin(["PUNCT", "SYM", "SPACE"]).to_numpy()
    table = tokens.loc[word, ["article_id", "sentence_id", "start", "end"]].assign(
        quotation=number[word], block=block[word], sentence=sentence[word]
    )
    rows = table.groupby(["quotation", "sentence", "article_id", "sentence_id", "block"], as_index=False).agg(
        words=("start", "size"), start=("start", "min"), end=("end", "max")
    )
    rows = rows[rows.groupby("quotation")["words"].transform("sum") > 2]
    rows = rows.assign(actor=rows["sentence"].map(_find_speakers(tokens, mentions, number, sentence)))
    rows["actor"] = rows.groupby("quotation")["actor"].transform("first")
    rows["actor"] = rows.groupby("block")["actor"].ffill().fillna("").astype("str")
    columns = ["article_id", "sentence_id", "quotation", "actor", "words", "start", "end"]
    return rows[columns].reset_index(drop=True)


def _find_speakers(tokens, mentions, number, sentence) -> dict[int, str]:
    """Sentence number -> who speaks in it: an actor, or "" for anybody else; missing where nobody does."""
    head = names.find_head_rows(tokens)
    dep, text = tokens["dep"].to_numpy(), tokens["text"].str.lower().to_numpy()
    speaks = tokens["lemma"].str.lower().isin(read_speech_verbs()) & (tokens["pos"] == "VERB")
    verb = speaks.to_numpy()
    body = mentions[mentions["sentence_id"] >= 0]
    actor = dict(zip(grammar.find_mention_rows(tokens, body), body["actor"], strict=True))
    subject = (dep == "nsubj") & verb[head] & (number == 0) & (number[head] == 0)
    to = np.isin(text, ["to"]) & np.isin(text[head], ["according"])
    subject |= (dep == "pobj") & to[head] & (number == 0)
    result: dict[int, str] = {}
    for row in np.flatnonzero(subject):
        who = actor.get(row, "")
        if who or sentence[row] not in result:
            result[int(sentence[row])] = who
    return result
