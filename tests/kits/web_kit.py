"""The application behind its fence, for tests of pages: a client that is the user's own browser, or somebody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from voice_interviewer.web.app import make_app
from voice_interviewer.web.fence import Fence
from voice_interviewer.web.keys import Keys

HOST = "127.0.0.1:4711"
ORIGIN = f"http://{HOST}"


def served(root: Path | None = None) -> Fence:
    """The application as `serve` makes it; sessions are kept in `root`."""
    return make_app(HOST, Keys(4711), root=root)


def stranger(app: Fence, **headers: str) -> TestClient:
    """Somebody on this computer without the key."""
    return TestClient(app, base_url=ORIGIN, headers=headers, follow_redirects=False, raise_server_exceptions=False)


def browser(app: Fence, **headers: str) -> TestClient:
    """The user's browser, let in by the link, as its own page would ask."""
    own: dict[str, Any] = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", **headers}
    client = stranger(app, **own)
    client.cookies.set(app.keys.cookie_name, app.keys.cookie)
    return client
