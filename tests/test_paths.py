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


def test_a_flow_of_ones_own_is_found_where_the_data_folder_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session names it by a whole path, of a computer it may have been brought from; anything else stays as it is."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))
    made = paths.own_flows_dir() / "mine-12345678.yaml"
    made.parent.mkdir()
    made.write_text("", encoding="utf-8")
    for before in ("/home/ada/data/flows/mine-12345678.yaml", "C:\\Users\\ada\\flows\\mine-12345678.yaml", str(made)):
        assert paths.kept_flow(before) == str(made)
    for other in ("mock-15", "/home/ada/mine-12345678.yaml", "/home/ada/flows/other.yaml", ""):
        assert paths.kept_flow(other) == other
