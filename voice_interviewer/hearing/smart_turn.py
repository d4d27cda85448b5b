"""smart-turn v3.2: does the sound of the last seconds end a turn? Optional; one voice among several in the decision.

The model (Daily, BSD-2-Clause; 8.7 MB, Whisper-tiny encoder with a classifier) hears the last 8 s of the candidate's
turn. It judges the sentence, not the answer: inside monologues it says "complete" at about half of the pauses. A score
that rises through the pause says more than one value, so it is asked several times.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..audio.decoding import later
from ..audio.protocols import RATE_HZ, Pcm
from ..availability import Availability, Missing, Ready
from ..errors import ModelError
from ..paths import models_dir
from ..weights.check import usable
from .network import load_network
from .protocols import Capabilities

_SECONDS = 8
_FRAMES = 800


def model_file() -> Path:
    """Where `models fetch` puts the model."""
    return models_dir() / "smart-turn-v3.2" / "smart-turn-v3.2-cpu.onnx"


class SmartTurn:
    """Sound of a turn → probability that the turn is complete."""

    name = "smart-turn"
    capabilities = Capabilities(repeatable=True, licence="BSD-2-Clause")

    def __init__(self, path: str | Path | None = None) -> None:
        """Load the model, by default the fetched one. Raises `ModelError`."""
        later()  # PyAV
        from faster_whisper.feature_extractor import FeatureExtractor

        file = Path(path) if path is not None else model_file()
        self._session = load_network(file, "turn model", "Run `voice-interviewer models fetch`.")
        self._features = FeatureExtractor(chunk_length=_SECONDS)

    @classmethod
    def availability(cls) -> Availability:
        """Whether the model has been fetched, with the bytes it must have (0.01 s)."""
        file = model_file()
        if not file.is_file():
            return Missing("no turn model", "Fetch it: voice-interviewer models fetch smart-turn")
        try:
            usable("smart-turn", thorough=True)
        except ModelError:
            return Missing("the turn model is damaged", "Mend it: voice-interviewer models fetch smart-turn")
        return Ready(file.name)

    def __call__(self, pcm: Pcm) -> float:
        """float32 mono 16 kHz, the turn up to now with the silence at its end → probability, 0 to 1. 40 to 90 ms.

        The last 8 s count; shorter turns are filled up with silence in front. The samples are brought to zero mean and
        unit variance first, as in the training of the model.
        """
        wanted = _SECONDS * RATE_HZ
        heard = pcm[-wanted:].astype(np.float32)
        heard = np.concatenate([np.zeros(wanted - len(heard), np.float32), heard])
        heard = (heard - heard.mean()) / np.sqrt(heard.var() + 1e-7)
        features = self._features(heard, padding=0)[:, :_FRAMES].astype(np.float32)
        return float(self._session.run(None, {"input_features": features[None]})[0].reshape(-1)[0])
