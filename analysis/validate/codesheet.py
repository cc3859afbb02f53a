"""Sheets for people to code by hand: written blind and shuffled, read back with clear errors.

A sheet is a CSV file for a spreadsheet. Each coder has a block of rows, in an order of its own; a row
shows one sentence and neither its article, nor its outlet, nor anything computed. The column `unit` is a
fingerprint of sentence and article, so no key has to be kept.

============= ======================================================================================
column        what the coder writes
============= ======================================================================================
`tone`        how the sentence presents what it is about: negative, neutral or positive
`frames`      frames present, separated by semicolons; `none` where there is none
`actor`       filled in where actors were given, else the coder names the one the sentence is most about
`actor_tone`  how the sentence presents that actor: negative, neutral or positive; empty without an actor
============= ======================================================================================
"""

import hashlib
import io
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.output import guard_formulas
from analysis.schema import InputError

COLUMNS = ("unit", "coder", "sentence", "tone", "frames", "actor", "actor_tone")
TONES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0, "-1": -1.0, "0": 0.0, "1": 1.0}


def make_codesheet(
    sentences: pd.DataFrame,
    articles: pd.DataFrame,
    sample: int,
    coders: int,
    rng: np.random.Generator,
    mentions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Draw sentences and lay out a sheet.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    articles : DataFrame
        `schema.ARTICLES`; sentences are drawn evenly over its outlets, so that no outlet crowds out another.
    sample : int
        Sentences to code; all of them where there are fewer.
    coders : int
        People who will code; each codes every sentence.
    rng : Generator
    mentions : DataFrame, optional
        `article_id`, `sentence_id`, `actor`: who is named where. One actor of each sentence is asked about.

    Returns
    -------
    DataFrame
        `COLUMNS`, one row per sentence and coder, safe to open in a spreadsheet: a cell that would be read
        as a formula begins with an apostrophe.

    Raises
    ------
    InputError
        There are no sentences, or `sample` or `coders` is below 1.
    """
    if sample < 1 or coders < 1:
        raise InputError(f"A sheet needs at least one sentence and one coder (given: {sample} and {coders}).")
    if sentences.empty:
        raise InputError("There are no sentences to draw from: the corpus is empty after cleaning.")
    drawn = _draw_evenly(sentences, articles, sample, rng)
    rows = pd.DataFrame(
        {"unit": fingerprint_sentences(drawn), "sentence": drawn["text"].str.replace(r"\s+", " ", regex=True)}
    )
    rows = rows.assign(tone="", frames="", actor=_choose_actors(drawn, mentions, rng), actor_tone="")
    blocks = [rows.iloc[rng.permutation(len(rows))].assign(coder=str(k + 1)) for k in range(coders)]
    return guard_formulas(pd.concat(blocks, ignore_index=True)[list(COLUMNS)])


def _draw_evenly(sentences, articles, sample, rng) -> pd.DataFrame:
    """Draw from each outlet in turn, so that shares are as even as the outlets' lengths allow."""
    shuffled = sentences.iloc[rng.permutation(len(sentences))]
    outlet = shuffled["article_id"].map(articles["outlet"]).fillna("")
    turn = shuffled.groupby(outlet.to_numpy()).cumcount().to_numpy()
    return shuffled.iloc[np.argsort(turn, kind="stable")[:sample]].reset_index(drop=True)


def _choose_actors(drawn, mentions, rng) -> list[str]:
    if mentions is None or mentions.empty:
        return [""] * len(drawn)
    shuffled = mentions.iloc[rng.permutation(len(mentions))].drop_duplicates(["article_id", "sentence_id"])
    named = shuffled.set_index(["article_id", "sentence_id"])["actor"]
    keys = pd.MultiIndex.from_frame(drawn[["article_id", "sentence_id"]])
    return named.reindex(keys).fillna("").astype(str).tolist()


def fingerprint_sentences(sentences: pd.DataFrame) -> list[str]:
    """Return the fingerprint of each sentence: 12 hexadecimal digits of article, number and text."""
    rows = zip(sentences["article_id"], sentences["sentence_id"], sentences["text"], strict=True)
    return ["u" + hashlib.sha256("\0".join(map(str, row)).encode()).hexdigest()[:12] for row in rows]


def explain_protection(data: bytes) -> str:
    """Why a file must not be replaced by a new sheet: it is no sheet, or somebody has coded in it."""
    head = _decode(data).partition("\n")[0]
    if head.strip().replace(";", ",").replace("\t", ",") != ",".join(COLUMNS):
        return "not ours"
    try:
        table = pd.read_csv(io.StringIO(_decode(data)), dtype="str", keep_default_na=False)
        coded = (table[["tone", "frames", "actor_tone"]] != "").any(axis=None)
    except (ValueError, KeyError):
        coded = True
    return "holds codes" if coded else ""


def read_codesheet(path: str | Path) -> pd.DataFrame:
    """Read a coded sheet (or several coders' sheets pasted under each other).

    Parameters
    ----------
    path : path
        CSV with commas, semicolons or tabs, as spreadsheets save it.

    Returns
    -------
    DataFrame
        One row per sentence and coder, indexed by `unit`, `coder`: `tone` and `actor_tone` (-1, 0, 1; NaN
        where not coded), `frames` (sorted, lower case, joined by `;`; NaN where not coded, "" for none),
        `actor`.

    Raises
    ------
    InputError
        No such file; not a sheet; a label that does not exist; a unit twice for one coder; a sentence that
        one coder has and another lacks; nothing coded.
    """
    path = Path(path)
    table = _read_cells(path)
    if missing := [name for name in ("unit", "coder", "tone") if name not in table]:
        raise InputError(
            f"{path.name} lacks the column {' and '.join(missing)}: it must be a sheet that "
            "`python -m analysis codesheet` wrote, with its first line."
        )
    table = table.reindex(columns=list(COLUMNS), fill_value="").map(str.strip)
    table = table[(table[["unit", "coder"]] != "").any(axis=1)]
    wrong = table.index[~table["unit"].str.fullmatch(r"u[0-9a-f]{12}")]
    if len(wrong):
        raise InputError(
            f"{path.name}, line {wrong[0]}: {table.loc[wrong[0], 'unit']!r} is no unit; leave the first "
            "column as the sheet came."
        )
    _check_coders(table, path.name)
    for column in ("tone", "actor_tone"):
        table[column] = _read_tones(table[column], path.name, column)
    table["frames"] = [_read_frames(cell) for cell in table["frames"]]
    if table[["tone", "frames", "actor_tone"]].isna().all(axis=None):
        raise InputError(f"{path.name} is not coded yet: write negative, neutral or positive under `tone`.")
    return table.drop(columns="sentence").set_index(["unit", "coder"]).sort_index()


def _read_cells(path: Path) -> pd.DataFrame:
    """Read the cells as text, indexed by line of the file; sentences hold no line breaks."""
    try:
        data = path.read_bytes()
    except OSError:
        raise InputError(f"There is no sheet of codes at {str(path)!r}.") from None
    text = _decode(data)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    options = {"dtype": "str", "keep_default_na": False, "skip_blank_lines": False}
    try:
        table = pd.read_csv(io.StringIO(text), sep=separator, **options)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path.name} is not a table that can be read ({str(error).strip()}).") from None
    table.columns = table.columns.str.strip().str.lower()
    table.index = table.index + 2
    return table.fillna("")


