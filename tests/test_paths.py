"""Where things are, as the user's variables say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interviewer import paths


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a variable that no shell has read, such as one of a service or a .env file; no folder is called ~."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", "~/interviews")
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", "~/cache")
    assert (paths.data_dir(), paths.cache_dir()) == (tmp_path / "interviews", tmp_path / "cache")
