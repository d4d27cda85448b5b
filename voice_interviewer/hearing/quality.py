"""How well an answer could be heard: level, noise, clipping."""

from __future__ import annotations

import math

import numpy as np

from ..audio.protocols import Pcm
from .model import AudioQuality

_FLOOR_DBFS = -100.0
_CLIP = 0.999


def dbfs(mean_square: float) -> float:
    """Mean square of samples in [-1, 1] → dBFS, not below -100."""
    return max(_FLOOR_DBFS, 10 * math.log10(mean_square)) if mean_square > 0 else _FLOOR_DBFS


class QualityMeter:
    """Sums over blocks, voiced and unvoiced apart."""

    def __init__(self) -> None:
        self._energy = {True: 0.0, False: 0.0}
        self._count = {True: 0, False: 0}
        self._clipped = 0

    def add(self, samples: Pcm, voiced: bool) -> None:
        """One block, float32 in [-1, 1], any length."""
        self._energy[voiced] += float(np.dot(samples, samples))
        self._count[voiced] += len(samples)
        self._clipped += int(np.count_nonzero(np.abs(samples) >= _CLIP))

    def quality(self) -> AudioQuality | None:
        """The measures so far; None before any sound."""
        total = sum(self._count.values())
        if not total:
            return None

        def level(voiced: bool) -> float:
            return round(dbfs(self._energy[voiced] / self._count[voiced]) if self._count[voiced] else _FLOOR_DBFS, 1)

        return AudioQuality(level(True), level(False), self._clipped / total)
