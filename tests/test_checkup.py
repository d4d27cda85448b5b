"""What `doctor` says of the folders: where both are, made for their user alone, and how to mend one of no use."""

import os
import stat
from pathlib import Path

import pytest

from voice_interviewer.availability import Missing, Ready
from voice_interviewer.checkup import cache_folder, checks, data_folder
from voice_interviewer.weights.manifest import model_named


def test_both_folders_are_told() -> None:
    """SECURITY.md sends people here for where everything lies; only the data folder is needed."""
    told = {check.part: check for check in checks(None) if "folder" in check.part}
    assert isinstance(told["data folder"].found, Ready) and isinstance(told["cache folder"].found, Ready)
    assert (told["data folder"].needed, told["cache folder"].needed) == (True, False)


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_a_folder_made_by_the_check_is_its_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Often it is the first command of all: the data folder that it makes is private, one that was there stays."""
    old = os.umask(0o022)
    try:
        for name, mode in (("new/data", 0o700), ("old", 0o755)):
            if name == "old":
                (tmp_path / name).mkdir()
            monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path / name))
            assert data_folder() == Ready(str(tmp_path / name))
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == mode
    finally:
        os.umask(old)


def test_a_folder_that_cannot_be_made_is_named_with_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in its place: which folder, and which variable moves it."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path / "file" / "cache"))
    found = cache_folder()
    assert isinstance(found, Missing)
    assert str(tmp_path / "file" / "cache") in found.reason and "VOICE_INTERVIEWER_CACHE" in found.fix


def test_a_model_that_was_never_fetched_is_not_told_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size says what the mend will cost; a model with a hole is told which file."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))

    def told() -> str:
        (check,) = (check for check in checks(None) if check.model == "tiny-en")
        assert isinstance(check.found, Missing)
        return check.found.reason

    assert told() == "not fetched yet (78 MB)"
    folder = model_named("tiny-en").folder
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    assert "model.bin is missing" in told()
