"""Remembered choices."""

from __future__ import annotations

from pathlib import Path

from voice_interviewer.sessions.settings import load_settings, remember, save_settings


def test_choices_are_remembered(tmp_path: Path) -> None:
    """What was saved is loaded again; None forgets a choice."""
    path = tmp_path / "deep" / "settings.json"
    save_settings({"patience": "long", "voice": None}, path)
    assert load_settings(path) == {"patience": "long"}
    assert remember(path, headphones=True) == {"patience": "long", "headphones": True}
    assert remember(path, patience=None) == {"headphones": True}


def test_a_damaged_file_counts_as_nothing(tmp_path: Path) -> None:
    """Settings that cannot be read never stop the program."""
    path = tmp_path / "settings.json"
    path.write_text("{broken")
    assert load_settings(path) == {}
    path.write_text("[1]")
    assert load_settings(path) == {}
