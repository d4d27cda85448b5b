"""Sounds and rooms for tests of echo: babble at the rhythm of speech, and what a room makes of it. No tests."""

from __future__ import annotations

import numpy as np

RATE = 16_000


def babble(seconds: float, seed: int, level: float = 0.1) -> np.ndarray:
    """Noise with formants that comes and goes like syllables: float32, 16 kHz."""
    random = np.random.default_rng(seed)
    out = np.zeros(round(seconds * RATE), np.float32)
    at = 0
    while at < len(out):
        length = int(random.integers(RATE // 12, RATE // 5))
        spectrum = np.fft.rfft(random.standard_normal(length))
        hz = np.fft.rfftfreq(length, 1 / RATE)
        shape = sum(np.exp(-(((hz - f) / 300) ** 2)) for f in random.uniform(250, 3500, 3)) + 0.02
        syllable = np.fft.irfft(spectrum * shape, length) * np.hanning(length)
        syllable *= level / max(1e-9, float(np.sqrt(np.mean(syllable**2))))
        end = min(len(out), at + length)
        out[at:end] += syllable[: end - at].astype(np.float32)
        at += length + int(random.integers(0, RATE // 12))
    return out


def room(
    far: np.ndarray, delay_s: float, gain: float, *, noise_db: float = -70.0, drift_ppm: float = 0.0
) -> np.ndarray:
    """What a microphone hears of `far`: late by `delay_s`, with short reflections, in a quiet room."""
    random = np.random.default_rng(99)
    tail = random.standard_normal(800) * np.exp(-np.arange(800) / 120) * 0.15
    tail[0] = 1.0
    echo = gain * np.convolve(far, tail)[: len(far)]
    if drift_ppm:
        echo = np.interp(np.arange(len(far)) * (1 + drift_ppm * 1e-6), np.arange(len(far)), echo)
    shift = round(delay_s * RATE)
    late = np.zeros(len(far), np.float32)
    if shift >= 0:
        late[shift:] = echo[: len(far) - shift]
    else:
        late[:shift] = echo[-shift:]
    return (late + 10 ** (noise_db / 20) * random.standard_normal(len(far))).astype(np.float32)
