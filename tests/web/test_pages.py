"""The frame of the pages: menu, escaping, and one line for whatever is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from web_kit import browser, served

from voice_interviewer.errors import NotFoundError, UsageError
from voice_interviewer.web import app as app_module
from voice_interviewer.web import fence, forms, pages
from voice_interviewer.web.routes import review, sharing, start, stories


def client_with(endpoint, root: Path, *, methods=("GET",)):
    fenced = served(root)
    fenced.app.router.routes.insert(0, Route("/test", endpoint, methods=list(methods)))
    return browser(fenced)


def test_the_menu_names_every_page(tmp_path: Path):
    """And marks the one that is shown."""
    text = browser(served(tmp_path)).get("/").text
    for module in app_module.PAGES:
        if module.MENU:
            assert f'href="{module.MENU[1]}"' in text
    assert text.count('aria-current="page"') == 1 and start.MENU == ("Practise", "/")


def test_what_a_page_shows_is_text(tmp_path: Path):
    """Markup in what was said or in a file's name is shown, not obeyed."""

    def hostile(request: Request) -> Response:
        return pages.page(request, "trouble.html", what="<script>x</script>", fix="", code=200)

    text = client_with(hostile, tmp_path).get("/test").text
    assert "<script>x" not in text and "&lt;script&gt;" in text


def test_an_expected_error_is_told_in_its_own_words(tmp_path: Path):
    """As a page for a person, as JSON for a script; the status says whose fault it is."""

    def missing(request: Request) -> Response:
        raise NotFoundError("there is no session 7", fix="Look at the list.")

    client = client_with(missing, tmp_path)
    answer = client.get("/test", headers={"Accept": "text/html"})
    assert answer.status_code == 404 and "there is no session 7" in answer.text and "Look at the list." in answer.text
    asked = client.get("/test", headers={"Accept": "application/json"})
    assert asked.json() == {"error": "there is no session 7.", "fix": "Look at the list."}

    def wrong(request: Request) -> Response:
        raise UsageError("no", where="minutes")

    assert client_with(wrong, tmp_path).get("/test").status_code == 400


def test_a_defect_shows_no_traceback(tmp_path: Path):
    """Its kind, and that nothing is lost; with the headers of every answer."""

    def defect(request: Request) -> Response:
        raise ValueError("secret words")

    answer = client_with(defect, tmp_path).get("/test")
    assert answer.status_code == 500 and "ValueError" in answer.text
    assert "secret words" not in answer.text and "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_body_without_a_length_is_counted(tmp_path: Path):
    """Pieces that go on and on end with 413 as soon as they are too much."""

    async def take(request: Request) -> Response:
        return Response(str(len(await request.body())))

    client = client_with(take, tmp_path, methods=("POST",))
    sent = []

    def pieces():
        for _ in range(100):
            sent.append(1)
            yield b"x" * (fence.LARGEST_BODY // 4)

    assert client.post("/test", content=b"abc").text == "3"
    answer = client.post("/test", content=pieces(), headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == 413


def test_a_page_that_is_not_there(tmp_path: Path):
    """Is told so, inside the frame."""
    answer = browser(served(tmp_path)).get("/nowhere")
    assert answer.status_code == 404 and "There is no such page" in answer.text and "<nav" in answer.text


def test_every_page_has_paths_of_its_own():
    """Two modules never answer to one path, and each page of the menu is one of its module's."""
    assert {review, sharing, stories} <= set(app_module.PAGES)
    paths = [
        (route.path, method) for module in app_module.PAGES for route in module.ROUTES for method in methods_of(route)
    ]
    assert len(paths) == len(set(paths))
    for module in app_module.PAGES:
        assert module.MENU is None or module.MENU[1] in [route.path for route in module.ROUTES]


def methods_of(route) -> set[str]:
    return getattr(route, "methods", None) or {"socket"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/plain", b"a=b"), ("application/x-www-form-urlencoded", b"a=\xff"), ("multipart/form-data", b"--x"),
     ("application/x-www-form-urlencoded", b"&".join([b"a=b"] * 300))],
)  # fmt: skip
def test_what_is_no_form_of_ours_is_refused(tmp_path: Path, kind: str, body: bytes):
    """With a status; a real one is read, the last of several fields with one name."""

    async def take(request: Request) -> Response:
        return Response(str(await forms.form_of(request)))

    client = client_with(take, tmp_path, methods=("POST",))
    assert client.post("/test", content=body, headers={"Content-Type": kind}).status_code == 400
    assert client.post("/test", data={"a": "b c", "d": "e\r\nf"}).text == "{'a': 'b c', 'd': 'e\\nf'}"
