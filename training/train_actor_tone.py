"""Learn `analysis/lexicons/actor_tone.csv` from NewsMTSC and say how good it is by cross-validation.

    python -m training.train_actor_tone newsmtsc_train.csv [analysis/lexicons/actor_tone.csv]

The CSV (NewsMTSC, MIT licence, https://github.com/fhamborg/NewsMTSC) has one row per labelled person:
`primary_gid`, `sentence`, `start`, `end` (of the mention), `label` (negative, neutral, positive). Folds keep
all sentences of one event together.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from analysis import annotate
from analysis.actors import actor_tone

STRENGTH = 0.1  # inverse of the L2 penalty; .05 to .2 give the same macro-F1 to two decimals
RARE = 4  # features in fewer targets are dropped
SIZE = 4900  # features kept: the largest weight x square root of frequency
LABELS = {"negative": 0, "neutral": 1, "positive": 2}


def read(path: Path) -> pd.DataFrame:
    """Read the labelled persons; `event` keeps sentences of one story together."""
    table = pd.read_csv(path, keep_default_na=False)
    parts = table["primary_gid"].str.split("_")
    table["event"] = parts.str[0] + parts.str[2]
    return table


def annotated(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tokens of all sentences, each an article of its own, and the labelled mentions in the rows' order."""
    articles = table.drop_duplicates("primary_gid").set_index("primary_gid")[["sentence"]]
    articles = articles.rename(columns={"sentence": "raw"}).rename_axis("article_id")
    ledger = pd.DataFrame(columns=["article_id", "start", "end", "kind", "rule", "text"])
    tokens = annotate.parse_tokens(annotate.split_sentences(articles, ledger), ledger)
    groups = dict(list(tokens.groupby("article_id", sort=False)))
    rows = [head(groups[r.primary_gid], r.start, r.end) for r in table.itertuples()]
    mentions = pd.DataFrame(rows, columns=["sentence_id", "token_id", "first", "last"])
    return tokens, mentions.assign(article_id=table["primary_gid"].to_numpy())


def head(tokens: pd.DataFrame, start: int, end: int) -> tuple[int, int, int, int]:
    """The mention's sentence, head word, first and last token."""
    inside = tokens[(tokens["start"] < end) & (tokens["end"] > start)]
    inside = inside[inside["sentence_id"] == inside["sentence_id"].iloc[-1]]
    ids = set(inside["token_id"])
    top = inside[~inside["head"].isin(ids) | (inside["head"] == inside["token_id"])]
    nominal = top[top["pos"].isin(["PROPN", "PRON", "NOUN"])]
    chosen = (nominal if len(nominal) else top).iloc[-1]
    return chosen["sentence_id"], chosen["token_id"], inside["token_id"].iloc[0], inside["token_id"].iloc[-1]


def model() -> LogisticRegression:
    """Return the regression, not yet fitted."""
    return LogisticRegression(C=STRENGTH, max_iter=500)


def chosen(x, y) -> np.ndarray:
    """Which features to keep, from these rows alone."""
    frequency = np.asarray((x != 0).sum(axis=0)).ravel()
    common = np.flatnonzero(frequency >= RARE)
    weight = np.abs(model().fit(x[:, common], y).coef_).max(axis=0) * np.sqrt(frequency[common])
    return np.sort(common[np.argsort(-weight, kind="stable")[:SIZE]])


def main(source: str, target: str = "analysis/lexicons/actor_tone.csv") -> None:
    """Cross-validate, print how good it is, fit on all and write the weights."""
    table = read(Path(source))
    y = table["label"].map(LABELS).to_numpy()
    tokens, mentions = annotated(table)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(actor_tone.extract_features(tokens, mentions)).tocsr()
    shares = np.zeros((len(y), 3))
    for train, test in GroupKFold(5, shuffle=True, random_state=0).split(x, y, table["event"]):
        kept = chosen(x[train], y[train])
        shares[test] = model().fit(x[train][:, kept], y[train]).predict_proba(x[test][:, kept])
    tone, loaded = shares[:, 2] - shares[:, 0], y != 1
    print(f"macro-F1 {f1_score(y, shares.argmax(axis=1), average='macro'):.3f} (5 folds by event)")
    print(f"negative against positive: AUC {roc_auc_score(y[loaded] == 2, tone[loaded]):.3f}")
    for name, called, label in (("well", tone >= 0.5, 2), ("badly", tone <= -0.5, 0)):
        print(f"called {name}: {called.mean():.1%} of targets, precision {np.mean(y[called] == label):.3f}")
    kept = chosen(x, y)
    fitted = model().fit(x[:, kept], y)
    weights = fitted.coef_ - fitted.coef_[1]
    intercept = fitted.intercept_ - fitted.intercept_[1]
    rows = [("intercept", intercept[0], intercept[2])]
    rows += zip(np.array(vectorizer.feature_names_)[kept], weights[0], weights[2], strict=True)
    out = pd.DataFrame(rows, columns=["feature", "badly", "well"]).round(2)
    out[(out[["badly", "well"]] != 0).any(axis=1)].to_csv(target, index=False)
    print(f"{len(out)} weights written to {target}")


if __name__ == "__main__":
    main(*sys.argv[1:])
