"""What each step costs per article: ``python -m benchmarks.rates [--corpus PATH] [--articles N]``.

Processor seconds (not the clock's, so that a busy machine matters less), bytes in Parquet, and what a million
articles would come to. `docs/scale.md` is written from this table.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import pandas as pd

from analysis.dataset import stages, store
from benchmarks import corpus


def rates(source: pd.DataFrame, options: stages.Options) -> pd.DataFrame:
    """Run every step once on `source`.

    Returns
    -------
    DataFrame
        One row per step: `milliseconds` of processor and `bytes` written, both per article.
    """
    rows, frames, cast = [], {"source": source}, None
    with tempfile.TemporaryDirectory(prefix="parallax-bench-") as folder:
        for stage in stages.select_stages(options, ("source", "cast")):
            if "cast" in stage.reads and cast is None:
                begun = time.process_time()
                cast = frames["cast"] = _cast(frames["tokens"])
                rows.append(("actors.find_actors", time.process_time() - begun, 0))
            _warm(stage, frames, options)
            begun = time.process_time()
            made = dict(
                zip(stage.makes, stage.run(*(frames[name] for name in stage.reads), options), strict=True)
            )
            spent = time.process_time() - begun
            begun = time.process_time()
            size = 0
            for name, frame in made.items():
                path = Path(folder) / f"{name}.parquet"
                store.write(frame, path)
                size += path.stat().st_size
            written = time.process_time() - begun
            rows.append((" + ".join(stage.makes), spent, size))
            rows.append(("  written", written, 0))
            frames |= made
    table = pd.DataFrame(rows, columns=["step", "milliseconds", "bytes"]).set_index("step")
    return table * [1000 / len(source), 1 / len(source)]


def _cast(tokens: pd.DataFrame) -> pd.DataFrame:
    from analysis import actors

    return actors.find_actors(tokens, min_articles=1)


def _warm(stage: stages.Stage, frames: dict[str, pd.DataFrame], options: stages.Options) -> None:
    """Load dictionaries and models, which a corpus pays for once: run the step on the first article."""
    first = frames["source"].index[:1]
    few = [
        frame[frame["article_id"].isin(first)]
        if "article_id" in frame
        else frame
        if name == "cast"
        else frame.loc[first]
        for name, frame in ((name, frames[name]) for name in stage.reads)
    ]
    stage.run(*few, options)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rates", description=__doc__)
    parser.add_argument("--corpus", help="default: made of the seeds' sentences")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--lists", action="store_true", help="leave out the model that reads")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="parallax-bench-") as folder:
        path = options.corpus or str(corpus.write(Path(folder) / "made.jsonl", options.articles, 30))
        source = corpus.read(path, options.articles)
    table = rates(source, stages.Options(reader=not options.lists))
    table.loc["all"] = table.sum()
    table["core hours per million"] = table["milliseconds"] / 3.6
    table["GB per million"] = table["bytes"] / 1e3
    print(f"{len(source)} articles of {source['raw'].str.split().str.len().mean():.0f} words")
    print(table.round(2).to_string())
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB of memory")


if __name__ == "__main__":
    main()
