"""Makes clips of every engine alike: an even loudness, little silence around the words, no click at the edges."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ..audio.protocols import Pcm
from .protocols import Clip

LOUDNESS_DB = -21.0
"RMS of the voiced part, dBFS: loud enough for small loudspeakers, with room for peaks of speech (about 15 dB)."
PEAK = 0.9
LEAD_S = 0.01
TAIL_S = 0.12
"Silence kept before and after the words. Every millisecond before them is a millisecond the candidate waits."
PAUSE_S = 0.38
"Longest silence left between two sentences: engines make up to 0.8 s, which sounds like the end of an utterance."
_FRAME_S = 0.005
_FLOOR_DB = -45.0


def polish(clip: Clip) -> Clip:
    """Trim, level and soften the edges; an empty or silent clip becomes a tenth of a second of silence."""
    pcm = np.asarray(clip.pcm, np.float32)
    edges = voiced_span(pcm, clip.rate_hz)
    if edges is None:
        return Clip(np.zeros(clip.rate_hz // 10, np.float32), clip.rate_hz)
    start = max(0, edges[0] - round(LEAD_S * clip.rate_hz))
    end = min(len(pcm), edges[1] + round(TAIL_S * clip.rate_hz))
    out = pcm[start:end] * np.float32(_gain(pcm[edges[0] : edges[1]], clip.rate_hz))
    out = _shorten_pauses(out, clip.rate_hz)
    fade = min(round(0.004 * clip.rate_hz), len(out) // 2)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
        out[:fade] *= ramp
        out[-fade:] *= ramp[::-1]
    return Clip(out, clip.rate_hz)


def _shorten_pauses(pcm: Pcm, rate_hz: int) -> Pcm:
    """Take the middle out of inner silences longer than `PAUSE_S`; both ends of each stay as they were."""
    size = max(1, round(_FRAME_S * rate_hz))
    loud = _loud_frames(pcm, size)
    keep = np.ones(len(pcm), bool)
    for before, after in pairwise(loud):
        spare = int(after - before - 1) * size - round(PAUSE_S * rate_hz)
        if spare > 0:
            first = int(before + 1) * size + round(PAUSE_S * rate_hz / 2)
            keep[first : first + spare] = False
    return pcm[keep]


def voiced_span(pcm: Pcm, rate_hz: int) -> tuple[int, int] | None:
    """First and past-the-last sample of what is louder than 45 dB under the loudest 5 ms; None for silence."""
    size = max(1, round(_FRAME_S * rate_hz))
    loud = _loud_frames(pcm, size)
    return (int(loud[0]) * size, (int(loud[-1]) + 1) * size) if len(loud) else None


def _loud_frames(pcm: Pcm, size: int) -> np.ndarray:
    """Numbers of the frames of `size` samples that are louder than the floor; none for silence."""
    frames = pcm[: len(pcm) // size * size].reshape(-1, size)
    power = np.einsum("ij,ij->i", frames, frames) / size
    if not len(power) or power.max() < 1e-9:
        return np.zeros(0, np.intp)
    return np.flatnonzero(power > power.max() * 10 ** (_FLOOR_DB / 10))


def _gain(voiced: Pcm, rate_hz: int) -> float:
    """Factor that brings the louder half of the 20 ms frames to the wanted level without passing the peak."""
    size = max(1, rate_hz // 50)
    frames = voiced[: len(voiced) // size * size].reshape(-1, size)
    if not len(frames):
        frames = voiced.reshape(1, -1)
    power = np.sort(np.einsum("ij,ij->i", frames, frames) / frames.shape[1])
    rms = float(np.sqrt(power[len(power) // 2 :].mean()))
    return min(10 ** (LOUDNESS_DB / 20) / max(rms, 1e-6), PEAK / max(float(np.abs(voiced).max()), 1e-6))
