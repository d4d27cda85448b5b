"""Sets the reader's thresholds on held-out real speech: how often a label may be wrong first, what it finds second.

Rare labels have a handful of held-out places, so a threshold of their own would be set by chance. Each label's
scores are therefore put on one scale (a shift and a slope per label, held near common ones), where a score is
about the chance that an annotator agrees; a single cut on that scale then gives every label its threshold, and a
budget of wrong findings per 1,000 words raises it where the label is still too loud.
"""

from __future__ import annotations

import numpy as np

from scripts.lab.reader.data import COSTS, INDEX, LABELS, SKIP, Item
from scripts.lab.reader.judge import SCORED, marks, tally

BUDGET = {True: 0.06, False: 0.10}
"Most wrong findings per 1,000 words and label: costs, strengths."


def logit(p: np.ndarray) -> np.ndarray:
    """Log odds."""
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p))


def calibrate(items: list[Item], odds: list[np.ndarray], steps: int = 100) -> tuple[float, float]:
    """Slope and shift, the same for every label, that make log odds [sentences, labels] chances of being marked."""
    columns = [INDEX[k] for k in SCORED]
    xs, ys = [], []
    for item, x in zip(items, odds, strict=True):
        want = item.targets[:, columns]
        xs.append(x[:, columns][want != SKIP])
        ys.append(want[want != SKIP])
    x, y = np.concatenate(xs).astype(float), np.concatenate(ys)
    found = np.array([1.0, 0.0])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(found[0] * x + found[1], -30, 30)))
        bend = p * (1 - p)
        curve = np.array([[(bend * x * x).sum(), (bend * x).sum()], [(bend * x).sum(), bend.sum()]])
        slope = np.array([((p - y) * x).sum(), (p - y).sum()])
        found -= np.clip(0.5 * np.linalg.solve(curve + 1e-6 * np.eye(2), slope), -0.1, 0.1)
    return float(found[0]), float(found[1])


def scales(items: list[Item], scored: list[np.ndarray], steps: int = 3000) -> dict[str, tuple[float, float]]:
    """Slope and shift per label so that scores are chances of being right; arguable places count half."""
    xs, ys, ks = [], [], []
    for k in SCORED:
        for item, p in zip(items, scored, strict=True):
            gold = [s for s in marks(item) if s["label"] == k]
            for (a, b), x in zip(item.spans, p[:, INDEX[k]], strict=True):
                if x > 0.02:
                    votes = max([s["votes"] for s in gold if s["start"] < b and a < s["end"]] or [0])
                    xs.append(x)
                    ys.append(1.0 if votes >= 2 else 0.4 if votes else 0.0)
                    ks.append(SCORED.index(k))
    x, y, k = logit(np.array(xs)), np.array(ys), np.array(ks)
    n = len(SCORED)
    slope, shift = np.ones(n), np.zeros(n)
    m = np.zeros(2 * n)
    v = np.zeros(2 * n)
    for step in range(1, steps + 1):
        error = 1 / (1 + np.exp(-(slope[k] * x + shift[k]))) - y
        common, level = slope.mean(), shift.mean()
        # Pulled towards the labels' mean: as if so much evidence had spoken for it.
        gs = np.bincount(k, error * x, n) + 8 * (slope - common) + 0.5 * (common - 1)
        gb = np.bincount(k, error, n) + 2 * (shift - level)
        g = np.concatenate([gs, gb])
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        move = 0.02 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8) * (1 - step / steps)
        slope, shift = slope - move[:n], shift - move[n:]
    return {label: (float(slope[i]), float(shift[i])) for i, label in enumerate(SCORED)}


def thresholds(
    items: list[Item], scored: list[np.ndarray], how: dict[str, tuple[float, float]], cut: float, budget: bool = True
) -> dict[str, float]:
    """Score of each label at which the chance of being right is `cut`, raised to the label's budget."""
    found = {}
    for k in LABELS:
        slope, shift = how.get(k, (1.0, 0.0))
        found[k] = float(1 / (1 + np.exp(-(logit(np.array([cut]))[0] - shift) / max(slope, 0.2))))
    if budget:
        for k in SCORED:
            while True:
                got = tally(items, scored, {**dict.fromkeys(LABELS, 2.0), k: found[k]})
                if 1000 * sum(got.wrong) / got.words <= BUDGET[k in COSTS] or found[k] > 0.985:
                    break
                found[k] += (1 - found[k]) * 0.06
    return {k: round(v, 4) for k, v in found.items()}
