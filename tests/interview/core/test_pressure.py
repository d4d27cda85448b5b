"""When a constraint breaks into an answer."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from interview_kit import Game, flow, question

from voice_interviewer.flow.schema import After
from voice_interviewer.interview.core.pressure import triggered, under_way
from voice_interviewer.interview.core.replay import read_event, replay, write
from voice_interviewer.sessions.actions import BreakIn
from voice_interviewer.sessions.events import Progress

LOSS = "My father died that spring. " + "I was away for a while. " * 6
TEXT = "We retrained it every night on two million rows and the labels came from the desk in the morning"


def progress(spoken_s: float = 30.0, text: str = TEXT) -> Progress:
    return Progress(spoken_s, text, spoken_s, True)


@pytest.mark.parametrize(
    ("after", "value"),
    [
        ({"seconds": 20}, True),
        ({"seconds": 40}, False),
        ({"clause": 3}, True),
        ({"clause": 4}, False),
        ({"heard": ["retrain*"]}, True),
        ({"heard": ["retrain"]}, False),
        ({"heard": ["every night"]}, True),
        ({"heard": ["abel"]}, False),
        ({"claim": "scale"}, True),
        ({"heard": ["labels"], "seconds": 40}, False),
        ({"heard": ["labels"], "seconds": 20, "clause": 2}, True),
    ],
)
def test_triggers(after: dict[str, object], value: bool) -> None:
    """By time, by clause, by words, by claim; of several all must hold."""
    assert triggered(After.model_validate(after), progress(), clauses=3) is value


def test_clauses_are_counted_without_pauses_too() -> None:
    """Somebody who talks on without a pause is at the end of clauses all the same: the captions show them."""
    talked_on = "I look at the feed first, then at the labels. If both are fresh, I train, and I compare it weekly."
    assert triggered(After(clause=5), progress(text=talked_on), 0)
    assert not triggered(After(clause=6), progress(text=talked_on), 0)


def test_a_number_is_a_claim_of_its_own() -> None:
    """Numbers in digits and in words."""
    after = After(claim="number")
    assert triggered(after, progress(text="it was 40 a day"), 0)
    assert triggered(after, progress(text="it went up by half"), 0)
    assert not triggered(after, progress(text="it went up"), 0)


CONSTRAINTS: dict[str, dict[str, object]] = {
    "timed": {"text": "A?", "after": {"seconds": 10}},
    "heard": {"text": "B?", "after": {"heard": ["labels"]}},
}


def broken_by(game: Game, text: str = TEXT, said: Callable[..., Progress] = under_way) -> str | None:
    game.to_listening()
    actions = game.send(said(game.now_s + 15, text + " and so it went on for quite a while", 15.0, True))
    return next((a.constraint for a in actions if isinstance(a, BreakIn)), None)


def test_what_was_said_wins_over_the_clock() -> None:
    """A constraint that answers to the words is the better one."""
    questions = {"q": question(constraints=["timed", "heard"])}
    assert broken_by(Game(flow(questions, constraints=CONSTRAINTS))) == "heard"
    assert broken_by(Game(flow(questions, constraints=CONSTRAINTS)), "word " * 20) == "timed"


def test_nobody_is_broken_into_who_speaks_of_a_loss() -> None:
    """A change of circumstances can wait."""
    game = Game(flow({"q": question(constraints=["timed"])}, constraints=CONSTRAINTS))
    assert broken_by(game, LOSS) is None


def test_what_is_personal_is_kept_with_the_event_and_not_read_from_its_words() -> None:
    """A journal of before that was seen to replays as it was, interruption and all; and so will today's."""
    played = flow({"q": question(constraints=["timed"])}, constraints=CONSTRAINTS)
    before = Game(played)
    assert broken_by(before, LOSS, Progress) == "timed", "events of then do not say it"
    today = Game(played)
    assert broken_by(today, LOSS) is None
    for game in (before, today):
        kept = [read_event(json.loads(json.dumps(write(event)))) for event in game.events]
        assert replay(played, kept).actions[-1] == game.actions


def test_a_constraint_is_put_once_a_session() -> None:
    """Two questions that list the same constraint do not both use it."""
    questions = {
        "a": question(constraints=["timed"], to="b", limits={"follow_ups": 0}),
        "b": question(constraints=["timed"]),
    }
    game = Game(flow(questions, constraints=CONSTRAINTS))
    assert broken_by(game) == "timed"
    game.answer(TEXT)
    game.answer(TEXT)
    assert game.state.thread is not None and game.state.thread.node == "b"
    assert broken_by(game) is None


def test_some_interruptions_means_not_every_answer() -> None:
    """Over many seeds some first answers are broken into and some are not; `always` leaves none out."""
    questions = {"q": question(constraints=["timed"])}
    some = [broken_by(Game(flow(questions, constraints=CONSTRAINTS, interruptions="some"), seed=s)) for s in range(40)]
    assert 15 <= sum(b is not None for b in some) <= 38
    always = [broken_by(Game(flow(questions, constraints=CONSTRAINTS), seed=s)) for s in range(10)]
    assert all(always)


def test_nobody_is_broken_in_on_when_time_is_nearly_up() -> None:
    """A constraint without time for the reaction would be an unkindness."""
    game = Game(flow({"q": question(constraints=["timed"])}, constraints=CONSTRAINTS), minutes=1)
    assert broken_by(game) is None
