"""A scripted chat server on this computer: says what it is told to, late, wrongly or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class WordServer:
    """What it was asked, and what it answers: `reply(question)` gives a text, or bytes to send as they are."""

    def __init__(
        self, reply: Callable[[str], str | bytes], status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self.reply = reply
        self.status = status
        self.headers = headers or {}
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.hold = threading.Event()
        "Set: answers at once. Cleared: waits for it."
        self.hold.set()
        self.url = ""


@contextmanager
def serving(server: WordServer) -> Iterator[WordServer]:
    """The server at a free port of 127.0.0.1, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(body)
            server.paths.append(self.path)
            server.hold.wait(60)
            said = server.reply(body["messages"][-1]["content"])
            raw = (
                said if isinstance(said, bytes) else json.dumps({"choices": [{"message": {"content": said}}]}).encode()
            )
            self.send_response(server.status)
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.hold.set()
        http.shutdown()
        http.server_close()
        thread.join(60)
