"""Which of two articles is harsher on an actor, and how sure one may be.

What is compared is the amount of harshness, not its density: sentences that show the actor badly, less those
that show him well. A long article with five attacks in forty sentences reads harsher than a short one with
one in four.

The thresholds were set on 1,265 pairs of one event told by a left-leaning and by a right-leaning outlet, the
first presumed harsher on Republicans, the second on Democrats. That presumption is often wrong, so the shares
understate: one net sentence of difference is a coin toss (50 %), two or more agree in 61 %, six or more in
70 %. On 336 pairs of articles that people had rated, used for checking only, 54 % were decided, of these
62 % (95 % interval 55 to 69) rightly; of the 29 called clearly harsher 72 % (54 to 85). Human ratings of the
single sentences, added up, reach 69 % there.
"""

import numpy as np
import pandas as pd

from analysis.schema import InputError

LEANS = 2  # net sentences of difference from which one article is called harsher ...
AGREED = 1.0  # ... or one, where the tone of all sentences together differs by a whole sentence too
CLEAR = 6  # net sentences from which it is called clearly harsher


def verdicts(sums: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Say for each pair of articles which is harsher on an actor.

    Parameters
    ----------
    sums : DataFrame
        `toward.counts` summed per article and actor: index `article_id, item`, columns `named, well, badly,
        tone`.
    pairs : DataFrame
        Columns `item` (the actor), `article_a`, `article_b`.

    Returns
    -------
    DataFrame
        `pairs` with `verdict` (`clearly harsher`, `leans harsher`, `abstains`), `harsher` (the article's id,
        "" where it abstains), `score` (net sentences: positive where article_a is harsher), `reason` (why it
        abstains, or the counts it rests on). Swapping the articles swaps nothing but the sign.
    """
    missing = {"item", "article_a", "article_b"} - set(pairs.columns)
    if missing:
        raise InputError(f"The pairs lack the column {', '.join(sorted(missing))}.")
    side = {}
    for which in ("article_a", "article_b"):
        place = pd.MultiIndex.from_frame(pairs[[which, "item"]])
        side[which] = sums[["named", "well", "badly", "tone"]].reindex(place).fillna(0).reset_index(drop=True)
    a, b = side["article_a"], side["article_b"]
    score = (a["badly"] - a["well"]) - (b["badly"] - b["well"])
    overall = b["tone"] - a["tone"]
    named = (a["named"] > 0) & (b["named"] > 0)
    loaded = a["well"] + a["badly"] + b["well"] + b["badly"]
    enough = (score.abs() >= LEANS) | ((score != 0) & (overall.abs() >= AGREED))
    decided = named & enough & (np.sign(score) == np.sign(overall))
    why = np.select(
        [~named, loaded == 0, score == 0, ~enough, ~decided],
        [
            "the actor is not named in both articles",
            "no sentence of either shows the actor clearly badly or well",
            "as much speaks for one as for the other",
            "one telling sentence is all the difference",
            "the few telling sentences and the tone of all the others point different ways",
        ],
        "",
    )
    table = pairs.reset_index(drop=True)
    first, second = (table[name].astype("str") for name in ("article_a", "article_b"))
    verdict = np.select([~decided, score.abs() >= CLEAR], ["abstains", "clearly harsher"], "leans harsher")
    evidence = [
        why[i]
        or f"{a['badly'][i]:g} sentences show the actor badly and {a['well'][i]:g} well in the one, "
        f"{b['badly'][i]:g} and {b['well'][i]:g} in the other (a headline counts as 3)"
        for i in range(len(table))
    ]
    return table.assign(
        verdict=pd.array(verdict, dtype="str"),
        harsher=first.where(score > 0, second).where(decided, ""),
        score=score.where(named).to_numpy(dtype=float),
        reason=pd.array(evidence, dtype="str"),
    )


def verdict(counts: pd.DataFrame, actor: str, article_a: str, article_b: str) -> pd.Series:
    """As `verdicts`, for one actor and two articles; `counts` as from `toward.counts`."""
    sums = counts.groupby(level=["article_id", "item"]).sum()
    pair = pd.DataFrame({"item": [actor], "article_a": [article_a], "article_b": [article_b]})
    return verdicts(sums, pair).iloc[0]
