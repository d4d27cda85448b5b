"""The story bank reads each session once, and again only when there is a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kept_kit import TOLD, kept

from voice_interviewer.cli import app
from voice_interviewer.paths import sessions_dir, stories_file
from voice_interviewer.progress import stories, told
from voice_interviewer.progress.forget import delete_session
from voice_interviewer.sessions.find import Listed
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.records import Note

CLINIC = {
    "context": "At the dental clinic receptionists phoned patients before lunch.",
    "decision": "I decided the calling list should hold twenty names.",
    "result": "Missed appointments fell from ninety to sixty.",
}


class Reading:
    """Reads a session as one that told the clinic story, and remembers which it was asked for."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def __call__(self, listed: Listed) -> dict[str, Any]:
        self.ids.append(listed.id)
        evidence = {k: {"text": v, "start_s": 1.0} for k, v in CLINIC.items()}
        row = {"id": "1", "transcript": {"text": " ".join(CLINIC.values())}, "story_evidence": evidence, "signals": {}}
        return {"session": listed.id, "started": listed.started, "answers": [row]}


@pytest.fixture
def sessions() -> list[Session]:
    return [kept(sessions_dir(), TOLD, day=1), kept(sessions_dir(), TOLD, day=2)]


def test_a_session_is_read_once(sessions: list[Session]) -> None:
    """The second time nothing is read, and the bank is the same; a new session is read alone."""
    first = Reading()
    bank = told.gather(first)
    assert sorted(first.ids) == [s.id for s in sessions] and len(bank) == 1
    again = Reading()
    assert told.gather(again) == bank and again.ids == []
    new, third = kept(sessions_dir(), TOLD, day=3), Reading()
    assert len(told.gather(third)[0].told) == 3 and third.ids == [new.id]


def test_what_changed_is_read_again(sessions: list[Session]) -> None:
    """A journal that has grown is read again; a bank that was moved away or edited is filled again from all."""
    told.gather(Reading())
    with sessions[0] as first:
        first.write(Note("notice", "x"))
    changed = Reading()
    told.gather(changed)
    assert changed.ids == [sessions[0].id]
    stories_file().unlink()
    anew = Reading()
    assert len(told.gather(anew)) == 1 and len(anew.ids) == 2
    (sessions_dir() / told.INDEX).write_text("[]", encoding="utf-8")
    damaged = Reading()
    told.gather(damaged)
    assert len(damaged.ids) == 2


def test_our_own_changes_of_the_bank_do_not_count(sessions: list[Session]) -> None:
    """Confirming a story leaves all read; of a deleted session no name is left, and its story is read anew."""
    bank = told.gather(Reading())
    with told.following():
        stories.save_bank(stories.confirm(bank, bank[0].id))
    after = Reading()
    told.gather(after)
    assert after.ids == []
    delete_session(sessions[0].id)
    assert sessions[0].id not in (sessions_dir() / told.INDEX).read_text(encoding="utf-8")
    last = Reading()
    told.gather(last)
    assert last.ids == [sessions[1].id]  # it told the same story, so it is read for it anew


def test_simulated_and_empty_sessions_are_not_read() -> None:
    """They are nobody's stories."""
    kept(sessions_dir(), TOLD, candidate="ready")
    kept(sessions_dir(), day=2)
    read = Reading()
    assert told.gather(read) == [] and read.ids == []


def test_a_folder_that_cannot_be_written_still_has_stories(
    sessions: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is remembered then, and nothing fails."""
    from voice_interviewer.errors import StorageError

    def full(*_: object) -> None:
        raise StorageError("the disk is full", where="x")

    monkeypatch.setattr(stories, "write_atomic", full)
    monkeypatch.setattr(told, "write_atomic", full)
    for _ in range(2):
        read = Reading()
        assert len(told.gather(read)) == 1 and len(read.ids) == 2


def test_the_command_is_quick_the_second_time(
    sessions: list[Session], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`stories` makes no debrief of a session it has read, and shows the same."""
    assert app.run(["stories"]) == 0
    shown = capsys.readouterr().out
    monkeypatch.setattr("voice_interviewer.debrief.write.make", lambda *_: pytest.fail("read again"))
    assert app.run(["stories"]) == 0
    assert capsys.readouterr().out == shown and "(proposed)" in shown
