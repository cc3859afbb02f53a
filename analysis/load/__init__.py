"""Files to the `articles` frame; with `readers`, the only reader of article files.

A corpus is a folder, a file or a glob, on this machine or at any address fsspec can open. One text
(``.txt``, ``.md``) or page (``.html``) holds one article; a table (``.csv``, ``.json``, ``.jsonl``,
``.parquet``) one article per record. A folder with ``articles.csv`` takes that as its index: only the
rows of its ``file`` column are loaded, and its other columns are metadata. ``CORPUS#column=value`` takes
only the articles whose column has that value.

`raw` is what was decoded and nothing else: newlines, a byte-order mark, no-break spaces and curly
quotes stay where they are, so that offsets hold.
"""

import hashlib
import io
import posixpath
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import fsspec
import pandas as pd

from analysis.load import readers
from analysis.load.readers import Record, Rejected
from analysis.schema import ARTICLES, InputError, check

INDEX = "articles.csv"
NOT_ARTICLES = ("readme.md", "sources.md", "license.md", "license.txt", "notice.md")


class Loaded(NamedTuple):
    """One part of a corpus: the `articles` frame, and what was set aside with its reason."""

    articles: pd.DataFrame
    rejected: pd.DataFrame


def articles(corpus: str) -> pd.DataFrame:
    """Load a whole corpus; the first article that cannot be read stops it.

    Parameters
    ----------
    corpus : str or path
        A folder, a file, a glob, or an address fsspec understands.

    Returns
    -------
    DataFrame
        The `articles` frame (`schema.ARTICLES`), in the order of the index or of the file names.

    Raises
    ------
    InputError
        Nothing there, nothing to read, a missing or empty file, an encoding other than UTF-8 (or
        UTF-16 with its mark), a table without a text column, two articles of one id.
    """
    found = list(_stream(str(corpus)))
    for item in found:
        if isinstance(item, Rejected):
            raise InputError(item.reason)
    frame = _frame(found)
    if frame.empty:
        raise InputError(
            f"{corpus} holds no articles; give at least one with a text, and that its selection fits."
        )
    twice = frame.index[frame.index.duplicated()]
    if len(twice):
        where = " and ".join(frame.source[frame.index == twice[0]].unique())
        raise InputError(
            f"Two articles are called {twice[0]!r} ({where}); "
            "give each its own article_id, as a column of the table or of articles.csv."
        )
    return check(frame, ARTICLES)


def partitions(corpus: str, size: int = 500) -> Iterator[Loaded]:
    """Load a corpus in parts, without ever holding it whole; a bad article is set aside.

    Parameters
    ----------
    corpus : str or path
    size : int
        Articles and rejections per part, at most.

    Yields
    ------
    Loaded
        `articles`, and `rejected` with the columns `source, article_id, reason`. A second article of
        an id seen before is rejected too.
    """
    stream = _stream(str(corpus))
    seen: set[bytes] = set()
    while part := list(islice(stream, size)):
        good: list[Record] = []
        bad: list[Rejected] = []
        for item in part:
            if isinstance(item, Rejected):
                bad.append(item)
            elif (key := hashlib.blake2b(item["article_id"].encode(), digest_size=8).digest()) in seen:
                reason = f"{item['source']}: the article_id {item['article_id']!r} was used before."
                bad.append(Rejected(item["source"], item["article_id"], reason))
            else:
                seen.add(key)
                good.append(item)
        yield Loaded(_frame(good), pd.DataFrame(bad, columns=list(Rejected._fields), dtype="str"))


def estimate(corpus: str) -> int:
    """About how many articles a corpus holds: one per text or page; for tables, what their size suggests.

    Raises
    ------
    InputError
        There is nothing to read.
    """
    fs, root, paths = _opened(_selection(str(corpus))[0])
    return sum(readers.estimate(fs, path) for path in (_readable(fs, root) if paths is None else paths))


def _frame(records: list[Record]) -> pd.DataFrame:
    columns = ["article_id", *ARTICLES.columns]
    own = list(dict.fromkeys(name for record in records for name in record if name not in columns))
    frame = pd.DataFrame(records, columns=[*columns, *own], dtype="str").fillna("")
    return frame.set_index("article_id")


def _stream(corpus: str) -> Iterator[Record | Rejected]:
    """Every article of `corpus` that its selection asks for, or the reason it cannot be read."""
    corpus, column, value = _selection(corpus)
    for item in _articles(corpus):
        if not column or isinstance(item, Rejected) or item.get(column, "") == value:
            yield item


def _selection(corpus: str) -> tuple[str, str, str]:
    path, mark, condition = corpus.rpartition("#")
    column, equals, value = condition.partition("=")
    return (path, column, value) if mark and equals else (corpus, "", "")


