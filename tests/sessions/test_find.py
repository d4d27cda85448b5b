"""Which session is meant by what a person types."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from voice_interviewer.errors import NotFoundError
from voice_interviewer.sessions.choices import Choices
from voice_interviewer.sessions.find import find, find_exactly, list_sessions
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.kinds import ASKING
from voice_interviewer.sessions.records import Header

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("first-five", "first-five-again"):
        Session.create(tmp_path, Header(flow=name, choices=Choices(seed=3)), now=NOW).close()
    return tmp_path


@pytest.mark.parametrize("which", ["", "2026", "first"])
def test_what_fits_several_or_nothing_is_refused(root: Path, which: str) -> None:
    """An empty name is no name, also where only one session is there."""
    with pytest.raises(NotFoundError):
        find(which, root)


def test_a_whole_id_comes_before_a_beginning(root: Path) -> None:
    """The id of one session may be the beginning of another's."""
    assert find("2026-11-22-1405-first-five", root).name == "2026-11-22-1405-first-five"
    assert find_exactly("2026-11-22-1405-first-five", root, offered=False).name == "2026-11-22-1405-first-five"
    with pytest.raises(NotFoundError, match="first-five-again"):
        find_exactly("2026-11-22-1405-first-five-a", root, offered=False)


def test_one_that_cannot_be_read_stops_nobody(root: Path) -> None:
    """An unreadable journal is listed with what is known."""
    (root / "2026-11-22-1405-first-five" / "journal.jsonl").write_bytes(b"\xff\x00 not a journal \n[[[")
    listed = list_sessions(root)
    assert [(row.flow, row.answers) for row in listed] == [("", 0), ("first-five-again", 0)]


def test_what_is_asked_is_of_the_kinds_that_can_be_said() -> None:
    """A reprompt asks too: what the debrief calls "asked again" is recorded as that."""
    assert {"question", "follow_up", "constraint", "reprompt"} == ASKING
