"""What is pursued after an answer, in which words, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from interview_kit import PLAIN, READY, Game, analyse, answer, flow, question

from voice_interviewer.interview.core.policy import OPENING, _material
from voice_interviewer.interview.core.state import Asked, Thread, Turn
from voice_interviewer.interview.core.targets import choose_target, is_ready
from voice_interviewer.language.model import Analysis, Finding, Weakness
from voice_interviewer.sessions.events import AnswerEnded


def test_language_proposes_and_the_policy_follows() -> None:
    """The weakness of the answer is the target, with its quote and reason."""
    weak = choose_target(analyse("We [team_voice]decided it together."))
    assert (weak.target, weak.why) == ("team_voice", "why team_voice")
    assert weak.quote is not None


def test_what_was_asked_is_not_asked_again() -> None:
    """The next most telling thing comes instead."""
    analysis = analyse("We [team_voice]decided it together.")
    assert choose_target(analysis, asked=["team_voice"], listens=["restraint"]).target == "restraint"


def test_a_failed_reaction_comes_first() -> None:
    """What happened under pressure tells more than how it was said."""
    analysis = analyse("We [team_voice]decided it. [reaction_restart]Then I would [restart]begin anew.")
    assert choose_target(analysis).target == "restart"


def test_dense_signals_outweigh_one_slip() -> None:
    """A single hedge in a strong answer is not pursued; a weak answer's is."""
    assert choose_target(analyse(READY + " I [hedge]guess.")).target is None
    assert choose_target(analyse(PLAIN + " I [hedge]guess.")).target == "hedge"
    assert choose_target(analyse(READY + " It was [exposure]huge.")).target == "exposure"


def test_ready_is_no_weakness_and_the_heart_of_the_question() -> None:
    """Soundness alone is not readiness."""
    assert is_ready(analyse(READY), ["failure_anticipation"])
    assert not is_ready(analyse(PLAIN), ["failure_anticipation"])
    assert not is_ready(analyse("I kept it [restraint]small."), ["failure_anticipation"])
    assert is_ready(analyse("I [decision_ownership]chose to keep it [restraint]small."), ["restraint"])
    assert not is_ready(analyse("I [decision_ownership]chose to keep it [restraint]small."), ["learning_loop"])


def test_for_an_infrastructure_role_size_is_probed_for_felt_failures() -> None:
    """The same claim of size leads to other probes where running large systems is the job."""
    analysis = analyse("It was a [exposure]giant platform.")
    assert choose_target(analysis).target == "exposure"
    assert choose_target(analysis, role="infra_heavy").target == "failure_visibility"
    owned = analyse("It was a [exposure]giant platform and I was on [systems_thinking]call.")
    assert choose_target(owned, role="infra_heavy").target == "learning_loop"


@pytest.mark.parametrize("seed", range(12))
def test_a_ready_answer_gets_a_harder_question(seed: int) -> None:
    """Growth, a change of circumstances, or the rare question about what was left open; no mending."""
    game = Game(seed=seed)
    say = game.answer(READY)
    assert say.kind == "constraint" or say.target in (*OPENING, None) or game.state.asked.id
    assert say.target not in ("hedge", "team_voice", "generic")


def test_after_something_personal_the_topic_is_left_with_thanks() -> None:
    """No follow-up and no constraint, whatever the answer lacks."""
    said = "My father died in the spring and [team_voice]we decided nothing for a while."
    game = Game()
    game.to_listening()
    heard = answer(said)
    game.send(AnswerEnded(10.0, replace(heard, analysis=replace(heard.analysis, personal=True))))
    assert game.say.kind in ("question", "closing")
    assert any(thanks in game.say.text for thanks in game.state.flow.manners.acknowledge_personal)
    assert game.state.done[-1].turns and not game.state.done[-1].pursued


def test_who_answers_in_another_language_is_told_once_what_is_understood() -> None:
    """The same question again, with a kind word about English; a second time it is left."""
    game = Game()
    game.to_listening()
    asked = game.state.asked.text
    foreign = answer("Das haben wir damals im Team so entschieden.")
    foreign = replace(foreign, analysis=replace(foreign.analysis, language="other"))
    game.send(AnswerEnded(10.0, foreign))
    assert game.say.kind == "reprompt" and game.say.text.endswith(asked) and "English" in game.say.text
    game.to_listening()
    game.send(AnswerEnded(40.0, foreign))
    assert game.say.kind in ("question", "closing") and "English" not in game.say.text
    assert any(way in game.say.text for way in game.state.flow.manners.moved_on), "it is not called understood"


def test_the_flows_own_words_come_before_the_bank() -> None:
    """A prepared follow-up with the same target is used, and named."""
    game = Game()
    say = game.answer("We [team_voice]decided it and it went live in the spring for everyone there.")
    assert say.target == "team_voice" and "Whose call was that" in say.text
    assert game.state.thread.used == ("whose",)
    assert say.why == "why team_voice"


def test_the_bank_has_words_where_the_flow_has_none() -> None:
    """A weakness without a prepared follow-up is pursued all the same."""
    game = Game()
    say = game.answer("I [hedge]guess it went live in the spring for everyone there, more or less.")
    assert say.target == "hedge" and "certain" in say.text


def test_the_exact_weakness_comes_before_a_near_one() -> None:
    """The bank's words for what was heard go before the flow's words for something like it; without them those do."""
    near = question(follow_ups=[{"id": "own", "target": "decision_ownership", "ask": ["Which part did you decide?"]}])
    said = "We [team_voice]decided it and it went live in the spring for everyone there."
    bank = {"team_voice": ("Whose call was that?",)}
    assert Game(flow({"q": near}, constraints={}, probes=bank)).answer(said).target == "team_voice"
    assert (
        Game(flow({"q": near}, constraints={}, probes={"hedge": ("Sure?",)})).answer(said).target
        == "decision_ownership"
    )


