"""What every exchangeable part (voice, recogniser, voice activity, turn model) says of itself, and how parts are found.

An engine is a small class that satisfies one of the protocols of its room (`hearing.protocols`, `voice.protocols`):
`name`, frozen `capabilities`, `availability()`, and the one to three methods that do the work. Heavy imports belong in
its constructor. Built-in engines register through the same entry points as third-party ones (`pyproject.toml`):

    voice_interviewer.voices           text to PCM
    voice_interviewer.recognisers      PCM to words
    voice_interviewer.voice_activity   is this voice?
    voice_interviewer.turn_models      is this turn over?
    voice_interviewer.wording          a follow-up in other words; off unless asked for

A plug-in that cannot be loaded costs nothing but itself: it is named with its distribution and the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from .errors import NotFoundError


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


@dataclass(frozen=True, slots=True)
class Engines:
    """Everything registered under one entry-point group."""

    classes: Mapping[str, Any]
    "Engine classes by name, preferred ones first."
    broken: Mapping[str, Missing] = field(default_factory=dict)
    "Plug-ins that could not be loaded, each with its distribution and the reason."

    def availability(self) -> dict[str, Availability]:
        """What each engine says of itself, and each broken plug-in what is wrong with it."""
        return {name: state_of(engine) for name, engine in self.classes.items()} | dict(self.broken)

    def ready(self) -> list[str]:
        """Names of those that work here, preferred ones first."""
        return [name for name, engine in self.classes.items() if isinstance(state_of(engine), Ready)]


def state_of(engine: Any, *given: str) -> Availability:
    """`engine.availability(…)`; an engine that fails even at that is missing, and says why.

    Raises NotFoundError where a model is given whose name the engine does not know.
    """
    try:
        found: Availability = engine.availability(*given)
    except NotFoundError:
        raise
    except Exception as error:
        return Missing(
            f"it fails when asked whether it works ({type(error).__name__}: {error})", "Update or remove it."
        )
    return found


def load_engines(group: str, preferred: tuple[str, ...] = ()) -> Engines:
    """All engines registered under an entry-point group: `preferred` names first, the others in alphabetical order.

    Whatever a plug-in does wrong while it is loaded, the others are there.
    """
    found: dict[str, Any] = {}
    broken: dict[str, Missing] = {}
    for point in sorted(
        entry_points(group=group), key=lambda p: (not p.value.startswith("voice_interviewer."), p.name)
    ):
        if point.name in found:
            name = f"{point.name} ({_distribution(point)})"
            broken[name] = Missing(f"the name “{point.name}” is taken already", _removal(point))
            continue
        try:
            found[point.name] = point.load()
        except Exception as error:
            reason = f"the plug-in of {_distribution(point)} cannot be loaded ({type(error).__name__}: {error})"
            broken[point.name] = Missing(reason, _removal(point))
    return in_order(found, preferred, broken)


def in_order(
    found: Mapping[str, Any], preferred: tuple[str, ...] = (), broken: Mapping[str, Missing] | None = None
) -> Engines:
    """Engines by name, `preferred` ones first, the others in alphabetical order."""
    order = [*(name for name in preferred if name in found), *sorted(set(found) - set(preferred))]
    return Engines({name: found[name] for name in order}, broken or {})


def _distribution(point: EntryPoint) -> str:
    dist = point.dist
    return f"{dist.name} {dist.version}" if dist is not None else point.value.partition(":")[0]


def _removal(point: EntryPoint) -> str:
    name = point.dist.name if point.dist is not None else point.value.partition(".")[0]
    return f"Update or remove it: pip uninstall {name}"
