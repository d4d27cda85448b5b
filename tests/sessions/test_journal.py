"""The journal loses nothing that was written, and says what it could not read."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voice_interviewer.errors import NotFoundError, StorageError
from voice_interviewer.progress.forget import delete_session
from voice_interviewer.sessions import journal
from voice_interviewer.sessions.journal import Session, list_sessions

NOW = datetime(2026, 11, 22, 14, 5, 30, tzinfo=UTC)


OPEN: list[Session] = []


def make(root: Path, **meta: object) -> Session:
    OPEN.append(Session.create(root, {"flow": "first-five", **meta}, now=NOW))
    return OPEN[-1]


@pytest.fixture(autouse=True)
def close_all() -> Iterator[None]:
    """Sessions a test left open are closed after it."""
    yield
    while OPEN:
        OPEN.pop().close()


def test_the_id_says_when_and_what(tmp_path: Path) -> None:
    """An id is the minute and the flow's name, so a folder listing is in order and readable."""
    assert make(tmp_path).id == "2026-11-22-1405-first-five"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("First Five!", "first-five"),
        ("../../etc/passwd", "etc-passwd"),
        ("flows/My Flow.yaml", "my-flow"),
        ("…", "session"),
    ],
)
def test_any_name_makes_a_harmless_folder(name: str, slug: str) -> None:
    """Whatever a flow is called, its folder has letters, digits and dashes only."""
    assert journal.slug(name) == slug


def test_sessions_of_the_same_minute_do_not_meet(tmp_path: Path) -> None:
    """Two sessions begun in one minute get folders of their own."""
    ids = [make(tmp_path).id for _ in range(3)]
    assert ids == ["2026-11-22-1405-first-five", "2026-11-22-1405-first-five-2", "2026-11-22-1405-first-five-3"]


def test_records_come_back_in_order_over_several_openings(tmp_path: Path) -> None:
    """Numbers go on counting when a journal is opened again."""
    with make(tmp_path) as session:
        session.append("note", {"text": "é “quoted” \u202e"}, 1.25)
    with Session.open(session.id, tmp_path) as again:
        again.append("end", {"reason": "finished"}, 2.0)
        entries = again.entries()
    assert [(e.n, e.kind) for e in entries] == [(0, "meta"), (1, "note"), (2, "end")]
    assert entries[1].data == {"text": "é “quoted” \u202e"} and entries[1].at_s == 1.25
    assert again.finished and again.damaged == 0


def test_a_cut_last_line_costs_only_itself(tmp_path: Path) -> None:
    """A process killed while writing loses that record; the next one starts on a line of its own."""
    session = make(tmp_path)
    session.append("note", {"text": "kept"})
    session.close()
    path = session.path / "journal.jsonl"
    path.write_bytes(path.read_bytes() + b'{"n":2,"at_s":0,"wall":"","kind":"note","da')
    with Session.open(session.path) as again:
        again.append("note", {"text": "after"})
        texts = [e.data["text"] for e in again.of("note")]
    assert texts == ["kept", "after"]
    assert again.damaged == 1
    assert (session.path / "journal.damaged").read_bytes() == b'{"n":2,"at_s":0,"wall":"","kind":"note","da\n'


@pytest.mark.parametrize(
    "junk", [b"\x00\xff\xfe", b"[]", b"{}", b'{"n":1,"at_s":0,"wall":"","kind":"x","data":[]}', b"[" * 9000]
)
def test_damaged_lines_are_kept_aside_and_the_rest_is_used(tmp_path: Path, junk: bytes) -> None:
    """Any unreadable line is set aside byte for byte, and the records around it are read."""
    session = make(tmp_path)
    session.append("note", {"text": "one"})
    path = session.path / "journal.jsonl"
    path.write_bytes(path.read_bytes() + junk + b"\n")
    session.close()
    session.append("note", {"text": "two"})
    assert [e.data["text"] for e in session.of("note")] == ["one", "two"]
    assert session.damaged == 1
    assert (session.path / "journal.damaged").read_bytes() == junk + b"\n"


def test_a_full_disk_is_said_and_what_was_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up in the middle of a record gives a StorageError; earlier and later records are whole."""
    session = make(tmp_path)
    session.append("note", {"text": "before"})
    real = session._file
    assert real is not None

    class Full:
        def write(self, data: bytes) -> int:
            real.write(data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")

        def fileno(self) -> int:
            return real.fileno()

        def close(self) -> None:
            real.close()

    monkeypatch.setattr(session, "_file", Full())
    with pytest.raises(StorageError, match="disk is full"):
        session.append("note", {"text": "lost"})
    monkeypatch.setattr(session, "_file", real)
    session.append("note", {"text": "after"})
    session.close()
    assert [e.data["text"] for e in Session(session.path).of("note")] == ["before", "after"]


def test_answers_are_forced_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer's record is synced before `append` returns; an event is not waited for."""
    synced: list[int] = []
    session = make(tmp_path)
    monkeypatch.setattr(journal.os, "fsync", lambda fd: synced.append(fd))
    session.append("event", {"type": "Started"})
    assert not synced
    session.append("heard", {"turn": 1})
    assert len(synced) == 1
    session.close()


