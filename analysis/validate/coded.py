"""A coded sheet at work: coders against each other first, then instruments against the coders."""

import numpy as np
import pandas as pd

from analysis.validate import agreement, codesheet


def compare(
    path: str, sentences: pd.DataFrame, tones: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
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
    DataFrame
        Indexed by what agrees: alpha of the coders on tone and on every frame some coder saw, then each
        instrument's rank correlation with the mean of the coders; `value`, `low`, `high`, `n`. Empty
        without a sheet.
    """
    columns = ["what", "value", "low", "high", "n"]
    if not path:
        return pd.DataFrame(columns=columns).set_index("what")
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
    return pd.concat([pd.DataFrame(rows), held[["value", "low", "high", "n"]]]).rename_axis("what")
