"""A recogniser that fails or does not answer never turns into "nothing was said"."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from stage_kit import PLAIN, STRONG, Stage, analyse

from voice_interviewer.audio.watch import ZeroWatch
from voice_interviewer.debrief.data.from_journal import debrief_of
from voice_interviewer.hearing.executors import InlineExecutor, ThreadExecutor
from voice_interviewer.hearing.fake import FakeVad
from voice_interviewer.hearing.listener import Listener
from voice_interviewer.hearing.model import Word
from voice_interviewer.interview.live.second_hearing import hear_session_again, not_understood


class Broken:
    """Every decode fails."""

    def transcribe(self, pcm, *, vocabulary=(), fillers=True):
        raise RuntimeError("bad weights")


class Hanging:
    """No decode ever returns, until the test lets go."""

    def __init__(self) -> None:
        self.free = threading.Event()

    def transcribe(self, pcm, *, vocabulary=(), fillers=True):
        self.free.wait(60)
        return ()


class Says:
    """Hears the same words in everything."""

    def transcribe(self, pcm, *, vocabulary=(), fillers=True):
        return tuple(Word(word, i * 0.3, i * 0.3 + 0.24, 0.9) for i, word in enumerate(STRONG.split()))


@pytest.fixture
def here(tmp_path):
    made = Stage(tmp_path, [STRONG, PLAIN])
    yield made
    made.session.close()


def test_a_failing_recogniser_is_named_and_the_sound_is_kept(here) -> None:
    """Every answer keeps its recording and the reason; the interview goes on; the debrief does not say "nothing"."""
    here.parts.ears = Listener(Broken(), FakeVad(), InlineExecutor())
    here.run()
    turns = here.turns()
    assert [turn.heard.text for turn in turns] == ["", ""]
    for turn in turns:
        assert "bad weights" in turn.heard.unheard
        assert (here.session.path / turn.audio).stat().st_size > 1000
    assert any("--hear-again" in text and "bad weights" in text for text in here.said("notice"))
    made = debrief_of(here.session, analyse)
    assert made.debrief.verdict.startswith("What was said could not be turned into words")
    assert any("--hear-again" in note for note in made.notes)


def test_a_session_can_be_heard_again(here) -> None:
    """With a recogniser that works, the kept sound gives the words, which then count everywhere."""
    here.parts.ears = Listener(Broken(), FakeVad(), InlineExecutor())
    here.run()
    assert len(not_understood(here.session)) == 2
    kept = hear_session_again(here.session, "broken", make=lambda _: Broken())
    assert kept is not None and (kept.answers, kept.kept) == (0, 2)
    found = hear_session_again(here.session, "better", make=lambda _: Says())
    assert found is not None and (found.answers, found.kept) == (2, 0)
    assert not_understood(here.session) == []
    made = debrief_of(here.session, analyse)
    assert [row.transcript.text for row in made.answers] == [STRONG, STRONG]
    assert all(0.0 <= word.start < 60.0 for row in made.answers for word in row.transcript.words)
    assert made.heard_with.startswith("better, from the recordings")


def test_a_hanging_recogniser_is_named_too(here) -> None:
    """A decode that does not come back costs waiting, and then the same: sound kept, reason named."""
    engine, executor = Hanging(), ThreadExecutor()
    here.parts.ears = Listener(engine, FakeVad(), executor, finish_deadline_s=0.01)
    try:
        here.run()
    finally:
        engine.free.set()
        executor.shutdown()
    turns = here.turns()
    assert turns and all("did not answer in time" in turn.heard.unheard for turn in turns)
    assert all((here.session.path / turn.audio).stat().st_size > 1000 for turn in turns)


def test_a_microphone_that_was_never_live_is_known_after_three_seconds() -> None:
    """Zeros from the beginning are no noise gate; zeros after sound may be one."""
    watch = ZeroWatch()
    for _ in range(100):
        watch.fed(0.032, 0.0)
    assert watch.never_live
    watch.fed(0.032, 0.1)
    for _ in range(200):
        watch.fed(0.032, 0.0)
    assert watch.dead and not watch.never_live and np.isfinite(watch.zeros_s)
