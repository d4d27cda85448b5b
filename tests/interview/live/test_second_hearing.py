"""A session heard again: which answers, with which model, and what the debrief then rests on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.audio.recorder import AnswerRecorder
from voice_interviewer.debrief.data.from_journal import debrief_of
from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.interview.live.second_hearing import PACE, hear_session_again
from voice_interviewer.language.model import Analysis, Context
from voice_interviewer.sessions.choices import Choices
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Broke, Turn
from voice_interviewer.sessions.records import Header, HeardAgain
from voice_interviewer.sessions.settings import load_settings, save_settings

FIRST = "we shut it for a wreck"
BETTER = "we shipped it for a week"


class Hears:
    """A recogniser that hears its text once, as far as there is sound for it: a word every half second."""

    name = "hears"

    def __init__(self, text: str, slow: list[float] | None = None) -> None:
        self.text, self.slow, self._said = text, slow, 0

    def transcribe(self, pcm, *, vocabulary=(), fillers=True):
        if self.slow is not None:
            self.slow[0] += 100.0
        loud = np.flatnonzero(np.abs(pcm) > 0.01) / RATE_HZ
        if not self.text or not len(loud):
            return ()
        heard = round((loud[-1] - loud[0]) / 0.5)
        words, self._said = self.text.split()[self._said :][:heard], self._said + heard
        return tuple(Word(w, loud[0] + i / 2, loud[0] + i / 2 + 0.4, 0.9) for i, w in enumerate(words))


def words(text: str, at_s: float) -> tuple[Word, ...]:
    return tuple(Word(w, at_s + i / 2, at_s + i / 2 + 0.4, 0.9) for i, w in enumerate(text.split()))


def voice(seconds: float) -> np.ndarray:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (0.2 * np.sin(2 * np.pi * 180 * t) * (1 + np.sin(2 * np.pi * 4 * t))).astype(np.float32)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """One spoken answer of three seconds, interrupted after two, and a typed one."""
    with Session.create(tmp_path, Header(flow="tiny", choices=Choices(model="tiny.en"))) as made:
        path = made.audio_path(1)
        path.parent.mkdir(parents=True, exist_ok=True)
        recorder = AnswerRecorder(path)
        recorder.append(np.concatenate([np.zeros(RATE_HZ // 2, np.float32), voice(3.0), np.zeros(RATE_HZ, np.float32)]))
        closed = recorder.close()
        heard = Heard(FIRST, words(FIRST, 10.5), 10.5, 13.5, voiced=((10.5, 13.5),))
        broke = Broke("Now it doubles.", FIRST.index("for"), at_s=11.9)
        made.write(
            Turn(
                1,
                heard,
                question="What?",
                interruption=broke,
                audio=f"audio/{closed.name}",
                audio_start_s=10.0,
                audio_s=5.0,
            )
        )
        made.write(Turn(2, Heard("typed", (), 20.0, 21.0), question="And?", typed=True))
        yield made


def plain(text: str, context: Context) -> Analysis:
    return Analysis(text, (), words=len(text.split()))


def test_the_debrief_rests_on_the_second_hearing(session) -> None:
    """The better model's words are shown, the interruption stands where it then was, and the page says who heard."""
    save_settings({PACE: {"base": 0.1}})
    found = hear_session_again(session, make=lambda name: Hears(BETTER), ready=lambda: ["tiny.en", "base"])
    assert found is not None and (found.model, found.answers, found.kept) == ("base", 1, 0)
    made = debrief_of(session, plain)
    assert made.answers[0].transcript.text == BETTER
    assert made.answers[0].interruption.at == BETTER.index("for")
    assert made.heard_with == "base, from the recordings (live: tiny.en)"
    assert made.answers[1].transcript.text == "typed"


def test_words_are_never_traded_for_silence(session) -> None:
    """A second hearing that finds nothing leaves the first words as they were."""
    found = hear_session_again(session, make=lambda name: Hears(""), ready=lambda: ["base"])
    assert found is not None and (found.answers, found.kept) == (0, 1)
    assert debrief_of(session, plain).answers[0].transcript.text == FIRST


def test_a_model_too_slow_for_this_computer_is_tried_once(session) -> None:
    """What takes longer than half the sound is measured, remembered, and the next model takes its place."""
    clock = [0.0]

    def make(name: str) -> Hears:
        return Hears(BETTER, clock if name == "small.en" else None)

    ready = ["base", "small.en"]
    first = hear_session_again(session, make=make, ready=lambda: ready, clock=lambda: clock[0])
    assert first is not None and first.model == "base"
    assert load_settings()[PACE]["small.en"] > 1
    assert load_settings()[PACE]["base"] == 0.0
    made: list[str] = []
    hear_session_again(session, make=lambda n: made.append(n) or Hears(BETTER), ready=lambda: ready)
    assert made == ["base"]


def test_a_model_that_was_asked_for_is_used_however_slow(session) -> None:
    """`model` overrules the measure and the choice."""
    clock = [0.0]
    found = hear_session_again(session, "small.en", make=lambda n: Hears(BETTER, clock), clock=lambda: clock[0])
    assert found is not None and (found.model, found.answers) == ("small.en", 1)


def test_nothing_better_means_nothing_is_done(session) -> None:
    """Where the live model is the best here, no record is written."""
    assert hear_session_again(session, make=lambda n: Hears(BETTER), ready=lambda: ["tiny.en"]) is None
    assert not list(session.read().records(HeardAgain))


def test_a_damaged_recording_is_counted_and_the_words_stay(session) -> None:
    """A FLAC that cannot be read costs nothing that was heard."""
    file = session.path / next(iter(session.read().records(Turn))).audio
    file.write_bytes(b"no sound")
    found = hear_session_again(session, make=lambda n: Hears(BETTER), ready=lambda: ["base"])
    assert found is not None and (found.answers, found.unreadable) == (0, 1)
    assert "1 unreadable" in found.told()
    assert debrief_of(session, plain).answers[0].transcript.text == FIRST


def test_speech_models_are_told_from_other_weights() -> None:
    """Only speech models whose accuracy is known are offered; turn models and folders of one's own are not."""
    from voice_interviewer.hearing.choose import ready_models

    assert set(ready_models()) <= {"tiny.en", "base"}
