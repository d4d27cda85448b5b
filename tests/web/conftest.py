"""A fenced page over a folder of its own, whose background work ends with the test, and a browser's client of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_kit import chromium
from starlette.testclient import TestClient
from web_kit import browser, served

from voice_interviewer.web.fence import Fence


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Fence]:
    """The page, with no session in it."""
    fenced = served(tmp_path)
    yield fenced
    fenced.app.state.worker.close()


@pytest.fixture
def client(app: Fence) -> TestClient:
    """What a browser with the page's key sends."""
    return browser(app)


@pytest.fixture(scope="module")
def quiet() -> Iterator[Any]:
    """A real browser that hears nothing said, started once for a module; its `tabs` are each test's own."""
    with chromium() as found:
        yield found
