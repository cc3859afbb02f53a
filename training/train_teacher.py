"""Train a larger model on what the shipped one learns from, and let it label sentences of news.

    python -m training.train_teacher newsmtsc_train.csv MPNET_FOLDER sentences.csv labelled.csv

MPNet (twelve layers, 110 million weights; Song et al. 2020, arXiv:2004.09297) reads tone far better than a
model of the shipped one's size that saw the same ratings, and is far too large to ship. So it labels news
that nobody has rated, and `training.train_reader` learns from these labels too (Hinton et al. 2015,
arXiv:1503.02531). The sentences come from `training.list_sentences`; written are these with `tone` and,
where a person is marked, the shares `negative`, `neutral`, `positive`. The opinion pieces take no part, nor
do the events of NewsMTSC that are left out. Runs where `training.train_reader` does, an hour on two cores.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import MPNetModel, get_linear_schedule_with_warmup

from analysis.reader_model import Pieces, Span, cut_pieces
from training import train_reader
from training.targets import LABELS, read_targets

SEED, BATCH, RATE, HEAD_RATE, WARM_UP, RENAMED, RATING = 1, 24, 6e-5, 5e-4, 0.08, 0.3, 4.0
FROZEN = 6  # lower layers that stay as they are: half the work, and what words mean they know
FILMS = 0.45  # share of the film reviews, which are more than half of all ratings
CLS, PAD, SEP, OPEN, CLOSE = 0, 1, 2, 5, 6  # the vocabulary's <s>, <pad>, </s> and two unused entries


class Teacher(nn.Module):
    """MPNet with heads for the tone toward the marked actor and the tone of the sentence."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.body = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        encoder = self.body.encoder
        still = [self.body.embeddings, encoder.relative_attention_bias, *encoder.layer[:FROZEN]]
        for part in still:
            part.requires_grad_(False)
        width = self.body.config.hidden_size
        self.drop = nn.Dropout(train_reader.DROPOUT)
        self.actor = nn.Linear(2 * width, len(LABELS))
        self.sentence = nn.Linear(2 * width, 1)

    def forward(self, ids, mask, marked):
        """Logits of badly, neither and well; the tone."""
        vectors = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        first, actor, mean = train_reader.pool_vectors(vectors, mask, marked)
        logits = self.actor(self.drop(torch.cat([first, actor], 1)))
        return logits, self.sentence(self.drop(torch.cat([first, mean], 1)))[:, 0]


def cut_for_teacher(tokenizer: Tokenizer, text: str, span: Span | None = None) -> Pieces:
    """Cut a text as the reader does, with this vocabulary's own numbers for beginning, end and markers."""
    ids, marked = cut_pieces(tokenizer, text, span)
    ids = [CLS, *ids[1:-1], SEP]
    if any(marked):
        first = marked.index(1.0)
        ids[first - 1], ids[first + int(sum(marked))] = OPEN, CLOSE
    return Pieces(ids, marked)


def pad_pieces(pieces: list[Pieces]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Make a batch: numbers of the pieces, which are there, which are the actor."""
    ids, mask, marked = train_reader.pad_pieces(pieces)
    return ids.masked_fill(mask == 0, PAD), mask, marked


def train(targets: pd.DataFrame, rated: pd.DataFrame, folder: Path) -> Teacher:
    """Fine-tune for one epoch on both tasks, a batch of one task at a time, in random order."""
    torch.manual_seed(SEED)
    rng, tokenizer, model = np.random.default_rng(SEED), train_reader.read_tokenizer(folder), Teacher(folder)
    labels = torch.tensor(targets["label"].map(LABELS.index).to_numpy())
    tones = torch.tensor(rated["rating"].to_numpy() / 4, dtype=torch.float32)
    renamed = train_reader.rename_targets(targets, RENAMED, rng)
    tasks = {
        "sentence": [cut_for_teacher(tokenizer, text) for text in rated["text"]],
        "actor": [cut_for_teacher(tokenizer, *one) for one in renamed],
    }
    drawn = [
        (task, rows)
        for task, pieces in tasks.items()
        for rows in train_reader.draw_batches(pieces, rng, BATCH)
    ]
    heads = [*model.actor.parameters(), *model.sentence.parameters()]
    body = [weights for weights in model.body.parameters() if weights.requires_grad]
    groups = [{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=train_reader.DECAY, fused=True)
    schedule = get_linear_schedule_with_warmup(optimizer, int(WARM_UP * len(drawn)), len(drawn))
    for step, number in enumerate(rng.permutation(len(drawn))):
        task, rows = drawn[number]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits, tone = model(*pad_pieces([tasks[task][row] for row in rows]))
        if task == "actor":
            smoothing = train_reader.SMOOTHING
            loss = functional.cross_entropy(logits.float(), labels[rows], label_smoothing=smoothing)
        else:
            loss = RATING * functional.mse_loss(tone.float(), tones[rows])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*body, *heads], 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {len(drawn)}", flush=True)
    return model.eval()


def label_sentences(model: Teacher, tokenizer: Tokenizer, sentences: pd.DataFrame) -> pd.DataFrame:
    """Label sentences: `tone` of each and, where a person is marked, the shares of `LABELS`.

    The tone is read with the markers in, which hardly moves it (r .99 with the tone without).
    """
    spans = [
        None if np.isnan(start) else (int(start), int(end))
        for start, end in sentences[["start", "end"]].to_numpy()
    ]
    pieces = [
        cut_for_teacher(tokenizer, text, span) for text, span in zip(sentences["text"], spans, strict=True)
    ]
    shares, tones = np.full((len(pieces), len(LABELS)), np.nan), np.zeros(len(pieces))
    model.bfloat16()
    order = np.argsort([len(one.ids) for one in pieces], kind="stable")
    with torch.inference_mode():
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            ids, mask, marked = pad_pieces([pieces[row] for row in rows])
            logits, tone = model(ids, mask.bfloat16(), marked.bfloat16())
            shares[rows], tones[rows] = logits.float().softmax(1), tone.float()
    shares[[span is None for span in spans]] = np.nan
    return sentences.assign(tone=tones, **dict(zip(LABELS, shares.T, strict=True))).round(4)


def main() -> None:
    """Train, label, and write."""
    parser = argparse.ArgumentParser()
    for name in ("source", "folder", "sentences", "target"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    targets = read_targets(given.source)
    rated = train_reader.read_rated()
    films = rated["genre"] == "films"
    rated = pd.concat([rated[~films], rated[films].sample(frac=FILMS, random_state=SEED)])
    model = train(targets[~targets["held"]].reset_index(drop=True), rated, given.folder)
    sentences = pd.read_csv(given.sentences, keep_default_na=False, na_values={"start": "", "end": ""})
    labelled = label_sentences(model, train_reader.read_tokenizer(given.folder), sentences)
    labelled.to_csv(given.target, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
