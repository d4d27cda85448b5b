"""Fits the assessor's branch, and says what it makes of episodes that it was not fitted on (torch)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from scripts.lab.assessor.items import FOLDS, Items
from scripts.lab.assessor.net import WIDTH, Base, Branch, attention

READ = 128
"Readings at once where nothing is learnt."


@dataclass(frozen=True, slots=True)
class Recipe:
    """How it is fitted; the defaults are what was shipped."""

    epochs: int = 3
    rate: float = 5e-5
    head_rate: float = 1e-3
    decay: float = 0.01
    rise: float = 0.08
    "Share of the steps over which the rates rise; then they fall to nothing."
    answers: int = 32
    ways: int = 48
    "Of each kind so many at once."
    bad: float = 0.7
    "What is out of place counts so much, beside what is good."
    good: float = 0.5
    "That a way is good counts so much, beside that it can be said."


class Readings:
    """Items on a device, with what the lower layers make of them: they never change, so they are read once."""

    def __init__(self, items: Items, base: Base, device: str, folder: Path) -> None:
        """Read all; on the processor the states (5 GB) lie in a file in `folder`."""
        self.items, self.device, self.bias = items, device, base.bias.to(device)
        self.places = torch.from_numpy(items.places).to(device)
        self.weights = torch.from_numpy(items.weights).to(device)
        ids = torch.from_numpy(items.ids.astype(np.int64)).to(device)
        shape = (len(items.ids), WIDTH)
        if device == "cpu":
            self.lower = torch.from_numpy(np.memmap(folder / "lower.dat", np.float16, "w+", shape=shape))
        else:
            self.lower = torch.empty(shape, dtype=torch.float16, device=device)
        base = base.to(device).eval()
        # Like lengths together, so that little padding is read.
        order = torch.argsort(self.places[:, 1])
        with torch.no_grad(), self.fast():
            for rows in order.split(READ):
                at, mask, _ = self._where(rows)
                low = base.lower(torch.where(mask > 0, ids[at], 1), mask)
                self.lower[at[mask > 0]] = low[mask > 0].to(torch.float16)

    def fast(self) -> Any:
        """On a card products are made in 16 bits."""
        return torch.autocast(self.device, torch.bfloat16, enabled=self.device != "cpu")

    def _where(self, rows: Any) -> tuple[Any, Any, Any]:
        """Places of the rows' pieces in the flat arrays, which are pieces, and which are judged; [rows, longest]."""
        begin, size, start, end = self.places[rows].T
        column = torch.arange(int(size.max()), device=self.device)[None]
        mask = column < size[:, None]
        at = torch.where(mask, begin[:, None] + column, begin[:, None])
        inside = (column >= start[:, None]) & (column < end[:, None])
        return at, mask.float(), inside.float()

    def pooled(self, branch: Branch, rows: Any) -> Any:
        """[rows, 2 widths]"""
        at, mask, inside = self._where(rows)
        with self.fast():
            hidden = branch.hidden(self.lower[at].float(), attention(self.bias, mask))
        return branch.pooled(hidden.float(), inside)

    def answers(self, branch: Branch, some: np.ndarray) -> Any:
        """Log odds [answers, kinds, 2]: good and bad."""
        first, count = self.items.windows[some].T
        rows = torch.from_numpy(np.concatenate([np.arange(a, a + n) for a, n in zip(first, count, strict=True)]))
        of = torch.from_numpy(np.repeat(np.arange(len(some)), count)).to(self.device)
        last = torch.from_numpy(np.cumsum(count) - 1).to(self.device)
        rows = rows.to(self.device)
        pooled, weight = self.pooled(branch, rows), self.weights[rows]
        whole = torch.zeros(len(some), device=self.device).index_add_(0, of, weight)
        mean = torch.zeros(len(some), 2 * WIDTH, device=self.device)
        mean = mean.index_add_(0, of, pooled * (weight / whole[of])[:, None])
        return (branch.mean(mean) + branch.last(pooled[last])).view(len(some), -1, 2)

    def ways(self, branch: Branch, some: np.ndarray) -> Any:
        """Log odds [ways, 2]: can be said, and good."""
        return branch.pair(self.pooled(branch, torch.from_numpy(self.items.ways[some]).to(self.device)))


