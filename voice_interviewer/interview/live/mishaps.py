"""Answers that are none: nothing was said, nothing was understood, or it was ourselves that we heard."""

from __future__ import annotations

from typing import Protocol

from ...hearing.model import Heard
from ...language.model import Interruption
from ...sessions import events as ev
from ...sessions.actions import Listen
from ..core.state import PAUSED
from .arming import Host
from .dead_microphone import DeadMicrophone
from .phases import on_silence
from .turn import TurnBook
from .typing import ONLY_TYPING_SILENCE_S


class Failing(Protocol):
    """The answer that came to nothing; `answering.Answering` is the real one."""

    book: TurnBook
    listen: Listen | None
    hold_until: float | None

    def start(self, action: Listen) -> None: ...
    def stop(self) -> None: ...
    def finish(self, why: str) -> None: ...
    def end_now(self, heard: Heard, why: str, *, typed: bool = False) -> None: ...
    def open_ears(self, action: Listen, goes_on: Heard | None = None) -> Interruption | None: ...
    def close(self) -> None: ...
    def drop(self) -> None: ...


class Mishaps:
    """What is done about each of them."""

    def __init__(self, answering: Failing, host: Host) -> None:
        self._answering = answering
        self._host = host
        self.microphone = DeadMicrophone(host)

    def half_duplex(self) -> None:
        """The microphone hears the loudspeaker: from now on it is off while we speak."""
        if not self._host.parts.full_duplex:
            return
        self._host.parts.full_duplex = False
        if self._host.parts.duplex is not None:
            self._host.parts.duplex.fail("I heard my own words")
        else:
            self._host.note(
                "The microphone hears the loudspeaker; from now on it is off while I speak (as with --speakers)."
            )

    def heard_ourselves(self) -> None:
        """What was heard is our own utterance: go over to half duplex, and ask again."""
        host, answering = self._host, self._answering
        self.half_duplex()
        if answering.listen is not None and answering.book.turn is not None and answering.book.turn.taken_back:
            end_s = answering.book.turn.before.end_s if answering.book.turn.before is not None else host.now_s
            nothing = Heard(text="", words=(), start_s=end_s, end_s=end_s)
            answering.end_now(nothing, "nothing more was said")
            return
        if answering.listen is not None and answering.book.turn is not None and answering.book.turn.before is not None:
            answering.start(answering.listen)  # it was the interruption that was heard: the reaction is still to come
            return
        answering.drop()
        host.apply(ev.Command(host.now_s, "repeat"))

    def not_understood(self, heard: Heard) -> None:
        """Somebody spoke and the recogniser failed: no silence. The sound is kept, and the next question comes."""
        host, answering = self._host, self._answering
        closing = answering.book.take()
        answering.close()
        if closing is not None:
            closing.write(heard, heard.text, typed=False, trace={"why": "not understood"}, at_s=host.now_s)
        host.note(
            f"Your answer could not be turned into words ({heard.unheard}). Its sound is kept; hear it again later "
            f"with `voice-interviewer debrief {self._host.parts.session.id} --hear-again`. You may also type."
        )
        host.apply(ev.Command(host.now_s, "skip"))

    def silence(self) -> None:
        """Nobody spoke for as long as we were willing to wait."""
        host, answering = self._host, self._answering
        parts, turn = host.parts, answering.book.turn
        reading = parts.only_typing and turn is not None and host.now_s - turn.opened_s < ONLY_TYPING_SILENCE_S
        what = on_silence(
            held=answering.hold_until is not None,
            paused=host.state.mode == PAUSED,
            reading=reading,
            nobody_left=parts.guest is not None and parts.guest.done,
            said_before=turn is not None and turn.before is not None,
        )
        if what == "wait":
            return
        if what == "listen_on":
            assert answering.listen is not None
            answering.open_ears(answering.listen)
            return
        if turn is not None and turn.began_s is not None and turn.before is None:
            heard = parts.ears.finish(host.now_s)
            if heard.unheard:
                self.not_understood(heard)
                return
        if what == "finish":
            answering.stop()
            host.apply(ev.Command(host.now_s, "finish"))
            return
        self.microphone.tell()
        if what == "answer":
            answering.finish("nothing more was said")  # silence after an interruption is a reaction too
            return
        answering.book.drop()
        answering.listen = None
        parts.screen.listening(False)
        host.apply(ev.NothingSaid(host.now_s))
