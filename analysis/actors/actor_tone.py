"""Tone toward an actor: whether a sentence shows them badly or well, which is not the tone of the sentence.

"Kim brutally crushed the revolt" and "the revolt threatened gentle Kim" hold the same sort of words. So the
model that reads (`reader_model`) is asked about each mention in its sentence. It learned from the labelled
persons of NewsMTSC; how often it is right stands in `models/reader_validation.csv`. Where it is not
installed, or not wanted, the tone of the whole sentence by the combined word list stands in: much worse.

Hamborg, F., & Donnay, K. (2021). NewsMTSC: A dataset for (multi-)target-dependent sentiment classification in
political news articles. EACL. https://doi.org/10.18653/v1/2021.eacl-main.142
"""

import importlib.resources
import warnings

import numpy as np
import pandas as pd
from scipy import stats

from analysis import reader_model
from analysis.actors import grammar, names
from analysis.measures import sentiment
from analysis.schema import InputError

COUNTS = ["named", "well", "badly", "reported", "reported_well", "tone", "spread"]
DECISIVE = 0.5  # |P(well) - P(badly)| from which a sentence counts: the verdict outweighs all else
HEADLINE = 3  # a headline counts as so many sentences, and stands at sentence_id -1


def mark_mentions(tokens: pd.DataFrame, mentions: pd.DataFrame) -> tuple[list[str], list[tuple[int, int]]]:
    """Write the sentence of each mention, and say where in it the mention stands.

    Parameters
    ----------
    tokens, mentions : DataFrame
        `schema.TOKENS`, whole sentences in text order, and the actors' mentions in them.

    Returns
    -------
    list of str
        For each row of `mentions` its sentence: the tokens, a blank where there is any room between them.
    list of (int, int)
        Start of the mention in it and its end, exclusive, in characters.
    """
    tokens = tokens.reset_index(drop=True)
    sentence = names.number_sentences(tokens)
    text, start, end = (tokens[name].to_numpy() for name in ("text", "start", "end"))
    apart = np.append(False, (start[1:] != end[:-1]) & (sentence[1:] == sentence[:-1])) if len(tokens) else []
    pieces = pd.Series(np.where(apart, " ", ""), dtype="str") + pd.Series(text, dtype="str")
    length = pieces.str.len()
    stop = length.groupby(sentence).cumsum().to_numpy()
    begin = stop - length.to_numpy() + apart
    whole = pieces.groupby(sentence).agg("".join)
    heads = grammar.find_mention_rows(tokens, mentions)
    first, last = (heads + (mentions[name] - mentions["token_id"]).to_numpy() for name in ("first", "last"))
    spans = zip(begin[first].tolist(), stop[last].tolist(), strict=True)
    return whole.reindex(sentence[heads]).tolist(), list(spans)


def predict_tone(tokens: pd.DataFrame, mentions: pd.DataFrame, model: bool = True) -> np.ndarray:
    """Predict how each mention is shown: -1 badly, 1 well.

    Parameters
    ----------
    tokens, mentions : DataFrame
        As for `mark_mentions`.
    model : bool
        Whether to ask the model that reads. Where it is wanted and missing, a notice says what stands in.

    Returns
    -------
    ndarray
        For each row of `mentions` P(well) - P(badly); by word lists the tone of its sentence.
    """
    texts, spans = mark_mentions(tokens, mentions)
    missing = reader_model.explain_missing_model() if model else ""
    if missing:
        said = "The tone of the whole sentence stands in for the tone toward an actor."
        warnings.warn(f"{missing} {said}", UserWarning, stacklevel=2)
    if missing or not model:
        frame = pd.DataFrame({"article_id": "", "sentence_id": range(len(texts)), "text": texts})
        return sentiment.count_sentiment(frame, ["combined"])["combined_tone"].to_numpy()
    shares = reader_model.read_actor_tone(texts, spans)
    return shares[:, 2] - shares[:, 0]


