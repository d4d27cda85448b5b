"""Answers that are typed: followed while they are written, taken when sent, or when their time is up."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Protocol

from ...hearing.model import Heard
from ...sessions.actions import Listen
from .arming import Host
from .typing import TypedDraft


class Typed(Protocol):
    """The answer that is typed; `answering.Answering` is the real one."""

    listen: Listen | None

    def settle(self) -> None: ...
    def end_now(self, heard: Heard, why: str, *, typed: bool = False) -> None: ...


class TypedAnswers:
    """The line that is being typed, and what was sent before anybody listened."""

    def __init__(self, answering: Typed, host: Host) -> None:
        self._answering = answering
        self._host = host
        self.draft = TypedDraft()
        self._ahead: deque[str] = deque()
        "Answers sent while nobody was listening yet."

    def look(self, budget_s: float | None) -> None:
        """Follow the line; send what was sent too early once it can be heard, and a draft whose time is up.

        `budget_s`: the session's time, None where no clock runs.
        """
        host, parts, listen = self._host, self._host.parts, self._answering.listen
        self.draft.look(parts.screen.draft(), host.now_s)
        if listen is None or parts.mouth.busy:
            return
        if self._ahead:
            self.take(self._ahead.popleft())
        elif self.draft.due(host.now_s, listen.limit_s, budget_s is not None and host.now_s > budget_s):
            host.note("Time is up: what you had typed was taken as your answer.")
            self.take(parts.screen.take_draft())

    def take(self, text: str) -> None:
        """A typed answer; what was said aloud before it belongs to it."""
        answering, parts, now_s, text = self._answering, self._host.parts, self._host.now_s, text.strip()
        if not text:
            return
        answering.settle()
        if answering.listen is None or parts.mouth.busy:
            self._ahead.append(text)
            parts.mouth.hush()
            return
        self.draft.look("", now_s)
        answering.end_now(behind(parts.ears.finish(now_s), text, now_s), "typed", typed=True)

    def keep(self, text: str) -> None:
        """An answer that was sent when nothing was taken any more."""
        if text.strip():
            self._ahead.append(text.strip())

    def left(self) -> str:
        """What was sent and never taken, and what stands on the line, now that the session breaks off."""
        parts = [*self._ahead, self._host.parts.screen.take_draft().strip()]
        self._ahead.clear()
        return " ".join(filter(None, parts))


def behind(spoken: Heard, text: str, now_s: float) -> Heard:
    """What was said aloud, with what was typed behind it."""
    return replace(
        spoken,
        text=f"{spoken.text} {text}".strip(),
        plain_text=f"{spoken.plain_text} {text}".strip(),
        end_s=now_s,
    )
