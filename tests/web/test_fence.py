"""The fence: each rule with an attempt to get past it; what is refused gives nothing away."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_kit import HOST, ORIGIN, browser, served, stranger

from voice_interviewer.web import keys as keys_module
from voice_interviewer.web.fence import LARGEST_BODY, Asked, Fence, policy, refusal
from voice_interviewer.web.keys import Keys

SECRETS = ("voice_interviewer_", "sessions", "Traceback")


@pytest.fixture
def app(tmp_path: Path) -> Fence:
    return served(tmp_path)


def asked(**more: object) -> Asked:
    """A request of the user's own page."""
    fine: dict[str, object] = {"method": "GET", "path": "/", "hosts": (HOST,), "known": True, "sites": ("same-origin",)}
    return Asked(**{**fine, **more})  # type: ignore[arg-type]


def status(**more: object) -> int:
    found = refusal(asked(**more), HOST)
    return found.status if found else 0


def refused(client: TestClient, method: str, path: str, code: int, **more: object) -> None:
    answer = client.request(method, path, **more)
    assert answer.status_code == code, answer.text
    assert "set-cookie" not in answer.headers and not [s for s in SECRETS if s in answer.text]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_links_key_opens_once_and_for_all(app: Fence):
    """The printed link sets the cookie and leads to the same address without the key, however often it is used."""
    for _ in range(2):
        client = stranger(app)
        answer = client.get(f"/?a=b&key={app.keys.printed}")
        assert answer.status_code == 303 and answer.headers["location"] == "/?a=b"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and app.keys.printed not in cookie
        assert client.get("/").status_code == 200


def test_the_opened_link_works_one_time(app: Fence):
    """Who reads it off the browser's command line comes too late."""
    key = app.keys.once()
    assert stranger(app).get(f"/?key={key}").status_code == 303
    refused(stranger(app), "GET", f"/?key={key}", 403)


def test_without_the_key_nothing_is_seen(app: Fence):
    """Pages, files and unknown paths answer alike."""
    for path in ("/", "/static/base.css", "/static/../app.py", "/nowhere", f"/?key={'x' * 32}", "/?key="):
        found = stranger(app).get(path)
        assert found.status_code in (400, 403) and "<html" not in found.text, path
    refused(stranger(app), "GET", f"/?key={app.keys.printed}&key=x", 403)
    wrong = stranger(app)
    wrong.cookies.set(app.keys.cookie_name, "x" * 43)
    refused(wrong, "GET", "/", 403)


def test_a_key_leads_nowhere_else(app: Fence):
    """The redirection stays on this server, whatever the path looks like."""
    answer = stranger(app).get(f"{ORIGIN}//evil.example/?key={app.keys.printed}")
    assert answer.headers["location"].startswith("/evil.example")
    assert stranger(app, Host="evil.example").get(f"/?key={app.keys.printed}").status_code == 421


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:4711", f"{HOST}.evil.example"]
)
def test_another_host_is_refused(app: Fence, host: str):
    """A name that was made to point here is not ours, with the right cookie neither."""
    refused(browser(app, Host=host), "GET", "/", 421)
    assert status(hosts=()) == 421 and status(hosts=(HOST, HOST)) == 421


@pytest.mark.parametrize(
    "origin", ["null", "http://127.0.0.1:4712", "https://127.0.0.1:4711", "http://evil.example", ""]
)
def test_another_origin_changes_nothing(app: Fence, origin: str):
    """A page elsewhere, on another local port, in a sandbox, with the cookie in the jar."""
    refused(browser(app, Origin=origin), "POST", "/", 403)
    assert status(method="DELETE", origins=(ORIGIN, origin)) == 403


def test_no_origin_changes_nothing(app: Fence):
    """A POST always has one in browsers of today."""
    client = stranger(app)
    client.cookies.set(app.keys.cookie_name, app.keys.cookie)
    refused(client, "POST", "/", 403)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "SAME-ORIGIN "])
