"""Hearing as a whole: blocks in, `HearingEvent`s out. The thin shell around the pure parts.

Every block goes the same way: voice activity → `Segmenter` (edges) → `TurnTracker` (decisions) → decodes and events.
Time is the blocks' own; nothing here reads a clock, sleeps or blocks, except `finish`, which waits for the last decode.
With an `InlineExecutor` everything is deterministic.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextlib import suppress
from dataclasses import replace

import numpy as np

from ..audio.protocols import BLOCK_S, Block, Pcm
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
    Word,
)
from .protocols import Executor, SpeechToText, VoiceActivity
from .quality import QualityMeter
from .segment import Offset, Onset, Segmenter, SegmentRules
from .stuck import StuckVoice
from .tail import read_tail
from .tape import Tape
from .transcriber import Transcript
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
    Scored,
    Tick,
    TurnTracker,
    VoiceBegan,
    VoiceEnded,
    Withdraw,
)
from .turn_policy import COUNTED_S, Evidence, Outlook, TurnPolicy
from .words import Span, fit_to_voice, pauses_of, text_of, told, uncovered_voice_s, wordless_s

TurnScore = Callable[[Pcm], float]
"Last 8 s of the turn (float32, 16 kHz) → probability that the turn is complete."

_REMEMBER_S = 0.5
"Sound kept from before `begin`."
_TURN_MODEL_S = 8.0
_CLOSE_AFTER_PAUSE_S = 0.6
"A pause this long separates pieces; after a shorter one the sentence is decoded as a whole, if it is short."
_CLOSE_AFTER_S = 4.0
"A tail this long is closed at any pause."
_CUT_AFTER_S = 7.0
"Open audio longer than this is cut at the next short silence, so that the end of the turn costs little."
_CUT_ANYWHERE_S = 14.0
_CAPTION_EVERY_S = 1.2
_SCORE_AT_S = (0.32, 0.45, 0.6, 0.9, 1.3)
"Silence after which the turn model is asked (again); first when the tail is decoded, which it would slow down."


class Listener:
    """`protocols.Ears`."""

    def __init__(
        self,
        recogniser: SpeechToText,
        vad: VoiceActivity,
        executor: Executor,
        *,
        smart_turn: TurnScore | None = None,
        policy: TurnPolicy | None = None,
        habit: PauseHabit | None = None,
        rules: SegmentRules | None = None,
        captions: bool = True,
        patience: float = 1.0,
        finish_deadline_s: float = 5.0,
    ) -> None:
        """`patience`: the candidate's own factor on every waiting time. `habit`: what is known of their pauses."""
        self._recogniser = recogniser
        self._vad = vad
        self._executor = executor
        self._smart_turn = smart_turn
        self.policy = policy or TurnPolicy()
        self.habit = habit or PauseHabit()
        self.patience = patience
        self._captions = captions
        self._finish_deadline_s = finish_deadline_s
        self._segmenter = Segmenter(rules)
        self._tape = Tape()
        self._muted = False
        self._now_s = 0.0
        self._recent: list[Span] = []
        self._open_voice_s: float | None = None
        self._tracker: TurnTracker | None = None
        self._revision = 0
        self._taken_s = 0.0
        "Sound up to here belongs to an earlier answer."
        self._pending: list[HearingEvent] = []
        self._last_heard: Heard | None = None
        self._reset(0.0, Expectation())

    # ---- protocols.Ears ----

    @property
    def voicing(self) -> bool:
        """The candidate is talking right now, listening or not (False while muted)."""
        return self._segmenter.voiced

    @property
    def stirring(self) -> bool:
        """The newest block may be the beginning of voice, or is voice."""
        return self._segmenter.tentative or self._segmenter.voiced

    @property
    def outlook(self) -> Outlook | None:
        """How the present silence looks; None while somebody talks, or the words are not known yet."""
        return self._tracker.outlook if self._tracker is not None else None

    def begin(self, at_s: float, expect: Expectation) -> None:
        """Start listening for an answer. Sound of the last 0.5 s is remembered, so no first word is lost."""
        self._close()
        self._reset(at_s, expect)
        factor = max(1.0, self.patience * expect.patience)
        policy = replace(self.policy, nothing_after_s=self.policy.nothing_after_s * factor)
        self._tracker = TurnTracker(max(at_s, self._now_s), policy, revision=self._revision)
        earliest = max(at_s - _REMEMBER_S, self._taken_s)
        for a, b in self._recent:
            if b > earliest:
                self._voiced.append((max(a, earliest), b))
        if self._voiced:
            self._pending.append(VoiceStarted(self._voiced[0][0]))
            self._act(self._tracker.step(VoiceBegan(self._now_s, self._voiced[0][0])), self._pending)
            self._act(self._tracker.step(VoiceEnded(self._now_s, self._voiced[-1][1])), self._pending)
        if self._open_voice_s is not None:
            self._open_voice_s = max(self._open_voice_s, earliest)
            self._onset(self._open_voice_s, self._pending)

    def feed(self, block: Block) -> list[HearingEvent]:
        """Every block of the session, in order, listening or not; returns what became known with it."""
        self._now_s = now = block.end_s
        samples = np.zeros_like(block.samples) if self._muted else block.samples
        probability = 0.0 if self._muted else self._vad.probability(samples)
        self._tape.append(now, samples)
        edges = self._segmenter.feed(probability, now - BLOCK_S, now)
        events = self._pending
        self._pending = []
        tracker = self._tracker
        if tracker is not None:
            if not self._muted:
                self._quality.add(samples, self._segmenter.voiced)
            self._collect(events)
        for edge in edges:
            if isinstance(edge, Onset):
                self._open_voice_s = edge.at_s
                if tracker is not None and self._tracker is tracker:
                    self._onset(edge.at_s, events)
            else:
                self._offset(edge, events)
        if tracker is not None and self._tracker is tracker:
            self._act(tracker.step(Tick(now, self._segmenter.tentative)), events)
        if tracker is not None and self._tracker is tracker:
            self._look_after(samples, events)
        self._forget()
        return events

    def finish(self, at_s: float) -> Heard:
        """End the answer now and return what was heard, waiting for the last decode up to the deadline."""
        tracker = self._tracker
        if tracker is None:
            return self._last_heard or self._heard(at_s)
        voiced = self._voiced_now()
        if voiced and tracker.phase in (Phase.TALKING, Phase.PAUSING):
            with suppress(Busy):
                self._transcript.decode_tail(self._tape, self._now_s, voiced)
        futures = [piece.future for piece in self._transcript.pieces()]
        _, late = wait_for(futures, timeout=self._finish_deadline_s)
        if late:
            self._notes.append("part of this answer was not transcribed in time")
            self._late = "the recogniser did not answer in time"
        heard = self._heard(at_s)
        self._take(heard)
        return heard

    def mute(self, muted: bool) -> None:
        """Half duplex: while muted, blocks count as silence."""
        if muted != self._muted:
            self._muted = muted
            self._vad.reset()
            if muted and self._segmenter.voiced and self._segmenter.last_voiced_s is not None:
                self._offset(Offset(self._segmenter.last_voiced_s), self._pending)
            self._segmenter.reset()

    # ---- parts of it ----

    def _reset(self, at_s: float, expect: Expectation) -> None:
        self._expect = expect
        self._began_s = at_s
        self._voiced: list[Span] = []
        self._transcript = Transcript(self._recogniser, self._executor, at_s - _REMEMBER_S, expect.vocabulary)
        self._quality = QualityMeter()
        self._stuck = StuckVoice()
        self._notes: list[str] = []
        self._late = ""
        self._pending = []
        self._last_heard = None
        self._armed: Heard | None = None
        self._caption: Future[tuple[Word, ...]] | None = None
        self._caption_asked_s = at_s
        self._caption_open_s = at_s
        self._score: Future[float] | None = None
        self._score_for = (0, 0.0)
        "(revision, seconds of silence) of the score under way."
        self._scores_asked = 0

    def _close(self) -> None:
        """Nothing that is still under way can reach another answer: futures are dropped with their transcript."""
        if self._tracker is not None:
            self._revision = self._tracker.revision
        self._tracker = None
        self._caption = self._score = None

    def _take(self, heard: Heard) -> None:
        """The answer is over: its sound belongs to it alone."""
        self._taken_s = heard.end_s
        self._close()
        self._last_heard = heard

    def _voiced_now(self) -> list[Span]:
        """Voiced stretches of this answer, with the one that is going on."""
        last = self._segmenter.last_voiced_s
        if self._open_voice_s is not None and self._segmenter.voiced and last is not None:
            return [*self._voiced, (self._open_voice_s, last)]
        return list(self._voiced)

    def _onset(self, at_s: float, events: list[HearingEvent]) -> None:
        tracker = self._tracker
        assert tracker is not None
        if tracker.phase is Phase.WAITING:
            events.append(VoiceStarted(at_s))
            if (last := self._expect.goes_on_from_s) is not None and not self._voiced:
                self.habit.add(at_s - last)
        elif self._voiced:
            self.habit.add(at_s - self._voiced[-1][1])
        self._act(tracker.step(VoiceBegan(self._now_s, at_s)), events)

    def _offset(self, edge: Offset, events: list[HearingEvent]) -> None:
        span = (self._open_voice_s if self._open_voice_s is not None else edge.at_s, edge.at_s)
        self._open_voice_s = None
        self._recent = [*(s for s in self._recent if s[1] > self._now_s - 2 * _REMEMBER_S), span]
        if self._tracker is None:
            return
        self._voiced.append(span)
        self._act(self._tracker.step(VoiceEnded(self._now_s, edge.at_s)), events)
        if self._now_s - self._transcript.open_from_s >= _CUT_AFTER_S and self._tracker.phase is Phase.PAUSING:
            self._cut(edge.at_s)

    def _cut(self, last_voice_s: float) -> None:
        """Close the open piece here and have it decoded while the candidate talks on."""
        with suppress(Busy):
            if self._transcript.decode_tail(self._tape, self._now_s, self._voiced_now()) is not None:
                self._transcript.close_tail(max(last_voice_s, min(self._now_s, last_voice_s + 0.05)))

    def _act(self, decisions: list[Decision], events: list[HearingEvent]) -> None:
        tracker = self._tracker
        assert tracker is not None
        for decision in decisions:
            match decision:
                case Freeze(revision=revision):
                    self._freeze(revision, events)
                case Withdraw(at_s=at_s, revision=revision):
                    self._withdraw(at_s)
                    if self._armed is not None:
                        events.append(Resumed(at_s, revision))
                    self._armed = None
                case Arm(at_s=at_s, revision=revision):
                    self._armed = self._heard(at_s)
                    whole = not read_tail(self._armed.text).holds
                    events.append(Caption(at_s, self._armed.text, clause_edge=whole))
                    events.append(SoftEnd(at_s, revision, self._armed))
                case Commit(at_s=at_s, revision=revision, why=why, trace=trace):
                    heard = self._armed or self._heard(at_s)
                    self._take(heard)
                    events.append(Committed(at_s, revision, heard, trace, why))
                case GiveUp(at_s=at_s, waited_s=waited_s):
                    events.append(NothingHeard(at_s, waited_s))
                case Late(at_s=at_s):
                    text = "Transcribing takes too long; going on with what was understood so far."
                    events.append(Trouble(at_s, text))
                    self._notes.append("part of this answer was not transcribed in time")
                    self._late = "the recogniser did not answer in time"
                    self._act(tracker.step(Forced(at_s, "the transcription was late")), events)

    def _freeze(self, revision: int, events: list[HearingEvent]) -> None:
        try:
            self._transcript.decode_tail(self._tape, self._now_s, self._voiced)
        except Busy:
            self._notes.append("the machine was too busy to transcribe at once")
        self._scores_asked = 0
        self._ask_score()
        self._collect(events)

    def _withdraw(self, resumed_s: float) -> None:
        tail = self._transcript.tail
        if tail is None:
            return
        pause_s = resumed_s - tail.end_s
        if pause_s >= _CLOSE_AFTER_PAUSE_S or tail.end_s - tail.start_s >= _CLOSE_AFTER_S:
            self._transcript.close_tail(max(tail.end_s, resumed_s - min(0.3, pause_s / 2)))
        else:
            self._transcript.drop_tail()

    def _collect(self, events: list[HearingEvent]) -> None:
        """Take what came back from the executor since the last block."""
        tracker = self._tracker
        assert tracker is not None
        if self._score is not None and self._score.done():
            if not self._score.cancelled() and self._score.exception() is None:
                tracker.step(Scored(self._now_s, *self._score_for, self._score.result()))
            self._score = None
        if self._caption is not None and self._caption.done():
            self._take_caption(events)
        if tracker.phase is Phase.DECODING and self._transcript.ready():
            evidence = self._evidence()
            self._act(tracker.step(Decoded(self._now_s, tracker.revision, evidence)), events)

    def _evidence(self) -> Evidence:
        words = self._transcript.words()
        text = text_of(words)
        return Evidence(
            text=text,
            reading=read_tail(text),
            mark=words[-1].mark if words else 1.0,
            patience=self.patience * self._expect.patience,
            wants_parts=self._expect.wants_parts,
            voiced_s=sum(b - a for a, b in self._voiced),
            paused=self._expect.paused + len(pauses_of(self._voiced, COUNTED_S)),
            pauses=self.habit.law(),
        )

    def _look_after(self, samples: Pcm, events: list[HearingEvent]) -> None:
        """Work that a quiet moment allows, and the watchdogs."""
        tracker = self._tracker
        assert tracker is not None
        if tracker.phase in (Phase.DECODING, Phase.ARMED):
            self._ask_score()
        if tracker.phase is Phase.TALKING:
            if self._now_s - self._transcript.open_from_s >= _CUT_ANYWHERE_S:
                self._cut(self._now_s)
            self._ask_caption()
            if self._stuck.feed(samples, BLOCK_S):
                events.append(
                    Trouble(self._now_s, "The microphone gives a steady sound; taking the answer as finished.")
                )
                self._notes.append("a steady sound was taken for voice")
                with suppress(Busy):
                    self._transcript.decode_tail(self._tape, self._now_s, self._voiced_now())
                self._act(tracker.step(Forced(self._now_s, "voice activity was stuck")), events)
        else:
            self._stuck.reset()

    def _ask_score(self) -> None:
        tracker = self._tracker
        if self._smart_turn is None or self._score is not None or tracker is None or not self._voiced:
            return
        if self._scores_asked >= len(_SCORE_AT_S):
            return
        silence = self._now_s - self._voiced[-1][1]
        if silence + 1e-6 < _SCORE_AT_S[self._scores_asked]:
            return
        while self._scores_asked < len(_SCORE_AT_S) and silence + 1e-6 >= _SCORE_AT_S[self._scores_asked]:
            self._scores_asked += 1
        begin = max(self._voiced[0][0] - 0.3, self._now_s - _TURN_MODEL_S)
        pcm, _ = self._tape.cut(begin, self._now_s)
        self._score_for = (tracker.revision, silence)
        with suppress(Busy):
            self._score = self._executor.submit(self._smart_turn, pcm)

    def _ask_caption(self) -> None:
        busy = self._caption is not None or any(not piece.done for piece in self._transcript.pieces())
        if not self._captions or busy or self._now_s - self._caption_asked_s < _CAPTION_EVERY_S:
            return
        self._caption_asked_s = self._now_s
        voiced = [(a, b) for a, b in self._voiced_now() if b > self._transcript.open_from_s]
        if not voiced:
            return
        pcm, _ = self._tape.cut(max(self._transcript.open_from_s, voiced[0][0] - 0.3), self._now_s)
        with suppress(Busy):
            self._caption = self._executor.submit(
                self._recogniser.transcribe, pcm, vocabulary=self._expect.vocabulary, fillers=True
            )
            self._caption_open_s = self._transcript.open_from_s

    def _take_caption(self, events: list[HearingEvent]) -> None:
        caption, self._caption = self._caption, None
        assert caption is not None
        # Pace: a caption may take a third of the time until the next one.
        took_s = self._now_s - self._caption_asked_s
        self._caption_asked_s += max(0.0, 3 * took_s - _CAPTION_EVERY_S)
        stale = self._caption_open_s != self._transcript.open_from_s
        if stale or caption.cancelled() or caption.exception() is not None:
            return
        text = text_of([*self._transcript.closed_words(), *caption.result()])
        if text:
            events.append(Caption(self._now_s, text))

    def _heard(self, at_s: float) -> Heard:
        voiced = self._voiced_now()
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

    def _forget(self) -> None:
        """Keep no more sound than a decode or the turn model may still ask for."""
        keep = self._now_s - _REMEMBER_S - BLOCK_S
        if self._tracker is not None:
            keep = min(self._transcript.open_from_s, self._now_s - _TURN_MODEL_S)
        self._tape.drop_before(keep)
