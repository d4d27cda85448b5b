"""One interview in a thread of its own, from the page's word to its debrief.

    waiting ──first sound──► live ──► finishing ──► over           the debrief is there
       │                       └──── broken off ──► over           it can be gone on with
       └──────────── an error ────────────────────► failed         told in words

The page may come and go: its microphone is `away` meanwhile and the session pauses. Nothing here waits for the page
but `waiting`, and the server waits for nothing here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from ...audio.page import PageMicrophone, PageSpeaker
from ...errors import InterviewerError
from ...interview.live.given import NOTHING, Given
from ...interview.live.session import Interview, Outcome
from ...sessions.records import Note
from ...sessions.settings import load_settings
from .screen import PageScreen, Told

Phase = Literal["waiting", "live", "finishing", "over", "failed"]


@dataclass(slots=True)
class Place:
    """Up to where one opening of a page's microphone has been heard: what a socket that breaks goes on from."""

    capture: str = ""
    "Names the opening."
    frame: int = 0
    "The next frame that is wanted."
    lost: int = 0
    "Frames that never came."


class Sitting:
    """Make it with what makes the interview; `begin` starts its thread.

    Args:
        make: `Interview.new`, `resume` or `retake` with its arguments, less the parts given here.
        given: parts that a caller of the server brings (tests: scripted engines).
        full_duplex: the browser cancels echo, or the candidate wears headphones: we may listen while we speak.
        on_end: called in the sitting's thread when all is over.
    """

    def __init__(
        self,
        make: Callable[[Given], Interview],
        given: Given = NOTHING,
        *,
        full_duplex: bool = False,
        on_end: Callable[[], None] = lambda: None,
    ) -> None:
        self.screen = PageScreen()
        self.microphone = PageMicrophone(name="browser")
        self.speaker = PageSpeaker(
            clock=self.microphone.now, on_flush=self._flushed, on_duck=self._ducked, on_hold=self._held, name="browser"
        )
        self.place = Place()
        self.through = ""
        "Which microphone the page has, in words."
        self.phase: Phase = "waiting"
        self.progress = 0.0
        "Share of the answers that has been heard again, while finishing."
        self.outcome: Outcome | None = None
        self.told = ""
        "What came of it, or what went wrong, in a sentence or two."
        self.takes = False
        "Both takes of a retake stand side by side."
        self.on_flush: Callable[[], None] | None = None
        self.on_duck: Callable[[float], None] | None = None
        self.on_hold: Callable[[bool], None] | None = None
        self.on_phase: Callable[[], None] | None = None
        "Of the page that is there; called in the session's thread."
        self.interview = make(
            replace(
                given, microphone=self.microphone, speaker=self.speaker, screen=self.screen, full_duplex=full_duplex
            )
        )
        self.typing = self.interview.choices.type_answers
        if self.typing:
            self.microphone.zeros = None
        self.screen.jot = lambda text: self.interview.session.write(Note("notice", text))
        self._on_end = on_end
        self._there = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="interview", daemon=True)

    @property
    def id(self) -> str:
        """The session's id."""
        return self.interview.id

    @property
    def going_on(self) -> bool:
        """Not over yet."""
        return self.phase in ("waiting", "live", "finishing")

    def begin(self) -> None:
        """Start the thread; it waits for the page's first sound, so that the greeting has somebody to hear it."""
        self._thread.start()

    def arrived(self) -> None:
        """The page's first sound is there."""
        self._there.set()

    def leave(self) -> None:
        """Break off, from any thread: what there is gets its debrief, and it can be gone on with."""
        self.interview.stop()
        self._there.set()

    def stop(self) -> None:
        """Break off because the program ends: at once, without a debrief."""
        self._stopped = True
        self.leave()
        self.microphone.close()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread's end; whether it has ended."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def told_phase(self) -> Told:
        """The phase for the page."""
        outcome = self.outcome
        return {
            "kind": "phase",
            "phase": self.phase,
            "session": self.id,
            "progress": round(self.progress, 3),
            "can_resume": bool(outcome and outcome.can_resume),
            "told": self.told,
            "takes": self.takes,
        }

    # ---- the thread ----

    def _work(self) -> None:
        try:
            self._there.wait()
            self._enter("live")
            self.outcome = self.interview.run()
            if not self._stopped:
                self._enter("finishing")
                self._finish()
            self._enter("over")
        except InterviewerError as error:
            self._fail(str(error))
        except Exception as error:
            self._fail(f"Unexpected {type(error).__name__}: {error}. This is a defect of ours; what was said is kept.")
        finally:
            self.microphone.close()
            self._on_end()

    def _finish(self) -> None:
        made = self.interview.finish(self._progress)
        again = made.heard_again.told() if made.heard_again is not None else ""
        headline = "The debrief is ready. First you are asked for your own view." if self._own_first() else ""
        self.told = " ".join(filter(None, (headline or made.files.headline, again)))
        self.takes = made.takes is not None

    def _own_first(self) -> bool:
        """Whether the own view is still to be asked for: then no verdict stands in front of it."""
        if self.outcome is None or self.outcome.can_resume or not load_settings().get("judge", True):
            return False
        return bool(self.interview.own_question())

    def _progress(self, done_s: float, total_s: float) -> None:
        self.progress = done_s / total_s if total_s else 1.0
        self._phase_changed()

    def _fail(self, what: str) -> None:
        self.told = what
        self._enter("failed")

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self._phase_changed()

    def _phase_changed(self) -> None:
        if (on_phase := self.on_phase) is not None:
            on_phase()

    def _flushed(self) -> None:
        if (on_flush := self.on_flush) is not None:
            on_flush()

    def _ducked(self, gain: float) -> None:
        if (on_duck := self.on_duck) is not None:
            on_duck(gain)

    def _held(self, on: bool) -> None:
        if (on_hold := self.on_hold) is not None:
            on_hold(on)
