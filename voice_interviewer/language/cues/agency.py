"""Who decided? The subject of each decision verb, not the count of pronouns: ownership, decision_ownership, team_voice."""

from __future__ import annotations

from dataclasses import dataclass

from ..rules.passage import Passage

_SKIP = frozenset("have has had do did also then just not".split())
_JOIN = frozenset("and then but or so".split())
_OBJECTS = frozenset(
    "threshold thresholds limit limits launch release rollout metric metrics target targets deadline scope default budget "
    "rule rules policy gate plan line bar cap ceiling floor cutoff cut-off date veto condition conditions criteria criterion "
    "decision call name job review trigger alarm priority priorities order roadmap window holdout promotion requirement "
    "standard contract owner budget model feature features system flag traffic version price share ratio weight weights "
    "schedule cadence loss objective label labels approver approval sign-off switch ramp migration vendor contractor".split()
)
_NEGATED = frozenset("not never".split())
_UNREAL = frozenset("would could should might may can will must to shall if".split())


@dataclass(frozen=True, slots=True)
class Act:
    """A decision verb with its subject. Token indexes; `subject` is `i`, `we`, `other` or empty when none was found."""

    subject: str
    first: int
    "Where the subject begins (the verb itself when the subject is carried over from an earlier clause)."
    verb: int
    end: int
    "Behind the verb phrase."
    strong: bool
    "A verb that decides by itself; otherwise its object must be something one decides about."
    plural_verb: bool
    "The verb counts as a decision when a team makes it."


def _verb_end(passage: Passage, index: int) -> int:
    end = index + 1
    while end < len(passage.tokens) and "~" in passage.tokens[end].tags:
        end += 1
    return end


def _subject(passage: Passage, verb: int, first: int, memory: tuple[str, int]) -> tuple[str, int]:
    """The subject left of `verb`, not before `first`; `memory` is the clause's earlier subject for "and" chains."""
    tokens = passage.tokens
    index = verb - 1
    steps = 0
    joined = False
    while index >= first and steps < 7:
        token = tokens[index]
        word = token.norm
        if word in _UNREAL:
            return "unreal", index
        if word in _NEGATED:
            return "negated", index
        if word == "i":
            return "i", index
        if word in ("we", "us"):
            return "we", index
        if "collective" in token.tags and not joined:
            return "we", index
        if "~" in token.tags:
            start = index
            while start > first and "~" in tokens[start].tags:
                start -= 1
            if "collective" in tokens[start].tags:
                return "we", start
            if "adv" in tokens[start].tags:
                index = start - 1
                steps += 1
                continue
        if (
            word in ("all", "both", "together", "myself", "ourselves", "who", "that")
            or "adv" in token.tags
            or word in _SKIP
        ):
            index -= 1
            steps += 1
            continue
        if word in _JOIN or token.comma:
            joined = True
            break
        return "other", index
    if (joined or index < first) and memory[0] in ("i", "we") and (joined or steps):
        return memory[0], verb
    return ("", verb)


def acts(passage: Passage) -> list[Act]:
    """Every decision verb in the past, with its subject. Linear."""
    found: list[Act] = []
    for sentence in passage.sentences:
        memory: tuple[str, int] = ("", sentence.first)
        for index in range(sentence.first, sentence.last):
            token = passage.tokens[index]
            word = token.norm
            if word in ("i", "we") and index + 1 < sentence.last:
                nxt = passage.tokens[index + 1].norm
                memory = ("unreal" if nxt in _UNREAL else word, index)
            elif word in ("he", "she", "they", "it", "you", "who", "which", "nobody", "someone", "somebody"):
                memory = ("other", index)
            strong = "decide_past" in token.tags
            weak = "decide_with_past" in token.tags
            group = "team_decide_past" in token.tags
            if not (strong or weak or group) or "~" in token.tags:
                continue
            subject, first = _subject(passage, index, sentence.first, memory)
            if subject in ("i", "we"):
                end = _verb_end(passage, index)
                if weak and not strong and not _deciding_object(passage, end, sentence.last):
                    weak = False
                if strong or weak or (group and subject == "we"):
                    found.append(Act(subject, first, index, end, strong, group or weak))
    return found


def _deciding_object(passage: Passage, first: int, last: int) -> bool:
    return any(passage.tokens[i].norm in _OBJECTS for i in range(first, min(last, first + 7)))
