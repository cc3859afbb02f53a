"""Sentences in bulk, against the full spaCy pipeline on the same paragraphs."""

from analysis import annotate
from benchmarks.pairs import Row, in_turn

BATCH = 256


def rows(articles, ledger, rounds: int) -> list[Row]:
    """Measure; `articles` and `ledger` as `clean` gives them."""
    paragraphs = _paragraphs(articles["text"])
    nlp = _pipeline()
    list(nlp.pipe(paragraphs[:8]))
    theirs = [_ends(doc) for doc in nlp.pipe(paragraphs, batch_size=BATCH)]
    f1, inner = agreement(annotate.split_sentences(articles, ledger), theirs)
    timed = in_turn(
        rounds,
        spacy=lambda: [_ends(doc) for doc in nlp.pipe(paragraphs, batch_size=BATCH)],
        ours=lambda: annotate.split_sentences(articles, ledger),
    )
    return [
        timed.row(
            "splitting against the full spaCy pipeline",
            f"{len(articles)} articles, {len(paragraphs)} paragraphs",
            "spacy", "ours", bound=">= 20",
            checks={"boundary F1 against it at least .98": f1 >= 0.98},
            note=f"F1 {f1:.3f} over all sentence ends, {inner:.3f} over those inside paragraphs",
        )
    ]  # fmt: skip


def _pipeline():
    """The whole pipeline as this project loads it: on NumPy's BLAS, where it is fastest."""
    import spacy
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):
        return spacy.load(annotate.PIPELINE)


def _paragraphs(texts) -> list[str]:
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def _ends(doc) -> list[int]:
    """Where sentences end, in letters: what blanks lie between does not matter."""
    return _letters([sentence.text for sentence in doc.sents])


def _letters(sentences: list[str]) -> list[int]:
    ends, total = [], 0
    for sentence in sentences:
        size = len("".join(sentence.split()))
        if size:
            total += size
            ends.append(total)
    return ends


def agreement(sentences, theirs: list[list[int]]) -> tuple[float, float]:
    """F1 of our sentence ends against theirs: over all, and over those that do not end a paragraph."""
    groups = sentences.groupby(["article_id", "paragraph_id"], sort=False)["text"].agg(list)
    ours = [_letters(group) for group in groups]
    if [ends[-1] for ends in ours] != [ends[-1] for ends in theirs]:
        raise RuntimeError("Paragraphs differ, so sentence ends cannot be compared.")
    return _f1(ours, theirs), _f1([ends[:-1] for ends in ours], [ends[:-1] for ends in theirs])


def _f1(ours: list[list[int]], theirs: list[list[int]]) -> float:
    both = sum(len(set(a) & set(b)) for a, b in zip(ours, theirs, strict=True))
    total = sum(map(len, ours)) + sum(map(len, theirs))
    return 2 * both / total if total else 1.0
