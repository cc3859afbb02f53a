"""A coded sheet at work: coders against each other first, then instruments against the coders."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.validate import agreement, codesheet


class Coded(NamedTuple):
    """What a coded sheet says: `table`, a row per agreement, and `sentences` on what it is worth."""

    table: pd.DataFrame
    sentences: list[str]


def compare(path: str, sentences: pd.DataFrame, tones: pd.DataFrame, rng: np.random.Generator) -> Coded:
    """Hold coders against each other, then instruments against the coders.

    Parameters
    ----------
    path : str
        A coded sheet (see `codesheet`), or empty for none.
    sentences : DataFrame
        `schema.SENTENCES` of the corpus the sheet was drawn from.
    tones : DataFrame
        Sentences x instruments.
    rng : Generator

    Returns
    -------
    Coded
        Rows: alpha of the coders on tone and on every frame some coder saw, then each instrument's rank
        correlation with the mean of the coders; `value`, `low`, `high`, `n`.
    """
    columns = ["what", "value", "low", "high", "n"]
    if not path:
        empty = pd.DataFrame(columns=columns).set_index("what")
        return Coded(
            empty, ["No coded sheet was given, so no one has checked the instruments on these texts."]
        )
    codes = codesheet.locate(codesheet.read(path), sentences)
    tone = codesheet.by_coder(codes, "tone")
    rows = [agreement.alpha(tone, rng=rng).rename("coders on tone")]
    rows += [
        agreement.alpha(codesheet.by_coder(codes, frame), "nominal", rng=rng).rename(
            f"coders on frame {frame}"
        )
        for frame in codesheet.frames(codes)
    ]
    held = agreement.against_coders(tones, tone, rng=rng).set_index("instrument")
    table = pd.concat([pd.DataFrame(rows), held[["value", "low", "high", "n"]]]).rename_axis("what")
    best = held["value"].idxmax()
    said = f"Of the instruments, {best} ranks sentences most like the coders do ({held['value'].max():.2f})."
    return Coded(table, [text for text in (agreement.warning(rows[0]), said) if text])
