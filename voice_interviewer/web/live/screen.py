"""What the page shows of a session: a picture that a page which comes back is given whole, and changes one by one."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from ...interview.live.phases import Indicator
from ...interview.live.screen import Wish

Told = dict[str, Any]
"One message to the page, as JSON."
_LINES = 400
"Of the conversation that a page which comes back is shown."
_LONGEST = 20_000
"Characters of a draft."
_ASKING = ("question", "follow_up", "constraint", "reprompt", "repeat", "clarification")
"What stays on the page until the next."


class PageScreen:
    """A `Screen` for the session's thread, watched by at most one page through `tell`.

    `tell` is called in the session's thread and must return at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tell: Callable[[Told], None] | None = None
        self._lines: deque[Told] = deque(maxlen=_LINES)
        self._question = ""
        self._saying = ""
        self._interrupted = False
        self._caption = ""
        self._now: Indicator = "speaking"
        self._time: tuple[float, float | None] = (0.0, None)  # none is shown before it is known
        self._second = -1
        self._draft = ""
        self._jots: deque[str] = deque()
        self.jot: Callable[[str], None] = lambda text: None
        "Writes a note into the journal; called in the session's thread."

    # ---- the page's side, any thread ----

    def watch(self, tell: Callable[[Told], None] | None) -> Told:
        """From now on `tell` is told every change; returns the whole picture as it is at this moment."""
        with self._lock:
            self._tell = tell
            return self._picture()

    def type(self, text: str) -> None:
        """What stands on the page's line now."""
        self._draft = text[:_LONGEST] if text.strip() else ""

    def note(self, text: str) -> None:
        """Have this written into the journal, by the thread that writes it."""
        self._jots.append(text)

    def forget(self) -> None:
        """Drop every word of the session."""
        with self._lock:
            self._tell = None
            self._lines.clear()
            self._jots.clear()
            self._question = self._saying = self._caption = self._draft = ""

    def _picture(self) -> Told:
        return {
            "kind": "picture",
            "lines": list(self._lines),
            "question": self._question,
            "saying": self._saying,
            "interrupted": self._interrupted,
            "caption": self._caption,
            "now": self._now,
            "elapsed": self._time[0],
            "budget": self._time[1],
            "draft": self._draft,
        }

    def _change(self, told: Told) -> None:
        if self._tell is not None:
            self._tell(told)

    # ---- the session's side ----

    def said(self, text: str, kind: str) -> None:
        """The interviewer begins to say this."""
        told = {"kind": "said", "text": text, "of": kind}
        with self._lock:
            self._saying = text
            if kind in _ASKING:
                self._question, self._interrupted, self._caption = text, kind == "constraint", ""
            self._lines.append(told)
            self._change(told)

    def listening(self, on: bool) -> None:
        """Told by `state`."""

    def state(self, now: Indicator) -> None:
        """Who has the floor."""
        with self._lock:
            self._now = now
            self._change({"kind": "state", "now": now})

    def caption(self, text: str) -> None:
        """Best transcript so far."""
        with self._lock:
            self._caption = text
            self._change({"kind": "caption", "text": text})

    def answered(self, text: str, seconds: float) -> None:
        """An answer is over."""
        told = {"kind": "answered", "text": text, "seconds": round(seconds, 1)}
        with self._lock:
            self._caption = ""
            self._lines.append(told)
            self._change(told)

    def level(self, dbfs: float) -> None:
        """The page measures its own microphone."""

    def time(self, elapsed_s: float, budget_s: float | None) -> None:
        """Told once a second; a budget of null: no clock runs, and none is shown."""
        self._time = (round(elapsed_s, 1), budget_s)
        if int(elapsed_s) != self._second:
            self._second = int(elapsed_s)
            with self._lock:
                self._change({"kind": "time", "elapsed": self._time[0], "budget": budget_s})

    def notice(self, text: str) -> None:
        """A line about the session itself."""
        told = {"kind": "notice", "text": text}
        with self._lock:
            self._lines.append(told)
            self._change(told)

    def wishes(self) -> list[Wish]:
        """Wishes go to the interview itself; here notes find the thread that writes the journal."""
        while self._jots:
            self.jot(self._jots.popleft())
        return []

    def draft(self) -> str:
        """What is typed and not yet sent."""
        return self._draft

    def take_draft(self) -> str:
        """The draft, and the page's line becomes empty."""
        draft, self._draft = self._draft, ""
        with self._lock:
            self._change({"kind": "draft", "text": ""})
        return draft
