"""The interview that is going on, of which there is one at most, and the one before it until the next begins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...english.sentences import sentences
from ...errors import UsageError
from ...heap import give_back
from ...interview.core import facts
from ...interview.live.given import NOTHING, Given
from ...interview.live.session import Choices, Interview
from .link import Link
from .sitting import Sitting

_END_S = 5.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page asks for."""

    flow: str = ""
    resume: str = ""
    "A session to go on with, instead of a flow."
    retake: str = ""
    "`SESSION/ANSWER`, instead of a flow."
    choices: Choices = field(default_factory=Choices)
    full_duplex: bool = False


class Desk:
    """Begins interviews, one at a time.

    Args:
        given: parts for every interview (tests: scripted engines); the root is in it.
    """

    def __init__(self, root: Path | None = None, given: Given = NOTHING) -> None:
        self._given = replace(given, root=root) if root is not None else given
        self._lock = threading.Lock()
        self.sitting: Sitting | None = None
        self.broken_off = ""
        "The interview that the end of the program broke off."
        self.link: Link | None = None
        "The page that has it; used on the server's event loop alone."

    @property
    def going_on(self) -> Sitting | None:
        """The interview that is not over; None where there is none."""
        sitting = self.sitting
        return sitting if sitting is not None and sitting.going_on else None

    def begin(self, wanted: Wanted) -> Sitting:
        """Begin what is wanted. Raises UsageError while another goes on, and what `Interview.new` raises."""
        with self._lock:
            if self.going_on is not None:
                raise UsageError("an interview is going on.", fix="Go back to it, or break it off first.")
            self._drop()
            sitting = Sitting(self._maker(wanted), self._given, full_duplex=wanted.full_duplex)
            self.sitting = sitting
            sitting.begin()
            return sitting

    def _maker(self, wanted: Wanted) -> Callable[[Given], Interview]:
        choices = wanted.choices
        if wanted.resume:
            return lambda given: Interview.resume(wanted.resume, given, typing=choices.type_answers)
        if wanted.retake:
            return lambda given: Interview.retake(wanted.retake, choices, given)
        return lambda given: Interview.new(wanted.flow, choices, given)

    def forget(self, session: str) -> None:
        """Drop what is still held of a session that is over, because it has been deleted: no word of it stays."""
        with self._lock:
            if self.sitting is not None and self.sitting.id == session and not self.sitting.going_on:
                self._drop()
        _forget_words()

    def close(self) -> None:
        """End whatever goes on; what was heard is kept and can be gone on with."""
        sitting = self.sitting
        if sitting is not None:
            self.broken_off = sitting.id if sitting.phase in ("waiting", "live") else ""
            sitting.stop()
            sitting.join(_END_S)

    def _drop(self) -> None:
        if self.sitting is not None:
            self.sitting.screen.forget()
            self.sitting = None
            _forget_words()


def _forget_words() -> None:
    """What was remembered of answers to save work."""
    facts.forget()
    sentences.cache_clear()
    give_back()
