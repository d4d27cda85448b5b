"""What a person adds in the page is what the command line would write: under the lock, and the debrief takes it in."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from kept_kit import TOLD, kept
from starlette.testclient import TestClient
from web_kit import browser, served

from voice_interviewer.debrief.write import Written, load, make
from voice_interviewer.progress import mentors
from voice_interviewer.sessions.journal import JOURNAL, Session
from voice_interviewer.sessions.records import Correction, Label, OwnView, Remark
from voice_interviewer.sessions.settings import remember
from voice_interviewer.web import kept as keeping
from voice_interviewer.web.routes import judging

ASKS_JSON = {"Accept": "application/json"}


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return kept(tmp_path, TOLD, TOLD)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return browser(served(tmp_path), **ASKS_JSON)


def address(session: Session, rest: str = "") -> str:
    return f"/sessions/{session.id}/{rest}"


def test_an_opinion_is_the_record_of_label(client: TestClient, session: Session):
    """The same record as the command writes; the debrief takes it in; the later one counts."""
    first = client.get(address(session, "about")).json()["answers"][0]["findings"][0]
    place = {key: first[key] for key in ("answer", "label", "start", "end")}
    for accept in (True, False):
        said = client.post(address(session, "opinion"), json={**place, "accept": accept})
        assert said.json() == {"accept": accept, "says": "1 of at least 8 opinions needed before a share is told"}
    written = list(session.read().records(Label))
    assert [label.accept for label in written] == [True, False] and written[0].text == first["text"]
    assert client.get(address(session, "about")).json()["answers"][0]["findings"][0]["opinion"] is False


def test_findings_may_be_judged_faster_than_a_debrief_is_made(
    client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
):
    """The second opinion waits for the first; whoever reads the debrief meanwhile is not told of another writer."""
    first, second = client.get(address(session, "about")).json()["answers"][0]["findings"][:2]
    writing, goes_on = threading.Event(), threading.Event()
    write = judging.write_debrief

    def slow(written: Session) -> Written:
        writing.set()
        assert goes_on.wait(60)
        return write(written)

    def judge(finding: dict[str, Any]) -> int:
        place = {key: finding[key] for key in ("answer", "label", "start", "end")}
        return client.post(address(session, "opinion"), json={**place, "accept": True}).status_code

    arrived, turns = threading.Semaphore(0), keeping.taking_turns

    def told(of: Session) -> AbstractContextManager[None]:
        arrived.release()
        return turns(of)

    monkeypatch.setattr(judging, "write_debrief", slow)
    monkeypatch.setattr(judging, "taking_turns", told)
    monkeypatch.setattr(keeping, "taking_turns", told)
    with ThreadPoolExecutor(3) as pool:
        one = pool.submit(judge, first)
        assert writing.wait(60)
        while arrived.acquire(blocking=False):
            pass  # what the first came through
        two, page = pool.submit(judge, second), pool.submit(client.get, address(session))
        assert arrived.acquire(timeout=60) and arrived.acquire(timeout=60)  # both stand before the first one's turn
        goes_on.set()
        assert one.result(60) == two.result(60) == 200
        assert "going on now" not in page.result(60).text
    assert len(list(session.read().records(Label))) == 2


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"answer":"1","label":"hedge","start":0,"end":1,"accept":1}', '{"answer":["1"]}', "[" * 9999],
)
def test_nonsense_is_no_opinion(client: TestClient, session: Session, body: str):
    """Told in words, and nothing is written."""
    answer = client.post(address(session, "opinion"), content=body)
    assert answer.status_code == 400 and "opinion" in answer.json()["error"]
    assert not list(session.read().records(Label))


def test_a_finding_that_is_not_there_is_not_judged(client: TestClient, session: Session):
    """Numbers that are no numbers neither: True is not 1."""
    client.get(address(session))
    for start in (99999, True, "0"):
        place = {"answer": "1", "label": "apology", "start": start, "end": 5, "accept": True}
        assert client.post(address(session, "opinion"), json=place).status_code == 404


def test_a_note_stands_in_the_debrief(client: TestClient, session: Session):
    """The later one of the same person replaces it, an empty one takes it back; controls are taken out."""
    said = client.post(address(session, "note"), json={"answer": "2", "text": "Name the\u202e gate.\n"})
    assert said.json() == {"text": "Name the gate."}
    assert load(session.path / "debrief.json").answers[1].remarks[0].text == "Name the gate."
    assert "Name the gate." in client.get(address(session)).text
    assert client.get(address(session, "about")).json()["answers"][1]["note"] == "Name the gate."
    client.post(address(session, "note"), json={"answer": "2", "text": ""})
    assert load(session.path / "debrief.json").answers[1].remarks == []
    assert [r.text for r in session.read().records(Remark)] == ["Name the gate.", ""]


def test_a_correction_changes_what_follows_from_it(client: TestClient, session: Session):
    """As `debrief --correct`: the word, its findings, and what was heard first stays."""
    said = client.post(address(session, "correct"), json={"answer": "1", "heard": "sorry", "said": "Story"})
    assert said.status_code == 200 and "is now “Story”" in said.json()["says"]
    row = load(session.path / "debrief.json").answers[0]
    assert row.transcript.text.startswith("Story, this may be") and row.heard_text == TOLD
    assert [c.new for c in session.read().records(Correction)] == ["Story"]
    lost = client.post(address(session, "correct"), json={"answer": "1", "heard": "elephant", "said": "x"})
    assert lost.status_code == 400 and "was not heard in this answer" in lost.json()["error"]


@pytest.mark.parametrize("path", ["note", "correct", "opinion"])
@pytest.mark.parametrize(
    "given",
    [{"answer": "9", "text": "x", "heard": "a", "said": "b"}, {"answer": 1, "text": 1, "heard": 1, "said": 1}, []],
)
def test_what_fits_nothing_is_refused(client: TestClient, session: Session, path: str, given: object):
    """Another answer, numbers for words, a list; nothing is written."""
    before = (session.path / JOURNAL).read_bytes()
    assert client.post(address(session, path), json=given).status_code in (400, 404)
    assert (session.path / JOURNAL).read_bytes() == before


def test_a_mentors_file_is_taken_in(client: TestClient, session: Session):
    """Under the mentor's name; a file about another session, or none at all, is refused in words."""
    finding = make(session).answers[0].findings[0]
    given = {
        "kind": mentors.KIND, "version": 1, "session": session.id, "by": "Ada",
        "notes": [{"answer": "1", "text": "Good."}],
        "findings": [
            {"answer": "1", "label": finding.label, "start": finding.start, "end": finding.end, "text": finding.text,
             "accept": True}
        ],
    }  # fmt: skip
    said = client.post(address(session, "mentor"), json=given)
    assert said.json() == {"says": "From Ada: 1 accepted, 0 rejected, 1 note."}
    assert "Ada" in client.get(address(session)).text
    other = client.post(address(session, "mentor"), json={**given, "session": "another"})
    assert other.status_code == 400 and "another" in other.json()["error"]
    for nonsense in (b"", b"[]", b"x" * (mentors.LARGEST + 5), json.dumps({"kind": "x"}).encode()):
        refused = client.post(address(session, "mentor"), content=nonsense)
        assert refused.status_code == 400 and "/tmp" not in refused.text and "mentor" in refused.json()["error"]


