"""Tone toward an actor: whether a sentence shows them badly or well, which is not the tone of the sentence.

"Kim brutally crushed the revolt" and "the revolt threatened gentle Kim" hold the same sort of words. So each
word of a sentence is taken with the place grammar gives it relative to the mention (the verb the actor does,
what is done to them, what describes them ...), and a multinomial logistic regression weighs word and place.
Its weights are shipped as a table, `lexicons/actor_tone.csv`, learned from the 8,739 labelled persons of
NewsMTSC by `training/train_actor_tone.py`:

Hamborg, F., & Donnay, K. (2021). NewsMTSC: A dataset for (multi-)target-dependent sentiment classification in
political news articles. EACL. https://doi.org/10.18653/v1/2021.eacl-main.142
"""

import functools
import importlib.resources
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.actors import grammar, names
from analysis.measures import vader
from analysis.schema import InputError

COUNTS = ["named", "well", "badly", "tone"]
DECISIVE = 0.5  # |P(well) - P(badly)| from which a sentence counts: the verdict outweighs all else
HEADLINE = 3  # a headline counts as so many sentences
FLIP = -0.74  # VADER's factor for a negated word

_LABEL = {
    **{"nsubj": "subject", "csubj": "subject", "nsubjpass": "passive", "poss": "owner", "agent": "subject"},
    **dict.fromkeys(["dobj", "dative", "obj", "iobj"], "object"),
    **dict.fromkeys(["amod", "compound", "nmod", "appos", "nummod", "det"], "modifier"),
    **dict.fromkeys(["attr", "acomp", "oprd"], "predicate"),
    **dict.fromkeys(["xcomp", "ccomp", "pcomp"], "clause"),
    "prep": "preposition",
}
_NEGATORS = {"without", "never", "no", "none", "nobody", "neither", "nor", "hardly", "barely"}
_CONTENT = {"VERB", "NOUN", "ADJ", "ADV", "INTJ"}
_SMALL = {"ADP", "PART", "SCONJ"}


def extract_features(tokens: pd.DataFrame, mentions: pd.DataFrame) -> Iterator[dict[str, float]]:
    """What the sentence of each mention says, word by word with its place relative to the mention.

    Yields
    ------
    dict
        Feature -> value, for each row of `mentions` in turn: `sentence:<lemma>` and `<place>:<lemma>` count
        words; `good:<place>` and `bad:<place>` sum VADER valences, turned round where negated; `small:` are
        prepositions and particles next to the mention; `mention:` says how the actor stands there.
    """
    tokens = tokens.reset_index(drop=True)
    tree = grammar.build_tree(tokens)
    sentence = names.number_sentences(tokens)
    first, stop = np.searchsorted(sentence, sentence, "left"), np.searchsorted(sentence, sentence, "right")
    word = tokens["text"].str.lower().to_numpy(dtype=object)
    valences = vader.read_valences()
    negated = _negated(tree, word)
    value = np.array([valences.get(w, valences.get(m, 0.0)) for w, m in zip(word, tree.lemma, strict=True)])
    value = np.where(negated | _inherits(tree, negated), FLIP * value, value)
    quoted = _quoted(tokens["text"].to_numpy(dtype=object), sentence)
    heads = grammar.find_mention_rows(tokens, mentions)
    spans = mentions[["first", "last"]].to_numpy() - mentions["token_id"].to_numpy()[:, None] + heads[:, None]
    for head, (begin, end) in zip(heads, spans, strict=True):
        features: dict[str, float] = defaultdict(float)
        role, places = _places(head, range(first[head], stop[head]), tree)
        for row, place in places:
            if not begin <= row <= end:
                _add(features, row, place, row - head, tree, value, negated, quoted)
        features[f"mention:{role}"] = 1
        features["mention:quoted" if quoted[head] else "mention:unquoted"] = 1
        features[
            f"mention:{word[head]}" if word[head] in ("he", "she", "his", "her", "him") else "mention:name"
        ] = 1
        yield features


