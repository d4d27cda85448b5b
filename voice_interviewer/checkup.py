"""What works on this computer, and the mend for what does not: the same for `doctor` and for the page."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from .availability import Availability, Missing, Ready
from .disk import made_folder
from .errors import InterviewerError
from .paths import cache_dir, data_dir


@dataclass(frozen=True)
class Check:
    """One part, and its state."""

    part: str
    found: Availability
    needed: bool = True
    "Without it some kind of session is impossible."
    model: str = ""
    "The model that has to be fetched to mend it."


def checks(listen_s: float | None) -> list[Check]:
    """Everything a session may need; `listen_s` is how long to listen to the microphone, None leaves devices alone."""
    from .weights.check import inspect
    from .weights.manifest import all_models

    found: list[Check] = []
    if listen_s is not None:
        found += [
            Check("microphone", microphone(listen_s), needed=False),
            Check("loudspeaker", loudspeaker(), needed=False),
        ]
    found += voice_checks() + hearing_checks()
    for model in all_models():
        bad = [s for s in inspect(model) if s.state != "ok"]
        fix = f"voice-interviewer models fetch {model.name}"
        if model.shipped:  # it came with the program, and nothing can fetch it
            fix = "pip install --force-reinstall voice-interviewer (this model comes with it)"
        lacks = "; ".join(s.text for s in bad)
        if len(bad) == len(model.files) and {s.state for s in bad} == {"missing"} and not model.shipped:
            lacks = f"not fetched yet ({model.bytes / 1e6:.0f} MB)"
        state = Missing(lacks, fix) if bad else Ready(f"{model.title}, intact")
        found.append(Check(f"model {model.name}", state, needed=model.required, model=model.name if bad else ""))
    found.append(Check("data folder", data_folder()))
    found.append(Check("cache folder", cache_folder(), needed=False))
    return found


def voice_checks() -> list[Check]:
    """Every voice engine; one that works is enough."""
    from .voice.choose import availability

    found = availability()
    any_ready = any(isinstance(state, Ready) for state in found.values())
    return [Check(f"voice {name}", state, needed=not any_ready) for name, state in found.items()]


def hearing_checks() -> list[Check]:
    """Every engine of hearing. Without a turn model turns end by silence and words alone, so none is needed."""
    from .hearing.choose import RECOGNISERS, TURN_MODELS, VOICE_ACTIVITY, WHAT, engines

    found = []
    for group in (RECOGNISERS, VOICE_ACTIVITY, TURN_MODELS):
        states = engines(group).availability() or {"none": Missing("no engine is registered", "Reinstall the program.")}
        any_ready = any(isinstance(state, Ready) for state in states.values())
        needed = group != TURN_MODELS and not any_ready
        found += [Check(f"{WHAT[group]} {name}", state, needed) for name, state in states.items()]
    return found


def microphone(seconds: float) -> Availability:
    """The usual microphone, listened to for some seconds."""
    from .audio.devices import open_microphone
    from .audio.level import rms_dbfs
    from .audio.protocols import BLOCK_S

    try:
        with open_microphone() as microphone:
            levels = []
            for _ in range(round(seconds / BLOCK_S)):
                block = microphone.read(2.0)
                if block is None:
                    return Missing(f"“{microphone.name}” delivers no sound.", "Check its plug and its permission.")
                levels.append(rms_dbfs(block.samples))
    except InterviewerError as err:
        return Missing(err.what, err.fix or "Plug one in, or practise with `--candidate apologetic`.")
    loud, quiet = max(levels), sorted(levels)[len(levels) // 2]
    detail = f"“{microphone.name}”, loudest {loud:.0f} dBFS, room {quiet:.0f} dBFS"
    if loud < -80:
        return Missing(f"{detail}: digital silence.", "Unmute it, raise its level, or allow microphone access.")
    return Ready(detail + (" (clipping: lower its level)" if loud > -1 else ""))


def loudspeaker() -> Availability:
    """The usual loudspeaker."""
    from .audio.portaudio import default_speaker

    try:
        return Ready(f"“{default_speaker().name}”")
    except InterviewerError as err:
        return Missing(err.what, err.fix or "Plug one in; until then questions are shown as text.")


def data_folder() -> Availability:
    """Whether sessions can be kept."""
    return _writable(data_dir(), "VOICE_INTERVIEWER_DATA")


def cache_folder() -> Availability:
    """Whether what can be made again is kept; without it everything works, and is made each time."""
    return _writable(cache_dir(), "VOICE_INTERVIEWER_CACHE")


def _writable(folder: Path, variable: str) -> Availability:
    try:
        made_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            return Ready(str(folder))
    except OSError as err:
        return Missing(f"{folder} cannot be written ({err.strerror}).", f"Set {variable} to another folder.")
