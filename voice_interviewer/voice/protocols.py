"""What a voice engine is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..audio.protocols import Pcm
from ..availability import Availability


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can and cannot do."""

    natural: bool
    "A neural voice rather than a formant synthesiser."
    repeatable: bool
    "The same text gives the same samples."
    licence: str


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """One voice an engine offers."""

    id: str
    "`engine:voice`, what `--voice` takes."
    name: str
    language: str
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """Synthesised speech: mono float32 PCM, peak at most 1.0."""

    pcm: Pcm
    rate_hz: int

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.pcm) / self.rate_hz


class TextToSpeech(Protocol):
    """A voice engine. Constructing it may be slow and may fail; asking it for availability never does either."""

    name: str
    capabilities: Capabilities

    @classmethod
    def availability(cls) -> Availability: ...
    @classmethod
    def voices(cls) -> list[VoiceInfo]: ...
    def speak(self, text: str, *, voice: str | None = None, rate: float = 1.0) -> Clip:
        """Text to PCM. `rate` is a factor on the engine's normal pace, 0.5 to 2.0. Raises `MissingPartError`."""
        ...