def _add(features, row, place, distance, tree, value, negated, quoted):
    """Add one word's features."""
    lemma = tree.lemma[row] + ("!" if negated[row] else "")
    if tree.pos[row] in _CONTENT:
        features[f"sentence:{lemma}"] += 1
        if place != "far":
            features[f"{place}:{lemma}"] += 1
    elif tree.pos[row] in _SMALL and abs(distance) <= 3:
        features[f"small:{'before' if distance < 0 else 'after'}:{tree.lemma[row]}"] += 1
    if value[row]:
        sign, size = ("good" if value[row] > 0 else "bad"), abs(value[row])
        near = "3" if abs(distance) <= 3 else "8" if abs(distance) <= 8 else "more"
        features[sign] += size
        features[f"{sign}:{place}"] += size
        features[f"{sign}:{'before' if distance < 0 else 'after'}:{near}"] += size
        if quoted[row]:
            features[f"{sign}:quoted"] += size


def _negated(tree, word):
    marked = np.zeros(len(word), dtype=bool)
    marked[tree.head[(tree.dep == "neg") | np.isin(word.astype(str), list(_NEGATORS))]] = True
    return marked


def _inherits(tree, negated):
    """Complements and objects of a negated word: "is not a liar", "never lied to friends"."""
    below = np.isin(tree.dep.astype(str), ["acomp", "attr", "dobj", "xcomp", "oprd", "amod"])
    return below & negated[tree.head] & (tree.head != np.arange(len(negated)))


def _quoted(text, sentence):
    """Whether a token stands inside quotation marks of its own sentence."""
    marked = np.zeros(len(text), dtype=bool)
    opened, last, start = False, -1, 0
    for row in np.flatnonzero(np.isin(text.astype(str), ['"', "``", "''", "\u201c", "\u201d"])):
        if sentence[row] == last and opened:
            marked[start:row] = True
            opened = False
        elif text[row] != "\u201d":
            opened, last, start = True, sentence[row], row
    return marked


def _places(head: int, rows: range, tree: grammar.Tree):
    """The mention's own role, and the place of each word of its sentence relative to it."""
    above, labels = [head], []
    while tree.head[above[-1]] not in above:  # up to the root, whose head is itself
        labels.append(tree.dep[above[-1]])
        above.append(int(tree.head[above[-1]]))
    shared = 0  # a coordinated or apposed name stands where the first one stands
    while shared < len(labels) and labels[shared] in ("conj", "appos"):
        shared += 1
    height = {row: number for number, row in enumerate(above)}
    path = _path(labels[shared:])
    role = path[0] if path else "top"
    role = (
        role
        if role in ("subject", "passive", "object", "preposition", "owner", "modifier", "top")
        else "other"
    )
    places = []
    for row in rows:
        down, at = [], row
        while at not in height and tree.head[at] != at and len(down) < len(rows):
            down.append(tree.dep[at])
            at = int(tree.head[at])
        if at not in height:
            places.append((row, "far"))
            continue
        up = _path(labels[shared : height[at]])
        places.append((row, _place(up, _path(down)[::-1], role)))
    return role, places


def _path(labels: list[str]) -> list[str]:
    """Simplify dependency labels; a preposition and its noun are one step, "by" makes a subject."""
    steps, number = [], 0
    while number < len(labels):
        if labels[number] == "pobj" and number + 1 < len(labels):
            steps.append("subject" if labels[number + 1] == "agent" else "preposition")
            number += 2
        else:
            steps.append(_LABEL.get(labels[number], "other"))
            number += 1
    return steps


def _place(up: list[str], down: list[str], role: str) -> str:
    """Name the way from the mention up to the common head and down to the word."""
    if not up:
        return "own"
    if not down:
        return (
            f"{role}.head" if len(up) == 1 else f"above.{role}" if role in ("subject", "object") else "above"
        )
    if len(up) > 1:
        return "far"
    if down[0] in ("predicate", "subject", "clause") or (
        down[0] == "object" and role in ("subject", "passive")
    ):
        return f"{role}.{down[0]}"
    return "near"


@functools.cache
def read_weights() -> dict[str, tuple[float, float]]:
    """Feature -> its weights for "badly" and for "well", both against "neither"; log-odds per unit."""
    path = importlib.resources.files("analysis.lexicons") / "actor_tone.csv"
    with path.open(encoding="utf-8") as file:
        table = pd.read_csv(file, keep_default_na=False)
    return dict(zip(table["feature"], zip(table["badly"], table["well"], strict=True), strict=True))


