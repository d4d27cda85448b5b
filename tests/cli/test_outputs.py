"""No command writes over what it reads, and none works for hours before it finds that it cannot write."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from places import DATA

from voice_interviewer.cli.app import run
from voice_interviewer.cli.review import _show
from voice_interviewer.errors import DiskFullError
from voice_interviewer.hearing.fake import ScriptedRecogniser
from voice_interviewer.hearing.model import AudioQuality, Heard, Word
from voice_interviewer.review.review import Asked, Source, review
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Turn

FLOW = DATA / "flows" / "tiny.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one input of each kind, and a session."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path / "data"))
    with Session.create(None, {"flow": "kit"}) as made:
        made.append("heard", Turn(1, Heard("I decided it.", (), 0.0, 2.0), "n", "Why?").as_data(), 2.0)
        made.append("end", {"reason": "finished"}, 3.0)
    shutil.copy(FLOW, tmp_path / "f.yaml")
    (tmp_path / "t.txt").write_text("I decided to wait for a week.\n")
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "one.txt").write_text("I decided to wait for a week.\n")
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    (tmp_path / "link.json").symlink_to(tmp_path / "t.txt")
    (tmp_path / "hard.json").hardlink_to(tmp_path / "t.txt")
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMMANDS = {
    "review --json": (["review", "t.txt", "--json", "t.txt"], "t.txt"),
    "review --json, a link": (["review", "t.txt", "--json", "link.json"], "t.txt"),
    "review --json, a hard link": (["review", "t.txt", "--json", "hard.json"], "t.txt"),
    "review --html": (["review", "t.txt", "--html", "./t.txt"], "t.txt"),
    "review of a folder": (["review", "answers", "--json", "answers/one.txt"], "answers/one.txt"),
    "review, twice the same": (["review", "t.txt", "--json", "x", "--html", "x"], "t.txt"),
    "practice --json": (["practice", "f.yaml", "--json", "f.yaml"], "f.yaml"),
    "practice of a recording": (["practice", "f.yaml", "--candidate", "a.wav", "--json", "a.wav"], "a.wav"),
    "flows draw": (["flows", "draw", "f.yaml", "--out", "f.yaml"], "f.yaml"),
    "flows simulate": (["flows", "simulate", "f.yaml", "-n", "1", "--out", "f.yaml"], "f.yaml"),
    "debrief --out": (["debrief", "last", "--out", "JOURNAL"], "JOURNAL"),
    "history --html": (["history", "--html", "JOURNAL"], "JOURNAL"),
    "label --export": (["label", "last", "--export", "JOURNAL"], "JOURNAL"),
    "plan --out": (["plan", "--out", "JOURNAL"], "JOURNAL"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_an_input_is_never_overwritten(here: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused in one line, under whatever name, and the bytes are what they were."""
    argv, source = COMMANDS[name]
    (journal,) = here.glob("data/sessions/*/journal.jsonl")
    argv = [str(journal) if word == "JOURNAL" else word for word in argv]
    file = journal if source == "JOURNAL" else here / source
    before = file.read_bytes()
    assert run(argv) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert file.read_bytes() == before


def test_a_review_without_a_file_says_how_to_have_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The terminal shows the least of it; with a page written nothing needs to be said."""
    assert run(["review", "t.txt"]) == 0
    assert "--html review.html" in capsys.readouterr().out
    assert run(["review", "t.txt", "--html", "page.html"]) == 0
    assert "--html" not in capsys.readouterr().out


@pytest.mark.parametrize(("option", "name"), [("--json", "out.html"), ("--json", "out.md"), ("--html", "out.json")])
def test_a_name_that_says_something_else_is_refused(
    here: Path, option: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON in a page's file, or a page in JSON's: the other option was meant, or another name."""
    assert run(["review", "t.txt", option, name]) == 2
    said = capsys.readouterr().err
    assert f"{option} {name}" in said and "or rename it" in said and not (here / name).exists()


