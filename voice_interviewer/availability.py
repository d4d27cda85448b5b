"""What every exchangeable part (voice, microphone, recogniser) can say about itself, and how parts are found.

An engine is a small class that satisfies one of the protocols of its room (`audio.protocols`, `hearing.protocols`,
`voice.protocols`). Heavy imports belong in its constructor. Built-in engines register through the same entry points as
third-party ones (`pyproject.toml`, groups `voice_interviewer.voices` and `voice_interviewer.recognisers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine works here."""

    detail: str = ""
    "What was found: a version, a device name, a file."


@dataclass(frozen=True, slots=True)
class Missing:
    """The engine cannot work here."""

    reason: str
    "What is absent, in plain words."
    fix: str
    "What to do, as one command or sentence."


Availability = Ready | Missing


def load_engines(group: str) -> dict[str, Any]:
    """All engine classes registered under an entry-point group, by name; one that fails to import is left out."""
    found: dict[str, Any] = {}
    for point in entry_points(group=group):
        try:
            found[point.name] = point.load()
        except ImportError:
            continue
    return found
