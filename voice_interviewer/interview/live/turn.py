"""The answer being given: its recording, its interruption, and its record in the journal."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from ...audio.protocols import BLOCK_S, Block
from ...audio.recorder import AnswerRecorder
from ...errors import DiskFullError
from ...hearing.model import Heard
from ...hearing.words import pauses_of
from ...language.model import Interruption
from ...sessions.actions import BreakIn, Listen
from ...sessions.journal import Session
from ...sessions.record import Broke, Turn
from .overlap import less_sure

_PRE_ROLL = round(0.5 / BLOCK_S)
"Blocks kept from before listening began."
_STOPPED_S = 0.3
"Silence after which an interrupted candidate counts as having stopped."
NO_SOUND = "The disk is full: your words are kept as long as they fit, but no longer their sound. Free some space."
UNFINISHED = "The disk is full: the sound of this answer is kept as it is, and finished once there is space again."


@dataclass(slots=True)
class _Break:
    """A deliberate interruption of this answer."""

    utterance: int
    text: str
    at: int
    at_s: float
    changes: bool
    "It put a constraint (a request to wrap up changes nothing)."
    voiced_until_s: float | None = None
    overlap_s: float | None = None
    stop_time_s: float | None = None
    heard_out: bool = False
    "What the candidate said up to it is known."
    spoken: bool = False
    "It has been said to its end; voice from here on is the reaction."


@dataclass(slots=True)
class OpenTurn:
    """One answer while it is given."""

    listen: Listen
    listens: tuple[str, ...]
    opened_s: float
    began_s: float | None = None
    before: Heard | None = None
    "What was heard before the interruption, or before listening stopped for a moment."
    silent: bool = False
    "Since `before` there was nothing but the candidate's own silence: up to their next word it is a pause."
    broke: _Break | None = None
    "The latest interruption of this answer."
    taken_back: int = 0
    "Replies that had begun when the candidate went on."
    put: _Break | None = None
    "The latest that put a constraint; a request to wrap up afterwards takes nothing from it."
    spoken: deque[tuple[float, float]] = field(default_factory=deque)
    "When we spoke and listened at once, session seconds."

    def so_far(self, text: str) -> str:
        """All text of the answer, with what came before an interruption."""
        return f"{self.before.text} {text}".strip() if self.before else text

    def whole(self, heard: Heard) -> Heard:
        """Both parts of an interrupted answer as one."""
        first, heard = self.before, less_sure(heard, self.spoken)
        if first is None:
            return heard
        edges = (*first.voiced[-1:], *heard.voiced[:1])
        between = pauses_of(edges) if self.silent else ()
        return replace(
            heard,
            text=f"{first.text} {heard.text}".strip(),
            plain_text=f"{first.plain_text} {heard.plain_text}".strip(),
            words=first.words + heard.words,
            voiced=first.voiced + heard.voiced,
            pauses=first.pauses + between + heard.pauses,
            start_s=first.start_s if first.words else heard.start_s,
            uncovered_voice_s=first.uncovered_voice_s + heard.uncovered_voice_s,
            latency_s=first.latency_s,
            notes=first.notes + heard.notes,
            overlaps=first.overlaps + heard.overlaps,
        )

    def took_s(self, heard: Heard) -> float:
        """Seconds that the candidate had for both parts; what we said between them is not theirs."""
        first, last = self.before, heard.end_s - heard.start_s
        if first is None:
            return last
        return heard.end_s - first.start_s if self.silent else first.end_s - first.start_s + last

    def interruption(self) -> Interruption | None:
        """The interruption as language takes it."""
        if self.put is not None:
            return Interruption(self.put.text, self.put.at)
        return Interruption(self.listen.question, 0) if self.listen.constraint else None

    @property
    def breaking(self) -> bool:
        """We have begun to interrupt, and the candidate has not been heard out yet."""
        return self.broke is not None and not self.broke.heard_out

    def start_break(self, action: BreakIn, at_s: float) -> None:
        """We begin to speak over this answer."""
        self.broke = _Break(action.utterance, action.text, 0, at_s, action.kind == "constraint")
        if self.broke.changes:
            self.put = self.broke

    def end_first_part(self, heard: Heard) -> None:
        """The candidate has stopped (or we no longer listen): `heard` is everything up to here."""
        assert self.broke is not None
        self.before, self.silent = self.whole(heard), False
        self.broke.at = len(self.before.text) + 1 if self.before.text else 0
        self.broke.heard_out = True

    def watch_voice(self, voicing: bool, at_s: float) -> None:
        """Follow the candidate's voice after the interruption until they have stopped."""
        broke = self.broke
        if broke is None or broke.spoken or broke.stop_time_s is not None:
            return
        if voicing:
            broke.voiced_until_s = at_s
        elif broke.voiced_until_s is not None and at_s - broke.voiced_until_s >= _STOPPED_S:
            broke.stop_time_s = broke.overlap_s = broke.voiced_until_s - broke.at_s

    def finish_break(self, at_s: float) -> Broke:
        """The interruption has been spoken; what is known of how the candidate stopped."""
        broke = self.broke
        assert broke is not None
        broke.spoken = True
        if broke.stop_time_s is None and broke.voiced_until_s is not None:
            broke.overlap_s = at_s - broke.at_s
        return Broke(broke.text, broke.at, broke.at_s, broke.stop_time_s, broke.overlap_s or 0.0)


