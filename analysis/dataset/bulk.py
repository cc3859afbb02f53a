"""A corpus of any size to a stored data set (the only importer of Dask).

The corpus streams through in parts. Each part goes, whole, through `dataset.measure` into the data set's
own store, in this process or on Dask workers, which write their frames themselves; only paths and
rejections come back. Because every frame is kept under the hash of what it was made from, a run that was
stopped goes on where it stood and ends in the same files as one that was not.
"""

import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import dataset, load
from analysis.dataset import store
from analysis.dataset.stages import Options
from analysis.load.readers import Rejected
from analysis.schema import InputError

PART = 250
CLUSTER_PAYS = {True: 500, False: 50_000}
"""Articles from which local workers pay, with and without the linguistic annotation framing needs."""
SYSTEMATIC = 16
"""So many articles in a row that fail are no bad articles but a fault of ours, which must be seen."""
CAST_PARTS = 8
"""Parts, evenly spread over the corpus, whose tokens decide who its actors are."""


class Part(NamedTuple):
    """What came of some articles: where their frames are (empty when set aside), how many, and why not."""

    paths: dict[str, Path]
    articles: int
    rejected: list[Rejected]


class Summary(NamedTuple):
    """Totals of a run: `read` is `measured` plus `rejected`."""

    read: int
    measured: int
    rejected: int


def measure(
    corpus: str,
    out: Path,
    options: Options,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    part: int = PART,
    progress: Callable[[int], object] = lambda articles: None,
) -> Summary:
    """Measure a corpus into a data set, resuming what an earlier run left.

    Parameters
    ----------
    corpus : str
        Anything `load` reads.
    out : Path
        Folder of the data set: ``FRAME/KEY.parquet`` for every frame and part, ``rejected.parquet`` and, once
        all is measured, ``manifest.json``.
    options : Options
    workers : int, optional
        Processes; by default one, or one per processor where the corpus is large enough for that to pay.
    scheduler : str, optional
        Address of a running Dask scheduler, whose workers must see `out` under the same path.
    part : int
        Articles per part.
    progress : callable
        Told how many articles each finished part had.

    Returns
    -------
    Summary

    Raises
    ------
    InputError
        The corpus holds nothing, or `out` holds something that is no data set.
    """
    out = _folder(out)
    framing, cast = "framing" in options.measures, None
    large = load.estimate(corpus) >= CLUSTER_PAYS[framing]
    workers = workers or (os.cpu_count() if large else 1)
    with _mapper(scheduler, workers) as mapped:
        found, read, unread = _run(mapped, load.partitions(corpus, part), {}, options, out, progress)
        if framing and found:
            cast = _cast(found, options, out)
            given = {"cast": store.read([cast])}
            found, read, unread = _run(mapped, load.partitions(corpus, part), given, options, out, progress)
    return _finish(out, found, read, unread, options, cast)


def _run(
    mapped: Callable,
    parts: Iterable[load.Loaded],
    given: dict,
    options: Options,
    out: Path,
    progress: Callable,
) -> tuple[list[Part], int, list[Rejected]]:
    """Measure every part; also how many articles were read, and which could not be."""
    read = 0
    unread: list[Rejected] = []

    def sources() -> Iterator[pd.DataFrame]:
        nonlocal read
        for loaded in parts:
            read += len(loaded.articles) + len(loaded.rejected)
            unread.extend(Rejected(*row) for row in loaded.rejected.itertuples(index=False))
            if len(loaded.articles):
                yield loaded.articles

    found = []
    for results in mapped(partial(attempt, given=given, options=options, root=out), sources()):
        found += results
        progress(sum(result.articles for result in results))
    return found, read, unread


