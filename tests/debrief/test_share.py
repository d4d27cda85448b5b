"""One file to share: a mentor opens it, judges, writes, saves a small file; it is taken in and shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from kept_kit import TOLD, kept

from voice_interviewer.audio.compact import BYTES_A_SECOND, mp3
from voice_interviewer.cli import app
from voice_interviewer.debrief import bundle
from voice_interviewer.debrief.data.schema import Debrief
from voice_interviewer.debrief.paint import html, pdf
from voice_interviewer.debrief.write import make
from voice_interviewer.errors import InputFileError
from voice_interviewer.progress import mentors
from voice_interviewer.sessions.journal import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return kept(tmp_path, TOLD, TOLD)


def file_of(session: Session, debrief: Debrief, by: str, accept: bool, note: str = "") -> dict[str, object]:
    """What the page saves, for the first finding."""
    row = debrief.answers[0]
    f = row.findings[0]
    place = {"answer": row.id, "label": f.label, "start": f.start, "end": f.end, "text": f.text, "accept": accept}
    notes = [{"answer": row.id, "text": note}] if note else []
    return {
        "kind": mentors.KIND,
        "version": 1,
        "session": session.id,
        "by": by,
        "findings": [place],
        "notes": notes,
    }


def written(tmp_path: Path, content: object) -> Path:
    target = tmp_path / "opinions.json"
    target.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return target


def test_the_size_is_said_before_and_is_about_right(session: Session) -> None:
    """The plan names recordings and size; the file made is within a third of it, and nothing in it points outside."""
    debrief = make(session)
    plan = bundle.plan(debrief, session.path, sound=True, bytes_a_second=BYTES_A_SECOND)
    page = bundle.bundle(debrief, session.path, plan.sounds, mp3)
    assert len(plan.sounds) == 2 and "2 recordings, 1 minute of" in plan.told()
    assert plan.bytes / 2 < len(page.encode()) < 1.5 * plan.bytes
    assert page.count('src="data:audio/mpeg;base64,') == 2 and "audio/01.flac" not in page
    assert not re.search(r"https?://", page)
    quiet = bundle.plan(debrief, session.path, sound=False, bytes_a_second=BYTES_A_SECOND)
    assert "0.0 MB" not in quiet.told() and bundle.megabytes(0) == "0.1 MB"
    assert not quiet.sounds and "<audio" not in bundle.bundle(debrief, session.path, quiet.sounds, mp3)


def test_sound_is_small_and_still_speech(tmp_path: Path) -> None:
    """Ten seconds at 16 kHz take less than a tenth of their samples, and decode to the same length and level."""
    time = np.arange(160_000) / 16_000
    pcm = (0.3 * np.sin(2 * np.pi * 220 * time)).astype(np.float32)
    soundfile.write(tmp_path / "a.flac", pcm, 16_000)
    small = mp3(tmp_path / "a.flac")
    assert len(small) < 32_000
    (tmp_path / "a.mp3").write_bytes(small)
    again, rate = soundfile.read(tmp_path / "a.mp3")
    assert rate == 16_000 and abs(len(again) - len(pcm)) < 4_000
    assert 0.15 < float(np.sqrt(np.mean(again**2))) < 0.25
    with pytest.raises(InputFileError):
        mp3(tmp_path / "none.flac")


def test_two_mentors_stand_side_by_side(session: Session, tmp_path: Path) -> None:
    """Each under their name; where they differ the finding stays; the same file twice is once."""
    debrief = make(session)
    for name, accept in (("Ada", False), ("Bo", True), ("Ada", False)):
        file = mentors.read(written(tmp_path, file_of(session, debrief, name, accept, f"Note of {name}.")))
        with session:
            told = mentors.take_in(session, debrief, file)
        assert told.by == name and told.accepted + told.rejected == 1 and told.left_out == 0
    made = make(session)
    first = made.answers[0].findings[0]
    assert [(o.by, o.accept) for o in first.opinions] == [("Ada", False), ("Bo", True)] and first.opinion is None
    page = html.render(made)
    assert "rejected by Ada; accepted by Bo" in page and "Note of Ada." in page and page.count("Note of Ada.") == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[1, 2]",
        "null",
        '{"kind": "voice-interviewer opinions", "version": 2, "session": "s"}',
        '{"kind": "other", "version": 1, "session": "s"}',
        '{"kind": "voice-interviewer opinions", "version": 1, "session": "s", "findings": [{"answer": 1}]}',
        '{"kind": "voice-interviewer opinions", "version": 1, "session": "s", "findings": [{"answer": "1", "label": '
        '"hedge", "start": -1, "end": 2, "text": "x", "accept": true}]}',
        '{"kind": "voice-interviewer opinions", "version": 1, "session": "s", "notes": [{"answer": "1", "text": '
        + json.dumps("x" * 5_000)
        + "}]}",
        "[" * 100_000,
        "\x00\xff",
    ],
)
def test_what_is_no_mentors_file_is_refused(content: str, tmp_path: Path) -> None:
    """In one clear error, whatever it holds."""
    with pytest.raises(InputFileError) as error:
        mentors.read(written(tmp_path, content))
    assert "\n" not in str(error.value)


def test_what_is_wrong_with_a_file_is_told_in_words(session: Session, tmp_path: Path) -> None:
    """A page in its place, a changed value, half a file; and what an editor puts in front of a text is no mistake."""
    whole = json.dumps(file_of(session, make(session), "Ünal", True))
    for content, says in (
        ("<!doctype html><p>", "Save my file"),
        (whole.replace("true", '"maybe"'), "finding 1: `accept`"),
        (whole[:-9], "cut off"),
    ):
        with pytest.raises(InputFileError, match=says) as error:
            mentors.read(written(tmp_path, content))
        assert "Input should" not in str(error.value) and "JSON:" not in str(error.value)
    assert mentors.read(written(tmp_path, "\ufeff" + whole)).by == "Ünal"
    assert mentors.TakenIn("A", 1, 0, 0, 1).told().endswith("; 1 no longer fits this debrief and was left out.")


def test_hostile_content_stays_text(session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names and notes with markup, escapes and marks that turn lines round are shown as text; foreign places are left
    out; a path for a session is no session."""
    debrief = make(session)
    evil = '<script>alert(1)</script>\x1b[2J\u202e"'
    given = file_of(session, debrief, evil, True, evil)
    given["findings"].append({"answer": "9", "label": "hedge", "start": 0, "end": 1, "text": "x", "accept": True})  # type: ignore[attr-defined]
    with session:
        told = mentors.take_in(session, debrief, mentors.read(written(tmp_path, given)))
    assert told.left_out == 1 and "\x1b" not in told.told() and "\u202e" not in told.told()
    page = html.render(make(session))
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page and page.count("<script>") == 1
    for other in ("../../etc", "another-session"):
        given["session"] = other
        assert app.run(["label", "--from", str(written(tmp_path, given))]) == 2
        assert app.run(["label", session.id, "--from", str(written(tmp_path, given))]) in (1, 2)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.browser
