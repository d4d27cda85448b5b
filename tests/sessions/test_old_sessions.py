"""Sessions of version 0.1.0 still open, go on, render and count; one of each kind is kept for that."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from voice_interviewer.cli.app import run
from voice_interviewer.debrief.write import write_debrief
from voice_interviewer.errors import DeviceError, NotFoundError, UsageError
from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.interview.core.replay import first_difference, replay
from voice_interviewer.interview.live.resuming import flow_of, plan
from voice_interviewer.language.model import Analysis, Context
from voice_interviewer.progress.history import collect
from voice_interviewer.progress.labels import opinions
from voice_interviewer.sessions.actions import Action
from voice_interviewer.sessions.events import Event
from voice_interviewer.sessions.journal import Session, list_sessions
from voice_interviewer.sessions.records import Correction, RetakeOf

OLD = Path(__file__).parent.parent / "data" / "sessions-0.1.0"
KINDS = sorted(path.name.split("-")[-1] for path in OLD.iterdir() if path.is_dir())
ANSWERS = {
    "simulated": 2, "retake": 1, "person": 2, "silent": 0, "typed": 3, "killed": 1, "interrupted": 2, "resumed": 3,
    "corrected": 2, "labelled": 2,
}  # fmt: skip
OPEN = ("killed", "interrupted")


def analyse(text: str, context: Context) -> Analysis:
    return Analysis(text, words=len(text.split()))


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The old sessions as a user's own."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))
    shutil.copytree(OLD, tmp_path / "sessions", ignore=shutil.ignore_patterns("*.md"))
    return tmp_path / "sessions"


def test_every_kind_is_kept() -> None:
    """A kind whose journal is lost could no longer be tested."""
    assert set(KINDS) == set(ANSWERS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_is_understood(old: Path, kind: str) -> None:
    """No field, record or line of an old journal is left out."""
    journal = Session.open(kind, old).read()
    assert journal.not_understood() == [] and journal.header is not None
    assert len(journal.turns) == ANSWERS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_renders(old: Path, kind: str) -> None:
    """The debrief shows each answer in its words, corrections carried out."""
    session = Session.open(kind, old)
    files = write_debrief(session, analyse)
    assert len(files.debrief.answers) == ANSWERS[kind]
    turns = session.read().turns
    for row in files.debrief.answers:
        assert row.heard_text or row.transcript.text == turns[int(row.id)].heard.text
    assert files.html.is_file() and files.markdown.is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_open_goes_on(old: Path, kind: str) -> None:
    """A session that was broken off is taken up where it was; one that ended says so."""
    session = Session.open(kind, old)
    if kind not in OPEN:
        with pytest.raises(UsageError, match="came to its end"):
            plan(session.id, session.read())
        return
    going = plan(session.id, session.read())
    assert going.who == () and going.at_s > 10
    state = replay(load_flow(going.flow), going.past).state
    assert state.answered == len([t for t in session.read().turns.values() if t.turn in _ended(session)])
    assert state.asked is not None, "the open question is known"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("retake", "typed")])
def test_the_interviewer_of_then_is_the_one_of_now(old: Path, kind: str) -> None:
    """Every decision of an old journal comes again, word for word; a retake's flow is its own, and one question that
    was typed an answer to has other words since."""
    journal = Session.open(kind, old).read()
    assert journal.header is not None
    rows: list[tuple[Event, list[Action]]] = []
    for line in journal.lines:
        if isinstance(line.record, get_args(Event)):
            rows.append((line.record, []))
        elif isinstance(line.record, get_args(Action)):
            rows[-1][1].append(line.record)
    steps = [(event, tuple(actions)) for event, actions in rows]
    assert len(steps) > 10
    assert first_difference(load_flow(journal.header.flow), steps) is None


def _ended(session: Session) -> set[int]:
    """Numbers of the answers that the interviewer took as answers; a broken-off one is kept, and asked for again."""
    from voice_interviewer.sessions.actions import Listen
    from voice_interviewer.sessions.events import AnswerEnded

    ended, current = set(), 0
    for line in session.read().lines:
        if isinstance(line.record, Listen):
            current = line.record.turn
        elif isinstance(line.record, AnswerEnded):
            ended.add(current)
    return ended


def test_all_are_listed_and_those_of_a_person_count(old: Path) -> None:
    """The list has every session; the history has the person's that were answered, without retakes and personas."""
    assert {listed.path.name.split("-")[-1]: listed.answers for listed in list_sessions(old)} == ANSWERS
    points = collect(old, remake=lambda session: write_debrief(session, analyse).debrief.model_dump())
    kinds = {point.session.split("-")[-1] for point in points}
    assert kinds == {"person", "typed", "killed", "interrupted", "labelled"}


def test_what_people_said_about_them_is_there(old: Path) -> None:
    """Opinions, corrections and retakes of an old session are read."""
    assert len(opinions(Session.open("labelled", old))) == 4
    assert [c.new for c in Session.open("corrected", old).read().records(Correction)] == ["something else"]
    assert len(list(Session.open("person", old).read().records(RetakeOf))) == 1


def test_a_persons_session_is_not_finished_by_somebody_else(old: Path) -> None:
    """Without a microphone a person's session is refused, with the mend; typing is one."""
    session = Session.open("interrupted", old)
    with pytest.raises(DeviceError, match=r"your answers.*--type"):
        plan(session.id, session.read(), no_microphone="none was found.")
    going = plan(session.id, session.read(), no_microphone="none was found.", typing=True)
    assert going.who == () and going.choices.type_answers


def test_a_flow_that_is_gone_is_said_with_its_session(old: Path) -> None:
    """What to go on with is missing: which session it is, and the flows there are."""
    session = Session.open("interrupted", old)
    going = replace(plan(session.id, session.read()), flow="first-six")
    with pytest.raises(NotFoundError, match=r"interrupted: its flow is gone"):
        flow_of(session.id, going)


def test_resume_says_so_in_one_line(
    old: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command refuses before anything is opened, and writes nothing into the journal."""

    def none() -> object:
        raise DeviceError("no microphone was found.")

    monkeypatch.setattr("voice_interviewer.audio.portaudio.default_microphone", none)
    (folder,) = old.glob("*interrupted")
    before = (folder / "journal.jsonl").read_bytes()
    assert run(["resume", folder.name]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "--type" in said
    assert (folder / "journal.jsonl").read_bytes() == before
