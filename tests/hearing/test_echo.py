"""Calibration: whether the microphone hears the loudspeaker decides the duplex."""

import numpy as np

from voice_interviewer.hearing.echo import judge_echo


def noise(seconds: float, dbfs: float, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (10 ** (dbfs / 20) * rng.standard_normal(round(seconds * 16_000))).astype(np.float32)


def test_leaking_loudspeaker_means_half_duplex() -> None:
    """A microphone that gets louder while we speak hears the loudspeaker."""
    echo = judge_echo(noise(1, -60), noise(3, -60, 1) + noise(3, -40, 2))
    assert not echo.headphones
    assert 15 < echo.rise_db < 25


def test_silence_while_speaking_means_headphones() -> None:
    """The same noise before and during means headphones, and so does digital silence."""
    assert judge_echo(noise(1, -60), noise(3, -60, 1)).headphones
    assert judge_echo(np.zeros(16_000, np.float32), np.zeros(16_000, np.float32)).headphones
