"""Train, cross-validate and export the sentence tagger in models/tagger from the training part of the corpus.

Needs the `train` extra with a CPU build of torch, in an environment of its own; the program needs neither torch nor
transformers. From nothing to the shipped files, in about twenty minutes on one free core that computes in bfloat16
(AVX-512), in an hour on others:

    python -m scripts.lab.train_tagger --base FOLDER_OF_ALL_MINILM_L6_V2

Stages can be run alone (--stage cells | final | export) and cells side by side. After the rules or their weights have
changed, only `scripts.lab.fit_tagger_blend` need run (a minute, no torch).

Texts of the training part are held out by domain, the lines of `tests/language/more_lines_*.yaml` by writer.
The test part is never read.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scripts.lab import ROOT, fit_cue_weights, fit_tagger_blend
from scripts.lab.evaluation import Row, read_rows
from voice_interviewer.language.weigh.tagger_windows import REACTION_MARK, WHOLE_WORDS, windows
from voice_interviewer.rubric.keys import DISFLUENCIES, LABELS
from voice_interviewer.rubric.relations import STRETCH

TAGGED = tuple(label for label in LABELS if label not in DISFLUENCIES)
AWAY = (
    ("lines-bay", "clinical", "fraud", "marketing_churn"),
    ("lines-lab", "forecasting", "search_recs", "vision_inspection"),
    ("lines-rail", "speech_calls", "support_text"),
)
"What each cell holds out: one writer's lines, and domains of the training part."
SHIPPED_CELLS = (0, 1)
"Cells behind the shipped decisions."
WHOLE = frozenset(TAGGED.index(label) for label in STRETCH)
"Labels that speak of all that was said, so that such texts are not joined with others."
OPENS = TAGGED.index("absence_lead")
FILLERS = ("um", "uh", "you know", "well", "i mean", "so")
SEED = 11
TRAIN = ROOT / "tests" / "data" / "language" / "train"


@dataclass(frozen=True, slots=True)
class Example:
    """One window with its labels and, for each label, the characters that carry it."""

    row: int
    start: int
    "Where the window begins in the row's text."
    text: str
    spans: tuple[tuple[int, int, int], ...]
    "Label index, start, end in `text`."


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is tried; the defaults are what was shipped."""

    layers: int = 4
    epochs: int = 7
    batch: int = 16
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    weight: float = 3.0
    "How much a positive counts against a negative."
    token_weight: float = 0.3
    "Share of the loss that asks which words carry the label."
    seed: int = SEED
    max_tokens: int = 80
    drop_words: float = 0.1
    "Share of word pieces hidden in training, so that no single word decides."
    join: float = 0.15
    "Share of windows that are joined with another, so that several labels are met in one breath."
    smooth: float = 0.02
    "How far targets are kept from 0 and 1."
    fade: float = 0.85
    "Rate of a layer as a share of the rate of the layer above it."


def examples(rows: list[Row]) -> list[Example]:
    """Windows of all rows; a label belongs to a window that holds half of its span, or that its span fills by half."""
    found = []
    for index, row in enumerate(rows):
        for window in windows(row.text, row.context):
            shift = len(REACTION_MARK) if window.reaction else 0
            spans = []
            for span in row.labels:
                start, end = max(span.start, window.start), min(span.end, window.end)
                if span.label in TAGGED and end - start >= 0.5 * min(span.end - span.start, window.end - window.start):
                    spans.append((TAGGED.index(span.label), start - window.start + shift, end - window.start + shift))
            found.append(Example(index, window.start, window.marked(row.text), tuple(spans)))
    return found


def vary(example: Example, source: random.Random) -> Example:
    """The same words without marks, or with a filler put in, as a recogniser may write them (casing is ignored)."""
    text, spans = example.text, example.spans
    head = len(REACTION_MARK) if text.startswith(REACTION_MARK) else 0
    if source.random() < 0.4:
        text = text[:head] + re.sub(r"[.,;:!?…—–\"“”()]", " ", text[head:])
    if source.random() < 0.25:
        places = [head] + [m.end() for m in re.finditer(r"\s+", text) if m.end() > head]
        place, word = source.choice(places), source.choice(FILLERS) + source.choice([" ", ", "])
        text = text[:place] + word + text[place:]
        n = len(word)
        spans = tuple((k, s + n if s >= place else s, e + n if e > place else e) for k, s, e in spans)
    return dataclasses.replace(example, text=text, spans=spans)


