"""One file to records, by its kind; `load` decides which files, this module only decodes them.

A record is a dict of strings with the article's `raw` and whatever metadata the file gives under our
names. What cannot be read becomes a `Rejected` in its place, and the rest of the file goes on.
"""

import contextlib
import csv
import hashlib
import io
import json
import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from analysis.schema import InputError

TYPICAL = 5500
"""Bytes of an article with its metadata in a table, for a first guess at how many there are."""
TEXT_COLUMNS = ("text", "body", "content", "raw")
ALIASES = {
    "article_id": ("id",),
    "outlet": ("publisher", "publication", "source"),
    "title": ("headline",),
    "author": ("byline",),
    "published": ("date",),
    "url": ("link",),
}


class Rejected(NamedTuple):
    """An article that could not be read: where it stands, what it is called if known, and why."""

    source: str
    article_id: str
    reason: str


Record = dict[str, str]
Row = dict[str, Any] | Rejected


def records(fs: Any, path: str, name: str) -> Iterator[Record | Rejected]:
    """Read the articles of one file.

    Parameters
    ----------
    fs : fsspec filesystem
    path : str
        Where the file stands on `fs`.
    name : str
        What to call it in messages.

    Yields
    ------
    dict of str to str, or Rejected
        In the order of the file. A record holds `raw` and, where known, `article_id`, `sha256` (of a
        file that is one article) and metadata.
    """
    kind = suffix(path)
    if kind in TEXTS:
        rows: Iterable[Row] = _one(TEXTS[kind], fs, path, name)
    elif kind in TABLES:
        rows = (
            _record(row, f"{name}, record {n}") for n, row in enumerate(TABLES[kind](fs, path, name), start=1)
        )
    else:
        rows = [Rejected(name, "", f"{name} is of no kind Parallax reads; it reads {kinds()} files.")]
    try:
        yield from rows
    except InputError as error:
        yield Rejected(name, "", str(error))


def estimate(fs: Any, path: str) -> int:
    """About how many articles a file holds: exact for Parquet, else by its size."""
    if not is_table(path):
        return 1
    if suffix(path) == ".parquet":
        import pyarrow.parquet as pq

        with contextlib.suppress(OSError, ValueError), fs.open(path, "rb") as file:
            return pq.ParquetFile(file).metadata.num_rows
    return max(1, fs.size(path) // TYPICAL)


def is_table(path: str) -> bool:
    """Whether the file holds an article per record rather than one article."""
    return suffix(path) in TABLES


def readable(path: str) -> bool:
    """Whether the file is of a kind that can be read."""
    return suffix(path) in TEXTS or suffix(path) in TABLES


def kinds() -> str:
    """The kinds that can be read, for a message."""
    return ", ".join((*TEXTS, *TABLES))


def suffix(path: str) -> str:
    """The file's ending, lower case, with its dot."""
    return posixpath.splitext(path)[1].lower()


def decode(data: bytes, name: str) -> str:
    """The text of `data`, its byte-order mark kept as the first character.

    Raises
    ------
    InputError
        The bytes are neither UTF-8 nor UTF-16 with its mark, or hold NUL.
    """
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2], "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(_not_utf8(name, error)) from error
    if "\0" in text:
        raise InputError(f"{name} is not text (it holds NUL bytes); save it as UTF-8 text.")
    return text


def rows_of_csv(lines: Iterable[str], name: str) -> Iterator[Row]:
    """Rows of a CSV file as dicts; a row with too few or too many fields is rejected."""
    csv.field_size_limit(1 << 30)
    for number, row in enumerate(csv.DictReader(lines), start=1):
        if None in row or None in row.values():
            reason = (
                f"{name}, record {number}: its fields are not as many as the columns named in the first row."
            )
            yield Rejected(name, "", reason)
        else:
            yield row


def text_column(row: dict[str, Any]) -> str | None:
    """Which column of the row holds the article's text, if any."""
    return next((name for name in TEXT_COLUMNS if name in row), None)


