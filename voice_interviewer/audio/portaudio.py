"""Loading PortAudio late and quietly, and listing what it finds."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import DeviceError

_silencer: Any = None
_open_streams: set[Any] = set()
"""Every stream that PortAudio may still call. Held here, because its thread calls into a function that is freed
together with the stream object: a stream that somebody forgot would otherwise crash the process."""
_lock = threading.RLock()

_LEAVE_S = 0.15
"A device that still calls back does so every 10 ms."

MIC_FIX = "Connect a microphone and allow its use, or answer by typing (`--type`)."
SPEAKER_FIX = "Connect headphones or a loudspeaker, or read the questions on the screen (`--no-voice`)."


Direction = Literal["input", "output"]
"Which side of a device."


@dataclass(frozen=True, slots=True)
class Device:
    """One sound device as PortAudio sees it."""

    index: int
    name: str
    host: str
    "Host interface: ALSA, Core Audio, WASAPI, …"
    inputs: int
    "Input channels; 0 for a pure output."
    outputs: int
    "Output channels; 0 for a pure input."
    rate_hz: int
    "The rate the device runs at when left alone."
    default_input: bool = False
    default_output: bool = False

    def __str__(self) -> str:
        ends = [f"{self.inputs} in" * bool(self.inputs), f"{self.outputs} out" * bool(self.outputs)]
        marks = ["microphone" * self.default_input, "loudspeaker" * self.default_output]
        default = f"  * default {' and '.join(filter(None, marks))}" if any(marks) else ""
        return (
            f"{self.index:>3}  {self.name} ({self.host}, {', '.join(filter(None, ends))}, {self.rate_hz} Hz){default}"
        )


def portaudio() -> Any:
    """The `sounddevice` module. Raises DeviceError when it or PortAudio is missing."""
    try:
        with quiet():
            import sounddevice
    except OSError as error:
        raise DeviceError(
            "the PortAudio library is not installed, so neither microphone nor loudspeaker can be used.",
            fix="Install it: apt-get install libportaudio2"
            if sys.platform.startswith("linux")
            else "Reinstall the sounddevice package: pip install --force-reinstall sounddevice",
        ) from error
    except ImportError as error:
        raise DeviceError("the sounddevice package is not installed.", fix="pip install sounddevice") from error
    _silence_alsa()
    return sounddevice


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """PortAudio and ALSA print to the process's stderr while they look for devices; that would tear a live screen."""
    try:
        saved = os.dup(2)
    except OSError:
        yield
        return
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.close(null)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


@contextlib.contextmanager
def hush_libraries() -> Iterator[None]:
    """For as long as a live screen is up: what C libraries print to stderr goes nowhere, Python's stderr stays.

    PortAudio prints from its own thread when a device is pulled, at any moment, and offers no way to tell it not to.
    """
    try:
        saved = os.dup(2)
    except OSError:
        yield
        return
    before: Any = sys.stderr
    encoding = getattr(before, "encoding", None) or "utf-8"
    try:
        if before is not None:
            before.flush()
        with open(os.devnull, "wb") as null:  # noqa: PTH123
            os.dup2(null.fileno(), 2)
        if before is not None and before is sys.__stderr__:
            sys.stderr = os.fdopen(os.dup(saved), "w", encoding=encoding, errors="backslashreplace", buffering=1)
        yield
    finally:
        if sys.stderr is not before and sys.stderr is not None:
            sys.stderr.close()
            sys.stderr = before
        os.dup2(saved, 2)
        os.close(saved)


def _silence_alsa() -> None:
    """Give ALSA an error handler that says nothing, for messages that come while a stream runs."""
    global _silencer
    if _silencer is not None or not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        # A function of the C library that does nothing to anybody. One of ours would run Python in the midst of ALSA,
        # and there a Ctrl-C that just came is raised, printed as ignored, and lost.
        _silencer = ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_silencer)


