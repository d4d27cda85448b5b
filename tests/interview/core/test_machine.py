"""The interviewer as a state machine: what it does on each event, and that nothing throws it."""

from __future__ import annotations

import math

import pytest
from interview_kit import PLAIN, READY, Game, answer, flow, question
from places import DOCS

from voice_interviewer.interview.core.machine import TABLE, begin, step
from voice_interviewer.interview.core.state import MODES
from voice_interviewer.sessions.actions import BreakIn, End, Hold, Listen, Say, StopListening
from voice_interviewer.sessions.events import (
    AnswerEnded,
    BrokeIn,
    Command,
    NothingSaid,
    Progress,
    SpokenToEnd,
    Started,
    VoiceBegan,
)


def test_a_session_from_greeting_to_end() -> None:
    """Greeting, question, answer, next question, closing, end: one utterance at a time."""
    game = Game()
    assert game.say.kind == "greeting"
    (first,) = game.spoken()
    assert isinstance(first, Say) and first.kind == "question" and first.node == "first"
    (listen,) = game.spoken()
    assert isinstance(listen, Listen)
    assert (listen.turn, listen.node, listen.vocabulary, listen.patience) == (1, "first", ("drift",), 1.5)
    assert listen.question in game.state.flow.questions["first"].ask
    assert listen.limit_s == 90
    further = game.answer(READY)
    assert further.kind in ("follow_up", "constraint")
    second = game.answer(READY)
    assert (second.kind, second.node) == ("question", "second")
    game.answer(READY)
    closing = game.answer(READY) if game.say.kind != "closing" else game.say
    assert closing.kind == "closing"
    assert game.spoken() == (End("finished"),)
    assert game.send(VoiceBegan(game.now_s)) == (), "nothing is done after the end"


def test_the_acknowledgement_and_the_question_are_one_utterance() -> None:
    """What is said to an answer is a single Say, the question last."""
    game = Game()
    game.answer(PLAIN)
    says = [a for a in game.actions if isinstance(a, Say)]
    assert len(says) == 1
    assert says[0].text.endswith(game.state.asked.text)


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    """Variants are chosen by the seed alone."""

    def words(seed: int) -> list[str]:
        game = Game(seed=seed)
        return [
            game.say.text,
            game.answer(PLAIN).text,
            game.answer("We [team_voice]decided it, all of us together.").text,
        ]

    assert words(3) == words(3)
    assert len({tuple(words(seed)) for seed in range(8)}) > 3


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_a_row_in_the_table(mode: str) -> None:
    """The table is complete: a mode without a row could not be left."""
    assert mode in TABLE


def test_what_is_illegal_is_noted_and_changes_nothing() -> None:
    """A late or double event is no error."""
    game = Game()
    for event in (
        NothingSaid(1),
        AnswerEnded(1, answer(READY)),
        BrokeIn(1, 3, None, 0.0),
        SpokenToEnd(1, 99),
        Started(1, 2, 3),
    ):
        before = game.state
        assert game.send(event) == ()
        assert game.state.asked == before.asked and game.state.mode == before.mode
        assert type(event).__name__ in game.state.notes[-1].text


@pytest.mark.parametrize("at_s", [math.nan, math.inf, -math.inf])
def test_a_time_that_is_no_number_is_ignored(at_s: float) -> None:
    """Broken clocks do not break the interview."""
    game = Game()
    assert game.send(Command(at_s, "finish")) == ()
    assert math.isfinite(game.state.now_s)


def test_time_does_not_run_backwards() -> None:
    """An event that was late by its stamp counts as now."""
    game = Game()
    game.send(VoiceBegan(8.0))
    game.send(VoiceBegan(2.0))
    assert game.state.now_s == 8.0


# ---- silence ----


def test_silence_gets_a_nudge_then_an_offer_then_the_next_question() -> None:
    """Kindly once, an offer the second time, and no third."""
    game = Game()
    turn = game.to_listening().turn
    assert game.send(NothingSaid(30))[0].kind == "nudge"
    assert game.to_listening().turn == turn, "the same answer is waited for"
    assert "skip" in game.send(NothingSaid(60))[0].text.lower()
    game.to_listening()
    assert game.send(NothingSaid(90))[0].node == "second"


def test_yes_to_the_offer_skips_and_no_waits() -> None:
    """A bare yes or no is understood while the offer stands, and only then."""
    for reply, expected in (("Yes, please.", "question"), ("No, let me try.", "acknowledgement")):
        game = Game()
        game.to_listening()
        game.send(NothingSaid(30))
        game.to_listening()
        game.send(NothingSaid(60))
        assert game.answer(reply).kind == expected
    game = Game()
    assert game.answer("Yes.").kind != "acknowledgement"


