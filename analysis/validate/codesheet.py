"""Sheets for people to code by hand: drawn at random, blind and shuffled, read back with clear errors.

A sheet is a CSV file, for a spreadsheet or for the page that is written beside it. Each coder has a block of
rows, in an order of its own; a row shows one sentence and neither its article, nor its outlet, nor anything
computed. The column `unit` is a fingerprint of sentence and article, so no key has to be kept.

Sentences are drawn with known probability, within strata of side and of what the instrument says, so that the
codes can correct the instrument (`correct`). A core is coded by everybody, which tells how far coders agree;
the rest by one coder each, since more sentences tell more than more readings of the same.

============== =====================================================================================
column         what stands there
============== =====================================================================================
`tone`         how the sentence presents what it is about: negative, neutral or positive
`frames`       frames present, separated by semicolons; `none` where there is none
`actor`        the one to be judged; where empty, the coder may name the one the sentence is most about
`actor_tone`   how the sentence presents that actor: negative, neutral or positive; empty without an actor
`probability`  with which the sentence was drawn; to be left alone
`how_to_code`  in the first rows, what each column asks
============== =====================================================================================

References
----------
Barbera, P., Boydstun, A. E., Linn, S., McMahon, R. & Nagler, J. (2021). Automated text classification of news
articles: a practical guide. Political Analysis 29(1), 19-42. doi:10.1017/pan.2020.8
"""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.output import guard_formulas
from analysis.schema import InputError

ASKED = ("tone", "frames", "actor", "actor_tone")
COLUMNS = ("unit", "coder", "sentence", *ASKED, "probability", "how_to_code")
TONES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0, "-1": -1.0, "0": 0.0, "1": 1.0}
GUIDE = {
    "tone": "How does the sentence present what it is about? negative, neutral or positive. Judge the words, "
    "not whether you agree.",
    "frames": "Which of these does it bring up? Separated by semicolons, or none: {frames}.",
    "actor_tone": "How does the sentence present the one named under actor? negative, neutral or positive. "
    "Empty where nobody is named.",
}
"""What each column asks of the coder; `{frames}` stands for the frames there are."""