def test_other_pages_do_not_even_read(app: Fence, site: str):
    """`same-site` is another local port: cookies do not tell ports apart, this header does."""
    refused(browser(app, **{"Sec-Fetch-Site": site}), "GET", "/static/base.css", 403)
    assert status(sites=("none",)) == 0 and status(sites=()) == 0


def test_a_socket_needs_all_of_it(app: Fence):
    """Host, Origin, cookie and Sec-Fetch-Site, before it is accepted."""
    for wrong in ({"known": False}, {"origins": ()}, {"origins": ("http://127.0.0.1:1",)}, {"sites": ("same-site",)}):
        assert status(**{"websocket": True, "origins": (ORIGIN,), **wrong}) == 403
    assert status(websocket=True, origins=(ORIGIN,)) == 0


@pytest.mark.parametrize(
    "path",
    ["/static/../keys.py", "/static/%2e%2e/keys.py", "/static/..%2fkeys.py", "/static/%252e%252e/keys.py",
     "/static/..\\keys.py", "/static/%5c..%5ckeys.py", "/static/base.css%00.txt", "/..", "/a/%2e%2e"],
)  # fmt: skip
def test_no_path_leads_out(path: str):
    """Two dots, however written, a backslash and a control are refused before any file is looked for."""
    assert status(path=path) == 400


@pytest.mark.parametrize("path", ["/static/nothing.css", "/static/", "/static//etc/passwd", "/static/....//keys.py"])
def test_other_paths_find_nothing(app: Fence, path: str):
    """Only files of the folder are served."""
    assert browser(app).get(path).status_code in (404, 400)


def test_a_flood_is_refused(app: Fence):
    """100 MB, announced or not, negative or nonsense; the application never holds them."""
    size = 100 * 1024 * 1024
    assert status(method="POST", origins=(ORIGIN,), length=str(size)) == 413
    assert status(method="POST", origins=(ORIGIN,), length="-1") == 413
    assert status(method="POST", origins=(ORIGIN,), length="9e9") == 413
    assert status(method="POST", origins=(ORIGIN,), length=str(LARGEST_BODY)) == 0


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PATCH", "get", "X"])
def test_other_methods_are_not_used(method: str):
    """No preflight is ever answered, so no other page may send what needs one."""
    assert status(method=method, origins=(ORIGIN,)) == 405


def test_every_answer_carries_the_headers(app: Fence):
    """Pages, files, what is not found, what is not allowed, and refusals."""
    client = browser(app)
    for path in ("/", "/static/base.css", "/nowhere"):
        sent = client.get(path).headers
        assert sent["content-security-policy"] == policy(HOST)
        assert sent["cross-origin-resource-policy"] == sent["cross-origin-opener-policy"] == "same-origin"
        assert sent["referrer-policy"] == "same-origin" and sent["x-content-type-options"] == "nosniff"
    assert "unsafe" not in policy(HOST) and "default-src 'none'" in policy(HOST)


def test_cookies_of_other_programs_do_no_harm(app: Fence):
    """Cookies of all local ports arrive together; ours is found among them."""
    ours = f"{app.keys.cookie_name}={app.keys.cookie}"
    crowd = f'x="; {app.keys.cookie_name}=wrong; a=b=c; =; bad cookie; {ours}; z=1'
    assert stranger(app, Cookie=crowd).get("/").status_code == 200


def test_keys_are_long_and_differ():
    """Each start has its own; a key for once is used up by its use alone."""
    one, two = Keys(1), keys_module.Keys(1)
    assert one.printed != two.printed and one.cookie != two.cookie and len(one.cookie) >= 40
    first, second = one.once(), one.once()
    assert one.admits(first) and not one.admits(first) and one.admits(second)
    assert not one.admits("") and not one.admits("ü" * 10) and one.knows(["x", one.cookie]) and not one.knows([])
