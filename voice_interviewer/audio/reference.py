"""What the loudspeaker plays, sample by sample, with the session time each is heard at: what an echo is told by.

The loudspeaker's own thread hands its samples in (`tap`); the session's thread takes them out (`follow`, `cut`).
Neither waits for the other. Samples are counted, not stamped: the stamps of single callbacks jitter by milliseconds, so
their median over some seconds says where the count stands in session time. It moves with the drift of the two clocks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .protocols import RATE_HZ, Pcm
from .ring import Ring

_KEEP_S = 4.0
"Played sound kept for reading, at 16 kHz."
_RING_S = 5.0
_STAMPS = 300
"Callbacks whose stamps are joined: about three seconds."
_BEHIND = (320, 640)
"""Samples (20 ms in silence, 40 ms in sound) by which the place of reading may fall behind session time: an echo must
not come before its sound. Moving it costs the canceller its knowledge of the room, so it is done late."""
_AHEAD = (1600, 4800)
"The same the other way (0.1 and 0.3 s), where the canceller finds its way by itself."
_QUIET = 1e-4


class _Source:
    """One loudspeaker's samples at its own rate."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.ring = Ring(round(_RING_S * rate_hz))
        self.stamps = np.full(_STAMPS, np.nan)
        "Session time of sample 0, as each of the last callbacks has it."
        self.calls = 0


class Reference:
    """The played samples at 16 kHz, addressed by session time in seconds."""

    def __init__(self) -> None:
        self._source: _Source | None = None
        self._reading: _Source | None = None
        self._resampler: Any = None
        self._track = np.zeros(0, np.float32)
        self._first = 0
        "Number of the track's first sample."
        self._at: int | None = None
        self.slips = 0
        "How often the place of reading was moved."
        self.missing = 0
        "Samples that were asked for before they were played."

    def tap(self, pcm: Pcm, heard_at_s: float, rate_hz: int) -> None:
        """Samples (mono float32) the first of which is heard at `heard_at_s`. The loudspeaker's thread."""
        source = self._source
        if source is None or source.rate_hz != rate_hz:
            self._source = source = _Source(rate_hz)
        source.stamps[source.calls % _STAMPS] = heard_at_s - source.ring.written / rate_hz
        source.ring.write(pcm)
        source.calls += 1

    # ---- the session's thread ----

    @property
    def calls(self) -> int:
        """How often a loudspeaker has handed samples in: one that stands still gives no reference."""
        return self._source.calls if self._source is not None else 0

    def drain(self) -> None:
        """Take over what was played since the last call."""
        source = self._source
        if source is None:
            return
        if source is not self._reading:
            self._reading, self._track, self._first, self._at = source, np.zeros(0, np.float32), 0, None
            self._resampler = None
            if source.rate_hz != RATE_HZ:
                import soxr

                # A better filter would hold back more of the newest samples, and an echo can come early.
                self._resampler = soxr.ResampleStream(source.rate_hz, RATE_HZ, 1, dtype="float32", quality="LQ")
        chunk = source.ring.read(len(source.ring))
        if chunk is None or not len(chunk):
            return
        fresh = chunk if self._resampler is None else np.asarray(self._resampler.resample_chunk(chunk), np.float32)
        track = np.concatenate([self._track, fresh])
        drop = max(0, len(track) - round(_KEEP_S * RATE_HZ))
        self._track, self._first = track[drop:], self._first + drop

    def _number(self, at_s: float) -> int | None:
        """The number of the sample that is heard at `at_s`; None before anything was played."""
        if self._reading is None or np.isnan(self._reading.stamps).all():
            return None
        return round((at_s - float(np.nanmedian(self._reading.stamps))) * RATE_HZ)

    def _take(self, start: int, count: int) -> Pcm:
        out = np.zeros(count, np.float32)
        a, b = max(start, self._first), min(start + count, self._first + len(self._track))
        if a < b:
            out[a - start : b - start] = self._track[a - self._first : b - self._first]
        return out

    def cut(self, start_s: float, count: int) -> Pcm:
        """`count` samples from session time `start_s` on; zeros where nothing is known (any more, or yet)."""
        start = self._number(start_s)
        return np.zeros(count, np.float32) if start is None else self._take(start, count)

    def follow(self, start_s: float, count: int) -> Pcm:
        """As `cut`, but one call goes on where the last one ended, unless session time has run away from the count.

        Where a sound has not been played yet nothing is skipped: a loudspeaker that was starved plays it later, too.
        """
        wanted = self._number(start_s)
        if wanted is None:
            return np.zeros(count, np.float32)
        if self._at is None:
            self._at = wanted
        silent = float(np.abs(self._take(self._at, count)).max(initial=0.0)) < _QUIET
        behind = min(wanted, self._first + len(self._track) - count) - self._at
        if behind > _BEHIND[not silent] or -behind > _AHEAD[not silent]:
            self._at += behind
            self.slips += 1
        out = self._take(self._at, count)
        there = min(count, max(0, self._first + len(self._track) - self._at))
        self.missing += count - there
        self._at += there
        return out

    def move(self, seconds: float) -> None:
        """Read `seconds` further on from now on, as measured; what `follow` is told must move with it."""
        if self._at is not None:
            self._at += round(seconds * RATE_HZ)
