"""Fits and runs the reader's network on items (torch on the processor)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from torch.nn import functional as F

from scripts.lab.reader.data import LABELS, SKIP, WHOLES, Item
from scripts.lab.reader.net import Net, load_encoder
from voice_interviewer.language.weigh.windows import Limits, Window, assemble, plan

PAD = 1
FAST = torch.backends.cpu.get_cpu_capability().startswith("AVX512")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is tried; the defaults are what was shipped."""

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    epochs: float = 3.0
    batch_tokens: int = 1600
    chunk: tuple[int, int] = (80, 150)
    "A chunk's tokens lie between these, drawn anew for every answer and epoch."
    rate: float = 5e-5
    head_rate: float = 5e-4
    fade: float = 0.9
    "Rate of a layer as a share of the rate of the layer above it."
    positive: float = 1.5
    "How much a positive counts against a negative."
    silent: float = 0.35
    "Share of real chunks without any label that an epoch reads."
    words: float = 0.2
    "Share of the loss that asks which words carry the label."
    whole: float = 0.15
    "Share of the loss about the answer as a whole."
    blur: float = 0.25
    "Share of chunks whose punctuation is taken away."
    hide: float = 0.07
    "Share of word pieces that are hidden."
    still: int = 3
    "So many of the lowest layers stay as they are, like the word vectors: what they give is kept on disk."
    invented: float = 0.6
    "Share of the invented texts that an epoch reads."
    seed: int = 11
    order: int = 0
    "Another order of the same chunks."


@dataclass(slots=True)
class Chunk:
    """What is read at once in training."""

    ids: list[int]
    places: list[tuple[int, int]]
    item: Item
    first: int
    "Number of the item's sentence at places[0]."
    fresh: int
    "Sentences before this place have been read in the chunk before, too; their loss counts little."
    hot: bool = True
    "It holds a label."
    at: int = 0
    "Where its hidden states begin in the store."
    number: int = 0


def chunks(
    items: list[Item], recipe: Recipe, marks: dict[str, int], limits: Limits, source: random.Random
) -> list[Chunk]:
    """Every text in chunks, some with their punctuation or words taken away."""
    found = []
    for item in items:
        first, n = 0, len(item.pieces)
        while first < n:
            room = source.randint(*recipe.chunk)
            total, last = 0, first
            while last < n and (last == first or total + len(item.pieces[last]) <= room):
                total += len(item.pieces[last])
                last += 1
            left = first - 1 if first and source.random() < 0.8 else first
            right = min(n, last + 1) if source.random() < 0.7 else last
            ids, places = assemble(item.question, item.pieces, Window(left, first, last, right), limits, marks)
            seen = item.targets[left:last]
            hot = ((seen > 0.1) | (seen == SKIP)).any()
            if not item.meta.get("extra") or (item.targets[left:last] != SKIP).any():
                found.append(Chunk(ids, places, item, left, first - left, bool(hot)))
            first = last
    return found


def batches(many: list[Chunk], tokens: int, source: random.Random) -> list[list[Chunk]]:
    """Chunks of like length together, so that little padding is read."""
    many = sorted(many, key=lambda c: len(c.ids) + source.uniform(-6, 6))
    found: list[list[Chunk]] = [[]]
    longest = 0
    for chunk in many:
        longest = max(longest, len(chunk.ids))
        if found[-1] and longest * (len(found[-1]) + 1) > tokens:
            found.append([])
            longest = len(chunk.ids)
        found[-1].append(chunk)
    source.shuffle(found)
    return found


