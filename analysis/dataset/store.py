"""Frames kept on disk under the hash of all they were made from.

One mechanism serves as cache, as the way to resume an interrupted run, and as the layout of a stored
data set: ``ROOT/<frame>/<key>.parquet``. A key covers the content of the articles, the options that
matter, and the code and word lists that made the frame, so whatever changes is measured anew and
nothing else is.
"""

import ast
import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import output
from analysis.output import replace_file
from analysis.schema import InputError, quoted

VERSION = 3
HASH = ".blake2b"
"""Ending of the file beside a frame that holds the hash of its bytes."""


def folder() -> Path:
    """The cache: ``$PARALLAX_CACHE``, or the user's cache folder for Parallax."""
    named = os.environ.get("PARALLAX_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("parallax-news", appauthor=False))


def key(*parts: Any) -> str:
    """A name for what is made from `parts`: equal where they are equal, different where they differ."""
    data = json.dumps([VERSION, *parts], ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.blake2b(data.encode(), digest_size=16).hexdigest()


@cache
def code(module: str) -> str:
    """Hash of a module's source and, through its imports, of all it uses of its own package."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(_sources(module)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources(module: str, seen: frozenset[Path] = frozenset()) -> frozenset[Path]:
    path = _file(module)
    if path is None or path in seen:
        return seen
    seen |= {path}
    for name in _list_imports(module, path):
        seen |= _sources(name, seen)
    return seen


@cache
def _list_imports(module: str, path: Path) -> list[str]:
    """What the module at `path` imports of its own package: modules, and names in them."""
    parent = module if path.name == "__init__.py" else module.rpartition(".")[0]
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = importlib.util.resolve_name("." * node.level + (node.module or ""), parent)
            names += [f"{base}.{alias.name}" for alias in node.names] + [base]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return [name for name in names if name.startswith(module.partition(".")[0] + ".")]


@cache
def _file(module: str) -> Path | None:
    """Where a module's source stands; None where there is no such module."""
    package, *names = module.split(".")
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    base = Path(spec.origin).parent.joinpath(*names)
    return next((path for path in (base / "__init__.py", base.with_suffix(".py")) if path.is_file()), None)


def content(path: str | Path) -> str:
    """Hash of a file's bytes; raise InputError where it cannot be read."""
    try:
        return hashlib.blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
    except OSError as error:
        raise InputError(f"The file {quoted(str(path))} cannot be read: {error.strerror}.") from None


@cache
def versions(*packages: str) -> tuple[str, ...]:
    """Installed versions of the packages that decide a frame's numbers, empty for one not installed."""
    return tuple(_version(name) for name in packages)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def paths(root: Path, names: Iterable[str], key: str) -> dict[str, Path]:
    """Where the frames `names`, made from `key`, stand in the store at `root`, made yet or not."""
    return {name: root / name / f"{key}.parquet" for name in names}


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame so that a reader sees all or nothing of it, with the hash that shows it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with output.writing_file(path) as part:
        frame.to_parquet(part, compression="zstd")
        replace_file(path.with_suffix(HASH), content(part) + "\n")


def is_whole(path: Path) -> bool:
    """Whether a frame is there and, byte for byte, as it was written."""
    try:
        return path.with_suffix(HASH).read_text(encoding="utf-8", errors="replace").strip() == content(path)
    except (OSError, InputError):
        return False


def keep(made: Mapping[str, Path], make: Callable[[], Iterable[pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Make frames and keep them, unless they are there, whole; who comes for them meanwhile waits.

    Parameters
    ----------
    made : mapping of str to Path
        Where each frame shall stand.
    make : callable
        Returns them, in order.

    Returns
    -------
    dict of str to DataFrame
        What was made now; empty where all was there.
    """
    if all(is_whole(path) for path in made.values()):
        return {}
    with _holding(next(iter(made.values()))):
        if all(is_whole(path) for path in made.values()):
            return {}
        frames = dict(zip(made, make(), strict=True))
        for name, frame in frames.items():
            write(frame, made[name])
    return frames


@contextlib.contextmanager
def _holding(path: Path) -> Iterator[None]:
    """Hold a frame's place for this process alone."""
    from filelock import FileLock

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_suffix(".lock")
    with FileLock(lock):
        yield
        with contextlib.suppress(OSError):  # where a file in use cannot be removed
            lock.unlink()


def remove(path: Path) -> None:
    """Remove a frame with its hash."""
    path.unlink(missing_ok=True)
    path.with_suffix(HASH).unlink(missing_ok=True)


def remove_leftovers(root: Path) -> None:
    """Remove what a killed run left half written; only while no other run writes to `root`."""
    for part in root.glob("*/.*.part"):
        part.unlink(missing_ok=True)


def read(paths: Iterable[Path], columns: list[str] | None = None) -> pd.DataFrame:
    """The parts of one frame, in order, as one frame."""
    tables = [pq.read_table(path, columns=columns) for path in paths]
    return pa.concat_tables(tables, promote_options="permissive").to_pandas()


def digest(frame: pd.DataFrame) -> str:
    """Hash of a frame's columns, index and values."""
    values = pd.util.hash_pandas_object(frame, index=True)
    return key(list(frame.columns), hashlib.blake2b(values.to_numpy().tobytes(), digest_size=16).hexdigest())
