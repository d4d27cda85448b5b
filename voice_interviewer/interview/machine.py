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

from ..flow.model import Flow
from ..flow.schema import END
from . import pace, spoken_commands
from .actions import Action, BreakIn, End, Hold, Listen, Say, StopListening
from .choose import number, pick
from .deflection import yielded
from .events import (
    Answer,
    AnswerEnded,
    BrokeIn,
    Command,
    Event,
    NothingSaid,
    Progress,
    SpokenToEnd,
    Started,
    VoiceBegan,
)
from .facts import counts
from .policy import Decision, decide, next_node
from .pressure import choose_break
from .state import CLOSING, LISTENING, NEW, OVER, PAUSED, SPEAKING, Asked, Note, State, Thread, Turn

__all__ = ["TABLE", "State", "begin", "step"]

Step = tuple[State, tuple[Action, ...]]

WAIT_S = 30.0
"How long a candidate who asked for a moment is left alone."
WAIT_PATIENCE = 1.5
MAX_NOTES = 100
MAX_SILENT_QUESTIONS = 3
"After so many questions in a row without any answer nobody is there."


def begin(flow: Flow) -> State:
    """An interview that has not started; `Started` starts it."""
    return State(flow=flow, minutes=flow.minutes)


def step(state: State, event: Event) -> Step:
    """One event → the next state and what the interviewer does. Total: never raises on any event in any state."""
    if not math.isfinite(event.at_s):
        return _ignored(state, event, "its time is no number"), ()
    state = replace(state, now_s=max(state.now_s, event.at_s))
    if state.mode not in (NEW, OVER, PAUSED):
        late = _out_of_time(state, event)
        if late is not None:
            return late
    handler = TABLE[state.mode].get(type(event))
    if handler is None:
        return _ignored(state, event, f"it means nothing while {state.mode}"), ()
    return handler(state, event)


def _ignored(state: State, event: Event, why: str) -> State:
    note = Note(state.now_s, f"{type(event).__name__} was ignored: {why}")
    return replace(state, notes=(*state.notes[-MAX_NOTES + 1 :], note))


def _out_of_time(state: State, event: Event) -> Step | None:
    """What happens when the budget is overdrawn, whatever the event; None while there is time."""
    if state.mode == CLOSING:
        if pace.past(state, pace.STOP) and not isinstance(event, SpokenToEnd):
            return _end(state, state.closing_reason)
        return None
    if isinstance(event, AnswerEnded) or not pace.past(state, pace.GIVE_UP):
        return None  # an answer that is there is kept, however late; what follows it is the closing
    return _close(state, "out_of_time", stop=state.mode == LISTENING)


# ---- beginning and speaking ----


def _started(state: State, event: Event) -> Step:
    assert isinstance(event, Started)
    budget = event.minutes if math.isfinite(event.minutes) and event.minutes > 0 else state.flow.minutes
    state = replace(
        state, started_s=state.now_s, seed=event.seed, minutes=budget, pressure=event.pressure, mode=SPEAKING
    )
    return _say(state, _phrase(state, "greeting"), "greeting", then="ask")


def _phrase(state: State, name: str, *place: object) -> str:
    """One of the flow's manners, those not used yet first."""
    options: tuple[str, ...] = getattr(state.flow.manners, name)
    return pick(options, state.seed, name, state.turn, len(state.done), *place, used=state.said)


def _say(
    state: State, text: str, kind: str, *, then: str, asked: Asked | None = None, opening: str = "", why: str = ""
) -> Step:
    """Speak one utterance; `opening` stands in front of the text in the same breath."""
    node = state.thread.node if state.thread is not None and kind not in ("greeting", "closing") else ""
    spoken = f"{opening} {text}".strip()
    target = asked.target if asked is not None else None
    say = Say(state.utterance + 1, spoken, kind, node, target, why)
    remembered = tuple(dict.fromkeys((*state.said, *(t for t in (opening, text) if t))))
    state = replace(state, utterance=say.utterance, saying=say, then=then, said=remembered)
    if asked is not None:
        state = replace(state, asked=asked)
    mode = CLOSING if then == "end" else SPEAKING
    return replace(state, mode=mode), (say,)


