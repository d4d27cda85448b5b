"""A start icon on the desktop, for people who never open a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from ..errors import StorageError, UsageError
from .pages import STATIC

NAME = "Voice Interviewer"
_ICONS = {"win32": "icon.ico", "darwin": "icon.icns"}


def make_shortcut() -> list[Path]:
    """Put the icon on the desktop, and into the start menu where there is one; returns the files that were made.

    Raises UsageError where this system cannot start a program from such a path, StorageError for a full or read-only
    desktop.
    """
    import pyshortcuts

    program = sys.executable
    if " " in program and sys.platform != "win32":
        raise UsageError(
            "an icon cannot start a program whose path has a space in it.",
            where=program,
            fix="Install voice-interviewer in a folder without one.",
        )
    try:
        made = pyshortcuts.make_shortcut(
            "-m voice_interviewer web",
            name=NAME,
            description="A spoken mock interview, on this computer alone",
            icon=str(STATIC / _ICONS.get(sys.platform, "icon.svg")),
            executable=program,
            terminal=True,
        )
    except OSError as error:
        raise StorageError(
            f"the icon cannot be written ({error.strerror or error}).", where=str(error.filename or "desktop")
        ) from error
    folders = dict.fromkeys((made.desktop_dir, made.startmenu_dir))
    return [file for folder in folders if folder and (file := Path(folder, made.target)).exists()]
