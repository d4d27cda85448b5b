"""What the answer hands on: interrupting, typing, mishaps and the dead microphone, each with a scripted answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from voice_interviewer.hearing.model import Heard
from voice_interviewer.interview.live.dead_microphone import DeadMicrophone
from voice_interviewer.interview.live.interrupting import Interrupting
from voice_interviewer.interview.live.mishaps import Mishaps
from voice_interviewer.interview.live.typed_answers import TypedAnswers
from voice_interviewer.sessions.actions import BreakIn, Listen


class Notes:
    """Takes every call and writes its name down."""

    def __init__(self, calls: list[str], name: str, **given: Any) -> None:
        self._calls, self._name = calls, name
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> Any:
        def called(*args: Any, **kwargs: Any) -> None:
            self._calls.append(f"{self._name}.{name}")

        return called


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def host(calls: list[str]) -> Any:
    """A session of one microphone that is silent as the grave."""
    spoken = Heard(text="the feed", words=(), start_s=1.0, end_s=2.0, plain_text="the feed")
    parts = SimpleNamespace(
        mouth=Notes(calls, "mouth", busy=False),
        ears=Notes(calls, "ears", finish=lambda at_s: spoken),
        screen=Notes(calls, "screen", draft=lambda: ""),
        session=SimpleNamespace(id="s1"),
        guest=None,
        duplex=None,
        full_duplex=True,
        only_typing=False,
        microphone=SimpleNamespace(zeros=SimpleNamespace(never_live=True, dead=True)),
    )
    return Notes(calls, "host", parts=parts, now_s=10.0, state=SimpleNamespace(mode="question"))


@pytest.fixture
def answer(calls: list[str]) -> Any:
    """An answer of which nothing has been heard."""
    turn = Notes(calls, "turn", opened_s=9.0, began_s=None, before=None, taken_back=0)
    book = Notes(calls, "book", turn=turn, take=lambda: None)
    return Notes(calls, "answer", listen=Listen(1, "q", "What?"), book=book, hold_until=None, said=None)


CONSTRAINT = BreakIn(3, "Stop.", "Now half of it.", "q", deadline_s=2.0)


def test_an_interruption_waits_for_its_time(host: Any, answer: Any, calls: list[str]) -> None:
    """Planned, its clip is made ready; done when its time is up, once."""
    interrupting = Interrupting(answer, host)
    interrupting.plan(CONSTRAINT)
    interrupting.tick()
    assert interrupting.planned and calls == ["mouth.prepare"]
    host.now_s = 12.0
    interrupting.tick()
    interrupting.now()
    assert calls.count("mouth.say") == 1 and "turn.start_break" in calls and not interrupting.planned
    assert answer.said.text == "Stop. Now half of it."


def test_without_an_answer_nobody_is_interrupted(host: Any, answer: Any, calls: list[str]) -> None:
    """Nor after the plan was dropped."""
    interrupting = Interrupting(answer, host)
    interrupting.now()
    interrupting.plan(CONSTRAINT)
    interrupting.forget()
    interrupting.now()
    assert calls == ["mouth.prepare"]


def test_what_is_typed_follows_what_was_said(host: Any, answer: Any) -> None:
    """Both are one answer."""
    ended: list[tuple[str, str, bool]] = []
    answer.end_now = lambda heard, why, typed: ended.append((heard.text, why, typed))
    TypedAnswers(answer, host).take("  fails first ")
    assert ended == [("the feed fails first", "typed", True)]


def test_what_is_sent_too_early_waits(host: Any, answer: Any) -> None:
    """It hushes us, and is taken once somebody listens."""
    ended: list[str] = []
    answer.end_now = lambda heard, why, typed: ended.append(heard.text)
    host.parts.mouth.busy = True
    typing = TypedAnswers(answer, host)
    typing.take("soon")
    typing.look(60.0)
    assert ended == []
    host.parts.mouth.busy = False
    typing.look(60.0)
    assert ended == ["the feed soon"]


def test_a_dead_microphone_is_named_once(host: Any, calls: list[str]) -> None:
    """As soon as somebody is asked, not before."""
    dead = DeadMicrophone(host)
    dead.watch(asked=False)
    assert calls == []
    dead.watch(asked=True)
    dead.tell()
    assert calls == ["host.note"]


def test_silence_is_told_and_asked_about(host: Any, answer: Any, calls: list[str]) -> None:
    """Nothing was said: the microphone is looked at, and nobody is listened to."""
    Mishaps(answer, host).silence()
    assert answer.listen is None and calls == ["host.note", "book.drop", "screen.listening", "host.apply"]


def test_our_own_voice_ends_full_duplex_and_asks_again(host: Any, answer: Any, calls: list[str]) -> None:
    """Once; what was answered is dropped."""
    mishaps = Mishaps(answer, host)
    mishaps.heard_ourselves()
    mishaps.half_duplex()
    assert not host.parts.full_duplex and calls == ["host.note", "answer.drop", "host.apply"]


def test_what_was_not_understood_is_no_silence(host: Any, answer: Any, calls: list[str]) -> None:
    """It is told, and the next question comes."""
    Mishaps(answer, host).not_understood(Heard(text="", words=(), start_s=1.0, end_s=2.0, unheard="no model"))
    assert calls == ["answer.close", "host.note", "host.apply"]
