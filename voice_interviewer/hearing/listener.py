"""Hearing as a whole: blocks in, `HearingEvent`s out. The thin shell around the pure parts.

Every block goes the same way: voice activity → `Segmenter` (edges) → the answer that is open (`open_answer`: decisions,
decodes, events). What outlives an answer stands here: the sound of the last seconds, voice heard before it began, what
is known of this speaker's pauses. Time is the blocks' own; nothing here reads a clock, sleeps or blocks, except
`finish`, which waits for the last decode. With an `InlineExecutor` everything is deterministic.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..audio.protocols import BLOCK_S, Block
from .asides import Captions, Scores, TurnScore
from .habit import PauseHabit
from .model import Expectation, Heard, HearingEvent
from .open_answer import OpenAnswer
from .protocols import Executor, SpeechToText, VoiceActivity
from .segment import Onset, Segmenter, SegmentRules
from .tape import Tape
from .transcriber import Transcript
from .turn import TurnTracker
from .turn_policy import Outlook, TurnPolicy
from .words import Span

_REMEMBER_S = 0.5
"Sound kept from before `begin`."


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
        self._taken_s = 0.0
        "Sound up to here belongs to an earlier answer."
        self._answer = self._answer_from(0.0, Expectation(), revision=0)
        "The latest; until the first is begun, one that is over."
        self._answer.close()

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
        return self._answer.outlook

    def begin(self, at_s: float, expect: Expectation) -> None:
        """Start listening for an answer. Sound of the last 0.5 s is remembered, so no first word is lost."""
        before = self._answer
        before.close()
        if before.heard is not None:
            self._taken_s = before.heard.end_s
        self._answer = self._answer_from(at_s, expect, revision=before.tracker.revision)
        earliest = max(at_s - _REMEMBER_S, self._taken_s)
        self._answer.remember([(max(a, earliest), b) for a, b in self._recent if b > earliest], self._now_s)
        if self._open_voice_s is not None:
            self._open_voice_s = max(self._open_voice_s, earliest)
            self._answer.voice_began(self._now_s, self._open_voice_s)

    def feed(self, block: Block) -> list[HearingEvent]:
        """Every block of the session, in order, listening or not; returns what became known with it."""
        self._now_s = now = block.end_s
        samples = np.zeros_like(block.samples) if self._muted else block.samples
        probability = 0.0 if self._muted else self._vad.probability(samples)
        self._tape.append(now, samples)
        edges = self._segmenter.feed(probability, now - BLOCK_S, now)
        answer = self._answer
        answer.collect(now, None if self._muted else samples, self._segmenter.voiced)
        for edge in edges:
            if isinstance(edge, Onset):
                self._open_voice_s = edge.at_s
                answer.voice_began(now, edge.at_s)
            else:
                self._voice_ended(edge.at_s)
        answer.tick(now, samples, self._segmenter.tentative)
        self._forget()
        return answer.news()

    def finish(self, at_s: float) -> Heard:
        """End the answer now and return what was heard, waiting for the last decode up to the deadline."""
        return self._answer.finish(self._now_s, at_s, self._finish_deadline_s)

    def mute(self, muted: bool) -> None:
        """Half duplex: while muted, blocks count as silence."""
        if muted != self._muted:
            self._muted = muted
            self._vad.reset()
            if muted and self._segmenter.voiced and self._segmenter.last_voiced_s is not None:
                self._voice_ended(self._segmenter.last_voiced_s)
            self._segmenter.reset()

    # ---- parts of it ----

    def _answer_from(self, at_s: float, expect: Expectation, *, revision: int) -> OpenAnswer:
        """An answer that is listened to from now on, and sounds from a little before."""
        factor = max(1.0, self.patience * expect.patience)
        policy = replace(self.policy, nothing_after_s=self.policy.nothing_after_s * factor)
        words = expect.vocabulary
        return OpenAnswer(
            expect,
            at_s,
            TurnTracker(max(at_s, self._now_s), policy, revision=revision),
            Transcript(self._recogniser, self._executor, at_s - _REMEMBER_S, words),
            Captions(self._recogniser if self._captions else None, self._executor, at_s, words),
            Scores(self._smart_turn, self._executor),
            tape=self._tape,
            habit=self.habit,
            talking=self._talking,
            patience=self.patience,
        )

    def _talking(self) -> Span | None:
        """The stretch of voice that is going on."""
        last = self._segmenter.last_voiced_s
        if self._open_voice_s is None or not self._segmenter.voiced or last is None:
            return None
        return (self._open_voice_s, last)

    def _voice_ended(self, at_s: float) -> None:
        span = (self._open_voice_s if self._open_voice_s is not None else at_s, at_s)
        self._open_voice_s = None
        self._recent = [*(s for s in self._recent if s[1] > self._now_s - 2 * _REMEMBER_S), span]
        self._answer.voice_ended(self._now_s, span)

    def _forget(self) -> None:
        """Keep no more sound than a decode or the turn model may still ask for."""
        keep = self._now_s - _REMEMBER_S - BLOCK_S
        if self._answer.open:
            keep = self._answer.sound_from_s(self._now_s)
        self._tape.drop_before(keep)
