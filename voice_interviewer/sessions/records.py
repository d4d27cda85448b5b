"""Every record of a journal as a type. Events, actions and answers have modules of their own; here is the rest.

| kind | record |
|---|---|
| `meta` | `Header`, the first record |
| `event`, `action` | one of `events.Event`, `actions.Action` |
| `heard` | `record.Turn` |
| `again` | `HeardAgain` |
| `note` | `Note` |
| `correction`, `label`, `remark` | `Correction`, `Label`, `Remark` |
| `own`, `retake`, `end` | `OwnView`, `RetakeOf`, `Ended` |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, get_args

from ..hearing.model import Heard
from .actions import Action
from .choices import Choices
from .codec import encode
from .events import Event
from .kinds import BrokenOff, EndReason, NoteKind, RecordKind
from .record import Turn


def flow_called(flow: str, title: str = "") -> str:
    """What people call a flow: its title, else its id or its file's name in words; empty for none.

    Never a path, whatever system wrote it: a path tells whose folder it is, and pages are given to others.
    """
    name = re.split(r"[\\/]", flow)[-1] if re.search(r"\.ya?ml$", flow, re.IGNORECASE) else flow
    words = re.sub(r"[-_]+", " ", re.sub(r"\.ya?ml$", "", name, flags=re.IGNORECASE)).strip()
    return title or words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Header:
    """What was chosen when the session began. All of it has a default: an old or damaged header says what it can."""

    started: str = ""
    "ISO date and time with zone."
    flow: str = ""
    "Id of a shipped flow, or the path of a flow file."
    title: str = ""
    "The flow's own."
    candidate: str = ""
    "Who answers: a persona or files; empty for a person."
    seed: int | None = None
    minutes: float | None = None
    choices: Choices = field(default_factory=Choices)
    retake: str = ""
    "`SESSION/ANSWER` whose question is answered again; empty for a session of its own."

    def called(self) -> str:
        """What people call the flow."""
        return flow_called(self.flow, self.title)


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth keeping that is no event."""

    what: NoteKind = "notice"
    text: str = ""
    "A line the debrief shall show."
    reason: BrokenOff | None = None
    "With `broken off`: why the session has no end."
    turn: int | None = None
    "With `waterfall`: the answer whose stages these are (session times, in seconds)."
    last_voice: float | None = None
    soft_end: float | None = None
    decoded: float | None = None
    receipt: float | None = None
    "When a receipt was heard in the silence at its end."
    committed: float | None = None
    first_sound: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class HeardAgain:
    """An answer heard a second time from its recording; its words stand for those of the live hearing, which stay."""

    turn: int
    "Number of the answer."
    heard: Heard
    "Times in session seconds."
    model: str
    "Name of the recogniser's model."
    at: int | None = None
    "Character offset of the answer's interruption in the new text; None without one."

    def over(self, turn: Turn) -> Turn:
        """The answer with these words; its interruption stands where it then was."""
        broke = turn.interruption
        if broke is not None and self.at is not None:
            broke = replace(broke, at=self.at)
        return replace(turn, heard=self.heard, interruption=broke)


@dataclass(frozen=True, slots=True)
class Correction:
    """That is not what I said: `old` at `start` to `end` (characters, as the text stood then) shall be `new`."""

    answer: str
    start: int
    end: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Label:
    """A human's opinion of a finding."""

    answer: str
    label: str
    start: int
    end: int
    accept: bool
    text: str = ""
    by: str = ""
    "Who says so; empty for the candidate."


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote about an answer; a later one of the same person about the same answer replaces it."""

    text: str
    "Empty: taken back."
    answer: str = ""
    "Empty: about the session as a whole."
    by: str = ""
    "Who wrote it; empty for the candidate."


@dataclass(frozen=True, slots=True)
class OwnView:
    """What the candidate thought of their answers before the findings were shown; the last one counts."""

    text: str
    "Empty: asked, and skipped."
    question: str = ""
    "What was asked."
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class RetakeOf:
    """Another attempt at an answer, told in session `session` as answer `take`."""

    answer: str
    session: str
    take: str = "1"


@dataclass(frozen=True, slots=True)
class Ended:
    """The session came to its end."""

    reason: EndReason = "finished"


Record = Header | Event | Action | Turn | HeardAgain | Note | Correction | Label | Remark | OwnView | RetakeOf | Ended

EVENTS: tuple[type[Any], ...] = get_args(Event)
ACTIONS: tuple[type[Any], ...] = get_args(Action)
KINDS: Mapping[type[Any], RecordKind] = {
    Header: "meta",
    Turn: "heard",
    HeardAgain: "again",
    Note: "note",
    Correction: "correction",
    Label: "label",
    Remark: "remark",
    OwnView: "own",
    RetakeOf: "retake",
    Ended: "end",
    **dict.fromkeys(EVENTS, "event"),
    **dict.fromkeys(ACTIONS, "action"),
}
"The kind of each record's class."
CLASSES: Mapping[tuple[str, str], type[Any]] = {
    (kind, cls.__name__ if kind in ("event", "action") else ""): cls for cls, kind in KINDS.items()
}
"The class by (kind, `type`); `type` is empty where the kind has one class only."


def waterfall(trace: Mapping[str, Any]) -> Note:
    """The stages of one turn as a note; stages it has no place for are left out."""
    return Note("waterfall", **{f.name: trace[f.name] for f in fields(Note) if f.name in trace and f.name != "what"})


def data_of(record: Record) -> dict[str, Any]:
    """A record's `data` as it stands in the journal."""
    if isinstance(record, Note):
        return {key: value for key, value in asdict(record).items() if value not in (None, "")}
    data: dict[str, Any] = encode(record)
    if not isinstance(record, (*EVENTS, *ACTIONS)):
        del data["type"]
    return data
