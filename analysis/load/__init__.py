"""Files to the `articles` frame: the only reader of article files.

`files` says which there are, `formats` and `exports` make rows of each, `columns` knows what columns are
called, `texts` what a text says of itself; here articles are made of rows.

A corpus is a folder, a file, a glob, or the web address of an article. A text (``.txt``, ``.md``), page
(``.html``) or document (``.docx``, ``.pdf``) is one article; a table (``.csv``, ``.tsv``, ``.json``,
``.jsonl``, ``.parquet``, ``.xlsx``) has one article per record. A folder with ``articles.csv`` takes that
as its index: only the rows of its ``file`` column are loaded, and its other columns are metadata.
``CORPUS#column=value`` takes only the articles whose column has that value.

`raw` is what was decoded and nothing else (of HTML, its text): newlines, a byte-order mark, no-break spaces
and curly quotes stay where they are, so that offsets hold. What cannot be read is set aside with its
reason, and counted; so is what is not in English, and a further article of an id that was there already.
"""

import hashlib
import os
import warnings
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.load import columns, exports, formats, texts
from analysis.load.files import (
    INDEX,
    Files,
    find_unfit,
    fingerprint,
    is_address,
    list_files,
    locate_corpus,
    split_selection,
)
from analysis.load.formats import Rejected
from analysis.schema import ARTICLES, InputError, check, quoted

SAMPLE = 100
"""Records of a table that decide which of its columns is the text."""

Record = dict[str, str]


class Loaded(NamedTuple):
    """Some articles: the `articles` frame, and what was set aside: `source`, `article_id`, `reason`."""

    articles: pd.DataFrame
    rejected: pd.DataFrame


def load_articles(corpus: str | Path) -> Loaded:
    """Load a whole corpus.

    Parameters
    ----------
    corpus : str or path
        A folder, a file, a glob, or the address of a page.

    Returns
    -------
    Loaded
        `articles` (`schema.ARTICLES`) in the order of the index or of the file names, and what was set
        aside: unreadable and empty files and records, texts not in English, and a second article of one id.

    Raises
    ------
    InputError
        Nothing is there, or no article could be loaded.
    """
    parts = list(load_partitions(corpus, size=10_000))
    if not any(len(part.articles) for part in parts):
        reasons = [reason for part in parts for reason in part.rejected["reason"]]
        why = reasons[0] if reasons else "give at least one with a text, and that its selection fits."
        raise InputError(f"{corpus} holds no articles: {why}")
    articles = pd.concat([part.articles for part in parts])
    rejected = pd.concat([part.rejected for part in parts])
    tell_cut(list_cut_articles(articles))
    return Loaded(check(articles.fillna(""), ARTICLES), rejected.reset_index(drop=True))


def list_cut_articles(articles: pd.DataFrame) -> list[str]:
    """Ids of the articles that say at their end that they are not all of the text (column `cut`)."""
    return articles.index[articles["cut"] != ""].tolist()


def tell_cut(names: list[str]) -> None:
    """Give notice of articles that were cut; none where there are none."""
    if names:
        more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
        told = f"Cut short where they were taken from: {', '.join(names[:5])}{more}."
        warnings.warn(told, UserWarning, stacklevel=3)


def load_partitions(corpus: str | Path, size: int = 500) -> Iterator[Loaded]:
    """Load a corpus in parts, without ever holding it whole.

    Parameters
    ----------
    corpus : str or path
    size : int
        Articles and rejections per part, at most.

    Yields
    ------
    Loaded
        As `load_articles`.
    """
    stream = _stream(str(corpus))
    seen: set[bytes] = set()
    while part := list(islice(stream, size)):
        records: list[Record] = []
        rejected: list[Rejected] = []
        for item in part:
            if isinstance(item, Rejected):
                rejected.append(item)
            elif (key := hashlib.blake2b(item["article_id"].encode(), digest_size=8).digest()) in seen:
                reason = f"{item['source']}: the article_id {quoted(item['article_id'])} was used before."
                rejected.append(Rejected(item["source"], item["article_id"], reason))
            else:
                seen.add(key)
                records.append(item)
        yield Loaded(_frame(records), pd.DataFrame(rejected, columns=list(Rejected._fields), dtype="str"))


def estimate_size(corpus: str | Path) -> int:
    """About how many articles a corpus holds: one per text or page; for tables, what their size suggests."""
    path, _, _ = split_selection(str(corpus))
    if is_address(path):
        return 1
    return sum(
        formats.estimate_rows(file) for file, _ in list_files(path)[1] if not isinstance(file, Rejected)
    )


