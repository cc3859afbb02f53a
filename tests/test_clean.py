"""Cleaning: exact on the seeds, lossless, idempotent, linear, and silent on clean text."""

import json

import pandas as pd
import pytest

from analysis import clean, load
from analysis.schema import InputError


@pytest.fixture(scope="module")
def cleaned(seeds):
    return clean.articles(load.articles(str(seeds)))


def test_seeds_clean_to_the_segmentation_made_by_hand(cleaned, shared):
    for row in cleaned.articles.itertuples():
        gold = json.loads((shared / "seeds" / "gold" / row.source.replace(".txt", ".json")).read_text())
        assert row.text == gold["body"]
        assert all(join in row.text for _, _, join in gold["joins"])


def test_ledger_and_kept_text_tile_raw(cleaned):
    for key, article in cleaned.articles.iterrows():
        removed = cleaned.ledger[(cleaned.ledger.article_id == key) & (cleaned.ledger.kind != "review")]
        at, kept = 0, []
        for start, end, text in removed[["start", "end", "text"]].itertuples(index=False):
            assert at <= start < end
            assert article.raw[start:end] == text
            kept.append(article.raw[at:start])
            at = end
        kept.append(article.raw[at:])
        assert "".join(kept).replace("\u00a0", " ") == article.text


def test_headline_and_author_fill_what_is_empty(seeds):
    articles = load.articles(str(seeds)).assign(title="", author="")
    found = clean.articles(articles).articles
    assert found.title["thehill"] == "Trump left Hanoi with no credible path forward"
    assert list(found.author) == ["Ariel E. Levite", "P.J. Crowley"]


def test_unknown_rules_are_named(seeds):
    with pytest.raises(InputError, match="No cleaning rule is called hill-blok"):
        clean.articles(load.articles(str(seeds)), off=("hill-blok",))


def test_every_rule_is_listed_with_reason_and_example():
    rules = clean.rules()
    assert list(rules.columns) == ["id", "kind", "where", "rationale", "example", "outlets"]
    assert rules.id.is_unique
    assert (rules[["rationale", "example"]].map(len) > 0).all(axis=None)
    assert isinstance(rules, pd.DataFrame)
