"""What to say after an answer: first decide what to pursue, then find words for it. Pure, seeded, with reasons.

The order in which a sharp interviewer would think:

1. Did the answer take up the question at all? If not, put it once more in other words; a second time, leave it.
2. Did the last follow-up get what it was after? A thread that stays dry is left.
3. What is the one thing this answer lacks (`choose_target`)? The flow's own follow-ups come first, then the probe bank.
4. Nothing remedial? Then the candidate has earned a harder question: growth, or a change of circumstances.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ...flow.conditions import evaluate
from ...flow.schema import FollowUp, Question
from ...language.model import Weakness
from ...rubric import keys, patterns
from ...rubric.relations import OPENING, near
from . import slots
from .choose import number, pick, shuffled
from .deflection import why_deflected, yielded
from .facts import facts
from .pace import follow_up_fits
from .state import State, Thread, Turn
from .targets import is_ready, signals_in, targets

PREPARED = "The question keeps this follow-up ready for such an answer."
ALWAYS = "The question always goes on with this."
FURTHER = "The question was taken further, to see how far the answer carries."
STORY_PARTS = 4
"A question that wants so many parts of a story is about the story: a missing part is asked for before anything else."
SELDOM = 12
"Once in so many times a sound answer gets the flow's own question about what it left open, instead of a harder one."
MOST_DRY = 2
"A target that did not yield so often in a session is left for good."

MOST_WORN = 2
"A way of speaking is taken up so often in a session; after that the content is asked for instead."


@dataclass(frozen=True, slots=True)
class Decision:
    """What comes after an answer."""

    kind: Literal["follow_up", "reprompt", "constraint", "next"]
    why: str
    text: str = ""
    target: str | None = None
    id: str = ""
    "Id of the prepared follow-up or constraint."
    to: str = ""
    "For `next`: the question or END."


def decide(state: State) -> Decision:
    """What the interviewer does after the answer that was just given (the last turn of the present thread)."""
    thread = state.thread
    assert thread is not None and thread.turns
    question = state.flow.questions[thread.node]
    onward = next_node(state, thread)
    turn = thread.turns[-1]
    if turn.answer.analysis.personal:  # as it was kept with the answer; journals of before hold none
        return _left(onward, turn.answer.analysis.weakness.why)
    fits = follow_up_fits(state, onward.to)
    deflected = why_deflected(
        turn.answer.text, turn.answer.analysis, turn.asked.target if turn.asked.kind == "follow_up" else None
    )
    if deflected:
        again = None if thread.reprompted or not fits else _reprompt(state, thread, question, turn, deflected)
        return again or _left(onward, f"The question was left: {deflected}.")
    if not fits:
        return _left(onward, "The time is needed for what is still to come.")
    pending = _pending_constraint(state, thread)
    if pending is not None:
        return pending
    if len(thread.pursued) >= question.limits.follow_ups:
        return onward
    if _dry(thread, most=2 if len(question.wants) >= STORY_PARTS else 1):
        pursued = keys.words(turn.asked.target or "this")
        return _left(onward, f"The follow-up on {pursued} brought nothing new; the thread is left.")
    return choose_follow_up(state, thread, question) or onward


def _dry(thread: Thread, most: int) -> bool:
    """Whether the last follow-ups, `most` of them in a row, brought nothing; a story has other parts to ask for."""
    last = thread.turns[-most:]
    return len(last) == most and all(
        turn.asked.kind == "follow_up" and not yielded(turn.asked.target, turn.answer.analysis) for turn in last
    )


def _left(onward: Decision, why: str) -> Decision:
    return Decision("next", f"{why} {onward.why}".strip(), to=onward.to)


def _reprompt(state: State, thread: Thread, question: Question, turn: Turn, deflected: str) -> Decision | None:
    """The same question in other words, once."""
    asked = turn.asked
    variants: tuple[str, ...] = question.ask
    if asked.kind == "follow_up":
        own = next((f.ask for f in question.follow_ups if f.id == asked.id), ())
        variants = own or state.flow.probes.get(asked.target or "growth", ())
    elif asked.kind == "constraint":
        variants = state.flow.constraints[asked.id].text
    if turn.answer.analysis.language != "en":
        manners = state.flow.manners.in_english
        opening = pick(manners, state.seed, thread.node, "in English", used=state.said, heard=state.heard)
        why = f"The question was asked again: {deflected}, and no other language is understood."
        return Decision("reprompt", why, f"{opening} {asked.text}", asked.target, asked.id)
    others = [text for text in variants if text != asked.text and "{" not in text and not asked.text.endswith(text)]
    if not others:
        return None
    ways = state.flow.manners.reprompt
    opening = pick(ways, state.seed, thread.node, "reprompt", used=state.said, heard=state.heard)
    text = pick(others, state.seed, thread.node, thread.visit, "again", used=state.said)
    why = f"The answer did not take up the question ({deflected}), so it was asked once more in other words."
    return Decision("reprompt", why, f"{opening} {text}", asked.target, asked.id)


def next_node(state: State, thread: Thread) -> Decision:
    """The edge that is taken from a question after what was said to it."""
    known = facts(state, thread)
    for condition, to in state.flow.edges(thread.node):
        if not condition or evaluate(condition, known):
            why = f"The flow goes on this way because {condition}." if condition else ""
            return Decision("next", why, to=to)
    return Decision("next", "No edge of the flow applied.", to="END")


def _pending_constraint(state: State, thread: Thread) -> Decision | None:
    """A constraint that was meant for this answer but found no place in it is put now."""
    waiting = state.waiting
    if waiting is None or waiting.kind != "constraint" or waiting.at_char is not None:
        return None
    return Decision(
        "constraint",
        "The answer was over before the constraint could be put into it.",
        waiting.text,
        "calm_adaptation",
        waiting.id,
    )


def choose_follow_up(state: State, thread: Thread, question: Question) -> Decision | None:
    """The follow-up to what has been said to this question, or None to go on.

    What the words themselves call for comes first, in the flow's wording or the bank's; then what is merely absent,
    in the order the question hopes for it and in the flow's wording; the bank asks for absent things only once.
    """
    turn = thread.turns[-1]
    analysis = turn.answer.analysis
    dry = {target for target in state.dry if state.dry.count(target) >= MOST_DRY}
    shown = signals_in(t.answer.analysis for t in thread.turns)
    told = {part for t in thread.turns for part, span in t.answer.analysis.story.items() if span is not None}
    put = any(t.constraint or t.asked.kind == "constraint" for t in thread.turns)
    hopes_for_calm = "calm_adaptation" in _hopes(question) and not put
    listens = [s for s in _hopes(question) if s not in shown and (put or s != "calm_adaptation")]
    wants = [p for p in question.wants if p not in told]
    usable = _usable(state, thread, question)
    a_story = len(question.wants) >= STORY_PARTS
    if is_ready(analysis, _hopes(question), shown) and not (a_story and wants):
        if number(state.seed, thread.node, thread.visit, "left open") % SELDOM == 0:
            found = _any_prepared(state, thread, usable, dry, only={*listens, *wants})
            if found is not None:
                return found
        if thread.opened:
            return None
        change = _constraint(state, thread, _NO_CHANGE_YET) if hopes_for_calm else None
        return change or _open_further(state, thread, question, usable)
    avoid = {*thread.pursued, *dry, *_worn(state)}
    missing: list[Weakness] = []
    for weak in targets(analysis, avoid, () if a_story else tuple(listens), tuple(wants), state.flow.role):
        said_so = weak.quote is not None or weak.target == analysis.weakness.target
        found = _prepared(state, thread, usable, weak, (weak.target,))
        if found is None and said_so:
            found = _from_bank(state, thread, turn, weak)
        found = found or _prepared(state, thread, usable, weak, _same_thing(weak.target))
        if found is not None:
            return found
        missing.append(weak)
    change = _constraint(state, thread, _NO_CHANGE_YET) if hopes_for_calm else None
    if change is not None:
        return change
    usable = [f for f in usable if put or f.target != "calm_adaptation"]
    prepared = _any_prepared(state, thread, usable, dry)
    if prepared is not None or thread.pursued:
        return prepared
    bank = (_from_bank(state, thread, turn, weak) for weak in missing)
    return next((found for found in bank if found is not None), None)


_NO_CHANGE_YET = "The question is about a change of circumstances, and none had come."


def _worn(state: State) -> set[str]:
    """Ways of speaking that were pursued so often that going on about them would be badgering."""
    pursued = [target for thread in state.threads for target in thread.pursued]
    return {target for target in keys.COSTS if pursued.count(target) >= MOST_WORN}


def _usable(state: State, thread: Thread, question: Question) -> list[FollowUp]:
    """Prepared follow-ups whose condition holds and that were not asked yet."""
    known = facts(state, thread)
    return [f for f in question.follow_ups if f.id not in thread.used and evaluate(f.when, known)]


def _prepared(
    state: State, thread: Thread, usable: Iterable[FollowUp], weak: Weakness, aims: tuple[str | None, ...]
) -> Decision | None:
    """The flow's own follow-up with the first of these targets that it has."""
    for aim in aims:
        for follow_up in usable:
            if follow_up.target == aim:
                return _worded(state, thread, follow_up, weak.quote, weak.why)
    return None


