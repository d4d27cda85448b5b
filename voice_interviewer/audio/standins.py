"""What takes a device's place when there is none: a recording, silence, a loudspeaker nobody hears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np

from .pace import Pace
from .playout import FADE_S, Playout
from .protocols import BLOCK, BLOCK_S, RATE_HZ, Block, Pcm, Playback


class _StandIn:
    """A microphone without a device: its clock is what has been read of it, at the wall clock's pace or as it comes."""

    def __init__(self, *, realtime: bool, start_s: float) -> None:
        self._start_s = start_s
        self._pace = Pace() if realtime else None

    def _read_s(self) -> float:
        """Seconds of sound read so far."""
        raise NotImplementedError

    def starts_at(self, session_s: float) -> None:
        """Session time at opening, seconds."""
        self._start_s = session_s

    @property
    def realtime(self) -> bool:
        """Whether reads wait for their moment."""
        return self._pace is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def now(self) -> float:
        """Session time in seconds."""
        read_s = self._read_s()
        return self._start_s + (self._pace.between(read_s) if self._pace else read_s)


class FileMicrophone(_StandIn):
    """A recording as a microphone: `lead_s` of silence, the file, `tail_s` of silence, then None.

    Args:
        source: a file of any audio format, or mono float32 PCM at 16 kHz.
        realtime: pace reads to the wall clock.
        start_s: session time at opening.
    """

    def __init__(
        self,
        source: Path | str | Pcm,
        *,
        realtime: bool = False,
        lead_s: float = 0.0,
        tail_s: float = 0.0,
        start_s: float = 0.0,
    ) -> None:
        super().__init__(realtime=realtime, start_s=start_s)
        if isinstance(source, np.ndarray):
            self.name, pcm = "recording", source.astype(np.float32).reshape(-1)
        else:
            from .files import load

            self.name, pcm = Path(source).name, load(source).pcm
        length = round(lead_s * RATE_HZ) + len(pcm) + round(tail_s * RATE_HZ)
        self._pcm = np.zeros(-(-length // BLOCK) * BLOCK, np.float32)
        first = round(lead_s * RATE_HZ)
        self._pcm[first : first + len(pcm)] = pcm
        self._at = 0

    def _read_s(self) -> float:
        return self._at / RATE_HZ

    def read(self, timeout_s: float = 2.0) -> Block | None:
        """The next block; None at the end of the recording."""
        if self._at >= len(self._pcm):
            return None
        if self._pace:
            self._pace.wait_until(self._at / RATE_HZ + BLOCK_S)
        samples = self._pcm[self._at : self._at + BLOCK]
        self._at += BLOCK
        return Block(samples, self._start_s + self._at / RATE_HZ)


class SilentMicrophone(_StandIn):
    """No microphone: zeros, at the wall clock's pace unless told otherwise, so that a typed session has a clock too."""

    name = "none"

    def __init__(self, *, realtime: bool = True, start_s: float = 0.0) -> None:
        super().__init__(realtime=realtime, start_s=start_s)
        self._blocks = 0

    def _read_s(self) -> float:
        return self._blocks * BLOCK_S

    def read(self, timeout_s: float = 2.0) -> Block | None:
        """A block of zeros, when its moment has come."""
        if self._pace:
            self._pace.wait_until((self._blocks + 1) * BLOCK_S)
        self._blocks += 1
        return Block(np.zeros(BLOCK, np.float32), self._start_s + self._blocks * BLOCK_S)


class NullSpeaker:
    """No loudspeaker: clips take their time and are not heard.

    Args:
        clock: session time in seconds, usually the microphone's `now`.
    """

    name = "none"
    underruns = 0

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._playout = Playout(RATE_HZ)
        self._rendered_to_s = clock()

    def __enter__(self) -> NullSpeaker:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def _catch_up(self) -> None:
        now = self._clock()
        while (count := int((now - self._rendered_to_s) * RATE_HZ + 1e-6)) > 0:
            count = min(count, RATE_HZ)
            if self._playout.busy:
                self._playout.render(count, self._rendered_to_s)
                self._rendered_to_s += count / RATE_HZ
            else:
                self._rendered_to_s = now

    def play(self, pcm: Pcm, rate_hz: int) -> int:
        """Queue a clip."""
        self._catch_up()
        return self._playout.play(pcm, rate_hz)

    def status(self, clip: int) -> Playback:
        """What became of a clip."""
        self._catch_up()
        return self._playout.status(clip)

    def duck(self, gain: float) -> None:
        """Nothing to hear, nothing to duck."""
        self._playout.duck(gain)

    def hold(self, on: bool) -> None:
        """Pause and keep the place; off: go on."""
        self._catch_up()
        self._playout.hold(on)

    def flush(self, fade_s: float = FADE_S) -> None:
        """End what is playing after `fade_s` and drop what waits."""
        self._catch_up()
        self._playout.flush(fade_s)
