"""Everything the interviewer can do. Frozen data that the runner carries out."""

from __future__ import annotations

from dataclasses import dataclass

from .kinds import BreakKind, EndReason, ReplyKind, SayKind


@dataclass(frozen=True, slots=True)
class Say:
    """Speak. The runner answers with `SpokenToEnd(utterance)`."""

    utterance: int
    "Unique within the session, counting up."
    text: str
    kind: SayKind
    node: str
    "Id of the question this belongs to, `` for none."
    target: str | None = None
    "Label a follow-up pursues."
    why: str = ""
    "Why this was said; shown in the debrief, never spoken."
    again_of: ReplyKind | None = None
    "What a `reprompt` asks once more."


@dataclass(frozen=True, slots=True)
class Listen:
    """Listen for an answer to what was just said."""

    turn: int
    "Number of the answer within the session, counting up; the same number again means: go on with that answer."
    node: str
    question: str
    "What was asked, as spoken."
    vocabulary: tuple[str, ...] = ()
    patience: float = 1.0
    wants_parts: int = 0
    limit_s: float | None = None
    "End the answer after this long."
    kind: ReplyKind = "question"
    "What the answer replies to."
    target: str | None = None
    "Label that was pursued."
    pattern: str | None = None
    "Pattern of the question, for `language.model.Context`."
    constraint: str = ""
    "The constraint that was just put as a question of its own: the whole answer is the reaction to it (`at` 0)."
    again: bool = False
    "It was just asked once more in other words (a `reprompt`)."


@dataclass(frozen=True, slots=True)
class BreakIn:
    """Interrupt the candidate at the next clause edge, at the latest `deadline_s` from now.

    The runner speaks `preface` and `text`, keeps recording, answers with `BrokeIn`, then listens on to the same turn.
    """

    utterance: int
    preface: str
    text: str
    node: str
    deadline_s: float = 5.0
    why: str = ""
    kind: BreakKind = "constraint"
    "A `wrap_up` (an answer far too long is asked for its point: what follows is no reaction to a constraint)."
    constraint: str = ""
    "Id of the constraint."


@dataclass(frozen=True, slots=True)
class StopListening:
    """Drop the current listening without an answer (skip, pause)."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The candidate asked for time or paused: be silent until voice, `resume`, or `for_s` is over (None: no limit)."""

    for_s: float | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The session is over."""

    reason: EndReason


Action = Say | Listen | BreakIn | StopListening | Hold | End
