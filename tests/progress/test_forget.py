"""`delete` takes the one session that is meant, and leaves no word of it anywhere."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voice_interviewer.cli.app import run
from voice_interviewer.errors import NotFoundError
from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.paths import cache_dir, data_dir, heard_dir, own_flows_dir, sessions_dir
from voice_interviewer.progress.forget import delete_session
from voice_interviewer.progress.stories import Part, Story, Told, forget, load_bank
from voice_interviewer.review.review import Memory
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Turn

TOLD = (
    "At the dental clinic the receptionists phoned every patient before lunch. I decided the calling list should hold "
    "twenty names, because the kiosk printed more than anybody could phone. I expected grumbling. Missed appointments "
    "fell from ninety to sixty. So now I ask for the telephone minutes first."
)
OTHER = TOLD.replace("twenty", "fifteen").replace("grumbling", "applause").replace("kiosk", "printer")
RARE = ("receptionist", "twenty", "kiosk", "grumbling", "dental")


def told(text: str, day: int, name: str = "kit", retake: str = "") -> Session:
    now = datetime(2026, 11, day, 10, 0, tzinfo=UTC)
    with Session.create(None, {"flow": "kit", "retake": retake}, now=now, name=name) as made:
        words = tuple(Word(w, i * 0.4, i * 0.4 + 0.3, 0.9) for i, w in enumerate(text.split()))
        turn = Turn(1, Heard(text, words, 0.0, 30.0), "list", "Tell me about a decision.", audio="audio/01.flac")
        made.audio_path(1).write_bytes(b"sound")
        made.append("heard", turn.as_data(), 30.0)
        made.append("end", {"reason": "finished"}, 31.0)
    return made


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path / "cache"))
    return tmp_path


def words_in(*folders: Path) -> set[str]:
    """The rare words that any file under these folders holds, in its name or its bytes."""
    found = set()
    for folder in folders:
        for path in folder.rglob("*"):
            held = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
            found |= {word for word in RARE if word.encode() in held.lower()}
    return found


def test_delete_leaves_no_word_of_a_candidate_anywhere(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """History, a confirmed story, a review of its recording, a retake's comparison: all of them forget."""
    session = told(TOLD, 20)
    again = told("I decided it, and I would do it again.", 21, "again", retake=f"{session.id}/1")
    again.write_file("takes.html", TOLD)
    assert run(["debrief", session.id]) == 0
    assert run(["history"]) == 0 and run(["stories"]) == 0
    identity = capsys.readouterr().out.split("  ")[0].splitlines()[-1]
    identity = load_bank()[0].id
    assert run(["stories", "--confirm", identity]) == 0
    Memory(heard_dir(), "tiny.en").keep(session.path / "audio" / "01.flac", None, (), Heard(TOLD, (), 0, 1), ())
    assert words_in(data_dir(), cache_dir()) == set(RARE)
    assert run(["delete", session.id, "--yes"]) == 0
    assert words_in(data_dir(), cache_dir()) == set()
    assert session.id not in (sessions_dir() / "history.json").read_text()
    assert again.path.is_dir(), "the retake itself is a session of its own"


def test_a_story_told_twice_keeps_what_the_other_session_tells(data: Path) -> None:
    """Only the words of the session that is removed go; a later telling is read anew."""
    session, other = told(TOLD, 20), told(OTHER, 21)
    assert run(["stories"]) == 0
    (story,) = load_bank()
    assert {t.session for t in story.told} == {session.id, other.id}
    assert run(["delete", session.id, "--yes"]) == 0
    assert not {w for w in ("twenty", "kiosk", "grumbling") if w in (data_dir() / "stories.json").read_text()}
    assert run(["stories"]) == 0
    (left,) = load_bank()
    assert {t.session for t in left.told} == {other.id} and "fifteen" in left.parts["decision"].text


def test_a_part_told_elsewhere_stays() -> None:
    """Id, title and words are made anew from what is left; a title of the candidate's own stays."""
    here, there = Told("s1", "1"), Told("s2", "1")
    parts = {"decision": Part("I decided on twenty names.", here), "change": Part("Now I count minutes first.", there)}
    story = Story("twenty-names", "I decided on twenty names", parts, told=(here, there), words=("twenty", "minut"))
    (left,) = forget([story, replace(story, id="mine", title="My list", confirmed=True)], "s1")[:1]
    assert left.id == "now-count-minutes" and left.title == "Now I count minutes first"
    assert list(left.parts) == ["change"] and "twenty" not in repr(left)
    assert forget([replace(story, title="My list", confirmed=True)], "s1")[0].title == "My list"


