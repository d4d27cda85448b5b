"""Joins what reader, weighed cues and plain rules hold of a stretch into one calibrated probability per label."""

from __future__ import annotations

import math

from ..reader import Join

_LEAST = 1e-4
MOST_CUES = 4.0
"The log-odds of the cues are kept within this, so that no single cue can outvote everything."


def log_odds(probability: float) -> float:
    """Natural log of p / (1 - p), bounded."""
    p = min(1 - _LEAST, max(_LEAST, probability))
    return math.log(p / (1 - p))


def chance(join: Join, logit: float, cues: float, plain: bool) -> float:
    """The joint probability, from the reader's logit, the cues' log-odds and whether a plain rule hits."""
    total = join.bias + join.reader * logit + join.cues * max(-MOST_CUES, min(MOST_CUES, cues)) + join.plain * plain
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