def make_codesheet(
    sentences: pd.DataFrame,
    sides: pd.Series,
    sample: int,
    coders: int,
    rng: np.random.Generator,
    *,
    core: int | None = None,
    scores: pd.Series | None = None,
    mentions: pd.DataFrame | None = None,
    frames: Sequence[str] = (),
) -> pd.DataFrame:
    """Draw sentences and lay out a sheet.

    Parameters
    ----------
    sentences : DataFrame
        `schema.SENTENCES`.
    sides : Series
        Side of each article; every side gets as many sentences, as far as it has them.
    sample : int
        Sentences to code; all of them where there are fewer.
    coders : int
        People who will code.
    rng : Generator
    core : int, optional
        Sentences that every coder codes; the others are dealt out, one coder each. By default a third.
    scores : Series, optional
        What the instrument says of each sentence, indexed by `article_id`, `sentence_id`. Sentences below, at
        and above 0 are drawn in proportion, so that the sample looks like the text.
    mentions : DataFrame, optional
        `article_id`, `sentence_id`, `actor`: who is named where. One actor of each sentence is asked about,
        chosen at random.
    frames : sequence of str
        Frames to look for.

    Returns
    -------
    DataFrame
        `COLUMNS`, one row per sentence and coder, safe to open in a spreadsheet: a cell that would be read
        as a formula begins with an apostrophe.

    Raises
    ------
    InputError
        There are no sentences, or `sample`, `coders` or `core` is out of range.
    """
    if sample < 1 or coders < 1:
        raise InputError(f"A sheet needs at least one sentence and one coder (given: {sample} and {coders}).")
    if core is not None and not 0 <= core <= sample:
        raise InputError(f"The core is {core} sentences; it must lie between 0 and the sample, {sample}.")
    if sentences.empty:
        raise InputError("There are no sentences to draw from: the corpus is empty after cleaning.")
    drawn = _draw_stratified(sentences, sides, scores, sample, rng)
    core = min(-(-len(drawn) // 3) if core is None else core, len(drawn)) if coders > 1 else len(drawn)
    rows = pd.DataFrame(
        {
            "unit": fingerprint_sentences(drawn),
            "sentence": drawn["text"].str.replace(r"\s+", " ", regex=True),
            "actor": _choose_actors(drawn, mentions, rng),
            "probability": drawn["probability"].map("{:.6f}".format),
        }
    )
    turn = np.arange(len(rows) - core) % coders
    blocks = []
    for coder in range(coders):
        own = rows.iloc[[*range(core), *(core + np.flatnonzero(turn == coder))]]
        blocks.append(own.iloc[rng.permutation(len(own))].assign(coder=str(coder + 1)))
    sheet = pd.concat(blocks, ignore_index=True).reindex(columns=list(COLUMNS), fill_value="")
    guide = [f"{name}: {text.format(frames='; '.join(frames))}" for name, text in GUIDE.items()]
    first = sheet.groupby("coder", sort=False).cumcount()
    sheet["how_to_code"] = first.map(dict(enumerate(guide))).fillna("")
    return guard_formulas(sheet)


def _draw_stratified(sentences, sides, scores, sample, rng) -> pd.DataFrame:
    """Draw evenly over sides and in proportion over strata of the score, with the `probability` of each."""
    side = sentences["article_id"].map(sides)
    frame, side = (part[side.notna()].reset_index(drop=True) for part in (sentences, side.astype("str")))
    stratum = pd.Series("0", frame.index)
    if scores is not None:
        keys = pd.MultiIndex.from_frame(frame[["article_id", "sentence_id"]])
        stratum = pd.Series(np.sign(scores.reindex(keys).fillna(0).to_numpy()), frame.index).astype("str")
    sizes = side.value_counts(sort=False)
    numbers = pd.Series(_share_out(np.ones(len(sizes)), sizes.to_numpy(), sample), sizes.index)
    parts = []
    for name, number in numbers.items():
        groups = frame[side == name].groupby(stratum[side == name])
        there = groups.size()
        quotas = _share_out(there.to_numpy(), there.to_numpy(), number)
        for (_, group), quota in zip(groups, quotas, strict=True):
            chosen = group.iloc[rng.permutation(len(group))[:quota]]
            parts.append(chosen.assign(probability=quota / len(group)))
    drawn = pd.concat(parts, ignore_index=True)
    return drawn.iloc[rng.permutation(len(drawn))].reset_index(drop=True)


def _share_out(weights: np.ndarray, room: np.ndarray, number: int) -> np.ndarray:
    """Share `number` out in proportion to `weights`, one each first, nobody more than there is room for."""
    given = np.zeros(len(room), int)
    for _ in range(min(number, int(room.sum()))):
        nearest = np.where(given < room, (given + (given > 0)) / weights, np.inf)
        given[np.argmin(nearest)] += 1
    return given


def _choose_actors(drawn, mentions, rng) -> list[str]:
    if mentions is None or mentions.empty:
        return [""] * len(drawn)
    named = mentions.drop_duplicates(["article_id", "sentence_id", "actor"])
    shuffled = named.iloc[rng.permutation(len(named))].drop_duplicates(["article_id", "sentence_id"])
    chosen = shuffled.set_index(["article_id", "sentence_id"])["actor"]
    keys = pd.MultiIndex.from_frame(drawn[["article_id", "sentence_id"]])
    return chosen.reindex(keys).fillna("").astype(str).tolist()


def fingerprint_sentences(sentences: pd.DataFrame) -> list[str]:
    """Return the fingerprint of each sentence: 12 hexadecimal digits of article, number and text."""
    rows = zip(sentences["article_id"], sentences["sentence_id"], sentences["text"], strict=True)
    return ["u" + hashlib.sha256("\0".join(map(str, row)).encode()).hexdigest()[:12] for row in rows]


def protect_codesheet(data: bytes) -> str:
    """Why a file must not be replaced by a new sheet: it is no sheet, or somebody has coded in it."""
    head = _decode(data).partition("\n")[0].strip().replace(";", ",").replace("\t", ",")
    if head not in (",".join(COLUMNS), ",".join(COLUMNS[:-2])):
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
        `actor`; `probability` (NaN in sheets that have none).

    Raises
    ------
    InputError
        No such file; not a sheet; a label that does not exist; a unit twice for one coder; a probability
        that is none; nothing coded.
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
    unknown = ~table["unit"].str.fullmatch(r"u[0-9a-f]{12}")
    _refuse(unknown, table["unit"], path.name, "{!r} is no unit; leave the first column as the sheet came.")
    nobody = "the coder is missing; write the coder's number or name."
    _refuse(table["coder"] == "", table["coder"], path.name, nobody)
    rows = "coder " + table["coder"].map(repr) + " has unit " + table["unit"]
    twice = table.duplicated(["unit", "coder"])
    _refuse(twice, rows, path.name, "{} twice; keep one of the rows.")
    for column in ("tone", "actor_tone"):
        table[column] = _read_tones(table[column], path.name, column)
    table["frames"] = [_read_frames(cell) for cell in table["frames"]]
    table["probability"] = _read_probabilities(table["probability"], path.name)
    if table[["tone", "frames", "actor_tone"]].isna().all(axis=None):
        raise InputError(f"{path.name} is not coded yet: write negative, neutral or positive under `tone`.")
    return table.drop(columns=["sentence", "how_to_code"]).set_index(["unit", "coder"]).sort_index()


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


def _refuse(wrong: pd.Series, cells: pd.Series, name: str, text: str) -> None:
    """Raise InputError at the first wrong row, if there is one: its line, and `text` with its cell."""
    if wrong.any():
        line = wrong.idxmax()
        raise InputError(f"{name}, line {line}: {text.format(cells[line])}")


def _read_tones(cells: pd.Series, name: str, column: str) -> pd.Series:
    plain = cells.str.lower().str.lstrip("'").str.lstrip("+").str.replace("−", "-")
    values = plain.map(TONES)
    text = f"{{!r}} is no {column}; write negative, neutral or positive, or leave the cell empty."
    _refuse(values.isna() & (plain != ""), cells, name, text)
    return values.astype(float)


def _read_probabilities(cells: pd.Series, name: str) -> pd.Series:
    plain = cells.str.lstrip("'").str.replace(",", ".")
    values = pd.to_numeric(plain.where(plain != ""), errors="coerce")
    text = "{!r} is no probability; leave that column as the sheet came."
    _refuse((plain != "") & ~values.between(1e-9, 1), cells, name, text)
    return values


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