def _decode(data: bytes) -> str:
    """Decode what spreadsheets write: UTF-8 with or without mark, UTF-16, or the Windows code page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _check_coders(table: pd.DataFrame, name: str) -> None:
    """Make sure every coder has every sentence once."""
    if (table["coder"] == "").any():
        line = table.index[table["coder"] == ""][0]
        raise InputError(f"{name}, line {line}: the coder is missing; write the coder's number or name.")
    twice = table.index[table.duplicated(["unit", "coder"])]
    if len(twice):
        row = table.loc[twice[0]]
        raise InputError(
            f"{name}, line {twice[0]}: coder {row['coder']!r} has unit {row['unit']} twice; keep one of "
            "the rows."
        )
    everything = set(table["unit"])
    for coder, own in table.groupby("coder")["unit"]:
        if lacking := sorted(everything - set(own)):
            raise InputError(
                f"{name}: coder {coder!r} lacks {len(lacking)} of {len(everything)} sentences (first: "
                f"{lacking[0]}); put the rows back, with empty cells where nothing was coded."
            )


def _read_tones(cells: pd.Series, name: str, column: str) -> pd.Series:
    plain = cells.str.lower().str.lstrip("'").str.lstrip("+").str.replace("−", "-")
    values = plain.map(TONES)
    wrong = cells.index[values.isna() & (plain != "")]
    if len(wrong):
        raise InputError(
            f"{name}, line {wrong[0]}: {cells[wrong[0]]!r} is no {column}; write negative, neutral or "
            "positive, or leave the cell empty."
        )
    return values.astype(float)


def _read_frames(cell: str) -> object:
    if not cell:
        return np.nan
    labels = {label.strip().lower() for label in cell.lstrip("'").replace(",", ";").split(";")} - {"", "none"}
    return ";".join(sorted(labels))


def locate_codes(codes: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Put coded units back at their sentences.

    Parameters
    ----------
    codes : DataFrame
        As `read_codesheet` returns it.
    sentences : DataFrame
        `schema.SENTENCES` of the corpus the sheet was drawn from, with the same cleaning and splitter.

    Returns
    -------
    DataFrame
        `codes` with `article_id` and `sentence_id` in the index's place of `unit`.

    Raises
    ------
    InputError
        Some units are not in this corpus.
    """
    keys = sentences[["article_id", "sentence_id"]].itertuples(index=False, name=None)
    known = dict(zip(fingerprint_sentences(sentences), keys, strict=True))
    asked = codes.index.get_level_values("unit")
    if unknown := sorted(set(asked) - set(known)):
        raise InputError(
            f"{len(unknown)} of {asked.nunique()} coded sentences are not in this corpus (first: "
            f"{unknown[0]}): the sheet was drawn from other articles, or with other cleaning or sentence "
            "splitting."
        )
    places = [(*known[unit], coder) for unit, coder in codes.index]
    return codes.set_axis(pd.MultiIndex.from_tuples(places, names=["article_id", "sentence_id", "coder"]))


def tabulate_coders(codes: pd.DataFrame, what: str = "tone") -> pd.DataFrame:
    """Return one column per coder, one row per unit: what agreement and comparisons read.

    Parameters
    ----------
    codes : DataFrame
        As `read_codesheet` or `locate_codes` returns it.
    what : str
        "tone", "actor_tone", or a frame's name, which gives 1 where the coder saw it and 0 where not. Tones
        of an actor count only where the coders name the same actor.
    """
    if what == "tone":
        return codes["tone"].unstack("coder")
    if what == "actor_tone":
        actor = codes["actor"].str.strip().str.lower().unstack("coder")
        same = actor.eq(actor.iloc[:, 0], axis=0).all(axis=1) & (actor.iloc[:, 0] != "")
        return codes["actor_tone"].unstack("coder").where(same, axis=0)
    present = codes["frames"].map(lambda cell: np.nan if pd.isna(cell) else float(what in cell.split(";")))
    return present.unstack("coder")


def list_coded_frames(codes: pd.DataFrame) -> list[str]:
    """Return every frame that some coder saw."""
    return sorted({label for cell in codes["frames"].dropna() for label in cell.split(";") if label})
