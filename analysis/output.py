"""The only writer: what may be written or replaced where, and how it gets there whole.

A folder that Parallax writes holds a mark: what kind of thing it is, and the hash of every file in it. A file
carries a mark of its own. Only what has the mark may be replaced, only by the same kind, and only while
nobody has added to it or changed it. Everything is built beside its target, in a hidden folder that one run
at a time may hold, and renamed into place; what a killed run left there is put right by the next one.
"""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.schema import InputError, quoted

MARK = ".parallax.json"
REPORT, SERIES = REPORTS = ("report", "series of reports")
"""Kinds of folders that hold no articles."""
VERSION = 1
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a cell begins that spreadsheets run."""


@contextlib.contextmanager
def writing_folder(target: Path, kind: str, corpus: str = "", force: bool = False) -> Iterator[Path]:
    """Build a folder and move it into place when all is well; until then an older one stays.

    Parameters
    ----------
    target : Path
        Where the folder shall stand. Missing folders above it are made.
    kind : str
        What it is, in words: "report", "data set". It may replace an unchanged folder of the same kind.
    corpus : str
        What is read meanwhile; it must not lie inside `target`.
    force : bool
        Replace also what was changed or added to since Parallax wrote it.

    Yields
    ------
    Path
        An empty folder to fill.

    Raises
    ------
    InputError
        `target` holds anything that may not be replaced, another run is writing it, or nothing can be written
        there. Nothing was changed.
    """
    target = check_target(target)
    with holding(target) as building:
        check_folder(target, kind, corpus, force)
        new = building / "new"
        new.mkdir()
        yield new
        mark_folder(new, kind)
        if target.exists():
            target.rename(building / "old")
        new.rename(target)


@contextlib.contextmanager
def holding(target: Path) -> Iterator[Path]:
    """Hold a target for this run alone, with a hidden folder beside it to build in.

    Raises
    ------
    InputError
        Another run holds it.
    """
    from filelock import FileLock, Timeout

    missing = [folder for folder in target.parents if not folder.exists()]
    building = target.with_name(f".{target.name}.parallax")
    building.mkdir(parents=True, exist_ok=True)
    lock = FileLock(building / "lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise InputError(
            f"Another run is writing {target}; wait until it is done, or name another."
        ) from None
    try:
        _put_right(target, building)
        yield building
    finally:
        _put_right(target, building)
        shutil.rmtree(building, ignore_errors=True)
        lock.release()
        for folder in missing:  # of a run that failed, no empty folders stay
            with contextlib.suppress(OSError):
                folder.rmdir()


def _put_right(target: Path, building: Path) -> None:
    """Finish or undo what a run left half done: an older folder that was moved aside comes back."""
    old = building / "old"
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (old, building / "new"):
        if leftover.exists():
            shutil.rmtree(leftover)


def check_target(target: Path) -> Path:
    """Return `target` made absolute, if something can be written there at all.

    Raises
    ------
    InputError
        It is the current folder or one above it, a link, no possible name, below a file, or not writable.
    """
    if "\0" in str(target) or not str(target).strip():
        raise InputError(f"{quoted(str(target))} is no name for a file or folder; name another with -o.")
    given, target = target, Path(os.path.abspath(target))  # noqa: PTH100  links must stay visible
    if Path.cwd().is_relative_to(target):
        raise InputError(f"{given} is the folder you stand in, or one above it; name a new one with -o.")
    try:
        if target.is_symlink():
            raise InputError(f"{given} is a link; name the place itself with -o.")
        above = next(folder for folder in target.parents if folder.exists())
        target.with_name(f".{target.name}.parallax").exists()
    except OSError as error:
        raise InputError(f"{quoted(str(given))} cannot be written: {error.strerror}.") from None
    if not above.is_dir():
        raise InputError(
            f"{above} is a file, so {quoted(str(given))} cannot be inside it; name another with -o."
        )
    if not os.access(above, os.W_OK | os.X_OK) or _read_only(above):
        raise InputError(f"{above} cannot be written to; name another place with -o.")
    return target


def _read_only(folder: Path) -> bool:
    """Whether the file system refuses, whatever the permissions say (root passes every permission)."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:  # without a name: a kill leaves nothing
            probe.write(b"0" * 65536)  # a full disk shows here, before anything is computed
            probe.flush()
    except OSError:
        return True
    return False


