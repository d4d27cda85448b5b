"""Choices remembered between runs (patience, voice, devices, calibration): one small JSON file, replaced as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..disk import read_json, write_atomic
from ..paths import settings_file

KNOWN: dict[str, type] = {
    "patience": str,
    "acknowledge": str,
    "headphones": bool,
    "echo": str,
    "voice": str,
    "rate": float,
    "microphone": str,
    "loudspeaker": str,
    "judge": bool,
    "clock": bool,
}
"Remembered choices and their types."


def load_settings(path: Path | None = None) -> dict[str, Any]:
    """What was remembered; {} when there is nothing or the file is damaged (the next save replaces it).

    A known choice of another type is left out; what this version does not know is kept.
    """
    path = path or settings_file()
    try:
        settings = read_json(path)
    except (OSError, ValueError):
        return {}
    if not isinstance(settings, dict):
        return {}
    return {key: value for key, value in settings.items() if isinstance(value, KNOWN.get(key, object))}


def save_settings(settings: dict[str, Any], path: Path | None = None) -> None:
    """Remember these choices instead of the earlier ones; None removes a key. Raises StorageError."""
    kept = {key: value for key, value in settings.items() if value is not None}
    write_atomic(path or settings_file(), json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def remember(path: Path | None = None, **choices: Any) -> dict[str, Any]:
    """Change some choices, keep the others; returns all of them. Raises StorageError."""
    settings = {**load_settings(path), **choices}
    save_settings(settings, path)
    return load_settings(path)
