"""A scripted voice for tests: a tone for every word, so that length and content follow the text and nothing else."""

from __future__ import annotations

import zlib

import numpy as np

from ..availability import Availability, Ready
from ..errors import MissingPartError, NotFoundError
from .protocols import Capabilities, Clip, VoiceInfo

RATE_HZ = 16_000
WORD_S = 0.24
GAP_S = 0.06


class FakeVoice:
    """Each word is a 0.24 s tone whose pitch depends on its letters, then 0.06 s of silence, at rate 1.0.

    Args:
        fail: raise MissingPartError instead of speaking.
    """

    name = "fake"
    capabilities = Capabilities(natural=False, repeatable=True, licence="Apache-2.0")

    def __init__(self, *, fail: bool = False) -> None:
        self.fail = fail
        self.spoken: list[str] = []
        "Every text asked for, in order."

    @classmethod
    def availability(cls) -> Availability:
        """Always there."""
        return Ready("built in")

    @classmethod
    def version(cls) -> str:
        """For cache keys."""
        return "1"

    @classmethod
    def voices(cls) -> list[VoiceInfo]:
        """A high one and a deep one."""
        return [VoiceInfo("fake:high", "High", "en-US", "female"), VoiceInfo("fake:deep", "Deep", "en-US", "male")]

    def speak(self, text: str, *, voice: str | None = None, rate: float = 1.0) -> Clip:
        """Tones as long as the text has words."""
        if self.fail:
            raise MissingPartError("the scripted voice was told to fail.", where="voice fake")
        if voice not in (None, "high", "deep"):
            raise NotFoundError(f"there is no voice fake:{voice}.", fix="Choose one of: fake:high, fake:deep.")
        self.spoken.append(text)
        base = 110.0 if voice == "deep" else 220.0
        word, gap = round(WORD_S * RATE_HZ / rate), round(GAP_S * RATE_HZ / rate)
        time_s = np.arange(word) / RATE_HZ
        ramp = np.minimum(1.0, np.minimum(np.arange(word), np.arange(word)[::-1]) / (0.01 * RATE_HZ))
        parts = []
        for token in text.split():
            pitch_hz = base * (1 + zlib.crc32(token.lower().encode()) % 64 / 64)
            parts += [0.3 * ramp * np.sin(2 * np.pi * pitch_hz * time_s), np.zeros(gap)]
        pcm = np.concatenate(parts) if parts else np.zeros(0)
        return Clip(pcm.astype(np.float32), RATE_HZ)
