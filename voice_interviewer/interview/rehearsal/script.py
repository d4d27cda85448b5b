"""Scripted conversations beside a flow: what the candidate does, and what the interviewer must say to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...flow.catalog import SCRIPT_SUFFIX, folder
from ...flow.diagnostics import Diagnostic, FlowErrors
from ...flow.explain import explain
from ...flow.model import Flow
from ...flow.schema import Expect, Script, ScriptTurn
from ...flow.source import read
from ...sessions.actions import Action, End, Listen, Say
from ...sessions.events import Command, Started
from .rehearse import Analyse, Stage


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A turn after which the interviewer did something else than the script expects."""

    turn: int
    "Counts from 1; 0 is the opening."
    expected: str
    got: str

    def __str__(self) -> str:
        return f"turn {self.turn}: expected {self.expected}, got {self.got}"


def scripts() -> tuple[Path, ...]:
    """The scripts beside the shipped flows."""
    return tuple(sorted(folder().glob(f"*{SCRIPT_SUFFIX}")))


def load_script(path: Path) -> Script:
    """Read a script. Raises `FlowErrors` with file, line and column."""
    from pydantic import ValidationError

    source, wrong = read(path, str(path))
    if source is None or wrong:
        raise FlowErrors(wrong)
    if not isinstance(source.value, dict):
        raise FlowErrors([Diagnostic("VF010", "a script is a map of keys", source.place(()))])
    try:
        return Script.model_validate(source.value)
    except ValidationError as error:
        raise FlowErrors(explain(e, source, Script)[0] for e in error.errors(include_url=False)) from error


def play(script: Script, flow: Flow, analyse: Analyse) -> tuple[Mismatch, ...]:
    """Play a script against its flow without sound; every place where the interviewer did not do as expected."""
    return tuple(_play(script, flow, analyse))


def _play(script: Script, flow: Flow, analyse: Analyse) -> Iterator[Mismatch]:
    stage = Stage(flow, analyse)
    actions = stage.send(Started(0.0, script.seed, script.minutes or flow.minutes, script.pressure, varied=True))
    actions = _to_question(stage, actions)
    yield from _compare(0, script.opens, actions)
    for number, turn in enumerate(script.turns, start=1):
        listen = _to_listen(stage, actions)
        if listen is None:
            yield Mismatch(number, "the interview to go on", "its end")
            return
        broken = len(stage.out.breaks)
        actions = _do(stage, turn, listen)
        if turn.after_constraint is not None and len(stage.out.breaks) == broken:
            yield Mismatch(number, "a constraint to break in", "none")
        yield from _compare(number, turn.expect, actions)
    if script.ends is not None:
        while not any(isinstance(a, End) for a in actions) and any(isinstance(a, Say) for a in actions):
            actions = stage.spoken(next(a for a in actions if isinstance(a, Say)))
        reason = next((a.reason for a in actions if isinstance(a, End)), "no end")
        if reason != script.ends:
            yield Mismatch(len(script.turns), f"the end: {script.ends}", reason)


def _do(stage: Stage, turn: ScriptTurn, listen: Listen) -> tuple[Action, ...]:
    if turn.command is not None:
        stage.now_s += 1.0
        actions = stage.send(Command(stage.now_s, turn.command))
        if turn.command == "pause":
            actions = stage.send(Command(stage.now_s, "resume"))
        return actions
    if turn.silence:
        return stage.answered(listen, "")
    reaction = turn.after_constraint
    return stage.answered(listen, turn.answer or "", None if reaction is None else lambda _broke: reaction)


def _to_question(stage: Stage, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Past the greeting to the first question."""
    say = next((a for a in actions if isinstance(a, Say)), None)
    return stage.spoken(say) if say is not None and say.kind == "greeting" else actions


def _to_listen(stage: Stage, actions: tuple[Action, ...]) -> Listen | None:
    """Speak until the interviewer listens; None when the session is over."""
    while True:
        listen = next((a for a in actions if isinstance(a, Listen)), None)
        if listen is not None:
            return listen
        say = next((a for a in actions if isinstance(a, Say)), None)
        if say is None or say.kind == "closing":
            return None
        actions = stage.spoken(say)


def _compare(number: int, expect: Expect, actions: tuple[Action, ...]) -> Iterator[Mismatch]:
    say = next((a for a in actions if isinstance(a, Say)), None)
    if say is None:
        if expect != Expect():
            yield Mismatch(number, str(expect), "nothing said")
        return
    got = f'{say.kind} at "{say.node}" for {say.target or "none"}: {say.text}'
    kinds = {say.kind, say.again_of or say.kind}  # asked once more, a question is still a question
    for wanted, actual in ((expect.node, {say.node}), (expect.kind, kinds), (expect.target, {say.target or "none"})):
        if wanted is not None and not actual & {option.strip() for option in wanted.split("|")}:
            yield Mismatch(number, wanted, got)
    if expect.says is not None and expect.says.lower() not in say.text.lower():
        yield Mismatch(number, f'"{expect.says}" in the text', got)