def test_a_mentor_in_a_real_browser(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the file, play, reject one finding, write a note, save; take the file in; the debrief shows both."""
    sync = pytest.importorskip("playwright.sync_api")
    browser = pdf.browser()
    if browser is None:
        pytest.skip("no Chromium-like browser here")
    debrief = make(session)
    plan = bundle.plan(debrief, session.path, sound=True, bytes_a_second=BYTES_A_SECOND)
    page_file = tmp_path / "shared.html"
    page_file.write_text(bundle.bundle(debrief, session.path, plan.sounds, mp3), encoding="utf-8")
    with sync.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page()
        trouble: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda line: trouble.append(line.text) if line.type == "error" else None)
        page.goto(page_file.as_uri())
        page.locator("details.answer > summary").first.click()
        seconds = page.evaluate(
            "async () => { const a = document.querySelector('audio'); a.load(); "
            "await new Promise((done) => { a.onloadedmetadata = done; a.onerror = done; }); return a.duration; }"
        )
        page.get_by_role("button", name="Save my file").click()
        assert "name first" in page.locator("#mentor-told").inner_text()
        page.get_by_role("textbox", name="Your name").fill("Ada L.")
        page.get_by_role("button", name="Wrong").first.click()
        page.get_by_label("Your note on this answer").first.fill("Say the <price> first.")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save my file").click()
        saved.value.save_as(tmp_path / "back.json")
        chromium.close()
    assert trouble == [] and seconds > 0.5
    file = mentors.read(tmp_path / "back.json")
    assert file.by == "Ada L." and [f.accept for f in file.findings] == [False] and len(file.notes) == 1
    with session:
        told = mentors.take_in(session, debrief, file)
    assert told.told() == "From Ada L.: 0 accepted, 1 rejected, 1 note."
    shown = html.render(make(session))
    assert "rejected by Ada L." in shown and "Say the &lt;price&gt; first." in shown
