"""Loudness in numbers: level, clipping and background noise of PCM, for meters and for judging a recording."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .protocols import RATE_HZ, Pcm

FLOOR_DB = -96.0
"What silence is reported as: the step of 16-bit samples."
CLIP_LEVEL = 0.985
_RUN = 3
"Samples in a row at the limit that make clipping; a single one is a peak that just fits."


def rms_dbfs(pcm: Pcm) -> float:
    """Root mean square in dBFS; -96 for silence or nothing."""
    if not len(pcm):
        return FLOOR_DB
    return _db(float(np.sqrt(np.mean(np.square(pcm, dtype=np.float64)))))


def peak_dbfs(pcm: Pcm) -> float:
    """Largest absolute sample in dBFS; -96 for silence or nothing."""
    return _db(float(np.abs(pcm).max())) if len(pcm) else FLOOR_DB


def _db(amplitude: float) -> float:
    return max(FLOOR_DB, 20.0 * float(np.log10(max(amplitude, 1e-12))))


def clipped_share(pcm: Pcm) -> float:
    """Share of samples, 0 to 1, in runs of three or more at the limit: clipped sound is flat on top."""
    if not len(pcm):
        return 0.0
    # A recording turned down after clipping is flat below 1.0, so runs of one value at its own peak count too.
    limit = max(float(np.abs(pcm).max()) * CLIP_LEVEL, 0.25)
    high = np.abs(pcm) >= limit
    flat = np.zeros(len(pcm), bool)
    if float(np.abs(pcm).max()) < CLIP_LEVEL:
        same = np.diff(pcm, prepend=pcm[:1]) == 0.0
        same[:1] = same[1:2]
        high &= same | np.append(same[1:], False)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], high.astype(np.int8), [0])))).reshape(-1, 2)
    for start, end in edges:
        if end - start >= _RUN:
            flat[start:end] = True
    return float(flat.mean())


@dataclass(frozen=True, slots=True)
class Quality:
    """How a recording sounds, in numbers."""

    seconds: float
    speech_dbfs: float
    "Level of the loud parts: RMS of the loudest third of 20 ms frames, dBFS."
    noise_dbfs: float
    "Level of the background: the tenth percentile of 20 ms frames, dBFS."
    peak_dbfs: float
    clipped_share: float
    "Share of samples cut off at the limit, 0 to 1."

    @property
    def snr_db(self) -> float:
        """Speech above background, dB."""
        return self.speech_dbfs - self.noise_dbfs

    @property
    def silent(self) -> bool:
        """Nothing that could be speech: all of it is under -60 dBFS."""
        return self.speech_dbfs < -60.0

    def remarks(self) -> tuple[str, ...]:
        """What a user should know before trusting the transcript, each with its mend; empty when all is well."""
        found = []
        if self.silent:
            found.append("There is no sound to speak of: check that the microphone is connected and not muted.")
        elif self.speech_dbfs < -42.0:
            found.append("The voice is very quiet: move closer or turn the microphone up.")
        if self.clipped_share > 0.001:
            found.append("The sound is clipped: turn the microphone down or move away from it.")
        if not self.silent and self.snr_db < 10.0:
            found.append("The background is nearly as loud as the voice: find a quieter place or use a headset.")
        return tuple(found)


def quality(pcm: Pcm, rate_hz: int = RATE_HZ) -> Quality:
    """Measure mono float32 PCM of any length."""
    size = max(1, rate_hz // 50)
    frames = pcm[: len(pcm) // size * size].reshape(-1, size)
    if not len(frames):
        return Quality(len(pcm) / rate_hz, rms_dbfs(pcm), rms_dbfs(pcm), peak_dbfs(pcm), clipped_share(pcm))
    power = np.sort(np.einsum("ij,ij->i", frames, frames, dtype=np.float64) / size)
    loud = power[len(power) * 2 // 3 :]
    return Quality(
        len(pcm) / rate_hz,
        _db(float(np.sqrt(loud.mean()))),
        _db(float(np.sqrt(power[len(power) // 10]))),
        peak_dbfs(pcm),
        clipped_share(pcm),
    )


class Meter:
    """A level meter for a screen: rises at once, falls slowly, fed one block after another."""

    def __init__(self, fall_db_per_s: float = 24.0) -> None:
        self._fall = fall_db_per_s
        self.db = FLOOR_DB
        "What to show, dBFS."

    def feed(self, pcm: Pcm, seconds: float) -> float:
        """Take a block of so many seconds and return the new reading, dBFS."""
        self.db = max(rms_dbfs(pcm), self.db - self._fall * seconds, FLOOR_DB)
        return self.db