def test_ones_own_view_comes_before_the_debrief(client: TestClient, tmp_path: Path):
    """Asked once, by a plain form; kept, and shown beside the findings."""
    session = kept(tmp_path, TOLD, TOLD, day=2, own=None)
    answer = client.get(address(session))
    assert answer.status_code == 303 and answer.headers["location"] == address(session, "own")
    assert "weakest" in client.get(address(session, "own")).text
    assert client.post(address(session, "own"), data={"text": "The second, it had no result."}).status_code == 303
    page = client.get(address(session))
    assert page.status_code == 200 and "it had no result" in page.text
    assert [v.text for v in session.read().records(OwnView)] == ["The second, it had no result."]


def test_the_own_view_can_be_skipped(client: TestClient, tmp_path: Path):
    """What stands in the field then is not kept."""
    session = kept(tmp_path, TOLD, TOLD, day=2, own=None)
    client.post(address(session, "own"), data={"text": "half a thought", "skip": "yes"})
    assert client.get(address(session)).status_code == 200
    assert [v.text for v in session.read().records(OwnView)] == [""]


def test_nobody_is_asked_in_vain(tmp_path: Path):
    """Not of one answer, a simulated candidate, a broken off or an old session, nor where it was switched off."""
    now = (kept(tmp_path, TOLD, TOLD, own=None).path / JOURNAL).stat().st_mtime
    asked = kept(tmp_path, TOLD, TOLD, day=2, own=None)
    assert judging.asks_first(asked, now) and not judging.asks_first(asked, now + judging.DAY_S + 60)
    for session in (
        kept(tmp_path, TOLD, day=3, own=None),
        kept(tmp_path, TOLD, TOLD, day=4, own=None, candidate="ready"),
        kept(tmp_path, TOLD, TOLD, day=5, own=None, finished=False),
        kept(tmp_path, TOLD, TOLD, day=6),
    ):
        assert not judging.asks_first(session, now), session.id
    remember(judge=False)
    assert not judging.asks_first(asked, now)
