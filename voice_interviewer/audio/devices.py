"""The user's microphone and loudspeaker through PortAudio: two streams that copy, count and never wait.

The callbacks run on PortAudio's own thread. They copy samples between the device and a preallocated ring or the play
queue, note the time, and return; resampling, blocks and decisions belong to the threads that call `read` and `play`.
Input and output are separate streams on purpose: a full-duplex one sometimes fails to start.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import DeviceError
from .playout import FADE_S, Playout
from .portaudio import (
    MIC_FIX,
    SPEAKER_FIX,
    Device,
    close_stream,
    default_microphone,
    default_speaker,
    find_device,
    hold_stream,
    list_devices,
    portaudio,
    quiet,
    refresh,
)
from .protocols import BLOCK, RATE_HZ, Block, Pcm, Playback, Played
from .ring import Ring
from .watch import Staleness, ZeroWatch

__all__ = [
    "Device",
    "SounddeviceMicrophone",
    "SounddeviceSpeaker",
    "default_microphone",
    "default_speaker",
    "list_devices",
    "open_microphone",
    "open_speaker",
    "refresh",
]

_RING_S = 30.0
_CALLBACK_S = 0.01
# Asked of the device. More would forgive longer hiccups of a busy machine, but sound servers deliver input in bursts of
# a third of it and hold that much output back, so it delays every turn and every flush. Measured through PulseAudio.
_INPUT_LATENCY_S = 0.05
_OUTPUT_LATENCY_S = 0.03
_MAX_LATENCY_S = 0.5
_SILENT_S = 0.1
"A device that has not called back for ten times its period will hardly be inside the callback."


def open_microphone(name: str | int | None = None, *, start_s: float = 0.0) -> SounddeviceMicrophone:
    """The microphone called `name` (a number, a name or part of one; None: the default), to be entered.

    `start_s` is the session time its clock starts at: pass the old clock's when reopening after a loss.
    """
    refresh()
    return SounddeviceMicrophone(find_device(name, "input"), start_s=start_s)


def open_speaker(
    name: str | int | None = None, *, clock: Callable[[], float] | None = None, played: Played | None = None
) -> SounddeviceSpeaker:
    """The loudspeaker called `name` (None: the default), to be entered.

    `clock` is the microphone's `now`; `played` is given all that is played, on the device's own thread.
    """
    refresh()
    return SounddeviceSpeaker(find_device(name, "output"), clock=clock, played=played)


class _Stream:
    """What both ends share: a stream that PortAudio calls back until it is closed, and whether it still does."""

    def __init__(self) -> None:
        self._stream: Any = None
        self._ended = False
        self._closing = False
        self._leave: type[Exception] = Exception
        "What makes PortAudio's thread leave the callback for good."
        self._watch = Staleness(0.0)

    def __exit__(self, *exc: object) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            self._closing = True
            close_stream(stream, ended=lambda: self._ended or self._watch.age_s(time.monotonic()) > _SILENT_S)

    def _end(self) -> None:
        self._ended = True

    @property
    def lost(self) -> bool:
        """The device stopped calling back."""
        return self._ended or self._watch.stale(time.monotonic())


class SounddeviceMicrophone(_Stream):
    """A PortAudio input as blocks of 512 samples at 16 kHz, whatever the device runs at.

    Args:
        device: what to open; None is the system's default.
        start_s: session time at opening.

    Entering raises DeviceError when the device cannot be opened.
    """

    def __init__(self, device: Device | None = None, *, start_s: float = 0.0) -> None:
        self.device = device or default_microphone()
        self.name = self.device.name
        self.rate_hz = RATE_HZ
        "Rate the device was opened at, Hz."
        self.overflows = 0
        "How often samples were lost."
        self.zeros = ZeroWatch()
        "Says whether the device sends nothing but digital zeros."
        self._start_s = start_s
        self._blocks = 0
        super().__init__()
        self._overflowed = False
        self._channels = 1
        self._ring = Ring(1)
        self._resampler: Any = None
        self._ready = np.zeros(0, np.float32)
        self._mark = (0.0, 0.0)
        self._latest_s = start_s

    def __enter__(self) -> SounddeviceMicrophone:
        sd = portaudio()
        self._leave = sd.CallbackAbort
        stream, self.rate_hz, self._channels = _open(
            sd.InputStream, self.device, self.device.inputs, (RATE_HZ, self.device.rate_hz), self._callback, self._end
        )
        # The callback may only run once everything it touches is there.
        self._ring = Ring(round(_RING_S * self.rate_hz))
        if self.rate_hz != RATE_HZ:
            import soxr

            self._resampler = soxr.ResampleStream(self.rate_hz, RATE_HZ, 1, dtype="float32", quality="HQ")
        self._mark = (time.monotonic(), self._start_s)
        self._watch = Staleness(time.monotonic())
        self._stream = stream
        _start(stream, self.name, "microphone", MIC_FIX)
        return self

    def _callback(self, data: Pcm, frames: int, when: Any, status: Any) -> None:
        if self._closing:
            raise self._leave
        now = time.monotonic()
        ring = self._ring
        samples = data[:, 0] if self._channels == 1 else data.mean(axis=1)
        if ring.write(samples) < frames or status.input_overflow:
            self._overflowed = True
        # When the newest sample was spoken: the callback comes after the buffer is full.
        late = when.currentTime - when.inputBufferAdcTime - frames / self.rate_hz
        late = late if 0.0 < late < _MAX_LATENCY_S else 0.0
        self._mark = (now - late, self._start_s + ring.written / self.rate_hz)
        self._watch.fed(now)

    def now(self) -> float:
        """Session time of what is being spoken at this moment, in seconds: runs on between blocks, never back."""
        at, session_s = self._mark
        self._latest_s = max(self._latest_s, session_s + min(_MAX_LATENCY_S, max(0.0, time.monotonic() - at)))
        return self._latest_s

    def read(self, timeout_s: float = 2.0) -> Block | None:
        """The next block; None when the device gave no sign of life for `timeout_s` seconds."""
        if self._stream is None:
            raise DeviceError("the microphone is not open.", where=self.name)
        while len(self._ready) < BLOCK:
            missing = max(1, round((BLOCK - len(self._ready)) * self.rate_hz / RATE_HZ))
            chunk = self._ring.read(missing)
            if chunk is not None:
                fresh = self._resampler.resample_chunk(chunk) if self._resampler else chunk
                self._ready = np.concatenate([self._ready, fresh]) if len(self._ready) else fresh
                continue
            if self._ended or self._watch.age_s(time.monotonic()) > timeout_s:
                return None
            # Sleeping instead of waiting on a lock keeps the callback free of locks.
            lacking = (missing - len(self._ring)) / self.rate_hz
            time.sleep(min(max(lacking, 0.002), 0.02))
        samples, self._ready = self._ready[:BLOCK], self._ready[BLOCK:]
        overflowed, self._overflowed = self._overflowed, False
        self.overflows += overflowed
        self.zeros.fed(BLOCK / RATE_HZ, float(np.abs(samples).max()))
        self._blocks += 1
        return Block(np.ascontiguousarray(samples), self._start_s + self._blocks * BLOCK / RATE_HZ, overflowed)


class SounddeviceSpeaker(_Stream):
    """A PortAudio output that is always open and pulls from a bounded queue of clips.

    Args:
        device: what to open; None is the system's default.
        clock: session time in seconds, usually the microphone's `now`; None: seconds since opening.
        played: is given every callback's samples.

    Entering raises DeviceError when the device cannot be opened.
    """

    def __init__(
        self,
        device: Device | None = None,
        *,
        clock: Callable[[], float] | None = None,
        played: Played | None = None,
    ) -> None:
        self.device = device or default_speaker()
        self.name = self.device.name
        self.rate_hz = self.device.rate_hz
        self.underruns = 0
        "How often the device ran dry."
        self._clock = clock
        self._played = played
        super().__init__()
        self._latency_s = 0.0
        self._opened = 0.0
        self._playout = Playout(self.rate_hz)

    def __enter__(self) -> SounddeviceSpeaker:
        import soxr  # noqa: F401  # so that the first clip does not wait for it

        sd = portaudio()
        self._leave = sd.CallbackAbort
        stream, self.rate_hz, _ = _open(
            sd.OutputStream,
            self.device,
            self.device.outputs,
            (self.device.rate_hz, 48_000, 44_100),
            self._callback,
            self._end,
        )
        if self.rate_hz != self._playout.rate_hz:
            self._playout = Playout(self.rate_hz)
        self._latency_s = min(_MAX_LATENCY_S, float(stream.latency))
        self._opened = time.monotonic()
        self._watch = Staleness(self._opened)
        self._stream = stream
        _start(stream, self.name, "loudspeaker", SPEAKER_FIX)
        return self

    def _now(self) -> float:
        return self._clock() if self._clock else time.monotonic() - self._opened

    def _callback(self, out: Pcm, frames: int, when: Any, status: Any) -> None:
        if self._closing:
            out[:] = 0.0
            raise self._leave
        if status.output_underflow:
            self.underruns += 1
        delay = when.outputBufferDacTime - when.currentTime
        delay = delay if 0.0 < delay < _MAX_LATENCY_S else self._latency_s
        heard_at_s = self._now() + delay
        sound = self._playout.render(frames, heard_at_s)
        out[:] = sound[:, None]
        if self._played is not None:
            self._played(sound, heard_at_s, self.rate_hz)
        self._watch.fed(time.monotonic())

    @property
    def latency_s(self) -> float:
        """Time from the callback to the sound, as the device states it."""
        return self._latency_s

    def play(self, pcm: Pcm, rate_hz: int) -> int:
        """Queue a clip; resampling takes about 2 ms for ten seconds."""
        return self._playout.play(pcm, rate_hz)

    def status(self, clip: int) -> Playback:
        """What became of a clip."""
        return self._playout.status(clip)

    def duck(self, gain: float) -> None:
        """Ramp the output to `gain` within about 20 ms."""
        self._playout.duck(gain)

    def hold(self, on: bool) -> None:
        """Pause the output and keep its place; off: go on."""
        self._playout.hold(on)

    def flush(self, fade_s: float = FADE_S) -> None:
        """Fade out and drop what waits."""
        self._playout.flush(fade_s)


def _open(
    kind: Any, device: Device, channels: int, rates: tuple[int, ...], callback: Any, ended: Any
) -> tuple[Any, int, int]:
    """Open a stream at the first rate and channel count the device takes: (stream, rate in Hz, channels)."""
    sd = portaudio()
    refused: Exception | None = None
    is_input = kind is sd.InputStream
    for rate in dict.fromkeys(rates):
        for count in dict.fromkeys((1, min(2, channels))):
            try:
                with quiet():
                    stream = kind(
                        device=device.index,
                        samplerate=rate,
                        channels=count,
                        dtype="float32",
                        blocksize=round(rate * _CALLBACK_S),
                        latency=_INPUT_LATENCY_S if is_input else _OUTPUT_LATENCY_S,
                        callback=callback,
                        finished_callback=ended,
                    )
            except (sd.PortAudioError, ValueError) as error:
                refused = error
                continue
            hold_stream(stream)
            return stream, rate, count
    what, fix = ("microphone", MIC_FIX) if is_input else ("loudspeaker", SPEAKER_FIX)
    raise DeviceError(f"the {what} cannot be opened ({_reason(refused)}).", where=device.name, fix=fix) from refused


def _start(stream: Any, name: str, what: str, fix: str) -> None:
    sd = portaudio()
    try:
        with quiet():
            stream.start()
    except sd.PortAudioError as error:
        close_stream(stream)
        raise DeviceError(f"the {what} does not start ({_reason(error)}).", where=name, fix=fix) from error


def _reason(error: Exception | None) -> str:
    return str(error.args[0] if error and error.args else error or "unknown reason").splitlines()[0]
