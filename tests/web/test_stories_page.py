"""Stories: found in one's own answers, kept or not wanted at a word; the same bank as the command line's."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_kit import TOLD, kept
from web_kit import browser, served

from voice_interviewer.progress.stories import load_bank, save_bank
from voice_interviewer.web.routes import stories


def test_no_story_yet(tmp_path: Path):
    """Says what it takes."""
    text = browser(served(tmp_path)).get(stories.MENU[1]).text
    assert "0 confirmed" in text and "Tell of a decision" in text


def test_a_story_is_proposed_then_kept_under_a_name(tmp_path: Path):
    """What it lacks, what it serves, where it was told; then it is one's own, in the terminal too."""
    session = kept(tmp_path, TOLD)
    client = browser(served(tmp_path))
    text = client.get("/stories").text
    assert "Found in your answers" in text and "calling list should hold twenty names" in text
    assert f"/sessions/{session.id}/" in text and "--confirm" not in text
    story = load_bank()[0]
    assert all(part in text for part in story.missing)
    assert client.post("/stories/confirm", data={"story": story.id, "title": " The  list\n"}).status_code == 303
    assert (load_bank()[0].title, load_bank()[0].confirmed) == ("The list", True)
    assert "1 confirmed" in client.get("/stories").text


def test_a_story_told_for_months_names_the_last_sessions(tmp_path: Path):
    """The newest first and five at most; how many there were before is said."""
    sessions = [kept(tmp_path, TOLD) for _ in range(stories.MOST_TOLD + 2)]
    text = browser(served(tmp_path)).get("/stories").text
    first = text.split("</article>")[0]
    assert first.count("/sessions/") == stories.MOST_TOLD and "and 2 before." in first
    assert sum(f"/sessions/{one.id}/" in first for one in sessions) == stories.MOST_TOLD


def test_a_story_that_is_not_wanted_is_not_proposed_again(tmp_path: Path):
    """Also not when its session is read anew."""
    kept(tmp_path, TOLD)
    client = browser(served(tmp_path))
    client.get("/stories")
    assert client.post("/stories/discard", data={"story": load_bank()[0].id}).status_code == 303
    assert "calling list" not in client.get("/stories").text


def test_a_simulated_candidate_tells_no_story_of_yours(tmp_path: Path):
    """Its sessions are passed over."""
    kept(tmp_path, TOLD, candidate="ready")
    assert "calling list" not in browser(served(tmp_path)).get("/stories").text


def test_an_unknown_story_and_a_damaged_bank_are_told(tmp_path: Path):
    """In words; the damaged file is left as it is."""
    client = browser(served(tmp_path))
    assert client.post("/stories/confirm", data={"story": "nothing"}).status_code == 404
    save_bank([])
    from voice_interviewer.paths import stories_file

    stories_file().write_text("{", encoding="utf-8")
    answer = client.get("/stories")
    assert answer.status_code == 400 and "story bank cannot be read" in answer.text
    assert stories_file().read_text(encoding="utf-8") == "{"


def test_what_reading_many_debriefs_took_is_free_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Once after the sessions that were new, and not where none was."""
    kept(tmp_path, TOLD), kept(tmp_path, TOLD, day=2)
    rested: list[None] = []
    monkeypatch.setattr(stories, "rest", lambda: rested.append(None))
    client = browser(served(tmp_path))
    client.get("/stories"), client.get("/stories")
    assert len(rested) == 1