def _spoken(state: State, event: Event) -> Step:
    assert isinstance(event, SpokenToEnd)
    if state.saying is None or event.utterance != state.saying.utterance:
        return _ignored(state, event, "another utterance is being spoken"), ()
    then, state = state.then, replace(state, saying=None, then="")
    if then == "ask":
        return _ask(state, state.flow.start)
    if then == "end":
        return _end(state, state.closing_reason)
    return _listen(state, wait=then == "wait")


def _ask(state: State, node: str, *, opening: str = "", why: str = "") -> Step:
    """Put a question of the flow; closing where there is none, or no time for it."""
    if node == END or node not in state.flow.questions:
        return _close(state, "finished", opening=opening)
    first = not state.threads
    if not first and not pace.question_fits(state, node):
        return _close(state, "out_of_time")
    visit = state.visits(node) + 1
    question = state.flow.questions[node]
    text = pick(question.ask, state.seed, node, visit, used=state.said)
    state = replace(state, thread=Thread(node, visit), turn=state.turn + 1, partial=False)
    return _say(state, text, "question", then="listen", asked=Asked("question", text), opening=opening, why=why)


def _listen(state: State, *, wait: bool = False) -> Step:
    """Listen for the answer to what was asked last."""
    if state.thread is None or state.asked is None:  # nothing was asked yet: go on with the interview
        return _ask(state, state.flow.start)
    asked, question = state.asked, state.flow.questions[state.thread.node]
    listen = Listen(
        turn=state.turn,
        node=state.thread.node,
        question=asked.text,
        vocabulary=question.vocabulary,
        patience=question.patience * (WAIT_PATIENCE if wait else 1.0),
        wants_parts=question.wants_parts if asked.kind == "question" else 0,
        limit_s=pace.limit_s(state),
        kind=asked.kind,
        target=asked.target,
        pattern=question.pattern,
        constraint=asked.id if asked.kind == "constraint" else "",
    )
    state = replace(state, mode=LISTENING, waiting=None, clauses=0)
    return state, ((Hold(WAIT_S), listen) if wait else (listen,))


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


def _broke_in(state: State, event: Event) -> Step:
    assert isinstance(event, BrokeIn)
    if state.waiting is None or state.waiting.at_char is not None:
        return _ignored(state, event, "no interruption was ordered"), ()
    return replace(state, waiting=replace(state.waiting, at_char=max(0, event.at_char))), ()


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
        return _go_on(_keep(state, answer))
    if request.rest:
        state = replace(_keep(state, answer), partial=True)
        state = replace(state, turn=state.turn + 1)
    if broken is not None and broken.kind == "constraint":  # what is to be answered now is the constraint
        state = replace(state, asked=Asked("constraint", broken.text, "calm_adaptation", broken.id))
    if request.name == "done":
        return _go_on(state) if _has_answer(state) else _skip(state)
    return _REQUESTS[request.name](state, request.topic)


def _has_answer(state: State) -> bool:
    return state.thread is not None and bool(state.thread.turns)


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


