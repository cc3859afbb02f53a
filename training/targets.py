"""The labelled persons of NewsMTSC (Hamborg & Donnay 2021), for `train_reader` and `measure_reader`."""

import hashlib
from pathlib import Path

import pandas as pd

SHA256 = "a7e63ffa78d1f24e760abfad245e0af1f3fb30f3348883b35f4bfb549765c37d"
"""Of the file that the shipped model learned from."""
LABELS = ("negative", "neutral", "positive")
HELD_OUT = 8  # every so manieth event


def read_targets(path: Path) -> pd.DataFrame:
    """Read the labelled persons, one a row.

    Returns
    -------
    DataFrame
        `sentence`, `start` and `end` (exclusive) of the mention in it, `label`, `event` (the same for
        sentences of one story), `held` (whether it is left out for measuring).
    """
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        print(f"{path} is not the file that the shipped model learned from.")
    table = pd.read_csv(path, keep_default_na=False)
    parts = table["primary_gid"].str.split("_")
    event = parts.str[0] + parts.str[2]
    number = event.map(lambda name: int(hashlib.sha256(name.encode()).hexdigest(), 16))
    return table.assign(event=event, held=number.map(lambda digest: digest % HELD_OUT == 0))
