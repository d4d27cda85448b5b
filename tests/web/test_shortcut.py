"""The start icon: it starts the page with this Python, stands on the desktop, and is refused in words."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from voice_interviewer.cli.app import run
from voice_interviewer.errors import StorageError, UsageError
from voice_interviewer.web import shortcut

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktop entries are Linux's")


@linux
def test_an_icon_starts_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A desktop entry for the desktop and one for the menu, each with this Python, our command and our icon."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("pyshortcuts.linux.get_homedir", lambda public=False: str(tmp_path))
    assert run(["web", "--shortcut"]) == 0
    made = sorted(tmp_path.rglob("*.desktop"))
    assert len(made) == 2 and all(str(path) in capsys.readouterr().out for path in made[:1])
    text = made[0].read_text()
    assert f"Exec={Path(sys.executable).as_posix()} -m voice_interviewer web" in text
    icon = next(line for line in text.splitlines() if line.startswith("Icon="))
    assert Path(icon.removeprefix("Icon=")).name == "icon.svg" and Path(icon.removeprefix("Icon=")).is_file()
    assert os.access(made[0], os.X_OK)


@linux
def test_a_desktop_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """In one line, and nothing is made."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr("pyshortcuts.linux.get_homedir", lambda public=False: str(blocked))
    with pytest.raises(StorageError, match="cannot be written"):
        shortcut.make_shortcut()


@linux
def test_a_path_with_a_space_is_refused(monkeypatch: pytest.MonkeyPatch):
    """The entry would start something else."""
    monkeypatch.setattr(sys, "executable", "/opt/my programs/python")
    with pytest.raises(UsageError, match="space"):
        shortcut.make_shortcut()


def test_icons_of_every_system_are_there():
    """Each in its own format."""
    heads = {"icon.ico": b"\x00\x00\x01\x00", "icon.icns": b"icns", "icon.svg": b"<svg"}
    assert {name: (shortcut.STATIC / name).read_bytes()[:4] for name in heads} == heads
