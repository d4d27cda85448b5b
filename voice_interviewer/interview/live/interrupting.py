"""Interrupting an answer on purpose: planned by the interviewer, done at the next clause edge or when time is up."""

from __future__ import annotations

from typing import Protocol

from ...hearing.model import Heard
from ...sessions.actions import BreakIn, Listen
from .arming import Host
from .own_voice import Said
from .turn import TurnBook


class Interrupted(Protocol):
    """The answer that is interrupted; `answering.Answering` is the real one."""

    book: TurnBook
    listen: Listen | None
    said: Said | None

    def disarm(self) -> None: ...
    def heard_out(self, heard: Heard) -> None: ...


class Interrupting:
    """The interruption that is planned for the answer being given, if there is one."""

    def __init__(self, answering: Interrupted, host: Host) -> None:
        self._answering = answering
        self._host = host
        self._plan: tuple[BreakIn, float] | None = None
        "What to say, and by when (session seconds)."

    @property
    def planned(self) -> bool:
        """It is still to come."""
        return self._plan is not None

    def plan(self, action: BreakIn) -> None:
        """At the next clause edge, or when the deadline is over."""
        self._host.parts.mouth.prepare(f"{action.preface} {action.text}".strip(), action.node)
        self._plan = (action, self._host.now_s + action.deadline_s)

    def forget(self) -> None:
        """The answer is over."""
        self._plan = None

    def tick(self) -> None:
        """Time has passed."""
        if self._plan is not None and self._host.now_s >= self._plan[1]:
            self.now()

    def now(self) -> None:
        """Speak first, then hear the candidate out until they stop; recording goes on.

        On loudspeakers their voice cannot be told from ours, so hearing (not recording) ends where we begin.
        """
        answering, parts, now_s = self._answering, self._host.parts, self._host.now_s
        if self._plan is None or answering.listen is None or answering.book.turn is None:
            return
        action, self._plan = self._plan[0], None
        text = f"{action.preface} {action.text}".strip()
        parts.mouth.say(action.utterance, text, now_s, protected_s=1.0, topic=action.node)
        answering.said = Said(text, now_s)
        parts.screen.said(text, "constraint")
        answering.disarm()
        answering.book.turn.start_break(action, now_s)
        if not parts.full_duplex:
            answering.heard_out(parts.ears.finish(now_s))
            parts.ears.mute(True)
        else:
            answering.book.we_speak(now_s)
        if parts.guest is not None:
            parts.guest.talked_over(now_s)
