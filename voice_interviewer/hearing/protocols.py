"""The engines of hearing, each behind one to four methods."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from ..audio.protocols import Block, Pcm
from .model import Expectation, Heard, HearingEvent, Word

T = TypeVar("T")


class VoiceActivity(Protocol):
    """Probability of voice per 32 ms block."""

    def reset(self) -> None: ...
    def probability(self, samples: Pcm) -> float:
        """float32, shape (512,), 16 kHz → probability of voice, 0 to 1. Stateful: feed blocks in order."""
        ...


class SpeechToText(Protocol):
    """Words of one stretch of speech that voice activity has already confirmed."""

    name: str

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Word, ...]:
        """float32 mono 16 kHz, any length → words with times in seconds from its start. Never called on silence."""
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
