"""A sound card for tests: a private PulseAudio daemon whose devices are wires, not hardware.

    program ── plays to ──> sink "loudspeaker" ──> its monitor ──> source "loop"  (what the program said)
    test ───── plays to ──> sink "candidate" ────> its monitor ──> source "vmic"  ── recorded by the program

PortAudio reads its surroundings when it is first imported: run what uses the card in a process of its own, with
`card.env()`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

RATE_HZ = 48_000
LATE_S = 0.01
"Threads of a machine that is not busy wake up sooner than this; a few times later, and sound has gaps."
TOOLS = ("pulseaudio", "pactl", "pacat", "parec")


def missing() -> str:
    """Why there can be no virtual card here; empty when there can."""
    lacking = [tool for tool in TOOLS if not shutil.which(tool)]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    plugin = list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so"))
    return "" if plugin else "not installed: libasound2-plugins"


class VirtualCard:
    """The daemon and everything started for it; all of it ends on exit."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="virtual-card-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._daemon: subprocess.Popen[bytes] | None = None
        self._pulse_env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PULSE_", "XDG_RUNTIME"))},
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "PULSE_SERVER": f"unix:{self.folder}/socket",
        }

    def __enter__(self) -> VirtualCard:
        modules = (
            f"native-protocol-unix auth-anonymous=1 socket={self.folder}/socket",
            f"null-sink sink_name=loudspeaker rate={RATE_HZ} channels=1 format=float32le norewinds=1",
            f"null-sink sink_name=candidate rate={RATE_HZ} channels=1 format=float32le norewinds=1",
            "remap-source source_name=loop master=loudspeaker.monitor channels=1 remix=no",
            "remap-source source_name=vmic master=candidate.monitor channels=1 remix=no",
        )
        self._daemon = self._spawn(
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            f"--log-target=file:{self.folder}/log",
            *(f"--load=module-{module}" for module in modules),
        )
        deadline = time.monotonic() + 60
        while self.pactl("set-default-sink", "loudspeaker").returncode:
            if time.monotonic() > deadline or self._daemon.poll() is not None:
                self.__exit__()
                raise RuntimeError("pulseaudio does not answer")
            time.sleep(0.05)
        self.pactl("set-default-source", "vmic")
        return self

    def __exit__(self, *exc: object) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _spawn(self, *argv: str, **pipes: int) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            argv, env=self._pulse_env, stderr=subprocess.DEVNULL, start_new_session=True, **pipes
        )
        self._processes.append(process)
        return process

    def pactl(self, *args: str) -> subprocess.CompletedProcess[bytes]:
        """One command to the daemon."""
        return subprocess.run(("pactl", *args), env=self._pulse_env, capture_output=True, timeout=60, check=False)

    def env(self, source: str = "vmic") -> dict[str, str]:
        """Surroundings in which PortAudio's default devices are the card's; `source` is what the microphone hears."""
        config = self.folder / "alsa.conf"
        config.write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n")
        return {
            **os.environ,
            "PULSE_SERVER": self._pulse_env["PULSE_SERVER"],
            "PULSE_SINK": "loudspeaker",
            "PULSE_SOURCE": source,
            "ALSA_CONFIG_PATH": str(config),
        }

    def run(self, *argv: str, source: str = "vmic", timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
        """Run Python with these arguments on the card and return what it printed."""
        return subprocess.run(
            (sys.executable, *argv),
            env=self.env(source),
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def play(self, pcm: np.ndarray, sink: str = "candidate") -> subprocess.Popen[bytes]:
        """Start playing mono float32 PCM at 48 kHz into the microphone (or another sink)."""
        file = Path(tempfile.mkstemp(suffix=".raw", dir=self.folder)[1])
        file.write_bytes(np.asarray(pcm, "<f4").tobytes())
        return self._spawn(
            "pacat", f"--device={sink}", "--format=float32le", f"--rate={RATE_HZ}", "--channels=1", str(file)
        )

    def listen(self, seconds: float, source: str = "loop") -> np.ndarray:
        """What a source delivers for so many seconds from now: mono float32, 48 kHz."""
        recorder = self._spawn(
            "parec",
            f"--device={source}",
            "--raw",
            "--format=float32le",
            f"--rate={RATE_HZ}",
            "--channels=1",
            "--latency-msec=20",
            stdout=subprocess.PIPE,
        )
        assert recorder.stdout
        data = recorder.stdout.read(round(seconds * RATE_HZ) * 4)
        recorder.kill()
        return np.frombuffer(data, "<f4")

    def unplug(self) -> None:
        """The whole card vanishes at once, as when a USB headset is pulled."""
        assert self._daemon
        os.kill(self._daemon.pid, signal.SIGKILL)
        self._daemon.wait()

    def unplug_sources(self) -> None:
        """The microphones go away; the daemon and the loudspeaker stay."""
        self.pactl("unload-module", "module-remap-source")

    def stall(self) -> None:
        """The daemon freezes: nothing fails, but nothing moves any more."""
        assert self._daemon
        os.kill(self._daemon.pid, signal.SIGSTOP)


class Witness:
    """How late threads of this machine wake up meanwhile: one that asks for 5 ms, again and again."""

    def __init__(self) -> None:
        self.worst_s = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="witness")

    def _watch(self) -> None:
        began = time.monotonic()
        while not self._over.wait(0.005):
            now = time.monotonic()
            self.worst_s = max(self.worst_s, now - began - 0.005)
            began = now

    def __enter__(self) -> Witness:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._thread.join()


def in_real_time(judge: Callable[[VirtualCard], None]) -> None:
    """Judge what a program does with a fresh card, whose sound flows at its own pace whatever else this machine does.

    A failure on a machine that gave its threads their time is one. On a machine that did not, sound has gaps that are
    nobody's fault: then it is tried again, and left out, with the reason, when three tries met a busy machine.
    """
    if reason := missing():
        pytest.skip(reason)
    failed: Exception | None = None
    for _ in range(3):
        with VirtualCard() as card, Witness() as witness:
            try:
                return judge(card)
            except (AssertionError, subprocess.TimeoutExpired) as error:
                failed = error
        if witness.worst_s < LATE_S:
            raise failed
    pytest.skip(
        f"too busy for sound, threads wait {witness.worst_s:.2f} s ({failed!r:.80}): run it again with less to do"
    )
