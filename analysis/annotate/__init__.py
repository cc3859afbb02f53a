"""Articles to sentences and tokens, with offsets into the untouched source.

The only room that knows spaCy, and only `tokens` and the alternative splitter load it. What makes frames is
in `marking`, loaded when first asked for: `split` works on plain strings, and two texts are split and scored
by it sooner than pandas is imported.
"""

from typing import TYPE_CHECKING

from analysis.annotate import split

if TYPE_CHECKING:
    from analysis.annotate.marking import PIPELINE, SPLITTERS, sentences, tokens

__all__ = ["PIPELINE", "SPLITTERS", "sentences", "split", "tokens"]


def __getattr__(name: str):
    import analysis.annotate.marking as marking

    return getattr(marking, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
