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
        self._energy = 0.0
        self._voiced = 0
        self._count = 0
        self._clipped = 0
        self._quiet: list[float] = []

    def add(self, samples: Pcm, voiced: bool) -> None:
        """One block, float32 in [-1, 1], any length."""
        energy = float(np.dot(samples, samples))
        if voiced:
            self._energy += energy
            self._voiced += len(samples)
        else:
            self._quiet.append(energy / len(samples))
        self._count += len(samples)
        self._clipped += int(np.count_nonzero(np.abs(samples) >= _CLIP))

    def quality(self) -> AudioQuality | None:
        """The measures so far; None before any sound.

        Noise is the median of the unvoiced blocks: a mean would be spoilt by the edges of words among them.
        """
        if not self._count:
            return None
        level = dbfs(self._energy / self._voiced) if self._voiced else _FLOOR_DBFS
        noise = dbfs(float(np.median(self._quiet))) if self._quiet else _FLOOR_DBFS
        return AudioQuality(round(level, 1), round(noise, 1), self._clipped / self._count)
