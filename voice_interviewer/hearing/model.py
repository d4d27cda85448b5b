"""What hearing tells the rest of the program: words, pauses, and the events of a turn. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word. Times are seconds from the start of the recording or session they belong to."""

    text: str
    start: float
    end: float
    probability: float
    mark: float = 1.0
    "How sure the recogniser was of the punctuation after the word, 0 to 1; without punctuation 0, unknown 1."


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence inside an answer, from voice activity (never from word times)."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class AudioQuality:
    """How well this answer could be heard."""

    level_dbfs: float
    "RMS of the voiced parts."
    noise_dbfs: float
    "Median level of the unvoiced parts."
    clipped_share: float
    "Share of samples at full scale, 0 to 1."


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer as it was heard."""

    text: str
    words: tuple[Word, ...]
    start_s: float
    "First voiced sample (session time); for nothing heard, where listening began."
    end_s: float
    "Last voiced sample."
    voiced: tuple[tuple[float, float], ...] = ()
    "Voiced stretches."
    pauses: tuple[Pause, ...] = ()
    uncovered_voice_s: float = 0.0
    "Voiced time that no word covers: possible ums that Whisper dropped."
    latency_s: float | None = None
    "From the end of the question to the first voice; None where there was no question."
    quality: AudioQuality | None = None
    plain_text: str = ""
    "A second decode without the filler prompt, where one was made: the proof behind an `apology` finding."
    notes: tuple[str, ...] = ()
    "What hearing wants the debrief to say (a decode was repeated, a device was lost)."
    wordless_s: float = 0.0
    "Voiced seconds in stretches of at least 1.5 s that no word covers: speech that was missed, or another noise."
    unheard: str = ""
    "Why there are no words although somebody spoke: the recogniser failed or did not answer. Empty: all is well."
    overlaps: tuple[tuple[float, float], ...] = ()
    "Stretches in which the interviewer spoke too and was listened through: words in them are less sure."


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the interviewer tells hearing about the answer it waits for."""

    question: str = ""
    vocabulary: tuple[str, ...] = ()
    patience: float = 1.0
    "Factor on every waiting time: 1 normal, above 1 for hard questions or slow speakers."
    wants_parts: int = 0
    "How many things the question asks for; fewer heard means wait longer."
    asked_at_s: float | None = None
    "When the question ended, for the response latency."
    goes_on_from_s: float | None = None
    "Last voice of the same answer, where a reply was taken back: the silence since was one of this speaker's pauses."
    paused: int = 0
    "Pauses that the same answer has had by then, that one among them."


# ---- events, in the order they may come within one turn (grammar in docs/turn-taking.md) ----


@dataclass(frozen=True, slots=True)
class VoiceStarted:
    """The candidate began to speak (first voiced sample, not the moment of detection)."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Caption:
    """Best text so far, for the screen and for interruption triggers; may change later."""

    at_s: float
    text: str
    clause_edge: bool = False
    "The candidate is at the end of a clause right now: a polite place to break in."


@dataclass(frozen=True, slots=True)
class SoftEnd:
    """The answer may be over: everything said is decoded. Arm a reply, let nothing be heard."""

    at_s: float
    revision: int
    heard: Heard


@dataclass(frozen=True, slots=True)
class Resumed:
    """The candidate went on before the commit: drop what was armed for `revision`."""

    at_s: float
    revision: int


@dataclass(frozen=True, slots=True)
class Committed:
    """The answer is over. `heard` is that of the last soft end."""

    at_s: float
    revision: int
    heard: Heard
    trace: dict[str, float] = field(default_factory=dict)
    "Session times of the stages: last_voice, soft_end, decoded, committed; for the waterfall."
    why: str = ""
    "Which evidence ended the turn."


@dataclass(frozen=True, slots=True)
class NothingHeard:
    """Nobody spoke within the time allowed."""

    at_s: float
    waited_s: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """Hearing cannot go on as it should (late decode, stuck voice activity); one line for the user."""

    at_s: float
    text: str


HearingEvent = VoiceStarted | Caption | SoftEnd | Resumed | Committed | NothingHeard | Trouble
