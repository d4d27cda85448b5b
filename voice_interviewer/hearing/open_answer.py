"""One answer while it is open: its voice, its transcript, and what is made of every decision about its end.

    edges of voice, time → `TurnTracker` (decides) → decodes asked for, events told
    what comes back      → `TurnTracker`           → the same

Each answer has an object of its own, so nothing that is still under way can reach another one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import wait as wait_for
from contextlib import suppress

from ..audio.protocols import BLOCK_S, Pcm
from .asides import TURN_MODEL_S, Captions, Scores
from .executors import Busy
from .habit import PauseHabit
from .model import (
    Caption,
    Committed,
    Expectation,
    Heard,
    HearingEvent,
    NothingHeard,
    Resumed,
    SoftEnd,
    Trouble,
    VoiceStarted,
)
from .quality import QualityMeter
from .stuck import StuckVoice
from .tail import read_tail
from .tape import Tape
from .transcriber import CUT_AFTER_S, CUT_ANYWHERE_S, Transcript
from .turn import (
    Arm,
    Commit,
    Decision,
    Decoded,
    Forced,
    Freeze,
    GiveUp,
    Late,
    Phase,
    Signal,
    Tick,
    TurnTracker,
    VoiceBegan,
    VoiceEnded,
    Withdraw,
)
from .turn_policy import COUNTED_S, Evidence, Outlook
from .words import Span, fit_to_voice, pauses_of, text_of, told, uncovered_voice_s, wordless_s


class OpenAnswer:
    """One answer from the first block that is listened to, until it is taken."""

    def __init__(
        self,
        expect: Expectation,
        began_s: float,
        tracker: TurnTracker,
        transcript: Transcript,
        captions: Captions,
        scores: Scores,
        *,
        tape: Tape,
        habit: PauseHabit,
        talking: Callable[[], Span | None],
        patience: float = 1.0,
    ) -> None:
        """`began_s`: since when it is listened to, session seconds; `talking`: the voice that is going on; `patience`:
        the candidate's own factor on waiting times."""
        self.tracker = tracker
        self.open = True
        self.heard: Heard | None = None
        "What was heard, once the answer was taken."
        self._expect = expect
        self._began_s = self._now_s = began_s
        self._transcript, self._captions, self._scores = transcript, captions, scores
        self._tape, self._habit, self._talking = tape, habit, talking
        self._patience = patience * expect.patience
        self._voiced: list[Span] = []
        self._quality = QualityMeter()
        self._stuck = StuckVoice()
        self._notes: list[str] = []
        self._late = ""
        self._armed: Heard | None = None
        self._events: list[HearingEvent] = []

    # ---- what happens to it ----

    def remember(self, spans: Sequence[Span], now_s: float) -> None:
        """Voice that was over just before it was listened to."""
        self._now_s = now_s
        if spans:
            self._voiced += spans
            self._events.append(VoiceStarted(spans[0][0]))
            self._step(VoiceBegan(now_s, spans[0][0]))
            self._step(VoiceEnded(now_s, spans[-1][1]))

    def collect(self, now_s: float, samples: Pcm | None, voiced: bool) -> None:
        """A block has come (None: while muted): take what came back from the executor since the last."""
        self._now_s = now_s
        if not self.open:
            return
        if samples is not None:
            self._quality.add(samples, voiced)
        self._collect()

    def voice_began(self, now_s: float, at_s: float) -> None:
        """Voice that began at `at_s`."""
        self._now_s = now_s
        if not self.open:
            return
        if self.tracker.phase is Phase.WAITING:
            self._events.append(VoiceStarted(at_s))
            if (last := self._expect.goes_on_from_s) is not None and not self._voiced:
                self._habit.add(at_s - last)
        elif self._voiced:
            self._habit.add(at_s - self._voiced[-1][1])
        self._step(VoiceBegan(now_s, at_s))

    def voice_ended(self, now_s: float, span: Span) -> None:
        """Voice over `span`."""
        self._now_s = now_s
        if not self.open:
            return
        self._voiced.append(span)
        self._step(VoiceEnded(now_s, span[1]))
        if self._transcript.open_s(now_s) >= CUT_AFTER_S and self.tracker.phase is Phase.PAUSING:
            self._transcript.cut(self._tape, now_s, self._spans(), span[1])

    def tick(self, now_s: float, samples: Pcm, tentative: bool) -> None:
        """A block has passed; `tentative`: it may be the beginning of voice."""
        self._now_s = now_s
        if self.open:
            self._step(Tick(now_s, tentative))
        if self.open:
            self._look_after(samples)

    def news(self) -> list[HearingEvent]:
        """What became known since this was last asked."""
        events, self._events = self._events, []
        return events

    def finish(self, now_s: float, at_s: float, deadline_s: float) -> Heard:
        """What was heard up to now, waiting for the last decode up to the deadline; the answer is taken with it."""
        if not self.open:
            return self.heard or self._as_heard(at_s)
        self._now_s = now_s
        voiced = self._spans()
        if voiced and self.tracker.phase in (Phase.TALKING, Phase.PAUSING):
            with suppress(Busy):
                self._transcript.decode_tail(self._tape, now_s, voiced)
        _, late = wait_for([piece.future for piece in self._transcript.pieces()], timeout=deadline_s)
        if late:
            self._not_in_time()
        return self._take(self._as_heard(at_s))

    def close(self) -> None:
        """Nothing more is made of it."""
        self.open = False
        self._captions.drop()
        self._scores.drop()

    @property
    def outlook(self) -> Outlook | None:
        """How the present silence looks; None while somebody talks, the words are not known yet, or it is over."""
        return self.tracker.outlook if self.open else None

    def sound_from_s(self, now_s: float) -> float:
        """From where on a decode or the turn model may still ask for sound."""
        return min(self._transcript.open_from_s, now_s - TURN_MODEL_S)

    # ---- what is decided about it ----

    def _step(self, signal: Signal) -> None:
        for decision in self.tracker.step(signal):
            self._carry_out(decision)

    def _carry_out(self, decision: Decision) -> None:
        match decision:
            case Freeze():
                self._freeze()
            case Withdraw(at_s=at_s, revision=revision):
                self._transcript.resumed(at_s)
                if self._armed is not None:
                    self._events.append(Resumed(at_s, revision))
                self._armed = None
            case Arm(at_s=at_s, revision=revision):
                self._armed = self._as_heard(at_s)
                whole = not read_tail(self._armed.text).holds
                self._events.append(Caption(at_s, self._armed.text, clause_edge=whole))
                self._events.append(SoftEnd(at_s, revision, self._armed))
            case Commit(at_s=at_s, revision=revision, why=why, trace=trace):
                heard = self._take(self._armed or self._as_heard(at_s))
                self._events.append(Committed(at_s, revision, heard, trace, why))
            case GiveUp(at_s=at_s, waited_s=waited_s):
                self._events.append(NothingHeard(at_s, waited_s))
            case Late(at_s=at_s):
                text = "Transcribing takes too long; going on with what was understood so far."
                self._events.append(Trouble(at_s, text))
                self._not_in_time()
                self._step(Forced(at_s, "the transcription was late"))

    def _take(self, heard: Heard) -> Heard:
        self.close()
        self.heard = heard
        return heard

    def _not_in_time(self) -> None:
        self._notes.append("part of this answer was not transcribed in time")
        self._late = "the recogniser did not answer in time"

    def _freeze(self) -> None:
        try:
            self._transcript.decode_tail(self._tape, self._now_s, self._voiced)
        except Busy:
            self._notes.append("the machine was too busy to transcribe at once")
        self._scores.begin()
        self._ask_score()
        self._collect()

    def _collect(self) -> None:
        if (score := self._scores.take(self._now_s)) is not None:
            self.tracker.step(score)
        if (caption := self._captions.take(self._now_s, self._transcript)) is not None:
            self._events.append(caption)
        if self.tracker.phase is Phase.DECODING and self._transcript.ready():
            self._step(Decoded(self._now_s, self.tracker.revision, self._evidence()))

    def _look_after(self, samples: Pcm) -> None:
        """Work that a quiet moment allows, and the watchdogs."""
        if self.tracker.phase in (Phase.DECODING, Phase.ARMED):
            self._ask_score()
        if self.tracker.phase is not Phase.TALKING:
            self._stuck.reset()
            return
        if self._transcript.open_s(self._now_s) >= CUT_ANYWHERE_S:
            self._transcript.cut(self._tape, self._now_s, self._spans(), self._now_s)
        self._captions.ask(self._now_s, self._tape, self._transcript, self._spans())
        if self._stuck.feed(samples, BLOCK_S):
            text = "The microphone gives a steady sound; taking the answer as finished."
            self._events.append(Trouble(self._now_s, text))
            self._notes.append("a steady sound was taken for voice")
            with suppress(Busy):
                self._transcript.decode_tail(self._tape, self._now_s, self._spans())
            self._step(Forced(self._now_s, "voice activity was stuck"))

    def _ask_score(self) -> None:
        self._scores.ask(self._now_s, self._tape, self._voiced, self.tracker.revision)

    # ---- what is known of it ----

    def _spans(self) -> list[Span]:
        """Its voiced stretches, with the one that is going on."""
        now = self._talking()
        return [*self._voiced, now] if now is not None else list(self._voiced)

    def _evidence(self) -> Evidence:
        words = self._transcript.words()
        text = text_of(words)
        return Evidence(
            text=text,
            reading=read_tail(text),
            mark=words[-1].mark if words else 1.0,
            patience=self._patience,
            wants_parts=self._expect.wants_parts,
            voiced_s=sum(b - a for a, b in self._voiced),
            paused=self._expect.paused + len(pauses_of(self._voiced, COUNTED_S)),
            pauses=self._habit.law(),
        )

    def _as_heard(self, at_s: float) -> Heard:
        voiced = self._spans()
        words = fit_to_voice(self._transcript.words(), voiced)
        failure = self._transcript.failure()
        notes = [*self._notes, "a stretch could not be transcribed"] if failure else list(self._notes)
        notes += told(words, voiced, self._transcript.left_out())
        first = voiced[0][0] if voiced else self._began_s
        asked = self._expect.asked_at_s
        return Heard(
            text=text_of(words),
            words=words,
            start_s=first,
            end_s=voiced[-1][1] if voiced else at_s,
            voiced=tuple(voiced),
            pauses=pauses_of(voiced),
            uncovered_voice_s=uncovered_voice_s(words, voiced),
            latency_s=max(0.0, first - asked) if voiced and asked is not None else None,
            quality=self._quality.quality(),
            plain_text=self._transcript.plain_text(),
            notes=tuple(dict.fromkeys(notes)),
            wordless_s=wordless_s(words, voiced),
            unheard=(failure or self._late) if voiced and not words else "",
        )