def _hopes(question: Question) -> tuple[str, ...]:
    """What the question listens for: its own list, else its pattern's."""
    return question.listens_for or patterns.listens(question.pattern)


def _same_thing(target: str | None) -> tuple[str | None, ...]:
    """Targets of prepared follow-ups that pursue this weakness, the exact one first."""
    return (target, *near(target))


def _worded(
    state: State, thread: Thread, follow_up: FollowUp, quote: tuple[int, int] | None, why: str
) -> Decision | None:
    turn = thread.turns[-1]
    words = _material(state, thread, turn, quote, follow_up.target)
    text = slots.word(follow_up.ask, words, state.seed, thread.node, thread.visit, follow_up.id, used=state.said)
    if text is None:
        return None
    because = why or (PREPARED if follow_up.when else ALWAYS)
    return Decision("follow_up", because, text, follow_up.target, follow_up.id)


def _material(
    state: State, thread: Thread, turn: Turn, quote: tuple[int, int] | None, target: str | None
) -> slots.Material:
    put = _put(state, thread)
    constraint = ""
    if put is not None:
        constraint = (
            put.asked.text if put.asked.kind == "constraint" else state.flow.constraints[put.constraint].text[0]
        )
    confidence = 1.0 if turn.answer.typed else turn.answer.confidence
    return slots.material(turn.answer.analysis, quote, target, confidence=confidence, constraint=constraint)


