"""Milliseconds that the model that reads takes a sentence, on one core, and to load."""

import time
from statistics import median

from analysis import reader_model
from benchmarks.pairs import Row


def rows(texts: list[str]) -> list[Row]:
    """Measure on sentences, each read once; processor time, so that other work does not count."""
    reader_model.forget()
    begun = time.perf_counter()
    reader_model.read_tone(["Loaded."])
    loaded = time.perf_counter() - begun
    taken = []
    for text in texts:
        begun = time.process_time()
        reader_model.read_tone([text])
        taken.append(1000 * (time.process_time() - begun))
    return [
        Row(
            "milliseconds to read a sentence", f"{len(texts)} sentences",
            median(taken), min(taken), max(taken), bound="<= 12",
            note=f"milliseconds, no ratio; loading the model took {loaded:.2f} s",
        )
    ]  # fmt: skip
