"""A question before what cannot be undone: only a yes goes on, and a no is no Ctrl-C."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from kept_kit import TOLD, kept

from voice_interviewer.cli import practice
from voice_interviewer.cli.app import run
from voice_interviewer.cli.asking import agreed
from voice_interviewer.errors import Declined
from voice_interviewer.paths import sessions_dir


@pytest.mark.parametrize(
    ("said", "code", "line"), [("y\n", 0, ""), ("n\n", 1, "nothing was removed."), ("", 1, "--yes")]
)
def test_a_session_is_removed_after_a_yes_alone(
    said: str, code: int, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a no it is there, and so it is when the input ends; the line says so and stands on its own."""
    folder: Path = kept(sessions_dir(), TOLD).path
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    assert run(["delete", "last"]) == code
    assert folder.exists() == bool(code)
    error = capsys.readouterr().err.strip()
    assert line in error and "stopped" not in error


def test_ctrl_c_at_a_question_is_ctrl_c(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 130, nothing removed."""

    def pressed(*_: object) -> str:
        raise KeyboardInterrupt

    folder = kept(sessions_dir(), TOLD).path
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"readline": pressed, "isatty": lambda _: True})())
    assert run(["delete", "last"]) == 130
    assert folder.exists() and capsys.readouterr().err.strip() == "voice-interviewer: stopped."


def test_enter_takes_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is a no unless said otherwise."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    agreed("Write it?", otherwise="nothing was written.", default=True)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    with pytest.raises(Declined, match="nothing was removed"):
        agreed("Remove it?", otherwise="nothing was removed.", fix="unused")


@pytest.mark.parametrize(("typed", "clock"), [(False, True), (True, True), (False, False)])
def test_the_own_view_is_spoken_only_by_who_speaks(monkeypatch: pytest.MonkeyPatch, typed: bool, clock: bool) -> None:
    """Who types may have no microphone, and without a clock no silence ends anything: there `s` is a word typed."""
    asked: list[str] = []
    given: list[tuple[str, bool]] = []
    interview = SimpleNamespace(
        choices=SimpleNamespace(clock=clock, type_answers=typed),
        own_question=lambda: "Which was your weakest?",
        own_view=lambda said, *, spoken: given.append((said, spoken)),
    )
    monkeypatch.setattr(practice, "_keyboard", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda how, **_: asked.append(how) or "s")
    monkeypatch.setattr("voice_interviewer.interview.live.own_view.listen", lambda choices: "The last one.")
    assert practice._own_view(interview) is False  # type: ignore[arg-type]
    by_voice = clock and not typed
    assert ("s and Enter to say it" in asked[0]) == by_voice
    assert given == [("The last one.", True) if by_voice else ("s", False)]
