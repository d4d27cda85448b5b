"""What a user sees of sessions, history, stories and labels: clear lines, right exit codes, never a traceback."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from kept_kit import TOLD, kept

from voice_interviewer.cli.app import run
from voice_interviewer.hearing.model import Heard
from voice_interviewer.interview.live.candidate import check_candidate
from voice_interviewer.interview.rehearsal.personas import list_personas
from voice_interviewer.paths import sessions_dir
from voice_interviewer.progress.labels import opinions
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Turn

TEXT = (
    "Sorry, it was only a small thing. I decided to hold the launch back for a week, because nothing would have told "
    "us that it was failing. I expected complaints. There were none, and the alarm went off twice. So now I ask for "
    "the alarm first, before I build anything at all."
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sessions of a person, a day apart."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))
    for day in (20, 21):
        now = datetime(2026, 11, day, 10, 0, tzinfo=UTC)
        with Session.create(tmp_path / "sessions", {"flow": "kit", "started": now.isoformat()}, now=now) as made:
            turn = Turn(1, Heard(TEXT, (), 1.0, 30.0), "hold", "Tell me about a decision.", typed=True)
            made.append("heard", turn.as_data(), 30.0)
            made.append("end", {"reason": "finished"}, 31.0)
    return tmp_path


def test_sessions_are_listed_newest_first(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the help says, and one answer is one answer."""
    assert run(["sessions"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("2026-11-21") and second.startswith("2026-11-20") and "1 answer" in first
    assert "answers" not in first


def test_an_unknown_question_is_bad_input(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The history of a question nobody asked says which there are."""
    assert run(["history", "--question", "hold"]) == 0
    assert run(["history", "--question", "nosuch"]) == 2
    assert "Asked were: hold" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["history", "drill"])
def test_a_candidate_nobody_knows_is_told_which_there_are(
    data: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """No command is offered that would fail: only names that do exist, those with sessions first."""
    kept(sessions_dir(), TOLD, candidate="inflated")
    assert run([command, "--candidate", "nobody"]) == 2
    said = capsys.readouterr().err
    assert "Kept are sessions of inflated." in said and "practice" not in said
    names = said.partition("Known: ")[2].strip().rstrip(".").split(", ")
    assert names == list_personas() and "nobody" not in names
    assert run([command, "--candidate", "inflated"]) == 0


def test_a_candidate_without_sessions_is_told_how_to_have_one(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name is a persona's, so what is offered can be done."""
    assert run(["history", "--candidate", "ready"]) == 2
    said = capsys.readouterr().err
    assert "`voice-interviewer practice --candidate ready`" in said and "Kept" not in said
    check_candidate(("ready",))


def test_labels_given_before_the_input_ends_are_kept(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One finding accepted, then nothing more: no error, and the opinion counts."""
    said = iter(["", "really?", "yes"])  # neither a slip of the hand nor a blank passes over a finding

    def prompt(*_args: object, **_more: object) -> str:
        import typer

        answer = next(said, None)
        if answer is None:
            raise typer.Abort
        return answer

    monkeypatch.setattr("typer.prompt", prompt)
    assert run(["label", "last", "--by", "mentor"]) == 0
    assert "1 kept; in this session 1 of at least 8" in capsys.readouterr().out
    assert run(["label", "last", "--by", "mentor"]) == 0
    assert "0 kept; in this session 1 of at least 8" in capsys.readouterr().out, "nothing was said this time"
    assert len(opinions(Session.open("last"))) == 1
    assert run(["history", "--agreement"]) == 0
    assert "1 of at least 8 opinions needed" in capsys.readouterr().out


def test_a_session_with_nothing_to_judge_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Instead of asking nothing."""
    kept(sessions_dir(), TOLD[:0])
    assert run(["label", "last"]) == 0
    assert "nothing left to judge" in capsys.readouterr().out


def test_a_session_that_goes_on_is_not_called_broken_off(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is `resume` offered for it; it is once the program is gone."""
    with Session.create(sessions_dir(), {"flow": "kit"}):
        assert run(["sessions"]) == 0
        assert "(going on now)" in (said := capsys.readouterr().out) and "resume" not in said
    assert run(["sessions"]) == 0
    assert "(broken off)" in (said := capsys.readouterr().out) and "voice-interviewer resume ID" in said


def test_a_story_is_proposed_and_kept_when_confirmed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The proposal says how to keep it; an id that is none is bad input."""
    assert run(["stories"]) == 0
    shown = capsys.readouterr().out
    assert "(proposed)" in shown and "stories --confirm ID" in shown
    identity = shown.split()[0]
    assert run(["stories", "--confirm", identity, "--title", "The alarm"]) == 0
    assert "The alarm" in capsys.readouterr().out
    assert run(["stories", "--confirm", "nosuch"]) == 2


def test_a_correction_changes_the_debrief_and_keeps_the_first_text(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was corrected is said, what cannot be is exit code 2."""
    assert run(["debrief", "last", "--correct", "1:complaints=questions"]) == 0
    assert "“complaints” is now “questions”" in capsys.readouterr().out
    assert "I expected questions" in (Session.open("last").path / "debrief.md").read_text(encoding="utf-8")
    assert run(["debrief", "last", "--correct", "1:complaints="]) == 2  # no longer there
    assert run(["debrief", "last", "--correct", "1:questions="]) == 0
    assert "“questions” is taken out" in capsys.readouterr().out
    for wrong in ("nonsense", "9:a=b", "1:unicorn=b", "1:launch=launch"):
        assert run(["debrief", "last", "--correct", wrong]) == 2


def test_history_says_that_simulated_sessions_are_kept_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """With how many there are and the command that shows them; nothing is said where there are none."""
    root = sessions_dir()
    kept(root, TOLD, candidate="ready")
    assert run(["history"]) == 0
    said = capsys.readouterr().out
    assert "1 simulated session is kept apart and counts nowhere" in said
    assert "`voice-interviewer history --candidate ready`" in said
    assert run(["history", "--candidate", "ready"]) == 0
    assert "kept apart" not in capsys.readouterr().out


def test_one_session_shows_no_trend(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a sparkline nor a word of change, in the terminal and on the page; two sessions have both."""
    root = sessions_dir()
    kept(root, TOLD, day=1)
    assert run(["history", "--html", str(root / "one.html")]) == 0
    said = capsys.readouterr().out
    assert "trend" not in said and "change" not in said.splitlines()[0] and not set("▁▂▃▄▅▆▇█") & set(said)
    page = (root / "one.html").read_text(encoding="utf-8")
    assert "→" not in page and "too little yet" not in page.split("</style>")[1] and "<polyline" not in page
    kept(root, TOLD, day=2)
    assert run(["history"]) == 0
    assert "trend" in capsys.readouterr().out


def test_sessions_without_answers_can_be_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    """Only those with neither an answer nor a sound; what is removed is said."""
    root = sessions_dir()
    told, empty, sounding = kept(root, TOLD, day=1), kept(root, day=2), kept(root, day=3)
    sounding.audio_path(1).write_bytes(b"fLaC")
    assert run(["sessions"]) == 0
    assert "--drop-empty" in capsys.readouterr().out
    assert run(["sessions", "--drop-empty"]) == 0
    assert "Removed: 1 session without an answer." in capsys.readouterr().out
    assert told.path.is_dir() and sounding.path.is_dir() and not empty.path.exists()
