"""What the interviewer can do, one function each: say, ask, listen, decide what follows an answer, close, end.

Each takes a state and gives the next one with its actions; `machine` decides which is called on which event.
"""

from __future__ import annotations

from dataclasses import replace

from ...flow.schema import END
from ...sessions.actions import Action, End, Hold, Listen, Say, StopListening
from ...sessions.events import Event
from ...sessions.kinds import EndReason, ReplyKind, SayKind
from . import pace
from .choose import number, pick
from .openings import first_word, opens_alike, set_apart
from .policy import Decision, decide
from .state import CLOSING, LISTENING, OVER, SPEAKING, Asked, Note, State, Thread

Step = tuple[State, tuple[Action, ...]]

WAIT_S = 30.0
"How long a candidate who asked for a moment is left alone."
WAIT_PATIENCE = 1.5
MAX_NOTES = 100


def ignored(state: State, event: Event, why: str) -> State:
    """Nothing happens, and a note says why."""
    note = Note(state.now_s, f"{type(event).__name__} was ignored: {why}")
    return replace(state, notes=(*state.notes[-MAX_NOTES + 1 :], note))


def phrase(state: State, name: str, *place: object) -> str:
    """One of the flow's manners: one that opens unlike what was heard, those not used yet first."""
    options: tuple[str, ...] = getattr(state.flow.manners, name)
    return pick(options, state.seed, name, state.turn, len(state.done), *place, used=state.said, heard=state.heard)


def say(
    state: State, text: str, kind: SayKind, *, then: str, asked: Asked | None = None, opening: str = "", why: str = ""
) -> Step:
    """Speak one utterance; `opening` stands in front of the text in the same breath.

    Whatever was chosen, it opens unlike what was heard last; but not what is said again in the very same words.
    """
    node = state.thread.node if state.thread is not None and kind not in ("greeting", "closing") else ""
    spoken = f"{opening} {text}".strip()
    if opening or kind not in ("greeting", "repeat"):
        spoken = set_apart(spoken, state.heard)
    target = asked.target if asked is not None else None
    again_of = asked.kind if asked is not None and kind == "reprompt" else None
    say = Say(state.utterance + 1, spoken, kind, node, target, why, again_of)
    remembered = tuple(dict.fromkeys((*state.said, *(t for t in (opening, text) if t))))
    state = replace(
        state, utterance=say.utterance, saying=say, then=then, said=remembered, openings=(first_word(spoken),)
    )
    if asked is not None:
        state = replace(state, asked=asked)
    mode = CLOSING if then == "end" else SPEAKING
    return replace(state, mode=mode), (say,)


def ask(state: State, node: str, *, opening: str = "", why: str = "") -> Step:
    """Put a question of the flow; closing where there is none, or no time for it."""
    if node == END or node not in state.flow.questions:
        return close(state, "finished", opening=opening)
    first = not state.threads
    if not first and not pace.question_fits(state, node):
        return close(state, "out_of_time")
    visit = state.visits(node) + 1
    question = state.flow.questions[node]
    text = pick(question.ask, state.seed, node, visit, used=state.said, heard=() if opening else state.heard)
    state = replace(state, thread=Thread(node, visit), turn=state.turn + 1, partial=False)
    return say(state, text, "question", then="listen", asked=Asked("question", text), opening=opening, why=why)


def listen(state: State, *, wait: bool = False) -> Step:
    """Listen for the answer to what was asked last."""
    if state.thread is None or state.asked is None:  # nothing was asked yet: go on with the interview
        return ask(state, state.flow.start)
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
        again=asked.again,
    )
    state = replace(state, mode=LISTENING, waiting=None, clauses=0)
    return state, ((Hold(WAIT_S if state.clock else None), listen) if wait else (listen,))


def has_answer(state: State) -> bool:
    """Whether anything was said to the present question."""
    return state.thread is not None and bool(state.thread.turns)


def go_on(state: State) -> Step:
    """Decide what follows the last answer, and say it."""
    decision = decide(state)
    given, state = state.reworded, replace(state, partial=False, waiting=None, clauses=0, reworded=())
    if decision.kind == "next":
        return move_on(state, decision, opening="acknowledge", ended="answered")
    assert state.thread is not None
    thread = state.thread
    kind: ReplyKind = "follow_up"
    said: SayKind | None = None
    opening = phrase(state, "acknowledge_short")
    if decision.kind == "constraint":
        kind = "constraint"
        thread = replace(thread, constraint=decision.id, opened=True)
        opening = phrase(state, "turn_to")
    elif decision.kind == "reprompt":
        last = thread.turns[-1].asked
        kind, said, opening = last.kind, "reprompt", ""
        thread = replace(thread, reprompted=True)
    else:
        opens = decision.target is None or decision.target == "growth"
        thread = replace(
            thread,
            pursued=(*thread.pursued, decision.target or decision.id or "open"),
            used=(*thread.used, decision.id) if decision.id else thread.used,
            opened=thread.opened or opens,
        )
    text, heard = decision.text, state.heard
    if kind == "follow_up" and given[:1] == (text,):  # the same question came in other words; both count as said
        text, state = given[1], replace(state, said=tuple(dict.fromkeys((*state.said, text))))
    if decision.kind == "follow_up" and not opens_alike(text, heard):
        bare = number(state.seed, thread.node, state.turn, "bare") % 3 == 0  # not every one needs a word in front
        opening = "" if bare or opens_alike(opening, heard) else opening
    asked = Asked(kind, text, decision.target, decision.id, again=said == "reprompt")
    state = replace(state, thread=thread, turn=state.turn + 1)
    return say(state, text, said or kind, then="listen", asked=asked, opening=opening, why=decision.why)


def move_on(state: State, decision: Decision, *, opening: str, ended: str) -> Step:
    """Leave the present question for the next, with a word in front."""
    assert state.thread is not None
    done = replace(state.thread, ended=ended)
    after = replace(state, done=(*state.done, done), thread=None, asked=None, waiting=None, skip_offered=False)
    if opening == "acknowledge" and decision.to == END:
        opening = "acknowledge_short"  # no topic follows, so none is announced
    if state.thread.turns and opening.startswith("acknowledge"):
        said = state.thread.turns[-1].answer.analysis
        if said.personal:
            opening = "acknowledge_personal"
        elif said.language != "en":
            opening = "moved_on"  # what was not understood is not called understood
    return ask(after, decision.to, opening=phrase(after, opening, decision.to), why=decision.why)


def close(state: State, reason: EndReason, *, opening: str = "", stop: bool = False) -> Step:
    """Say goodbye; the session is over when that has been spoken."""
    if state.thread is not None:
        ended = state.thread.ended or ("answered" if state.thread.turns else "time")
        state = replace(state, done=(*state.done, replace(state.thread, ended=ended)), thread=None, asked=None)
    name = {"finished": "closing", "out_of_time": "closing_time"}.get(reason, "closing_early")
    state = replace(state, closing_reason=reason, waiting=None)
    state, actions = say(state, phrase(state, name), "closing", then="end", opening=opening)
    return state, ((StopListening(), *actions) if stop else actions)


def end(state: State, reason: EndReason) -> Step:
    """The session is over."""
    return replace(state, mode=OVER, saying=None, then="", end_reason=reason), (End(reason),)
