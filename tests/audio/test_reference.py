"""What the loudspeaker plays, by session time: from jittering stamps, at another rate, from another device."""

from __future__ import annotations

import numpy as np
import pytest

from tests.audio.echoes import RATE, babble
from voice_interviewer.audio.reference import Reference


def play(reference: Reference, pcm: np.ndarray, rate: int, *, start_s: float = 0.0, jitter_s: float = 0.0) -> None:
    """Hand a sound in as a device does: 10 ms at a time, each with a stamp that may be a little wrong."""
    random, step = np.random.default_rng(0), rate // 100
    for at in range(0, len(pcm) - step + 1, step):
        wrong = float(random.uniform(-jitter_s, jitter_s))
        reference.tap(pcm[at : at + step], start_s + at / rate + wrong, rate)
        reference.drain()


def test_sound_is_found_at_its_session_time() -> None:
    """To the sample at 16 kHz."""
    pcm, reference = babble(2.0, seed=1), Reference()
    play(reference, pcm, RATE, start_s=5.0)
    assert np.array_equal(reference.cut(5.5, 1600), pcm[8000:9600])


def test_jitter_of_single_stamps_does_not_move_it() -> None:
    """Callbacks are late by milliseconds; the count is what time is told by."""
    pcm, reference = babble(2.0, seed=1), Reference()
    play(reference, pcm, RATE, jitter_s=0.004)
    wanted, found = pcm[14_400:17_600], reference.cut(0.9, 3200)
    shifts = [float(np.dot(wanted, reference.cut(0.9 + lag / RATE, 3200))) for lag in range(-32, 33)]
    assert abs(int(np.argmax(shifts)) - 32) <= 16  # a millisecond
    assert len(found) == 3200


def test_another_rate_is_resampled_without_delay() -> None:
    """A device at 48 kHz: the same moment, within a sample of 16 kHz."""
    seconds = np.arange(2 * 48_000) / 48_000
    pcm = (np.sin(2 * np.pi * 440 * seconds) * (seconds > 1.0)).astype(np.float32)
    reference = Reference()
    play(reference, pcm, 48_000)
    track = reference.cut(0.9, 3200)
    assert int(np.argmax(np.abs(track) > 0.1)) / RATE == pytest.approx(0.1, abs=0.001)


def test_what_is_not_there_is_silence() -> None:
    """Before anything was played, long ago, and not yet."""
    reference = Reference()
    assert not reference.cut(0.0, 100).any()
    assert not reference.follow(0.0, 100).any()
    play(reference, babble(6.0, seed=2), RATE)
    assert not reference.cut(0.5, 100).any()
    assert reference.cut(5.0, 1600).any()
    assert not reference.cut(7.0, 100).any()


def test_following_is_seamless_and_slips_with_the_clock() -> None:
    """Blocks join to the sample; a step of session time is followed, at once when silent."""
    pcm, reference = babble(3.0, seed=3), Reference()
    play(reference, pcm, RATE)
    blocks = [reference.follow(1.0 + i * 512 / RATE + (0.001 if i % 2 else 0.0), 512) for i in range(20)]
    assert np.array_equal(np.concatenate(blocks), pcm[16_000 : 16_000 + 20 * 512])
    assert reference.slips == 0
    reference.follow(2.5, 512)
    assert reference.slips == 1


def test_stamps_that_wander_move_nothing() -> None:
    """Ten milliseconds either way are the stamps' own."""
    pcm, reference = babble(3.0, seed=3), Reference()
    play(reference, pcm, RATE)
    blocks = [reference.follow(1.0 + i * 512 / RATE + 0.009 * (i % 3 - 1), 512) for i in range(20)]
    assert reference.slips == 0
    assert np.array_equal(np.concatenate(blocks[1:]), np.concatenate(blocks)[512:])


def test_replaced_loudspeaker_starts_a_new_count() -> None:
    """Another rate, another time: nothing of the old device is left."""
    reference = Reference()
    play(reference, babble(1.0, seed=4), RATE)
    tone = np.ones(4410, np.float32) * 0.5
    play(reference, np.concatenate([np.zeros(44_100, np.float32), tone]), 44_100, start_s=10.0)
    assert not reference.cut(0.5, 1600).any()
    assert reference.cut(11.02, 160).max() == pytest.approx(0.5, abs=0.05)


def test_standing_still_can_be_seen() -> None:
    """A loudspeaker that hands nothing in makes no calls."""
    reference = Reference()
    assert reference.calls == 0
    play(reference, babble(1.0, seed=5), RATE)
    assert reference.calls == 100
