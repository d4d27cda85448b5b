"""The thin shell: carries the interviewer's actions to the loudspeaker, and what is heard back to the interviewer.

One loop, driven by microphone blocks (32 ms), whose sample count is the session's clock. Everything that decides is
elsewhere and pure (`machine`, `phases`, `hearing.turn`, `barge_in`); the answer being given belongs to `answering`; all
that is slow runs in hearing's executor or was prepared beforehand. So the same loop runs in real time over devices and
as fast as the machine can over an in-memory pair.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import get_args

import numpy as np

from ...audio.cancelling import EchoFreeMicrophone
from ...audio.level import rms_dbfs
from ...audio.protocols import Block
from ...errors import InterviewerError
from ...flow.model import Flow
from ...sessions import events as ev
from ...sessions.actions import Action, BreakIn, End, Hold, Listen, Say, StopListening
from ...sessions.kinds import BrokenOff, EndReason
from ...sessions.records import Ended, Note, waterfall
from ..core.machine import State, begin, step
from ..core.state import PAUSED
from .answering import Answering
from .ctrl_c import gently
from .floor import FLOOR_WISHES
from .parts import Analyse as Analyse
from .parts import Parts as Parts
from .phases import Indicator, indicator
from .screen import Wish

BROKEN_OFF: tuple[str, ...] = get_args(BrokenOff)
"Reasons after which `resume` can go on; the journal gets no end then."


class Runner:
    """One session from greeting to closing."""

    def __init__(
        self,
        parts: Parts,
        flow: Flow,
        *,
        seed: int,
        minutes: float,
        pressure: bool = True,
        patience: float = 1.0,
        clock: bool = True,
        past: tuple[ev.Event, ...] = (),
        starts_at_s: float = 0.0,
    ) -> None:
        self.parts = parts
        self.flow = flow
        self.patience = patience
        self.clock = clock
        self.state: State = begin(flow)
        self.now_s = starts_at_s
        self.reason: EndReason | BrokenOff | None = None
        self._opening = ev.Started(starts_at_s, seed, minutes, pressure, varied=True, clock=clock)
        self._past = past
        self._budget_s = minutes * 60 if clock else None
        self._pending: deque[Action] = deque()
        "What waits until the present utterance has been said."
        self._answer = Answering(self)
        self._stopped = False
        self._pressed = False
        "Ctrl-C was."
        self._left = False
        self._told = ""
        self._shown: Indicator | None = None
        self._deaf = False
        "The microphone is muted by key."

    # ---- the loop ----

    def run(self) -> str:
        """Play the session to its end and return the reason it ended. Ctrl-C ends it kindly: nothing heard is lost."""
        try:
            self._begin()
            self.parts.start_later()
            with gently(self._ctrl_c):
                while self.reason is None and not self._stopped:
                    block = self._read()
                    if block is None:
                        break
                    self._tick(block)
            if self._pressed:
                raise KeyboardInterrupt
            if self._stopped and self.reason is None:
                self.reason = "interrupted"
        except KeyboardInterrupt:
            self.reason = self.reason or "interrupted"
            self.parts.screen.notice("Stopping. Everything so far is kept.")
        finally:
            self._close()
        return self.reason or "microphone_lost"

    def _ctrl_c(self) -> None:
        self._pressed = self._stopped = True

    def stop(self) -> None:
        """Break off within a block, from any thread; everything heard so far is kept, and `resume` can go on."""
        self._stopped = True

    def _begin(self) -> None:
        for event in self._past:
            self.state, _ = step(self.state, event)
        if self._past:
            self.apply(ev.Command(self.now_s, "resume"))
        else:
            self.apply(self._opening)

    def _tick(self, block: Block) -> None:
        self.now_s = block.end_s
        screen = self.parts.screen
        screen.level(rms_dbfs(block.samples))
        screen.time(self.now_s, self._budget_s)
        self._wishes()
        block = self._as_heard(block)
        self._answer.typing.look(self._budget_s)
        self._answer.book.hear(block)
        for text in (*self.parts.mouth.troubles(), *self._answer.book.troubles(), *self._reader_trouble()):
            self.note(text)
        for event in self.parts.ears.feed(block):
            self._answer.hear(event)
        self._answer.mishaps.microphone.watch(asked=self._answer.listen is not None)
        self._follow_duplex()
        self._speaking()
        self._answer.tick()
        self._show()

    def _as_heard(self, block: Block) -> Block:
        """The block, or silence while the microphone is muted by key: it is neither heard nor recorded."""
        if self.parts.commands.floor.hears:
            if self._deaf:
                self._deaf = False
                self.parts.ears.mute(self.parts.mouth.busy and not self.parts.full_duplex)
            return block
        self._deaf = True
        self.parts.ears.mute(True)
        return replace(block, samples=np.zeros_like(block.samples))

    def _show(self) -> None:
        now = indicator(self._answer.phase, paused=self.state.mode == PAUSED)
        if now != self._shown:
            self._shown = now
            self.parts.screen.state(now)

    def _read(self) -> Block | None:
        block = self.parts.microphone.read(2.0)
        while block is None and not self._stopped and self.reason is None:
            if getattr(self.parts.microphone, "away", False):
                self._wait_for_microphone()
            elif not self._replace_microphone():
                break
            block = self.parts.microphone.read(0.5)
        if self._left and block is not None and self.reason is None:
            self._left = False
            self._wish(Wish("resume"))
        return block

    def _wait_for_microphone(self) -> None:
        """It will be back (a page that was closed or reloaded): pause until then. Session time stands still."""
        if not self._left and self.state.mode != PAUSED:
            self._left = True
            self._wish(Wish("pause"))
            self._show()
            self.note("The microphone is away; waiting for it.")
        self._wishes()

    def _wishes(self) -> None:
        for wish in (*self.parts.commands.take(), *self.parts.screen.wishes()):
            self._wish(wish)

    def _replace_microphone(self) -> bool:
        """The microphone is lost: go on with another, else in text; False when neither can be had."""
        lost = self.parts.microphone
        lost.__exit__(None, None, None)
        new, notice = self.parts.spares.microphone(lost.name, self.now_s)
        if new is not None:
            self.parts.microphone = new
        self.note(notice)
        return new is not None

    # ---- events in, actions out ----

    def apply(self, event: ev.Event) -> None:
        """Step the machine, carry out what it wants, and write both down: what is heard must not wait for a disk."""
        self.state, actions = step(self.state, event)
        for action in actions:
            self.act(action)
        self.write(event, actions)

    def write(self, event: ev.Event, actions: tuple[Action, ...]) -> None:
        """Into the journal, as it was."""
        self.parts.session.write(event, self.now_s)
        for action in actions:
            self.parts.session.write(action, self.now_s)

    def act(self, action: Action) -> None:
        """Carry out one action, now or when what is being said has been said."""
        begun = action is self._answer.replying.saying
        if self.parts.mouth.busy and not begun and isinstance(action, Listen | Say | End):
            self._pending.append(action)  # one voice at a time: wait until what is being said has been said
            return
        match action:
            case Say() if begun:
                self.parts.screen.said(action.text, action.kind)
            case Say():
                self._say(action)
            case Listen():
                self._answer.start(action)
            case BreakIn():
                self._answer.interrupting.plan(action)
            case StopListening():
                self._answer.stop()
            case Hold():
                self._answer.hold_until = None if action.for_s is None else self.now_s + action.for_s
            case End():
                self.reason = action.reason

    def _say(self, action: Say) -> None:
        self._answer.we_speak(action.text)
        if not self.parts.full_duplex:
            self.parts.ears.mute(True)
        self.parts.mouth.say(action.utterance, action.text, self.now_s, topic=action.node)
        self.parts.screen.said(action.text, action.kind)

    # ---- speaking ----

    def _follow_duplex(self) -> None:
        """Whether we may listen while we speak is measured as we go, and may change in mid-utterance."""
        parts = self.parts
        if parts.duplex is None:
            return
        if isinstance(parts.microphone, EchoFreeMicrophone):
            parts.microphone.speaking = parts.mouth.audible
        if parts.full_duplex != parts.duplex.full:
            parts.full_duplex = parts.duplex.full
            parts.ears.mute(parts.mouth.busy and not parts.full_duplex)
            if parts.mouth.busy and parts.full_duplex:
                self._answer.book.we_speak(self.now_s)
        for line in parts.duplex.news():
            self.note(line)

    def _speaking(self) -> None:
        mouth = self.parts.mouth
        if not mouth.busy:
            return
        if self.parts.full_duplex:
            mouth.hear(self.parts.ears.voicing, self.now_s, getattr(self.parts.microphone, "near", False))
        done = mouth.poll(self.now_s)
        if done is None:
            return
        if done.lost:
            self._speaker_lost()
        if done.trace:
            self.parts.session.write(waterfall(done.trace), self.now_s)
        self.parts.ears.mute(False)
        self._answer.spoken(done.utterance, done.ended_s, done.played)
        while self._pending and not mouth.busy and self.reason is None:
            self.act(self._pending.popleft())

    def _speaker_lost(self) -> None:
        self.parts.mouth.close()
        new, notice = self.parts.spares.speaker()
        self.note(notice)
        self.parts.mouth.replace_speaker(new)

    # ---- time and wishes ----

    def _wish(self, wish: Wish) -> None:
        self._answer.settle()
        if wish.name == "typed":
            self._answer.typed(wish.text)
        elif wish.name in FLOOR_WISHES:
            self.note(self.parts.commands.floor.wish(wish.name))
        elif wish.name == "acknowledge":
            self._acknowledge()
        elif wish.name == "done":
            if self._answer.going_on and not self.parts.mouth.busy:
                self._answer.finish("said by key that it is over")
        elif wish.name == "finish" and self._answer.going_on:
            self._answer.finish("asked to finish")
            self.apply(ev.Command(self.now_s, "finish"))
        else:
            if self.parts.mouth.busy and wish.name in ("repeat", "skip", "finish", "pause"):
                self.parts.mouth.hush()
                self._pending.clear()
            self.apply(ev.Command(self.now_s, wish.name))

    def _acknowledge(self) -> None:
        """Receipts off, and on again."""
        on = self.parts.acknowledge == "off"
        self.parts.acknowledge = "normal" if on else "off"
        self.note("I show again that I hear you." if on else "I stay silent until I ask.")

    # ---- the end ----

    def _reader_trouble(self) -> tuple[str, ...]:
        """Why findings rest on the rules alone, once."""
        trouble = getattr(self.parts.analyse, "trouble", "")
        if not trouble or trouble == self._told:
            return ()
        self._told = trouble
        return (trouble,)

    def note(self, text: str) -> None:
        """Tell the person, and write it down."""
        self.parts.screen.notice(text)
        self.parts.session.write(Note("notice", text), self.now_s)

    def _close(self) -> None:
        """Keep what was being said, whatever happened; one more impatient Ctrl-C changes nothing."""
        with gently(lambda: None):
            self._keep()

    def _keep(self) -> None:
        reason = self.reason or "microphone_lost"
        for wish in (*self.parts.commands.take(), *self.parts.screen.wishes()):
            if wish.name == "typed":  # sent while the last step was taken
                self._answer.typing.keep(wish.text)
        try:
            self._answer.leave(reason)
            if self.parts.duplex is not None and (way := self.parts.duplex.summary()):
                self.parts.session.write(Note("notice", way), self.now_s)
            if reason == "interrupted" or reason == "microphone_lost":
                self.parts.session.write(Note("broken off", reason=reason), self.now_s)
            else:
                self.parts.session.write(Ended(reason), self.now_s)
        except InterviewerError as err:
            self.parts.screen.notice(str(err))
            raise
