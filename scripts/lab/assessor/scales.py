"""Puts the assessor's log odds on the scale of answers that it had not seen, and counts how well it sorts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.lab.assessor.items import Items

STEPS = 30


def platt(odds: NDArray[Any], right: NDArray[Any]) -> tuple[float, float]:
    """Slope and shift that make log odds chances of being right."""
    slope, shift = logistic(np.column_stack([odds.astype(float), np.ones(len(odds))]), right, np.zeros(2))
    return float(slope), float(shift)


def logistic(x: NDArray[Any], right: NDArray[Any], hold: NDArray[Any]) -> NDArray[np.float64]:
    """Weights by column of `x` that give the chance of being right; `hold` draws each towards 0 (Newton's method)."""
    found = np.zeros(x.shape[1])  # from the middle every step leads on; from odds that are too sure it can lead away
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        bend = (x * (p * (1 - p))[:, None]).T @ x + np.diag(hold + 1e-6)
        found -= np.linalg.solve(bend, x.T @ (p - right) + hold * found)
    return found


def auc(odds: NDArray[Any], right: NDArray[Any]) -> float:
    """Chance that one that is right has higher odds than one that is not; half where there is nothing to compare."""
    places = np.empty(len(odds))
    places[np.argsort(odds)] = np.arange(1, len(odds) + 1)
    n = int(right.sum())
    others = len(odds) - n
    return float((places[right].sum() - n * (n + 1) / 2) / (n * others)) if n and others else 0.5


def scales(items: Items, kinds: Sequence[str], answers: NDArray[Any]) -> dict[str, tuple[float, float]]:
    """Slope and shift of `KIND:good` and `KIND:bad`, from log odds [answers, kinds, 2] of answers left out.

    Ways need none: what the assessor says of them is weighed with what can be counted (`debrief/sayable.yaml`).
    """
    found = {}
    for n, kind in enumerate(kinds):
        verdicts = items.verdicts[items.complete, n]
        for side, (name, verdict) in enumerate((("good", 2), ("bad", 0))):
            slope, shift = platt(answers[items.complete, n, side], verdicts == verdict)
            found[f"{kind}:{name}"] = (round(slope, 4), round(shift, 4))
    return found


def report(items: Items, kinds: Sequence[str], answers: NDArray[Any], ways: NDArray[Any]) -> list[str]:
    """How well what is good, or can be said, was told apart in left-out episodes; how much there is in brackets."""
    lines = [f"{items.complete.sum()} answers with all kinds, {len(items.ways)} ways; AUC in episodes left out:"]
    for n, kind in enumerate(kinds):
        verdicts = items.verdicts[items.complete, n]
        good, bad = (auc(answers[items.complete, n, side], verdicts == verdict) for side, verdict in ((0, 2), (1, 0)))
        lines.append(f"  {kind:<10} good {good:.2f} ({(verdicts == 2).mean():.2f}), bad {bad:.2f}")
    known = items.say >= 0
    for label in ("all", *sorted(set(items.way_labels.tolist()))):
        here = known & ((items.way_labels == label) | (label == "all"))
        right = items.say[here] == 1
        lines.append(f"  can be said, {label:<12} {auc(ways[here, 0], right):.2f} ({right.mean():.2f} of {len(right)})")
    return lines
