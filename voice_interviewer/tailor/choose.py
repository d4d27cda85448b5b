"""Which questions an interview for a posting has, in which order: a candidate's own, or those of the shipped flows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..flow.conditions import ConditionError, parse, unknown_names
from ..flow.model import Flow
from ..flow.schema import FollowUp, Question
from ..rubric.keys import Pattern
from .posting import Claim, usual
from .question_list import OwnQuestion

LEAST = 5
"Questions of an interview that a posting chooses."
MOST = 7
_OF_SCALE = ("Your notes say: {quote}. Which decision in that was yours?", "direct")
_OF_RESULT = ("Your notes say: {quote}. How do you know that it was so?", "user_harm")
_ABOUT_CLAIMS = {
    "scale": _OF_SCALE,
    "result": _OF_RESULT,
}
_THEN_ASK = {
    "scale": (
        "Which failure there did you see with your own eyes?",
        "What did you do differently because of that?",
    ),
    "result": ("What did that cost elsewhere?", "Who measured it?"),
}


def in_order(patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
    """The kinds of questions to ask, in order: the direct one opens where the posting asks for it, then by weight."""
    ranked = list(dict.fromkeys((*patterns, *usual())))
    wanted = ranked[: max(LEAST, min(MOST, len(patterns)))]
    return tuple(sorted(wanted, key=lambda pattern: pattern != "direct"))


def own_in_order(questions: Sequence[OwnQuestion], patterns: Sequence[Pattern]) -> tuple[OwnQuestion, ...]:
    """A list's questions, those first that the posting points to; those of one weight stay in their order."""
    rank = {pattern: place for place, pattern in enumerate(in_order(patterns) if patterns else ())}
    return tuple(sorted(questions, key=lambda q: rank.get(q.pattern, len(rank)) if q.pattern else len(rank)))


def from_flows(patterns: Iterable[Pattern], flows: Sequence[Flow], known: Sequence[str]) -> list[Question]:
    """One shipped question for each pattern, from the first flow that has one; `known` are the shipped constraints."""
    chosen: list[Question] = []
    for pattern in patterns:
        taken = {question.ask for question in chosen}
        found = next((q for flow in flows for q in _of(flow, pattern, known) if q.ask not in taken), None)
        if found is not None:
            chosen.append(found)
    return chosen


def _of(flow: Flow, pattern: Pattern, known: Sequence[str]) -> Iterator[Question]:
    for node, question in flow.questions.items():
        if question.pattern == pattern:
            kept = tuple(c for c in flow.constraint_ids(node) if c in known)
            alone = tuple(f for f in question.follow_ups if _stands_alone(f))
            yield question.model_copy(update={"constraints": kept, "follow_ups": alone})


def _stands_alone(follow_up: FollowUp) -> bool:
    """Its condition speaks of no other question, which would not be there."""
    try:
        return not list(unknown_names(parse(follow_up.when), ())) if follow_up.when else True
    except ConditionError:
        return False


def about(claims: Sequence[Claim]) -> tuple[OwnQuestion, ...]:
    """A question for each claim of the candidate's notes, in the words of the notes."""
    made = []
    for claim in claims:
        text, pattern = _ABOUT_CLAIMS[claim.kind]
        made.append(
            OwnQuestion(
                text=text.format(quote=claim.quote),
                line=claim.line,
                pattern=pattern,  # type: ignore[arg-type]
                given=True,
                follow_ups=_THEN_ASK[claim.kind],
            )
        )
    return tuple(made)
