"""Review by dropping files: pieces, names, limits, and a way on after a reload or a restart."""

from __future__ import annotations

import json

import pytest
from kept_kit import TOLD
from starlette.testclient import TestClient
from web_kit import browser, served, stranger

from voice_interviewer.cli.app import run
from voice_interviewer.errors import InputFileError, NotFoundError
from voice_interviewer.paths import reviews_dir
from voice_interviewer.web.fence import Fence
from voice_interviewer.web.routes import review as route
from voice_interviewer.web.work import reviews
from voice_interviewer.web.work.reviews import Offered
from voice_interviewer.web.work.worker import OVER, Worker

ASKS_JSON = {"Accept": "application/json"}
HOSTILE = [
    "../../../etc/passwd", "..\\..\\boot.ini", "<img src=x onerror=alert(1)>.wav", "a\x00b.wav", "CON", "\u202etxt.exe",
    "'; rm -rf ~; '.m4a", "x" * 5000 + ".mp3", ".", "", "…", "%2e%2e%2f.txt", "journal.jsonl",
]  # fmt: skip


@pytest.fixture
def client(app: Fence) -> TestClient:
    return browser(app, **ASKS_JSON)


def begin(client: TestClient, *files: tuple[str, int], question: str = "") -> dict[str, object]:
    list_ = [{"name": name, "size": size} for name, size in files]
    answer = client.post("/review/new", json={"files": list_, "question": question})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def finished(app: Fence, key: str) -> str:
    worker: Worker = app.app.state.worker
    for _ in range(1200):
        status = worker.status(key)
        assert status is not None
        if status.state in OVER:
            return status.state
        with worker._change:
            worker._change.wait(0.1)
    raise AssertionError


def test_a_transcript_becomes_a_debrief(app: Fence, client: TestClient):
    """Dropped in two pieces, read by a child process, painted as every debrief; under the name it was dropped with."""
    text = TOLD.encode()
    made = begin(client, ("my clinic.txt", len(text)), question="Tell me about a decision.")
    key = made["id"]
    assert made["arrived"] == [0]
    assert client.post(f"/review/{key}/files/0?at=0", content=text[:50]).json() == {"at": 50}
    assert client.get(f"/review/{key}/state").json()["state"] == "arriving"
    assert client.post(f"/review/{key}/start").status_code == 400, "not all of it is here"
    client.post(f"/review/{key}/files/0?at=50", content=text[50:])
    assert client.get(f"/review/{key}/state").json()["state"] == "arrived"
    client.post(f"/review/{key}/start")
    assert finished(app, str(key)) == "done"
    page = client.get(f"/review/{key}/")
    assert "dental clinic" in page.text and "Tell me about a decision" in page.text and "my clinic" in page.text
    assert str(reviews_dir()) not in page.text and "sha256-" in page.headers["content-security-policy"]
    about = client.get(f"/review/{key}/about").json()
    assert about["judge"] is False and all(not answer["again"] for answer in about["answers"])
    assert "Read the debrief" in client.get(route.MENU[1]).text


def test_a_piece_that_does_not_fit_says_where_to_go_on(client: TestClient):
    """Sent twice, or after a reload: nothing is doubled, nothing lost."""
    key = begin(client, ("a.txt", 10))["id"]
    client.post(f"/review/{key}/files/0?at=0", content=b"12345")
    again = client.post(f"/review/{key}/files/0?at=0", content=b"12345")
    assert again.json() == {"at": 5}
    early = client.post(f"/review/{key}/files/0?at=9", content=b"0")
    assert early.status_code == 409 and early.json() == {"at": 5}
    more = client.post(f"/review/{key}/files/0?at=5", content=b"123456")
    assert more.status_code == 400 and "longer than" in more.json()["error"]


def test_dropped_again_it_goes_on(client: TestClient):
    """The same files: from where they stopped, also in a server started anew. Others begin afresh."""
    first = begin(client, ("a.txt", 10))
    client.post(f"/review/{first['id']}/files/0?at=0", content=b"12345")
    again = begin(browser(served(), **ASKS_JSON), ("a.txt", 10))
    assert again == {"id": first["id"], "taken": [0], "arrived": [5], "left_out": []}
    assert begin(client, ("a.txt", 11))["id"] != first["id"]
    assert "goes on where it stopped" in client.get("/review").text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(client: TestClient, name: str):
    """It is shown as text; on disk stands a number of ours, in a folder of ours."""
    key = str(begin(client, (name, 3))["id"])
    client.post(f"/review/{key}/files/0?at=0", content=b"abc")
    folder = reviews_dir() / key
    stored = sorted(path.name for path in folder.iterdir())
    assert stored[1] == "review.json" and stored[0][:2] == "1." and stored[0][2:].isalnum()
    text = client.get("/review", headers={"Accept": "text/html"}).text
    assert "<img src=x" not in text and "\x00" not in text and text.count("x" * 200) == 0
    assert [path for path in reviews_dir().parent.iterdir() if path.name not in ("models", "reviews")] == []


