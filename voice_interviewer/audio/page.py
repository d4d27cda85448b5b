"""Both ends of sound for a caller that brings samples and fetches them: a page over a socket, another program.

The caller's thread (or event loop) pushes what its microphone heard and pulls what its loudspeaker shall play; the
session's thread reads blocks and queues clips, as with any device. Neither waits for the other but in `read`.

    caller    feed(samples) ─► PageMicrophone ─► read()      session
              pull(frames)  ◄─ PageSpeaker    ◄─ play(clip)

A page that is gone (`leave`, or nothing fed for as long as `read` waits) makes the microphone `away`: the session
pauses, its time stands still, and it goes on with the next sample that is fed. `close` ends it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .playout import FADE_S, Playout
from .protocols import BLOCK, RATE_HZ, Block, Pcm, Playback
from .ring import Ring
from .watch import ZeroWatch

_RING_S = 30.0
_BETWEEN_S = 0.5
"`now` runs on this long after the latest samples."
_KEPT = 64
"Clips whose end is remembered."


class PageMicrophone:
    """Samples that another thread feeds, as blocks of 512 at 16 kHz.

    Args:
        rate_hz: of what is fed; `join` may change it when the page comes back with another.
        name: for notes and the journal.
        realtime: False when samples come faster than time passes (tests): slow work is then done at once.
    """

    def __init__(self, rate_hz: int = 48_000, *, name: str = "page", realtime: bool = True) -> None:
        self.name = name
        self.realtime = realtime
        self.overflows = 0
        "How often samples were lost because nobody read them for 30 s."
        self.zeros: ZeroWatch | None = ZeroWatch()
        "Notices a microphone that is muted or not permitted; None where nobody is to be heard."
        self._fresh = threading.Condition()
        self._start_s = 0.0
        self._blocks = 0
        self._fed_at = time.monotonic()
        self._there = True
        self._closed = False
        self._lost = False
        self._ring = Ring(round(_RING_S * RATE_HZ))
        self._resampler: Any = None
        self._rate_hz = 0
        self.join(rate_hz)

    # ---- the caller's side, any thread ----

    def join(self, rate_hz: int) -> None:
        """A page is there (again), and will feed samples of this rate, Hz."""
        import soxr

        with self._fresh:
            if rate_hz != self._rate_hz or not self._there:
                same = rate_hz == RATE_HZ
                self._resampler = None if same else soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32")
            self._rate_hz, self._there = rate_hz, True

    def feed(self, samples: NDArray[np.float32] | NDArray[np.int16]) -> None:
        """What was heard: mono float32 in [-1, 1], or int16, one dimension, at the page's rate. Never waits.

        Samples after `close` are dropped; what finds no room is counted in `overflows`.
        """
        pcm = samples.astype(np.float32) / 32768.0 if samples.dtype == np.int16 else samples.astype(np.float32)
        with self._fresh:
            if self._closed:
                return
            self._there = True
            if len(pcm) and self.zeros is not None:
                self.zeros.fed(len(pcm) / self._rate_hz, float(np.abs(pcm).max()))
            if self._resampler is not None:
                pcm = np.asarray(self._resampler.resample_chunk(pcm), np.float32)
            if self._ring.write(pcm) < len(pcm):
                self._lost = True
            self._fed_at = time.monotonic()
            self._fresh.notify_all()

    def leave(self) -> None:
        """The page is gone for now; the session pauses until something is fed again."""
        with self._fresh:
            self._there = False
            self._fresh.notify_all()

    def close(self) -> None:
        """No more will come: what was fed is still read, then the microphone is lost."""
        with self._fresh:
            self._closed = True
            self._fresh.notify_all()

    @property
    def backlog_s(self) -> float:
        """Seconds of sound fed and not yet read."""
        return len(self._ring) / RATE_HZ

    # ---- the session's side ----

    def __enter__(self) -> PageMicrophone:
        """What was fed before the session began is nobody's answer."""
        with self._fresh:
            self._ring = Ring(round(_RING_S * RATE_HZ))
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def starts_at(self, session_s: float) -> None:
        """Session time of the first sample, seconds; before the first read."""
        self._start_s = session_s

    @property
    def away(self) -> bool:
        """Nothing comes at present, but may again."""
        return not self._closed

    def now(self) -> float:
        """Session time of what is being spoken at this moment, seconds: runs on a little between samples."""
        read_s = self._start_s + self._blocks * BLOCK / RATE_HZ + self.backlog_s
        return read_s + (min(_BETWEEN_S, time.monotonic() - self._fed_at) if self.realtime and self._there else 0.0)

    def read(self, timeout_s: float = 2.0) -> Block | None:
        """The next block; None when the page is gone, fed nothing for `timeout_s`, or the microphone is closed."""
        with self._fresh:
            self._fresh.wait_for(lambda: len(self._ring) >= BLOCK or self._closed or not self._there, timeout_s)
            if len(self._ring) < BLOCK and not self._closed and not self._there:
                self._fresh.wait_for(lambda: len(self._ring) >= BLOCK or self._closed, timeout_s)
            samples = self._ring.read(BLOCK)
            if samples is None:
                return None
            self._blocks += 1
            lost, self._lost = self._lost, False
            self.overflows += lost
        return Block(samples, self._start_s + self._blocks * BLOCK / RATE_HZ, lost)


