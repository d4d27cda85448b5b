"""Single keys and typed lines from a terminal, read in a thread, on POSIX and Windows."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable

from ..interview.live.screen import Wish

KEYS = {"r": "repeat", "s": "skip", "p": "pause", "f": "finish", "w": "wait", "c": "clarify"}
HELP = "r repeat · s skip · p pause · w wait · c what do you mean · t type · f finish"


class LineEditor:
    """What a key press means; pure, so that typing can be tested without a terminal."""

    def __init__(self) -> None:
        self.typing: str | None = None
        "The answer being typed; None when keys are commands."
        self._paused = False

    def press(self, key: str) -> Wish | None:
        """Take one key; returns the wish it completes."""
        if self.typing is None:
            if key == "t":
                self.typing = ""
                return None
            name = KEYS.get(key.lower())
            if name == "pause":
                self._paused = not self._paused
                return Wish("pause" if self._paused else "resume")
            return Wish(name) if name else None
        if key in ("\r", "\n"):
            text, self.typing = self.typing, None
            return Wish("typed", text) if text.strip() else None
        if key == "\x1b":  # Escape: keep speaking instead
            self.typing = None
        elif key in ("\x7f", "\b"):
            self.typing = self.typing[:-1]
        elif key.isprintable():
            self.typing += key
        return None


class KeyReader:
    """Reads the terminal while entered; wishes are collected for the runner's next look."""

    def __init__(self) -> None:
        self.editor = LineEditor()
        self._wishes: deque[Wish] = deque()
        self._stop = threading.Event()
        self._restore: Callable[[], None] = lambda: None

    def __enter__(self) -> KeyReader:
        if sys.stdin is None or not sys.stdin.isatty():
            return self
        read = self._windows() if os.name == "nt" else self._posix()
        threading.Thread(target=self._work, args=(read,), name="keys", daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._restore()

    def wishes(self) -> list[Wish]:
        """What was asked for since the last call."""
        found = []
        while self._wishes:
            found.append(self._wishes.popleft())
        return found

    def _work(self, read: Callable[[], str]) -> None:
        while not self._stop.is_set():
            key = read()
            if key and (wish := self.editor.press(key)):
                self._wishes.append(wish)

    def _posix(self) -> Callable[[], str]:
        import select
        import termios
        import tty

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        tty.setcbreak(descriptor)
        self._restore = lambda: termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

        def read() -> str:
            ready, _, _ = select.select([descriptor], [], [], 0.2)
            return os.read(descriptor, 64).decode(errors="ignore")[:1] if ready else ""

        return read

    def _windows(self) -> Callable[[], str]:
        import msvcrt  # type: ignore[import-not-found,unused-ignore]

        def read() -> str:
            if msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
                return str(msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]
            self._stop.wait(0.05)
            return ""

        return read
