"""What the interviewer remembers: one frozen value that every step replaces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ...flow.model import Flow
from ...sessions.actions import Say
from ...sessions.events import Answer
from ...sessions.kinds import BreakKind, EndReason, ReplyKind

NEW, SPEAKING, LISTENING, PAUSED, CLOSING, OVER = "new", "speaking", "listening", "paused", "closing", "over"
MODES = (NEW, SPEAKING, LISTENING, PAUSED, CLOSING, OVER)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the candidate is to answer now."""

    kind: ReplyKind
    text: str
    "As spoken, without the acknowledgement in front of it."
    target: str | None = None
    id: str = ""
    "Id of the prepared follow-up or constraint; empty for a question or a probe from the bank."
    again: bool = False
    "It was asked once more in other words, because the answer did not take it up."


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer and what it replied to."""

    asked: Asked
    answer: Answer
    number: int
    "Number of the answer within the session."
    constraint: str = ""
    "Id of the constraint that was injected into it."
    constraint_at: int = 0
    "Character offset of the injection."


@dataclass(frozen=True, slots=True)
class Thread:
    """Everything about one question since it was asked."""

    node: str
    visit: int = 1
    turns: tuple[Turn, ...] = ()
    pursued: tuple[str, ...] = ()
    "Targets of its follow-ups, in order."
    used: tuple[str, ...] = ()
    "Ids of its prepared follow-ups that were asked."
    constraint: str = ""
    "Id of the constraint put during this question, in the answer or after it."
    opened: bool = False
    "A growth or opening question was asked."
    reprompted: bool = False
    silences: int = 0
    "How often in a row nothing was said."
    ended: str = ""
    "How it ended: `` still open | answered | skipped | silence | time"


@dataclass(frozen=True, slots=True)
class Break:
    """A deliberate interruption that was ordered."""

    kind: BreakKind
    id: str
    text: str
    utterance: int
    at_char: int | None = None
    "Set when it has been spoken."
    opens: str = ""
    "The word it opens with, preface included."


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing that led to no action."""

    at_s: float
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """The whole interview so far. Immutable, so it can be stepped on trial."""

    flow: Flow = field(repr=False)
    mode: str = NEW
    now_s: float = 0.0
    started_s: float = 0.0
    seed: int = 0
    minutes: float = 0.0
    pressure: bool = True
    varied: bool = False
    "No two utterances in a row open with the same word, and more of that time (`Started.varied`)."
    clock: bool = True
    "False: no time is limited (`Started.clock`)."
    paused_s: float = 0.0
    "Seconds paused so far; they do not count against the budget."
    paused_at_s: float | None = None
    utterance: int = 0
    "Number of the last utterance."
    turn: int = 0
    "Number of the present answer."
    answered: int = 0
    "How many answers were counted; unchanged by an `AnswerEnded` that was a request or nothing."
    asked: Asked | None = None
    saying: Say | None = None
    "What is being spoken."
    then: str = ""
    "What follows it: ask | listen | wait | end"
    thread: Thread | None = None
    done: tuple[Thread, ...] = ()
    "Questions that are over."
    waiting: Break | None = None
    "The interruption of the present answer."
    clauses: int = 0
    "Clause edges heard in the present answer."
    skip_offered: bool = False
    partial: bool = False
    "The present answer already has a part that counts (it ended with a request)."
    quiet: int = 0
    "Questions in a row that got no answer at all."
    ever: tuple[str, ...] = ()
    "Every label, story part and topic heard so far."
    dry: tuple[str, ...] = ()
    "Targets that were pursued and did not yield, once for each time."
    reworded: tuple[str, ...] = ()
    "A follow-up and the words it is asked in instead, for the answer that ends next."
    said: tuple[str, ...] = ()
    "Phrases and questions already used, so that others come first."
    openings: tuple[str, ...] = ()
    "Words that our last utterance and every receipt since then opened with, the latest last."
    closing_reason: EndReason | Literal[""] = ""
    end_reason: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def elapsed_s(self) -> float:
        """Seconds of the budget that are used up."""
        paused_now = self.now_s - self.paused_at_s if self.paused_at_s is not None else 0.0
        return max(0.0, self.now_s - self.started_s - self.paused_s - paused_now)

    @property
    def heard(self) -> tuple[str, ...]:
        """Words that the next utterance should not open with."""
        return self.openings if self.varied else ()

    @property
    def threads(self) -> tuple[Thread, ...]:
        """All questions so far, the present one last."""
        return (*self.done, self.thread) if self.thread is not None else self.done

    def visits(self, node: str) -> int:
        """How often a question was asked, now included."""
        return sum(thread.node == node for thread in self.threads)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Every answer so far, in order."""
        return tuple(turn for thread in self.threads for turn in thread.turns)
