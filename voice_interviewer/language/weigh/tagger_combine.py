"""Joins two opinions on a stretch of speech, weighed cues and a reader, into one calibrated probability per label."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ..reader import Blend, Reading

_LEAST = 1e-4
"Cue probabilities are kept this far from 0 and 1, so that no single cue can outvote everything."


def log_odds(probability: float) -> float:
    """Natural log of p / (1 - p), bounded."""
    p = min(1 - _LEAST, max(_LEAST, probability))
    return math.log(p / (1 - p))


def probability(blend: Blend, cues: float, logit: float) -> float:
    """The joint probability, from the cues' probability and the reader's logit."""
    if blend.mode == "rules":
        return cues
    total = blend.bias + blend.tagger * logit
    if blend.mode == "both":
        total += blend.cues * log_odds(cues)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def within(reading: Reading, start: int, end: int) -> tuple[float, ...] | None:
    """Per label the highest logit of the stretches that lie mostly in characters `start` to `end`, or mostly hold them.

    None where the reader has read nothing.
    """
    met: tuple[float, ...] | None = None
    for (first, behind), logits in zip(reading.spans, reading.logits, strict=True):
        shared = min(end, behind) - max(start, first)
        if shared > 0 and 2 * shared >= min(end - start, behind - first):
            met = logits if met is None else tuple(map(max, met, logits))
    return met


def blend(
    reading: Reading | None,
    start: int,
    end: int,
    labels: Sequence[str],
    cues: Sequence[float],
    thresholds: Mapping[str, float],
) -> list[tuple[float, float]]:
    """(probability, threshold) of each of `labels`; the cues' own where the reader has nothing to say."""
    logits = within(reading, start, end) if reading is not None else None
    if reading is None or logits is None:
        return [(p, thresholds[label]) for label, p in zip(labels, cues, strict=True)]
    column = {label: k for k, label in enumerate(reading.labels)}
    found = []
    for label, p in zip(labels, cues, strict=True):
        how = reading.blends.get(label)
        if how is None or how.mode == "rules" or label not in column:
            found.append((p, thresholds[label]))
        else:
            found.append((probability(how, p, logits[column[label]]), how.threshold))
    return found
