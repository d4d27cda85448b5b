"""How the weights of `interview/core/fitting.yaml` came about: how an answer was given, learnt from annotated answers.

    python -m scripts.lab.fit_manner POOL.jsonl.gz TRAIN_GOLD.jsonl DEV_ANSWERS.jsonl DEV_GOLD.jsonl

Prints the weights as YAML, and how often the second pair of files is told right. Three classes weigh alike.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from voice_interviewer.interview.core.fitting import SIGNS, counts

CLASSES = {"chat": 0, "decision_story": 1, "experience": 1, "explanation": 2, "opinion": 2}
STEPS, RATE, DECAY = 1500, 0.5, 1e-4


def read(texts: Iterable[str], gold: Iterable[str]) -> tuple[Any, Any]:
    """Counts and classes of the labelled answers."""
    known = {row["id"]: row["text"] for row in map(json.loads, texts)}
    rows = [row for row in map(json.loads, gold) if row["id"] in known]
    return np.array([counts(known[r["id"]]) for r in rows]), np.array([CLASSES[r["mode"]] for r in rows])


def fit(x: Any, y: Any) -> Any:
    """Weights (signs, words, bias) × 3 of a softmax regression, on counts as they are."""
    mean, spread = x.mean(0), x.std(0) + 1e-9
    inputs = np.c_[(x - mean) / spread, np.ones(len(x))]
    each = np.array([1 / (y == k).mean() for k in range(3)])
    each = (each / each.mean())[y][:, None]
    w = np.zeros((inputs.shape[1], 3))
    for _ in range(STEPS):
        z = np.exp(inputs @ w - (inputs @ w).max(1, keepdims=True))
        w -= RATE * (inputs.T @ ((z / z.sum(1, keepdims=True) - np.eye(3)[y]) * each) / len(inputs) + DECAY * w)
    return np.r_[w[:-1] / spread[:, None], [w[-1] - (mean / spread) @ w[:-1]]]


def main(argv: Sequence[str] | None = None) -> None:
    """Fit, print, and say how it does on what it has not seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pool", "gold", "dev", "dev_gold"):
        parser.add_argument(name)
    given = parser.parse_args(argv)
    pool, gold, dev, dev_gold = given.pool, given.gold, given.dev, given.dev_gold
    with gzip.open(pool, "rt", encoding="utf-8") as lines:
        x, y = read(lines, Path(gold).read_text(encoding="utf-8").splitlines())
    w = fit(x, y)
    for sign, row in zip([*SIGNS, "words", "bias"], w, strict=True):
        print(f"  {sign}: [{', '.join(f'{value:.3f}' for value in row)}]")
    x, y = read(*(Path(p).read_text(encoding="utf-8").splitlines() for p in (dev, dev_gold)))
    told = (np.c_[x, np.ones(len(x))] @ w).argmax(1)
    print(f"# right: {(told == y).mean():.2f} of {len(y)}", file=sys.stderr)


if __name__ == "__main__":
    main()
