"""The last stretch of sound, addressed by session time."""

from __future__ import annotations

from collections import deque

import numpy as np

from ..audio.protocols import BLOCK, BLOCK_S, RATE_HZ, Pcm


class Tape:
    """Blocks of 512 samples (float32, 16 kHz) in order, with their times; old ones can be dropped."""

    def __init__(self) -> None:
        self._blocks: deque[tuple[float, Pcm]] = deque()

    def append(self, end_s: float, samples: Pcm) -> None:
        """Add the block that ends at `end_s`."""
        self._blocks.append((end_s - BLOCK_S, samples))

    def drop_before(self, at_s: float) -> None:
        """Forget blocks that end at or before `at_s`."""
        while self._blocks and self._blocks[0][0] + BLOCK_S <= at_s + 1e-6:
            self._blocks.popleft()

    def cut(self, start_s: float, end_s: float) -> tuple[Pcm, float]:
        """A copy of the sound from `start_s` to `end_s` as far as it is still here, and the true start of that copy."""
        chosen = [(at, block) for at, block in self._blocks if at + BLOCK_S > start_s + 1e-6 and at < end_s - 1e-6]
        if not chosen:
            return np.zeros(0, np.float32), start_s
        began = chosen[0][0]
        whole = np.concatenate([block for _, block in chosen])
        skip = max(0, round((start_s - began) * RATE_HZ))
        stop = len(whole) - max(0, round((chosen[-1][0] + BLOCK / RATE_HZ - end_s) * RATE_HZ))
        return np.ascontiguousarray(whole[skip : max(skip, stop)], np.float32), began + skip / RATE_HZ
