"""Ownership, decision ownership and team voice, from the subjects of decision verbs."""

from __future__ import annotations

from ..rules.candidate import Candidate, at, from_hit
from ..rules.passage import Passage
from ..rules.rules import Hit
from .agency import Act

_OWN = "A first-person verb that answers for the act."
_DECIDED = "Your own decision, with its reason, opponent, gate or stakes: this is what interviewers listen for."
_TEAM = "A decision whose subject is the group: the listener cannot tell what you decided."
_HEDGES = frozenset("guess suppose maybe perhaps probably possibly think believe might may somehow sort kind".split())


def _clause_end(passage: Passage, index: int) -> int:
    """Behind the clause that token `index` is in: at a comma, semicolon or joining word, or after 14 words."""
    last = passage.sentences[passage.sentence_of[index]].last
    end = index + 1
    while end < min(last, index + 14):
        if passage.tokens[end - 1].comma or passage.tokens[end].norm in (
            "because",
            "since",
            "so",
            "but",
            "although",
            "until",
            "unless",
        ):
            break
        end += 1
    return end


def _hedged(passage: Passage, first: int, verb: int, sentence_first: int) -> bool:
    """Whether the decision stands under a hedge: "I guess I decided", "I sort of decided"."""
    before = passage.norms(max(sentence_first, first - 4), verb)
    return any(word in _HEDGES for word in before)


def find(passage: Passage, hits: list[Hit], acts: list[Act]) -> list[Candidate]:
    """Candidates for the three labels."""
    found: list[Candidate] = []
    for act in acts:
        sentence = passage.sentences[passage.sentence_of[act.verb]]
        end = _clause_end(passage, act.end - 1)
        if act.subject == "we":
            if act.plural_verb:
                found.append(at(passage, "team_voice", act.first, end, _TEAM, 0.8, "we-verb"))
            continue
        if _hedged(passage, act.first, act.verb, sentence.first):
            continue
        found.append(
            at(
                passage,
                "ownership",
                act.first,
                end,
                _OWN,
                0.85 if act.strong else 0.7,
                "i-verb" if act.strong else "i-verb-object",
            )
        )
        if _grounded(passage, act.verb, sentence.first, sentence.last):
            left, right = passage.bounds(act.verb)
            found.append(at(passage, "decision_ownership", max(left, act.first), right, _DECIDED, 0.8, "grounded-verb"))
    for hit in hits:
        found.append(from_hit(passage, hit))
        if hit.rule.label == "ownership":
            sentence = passage.sentences[passage.sentence_of[hit.first]]
            if _grounded(passage, hit.first, sentence.first, sentence.last):
                found.append(
                    at(passage, "decision_ownership", hit.first, sentence.last, _DECIDED, 0.7, "grounded-claim")
                )
    return found


def _grounded(passage: Passage, verb: int, first: int, last: int) -> bool:
    """Whether a reason, opponent, gate or stakes is in reach of the decision."""
    left, right = passage.bounds(verb)
    for index in range(left, right):
        tags = passage.tokens[index].tags
        if "reason" in tags or "gate" in tags or "opponent" in tags:
            return True
        if passage.tokens[index].norm == "so" and index < verb and index > first:
            return True
    return False
