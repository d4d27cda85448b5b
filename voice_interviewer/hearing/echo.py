"""Does the microphone hear the loudspeaker? Decides between half duplex (loudspeakers) and full duplex (headphones)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..audio.protocols import RATE_HZ, Pcm

AUDIBLE_DB = 6.0
"The microphone hears the loudspeaker when playing raises its level by this much over the room's own noise."
_FRAME = RATE_HZ // 50


@dataclass(frozen=True, slots=True)
class Echo:
    """Outcome of a calibration."""

    room_dbfs: float
    "Median level before anything was played."
    playing_dbfs: float
    "90th percentile level while it was played (speech has gaps)."

    @property
    def rise_db(self) -> float:
        """How much louder the microphone got."""
        return self.playing_dbfs - self.room_dbfs

    @property
    def headphones(self) -> bool:
        """Full duplex is safe: our own voice does not come back."""
        return self.rise_db < AUDIBLE_DB


def judge_echo(before: Pcm, during: Pcm) -> Echo:
    """From what the microphone heard before and while the loudspeaker spoke (mono float32, 16 kHz, each ≥ 0.2 s)."""
    return Echo(_level(before, 50), _level(during, 90))


def _level(pcm: Pcm, percentile: float) -> float:
    frames = pcm[: len(pcm) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not len(frames):
        return -120.0
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    return float(10 * np.log10(max(float(np.percentile(power, percentile)), 1e-12)))