def test_an_unwritable_folder_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused folder becomes one line with the mend, not a traceback."""

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))
    with pytest.raises(StorageError, match="VOICE_INTERVIEWER_DATA"):
        make(tmp_path / "no")


def test_a_session_is_found_by_id_beginning_part_and_last(tmp_path: Path) -> None:
    """A session is found as people name it; `last` is the one begun last."""
    first = Session.create(tmp_path, {}, now=NOW, name="alpha")
    later = Session.create(tmp_path, {}, now=NOW.replace(hour=15), name="beta")
    for session in (first, later):
        session.close()
    assert Session.open("last", tmp_path).id == later.id
    assert Session.open("2026-11-22-1405", tmp_path).id == first.id
    assert Session.open("beta", tmp_path).id == later.id
    assert Session.open(first.path / "journal.jsonl").id == first.id


@pytest.mark.parametrize(
    ("which", "says"),
    [
        ("2026", "2 sessions fit"),
        ("2026-11-22-1405-alpah", "Did you mean"),
        ("nothing", "no such session"),
        ("/a/b", "no session here"),
    ],
)
def test_a_session_that_is_not_there_is_explained(tmp_path: Path, which: str, says: str) -> None:
    """An unknown or ambiguous name says so and helps on."""
    Session.create(tmp_path, {}, now=NOW, name="alpha").close()
    Session.create(tmp_path, {}, now=NOW.replace(hour=15), name="beta").close()
    with pytest.raises(NotFoundError, match=says):
        Session.open(which, tmp_path)


def test_last_without_a_session_says_how_to_start(tmp_path: Path) -> None:
    """`last` in an empty folder points at `practice`."""
    with pytest.raises(NotFoundError, match="practice"):
        Session.open("last", tmp_path)


def test_delete_removes_everything_and_nothing_else(tmp_path: Path) -> None:
    """Deleting takes the whole folder of that session and leaves the others."""
    session, other = make(tmp_path), make(tmp_path)
    session.audio_path(1).write_bytes(b"sound")
    session.write_file("debrief.html", "page")
    session.close()
    other.close()
    assert delete_session(session.id, tmp_path) == session.path
    assert not session.path.exists()
    assert [s.id for s in list_sessions(tmp_path)] == [other.id]
    stray = tmp_path / "no-session"
    stray.mkdir()
    with pytest.raises(NotFoundError):
        delete_session(stray.name, tmp_path)
    assert stray.exists()


def test_the_list_tells_what_each_session_was(tmp_path: Path) -> None:
    """A listed session carries its flow, candidate, number of answers and whether it ended."""
    with make(tmp_path, candidate="ready") as session:
        session.append("heard", {"turn": 1})
        session.append("heard", {"turn": 1})
        session.append("heard", {"turn": 2})
        session.append("end", {"reason": "finished"})
    (listed,) = list_sessions(tmp_path)
    assert (listed.flow, listed.candidate, listed.answers, listed.finished) == ("first-five", "ready", 2, True)


def test_audio_paths_are_numbered_and_takes_do_not_overwrite(tmp_path: Path) -> None:
    """Each answer and each take has a file of its own under audio/."""
    session = make(tmp_path)
    assert session.audio_path(3).relative_to(session.path).as_posix() == "audio/03.flac"
    assert session.audio_path(3, take=2).name == "03-take2.flac"
    session.close()


def test_a_file_is_written_at_once_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails leaves the old file and no rest of the new one."""
    session = make(tmp_path)
    session.write_file("debrief.json", "old")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StorageError):
        session.write_file("debrief.json", "new")
    assert (session.path / "debrief.json").read_text() == "old"
    assert sorted(p.name for p in session.path.iterdir()) == ["debrief.json", "journal.jsonl", "session.lock"]
    session.close()


def test_every_line_is_ascii_json(tmp_path: Path) -> None:
    """A journal line is one JSON object in ASCII, whatever was said, so no separator or surrogate can break it."""
    with make(tmp_path) as session:
        session.append("note", {"text": "\u2028\u2029\ud800 \n 日本"})
        lines = (session.path / "journal.jsonl").read_bytes().splitlines()
    assert len(lines) == 2
    assert json.loads(lines[1])["data"]["text"] == "\u2028\u2029\ud800 \n 日本"
