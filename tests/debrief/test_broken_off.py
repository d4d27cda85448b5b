"""The sound of an answer that was killed is in the debrief, with what had been understood of it."""

from __future__ import annotations

from pathlib import Path

from voice_interviewer.debrief.data.broken_off import kept_sounds
from voice_interviewer.debrief.paint import html, markdown
from voice_interviewer.debrief.write import make
from voice_interviewer.hearing.model import Heard
from voice_interviewer.interview.live.rescue import rescue
from voice_interviewer.language.model import Analysis, Context
from voice_interviewer.sessions.actions import Listen
from voice_interviewer.sessions.events import Command, Progress
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Turn
from voice_interviewer.sessions.records import Header


def analyse(text: str, context: Context) -> Analysis:
    return Analysis(text, words=len(text.split()))


def killed(tmp_path: Path) -> Session:
    """Answer 1 is kept; answer 2 was being spoken when the process died."""
    session = Session.create(tmp_path, Header(flow="kit"))
    session.audio_path(1).write_bytes(b"flac")
    session.write(Turn(1, Heard("I waited.", (), 0.0, 2.0), "n", "Why?", audio="audio/01.flac"), 2.0)
    session.write(Listen(2, "n", "And what broke?"), 3.0)
    session.write(Progress(5.0, "the feed was", 1.0), 5.0)
    session.write(Progress(6.0, "the feed was stale", 2.0), 6.0)
    (session.path / "audio" / "02.flac.part").write_bytes(b"\x01\x00" * 32_000)
    session.close()
    return session


def test_a_killed_answer_is_on_the_page(tmp_path: Path) -> None:
    """Its recording is made whole and shown with its question and words; nobody holds the session afterwards."""
    session = killed(tmp_path)
    assert [p.name for p in rescue(session)] == ["02.flac"] and not session.holding
    made = make(session, analyse)
    (kept,) = made.broken_off
    assert (kept.audio, kept.answer, kept.question) == ("audio/02.flac", "2", "And what broke?")
    assert kept.text == "the feed was stale"
    for page in (html.render(made), markdown.render(made)):
        assert "audio/02.flac" in page and "the feed was stale" in page
    assert len(made.answers) == 1, "it is no answer"


def test_an_earlier_attempt_keeps_its_own_words(tmp_path: Path) -> None:
    """Taken up again and answered, the first recording is still told, with the words of the first time."""
    session = killed(tmp_path)
    session.write(Command(6.0, "resume"), 6.0)
    session.write(Listen(2, "n", "And what broke?"), 7.0)
    session.write(Progress(9.0, "it was the clock", 2.0), 9.0)
    session.write(Turn(2, Heard("It was the clock.", (), 7.0, 9.0), "n", audio="audio/02-2.flac"), 9.0)
    session.close()
    recordings = ["audio/01.flac", "audio/02-2.flac", "audio/02.flac", "audio/notes.flac"]
    (kept,) = kept_sounds(session.read(), recordings)
    assert (kept.audio, kept.text) == ("audio/02.flac", "the feed was stale")


def test_a_pause_is_no_new_attempt(tmp_path: Path) -> None:
    """Paused and resumed within one run, an answer has one recording and all of its words."""
    session = killed(tmp_path)
    session.write(Command(6.0, "pause"), 6.0)
    session.write(Command(7.0, "resume"), 7.0)
    session.write(Listen(2, "n", "And what broke?"), 8.0)
    session.write(Progress(9.0, "the feed was stale and then", 2.0), 9.0)
    session.close()
    (kept,) = kept_sounds(session.read(), ["audio/01.flac", "audio/02.flac"])
    assert kept.text == "the feed was stale and then"


def test_a_recording_in_progress_is_left_alone(tmp_path: Path) -> None:
    """While somebody records, their file is not finished for them."""
    session = killed(tmp_path)
    with Session.open(session.path) as other:
        other.hold()
        assert rescue(session) == []
    assert (session.path / "audio" / "02.flac.part").exists()