def count_actor_tone(
    tokens: pd.DataFrame, mentions: pd.DataFrame, attributions: pd.DataFrame, model: bool = True
) -> pd.DataFrame:
    """Count per sentence and actor how it is shown.

    Parameters
    ----------
    tokens, mentions : DataFrame
        `schema.TOKENS`, whole sentences in text order, and the actors' mentions in them. Sentences of the
        headline have negative `sentence_id`s; all of them are one row, -1, and weigh as much as three.
    attributions : DataFrame
        `schema.ATTRIBUTIONS` of the same texts.
    model : bool
        As for `predict_tone`.

    Returns
    -------
    DataFrame
        Long and sparse, index `article_id, sentence_id, item` (the actor): `named` (sentences naming the
        actor), `well` and `badly` (those that show him so, P(well) - P(badly) beyond 0.5 either way),
        `reported` and `reported_well` (the bad and the good ones that name him in the words of others alone),
        `tone` (sum of P(well) - P(badly), the mean over his mentions in each sentence), `spread` (sum of its
        squares). `tone / named` is the tone of a row.
    """
    key = ["article_id", "sentence_id", "actor"]
    toward = mentions[key].assign(
        sentence_id=mentions["sentence_id"].clip(lower=-1),
        tone=predict_tone(tokens, mentions, model),
        reported=_find_reported(mentions, attributions),
    )
    toward = toward.groupby(key).agg({"tone": "mean", "reported": "all"}).reset_index()
    weight = np.where(toward["sentence_id"] < 0, HEADLINE, 1)
    well, badly = toward["tone"] >= DECISIVE, toward["tone"] <= -DECISIVE
    table = toward.assign(
        named=weight,
        well=weight * well,
        badly=weight * badly,
        reported=weight * (badly & toward["reported"]),
        reported_well=weight * (well & toward["reported"]),
        tone=weight * toward["tone"],
        spread=(weight * toward["tone"]) ** 2,
    )
    return table.rename(columns={"actor": "item"}).set_index(["article_id", "sentence_id", "item"])[COUNTS]


def _find_reported(mentions: pd.DataFrame, attributions: pd.DataFrame) -> np.ndarray:
    """Tell of each mention whether it stands in words that the text gives to others than its author."""
    place = ["article_id", "sentence_id"]
    others = attributions.loc[attributions["kind"] != "author", [*place, "content_start", "content_end"]]
    rows = mentions[[*place, "start"]].assign(row=np.arange(len(mentions))).merge(others, on=place)
    within = (rows["content_start"] <= rows["start"]) & (rows["start"] < rows["content_end"])
    return np.isin(np.arange(len(mentions)), rows.loc[within, "row"])


# --- which of two articles is harsher -----------------------------------------------------------------

LEANS = 1.0  # sentences of difference in tone from which one article is called harsher
CHANCE = 0.7  # p from which chance explains a difference
CLEAR = 3  # bad sentences in words of its own, from which one article is called clearly harsher ...
CLEAR_CHANCE = 0.1  # ... where chance has this p at most


