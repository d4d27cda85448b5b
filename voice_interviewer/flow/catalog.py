"""Finding flows by name or path, among the shipped ones and the user's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from .. import paths
from ..errors import InputFileError, NotFoundError
from .check import Report, check
from .diagnostics import did_you_mean
from .model import Flow
from .schema import Include, Probes, Question
from .source import read

SCRIPT_SUFFIX = ".script.yaml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of `flows list`."""

    name: str
    path: Path
    title: str
    summary: str
    minutes: float
    questions: int


def folder() -> Path:
    """Where the shipped flows are."""
    return paths.shipped("question_flows")


def names() -> tuple[str, ...]:
    """Names of the shipped flows."""
    return tuple(sorted(p.stem for p in folder().glob("*.yaml") if not p.name.endswith(SCRIPT_SUFFIX)))


def list_flows() -> tuple[Entry, ...]:
    """The shipped flows that can be played, by name."""
    found = []
    for name in names():
        report = check(folder() / f"{name}.yaml")
        if report.ok and report.flow is not None:
            flow = report.flow
            found.append(
                Entry(name, folder() / f"{name}.yaml", flow.title, flow.summary, flow.minutes, len(flow.questions))
            )
    return tuple(found)


def find(name: str) -> Path:
    """The file of a flow given by name or by path. Raises `NotFoundError`."""
    if "\x00" not in name:
        own = paths.at_home(name)
        if own.suffix.lower() in (".yaml", ".yml") or own.parent != Path():
            if _holds(own.is_file):
                return own
            if _holds(own.is_dir):
                raise _is_folder(name)
            raise NotFoundError("there is no such flow file", where=name, fix="Check the path.")
        shipped = folder() / f"{name}.yaml"
        if name in names():
            return shipped
        if _holds(own.is_dir):
            raise _is_folder(name)
        if own.suffix and _holds(own.is_file):
            fix = "A flow ends in .yaml; `voice-interviewer flows new --from LIST` makes one of a .txt, .md or .csv."
            raise NotFoundError("this is no flow", where=name, fix=fix)
        if _holds((beside := own.with_suffix(".yaml")).is_file):
            raise NotFoundError(f'there is no shipped flow "{name}"', fix=f"For your file, write {beside}.")
    known = names()
    guess = did_you_mean(name, known)
    fix = f"{guess.strip()} Known: {', '.join(known)}." if known else "Give the path of a flow file."
    raise NotFoundError(f'there is no flow "{name}"', fix=fix.strip())


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except OSError:  # a name that no system takes
        return False


def _is_folder(name: str) -> NotFoundError:
    return NotFoundError(
        "this is a folder, not a flow", where=name, fix="Name the flow files in it, such as NAME.yaml."
    )


def check_flow(name: str) -> Report:
    """Lint a flow given by name or path. Raises `NotFoundError`."""
    return check(find(name))


def load_flow(name: str) -> Flow:
    """A flow ready to play. Raises `NotFoundError`, or `FlowErrors` with everything that is wrong with it."""
    return check_flow(name).require()


def find_node(reference: str) -> tuple[Flow, str, Question]:
    """`FLOW/NODE` (or `PATH.yaml/NODE`) to the flow, the id and the question. Raises `NotFoundError`, `FlowErrors`."""
    name, slash, node = reference.rpartition("/")
    if not slash or not name or not node:
        raise NotFoundError(f'"{reference}" is no FLOW/NODE', fix="Write for example mock-15/first_crack.")
    flow = load_flow(name)
    if node not in flow.questions:
        guess = did_you_mean(node, tuple(flow.questions))
        known = ", ".join(flow.questions)
        raise NotFoundError(f'flow "{name}" has no question "{node}"', fix=f"{guess.strip()} It has: {known}.".strip())
    return flow, node, flow.questions[node]


@lru_cache(maxsize=1)
def shipped_probes() -> Probes:
    """The shipped bank of follow-ups by target, for use without a flow. Raises `InputFileError` when it is damaged."""
    return _shipped_piece("probes.yaml").probes


@lru_cache(maxsize=1)
def shipped_constraints() -> tuple[str, ...]:
    """What the shipped changes of circumstances say that fit any answer. Raises `InputFileError` for a damaged file.

    Those that wait for a claim or for certain words speak about them, and are left out.
    """
    found = _shipped_piece("constraints.yaml").constraints
    fitting = (one for one in found.values() if not one.after.claim and not one.after.heard)
    return tuple(text for constraint in fitting for text in constraint.text)


@lru_cache(maxsize=1)
def shipped_constraint_ids() -> tuple[str, ...]:
    """Ids of the shipped changes of circumstances. Raises `InputFileError` for a damaged file."""
    return tuple(_shipped_piece("constraints.yaml").constraints)


def _shipped_piece(name: str) -> Include:
    path = folder() / "includes" / name
    source, wrong = read(path, str(path))
    try:
        if source is None:
            raise InputFileError(str(wrong[0]))
        return Include.model_validate(source.value)
    except (InputFileError, ValidationError) as error:
        raise InputFileError("this shipped file cannot be used", where=str(path), fix="Install it again.") from error
