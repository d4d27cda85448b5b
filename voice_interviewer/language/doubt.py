"""Doubt: about oneself (hedge, a cost) or about the world with something to hold on to (calibration, a strength)."""

from __future__ import annotations

from voice_interviewer.language import rules
from voice_interviewer.language.candidate import Candidate, at, from_hit
from voice_interviewer.language.passage import Passage

_CALIBRATED = "Uncertainty about the world, with a number, condition or check to hold on to: this builds trust."
_LEVERS = ("check", "num")
_STACK = "Doubt piled on doubt with nothing to hold on to."


def _lever(passage: Passage, first: int, last: int) -> bool:
    """Whether a number, condition, check or mitigation stands between two tokens."""
    for index in range(first, last):
        token = passage.tokens[index]
        if "num" in token.tags or "check" in token.tags or token.norm in ("if", "unless", "until", "otherwise"):
            return True
    return False


def find(passage: Passage, others: list[Candidate]) -> list[Candidate]:
    """Candidates for hedge and calibration."""
    found: list[Candidate] = []
    hits = rules.hits(rules.load("doubt"), passage)
    hedged = [hit for hit in hits if hit.rule.label == "hedge"]
    found.extend(from_hit(passage, hit) for hit in hedged)
    covered = {index for hit in hedged for index in range(hit.first, hit.last)}
    seen: set[int] = set()
    for hit in hits:
        if hit.rule.label != "_world_doubt" or hit.first in covered:
            continue
        sentence = passage.sentence_of[hit.first]
        if sentence in seen:
            continue
        left, right = passage.bounds(hit.first)
        follow = passage.sentences[sentence + 1].last if sentence + 1 < len(passage.sentences) else right
        about_self = passage.tokens[hit.first - 1].norm == "i" if hit.first else False
        if about_self and passage.tokens[hit.first].norm in ("could", "may", "might"):
            continue
        if any(left <= index < right for index in covered):
            continue
        if _lever(passage, left, right) and _acts(passage, left, max(right, follow)):
            seen.add(sentence)
            found.append(at(passage, "calibration", left, right, _CALIBRATED, 0.7))
    return found


def _acts(passage: Passage, first: int, last: int) -> bool:
    """Whether a check or mitigation follows."""
    return any("check" in passage.tokens[i].tags for i in range(first, last))