def test_what_is_too_much_is_refused_before_it_is_sent(client: TestClient):
    """Each with a status and a way on; 100 MB in one request by the fence already."""
    for files, words in (
        ([("a.wav", reviews.LARGEST_FILE + 1)], "100 MB"),
        ([("a.wav", 0)], "empty"),
        ([("a.wav", -5)], "empty"),
        ([], "1 to 20"),
        ([("a.wav", 1)] * 21, "1 to 20"),
    ):
        answer = client.post("/review/new", json={"files": [{"name": n, "size": s} for n, s in files]})
        assert answer.status_code == 400 and words in json.dumps(answer.json()), files
    key = begin(client, ("a.wav", reviews.LARGEST_FILE))["id"]
    whole = client.post(f"/review/{key}/files/0?at=0", content=b"", headers={"Content-Length": str(100 * 1024 * 1024)})
    assert whole.status_code == 413
    assert not list(reviews_dir().glob("*/1.*"))


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"files":"a"}', '{"files":[1]}', '{"files":[{"name":"a","size":true}]}', "[" * 9999]
)
def test_nonsense_is_no_list_of_files(client: TestClient, body: str):
    """Refused in words."""
    answer = client.post("/review/new", content=body)
    assert answer.status_code == 400 and answer.json()["error"]


@pytest.mark.parametrize("key", ["..", "0" * 16, "%2e%2e", "x", "../sessions", "0123456789abcdef/../.."])
def test_only_a_review_that_is_there_is_found(client: TestClient, key: str):
    """An id of ours, whole; nothing that looks like a path."""
    with pytest.raises(NotFoundError):
        reviews.find(key)
    assert client.get(f"/review/{'0' * 16}/state").status_code == 404
    assert client.post(f"/review/{'0' * 16}/files/0?at=0", content=b"x").status_code == 404


@pytest.mark.parametrize(("number", "at"), [("0", ""), ("x", "0"), ("-1", "0"), ("7", "0"), ("0", "1e9")])
def test_a_piece_needs_a_place(client: TestClient, number: str, at: str):
    """Of a file that was announced."""
    key = begin(client, ("a.txt", 10))["id"]
    assert client.post(f"/review/{key}/files/{number}?at={at}", content=b"x").status_code in (400, 404)


def test_its_sound_comes_by_ranges_and_runs_nothing(client: TestClient):
    """A dropped file is served as what it sounds like, in a sandbox, and never as a page."""
    html = b"<script>alert(1)</script>" * 10
    key = begin(client, ("a.html", len(html)), ("b.wav", 4))["id"]
    client.post(f"/review/{key}/files/0?at=0", content=html)
    client.post(f"/review/{key}/files/1?at=0", content=b"RIFF")
    page, sound = (
        client.get(f"/review/{key}/sound/0"),
        client.get(f"/review/{key}/sound/1", headers={"Range": "bytes=0-1"}),
    )
    assert page.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in page.headers["content-security-policy"] and page.headers["x-content-type-options"] == "nosniff"
    assert sound.status_code == 206 and sound.content == b"RI" and sound.headers["content-type"] == "audio/wav"
    assert client.get(f"/review/{key}/sound/2").status_code == 404


def test_a_review_can_be_stopped_gone_on_with_and_deleted(app: Fence, client: TestClient):
    """Nothing of it is left then; the terminal's `delete --reviews` takes all of them."""
    kept = begin(client, ("kept.txt", 3))["id"]
    key = str(begin(client, ("a.txt", len(TOLD)))["id"])
    client.post(f"/review/{key}/files/0?at=0", content=TOLD.encode())
    client.post(f"/review/{key}/start")
    assert client.post(f"/review/{key}/stop").status_code == 200
    assert finished(app, key) in ("stopped", "done")
    assert client.post(f"/review/{key}/delete").status_code == 303
    assert not (reviews_dir() / key).exists() and (reviews_dir() / str(kept)).exists()
    assert app.app.state.worker.status(key) is None
    assert run(["delete", "--reviews"]) == 0 and list(reviews_dir().iterdir()) == []


