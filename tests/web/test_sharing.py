"""A debrief to take along: a page, a PDF, and the page for a mentor, with its size said first."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_kit import TOLD, kept
from starlette.testclient import TestClient
from web_kit import browser, served

from voice_interviewer.debrief.paint import pdf
from voice_interviewer.sessions.journal import Session
from voice_interviewer.web.routes import sharing


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return kept(tmp_path, TOLD)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return browser(served(tmp_path))


def address(session: Session, rest: str = "") -> str:
    return f"/sessions/{session.id}/{rest}"


def test_what_is_shared_is_said_with_its_size(client: TestClient, session: Session):
    """With one's voice in it and without; nothing is made yet."""
    text = client.get(address(session, "share")).text
    assert "1 recording" in text and "without sound" in text and text.count(" MB") == 2
    assert not list(session.path.glob("*share*")) and sharing.MENU is None


def test_the_page_for_a_mentor_carries_its_sound_inside(client: TestClient, session: Session):
    """Only when one's voice was chosen; it names no address and no place on this computer."""
    spoken, silent = client.get(address(session, "bundle.html?sound=1")), client.get(address(session, "bundle.html"))
    assert "data:audio/mpeg;base64," in spoken.text and "data:audio" not in silent.text
    for answer in (spoken, silent):
        assert "attachment" in answer.headers["content-disposition"] and 'id="mentor"' in answer.text
        assert str(session.path) not in answer.text and "127.0.0.1" not in answer.text


def test_as_a_file(client: TestClient, session: Session):
    """The page of `debrief`, its own policy inside, to keep or send."""
    answer = client.get(address(session, "debrief.html"))
    assert "attachment" in answer.headers["content-disposition"] and "http-equiv" in answer.text


def test_without_a_browser_a_pdf_is_explained(client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch):
    """In words, with the way out; nothing is left behind."""
    monkeypatch.setattr(pdf, "browser", lambda: None)
    answer = client.get(address(session, "debrief.pdf"))
    assert answer.status_code == 503 and "print it to PDF" in answer.text