def _frame(records: list[Record]) -> pd.DataFrame:
    names = ["article_id", *ARTICLES.columns]
    own = list(dict.fromkeys(name for record in records for name in record if name not in names))
    frame = pd.DataFrame(records, columns=[*names, *own], dtype="str").fillna("")
    return frame.set_index("article_id")


def _stream(corpus: str) -> Iterator[Record | Rejected]:
    """Every article of `corpus` that its selection asks for, or the reason it cannot be read."""
    path, column, value = split_selection(corpus)
    for item in _articles(path):
        if not column or isinstance(item, Rejected) or item.get(column, "") == value:
            yield item


def _articles(corpus: str) -> Iterator[Record | Rejected]:
    if is_address(corpus):
        yield _fetched(corpus)
        return
    root, files = list_files(corpus)
    index = _index(root / INDEX) if locate_corpus(corpus).is_dir() else []
    if index:
        yield from _listed(root, index, files)
        return
    for file, name in files:
        yield from [file] if isinstance(file, Rejected) else _read(file, name, {})


def _fetched(address: str) -> Record | Rejected:
    """The article at a web address."""
    if not address.startswith(("http://", "https://")):
        raise InputError(
            f"{quoted(address)} is no address that can be read; give http, https, or a local path."
        )
    from trafilatura import fetch_url

    page = fetch_url(address)
    if not page:
        raise InputError(f"{quoted(address)} cannot be fetched; save the page as .html and give the file.")
    row = formats.READERS[".html"](page.encode(), address)
    return _article(row | {"article_id": address, "source": address, "url": row["url"] or address})


def _index(path: Path) -> list[dict[str, Any] | Rejected]:
    """Rows of articles.csv; none where there is no such file, or it is itself a table of articles."""
    if not path.is_file():
        return []
    rows = list(formats.read_rows(path, INDEX))
    first = next((row for row in rows if not isinstance(row, Rejected)), None)
    if first is None:
        why = f" ({rows[0].reason})" if rows and isinstance(rows[0], Rejected) else ""
        raise InputError(
            f"{INDEX} lists no articles{why}; add a row per file, or remove it to load the whole folder."
        )
    if "file" in first:
        return rows
    if "text" in columns.match_columns(list(first)):
        return []
    raise InputError(f"{INDEX} has no `file` column; its first row must name the columns, one of them file.")


def _listed(root: Path, index: list, files: Files) -> Iterator[Record | Rejected]:
    listed = {row["file"] for row in index if not isinstance(row, Rejected)}
    unlisted = sorted({name for _, name in files} - {*listed, INDEX})
    if unlisted:
        warnings.warn(f"Not in {INDEX}, so not loaded: {', '.join(unlisted)}.", UserWarning, stacklevel=2)
    unfit = {name: file for file, name in files if isinstance(file, Rejected)}
    for row in index:
        if isinstance(row, Rejected):
            yield row
            continue
        name = row["file"]
        problem = unfit.get(name) or _missing(root, name) or find_unfit(root / name, root, name)
        if problem:
            yield problem
        else:
            given = {key: value for key, value in row.items() if key != "file"}
            yield from _read(root / name, name, _metadata(given, columns.match_columns(list(given))))


def _missing(root: Path, name: str) -> Rejected | None:
    """Why a file of the index cannot be one of the corpus."""
    parts = Path(name.replace("\\", "/")).parts
    if not parts or ".." in parts or Path(name).is_absolute():
        return Rejected(name, "", f"{INDEX} lists {quoted(name)}, which is no file inside its folder.")
    if not os.path.lexists(root / name):
        return Rejected(name, "", f"{INDEX} lists {quoted(name)}, but the folder has no such file.")
    return None


def _read(path: Path, name: str, given: Record) -> Iterator[Record | Rejected]:
    """The articles of one file; what the index says (`given`) outranks what the file says of itself."""
    stem = name.removesuffix(".gz").rpartition(".")[0] or name
    given = {key: value for key, value in given.items() if value}
    rows = formats.read_rows(path, name)
    if not formats.is_table(path):
        for row in rows:
            yield from [row] if isinstance(row, Rejected) else _read_text(row, name, stem, given)
        return
    sample = list(islice(rows, SAMPLE))
    text = _text_column(sample, name)
    for number, row in enumerate(chain(sample, rows), start=1):
        if isinstance(row, Rejected):
            yield row
        else:
            default = {"article_id": f"{stem}-{number:04d}"}
            record = _record(row, text, f"{name}, record {number}")
            yield (
                record
                if isinstance(record, Rejected)
                else _article(default | record | given | {"source": name})
            )


