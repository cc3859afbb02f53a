"""Several notebooks at a time, one process each; the first failure stops the rest."""

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple, cast

from tqdm import tqdm

from analysis.schema import InputError

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PRELOAD = [
    "analysis.report.execute",
    "analysis.report.front",
    "analysis.report.pages",
    "analysis.compare",
    "analysis.dataset",
    "analysis.present.figures",
    "itables",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "scipy.stats",
]
"""What every notebook needs, loaded once where processes can be forked from one that has it."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Job(NamedTuple):
    """One notebook to run: its file, the folder for results, its parameters, and what else the task needs."""

    notebook: Path
    folder: Path
    values: dict[str, object]
    context: dict[str, Any]


class NotebookFailed(Exception):
    """A notebook failed; the message shows the cell and its error."""


def list_notebooks(names: list[str] | None = None, stored: bool = False) -> list[Path]:
    """The notebooks of a report, in the order their metadata gives (``parallax: {"order": 1}``).

    Parameters
    ----------
    names : list of str, optional
        Only these.
    stored : bool
        Only those that need no page to clean or split again, as for a stored data set.

    Raises
    ------
    InputError
        There is no notebook of some name.
    """
    known: dict[str, tuple[float, Path]] = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        told = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("parallax", {})
        if "order" in told and (told.get("stored") or not stored or names):
            known[path.stem] = (told["order"], path)
    for name in names or ():
        if name not in known:
            raise InputError(f"There is no notebook {name!r}; choose from {', '.join(known)}.")
    return [path for _, path in sorted(known[name] for name in names or known)]


def count_cells(notebook: Path) -> int:
    """How many code cells a notebook has."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return sum(cell["cell_type"] == "code" for cell in cells)


def run_jobs(
    work: list[Job], task: Callable[[Job, Callable[[], None]], object], jobs: int | None = None
) -> dict[str, Any]:
    """Call ``task(job, tick)`` for each job in a process of its own, under a progress bar over all cells.

    Parameters
    ----------
    work : list of Job
    task : callable
        A module's function, given the job and what to call after each cell.
    jobs : int, optional
        Processes at a time; by default as many as there are processors to use.

    Returns
    -------
    dict
        By notebook's name, what its task returned.

    Raises
    ------
    NotebookFailed
        A cell raised or a process died.
    InputError
        A notebook could not use its input.
    """
    jobs = max(1, min(jobs or count_processors(), len(work)))
    start_server(jobs)
    waiting = sorted(
        work, key=lambda job: count_cells(job.notebook)
    )  # the longest first, so none is left alone
    running: dict[Connection, tuple[Job, BaseProcess]] = {}
    results: dict[str, Any] = {}
    total = sum(count_cells(job.notebook) for job in work)
    try:
        with tqdm(total=total, desc="cells", disable=None, leave=False) as bar:
            while waiting or running:
                while waiting and len(running) < jobs:
                    job = waiting.pop()
                    here, process = _start(task, job)
                    running[here] = (job, process)
                for ready in wait(list(running)):
                    here = cast(Connection, ready)
                    job, process = running[here]
                    kind, content = _received(here, job)
                    if kind == "cell":
                        bar.update()
                    elif kind == "failed":
                        raise content
                    else:
                        process.join()
                        here.close()
                        del running[here]
                        results[job.notebook.stem] = content
                        if bar.disable:
                            print(
                                f"{job.notebook.stem}: done ({len(results)} of {len(work)})", file=sys.stderr
                            )
    finally:
        for _, process in running.values():  # on a failure or Ctrl-C none goes on
            process.kill()
            process.join()
    return results


def _start(task: Callable, job: Job) -> tuple[Connection, BaseProcess]:
    """Start a notebook's process, and return the end of the pipe it reports to."""
    context: Any = get_context("forkserver" if _can_fork() else "spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(task, job, there, dict(os.environ), str(Path.cwd())))
    process.start()
    there.close()
    return here, process


def _received(here: Connection, job: Job) -> tuple[str, Any]:
    try:
        return here.recv()
    except EOFError:
        return "failed", NotebookFailed(f"{job.notebook.name}: its process was killed (out of memory?).")


def _work(task: Callable, job: Job, there: Connection, environment: Mapping[str, str], folder: str) -> None:
    """Be the process of one notebook."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which stops this process
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with contextlib.suppress(BrokenPipeError):  # nobody is left to be told
        there.send(_outcome(task, job, lambda: there.send(("cell", None))))


def _outcome(task: Callable, job: Job, tick: Callable[[], None]) -> tuple[str, object]:
    from analysis.report.execute import CellError

    try:
        return "done", task(job, tick)
    except CellError as error:
        return "failed", (InputError if error.refused else NotebookFailed)(error.message)
    except BrokenPipeError:
        raise
    except (InputError, OSError) as error:
        return "failed", error
    except Exception as error:
        return "failed", NotebookFailed(f"{job.notebook.name}: {type(error).__name__}: {error}")


def start_server(jobs: int | None = None) -> None:
    """Begin to load, in a process beside this one, what notebooks need; worth calling before slow checks.

    The processors are shared out among the notebooks: libraries that bring threads of their own would
    otherwise start one per processor in every notebook.
    """
    share = str(max(1, count_processors() // (jobs or count_processors())))
    for name in _THREADS:
        os.environ.setdefault(name, share)
    if _can_fork():
        get_context("forkserver").set_forkserver_preload(PRELOAD)
        forkserver.ensure_running()


def _can_fork() -> bool:
    """Whether processes may be forked here: elsewhere system libraries do not survive a fork."""
    return sys.platform == "linux"


def count_processors() -> int:
    """Count the processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
