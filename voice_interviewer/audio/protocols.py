"""The two ends of sound: a microphone that also is the session's clock, and a loudspeaker that counts what it played.

All PCM inside the program is mono float32 in [-1, 1]. Microphones deliver 16 kHz (what voice activity and Whisper
take) in blocks of 512 samples (32 ms, what Silero takes), whatever the device runs at. **Time is the microphone's
sample count**: `Block.end_s` is the number of samples delivered so far / 16000. So a session over an in-memory pair
runs as fast as the machine can, and the same code over a device runs in real time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
BLOCK = 512
BLOCK_S = BLOCK / RATE_HZ

Pcm = NDArray[np.float32]

Played = Callable[[Pcm, float, int], None]
"Takes samples on their way to the ear: mono float32, session time their first one is heard at, their rate in Hz."


@dataclass(frozen=True, slots=True)
class Block:
    """One block from a microphone."""

    samples: Pcm
    "float32, shape (512,), 16 kHz."
    end_s: float
    "Session time at the end of this block, in seconds since the microphone was opened."
    overflowed: bool = False
    "The device lost samples before this block."


class Microphone(Protocol):
    """A source of blocks. Opening happens in `__enter__`, closing in `__exit__`."""

    name: str

    def __enter__(self) -> Microphone: ...
    def __exit__(self, *exc: object) -> None: ...
    def read(self, timeout_s: float = 2.0) -> Block | None:
        """The next block; None when none came within `timeout_s` (device lost) or, for a file, at its end."""
        ...


@dataclass(frozen=True, slots=True)
class Playback:
    """What became of one clip given to a loudspeaker."""

    clip: int
    "The number `play` returned."
    state: Literal["waiting", "playing", "done", "dropped"]
    played_s: float
    "Seconds of it really sent to the device."
    started_s: float | None
    "Session time of its first audible sample; None before that."


class Speaker(Protocol):
    """A sink for clips, played in order without a gap. No method blocks for longer than a callback."""

    name: str

    def __enter__(self) -> Speaker: ...
    def __exit__(self, *exc: object) -> None: ...
    def play(self, pcm: Pcm, rate_hz: int) -> int:
        """Queue a clip (mono float32 at any rate) and return its number."""
        ...

    def status(self, clip: int) -> Playback: ...
    def duck(self, gain: float) -> None:
        """Ramp the output to `gain` (1.0 is full) within about 20 ms, until set back."""
        ...

    def hold(self, on: bool) -> None:
        """Fall silent within about 20 ms and keep the place; off: go on from there."""
        ...

    def flush(self, fade_s: float = 0.02) -> None:
        """Stop what is playing, with a short fade, and drop what waits."""
        ...
