"""A room without devices: a microphone and a loudspeaker on one virtual clock.

`Room` is how simulated candidates are heard and how whole sessions are tested. Reading a block moves its time on by
32 ms at once, so a session runs as fast as the machine can; with `realtime=True` each read waits for its moment.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from .pace import Pace
from .playout import FADE_S, Playout, resample
from .protocols import BLOCK, BLOCK_S, RATE_HZ, Block, Pcm, Playback, Played
from .standins import FileMicrophone, NullSpeaker, SilentMicrophone

__all__ = ["FileMicrophone", "NullSpeaker", "Room", "RoomMicrophone", "RoomSpeaker", "SilentMicrophone"]

_HISTORY = RATE_HZ  # samples of loudspeaker sound kept for the echo


@dataclass(slots=True)
class _Said:
    """Candidate speech on the timeline, in samples."""

    start: int
    pcm: Pcm


class Room:
    """One timeline shared by `microphone` and `speaker`.

    Args:
        realtime: pace reads to the wall clock instead of returning at once.
        echo_gain: how much of the loudspeaker leaks into the microphone (0 none, 1 all).
        echo_delay_s: how late it does, at most 1 s.
        noise_db: level of steady white noise in the microphone, dBFS RMS; None for digital silence.
        seed: of that noise.
        record: keep both tracks for `tracks()` (64 kB per second of session).
        start_s: session time at which the room's time begins (of a session that is taken up again).
    """

    def __init__(
        self,
        *,
        realtime: bool = False,
        echo_gain: float = 0.0,
        echo_delay_s: float = 0.0,
        noise_db: float | None = None,
        seed: int = 0,
        record: bool = True,
        start_s: float = 0.0,
    ) -> None:
        self._lock = threading.RLock()
        self._began = self._now = round(start_s * RATE_HZ)
        self._said: list[_Said] = []
        self._playout = Playout(RATE_HZ)
        self._echo_gain = echo_gain
        self._echo_delay = min(_HISTORY - BLOCK, round(echo_delay_s * RATE_HZ))
        self._history = np.zeros(_HISTORY, np.float32)
        self._noise = None if noise_db is None else 10 ** (noise_db / 20)
        self._random = np.random.default_rng(seed)
        self._record = record
        self._tracks: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
        self._pace = Pace() if realtime else None
        self.played: Played | None = None
        "Is given all that the loudspeaker plays."
        self.unplugged = False
        "Set to simulate a lost microphone: `read` returns None and the room's time stands still."
        self.microphone = RoomMicrophone(self)
        self.speaker = RoomSpeaker(self)

    @property
    def now_s(self) -> float:
        """Session time: end of the last block read."""
        return self._now / RATE_HZ

    def say(self, pcm: Pcm, at_s: float | None = None) -> tuple[float, float]:
        """Put candidate speech (mono float32, 16 kHz) on the microphone's timeline, from `at_s` or now.

        Speech that overlaps is mixed; a moment already past means now. Returns its start and end, session time in s.
        """
        with self._lock:
            start = self._now if at_s is None else max(self._now, round(at_s * RATE_HZ))
            self._said.append(_Said(start, np.asarray(pcm, np.float32).reshape(-1)))
            return start / RATE_HZ, (start + len(pcm)) / RATE_HZ

    def hush(self, fade_s: float = 0.05, at_s: float | None = None) -> float:
        """The candidate stops talking at `at_s` (default now) with a short fade; later speech is forgotten.

        Returns the session time from which nothing of it is heard.
        """
        with self._lock:
            stop = self._now if at_s is None else max(self._now, round(at_s * RATE_HZ))
            fade = max(1, round(fade_s * RATE_HZ))
            kept = []
            silent = stop
            for said in self._said:
                if said.start >= stop:
                    continue
                keep = stop - said.start
                if keep < len(said.pcm):
                    tail = said.pcm[keep : keep + fade]
                    ramp = np.linspace(1.0, 0.0, len(tail), dtype=np.float32)
                    said.pcm = np.concatenate([said.pcm[:keep], tail * ramp])
                silent = max(silent, said.start + len(said.pcm))
                kept.append(said)
            self._said = kept
            return silent / RATE_HZ

    def speaking(self, at_s: float | None = None) -> bool:
        """Scheduled candidate speech covers `at_s` (default now)."""
        with self._lock:
            at = self._now if at_s is None else round(at_s * RATE_HZ)
            return any(said.start <= at < said.start + len(said.pcm) for said in self._said)

    def quiet_from_s(self) -> float:
        """Session time at which the last scheduled candidate speech ends (now, when there is none)."""
        with self._lock:
            return max([self._now, *(said.start + len(said.pcm) for said in self._said)]) / RATE_HZ

    def tracks(self) -> tuple[Pcm, Pcm]:
        """Everything so far as (microphone, loudspeaker): float32, 16 kHz, equally long."""
        with self._lock:
            mic, spk = (
                (np.concatenate(track) if track else np.zeros(0, np.int16)).astype(np.float32) / 32768.0
                for track in self._tracks
            )
            return mic, spk

    def _advance(self) -> Block:
        with self._lock:
            start = self._now
            played = self._playout.render(BLOCK, start / RATE_HZ)
            if self.played is not None:
                self.played(played, start / RATE_HZ, RATE_HZ)
            heard = np.zeros(BLOCK, np.float32)
            for said in self._said:
                a, b = max(start, said.start), min(start + BLOCK, said.start + len(said.pcm))
                if a < b:
                    heard[a - start : b - start] += said.pcm[a - said.start : b - said.start]
            self._said = [said for said in self._said if said.start + len(said.pcm) > start + BLOCK]
            if self._echo_gain:
                self._history = np.concatenate([self._history[BLOCK:], played])
                end = _HISTORY - self._echo_delay
                heard += self._echo_gain * self._history[end - BLOCK : end]
            if self._noise is not None:
                heard += self._noise * self._random.standard_normal(BLOCK, dtype=np.float32)
            np.clip(heard, -1.0, 1.0, out=heard)
            self._now += BLOCK
            if self._record:
                for track, sound in zip(self._tracks, (heard, played), strict=True):
                    track.append(np.clip(np.round(sound * 32768.0), -32768, 32767).astype(np.int16))
            return Block(heard, self._now / RATE_HZ)


class RoomMicrophone:
    """The room's microphone: each read moves the room's time on by one block."""

    name = "simulated room"

    def __init__(self, room: Room) -> None:
        self.room = self._room = room

    def starts_at(self, session_s: float) -> None:
        """The room's time goes on from here, seconds; before the first read."""
        self.room._now = round(session_s * RATE_HZ)

    @property
    def realtime(self) -> bool:
        """Whether reads wait for their moment."""
        return self.room._pace is not None

    def __enter__(self) -> RoomMicrophone:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def now(self) -> float:
        """Session time in seconds; in real time it runs on between blocks."""
        room = self._room
        began_s = room._began / RATE_HZ
        return began_s + room._pace.between(room.now_s - began_s) if room._pace else room.now_s

    def read(self, timeout_s: float = 2.0) -> Block | None:
        """The next block; None once the room is unplugged."""
        if self._room.unplugged:
            return None
        if self._room._pace:
            self._room._pace.wait_until((self._room._now - self._room._began) / RATE_HZ + BLOCK_S)
        return self._room._advance()


class RoomSpeaker:
    """The room's loudspeaker: plays as the microphone's time goes on."""

    name = "simulated room"
    underruns = 0

    def __init__(self, room: Room) -> None:
        self._room = room

    def __enter__(self) -> RoomSpeaker:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def play(self, pcm: Pcm, rate_hz: int) -> int:
        """Queue a clip; it is heard from the room's present time on, or after the clips before it."""
        ready = resample(np.asarray(pcm, np.float32).reshape(-1), rate_hz, RATE_HZ)
        with self._room._lock:
            return self._room._playout.play(ready, RATE_HZ)

    def status(self, clip: int) -> Playback:
        """What became of a clip."""
        with self._room._lock:
            return self._room._playout.status(clip)

    def duck(self, gain: float) -> None:
        """Ramp the output to `gain`."""
        self._room._playout.duck(gain)

    def hold(self, on: bool) -> None:
        """Pause the output and keep its place; off: go on."""
        self._room._playout.hold(on)

    def flush(self, fade_s: float = FADE_S) -> None:
        """Fade out and drop what waits."""
        with self._room._lock:
            self._room._playout.flush(fade_s)
