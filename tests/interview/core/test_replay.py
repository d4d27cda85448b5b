"""The journal of an interview: what replays and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from interview_kit import PLAIN, READY, Game, flow, question
from places import DATA

from voice_interviewer.flow.model import Flow
from voice_interviewer.interview.core.replay import (
    first_difference,
    read_action,
    read_event,
    read_state,
    replay,
    write_state,
)
from voice_interviewer.sessions.actions import Action, Say
from voice_interviewer.sessions.events import Command, Event


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


def put_twice() -> Flow:
    """A question whose constraint is put again to whoever does not take it up, and said back after that."""
    back = {"id": "halved", "when": "", "target": "freeze", "ask": ["I said: {constraint}. What would you do first?"]}
    return flow(
        {
            "first": question(
                ask=["What would fail first?"],
                constraints=["double"],
                listens_for=["calm_adaptation"],
                limits={"seconds": 90, "follow_ups": 3},
                follow_ups=[back],
            )
        },
        constraints={
            "double": {
                "text": ["Traffic has doubled since. What now?", "All of it comes twice now. What do you do?"],
                "after": {"seconds": 10},
            }
        },
        interruptions="never",
    )


def kept_before() -> Iterator[tuple[Event, tuple[Action, ...]]]:
    """A journal whose `Started` does not say that words vary yet."""
    rows: list[tuple[Event, list[Action]]] = []
    for line in (DATA / "interview" / "put-twice.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["kind"] == "event":
            rows.append((read_event(entry["data"]), []))
        else:
            rows[-1][1].append(read_action(entry["data"]))
    return ((event, tuple(actions)) for event, actions in rows)


def test_an_old_journal_replays_word_for_word() -> None:
    """A constraint put twice is said back as it was then: in the words of its second time, the opening included."""
    rows = list(kept_before())
    said = [action.text for _, actions in rows for action in actions if isinstance(action, Say)]
    assert said[-1] == "Got it. I said: Let me ask that another way. What would you do first?"
    assert first_difference(put_twice(), rows) is None


def test_a_constraint_put_twice_is_said_back_as_it_was_put_first() -> None:
    """In a journal of today the opening of its second time is none of it."""
    game = Game(put_twice())
    answers = [event.answer.text for event, _ in kept_before() if hasattr(event, "answer")]
    said = [game.answer(text).text for text in answers]
    assert said[-1].endswith("I said: Traffic has doubled since. What would you do first?")


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
