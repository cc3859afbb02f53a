"""Which files a corpus is made of, and which of them are not to be opened."""

import glob
import os
import stat
import warnings
from pathlib import Path

from analysis import output
from analysis.load import formats
from analysis.load.formats import Rejected
from analysis.schema import InputError, quoted

INDEX = "articles.csv"
PATH = 300  # characters of a path that a message quotes
NOT_ARTICLES = ("readme.md", "sources.md", "license.md", "license.txt", "notice.md")
SEEDS = Path(__file__).parents[2] / "seeds"
"""What the corpus `seeds` is, wherever one stands, unless there is a folder of that name."""

Files = list[tuple[Path | Rejected, str]]


def split_selection(corpus: str) -> tuple[str, str, str]:
    """A corpus's path, and the column and value of its selection; a path that is there is never split."""
    places = [at for at, mark in enumerate(corpus) if mark == "#"]
    for at in [] if os.path.exists(corpus) else places:  # noqa: PTH110  a name may be too long for Path
        column, equals, value = corpus[at + 1 :].partition("=")
        path = corpus[:at]
        if equals and (os.path.exists(locate_corpus(path)) or any(mark in path for mark in "*?[")):  # noqa: PTH110
            return path, column, value
    return corpus, "", ""


def fingerprint(corpus: str | Path) -> list[tuple]:
    """What tells, without reading it, whether a corpus changed: name, size and times of each of its files.

    Empty for an address, which may change at any time.
    """
    path, column, value = split_selection(str(corpus))
    if is_address(path):
        return []
    root, files = list_files(path)
    paths = [file for file, _ in files if not isinstance(file, Rejected)]
    if (root / INDEX).is_file():
        paths.append(root / INDEX)
    facts = [(str(file), file.stat()) for file in paths]
    told = [(name, fact.st_size, fact.st_mtime_ns, fact.st_ctime_ns) for name, fact in facts]
    return [*told, (f"{column}={value}", len(files), 0, 0)]


def is_address(corpus: str) -> bool:
    """Whether a corpus stands on the web."""
    return "://" in corpus


def locate_corpus(corpus: str) -> Path:
    """Where a corpus is: the seeds are found from anywhere, unless there is a folder of that name."""
    return SEEDS if corpus == "seeds" and not Path(corpus).exists() else Path(corpus)


def list_files(corpus: str) -> tuple[Path, Files]:
    """The folder that names are relative to, and each file with its name in it."""
    try:
        path = locate_corpus(corpus)
        kind = path.stat().st_mode if path.exists() else 0
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"There is no file or folder {quoted(corpus, PATH)} ({reason}).") from None
    if stat.S_ISDIR(kind):
        if (written := (output.read_mark(path) or {}).get("kind", "")) in output.REPORTS:
            raise InputError(f"{corpus} is a {written} that Parallax wrote; name the folder of its articles.")
        files = _list_folder(path)
        if not files:
            kinds = formats.known_kinds()
            raise InputError(f"The folder {corpus} holds nothing to read; Parallax reads {kinds} files.")
        return path, files
    if stat.S_ISREG(kind):
        return path.parent, [(path, path.name)]
    if kind:
        raise InputError(f"{corpus} is neither a file nor a folder.")
    if not any(mark in corpus for mark in "*?["):
        raise InputError(f"There is no file or folder {quoted(corpus, PATH)}.")
    paths = [path for path in map(Path, sorted(glob.glob(corpus, recursive=True))) if path.is_file()]  # noqa: PTH207
    if not paths:
        raise InputError(f"No file matches {quoted(corpus)}.")
    root = Path(os.path.commonpath([path.parent for path in paths]))
    return root, [(path, path.relative_to(root).as_posix()) for path in paths]


def _list_folder(root: Path) -> Files:
    """Every file below a folder that may hold an article; what is left out is named in a notice."""
    files: Files = []
    left_out: list[str] = []
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        ours = [name for name in folders if output.is_marked(here / name)]
        left_out += [f"{(here / name).relative_to(root).as_posix()}/ (written by Parallax)" for name in ours]
        folders[:] = sorted(name for name in folders if name not in ours and not name.startswith("."))
        for name in sorted(names):
            path = here / name
            shown = path.relative_to(root).as_posix()
            if name.startswith(".") or name.lower() in NOT_ARTICLES:
                continue
            if not formats.is_readable(path):
                left_out.append(shown)
            else:
                files.append((find_unfit(path, root, shown) or path, shown))
    if left_out:
        more = f" and {len(left_out) - 5} more" if len(left_out) > 5 else ""
        warnings.warn(f"Not loaded: {', '.join(left_out[:5])}{more}.", UserWarning, stacklevel=2)
    return sorted(files, key=lambda item: item[1])


def find_unfit(path: Path, root: Path, shown: str) -> Rejected | None:
    """Why a file is not opened at all: a link that leads nowhere or out of the corpus, a pipe, a device."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
            return Rejected(
                shown, "", f"{shown} is a link that leads out of the corpus; put the file itself there."
            )
        if not stat.S_ISREG(path.stat().st_mode):
            return Rejected(shown, "", f"{shown} is no file that can be read.")
    except (OSError, RuntimeError) as error:
        reason = "a link that leads nowhere" if path.is_symlink() else f"not readable ({error})"
        return Rejected(shown, "", f"{shown} is {reason}.")
    return None
