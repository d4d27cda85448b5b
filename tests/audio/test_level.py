"""Loudness in numbers."""

import numpy as np
import pytest

from voice_interviewer.audio.level import FLOOR_DB, Meter, clipped_share, peak_dbfs, quality, rms_dbfs

RATE = 16_000


def tone(amplitude, seconds=1.0, hz=200.0):
    return (amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def noise(db, seconds=1.0, seed=0):
    return (10 ** (db / 20) * np.random.default_rng(seed).standard_normal(round(seconds * RATE))).astype(np.float32)


def test_levels_of_known_sounds():
    """A full sine is -3 dBFS RMS and 0 dBFS peak; half of it 6 dB less; silence is the floor."""
    assert rms_dbfs(tone(1.0)) == pytest.approx(-3.01, abs=0.05)
    assert peak_dbfs(tone(1.0)) == pytest.approx(0.0, abs=0.05)
    assert rms_dbfs(tone(0.5)) == pytest.approx(-9.03, abs=0.05)
    assert rms_dbfs(np.zeros(100, np.float32)) == rms_dbfs(np.zeros(0, np.float32)) == FLOOR_DB


def test_clipping_is_flat_tops_not_peaks():
    """A cut-off sine is clipped, also when turned down afterwards; a loud clean one and silence are not."""
    cut = np.clip(2.0 * tone(1.0), -1.0, 1.0)
    assert clipped_share(cut) == pytest.approx(2 / 3, abs=0.05)
    assert clipped_share(0.6 * cut) == pytest.approx(2 / 3, abs=0.05)
    assert clipped_share(tone(0.98)) == 0.0
    assert clipped_share(noise(-30)) == 0.0
    assert clipped_share(np.zeros(RATE, np.float32)) == 0.0


def test_quality_tells_voice_from_background():
    """With speech a third of the time over quiet noise, both levels and their distance come out right."""
    sound = noise(-60, 3.0)
    sound[RATE : 2 * RATE] += tone(0.1)
    found = quality(sound)
    assert found.speech_dbfs == pytest.approx(-23, abs=0.5)
    assert found.noise_dbfs == pytest.approx(-60, abs=1.5)
    assert found.snr_db == pytest.approx(37, abs=2)
    assert found.remarks() == ()


@pytest.mark.parametrize(
    ("sound", "word"),
    [
        (np.zeros(RATE, np.float32), "no sound"),
        (noise(-70), "no sound"),
        (tone(0.005), "quiet"),
        (np.clip(3 * tone(1.0), -1, 1), "clipped"),
        (noise(-25), "background"),
    ],
)
def test_a_bad_recording_is_remarked_on(sound, word):
    """Silence, a faint voice, clipping and noise each get their own remark."""
    assert any(word in remark for remark in quality(sound).remarks())


def test_very_short_sound_is_measured_too():
    """Less than one frame still gives numbers."""
    assert quality(tone(0.5, 0.01)).seconds == pytest.approx(0.01)
    assert quality(np.zeros(0, np.float32)).silent


def test_the_meter_rises_at_once_and_falls_slowly():
    """One loud block lifts the meter; afterwards it sinks at its own pace."""
    meter = Meter(fall_db_per_s=20.0)
    top = meter.feed(tone(0.5), 0.0)
    assert top == pytest.approx(-9, abs=0.1)
    assert meter.feed(np.zeros(512, np.float32), 0.5) == pytest.approx(top - 10)
    assert meter.feed(np.zeros(512, np.float32), 60.0) == FLOOR_DB
