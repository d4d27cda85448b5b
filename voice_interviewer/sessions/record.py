"""The `heard` record of a journal: one answer as it was heard, with what it answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..hearing.model import Heard
from .codec import decode_as, encode
from .kinds import ReplyKind, TurnKind


@dataclass(frozen=True, slots=True)
class Broke:
    """An interruption of the answer, as it really happened."""

    text: str
    "The constraint that was put in."
    at: int
    "Character offset in the answer's text."
    at_s: float | None = None
    "Session time at which the interviewer became audible."
    stop_time_s: float | None = None
    "Until the candidate stopped talking; None when they were pausing."
    overlap_s: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer. Times inside `heard` are session times, in seconds."""

    turn: int
    "Number of the answer within the session; a later record of the same number replaces the earlier one."
    heard: Heard
    node: str = ""
    question: str = ""
    "What was asked, as spoken."
    kind: TurnKind = "question"
    "What the answer replied to."
    pattern: str | None = None
    listens: tuple[str, ...] = ()
    "Signals the question listens for; empty: those of its pattern."
    target: str | None = None
    "The label a follow-up pursued."
    interruption: Broke | None = None
    audio: str | None = None
    "Relative to the session's folder, `audio/03.flac`."
    audio_start_s: float = 0.0
    "Session time of the recording's first sample."
    audio_s: float | None = None
    "Length of the recording."
    typed: bool = False
    again_of: ReplyKind | None = None
    "What a `reprompt` asked once more."
    trace: Mapping[str, float | str] = field(default_factory=dict)
    "How its end was found: the stages in session time, and which evidence decided."

    def as_data(self) -> dict[str, Any]:
        """What goes into the record's `data`."""
        return {k: v for k, v in encode(self).items() if k != "type"}


def read_turn(data: dict[str, Any]) -> Turn:
    """The turn in a `heard` record; raises ValueError when it has not the shape of one."""
    turn: Turn = decode_as(data, Turn)
    return turn
