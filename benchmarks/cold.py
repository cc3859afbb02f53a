"""Two articles' readability from nothing: the whole process, start to end."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks import peers
from benchmarks.pairs import Row, in_turn
from benchmarks.peer import SCORES

ROOT = Path(__file__).parents[1]
OURS = """
import sys
from analysis import annotate, clean, load
from analysis.measures import readability
articles, ledger = clean.clean_articles(load.load_articles(sys.argv[1]).articles)
counts = readability.count_readability(annotate.split_sentences(articles, ledger))
print(readability.score_readability(counts.groupby(level="article_id").sum()).to_string())
"""
PEER = """
import sys
from pathlib import Path
import textstat
for path in sys.argv[1:]:
    text = Path(path).read_text("utf-8")
    print({name: getattr(textstat, name)(text) for name in NAMES})
""".replace("NAMES", repr([name.replace("linsear_write", "linsear_write_formula") for name in SCORES]))


def rows(rounds: int) -> list[Row]:
    """Measure on the two seeds."""
    files = [str(path) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    things = {
        "textstat": lambda: _run(peers.PYTHON, PEER, files),
        "ours": lambda: _run(Path(sys.executable), OURS, [str(ROOT / "seeds")]),
    }
    in_turn(1, **things)  # once unmeasured: code is compiled, files are in memory
    timed = in_turn(rounds, **things)
    return [
        timed.row(
            "cold start, readability of two articles", "2 articles", "textstat", "ours", bound=">= 1.2",
            note="loading, cleaning, splitting, scoring; importing pandas is most of it",
        )
    ]  # fmt: skip


def _run(python: Path, code: str, arguments: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [str(python), "-c", code, *arguments], check=True, capture_output=True, env=environment, cwd=ROOT
    )
