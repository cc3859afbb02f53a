"""Measure a corpus and say how long it took and how much memory: ``python -m benchmarks.child HOW PATH OUT``.

HOW is ``one`` process, ``dask`` with two workers, or ``pool``: two processes of a plain pool, which is what
Dask's gain is held against. Readability only, which needs no parse, so that what is measured is how the work
is handed out; every process writes its own frames.
"""

import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from analysis import load
from analysis.dataset import bulk, stages
from analysis.dataset.stages import Options

OPTIONS = Options(measures=("readability",))


def pool(corpus: str, out: Path) -> None:
    """As `bulk` does with Dask, but without Dask."""
    task = partial(stages.measure_articles, given={}, options=OPTIONS, root=out)
    with ProcessPoolExecutor(2) as processes:
        sources = (part.articles for part in load.load_partitions(corpus, bulk.PART))
        for results in processes.map(task, sources):
            if any(result.rejected for result in results):
                raise RuntimeError(results[0].rejected[0].reason)


def peak() -> int:
    """Most bytes this process ever held; `getrusage` would count what its parent held when it forked."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text(encoding="utf-8").splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def main(how: str, corpus: str, out: str) -> None:
    begun = time.perf_counter()
    if how == "pool":
        Path(out).mkdir(exist_ok=True)
        pool(corpus, Path(out))
    else:
        bulk.measure_corpus(corpus, Path(out), OPTIONS, workers=2 if how == "dask" else 1)
    seconds, used = time.perf_counter() - begun, os.times()
    print(json.dumps({"seconds": seconds, "peak": peak(), "processor": sum(used[:4])}))


if __name__ == "__main__":  # Dask's workers import this module again
    main(*sys.argv[1:])
