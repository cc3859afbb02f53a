"""Peers in an environment of their own, each asked through a process that stays."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
PINS = HERE / "peers.txt"
BIN = HERE / ".venv" / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
READY = HERE / ".venv" / "ready"
PACKAGES = {"textstat": "textstat", "textstat_rs": "textstat-rs"}


def installed() -> bool:
    """Whether the peers that `peers.txt` pins are installed."""
    return READY.is_file() and READY.read_text(encoding="utf-8") == PINS.read_text(encoding="utf-8")


def install() -> None:
    """Install the pinned peers, once."""
    if installed():
        return
    print("Installing the peers into benchmarks/.venv ...", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", str(HERE / ".venv")], check=True)
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([str(PYTHON), "-m", "pip", "install", *quiet, "-r", str(PINS)], check=True)
    READY.write_text(PINS.read_text(encoding="utf-8"), encoding="utf-8")


@contextmanager
def asked() -> Iterator:
    """Give a function that has the peers do a task: ``ask("splits", texts=[...])``."""
    command = [str(PYTHON), str(HERE / "peer.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(task: str, **given):
            process.stdin.write(json.dumps({"task": task, **given}) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if not answer:
                raise RuntimeError(f"The peers' process ended at the task {task!r}; see its error above.")
            return json.loads(answer)

        try:
            yield ask
        finally:
            process.stdin.close()
