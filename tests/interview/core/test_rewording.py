"""Other words for a follow-up are spoken only where they are plainly the same question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voice_interviewer.flow.catalog import load_flow, names, shipped_probes
from voice_interviewer.interview.core.machine import begin, step
from voice_interviewer.interview.core.replay import first_difference, read_event, write
from voice_interviewer.interview.core.rewording import MAX_WORDS, refused
from voice_interviewer.language.analyze import Analyser
from voice_interviewer.language.model import Context
from voice_interviewer.sessions import events as ev
from voice_interviewer.sessions.actions import Say

YOURS = "Which of those decisions was yours?"
QUOTING = "You said: I held the launch. Who had the last word on that?"


@pytest.mark.parametrize(
    ("original", "other"),
    [
        (YOURS, "Which of those decisions did you take yourself?"),
        (YOURS, "What decision of those was your own?"),
        (QUOTING, "You said: I held the launch. Who really had the last word there?"),
        ("What could go wrong there without any alarm?", "What might go wrong without an alarm?"),
        ("Give me one number for that.", "Please give me one number for it."),
        ("What happens at 100 times that?", "At 100 times that, what would happen?"),
    ],
)
def test_the_same_question_may_be_said(original: str, other: str) -> None:
    """Word order, plain words and forms of words may change."""
    assert refused(original, other) == ""


@pytest.mark.parametrize(
    ("original", "other", "why"),
    [
        (YOURS, "", "plain sentence"),
        (YOURS, "Which of those decisions was yours? Why?", "one question"),
        (YOURS, "Which decision was yours, and who knew?", "one question"),
        (YOURS, "Those decisions were yours.", "one question"),
        (YOURS, "Which of those decisions was yours, at Google?", "new"),
        (YOURS, "Which of those 12 decisions was yours?", "new"),
        (YOURS, "Which of those brilliant decisions was yours?", "new"),
        (YOURS, "Why were those decisions yours?", "something else"),
        (YOURS, "Who took those decisions of yours?", "something else"),
        (YOURS, "Which of those decisions was not yours?", "says no"),
        (YOURS, "Which thing was it that you did there?", "too little"),
        (YOURS, " ".join(["Which of those decisions was yours"] + ["then"] * MAX_WORDS) + "?", "words"),
        (YOURS, "Sure! Which of those decisions was yours?", "plain sentence"),
        (YOURS, "Which of those *decisions* was yours?", "plain sentence"),
        (YOURS, "Welche dieser Entscheidungen war deine?", "something else"),
        (QUOTING, "You said: I held a launch. Who had the last word on that?", "before the question"),
        (QUOTING, "You said you held the launch. Who had the last word on that?", "before the question"),
        (QUOTING, "Who had the last word on that?", "before the question"),
        (YOURS, "You said: some were yours. Which of those decisions was yours?", "before the question"),
        (YOURS, "You said which of those decisions was yours?", "new"),
        ("What happens at 100 times that?", "What happens at that?", "number"),
        ("What went wrong there?", "What went wrong there, sorry?", "new"),
    ],
)
def test_anything_else_is_refused(original: str, other: str, why: str) -> None:
    """With the reason."""
    assert why in refused(original, other)


def test_words_of_the_candidate_stand_as_they_stood() -> None:
    """Also where they are woven into the question."""
    original, answer = "What did holding the launch back cost you?", "Well, I kept holding the launch back for a week"
    assert refused(original, "What did holding the launch back really cost you?", answer) == ""
    assert "candidate's words" in refused(original, "What did you hold back at launch, what did it cost you?", answer)
    assert "candidate's words" in refused(original, "What did holding back the launch cost you?", answer)


def _all_follow_ups() -> list[str]:
    flows = [load_flow(name) for name in names()]
    texts = [t for flow in flows for q in flow.questions.values() for f in q.follow_ups for t in f.ask]
    texts += [t for probes in shipped_probes().values() for t in probes]
    return [text for text in texts if "{" not in text]


def test_every_shipped_follow_up_is_the_same_as_itself() -> None:
    """The check never refuses for what the question itself has."""
    texts = _all_follow_ups()
    assert len(texts) > 300
    assert [text for text in texts if refused(text, text)] == []


def test_no_follow_up_passes_for_another() -> None:
    """Of all pairs of shipped follow-ups hardly any is taken for the other: the target cannot be changed unseen."""
    texts = sorted(set(_all_follow_ups()))[::3]
    taken = [(a, b) for a in texts for b in texts if a != b and not refused(a, b)]
    assert len(taken) <= 0.001 * len(texts) ** 2, taken[:5]


def _answered(text: str, at_s: float) -> ev.AnswerEnded:
    analysis = Analyser()(text, Context(question="q"))
    return ev.AnswerEnded(at_s, ev.Answer(text, analysis, at_s - 5, at_s, 4.0))


def _to_follow_up(other: str | None) -> tuple[list[tuple[ev.Event, tuple[object, ...]]], Say, str]:
    """A journal up to the first follow-up of a shipped flow, that follow-up, and what it would have been."""
    flow = load_flow("mock-15")
    state = begin(flow)
    journal: list[tuple[ev.Event, tuple[object, ...]]] = []

    def put(event: ev.Event) -> tuple[object, ...]:
        nonlocal state
        state, actions = step(state, event)
        journal.append((event, actions))
        return actions

    put(ev.Started(0.0, 3, 15.0, False))
    put(ev.SpokenToEnd(1.0, state.utterance))
    put(ev.SpokenToEnd(2.0, state.utterance))
    ended = _answered("We just put the model there and the team looked at it for a while.", 20.0)
    planned, _ = step(state, ended)
    assert planned.asked is not None and planned.asked.kind == "follow_up"
    original = planned.asked.text
    if other is not None:
        assert put(ev.Reworded(19.0, original, other.format(original))) == ()
    (said,) = [action for action in put(ended) if isinstance(action, Say)]
    return journal, said, original


def test_the_machine_asks_in_the_other_words_and_a_replay_does_too() -> None:
    """The event comes before the answer's end; target, kind and reason stay; both wordings count as used."""
    _, plain, original = _to_follow_up(None)
    other = original[:-1] + " really?"
    assert refused(original, other) == ""
    journal, said, _ = _to_follow_up(other)
    assert said.text == plain.text.replace(original, other) != plain.text
    assert replace(said, text="") == replace(plain, text="")
    assert first_difference(load_flow("mock-15"), journal) is None  # type: ignore[arg-type]
    events = [read_event(write(event)) for event, _ in journal]  # type: ignore[arg-type]
    assert events == [event for event, _ in journal]


def test_the_machine_takes_no_other_question() -> None:
    """Whatever a journal or a part says: what fails the check is noted and not spoken."""
    _, plain, _ = _to_follow_up(None)
    _, said, _ = _to_follow_up("How much do you earn at Acme?")
    assert said == plain


def test_words_for_another_follow_up_are_forgotten() -> None:
    """They belong to the reply they were made for, and to no later one."""
    flow = load_flow("mock-15")
    state = begin(flow)
    for event in (ev.Started(0.0, 3, 15.0, False), ev.SpokenToEnd(1.0, 1), ev.SpokenToEnd(2.0, 2)):
        state, _ = step(state, event)
    state, _ = step(state, ev.Reworded(3.0, YOURS, "Which of those decisions was your own?"))
    assert state.reworded
    state, actions = step(state, _answered("We just put the model there and the team looked at it.", 20.0))
    assert state.reworded == () and all("your own" not in a.text for a in actions if isinstance(a, Say))
