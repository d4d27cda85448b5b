"""A journal becomes a debrief, again and again the same, whatever happened to it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from debrief_kit import analysis, spoken

from voice_interviewer.debrief import write
from voice_interviewer.debrief.data import correct
from voice_interviewer.debrief.data.from_journal import debrief_of
from voice_interviewer.debrief.data.schema import SCHEMA_VERSION
from voice_interviewer.errors import InputFileError, StorageError, UsageError
from voice_interviewer.language.model import Analysis, Context
from voice_interviewer.sessions import actions, events
from voice_interviewer.sessions.codec import encode
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Broke, Turn

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
CUES = {"sorry": "apology", "I decided": "ownership", "We decided": "team_voice", "goes quiet": "failure_anticipation"}


def analyse(text: str, context: Context) -> Analysis:
    """A stand-in for the language room: four cues."""
    return analysis(text, *((label, cue) for cue, label in CUES.items() if cue in text))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A finished session with a question, a follow-up and a second question whose answer was interrupted."""
    with Session.create(tmp_path, {"flow": "first-five", "seed": 7, "candidate": "ready"}, now=NOW) as made:
        say(made, 1, 0.0, "What would break first?", "question", "fragile")
        answer(made, 1, "We decided to wait. The feed goes quiet.", "fragile", "What would break first?", 10.0)
        say(made, 2, 30.0, "Whose call was that?", "follow_up", "fragile", "team_voice", "A decision was told as “we”.")
        answer(
            made,
            2,
            "I decided it, sorry.",
            "fragile",
            "Whose call was that?",
            40.0,
            kind="follow_up",
            target="team_voice",
        )
        say(made, 3, 60.0, "What would you leave out?", "question", "scope")
        broke = Broke("Half the budget is gone.", 18, 74.0, 0.4, 0.4)
        answer(
            made,
            3,
            "One table at first. Then I decided to wait.",
            "scope",
            "What would you leave out?",
            70.0,
            broke=broke,
        )
        made.append("note", {"what": "notice", "text": "The microphone was quiet."}, 80.0)
        made.append("end", {"reason": "finished"}, 90.0)
        yield made


def say(
    session: Session, n: int, at: float, text: str, kind: str, node: str, target: str | None = None, why: str = ""
) -> None:
    session.append("action", encode(actions.Say(n, text, kind, node, target, why)), at)
    session.append("event", encode(events.SpokenToEnd(at + 2.5, n)), at + 2.5)


def answer(
    session: Session, n: int, text: str, node: str, question: str, at: float, *, broke: Broke | None = None, **more: str
) -> None:
    heard = spoken(text, start=at)
    session.audio_path(n).write_bytes(b"fLaC")
    turn = Turn(
        n, heard, node, question, interruption=broke, audio=f"audio/{n:02d}.flac", audio_start_s=at - 0.5, **more
    )
    session.append("heard", turn.as_data(), heard.end_s)


def test_everything_of_the_session_is_in_the_debrief(session: Session) -> None:
    """Questions, answers, reasons of follow-ups, the interruption, the timeline and the notes come from the journal."""
    made = debrief_of(session, analyse)
    assert (made.session, made.flow, made.seed, made.candidate) == (session.id, "first-five", 7, "ready")
    assert [r.id for r in made.answers] == ["1", "2", "3"]
    first, second, third = made.answers
    assert first.pattern == "break_first" and first.asked_next[0].why == "A decision was told as “we”."
    assert second.kind == "follow_up" and third.interruption is not None
    assert third.interruption.text == "Half the budget is gone." and third.interruption.at_s == 4.5
    assert {line["who"] for line in made.timeline} == {"interviewer", "candidate"}
    starts = [float(str(line["start_s"])) for line in made.timeline]
    assert starts == sorted(starts)
    assert made.notes == ["The microphone was quiet."]
    assert first.audio == "audio/01.flac" and first.transcript.words[0].start == 0.5


def test_credit_depends_on_what_was_asked_before(session: Session) -> None:
    """What the question or an earlier follow-up asked for is prompted."""
    made = debrief_of(session, analyse)
    assert made.answers[0].signals["failure_anticipation"].state == "prompted"
    assert made.answers[1].signals["decision_ownership"].state == "missed"


