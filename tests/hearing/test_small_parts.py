"""Executors, tape, quality, stuck voice."""

import threading

import numpy as np
import pytest

from voice_interviewer.audio.protocols import BLOCK, BLOCK_S
from voice_interviewer.hearing.executors import Busy, InlineExecutor, ThreadExecutor
from voice_interviewer.hearing.fake import DelayedExecutor
from voice_interviewer.hearing.quality import QualityMeter, dbfs
from voice_interviewer.hearing.stuck import StuckVoice
from voice_interviewer.hearing.tape import Tape


def test_every_executor_returns_results_and_exceptions():
    """Inline, threads and the delayed fake keep the same contract."""
    delayed = DelayedExecutor(usual=2)
    for executor in (InlineExecutor(), ThreadExecutor(), delayed):
        good, bad = executor.submit(pow, 2, 5), executor.submit(lambda: 1 / 0)
        delayed.finish_all()
        assert good.result(timeout=60) == 32
        assert isinstance(bad.exception(timeout=60), ZeroDivisionError)
        executor.shutdown()


def test_a_full_thread_queue_refuses_at_once():
    """Work cannot pile up behind a stalled engine."""
    release = threading.Event()
    executor = ThreadExecutor(threads=1, waiting=1)
    running = executor.submit(release.wait, 5)
    while not running.running():
        pass
    executor.submit(int)
    with pytest.raises(Busy):
        executor.submit(int)
    release.set()
    executor.shutdown()


def test_tape_cuts_by_time():
    """A cut has the samples between its times, as far as they are still there, and says where it begins."""
    tape = Tape()
    for i in range(10):
        tape.append((i + 1) * BLOCK_S, np.full(BLOCK, i, np.float32))
    pcm, start = tape.cut(1.5 * BLOCK_S, 3 * BLOCK_S)
    assert start == pytest.approx(1.5 * BLOCK_S)
    assert len(pcm) == BLOCK * 1.5
    assert set(pcm) == {1.0, 2.0}
    tape.drop_before(5 * BLOCK_S)
    pcm, start = tape.cut(0.0, 6 * BLOCK_S)
    assert (start, set(pcm)) == (pytest.approx(5 * BLOCK_S), {5.0})
    assert len(tape.cut(20.0, 21.0)[0]) == 0


def test_quality_keeps_voice_and_noise_apart():
    """Level is that of voice, noise that of the rest, clipping over all."""
    meter = QualityMeter()
    assert meter.quality() is None
    meter.add(np.full(BLOCK, 0.1, np.float32), True)
    meter.add(np.full(BLOCK, 0.001, np.float32), False)
    loud = np.zeros(BLOCK, np.float32)
    loud[: BLOCK // 2] = 1.0
    meter.add(loud, True)
    quality = meter.quality()
    assert quality.noise_dbfs == pytest.approx(-60, abs=0.1)
    assert quality.level_dbfs > -10
    assert quality.clipped_share == pytest.approx(1 / 6)
    assert dbfs(0.0) == -100.0


def test_a_hum_is_stuck_and_speech_is_not():
    """Twelve seconds without any change of level are no speech; a change starts the count again."""
    rng = np.random.default_rng(1)
    hum, speech = StuckVoice(), StuckVoice()
    t = np.arange(BLOCK) / 16_000
    stuck = [
        hum.feed((0.1 * np.sin(2 * np.pi * 50 * (t + i * BLOCK_S))).astype(np.float32), BLOCK_S) for i in range(420)
    ]
    talk = [speech.feed((rng.uniform(0.01, 0.3) * np.sin(600 * t)).astype(np.float32), BLOCK_S) for _ in range(420)]
    assert any(stuck) and not any(stuck[:300])
    assert not any(talk)