def test_delete_takes_no_path(data: Path) -> None:
    """A backup's path never removes the session of the same name, nor the backup."""
    session = told(TOLD, 20)
    backup = data / "backup" / session.id
    backup.mkdir(parents=True)
    (backup / "journal.jsonl").write_bytes((session.path / "journal.jsonl").read_bytes())
    for wrong in (str(backup), str(session.path), f"./{session.id}", f"../sessions/{session.id}", f"{session.id}/"):
        assert run(["delete", wrong, "--yes"]) == 2
    assert backup.is_dir() and session.path.is_dir()


@pytest.mark.parametrize("wrong", ["", " ", ".", "..", "2026", "2026-11-20", "kit", "*", "2026-11-20-1000-kit-2"])
def test_delete_takes_nothing_that_is_no_id(data: Path, wrong: str) -> None:
    """An unset variable, a part, a pattern or the id of a session that is gone already: refused, nothing is lost."""
    session = told(TOLD, 20)
    assert run(["delete", wrong, "--yes"]) == 2
    assert session.path.is_dir()


def test_a_beginning_is_only_offered(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unasked, the beginning of an id may be that of a session that is gone; asked first, one can say no."""
    session = told(TOLD, 20)
    with pytest.raises(NotFoundError, match=session.id):
        delete_session(session.id[:15])
    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr("typer.confirm", confirm)
    assert run(["delete", session.id[:15]]) == 0
    assert session.id in asked[0] and not session.path.exists()


def test_what_reviews_remember_can_be_forgotten(data: Path) -> None:
    """`delete --reviews` empties it, and what was not asked for in a month goes by itself."""
    memory = Memory(heard_dir(), "tiny.en")
    file, later = data / "a.wav", data / "b.wav"
    file.write_bytes(b"x")
    later.write_bytes(b"yy")
    memory.keep(file, None, (), Heard(TOLD, (), 0, 1), ())
    (entry,) = heard_dir().glob("*.json")
    os.utime(entry, (0, 0))
    memory.keep(later, None, (), Heard("short", (), 0, 1), ())
    assert words_in(heard_dir()) == set()
    assert json.loads(next(heard_dir().glob("*.json")).read_text())["source"] == str(later.resolve())
    assert run(["delete", "--reviews"]) == 0
    assert not list(heard_dir().glob("*.json"))


def test_a_flow_of_ones_own_goes_also_from_a_folder_that_was_moved(data: Path) -> None:
    """Its sessions name the folder of another computer, or a home that is called otherwise now."""
    made = own_flows_dir() / "questions-12345678.yaml"
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text("a flow", encoding="utf-8")
    sessions = []
    for day, where in ((1, "/home/ada/.local/share/voice-interviewer/flows/"), (2, "C:\\Users\\ada\\flows\\")):
        now = datetime(2026, 11, day, tzinfo=UTC)
        with Session.create(None, {"flow": f"{where}questions-12345678.yaml"}, now=now, name="kit") as session:
            sessions.append(session.id)
    delete_session(sessions[0])
    assert made.exists(), "another session was played with it"
    delete_session(sessions[1])
    assert not made.exists()


def test_a_flow_of_ones_own_stays_for_another_session_whatever_names_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reached by a link, the data folder has two names: a session brought along and a new one share the flow."""
    link = tmp_path / "by-a-link"
    try:
        link.symlink_to(data, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(link))
    made = own_flows_dir() / "questions-12345678.yaml"
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text("a flow", encoding="utf-8")
    for day, flow in ((1, "/home/ada/data/flows/questions-12345678.yaml"), (2, str(made.resolve()))):
        now = datetime(2026, 11, day, tzinfo=UTC)
        with Session.create(None, {"flow": flow}, now=now, name="kit") as session:
            last = session.id
        if day == 1:
            brought = session.id
    delete_session(brought)
    assert made.exists(), "another session was played with it"
    delete_session(last)
    assert not made.exists()


def test_a_flow_of_ones_own_goes_with_its_last_session(data: Path) -> None:
    """It holds the candidate's questions and claims; a shipped flow or a file elsewhere is never touched."""
    made = own_flows_dir() / "questions-12345678.yaml"
    made.parent.mkdir(parents=True)
    made.write_text("a flow", encoding="utf-8")
    elsewhere = data / "mine.yaml"
    elsewhere.write_text("a flow", encoding="utf-8")
    ids = []
    for day, flow in ((1, made), (2, made), (3, elsewhere)):
        now = datetime(2026, 11, day, 10, 0, tzinfo=UTC)
        with Session.create(None, {"flow": str(flow.resolve())}, now=now, name="kit") as session:
            session.append("end", {"reason": "finished"}, 1.0)
            ids.append(session.id)
    delete_session(ids[0])
    assert made.exists(), "another session can still be retaken with it"
    delete_session(ids[1])
    delete_session(ids[2])
    assert not made.exists() and elsewhere.exists()
