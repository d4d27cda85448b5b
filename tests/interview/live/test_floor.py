"""Who keeps the floor by key."""

from __future__ import annotations

import pytest

from voice_interviewer.interview.live.floor import FLOOR_WISHES, Floor


def test_every_wish_is_a_switch_and_says_what_holds_now():
    """The same again leaves it; each answer is one line."""
    for name in FLOOR_WISHES - {"take_time", "talk"}:
        floor = Floor()
        assert floor.wish(name) and floor != Floor()
        assert floor.wish(name) and floor == Floor()
    with pytest.raises(ValueError, match="no wish"):
        Floor().wish("repeat")


def test_what_keeps_the_turn_and_what_is_heard():
    """A held or muted turn does not end by silence; muted, or not talking in push to talk, nothing is heard."""
    assert Floor().hears and not Floor().keeps
    assert Floor(held=True).keeps and Floor(held=True).hears
    assert Floor(muted=True).keeps and not Floor(muted=True).hears
    assert not Floor(push_to_talk=True).hears and not Floor(push_to_talk=True).keeps
    assert Floor(push_to_talk=True, talking=True).hears and Floor(push_to_talk=True, talking=True).keeps


def test_time_taken_ends_with_the_next_word():
    """Thinking keeps the turn until the candidate speaks; a held turn stays held."""
    floor = Floor(held=True)
    floor.wish("take_time")
    floor.spoke()
    assert floor.held and not floor.thinking
    floor.wish("hold")
    assert not floor.keeps
