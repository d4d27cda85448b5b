"""The check: what `doctor` says, in the page; a missing model is fetched at a word and never by itself."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from voice_interviewer import checkup
from voice_interviewer.availability import Missing, Ready
from voice_interviewer.checkup import Check, checks
from voice_interviewer.web.fence import Fence
from voice_interviewer.web.routes import check as route


def test_every_part_is_told(client: TestClient):
    """The same as in the terminal, without its devices unless asked for."""
    text = client.get("/check").text
    for one in checks(None):
        assert f"{one.part}:" in text
    assert "microphone:" not in text and "/check?devices=1" in text


def test_what_is_missing_comes_with_its_mend(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    """The headline says so, when every interview needs it."""
    found = [
        Check("model base", Missing("model.bin is missing", "voice-interviewer models fetch base"), True, "base"),
        Check("voice system", Missing("<b>none</b>", "Install one."), False),
        Check("data folder", Ready("/home/me")),
    ]
    monkeypatch.setattr(route, "checks", lambda listen: found)
    text = client.get("/check").text
    assert "is missing</h1>" in text and "missing, and needed" in text and "voice-interviewer models fetch base" in text
    assert "Fetch base now" in text and "<b>none" not in text
    monkeypatch.setattr(route, "checks", lambda listen: found[1:])
    assert "Ready to practise" in client.get("/check").text


def test_the_terminals_devices_are_opened_only_when_asked(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    """Opening a microphone is nothing to be done unasked."""
    monkeypatch.setattr(checkup, "microphone", lambda seconds: Ready(f"listened {seconds}"))
    monkeypatch.setattr(checkup, "loudspeaker", lambda: Ready("loud"))
    assert "listened" not in client.get("/check").text
    assert "listened 1.0" in client.get("/check?devices=1").text


def test_a_model_is_fetched_at_a_word(app: Fence, client: TestClient):
    """By a child process; names that are none of ours are refused."""
    given: list[tuple[str, ...]] = []
    app.app.state.worker.submit = lambda key, *words: bool(given.append((key, *words))) or True
    assert client.post("/check/fetch", data={"model": "base"}).status_code == 303
    assert given == [("model base", "fetch", "base")]
    for name in ("../base", "nothing", "", "reader"):
        assert client.post("/check/fetch", data={"model": name}).status_code == 404
    assert client.get("/check/fetch/base").status_code == 404 and len(given) == 1
