#!/usr/bin/env python3
"""Make the pictures of the documentation: debriefs of simulated candidates, photographed in a real browser.

    scripts/make_pictures.py [--out docs/pictures] [--personas apologetic inflated ready] [--flow first-five-minutes]

Plays a whole session for each persona (real voices, real Whisper, an in-memory room), then takes screenshots of the
debrief with headless Chromium: light, dark, phone and print. Needs `chromium` and, for print, `pdftoppm`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


def browser() -> str:
    """The Chromium on this computer."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise SystemExit("Chromium is needed: sudo apt-get install chromium")


def shoot(page: Path, picture: Path, size: str, *more: str) -> None:
    """One screenshot of a local page."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser(), *FLAGS, *more, f"--user-data-dir={profile}", f"--window-size={size}"]
        command += [f"--screenshot={picture}", page.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    print(picture)


def play(persona: str, flow: str, data: Path) -> Path:
    """A session of this persona; returns its debrief page."""
    env = {**os.environ, "VOICE_INTERVIEWER_DATA": str(data)}
    before = set(data.glob("sessions/*"))
    command = [sys.executable, "-m", "voice_interviewer", "practice", flow, "--candidate", persona, "--seed", "1"]
    subprocess.run(command, check=True, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    (session,) = set(data.glob("sessions/*")) - before
    return session / "debrief.html"


def main() -> int:
    """Play, photograph."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--personas", nargs="+", default=["apologetic", "inflated", "ready"])
    parser.add_argument("--flow", default="first-five-minutes")
    parser.add_argument("--data", type=Path, help="keep the sessions here")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    from voice_interviewer.paths import models_dir

    data = args.data or Path(tempfile.mkdtemp(prefix="pictures-"))
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "models").exists():
        (data / "models").symlink_to(models_dir())
    for number, persona in enumerate(args.personas):
        page = play(persona, args.flow, data)
        shoot(page, args.out / f"debrief-{persona}.png", "1000,1500")
        if number:
            continue
        shoot(page, args.out / "debrief.png", "1000,1150")
        shoot(page, args.out / "debrief-dark.png", "1000,1150", "--blink-settings=preferredColorScheme=0")
        shoot(page, args.out / "debrief-phone.png", "500,1100")
    return 0


if __name__ == "__main__":
    sys.exit(main())
