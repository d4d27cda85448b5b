"""Stretches of voice → vectors that lie close for one speaker and apart for two; a small network that ships with us.

The network is Resemblyzer's (Apache-2.0): three LSTM layers over 40 mel bands, 1.6 s at a time. About 100 windows a
second on one core. It says whose voice is like whose, never who somebody is; vectors are kept nowhere.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..audio.protocols import RATE_HZ, Pcm
from ..paths import shipped
from .network import load_network

FRAME_S = 0.01
"Step of the mel frames."
WINDOW = 160
"Frames that the network hears at once."
_BANDS, _FFT, _STEP = 40, 400, 160
_BATCH = 64

Matrix = npt.NDArray[np.float32]


def model_file() -> Path:
    """Where the network lies."""
    return shipped("models") / "voiceprint" / "model.onnx"


class Voiceprint:
    """The network."""

    def __init__(self, path: Path | None = None) -> None:
        """Load it, by default ours. Raises `ModelError` when it is missing or damaged."""
        self._session = load_network(path or model_file(), "voice model", "Install the program again.")

    def vectors(self, windows: Matrix) -> Matrix:
        """float32 (n, 160, 40) mel windows → (n, 256) unit vectors."""
        parts = [
            np.asarray(self._session.run(None, {"mel": windows[at : at + _BATCH]})[0], np.float32)
            for at in range(0, len(windows), _BATCH)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, 256), np.float32)


def mel_frames(pcm: Pcm) -> Matrix:
    """Mono float32 at 16 kHz → (frames, 40) mel power, a frame each 10 ms, as the network was trained on."""
    padded = np.pad(pcm.astype(np.float64), _FFT // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_STEP]
    power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
    return np.asarray(power @ _filters().T, np.float32)


@cache
def _filters() -> npt.NDArray[np.float64]:
    """Triangles on the Slaney mel scale, each of unit area: (40, 201)."""
    edges = _hz(np.linspace(0.0, _mel(RATE_HZ / 2), _BANDS + 2))
    bins = np.linspace(0, RATE_HZ / 2, _FFT // 2 + 1)
    steps = np.diff(edges)
    ramps = edges[:, None] - bins[None, :]
    rising, falling = -ramps[:-2] / steps[:-1, None], ramps[2:] / steps[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None])


_LINEAR_HZ, _KNEE_HZ = 200.0 / 3, 1000.0
_LOG_STEP = float(np.log(6.4) / 27)


def _mel(hz: float) -> float:
    return hz / _LINEAR_HZ if hz < _KNEE_HZ else _KNEE_HZ / _LINEAR_HZ + float(np.log(hz / _KNEE_HZ)) / _LOG_STEP


def _hz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    knee = _KNEE_HZ / _LINEAR_HZ
    return np.where(mel < knee, mel * _LINEAR_HZ, _KNEE_HZ * np.exp(_LOG_STEP * (mel - knee)))
