"""Weighs cues: a linear model per label over `features`, fitted on the training part by `scripts.lab.fit_cue_weights`.

Its output is a calibrated probability, so that one threshold per label decides what is shown.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Weights:
    """One intercept and threshold per label, and for each feature its weight per label."""

    labels: tuple[str, ...]
    intercepts: tuple[float, ...]
    thresholds: Mapping[str, float]
    features: Mapping[str, tuple[tuple[int, float], ...]]
    "Feature name to (index into `labels`, weight) pairs; small weights are left out."


@cache
def load() -> Weights | None:
    """The fitted weights, read once; None when the package carries none (then rules decide alone)."""
    file = resources.files("voice_interviewer.language") / "data" / "cue_weights.json"
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    return Weights(
        labels=tuple(data["labels"]),
        intercepts=tuple(data["intercepts"]),
        thresholds=data["thresholds"],
        features={name: tuple((int(i), float(w)) for i, w in pairs) for name, pairs in data["features"].items()},
    )


def probabilities(weights: Weights, features: Mapping[str, int]) -> list[float]:
    """Probability of each label, in the order of `weights.labels`."""
    sums = list(weights.intercepts)
    for name in features:
        for index, weight in weights.features.get(name, ()):
            sums[index] += weight
    return [1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, s)))) for s in sums]


def centre(weights: Weights, features: Mapping[str, int], label: int) -> list[tuple[int, float]]:
    """Where the evidence for a label lies: (token, weight) of every feature that speaks for it and has a place."""
    found = []
    for name, token in features.items():
        if token < 0:
            continue
        for index, weight in weights.features.get(name, ()):
            if index == label and weight > 0:
                found.append((token, weight))
    return found
