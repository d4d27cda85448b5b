"""Choices remembered between runs (patience, voice, devices, calibration): one small JSON file, replaced as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..paths import settings_file
from .journal import write_atomic


def load_settings(path: Path | None = None) -> dict[str, Any]:
    """What was remembered; {} when there is nothing or the file is damaged (the next save replaces it)."""
    path = path or settings_file()
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return settings if isinstance(settings, dict) else {}


def save_settings(settings: dict[str, Any], path: Path | None = None) -> None:
    """Remember these choices instead of the earlier ones; None removes a key. Raises StorageError."""
    kept = {key: value for key, value in settings.items() if value is not None}
    write_atomic(path or settings_file(), json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def remember(path: Path | None = None, **choices: Any) -> dict[str, Any]:
    """Change some choices, keep the others; returns all of them. Raises StorageError."""
    settings = {**load_settings(path), **choices}
    save_settings(settings, path)
    return load_settings(path)
