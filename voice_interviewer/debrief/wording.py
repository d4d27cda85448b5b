"""The debrief's own words for every key, read from `wording.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def wording() -> dict[str, dict[str, Any]]:
    """The whole file; sections as named there."""
    text = files(__package__).joinpath("wording.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return loaded


def about(label: str) -> dict[str, str]:
    """Name, title, cost, praise and drill (as far as it has them) of a label or measure; {} for an unknown one."""
    for section in ("costs", "signals", "strengths", "disfluencies", "measures"):
        entry = wording()[section].get(label)
        if entry is not None:
            found: dict[str, str] = entry
            return found
    return {}


def name(label: str) -> str:
    """The short name shown for a label."""
    return about(label).get("name", label.replace("_", " "))


def say(section: str, key: str | None) -> str:
    """A word or phrase of a plain section (`patterns`, `states`, `reactions`, `parts` …); the key itself if unknown."""
    if key is None:
        return ""
    entry = wording()[section].get(key, key.replace("_", " "))
    return str(entry["name"] if isinstance(entry, dict) else entry)


def family(label: str) -> str:
    """cost | signal | strength | disfluency | other: which of the lists of `language.keys` a label stands in."""
    from ..rubric import keys

    if label in keys.COSTS:
        return "cost"
    if label in keys.SIGNALS:
        return "signal"
    if label in keys.STRENGTHS:
        return "strength"
    return "disfluency" if label in keys.DISFLUENCIES else "other"
