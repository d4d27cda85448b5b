"""The journal of an interview: what replays and what is refused."""

from __future__ import annotations

import pytest
from interview_kit import PLAIN, READY, Game, flow

from voice_interviewer.interview.core.replay import (
    first_difference,
    read_action,
    read_event,
    read_state,
    replay,
    write_state,
)
from voice_interviewer.sessions.events import Command


def test_a_replay_leads_to_the_same_state() -> None:
    """The events are the journal: nothing else decides."""
    played = flow()
    game = Game(played)
    game.answer(PLAIN)
    game.answer(READY)
    again = replay(played, game.events)
    assert again.state == game.state
    assert len(again.actions) == len(game.events)


def test_a_changed_journal_is_found_out() -> None:
    """The first event whose actions differ is named."""
    played = flow()
    game = Game(played)
    game.spoken()
    rows = list(zip(game.events, replay(played, game.events).actions, strict=True))
    assert first_difference(played, rows) is None
    rows[1] = (rows[1][0], ())
    assert first_difference(played, rows) == 1


@pytest.mark.parametrize("data", [None, {}, {"type": "Nonsense"}, {"type": "Say"}, {"type": "Progress"}, []])
def test_what_is_no_event_is_refused(data: object) -> None:
    """Damaged lines raise ValueError, which the journal turns into a note."""
    with pytest.raises(ValueError):
        read_event(data)
    with pytest.raises(ValueError):
        read_action(data)


def test_a_state_belongs_to_its_flow() -> None:
    """A state of another flow is refused."""
    data = write_state(Game().state)
    with pytest.raises(ValueError):
        read_state({**data, "flow": "other"}, flow())
    with pytest.raises(ValueError):
        read_state("nonsense", flow())


def test_fields_of_a_newer_version_are_left_out() -> None:
    """An old program reads what it knows."""
    assert read_event({"type": "Command", "at_s": 1, "name": "skip", "volume": 3}) == Command(1.0, "skip")
