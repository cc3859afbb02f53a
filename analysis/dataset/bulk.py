"""A corpus of any size to a stored data set (the only importer of Dask).

The corpus streams through in parts. Each part goes, whole, through `stages.measure_part` into the data set's
own store, in this process or on Dask workers, which write their frames themselves; only paths and
rejections come back. Because every frame is kept under the hash of what it was made from, a run that was
stopped goes on where it stood and ends in the same files as one that was not.
"""

import json
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import dataset, load, output
from analysis.dataset import stages, store
from analysis.dataset.stages import Options, Part, find_cast, measure_articles
from analysis.load.formats import Rejected
from analysis.schema import InputError, quoted

PART = 250
CLUSTER_PAYS = {True: 500, False: 50_000}
"""Articles from which local workers pay, with and without the linguistic annotation framing needs."""
CAST_PARTS = 8
"""Parts, evenly spread over the corpus, whose tokens decide who its actors are."""
_OWN = re.compile(
    r"manifest\.json|rejected\.(parquet|blake2b)|\.parallax\.json|[a-z_]+/[0-9a-f]{32}\.(parquet|blake2b)"
)


class Summary(NamedTuple):
    """Totals of a run: `read` is `measured` plus `rejected`."""

    read: int
    measured: int
    rejected: int


def measure_corpus(
    corpus: str,
    out: Path,
    options: Options,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    part: int = PART,
    progress: Callable[[int], object] = lambda articles: None,
    strict: bool = False,
    force: bool = False,
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
    strict : bool
        Stop at the first article that cannot be read, rather than set it aside.
    force : bool
        Replace the data set of another corpus.

    Returns
    -------
    Summary

    Raises
    ------
    InputError
        The corpus holds nothing; `out` holds anything but a data set of this corpus; another run writes it.
    """
    if workers is not None and workers < 1:
        raise InputError(f"Measuring takes at least one worker, not {workers}.")
    if scheduler is not None and not re.match(r"(tcp|tls|ws|wss|ucx|inproc)://.+", scheduler):
        raise InputError(f"{quoted(scheduler)} is no address of a Dask scheduler, such as tcp://host:8786.")
    stages.select_stages(options, ("source",))
    if next(load.load_partitions(corpus, 1), None) is None:
        raise InputError(f"{corpus} holds no articles; give at least one with a text.")
    out = output.check_target(out)
    with output.holding(out):
        known = _claim(out, corpus, force)
        cut: dict[str, None] = {}
        framing, cast = "framing" in options.measures, None
        large = load.estimate_size(corpus) >= CLUSTER_PAYS[framing]
        workers = workers or (os.cpu_count() or 1 if large else 1)
        out.mkdir(parents=True, exist_ok=True)
        output.mark_folder(out, dataset.KIND, hashed=False, **known)
        store.remove_leftovers(out)
        with _mapper(scheduler, workers) as mapped:
            done, read, unread = _run(mapped, _parts(corpus, part, strict, cut), {}, options, out, progress)
            if framing and any(one.paths for one in done):
                cast = _cast(done, options, out)
                given = {"cast": store.read([cast])}
                again = _parts(corpus, part, strict, cut)
                done, read, unread = _run(mapped, again, given, options, out, progress)
        load.tell_cut(list(cut))
        return _finish(out, done, read, unread, options, cast, known)


def _parts(corpus: str, size: int, strict: bool, cut: dict[str, None]) -> Iterator[load.Loaded]:
    """The parts of a corpus; the ids of articles that were cut go to `cut`."""
    for loaded in load.load_partitions(corpus, size):
        if strict and len(loaded.rejected):
            raise InputError(loaded.rejected["reason"].iloc[0])
        cut.update(dict.fromkeys(load.list_cut_articles(loaded.articles)))
        yield loaded


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

    done = []
    for results in mapped(partial(measure_articles, given=given, options=options, root=out), sources()):
        done += results
        progress(sum(result.articles for result in results))
    return done, read, unread


@contextmanager
def _mapper(scheduler: str | None, workers: int) -> Iterator[Callable]:
    """A function like `map`: in this process, or over Dask with a bounded number of parts on the way."""
    if scheduler is None and workers == 1:
        yield map
        return
    import dask
    from distributed import Client

    # The loopback address alone: what listens takes commands from whoever reaches it.
    local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    # Forked from one process that has loaded the libraries, workers start in a fraction of the time.
    method = {"distributed.worker.multiprocessing-method": "forkserver"} if sys.platform == "linux" else {}
    with dask.config.set(method), _connected(Client, scheduler, local) as client:

        def mapped(task: Callable, sources: Iterable[pd.DataFrame]) -> Iterator[list[Part]]:
            waiting: deque = deque()
            for source in sources:
                waiting.append(client.submit(task, source, pure=False))
                if len(waiting) > 2 * max(len(client.nthreads()), 1):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        yield mapped


@contextmanager
def _connected(client: Callable, scheduler: str | None, local: dict) -> Iterator:
    """A client of the scheduler, or of workers started here."""
    try:
        made = client(scheduler, timeout=10) if scheduler else client(**local)
    except (OSError, TimeoutError) as error:
        raise InputError(
            f"No Dask scheduler answers at {quoted(scheduler)} ({type(error).__name__})."
        ) from None
    with made:
        yield made


def _cast(done: list[Part], options: Options, out: Path) -> Path:
    """Who the corpus is about, read off parts evenly spread over it."""
    measured = [part for part in done if part.paths]
    step = max(len(measured) // CAST_PARTS, 1)
    sample = measured[::step][:CAST_PARTS]
    articles = sum(part.articles for part in sample)
    least = max(min(2, articles), articles // 200)
    return find_cast([part.paths for part in sample], options, out, least)


def _claim(out: Path, corpus: str, force: bool) -> dict[str, str]:
    """What the mark of the data set says of its corpus; raise InputError where another's would be lost."""
    output.check_folder(out, dataset.KIND, corpus, force=True)
    path = load.split_selection(corpus)[0]
    known = {"corpus": Path(path).name, "key": store.key(os.path.abspath(path), corpus[len(path) :])}  # noqa: PTH100
    mark = output.read_mark(out) if out.is_dir() else None
    if mark and mark.get("key") != known["key"] and not force:
        raise InputError(
            f"{out} holds the data set of another corpus ({mark.get('corpus', 'unknown')}); name another "
            "folder with -o, or replace it with --force."
        )
    files = (file for file in out.rglob("*") if not file.is_dir()) if mark else ()
    for file in sorted(files):
        name = file.relative_to(out).as_posix()
        if not _OWN.fullmatch(name):
            raise InputError(f"{file} was not written by Parallax; move it, or name another folder with -o.")
    return known


def _finish(
    out: Path,
    done: list[Part],
    read: int,
    unread: list[Rejected],
    options: Options,
    cast: Path | None,
    known: dict[str, str],
) -> Summary:
    """Write what was set aside, then the manifest, then drop frames that nothing refers to any more."""
    rejected = [*unread, *(row for part in done for row in part.rejected)]
    measured = sum(part.articles for part in done)
    if read != measured + len(rejected):
        raise RuntimeError(
            f"{read} articles were read, but {measured} measured and {len(rejected)} set aside"
        )
    store.write(pd.DataFrame(rejected, columns=Rejected._fields, dtype="str"), out / dataset.REJECTED_FILE)
    if not measured:
        raise InputError("No article could be measured; rejected.parquet says why for each.")
    parts = [{name: path.name for name, path in part.paths.items()} for part in done if part.paths]
    manifest = {
        "version": store.VERSION,
        "corpus": known["corpus"],
        "options": options._asdict(),
        "articles": measured,
        "rejected": len(rejected),
        "cast": cast.name if cast else "",
        "parts": parts,
    }
    output.replace_file(out / dataset.MANIFEST, json.dumps(manifest, indent=1) + "\n")
    wanted = {(name, file) for part in parts for name, file in part.items()} | {("cast", manifest["cast"])}
    for path in out.glob("*/*.parquet"):
        if (path.parent.name, path.name) not in wanted:
            store.remove(path)
    return Summary(read, measured, len(rejected))
