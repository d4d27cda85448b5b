"""Silero voice activity, one 32 ms block at a time."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ..audio.protocols import BLOCK, Pcm
from ..availability import Availability, Missing, Ready
from ..errors import ModelError
from ..inference import open_network
from .protocols import Capabilities

_CONTEXT = 64
"Samples of the block before that the network sees again (Silero VAD v5 and later, 16 kHz)."
_FILE = "silero_vad_v6.onnx"
_STATE = 128
"Width of its recurrent state."


def _network() -> Path | None:
    found = find_spec("faster_whisper")
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        if (path := Path(folder) / "assets" / _FILE).is_file():
            return path
    return None


class SileroVad:
    """Silero VAD v6 as bundled with faster-whisper, run with its recurrent state carried from block to block.

    faster-whisper itself feeds whole files; the network underneath takes any number of blocks together with the state
    `h`, `c` left by those before, so one block at a time gives the same probabilities. About 0.2 ms a block.
    """

    name = "silero"
    capabilities = Capabilities(repeatable=True, licence="MIT")

    @classmethod
    def availability(cls) -> Availability:
        """Whether the network lies where faster-whisper keeps it; nothing is imported for this."""
        return (
            Ready("v6") if _network() is not None else Missing("no voice activity model", "Reinstall faster-whisper.")
        )

    def __init__(self) -> None:
        """Load the network. Raises `ModelError` when it is not where faster-whisper keeps it."""
        path = _network()
        if path is None:
            raise ModelError("the voice activity model is missing", where=_FILE, fix="Reinstall faster-whisper.")
        self._session = open_network(path)
        self.reset()

    def reset(self) -> None:
        """Forget everything heard so far."""
        self._h = np.zeros((1, 1, _STATE), np.float32)
        self._c = np.zeros((1, 1, _STATE), np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)

    def probability(self, samples: Pcm) -> float:
        """float32, shape (512,), 16 kHz → probability of voice, 0 to 1. Stateful: feed blocks in order."""
        return float(self.probabilities(samples)[0])

    def probabilities(self, samples: Pcm) -> Pcm:
        """float32, shape (512·n,) → shape (n,); the same as n calls of `probability`, in one."""
        blocks = np.ascontiguousarray(samples, np.float32).reshape(-1, BLOCK)
        before = np.concatenate([self._context[None], blocks[:-1, -_CONTEXT:]])
        taken = np.concatenate([before, blocks], axis=1)
        out, self._h, self._c = self._session.run(None, {"input": taken, "h": self._h, "c": self._c})
        self._context = blocks[-1, -_CONTEXT:].copy()
        return np.asarray(out, np.float32).reshape(-1)
