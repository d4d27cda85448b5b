"""Flows: the shipped ones drawn and tried, and the check of one's own, as the command line says it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from voice_interviewer.flow.catalog import check_flow, folder, list_flows, load_flow
from voice_interviewer.flow.graph import tree
from voice_interviewer.web.fence import Fence
from voice_interviewer.web.routes import flows

FLOW = "first-five-minutes"


def test_every_shipped_flow_is_there(client: TestClient):
    """With its minutes; each leads to a page of its own and from there to an interview."""
    text = client.get("/flows").text
    for entry in list_flows():
        assert f'href="/flows/{entry.name}"' in text
    page = client.get(f"/flows/{FLOW}").text
    assert f'href="/?flow={FLOW}"' in page and f"/flows/{FLOW}/drawing.svg" in page
    assert re.sub(r"\s+", " ", tree(load_flow(FLOW))).split()[0] in page


@pytest.mark.parametrize("name", ["nothing", "..", "first-five", "%2e%2e%2fsecret", "a.yaml"])
def test_another_name_is_no_flow(client: TestClient, name: str):
    """Neither a part of one nor a path."""
    for address in (f"/flows/{name}/drawing.svg", f"/flows/{name}/spoken"):
        assert client.get(address).status_code in (400, 404)


def test_the_drawing_may_run_nothing(client: TestClient):
    """An SVG opened by itself is a page: it has a policy of its own."""
    answer = client.get(f"/flows/{FLOW}/drawing.svg")
    assert answer.headers["content-type"] == "image/svg+xml" and answer.text.startswith("<svg")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy


def test_a_try_is_a_whole_conversation(client: TestClient):
    """From the greeting to the closing; every question has its answer below it, and the same each time."""
    lines = flows.tried(load_flow(FLOW), "apologetic")
    who = [line.who for line in lines]
    assert who[0] == "interviewer" and who[-1] == "interviewer" and who.count("candidate") >= 3
    for line, following in itertools.pairwise(lines):
        assert not (line.who == "interviewer" and line.text.endswith("?")) or following.who == "candidate", line
    assert lines == flows.tried(load_flow(FLOW), "apologetic")
    page = client.get(f"/flows/{FLOW}?persona=apologetic").text
    assert page.count('class="who"') == len(lines)
    assert client.get(f"/flows/{FLOW}?persona=nobody").status_code == 404


def test_a_spoken_try_is_work_of_a_child(app: Fence, client: TestClient):
    """Begun by the page with what was chosen; told of while it goes on; stopped at a word."""
    given: list[tuple[str, ...]] = []
    app.app.state.worker.submit = lambda key, *words: bool(given.append((key, *words))) or True
    answer = client.post(f"/flows/{FLOW}/speak", data={"persona": "ready"})
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"/flows/{FLOW}?persona=ready")
    assert given == [(f"flow {FLOW}", "rehearse", FLOW, "ready", "1", str(app.app.state.root))]
    assert client.post(f"/flows/{FLOW}/speak", data={"persona": "../x"}).status_code == 404
    assert client.get(f"/flows/{FLOW}/spoken").status_code == 404, "nothing was really begun"
    assert client.post(f"/flows/{FLOW}/hush").status_code == 303


def test_a_dropped_flow_gets_the_same_diagnostics_as_in_the_terminal(client: TestClient, tmp_path: Path):
    """Line, number and words; under the name it was dropped with."""
    text = (folder() / f"{FLOW}.yaml").read_text(encoding="utf-8").replace("start:", "starts_at:")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    expected = check_flow(str(tmp_path / "mine.yaml")).diagnostics
    found = flows.report_of(text, "mine.yaml").diagnostics
    assert [(d.code, d.place.line, d.message) for d in found] == [(d.code, d.place.line, d.message) for d in expected]
    page = client.post("/flows/check", data={"text": text, "name": "C:\\x\\mine.yaml"}).text
    assert "<bdi>mine.yaml</bdi>" in page and all(d.code in page for d in expected) and "As a drawing" not in page


def test_a_sound_flow_is_drawn_and_tried(client: TestClient):
    """What can be played is shown as tree and drawing, and with a persona as a conversation."""
    text = (folder() / f"{FLOW}.yaml").read_text(encoding="utf-8")
    page = client.post("/flows/check", data={"text": text, "name": "mine.yaml", "persona": "apologetic"}).text
    assert "data:image/svg+xml;base64," in page and 'class="who"' in page and "no errors" in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\x00", "a: &a [*a]", "{" * 9999, "- \ud7ff", "title: x"]
)
def test_hostile_text_is_only_diagnosed(client: TestClient, text: str):
    """Never a defect, never markup."""
    answer = client.post("/flows/check", data={"text": text, "name": "<b>x</b>"})
    assert answer.status_code == 200 and "<script>alert" not in answer.text and "<b>x</b>" not in answer.text


def test_nothing_and_too_much_are_refused(client: TestClient):
    """An empty text, one longer than any flow, and what is no form are told in words."""
    assert "no flow to check" in client.post("/flows/check", data={"text": " "}).text
    assert client.post("/flows/check", data={"text": "x" * 3_000_000}).status_code == 400
    assert client.post("/flows/check", content=b"text=x", headers={"Content-Type": "text/plain"}).status_code == 400