def _articles(corpus: str) -> Iterator[Record | Rejected]:
    fs, root, paths = _opened(corpus)
    listed = _index(fs, posixpath.join(root, INDEX)) if paths is None else []
    if listed:
        yield from _listed(fs, root, listed)
        return
    for path in paths if paths is not None else _readable(fs, root):
        yield from _file(fs, path, posixpath.relpath(path, root), {})


def _opened(corpus: str) -> tuple[Any, str, list[str] | None]:
    """The file system, the folder names are relative to, and the files; None where it is the whole folder."""
    try:
        fs, root = fsspec.url_to_fs(corpus)
    except (ValueError, ImportError) as error:
        raise InputError(f"The corpus {corpus!r} cannot be opened: {error}.") from error
    if fs.isdir(root):
        if not _readable(fs, root):
            kinds = readers.kinds()
            raise InputError(f"The folder {corpus} holds nothing to read; Parallax reads {kinds} files.")
        return fs, root, None
    if fs.isfile(root):
        return fs, posixpath.dirname(root), [root]
    if not any(mark in root for mark in "*?["):
        raise InputError(f"There is no file or folder {corpus}.")
    paths = sorted(path for path in fs.glob(root) if fs.isfile(path))
    if not paths:
        raise InputError(f"No file matches {corpus}.")
    return fs, posixpath.commonpath([posixpath.dirname(path) for path in paths]), paths


def _index(fs: Any, path: str) -> list[Record]:
    """Rows of articles.csv; none where there is no such file, or it is itself a table of articles."""
    if not fs.isfile(path):
        return []
    text = readers.decode(fs.cat_file(path), INDEX).lstrip("\ufeff")
    rows: list[Record] = []
    for row in readers.rows_of_csv(io.StringIO(text, newline=""), INDEX):
        if isinstance(row, Rejected):
            raise InputError(row.reason)
        rows.append(row)
    if not rows:
        raise InputError(
            f"{INDEX} lists no articles; add a row per file, or remove it to load the whole folder."
        )
    if "file" in rows[0]:
        return [readers.named(row) for row in rows]
    if readers.text_column(rows[0]):
        return []
    raise InputError(f"{INDEX} has no `file` column; its first row must name the columns, one of them file.")


def _listed(fs: Any, root: str, index: list[Record]) -> Iterator[Record | Rejected]:
    names = [row["file"] for row in index]
    present = [posixpath.relpath(path, root) for path in _readable(fs, root)]
    unlisted = sorted(set(present) - {*names, INDEX})
    if unlisted:
        warnings.warn(f"Not in {INDEX}, so not loaded: {', '.join(unlisted)}.", UserWarning, stacklevel=4)
    for row in index:
        name = row["file"]
        if not name or posixpath.isabs(name) or ".." in name.replace("\\", "/").split("/"):
            raise InputError(
                f"{INDEX} lists {name!r}, which is no file inside its folder; list files inside it."
            )
        path = posixpath.join(root, name)
        if fs.isfile(path):
            yield from _file(fs, path, name, {key: value for key, value in row.items() if key != "file"})
        else:
            reason = f"{INDEX} lists {name!r}, but the folder has no such file; add it or remove the row."
            yield Rejected(name, row.get("article_id", ""), reason)


def _readable(fs: Any, root: str) -> list[str]:
    """Every file below `root` that may hold articles, hidden files and notes about the corpus left out."""
    names = (path for path in fs.find(root) if readers.readable(path))
    visible = (p for p in names if not any(s.startswith(".") for s in posixpath.relpath(p, root).split("/")))
    return sorted(path for path in visible if posixpath.basename(path).lower() not in NOT_ARTICLES)


def _file(fs: Any, path: str, name: str, metadata: Record) -> Iterator[Record | Rejected]:
    """The articles of one file; `metadata` from the index outranks what the file says of itself."""
    given = {key: value for key, value in metadata.items() if value}
    stem = posixpath.splitext(name)[0]
    for number, record in enumerate(readers.records(fs, path, name), start=1):
        if isinstance(record, Rejected):
            yield record
        else:
            default = {"article_id": f"{stem}-{number:04d}" if readers.is_table(path) else stem}
            yield _article(default | record | given | {"source": name})


def _article(record: Record) -> Record | Rejected:
    raw, source, name = record["raw"], record["source"], record["article_id"]
    if not raw.strip("\ufeff \t\r\n\u00a0"):
        return Rejected(source, name, f"{source}: article {name!r} is empty; remove it or add its text.")
    try:
        digest = record.get("sha256") or hashlib.sha256(raw.encode()).hexdigest()
    except UnicodeEncodeError:
        return Rejected(source, name, f"{source}: article {name!r} holds half a character; save it as UTF-8.")
    return record | {"sha256": digest}
