"""A fixed-size ring of samples between one writer (the device callback) and one reader.

Single producer, single consumer: each side moves only its own counter, so neither ever waits for the other and no lock
is needed. Nothing is allocated after construction.
"""

from __future__ import annotations

import numpy as np

from .protocols import Pcm


class Ring:
    """`capacity` float32 samples; what does not fit is dropped and counted, never overwritten."""

    def __init__(self, capacity: int) -> None:
        self._data = np.zeros(capacity, np.float32)
        self._written = 0
        self._taken = 0
        self.dropped = 0
        "Samples that found no room since the start."

    def __len__(self) -> int:
        return self._written - self._taken

    @property
    def written(self) -> int:
        """Samples accepted since the start."""
        return self._written

    def write(self, samples: Pcm) -> int:
        """Copy `samples` (float32, one dimension) in; return how many were accepted."""
        size = len(self._data)
        count = min(len(samples), size - len(self))
        start = self._written % size
        first = min(count, size - start)
        self._data[start : start + first] = samples[:first]
        self._data[: count - first] = samples[first:count]
        self._written += count  # last: the reader must not see samples that are not there yet
        self.dropped += len(samples) - count
        return count

    def read(self, count: int) -> Pcm | None:
        """Exactly `count` samples as a new array, or None while there are fewer."""
        if len(self) < count:
            return None
        size = len(self._data)
        start = self._taken % size
        first = min(count, size - start)
        out = np.empty(count, np.float32)
        out[:first] = self._data[start : start + first]
        out[first:] = self._data[: count - first]
        self._taken += count
        return out
