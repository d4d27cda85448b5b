"""How long a pause is waited out: evidence in, seconds and a reason out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from .tail import Reading, Tail


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known about a pause."""

    text: str = ""
    "The answer so far."
    reading: Reading = field(default_factory=lambda: Reading(Tail.NOTHING))
    scores: tuple[tuple[float, float], ...] = ()
    "(seconds of silence, score of the turn model), in order."
    patience: float = 1.0
    "Factor of the question and of the candidate's choice."
    wants_parts: int = 0
    "How many things the question asks for."
    voiced_s: float = 0.0
    "How long the candidate has spoken."
    habit_s: float | None = None
    "A long pause for this speaker (upper quantile of the pauses inside answers so far)."


@dataclass(frozen=True, slots=True)
class Wait:
    """How long to wait after the last voiced sample, and why."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class TurnPolicy:
    """Waiting times in seconds at patience 1."""

    soft_end_s: float = 0.2
    "Silence after which the audio is frozen and decoded."
    closed_s: float = 0.5
    complete_s: float = 1.0
    unsure_s: float = 1.6
    holding_s: float = 3.5
    begin_s: float = 2.8
    "After a first word or two (oh, sorry, good question): that is rarely the answer, and thinking follows it."
    begun_s: float = 1.6
    "Voice, in seconds, from which an answer counts as begun."
    begun_words: int = 4
    asked_time_s: float = 8.0
    nothing_after_s: float = 15.0
    "Silence from the start after which nobody is taken to be answering."
    decode_deadline_s: float = 4.0

    def wait(self, evidence: Evidence) -> Wait:
        """The waiting time that this evidence earns."""
        reading = evidence.reading
        if reading.kind is Tail.ASKED_TIME:
            return Wait(self.asked_time_s * max(1.0, evidence.patience), f"asked for time («{reading.evidence}»)")
        if reading.kind is Tail.CLOSED:
            return Wait(self.closed_s * evidence.patience, f"said so («{reading.evidence}»)")
        if reading.kind is Tail.QUESTION_BACK:
            return Wait(self.closed_s * evidence.patience, f"asked something («{reading.evidence}»)")
        if reading.holds:
            return Wait(self.holding_s * evidence.patience, f"waited for more after «{reading.evidence}»")
        if 0.0 < evidence.voiced_s < self.begun_s and len(evidence.text.split()) <= self.begun_words:
            return Wait(self.begin_s * evidence.patience, "the answer has hardly begun")
        latest = evidence.scores[-1][1] if evidence.scores else 0.5
        seconds = self.complete_s if latest >= 0.5 else self.unsure_s
        return Wait(seconds * evidence.patience, "a finished sentence and silence")