def tensors(batch: list[Chunk], recipe: Recipe, marks: dict[str, int], stops: set[int], vary: bool) -> dict[str, Any]:
    """Padded inputs and targets of a batch; with `vary` some chunks lose words or punctuation, always the same ones."""
    rows = []
    for chunk in batch:
        keep, draw = list(range(len(chunk.ids))), random.Random(chunk.number)
        if vary and draw.random() < recipe.blur:
            head = chunk.places[0][0]
            keep = [i for i in keep if i < head or i == len(chunk.ids) - 1 or chunk.ids[i] not in stops]
        rows.append(keep)
    longest, most = max(map(len, rows)), max(len(c.places) for c in batch)
    ids = torch.full((len(batch), longest), PAD)
    mask = torch.zeros(len(batch), longest)
    inside = torch.zeros(len(batch), most, longest)
    want = torch.full((len(batch), most, len(LABELS)), SKIP)
    scale = torch.zeros(len(batch), most)
    word = torch.zeros(len(batch), longest, len(LABELS))
    said = torch.zeros(len(batch), longest)
    whole = torch.full((len(batch), len(WHOLES)), SKIP)
    for b, (chunk, keep) in enumerate(zip(batch, rows, strict=True)):
        new = {old: i for i, old in enumerate(keep)}
        draw = random.Random(chunk.number + 1)
        hide = recipe.hide if vary and draw.random() < 0.5 else 0.0
        head = chunk.places[0][0]
        ids[b, : len(keep)] = torch.tensor(
            [
                marks["mask"] if hide and head <= i < len(chunk.ids) - 1 and draw.random() < hide else chunk.ids[i]
                for i in keep
            ]
        )
        mask[b, : len(keep)] = 1
        for s, (start, end) in enumerate(chunk.places):
            n = chunk.first + s
            here = [new[i] for i in range(start, end) if i in new]
            if not here:
                continue
            inside[b, s, here] = 1
            want[b, s] = torch.from_numpy(chunk.item.targets[n])
            scale[b, s] = chunk.item.weight * (0.3 if s < chunk.fresh else 1.0)
            if chunk.item.tokens[n] is not None:
                kept = [i - start for i in range(start, end) if i in new]
                word[b, here] = torch.from_numpy(chunk.item.tokens[n][kept])
            # Who judged single places did not say which words carry a label.
            said[b, here] = 0.0 if chunk.item.meta.get("extra") else chunk.item.weight
        whole[b] = torch.from_numpy(chunk.item.whole)
    return {
        "ids": ids,
        "mask": mask,
        "inside": inside,
        "want": want,
        "scale": scale,
        "word": word,
        "said": said,
        "whole": whole,
    }


def loss_of(given: dict[str, Any], out: tuple[Any, Any, Any], recipe: Recipe) -> Any:
    """Sentences, words and the whole."""
    logits, words, whole = out
    want = given["want"]
    known = (want != SKIP).float() * given["scale"].unsqueeze(-1)
    target = want.clamp(min=0)
    weight = 1 + (recipe.positive - 1) * target
    each = F.binary_cross_entropy_with_logits(logits, target, reduction="none") * known * weight
    loss = each.sum() / given["scale"].sum().clamp(min=1)
    each = F.binary_cross_entropy_with_logits(words, given["word"], reduction="none") * given["said"].unsqueeze(-1)
    loss = loss + recipe.words * each.sum() / given["said"].sum().clamp(min=1)
    known = (given["whole"] != SKIP).float()
    each = F.binary_cross_entropy_with_logits(whole, given["whole"].clamp(min=0), reduction="none") * known
    return loss + recipe.whole * each.sum() / known.sum().clamp(min=1) * 5


def build(base: Path, recipe: Recipe, state: dict[str, Any] | None = None) -> Net:
    """An untrained network, or one with a trained state."""
    torch.manual_seed(recipe.seed)
    net = Net(load_encoder(base, list(recipe.layers)), len(LABELS), len(WHOLES))
    if state is not None:
        net.load_state_dict(state)
    low = [net.encoder.words, net.encoder.places, net.encoder.norm, net.encoder.relative]
    for module in [*low, *net.encoder.layers[: recipe.still]]:
        for parameter in module.parameters():
            parameter.requires_grad = False
    return net


class Store:
    """What the still layers gave, on disk, shared by all processes; filled as chunks are first read."""

    def __init__(self, every: list[Chunk], width: int, folder: Path) -> None:
        at = 0
        for number, chunk in enumerate(every):
            chunk.number, chunk.at = number, at
            at += len(chunk.ids)
        for name, shape, kind in (("low", (at, width), "float16"), ("done", (len(every),), "uint8")):
            path = folder / f"{name}.dat"
            if not path.exists() and (not dist.is_initialized() or dist.get_rank() == 0):
                np.memmap(path, kind, "w+", shape=shape).flush()
            if dist.is_initialized():
                dist.barrier()
            setattr(self, name, np.memmap(path, kind, "r+", shape=shape))
        self.low: Any
        self.done: Any

    def hidden(self, batch: list[Chunk], given: dict[str, Any], net: Net, still: int) -> Any:
        """[batch, tokens, width]"""
        mask = given["mask"]
        if all(self.done[c.number] for c in batch):
            out = np.zeros((*mask.shape, self.low.shape[1]), np.float16)
            for row, c in enumerate(batch):
                n = int(mask[row].sum())
                out[row, :n] = self.low[c.at : c.at + n]
            return torch.from_numpy(out).to(torch.bfloat16 if FAST else torch.float32)
        net.eval()
        with torch.no_grad():
            low = net.encoder.lower(given["ids"], mask, still)
        net.train()
        for row, c in enumerate(batch):
            n = int(mask[row].sum())
            self.low[c.at : c.at + n] = low[row, :n].to(torch.float16).numpy()
            self.done[c.number] = 1
        return low