def predict_tone(tokens: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """P(well) - P(badly) for each row of `mentions`: -1 shown badly, 1 shown well."""
    table = read_weights()
    logits = np.zeros((len(mentions), 2)) + table["intercept"]
    for row, features in enumerate(extract_features(tokens, mentions)):
        for feature, amount in features.items():
            if feature in table:
                logits[row] += np.multiply(table[feature], amount)
    odds = np.exp(np.clip(logits, -30, 30))
    return (odds[:, 1] - odds[:, 0]) / (1 + odds.sum(axis=1))


def count_actor_tone(tokens: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Count per sentence and actor how it is shown.

    Parameters
    ----------
    tokens, mentions : DataFrame
        `schema.TOKENS`, whole sentences in text order, and the actors' mentions in them. Sentences of the
        headline have negative `sentence_id`s; each weighs as much as three and is booked on sentence 0.

    Returns
    -------
    DataFrame
        Long and sparse, index `article_id, sentence_id, item` (the actor): `named` (sentences naming the
        actor), `well` and `badly` (those that show him so, P(well) - P(badly) beyond 0.5 either way), `tone`
        (sum of P(well) - P(badly), the mean over his mentions in each sentence).
    """
    key = ["article_id", "sentence_id", "actor"]
    tone = mentions[key].assign(tone=predict_tone(tokens, mentions)).groupby(key)["tone"].mean().reset_index()
    headline = tone["sentence_id"] < 0
    weight = np.where(headline, HEADLINE, 1)
    table = tone.assign(
        sentence_id=tone["sentence_id"].where(~headline, 0),
        named=weight,
        well=weight * (tone["tone"] >= DECISIVE),
        badly=weight * (tone["tone"] <= -DECISIVE),
        tone=weight * tone["tone"],
    )
    table = table.rename(columns={"actor": "item"})
    return table.groupby(["article_id", "sentence_id", "item"])[COUNTS].sum()


# --- which of two articles is harsher -----------------------------------------------------------------

LEANS = 2  # net sentences of difference from which one article is called harsher ...
AGREED = 1.0  # ... or one, where the tone of all sentences together differs by a whole sentence too
CLEAR = 6  # net sentences from which it is called clearly harsher


def judge_harshness(sums: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Say for each pair of articles which is harsher on an actor.

    What is compared is the amount of harshness, not its density: sentences that show the actor badly, less
    those that show him well. A long article with five attacks in forty sentences reads harsher than a short
    one with one in four.

    The thresholds were set on 1,265 pairs of one event told by a left-leaning and by a right-leaning
    outlet, the first presumed harsher on Republicans, the second on Democrats. That presumption is often
    wrong, so the shares understate: one net sentence of difference is a coin toss (50 %), two or more agree
    in 61 %, six or more in 70 %. On 336 pairs of articles that people had rated, used for checking only,
    54 % were decided, of these 62 % (95 % interval 55 to 69) rightly; of the 29 called clearly harsher 72 %
    (54 to 85). Human ratings of the single sentences, added up, reach 69 % there.

    Parameters
    ----------
    sums : DataFrame
        `count_actor_tone` summed per article and actor: index `article_id, item`, columns `named, well,
        badly, tone`.
    pairs : DataFrame
        Columns `item` (the actor), `article_a`, `article_b`.

    Returns
    -------
    DataFrame
        `pairs` with `verdict` (`clearly harsher`, `leans harsher`, `abstains`), `harsher` (the article's id,
        "" where it abstains), `score` (net sentences: positive where article_a is harsher), `reason` (why it
        abstains, or the counts it rests on). Swapping the articles swaps nothing but the sign.
    """
    if missing := {"item", "article_a", "article_b"} - set(pairs.columns):
        raise InputError(f"The pairs lack the column {', '.join(sorted(missing))}.")
    keys = (pd.MultiIndex.from_frame(pairs[[article, "item"]]) for article in ("article_a", "article_b"))
    a, b = (sums[COUNTS].reindex(key).fillna(0).reset_index(drop=True) for key in keys)
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


def read_harshness_checks() -> pd.DataFrame:
    """Read how often such verdicts were right on pairs of articles that people had rated.

    Returns
    -------
    DataFrame
        Indexed by `check` ("decided", "right where decided", "right where clearly harsher"): `value` (share,
        0 to 1), its 95 % interval `low`, `high`, and `n`, the number of pairs; NaN where it is not known.
    """
    path = importlib.resources.files("analysis.lexicons") / "harsher_validation.csv"
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file, index_col="check")
