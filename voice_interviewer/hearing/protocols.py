"""The engines of hearing, each behind one to four methods."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from ..audio.protocols import Block, Pcm
from ..availability import Availability
from .model import Expectation, Heard, HearingEvent, Word
from .turn_policy import Outlook

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine of hearing can and cannot do."""

    repeatable: bool
    "The same sound gives the same result."
    licence: str


@dataclass(frozen=True, slots=True)
class RecogniserCapabilities(Capabilities):
    """What a recogniser can and cannot do."""

    fillers: bool
    "Writes um and uh when asked to."
    vocabulary: bool
    "Spells the words it is given more often right; without this they are ignored."


class VoiceActivity(Protocol):
    """How likely a 32 ms block is voice. Making one may be slow or fail; `availability` is quick and never raises."""

    name: str
    capabilities: Capabilities

    @classmethod
    def availability(cls) -> Availability: ...
    def reset(self) -> None: ...
    def probability(self, samples: Pcm) -> float:
        """float32, shape (512,), 16 kHz → probability of voice, 0 to 1. Stateful: feed blocks in order."""
        ...


class SpeechToText(Protocol):
    """Words of one stretch of speech that voice activity has already confirmed. Several threads may ask at once."""

    name: str

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Word, ...]:
        """float32 mono 16 kHz, any length → words with times in seconds from its start, in order; none for silence."""
        ...


class RecogniserEngine(SpeechToText, Protocol):
    """A recogniser as it is registered.

    Constructed with a model (a name of its own, or a folder) or with nothing for the one it prefers; that may be slow
    and may raise `ModelError`. `availability()` never does either; `availability(model)`
    raises `NotFoundError` for a name that is no model's.
    """

    capabilities: RecogniserCapabilities

    @classmethod
    def availability(cls, model: str = "") -> Availability: ...


class TurnModel(Protocol):
    """Judges by the sound whether a turn is over."""

    name: str
    capabilities: Capabilities

    @classmethod
    def availability(cls) -> Availability: ...
    def __call__(self, pcm: Pcm) -> float:
        """float32 mono 16 kHz, the turn up to now with the silence at its end → probability that it is over, 0 to 1."""
        ...


class Executor(Protocol):
    """Where slow work runs: a thread beside a device, inline on a virtual clock."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]: ...


class Ears(Protocol):
    """Hearing as the runner sees it; `hearing.listener.Listener` is the real one."""

    @property
    def voicing(self) -> bool:
        """The candidate is talking right now, listening or not (False while muted)."""
        ...

    @property
    def stirring(self) -> bool:
        """The newest block may be the beginning of voice, or is voice."""
        ...

    @property
    def outlook(self) -> Outlook | None:
        """How the present silence looks; None while somebody talks, or the words are not known yet."""
        ...

    def begin(self, at_s: float, expect: Expectation) -> None:
        """Start listening for an answer. Blocks fed before this are remembered for 0.5 s, so no first word is lost."""
        ...

    def feed(self, block: Block) -> list[HearingEvent]:
        """Every block of the session, in order, listening or not. Must return within a few milliseconds."""
        ...

    def finish(self, at_s: float) -> Heard:
        """End the answer now (key, time limit, interruption) and return what was heard, waiting for the last decode."""
        ...

    def mute(self, muted: bool) -> None:
        """Half duplex: while the interviewer is audible on a loudspeaker, blocks are not heard."""
        ...
