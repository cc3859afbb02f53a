"""Tables of what cleaning removed, and of what it moves."""

import pandas as pd


def removed(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger by kind and rule: spans, characters, articles touched; white space is left out.

    Parameters
    ----------
    ledger : DataFrame
        `schema.LEDGER`.
    """
    rows = ledger[ledger["kind"] != "whitespace"]
    rows = rows.assign(length=rows["text"].str.len())
    grouped = rows.groupby(["kind", "rule"], sort=True)
    return grouped.agg(
        spans=("length", "size"), characters=("length", "sum"), articles=("article_id", "nunique")
    )


def spans(ledger: pd.DataFrame, longest: int = 90) -> pd.DataFrame:
    """Every span of the ledger but white space, its text cut to `longest` characters."""
    rows = ledger[ledger["kind"] != "whitespace"]
    text = rows["text"].str.replace(r"\s+", " ", regex=True)
    short = text.where(text.str.len() <= longest, text.str[: longest - 1] + "…")
    table = rows.assign(text=short).rename(columns={"article_id": "article"})
    return table[["article", "start", "end", "kind", "rule", "text"]].set_index("article")


def shift(cleaned: pd.DataFrame, crawled: pd.DataFrame) -> pd.DataFrame:
    """How far scores of the article and of the page as crawled are apart.

    Parameters
    ----------
    cleaned, crawled : DataFrame
        One row per side, one column per score.

    Returns
    -------
    DataFrame
        One row per score and side: `article`, `page`, `shift` (page minus article).
    """
    long = {name: table.T.stack() for name, table in (("article", cleaned), ("page", crawled))}
    table = pd.DataFrame(long).rename_axis(["score", "side"])
    return table.assign(shift=table["page"] - table["article"])


def kept(ledger: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    """Say how much of each page is article, and what the rest is.

    Parameters
    ----------
    ledger, articles : DataFrame
        As `clean.articles` gives them.

    Returns
    -------
    list of str
        One sentence for all pages together; up to six articles, one each.
    """
    rows = ledger[~ledger["kind"].isin(["whitespace", "review"])]
    lengths = rows.assign(length=rows["text"].str.len()).groupby(["article_id", "kind"])["length"].sum()
    raw = articles["raw"].str.len()
    named = dict(articles["outlet"].where(articles["outlet"] != "", articles.index.to_series()))
    said = []
    for article in articles.index if len(articles) <= 6 else ():
        parts = lengths.loc[article] / raw[article] if article in lengths.index else pd.Series(dtype=float)
        what = ", ".join(
            f"{_plain(kind)} {_share(share)}" for kind, share in parts.sort_values(ascending=False).items()
        )
        said.append(
            f"{named[article]}: {1 - parts.sum():.0%} of the page is the article"
            + (f"; {what}." if what else ".")
        )
    if len(articles) > 6:
        share = lengths.groupby("kind").sum().sort_values(ascending=False) / raw.sum()
        what = ", ".join(f"{_plain(kind)} {_share(part)}" for kind, part in share.head(4).items())
        said.append(
            f"Of all pages, {1 - share.sum():.0%} of the characters are articles; most of the rest is {what}."
        )
    return said


def _share(part: float) -> str:
    return f"{part:.0%}" if part >= 0.005 else "under 1%"


def _plain(kind: str) -> str:
    return kind.replace("_", " ") + "s" * (not kind.endswith("s"))


def shares(articles: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """How many characters of each article are kept, and how many of each kind removed.

    Returns
    -------
    DataFrame
        One row per article x kind: `article_id`, `kind` ("kept" or as in the ledger), `characters`; white
        space is not counted.
    """
    rows = ledger[~ledger["kind"].isin(["whitespace", "review"])]
    rows = rows.assign(characters=rows["text"].str.len())
    gone = rows.groupby(["article_id", "kind"], as_index=False)["characters"].sum()
    left = articles["text"].str.len().rename("characters").reset_index().assign(kind="kept")
    return pd.concat([left, gone], ignore_index=True)