def attempt(source: pd.DataFrame, given: dict[str, pd.DataFrame], options: Options, root: Path) -> list[Part]:
    """Measure articles; where that fails, halve them until the one that cannot be measured stands alone.

    Parameters
    ----------
    source : DataFrame
        Articles as `load` gives them.
    given : dict of str to DataFrame
        Further frames for `dataset.measure`.
    options : Options
    root : Path
        The data set.

    Returns
    -------
    list of Part
        One, where nothing failed.
    """
    try:
        return [Part(dataset.measure({"source": source, **given}, options, root), len(source), [])]
    except InputError:
        raise
    except Exception as error:
        if len(source) == 1:
            row = source.iloc[0]
            cause = f"{type(error).__name__}: {error}"
            reason = f"{row['source']}: article {row.name!r} cannot be measured ({cause})."
            return [Part({}, 0, [Rejected(row["source"], str(row.name), reason)])]
        half = len(source) // 2
        first = attempt(source.iloc[:half], given, options, root)
        second = attempt(source.iloc[half:], given, options, root)
        if len(source) >= SYSTEMATIC and not any(part.paths for part in first + second):
            raise
        return first + second


@contextmanager
def _mapper(scheduler: str | None, workers: int) -> Iterator[Callable]:
    """A function like `map`: in this process, or over Dask with a bounded number of parts on the way."""
    if scheduler is None and workers == 1:
        yield map
        return
    import dask
    from distributed import Client

    local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    # Forked from one process that has loaded the libraries, workers start in a fraction of the time.
    method = {"distributed.worker.multiprocessing-method": "forkserver"} if sys.platform == "linux" else {}
    with dask.config.set(method), Client(scheduler) if scheduler else Client(**local) as client:

        def mapped(task: Callable, sources: Iterable[pd.DataFrame]) -> Iterator[list[Part]]:
            waiting = deque()
            for source in sources:
                waiting.append(client.submit(task, source, pure=False))
                if len(waiting) > 2 * max(len(client.nthreads()), 1):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        yield mapped


def _cast(found: list[Part], options: Options, out: Path) -> Path:
    """Who the corpus is about, read off parts evenly spread over it."""
    measured = [part for part in found if part.paths]
    step = max(len(measured) // CAST_PARTS, 1)
    sample = measured[::step][:CAST_PARTS]
    articles = sum(part.articles for part in sample)
    return dataset.find_cast(
        [part.paths for part in sample], options, out, max(min(2, articles), articles // 200)
    )


def _folder(out: Path) -> Path:
    """The data set's folder, made if need be; anything else is not written into."""
    out = Path(out).absolute()
    if out.is_file():
        raise InputError(f"{out} is a file; name a folder for the data set.")
    known = {"rejected.parquet", dataset.MANIFEST, ".gitignore"}
    strange = [p.name for p in out.iterdir() if p.is_file() and p.name not in known] if out.is_dir() else []
    if strange:
        raise InputError(f"{out} holds {strange[0]}, so it is no data set; name an empty or a new folder.")
    out.mkdir(parents=True, exist_ok=True)
    return out


def _finish(
    out: Path, found: list[Part], read: int, unread: list[Rejected], options: Options, cast: Path | None
) -> Summary:
    """Write what was set aside, then the manifest, then drop frames that nothing refers to any more."""
    rejected = [*unread, *(row for part in found for row in part.rejected)]
    measured = sum(part.articles for part in found)
    if read != measured + len(rejected):
        raise RuntimeError(
            f"{read} articles were read, but {measured} measured and {len(rejected)} set aside"
        )
    store.write(pd.DataFrame(rejected, columns=Rejected._fields, dtype="str"), out / "rejected.parquet")
    if not measured:
        raise InputError("No article could be measured; rejected.parquet says why for each.")
    parts = [{name: path.name for name, path in part.paths.items()} for part in found if part.paths]
    manifest = {
        "version": store.VERSION,
        "options": options._asdict(),
        "articles": measured,
        "rejected": len(rejected),
        "cast": cast.name if cast else "",
        "parts": parts,
    }
    target = out / dataset.MANIFEST
    new = target.with_suffix(".part")
    new.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    new.replace(target)
    wanted = {(name, file) for part in parts for name, file in part.items()} | {("cast", manifest["cast"])}
    for path in out.glob("*/*.parquet"):
        if (path.parent.name, path.name) not in wanted:
            path.unlink()
    return Summary(read, measured, len(rejected))
