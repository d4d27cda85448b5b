"""The application behind its fence, for tests of pages: a client that is the user's own browser, or somebody else's."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from voice_interviewer.interview.live.floor import Floor
from voice_interviewer.interview.live.given import NOTHING, Given
from voice_interviewer.interview.live.session import Outcome
from voice_interviewer.sessions.choices import Choices
from voice_interviewer.web.app import make_app
from voice_interviewer.web.fence import Fence
from voice_interviewer.web.keys import Keys
from voice_interviewer.web.live import wire

HOST = "127.0.0.1:4711"
ORIGIN = f"http://{HOST}"


def served(root: Path | None = None, given: Given = NOTHING) -> Fence:
    """The application as `serve` makes it; sessions are kept in `root`."""
    return make_app(HOST, Keys(4711), root=root, given=given)


def stranger(app: Fence, **headers: str) -> TestClient:
    """Somebody on this computer without the key."""
    return TestClient(app, base_url=ORIGIN, headers=headers, follow_redirects=False, raise_server_exceptions=False)


def browser(app: Fence, **headers: str) -> TestClient:
    """The user's browser, let in by the link, as its own page would ask."""
    own: dict[str, Any] = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", **headers}
    client = stranger(app, **own)
    client.cookies.set(app.keys.cookie_name, app.keys.cookie)
    return client


class StillInterview:
    """In place of an `Interview`: does nothing until it is told to, and keeps what it was asked for."""

    id = "2031-01-01-0000-still"
    notes = ()

    def __init__(self, given: Any, choices: Choices = Choices()) -> None:
        self.given = given
        self.choices = choices
        self.wishes: list[tuple[str, str]] = []
        self.holds: list[bool] = []
        self.notes_kept: list[str] = []
        self.ended = threading.Event()
        self.fails: Exception | None = None
        self.can_resume = True
        self.session = self
        self.floor = Floor()

    def write(self, note: Any) -> None:
        self.notes_kept.append(note.text)

    def run(self) -> Outcome:
        self.ended.wait(60)
        if self.fails is not None:
            raise self.fails
        return Outcome(self.id, Path(), "interrupted", self.can_resume)

    def own_question(self) -> str:
        return "Which was your weakest?"

    def finish(self, progress: Any) -> Any:
        progress(1.0, 2.0)
        return SimpleNamespace(heard_again=None, takes=None, files=SimpleNamespace(headline="All said."))

    def wish(self, name: str, text: str = "") -> None:
        self.wishes.append((name, text))

    def hold(self, on: bool) -> None:
        self.holds.append(on)

    def talk(self, on: bool) -> None:
        self.holds.append(on)

    def stop(self) -> None:
        self.ended.set()


class FakePage:
    """A page's end of the socket, in place of a browser: 20 ms of sound at a time."""

    def __init__(self, socket: Any, *, page: str = "one", capture: str = "a", rate: int = 48_000, **more: Any) -> None:
        self.socket = socket
        self.rate = rate
        self.frame = 0
        self.epoch = self.played = self.thrown = 0
        self.sound: list[np.ndarray] = []
        "Everything received and not thrown away by a flush."
        self.told: list[dict[str, Any]] = []
        socket.send_json({"kind": "hello", "page": page, "capture": capture, "rate": rate, **more})

    def until(self, kind: str) -> dict[str, Any]:
        """Take what comes up to the next message of this kind."""
        while True:
            message = self.socket.receive()
            if message["type"] == "websocket.close":
                raise WebSocketDisconnect(message["code"])
            if message.get("bytes") is not None:
                epoch, samples = wire.read_sound(message["bytes"])
                if epoch == self.epoch:
                    self.sound.append(samples)
            else:
                told = json.loads(message["text"])
                self.told.append(told)
                if told["kind"] == "flush":
                    self.thrown += self.waiting
                    self.epoch, self.played, self.sound = told["epoch"], 0, []
                if told["kind"] == kind:
                    return told

    @property
    def waiting(self) -> int:
        """Frames received and not played."""
        return sum(map(len, self.sound)) - self.played

    def speak(self, samples: np.ndarray | None = None, *, play: int = 0) -> None:
        """Send 20 ms (silence, or these samples) after having played `play` frames."""
        piece = np.zeros(round(self.rate * 0.02), np.int16) if samples is None else samples
        self.played += play
        head = {"epoch": self.epoch, "played": self.played, "thrown": self.thrown}
        self.socket.send_bytes(wire.heard(self.frame, piece, **head))
        self.frame += len(piece)
