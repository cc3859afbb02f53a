"""Notebooks in processes: several at a time, one process each, the first failure stopping the rest."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

from analysis.report import execute
from analysis.schema import InputError

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_PATIENCE = 5  # seconds a process gets to stop when asked


class Job(NamedTuple):
    """One notebook to run: its file, the folder for results, its parameters, and what else `task` needs."""

    notebook: Path
    folder: Path
    values: dict[str, object]
    context: dict[str, object]


class Failed(Exception):
    """A notebook failed; the message shows the cell and its error."""


def run(
    work: list[Job], task: Callable, jobs: int | None = None, tick: Callable[[], None] = lambda: None
) -> Iterator[tuple[str, object]]:
    """Call ``task(job, kernel, tick)`` for each job in a process of its own.

    Parameters
    ----------
    work : list of Job
    task : callable
        A module's function, given the job, a waiting kernel (or None) and what to call after each cell.
    jobs : int, optional
        Processes at a time; by default as many as there are processors to use.
    tick : callable
        Called here after each cell of any of them.

    Yields
    ------
    (str, object)
        A notebook's name and what its task returned, as they come.

    Raises
    ------
    Failed
        A cell raised or a process died.
    InputError
        A notebook could not use its input.
    """
    jobs = max(1, min(jobs or processors(), len(work)))
    waiting, running = list(work), {}
    warm_up(jobs)
    context = _context()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                job = waiting.pop(0)
                here, there = context.Pipe(duplex=False)
                worker = context.Process(target=_worker, args=(task, job, there, dict(os.environ)))
                worker.start()
                there.close()
                running[here] = (job, worker)
            for here in wait(list(running)):
                kind, content = _received(here, running[here][0])
                if kind == "cell":
                    tick()
                elif kind == "failed":
                    raise content
                else:
                    job, worker = running.pop(here)
                    worker.join()
                    here.close()
                    yield job.notebook.stem, content
    finally:
        for _, worker in running.values():
            worker.terminate()
        for _, worker in running.values():
            worker.join(_PATIENCE)
            worker.kill()  # one that did not stop when asked must not hold up everything


def call(task: Callable, *arguments: object) -> object:
    """Call a module's function in a process of its own, which has loaded already what notebooks need."""
    with ProcessPoolExecutor(1, _context()) as pool:
        return pool.submit(task, *arguments).result()


def _context():
    return get_context("forkserver" if execute.can_fork() else "spawn")


def processors() -> int:
    """Count the processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _worker(task: Callable, job: Job, there: Connection, environment: Mapping[str, str]) -> None:
    """Be the process of one notebook."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which stops this process
    shares = {name: os.environ[name] for name in _THREADS if name in os.environ}
    os.environ.clear()
    os.environ.update(shares | environment)
    kernel = execute.fork_kernel() if execute.can_fork() else None
    try:
        there.send(("done", task(job, kernel, lambda: there.send(("cell", None)))))
    except execute.CellError as error:
        failure = error.failure
        refused = failure.error == "InputError"
        there.send(("failed", InputError(failure.message) if refused else Failed(str(failure))))
    except InputError as error:
        there.send(("failed", error))
    except Exception as error:
        there.send(("failed", Failed(f"{job.notebook.name}: {type(error).__name__}: {error}")))


def _received(here: Connection, job: Job) -> tuple[str, object]:
    try:
        return here.recv()
    except EOFError:
        return "failed", Failed(f"{job.notebook.name}: its process was killed (out of memory?).")


def warm_up(jobs: int | None = None) -> None:
    """Begin to load, in a process beside this one, what notebooks need; worth calling before slow checks.

    Where forking is safe, this starts the server from which notebooks are forked. The processors are shared
    out among them: libraries that bring threads of their own would otherwise start one per processor in
    every notebook.
    """
    if not execute.can_fork():
        return
    share = str(max(1, processors() // (jobs or processors())))
    added = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, share))
    try:
        get_context("forkserver").set_forkserver_preload(["analysis.report.warm"])
        forkserver.ensure_running()
    finally:
        for name in added:
            os.environ.pop(name, None)
