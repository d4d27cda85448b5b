"""What an answer is asked with, and what is made of it at its end: values between hearing and the interviewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ...flow.model import Flow
from ...hearing.model import Expectation, Heard, SoftEnd
from ...hearing.turn_policy import COUNTED_S
from ...language.model import Context, Interruption
from ...sessions import events as ev
from ...sessions.actions import Action, Listen, Say
from ..core.machine import State, step
from ..core.openings import first_word
from .candidate import Asked
from .parts import Analyse, Parts
from .turn import OpenTurn

_REACTION_PATIENCE = 1.6
"Somebody whose plan was just overturned needs longer to think, and that thinking is what is judged."


@dataclass(frozen=True, slots=True)
class Armed:
    """What follows if the answer is over: worked out on a copy, and nothing of it heard yet."""

    revision: int
    "The soft end it belongs to; -1 when the answer was ended otherwise."
    event: ev.AnswerEnded
    state: State
    actions: tuple[Action, ...]
    reworded: ev.Reworded | None = None
    "What came before the event: other words for the follow-up in `actions`."


def beside(state: State, armed: Armed | None) -> tuple[str, ...]:
    """First words of what was heard of us last and of what is armed: a receipt between the two opens otherwise."""
    actions = armed.actions if armed is not None else ()
    return (*state.openings[-1:], *(first_word(action.text) for action in actions if isinstance(action, Say)))


class Host(Protocol):
    """The session around the answer; `runner.Runner` is the real one."""

    parts: Parts
    flow: Flow
    patience: float
    clock: bool
    "Whether silence and time count (`Choices.clock`)."
    state: State
    now_s: float

    def apply(self, event: ev.Event) -> None:
        """Step the machine, carry out what it wants, and write both down."""
        ...

    def act(self, action: Action) -> None: ...
    def write(self, event: ev.Event, actions: tuple[Action, ...]) -> None: ...
    def note(self, text: str) -> None: ...


def expectation_of(
    action: Listen, put: Interruption | None, patience: float, asked_at_s: float, goes_on: Heard | None = None
) -> Expectation:
    """What hearing should expect. `put`: the constraint being answered; `patience`: the candidate's own factor;
    `goes_on`: the same answer so far, where a reply was taken back (the silence before that is one of its pauses)."""
    paused = 0 if goes_on is None else 1 + sum(p.end - p.start >= COUNTED_S for p in goes_on.pauses)
    return Expectation(
        question=put.text if put else action.question,
        vocabulary=action.vocabulary,
        patience=action.patience * patience * (_REACTION_PATIENCE if put else 1.0),
        wants_parts=action.wants_parts,
        asked_at_s=asked_at_s,
        goes_on_from_s=None if goes_on is None else goes_on.end_s,
        paused=paused,
    )


def asked_of(action: Listen, put: Interruption | None) -> Asked:
    """What a simulated candidate is asked."""
    return Asked(
        question=put.text if put else action.question,
        node=action.node,
        pattern=action.pattern,
        kind="constraint" if put else action.kind,
        target=action.target,
        turn=action.turn,
    )


def answer_of(
    heard: Heard, listen: Listen | None, turn: OpenTurn | None, analyse: Analyse, *, typed: bool = False
) -> ev.Answer:
    """The answer as the interviewer takes it, read in the light of what was asked; both parts of an interrupted one."""
    whole = turn.whole(heard) if turn else heard
    context = Context(
        question=listen.question if listen else "",
        pattern=listen.pattern if listen else None,
        interruption=turn.interruption() if turn else None,
    )
    probabilities = [w.probability for w in whole.words]
    return ev.Answer(
        text=whole.text,
        analysis=analyse(whole.text, context),
        start_s=whole.start_s,
        end_s=whole.end_s,
        voiced_s=sum(b - a for a, b in whole.voiced),
        confidence=sum(probabilities) / len(probabilities) if probabilities else 1.0,
        typed=typed,
    )


def arm(host: Host, event: SoftEnd, listen: Listen | None, turn: OpenTurn | None, *, typed: bool = False) -> Armed:
    """Decide now what would be said if this were the end, on a copy; nothing is heard yet."""
    parts = host.parts
    ended = ev.AnswerEnded(event.at_s, answer_of(event.heard, listen, turn, parts.analyse, typed=typed))
    state, actions = step(host.state, ended)
    for action in actions:
        if isinstance(action, Say):
            parts.mouth.prepare(action.text, action.node)
            if action.kind == "follow_up" and parts.reworder is not None and state.asked is not None:
                parts.reworder.begin(state.asked.text, ended.answer.text)
    return Armed(event.revision, ended, state, actions)


def reword(host: Host, armed: Armed) -> Armed:
    """The same reply in other words, where they are there in time; what was armed otherwise."""
    asked, reworder = armed.state.asked, host.parts.reworder
    other = reworder.take(asked.text) if reworder is not None and asked is not None else None
    if other is None or asked is None:
        return armed
    event = ev.Reworded(armed.event.at_s, asked.text, other)
    changed, _ = step(host.state, event)
    state, actions = step(changed, armed.event)
    if not any(isinstance(action, Say) and other in action.text for action in actions):
        return armed
    return Armed(armed.revision, armed.event, state, actions, event)
