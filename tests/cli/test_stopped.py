"""Ctrl-C ends `practice` and `debrief --hear-again` with exit code 130 wherever it comes; what was said is kept."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from places import TINY_FLOW

from voice_interviewer.cli import practice
from voice_interviewer.cli.app import run
from voice_interviewer.errors import Stopped
from voice_interviewer.interview.live.given import Given
from voice_interviewer.interview.live.session import Choices, Interview
from voice_interviewer.sessions.journal import Session
from voice_interviewer.testing import FakeVad, FakeVoice, ScriptedCandidate

FIRST = "the address feed fails first so I alert on its null rate before anybody notices"
SECOND = "I left the feature store out on purpose"


class Pressing(ScriptedCandidate):
    """Answers, and has Ctrl-C pressed at the second question."""

    questions = 0

    def answer(self, asked: Any) -> Any:
        self.questions += 1
        if self.questions == 2:
            signal.raise_signal(signal.SIGINT)
        return super().answer(asked)


def interview(folder: Path, candidate: ScriptedCandidate) -> Interview:
    parts = Given(
        candidate=candidate,
        recogniser=candidate.recogniser,
        voice=FakeVoice(),
        voice_activity=FakeVad(),
        root=folder,
    )
    return Interview.new(TINY_FLOW, Choices(), parts)


def test_in_the_interview(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The debrief of what was said is written, how to go on is told, and then it is 130."""
    out = tmp_path / "out.json"
    with pytest.raises(Stopped) as stopped:
        practice._play(interview(tmp_path / "sessions", Pressing([FIRST, SECOND])), out)
    said = capsys.readouterr().out
    assert stopped.value.exit_code == 130 and "kept" in str(stopped.value)
    assert "voice-interviewer resume" in said and "Debrief:" in said
    assert FIRST in out.read_text(encoding="utf-8")


def test_while_answers_are_heard_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interview came to its end; the rest of the second hearing did not."""
    monkeypatch.setattr(Interview, "_hear_again", _pressed)
    with pytest.raises(Stopped) as stopped:
        practice._play(interview(tmp_path, ScriptedCandidate([FIRST, SECOND])), None)
    said = capsys.readouterr().out
    assert stopped.value.exit_code == 130
    assert "not heard again" in said and "Debrief:" in said and "resume" not in said


def test_while_the_debrief_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing said is lost: the command that makes it is named."""
    monkeypatch.setattr("voice_interviewer.debrief.write.write_debrief", _pressed)
    with pytest.raises(Stopped, match=r"voice-interviewer debrief \S+-tiny") as stopped:
        practice._play(interview(tmp_path, ScriptedCandidate([FIRST, SECOND])), None)
    assert stopped.value.exit_code == 130


def test_an_interview_to_its_end_is_no_stop(tmp_path: Path) -> None:
    """Without Ctrl-C nothing is raised."""
    practice._play(interview(tmp_path, ScriptedCandidate([FIRST, SECOND])), None)


def test_an_old_session_being_heard_again(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`debrief --hear-again` makes the debrief of the words there are, says so, and ends with 130."""
    Session.create(None, {"flow": "kit"}).close()
    monkeypatch.setattr("voice_interviewer.interview.live.second_hearing.hear_session_again", _pressed)
    assert run(["debrief", "last", "--hear-again"]) == 130
    said = capsys.readouterr()
    assert "not heard again" in said.out and "Debrief:" in said.out and "stopped" in said.err


def test_a_whole_program_in_a_terminal(tmp_path: Path) -> None:
    """The key itself, pressed at a terminal while an answer is awaited: 130, and the page says that all is kept."""
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect (a pseudo-terminal; not on Windows)")
    words = ["-m", "voice_interviewer", "practice", str(TINY_FLOW), "--type", "--no-voice"]
    child = pexpect.spawn(sys.executable, words, dimensions=(30, 90), encoding="utf-8", timeout=120)
    child.expect("Enter sends")
    child.expect("listening")
    child.sendcontrol("c")
    child.expect("everything so far is kept")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


def _pressed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