def test_nobody_there_ends_the_session() -> None:
    """Three questions in a row without a word: goodbye, with the reason."""
    many = {f"q{n}": question(to=f"q{n + 1}" if n < 5 else "END") for n in range(6)}
    game = Game(flow(many))
    for n in range(9):
        game.to_listening()
        game.send(NothingSaid(10.0 * n))
    assert game.say.kind == "closing"
    assert game.spoken() == (End("no_answers"),)


# ---- requests, by voice and by key ----


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Could you repeat that?", "repeat"),
        ("What do you mean by weak spot?", "clarification"),
        ("Give me a second.", "acknowledgement"),
    ],
)
def test_a_spoken_request_is_answered_and_not_counted(text: str, kind: str) -> None:
    """Repeat, clarify and wait lead back to the same answer."""
    game = Game()
    turn = game.to_listening().turn
    asked = game.state.asked
    assert game.answer(text).kind == kind
    assert game.state.answered == 0
    again = game.to_listening()
    assert (again.turn, again.question) == (turn, asked.text)


def test_a_repeat_says_the_very_same_words() -> None:
    """The clip is there already; and a candidate who did not hear is not helped by new words."""
    game = Game()
    game.to_listening()
    assert game.answer("Sorry, say that again please?").text == game.state.asked.text


def test_a_moment_is_granted_with_patience() -> None:
    """After a request for time the interviewer holds and listens longer."""
    game = Game()
    patience = game.to_listening().patience
    game.answer("Let me think about that for a moment.")
    hold, listen = game.spoken()
    assert isinstance(hold, Hold) and hold.for_s and hold.for_s >= 20
    assert listen.patience > patience


def test_skip_and_thats_all_move_on() -> None:
    """Skipping is said in so many words; having nothing more to say is a skip where nothing was said."""
    for text in ("Can I skip this one?", "That's all I have."):
        game = Game()
        say = game.answer(text)
        assert (say.kind, say.node) == ("question", "second")
        assert game.state.done[0].ended == "skipped" and game.state.answered == 0


def test_lets_stop_here_ends_the_session() -> None:
    """The candidate may stop at any time, and is thanked."""
    game = Game()
    assert game.answer("Let's stop here.").kind == "closing"
    assert game.spoken() == (End("asked_to_finish"),)


def test_an_answer_with_a_request_behind_it_counts_and_the_request_is_met() -> None:
    """Nothing said before the request is lost."""
    game = Game()
    turn = game.to_listening().turn
    say = game.answer(
        "The feed from the partner would go quiet [failure_anticipation]first of all. What do you mean by weak spot?"
    )
    assert say.kind == "clarification" and game.state.answered == 1
    assert game.to_listening().turn == turn + 1
    game.send(NothingSaid(90))
    assert game.say.kind != "nudge", "the part that was said is answered"


@pytest.mark.parametrize("name", ["repeat", "skip", "wait", "clarify"])
def test_keys_do_what_words_do(name: str) -> None:
    """Every request has a key; listening stops before the interviewer speaks."""
    game = Game()
    game.to_listening()
    actions = game.send(Command(20, name))
    assert isinstance(actions[0], StopListening)
    assert (
        game.say.kind
        == {"repeat": "repeat", "skip": "question", "wait": "acknowledgement", "clarify": "clarification"}[name]
    )


def test_keys_work_while_the_interviewer_speaks() -> None:
    """Skipping in the middle of a question drops it; its late end is ignored."""
    game = Game()
    game.spoken()
    old = game.say
    (say,) = game.send(Command(5, "skip"))
    assert say.node == "second"
    assert game.send(SpokenToEnd(6, old.utterance)) == ()
    assert isinstance(game.send(SpokenToEnd(7, say.utterance))[0], Listen)


def test_a_pause_stops_the_clock() -> None:
    """Paused time is not taken from the budget, and the question is put again."""
    game = Game(minutes=2)
    question_text = game.to_listening().question
    assert game.send(Command(20, "pause")) == (StopListening(), Hold(None))
    assert game.send(AnswerEnded(30, answer(READY))) == ()
    game.send(Command(2000, "resume"))
    assert game.say.kind == "repeat" and game.say.text.endswith(question_text)
    assert game.state.elapsed_s == pytest.approx(20)


