"""Claims of size, number, role or outcome, and candidates for exposure, inflation, generic talk and bare outcomes."""

from __future__ import annotations

from ...english import numbers
from ...english.wordset import words
from ..model import Claim, ClaimKind
from ..rules.candidate import Candidate, from_hit
from ..rules.passage import Passage
from ..rules.rules import Hit
from .agency import Act

LARGE = 1000
"From this count on a number of things is a statement of scale."

_COMPARING = words(
    "than from against versus before after compared baseline control instead previously earlier up down half double twice"
)
_ROLE = words(
    "lead leader owner engineer manager scientist analyst responsible charge intern architect head founder on-call pager"
)


_PHRASE = words(
    "hand hands thing things way ways point side day time another us them you person reason sense case part idea step place moment"
)
"Before these, one and two count nothing: `on the one hand`, `one thing`, `two of us`."


def _only_a_phrase(number: numbers.Number) -> bool:
    """Whether a small number is a manner of speaking and no number of a claim."""
    return number.value <= 2 and (number.unit in _PHRASE or not number.unit or number.value == 1)


def find(passage: Passage, hits: list[Hit]) -> list[Candidate]:
    """Candidates for exposure, inflation, generic and outcome_only."""
    return [from_hit(passage, hit) for hit in hits if not hit.rule.label.startswith("_")]


def statements(passage: Passage, hits: list[Hit], acts: list[Act]) -> tuple[Claim, ...]:
    """The claims of a passage: at most one of each kind a sentence, each spanning its sentence."""
    moved = {passage.sentence_of[h.first] for h in hits if h.rule.id == "oo-moved"}
    large = {passage.sentence_of[h.first] for h in hits if h.rule.id in ("ex-size", "in-vague", "in-hype")}
    sized = {passage.sentence_of[h.first] for h in hits if h.rule.id == "ex-size"}
    owned = {passage.sentence_of[act.verb] for act in acts if act.subject == "i"}
    found: list[Claim] = []
    for number, sentence in enumerate(passage.sentences):
        said = [n for n in numbers.find(passage.tokens, sentence.first, sentence.last) if not _only_a_phrase(n)]
        vocabulary = set(passage.norms(sentence.first, sentence.last))
        titled = "i" in vocabulary and bool(vocabulary & _ROLE)
        kinds: list[ClaimKind] = []
        counted = [n for n in said if n.counts_things and n.value >= LARGE]
        if counted or (number in sized and not said):
            kinds.append("scale")
        if number in moved and (said or number in large):
            kinds.append("outcome")
        rest = [n for n in said if n not in counted and n.unit]
        if rest and number not in moved:
            kinds.append("number")
        if titled or number in owned:
            kinds.append("role")
        start, end = passage.span(sentence.first, sentence.last)
        compared = bool(vocabulary & _COMPARING) or len({n.unit for n in said}) < len(said)
        for kind in kinds:
            found.append(
                Claim(
                    kind=kind,
                    start=start,
                    end=end,
                    text=passage.text.raw[start:end],
                    has_number=bool(said),
                    has_comparison=compared,
                    has_role=number in owned or titled,
                )
            )
    return tuple(found)
