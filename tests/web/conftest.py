"""A fenced page over a folder of its own, whose background work ends with the test, and a browser's client of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
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