def test_making_it_twice_gives_the_same(session: Session) -> None:
    """The debrief follows from the journal alone."""
    assert debrief_of(session, analyse) == debrief_of(Session(session.path), analyse)


def test_an_interruption_is_also_found_in_the_interviewers_records(tmp_path: Path) -> None:
    """Where the turn does not carry it, the interruption is taken from the actions and events."""
    with Session.create(tmp_path, {}, now=NOW) as made:
        made.append("action", encode(actions.Listen(1, "a", "Why?")), 1.0)
        made.append("action", encode(actions.BreakIn(2, "Let me stop you.", "Labels are late.", "a")), 5.0)
        made.append("event", encode(events.BrokeIn(6.0, 12, 0.5, 0.4)), 6.0)
        answer(made, 1, "One table at first. Then I decided to wait.", "a", "Why?", 2.0)
        (only,) = debrief_of(made, analyse).answers
    assert only.interruption is not None and (only.interruption.text, only.interruption.at) == ("Labels are late.", 12)
    assert only.interruption.stop_time_s == 0.5


def test_damaged_and_unfinished_journals_still_give_a_debrief(session: Session) -> None:
    """Unreadable lines and records are left out, counted and said; the rest is used."""
    path = session.path / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if b'"kind":"end"' not in line]
    kept.insert(3, b"rubbish\n")
    kept.append(b'{"n":99,"at_s":1,"wall":"","kind":"heard","data":{"turn":"x"}}\n')
    path.write_bytes(b"".join(kept))
    made = debrief_of(Session(session.path), analyse)
    assert len(made.answers) == 3
    assert any("2 damaged lines" in n for n in made.notes) and any("did not come to its end" in n for n in made.notes)