def refresh() -> None:
    """Look for devices anew, where that is possible: PortAudio keeps its first list while any stream is open."""
    if not _lock.acquire(timeout=1.0):
        return  # another thread hangs in there, with a sound server that does not answer
    try:
        if _open_streams:
            return
        sd = portaudio()
        with quiet(), contextlib.suppress(sd.PortAudioError):
            sd._terminate()
            sd._initialize()
    finally:
        _lock.release()


def list_devices() -> list[Device]:
    """Every sound device, in PortAudio's order. Raises DeviceError without PortAudio."""
    sd = portaudio()
    with quiet():
        hosts = sd.query_hostapis()
        rows = sd.query_devices()
        default_in, default_out = _default(sd, "input"), _default(sd, "output")
    return [
        Device(
            index,
            str(row["name"]),
            str(hosts[row["hostapi"]]["name"]),
            int(row["max_input_channels"]),
            int(row["max_output_channels"]),
            round(row["default_samplerate"]),
            index == default_in,
            index == default_out,
        )
        for index, row in enumerate(rows)
    ]


def _default(sd: Any, kind: Direction) -> int:
    """Index of the default input or output; -1 for none."""
    try:
        return int(sd.query_devices(kind=kind)["index"])
    except (sd.PortAudioError, ValueError):
        return -1


def default_microphone() -> Device:
    """The system's default input. Raises DeviceError when there is none."""
    return find_device(None, "input")


def default_speaker() -> Device:
    """The system's default output. Raises DeviceError when there is none."""
    return find_device(None, "output")


def find_device(name: str | int | None, kind: Direction) -> Device:
    """The device meant by a number, a name or a part of one; None is the default. `kind` is input or output."""
    what, fix = ("microphone", MIC_FIX) if kind == "input" else ("loudspeaker", SPEAKER_FIX)
    devices = [d for d in list_devices() if (d.inputs if kind == "input" else d.outputs) > 0]
    if not devices:
        raise DeviceError(f"no {what} was found.", fix=fix)
    default = next((d for d in devices if (d.default_input if kind == "input" else d.default_output)), devices[0])
    if name is None or name == "" or name == "default":
        return default
    wanted = str(name).strip().lower()
    number = int(wanted) if wanted.isdecimal() else -1
    tests: tuple[Callable[[Device], bool], ...] = (
        lambda d: d.index == number,
        lambda d: d.name.lower() == wanted,
        lambda d: wanted in d.name.lower(),
    )
    for test in tests:
        # The same card shows once per host interface: prefer the one the default device uses.
        if found := sorted(filter(test, devices), key=lambda d: d.host != default.host):
            return found[0]
    offered = ", ".join(f"{d.index} {d.name!r}" for d in devices)
    raise DeviceError(f"there is no {what} called {str(name)!r}.", fix=f"Choose one of: {offered}.")


def hold_stream(stream: Any) -> None:
    """Keep a stream that has just been opened alive until `close_stream` has closed it."""
    _open_streams.add(stream)


def close_stream(stream: Any, ended: Callable[[], bool] | None = None, deadline_s: float = 1.0) -> bool:
    """Close a stream without ever hanging on a device that is gone; False when it had to be given up.

    `ended` tells that PortAudio's thread has left the callback for good, as it does soon after the callback asked for
    it. Only then, or when the device no longer calls back, is the stream aborted: that cancels the thread, which must
    not be inside Python at that moment.
    """
    until = time.monotonic() + _LEAVE_S
    while ended is not None and not ended() and time.monotonic() < until:
        time.sleep(0.002)

    def work() -> None:
        with contextlib.suppress(Exception):
            stream.abort(ignore_errors=True)
        with contextlib.suppress(Exception):
            stream.close(ignore_errors=True)

    helper = threading.Thread(target=work, daemon=True, name="close-sound-device")
    helper.start()
    helper.join(deadline_s)
    if not helper.is_alive():
        _open_streams.discard(stream)
        return True
    # PortAudio would wait for this stream at exit too, and for ever: let the process end without that.
    import atexit

    atexit.unregister(portaudio()._exit_handler)
    return False
