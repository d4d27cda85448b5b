"""A microphone from which our own voice has been taken out: WebRTC's echo canceller behind the microphone protocol.

    microphone ─► 8 ms of buffer ─► canceller ─► what hearing gets
                        ▲
    loudspeaker ─► Reference, shifted by the measured delay

It measures as it goes (`delay`), lets `duplex` decide whether we may listen while we speak, and passes on the plain
sound, equally late, where there is no echo. Without the pywebrtc-audio package it only measures.
"""

from __future__ import annotations

import importlib.util
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from .delay import NO_ECHO, measure_delay
from .duplex import EVERY_S, Duplex, Listening, Window, level_db
from .protocols import BLOCK, BLOCK_S, RATE_HZ, Block, Microphone, Pcm
from .reference import Reference

FRAME = 160
"Samples at a time that the canceller takes: 10 ms."
_BUFFER = BLOCK % FRAME * 4
"128 samples: what is left of a block is a multiple of 32, at most this."
_OWN_LAG = 128
"Samples the canceller holds back, measured."
LATE_S = (_BUFFER + _OWN_LAG) / RATE_HZ
"What is passed on was spoken this much before its block says."
EARLIEST_S, LATEST_S = -0.12, 0.5
"Delays looked for: devices state their latency wrongly in both directions; wireless ones do not state it at all."
_MARGIN_S = 0.03
"How long before its echo a sound is handed to the canceller, once the delay is known."
_WORKABLE_S = (0.01, 0.48)
"Margins the canceller finds its way in by itself; it is not disturbed inside them."
_WINDOW = RATE_HZ
_AHEAD = round(-EARLIEST_S * RATE_HZ)
_ACTIVE_SHARE = 0.3
"A window counts when so much of it is filled with what we play."
_ACTIVE = 0.003
_FLOOR_DB = -70.0
"Quieter rooms count as this: what is left of an echo below it is no voice to anybody."
_LOOK_S = 0.12
_SOMEBODY_DB = 8.0
_NO_CALLS_S = 2.0
NO_PACKAGE = "echo cancellation is not installed (pip install pywebrtc-audio)"
NO_REFERENCE = "what the loudspeaker plays cannot be followed"


class Canceller(Protocol):
    """Takes an echo out of 10 ms frames (float32, 16 kHz, multiples of 160 samples)."""

    def process(self, near: Pcm, far: Pcm) -> Pcm: ...


def installed() -> bool:
    """There is a canceller on this machine; imports nothing."""
    return importlib.util.find_spec("pywebrtc_audio") is not None


def webrtc() -> Canceller:
    """WebRTC's canceller. Raises ImportError where there is no such package for this platform."""
    from pywebrtc_audio import EchoCanceller

    canceller: Canceller = EchoCanceller(sample_rate=RATE_HZ, num_channels=1)
    return canceller


