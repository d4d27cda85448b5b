"""Taking a broken-off session up again: who goes on, from where, or why not. A plan is made of a journal alone.

A person's session stays a person's: without a microphone it is refused, or gone on with in writing, and nobody else
answers in their place. Only a session that a simulated candidate began is finished by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...errors import DeviceError, NotFoundError, UsageError
from ...flow.catalog import load_flow
from ...flow.model import Flow
from ...paths import kept_flow
from ...sessions.choices import Choices
from ...sessions.events import Event
from ...sessions.lines import Journal
from .candidate import Candidate


@dataclass(frozen=True, slots=True)
class Plan:
    """How a session goes on."""

    flow: str
    "Id or path."
    choices: Choices
    who: tuple[str, ...]
    "Who answers; empty: the person."
    past: tuple[Event, ...]
    at_s: float
    "Session time at which it goes on."
    notes: tuple[str, ...]


def plan(
    identity: str,
    journal: Journal,
    *,
    typing: bool = False,
    no_microphone: str = "",
    given: Candidate | None = None,
) -> Plan:
    """How the session `identity` goes on. `no_microphone` says why there is none; empty when there is one. `given` is a
    candidate that was brought along: it answers only where it did before.

    Raises UsageError when there is nothing to go on with, DeviceError when its person cannot be heard.
    """
    see = f"See what was kept with `voice-interviewer debrief {identity}`."
    if journal.finished:
        raise UsageError(
            "this session came to its end; there is nothing to go on with.",
            where=identity,
            fix=f"See it with `voice-interviewer debrief {identity}`.",
        )
    header = journal.header
    if header is None or not header.flow:
        raise UsageError("what was chosen for it is lost, so it cannot go on.", where=identity, fix=see)
    choices = header.choices
    who = choices.candidate or tuple(filter(None, header.candidate.split(", ")))
    if typing and who:
        raise UsageError(f"“{header.candidate}” answers in this session.", where=identity, fix="Leave out `--type`.")
    if given is not None and who != (given.name,):
        raise UsageError(
            f"“{given.name}” did not begin this session.", where=identity, fix="Begin another one with that candidate."
        )
    if not who:
        choices = replace(choices, type_answers=choices.type_answers or typing)
        if no_microphone and not choices.type_answers:
            raise DeviceError(
                f"these are your answers, and there is no microphone: {no_microphone}",
                where=identity,
                fix=f"Plug one in, or go on in writing with `voice-interviewer resume {identity} --type`.",
            )
    return Plan(header.flow, choices, who, journal.events, journal.at_s, tuple(journal.not_understood()))


def flow_of(identity: str, going: Plan) -> Flow:
    """The flow that the session `identity` goes on with. Raises NotFoundError, saying which session, or FlowError."""
    try:
        return load_flow(kept_flow(going.flow))
    except NotFoundError as error:
        raise NotFoundError(f"its flow is gone: {error.what}", where=identity, fix=error.fix) from error
