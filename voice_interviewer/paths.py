"""Where things are on disk, the same way on every operating system.

`VOICE_INTERVIEWER_DATA` and `VOICE_INTERVIEWER_CACHE` override the user's data and cache folders (tests use them).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import platformdirs

_APP = "voice-interviewer"


def at_home(path: str | Path) -> Path:
    """A path that may begin with `~`, the home folder also where no shell has read it.

    Never raises, whatever home there is (`Path.expanduser` does): then it stays as it is.
    """
    return Path(os.path.expanduser(path))  # noqa: PTH111


def _given(variable: str) -> Path | None:
    """The folder that a variable names, or None."""
    named = os.environ.get(variable)
    return at_home(named) if named else None


def data_dir() -> Path:
    """The user's data folder: sessions, models, settings."""
    return _given("VOICE_INTERVIEWER_DATA") or Path(platformdirs.user_data_dir(_APP, appauthor=False))


def cache_dir() -> Path:
    """What can be made again: synthesised prompts, downloads in progress."""
    return _given("VOICE_INTERVIEWER_CACHE") or Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def heard_dir() -> Path:
    """What was heard in reviewed files, so that a review that was stopped goes on."""
    return cache_dir() / "heard"


def reviews_dir() -> Path:
    """Files dropped on the page to be reviewed, and what came of them; one folder a review."""
    return data_dir() / "reviews"


def stories_file() -> Path:
    """The candidate's story bank."""
    return data_dir() / "stories.json"


def sessions_dir() -> Path:
    """One folder a session."""
    return data_dir() / "sessions"


def own_flows_dir() -> Path:
    """Flows made from the user's questions, posting and notes: a session of one can go on and be retaken."""
    return data_dir() / "flows"


def kept_flow(flow: str) -> str:
    """Where the flow is now that a session names: one made from the user's own material moves with the data folder.

    Any other name or path comes back as it is.
    """
    *folders, name = re.split(r"[\\/]", flow)
    if folders[-1:] != [own_flows_dir().name] or Path(flow).is_file():
        return flow
    here = own_flows_dir() / name
    return str(here) if here.is_file() else flow


def models_dir() -> Path:
    """Fetched weights, one folder a model."""
    return data_dir() / "models"


def settings_file() -> Path:
    """Remembered choices (patience, voice, devices)."""
    return data_dir() / "settings.json"


def shipped(folder: str) -> Path:
    """`models` or `question_flows` as shipped: at the top of a checkout, or packed into the wheel."""
    package = Path(__file__).resolve().parent
    packed = package / f"_{folder}"
    return packed if packed.is_dir() else package.parent / folder
