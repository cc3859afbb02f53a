"""One notebook, run through papermill in a kernel of its own (the only importer of papermill).

A kernel spends most of its first seconds importing pandas, SciPy and matplotlib. Where the platform can
fork safely (Linux), a report therefore imports them once, in a server process without threads, and each
notebook's worker and kernel are forked from it: separate processes, as isolated as freshly started ones.
Elsewhere kernels are started afresh; the results are the same.
"""

import json
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

# The user's history is not for reports, and being told to stop is no error.
_OPTIONS = ["--HistoryManager.enabled=False", "--IPKernelApp.log_level=50"]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Failure(NamedTuple):
    """A cell that failed: `cell` counts code cells from 1, `error` is the exception's name."""

    notebook: str
    cell: int
    source: str
    error: str
    message: str
    traceback: str

    def __str__(self) -> str:
        code = "\n".join(f"    {line}" for line in self.source.splitlines())
        return (
            f"{self.notebook}.ipynb stopped at code cell {self.cell}: {self.error}: {self.message}\n"
            f"The cell:\n{code}\n{self.traceback}".rstrip()
        )


class CellError(Exception):
    """A notebook stopped; `failure` says where and why."""

    def __init__(self, failure: Failure):
        super().__init__(str(failure))
        self.failure = failure


class Waiting(NamedTuple):
    """A forked process that becomes a kernel once told its connection file through `pipe`."""

    pid: int
    pipe: int


def run(
    notebook: Path,
    executed: Path,
    parameters: dict[str, object],
    waiting: Waiting | None = None,
    tick: Callable[[], None] = lambda: None,
):
    """Execute a notebook in its own folder and save the result.

    Parameters
    ----------
    notebook, executed : Path
        What to run, and where to write it with its outputs.
    parameters : dict
        Values for the notebook's parameters, all of them declared there.
    waiting : Waiting, optional
        From `fork_kernel`; without it a kernel of this same interpreter is started.
    tick : callable
        Called after each code cell.

    Returns
    -------
    NotebookNode
        The executed notebook.

    Raises
    ------
    CellError
        A cell raised, or the kernel died.
    """
    mill = papermill()
    from nbclient.exceptions import DeadKernelError

    at: list = []  # code cells begun, so that a kernel's death can be placed
    with tempfile.TemporaryDirectory(prefix="plx") as runtime:
        try:
            book = mill.execute_notebook(
                notebook,
                None,
                parameters=parameters,
                kernel_name="python3",  # names the language only: the manager brings the kernel
                language="python",
                progress_bar=False,
                cwd=notebook.parent,
                kernel_manager_class=_manager(Path(runtime), waiting),
                on_cell_execute=lambda cell, cell_index: at.append(cell.source),
                on_cell_executed=lambda cell, cell_index, execute_reply: tick(),
            )
        except DeadKernelError:
            reason = "its process was killed, often for want of memory"
            raise CellError(
                Failure(notebook.stem, len(at), at[-1] if at else "", "Kernel died", reason, "")
            ) from None
        except mill.PapermillExecutionError as error:
            trace = _ANSI.sub("", "\n".join(error.traceback))
            raise CellError(
                Failure(notebook.stem, error.exec_count or 0, error.source, error.ename, error.evalue, trace)
            ) from None
    for cell in book.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if not _is_script(output)]
    for key in ("input_path", "output_path"):
        book.metadata.papermill[key] = executed.name  # no paths of this machine in what gets published
    mill.iorw.write_ipynb(book, str(executed))
    return book


def _is_script(output) -> bool:
    """Whether an output only serves JupyterLab; where it is published it would be weight."""
    return output.get("metadata", {}).get("parallax", {}).get("kind") == "script"


def can_fork() -> bool:
    """Whether kernels may be forked here: elsewhere system libraries do not survive a fork."""
    return sys.platform == "linux"


def fork_kernel() -> Waiting:
    """Fork a process that waits to become a kernel; call it before the caller starts any thread."""
    reader, writer = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        os.close(reader)
        return Waiting(pid, writer)
    try:
        os.close(writer)
        os.setsid()  # Ctrl-C in the terminal is for the report, which then stops its kernels
        with os.fdopen(reader) as pipe:
            told = pipe.read()
        if told:
            connection, folder = json.loads(told)
            os.chdir(folder)
            _serve(connection, parent)
    finally:
        os._exit(0)  # the forked copy of the worker has nothing of its own to clean up


def _serve(connection: str, parent: int) -> None:
    """Be a kernel until told to stop; end, too, when the worker is gone."""
    from ipykernel.kernelapp import IPKernelApp

    os.environ["JPY_PARENT_PID"] = str(parent)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["ipykernel", "-f", connection]
    sys.path.insert(0, "")
    IPKernelApp.clear_instance()
    app = IPKernelApp.instance(parent_handle=parent)
    with _absent("debugpy"):  # a third of a second in each kernel, for a debugger nobody can reach
        app.initialize(["-f", connection, *_OPTIONS])
    app.start()


def papermill():
    """Import papermill without the 1.3 s that one optional part of jsonschema takes to build a grammar.

    ``rfc3987_syntax`` only serves jsonschema's check of the format "iri", which no notebook's schema uses;
    jsonschema itself does without it where it is not installed, and that is what it is told here.
    """
    with _absent("rfc3987_syntax"):
        import papermill
        import papermill.iorw
    return papermill


@contextmanager
def _absent(module: str):
    """Have imports find an optional module not installed, unless it is loaded already."""
    hidden = module not in sys.modules
    if hidden:
        sys.modules[module] = None
    try:
        yield
    finally:
        if hidden:
            del sys.modules[module]


def _manager(runtime: Path, waiting: Waiting | None):
    """Make the class that manages a kernel of this interpreter, whatever a kernelspec may point to."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_client.provisioning import LocalProvisioner

    spec = KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *_OPTIONS],
        env={"PYDEVD_DISABLE_FILE_VALIDATION": "1"},  # no debugger, so no warning about it
        display_name="Python 3",
        language="python",
    )

    class Forked(LocalProvisioner):
        async def launch_kernel(self, cmd, **options):
            with os.fdopen(waiting.pipe, "w") as pipe:
                json.dump([self.parent.connection_file, str(Path.cwd())], pipe)
            self.process, self.pid, self.pgid = _Child(waiting.pid), waiting.pid, waiting.pid
            return self.connection_info

    class Manager(AsyncKernelManager):
        kernel_spec = spec

        def __init__(self, **options):
            super().__init__(**options)
            self.connection_file = str(runtime / "kernel.json")
            if os.name == "posix":
                # Sockets in a private folder: two kernels starting at once cannot grab the same port.
                self.transport, self.ip = "ipc", str(runtime / "k")
            if waiting is not None:
                self.provisioner = Forked(kernel_id=runtime.name, kernel_spec=spec, parent=self)

    return Manager


class _Child:
    """As much of `subprocess.Popen` as the provisioner uses, over a forked process."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid, self.returncode = pid, None

    def poll(self, flags: int = os.WNOHANG if hasattr(os, "WNOHANG") else 0) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, flags)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self) -> int:
        return self.poll(0)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
