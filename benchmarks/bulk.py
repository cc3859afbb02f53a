"""Many articles: what a second process gains, and how time and memory grow with the corpus."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import corpus
from benchmarks.pairs import Row, in_turn

ROOT = Path(__file__).parents[1]


def parallel(articles: int, sentences: int, rounds: int) -> list[Row]:
    """Two Dask workers and a plain process pool of two, each against one process, all writing Parquet."""
    with tempfile.TemporaryDirectory(prefix="parallax-bench-") as folder:
        path = corpus.write(Path(folder) / "made.jsonl", articles, sentences)
        work: dict[str, float] = {}

        def run(how: str) -> float:
            found = measured(how, path)
            work[how] = found["processor"]
            return found["seconds"]

        timed = in_turn(rounds, one=lambda: run("one"), pool=lambda: run("pool"), dask=lambda: run("dask"))
        same = same_frames(corpus.write(Path(folder) / "few.jsonl", min(articles, 600), sentences))
    n = f"{articles} articles of about {sentences} sentences"
    spent = ", ".join(f"{how} {work[how]:.0f}" for how in ("one", "pool"))
    said = f"processor seconds: {spent}; those of Dask's workers are not ours to count"
    return [
        timed.row("bulk, 2 Dask workers' gain per pool's gain", n, "pool", "dask", bound=">= 0.8",
                  checks={"one process, pool and Dask write the same frames": same}, note=said),
        timed.row("gain of 2 Dask workers", n, "one", "dask"),
        timed.row("gain of a plain process pool of 2", n, "one", "pool"),
    ]  # fmt: skip


def growth(small: int, large: int, sentences: int, rounds: int) -> list[Row]:
    """Time and peak memory of a `large` corpus against a `small` one, in one process."""
    peaks: dict[str, list[float]] = {"small": [], "large": []}

    def run(name: str, path: Path) -> float:
        found = measured("one", path)
        peaks[name].append(float(found["peak"]))
        return found["seconds"]

    with tempfile.TemporaryDirectory(prefix="parallax-bench-") as folder:
        paths = {
            name: corpus.write(Path(folder) / f"{name}.jsonl", size, sentences)
            for name, size in (("small", small), ("large", large))
        }
        timed = in_turn(
            rounds, small=lambda: run("small", paths["small"]), large=lambda: run("large", paths["large"])
        )
    n = f"{large} articles against {small}, of about {sentences} sentences"
    factor = large / small
    memory = timed._replace(seconds=peaks)
    return [
        memory.row(
            "bulk, peak memory", n, "large", "small", bound="<= 1.1",
            note=f"{max(peaks['large']) / 2**20:.0f} MB; its statistics are bytes",
        ),
        timed.row("bulk, time", n, "large", "small", bound=f"<= {1.1 * factor:.1f}"),
    ]  # fmt: skip


def measured(how: str, path: Path, out: Path | None = None) -> dict:
    """Measure a corpus in a process of its own: its `seconds` and `peak` bytes."""
    with tempfile.TemporaryDirectory(prefix="out-", dir=path.parent) as folder:
        command = [sys.executable, "-m", "benchmarks.child", how, str(path), str(out or folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=dict(os.environ))
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def same_frames(path: Path) -> bool:
    """Whether every way of measuring writes the same files under the same names."""
    found = []
    for how in ("one", "pool", "dask"):
        out = path.parent / f"kept-{how}"
        measured(how, path, out)
        found.append({str(p.relative_to(out)): p.read_bytes() for p in sorted(out.glob("*/*.parquet"))})
    return found[0] == found[1] == found[2] and bool(found[0])
