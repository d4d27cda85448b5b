"""Weighs a second time what would be heard: all that a reader holds of the stretch and of the answer, for one label.

The joint probability (join.py) knows three voices about one label. Whether a listener would agree hangs on more: whether
the answer is small talk or tells a decision, what else is said in the stretch, where it stands. So an accusation is heard
only where this agrees. The weights are logistic, learnt from readers' verdicts on findings of real answers
(`scripts/lab/fit_rescore.py`). Pure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..reader import Reading, Rescoring
from .join import MOST_CUES, log_odds

OWN = 4
"So many features, the first, have a weight for each label beside the one that all labels share."
MOST = 4.0
"Standardised features are kept within this."
WHOLES = (
    "target:none",
    "mode:decision_story",
    "mode:experience",
    "mode:explanation",
    "mode:opinion",
    "mode:chat",
    "trap:apologetic_minimising",
    "trap:inflated_compensation",
)
"What is held of the answer as a whole."


def count(labels: int) -> int:
    """How many features there are with a reader of so many labels."""
    return OWN + 1 + len(WHOLES) + 3 + labels


def features(
    label: str, reading: Reading, number: int, cues: float, plain: bool, chance: float, words: int
) -> list[float]:
    """What is weighed of one label in the stretch of that number, before standardising.

    `cues` are the log-odds of the cues, `plain` whether a plain rule hits, `chance` the joint probability, `words` those
    of the answer. `label` is one that the reader knows.
    """
    logits = dict(zip(reading.labels, reading.logits[number], strict=True))
    return [
        logits[label],
        max(-MOST_CUES, min(MOST_CUES, cues)),
        float(plain),
        log_odds(chance),
        log_odds(reading.whole.get(f"target:{label}", 0.0)),
        *(log_odds(reading.whole.get(name, 0.0)) for name in WHOLES),
        float(number == 0),
        math.log(max(1, words)),
        number / max(1, len(reading.spans)),
        *(logits[name] for name in sorted(logits)),
    ]


def rescored(weights: Rescoring, label: str, found: Sequence[float]) -> float:
    """The probability that listeners would agree, from `features` of a label that has weights."""
    its = weights.labels[label]
    z = [
        max(-MOST, min(MOST, (value - mean) / scale))
        for value, mean, scale in zip(found, weights.mean, weights.scale, strict=True)
    ]
    total = its.bias + sum(a * b for a, b in zip(weights.shared, z, strict=True))
    total += sum(a * b for a, b in zip(its.own, z[:OWN], strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