def _go_on(state: State) -> Step:
    """Decide what follows the last answer, and say it."""
    decision = decide(state)
    state = replace(state, partial=False, waiting=None, clauses=0)
    if decision.kind == "next":
        return _move_on(state, decision, opening="acknowledge", ended="answered")
    assert state.thread is not None
    thread, kind = state.thread, "follow_up"
    opening = _phrase(state, "acknowledge_short")
    if decision.kind == "constraint":
        kind = "constraint"
        thread = replace(thread, constraint=decision.id, opened=True)
        opening = _phrase(state, "turn_to")
    elif decision.kind == "reprompt":
        last = thread.turns[-1].asked
        kind, opening = last.kind, ""
        thread = replace(thread, reprompted=True)
    else:
        opens = decision.target is None or decision.target == "growth"
        thread = replace(
            thread,
            pursued=(*thread.pursued, decision.target or decision.id or "open"),
            used=(*thread.used, decision.id) if decision.id else thread.used,
            opened=thread.opened or opens,
        )
        if number(state.seed, thread.node, state.turn, "bare") % 3 == 0:
            opening = ""  # not every follow-up needs a word in front
    asked = Asked(kind, decision.text, decision.target, decision.id)
    state = replace(state, thread=thread, turn=state.turn + 1)
    return _say(state, decision.text, kind, then="listen", asked=asked, opening=opening, why=decision.why)


def _move_on(state: State, decision: Decision, *, opening: str, ended: str) -> Step:
    assert state.thread is not None
    done = replace(state.thread, ended=ended)
    after = replace(state, done=(*state.done, done), thread=None, asked=None, waiting=None, skip_offered=False)
    return _ask(after, decision.to, opening=_phrase(after, opening, decision.to), why=decision.why)


# ---- silence ----


def _silence(state: State, event: Event) -> Step:
    """Nobody spoke: a nudge, then an offer to skip, then on to the next question."""
    assert state.thread is not None
    silences = state.thread.silences + 1
    if state.partial or (state.waiting is not None and _has_answer(state)):
        return _go_on(replace(state, mode=SPEAKING, partial=False))
    state = replace(state, thread=replace(state.thread, silences=silences))
    if silences == 1:
        return _say(state, _phrase(state, "nudge"), "nudge", then="listen")
    if silences == 2:
        return _say(replace(state, skip_offered=True), _phrase(state, "offer_skip"), "nudge", then="listen")
    quiet = state.quiet + 1 if not _has_answer(state) else 0
    state = replace(state, quiet=quiet)
    if quiet >= MAX_SILENT_QUESTIONS:
        return _close(state, "no_answers")
    assert state.thread is not None
    decision = next_node(state, state.thread)
    return _move_on(state, decision, opening="moved_on", ended="silence")


# ---- requests, spoken or by key ----


def _repeat(state: State, topic: str = "") -> Step:
    if state.asked is None:
        return _listen(state)
    return _say(state, state.asked.text, "repeat", then="listen", asked=state.asked)


def _clarify(state: State, topic: str = "") -> Step:
    if state.asked is None or state.thread is None:
        return _listen(state)
    own = state.flow.questions[state.thread.node].clarify
    if own and state.asked.kind == "question":
        return _say(state, own, "clarification", then="listen", asked=state.asked)
    text = _phrase(state, "clarify").replace("{question}", state.asked.text)
    return _say(state, text, "clarification", then="listen", asked=state.asked)


def _wait(state: State, topic: str = "") -> Step:
    return _say(state, _phrase(state, "wait"), "acknowledgement", then="wait", asked=state.asked)


def _skip(state: State, topic: str = "") -> Step:
    if state.thread is None:
        return _ask(state, state.flow.start)
    decision = next_node(state, state.thread)
    ended = "answered" if state.thread.turns else "skipped"
    return _move_on(state, decision, opening="skipped", ended=ended)


def _finish(state: State, topic: str = "") -> Step:
    return _close(state, "asked_to_finish")


_REQUESTS: dict[str, Callable[[State, str], Step]] = {
    "repeat": _repeat,
    "clarify": _clarify,
    "wait": _wait,
    "skip": _skip,
    "finish": _finish,
}


