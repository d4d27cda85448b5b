"""Runs every family of rules over one passage."""

from __future__ import annotations

from voice_interviewer.language import answer_level, claims, doubt, ownership, reactions, rules, shrinking, signals
from voice_interviewer.language.candidate import Candidate
from voice_interviewer.language.model import Context
from voice_interviewer.language.passage import Passage

_FILLER_WHY = "A filler; it fills a gap and carries nothing."
_REPEAT_WHY = "Said twice by accident."


def read(passage: Passage, context: Context, pattern: str | None, offset: int) -> answer_level.View:
    """All candidates of one piece of an answer that begins `offset` characters into it."""
    found: list[Candidate] = [
        Candidate(
            d.label,
            passage.text.tokens[d.first].start,
            passage.text.tokens[d.last - 1].end,
            _FILLER_WHY if d.label == "filler" else _REPEAT_WHY,
            0.9,
        )
        for d in passage.disfluencies
    ]
    if not passage.tokens:
        return answer_level.View(passage, tuple(found), (), ())
    opening = context.opening and offset == 0
    reaction_from = None
    if context.interruption is not None:
        local = max(0, context.interruption.at - offset)
        reaction_from = passage.index_from_char(local)
    found += shrinking.find(passage, opening and (context.interruption is None or context.interruption.at > 0))
    found += ownership.find(passage)
    found += doubt.find(passage, reaction_from)
    found += claims.find(passage, pattern)
    found += signals.find(passage, pattern, reaction_from)
    found += reactions.find(passage, reaction_from)
    story = tuple(rules.hits(rules.load("story"), passage))
    return answer_level.View(passage, tuple(found), story, claims.statements(passage))


__all__ = ["at", "read"]