def judge_harshness(sums: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Say for each pair of articles which is harsher on an actor.

    What is compared is the amount of harshness, not its density: the tone toward the actor is summed over
    sentences. A long article with five attacks in forty sentences reads harsher than a short one with one in
    four. The harsher article must have more bad sentences: who praises less is not harsher. Where chance
    explains the difference (`CHANCE`), nothing is said.

    What an article reports others to say counts like its own words, as it does for people who are asked how
    an article treats somebody: without it fewer of the pairs they rated are decided, and no more of them
    rightly. But an article that reports insults does not utter them, so `reason` says how many these are;
    an attribution that goes unseen counts as the article's own words. And nobody is called clearly harsher
    for what others say, nor where chance would often do as much (`CLEAR`, `CLEAR_CHANCE`).

    The thresholds were chosen on 388 pairs of one event told by a left-leaning and by a right-leaning outlet,
    the first presumed harsher on Republicans, the second on Democrats, and so that half of the pairs that
    people rated are decided. How often people agree is in `read_harshness_checks`; as these pairs were seen
    when the thresholds were chosen, their shares flatter a little.

    Parameters
    ----------
    sums : DataFrame
        `count_actor_tone` summed per article and actor: index `article_id, item`, columns `COUNTS`.
    pairs : DataFrame
        Columns `item` (the actor), `article_a`, `article_b`.

    Returns
    -------
    DataFrame
        `pairs` with `verdict` (`clearly harsher`, `leans harsher`, `abstains`), `harsher` (the article's id,
        "" where it abstains), `score` (difference in summed tone, in sentences: positive where article_a is
        harsher; NaN where one does not name the actor), `p_value` (how often the score would be as far from
        0 if each sentence's tone pointed either way by chance; normal approximation), `reason` (why it
        abstains, or the counts it rests on). Swapping the articles swaps nothing but the sign.
    """
    if missing := {"item", "article_a", "article_b"} - set(pairs.columns):
        raise InputError(f"The pairs lack the column {', '.join(sorted(missing))}.")
    keys = (pd.MultiIndex.from_frame(pairs[[article, "item"]]) for article in ("article_a", "article_b"))
    a, b = (sums[COUNTS].reindex(key).fillna(0).reset_index(drop=True) for key in keys)
    named = (a["named"] > 0) & (b["named"] > 0)
    score = (b["tone"] - a["tone"]).where(named)
    deviation = np.sqrt(a["spread"] + b["spread"])
    p_value = 2 * stats.norm.sf(score.abs() / deviation.where(deviation > 0))
    telling = a["well"] + a["badly"] + b["well"] + b["badly"]
    enough = score.abs() >= LEANS
    more = (a["badly"] - b["badly"]) * np.sign(score)
    decided = enough & (more > 0) & (p_value <= CHANCE)
    worse = a.where(score > 0, b)
    clear = decided & (worse["badly"] - worse["reported"] >= CLEAR) & (p_value <= CLEAR_CHANCE)
    why = np.select(
        [~named, telling == 0, ~enough, more <= 0, ~decided],
        [
            "the actor is not named in both articles",
            "no sentence of either shows the actor clearly badly or well",
            "the sentences of both, taken together, show the actor much alike",
            "neither article has more sentences that show the actor badly and is the harsher by tone",
            "chance explains the difference in tone",
        ],
        "",
    )
    table = pairs.reset_index(drop=True)
    first, second = (table[name].astype("str") for name in ("article_a", "article_b"))
    evidence = [
        why[i]
        or f"sentences that show the actor badly: {a['badly'][i]:g} in the one, {b['badly'][i]:g} in the "
        f"other, of these in words of others {a['reported'][i]:g} and {b['reported'][i]:g}; well: "
        f"{a['well'][i]:g} and {b['well'][i]:g} (a headline counts as 3); p {p_value[i]:.2f}"
        for i in range(len(table))
    ]
    return table.assign(
        verdict=pd.array(
            np.select([clear, decided], ["clearly harsher", "leans harsher"], "abstains"), "str"
        ),
        harsher=first.where(score > 0, second).where(decided, ""),
        score=score.to_numpy(dtype=float),
        p_value=p_value,
        reason=pd.array(evidence, dtype="str"),
    )


def read_actor_checks() -> pd.DataFrame:
    """Read how well tone toward an actor agrees with people, as `training/measure_reader.py` measured it.

    Returns
    -------
    DataFrame
        One row per `check` and `method` ("reader", "word lists"): `value` with its 95 % interval `low`,
        `high`, and `n`. "tone toward an actor" is macro-F1 over badly, neither, well (0 to 1); the others are
        shares of pairs of articles.
    """
    path = importlib.resources.files("analysis.models") / "reader_validation.csv"
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file)


def read_harshness_checks(model: bool = True) -> pd.DataFrame:
    """Read how often such verdicts were right on pairs of articles that people had rated.

    Parameters
    ----------
    model : bool
        Whether the counts were made with the model wanted (`predict_tone`).

    Returns
    -------
    DataFrame
        Indexed by `check` ("decided", "right where decided", "right where clearly harsher"): `value` (share,
        0 to 1), its 95 % interval `low`, `high`, and `n`, the number of pairs.
    """
    checks = read_actor_checks()
    method = "reader" if model and not reader_model.explain_missing_model() else "word lists"
    return checks[checks["method"] == method].set_index("check")[["value", "low", "high", "n"]]