def _command(state: State, event: Event) -> Step:
    """A key was pressed."""
    assert isinstance(event, Command)
    if event.name == "pause":
        return replace(state, mode=PAUSED, paused_at_s=state.now_s), (StopListening(), Hold(None))
    if event.name == "resume":
        return _back(state)
    handler = _REQUESTS.get(event.name)
    if handler is None:
        return _ignored(state, event, f'"{event.name}" is no command'), ()
    was_listening = state.mode == LISTENING
    state, actions = handler(replace(state, waiting=None, skip_offered=False), "")
    return state, ((StopListening(), *actions) if was_listening else actions)


def _back(state: State) -> Step:
    """Take up the interview where it was left: after a pause, or after the program was closed."""
    if state.saying is not None and state.saying.kind == "greeting":
        return _say(state, state.saying.text, "greeting", then="ask")
    if state.asked is None or state.thread is None:
        return _ask(state, state.flow.start)
    was_listening = state.mode == LISTENING
    state = replace(state, waiting=None, thread=replace(state.thread, silences=0), skip_offered=False)
    state, actions = _say(
        state, state.asked.text if state.asked else "", "repeat", then="listen", asked=state.asked,
        opening=_phrase(state, "back"),
    )  # fmt: skip
    return state, ((StopListening(), *actions) if was_listening else actions)


def _while_paused(state: State, event: Event) -> Step:
    assert isinstance(event, Command)
    if event.name not in ("resume", "finish"):
        return _ignored(state, event, "the interview is paused"), ()
    began = state.paused_at_s if state.paused_at_s is not None else state.now_s
    state = replace(state, paused_s=state.paused_s + state.now_s - began, paused_at_s=None, mode=SPEAKING)
    return _back(state) if event.name == "resume" else _finish(state)


def _voice_while_paused(state: State, event: Event) -> Step:
    return _ignored(state, event, "the interview is paused; resume it by key"), ()


# ---- the end ----


def _close(state: State, reason: str, *, opening: str = "", stop: bool = False) -> Step:
    """Say goodbye; the session is over when that has been spoken."""
    if state.thread is not None:
        ended = state.thread.ended or ("answered" if state.thread.turns else "time")
        state = replace(state, done=(*state.done, replace(state.thread, ended=ended)), thread=None, asked=None)
    name = {"finished": "closing", "out_of_time": "closing_time"}.get(reason, "closing_early")
    state = replace(state, closing_reason=reason, waiting=None)
    state, actions = _say(state, _phrase(state, name), "closing", then="end", opening=opening)
    return state, ((StopListening(), *actions) if stop else actions)


def _end(state: State, reason: str) -> Step:
    return replace(state, mode=OVER, saying=None, then="", end_reason=reason), (End(reason),)


def _at_once(state: State, event: Event) -> Step:
    """Asked to finish before the beginning, or again during the closing words; or taken up again in those."""
    assert isinstance(event, Command)
    if event.name == "resume" and state.saying is not None:
        return _say(state, state.saying.text, "closing", then="end")
    if event.name != "finish":
        return _ignored(state, event, f"it means nothing while {state.mode}"), ()
    return _end(state, state.closing_reason or "asked_to_finish")


def _late_sound(state: State, event: Event) -> Step:
    """An utterance of ours ended while we listen: an interruption that was cut short, or a double report."""
    return _ignored(state, event, "the answer is being listened to"), ()


Handler = Callable[[State, Event], Step]
TABLE: dict[str, dict[type, Handler]] = {
    NEW: {Started: _started, Command: _at_once},
    SPEAKING: {SpokenToEnd: _spoken, Command: _command},
    LISTENING: {
        VoiceBegan: _voice,
        Progress: _progress,
        BrokeIn: _broke_in,
        AnswerEnded: _answered,
        NothingSaid: _silence,
        SpokenToEnd: _late_sound,
        Command: _command,
    },
    PAUSED: {Command: _while_paused, VoiceBegan: _voice_while_paused},
    CLOSING: {SpokenToEnd: _spoken, Command: _at_once},
    OVER: {},
}
"Who handles which event in which mode. What is not here is ignored, and noted."
