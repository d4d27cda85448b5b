"""A session's screen whose lines go through a pipe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...interview.live.screen import RecordingScreen


class LineScreen(RecordingScreen):
    """Writes what is said by either side, and how far the session is; takes no wishes."""

    def __init__(self, write: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self._write = write
        self._shown_s = -60.0

    def said(self, text: str, kind: str) -> None:
        """A line of the interviewer."""
        self._write({"who": "interviewer", "text": text})

    def answered(self, text: str, seconds: float) -> None:
        """A line of the candidate, as it was heard."""
        self._write({"who": "candidate", "text": text})

    def notice(self, text: str) -> None:
        """A line about the session itself."""
        self._write({"who": "note", "text": text})

    def state(self, now: str) -> None:
        """Not shown."""

    def time(self, elapsed_s: float, budget_s: float | None) -> None:
        """Every five seconds of the session."""
        if elapsed_s - self._shown_s >= 5:
            self._shown_s = elapsed_s
            self._write({"progress": ["interview", round(elapsed_s, 1), round(budget_s or 0.0, 1)]})