class EchoFreeMicrophone:
    """`microphone` without the echo of what `reference` says was played.

    Args:
        microphone: the real one; whatever else it offers (`now`, `zeros`, `lost`) is passed through.
        reference: what the loudspeaker plays.
        duplex: the decision, which outlives a microphone that is replaced.
        canceller: makes one; None where there is none.
    """

    def __init__(
        self,
        microphone: Microphone,
        reference: Reference,
        duplex: Duplex,
        canceller: Callable[[], Canceller] | None = webrtc,
    ) -> None:
        self.microphone = microphone
        self.name = microphone.name
        self.reference = reference
        self.duplex = duplex
        self.speaking = False
        "We are playing an utterance: told by the session."
        self.near = False
        "Something is let through while we speak that is not us: told before voice activity can."
        self._left: deque[float] = deque(maxlen=4)
        self._hot: deque[bool] = deque(maxlen=4)
        self._make = canceller
        self._engine: Canceller | None = None
        self._shift_s = 0.0
        self._near = np.zeros(0, np.float32)
        self._late_far = np.zeros(0, np.float32)
        self._clean = np.zeros(_BUFFER, np.float32)
        self._plain = np.zeros(_BUFFER + _OWN_LAG, np.float32)
        self._plainly = True
        self._raw_past = np.zeros(_WINDOW + _AHEAD, np.float32)
        self._clean_past = np.zeros(_WINDOW + _AHEAD, np.float32)
        self._far_past = np.zeros(_WINDOW + round((LATEST_S - EARLIEST_S) * RATE_HZ), np.float32)
        self._quiet: deque[float] = deque(maxlen=100)
        self._looked_s = self._measured_s = 0.0
        self._missing = 0
        self._calls = 0
        self._called_s: float | None = None

    def __getattr__(self, name: str) -> Any:
        if name == "microphone":  # not there yet: no search for it in itself
            raise AttributeError(name)
        return getattr(self.microphone, name)

    def __enter__(self) -> EchoFreeMicrophone:
        self.microphone.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self.microphone.__exit__(*exc)

    def read(self, timeout_s: float = 2.0) -> Block | None:
        """The next block, without our voice where that is possible; None as the microphone."""
        block = self.microphone.read(timeout_s)
        if block is None:
            return None
        self.reference.drain()
        plain = self._plain_late(block.samples)
        far = self.reference.follow(block.end_s - BLOCK_S - self._shift_s, BLOCK)
        clean = self._cancelled(block.samples, far)
        self._raw_past = np.concatenate([self._raw_past[BLOCK:], block.samples])
        self._far_past = np.concatenate([self._far_past[BLOCK:], far])
        self._clean_past = np.concatenate([self._clean_past[BLOCK:], plain if clean is None else clean])
        self._watch(block.end_s)
        self._look_for_somebody(clean)
        chosen = self._choose(plain, clean)
        return Block(chosen, block.end_s, block.overflowed)

    # ---- the sound ----

    def _plain_late(self, samples: Pcm) -> Pcm:
        line = np.concatenate([self._plain, samples])
        self._plain = line[BLOCK:]
        return line[:BLOCK]

    def _cancelled(self, near: Pcm, far: Pcm) -> Pcm | None:
        """The block without echo; None where nothing is cancelled (no echo, or no canceller)."""
        if self._make is None or self.duplex.state is Listening.CLEAR:
            self._engine = None
            return None
        if self._engine is None:
            try:
                self._engine = self._make()
            except ImportError:
                self._make = None
                return None
            self._near = self._late_far = np.zeros(0, np.float32)
            self._clean = np.zeros(_BUFFER, np.float32)
        self._near, self._late_far = np.concatenate([self._near, near]), np.concatenate([self._late_far, far])
        whole = len(self._near) // FRAME * FRAME
        done: Pcm = self._engine.process(self._near[:whole], self._late_far[:whole])
        self._near, self._late_far = self._near[whole:], self._late_far[whole:]
        line = np.concatenate([self._clean, done])
        self._clean = line[BLOCK:]
        return line[:BLOCK]

    def _choose(self, plain: Pcm, clean: Pcm | None) -> Pcm:
        """What is passed on; a change is faded over one block, as both are equally late."""
        plainly = clean is None
        was, self._plainly = self._plainly, plainly
        if clean is None or was == plainly:
            return plain if clean is None else clean
        ramp = np.linspace(0.0, 1.0, BLOCK, dtype=np.float32)
        faded: Pcm = plain * (1.0 - ramp) + clean * ramp
        return faded

    def _look_for_somebody(self, clean: Pcm | None) -> None:
        """Two of four blocks clearly above what is left of our echo: a converged canceller leaves nothing of it."""
        if clean is None or not self.speaking or self.duplex.state is not Listening.CANCELLED or len(self._left) < 4:
            self._hot.clear()
            self.near = False
            return
        self._hot.append(level_db(clean, 50) > min(self._left) + _SOMEBODY_DB)
        self.near = sum(self._hot) >= 2

    # ---- the measuring ----

    def _watch(self, now_s: float) -> None:
        """A window every half second in which we play something; the room's own noise in all others."""
        self._watch_reference(now_s)
        if now_s - self._looked_s < _LOOK_S or now_s - self._measured_s < EVERY_S:
            return
        self._looked_s = now_s
        played = self._far_past
        loud = np.abs(played) > _ACTIVE
        late = round(LATEST_S * RATE_HZ)
        if not loud.any():
            self._quiet.append(level_db(self._raw_past, 20))
        frames = loud[late : late + _WINDOW].reshape(-1, FRAME).any(axis=1)
        if float(frames.mean()) < _ACTIVE_SHARE:
            return
        self._measured_s = now_s
        heard = measure_delay(played, self._raw_past[:_WINDOW], earliest_s=EARLIEST_S, latest_s=LATEST_S)
        left = NO_ECHO
        behind = round(LATE_S * RATE_HZ)
        clean = self._clean_past[behind : behind + _WINDOW]
        if self._engine is not None and heard.echo:
            left = measure_delay(played, clean, earliest_s=EARLIEST_S, latest_s=LATEST_S)
        floor = max(_FLOOR_DB, float(np.percentile(self._quiet, 20))) if self._quiet else _FLOOR_DB
        raw = self._raw_past[:_WINDOW]
        window = Window(now_s, heard, left, level_db(raw, 90), level_db(clean, 90), floor)
        self.duplex.step(window)
        self._left.append(max(floor, window.left_db))
        self._aim()

    def _aim(self) -> None:
        """Hand sounds over earlier or later, where the echo's delay asks for it."""
        margin, missing = self.duplex.delay_s, self.reference.missing - self._missing
        self._missing = self.reference.missing
        if margin is None:
            return
        hurried = missing > _WINDOW // 40 and margin > 1.5 * _MARGIN_S  # asked for before it is played: ask later
        if hurried or not _WORKABLE_S[0] <= margin <= _WORKABLE_S[1]:
            self._shift_s += margin - _MARGIN_S
            self.reference.move(_MARGIN_S - margin)
            self.duplex.aimed()

    def _watch_reference(self, now_s: float) -> None:
        """While we speak the loudspeaker must hand in what it plays."""
        calls = self.reference.calls
        if not self.speaking or calls != self._calls:
            self._calls, self._called_s = calls, now_s
        elif self._called_s is not None and now_s - self._called_s > _NO_CALLS_S:
            self.duplex.fail(NO_REFERENCE)
