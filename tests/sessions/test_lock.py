"""One writer a session, and no lock outlives who held it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_interviewer.cli.app import run
from voice_interviewer.errors import UsageError
from voice_interviewer.progress.forget import delete_session
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.lock import is_held

HOLDER = """
import sys
from voice_interviewer.sessions.journal import Session
session = Session.open(sys.argv[1])
session.hold()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Session, subprocess.Popen[str]]]:
    """A session that another process is writing."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))
    session = Session.create(None, {"flow": "first-five-minutes"})
    session.close()
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(session.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None and child.stdout.readline() == "held\n"
    yield session, child
    child.kill()
    child.communicate()


def test_a_running_session_is_not_taken_up_twice(
    running: tuple[Session, subprocess.Popen[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """`resume`, a correction and `delete` are refused in one line while somebody writes; reading is not."""
    session, _ = running
    before = (session.path / "journal.jsonl").read_bytes()
    assert run(["resume", session.id]) == 2
    assert "going on elsewhere" in capsys.readouterr().err
    with pytest.raises(UsageError):
        session.append("note", {"text": "mine"})
    with pytest.raises(UsageError, match="going on"):
        delete_session(session.id)
    assert is_held(session.path) and session.read().header is not None
    assert (session.path / "journal.jsonl").read_bytes() == before


def test_a_killed_writer_leaves_no_lock(running: tuple[Session, subprocess.Popen[str]]) -> None:
    """However the process ended, the next one may write; the file it left says nothing."""
    session, child = running
    child.kill()
    child.communicate()
    assert (session.path / "session.lock").exists() and not is_held(session.path)
    session.append("note", {"text": "mine"})
    session.close()


def test_a_writer_that_is_done_lets_go(tmp_path: Path) -> None:
    """Two writers one after the other number their records on."""
    first = Session.create(tmp_path, {"flow": "kit"})
    second = Session.open(first.path)
    with pytest.raises(UsageError):
        second.append("note", {"text": "too early"})
    first.close()
    second.append("note", {"text": "now"})
    second.close()
    assert [e.n for e in second.entries()] == [0, 1]