def join(first: Example, second: Example) -> Example | None:
    """Both texts one after the other, with the labels of both; None where that would change what they mean."""
    if {k for k, _, _ in (*first.spans, *second.spans)} & WHOLE or OPENS in {k for k, _, _ in second.spans}:
        return None
    if first.text.startswith(REACTION_MARK) or second.text.startswith(REACTION_MARK):
        return None
    if len(first.text.split()) + len(second.text.split()) > WHOLE_WORDS:
        return None
    n = len(first.text) + 1
    moved = tuple((k, s + n, e + n) for k, s, e in second.spans)
    return dataclasses.replace(first, text=f"{first.text} {second.text}", spans=first.spans + moved)


def varied(items: list[Example], recipe: Recipe, source: random.Random) -> list[Example]:
    """What one epoch reads: some windows joined with another one, each varied."""
    found = []
    for example in items:
        both = join(example, source.choice(items)) if source.random() < recipe.join else None
        found.append(vary(both or example, source))
    return found


def build(base: Path, recipe: Recipe) -> tuple[Any, Any]:
    """Tokeniser, and an untrained tagger on the first layers of the encoder in `base`; word vectors stay frozen."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    class Net(torch.nn.Module):  # type: ignore[misc, unused-ignore]  # with or without torch installed
        """An encoder with a score per label from the mean of all words and from the words that carry it."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
            self.encoder.encoder.layer = self.encoder.encoder.layer[: recipe.layers]
            self.encoder.pooler = None
            width = self.encoder.config.hidden_size
            self.drop = torch.nn.Dropout(0.15)
            self.whole = torch.nn.Linear(width, len(TAGGED))
            self.word = torch.nn.Linear(width, len(TAGGED))
            for layer in (self.whole, self.word):
                torch.nn.init.normal_(layer.weight, std=0.02)
                torch.nn.init.constant_(layer.bias, -1.5)

        def forward(self, input_ids: Any, attention_mask: Any) -> tuple[Any, Any]:
            """Logits of the window [n, labels] and of each token [n, tokens, labels]."""
            hidden = self.drop(self.encoder(input_ids=input_ids, attention_mask=attention_mask)[0])
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            words = self.word(hidden)
            top = torch.logsumexp(words * 2 - (1 - mask) * 1e4, 1) / 2 - 0.5 * torch.log(mask.sum(1))
            return self.whole((hidden * mask).sum(1) / mask.sum(1)) + top, words

    torch.manual_seed(recipe.seed)
    net = Net()
    for parameter in net.encoder.embeddings.parameters():
        parameter.requires_grad = False
    return AutoTokenizer.from_pretrained(base), net


def encode(
    tokenizer: Any, batch: list[Example], recipe: Recipe, source: random.Random | None
) -> tuple[Any, Any, Any, Any]:
    """Ids, mask, targets [n, labels], token targets [n, tokens, labels]; words are hidden when `source` is given."""
    import torch

    given = tokenizer(
        [e.text for e in batch], padding=True, truncation=True, max_length=recipe.max_tokens,
        return_offsets_mapping=True, return_tensors="pt",
    )  # fmt: skip
    ids, mask, offsets = given["input_ids"], given["attention_mask"], given["offset_mapping"]
    words = torch.zeros(*ids.shape, len(TAGGED))
    whole = torch.zeros(len(batch), len(TAGGED))
    for i, example in enumerate(batch):
        for label, start, end in example.spans:
            whole[i, label] = 1
            words[i, :, label] = ((offsets[i, :, 0] < end) & (offsets[i, :, 1] > start)).float()
    if source is not None and recipe.drop_words:
        hide = torch.tensor([[source.random() < recipe.drop_words for _ in row] for row in ids.tolist()])
        ids = torch.where(hide & (offsets[:, :, 1] > 0), torch.full_like(ids, tokenizer.mask_token_id), ids)
    return ids, mask, whole, words


