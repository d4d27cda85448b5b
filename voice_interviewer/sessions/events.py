"""Everything that can happen to the interviewer. Frozen data; `at_s` is session time in seconds.

The machine (`machine.step`) takes these and nothing else: no clock, no device, no randomness but the seed in `Started`.
So the journal of a session is the list of its events, and replaying it gives the same actions.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..language.model import Analysis


@dataclass(frozen=True, slots=True)
class Answer:
    """What was heard, as far as the interviewer cares."""

    text: str
    analysis: Analysis
    start_s: float
    end_s: float
    voiced_s: float
    confidence: float = 1.0
    "Mean word probability, 0 to 1; low means: do not quote."
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """The session begins."""

    at_s: float
    seed: int
    minutes: float
    "Time budget of the whole session."
    pressure: bool = True
    "Whether constraints may be injected into answers."
    varied: bool = False
    """No two utterances in a row open with the same word, and a constraint is said back as it was put first. False in
    sessions kept before that was seen to: they replay word for word."""
    clock: bool = True
    "False: no time is limited, neither the session's nor an answer's; `minutes` is only what was planned."


@dataclass(frozen=True, slots=True)
class SpokenToEnd:
    """An utterance was played to its end (or the candidate cut it short: `played` < 1)."""

    at_s: float
    utterance: int
    played: float = 1.0


@dataclass(frozen=True, slots=True)
class VoiceBegan:
    """The candidate started to speak while we were listening."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Progress:
    """The candidate is still talking; `text` is the best transcript so far."""

    at_s: float
    text: str
    spoken_s: float
    "Since the first voice of this answer."
    clause_edge: bool = False
    personal: bool = False
    """It tells of an illness, a loss or the like (`english.personal`), so nobody breaks in. Kept as it was worked out;
    a replay reads no words. False in sessions kept before that was seen to."""


@dataclass(frozen=True, slots=True)
class AnswerEnded:
    """The candidate's answer is over (committed, finished by key, or typed)."""

    at_s: float
    answer: Answer


@dataclass(frozen=True, slots=True)
class BrokeIn:
    """Our deliberate interruption was spoken; the candidate's answer goes on after it."""

    at_s: float
    at_char: int
    "Length of the transcript at the moment of interruption."
    stop_time_s: float | None
    "Until the candidate stopped talking; None when they were pausing."
    overlap_s: float


@dataclass(frozen=True, slots=True)
class NothingSaid:
    """Nobody spoke for as long as we were willing to wait."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Command:
    """The candidate asked for something by key or button."""

    at_s: float
    name: str
    "A `kinds.CommandName`; another (of a newer version's key) is noted and changes nothing."


@dataclass(frozen=True, slots=True)
class Reworded:
    """Other words came in time for the follow-up that the answer about to end leads to: checked, the same question."""

    at_s: float
    original: str
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A receipt was given in a silence ("okay"). It is no turn: the answer goes on; our next words open otherwise."""

    at_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Yielded:
    """A reply had begun, and the candidate went on: it was taken back. It is no turn: the answer goes on."""

    at_s: float
    text: str
    "What had been begun."
    played_s: float
    "How much of it was heard."


Event = (
    Started
    | SpokenToEnd
    | VoiceBegan
    | Progress
    | AnswerEnded
    | BrokeIn
    | NothingSaid
    | Command
    | Reworded
    | Acknowledged
    | Yielded
)
