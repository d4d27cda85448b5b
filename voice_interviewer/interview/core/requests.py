"""What the candidate may ask for, by voice or by key: repeat, clarify, wait, skip, finish, pause and resume."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...sessions.actions import Hold, StopListening
from ...sessions.events import Command, Event
from .conduct import Step, ask, close, end, ignored, listen, move_on, phrase, say
from .policy import next_node
from .state import LISTENING, PAUSED, SPEAKING, State


def repeat(state: State, topic: str = "") -> Step:
    """Put what was asked in the very same words."""
    if state.asked is None:
        return listen(state)
    return say(state, state.asked.text, "repeat", then="listen", asked=state.asked)


def clarify(state: State, topic: str = "") -> Step:
    """Explain the question in its author's words, or put it once more."""
    if state.asked is None or state.thread is None:
        return listen(state)
    own = state.flow.questions[state.thread.node].clarify
    if own and state.asked.kind == "question":
        return say(state, own, "clarification", then="listen", asked=state.asked)
    text = phrase(state, "clarify").replace("{question}", state.asked.text)
    return say(state, text, "clarification", then="listen", asked=state.asked)


def wait(state: State, topic: str = "") -> Step:
    """Grant a moment."""
    return say(state, phrase(state, "wait"), "acknowledgement", then="wait", asked=state.asked)


def skip(state: State, topic: str = "") -> Step:
    """Leave the question."""
    if state.thread is None:
        return ask(state, state.flow.start)
    decision = next_node(state, state.thread)
    ended = "answered" if state.thread.turns else "skipped"
    return move_on(state, decision, opening="skipped", ended=ended)


def finish(state: State, topic: str = "") -> Step:
    """Stop here."""
    return close(state, "asked_to_finish")


REQUESTS: dict[str, Callable[[State, str], Step]] = {
    "repeat": repeat,
    "clarify": clarify,
    "wait": wait,
    "skip": skip,
    "finish": finish,
}


def command(state: State, event: Event) -> Step:
    """A key was pressed."""
    assert isinstance(event, Command)
    if event.name == "pause":
        return replace(state, mode=PAUSED, paused_at_s=state.now_s), (StopListening(), Hold(None))
    if event.name == "resume":
        return back(state)
    handler = REQUESTS.get(event.name)
    if handler is None:
        return ignored(state, event, f'"{event.name}" is no command'), ()
    was_listening = state.mode == LISTENING
    state, actions = handler(replace(state, waiting=None, skip_offered=False), "")
    return state, ((StopListening(), *actions) if was_listening else actions)


def back(state: State) -> Step:
    """Take up the interview where it was left: after a pause, or after the program was closed."""
    if state.saying is not None and state.saying.kind == "greeting":
        return say(state, state.saying.text, "greeting", then="ask")
    if state.asked is None or state.thread is None:
        return ask(state, state.flow.start)
    was_listening = state.mode == LISTENING
    state = replace(state, waiting=None, thread=replace(state.thread, silences=0), skip_offered=False)
    state, actions = say(
        state, state.asked.text if state.asked else "", "repeat", then="listen", asked=state.asked,
        opening=phrase(state, "back"),
    )  # fmt: skip
    return state, ((StopListening(), *actions) if was_listening else actions)


def while_paused(state: State, event: Event) -> Step:
    """Only resuming and finishing mean anything during a pause."""
    assert isinstance(event, Command)
    if event.name not in ("resume", "finish"):
        return ignored(state, event, "the interview is paused"), ()
    began = state.paused_at_s if state.paused_at_s is not None else state.now_s
    state = replace(state, paused_s=state.paused_s + state.now_s - began, paused_at_s=None, mode=SPEAKING)
    return back(state) if event.name == "resume" else finish(state)


def voice_while_paused(state: State, event: Event) -> Step:
    """A voice during a pause talks to somebody else."""
    return ignored(state, event, "the interview is paused; resume it by key"), ()


def at_once(state: State, event: Event) -> Step:
    """Asked to finish before the beginning, or again during the closing words; or taken up again in those."""
    assert isinstance(event, Command)
    if event.name == "resume" and state.saying is not None:
        return say(state, state.saying.text, "closing", then="end")
    if event.name != "finish":
        return ignored(state, event, f"it means nothing while {state.mode}"), ()
    return end(state, state.closing_reason or "asked_to_finish")
