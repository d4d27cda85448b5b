"""Make the pictures of the page in the browser: every page, light, dark and as a phone shows it.

    python -m scripts.lab.web_pictures [--out docs/pictures]

Serves the page with scripted engines, lets Chromium play a file of tones as its microphone, and takes screenshots; for
the other pages a data folder is filled first (`filled`). Needs playwright, Chromium, and a voice.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from scripts.lab import ROOT
from scripts.lab.bench_web import FILE_HZ, browsing, state
from scripts.lab.filled import FLOW, fill
from scripts.lab.make_pictures import keep
from voice_interviewer.hearing.fake import FakeVad, KnowingRecogniser
from voice_interviewer.interview.live.given import Given
from voice_interviewer.paths import models_dir
from voice_interviewer.voice.fake import FakeVoice
from voice_interviewer.web.serve import link, make_server, take_port

SAID = (
    "I would watch the share of empty records in the address feed, because the model keeps answering when that feed "
    "goes stale and nobody would notice for a week"
)
WIDE, PHONE = {"width": 1000, "height": 820}, {"width": 390, "height": 844}


@contextlib.contextmanager
def serving(root: Path) -> Iterator[str]:
    """The link to a server whose engines are scripted."""
    found: list[str] = []
    started = threading.Event()

    def on_start(host: str, keys: Any) -> None:
        found.append(link(host, keys.printed))
        started.set()

    given = Given(recogniser=KnowingRecogniser(SAID), voice=FakeVoice(), voice_activity=FakeVad(0.02))
    with contextlib.closing(take_port(0)) as listening:
        server = make_server(listening, root=root, given=given, on_start=on_start)
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
        thread.start()
        started.wait(60)
        yield found[0]
        server.should_exit = True
        thread.join(30)


def microphone(path: Path, quiet_s: float = 14) -> Path:
    """Quiet for as long as the first question takes, then one long answer."""
    pcm = np.repeat(FakeVoice().speak(" ".join([SAID] * 4)).pcm, 3)
    quiet = np.random.default_rng(1).normal(0, 1e-4, round(quiet_s * FILE_HZ))
    soundfile.write(path, np.concatenate([quiet, pcm]), FILE_HZ, subtype="PCM_16")
    return path


def shoot(page: Any, out: Path, name: str) -> None:
    """The page as it is, light and dark, wide and as a phone shows it."""
    for look, size, scheme in (("", WIDE, "light"), ("-dark", WIDE, "dark"), ("-phone", PHONE, "light")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        raw = out / "raw.png"
        page.screenshot(path=str(raw))
        keep(raw, out / f"{name}{look}.png", width=size["width"])
        raw.unlink()
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")


def shoot_others(page: Any, base: str, session: str, out: Path) -> None:
    """The pages beside the interview, each with something on it."""
    own = f"{base}/sessions/{session}/"
    for name, address in (
        ("history", f"{base}/history"),
        ("stories", f"{base}/stories"),
        ("review", f"{base}/review"),
        ("flow", f"{base}/flows/{FLOW}?persona=apologetic"),
        ("settings", f"{base}/settings"),
        ("debrief", own),
    ):
        page.goto(address)
        if address == own:
            page.locator("#doing[data-ready]").wait_for()
        shoot(page, out, f"page-{name}")
    page.locator("details.answer > summary").first.click()
    page.locator("details.answer").first.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('details.answer').scrollIntoView()")
    shoot(page, out, "page-answer")
    page.goto(f"{base}/check")
    page.get_by_role("button", name="Listen").click()
    page.get_by_text("It hears you.").wait_for()
    shoot(page, out, "page-check")


def main(argv: Sequence[str] | None = None) -> int:
    """Serve, look, photograph."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    models = models_dir().resolve()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        os.environ["VOICE_INTERVIEWER_DATA"] = scratch  # what is chosen here is not remembered for the user
        with serving(folder / "sessions") as address, browsing(microphone(folder / "mic.wav")) as page:
            page.goto(address)
            page.locator('[data-part="meter"]').wait_for()
            shoot(page, args.out, "page-start")
            page.get_by_label("headphones").check()
            page.get_by_role("button", name="Begin").click()
            state(page, "listening")
            page.keyboard.press("v")
            page.get_by_text("goes stale").first.wait_for()
            shoot(page, args.out, "page-live")
        os.environ["VOICE_INTERVIEWER_DATA"] = str(folder / "data")
        (folder / "data").mkdir()
        (folder / "data" / "models").symlink_to(models)
        session = fill(folder / "data" / "sessions")
        loud = microphone(folder / "loud.wav", quiet_s=0.5)
        with serving(folder / "data" / "sessions") as address, browsing(loud) as page:
            page.goto(address)
            shoot_others(page, address.partition("/?")[0], session.id, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
