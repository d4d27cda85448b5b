"""The interviewer as a pure state machine: events in, actions out, no clock, no device, no chance.

    state, actions = step(state, event)

`TABLE` says which event is heard in which mode and who handles it. An event that a mode does not know is no error: it
is noted and changes nothing, because real devices deliver late and double. A state is immutable, so a runner may step
it on trial at a soft end, arm the reply, and forget it when the candidate goes on.

    new ─Started→ speaking ─SpokenToEnd→ listening ─AnswerEnded→ speaking → … → closing ─SpokenToEnd→ over
                     ↑   pause ↓↑ resume    │ NothingSaid: nudge, offer to skip, move on
                     └──── paused ──────────┘ Progress: perhaps BreakIn

One `Say` at a time: what is put to the candidate always is one utterance, an acknowledgement and its question together.
The blind spot: time only passes with events. A runner that sends none cannot be closed in time by anybody.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from ...flow.conditions import Facts, evaluate
from ...flow.model import Flow
from ...language.model import Analysis
from ...sessions.actions import BreakIn
from ...sessions.events import (
    Acknowledged,
    Answer,
    AnswerEnded,
    BrokeIn,
    Command,
    Event,
    NothingSaid,
    Progress,
    Reworded,
    SpokenToEnd,
    Started,
    VoiceBegan,
    Yielded,
)
from . import pace, spoken_commands
from .conduct import Step, ask, close, end, go_on, has_answer, ignored, listen, move_on, phrase, say
from .deflection import yielded
from .facts import counts, heard
from .openings import first_word
from .policy import next_node
from .pressure import choose_break
from .requests import REQUESTS, at_once, command, skip, voice_while_paused, while_paused
from .rewording import refused
from .state import CLOSING, LISTENING, NEW, OVER, PAUSED, SPEAKING, Asked, State, Turn

__all__ = ["TABLE", "State", "begin", "step"]

MAX_SILENT_QUESTIONS = 3
"After so many questions in a row without any answer nobody is there."


def begin(flow: Flow) -> State:
    """An interview that has not started; `Started` starts it.

    What is worked out once a flow (conditions, word lists, the shortest ways) is worked out here, not at an answer.
    """
    pace.still_needed(flow)
    heard([Analysis("warm")])
    for question in flow.questions.values():
        for condition in (*(f.when for f in question.follow_ups), *(e.when for e in question.next)):
            evaluate(condition, Facts())
    return State(flow=flow, minutes=flow.minutes)


def step(state: State, event: Event) -> Step:
    """One event → the next state and what the interviewer does. Total: never raises on any event in any state."""
    if isinstance(event, Acknowledged | Yielded):
        return _heard_of_us(state, event), ()
    if not math.isfinite(event.at_s):
        return ignored(state, event, "its time is no number"), ()
    state = replace(state, now_s=max(state.now_s, event.at_s))
    if state.mode not in (NEW, OVER, PAUSED):
        late = _out_of_time(state, event)
        if late is not None:
            return late
    handler = TABLE[state.mode].get(type(event))
    if handler is None:
        return ignored(state, event, f"it means nothing while {state.mode}"), ()
    return handler(state, event)


def _heard_of_us(state: State, event: Acknowledged | Yielded) -> State:
    """No turn, and no time passes by it: what was armed meanwhile stays true. What follows it opens otherwise."""
    word = first_word(event.text)
    if isinstance(event, Yielded):
        return replace(state, openings=(word,)) if event.played_s > 0 else state
    return replace(state, openings=(*(before for before in state.openings if before != word), word))


def _out_of_time(state: State, event: Event) -> Step | None:
    """What happens when the budget is overdrawn, whatever the event; None while there is time."""
    if state.mode == CLOSING:
        if pace.past(state, pace.STOP) and not isinstance(event, SpokenToEnd):
            return end(state, state.closing_reason or "finished")
        return None
    if isinstance(event, AnswerEnded) or not pace.past(state, pace.GIVE_UP):
        return None  # an answer that is there is kept, however late; what follows it is the closing
    return close(state, "out_of_time", stop=state.mode == LISTENING)


# ---- beginning and speaking ----


def _started(state: State, event: Event) -> Step:
    assert isinstance(event, Started)
    budget = event.minutes if math.isfinite(event.minutes) and event.minutes > 0 else state.flow.minutes
    state = replace(
        state,
        started_s=state.now_s,
        seed=event.seed,
        minutes=budget,
        pressure=event.pressure,
        varied=event.varied,
        clock=event.clock,
        mode=SPEAKING,
    )
    return say(state, phrase(state, "greeting"), "greeting", then="ask")


def _spoken(state: State, event: Event) -> Step:
    assert isinstance(event, SpokenToEnd)
    if state.saying is None or event.utterance != state.saying.utterance:
        return ignored(state, event, "another utterance is being spoken"), ()
    then, state = state.then, replace(state, saying=None, then="")
    if then == "ask":
        return ask(state, state.flow.start)
    if then == "end":
        return end(state, state.closing_reason or "finished")
    return listen(state, wait=then == "wait")


# ---- listening ----


def _voice(state: State, event: Event) -> Step:
    assert state.thread is not None
    return replace(state, thread=replace(state.thread, silences=0)), ()


def _progress(state: State, event: Event) -> Step:
    assert isinstance(event, Progress) and state.thread is not None
    thread = state.thread
    state = replace(state, clauses=state.clauses + bool(event.clause_edge))
    found = choose_break(state, thread, event)
    if found is None:
        return state, ()
    waiting, preface, why = found
    if waiting.kind == "constraint":
        thread = replace(thread, constraint=waiting.id)
    said = tuple(dict.fromkeys((*state.said, *(t for t in (preface, waiting.text) if t))))
    state = replace(state, waiting=waiting, thread=thread, utterance=waiting.utterance, said=said)
    action = BreakIn(
        waiting.utterance, preface, waiting.text, thread.node, why=why, kind=waiting.kind, constraint=waiting.id
    )
    return state, (action,)


def _reworded(state: State, event: Event) -> Step:
    """Other words for what may be asked next: kept until the answer ends, and only if they are the same question."""
    assert isinstance(event, Reworded)
    if why := refused(event.original, event.text):
        return ignored(state, event, why), ()
    return replace(state, reworded=(event.original, event.text)), ()


def _broke_in(state: State, event: Event) -> Step:
    assert isinstance(event, BrokeIn)
    if state.waiting is None or state.waiting.at_char is not None:
        return ignored(state, event, "no interruption was ordered"), ()
    waiting = replace(state.waiting, at_char=max(0, event.at_char))
    return replace(state, waiting=waiting, openings=(waiting.opens,)), ()


def _answered(state: State, event: Event) -> Step:
    """An answer, or a request in place of one."""
    assert isinstance(event, AnswerEnded) and state.thread is not None
    answer = event.answer
    if not answer.text.strip():
        return _silence(state, event)
    request = spoken_commands.recognise(answer.text, skip_offered=state.skip_offered)
    broken = state.waiting if state.waiting is not None and state.waiting.at_char is not None else None
    state = replace(state, skip_offered=False, thread=replace(state.thread, silences=0), mode=SPEAKING, saying=None)
    if request is None:
        return go_on(_keep(state, answer))
    if request.rest:
        state = replace(_keep(state, answer), partial=True)
        state = replace(state, turn=state.turn + 1)
    if broken is not None and broken.kind == "constraint":  # what is to be answered now is the constraint
        state = replace(state, asked=Asked("constraint", broken.text, "calm_adaptation", broken.id))
    if request.name == "done":
        return go_on(state) if has_answer(state) else skip(state)
    return REQUESTS[request.name](state, request.topic)


def _keep(state: State, answer: Answer) -> State:
    """Record an answer in its thread, and what it teaches about the thread."""
    assert state.thread is not None and state.asked is not None
    broken = state.waiting if state.waiting is not None and state.waiting.at_char is not None else None
    put = broken is not None and broken.kind == "constraint"
    turn = Turn(
        asked=state.asked,
        answer=answer,
        number=state.turn,
        constraint=broken.id if broken is not None and put else "",
        constraint_at=min(broken.at_char or 0, len(answer.text)) if broken is not None and put else 0,
    )
    thread = replace(state.thread, turns=(*state.thread.turns, turn))
    ever = tuple(dict.fromkeys((*state.ever, *counts(answer.analysis))))
    dry = state.dry
    target = turn.asked.target
    if turn.asked.kind == "follow_up" and target is not None and not yielded(target, answer.analysis):
        dry = (*dry, target)
    return replace(state, thread=thread, ever=ever, dry=dry, quiet=0, answered=state.answered + 1)


# ---- silence ----


def _silence(state: State, event: Event) -> Step:
    """Nobody spoke: a nudge, then an offer to skip, then on to the next question."""
    assert state.thread is not None
    silences = state.thread.silences + 1
    if state.partial or (state.waiting is not None and has_answer(state)):
        return go_on(replace(state, mode=SPEAKING, partial=False))
    state = replace(state, thread=replace(state.thread, silences=silences))
    if silences == 1:
        return say(state, phrase(state, "nudge"), "nudge", then="listen")
    if silences == 2:
        return say(replace(state, skip_offered=True), phrase(state, "offer_skip"), "nudge", then="listen")
    quiet = state.quiet + 1 if not has_answer(state) else 0
    state = replace(state, quiet=quiet)
    if quiet >= MAX_SILENT_QUESTIONS:
        return close(state, "no_answers")
    assert state.thread is not None
    decision = next_node(state, state.thread)
    return move_on(state, decision, opening="moved_on", ended="silence")


# ---- requests, spoken or by key ----


# ---- the end ----


def _late_sound(state: State, event: Event) -> Step:
    """An utterance of ours ended while we listen: an interruption that was cut short, or a double report."""
    return ignored(state, event, "the answer is being listened to"), ()


Handler = Callable[[State, Event], Step]
TABLE: dict[str, dict[type, Handler]] = {
    NEW: {Started: _started, Command: at_once},
    SPEAKING: {SpokenToEnd: _spoken, Command: command},
    LISTENING: {
        VoiceBegan: _voice,
        Progress: _progress,
        BrokeIn: _broke_in,
        Reworded: _reworded,
        AnswerEnded: _answered,
        NothingSaid: _silence,
        SpokenToEnd: _late_sound,
        Command: command,
    },
    PAUSED: {Command: while_paused, VoiceBegan: voice_while_paused},
    CLOSING: {SpokenToEnd: _spoken, Command: at_once},
    OVER: {},
}
"Who handles which event in which mode. What is not here is ignored, and noted."
