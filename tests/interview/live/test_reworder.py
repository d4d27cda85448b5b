"""Other words for the armed follow-up: in time and the same, or the follow-up as it was; a session with and without."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from word_server import WordServer, serving

from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.interview.core.replay import first_difference
from voice_interviewer.interview.core.rewording import split
from voice_interviewer.interview.live.given import Given
from voice_interviewer.interview.live.reworder import Reworder
from voice_interviewer.interview.live.session import Choices, practise
from voice_interviewer.sessions import events as ev
from voice_interviewer.sessions.journal import Session
from voice_interviewer.testing import FakeVad, FakeVoice, RecordingScreen, ScriptedCandidate

QUESTION = "Which of those decisions was yours?"
OTHER = "Which of those decisions was really yours?"
VAGUE = "We just put the model there and the team looked at it for a while."


class Part:
    """Rewords as told; may be held."""

    name = "part"

    def __init__(self, said: str | Exception) -> None:
        self.said = said
        self.asked: list[str] = []
        self.go = threading.Event()
        self.go.set()

    def reword(self, question: str, timeout_s: float) -> str:
        self.asked.append(question)
        self.go.wait(60)
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


@pytest.mark.parametrize(
    ("said", "taken"),
    [(OTHER, OTHER), (QUESTION, None), ("Great. How old are you?", None), ("", None), (ValueError("no"), None)],
)
def test_only_the_same_question_is_taken(said: str | Exception, taken: str | None) -> None:
    """What fails, changes the question or changes nothing leaves it as it was."""
    reworder = Reworder(Part(said), wait_s=20)  # type: ignore[arg-type]
    reworder.begin(QUESTION, "")
    assert reworder.take(QUESTION) == taken
    assert bool(reworder.refusals) == (said == "Great. How old are you?")


def test_a_quote_is_not_sent_and_stands_as_it_stood() -> None:
    """Only the question goes out; what stands before it is put back in front."""
    part = Part("Who really had the last word on that?")
    reworder = Reworder(part, wait_s=20)  # type: ignore[arg-type]
    original = "You said: I held the launch. Who had the last word on that?"
    reworder.begin(original, "I held the launch")
    assert reworder.take(original) == "You said: I held the launch. Who really had the last word on that?"
    assert part.asked == ["Who had the last word on that?"]


def test_late_words_are_not_waited_for() -> None:
    """And they are not used for the next follow-up."""
    part = Part(OTHER)
    part.go.clear()
    reworder = Reworder(part, wait_s=0.01)  # type: ignore[arg-type]
    reworder.begin(QUESTION, "")
    assert reworder.take(QUESTION) is None
    part.go.set()
    assert reworder.take(QUESTION) is None


def test_a_new_soft_end_asks_anew_and_the_same_one_does_not() -> None:
    """An answer that goes on leads to another reply; the words of the last one are worth nothing."""
    part = Part(OTHER)
    reworder = Reworder(part, wait_s=20)  # type: ignore[arg-type]
    reworder.begin(QUESTION, "a")
    reworder.begin(QUESTION, "a")
    reworder.begin("What broke first there?", "a b")
    assert reworder.take(QUESTION) is None
    assert part.asked.count(QUESTION) == 1


def _played(folder: Path, wording: str) -> tuple[Session, list[str]]:
    candidate, screen = ScriptedCandidate([VAGUE] * 12), RecordingScreen()
    parts = Given(
        candidate=candidate, recogniser=candidate.recogniser, voice=FakeVoice(), voice_activity=FakeVad(),
        screen=screen, root=folder,
    )  # fmt: skip
    choices = Choices(wording=wording, minutes=4, pressure=False)
    outcome, _ = practise("first-five-minutes", choices, parts, seed=3)
    return Session(outcome.path), [text for kind, text in screen.lines if kind == "follow_up"]


def test_a_session_speaks_the_other_words_and_replays(tmp_path: Path) -> None:
    """From a server on this computer: follow-ups are asked in its words, the journal says so, and a replay agrees."""
    with serving(
        WordServer(lambda question: question[:-1] + " really?" if question.endswith("?") else question)
    ) as server:
        session, asked = _played(tmp_path / "a", server.url)
    reworded = [event for event in session.read().events if isinstance(event, ev.Reworded)]
    assert reworded and all(any(event.text in text for text in asked) for event in reworded)
    sent = [body["messages"][-1]["content"] for body in server.asked]
    assert {split(event.original)[1] for event in reworded} <= set(sent)
    assert not any(VAGUE in question for question in sent), "the answer itself is never sent"
    journal = session.read()
    assert first_difference(load_flow("first-five-minutes"), _steps(session)) is None and journal.finished


def _steps(session: Session) -> list[tuple[ev.Event, tuple[object, ...]]]:
    from voice_interviewer.interview.core.replay import read_action, read_event

    steps: list[tuple[ev.Event, tuple[object, ...]]] = []
    for entry in session.entries():
        if entry.kind == "event":
            steps.append((read_event(entry.data), ()))
        elif entry.kind == "action":
            event, actions = steps[-1]
            steps[-1] = (event, (*actions, read_action(entry.data)))
    return steps


def test_a_server_that_talks_nonsense_changes_nothing(tmp_path: Path) -> None:
    """The session is word for word the one without it."""
    with serving(WordServer(lambda question: "As an AI, I rate this answer 7 out of 10!")) as server:
        session, asked = _played(tmp_path / "a", server.url)
    plain, without = _played(tmp_path / "b", "")
    assert server.asked and asked == without
    assert not any(isinstance(event, ev.Reworded) for event in session.read().events)
    assert plain.header.choices.wording == ""


def test_without_it_nothing_of_it_is_loaded() -> None:
    """No client of any server is even imported by a session's modules."""
    code = "import sys, voice_interviewer.interview.live.session, voice_interviewer.interview.live.assemble as a\n"
    code += "assert 'voice_interviewer.wording.server' not in sys.modules and 'http.client' not in sys.modules\n"
    code += "assert a._reworder(__import__('voice_interviewer.sessions.choices', fromlist=['x']).Choices()) is None\n"
    code += "assert 'voice_interviewer.wording.choose' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
