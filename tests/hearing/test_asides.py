"""Captions and the turn model: asked beside the transcript, and missed by nobody."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hearing_kit import DONE, kinds, room

from voice_interviewer.audio.protocols import BLOCK, BLOCK_S
from voice_interviewer.hearing.asides import CAPTION_EVERY_S, SCORE_AT_S, TURN_MODEL_S, Captions, Scores
from voice_interviewer.hearing.executors import Busy, InlineExecutor
from voice_interviewer.hearing.fake import DelayedExecutor, ScriptedRecogniser
from voice_interviewer.hearing.model import Caption, Committed
from voice_interviewer.hearing.tape import Tape
from voice_interviewer.hearing.transcriber import Transcript
from voice_interviewer.hearing.turn import Scored


def test_captions_come_while_talking_and_only_then():
    """Live text appears during speech, at most every 1.2 s, and not over silence."""
    here, _ = room(["I", "I rolled", "I rolled it", "I rolled it back. That's it."], captions=True)
    here.begin()
    here.speak(4.0)
    captions = [event for event in here.events if isinstance(event, Caption)]
    assert 2 <= len(captions) <= 4
    assert all(b.at_s - a.at_s >= 1.2 - 1e-6 for a, b in pairwise(captions))


def test_captions_are_dropped_first_when_the_machine_is_slow():
    """When a decode takes two seconds, captions become rare, and the answer is whole."""
    executor = DelayedExecutor(usual=60)
    here, recogniser = room([DONE] * 30, captions=True, executor=executor)
    here.begin()
    here.speak(12.0)
    here.hear(6.0)
    assert len([s for s, _, _ in recogniser.calls]) <= 6
    assert here.events[-1].heard.text.endswith(DONE)


def test_the_turn_model_is_asked_through_the_pause():
    """Scores are taken several times in one pause, each over the sound up to then."""
    lengths = []

    def score(pcm):
        lengths.append(len(pcm) / 16_000)
        return 0.5

    here, _ = room(["I rolled it back because the"], smart_turn=score)
    here.begin()
    here.hear(0.5)
    here.speak(1.0)
    here.hear(1.0)
    assert len(lengths) >= 4
    assert lengths == sorted(lengths)


def test_a_failing_turn_model_changes_nothing():
    """Without scores the words and the silence decide."""

    def broken(pcm):
        raise RuntimeError("broken")

    here, _ = room(smart_turn=broken)
    here.begin()
    here.speak(1.0)
    here.hear(2.0)
    assert kinds(here.events)[-1] is Committed


class Later:
    """Work that is done when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.asked.append((future, lambda: fn(*args, **kwargs)))
        return future

    def work(self) -> None:
        for future, do in self.asked:
            future.set_result(do())
        self.asked.clear()


class Full:
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise Busy("full")


def tape(seconds: float) -> Tape:
    made = Tape()
    for block in range(round(seconds / BLOCK_S)):
        made.append((block + 1) * BLOCK_S, np.full(BLOCK, 0.2, np.float32))
    return made


def test_a_caption_of_sound_that_was_closed_meanwhile_is_stale():
    """It would tell again what stands in the closed piece already."""
    later, sound = Later(), tape(8.0)
    transcript = Transcript(ScriptedRecogniser(["one two"]), InlineExecutor(), 0.0)
    captions = Captions(ScriptedRecogniser(["one", "one two three"]), later, 0.0)
    captions.ask(2.0, sound, transcript, [(0.5, 2.0)])
    transcript.cut(sound, 4.0, [(0.5, 4.0)], 4.0)
    later.work()
    assert captions.take(4.1, transcript) is None
    captions.ask(20.0, sound, transcript, [(0.5, 7.5)])
    later.work()
    assert captions.take(20.1, transcript) == Caption(20.1, "one two one two three")
    assert captions.take(20.2, transcript) is None


def test_a_caption_may_take_a_third_of_the_time_until_the_next():
    """A slow machine gives fewer."""
    later, sound = Later(), tape(8.0)
    transcript = Transcript(ScriptedRecogniser(), InlineExecutor(), 0.0)
    captions = Captions(ScriptedRecogniser(["one"] * 9), later, 0.0)
    captions.ask(2.0, sound, transcript, [(0.5, 2.0)])
    later.work()
    assert captions.take(4.0, transcript) is not None
    next_s = 4.0 + 2 * 2.0
    captions.ask(next_s - 0.1, sound, transcript, [(0.5, 7.5)])
    assert not later.asked
    captions.ask(next_s + 0.1, sound, transcript, [(0.5, 7.5)])
    assert len(later.asked) == 1


def test_none_are_asked_for_where_none_are_wanted_or_nothing_is_open():
    """Nor before the first is due, nor while one is under way, nor of an executor that is full."""
    later, sound = Later(), tape(8.0)
    transcript = Transcript(ScriptedRecogniser(), InlineExecutor(), 0.0)
    Captions(None, later, 0.0).ask(5.0, sound, transcript, [(0.5, 5.0)])
    captions = Captions(ScriptedRecogniser(), later, 0.0)
    captions.ask(CAPTION_EVERY_S - 0.1, sound, transcript, [(0.5, 1.0)])
    captions.ask(CAPTION_EVERY_S + 0.1, sound, transcript, [])
    assert not later.asked
    for at_s in (3.0, 6.0):
        captions.ask(at_s, sound, transcript, [(0.5, at_s)])
    assert len(later.asked) == 1
    full = Captions(ScriptedRecogniser(), Full(), 0.0)
    full.ask(3.0, sound, transcript, [(0.5, 3.0)])
    assert full.take(3.1, transcript) is None


def test_a_silence_is_scored_at_its_times_over_the_last_seconds():
    """Once for each time that has come, with the revision it is of; another silence begins anew."""
    later, sound, lengths = Later(), tape(20.0), []

    def model(pcm):
        lengths.append(len(pcm) / 16_000)
        return 0.25

    scores = Scores(model, later)
    told = []
    for _ in range(2):
        scores.begin()
        for block in range(60):
            now_s = 15.0 + block * BLOCK_S
            scores.ask(now_s, sound, [(1.0, 15.0)], 3)
            later.work()
            told.append(scores.take(now_s))
    found = [score for score in told if score is not None]
    assert len(found) == 2 * len(SCORE_AT_S)
    for score, at_s in zip(found, SCORE_AT_S, strict=False):
        assert isinstance(score, Scored) and (score.revision, score.score) == (3, 0.25)
        assert at_s - 1e-6 <= score.silence_s <= at_s + BLOCK_S
    assert max(lengths) == pytest.approx(TURN_MODEL_S, abs=0.01)


def test_no_score_without_a_model_or_voice_or_room_in_the_executor():
    """And what is dropped does not come back."""
    later, sound = Later(), tape(8.0)
    Scores(None, later).ask(5.0, sound, [(1.0, 4.0)], 1)
    scores = Scores(lambda pcm: 0.5, later)
    scores.ask(5.0, sound, [], 1)
    assert not later.asked
    full = Scores(lambda pcm: 0.5, Full())
    full.ask(5.0, sound, [(1.0, 4.0)], 1)
    assert full.take(5.1) is None
    scores.ask(5.0, sound, [(1.0, 4.0)], 1)
    scores.drop()
    later.work()
    assert scores.take(5.1) is None
