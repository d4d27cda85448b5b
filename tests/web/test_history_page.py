"""The history: one's own interviews, simulated ones apart, those without an answer to be dropped."""

from __future__ import annotations

import re
from pathlib import Path

from kept_kit import TOLD, kept, tone
from web_kit import browser, served

from voice_interviewer.sessions.journal import Session
from voice_interviewer.web.routes import history


def test_an_empty_history_says_what_to_do(tmp_path: Path):
    """No table without rows."""
    text = browser(served(tmp_path)).get("/history").text
    assert "No interview of yours yet" in text and 'href="/review"' in text and "<table" not in text


def test_simulated_sessions_are_kept_apart(tmp_path: Path):
    """In a part of their own, and in no number of the history."""
    mine, other = kept(tmp_path, TOLD), kept(tmp_path, TOLD, TOLD, candidate="apologetic", day=2)
    text = browser(served(tmp_path)).get("/history").text
    yours, simulated = text.split("<h2>Simulated candidates</h2>")
    assert mine.id in yours and other.id not in yours and other.id in simulated
    assert "“apologetic”, 1 session<" in simulated and "One session is a beginning" in yours
    assert history.MENU == ("History", "/history")


def test_newest_first_with_what_became_of_each(tmp_path: Path):
    """When, how many answers, and whether it was broken off or is going on."""
    kept(tmp_path, TOLD), kept(tmp_path, TOLD, TOLD, day=3, finished=False)
    going = kept(tmp_path, TOLD, day=2, finished=False)
    with Session.open(going.id, tmp_path) as elsewhere:
        elsewhere.hold()
        text = browser(served(tmp_path)).get("/history").text
    found = re.findall(r"2026-11-0\d 10:00, \d answers?<", text)
    assert found == ["2026-11-03 10:00, 2 answers<", "2026-11-02 10:00, 1 answer<", "2026-11-01 10:00, 1 answer<"]
    assert text.count("broken off") == 1 and text.count("going on now") == 1


def test_a_list_of_links_tells_sessions_apart(tmp_path: Path):
    """Who hears only the links hears when each interview was: dozens are of one flow."""
    kept(tmp_path, TOLD)
    text = browser(served(tmp_path)).get("/history").text
    names = re.findall(r'<a href="/sessions/[^"]*/" aria-label="([^"]+)">([^<]+)</a>', text)
    assert names and all(re.fullmatch(rf"{re.escape(seen)}, \d{{4}}-.*", heard) for heard, seen in names)


def test_sessions_without_an_answer_are_dropped_at_a_word(tmp_path: Path):
    """Those alone, none that somebody is writing, and none in which an answer was begun and recorded."""
    full, empty, going = kept(tmp_path, TOLD), kept(tmp_path, day=2), kept(tmp_path, day=3, finished=False)
    begun = kept(tmp_path, day=4, finished=False)
    tone(begun.audio_path(1))
    client = browser(served(tmp_path))
    text = client.get("/history").text
    assert "3 sessions ended before anything was answered" in text and "Of 1 the beginning of an answer" in text
    with Session.open(going.id, tmp_path) as elsewhere:
        elsewhere.hold()
        assert client.post("/history/drop-empty").status_code == 303
    assert full.path.exists() and going.path.exists() and begun.path.exists() and not empty.path.exists()


def test_the_plots_are_those_of_the_history(tmp_path: Path):
    """One's own, or a simulated candidate's when asked for."""
    kept(tmp_path, TOLD), kept(tmp_path, TOLD, day=2), kept(tmp_path, TOLD, day=3, candidate="ready")
    client = browser(served(tmp_path))
    assert "/history/plots" in client.get("/history").text
    own = client.get("/history/plots")
    assert "2 sessions" in own.text and "sha256-" in own.headers["content-security-policy"]
    assert "1 session<" in client.get("/history/plots?candidate=ready").text


def test_a_flows_name_is_text(tmp_path: Path):
    """Markup in a journal is shown, not obeyed."""
    kept(tmp_path, TOLD, flow="<script>alert(1)</script>")
    text = browser(served(tmp_path)).get("/history").text
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text
