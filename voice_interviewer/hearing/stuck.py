"""Notices stuck voice activity: "voice" for long at a level that does not move, as speech never is. Pure."""

from __future__ import annotations

from collections import deque

import numpy as np

from ..audio.protocols import Pcm
from .quality import dbfs

_AFTER_S = 12.0
_FLAT_DB = 1.5
"Standard deviation of the level over that time: a fan or a hum stays under 1 dB, speech is above 5 dB."


class StuckVoice:
    """Fed every block that voice activity calls voice."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque()

    def reset(self) -> None:
        """Voice ended: nothing is stuck."""
        self._levels.clear()

    def feed(self, samples: Pcm, seconds: float) -> bool:
        """One voiced block of `seconds` → whether voice activity is stuck."""
        self._levels.append(dbfs(float(np.mean(np.square(samples)))))
        if len(self._levels) * seconds < _AFTER_S:
            return False
        self._levels.popleft()
        return float(np.std(self._levels)) < _FLAT_DB
