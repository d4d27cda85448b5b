"""What a family of rules proposes, before overlaps and thresholds."""

from __future__ import annotations

from dataclasses import dataclass

from .passage import Passage
from .rules import Hit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible finding; offsets are those of the passage's text."""

    label: str
    start: int
    end: int
    why: str
    confidence: float
    alone: bool = False
    "Holds by itself where nothing else is found in its sentence, whatever the weigher says."
    rule: str = ""
    "What proposed it: the id of a rule, or the name of a reading of ours."


def at(passage: Passage, label: str, first: int, last: int, why: str, confidence: float, rule: str = "") -> Candidate:
    """A candidate over tokens `first` to behind `last`."""
    start, end = passage.span(first, last)
    return Candidate(label, start, end, why, min(1.0, max(0.0, confidence)), rule=rule)


def from_hit(passage: Passage, hit: Hit, confidence: float | None = None) -> Candidate:
    """A candidate over a rule's match."""
    rule = hit.rule
    sure = rule.confidence if confidence is None else confidence
    return at(passage, rule.label, hit.first, hit.last, rule.why, sure, rule.id)
