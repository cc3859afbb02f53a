"""One reader for each kind of file: bytes to rows; `load` decides which files, and makes articles of rows.

A row is a dict of what the file says, or a `Rejected` in its place: what cannot be read is counted, and the
rest of the file goes on.
"""

import csv
import gzip
import hashlib
import json
import re
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

from analysis.schema import InputError, quoted

TYPICAL = 5500
"""Bytes of an article with its metadata in a table, for a first guess at how many there are."""
LONGEST_RECORD = 10_000
"""Lines of one record of a CSV file; a quotation mark open for longer was never meant to be."""
MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
LISTS = ("articles", "data", "results", "documents", "items")
_HIGH = re.compile(rb"[\x80-\xff]")
_UNUSED = re.compile(rb"[\x81\x8d\x8f\x90\x9d\xfe\xff]")  # no letters of English in the Windows code page


class Rejected(NamedTuple):
    """An article that could not be read: where it stands, what it is called if known, and why."""

    source: str
    article_id: str
    reason: str


Row = dict[str, Any] | Rejected


def read_rows(path: Path, name: str) -> Iterator[Row]:
    """Read the rows of one file.

    Parameters
    ----------
    path : Path
    name : str
        What to call it in messages.

    Yields
    ------
    dict or Rejected
        In the order of the file. A file that is one article gives one row with `raw` and `sha256`.
    """
    kind, table = file_kind(path), is_table(path)
    if kind not in READERS:
        yield Rejected(name, "", f"{name} is of no kind Parallax reads; it reads {known_kinds()} files.")
        return
    try:
        if table:
            yield from READERS[kind](path, name)
        else:
            data = _bytes(path)
            yield READERS[kind](data, name) | {"sha256": hashlib.sha256(data).hexdigest()}
    except InputError as error:
        yield Rejected(name, "", str(error))
    except (OSError, EOFError) as error:
        yield Rejected(name, "", f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.")


def estimate_rows(path: Path) -> int:
    """About how many articles a file holds: exact for Parquet, else by its size."""
    if not is_table(path):
        return 1
    if file_kind(path) == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return pq.ParquetFile(path).metadata.num_rows
        except (OSError, pa.ArrowException):
            return 1
    return max(1, path.stat().st_size // TYPICAL)


def is_table(path: Path) -> bool:
    """Whether the file holds an article per record rather than one article."""
    return file_kind(path) in TABLES


def may_hold_documents(name: str) -> bool:
    """Whether a file of that name may be an export of many documents: a text, as Word or PDF too."""
    return file_kind(Path(name)) in (".txt", ".md", ".docx", ".pdf")


def is_readable(path: Path) -> bool:
    """Whether the file is of a kind that can be read."""
    return file_kind(path) in READERS


def known_kinds() -> str:
    """The kinds that can be read, for a message."""
    return ", ".join(READERS)


def file_kind(path: Path) -> str:
    """The file's ending, lower case, with its dot; of a gzipped text file, the ending before it."""
    *_, inner, last = ["", *(ending.lower() for ending in path.suffixes[-2:])] if path.suffixes else ["", ""]
    return inner if last == ".gz" and inner in GZIPPED else last


def decode(data: bytes, name: str) -> str:
    """The text of `data`, its byte-order mark kept as the first character.

    Raises
    ------
    InputError
        The bytes are neither UTF-8, nor UTF-16 with its mark, nor clearly the Windows code page; or hold NUL.
    """
    encoding = find_encoding(data)
    _tell(encoding, name)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise InputError(
            f"{name} is not UTF-8 (byte 0x{byte:02x} at position {error.start}); save it as UTF-8 text."
        ) from error
    if "\0" in text:
        raise InputError(f"{name} is not text (it holds NUL bytes); save it as UTF-8 text.")
    return text


def find_encoding(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or cp1252 where nothing else fits: few high bytes, none of them UTF-8."""
    if data[:2] in MARKS:
        return MARKS[data[:2]]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        utf8 = any(ord(mark) > 127 for mark in data.decode("utf-8", "ignore"))
        rare = len(_HIGH.findall(data)) < 0.15 * len(data)
        if rare and not utf8 and not _UNUSED.search(data):
            return "cp1252"
    return "utf-8"


def _bytes(path: Path) -> bytes:
    with _opened(path) as file:
        return file.read()


def _opened(path: Path) -> BufferedReader | gzip.GzipFile:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")


def _read_text(data: bytes, name: str) -> dict[str, Any]:
    return {"raw": decode(data, name)}


def _read_html(data: bytes, name: str) -> dict[str, Any]:
    from trafilatura import bare_extraction

    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    try:
        source = data.decode(declared[1].decode() if declared else "utf-8")
    except (UnicodeDecodeError, LookupError):
        source = decode(data, name)
    page = bare_extraction(source, with_metadata=True, include_comments=False)
    if page is None or isinstance(page, dict) or not page.text:
        raise InputError(f"{name}: no article text was found in this page; save the text as .txt instead.")
    return {
        "raw": page.text,
        "title": page.title,
        "author": page.author,
        "published": page.date,
        "outlet": page.sitename,
        "url": page.url,
    }


def _read_docx(data: bytes, name: str) -> dict[str, Any]:
    from docx import Document

    try:
        document = Document(BytesIO(data))
    except Exception as error:  # zip, XML and package errors of three libraries
        raise InputError(f"{name} is no Word document that can be read ({type(error).__name__}).") from error
    return {"raw": "\n\n".join(part.text for part in document.paragraphs if part.text.strip())}


def _read_pdf(data: bytes, name: str) -> dict[str, Any]:
    from pypdf import PdfReader

    try:
        pages = PdfReader(BytesIO(data)).pages
        text = "\n".join(page.extract_text() for page in pages)
        title = _find_largest_type(pages[0]) if pages else ""
    except Exception as error:  # damaged files raise whatever their damage leads to
        raise InputError(f"{name} is no PDF that can be read ({type(error).__name__}).") from error
    if not text.strip():
        raise InputError(f"{name} holds no text, only pictures of it; run it through text recognition first.")
    return {"raw": text, "title": title}


_LARGER = 1.2
"""How much larger than most of a page's type its title is set, at least."""
_TITLE_WORDS = (3, 40)
_TITLE_LETTERS = 400


def _find_largest_type(page: Any) -> str:
    """What a page of PDF has in its largest type, if that is larger than the rest and reads as a title."""
    sizes: dict[float, list[str]] = {}

    def visit(text: str, transform: list, matrix: list, font: Any, size: float) -> None:
        if text.strip():
            sizes.setdefault(round(size * (abs(matrix[3]) or 1) * (abs(transform[3]) or 1), 1), []).append(
                text
            )

    whole = page.extract_text(visitor_text=visit)
    if len(sizes) < 2:
        return ""
    most = max(sizes, key=lambda size: sum(map(len, sizes[size])))
    letters = "".join("".join(sizes[max(sizes)]).split())[:_TITLE_LETTERS]
    found = re.search(r"\s*".join(map(re.escape, letters)), whole)  # its lines come without what parts them
    title = " ".join(found[0].split()) if found else ""
    fits = _TITLE_WORDS[0] <= len(title.split()) <= _TITLE_WORDS[1]
    return title if fits and max(sizes) >= _LARGER * most else ""


def _read_csv(path: Path, name: str, delimiter: str = "") -> Iterator[Row]:
    encoding = find_encoding(_bytes(path))
    _tell(encoding, name)
    with _opened(path) as file, TextIOWrapper(file, encoding, "surrogateescape", newline="") as lines:
        yield from rows_of_csv(lines, name, delimiter)


def _tell(encoding: str, name: str) -> None:
    if encoding == "cp1252":
        warnings.warn(
            f"{name} is read as Windows text (cp1252); where that is wrong, save it as UTF-8.",
            UserWarning,
            stacklevel=2,
        )


def rows_of_csv(lines: Iterable[str], name: str, delimiter: str = "") -> Iterator[Row]:
    """Rows of a CSV file as dicts; one that cannot be read is rejected, and its next line is tried.

    Raises
    ------
    InputError
        The first line names a column twice, or there is none.
    """
    csv.field_size_limit(1 << 30)
    lines = iter(lines)
    head = next(lines, "").lstrip("\ufeff")
    delimiter = delimiter or max(",;\t|", key=head.count)
    columns = [column.strip() for column in next(csv.reader([head], delimiter=delimiter), [])]
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise InputError(f"{name} names the column {quoted(min(twice))} twice; give each its own name.")
    for number, cells in _records_of_csv(lines, delimiter):
        if isinstance(cells, str):
            yield Rejected(name, "", f"{name}, line {number}: {cells}.")
        elif len(cells) != len(columns):
            reason = f"{len(cells)} fields where the first line names {len(columns)} columns"
            yield Rejected(name, "", f"{name}, line {number}: {reason}.")
        else:
            row = dict(zip(columns, cells, strict=True))
            yield {column: cell for column, cell in row.items() if column}


def _records_of_csv(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with the number of its first line, or why there is none; then the next line is tried."""
    waiting: deque[str] = deque()
    number = 2
    while True:
        taken: list[str] = []

        def take(taken: list[str] = taken) -> Iterator[str]:
            while len(taken) < LONGEST_RECORD:
                line = waiting.popleft() if waiting else next(lines, None)
                if line is None:
                    return
                taken.append(line)
                yield line
            raise csv.Error("a quotation mark is opened and never closed")

        try:
            cells = next(csv.reader(take(), delimiter=delimiter, strict=True), None)
        except csv.Error as error:
            waiting.extendleft(reversed(taken[1:]))
            reason = (
                "a quotation mark is opened and never closed" if "unexpected end" in str(error) else error
            )
            yield number, f"this is no row of the table ({reason})"
            number += 1
            continue
        if cells is None:
            return
        if cells:
            yield number, cells
        number += len(taken)


def _read_jsonl(path: Path, name: str) -> Iterator[Row]:
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield _parse(line, f"{name}, line {number}")
                except InputError as error:
                    yield Rejected(name, "", str(error))


def _read_json(path: Path, name: str) -> Iterator[Row]:
    content = _parse(_bytes(path), name)
    if isinstance(content, dict):
        inner = next((content[key] for key in LISTS if isinstance(content.get(key), list)), None)
        if {"columns", "data"} <= content.keys() and isinstance(content["columns"], list):
            content = [dict(zip(content["columns"], row, strict=False)) for row in content["data"]]
        elif inner is not None:
            content = inner
        elif len(content) > 0 and all(isinstance(column, dict) for column in content.values()):
            rows = dict.fromkeys(key for column in content.values() for key in column)
            content = [{name: column.get(key) for name, column in content.items()} for key in rows]
    yield from content if isinstance(content, list) else [content]


def _parse(data: bytes, where: str) -> Any:
    try:
        return json.loads(decode(data, where).lstrip("\ufeff"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{where}: not valid JSON ({quoted(str(error))}).") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{max(names, key=names.count)} is named twice")
    return record


def _read_parquet(path: Path, name: str) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{name} is no Parquet file that can be read ({_first_line(error)}).") from error
    first = 0
    for group in range(file.num_row_groups):
        size, done = file.metadata.row_group(group).num_rows, 0
        try:
            for batch in file.iter_batches(batch_size=256, row_groups=[group]):
                rows = batch.to_pylist()
                done += len(rows)
                yield from rows
        except (OSError, ValueError, pa.ArrowException) as error:
            for number in range(first + done + 1, first + size + 1):
                yield Rejected(name, "", f"{name}, record {number}: damaged ({_first_line(error)}).")
        first += size


def _first_line(error: Exception) -> str:
    return quoted((str(error).splitlines() or [type(error).__name__])[0])


def _read_xlsx(path: Path, name: str) -> Iterator[Row]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        columns = [str(cell).strip() if cell is not None else "" for cell in next(rows, ())]
    except Exception as error:  # zip, XML and package errors of three libraries
        raise InputError(f"{name} is no Excel table that can be read ({type(error).__name__}).") from error
    for cells in rows:
        if any(cell is not None for cell in cells):
            yield {column: cell for column, cell in zip(columns, cells, strict=False) if column}


TABLES: dict[str, Callable[[Path, str], Iterator[Row]]] = {
    ".csv": _read_csv,
    ".tsv": partial(_read_csv, delimiter="\t"),
    ".json": _read_json,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".parquet": _read_parquet,
    ".xlsx": _read_xlsx,
}
READERS: dict[str, Callable[..., Any]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_docx,
    ".pdf": _read_pdf,
    **TABLES,
}
GZIPPED = (".txt", ".md", ".html", ".htm", ".csv", ".tsv", ".json", ".jsonl", ".ndjson")
