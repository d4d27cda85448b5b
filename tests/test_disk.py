"""What is written is private, whole, checked beforehand, and never one of the files that are read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from voice_interviewer.disk import (
    check_outputs,
    is_full,
    private_folder,
    storage_error,
    tighten,
    write_atomic,
    write_output,
)
from voice_interviewer.errors import StorageError, UsageError
from voice_interviewer.sessions.journal import Session

posix = pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def usual_umask():
    """The umask most systems have."""
    old = os.umask(0o022)
    yield
    os.umask(old)


@posix
def test_a_session_is_its_users_alone(tmp_path: Path) -> None:
    """Every folder 0700 and every file 0600, from the first moment."""
    with Session.create(tmp_path / "data" / "sessions", {"flow": "kit"}) as session:
        session.audio_path(1)
        session.write_file("debrief.html", "page")
        kept = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
        assert {mode(p) for p in kept if p.is_dir()} == {0o700}
        assert {mode(p) for p in kept if p.is_file()} == {0o600}


@posix
def test_an_older_sessions_rights_are_tightened_when_opened(tmp_path: Path) -> None:
    """What an earlier version left open to others is closed."""
    with Session.create(tmp_path, {"flow": "kit"}) as session:
        file = session.audio_path(1)
        file.write_bytes(b"x")
    file.chmod(0o644)
    session.path.chmod(0o755)
    Session.open(session.id, tmp_path)
    assert (mode(file), mode(session.path)) == (0o600, 0o700)


@posix
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Only what lies here is closed."""
    outside = tmp_path / "outside"
    outside.write_text("x")
    (private_folder(tmp_path / "in") / "link").symlink_to(outside)
    tighten(tmp_path / "in")
    assert mode(outside) == 0o644


@pytest.mark.parametrize("name", ["same", "dotted", "link", "hard link"])
def test_an_input_is_never_an_output(tmp_path: Path, name: str) -> None:
    """The same file is refused under every name it has, and stays as it is."""
    source = tmp_path / "t.txt"
    source.write_text("words")
    out = {"same": source, "dotted": tmp_path / "." / "t.txt"}.get(name, tmp_path / "other")
    if name == "link":
        out.symlink_to(source)
    elif name == "hard link":
        out.hardlink_to(source)
    with pytest.raises(UsageError, match="is read, so it cannot be written"):
        check_outputs([out], [source])
    assert source.read_text() == "words"


def test_outputs_are_checked_before_the_work(tmp_path: Path) -> None:
    """A folder, a file below a file, two outputs in one: refused, and the check leaves nothing behind."""
    file = tmp_path / "file"
    file.write_text("x")
    for wrong in ([tmp_path], [file / "below"], [tmp_path / "a", tmp_path / "." / "a"]):
        with pytest.raises((UsageError, StorageError)):
            check_outputs(wrong)
    check_outputs([tmp_path / "new", None])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


@posix
def test_a_file_asked_for_has_the_usual_rights(tmp_path: Path) -> None:
    """What the user names is theirs to share: the umask's rights, or those the file had."""
    write_output(tmp_path / "deep" / "new.json", "{}")
    assert mode(tmp_path / "deep" / "new.json") == 0o644
    (tmp_path / "deep" / "new.json").chmod(0o640)
    write_output(tmp_path / "deep" / "new.json", "[]")
    assert mode(tmp_path / "deep" / "new.json") == 0o640
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["new.json"]


def test_a_link_asked_for_stays_a_link(tmp_path: Path) -> None:
    """Written through a link, what it points to changes and the link stays."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_output(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "new"


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a file nor a rest of a new one."""
    (tmp_path / "a").write_text("old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    for write in (write_atomic, write_output):
        with pytest.raises(StorageError, match="disk is full"):
            write(tmp_path / "a", "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]


def test_a_full_disk_is_called_so_whoever_meets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's number decides; a library that gives none is not believed, the disk is asked."""
    assert is_full(OSError(errno.ENOSPC, "No space"), tmp_path)
    assert not is_full(OSError(errno.EACCES, "No"), tmp_path)
    assert not is_full(RuntimeError("System error."), tmp_path / "not" / "yet")
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 4096})())
    assert is_full(RuntimeError("System error."), tmp_path)
    assert "the disk is full" in str(storage_error(RuntimeError("System error."), tmp_path))


def test_a_disk_that_can_only_be_read_is_not_blamed_on_permissions(tmp_path: Path) -> None:
    """Nobody changes the permissions of a CD."""
    told = storage_error(OSError(errno.EROFS, "Read-only file system"), tmp_path)
    assert "can only be read" in str(told) and "permissions" not in str(told)
    assert "permissions" in str(storage_error(OSError(errno.EACCES, "Permission denied"), tmp_path))


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EIO])
def test_only_a_folder_of_ours_is_moved_by_its_variable(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever named the output chooses another; and of two of ours, one in the other, the inner one decides."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path / "data" / "cache"))
    refused = OSError(number, "Refused")
    for place, variable in (
        (tmp_path / "data", "VOICE_INTERVIEWER_DATA"),
        (Path("data", "sessions", "a"), "VOICE_INTERVIEWER_DATA"),
        (tmp_path / "data" / "cache" / "heard", "VOICE_INTERVIEWER_CACHE"),
    ):
        assert f"et {variable} to a" in storage_error(refused, place).fix
    for place in (tmp_path / "data-of-mine" / "out", Path("out.json"), tmp_path):
        fix = storage_error(refused, place).fix
        assert "VOICE_INTERVIEWER" not in fix and "hoose a" in fix