def test_a_place_that_cannot_be_written_is_said_before_listening(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The review has not begun when it is refused."""

    def listens(*_: object, **__: object) -> None:
        raise AssertionError("it listened")

    monkeypatch.setattr("voice_interviewer.review.review.review", listens)
    for wrong in ("t.txt/below.json", "answers"):
        assert run(["review", "t.txt", "--json", wrong]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_a_debrief_elsewhere_needs_no_writable_session(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`debrief --out` and `stories` only read: nothing appears in the data folder, nothing there is missed."""
    (session,) = (here / "data" / "sessions").iterdir()
    before = sorted(p.name for p in session.iterdir())

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("voice_interviewer.disk.open_private", refuse)
    for format in ("html", "md", "json"):
        assert run(["debrief", "last", "--format", format, "--out", f"out.{format}"]) == 0
        assert (here / f"out.{format}").stat().st_size > 100
    assert run(["stories"]) == 0
    assert sorted(p.name for p in session.iterdir()) == before


def test_a_review_is_shown_though_its_file_cannot_be_written(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up while it listens: what was found is on the screen before the error."""

    def full(*_: object) -> None:
        raise DiskFullError("the disk is full", where="x.json", fix="Free some space.")

    monkeypatch.setattr("voice_interviewer.cli.review.write_output", full)
    assert run(["review", "t.txt", "--json", "x.json"]) == 1
    said = capsys.readouterr()
    assert "I decided to wait for a week." in said.out and "Written" not in said.out and "disk is full" in said.err


@pytest.mark.parametrize(("clipped", "told"), [(0.27, True), (0.01, False)])
def test_a_recording_that_was_heard_poorly_says_so(
    capsys: pytest.CaptureFixture[str], clipped: float, told: bool
) -> None:
    """On the screen too: its words may be others than were said."""
    words = tuple(Word(w, n * 0.4, n * 0.4 + 0.3, 0.9) for n, w in enumerate(["I", "decided", "it."]))
    heard = Heard("I decided it.", words, 0.0, 2.0, ((0.0, 1.2),), quality=AudioQuality(-2.0, -90.0, clipped))
    _show(review([Source("a", "a.wav", Asked(), heard=heard)], lambda: None))
    out = capsys.readouterr().out
    assert ("heard poorly, so words may be wrong: the microphone was overdriven (27 %" in out) == told


def test_a_review_whose_reader_leaves_is_written_all_the_same(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`review … | head -1` closes the pipe: that costs what would be shown, not the file that was asked for."""

    def leaves(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("voice_interviewer.cli.review._show", leaves)
    assert run(["review", "t.txt", "--json", "x.json"]) == 0
    assert "I decided to wait for a week." in Path("x.json").read_text(encoding="utf-8")


def test_a_bad_file_among_good_ones_costs_only_itself(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named before anything is heard, and in what is written; the others are reviewed; the exit code tells."""
    (here / "empty.wav").write_bytes(b"")
    assert run(["review", "empty.wav", "t.txt", "--json", "x.json"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("Left out: empty.wav: is empty") and "I decided to wait for a week." in said.out
    written = json.loads(Path("x.json").read_text(encoding="utf-8"))
    assert written["answers"][0]["transcript"]["text"] == "I decided to wait for a week."
    assert [line.startswith("empty.wav: is empty") for line in written["left_out"]] == [True]


def test_a_recording_that_fails_only_when_it_is_heard_is_told_by_the_exit_code_too(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name it was asked for; whatever a folder holds was not."""
    monkeypatch.setattr("voice_interviewer.cli.review._recogniser", lambda model: ScriptedRecogniser())
    (here / "folder").mkdir()
    for file in (here / "hollow.wav", here / "folder" / "hollow.wav"):
        soundfile.write(file, np.zeros(0, np.float32), 16_000)
    (here / "folder" / "broken.wav").write_bytes(b"")
    (here / "folder" / "b.txt").write_text("I decided to wait for a year.", encoding="utf-8")
    assert run(["review", "t.txt", "hollow.wav", "--json", "x.json"]) == 2
    assert run(["review", "t.txt", "folder", "--json", "y.json"]) == 0
    assert run(["review", "t.txt", "folder", "folder/hollow.wav"]) == 2, "named besides"
    left_out = [json.loads(Path(name).read_text(encoding="utf-8"))["left_out"] for name in ("x.json", "y.json")]
    assert [len(lines) for lines in left_out] == [1, 2]
