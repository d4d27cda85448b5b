"""Whether a finished sentence sounds like the last of an answer. Pure.

Weak evidence, and used as such: over answers of writers that were not used to find the cues, they tell a last sentence
from an earlier one with an area under the curve of about 0.6 (0.75 together with the length of the answer). Stories are
told in the past and end in the present: "so now I look at the refunds first".
"""

from __future__ import annotations

import re

_CUES: tuple[tuple[float, str], ...] = (
    (0.7, r"\b(?:now|nowadays|since then|ever since|these days|from then on|today)\b"),
    (0.4, r"\b(?:i'd|i would|we'd|i'll)\b"),
    (0.4, r"^(?:and )?(?:so|that's|that is|that way)\b"),
    (0.3, r"\b(?:in the end|overall|at the end of the day|the lesson|i learned|first thing|next time|again)\b"),
    (-0.7, r"\b(?:i|we|they) (?:had )?(?:expected|hoped|assumed|thought|wanted|planned|believed)\b"),
    (-0.5, r"\b(?:wrong|broke|failed|problem|issue|difficult|surprise[ds]?)\b"),
    (-0.3, r"^(?:and|then|one|at first|in the beginning|originally|initially|when)\b"),
    (-1.0, r"\?$"),
)
"(weight in natural log-odds, pattern over the last sentence), from simulated candidates' answers, halved and rounded."


def finality(sentence: str) -> float:
    """The last sentence (lower case) → log-odds that it ends the answer, 0 when it says nothing; within about ±1.5."""
    return sum(weight for weight, pattern in _CUES if re.search(pattern, sentence))