def fit(
    net: Net,
    items: list[Item],
    recipe: Recipe,
    limits: Limits,
    marks: dict[str, int],
    stops: set[int],
    folder: Path,
    after: Callable[[Net, float], None] | None = None,
) -> Net:
    """Train; the rate rises over 6 % of the steps and then falls to nothing. `after` is called behind every epoch."""
    source = random.Random(recipe.seed)
    top = len(net.encoder.layers)
    groups = [
        {"params": list(layer.parameters()), "lr": recipe.rate * recipe.fade ** (top - 1 - n)}
        for n, layer in enumerate(net.encoder.layers)
        if n >= recipe.still
    ]
    heads = [p for m in (net.sentence, net.word, net.whole) for p in m.parameters()]
    groups.append({"params": heads, "lr": recipe.head_rate})
    optimiser = torch.optim.AdamW(groups, weight_decay=0.02, fused=True)
    # Several processes each read a share of the batches and average their gradients: on a busy machine that is faster
    # than threads, which wait for each other at every product.
    rank, ranks = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
    learnt = [p for group in groups for p in group["params"]]
    every = chunks(items, recipe, marks, limits, source)
    source = random.Random(recipe.seed * 1000 + recipe.order)
    store = Store(every, net.encoder.width, folder)

    def epoch() -> list[list[Chunk]]:
        share = [1.0 if c.hot and c.item.real else recipe.silent if c.item.real else recipe.invented for c in every]
        # Most silent chunks are never read, so that little is stored; the same half comes again in each epoch.
        some = [
            c
            for c, s in zip(every, share, strict=True)
            if s == 1 or ((c.number * 7919 % 1000) / 1000 < 2 * s and source.random() < max(0.5, s))
        ]
        queue = batches(some, recipe.batch_tokens, source)
        return queue[: len(queue) // ranks * ranks][rank::ranks]

    queue = epoch()
    per = len(queue)
    steps = int(per * recipe.epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min(1.0, (k + 1) / (0.06 * steps)) * max(0.01, 1 - k / steps)
    )
    started, total, count = time.time(), 0.0, 0
    for step in range(steps):
        if not queue:
            queue = epoch()
        net.train()
        batch = queue.pop()
        given = tensors(batch, recipe, marks, stops, True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST):
            low = store.hidden(batch, given, net, recipe.still)
            out = net.heads(net.encoder.upper(low, given["mask"], recipe.still), given["inside"])
        loss = loss_of(given, tuple(o.float() for o in out), recipe)
        optimiser.zero_grad()
        loss.backward()
        if ranks > 1:
            flat = torch.cat([p.grad.reshape(-1) for p in learnt])
            dist.all_reduce(flat)
            for p, part in zip(learnt, (flat / ranks).split([p.numel() for p in learnt]), strict=True):
                p.grad = part.view_as(p)
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        total, count = total + float(loss.detach()), count + 1
        if (step + 1) % 25 == 0 and rank == 0:
            print(f"  step {step + 1}/{steps} loss {total / count:.4f} {time.time() - started:.0f} s", flush=True)
            total, count = 0.0, 0
        if (step + 1) % 50 == 0 and rank == 0:
            torch.save(net.state_dict(), folder / "unfinished.pt")
        if after is not None and rank == 0 and (step + 1) % per == 0 and step + 1 < steps:
            after(net, (step + 1) / per)
    return net


def predict(
    net: Net, items: list[Item], limits: Limits, marks: dict[str, int], fast: bool = True
) -> tuple[list[np.ndarray], np.ndarray]:
    """Per item the probabilities of its sentences, read in the windows of the product; and of its whole."""
    jobs: list[tuple[int, Any, Chunk]] = []
    for n, item in enumerate(items):
        for window in plan([len(p) for p in item.pieces], limits):
            ids, places = assemble(item.question, item.pieces, window, limits, marks)
            jobs.append((n, window, Chunk(ids, places, item, window.left, window.first - window.left)))
    jobs.sort(key=lambda job: len(job[2].ids))
    scored = [np.zeros((len(item.pieces), len(LABELS)), np.float32) for item in items]
    whole = np.zeros((len(items), len(WHOLES)), np.float32)
    weight = np.zeros(len(items), np.float32)
    net.eval()
    at = 0
    with torch.no_grad():
        while at < len(jobs):
            size = max(1, min(64, 4000 // len(jobs[min(len(jobs) - 1, at + 63)][2].ids)))
            part = jobs[at : at + size]
            at += size
            given = tensors([c for _, _, c in part], Recipe(), marks, set(), False)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST and fast):
                logits, _, answer = net(given["ids"], given["mask"], given["inside"])
            p, q = torch.sigmoid(logits.float()).numpy(), torch.sigmoid(answer.float()).numpy()
            for row, (n, window, _) in enumerate(part):
                scored[n][window.first : window.last] = p[row, window.first - window.left : window.last - window.left]
                size_of = sum(len(x) for x in items[n].pieces[window.first : window.last])
                whole[n] += q[row] * size_of
                weight[n] += size_of
    return scored, whole / np.maximum(weight, 1)[:, None]