def check_folder(target: Path, kind: str, corpus: str = "", force: bool = False) -> None:
    """Raise InputError unless `target` is new, empty, or an unchanged folder of the same kind."""
    if corpus and Path(corpus).exists() and Path(corpus).resolve().is_relative_to(target.resolve()):
        raise InputError(f"{target} holds the corpus {corpus}; name another folder with -o.")
    if not target.exists():
        return
    if not target.is_dir():
        raise InputError(f"{target} is a file, and a {kind} is a folder; name another with -o.")
    mark = read_mark(target)
    if mark is None:
        for one in sorted(target.iterdir())[:1]:
            raise InputError(
                f"{target} holds {one.name}, which Parallax did not write; name a new folder with -o."
            )
        return
    if mark["kind"] != kind:
        raise InputError(f"{target} holds a {mark['kind']}, not a {kind}; name another folder with -o.")
    changed = None if force else _changed(target, mark.get("files", {}))
    if changed:
        raise InputError(
            f"{target / changed} was added or changed since Parallax wrote the {kind}; name another folder "
            "with -o, or replace it with --force."
        )


def _changed(folder: Path, files: dict[str, str]) -> str | None:
    """The first file that was added or changed since the folder was marked."""
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(present - {MARK}):
        if files.get(name) != _hash(folder / name):
            return name
    return None


def _hash(path: Path) -> str:
    return "" if path.is_symlink() or not path.is_file() else hashlib.sha256(path.read_bytes()).hexdigest()


def mark_folder(folder: Path, kind: str, hashed: bool = True, **facts: object) -> None:
    """Mark a folder as ours: its kind, what else shall be known of it, and the hash of each of its files."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    nested = [path for path in folder.rglob(MARK) if path.parent != folder]
    files = {path.relative_to(folder).as_posix(): _hash(path) for path in [*paths, *nested]} if hashed else {}
    mark = {"parallax": VERSION, "kind": kind, **facts, "files": files}
    replace_file(folder / MARK, json.dumps(mark, indent=1) + "\n")


def read_mark(folder: Path) -> dict | None:
    """What the mark of a folder says; None where it has none that can be read."""
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(mark, dict) and isinstance(mark.get("kind"), str) and "parallax" in mark
    return mark if known else None


def is_marked(folder: Path) -> bool:
    """Whether Parallax wrote the folder; what it wrote is never taken for articles."""
    return (folder / MARK).is_file()


def check_file(
    target: Path, kind: str, protects: Callable[[bytes], str], corpus: str = "", force: bool = False
) -> Path:
    """Return `target` made absolute, if a file of a kind may be written there.

    Parameters
    ----------
    target : Path
    kind : str
        What it is, in words: "reader page".
    protects : callable
        Given the bytes of a file that is there already: why it must not be replaced, without `force` ("holds
        codes"); "not ours" for a file that Parallax did not write, which is never replaced; else empty.
    corpus : str
        A folder whose files are articles; nothing is written among them.
    force : bool

    Raises
    ------
    InputError
        It may not, said in one sentence.
    """
    given, target = target, check_target(target)
    folder = Path(corpus).resolve()
    if corpus and (
        folder == target.resolve() or (folder.is_dir() and target.resolve().is_relative_to(folder))
    ):
        raise InputError(f"{given} is among the articles of {corpus}; name a file elsewhere with -o.")
    if target.is_dir():
        raise InputError(f"{given} is a folder, and a {kind} is a file; name one with -o.")
    if target.exists():
        reason = protects(target.read_bytes())
        if reason == "not ours":
            raise InputError(f"{given} is no {kind} that Parallax wrote; name a new file with -o.")
        if reason and not force:
            raise InputError(f"{given} {reason}; name another file with -o, or replace it with --force.")
    return target


def replace_file(target: Path, content: str | bytes) -> None:
    """Write a file whole: its old content stays until the new one is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with writing_file(target) as part:
        part.write_bytes(content.encode() if isinstance(content, str) else content)


@contextlib.contextmanager
def writing_file(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` to write to, which then takes its place; on any fault nothing stays."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        os.chmod(part, 0o666 & ~_umask())  # noqa: PTH101  a temporary file is private, a result is not
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def guard_formulas(frame):
    """A frame for spreadsheets: what one would run as a formula begins with an apostrophe.

    Texts of articles are not ours to trust: ``=HYPERLINK(...)`` in a table would be run by whoever opens it.
    """
    texts = frame.select_dtypes(["str", "object", "category"]).columns
    return frame.assign(**{name: frame[name].map(_guard) for name in texts}).rename(columns=_guard)


def _guard(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def hide_folders(value: object) -> object:
    """A value as it may be published: of an absolute path its last part, since the rest may name its user."""
    if isinstance(value, list | tuple):
        return type(value)(hide_folders(item) for item in value)
    return Path(value).name if isinstance(value, str) and Path(value).is_absolute() else value


def name_files(values: list[str], least: str = "article") -> dict[str, str]:
    """A file name for each value: no path, nothing hidden, and a number where two would look the same.

    >>> name_files(["a/b", "a_b", "A b"])
    {'a/b': 'a_b', 'a_b': 'a_b-2', 'A b': 'A_b-3'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for value in values:
        plain = "".join(mark if mark.isalnum() or mark in "-_." else "_" for mark in value)
        plain = plain.lstrip(".")[:60].rstrip(".") or least
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name.casefold())
        names[value] = name
    return names
