"""The debrief inside the app: as it is painted, with its sound, and with what can be done with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kept_kit import TOLD, kept
from starlette.testclient import TestClient
from web_kit import browser, served

from voice_interviewer.debrief.data.schema import Debrief
from voice_interviewer.debrief.paint import html
from voice_interviewer.debrief.write import load, make
from voice_interviewer.progress import labels
from voice_interviewer.sessions.journal import Session
from voice_interviewer.voice import choose
from voice_interviewer.voice.choose import Speaking
from voice_interviewer.voice.fake import FakeVoice
from voice_interviewer.web import kept as kept_module
from voice_interviewer.web import painted
from voice_interviewer.web.routes import debrief as route


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return kept(tmp_path, TOLD, TOLD)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return browser(served(tmp_path))


def address(session: Session, rest: str = "") -> str:
    return f"/sessions/{session.id}/{rest}"


def main_of(text: str) -> str:
    found = re.search(r"<main.*</main>", text, re.S)
    assert found
    return found[0]


def test_it_is_the_painted_page(client: TestClient, session: Session):
    """Word for word what `debrief` writes, with our menu around it; its script and style are named in the policy."""
    answer = client.get(address(session))
    debrief = load(session.path / "debrief.json")
    page = html.render(debrief)
    assert main_of(answer.text) == main_of(page)
    policy = answer.headers["content-security-policy"]
    for kind in ("script", "style"):
        assert painted.own_hashes(page, kind) and all(own in policy for own in painted.own_hashes(page, kind))
    assert "unsafe-inline" not in policy and "http-equiv" not in answer.text and "frame-ancestors 'none'" in policy
    assert 'aria-label="Pages"' in answer.text and "/static/debrief/app.js" in answer.text


def test_a_debrief_is_made_once(client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch):
    """And again when the journal has grown, by a terminal for instance."""
    client.get(address(session))
    monkeypatch.setattr(kept_module, "write_debrief", lambda _: pytest.fail("made again"))
    assert client.get(address(session)).status_code == 200
    monkeypatch.undo()
    debrief = make(session)
    found = next(labels.findings_to_label(debrief.model_dump()))
    with session:
        labels.record(session, found, False)
    client.get(address(session))
    opinions = [f.opinion for f in load(session.path / "debrief.json").answers[0].findings]
    assert False in opinions


def test_sound_comes_by_ranges(client: TestClient, session: Session):
    """A browser that jumps to a second asks for a part of the file."""
    whole = client.get(address(session, "audio/01.flac"))
    assert whole.status_code == 200 and whole.headers["content-type"] == "audio/flac"
    some = client.get(address(session, "audio/01.flac"), headers={"Range": "bytes=4-11"})
    assert some.status_code == 206 and some.content == whole.content[4:12]
    assert client.get(address(session, "audio/01.flac"), headers={"Range": "bytes=9999999-"}).status_code == 416


@pytest.mark.parametrize("name", ["journal.jsonl", "..%2fjournal.jsonl", "02.FLAC", "%2e%2e%2fjournal.jsonl", "x.flac"])
def test_only_recordings_are_sound(client: TestClient, session: Session, name: str):
    """No other file of the session, and none outside it."""
    answer = client.get(address(session, f"audio/{name}"))
    assert answer.status_code in (400, 404) and "dental" not in answer.text


@pytest.mark.parametrize("name", ["last", "2026", "%2e%2e", "nothing", "%2e"])
def test_a_session_is_named_whole(client: TestClient, session: Session, name: str):
    """A beginning, `last` or a path is no address of a page."""
    answer = client.get(f"/sessions/{name}/")
    assert answer.status_code in (400, 404) and "dental" not in answer.text


def test_every_finding_has_its_element(client: TestClient, session: Session):
    """The script finds each finding and answer of the painted page by its id."""
    page = client.get(address(session)).text
    answers = client.get(address(session, "about")).json()["answers"]
    assert len(answers) == 2 and answers[0]["findings"]
    for answer in answers:
        assert f'id="{answer["anchor"]}"' in page and answer["again"].startswith("/?retake=")
        assert all(f'id="{finding["id"]}"' in page for finding in answer["findings"])
    assert [answer["answer"] for answer in answers if answer["next"]] == ["1"]
    labelled = list(labels.findings_to_label(load(session.path / "debrief.json").model_dump()))
    assert len(labelled) == sum(len(answer["findings"]) for answer in answers)


def test_while_another_writes_nothing_is_written(client: TestClient, session: Session, tmp_path: Path):
    """A terminal goes on with the session: the page shows what there is, and says why it cannot judge or delete."""
    client.get(address(session))
    first = client.get(address(session, "about")).json()["answers"][0]["findings"][0]
    place = {key: first[key] for key in ("answer", "label", "start", "end")}
    with Session.open(session.id, tmp_path) as terminal:
        terminal.hold()
        before = (session.path / "debrief.json").stat().st_mtime_ns
        assert "going on now" in client.get(address(session)).text
        said = client.post(
            address(session, "opinion"), json={**place, "accept": True}, headers={"Accept": "application/json"}
        )
        assert said.status_code == 400 and "going on elsewhere" in said.json()["error"]
        assert "It is going on now" in client.get(address(session, "delete")).text
        assert client.post(address(session, "delete")).status_code == 400
        assert session.path.is_dir() and (session.path / "debrief.json").stat().st_mtime_ns == before
    assert client.post(address(session, "opinion"), json={**place, "accept": True}).status_code == 200


def test_deleting_asks_first(client: TestClient, session: Session):
    """A GET only asks; the POST takes everything."""
    assert "cannot be undone" in client.get(address(session, "delete")).text and session.path.is_dir()
    answer = client.post(address(session, "delete"))
    assert answer.status_code == 303 and answer.headers["location"] == "/history" and not session.path.exists()


def test_two_takes(client: TestClient, session: Session):
    """Where there are none it is said; where there are, their page is shown."""
    assert client.get(address(session, "takes")).status_code == 404
    (session.path / "takes.html").write_text(html.render(Debrief.model_validate(make(session))), encoding="utf-8")
    assert "Both takes" in client.get(address(session)).text
    assert client.get(address(session, "takes")).status_code == 200


def test_a_simulated_answer_is_not_retaken(tmp_path: Path):
    """It is nobody's own."""
    session = kept(tmp_path, TOLD, candidate="apologetic")
    assert [a["again"] for a in route.answers_of(make(session), session.id)] == [""]


def test_an_example_is_spoken_when_it_is_asked_for(
    client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
):
    """By another voice than the interviewer's; one that the command line kept is served as it is."""
    monkeypatch.setattr(choose, "candidate_voice", lambda _: Speaking(FakeVoice(), None))
    assert "How somebody else answered a question of this kind" in client.get(address(session)).text
    answer = client.get(address(session, "example.mp3?answer=1"))
    assert answer.status_code == 200 and answer.headers["content-type"] == "audio/mpeg" and len(answer.content) > 5_000
    assert client.get(address(session, "example.mp3?answer=9")).status_code == 404
    (session.path / "examples").mkdir()
    (session.path / "examples" / "story.mp3").write_bytes(b"mp3")
    assert client.get(address(session, "examples/story.mp3")).content == b"mp3"
    assert client.get(address(session, "examples/..%2fjournal.jsonl")).status_code in (400, 404)