def loss_of_answers(odds: Any, verdicts: Any, recipe: Recipe) -> Any:
    """Good and bad of every kind that was judged."""
    known = (verdicts >= 0).float()
    good, bad = (
        (F.binary_cross_entropy_with_logits(odds[:, :, side], (verdicts == verdict).float(), reduction="none") * known)
        for side, verdict in ((0, 2), (1, 0))
    )
    return (good.sum() + recipe.bad * bad.sum()) / known.sum()


def loss_of_ways(odds: Any, say: Any, good: Any, recipe: Recipe) -> Any:
    """Whether each can be said, where that is known, and whether it is good."""
    said = F.binary_cross_entropy_with_logits(odds[:, 0], (say == 1).float(), reduction="none") * (say >= 0).float()
    fine = F.binary_cross_entropy_with_logits(odds[:, 1], (good == 2).float(), reduction="none")
    return (said + recipe.good * fine).mean()


def fit(readings: Readings, base: Base, recipe: Recipe, answers: np.ndarray, ways: np.ndarray, seed: int) -> Branch:
    """A branch that was fitted on some answers and ways."""
    items, device = readings.items, readings.device
    torch.manual_seed(seed)
    source = np.random.default_rng(seed)
    branch = Branch(base, items.verdicts.shape[1]).to(device).train()
    body = list(branch.layers.parameters())
    heads = [parameter for head in branch.heads() for parameter in head.parameters()]
    rates = (recipe.rate, recipe.head_rate)
    groups = [{"params": part, "lr": rate} for part, rate in zip((body, heads), rates, strict=True)]
    optimiser = torch.optim.AdamW(groups, weight_decay=recipe.decay)
    verdicts, say, good = (
        torch.from_numpy(table.astype(np.int64)).to(device) for table in (items.verdicts, items.say, items.good)
    )

    def epoch() -> list[tuple[bool, np.ndarray]]:
        found = []
        for asked, every, size in ((True, answers, recipe.answers), (False, ways, recipe.ways)):
            mixed = source.permutation(every)
            found += [(asked, mixed[n : n + size]) for n in range(0, len(mixed), size)]
        return [found[n] for n in source.permutation(len(found))]

    started, step = time.time(), 0
    total = recipe.epochs * (-(-len(answers) // recipe.answers) - (-len(ways) // recipe.ways))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min(1.0, (k + 1) / (recipe.rise * total)) * max(0.02, 1 - k / total)
    )
    for _ in range(recipe.epochs):
        losses: dict[bool, list[float]] = {True: [], False: []}
        for asked, some in epoch():
            at = torch.from_numpy(some).to(device)
            if asked:
                loss = loss_of_answers(readings.answers(branch, some), verdicts[at], recipe)
            else:
                loss = loss_of_ways(readings.ways(branch, some), say[at], good[at], recipe)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(branch.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            losses[asked].append(float(loss.detach()))
        told = ", ".join(f"{np.mean(part):.4f}" for part in losses.values() if part)
        print(f"  step {step}/{total} loss {told} {time.time() - started:.0f} s", flush=True)
    return branch.eval()


def predict(readings: Readings, branch: Branch, answers: np.ndarray, ways: np.ndarray) -> tuple[Any, Any]:
    """Log odds of answers [answers, kinds, 2] and ways [ways, 2]."""
    kinds = readings.items.verdicts.shape[1]
    with torch.no_grad():
        first = [readings.answers(branch, some).cpu().numpy() for some in _parts(answers, READ // 2)]
        second = [readings.ways(branch, some).cpu().numpy() for some in _parts(ways, READ)]
    return (
        np.concatenate(first) if first else np.zeros((0, kinds, 2), np.float32),
        np.concatenate(second) if second else np.zeros((0, 2), np.float32),
    )


def left_out(readings: Readings, base: Base, recipe: Recipe) -> tuple[Any, Any]:
    """What branches say that were fitted without the episode they are asked about."""
    items = readings.items
    answers = np.zeros((*items.verdicts.shape, 2), np.float32)
    ways = np.zeros((len(items.ways), 2), np.float32)
    parts = items.folds()
    for fold in range(FOLDS):
        seen, away = ([np.flatnonzero((part == fold) == out) for part in parts] for out in (False, True))
        branch = fit(readings, base, recipe, *seen, seed=1)
        answers[away[0]], ways[away[1]] = predict(readings, branch, *away)
    return answers, ways


def _parts(numbers: np.ndarray, size: int) -> Sequence[np.ndarray]:
    return [numbers[n : n + size] for n in range(0, len(numbers), size)]
