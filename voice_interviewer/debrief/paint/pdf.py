"""The page as PDF, printed by a Chromium that is already on the computer; there is none of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ...availability import Availability, Missing, Ready
from ...disk import storage_error
from ...errors import MissingPartError

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "brave-browser",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--no-pings",
    "--dns-prefetch-disable",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""Flags under which the browser only does what it is told and asks nobody. The last one counts: whatever a release may
still want of its maker's hosts, it finds no host at all."""
_FIX = "Install Chromium, or open the HTML page in any browser and print it to PDF."


def browser() -> str | None:
    """The browser to use: `VOICE_INTERVIEWER_BROWSER`, or the first Chromium-like one found; None without."""
    chosen = os.environ.get("VOICE_INTERVIEWER_BROWSER")
    if chosen:
        return chosen
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def availability() -> Availability:
    """Whether PDFs can be made here; `doctor` prints it."""
    found = browser()
    return Ready(found) if found else Missing("no Chromium-like browser was found", _FIX)


def command(executable: str, page: Path, target: Path, profile: Path) -> list[str]:
    """The browser's command line; without a sandbox only where the system has none to give (root)."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        executable,
        *QUIET,
        *(["--no-sandbox"] if root else []),
        f"--user-data-dir={profile}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        page.resolve().as_uri(),
    ]


def print_page(page: Path, target: Path, *, timeout_s: float = 60.0) -> Path:
    """Print the HTML file `page` to the PDF `target`, all at once or not at all.

    Raises MissingPartError (no browser, or it fails), StorageError (the target cannot be written).
    """
    executable = browser()
    if executable is None:
        raise MissingPartError("a PDF needs a Chromium-like browser, and none was found", where="pdf", fix=_FIX)
    with tempfile.TemporaryDirectory(prefix="voice-interviewer-pdf-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "debrief.pdf"
        try:
            done = subprocess.run(
                command(executable, page, made, Path(folder) / "profile"),
                capture_output=True,
                timeout=timeout_s,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MissingPartError(
                f"the browser did not print the page: {error}", where=executable, fix=_FIX
            ) from error
        if not made.is_file() or made.read_bytes()[:5] != b"%PDF-":
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            reason = lines[-1][:200] if lines else f"exit status {done.returncode}"
            raise MissingPartError(f"the browser did not print the page ({reason})", where=executable, fix=_FIX)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            shutil.copyfile(made, part)
            part.replace(target)
        except OSError as error:
            raise storage_error(error, target) from error
    return target
