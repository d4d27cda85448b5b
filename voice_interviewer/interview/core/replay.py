"""The journal of an interview: events, actions and states as plain JSON, and the proof that they belong together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, make_dataclass, replace
from typing import Any, get_args, get_type_hints

from ...flow.model import Flow
from ...sessions.actions import Action
from ...sessions.codec import decode, decode_as, encode
from ...sessions.events import Event
from .machine import begin, step
from .state import State

EVENTS: tuple[type[Any], ...] = get_args(Event)
ACTIONS: tuple[type[Any], ...] = get_args(Action)


_Remembered = make_dataclass(
    "_Remembered", [(f.name, get_type_hints(State)[f.name], f) for f in fields(State) if f.name != "flow"], frozen=True
)
"""A state without its flow, which is not the journal's business."""


def write(value: Event | Action) -> dict[str, Any]:
    """An event or action as JSON-ready data; its class name stands under `type`."""
    data: dict[str, Any] = encode(value)
    return data


def read_event(data: Any) -> Event:
    """An event from its data. Raises ValueError when it is none."""
    event: Event = decode(data, EVENTS)
    return event


def read_action(data: Any) -> Action:
    """An action from its data. Raises ValueError when it is none."""
    action: Action = decode(data, ACTIONS)
    return action


def write_state(state: State) -> dict[str, Any]:
    """A state as JSON-ready data; of the flow only its id."""
    data: dict[str, Any] = encode(replace(state, flow=None))  # type: ignore[arg-type]
    return {**data, "flow": state.flow.id}


def read_state(data: Any, flow: Flow) -> State:
    """A state from its data and the flow it belongs to. Raises ValueError when they do not fit."""
    if not isinstance(data, dict) or data.get("flow") != flow.id:
        raise ValueError("this state belongs to another flow")
    bare: Any = decode_as(data, _Remembered)
    return State(flow, **{f.name: getattr(bare, f.name) for f in fields(_Remembered)})


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a journal's events lead to."""

    state: State
    actions: tuple[tuple[Action, ...], ...]
    "The actions after each event."


def replay(flow: Flow, events: Iterable[Event]) -> Replayed:
    """Step a new interview through recorded events."""
    state, actions = begin(flow), []
    for event in events:
        state, now = step(state, event)
        actions.append(now)
    return Replayed(state, tuple(actions))


def first_difference(flow: Flow, journal: Iterable[tuple[Event, tuple[Action, ...]]]) -> int | None:
    """The index of the first event whose recorded actions are not those of a replay; None when all agree."""
    state = begin(flow)
    for index, (event, recorded) in enumerate(journal):
        state, now = step(state, event)
        if now != recorded:
            return index
    return None
