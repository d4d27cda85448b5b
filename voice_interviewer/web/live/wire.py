"""How sound travels between page and server: a small head, then 16-bit samples, all little-endian. Pure.

    page → server   version u8 · flags u8 · 0 u16 · epoch u32 · frame f64 · played f64 · thrown f64 · clock f64 · int16…
    server → page   version u8 · 0 u8 · 0 u16 · epoch u32 · int16…

`frame` numbers the first sample since the page opened its microphone. An epoch is what was sent between two flushes;
`played` counts its frames that were rendered, `thrown` those of the epoch before that were thrown away.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VERSION = 1
_UP = struct.Struct("<BBHIdddd")
_DOWN = struct.Struct("<BBHI")
MOST_SAMPLES = 24_000
"Of one message: a quarter of a second at 96 kHz."
RATES = (8_000, 384_000)
"Sample rates, Hz, that a page may have."


class Unreadable(ValueError):
    """A message that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a page's microphone."""

    frame: int
    epoch: int
    played: int
    thrown: int
    clock_s: float
    "The page's own sound clock at the first sample, seconds."
    samples: NDArray[np.int16]


def read(message: bytes) -> Heard:
    """A page's message. Raises Unreadable."""
    if len(message) < _UP.size or len(message) % 2 or message[0] != VERSION:
        raise Unreadable("no sound of ours")
    _, _, _, epoch, frame, played, thrown, clock_s = _UP.unpack_from(message)
    for number in (frame, played, thrown):
        if not 0 <= number < 2**53:
            raise Unreadable("no number of frames")
    samples = np.frombuffer(message, "<i2", offset=_UP.size)
    if len(samples) > MOST_SAMPLES:
        raise Unreadable("too many samples")
    return Heard(int(frame), epoch, int(played), int(thrown), float(clock_s), samples)


def heard(frame: int, samples: NDArray[np.int16], *, epoch: int = 0, played: int = 0, thrown: int = 0) -> bytes:
    """A page's message, as a page would write it (for tests and benchmarks)."""
    return _UP.pack(VERSION, 0, 0, epoch, frame, played, thrown, 0.0) + samples.astype("<i2").tobytes()


def sound(epoch: int, pcm: NDArray[np.float32]) -> bytes:
    """Samples for the page's loudspeaker, float32 in [-1, 1]."""
    whole = np.clip(np.round(pcm * 32767.0), -32768, 32767).astype("<i2")
    return _DOWN.pack(VERSION, 0, 0, epoch) + whole.tobytes()


def read_sound(message: bytes) -> tuple[int, NDArray[np.int16]]:
    """(epoch, samples) of a message for the loudspeaker. Raises Unreadable."""
    if len(message) < _DOWN.size or len(message) % 2 or message[0] != VERSION:
        raise Unreadable("no sound of ours")
    return _DOWN.unpack_from(message)[3], np.frombuffer(message, "<i2", offset=_DOWN.size)
