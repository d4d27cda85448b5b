"""The natural voice: hibari-tts, a small neural model that ships inside its own package and needs no network."""

from __future__ import annotations

import importlib.util
import json
import threading
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from ..audio.protocols import Pcm
from ..availability import Availability, Missing, Ready
from ..errors import MissingPartError, NotFoundError
from ..inference import open_network
from .pronunciation import assets, phonemizer
from .protocols import Capabilities, Clip, VoiceInfo

_SEED = 7
"Of the model's noise part: the same text always gives the same samples."
_LOW = "low"
_LOW_PITCH = 0.66
"Pitch of the low voice against the model's own; with the longer tract below, about 105 Hz for a 185 Hz voice."
_LOW_TRACT = 0.88
"Formants of the low voice against the model's own: the ratio of vocal tract lengths, women to men, is about this."


@dataclass(eq=False)
class _Model:
    """One voice model of the package, for all engines that speak with it."""

    hibari: Any
    lock: threading.Lock = field(default_factory=threading.Lock)
    "The word analyser keeps state while it works."


_LOADED: WeakValueDictionary[str, _Model] = WeakValueDictionary()
"By name, as long as an engine holds it: two voices of one model (two interviewers, a simulated candidate) share it."
_LOADING = threading.Lock()


class HibariVoice:
    """hibari-tts as a voice engine: 24 kHz, about 20 ms to a sentence, one processor thread."""

    name = "hibari"
    capabilities = Capabilities(natural=True, repeatable=True, licence="Apache-2.0")
    default_voice = "heart"

    def __init__(self) -> None:
        if isinstance(found := self.availability(), Missing):
            raise MissingPartError(found.reason, where="voice hibari", fix=found.fix)
        self._models: dict[str, _Model] = {}

    @classmethod
    def availability(cls) -> Availability:
        """Whether the package is installed; imports nothing heavy."""
        if importlib.util.find_spec("hibari") is None:
            return Missing("the natural voice (package hibari-tts) is not installed.", "pip install hibari-tts")
        return Ready(f"hibari-tts {_package_version()}")

    @classmethod
    def version(cls) -> str:
        """Of the package and of our own low voice, for cache keys."""
        return f"{_package_version()}-{_SEED}-{_LOW_PITCH}-{_LOW_TRACT}"

    @classmethod
    def voices(cls) -> list[VoiceInfo]:
        """Only what is on disk: the package would download the other voices, and nothing here may use the network."""
        if isinstance(cls.availability(), Missing):
            return []
        from hibari.voices import VOICES

        found = [
            VoiceInfo(f"hibari:{key}", key.capitalize(), "en-GB" if row.get("british") else "en-US", row["gender"])
            for key, row in VOICES.items()
            if _local_file(key)
        ]
        if found:
            found.append(VoiceInfo(f"hibari:{_LOW}", "Low", found[0].language, "male"))
        return found

    def speak(self, text: str, *, voice: str | None = None, rate: float = 1.0) -> Clip:
        """Text to 24 kHz PCM. Voices: those of `voices()`, `low` being the model's first voice with a longer tract."""
        from hibari.voices import DEFAULT

        wanted = voice or DEFAULT
        model_name = DEFAULT if wanted == _LOW else wanted
        rate = min(2.0, max(0.5, rate))
        model = self._model(model_name)
        with model.lock:
            speak = _speak_low if wanted == _LOW else _speak
            pcm = speak(model.hibari, text, rate)
        return Clip(np.clip(pcm, -1.0, 1.0).astype(np.float32), int(model.hibari.sample_rate))

    def warm(self, voice: str | None = None) -> None:
        """Load everything a first sentence needs: half a second that the middle of a turn must not pay."""
        self.speak("Ready.", voice=voice)

    def _model(self, name: str) -> _Model:
        if name not in self._models:
            path = _local_file(name)
            if path is None:
                offered = ", ".join(row.id for row in self.voices())
                raise NotFoundError(
                    f"there is no voice hibari:{name} on this machine.", fix=f"Choose one of: {offered}."
                )
            with _LOADING:
                self._models[name] = _LOADED.get(name) or _LOADED.setdefault(name, _load(name, path))
        return self._models[name]


def _load(name: str, path: Path) -> _Model:
    from hibari import Hibari
    from hibari.voices import VOICES

    reader = phonemizer(bool(VOICES[name].get("british")), _package_version())  # None: the package reads its lists
    # As its constructor does it, but with a network that does not keep the memory of its longest sentence.
    model = Hibari.__new__(Hibari)
    model.voice, model.model_path, model._g2p = name, str(path), reader
    model.sess = open_network(path)
    try:
        model.vocab = json.loads((assets() / "vocab.json").read_text(encoding="utf-8"))
        if len(model("Ready.", seed=_SEED)):
            return _Model(model)
    except (OSError, ValueError, AttributeError, KeyError, TypeError):  # the package has changed inside
        pass
    return _Model(Hibari(voice=name, model=str(path), threads=1, g2p=reader))


def _speak(model: Any, text: str, rate: float) -> Pcm:
    return np.asarray(model(text, speed=rate, seed=_SEED), np.float32)


def _package_version() -> str:
    try:
        return version("hibari-tts")
    except PackageNotFoundError:
        return "unknown"


def _local_file(name: str) -> Path | None:
    """The model file of a voice if it is on disk, without ever fetching it."""
    from hibari.voices import VOICES, voice_path

    if name not in VOICES:
        return None
    try:
        path = Path(voice_path(name, download_missing=False))
    except OSError:
        return None
    return path if path.is_file() else None


def _speak_low(model: Any, text: str, rate: float) -> Pcm:
    """A second speaker from the same model: lower pitch and, by slowing the sound itself, lower formants.

    Playing at `_LOW_TRACT` of the speed scales formants and pitch together, as a longer vocal tract does; the network
    is asked for a quicker pace so that the result keeps the pace wanted.
    """
    import soxr
    from hibari import dsp

    rng = np.random.default_rng(_SEED)
    parts = []
    for phonemes in model.phonemize(text):
        ids = model.ids(phonemes)
        if len(ids) < 3:
            continue
        inputs = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([rate / _LOW_TRACT], np.float32)}
        lh, th, ln, lr, phi, f0 = (out[0] for out in model.sess.run(None, inputs))
        parts.append(dsp.synth(lh, th, ln, lr, phi, f0 * np.float32(_LOW_PITCH / _LOW_TRACT), rng))
    if not parts:
        return np.zeros(0, np.float32)
    return np.asarray(
        soxr.resample(np.concatenate(parts), model.sample_rate, model.sample_rate / _LOW_TRACT), np.float32
    )