def test_resume_takes_up_a_session_whose_program_was_killed() -> None:
    """The events so far, then `resume`: the open question is put again, in every mode."""
    game = Game()
    game.answer(PLAIN)
    text = game.state.asked.text
    game.send(Command(game.now_s, "resume"))
    assert game.say.kind == "repeat" and text in game.say.text
    fresh = Game()
    fresh.send(Command(0, "resume"))
    assert fresh.say.kind == "greeting"
    closing = Game()
    closing.answer("Let's stop here.")
    closing.send(Command(closing.now_s, "resume"))
    assert closing.say.kind == "closing"


def test_an_unknown_command_is_noted() -> None:
    """Keys of a newer program do no harm."""
    game = Game()
    assert game.send(Command(1, "dance")) == ()


# ---- interruption ----

TALK = "We keep the bookings in one table and the model reads it every night and writes a list for the desk, and then"


def talking(game: Game, until_s: float = 12.0) -> BreakIn | None:
    game.to_listening()
    began = game.now_s
    game.send(VoiceBegan(began))
    for second in range(1, int(until_s) + 1):
        words = " ".join((TALK + " and so on").split()[: second * 2])
        actions = game.send(Progress(began + second, words, float(second), clause_edge=second % 3 == 0))
        found = next((a for a in actions if isinstance(a, BreakIn)), None)
        if found is not None:
            game.now_s = began + second
            return found
    return None


def test_a_constraint_breaks_into_a_long_answer_once() -> None:
    """After its time the constraint is put, with a preface, and never a second one to the same question."""
    game = Game()
    broke = talking(game)
    assert broke is not None
    assert (broke.kind, broke.constraint, broke.text) == ("constraint", "double", "Traffic has doubled. What now?")
    assert broke.preface
    assert game.send(Progress(40, TALK * 3, 39, True)) == ()


def test_the_answer_after_an_interruption_knows_its_constraint() -> None:
    """The turn keeps what broke in and where; a failed reaction is what is pursued next."""
    game = Game()
    talking(game)
    game.send(BrokeIn(game.now_s + 2, 40, 0.4, 0.4))
    say = game.answer(TALK + " I [reaction_freeze]don't [freeze]know what I would do then.")
    turn = game.state.turns[0]
    assert (turn.constraint, turn.constraint_at) == ("double", 40)
    assert say.target == "freeze" and "stops there" in say.why


def test_a_constraint_that_came_too_late_is_put_after_the_answer() -> None:
    """The candidate stopped before the interruption was spoken: it becomes the next question."""
    game = Game()
    talking(game)
    say = game.answer(PLAIN)
    assert say.kind == "constraint" and "Traffic has doubled" in say.text
    assert game.to_listening().constraint == "double"


def test_asking_back_after_an_interruption_repeats_the_constraint() -> None:
    """What is to be answered then is the constraint, not the first question."""
    game = Game()
    talking(game)
    game.send(BrokeIn(game.now_s + 2, 40, 0.4, 0.4))
    assert game.answer(TALK + ". Could you repeat that?").text == "Traffic has doubled. What now?"


def test_no_pressure_no_interruption() -> None:
    """Without pressure nobody is broken in on."""
    assert talking(Game(pressure=False)) is None
    assert talking(Game(flow(interruptions="never"))) is None


def test_nobody_is_interrupted_in_the_first_seconds() -> None:
    """A few seconds and words are always granted."""
    assert (
        talking(Game(flow(constraints={"double": {"text": "Now what?", "after": {"heard": ["bookings"]}}})), 7) is None
    )


def test_an_answer_far_too_long_is_asked_for_its_point() -> None:
    """Beyond the words of the limit, once, and not as a constraint."""
    game = Game(pressure=False)
    game.to_listening()
    (broke,) = game.send(Progress(60, "word " * 130, 50.0, True))
    assert isinstance(broke, BreakIn) and broke.kind == "wrap_up"
    game.send(BrokeIn(64, 600, 0.3, 0.3))
    game.answer("word " * 130 + "the point is the feed")
    assert game.state.turns[0].constraint == ""


# ---- deflection and dry threads ----


def test_a_deflection_is_asked_once_more_in_other_words() -> None:
    """One reprompt, then the thread is left."""
    game = Game()
    first = game.to_listening().question
    say = game.answer("I don't know, good question.")
    assert say.kind == "reprompt" and say.again_of == "question" and say.node == "first" and first not in say.text
    assert "in other words" in say.why
    assert game.answer("No idea, really.").node == "second"