def test_who_is_not_the_page_drops_nothing(app: Fence):
    """Another program of this computer, another page."""
    assert stranger(app).post("/review/new", json={"files": []}).status_code == 403
    assert browser(app, Origin="http://127.0.0.1:9").post("/review/new", json={"files": []}).status_code == 403


def test_several_files_one_of_which_cannot_be_read():
    """The others are reviewed; what was left out is told under its own name."""
    good = TOLD.encode()
    files = [Offered("good.txt", len(good)), Offered("picture.png", 8), Offered("good.txt", len(good))]
    review = reviews.new(files, "", "2026-11-01").review
    for number, content in enumerate((good, b"\x89PNG\r\n\x1a\n", good)):
        reviews.add(review, number, 0, content)
    debrief = reviews.made(review, lambda *_: None)
    assert [row.id for row in debrief.answers] == ["good", "good (2)"]
    assert any("picture.png" in note for note in debrief.notes)
    assert str(review.path) not in debrief.model_dump_json()


def test_why_a_file_was_left_out_is_one_sentence_and_what_to_do_another():
    """Nobody reads “this is no text Give audio …”."""
    good, bad = TOLD.encode(), b"\x00\xff\xfe\x01" * 20
    review = reviews.new([Offered("good.txt", len(good)), Offered("bad.txt", len(bad))], "", "2026-11-01").review
    for number, content in enumerate((good, bad)):
        reviews.add(review, number, 0, content)
    (note,) = [note for note in reviews.made(review, lambda *_: None).notes if "bad.txt" in note]
    assert "bad.txt: this is no text. Give audio" in note


def test_of_a_drop_the_good_files_are_taken_and_the_bad_ones_named(app: Fence, client: TestClient):
    """Empty, too large, unreadable for the browser: said at once, on the card, and in the debrief."""
    text = TOLD.encode()
    offered = [
        {"name": "hollow.wav", "size": 0},
        {"name": "clinic.txt", "size": len(text), "readable": True},
        {"name": "film.mp4", "size": reviews.LARGEST_FILE + 1},
        {"name": "a folder", "size": 4096, "readable": False},
    ]
    made = client.post("/review/new", json={"files": offered}).json()
    assert made["taken"] == [1] and made["arrived"] == [0]
    named = ("hollow.wav: is empty", "film.mp4: is larger than 100 MB", "a folder: cannot be read by the browser")
    assert [line.startswith(why) for line, why in zip(made["left_out"], named, strict=True)] == [True] * 3
    key = str(made["id"])
    client.post(f"/review/{key}/files/0?at=0", content=text)
    client.post(f"/review/{key}/start")
    assert finished(app, key) == "done"
    card = client.get("/review", headers={"Accept": "text/html"}).text
    debrief = client.get(f"/review/{key}/").text
    assert "dental clinic" in debrief and all(why in card and why in debrief for why in named)


def test_a_drop_of_which_nothing_can_be_taken(client: TestClient):
    """Refused, with a reason for each of them."""
    answer = client.post("/review/new", json={"files": [{"name": "a.wav", "size": 0}, {"name": "b.wav", "size": 0}]})
    assert answer.status_code == 400
    assert all(name in answer.json()["fix"] for name in ("a.wav", "b.wav"))


def test_nothing_that_can_be_read():
    """Says so, with the reasons."""
    review = reviews.new([Offered("a.png", 8), Offered("b.png", 8)], "", "2026-11-01").review
    for number in range(2):
        reviews.add(review, number, 0, b"\x89PNG\r\n\x1a\n")
    with pytest.raises(InputFileError) as caught:
        reviews.made(review, lambda *_: None)
    assert "a.png" in str(caught.value) and "b.png" in str(caught.value)


def test_a_damaged_review_is_left_out(client: TestClient):
    """The list shows the others."""
    key = begin(client, ("a.txt", 10))["id"]
    begin(client, ("b.txt", 10))
    (reviews_dir() / str(key) / "review.json").write_text('{"files": [{"name": "x", "size": 1, "stored": "../../x"}]}')
    assert [review.title for review in reviews.all_reviews()] == ["b.txt"]
