"""A person is asked for their own view once, before the debrief; what they say is kept and shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from debrief_kit import row

from voice_interviewer.audio.protocols import BLOCK, BLOCK_S, Block
from voice_interviewer.debrief.data import own_view as shown
from voice_interviewer.debrief.write import make
from voice_interviewer.hearing.fake import FakeVad, ScriptedRecogniser
from voice_interviewer.hearing.model import Heard
from voice_interviewer.interview.live import own_view
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Turn
from voice_interviewer.sessions.records import Header, OwnView


def session(root: Path, answers: int = 2, **header: str) -> Session:
    made = Session.create(root, Header(flow="first-five-minutes", **header))
    for n in range(1, answers + 1):
        text = "I decided to hold the launch because nothing was watched."
        made.write(Turn(n, Heard(text, (), 0.0, 4.0), question="What would break first?", typed=True))
    made.close()
    return made


def test_who_is_asked(tmp_path: Path) -> None:
    """A person with two answers is; somebody simulated, a retake, one answer, or one who was asked already is not."""
    assert own_view.due(session(tmp_path).read())
    assert not own_view.due(session(tmp_path, candidate="ready").read())
    assert not own_view.due(session(tmp_path, retake="x/1").read())
    assert not own_view.due(session(tmp_path, answers=1).read())
    asked = session(tmp_path)
    with asked:
        asked.write(OwnView("", own_view.QUESTION))
    assert not own_view.due(asked.read())


def test_the_view_is_kept_and_shown(tmp_path: Path) -> None:
    """The record comes back as the debrief's own view, with the answer that was meant; a skipped one shows nothing."""
    kept = session(tmp_path)
    with kept:
        kept.write(OwnView("The second one, I never said what it cost.", own_view.QUESTION, True))
    view = make(kept).own_view
    assert view is not None and view.answer == "2" and view.spoken and view.question == own_view.QUESTION
    skipped = session(tmp_path)
    with skipped:
        skipped.write(OwnView("", own_view.QUESTION))
    assert make(skipped).own_view is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The first one.", "1"),
        ("Answer 3, because I froze", "3"),
        ("number two", "2"),
        ("the last", "3"),
        ("the one about taking something back after a launch", "3"),
        ("I was bad last week", ""),
        ("All of them", ""),
        ("answer 9", ""),
    ],
)
def test_which_answer_is_meant(text: str, answer: str) -> None:
    """By number, by place, by words of the question; nothing is guessed."""
    asked = ("Your largest system?", "What would fail?", "When would you be taking back a launch?")
    rows = [row("It ran.", id=str(i), question=q) for i, q in enumerate(asked, 1)]
    assert shown.meant(text, rows) == answer


class Tape:
    """A microphone that gives so many seconds of voice, then silence for as long as it is read."""

    name = "tape"

    def __init__(self, voice_s: float) -> None:
        self.at_s, self.voice_s = 0.0, voice_s

    def __enter__(self) -> Tape:
        return self

    def __exit__(self, *exc: object) -> None: ...

    def read(self, timeout_s: float = 2.0) -> Block | None:
        self.at_s += BLOCK_S
        level = 0.3 if self.at_s <= self.voice_s else 0.0
        return Block(np.full(BLOCK, level, np.float32), self.at_s)


@pytest.mark.parametrize(
    ("voice_s", "ends_s"), [(4.0, 4.0 + own_view.PATIENCE_S), (0.0, own_view.QUIET_S), (500.0, own_view.LONGEST_S)]
)
def test_listening_ends_by_itself(voice_s: float, ends_s: float) -> None:
    """After words it waits for their end, without any it soon gives up, and it never goes on for ever."""
    tape = Tape(voice_s)
    blocks: Iterator[Block] = own_view._until_silent(tape, FakeVad(), 1.0)
    *_, last = blocks
    assert last.end_s == pytest.approx(ends_s, abs=0.1)


def test_what_is_said_becomes_text() -> None:
    """The recogniser's words of what was said before the silence."""
    said = own_view.heard(Tape(3.0), ScriptedRecogniser(["The second one."]), FakeVad(), FakeVad())
    assert said == "The second one."
