"""The second hearing of a session: its recordings, heard with the best model this computer keeps up with.

How long a model takes is measured on ten seconds and remembered, so a computer that is too slow for one tries it
once. Every answer is written down as soon as it has been heard again: stopping half-way keeps what is done.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...audio.protocols import RATE_HZ, Pcm
from ...errors import InterviewerError, StorageError
from ...hearing.again import KEEPS_UP, better_models, hear_again, hear_parts_again
from ...hearing.choose import ready_models
from ...hearing.model import Heard
from ...hearing.protocols import SpeechToText
from ...sessions.actions import Listen
from ...sessions.journal import Session
from ...sessions.lines import Journal
from ...sessions.record import Turn
from ...sessions.records import Header, HeardAgain
from ...sessions.settings import load_settings, save_settings
from .overlap import less_sure

PACE = "hearing_pace"
"Setting: seconds of processor time a second of sound, by model; not of the clock, which other programs slow."
_ENOUGH_S = 4.0
"Sound a measure of the pace needs; a shorter answer says too little."
_PIECE_S = 10.0
"Sound it is measured on at the most: a model far too slow must show that quickly."

LEFT = "Stopped; the answers not heard again keep the words of the live session."
"What is said when the second hearing was left by Ctrl-C."

Progress = Callable[[float, float], None]
"Called with (seconds of sound done, seconds in all)."


@dataclass(frozen=True, slots=True)
class SecondHearing:
    """What came of it."""

    model: str
    answers: int
    "Answers whose words are now those of the second hearing."
    kept: int
    "Answers that keep their first words, because the second hearing found none."
    unreadable: int = 0
    "Recordings that could not be read."

    def told(self) -> str:
        """One line about it."""
        line = f"Heard again with {self.model}: {self.answers} answer{'' if self.answers == 1 else 's'}"
        line += f", {self.kept} kept as heard live" if self.kept else ""
        return line + (f", {self.unreadable} unreadable." if self.unreadable else ".")


def hear_session_again(
    session: Session,
    model: str = "",
    *,
    progress: Progress = lambda *_: None,
    make: Callable[[str], SpeechToText] | None = None,
    ready: Callable[[], list[str]] | None = None,
    clock: Callable[[], float] = time.process_time,
) -> SecondHearing | None:
    """Hear a session's recordings again and write the words to its journal; None where there is nothing better to do.

    `model` overrules the choice. Raises NotFoundError or ModelError for a model that cannot be had, StorageError when
    the journal cannot be written.
    """
    journal = session.read()
    turns = list(_recorded(session, journal))
    live = (journal.header or Header()).choices.model
    wanted = [model] if model else better_models(live, (ready or ready_models)(), _pace())
    if not turns or not wanted:
        return None
    listened = {r.turn: r.vocabulary for r in journal.records(Listen)}
    for name in wanted:
        recogniser = (make or _make)(name)
        found = _hear_all(session, turns, name, recogniser, listened, progress, clock, given=bool(model))
        if found is not None:
            return found
    return None


def _hear_all(
    session: Session,
    turns: list[Turn],
    name: str,
    recogniser: SpeechToText,
    vocabulary: dict[int, tuple[str, ...]],
    progress: Progress,
    clock: Callable[[], float],
    *,
    given: bool,
) -> SecondHearing | None:
    """All answers with one model; None once it proves too slow for this computer."""
    total, done, answers, kept, unreadable = sum(turn.audio_s or 0.0 for turn in turns), 0.0, 0, 0, 0
    measured = given or name in _pace()
    for turn in turns:
        sound = _load(session, turn)
        if sound is None:
            unreadable += 1
            continue
        if not measured and len(sound) >= _ENOUGH_S * RATE_HZ:
            measured = True
            if not _keeps_up(name, recogniser, sound, clock):
                return None
        again, at = _hear(turn, sound, recogniser, vocabulary.get(turn.turn, ()))
        again = less_sure(again, turn.heard.overlaps)
        seconds = len(sound) / RATE_HZ
        done += turn.audio_s or seconds
        progress(done, total)
        if again.words:
            session.write(HeardAgain(turn.turn, again, name, at), turn.heard.end_s)
            answers += 1
        else:
            kept += 1
    return SecondHearing(name, answers, kept, unreadable)


def not_understood(session: Session) -> list[Turn]:
    """The answers in which somebody spoke and no word was made of it, because the recogniser failed."""
    return [turn for turn in session.read().turns.values() if turn.heard.unheard and not turn.heard.words]


def _hear(turn: Turn, sound: Pcm, recogniser: SpeechToText, vocabulary: tuple[str, ...]) -> tuple[Heard, int | None]:
    """One answer again, and where its interruption stands in the new text: where the candidate had stopped."""
    broke = turn.interruption
    if broke is None or broke.at_s is None or not turn.heard.voiced:
        return hear_again(sound, turn.heard, turn.audio_start_s, recogniser, vocabulary=vocabulary), None
    stopped_s = broke.at_s + (broke.stop_time_s or broke.overlap_s or 0.0)
    return hear_parts_again(sound, turn.heard, turn.audio_start_s, stopped_s, recogniser, vocabulary=vocabulary)


def _recorded(session: Session, journal: Journal) -> Iterator[Turn]:
    """The answers that were spoken and whose recording is there, in order; the last record of each counts."""
    latest = {turn.turn: turn for turn in journal.records(Turn)}
    for number in sorted(latest):
        turn = latest[number]
        if turn.audio and (session.path / turn.audio).is_file():
            yield turn


def _load(session: Session, turn: Turn) -> Pcm | None:
    from ...audio.files import load

    try:
        return load(session.path / str(turn.audio)).pcm
    except InterviewerError:
        return None


def _make(name: str) -> SpeechToText:
    from ...hearing.choose import make_recogniser

    return make_recogniser(name)


def _pace() -> dict[str, float]:
    kept: Any = load_settings().get(PACE)
    return {k: float(v) for k, v in kept.items() if isinstance(v, int | float)} if isinstance(kept, dict) else {}


def _keeps_up(name: str, recogniser: SpeechToText, sound: Pcm, clock: Callable[[], float]) -> bool:
    """Whether this computer keeps up with a model: measured on the loudest seconds of an answer, and remembered."""
    piece = round(_PIECE_S * RATE_HZ)
    starts = range(0, max(1, len(sound) - piece + 1), RATE_HZ)
    loudest = max(starts, key=lambda at: float(np.square(sound[at : at + piece]).sum()))
    part = sound[loudest : loudest + piece]
    began = clock()
    recogniser.transcribe(part)
    pace = (clock() - began) / (len(part) / RATE_HZ)
    with contextlib.suppress(StorageError):  # then it is measured again the next time
        save_settings({**load_settings(), PACE: {**_pace(), name: round(pace, 3)}})
    return pace <= KEEPS_UP
