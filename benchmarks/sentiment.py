"""VADER's scores of every sentence, against vaderSentiment."""

import random

from analysis.measures.sentiment import vader
from benchmarks import peers
from benchmarks.pairs import Row, in_turn

FIELDS = ("compound", "pos", "neu", "neg")
# What its rules turn on, to be strewn among real words: the check of equality needs every branch.
TURNS = (
    *("not", "never", "no", "nor", "but", "least", "at least", "very least", "without doubt", "never so"),
    *("VERY good", "very", "extremely", "sort of", "kind of", "kinda", "barely", "GREAT", "terrible", "bad"),
    *(
        "good!",
        "good!!!",
        "bad??",
        ":)",
        ":-(",
        "😀",
        "💔",
        "the bomb",
        "yeah right",
        "isn't",
        "can't",
        "lol",
    ),
    *("kiss of death", "HATE", "love,", "(great)", "'good'", "so", "this", "BUT", "happy.", "war", "peace"),
)


def rows(sentences: list[str], rounds: int) -> list[Row]:
    """Measure; equality is held on the sentences and on as many with their words shuffled among turns."""
    with peers.asked() as ask:
        every = [*sentences, *strewn(sentences, max(5000, len(sentences)))]
        equal = different(ask, every) == 0
        timed = in_turn(
            rounds,
            vader=lambda: ask("vader", texts=sentences)["seconds"],
            ours=lambda: vader.scores(sentences),
        )
    return [
        timed.row(
            "VADER against vaderSentiment", f"{len(sentences)} sentences", "vader", "ours", bound=">= 2.2",
            checks={f"scores identical on {len(every)} sentences": equal},
        )
    ]  # fmt: skip


def strewn(sentences: list[str], number: int) -> list[str]:
    """Nonsense of the sentences' words and what VADER's rules turn on."""
    rng = random.Random(20190228)
    words = sorted({word for sentence in sentences for word in sentence.split()})
    return [
        " ".join(rng.choice(TURNS if rng.random() < 0.4 else words) for _ in range(rng.randint(1, 25)))
        for _ in range(number)
    ]


def different(ask, texts: list[str]) -> int:
    """How many texts have any value that is not the package's."""
    theirs = ask("vader", texts=texts)["values"]
    return sum(
        any(getattr(our, field) != their[field] for field in FIELDS)
        for our, their in zip(vader.scores(texts), theirs, strict=True)
    )
