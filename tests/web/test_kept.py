"""The sessions as the pages reach them: one request after the other, and nothing of that is left behind."""

from __future__ import annotations

import threading
from pathlib import Path

from voice_interviewer.sessions.journal import Session
from voice_interviewer.web import kept


def test_a_session_is_one_requests_at_a_time_and_forgotten_afterwards(tmp_path: Path) -> None:
    """Whoever comes while it is taken waits for the very same turn; with the last of them the turn is gone."""
    session, order = Session(tmp_path / "one"), []
    came = threading.Event()

    def second() -> None:
        came.set()
        with kept.taking_turns(Session(tmp_path / "one")):
            order.append("second")

    waiting = threading.Thread(target=second)
    with kept.taking_turns(session):
        waiting.start()
        assert came.wait(60)
        with kept.taking_turns(session):  # a request may take it again within its own
            order.append("first")
        assert len(kept._TURNS) == 1
    waiting.join(60)
    assert order == ["first", "second"]
    assert len(kept._TURNS) == 0


def test_reading_many_sessions_keeps_nothing_of_them(tmp_path: Path) -> None:
    """A server that runs for weeks does not grow by a lock a session."""
    for number in range(500):
        with kept.taking_turns(Session(tmp_path / str(number))):
            assert len(kept._TURNS) == 1
    assert len(kept._TURNS) == 0
