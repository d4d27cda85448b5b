"""A page of the user's own in a real Chromium, and everything on it that should not happen; a server to be ended."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from browser_kit import AXE, SLOW_MS


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Any
    base: str
    "The server's address without a slash at the end."
    troubles: list[str] = field(default_factory=list)
    "Refused by the policy, thrown by a script, or asked of another address."

    def open(self, path: str) -> None:
        """Go there."""
        self.page.goto(self.base + path, wait_until="load")

    def axe(self) -> list[Any]:
        """What axe-core complains about, with the page's own policy in force."""
        self.page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
        script = "axe.run(document, {resultTypes: ['violations'], preload: false}).then("
        script += "found => found.violations.map(v => [v.id, v.help, v.nodes[0].html]))"
        found: list[Any] = self.page.evaluate(script)
        return found


@contextmanager
def watched(browser: Any, link: str, **context: Any) -> Iterator[Watched]:
    """A page let in by the link."""
    own = browser.new_context(viewport={"width": 1000, "height": 900}, **context)
    try:
        page = own.new_page()
        page.set_default_timeout(SLOW_MS)
        seen = Watched(page, link.partition("/?")[0])
        allowed = (f"{seen.base}/", "data:", f"blob:{seen.base}/")

        def said(message: Any) -> None:
            if message.type in ("error", "warning"):
                seen.troubles.append(f"{message.type}: {message.text}")

        def asked(dialog: Any) -> None:
            seen.troubles.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        def requested(request: Any) -> None:
            if not request.url.startswith(allowed):
                seen.troubles.append(f"asked for {request.url}")

        page.on("console", said)
        page.on("pageerror", lambda error: seen.troubles.append(f"thrown: {error}"))
        page.on("dialog", asked)
        page.on("request", requested)
        page.goto(link)
        yield seen
    finally:
        own.close()


@contextmanager
def own_process() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`voice-interviewer web` in a process of its own, over the test's folders: (process, link)."""
    command = [sys.executable, "-m", "voice_interviewer", "web", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            found = next((m for line in process.stdout if (m := re.search(r"http://\S+", line))), None)
            assert found is not None, "the server printed no link"
            yield process, found[0]
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            finally:
                process.kill()
