"""A session as plain lines: for logs, pipes and screen readers. Lines read from a pipe are answers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TextIO

from ..interview.live.phases import Indicator
from ..interview.live.screen import Wish
from .keys import Keyboard
from .plain import visible

_MOMENT_S = 0.02
"How long a look for the next line may take: less than a block of sound, so that a session in real time keeps its pace."


def took(seconds: float) -> str:
    """How long an answer took, as it stands behind its speaker's name; a line from a pipe took no time."""
    return f" ({seconds:.0f} s)" if seconds >= 0.5 else ""


class PlainScreen:
    """One line for each thing said; with `answers`, each line of that stream answers one question."""

    def __init__(self, write: Callable[[str], None] = print, you: str = "You", answers: TextIO | None = None) -> None:
        self._write = write
        self._you = you
        self._answers = LineAnswers(answers) if answers is not None else None
        self._listening = False

    def __enter__(self) -> PlainScreen:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def said(self, text: str, kind: str) -> None:
        """A line of the interviewer."""
        self._write(visible(f"Interviewer: {text}"))

    def state(self, now: Indicator) -> None:
        """Not shown."""

    def listening(self, on: bool) -> None:
        """Not shown; but only now is the next line an answer."""
        self._listening = on

    def caption(self, text: str) -> None:
        """Not shown: lines cannot be taken back."""

    def answered(self, text: str, seconds: float) -> None:
        """A line of the candidate."""
        self._write(visible(f"{self._you}{took(seconds)}: {text or '(nothing understood)'}"))

    def level(self, dbfs: float) -> None:
        """Not shown."""

    def time(self, elapsed_s: float, budget_s: float | None) -> None:
        """Not shown."""

    def notice(self, text: str) -> None:
        """A line about the session itself."""
        self._write(visible(f"Note: {text}"))

    def draft(self) -> str:
        """A line is sent whole: nothing is ever half typed."""
        return ""

    def take_draft(self) -> str:
        """See `draft`."""
        return ""

    def wishes(self) -> list[Wish]:
        """The next line, once it is asked for; after the last one, to finish."""
        if self._answers is None or not self._listening:
            return []
        wish = self._answers.next()
        if wish is None:
            return []
        self._listening = False  # one line, one answer
        return [wish]


class LineAnswers:
    """Lines of a stream, read in a thread because reading may wait for somebody to type."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._keyboard = Keyboard(always_typing=True)
        self._lines: queue.SimpleQueue[Wish] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="answers", daemon=True).start()

    def next(self) -> Wish | None:
        """The next wish, or None when no line has come within a moment."""
        try:
            return self._lines.get(timeout=_MOMENT_S)
        except queue.Empty:
            return None

    def _read(self) -> None:
        try:
            for line in self._stream:
                if wish := self._keyboard.send(line):
                    self._lines.put(wish)
        except (OSError, ValueError):  # the stream was closed under us
            pass
        self._lines.put(Wish("finish"))
