"""What the runner shows and which wishes it takes; the terminal, the plain log and the web page each are one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ...sessions.kinds import CommandName
from .floor import Floor, FloorWish
from .phases import Indicator

WishName = CommandName | FloorWish | Literal["typed", "done", "acknowledge"]
"""What a person may ask for: a command of the interview, a `typed` answer, `done` (I have finished), who keeps the
floor (`floor`), or `acknowledge` (receipts off, and on again)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something the person asked for by key, button or keyboard."""

    name: WishName
    text: str = ""
    "The answer, when typed."


class Screen(Protocol):
    """Every method returns at once."""

    def said(self, text: str, kind: str) -> None:
        """The interviewer begins to say this."""
        ...

    def listening(self, on: bool) -> None: ...
    def state(self, now: Indicator) -> None:
        """Who has the floor has changed: `speaking`, `listening`, `thinking` (an end is near), or `paused`."""
        ...

    def caption(self, text: str) -> None:
        """Best transcript so far of the answer being given."""
        ...

    def answered(self, text: str, seconds: float) -> None: ...
    def level(self, dbfs: float) -> None: ...
    def time(self, elapsed_s: float, budget_s: float | None) -> None:
        """Time used and planned; None: no clock runs, and none is shown."""
        ...

    def notice(self, text: str) -> None: ...
    def wishes(self) -> list[Wish]:
        """What was asked for since the last call."""
        ...

    def draft(self) -> str:
        """What is typed and not yet sent; empty when nothing is. While there is one, no silence is counted."""
        ...

    def take_draft(self) -> str:
        """The draft, taken out of the line as if it had been sent: its time is up."""
        ...


class Commands:
    """Wishes put by one thread (a page's socket, a program) and taken by the session's."""

    def __init__(self) -> None:
        self._waiting: deque[Wish] = deque()
        self.floor = Floor()
        "Who keeps the turn by key, whatever the silence."

    def put(self, wish: Wish) -> None:
        """Ask for something; heard with the next block (within 32 ms)."""
        self._waiting.append(wish)

    def take(self) -> list[Wish]:
        """What was asked for since the last call."""
        found = []
        while self._waiting:
            found.append(self._waiting.popleft())
        return found


@dataclass
class RecordingScreen:
    """Keeps everything it is shown; for tests, and for sessions nobody watches."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    queue: list[tuple[float, Wish]] = field(default_factory=list)
    "Wishes to be made, each at a session time."
    drafts: list[tuple[float, str]] = field(default_factory=list)
    "What stands on the line from each session time on."
    states: list[str] = field(default_factory=list)
    "Who had the floor, each change."
    now_s: float = 0.0

    def said(self, text: str, kind: str) -> None:
        """Keep it."""
        self.lines.append((kind, text))

    def listening(self, on: bool) -> None:
        """Nothing to keep."""

    def state(self, now: Indicator) -> None:
        """Keep it."""
        self.states.append(now)

    def caption(self, text: str) -> None:
        """Nothing to keep."""

    def answered(self, text: str, seconds: float) -> None:
        """Keep it."""
        self.lines.append(("answer", text))

    def level(self, dbfs: float) -> None:
        """Nothing to keep."""

    def time(self, elapsed_s: float, budget_s: float | None) -> None:
        """Remember the time, for the queued wishes."""
        self.now_s = elapsed_s

    def notice(self, text: str) -> None:
        """Keep it."""
        self.lines.append(("notice", text))

    def wishes(self) -> list[Wish]:
        """Those whose time has come."""
        due = [wish for at, wish in self.queue if at <= self.now_s]
        self.queue = [(at, wish) for at, wish in self.queue if at > self.now_s]
        return due

    def draft(self) -> str:
        """The latest whose time has come."""
        return next((text for at, text in reversed(self.drafts) if at <= self.now_s), "")

    def take_draft(self) -> str:
        """It, and the line is empty from here on."""
        text = self.draft()
        self.drafts = [(at, line) for at, line in self.drafts if at > self.now_s]
        return text
