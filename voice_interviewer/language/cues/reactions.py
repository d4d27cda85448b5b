"""How a changed constraint is met: adapts, defends, starts over, or stops."""

from __future__ import annotations

from ..rules.candidate import Candidate, at, from_hit
from ..rules.passage import Passage
from ..rules.rules import Hit

_ADAPTS = "Says what no longer holds, what still does, and what changes."


def find(passage: Passage, every: list[Hit], reaction_from: int | None) -> list[Candidate]:
    """Candidates for defense, restart, freeze and calm_adaptation."""
    if reaction_from is None or reaction_from >= len(passage.tokens):
        return []
    hits = [h for h in every if h.first >= reaction_from]
    failed = [h for h in hits if not h.rule.label.startswith("_")]
    found: list[Candidate] = []
    keeps = any(h.rule.label == "_keeps" for h in hits)
    changes = any(h.rule.label == "_changes" for h in hits)
    if failed and not (keeps and changes and len(failed) < 2):
        counts: dict[str, int] = {}
        for hit in failed:
            counts[hit.rule.label] = counts.get(hit.rule.label, 0) + 1
        label = max(counts, key=lambda name: counts[name])
        found.append(from_hit(passage, next(h for h in failed if h.rule.label == label)))
    elif changes or keeps:
        found.append(at(passage, "calm_adaptation", reaction_from, len(passage.tokens), _ADAPTS, 0.75, "adapts"))
    return found