def predict(net: Any, tokenizer: Any, items: list[Example], recipe: Recipe) -> np.ndarray:
    """Window logits [n, labels], float32."""
    import torch

    order = sorted(range(len(items)), key=lambda i: len(items[i].text))
    out = np.zeros((len(items), len(TAGGED)), np.float32)
    net.eval()
    with torch.no_grad():
        for at in range(0, len(order), 64):
            part = order[at : at + 64]
            ids, mask, _, _ = encode(tokenizer, [items[i] for i in part], recipe, None)
            out[part] = net(ids, mask)[0].numpy()
    return out


def fit(base: Path, items: list[Example], recipe: Recipe, epochs: int, after: Any = None) -> tuple[Any, Any]:
    """Train on `items` for `epochs`; the rate falls linearly over `recipe.epochs`."""
    import torch

    tokenizer, net = build(base, recipe)
    source = random.Random(recipe.seed)
    heads = [*net.whole.parameters(), *net.word.parameters()]
    layers = list(reversed(net.encoder.encoder.layer))
    groups = [
        {"params": list(layer.parameters()), "lr": recipe.rate * recipe.fade**n} for n, layer in enumerate(layers)
    ]
    optimiser = torch.optim.AdamW([*groups, {"params": heads, "lr": recipe.head_rate}], weight_decay=0.02)
    steps = recipe.epochs * (len(items) // recipe.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / (0.06 * steps)) * max(0.0, 1 - n / steps)
    )
    loss_of = torch.nn.functional.binary_cross_entropy_with_logits
    weight = torch.full((len(TAGGED),), recipe.weight)
    bfloat = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    for epoch in range(1, epochs + 1):
        net.train()
        started, total = time.time(), 0.0
        order = varied(items, recipe, source)
        # Batches of like length waste no padding; a random offset keeps them different in each epoch.
        order.sort(key=lambda e: len(e.text) + source.uniform(-15, 15))
        batches = [order[i : i + recipe.batch] for i in range(0, len(order), recipe.batch)]
        source.shuffle(batches)
        for batch in batches:
            ids, mask, whole, words = encode(tokenizer, batch, recipe, source)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat):
                logits, per_word = net(ids, mask)
            logits, per_word = logits.float(), per_word.float()
            loss = loss_of(logits, whole * (1 - 2 * recipe.smooth) + recipe.smooth, pos_weight=weight)
            if recipe.token_weight:
                tokens = loss_of(per_word, words, pos_weight=weight, reduction="none").mean(-1)
                loss = loss + recipe.token_weight * (tokens * mask).sum() / mask.sum()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"    epoch {epoch}: loss {total / len(batches):.4f}, {time.time() - started:.0f} s", flush=True)
        if after is not None:
            after(epoch, tokenizer, net)
    return tokenizer, net


def cells(rows: list[Row]) -> list[tuple[set[int], set[int]]]:
    """Row indexes of (training, held-out) of each cell."""
    result = []
    for away in AWAY:
        held = {i for i, row in enumerate(rows) if row.domain in away}
        result.append((set(range(len(rows))) - held, held))
    return result


def held_out(base: Path, rows: list[Row], recipe: Recipe, number: int, work: Path) -> None:
    """Train one cell's model; write its held-out logits after every epoch, float32 [epochs, windows, labels]."""
    items = examples(rows)
    seen, held = cells(rows)[number]
    part = [i for i, e in enumerate(items) if e.row in held]
    logits = np.zeros((recipe.epochs, len(part), len(TAGGED)), np.float32)
    print(f"  cell {number}: {len(seen)} texts seen, {len(held)} held out", flush=True)

    def after(epoch: int, tokenizer: Any, net: Any) -> None:
        logits[epoch - 1] = predict(net, tokenizer, [items[i] for i in part], recipe)

    fit(base, [e for e in items if e.row in seen], recipe, recipe.epochs, after)
    np.savez(work / f"cell{number}.npz", part=part, logits=logits)


