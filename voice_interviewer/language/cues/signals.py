"""The eight judgement signals, from cues and what stands around them."""

from __future__ import annotations

from ..rules.candidate import Candidate, at
from ..rules.passage import Passage
from ..rules.rules import Hit


def find(passage: Passage, hits: list[Hit]) -> list[Candidate]:
    """Candidates for the judgement signals and scale_translation."""
    found: list[Candidate] = []
    for hit in hits:
        left, right = passage.bounds(hit.first)
        found.append(
            at(passage, hit.rule.label, left, max(right, hit.last), hit.rule.why, hit.rule.confidence, hit.rule.id)
        )
    return found
