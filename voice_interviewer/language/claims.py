"""Claims of size, number, role or outcome; exposure, inflation, generic talk and bare outcomes; contradictions."""

from __future__ import annotations

from voice_interviewer.language.candidate import Candidate, at, from_hit
from voice_interviewer.language.model import Claim
from voice_interviewer.language.passage import Passage
from voice_interviewer.language.rules import Hit

_BARE = "A result without what it cost or what was chosen against; the listener cannot judge it."


def find(passage: Passage, hits: list[Hit]) -> list[Candidate]:
    """Candidates for exposure, inflation, generic and outcome_only."""
    found = [from_hit(passage, hit) for hit in hits]
    metric = any("metric" in t.tags for t in passage.tokens)
    moved = [i for i, t in enumerate(passage.tokens) if "move_up_past" in t.tags or "move_down_past" in t.tags]
    if moved and (metric or any("num" in t.tags for t in passage.tokens)):
        words = set(passage.norms(0, len(passage.tokens)))
        if not words & {"because", "but", "so", "since", "although", "though", "cost", "until", "then", "and"}:
            found.append(at(passage, "outcome_only", 0, len(passage.tokens), _BARE, 0.6))
    return found


def statements(passage: Passage) -> tuple[Claim, ...]:
    """Claims made in the passage."""
    return ()
