"""Joins two opinions on a stretch of speech, weighed cues and the tagger, into one calibrated probability per label."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .tagger_windows import Window

MODES = ("rules", "tagger", "both")
_LEAST = 1e-4
"Cue probabilities are kept this far from 0 and 1, so that no single cue can outvote everything."


@dataclass(frozen=True, slots=True)
class Blend:
    """How one label is decided; fitted on held-out cells by `scripts.lab.fit_tagger_blend`, never on the test part."""

    mode: str
    "One of `MODES`; `rules` leaves the cues' own probability and threshold as they are."
    cues: float
    "Weight of the log-odds of the weighed cues."
    tagger: float
    "Weight of the tagger's logit."
    bias: float
    threshold: float
    "Least probability at which the label is given."


@dataclass(frozen=True, slots=True)
class Scores:
    """The tagger's opinion on a text: logits[i][k] is window i, label k."""

    labels: tuple[str, ...]
    windows: tuple[Window, ...]
    logits: tuple[tuple[float, ...], ...]
    blends: Mapping[str, Blend]


def log_odds(probability: float) -> float:
    """Natural log of p / (1 - p), bounded."""
    p = min(1 - _LEAST, max(_LEAST, probability))
    return math.log(p / (1 - p))


def probability(blend: Blend, cues: float, logit: float) -> float:
    """The joint probability, from the cues' probability and the tagger's logit."""
    if blend.mode == "rules":
        return cues
    total = blend.bias + blend.tagger * logit
    if blend.mode == "both":
        total += blend.cues * log_odds(cues)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def within(scores: Scores, start: int, end: int) -> tuple[float, ...] | None:
    """Per label the highest logit of the windows that lie mostly in characters `start` to `end`, or mostly hold them.

    None where the tagger has read nothing.
    """
    met: tuple[float, ...] | None = None
    for window, logits in zip(scores.windows, scores.logits, strict=True):
        shared = min(end, window.end) - max(start, window.start)
        if shared > 0 and 2 * shared >= min(end - start, window.end - window.start):
            met = logits if met is None else tuple(map(max, met, logits))
    return met


def blend(
    scores: Scores | None,
    start: int,
    end: int,
    labels: Sequence[str],
    cues: Sequence[float],
    thresholds: Mapping[str, float],
) -> list[tuple[float, float]]:
    """(probability, threshold) of each of `labels`; the cues' own where the tagger has nothing to say."""
    logits = within(scores, start, end) if scores is not None else None
    if scores is None or logits is None:
        return [(p, thresholds[label]) for label, p in zip(labels, cues, strict=True)]
    column = {label: k for k, label in enumerate(scores.labels)}
    found = []
    for label, p in zip(labels, cues, strict=True):
        how = scores.blends.get(label)
        if how is None or how.mode == "rules" or label not in column:
            found.append((p, thresholds[label]))
        else:
            found.append((probability(how, p, logits[column[label]]), how.threshold))
    return found
