"""Which claims the page lists: the candidate's own, those that need a word first, not every number in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ...english import numbers
from ..data.ledger import ledger, of_ones_own, supposes
from ..data.schema import AnswerRow, ClaimRow, Debrief
from ..wording import say
from .page_one import clipped

MOST_WORDS = 30
"Of a claim that is listed though nothing is wrong with it; a longer one is a tale with a number in it."
MOST_SOLID = 8
"Claims that are listed though nothing is wrong with them."


@dataclass(frozen=True, slots=True)
class Listed:
    """A claim as the table shows it."""

    row: AnswerRow
    claim: ClaimRow
    text: str

    @property
    def stands(self) -> str:
        """The verdict in words; one that is solid and still lacks something is not said to stand as it is."""
        firmer = self.claim.verdict == "solid" and self.claim.you_may_say
        return say("verdicts", "firmer" if firmer else self.claim.verdict)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The table of claims."""

    listed: list[Listed]
    "Those that need a word first, then the others as they were said."
    more: int
    "How many further ones stand as said."


def claimed(debrief: Debrief) -> Claimed:
    """What is worth reading of all claims, each text once."""
    seen: set[str] = set()
    listed: list[Listed] = []
    solid = 0
    for row, claim in ledger(debrief.answers):
        text = claim.text.casefold()
        if not _worth(claim) or (text in seen and claim.verdict != "contradicted"):
            continue
        seen.add(text)
        if claim.verdict == "solid":
            solid += 1
            if solid > MOST_SOLID:
                continue
        listed.append(Listed(row, claim, clipped(claim.text, MOST_WORDS)))
    return Claimed(listed, max(0, solid - MOST_SOLID))


def _worth(claim: ClaimRow) -> bool:
    text = claim.text
    if claim.verdict == "contradicted" or claim.you_may_say:
        return True
    if claim.verdict != "solid":
        return of_ones_own(text) or " you " not in f" {text.casefold()} "
    if not of_ones_own(text) or supposes(text) or len(text.split()) > MOST_WORDS or text.count('"') % 2:
        return False
    return claim.kind == "role" or bool(numbers.values(text))
