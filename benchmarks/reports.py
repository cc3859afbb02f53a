"""All notebooks of a report, against papermill's command line run on one after another."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import peers
from benchmarks.pairs import Row, in_turn

ROOT = Path(__file__).parents[1]
PAPERMILL = peers.BIN / "papermill"
KERNEL = {
    "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "display_name": "this project's Python",
    "language": "python",
}


def rows(rounds: int, notebooks: list[Path], cold: int = 1) -> list[Row]:
    """Measure with caches filled, and `cold` rounds with empty ones; each side has a cache of its own."""
    with tempfile.TemporaryDirectory(prefix="parallax-bench-") as folder:
        home = Path(folder)
        spec = home / "jupyter" / "kernels" / "measured" / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps(KERNEL), encoding="utf-8")
        fresh = iter(range(1000))
        empty = in_turn(
            max(cold, 1),
            papermill=lambda: _papermill(home, home / f"theirs-{next(fresh)}", notebooks),
            ours=lambda: _report(home, home / f"ours-{next(fresh)}", notebooks),
        )
        filled = in_turn(
            rounds,
            papermill=lambda: _papermill(home, home / "theirs-0", notebooks),
            ours=lambda: _report(home, home / "ours-1", notebooks),
        )
        same = _outputs(home, notebooks)
    n = f"{len(notebooks)} notebooks, {os.cpu_count()} processors"
    return [
        filled.row(
            "report against papermill, cache filled", n, "papermill", "ours", bound=">= 2.5",
            checks={"every cell of every notebook ran on both sides": same},
            note="ours writes the HTML pages too",
        ),
        empty.row("the same, cache empty", n, "papermill", "ours"),
    ]  # fmt: skip


def _environment(home: Path, cache: Path) -> dict[str, str]:
    return {**os.environ, "PARALLAX_CACHE": str(cache), "JUPYTER_PATH": str(home / "jupyter")}


def _papermill(home: Path, cache: Path, notebooks: list[Path]) -> None:
    out = home / "papermill"
    out.mkdir(exist_ok=True)
    for notebook in notebooks:
        command = [str(PAPERMILL), "-k", "measured", "--cwd", str(notebook.parent), "--no-progress-bar"]
        _run([*command, str(notebook), str(out / notebook.name)], _environment(home, cache))


def _report(home: Path, cache: Path, notebooks: list[Path]) -> None:
    command = [sys.executable, "-m", "analysis", "report", str(ROOT / "seeds"), "-o", str(home / "report")]
    chosen = [word for notebook in notebooks for word in ("--notebook", notebook.stem)]
    _run([*command, *chosen], _environment(home, cache))


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")


def _outputs(home: Path, notebooks: list[Path]) -> bool:
    """Whether both sides ran as many code cells, each without an error."""
    return all(
        _ran(home / "papermill" / notebook.name) == _ran(home / "report" / notebook.name) > 0
        for notebook in notebooks
    )


def _ran(path: Path) -> int:
    """Code cells that ran, the one with injected parameters aside."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    own = [c for c in cells if "injected-parameters" not in c["metadata"].get("tags", [])]
    return sum(cell["cell_type"] == "code" and cell["execution_count"] is not None for cell in own)
