"""The machine's small parts: repeatable choice, what conditions see, keeping time, what a candidate may ask for."""

from __future__ import annotations

from dataclasses import replace

from interview_kit import PLAIN, READY, Game, analyse, flow, question

from voice_interviewer.interview.core import choose, conduct, facts, pace, requests
from voice_interviewer.interview.core.state import OVER, SPEAKING
from voice_interviewer.sessions.actions import End, Listen, Say


def test_a_choice_is_the_same_on_every_machine() -> None:
    """The number of a place is fixed for all time: sessions recorded elsewhere must replay."""
    assert choose.number(1, "greeting", 0) == choose.number(1, "greeting", 0)
    assert choose.number(1, "greeting", 0) != choose.number(2, "greeting", 0)
    assert choose.number(1, "ab", "c") != choose.number(1, "a", "bc")


def test_variants_are_used_up_before_one_comes_twice() -> None:
    """What was used comes last; when all are used, one comes again."""
    options = ("a", "b", "c")
    assert {choose.pick(options, seed, used=("a", "b")) for seed in range(20)} == {"c"}
    assert choose.pick(options, 3, used=options) in options
    assert sorted(choose.shuffled(options, 5)) == list(options)


def test_conditions_see_labels_story_parts_and_topics() -> None:
    """One answer's findings are counted by label; several answers add up."""
    one = analyse("[hedge]maybe and [hedge]perhaps, [decision]so")
    assert facts.counts(one)["hedge"] == 2 and facts.counts(one)["decision"] == 1
    assert facts.heard([one, one])["hedge"] == 4


def test_conditions_see_the_question_they_stand_at() -> None:
    """After an answer its labels are there, in this question and ever after."""
    game = Game()
    game.answer(READY)
    state = game.state
    assert state.thread is not None
    seen = facts.facts(state, state.thread)
    assert seen.counts["failure_anticipation"] == 1 and "failure_anticipation" in seen.ever


def test_time_is_kept_by_what_must_still_come() -> None:
    """Later questions are kept free; a question with too little time is not asked; over the budget is past it."""
    game = Game()
    needed = pace.still_needed(game.state.flow)
    assert needed["first"] > needed["second"] > needed["END"] == 0
    assert pace.question_fits(game.state, "second")
    late = replace(game.state, now_s=game.state.minutes * 60 - 15)
    assert not pace.question_fits(late, "second")
    assert not pace.past(late, 1.0) and pace.past(replace(late, now_s=late.now_s + 40), 1.0)


def test_asking_again_gives_the_very_same_words() -> None:
    """A repeat is spoken word for word and noted as one."""
    game = Game()
    game.to_listening()
    assert game.state.asked is not None
    state, actions = requests.repeat(game.state)
    (said,) = (a for a in actions if isinstance(a, Say))
    assert (said.text, said.kind) == (game.state.asked.text, "repeat")
    assert state.mode == SPEAKING


def test_a_moment_is_granted_and_leaving_goes_on() -> None:
    """Waiting says a word and listens on; skipping brings the next question."""
    game = Game()
    game.to_listening()
    state, actions = requests.wait(game.state)
    assert any(isinstance(a, Say) and a.kind == "acknowledgement" for a in actions) and state.then == "wait"
    _, actions = requests.skip(game.state)
    assert any(isinstance(a, Say) and a.node == "second" for a in actions)


def test_listening_knows_what_was_asked() -> None:
    """The action to listen carries the question; without an answer there is none."""
    game = Game()
    game.to_listening()
    _, actions = conduct.listen(game.state)
    (heard,) = (a for a in actions if isinstance(a, Listen))
    assert game.state.asked is not None and heard.question == game.state.asked.text
    assert not conduct.has_answer(game.state)
    game.answer(PLAIN)
    assert conduct.has_answer(game.state)


def test_the_end_is_said_once_and_then_is_over() -> None:
    """Closing speaks and ends afterwards; ending ends."""
    game = Game(flow({"only": question()}))
    game.to_listening()
    state, actions = conduct.close(game.state, "finished")
    assert state.then == "end" and any(isinstance(a, Say) and a.kind == "closing" for a in actions)
    state, actions = conduct.end(game.state, "finished")
    assert state.mode == OVER and any(isinstance(a, End) for a in actions)
