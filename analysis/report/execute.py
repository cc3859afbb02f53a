"""One notebook, run through papermill in this very process.

Each notebook has a process of its own (`run`), which is as isolated as a kernel is, so no second process, no
sockets and no messages are needed: IPython runs the cells here, and what they put out is written into the
notebook as a kernel's outputs would be.
"""

import re
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pandas as pd
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from analysis.output import hide_folders
from analysis.report import mill

from nbformat import NotebookNode  # isort: skip  (after `mill`, which imports it sooner)
from nbformat.v4 import new_output  # isort: skip

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class CellError(Exception):
    """A notebook stopped: at which cell, with what error; `refused` where it could not use its input."""

    def __init__(self, message: str, refused: bool = False):
        super().__init__(message, refused)
        self.message, self.refused = message, refused


class Stream:
    """Standard output or error of a cell: what is written stands among its outputs, in order."""

    def __init__(self, name: str, outputs: list):
        self.name, self.outputs = name, outputs

    def write(self, text: str) -> int:
        """Add to the cell's outputs."""
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == self.name:
            last["text"] += text
        elif text:
            self.outputs.append(new_output("stream", name=self.name, text=text))
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """Nobody sits in front of it."""
        return False


class Publisher(DisplayPublisher):
    """Writes what a cell displays into its outputs."""

    def publish(self, data, metadata=None, *_, **options) -> None:
        """Add an output."""
        output = new_output("display_data", data=data, metadata=metadata or {})
        _shell().outputs.append(output)


class Hook(DisplayHook):
    """Writes a cell's last value into its outputs."""

    def write_output_prompt(self) -> None:
        """A notebook has its numbers elsewhere."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        """Add an output."""
        count = _shell().execution_count
        output = new_output("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=count)
        _shell().outputs.append(output)

    def finish_displayhook(self) -> None:
        """Nothing to flush."""


class Shell(InteractiveShell):
    """An IPython that keeps the outputs of the cell it runs in `outputs`."""

    outputs: list

    def _showtraceback(self, etype, evalue, stb) -> None:
        message = str(evalue)
        self.outputs.append(new_output("error", ename=etype.__name__, evalue=message, traceback=list(stb)))


def _shell() -> Shell:
    return cast(Shell, Shell.instance())


class InProcess(mill.engines.Engine):
    """A papermill engine that runs cells in this process; `tick` is called after each."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, tick=lambda: None, **options) -> None:
        """Run the cells in order, up to the first that fails."""
        shell = _make_shell()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            if cell.cell_type == "code":
                cell.outputs = _run_cell(shell, cell.source)
                cell.execution_count = shell.execution_count - 1
                tick()
                if any(output.output_type == "error" for output in cell.outputs):
                    nb_man.cell_exception(cell, index)
                    return
            nb_man.cell_complete(cell, index)


mill.engines.papermill_engines.register("in process", InProcess)


def _make_shell() -> Shell:
    Shell.clear_instance()
    pd.set_option("display.max_columns", 20)  # as in a kernel; outside one, pandas fits frames to a terminal
    config = Config()
    config.HistoryManager.enabled = False  # the user's history is not for reports
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config, display_pub_class=Publisher, displayhook_class=Hook, user_ns={})
    shell.outputs = []
    return shell


def _run_cell(shell: Shell, source: str) -> list:
    outputs: list = []
    shell.outputs = outputs
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream("stdout", outputs), Stream("stderr", outputs)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_, **__: print(f"Note: {message}", file=sys.stderr)
            shell.run_cell(source, store_history=True)
    finally:
        sys.stdout, sys.stderr = streams
    return outputs


def run_notebook(
    notebook: Path,
    executed: Path,
    parameters: Mapping[str, object],
    tick: Callable[[], object] = lambda: None,
) -> NotebookNode:
    """Execute a notebook where the caller stands, and save the result.

    Parameters
    ----------
    notebook, executed : Path
        What to run, and where to write it with its outputs.
    parameters : mapping
        Values for the notebook's parameters, all of them declared there.
    tick : callable
        Called after each code cell.

    Returns
    -------
    NotebookNode
        The executed notebook.

    Raises
    ------
    CellError
        A cell raised.
    """
    try:
        book = mill.papermill.execute_notebook(
            notebook,
            None,
            parameters=dict(parameters),
            engine_name="in process",
            kernel_name="python3",
            language="python",
            progress_bar=False,
            tick=tick,
        )
    except mill.PapermillExecutionError as error:
        raise _cell_error(notebook.stem, error) from None
    for cell in book.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if not _is_script(output)]
    for key in ("input_path", "output_path"):
        book.metadata.papermill[key] = executed.name  # no paths of this machine in what gets published
    _hide_folders(book, parameters)
    mill.iorw.write_ipynb(book, str(executed))
    return book


def _cell_error(name: str, error: mill.PapermillExecutionError) -> CellError:
    if error.ename == "InputError":
        return CellError(error.evalue, refused=True)
    trace = _ANSI.sub("", "\n".join(error.traceback))
    code = "\n".join(f"    {line}" for line in error.source.splitlines())
    where = f"{name}.ipynb stopped at code cell {error.exec_count}: {error.ename}: {error.evalue}"
    return CellError(f"{where}\nThe cell:\n{code}\n{trace}".rstrip())


def _hide_folders(book: NotebookNode, parameters: Mapping[str, object]) -> None:
    """Leave of each path that was given its last part: where a corpus stands may name its user."""
    paths = [value for value in parameters.values() if isinstance(value, str) and Path(value).is_absolute()]
    for cell in book.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            for path in paths:
                cell.source = cell.source.replace(path, Path(path).name)
    recorded = book.metadata.papermill.get("parameters", {})
    recorded.update({name: hide_folders(one) for name, one in recorded.items()})


def _is_script(output: Mapping) -> bool:
    """Whether an output only serves JupyterLab; where it is published it would be weight."""
    return output.get("metadata", {}).get("parallax", {}).get("kind") == "script"
