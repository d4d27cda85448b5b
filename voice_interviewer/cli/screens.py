"""Two ways to show a session: a live terminal page, and plain lines where there is no terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ..interview.live.screen import Wish
from .keys import HELP, KeyReader

_WHO = {"answer": "You", "notice": "Note"}
_REFRESH_S = 0.1


class PlainScreen:
    """One line for each thing said; for logs, pipes and screen readers."""

    def __init__(self, write: Callable[[str], None] = print, you: str = "You") -> None:
        self._write = write
        self._you = you

    def __enter__(self) -> PlainScreen:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def said(self, text: str, kind: str) -> None:
        """A line of the interviewer."""
        self._write(f"Interviewer: {text}")

    def listening(self, on: bool) -> None:
        """Not shown."""

    def caption(self, text: str) -> None:
        """Not shown: lines cannot be taken back."""

    def answered(self, text: str, seconds: float) -> None:
        """A line of the candidate."""
        self._write(f"{self._you} ({seconds:.0f} s): {text or '(nothing understood)'}")

    def level(self, dbfs: float) -> None:
        """Not shown."""

    def time(self, elapsed_s: float, budget_s: float) -> None:
        """Not shown."""

    def notice(self, text: str) -> None:
        """A line about the session itself."""
        self._write(f"Note: {text}")

    def wishes(self) -> list[Wish]:
        """None: there is no keyboard."""
        return []


class LiveScreen:
    """Question, captions, level meter, time and keys, repainted ten times a second."""

    def __init__(self, console: Any, you: str = "You") -> None:
        self._console = console
        self._you = you
        self._keys = KeyReader()
        self._live: Any = None
        self._question = ""
        self._caption = ""
        self._listening = False
        self._dbfs = -90.0
        self._clock = (0.0, 0.0)
        self._painted = 0.0

    def __enter__(self) -> LiveScreen:
        from rich.live import Live

        self._keys.__enter__()
        self._live = Live(self._page(), console=self._console, auto_refresh=False, transient=True)
        self._live.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._live is not None:
            self._live.__exit__(None, None, None)
            self._live = None
        self._keys.__exit__(*exc)

    def said(self, text: str, kind: str) -> None:
        """The question becomes the head of the page."""
        from rich.text import Text

        self._question, self._caption = text, ""
        self._console.print(Text("Interviewer  ", style="bold cyan") + Text(text))
        self._paint(now=True)

    def listening(self, on: bool) -> None:
        """Show who has the floor."""
        self._listening = on
        self._paint(now=True)

    def caption(self, text: str) -> None:
        """The end of what was said so far."""
        self._caption = text
        self._paint()

    def answered(self, text: str, seconds: float) -> None:
        """The answer goes up into the log."""
        from rich.text import Text

        self._caption = ""
        line = Text(f"{self._you} ({seconds:.0f} s)  ", style="bold green") + Text(text or "(nothing understood)")
        self._console.print(line)

    def level(self, dbfs: float) -> None:
        """Meter with a quick rise and a slow fall."""
        self._dbfs = max(dbfs, self._dbfs - 1.5)
        self._paint()

    def time(self, elapsed_s: float, budget_s: float) -> None:
        """Time used and planned."""
        self._clock = (elapsed_s, budget_s)

    def notice(self, text: str) -> None:
        """A line about the session itself."""
        from rich.text import Text

        self._console.print(Text(text, style="yellow"))

    def wishes(self) -> list[Wish]:
        """What was asked for by key."""
        return self._keys.wishes()

    def _paint(self, *, now: bool = False) -> None:
        moment = time.monotonic()
        if self._live is None or (not now and moment - self._painted < _REFRESH_S):
            return
        self._painted = moment
        self._live.update(self._page(), refresh=True)

    def _page(self) -> Any:
        from rich.console import Group
        from rich.panel import Panel
        from rich.text import Text

        typing = self._keys.editor.typing
        filled = round(max(0.0, min(1.0, (self._dbfs + 60) / 60)) * 24)
        elapsed, budget = self._clock
        status = Text()
        status.append(
            "● listening " if self._listening else "○ speaking  ", style="green" if self._listening else "cyan"
        )
        status.append("▮" * filled, style="green" if self._dbfs < -3 else "red")
        status.append("▯" * (24 - filled), style="dim")
        status.append(f"  {_minutes(elapsed)} of {_minutes(budget)}", style="dim")
        width = max(20, self._console.width - 6) * 3
        said = (
            Text(self._caption[-width:], style="italic") if typing is None else Text(f"type: {typing}▏", style="bold")
        )
        keys = HELP if typing is None else "Enter sends · Escape goes back to speaking"
        return Panel(
            Group(Text(self._question, style="bold"), said, status, Text(keys, style="dim")), border_style="dim"
        )


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
