"""Two interviewers take turns by topic: the second voice has every other question with all that belongs to it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from places import TINY_FLOW

from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.flow.model import styled
from voice_interviewer.interview.live import assemble
from voice_interviewer.interview.live.given import Given
from voice_interviewer.interview.live.session import Choices, Interview, practise
from voice_interviewer.interview.live.speaking import Mouth
from voice_interviewer.sessions.journal import Session
from voice_interviewer.testing import FakeVad, FakeVoice, RecordingScreen, ScriptedCandidate
from voice_interviewer.voice import choose
from voice_interviewer.voice.cache import Prefetcher, PromptCache
from voice_interviewer.voice.choose import make_voice, second_voice
from voice_interviewer.voice.protocols import Clip


class Prompts:
    """Remembers what it was asked to say."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def get(self, text: str) -> Clip:
        self.said.append(text)
        return FakeVoice().speak(text)


def test_the_topic_decides_who_speaks() -> None:
    """What was prepared for a topic is said by its voice; without a topic the first one speaks."""
    first, second = Prompts(), Prompts()
    mouth = Mouth(None, first, lambda topic: second if topic == "b" else first)
    mouth.prepare("Prepared?", "b")
    mouth.say(1, "Prepared?", 0.0, topic="b")
    mouth.say(2, "Hello.", 0.0)
    mouth.say(3, "At once?", 0.0, topic="b")
    assert (first.said, second.said) == (["Hello."], ["Prepared?", "At once?"])


def _panel(found: list[str]) -> tuple[object, Prefetcher]:
    flow = load_flow(str(TINY_FLOW))
    stack = ExitStack()
    first = stack.enter_context(Prefetcher(PromptCache(make_voice("fake"))))
    whose = assemble._panel(flow, Choices(panel=True), first, [], found, stack)
    stack.close()
    return whose, first


def test_every_other_question_is_the_second_voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the order of the flow, so that it does not depend on what was prepared and dropped."""
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path))
    whose, first = _panel([])
    nodes = list(load_flow(str(TINY_FLOW)).questions)
    assert callable(whose)
    assert whose("") is first and whose(nodes[0]) is first and whose(nodes[1]) is not first


def test_one_voice_alone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear line, and the session goes on."""
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path))
    monkeypatch.setattr(choose, "second_voice", lambda first: None)
    found: list[str] = []
    assert _panel(found)[0] is None
    assert found == [
        "Only one voice is installed, so one interviewer asks everything; see `voice-interviewer voices list`."
    ]


def test_a_second_voice_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never the same voice at another pace."""
    first = make_voice("fake")
    second = second_voice(first)
    assert second is not None and second.id != first.id
    monkeypatch.setattr(choose, "candidate_voice", lambda voice, rate: make_voice("fake", rate * 0.9))
    assert (
        second_voice(choose.Speaking(FakeVoice.__new__(type("Other", (FakeVoice,), {"name": "other"})), None)) is None
    )


def test_a_session_of_a_panel_in_another_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Played to its end; the style is kept with the choices, so that going on sounds the same; the questions stay."""
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path / "cache"))
    candidate, screen = ScriptedCandidate(["I left it out on purpose", "I held the launch"]), RecordingScreen()
    parts = Given(
        candidate=candidate, recogniser=candidate.recogniser, voice=FakeVoice(), voice_activity=FakeVad(),
        screen=screen, root=tmp_path / "sessions",
    )  # fmt: skip
    outcome, _ = practise(TINY_FLOW, Choices(style="tough", panel=True), parts)
    assert outcome.reason == "finished"
    header = Session(outcome.path).header
    assert (header.choices.style, header.choices.panel) == ("tough", True)
    greeting = next(text for kind, text in screen.lines if kind == "greeting")
    assert greeting in styled(load_flow(str(TINY_FLOW)), "tough").manners.greeting


def test_an_unknown_style_is_one_line(tmp_path: Path) -> None:
    """Named with those there are."""
    with pytest.raises(Exception, match=r"`harsh` is no style\. Use neutral, warm, tough"):
        Interview.new(TINY_FLOW, Choices(style="harsh"), Given(root=tmp_path))
