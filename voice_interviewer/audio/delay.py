"""How long after it was played is a sound heard in the microphone, if at all? Pure.

Cross-correlation with phase transform: every frequency votes for a delay with the same weight, so neither the
loudspeaker's colour nor the candidate's voice carries it. The strength of the winning vote says whether there is an
echo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .protocols import RATE_HZ, Pcm

ECHO = 9.0
"Strength from which there is an echo. Without one some windows pass it, but hardly ever three at one delay."
_LOWEST_HZ, _HIGHEST_HZ = 200.0, 6000.0


@dataclass(frozen=True, slots=True)
class Delay:
    """What one window of sound tells."""

    seconds: float
    "From the stated moment of playing to the microphone; negative when the device overstates its own latency."
    strength: float
    "Height of the best delay over the median of all."

    @property
    def echo(self) -> bool:
        """There is an echo in this window, in all likelihood."""
        return self.strength >= ECHO


NO_ECHO = Delay(0.0, 0.0)


def measure_delay(played: Pcm, heard: Pcm, *, earliest_s: float, latest_s: float) -> Delay:
    """The delay of `played` in `heard` (float32, 16 kHz), between the two bounds in seconds.

    `played` begins `latest_s` before `heard` does and ends `-earliest_s` after it, so that every delay is covered:
    `len(played) == len(heard) + (latest_s - earliest_s) * 16000`. ValueError for another length.
    """
    first, last = round(earliest_s * RATE_HZ), round(latest_s * RATE_HZ)
    if len(played) != len(heard) + last - first:
        raise ValueError(
            f"{len(played)} samples played do not cover {len(heard)} heard and delays of {first} to {last}"
        )
    size = 1 << (len(played) - 1).bit_length()  # what wraps round stays outside the delays looked at
    cross = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    hz = np.fft.rfftfreq(size, 1.0 / RATE_HZ)
    band = (hz >= _LOWEST_HZ) & (hz <= _HIGHEST_HZ)
    power = np.abs(cross)
    level = float(power[band].mean())
    if level <= 0.0:
        return NO_ECHO
    votes = np.fft.irfft(np.where(band, cross / (power + 1e-3 * level), 0.0), size)
    votes = np.abs(votes[np.arange(first, last) - last])
    best = int(np.argmax(votes))
    return Delay((first + best) / RATE_HZ, float(votes[best] / max(float(np.median(votes)), 1e-20)))


def agreeing(delays: Sequence[Delay], within_s: float, least: int) -> float | None:
    """The delay that at least `least` of the windows with an echo agree on; None without agreement."""
    found = np.sort([d.seconds for d in delays if d.echo])
    for start in range(len(found) - least + 1):
        if found[start + least - 1] - found[start] <= within_s:
            return float(found[start])
    return None


def drift_ppm(times_s: Sequence[float], delays_s: Sequence[float]) -> float | None:
    """How fast a delay moves, in millionths; None where it does not move steadily, or by less than 10 ms in all.

    A room's later reflections win now and then, so single delays jump: only a line through most of them is drift.
    """
    if len(times_s) < 8:
        return None
    at, delay = np.asarray(times_s), np.asarray(delays_s)
    slope, start = np.polyfit(at, delay, 1)
    moved = abs(slope) * float(at[-1] - at[0])
    spread = float(np.std(delay - (start + slope * at)))
    if moved < 0.010 or spread > 0.15 * moved:
        return None
    return float(slope) * 1e6