def test_files_are_written_json_first(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON, Markdown and page are written; a failing page never costs the JSON."""
    files = write.write_debrief(session, analyse)
    assert files.headline == files.debrief.debrief.verdict
    assert all(p.is_file() for p in (files.json, files.html, files.markdown))
    files.json.unlink()

    def fail(*_: object, **__: object) -> str:
        raise StorageError("no page today")

    monkeypatch.setattr("voice_interviewer.debrief.paint.html.render", fail)
    with pytest.raises(StorageError):
        write.write_debrief(session, analyse)
    assert write.load(files.json).session == session.id


def test_a_debrief_is_ready_within_two_seconds(session: Session) -> None:
    """Twenty more answers of 200 words are turned into all three files in under two seconds (language apart)."""
    text = "I decided to wait because the feed goes quiet and nobody would have told us about it at all. " * 11
    for n in range(4, 24):
        answer(session, n, text, "more", "What would break first?", 100.0 * n)
    began = time.process_time()
    write.write_debrief(session, analyse)
    assert time.process_time() - began < 2.0


def test_missing_audio_is_said(session: Session) -> None:
    """A recording that is gone is no player on the page, and a note says so."""
    (session.path / "audio" / "02.flac").unlink()
    made = write.make(session, analyse)
    assert [r.audio for r in made.answers] == ["audio/01.flac", None, "audio/03.flac"]
    assert any("answer 2 is missing" in n for n in made.notes)


@pytest.mark.parametrize("format", ["html", "md", "json"])
def test_a_written_debrief_renders_again(session: Session, tmp_path: Path, format: str) -> None:
    """Each format is painted from debrief.json, also somewhere else."""
    write.write_debrief(session, analyse)
    out = write.write_as(session, format, tmp_path / f"elsewhere.{format}")
    assert out.read_text("utf-8") == (session.path / f"debrief.{format}").read_text("utf-8")


def test_unknown_formats_and_files_are_refused(session: Session, tmp_path: Path) -> None:
    """An unknown format, no debrief, a broken one or a newer one give one line with the place."""
    with pytest.raises(UsageError):
        write.write_as(session, "docx")
    with pytest.raises(InputFileError, match="no debrief"):
        write.load(tmp_path / "none.json")
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    with pytest.raises(InputFileError, match="is no debrief"):
        write.load(broken)
    broken.write_text(json.dumps({"schema_version": SCHEMA_VERSION + 1, "debrief": {"verdict": ""}}))
    with pytest.raises(InputFileError, match="newer"):
        write.load(broken)


def test_an_old_debrief_with_few_fields_still_renders(tmp_path: Path) -> None:
    """A file of schema version 1 with only its required fields loads and paints."""
    old = {
        "schema_version": 1,
        "answers": [
            {
                "id": "1",
                "source": "a.wav",
                "transcript": {"text": "We waited."},
                "follow_up": {"target": None, "text": "", "why": ""},
            }
        ],
        "debrief": {"verdict": "Not yet clear."},
        "colour": "unknown fields are ignored",
    }
    path = tmp_path / "old.json"
    path.write_text(json.dumps(old))
    for format in ("html", "md"):
        assert "We waited." in write.paint(write.load(path), format)


# ---- that is not what I said ----


def test_a_corrected_word_recomputes_everything_and_keeps_the_original(session: Session) -> None:
    """After a correction the finding is gone, the text is new, and the first transcript is still there."""
    assert "apology" in [f.label for f in debrief_of(session, analyse).answers[1].findings]
    line = correct.apply_correction(session, "2:sorry=story")
    assert "“story”" in line
    made = debrief_of(session, analyse).answers[1]
    assert made.transcript.text == "I decided it, story." and made.heard_text == "I decided it, sorry."
    assert "apology" not in [f.label for f in made.findings]
    assert made.corrections[0].old == "sorry" and made.transcript.words[-1].text == "story."
    assert made.transcript.words[-1].end > made.transcript.words[-1].start


def test_corrections_follow_one_another(session: Session) -> None:
    """A second correction applies to the corrected text; replacing the whole answer works too."""
    correct.apply_correction(session, "2:sorry=story")
    correct.apply_correction(session, "2:STORY=history")
    assert debrief_of(session, analyse).answers[1].transcript.text == "I decided it, history."
    correct.apply_correction(session, "2:=We decided it.")
    made = debrief_of(session, analyse).answers[1]
    assert made.transcript.text == "We decided it." and len(made.corrections) == 3


def test_a_correction_may_confirm_an_apology(session: Session) -> None:
    """What the candidate typed proves itself: a corrected-in apology is shown."""
    correct.apply_correction(session, "2:I decided it=sorry, I decided it")
    assert "apology" in [f.label for f in debrief_of(session, analyse).answers[1].findings]


def test_the_place_of_an_interruption_moves_with_a_correction(session: Session) -> None:
    """Offsets behind a correction move along with the text."""
    correct.apply_correction(session, "3:One table=A single flat table")
    third = debrief_of(session, analyse).answers[2]
    assert third.interruption is not None and third.interruption.at == 18 + len("A single flat") - len("One")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("sorry=story", "ANSWER:heard=said"),
        ("9:sorry=story", "no answer 9"),
        ("2:banana=apple", "not heard"),
        ("3:e=x", "times"),
        ("2:sorry#4=story", "only 1 times"),
    ],
)
def test_impossible_corrections_are_explained(session: Session, change: str, says: str) -> None:
    """A correction that does not fit says why, and nothing is written."""
    before = len(session.entries())
    with pytest.raises(UsageError, match=says):
        correct.apply_correction(session, change)
    assert len(session.entries()) == before


def test_one_of_several_places_can_be_meant(tmp_path: Path) -> None:
    """`heard#2` corrects the second place where the word was heard."""
    with Session.create(tmp_path, {}, now=NOW) as made:
        answer(made, 1, "the gate and the feed", "a", "Why?", 1.0)
        correct.apply_correction(made, "1:the#2=a")
        assert debrief_of(made, analyse).answers[0].transcript.text == "the gate and a feed"


def test_a_correction_that_no_longer_fits_is_said(session: Session) -> None:
    """A damaged or stale correction record is left out with a note, and the answer stays."""
    session.append("correction", {"answer": "2", "start": 0, "end": 4, "old": "nope", "new": "x"})
    session.append("correction", {"answer": "2"})
    made = debrief_of(session, analyse)
    assert made.answers[1].transcript.text == "I decided it, sorry."
    assert sum("no longer fits" in n for n in made.notes) == 1
    assert any("1 damaged line" in n and "not understood: correction" in n for n in made.notes)
