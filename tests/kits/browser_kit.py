"""A real Chromium with a file as its microphone, and the server in a thread of this process."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from voice_interviewer.debrief.paint import pdf
from voice_interviewer.interview.live.given import NOTHING, Given
from voice_interviewer.voice.fake import FakeVoice
from voice_interviewer.web.serve import link, make_server, take_port

FILE_HZ = 48_000
SLOW_MS = 120_000
"A busy machine is slow; nothing here is about speed."


@contextlib.contextmanager
def running(root: Path, given: Given = NOTHING, port: int | None = None) -> Iterator[tuple[str, Any]]:
    """The server on a port of its own: (the link that opens it, the application)."""
    started = threading.Event()
    found: list[str] = []

    def on_start(host: str, keys: Any) -> None:
        found.append(link(host, keys.printed))
        started.set()

    with contextlib.closing(take_port(0 if port is None else port)) as listening:
        server = make_server(listening, root=root, given=given, on_start=on_start)
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]), name="server")
        thread.start()
        try:
            assert started.wait(60)
            yield found[0], server.config.app.app
        finally:
            server.should_exit = True
            thread.join(60)
            assert not thread.is_alive()


def executable() -> str:
    """A full Chromium (one without a window, `headless_shell`, has no microphone), or the test is skipped."""
    found = pdf.browser()
    if found is None:
        pytest.skip("no Chromium-like browser here: apt-get install chromium, or `scripts/test`, which does")
    pytest.importorskip("playwright.sync_api", reason="playwright is a development dependency: pip install -e '.[dev]'")
    return found


playing: list[Any] = []
"Playwright, while a browser is open."


@contextlib.contextmanager
def chromium(microphone: Path | None = None, *, permitted: bool = True) -> Iterator[Any]:
    """A browser whose microphone is a file, from its beginning each time it is opened; None: one that hears nothing
    said."""
    path = executable()
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--use-fake-device-for-media-stream"]
    flags += ["--use-fake-ui-for-media-stream"] if permitted else ["--deny-permission-prompts"]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as own:
        if not playing:  # a thread can have only one of it
            playing.append(own.enter_context(sync_playwright()))
            own.callback(playing.clear)
        heard = microphone or spoken(Path(folder) / "quiet.wav", (5.0, ""))
        flags += [f"--use-file-for-fake-audio-capture={heard}{'%noloop' if microphone else ''}"]
        browser = playing[0].chromium.launch(
            executable_path=path, headless=True, ignore_default_args=["--mute-audio"], args=flags, timeout=SLOW_MS
        )
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def tabs(browser: Any) -> Iterator[Any]:
    """The browser; what is opened in it is closed, and what it remembers forgotten."""
    try:
        yield browser
    finally:
        for context in browser.contexts:
            context.close()


AXE = Path(os.environ.get("VOICE_INTERVIEWER_AXE") or Path(sys.prefix) / "node/node_modules/axe-core/axe.min.js")
"npm package `axe-core`, which `scripts/test` fetches."


def violations(page: Any) -> list[Any]:
    """What axe-core has to complain about; the page's context must have been made with `bypass_csp=True`."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: with npm here, `scripts/test` fetches it")
    page.add_script_tag(path=str(AXE))
    run = "axe.run(document, {resultTypes: ['violations'], preload: false})"
    found = page.evaluate(f"() => {run}.then(r => r.violations.map(v => [v.id, v.help, v.nodes[0].html]))")
    return list(found)


def too_wide(page: Any) -> bool:
    """Something of the page is only reached by scrolling sideways."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"))


def spoken(path: Path, *parts: tuple[float, str]) -> Path:
    """A file of parts: so many seconds of near silence, then words of the scripted voice (0.3 s each)."""
    noise = np.random.default_rng(1)
    whole = []
    for quiet_s, text in parts:
        whole.append(noise.normal(0, 1e-4, round(quiet_s * FILE_HZ)))
        if text:
            clip = FakeVoice().speak(text)
            whole.append(np.repeat(clip.pcm, FILE_HZ // clip.rate_hz))
    soundfile.write(path, np.concatenate(whole), FILE_HZ, subtype="PCM_16")
    return path


def words(count: int) -> str:
    """So many words."""
    return " ".join(["the", "feed", "fails", "first", "so", "I", "watch", "it"][i % 8] for i in range(count))