def gather(rows: list[Row], recipe: Recipe, work: Path, target: Path) -> int:
    """Join the cells trained so far at the epoch with the least held-out loss, and return its number."""
    items = examples(rows)
    done = {n: np.load(work / f"cell{n}.npz") for n in range(len(cells(rows))) if (work / f"cell{n}.npz").is_file()}
    if not done:
        raise SystemExit(f"no cell has been trained in {work}")
    losses = np.zeros(recipe.epochs)
    for cell in done.values():
        wanted = np.zeros((len(cell["part"]), len(TAGGED)), np.float32)
        for row, i in enumerate(cell["part"]):
            wanted[row, [label for label, _, _ in items[i].spans]] = 1
        for epoch, z in enumerate(cell["logits"]):
            losses[epoch] += float((np.logaddexp(0, z) - wanted * z).mean()) / len(done)
    best = int(losses.argmin()) + 1
    print("held-out loss by epoch:", " ".join(f"{x:.4f}" for x in losses), "-> epochs:", best)
    joined = [(n, i, cell["logits"][best - 1][k]) for n, cell in done.items() for k, i in enumerate(cell["part"])]
    fit_tagger_blend.save(
        target,
        [rows[items[i].row].id for _, i, _ in joined],
        [items[i].start for _, i, _ in joined],
        [n for n, _, _ in joined],
        np.array([z for _, _, z in joined]),
        TAGGED,
    )
    return best


def export(net: Any, tokenizer: Any, items: list[Example], recipe: Recipe, out: Path) -> dict[str, float]:
    """Write model.onnx (dynamic int8) and tokenizer.json; how far int8 moves probabilities of 500 windows."""
    import onnxruntime
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class Whole(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """Only what the program reads."""

        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            """Window logits."""
            return self.net(input_ids, attention_mask)[0]

    net.eval()
    full = out / "model.fp32.onnx"
    ids = torch.ones(2, 12, dtype=torch.long)
    axes = {"input_ids": {0: "n", 1: "t"}, "attention_mask": {0: "n", 1: "t"}, "logits": {0: "n"}}
    torch.onnx.export(
        Whole().eval(), (ids, ids), str(full), input_names=["input_ids", "attention_mask"], output_names=["logits"],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    # Seven bits: processors without VNNI instructions would overflow with eight.
    quantize_dynamic(
        str(full), str(out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"))
    probabilities = []
    for name in ("model.fp32.onnx", "model.onnx"):
        session = onnxruntime.InferenceSession(str(out / name), providers=["CPUExecutionProvider"])
        scored = []
        for at in range(0, min(500, len(items)), 16):
            a, m, _, _ = encode(tokenizer, items[at : at + 16], recipe, None)
            scored.append(session.run(None, {"input_ids": a.numpy(), "attention_mask": m.numpy()})[0])
        probabilities.append(1 / (1 + np.exp(-np.concatenate(scored))))
    full.unlink()
    gap = np.abs(probabilities[0] - probabilities[1])
    flips = (probabilities[0] > 0.5) != (probabilities[1] > 0.5)
    return {"mean_gap": float(gap.mean()), "largest_gap": float(gap.max()), "flips_at_half": float(flips.mean())}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the stages asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder with the all-MiniLM-L6-v2 checkpoint")
    parser.add_argument("--out", type=Path, default=ROOT / "models" / "tagger")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "tagger", help="where unfinished work is kept")
    parser.add_argument("--stage", choices=("all", "cells", "final", "export"), default="all")
    parser.add_argument("--cells", type=int, nargs="*", default=list(SHIPPED_CELLS), help="which cells to train")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="change the recipe")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args(argv)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch

    torch.set_num_threads(args.threads)
    recipe = Recipe()
    for name, value in (item.split("=") for item in args.set):
        recipe = dataclasses.replace(recipe, **{name: type(getattr(recipe, name))(value)})
    rows = read_rows(sorted(TRAIN.glob("*.jsonl"))) + fit_cue_weights.more_rows()
    args.work.mkdir(parents=True, exist_ok=True)
    state = args.work / "final.pt"
    if args.stage in ("all", "cells"):
        for number in args.cells:
            held_out(args.base, rows, recipe, number, args.work)
    if args.stage in ("all", "final"):
        _, net = fit(args.base, examples(rows), recipe, recipe.epochs)
        torch.save(net.state_dict(), state)
    if args.stage in ("all", "export"):
        tokenizer, net = build(args.base, recipe)
        net.load_state_dict(torch.load(state))
        args.out.mkdir(parents=True, exist_ok=True)
        gather(rows, recipe, args.work, args.out / fit_tagger_blend.HELD_OUT)
        print("int8 against fp32:", export(net, tokenizer, examples(rows), recipe, args.out))
        fit_tagger_blend.refit(rows, args.out, recipe.max_tokens)
    return 0


if __name__ == "__main__":
    sys.exit(main())
