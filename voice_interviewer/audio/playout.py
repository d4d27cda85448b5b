"""What a loudspeaker plays next: a bounded queue of clips with ducking, flushing and honest counting.

Pure: `render` is asked for the next samples and told when the first of them will be heard. The device callback, the
in-memory pair and the silent loudspeaker all pull from this one class, so what a test proves holds on a device.
Two threads may use it without a lock: the owner (`play`, `duck`, `flush`, `status`) and the puller (`render`).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..errors import DeviceError
from .protocols import Pcm, Playback

MAX_WAITING = 256
RAMP_S = 0.02
"Of ducking, for the whole way between silence and full."
FADE_S = 0.008
"Of flushing: short enough to be silent within 60 ms on a device, long enough not to click."
_KEEP = 1024


@dataclass(slots=True)
class _Clip:
    """One clip and its fate, written by the puller alone."""

    number: int
    pcm: Pcm
    at: int = 0
    started_s: float | None = None
    ended: Literal["", "done", "dropped"] = ""
    fade: int = -1
    "Samples of fade still to be heard; -1 when not fading."
    fade_total: int = 1


class Playout:
    """Clips at one rate, played in order without a gap.

    Args:
        rate_hz: rate of everything `render` returns; clips of another rate are resampled when queued.
    """

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._clips: deque[_Clip] = deque()
        self._fates: dict[int, _Clip | Playback] = {}
        self._next = 1
        self._flushed = 0
        self._gain = 1.0
        self._target = 1.0
        self._held = False
        self._flush_fade = max(1, round(FADE_S * rate_hz))

    @property
    def busy(self) -> bool:
        """Something is playing or waiting."""
        return bool(self._clips)

    def play(self, pcm: Pcm, rate_hz: int) -> int:
        """Queue mono float32 `pcm` and return the clip's number. Raises DeviceError when the queue is full."""
        if len(self._clips) >= MAX_WAITING:
            raise DeviceError(
                f"{MAX_WAITING} clips wait to be played and none is.",
                where="loudspeaker",
                fix="Check that the output device is connected and not paused.",
            )
        clip = _Clip(self._next, resample(np.asarray(pcm, np.float32).reshape(-1), rate_hz, self.rate_hz))
        self._next += 1
        self._remember(clip)
        self._clips.append(clip)
        return clip.number

    def _remember(self, clip: _Clip) -> None:
        # A session of hours plays thousands of clips: keep the fate of the last ones, and the PCM of none that ended.
        for number, fate in list(self._fates.items())[: max(0, len(self._fates) + 1 - _KEEP)]:
            if isinstance(fate, Playback) or fate.ended:
                del self._fates[number]
        self._fates[clip.number] = clip

    def status(self, clip: int) -> Playback:
        """What became of clip number `clip`. Raises KeyError for a number never given out or long forgotten."""
        fate = self._fates[clip]
        if isinstance(fate, Playback):
            return fate
        played_s = fate.at / self.rate_hz
        if fate.ended:
            self._fates[clip] = done = Playback(clip, fate.ended, played_s, fate.started_s)
            return done
        if clip <= self._flushed and fate.started_s is None:
            return Playback(clip, "dropped", 0.0, None)
        return Playback(clip, "waiting" if fate.started_s is None else "playing", played_s, fate.started_s)

    def duck(self, gain: float) -> None:
        """Ramp to `gain` (0 to 1) within about 20 ms, until set back to 1."""
        self._target = min(1.0, max(0.0, float(gain)))

    def hold(self, on: bool) -> None:
        """Fall silent within about 20 ms and keep the place in the clip; off: go on from there. A flush ends it."""
        self._held = on

    def flush(self, fade_s: float = FADE_S) -> None:
        """Fade what is playing out over `fade_s` and drop what waits; clips queued after this are played."""
        self._flush_fade = max(1, round(fade_s * self.rate_hz))
        self._flushed = self._next - 1
        self._held = False

    def render(self, count: int, heard_at_s: float) -> Pcm:
        """The next `count` samples (new float32 array); `heard_at_s` is the session time their first one is heard."""
        out = np.zeros(count, np.float32)
        held = self._held
        if held and self._gain == 0.0:
            return out
        filled = 0
        while filled < count and self._clips:
            clip = self._clips[0]
            took = self._take(clip, out[filled:], heard_at_s + filled / self.rate_hz)
            filled += took
            if clip.ended:
                self._clips.popleft()
        self._apply_gain(out, 0.0 if held else self._target)
        return out

    def _take(self, clip: _Clip, out: Pcm, at_s: float) -> int:
        """Copy as much of `clip` into `out` as fits; return how many samples."""
        cancelled = clip.number <= self._flushed
        if cancelled and clip.started_s is None:
            clip.ended = "dropped"
            return 0
        if cancelled and clip.fade < 0:
            clip.fade = clip.fade_total = self._flush_fade
        count = min(len(out), len(clip.pcm) - clip.at)
        if clip.fade >= 0:
            count = min(count, clip.fade)
        if clip.started_s is None:
            clip.started_s = at_s
        out[:count] = clip.pcm[clip.at : clip.at + count]
        clip.at += count
        if clip.fade >= 0:
            out[:count] *= (clip.fade - 1 - np.arange(count, dtype=np.float32)) / clip.fade_total
            clip.fade -= count
        if clip.at >= len(clip.pcm):
            clip.ended = "done"
        elif clip.fade == 0:
            clip.ended = "dropped"
        if clip.ended:
            clip.pcm = clip.pcm[:0]
        return count

    def _apply_gain(self, out: Pcm, target: float) -> None:
        if self._gain == target == 1.0 or not len(out):
            return
        step = 1.0 / max(1.0, RAMP_S * self.rate_hz)
        ramp = np.arange(1, len(out) + 1, dtype=np.float32) * step
        falling = target < self._gain
        gains = np.maximum(self._gain - ramp, target) if falling else np.minimum(self._gain + ramp, target)
        out *= gains
        self._gain = float(gains[-1])


def resample(pcm: Pcm, from_hz: int, to_hz: int) -> Pcm:
    """Band-limited resampling of a whole mono clip (soxr, high quality): about 2 ms for ten seconds."""
    if from_hz == to_hz or not len(pcm):
        return pcm
    import soxr

    return np.asarray(soxr.resample(pcm, from_hz, to_hz), np.float32)
