"""Keeps a timeline of blocks in step with the wall clock."""

from __future__ import annotations

import time

from .protocols import BLOCK_S


class Pace:
    """Waits for moments of a timeline that starts at the first wait."""

    def __init__(self) -> None:
        self._start: float | None = None

    def wait_until(self, moment_s: float) -> None:
        """Sleep until the timeline reaches `moment_s`; a reader that is late does not sleep, so it catches up."""
        now = time.monotonic()
        if self._start is None:
            self._start = now - moment_s + BLOCK_S
        time.sleep(max(0.0, self._start + moment_s - now))

    def between(self, moment_s: float) -> float:
        """`moment_s`, the end of the last block read, plus what has passed since, up to a block."""
        if self._start is None:
            return moment_s
        return moment_s + min(BLOCK_S, max(0.0, time.monotonic() - self._start - moment_s))