def named(row: dict[str, str]) -> Record:
    """The row under our column names, without those that only loading may set."""
    row = {key: value for key, value in row.items() if key not in ("raw", "text", "sha256")}
    for ours, theirs in ALIASES.items():
        alias = next((name for name in theirs if name in row), None)
        if ours not in row and alias:
            row[ours] = row.pop(alias)
    row.pop("source", None)
    return row if row.get("article_id") else {key: v for key, v in row.items() if key != "article_id"}


def _one(read: Callable[[bytes, str], Record], fs: Any, path: str, name: str) -> Iterator[Row]:
    data = fs.cat_file(path)
    yield read(data, name) | {"sha256": hashlib.sha256(data).hexdigest()}


def _read_text(data: bytes, name: str) -> Record:
    return {"raw": decode(data, name)}


def _read_html(data: bytes, name: str) -> Record:
    from trafilatura import bare_extraction

    page = bare_extraction(data, with_metadata=True, include_comments=False)
    if page is None or not page.text:
        raise InputError(f"{name}: no article text was found in this page; save the text as .txt instead.")
    found = {
        "raw": page.text,
        "title": page.title,
        "author": page.author,
        "published": page.date,
        "outlet": page.sitename,
        "url": page.url,
    }
    return {key: value or "" for key, value in found.items()}


def _read_csv(fs: Any, path: str, name: str) -> Iterator[Row]:
    with fs.open(path, "rb") as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as lines:
        try:
            yield from rows_of_csv(lines, name)
        except UnicodeDecodeError as error:
            raise InputError(_not_utf8(name, error)) from error


def _read_jsonl(fs: Any, path: str, name: str) -> Iterator[Row]:
    with fs.open(path, "rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield _parse(line, f"{name}, line {number}")
                except InputError as error:
                    yield Rejected(name, "", str(error))


def _read_json(fs: Any, path: str, name: str) -> Iterator[Row]:
    found = _parse(fs.cat_file(path), name)
    if isinstance(found, dict) and isinstance(found.get("articles"), list):
        found = found["articles"]
    yield from found if isinstance(found, list) else [found]


def _read_parquet(fs: Any, path: str, name: str) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with fs.open(path, "rb") as file:
        try:
            for batch in pq.ParquetFile(file).iter_batches(batch_size=256):
                yield from batch.to_pylist()
        except (OSError, pa.ArrowException) as error:
            raise InputError(f"{name} is not a Parquet file that can be read: {error}.") from error


def _record(row: Row, where: str) -> Record | Rejected:
    """A row of a table as a record; its text column becomes `raw`."""
    if isinstance(row, Rejected):
        return row
    source = where.rpartition(", ")[0]
    if not isinstance(row, dict):
        return Rejected(source, "", f"{where}: not an article; give one object with a `text` for each.")
    column = text_column(row)
    if column is None:
        have = ", ".join(map(str, row)) or "nothing"
        return Rejected(
            source, "", f"{where}: no text column (one of {', '.join(TEXT_COLUMNS)}) among {have}."
        )
    record = named({str(key): _string(value) for key, value in row.items() if key != column})
    return record | {"raw": _string(row[column])}


def _string(value: Any) -> str:
    if value is None or value != value:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _parse(data: bytes, where: str) -> Any:
    try:
        return json.loads(decode(data, where).lstrip("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{where}: not valid JSON ({error}).") from error


def _not_utf8(name: str, error: UnicodeDecodeError) -> str:
    byte = error.object[error.start]
    return f"{name} is not UTF-8 (byte 0x{byte:02x} at position {error.start}); save it as UTF-8."


TEXTS: dict[str, Callable[[bytes, str], Record]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
}
TABLES: dict[str, Callable[[Any, str, str], Iterator[Row]]] = {
    ".csv": _read_csv,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
    ".parquet": _read_parquet,
}
