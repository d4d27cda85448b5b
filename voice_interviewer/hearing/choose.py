"""Which engines hear: from what the user asked for, and from what is installed."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ..audio.protocols import Pcm
from ..availability import Availability, Engines, Missing, Ready, load_engines, state_of
from ..errors import MissingPartError, ModelError, NotFoundError
from ..heap import give_back
from ..paths import at_home
from .again import is_known_size
from .model import Word
from .protocols import SpeechToText, TurnModel, VoiceActivity

RECOGNISERS = "voice_interviewer.recognisers"
VOICE_ACTIVITY = "voice_interviewer.voice_activity"
TURN_MODELS = "voice_interviewer.turn_models"
PREFERENCE = {RECOGNISERS: ("whisper",), VOICE_ACTIVITY: ("silero",), TURN_MODELS: ("smart-turn",)}
"Tried in this order for `auto`; engines of third parties follow."
WHAT = {RECOGNISERS: "recogniser", VOICE_ACTIVITY: "voice activity", TURN_MODELS: "turn model"}
_REINSTALL = "Reinstall the program: pip install --force-reinstall voice-interviewer"


@lru_cache(maxsize=8)
def engines(group: str) -> Engines:
    """Every registered engine of a group (`RECOGNISERS`, `VOICE_ACTIVITY`, `TURN_MODELS`)."""
    return load_engines(group, PREFERENCE[group])


def recogniser_maker(spec: str = "") -> Callable[[], SpeechToText]:
    """What makes the recogniser meant by `spec`; everything that can be checked without loading it is checked now.

    `spec`: a model of the preferred engine (`base`, a folder), an engine (`whisper`), or both (`whisper:base`); empty:
    the preferred engine's own choice. Raises NotFoundError for an unknown name, ModelError or MissingPartError with the
    mend when something is missing.
    """
    name, model = _split(spec)
    engine = _engine(RECOGNISERS, name)
    if model and isinstance(state := state_of(engine, model), Missing):
        raise ModelError(state.reason, where=f"{WHAT[RECOGNISERS]} {name or engine.name}", fix=state.fix)
    if not model and isinstance(state := state_of(engine), Missing):
        raise MissingPartError(state.reason, where=f"{WHAT[RECOGNISERS]} {name or engine.name}", fix=state.fix)

    def make() -> SpeechToText:
        made: SpeechToText = engine(model) if model else engine()
        return made

    return make


def make_recogniser(spec: str = "") -> SpeechToText:
    """The recogniser meant by `spec`, loaded; see `recogniser_maker`."""
    return recogniser_maker(spec)()


def ready_models() -> list[str]:
    """Names of the speech models on this computer whose accuracy is known, in no order."""
    from ..weights.manifest import all_models

    names = [model.folder.name for model in all_models() if is_known_size(model.folder.name)]
    engine = _engine(RECOGNISERS, "")
    return [name for name in names if isinstance(state_of(engine, name), Ready)]


def make_voice_activity(name: str = "") -> VoiceActivity:
    """The voice activity engine of this name, or the first that works here. Raises NotFoundError, MissingPartError."""
    made: VoiceActivity = _engine(VOICE_ACTIVITY, name)()
    return made


def turn_model(name: str = "") -> tuple[TurnModel | None, Availability]:
    """The turn model of this name, or the first that works here, and its state: without one, turns end by silence and
    words alone. Raises NotFoundError for an unknown name."""
    make, state = turn_model_maker(name)
    return (make() if make is not None else None), state


def turn_model_maker(name: str = "") -> tuple[Callable[[], TurnModel] | None, Availability]:
    """What makes it, and its state; as `turn_model`, and nothing is loaded yet."""
    found = engines(TURN_MODELS)
    try:
        engine = _engine(TURN_MODELS, name)
    except MissingPartError as error:
        return None, next(iter(found.availability().values()), Missing(error.what, error.fix))
    return engine, state_of(engine)


def _split(spec: str) -> tuple[str, str]:
    """(engine, model) of a spec; a folder is a model, whatever its name holds."""
    name, colon, model = spec.strip().partition(":")
    known = engines(RECOGNISERS)
    if at_home(spec).is_dir():
        return "", spec
    if name in known.classes or name in known.broken:
        return name, model
    return ("", spec) if not colon or len(name) == 1 or "/" in name or "\\" in name else (name, model)


def _engine(group: str, name: str) -> Any:
    """The class of this name, or the preferred one that works here."""
    found = engines(group)
    if name:
        if name in found.classes:
            return found.classes[name]
        if broken := found.broken.get(name):
            raise MissingPartError(broken.reason, where=f"{WHAT[group]} {name}", fix=broken.fix)
        near = difflib.get_close_matches(name, found.classes, n=1, cutoff=0.6)
        there = ", ".join(found.classes) or "none"
        raise NotFoundError(
            f"there is no {WHAT[group]} called {name!r}.",
            fix=f"Did you mean {near[0]}?" if near else f"There are: {there}.",
        )
    if group == RECOGNISERS and found.classes:
        return next(iter(found.classes.values()))
    for engine in found.classes.values():
        if isinstance(state_of(engine), Ready):
            return engine
    reasons = [
        f"{label}: {state.reason}. {state.fix}"
        for label, state in found.availability().items()
        if isinstance(state, Missing)
    ]
    raise MissingPartError(f"no {WHAT[group]} works here.", where=WHAT[group], fix="; ".join(reasons) or _REINSTALL)


class LoadingTurnModel:
    """A turn model that is loaded when it is told to, or first asked; one that cannot be says so then."""

    name = "loading"

    def __init__(self, make: Callable[[], TurnModel]) -> None:
        self._make = make
        self._real: TurnModel | None = None
        self._lock = threading.Lock()

    def start(self) -> TurnModel:
        """Load it now; at once when that was done."""
        with self._lock:
            if self._real is None:
                self._real = self._make()
            return self._real

    def __call__(self, pcm: Pcm) -> float:
        """As `TurnModel`. Raises what loading raises."""
        return self.start()(pcm)

    def close(self) -> None:
        """Wait for a load that is under way."""
        with self._lock:
            self._real = None


class LoadingRecogniser:
    """A recogniser that loads in a thread, so that the greeting need not wait for 75 MB of weights.

    `make` is what `recogniser_maker` gave: problems that can be seen beforehand were raised there.
    """

    def __init__(self, make: Callable[[], SpeechToText], *, start: bool = True) -> None:
        self.name = "loading"
        self._make = make
        self._real: SpeechToText | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._load, name="recogniser-load", daemon=True)
        self._begun = threading.Lock()
        if start:
            self.start()

    def start(self) -> None:
        """Begin to load; asking for words does too."""
        if self._begun.acquire(blocking=False):
            self._thread.start()

    def _load(self) -> None:
        try:
            self._real = self._make()
            give_back()
        except BaseException as error:  # handed to whoever asks for words
            self._error = error

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Word, ...]:
        """As `SpeechToText.transcribe`; waits for the weights the first time, and raises what loading them raised."""
        self.start()
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._real is not None
        return self._real.transcribe(pcm, vocabulary=vocabulary, fillers=fillers)

    def close(self) -> None:
        """Wait for a load that is still under way and let the weights go."""
        if self._thread.ident is not None:
            self._thread.join()
        self._real = None