class PageSpeaker:
    """Clips that another thread fetches sample by sample.

    A caller that knows how much of what it fetched has been heard says so (`unheard`, `thrown`): a clip then is over
    when it has been heard, not when it has been fetched. For one that never says, what is fetched counts as heard.

    Args:
        rate_hz: of what is fetched; `join` may change it when the page comes back with another.
        clock: session time in seconds, usually the microphone's `now`.
        on_flush: called (in the session's thread) when what was fetched and not yet heard shall be thrown away.
        on_duck: takes the gain where the page itself turns what it has fetched down and up; None: it is done here.
        on_hold: told to stand still, and to go on, where the page does that itself; None: it is done here.
    """

    underruns = 0
    late_s = 60.0
    "A page may be slow without being lost: a busy browser, a tab in the background."

    def __init__(
        self,
        rate_hz: int = 48_000,
        *,
        clock: Callable[[], float],
        on_flush: Callable[[], None] = lambda: None,
        on_duck: Callable[[float], None] | None = None,
        on_hold: Callable[[bool], None] | None = None,
        name: str = "page",
    ) -> None:
        self.name = name
        self.rate_hz = rate_hz
        self.delay_s = 0.0
        "From fetching a sample to hearing it, as the page reports it."
        self.flushes = 0
        "How often what waits was thrown away."
        self._clock = clock
        self._on_flush = on_flush
        self._on_duck = on_duck
        self._on_hold = on_hold
        self._playout = Playout(rate_hz)
        self._fetched = 0
        self._unheard: int | None = None
        self._settled = 0
        "Flushes of which the page has said how much it threw away."
        self._ends: dict[int, int] = {}
        "Clip → frames fetched when it had been fetched to its end."
        self._open: list[int] = []
        self._lost: dict[int, int] = {}
        "Clip → frames of it that were fetched and thrown away."

    # ---- the caller's side, one thread ----

    def pull(self, frames: int) -> Pcm:
        """The next `frames` samples to play, mono float32; silence where nothing is to be said.

        Fetch little ahead (a few tenths of a second).
        """
        out = self._playout.render(frames, self._clock() + self.delay_s)
        self._fetched += frames
        for clip in [c for c in self._open if self._playout.status(c).state in ("done", "dropped")]:
            self._open.remove(clip)
            self._ends[clip] = self._fetched
            for old in [c for c in self._ends if c < clip - _KEPT]:
                del self._ends[old]
                self._lost.pop(old, None)
        return out

    def unheard(self, frames: int) -> None:
        """So many of the frames fetched last are still to be heard."""
        self._unheard = frames

    def thrown(self, frames: int, upto: int) -> None:
        """The page has followed all flushes so far: of the first `upto` frames fetched it threw the last `frames` away
        unheard."""
        heard = upto - frames
        for clip, end in self._ends.items():
            if heard < end <= upto + 1:
                self._lost[clip] = end - heard
        self._settled = self.flushes

    @property
    def fetched(self) -> int:
        """Frames fetched since the start."""
        return self._fetched

    def join(self, rate_hz: int) -> None:
        """A page is there (again) that plays at this rate, Hz; what waits for another rate is dropped."""
        if rate_hz != self.rate_hz:
            self._playout.flush(0.0)
            self._playout.render(1, self._clock())
            self.rate_hz = self._playout.rate_hz = rate_hz

    @property
    def busy(self) -> bool:
        """Something is playing or waiting to be fetched."""
        return self._playout.busy

    # ---- the session's side ----

    def __enter__(self) -> PageSpeaker:
        return self

    def __exit__(self, *exc: object) -> None:
        self.flush()

    def play(self, pcm: Pcm, rate_hz: int) -> int:
        """Queue a clip."""
        clip = self._playout.play(pcm, rate_hz)
        self._open.append(clip)
        return clip

    def status(self, clip: int) -> Playback:
        """What became of a clip, as far as it has been heard."""
        found, unheard = self._playout.status(clip), self._unheard
        if unheard is None or found.state == "waiting":
            return found
        lost = self._lost.get(clip, 0)
        cut_off = found.state == "dropped"
        late = 0 if cut_off and self._settled == self.flushes else max(0, self._end(clip) - self._fetched + unheard)
        state: Literal["playing", "done", "dropped"] = "dropped" if lost or cut_off else "done"
        if found.state == "playing" or late or (cut_off and self._settled < self.flushes):
            state = "playing"
        return Playback(clip, state, max(0.0, found.played_s - (late + lost) / self.rate_hz), found.started_s)

    def _end(self, clip: int) -> int:
        """Frames fetched when the clip had been fetched to its end, or as far as it has been."""
        return self._ends.get(clip, self._fetched)

    def duck(self, gain: float) -> None:
        """Ramp what is heard from now on to `gain`."""
        if self._on_duck is not None:
            self._on_duck(gain)
        else:
            self._playout.duck(gain)

    def hold(self, on: bool) -> None:
        """Pause what is heard and keep its place; off: go on."""
        if self._on_hold is not None:
            self._on_hold(on)
        else:
            self._playout.hold(on)

    def flush(self, fade_s: float = FADE_S) -> None:
        """Fade out, drop what waits, and tell the page to throw away what it has not played yet."""
        self._playout.flush(0.0 if self._unheard is not None else fade_s)
        self.flushes += 1
        self._on_flush()