def test_a_dry_follow_up_is_left() -> None:
    """A follow-up that brings nothing is the last to this question."""
    game = Game()
    say = game.answer("I [hedge]guess it was alright for what it was meant to be at the time.")
    assert say.target == "hedge"
    assert (
        game.answer("It went on like that for most of the year and people got used to it somehow, more or less.").node
        == "second"
    )
    assert "hedge" in game.state.dry


# ---- time ----


def run_out(game: Game, seconds: float) -> str:
    """Answer slowly until the end; returns its reason."""
    for _ in range(60):
        if any(isinstance(a, End) for a in game.actions):
            return game.state.end_reason
        if any(isinstance(a, Listen) for a in game.actions):
            limit = next(a for a in game.actions if isinstance(a, Listen)).limit_s or seconds
            game.answer(PLAIN, min(seconds, limit))
        else:
            game.spoken()
    raise AssertionError("no end")


@pytest.mark.parametrize("minutes", [2, 5, 10, 15])
def test_the_budget_is_kept_within_ten_percent(minutes: float) -> None:
    """However slow the answers, the goodbye comes in time."""
    many = {f"q{n}": question(to=f"q{n + 1}" if n < 39 else "END", limits={"seconds": 120}) for n in range(40)}
    game = Game(flow(many, constraints={}), minutes=minutes)
    assert run_out(game, 100) == "out_of_time"
    assert minutes * 60 * 0.7 <= game.now_s <= minutes * 60 * 1.1


def test_without_a_clock_no_time_is_limited() -> None:
    """An hour an answer: all forty questions are asked, no answer has a limit, a moment no end."""
    many = {f"q{n}": question(to=f"q{n + 1}" if n < 39 else "END", limits={"seconds": 120}) for n in range(40)}
    game = Game(flow(many, constraints={}), minutes=2, clock=False)
    limits, asked = [], 0
    while not any(isinstance(action, End) for action in game.actions):
        limits += [action.limit_s for action in game.actions if isinstance(action, Listen)]
        asked += sum(isinstance(action, Say) and action.kind == "question" for action in game.actions)
        if isinstance(game.actions[-1], Listen):
            game.answer(PLAIN, 3600)
        else:
            game.spoken()
    assert game.state.end_reason == "finished" and asked == 40 and set(limits) == {None}
    waiting = Game(clock=False)
    waiting.to_listening()
    waiting.answer("Give me a moment, please.")
    assert Hold() in waiting.spoken()


def test_somebody_who_never_stops_is_closed_on() -> None:
    """Past the budget even an open answer is ended, with a goodbye."""
    game = Game(minutes=2)
    game.to_listening()
    game.send(VoiceBegan(10))
    actions = game.send(Progress(131, "and so on", 120, True))
    assert isinstance(actions[0], StopListening) and game.say.kind == "closing"
    assert game.spoken() == (End("out_of_time"),)


def test_the_end_comes_even_if_the_goodbye_is_never_confirmed() -> None:
    """A voice engine that hangs cannot keep a session open."""
    game = Game(minutes=1)
    game.answer("Let's stop here.")
    assert game.send(VoiceBegan(400)) == (End("asked_to_finish"),)


def test_finishing_before_the_beginning_and_twice() -> None:
    """Impatience is legal."""
    state, actions = step(begin(flow()), Command(0, "finish"))
    assert actions == (End("asked_to_finish"),) and state.end_reason == "asked_to_finish"
    game = Game()
    game.send(Command(1, "finish"))
    assert game.send(Command(2, "finish")) == (End("asked_to_finish"),)


def test_a_trial_step_leaves_the_state_alone() -> None:
    """The runner may step a copy and forget it."""
    game = Game()
    game.to_listening()
    before = game.state
    for text in (PLAIN, READY, "Let's stop here."):
        step(before, AnswerEnded(30, answer(text)))
    assert game.state is before and before.answered == 0
    assert step(before, AnswerEnded(30, answer(PLAIN))) == step(before, AnswerEnded(30, answer(PLAIN)))


def test_the_documented_table_is_the_table() -> None:
    """docs/interviewer.md lists for every mode exactly what it hears."""
    page = (DOCS / "interviewer.md").read_text(encoding="utf-8")
    for mode, row in TABLE.items():
        assert f"| {mode} | {', '.join(event.__name__ for event in row) or 'nothing'} |" in page


def test_no_new_topic_is_announced_before_the_goodbye() -> None:
    """Whatever the seed: words that promise another question never stand before the closing phrase."""
    for seed in range(40):
        game = Game(seed=seed)
        said = game.say
        game.spoken(), game.spoken()
        while said.kind != "closing":
            said = game.answer(READY)
        assert "topic" not in said.text and "something else" not in said.text
