"""The shipped model that reads a sentence: how bright it sounds, how it shows an actor, what it means.

MiniLM (six layers, 22 million weights) with three heads, fine-tuned by `training/train_reader.py`; what it
was trained on, its licence and how good it is stand in `models/README.md`. It reads English as news write it,
one sentence at a time, with no network and no state: equal sentences get equal scores whatever stands around
them. Scores have three decimals, which machines agree on. A sentence takes about 10 ms on one core.

Wang, W., et al. (2020). MiniLM: Deep self-attention distillation for task-agnostic compression of pre-trained
transformers. NeurIPS. https://doi.org/10.48550/arXiv.2002.10957
"""

import functools
import importlib.util
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FILE = Path(__file__).parent / "models" / "reader.onnx"
PACKAGES = ("onnxruntime", "tokenizers")
LONGEST = 112  # word pieces of a sentence that are read, as in training
WINDOW = 2000  # characters on either side of the actor that are cut into pieces: more than `LONGEST` need
DECIMALS = 3
CLS, SEP = 101, 102  # the vocabulary's [CLS] and [SEP]
WIDTH = 384  # numbers that stand for a meaning
OPEN, CLOSE = 1, 2  # two unused entries, which text cannot hold, as markers
TYPED = str.maketrans("‘’‚“”„–—", "'''\"\"\"--")  # how a mark is drawn says nothing of tone

Span = tuple[int, int]


class Pieces(NamedTuple):
    """A sentence as the model takes it: numbers of its word pieces, and which of them are the actor."""

    ids: list[int]
    marked: list[float]


class Reading(NamedTuple):
    """What the model makes of a sentence: three shares and the tone; its meaning."""

    scores: tuple[float, ...]
    meaning: np.ndarray


def explain_missing_model() -> str:
    """Say in a sentence why the model cannot read here; empty where it can.

    >>> explain_missing_model()
    ''
    """
    absent = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if absent:
        return f"The model that reads sentences needs {' and '.join(absent)}, which is not installed here."
    return "" if FILE.is_file() else f"The model that reads sentences is not here: {FILE.name} is missing."


def list_model_files() -> list[Path]:
    """Return the files that scores depend on, where they are."""
    return [FILE] if FILE.is_file() else []


def read_tone(texts: Sequence[str]) -> np.ndarray:
    """Read how positive or negative each sentence sounds to readers.

    Parameters
    ----------
    texts : sequence of str
        One sentence each.

    Returns
    -------
    ndarray
        One number per text, -1 (extremely negative) to 1 (extremely positive), a quarter of the rating that
        people would give it from -4 to 4. NaN for a text without a word.

    Examples
    --------
    >>> bad, good = read_tone(["The talks were a disaster.", "The talks were a triumph."])
    >>> bool(bad < -0.2 and good > 0.2)
    True
    """
    return _read_scores([(text, None) for text in texts])[:, 3]


def read_actor_tone(texts: Sequence[str], spans: Sequence[Span]) -> np.ndarray:
    """Read how each sentence shows the actor marked in it.

    Parameters
    ----------
    texts : sequence of str
        One sentence each.
    spans : sequence of (int, int)
        Where in its text the actor stands: start and end, exclusive, in characters.

    Returns
    -------
    ndarray
        One row per text, three shares that add up to 1 (to rounding): shown badly, neither, well.

    Examples
    --------
    >>> text = "Smith accused Jones of fraud."
    >>> smith, jones = read_actor_tone([text, text], [(0, 5), (14, 19)])
    >>> bool(jones[0] > smith[0])
    True
    """
    return _read_scores(
        [(text, (int(start), int(end))) for text, (start, end) in zip(texts, spans, strict=True)]
    )[:, :3]