def _read_text(row: dict[str, Any], name: str, stem: str, given: Record) -> Iterator[Record | Rejected]:
    """The article that a file is, or the documents of a text export."""
    kind, documents = exports.split_export(row["raw"]) if formats.may_hold_documents(name) else ("", [])
    if kind:
        many = f"{len(documents):,} document{'s' if len(documents) > 1 else ''}"
        warnings.warn(f"{name}: taken for {kind} of {many}.", UserWarning, stacklevel=2)
    folder = {"outlet": name.partition("/")[0]} if "/" in name else {}
    for number, document in enumerate(documents or [row], start=1):
        facts = {key: str(value) for key, value in document.items() if value}
        record = {"article_id": stem, "raw": ""} | folder | facts | given | {"source": name}
        record["title"] = record.get("title") or texts.find_title(record["raw"])
        if len(documents) > 1:
            record["article_id"] += f"-{number:04d}"
        yield _article(record)


def _text_column(sample: list, name: str) -> str:
    """The column that holds the text: where several could, the one that holds most."""
    rows = [columns.flatten_record(row) for row in sample if isinstance(row, dict)]
    matches = columns.match_columns(list(dict.fromkeys(column for row in rows for column in row)))
    sizes = {
        column: sum(columns.text_length(row.get(column)) for row in rows)
        for column in matches.pop("text", ())
    }
    if not sizes:
        return ""
    text = max(sizes, key=lambda column: sizes[column])
    matches.pop("article_id", None)
    taken = {"text": text} | {ours: theirs[0] for ours, theirs in matches.items()}
    told = [f"{theirs} as {ours}" for ours, theirs in taken.items() if columns.plain_name(theirs) != ours]
    if told:
        warnings.warn(f"{name}: taken is {', '.join(told)}.", UserWarning, stacklevel=2)
    return text


def _record(row: Any, text: str, where: str) -> Record | Rejected:
    """A row of a table as a record; its text column becomes `raw`."""
    source = where.rpartition(", ")[0]
    if not isinstance(row, dict):
        return Rejected(source, "", f"{where}: not an article; give one object with a `text` for each.")
    flat = columns.flatten_record(row)
    matches = columns.match_columns(list(flat))
    column = text if text in flat else next(iter(matches.get("text", ())), None)
    if column is None:
        have = quoted(", ".join(flat) or "nothing", 200)
        return Rejected(
            source, "", f"{where}: no column is known to hold the text; call one `text` (here: {have})."
        )
    try:
        raw = columns.strip_markup(columns.text_of(flat[column]))
    except ValueError as error:
        return Rejected(source, "", f"{where}: {error}.")
    others = {name: value for name, value in flat.items() if name not in matches.get("text", ())}
    return _metadata(others, matches) | {"raw": raw}


def _metadata(row: dict[str, Any], matches: dict[str, list[str]]) -> Record:
    """A row under our column names, without those that only loading may set."""
    ours = {theirs[0]: name for name, theirs in matches.items() if name != "text"}
    named = {ours.get(name, name): columns.metadata_of(value) for name, value in row.items()}
    record = {name: value for name, value in named.items() if name not in ("raw", "text", "sha256", "source")}
    return (
        record if record.get("article_id") else {key: v for key, v in record.items() if key != "article_id"}
    )


def _article(record: Record) -> Record | Rejected:
    raw, source, name = record["raw"], record["source"], record["article_id"]
    label = f"{source}: article {quoted(name)}"
    if not raw.replace("\ufeff", "").strip():
        return Rejected(source, name, f"{label} is empty; remove it or add its text.")
    if "\0" in raw:
        return Rejected(source, name, f"{label} is not text (it holds NUL bytes); save it as UTF-8 text.")
    try:
        for value in record.values():
            value.encode()
    except UnicodeEncodeError:
        clean = name.encode("utf-8", "replace").decode()
        why = "holds half a character or a byte that is not UTF-8; save it as UTF-8"
        reason = f"{source}: article {quoted(clean)} {why}."
        return Rejected(source, clean, reason)
    language = "" if record.get("language", "").lower().startswith("en") else texts.guess_language(raw)
    if language not in ("", "English"):
        guess = "" if language == "unknown" else f" ({language}?)"
        why = f"is not in English{guess}, which every instrument here reads"
        return Rejected(source, name, f"{label} {why}; where it is, say `en` in a column `language`.")
    cut = "yes" if texts.is_cut(raw) else ""
    return record | {"cut": cut, "sha256": record.get("sha256") or hashlib.sha256(raw.encode()).hexdigest()}