def _put(state: State, thread: Thread) -> Turn | None:
    """The answer into which, or before which, this question's constraint was put in its own words.

    One that is put again is begun with other words, which are none of it. Journals from before that was seen to (not
    `varied`) said back how it was put last.
    """
    met = [turn for turn in thread.turns if turn.constraint or turn.asked.kind == "constraint"]
    own = [turn for turn in met if turn.constraint or not turn.asked.again] if state.varied else met
    return own[-1] if own else met[0] if met else None


def _from_bank(state: State, thread: Thread, turn: Turn, weak: Weakness) -> Decision | None:
    variants = state.flow.probes.get(weak.target or "growth")
    if not variants:
        return None
    words = _material(state, thread, turn, weak.quote, weak.target)
    text = slots.word(variants, words, state.seed, thread.node, thread.visit, weak.target, used=state.said)
    return None if text is None else Decision("follow_up", weak.why, text, weak.target)


def _open_further(state: State, thread: Thread, question: Question, usable: Iterable[FollowUp]) -> Decision | None:
    """A harder question for an answer that needs no mending: the flow's own, a constraint, or growth."""
    why = FURTHER
    for follow_up in usable:
        if follow_up.target is None or (follow_up.target in OPENING and follow_up.target not in thread.pursued):
            found = _worded(state, thread, follow_up, None, why)
            if found is not None:
                return found
    ways = shuffled(("constraint", "growth"), state.seed, thread.node, thread.visit)
    for way in ways:
        found = _constraint(state, thread, why) if way == "constraint" else _growth(state, thread, question, why)
        if found is not None:
            return found
    return None


def _constraint(state: State, thread: Thread, why: str) -> Decision | None:
    if not state.pressure or thread.constraint:
        return None
    put = {t.constraint for t in state.threads}
    free = [c for c in state.flow.constraint_ids(thread.node) if c not in put and c in state.flow.constraints]
    if not free:
        return None
    chosen = free[number(state.seed, thread.node, thread.visit, "constraint") % len(free)]
    text = pick(state.flow.constraints[chosen].text, state.seed, chosen, used=state.said)
    return Decision("constraint", why, text, "calm_adaptation", chosen)


def _growth(state: State, thread: Thread, question: Question, why: str) -> Decision | None:
    just_before = bool(state.done) and "growth" in state.done[-1].pursued
    if question.pattern == "growth" or "growth" in thread.pursued or just_before:
        return None
    variants = state.flow.probes.get("growth")
    if not variants:
        return None
    words = _material(state, thread, thread.turns[-1], None, None)
    text = slots.word(variants, words, state.seed, thread.node, thread.visit, "growth", used=state.said)
    return None if text is None else Decision("follow_up", why, text, "growth")


def _any_prepared(
    state: State, thread: Thread, usable: Iterable[FollowUp], dry: Iterable[str], only: set[str] | None = None
) -> Decision | None:
    """Whatever else the flow wants to ask here; with `only`, about nothing but these."""
    left = (*thread.pursued, *dry)
    for follow_up in usable:
        if follow_up.target not in left and (only is None or follow_up.target in only):
            found = _worded(state, thread, follow_up, None, "")
            if found is not None:
                return found
    return None
