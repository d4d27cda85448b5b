"""Settings: the remembered choices of page and terminal, beside what was measured; a voice to be heard."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import soundfile
from kept_kit import TOLD, kept
from starlette.testclient import TestClient
from web_kit import browser, served

from voice_interviewer.debrief.data.schema import Debrief
from voice_interviewer.errors import UsageError
from voice_interviewer.sessions.settings import load_settings, remember
from voice_interviewer.voice import choose
from voice_interviewer.voice.fake import FakeVoice
from voice_interviewer.voice.protocols import VoiceInfo
from voice_interviewer.web.kept import Now
from voice_interviewer.web.routes import live, settings


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return browser(served(tmp_path))


def test_what_is_chosen_is_remembered(client: TestClient):
    """By a plain form; what another program keeps there stays."""
    remember(loudspeaker="the blue one")
    given = {"patience": "long", "headphones": "yes", "voice": "auto", "rate": "0.85", "echo": "off", "judge": "on"}
    assert client.post("/settings", data=given).status_code == 303
    kept_now = {
        "patience": "long",
        "headphones": True,
        "rate": 0.85,
        "echo": "off",
        "judge": True,
        "acknowledge": "off",
    }
    assert load_settings() == {**kept_now, "loudspeaker": "the blue one"}
    text = client.get("/settings?kept=1").text
    assert "Kept." in text and '<option value="long" selected>' in text and '<option value="yes" selected>' in text
    client.post("/settings", data={"patience": "normal", "headphones": "", "rate": "1.0", "acknowledge": "on"})
    left = {"patience": "normal", "judge": False, "acknowledge": "normal", "loudspeaker": "the blue one"}
    assert load_settings() == left


def test_no_clock_is_remembered_for_every_next_interview(client: TestClient):
    """Kept by the form, shown by it and by the first page, and chosen for the interview; taken off, it is forgotten."""
    client.post("/settings", data={"patience": "normal", "untimed": "on"})
    assert load_settings()["clock"] is False
    box = re.compile(r'name="untimed" checked')
    assert box.search(client.get("/settings").text)
    first = client.get("/").text
    assert box.search(first) and re.search(r'id="minutes"[^>]* disabled', first)
    wanted, kept_then = live.wanted_of({}, load_settings())
    assert wanted.choices.clock is False and kept_then["clock"] is False
    client.post("/settings", data={"patience": "normal"})
    assert "clock" not in load_settings()
    assert not box.search(client.get("/settings").text) and not box.search(client.get("/").text)


def test_the_voice_and_pace_that_were_kept_are_those_of_the_next_interview(monkeypatch: pytest.MonkeyPatch):
    """In the page and in the terminal; a voice that is no longer here gives way to the best one."""
    here = [VoiceInfo("fake:deep", "Deep", "en")]
    monkeypatch.setattr(choose, "list_voices", lambda: here)
    wanted, _ = live.wanted_of({}, {"voice": "fake:deep", "rate": 0.85})
    assert (wanted.choices.voice, wanted.choices.rate) == ("fake:deep", 0.85)
    gone, _ = live.wanted_of({}, {"voice": "fake:gone"})
    assert (gone.choices.voice, gone.choices.rate) == ("auto", 1.0)


def test_a_patience_given_as_a_number_in_the_terminal_stays(client: TestClient):
    """It is one of the choices."""
    remember(patience="2.5")
    assert '<option value="2.5" selected>2.5 times the usual' in client.get("/settings").text
    assert settings.chosen({"patience": "2.5"})["patience"] == "2.5"


@pytest.mark.parametrize(
    "given",
    [{"patience": "never"}, {"patience": "99"}, {"headphones": "x"}, {"voice": "../x"}, {"rate": "9"}, {"echo": "x"}],
)
def test_a_choice_that_there_is_none_of_is_refused(client: TestClient, given: dict[str, str]):
    """And nothing is kept."""
    with pytest.raises(UsageError):
        settings.chosen(given)
    assert client.post("/settings", data=given).status_code == 400 and load_settings() == {}


def test_measured_pauses_stand_beside_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Those of a person's latest interviews, newest first; before there is one, it says so."""
    client = browser(served(tmp_path))
    assert "Nothing is measured yet" in client.get("/settings").text
    kept(tmp_path, TOLD, day=1), kept(tmp_path, TOLD, day=2), kept(tmp_path, TOLD, day=3, candidate="ready")
    made = {"2026-11-01": 2.25, "2026-11-02": 3.5}
    monkeypatch.setattr(
        settings, "debrief_now", lambda s: Now(Debrief.model_construct(patience=made[s.id[:10]]), False)
    )
    assert settings.longest_pauses(tmp_path) == [("2026-11-02", 3.5), ("2026-11-01", 2.25)]
    assert "3.5 s (2026-11-02), 2.2 s (2026-11-01)" in client.get("/settings").text


def test_a_voice_is_heard_with_the_time_it_took(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    """As a sound file; an unknown voice is refused."""
    from voice_interviewer.voice.choose import Speaking

    monkeypatch.setattr(settings, "make_voice", lambda voice, rate: Speaking(FakeVoice(), None, rate))
    answer = client.get("/settings/voice.wav?voice=auto&rate=1.0")
    pcm, rate = soundfile.read(io.BytesIO(answer.content))
    assert len(pcm) / rate > 0.5 and answer.headers["server-timing"].startswith("voice;dur=")
    assert client.get("/settings/voice.wav?voice=nobody").status_code == 400


def test_sizes_are_those_on_disk(tmp_path: Path):
    """Counted, not guessed."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(bytes(3_000_000))
    assert settings.places(tmp_path)[0] == ("interviews", tmp_path, 3.0)
