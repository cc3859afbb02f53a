"""What every column of an exported table means, and its unit: the vocabulary of the data dictionary.

Most columns mean the same in every table. Where one means something of its own, its entry is called
``table.column``; ``table.*`` stands for the columns a table has for each side, instrument or formula.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Meaning(NamedTuple):
    """What a column holds, and in which unit; empty where nothing is known."""

    meaning: str
    unit: str


_TEXT, _NAME, _SCORE, _P = "text", "name", "the score's own", "probability, 0 to 1"
_SHARE = "share, 0 to 1"
_RANK = "rank correlation, -1 to 1"
_OFFSET = "characters of the article as it came, from 0"

COLUMNS: dict[str, tuple[str, str]] = {
    # what a row is of
    "score": ("the score that was computed", _NAME),
    "item": ("the frame, actor, word or voice the row is about; empty for whole texts", _NAME),
    "side": ("the side whose text it is", _NAME),
    "side_a": ("the side named first", _NAME),
    "side_b": ("the side it is compared with; rest for all others together", _NAME),
    "sides": ("the two sides, the second subtracted from the first", _NAME),
    "actor": ("who is spoken of", _NAME),
    "statements.actor": ("who says it; empty where the source is no named actor", _NAME),
    "statements.kind": ("kind of source: of a named actor, else officials, experts, citizens, ...", _NAME),
    "statements.words": ("words of the stretch of content", "words"),
    "statements.source": ("the source as written", _TEXT),
    "form": ("direct speech, indirect, or mixed", _NAME),
    "cue": ("the word that introduces the statement", _TEXT),
    "content": ("what is said", _TEXT),
    "alias": ("a name that stands for the actor", _NAME),
    "cast.article_id": ("the article in which your table means the alias so; empty for all", _NAME),
    "cast.articles": ("articles that name the actor", "articles"),
    "cast.who": ("what the reading of single articles calls the actor", _NAME),
    "cast.gender": ("the pronoun the actor goes by, where that is known", _NAME),
    "cast.given": ("whether the row is from your table", "yes or no"),
    "instrument": ("the sentiment instrument", _NAME),
    "article": ("id of the article", _NAME),
    "article_id": ("id of the article", _NAME),
    "remark": ("what to know of the article before its numbers are believed", _TEXT),
    "name": ("what the row is about", _NAME),
    "what": ("what is listed", _NAME),
    # estimates and differences
    "estimate": ("the score", _SCORE),
    "low": ("lower end of the interval", _SCORE),
    "high": ("upper end of the interval", _SCORE),
    "unit": ("what was resampled: sentence, article or event", _NAME),
    "n": ("how many of the resampled units there are", "count"),
    "reason": ("why a number is undefined or its interval missing, or what makes a verdict fragile", _TEXT),
    "estimand": ("whether the text was pooled, or averaged over articles", _NAME),
    "confidence": ("level of the interval", _SHARE),
    "difference": ("score of side_a minus score of side_b", _SCORE),
    "p_value": ("p from permutation; empty for scores that were not named in advance", _P),
    "p_adjusted": ("the p adjusted for its question's tests (Benjamini-Hochberg) and for all questions", _P),
    "effect": ("the difference over the spread of sentences (articles, events)", "standard deviations"),
    "detectable": ("the difference that this much text would show as clear in 80 of 100 cases", _SCORE),
    "margin": ("a difference smaller than this does not matter, as stated in advance", _SCORE),
    "significant": ("whether a test of this choice alone rejects no difference at 5 %", "yes or no"),
    "verdict": (
        "clear, fragile, no clear difference or too little text; empty where nothing was tested",
        _NAME,
    ),
    "estimate_a": ("score of side_a", _SCORE),
    "estimate_b": ("score of side_b", _SCORE),
    "n_a": ("resampled units of side_a", "count"),
    "n_b": ("resampled units of side_b", "count"),
    "articles_a": ("articles of side_a", "articles"),
    "articles_b": ("articles of side_b", "articles"),
    "note": ("what the design of this comparison entails", _TEXT),
    # amounts of text
    "articles": ("how many articles", "articles"),
    "sentences": ("how many sentences", "sentences"),
    "words": ("how many words", "words"),
    "words per sentence": ("mean length of the sentences", "words"),
    "kept": ("share of the characters that cleaning kept", _SHARE),
    "characters": ("how many characters", "characters"),
    "spans": ("how many removed or doubtful spans", "spans"),
    # articles and cleaning
    "outlet": ("who published it", _NAME),
    "title": ("headline", _TEXT),
    "author": ("byline", _TEXT),
    "published": ("date of publication, empty where unknown", "ISO 8601"),
    "cut": ("whether the text says that it is not all of the article", _NAME),
    "genre": ("news, opinion, ...", _NAME),
    "event": ("the story it tells", _NAME),
    "source": ("file it was read from, relative to the corpus", _NAME),
    "kind": ("what a span is (headline, byline, caption, ...), or an item (person, place, ...)", _NAME),
    "rule": ("id of the cleaning rule that found the span", _NAME),
    "text": ("the words themselves", _TEXT),
    "start": ("where it begins", _OFFSET),
    "end": ("where it ends, exclusive", _OFFSET),
    "page": ("the score of the page as crawled", _SCORE),
    "shift": ("what the score moves by", _SCORE),
    "shift_readability.article": ("the score of the cleaned article", _SCORE),
    "shift_sentiment.article": ("the score of the cleaned article", _SCORE),
    "articles.*": ("a column of the corpus's own", _TEXT),
    "sizes.*": ("the side whose text it is", _NAME),
    # sentences and words
    "sentence_id": ("number of the sentence in its article, from 0", "number"),
    "sentence": ("the sentence", _TEXT),
    "value": ("the number the rows are ordered by", _SCORE),
    "sentences.value": ("Flesch-Kincaid grade of the sentence", "US school year, higher is harder"),
    "most_negative.value": ("tone of the sentence", "-1 to 1, higher is more positive"),
    "most_positive.value": ("tone of the sentence", "-1 to 1, higher is more positive"),
    "most_negative.words": ("the words that were scored, each with its weight", _TEXT),
    "most_positive.words": ("the words that were scored, each with its weight", _TEXT),
    "frame_words.words": ("the words that evoked the frame, with how often where more than once", _TEXT),
    "hits": ("words and phrases that were scored", "count"),
    "terms": ("different words and phrases among the hits", "count"),
    "share_of_sentences": ("sentences with a hit", _SHARE),
    "share_of_words": ("words that are hits", _SHARE),
    "caution": ("why to take the score with caution", _TEXT),
    "term": ("the word, as its lemma", _TEXT),
    "here": ("occurrences on this side", "count"),
    "elsewhere": ("occurrences on all other sides", "count"),
    "per 100 words here": ("rate on this side", "per 100 words"),
    "per 100 words elsewhere": ("rate on all other sides", "per 100 words"),
    "log-odds": ("log-odds ratio of this side to the others, with a Dirichlet prior", "natural logarithm"),
    "z": ("the log-odds ratio over its standard error; ranks words", "standard errors"),
    "left": ("words before the match", _TEXT),
    "match": ("the word as written", _TEXT),
    "right": ("words after the match", _TEXT),
    # actors and coverage
    "does": ("what the actor does", _TEXT),
    "undergoes": ("what is done to the actor", _TEXT),
    "described": ("what the actor is called", _TEXT),
    "has": ("what belongs to the actor", _TEXT),
    "a": ("side of the first article of a pair", _NAME),
    "b": ("side of the second article of a pair", _NAME),
    "harsher": ("the side whose article is harsher on the actor; a dash for neither", _NAME),
    "pairs": ("how many pairs of articles", "pairs"),
    "only": ("the side that alone mentions it, empty where several do", _NAME),
    "told.*": ("how often this side mentions it", "mentions"),
    "new words": ("words of the sentence that no other side uses, most telling first", _TEXT),
    # what each calls it, what leads, numbers and dates
    "names.*": ("what this side calls the actor, as written, with how often where more than once", _TEXT),
    "facts.*": ("how often this side gives the number or date", "mentions"),
    "first_mentions.*": ("share of the text before this side first names the actor", _SHARE),
    "other_figures.of": ("what the figures count", _NAME),
    "article_a": ("id of the first article", _NAME),
    "article_b": ("id of the other article", _NAME),
    "figure_a": ("figure in the first article", _TEXT),
    "figure_b": ("figure in the other article", _TEXT),
    "text_a": ("its sentence in the first article", _TEXT),
    "text_b": ("its sentence in the other article", _TEXT),
    "part": ("part of the article: first fifth, middle, last fifth of its sentences", _NAME),
    "leads.actors": ("who is named most there, with how often", _TEXT),
    "leads.frames": ("frames with the most weighted hits there, with their sum", _TEXT),
    # what makes a gap
    "gap_parts.sentence length": ("what the length of sentences adds to the difference", _SCORE),
    "gap_parts.words": ("what the words themselves add to the difference", _SCORE),
    "word": ("the word, in lower case", _TEXT),
    "shift.shift": ("what the word adds to the difference of the two sides", _SCORE),
    "shift.first": ("what the word adds to the score of the first side", _SCORE),
    "shift.second": ("what the word adds to the score of the second side", _SCORE),
    "times_first": ("occurrences on the first side", "count"),
    "times_second": ("occurrences on the second side", "count"),
    # codes that correct
    "corrected.instrument": ("what the instrument alone says, with interval", _SCORE),
    "corrected.codes": ("what the codes alone say, with interval", _SCORE),
    "corrected.corrected": ("what instrument and codes say together, with interval", _SCORE),
    "coded": ("sentences of the side that were coded", "sentences"),
    # the headline numbers, computed twice
    "computed here": ("the number, from sums and a formula in the notebook itself", _SCORE),
    "by the package": ("the same number, from the function that makes the estimates", _SCORE),
    # instruments and validation
    "panel.words": ("entries of the word list", "words"),
    "panel.source": ("where the instrument comes from", _TEXT),
    "licence": ("licence of the instrument", _NAME),
    "scale": ("the instrument's own scale", _TEXT),
    "blind": ("what the instrument does not see", _TEXT),
    "agreement.*": ("agreement with this instrument over sentences", _RANK),
    "level": ("what was rated: sentences or articles", _NAME),
    "gap_from": ("smallest gap in mean tone of the class of pairs", "-1 to 1"),
    "gap_to": ("largest gap in mean tone of the class of pairs, exclusive", "-1 to 1"),
    "correlation.value": ("correlation with the mean of the human ratings", "-1 to 1"),
    "correlation.n": ("how many texts were rated", "count"),
    "pairs.value": ("pairs in which readers agree with the instrument", _SHARE),
    "pairs.n": ("pairs of articles in the class", "pairs"),
    "verdicts.value": ("pairs on which readers agree with the verdict", _SHARE),
    "verdicts.level": ("the verdict", _NAME),
    "verdicts.n": ("pairs of articles with the verdict", "pairs"),
    "actor_checks.check": ("what was checked", _NAME),
    "actor_checks.method": ("the model that reads, or the word lists that stand in for it", _NAME),
    "actor_checks.value": ("macro-F1 over badly, neither and well; of pairs of articles a share", _SHARE),
    "actor_checks.n": ("labelled mentions, or pairs of articles", "count"),
    "codes.value": (
        "agreement: Krippendorff's alpha of the coders, rank correlation of an instrument",
        "-1 to 1",
    ),
    "codes.n": ("how many sentences were coded", "sentences"),
    "splits.*": ("sentences found by this splitter, or (words each) their mean length", "sentences or words"),
    "typical": ("median size of what the score moves by, over articles", _SCORE),
    "largest": ("largest move of any article", _SCORE),
    "rank_correlation": ("agreement of the order of articles", _RANK),
    "splitter.n": ("how many articles", "articles"),
    "splitter.shift": ("mean of the score with the other splitter minus the score with ours", _SCORE),
    "ours": ("the workbook's score", _SCORE),
    "textstat": ("textstat's score", _SCORE),
    "textstat.text": ("id of the article", _NAME),
    "textstat.difference": ("the workbook's score minus textstat's", _SCORE),
    "formula": ("the readability formula", _NAME),
    "formulas.*": ("agreement with this formula over passages", _RANK),
    "lengths.sentences": ("length of the passages", "sentences"),
    "bias": ("mean of passage minus article", _SCORE),
    "spread": ("standard deviation of passage minus article", _SCORE),
    "lengths.n": ("how many articles are longer than that", "articles"),
    "resolvable": ("the smallest difference that could be told from none", _SCORE),
    "coverage": ("intervals of the difference that held the truth", _SHARE),
    "coverage_a": ("intervals of the first text that held the truth", _SHARE),
    "coverage_b": ("intervals of the second text that held the truth", _SHARE),
    "missing": ("trials without an interval", _SHARE),
    "rejected": ("tests that found a difference where there is none", _SHARE),
    "width": ("mean width of the intervals of the difference", _SCORE),
    "trials": ("how many made-up corpora", "count"),
    "provenance.value": ("its hash, setting or version", _TEXT),
}


def explain_column(
    table: str, column: str, labels: Mapping[str, str] | None = None, scores: Mapping[str, str] | None = None
) -> Meaning:
    """Say what a column of a table means.

    Parameters
    ----------
    table, column : str
        The table's name, and the column's as exported.
    labels : mapping of str to str, optional
        Column -> heading, as given to `outputs.show_table`; it goes before all else.
    scores : mapping of str to str, optional
        Score -> what it is called, with its unit in brackets, for tables with a column per score.

    Returns
    -------
    Meaning
    """
    labels, scores = labels or {}, scores or {}
    for name in (f"{table}.{column}", column, f"{table}.*"):
        if name in COLUMNS and column not in labels:
            return Meaning(*COLUMNS[name])
    told = labels.get(column) or scores.get(column, "")
    name, _, unit = told.partition(" (")
    return Meaning(name if unit else told, unit.removesuffix(")"))


def explain_columns(
    table: str, columns: Iterable[str], labels: Mapping[str, str], scores: Mapping[str, str]
) -> dict[str, Meaning]:
    """Say what each column of a table means; parameters as for `explain_column`."""
    return {column: explain_column(table, column, labels, scores) for column in columns}
