"""An answer being typed: nobody is hurried while keys are pressed, and a draft is sent when time is up.

Pure: times and the draft come as arguments.
"""

from __future__ import annotations

IDLE_S = 120.0
"A draft left alone this long after the session's time is over is sent: somebody has gone, or is done."

ONLY_TYPING_SILENCE_S = 180.0
"Where answers are only typed, an empty line is somebody who reads and thinks: they are not asked for this long."

_SLOWER = 3.0
"Typing is about three times slower than speaking, so an answer's limit lasts three times as long."


class TypedDraft:
    """Follows the text on the line from block to block."""

    def __init__(self) -> None:
        self.text = ""
        self._began_s: float | None = None
        self._changed_s = 0.0

    @property
    def open(self) -> bool:
        """Something is typed and not yet sent: no clock of silence runs."""
        return bool(self.text)

    def look(self, text: str, now_s: float) -> None:
        """Take the line as it is now (session seconds)."""
        if text == self.text:
            return
        if not self.text:
            self._began_s = now_s
        self.text, self._changed_s = text, now_s
        if not text:
            self._began_s = None

    def due(self, now_s: float, limit_s: float | None, over: bool) -> bool:
        """Whether the draft must be sent now: the answer's own limit has passed, or the session's time is over.

        `limit_s` is how long a spoken answer may take, None for no limit; `over` says that the session's time is over.
        """
        if self._began_s is None:
            return False
        if limit_s is not None and now_s - self._began_s > limit_s * _SLOWER:
            return True
        return over and now_s - self._changed_s > IDLE_S