def test_an_opening_that_lacks_is_not_passed_over() -> None:
    """One doubt in a dense answer may pass; leading with what is missing, or hiding who decided, may not."""
    assert choose_target(analyse("It was [absence_lead]small. " + READY)).target == "absence_lead"
    assert choose_target(analyse(READY + " We [team_voice]agreed.")).target == "team_voice"


def test_what_is_absent_is_asked_for_in_the_flows_words() -> None:
    """Nothing amiss, nothing shown: the question's own hope."""
    game = Game()
    say = game.answer(PLAIN)
    assert say.target == "failure_anticipation"
    assert "listens for it" in say.why and "what would break first" in say.why


def test_a_low_confidence_answer_is_not_quoted() -> None:
    """A badly heard answer gets the variant without slots, whatever the seed."""
    for seed in range(10):
        game = Game(seed=seed)
        say = game.answer("We [team_voice]decided it and it went live in the spring for everyone.", confidence=0.3)
        assert "You said" not in say.text


def test_the_limit_of_follow_ups_is_kept() -> None:
    """No question gets more follow-ups than its author allowed."""
    game = Game(flow(constraints={"double": {"text": "What now?", "after": {"seconds": 300}}}), pressure=False)
    game.answer("We [team_voice]decided it and it went live in the spring for everyone there.")
    game.answer("I [ownership]chose it, I [hedge]guess, when the others were away that week in spring.")
    game.answer("I [ownership]chose it, we [team_voice]agreed, when the others were away that week in spring.")
    assert game.say.node == "second"
    assert len(game.state.done[0].pursued) == 2


def test_a_habit_is_taken_up_twice_and_then_the_content() -> None:
    """Nobody is told about the same way of speaking all session long."""
    many = {
        f"q{n}": question(to=f"q{n + 1}" if n < 4 else "END", listens_for=["restraint"], limits={"follow_ups": 1})
        for n in range(5)
    }
    game = Game(flow(many, constraints={}))
    pursued = []
    for _ in range(4):
        pursued.append(game.answer("I [hedge]guess it was good and people used it a lot in those days.").target)
        game.answer("I [ownership]wrote it and people used it a lot in those [calibration]days, forty of them.")
    assert pursued == ["hedge", "hedge", "restraint", "restraint"]


def test_a_story_question_asks_for_the_missing_part() -> None:
    """However good the rest is, a story lacks what it lacks."""
    story = question(
        wants=["context", "decision", "expectation", "result", "change"],
        limits={"follow_ups": 2},
        follow_ups=[
            {"id": "then", "when": "missing(change)", "target": "change", "ask": ["What changed because of it?"]}
        ],
    )
    game = Game(flow({"story": story}, constraints={}))
    say = game.answer(READY + " It was [context]spring, I [decision]chose, I [expectation]hoped, it [result]worked.")
    assert (say.target, say.why) == ("change", "The story does not say yet what changed because of it.")


def test_every_follow_up_says_why() -> None:
    """The debrief can explain each one."""
    for text in (PLAIN, READY, "We [team_voice]decided it in the end, all of us in one room.", "I don't know."):
        assert Game().answer(text).why


def test_conditions_choose_the_way() -> None:
    """The first edge that holds is taken, and told as the reason."""
    questions = {
        "a": question(next=[{"when": "heard(exposure)", "to": "b"}], to="c", limits={"follow_ups": 0}),
        "b": question(),
        "c": question(),
    }
    probes: dict[str, tuple[str, ...]] = {}
    game = Game(flow(questions, constraints={}, probes=probes))
    say = game.answer("It was a [exposure]giant platform, with people from everywhere on it.")
    assert say.node == "b" and "heard(exposure)" in say.why
    assert Game(flow(questions, constraints={}, probes=probes)).answer(PLAIN).node == "c"


def test_nothing_to_pursue_is_no_crash() -> None:
    """An answer without findings to a question without hopes goes on."""
    bare = Analysis("x y z", (Finding("filler", 0, 1, "x", ""),), weakness=Weakness(None, ""))
    assert choose_target(bare, asked=["decision_ownership", "constraint_tradeoff"]).target is None


def test_nobody_is_asked_about_a_change_that_did_not_come() -> None:
    """A question that listens for calm adaptation gets its constraint first; without one the signal is left alone."""
    hopes = question(listens_for=["calm_adaptation"], constraints=["double"], limits={"follow_ups": 2})
    bank = {"calm_adaptation": ("With that change, what still stands?",)}
    game = Game(flow({"q": hopes}, probes=bank))
    say = game.answer(PLAIN)
    assert (say.kind, say.why) == ("constraint", "The question is about a change of circumstances, and none had come.")
    assert game.answer(PLAIN).text.endswith("what still stands?"), "now it may be asked for"
    assert Game(flow({"q": hopes}, probes=bank), pressure=False).answer(PLAIN).kind == "closing"


def test_a_constraint_that_was_put_again_is_said_back_without_its_opening() -> None:
    """`Let me ask that again` is none of the constraint, and nobody is told that it was."""
    game = Game()
    said = answer(PLAIN)
    first = Asked("constraint", "Usage doubles. What now?", "calm_adaptation", "double")
    other = replace(first, text="Let me put it again. Usage doubles. What now?", again=True)
    thread = Thread("first", turns=(Turn(first, said, 1), Turn(other, said, 2)))
    back = _material(game.state, thread, thread.turns[-1], None, "defense").of("constraint")
    assert back.startswith("Usage doubles") and "again" not in back