@dataclass(slots=True)
class Closing:
    """An answer that is over, with its recording, waiting to be written down."""

    session: Session
    turn: OpenTurn
    recorder: AnswerRecorder | None
    audio_start_s: float
    trouble: Callable[[str], None]
    "Takes a line for the user."

    def write(self, heard: Heard, text: str, *, typed: bool, trace: dict[str, Any], at_s: float) -> None:
        """Write its record, flushed to disk, and then finish its sound: on a full disk the words are what is kept."""
        turn, broke, audio = self.turn, self.turn.put, None
        listen, put = turn.listen, turn.interruption()
        only_typed = typed and not turn.whole(heard).words
        if self.recorder is not None and (only_typed or not self.recorder.samples):
            self.recorder.discard()
        elif self.recorder is not None:
            audio = f"audio/{self.recorder.path.name}"
        record = Turn(
            turn=listen.turn,
            heard=replace(turn.whole(heard), text=text),
            node=listen.node,
            question=listen.question,
            kind="reprompt" if listen.again else listen.kind,
            again_of=listen.kind if listen.again else None,
            pattern=listen.pattern,
            listens=turn.listens,
            target=listen.target,
            interruption=_put(put, broke),
            audio=audio,
            audio_start_s=self.audio_start_s,
            audio_s=at_s - self.audio_start_s,
            typed=typed,
            trace=trace,
        )
        try:
            self.session.write(record, at_s)
        except DiskFullError:
            if self.recorder is None:
                raise
            self.recorder.discard()  # the sound makes room for the words
            self.session.write(replace(record, audio=None), at_s)
            return
        try:
            if self.recorder is not None and audio is not None:
                self.recorder.close()
        except DiskFullError:
            self.trouble(UNFINISHED)

    def discard(self) -> None:
        """It was no answer after all (a request): forget its recording."""
        if self.recorder is not None:
            self.recorder.discard()


def _put(put: Interruption | None, broke: _Break | None) -> Broke | None:
    """The constraint of an answer as its record holds it, with the stop time where the candidate was talked over."""
    if put is None:
        return None
    if broke is None:
        return Broke(put.text, put.at)
    return Broke(put.text, put.at, broke.at_s, broke.stop_time_s, broke.overlap_s)


class TurnBook:
    """Keeps one turn open at a time and writes it down when it closes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._recent: deque[Block] = deque(maxlen=_PRE_ROLL)
        self._recorder: AnswerRecorder | None = None
        self._audio_start_s = 0.0
        self.turn: OpenTurn | None = None
        self._troubles: list[str] = []
        self._told = False
        self._spoken: deque[tuple[float, float]] = deque(maxlen=8)

    def we_speak(self, from_s: float) -> None:
        """We begin to speak, and listen all the while."""
        self._spoken.append((from_s, math.inf))

    def we_spoke(self, to_s: float) -> None:
        """We have ended."""
        if self._spoken and math.isinf(self._spoken[-1][1]):
            self._spoken[-1] = (self._spoken[-1][0], to_s)

    def troubles(self) -> list[str]:
        """What the user should be told since the last call."""
        told, self._troubles = self._troubles, []
        return told

    def _record(self, block: Block) -> None:
        if self._recorder is None:
            return
        try:
            self._recorder.append(block.samples)
        except DiskFullError:
            self._recorder.stop_short()
            self._no_sound()

    def _no_sound(self) -> None:
        if not self._told:
            self._told = True
            self._troubles.append(NO_SOUND)

    @property
    def began(self) -> bool:
        """The candidate has said something in this turn."""
        return self.turn is not None and (self.turn.began_s is not None or self.turn.before is not None)

    def hear(self, block: Block) -> None:
        """Record the block if a turn is open; otherwise keep it for a moment."""
        if self._recorder is not None:
            self._record(block)
        self._recent.append(block)

    def open(self, listen: Listen, at_s: float, *, listens: tuple[str, ...] = ()) -> None:
        """Begin an answer, or go on with the one that was interrupted."""
        if self.turn is not None and self.turn.listen.turn == listen.turn:
            return
        self.leave(at_s)
        try:
            self._recorder = AnswerRecorder(self._session.audio_path(listen.turn))
        except DiskFullError:
            self._no_sound()
        self._audio_start_s = max(0.0, at_s - len(self._recent) * BLOCK_S)
        for block in self._recent:
            self._record(block)
        self.turn = OpenTurn(listen, listens, at_s, spoken=self._spoken)

    def take(self) -> Closing | None:
        """Take the open turn out, to be written down once the reply is on its way; None without an open turn."""
        turn, recorder = self.turn, self._recorder
        self.turn, self._recorder = None, None
        if turn is None:
            return None
        return Closing(self._session, turn, recorder, self._audio_start_s, self._troubles.append)

    def keep(self, heard: Heard, *, silent: bool = False) -> None:
        """Listening stops in mid-answer (say that again?): what was said stays part of this turn. `silent`: it goes on
        at once, and we say nothing."""
        if self.turn is None:
            return
        if heard.text:
            self.turn.before, self.turn.silent = self.turn.whole(heard), silent
        elif not silent:
            self.turn.silent = False  # a break, or words of ours: what follows is no pause of theirs

    def leave(self, at_s: float) -> None:
        """The interview goes on without an end of this answer: write down what was said, if anything was."""
        before = self.turn.before if self.turn is not None else None
        if before is None or not before.text:
            self.drop()
            return
        closing = self.take()
        assert closing is not None
        nothing = Heard(text="", words=(), start_s=before.end_s, end_s=before.end_s)
        closing.write(nothing, before.text, typed=False, trace={"why": "left"}, at_s=at_s)

    def drop(self) -> None:
        """No answer came: forget the turn and its recording."""
        if self._recorder is not None:
            self._recorder.discard()
        self.turn, self._recorder = None, None