def read_meaning(texts: Sequence[str]) -> np.ndarray:
    """Read what each sentence means, as a direction: sentences that mean much the same point the same way.

    The model learned it as sentence vectors (Reimers & Gurevych 2019, doi:10.18653/v1/D19-1410) and kept it
    beside the tones. It tells what sentences are about better than what they say of it: a claim and its
    denial are near each other.

    Parameters
    ----------
    texts : sequence of str
        One sentence each.

    Returns
    -------
    ndarray
        One row of length 1 per text; the product of two is their cosine, from about 0 (nothing in common) to
        1. NaN for a text without a word.

    Examples
    --------
    >>> offer, same, other = read_meaning(
    ...     ["Kim offered to close the plant.", "The plant would be shut, Kim proposed.", "It rained."]
    ... )
    >>> bool(offer @ same > 0.6 > 0.3 > offer @ other)
    True
    """
    rows = _read_all([(text, None) for text in texts])
    return np.array([meaning for _, meaning in rows], dtype=np.float32).reshape(len(rows), WIDTH)


def cut_pieces(tokenizer: "Tokenizer", text: str, span: Span | None = None) -> Pieces:
    """Cut a text into word pieces, the actor at `span` between two markers.

    Of a text with more than `LONGEST` pieces the beginning is read, or the part around the actor. Training
    calls this too, so that the model meets what it learned from.
    """
    left, right = (max(0, span[0] - WINDOW), span[1] + WINDOW) if span else (0, WINDOW)
    typed = text[left:right].translate(TYPED).replace("...", "…  ")  # no character moves
    encoding = tokenizer.encode(typed, add_special_tokens=False)
    if span is None:
        ids = [CLS, *encoding.ids[: LONGEST - 2], SEP]
        return Pieces(ids, [0.0] * len(ids))
    begin, end = span[0] - left, span[1] - left
    actor = [n for n, (first, last) in enumerate(encoding.offsets) if first < end and last > begin]
    first, stop = (actor[0], actor[-1] + 1) if actor else (0, 0)
    room = LONGEST - 4
    start = max(0, min((first + stop - room) // 2, len(encoding.ids) - room))
    start = min(start, first)  # a mention longer than the room keeps its beginning
    stop, limit = min(stop, start + room), start + room
    before, named, after = encoding.ids[start:first], encoding.ids[first:stop], encoding.ids[stop:limit]
    ids = [CLS, *before, OPEN, *named, CLOSE, *after, SEP]
    return Pieces(ids, [0.0] * (len(before) + 2) + [1.0] * len(named) + [0.0] * (len(after) + 2))


@functools.cache
def _load() -> tuple["InferenceSession", "Tokenizer"]:
    """Load the model with the vocabulary it carries."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # `_read_all` has the threads
    # The weights are stored in 8 bits and calculated with as floats, which all processors do alike.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    session = onnxruntime.InferenceSession(str(FILE), options, providers=["CPUExecutionProvider"])
    return session, Tokenizer.from_str(session.get_modelmeta().custom_metadata_map["tokenizer"])


@functools.lru_cache(maxsize=1 << 15)  # other splittings and other measures ask for the same sentences
def _read_one(text: str, span: Span | None) -> Reading:
    """Read one sentence by itself, so that its neighbours cannot change its score."""
    session, tokenizer = _load()
    ids, marked = cut_pieces(tokenizer, text, span)
    if len(ids) == 2:
        return Reading((np.nan,) * 4, np.full(WIDTH, np.nan, np.float16))
    feed = {"ids": np.array([ids], np.int64), "marked": np.array([marked], np.float32)}
    shares, tone, meaning = session.run(None, feed)
    tone = round(min(max(float(tone[0]), -1.0), 1.0), DECIMALS)
    return Reading((*shares[0].round(DECIMALS).tolist(), tone), meaning[0].astype(np.float16))


def forget() -> None:
    """Forget the model and what it read, as when another file takes its place."""
    _load.cache_clear()
    _read_one.cache_clear()


def _read_all(items: Sequence[tuple[str, Span | None]]) -> list[Reading]:
    """Read sentences, as many at a time as there are processors."""
    if not items:
        return []
    _load()  # before threads ask for it all at once
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(_read_one, *zip(*items, strict=True)))


def _read_scores(items: Sequence[tuple[str, Span | None]]) -> np.ndarray:
    """Read the tones of sentences: one row each, three shares and the tone."""
    return np.array([scores for scores, _ in _read_all(items)], dtype=float).reshape(len(items), 4)
