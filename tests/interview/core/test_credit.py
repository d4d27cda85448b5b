"""Credit for signals: offered, asked for, missed, or never on the table."""

from __future__ import annotations

import pytest
from interview_kit import PLAIN, READY, Game, flow

from voice_interviewer.interview.core.credit import Credit, by_proportion, of_session, of_thread
from voice_interviewer.sessions.events import BrokeIn, Progress


def test_what_is_shown_before_any_hint_is_volunteered() -> None:
    """With the second it was heard, and the words that show it."""
    game = Game()
    game.to_listening()
    began = game.now_s
    game.answer(READY, seconds=20)
    credit = of_session(game.state)["failure_anticipation"]
    assert credit.state == "volunteered" and credit.turn == 1
    assert credit.evidence[0].text == "feed"
    share = READY.index("feed") / len(READY)
    assert credit.at_s == pytest.approx(began + share * 20)


def test_what_comes_only_after_a_follow_up_is_prompted() -> None:
    """The follow-up pursued the signal; showing it then is worth less."""
    game = Game()
    assert game.answer(PLAIN).target == "failure_anticipation"
    game.answer("The feed would go [failure_anticipation]quiet and nobody would see it for a week or so.")
    credits = of_session(game.state)
    assert credits["failure_anticipation"].state == "prompted"
    assert credits["systems_thinking"].state == "missed", "the question listened for it"
    assert credits["metric_skepticism"].state == "not_asked"


def test_a_hint_at_something_else_is_no_hint() -> None:
    """Asked about one signal and showing another is volunteering that other."""
    game = Game()
    game.answer(PLAIN)
    game.answer("The page goes to me, as agreed with the [systems_thinking]platform people, at any hour of the night.")
    assert of_session(game.state)["systems_thinking"].state == "volunteered"
    assert of_session(game.state)["failure_anticipation"].state == "missed"


def test_calm_adaptation_is_missed_only_when_a_constraint_was_put() -> None:
    """Nobody can adapt to what did not change."""
    game = Game()
    game.answer(PLAIN)
    assert of_session(game.state)["calm_adaptation"].state == "not_asked"
    game = Game()
    game.to_listening()
    game.send(Progress(30, PLAIN + " and then", 20.0, True))
    game.send(BrokeIn(34, 50, 0.4, 0.4))
    game.answer(PLAIN + " and then well")
    assert of_session(game.state)["calm_adaptation"].state == "missed"


def test_the_best_of_several_questions_counts() -> None:
    """Prompted once and volunteered once is volunteered."""
    game = Game()
    game.answer(PLAIN)
    game.answer("The feed would go [failure_anticipation]quiet and nobody would see it for a week or so.")
    while game.state.thread is not None and game.state.thread.node == "first":
        game.answer(PLAIN)
    game.answer(
        "I left it out, as it [failure_anticipation]breaks without a sound, and kept the [restraint]table only."
    )
    assert of_session(game.state)["failure_anticipation"].state == "volunteered"
    first = of_thread(game.state.flow, game.state.done[0])
    assert first["failure_anticipation"].state == "prompted"


def test_no_answers_no_credit() -> None:
    """A session without answers asked nothing."""
    assert set(of_session(Game().state).values()) == {Credit("not_asked")}


def test_better_clocks_can_be_given() -> None:
    """Word times replace the estimate where they are known."""
    game = Game()
    game.answer(READY)
    assert of_session(game.state, lambda turn, offset: 7.0)["failure_anticipation"].at_s == 7.0
    turn = game.state.turns[0]
    assert by_proportion(turn, 10**6) == turn.answer.end_s and by_proportion(turn, -5) == turn.answer.start_s


def test_a_flow_without_the_question_still_gives_credit() -> None:
    """A thread of a question that a newer flow no longer has is not lost."""
    game = Game()
    game.answer(READY)
    thread = game.state.threads[0]
    other = flow({"other": game.state.flow.questions["second"]})
    assert of_thread(other, thread)["failure_anticipation"].state == "volunteered"
