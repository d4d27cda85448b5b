"""Clips of every engine alike."""

import numpy as np
import pytest

from voice_interviewer.voice.polish import LEAD_S, LOUDNESS_DB, PEAK, TAIL_S, polish, voiced_span
from voice_interviewer.voice.protocols import Clip

RATE = 24_000


def clip(amplitude=0.1, lead=0.4, tail=0.6, seconds=1.0, hiss=0.0):
    tone = amplitude * np.sin(2 * np.pi * 150 * np.arange(round(seconds * RATE)) / RATE)
    pcm = np.concatenate([np.zeros(round(lead * RATE)), tone, np.zeros(round(tail * RATE))])
    pcm += hiss * np.random.default_rng(0).standard_normal(len(pcm))
    return Clip(pcm.astype(np.float32), RATE)


def test_silence_around_the_words_goes():
    """What is left before and after the words is short: nobody waits for silence."""
    done = polish(clip())
    assert done.seconds == pytest.approx(1.0 + LEAD_S + TAIL_S, abs=0.02)
    assert polish(clip(hiss=1e-5)).seconds == pytest.approx(done.seconds, abs=0.02)


def test_words_are_never_trimmed():
    """A clip without silence keeps every sample of it."""
    assert polish(clip(lead=0, tail=0)).seconds == pytest.approx(1.0, abs=0.006)


@pytest.mark.parametrize("amplitude", [0.01, 0.1, 0.9])
def test_loudness_is_even(amplitude):
    """Quiet and loud engines come out at the same level."""
    done = polish(clip(amplitude))
    middle = done.pcm[RATE // 4 : RATE // 2]
    assert 20 * np.log10(np.sqrt(np.mean(middle**2))) == pytest.approx(LOUDNESS_DB, abs=0.3)


def test_peaks_stay_within_limits():
    """A clip with a spike is not made to clip."""
    spiky = clip(0.01)
    spiky.pcm[RATE] = 0.9
    assert np.abs(polish(spiky).pcm).max() == pytest.approx(PEAK, abs=1e-3)


def test_edges_do_not_click():
    """The first and last samples are silent."""
    done = polish(clip(0.5, lead=0, tail=0))
    assert abs(done.pcm[0]) < 1e-3
    assert abs(done.pcm[-1]) < 1e-3


def test_silence_is_a_short_silence():
    """Nothing in, a tenth of a second of nothing out."""
    for empty in (np.zeros(0, np.float32), np.zeros(5 * RATE, np.float32)):
        done = polish(Clip(empty, RATE))
        assert done.seconds == pytest.approx(0.1)
        assert not done.pcm.any()
    assert voiced_span(np.zeros(100, np.float32), RATE) is None


def test_the_engines_samples_are_left_alone():
    """Polishing works on a copy."""
    original = clip()
    before = original.pcm.copy()
    polish(original)
    assert np.array_equal(original.pcm, before)


def test_long_pauses_between_sentences_are_shortened() -> None:
    """A silence of 0.8 s inside becomes 0.38 s; a short one and the words around it stay as they were."""
    rate = 16_000
    tone = (0.3 * np.sin(np.arange(rate // 2) * 0.2)).astype(np.float32)
    gaps = [np.zeros(round(seconds * rate), np.float32) for seconds in (0.8, 0.2)]
    clip = polish(Clip(np.concatenate([tone, gaps[0], tone, gaps[1], tone]), rate))
    assert abs(clip.seconds - (1.5 + 0.38 + 0.2)) < 0.03
