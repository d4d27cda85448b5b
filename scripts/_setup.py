"""The set-up that scripts/start and scripts/test share: virtual environment, project, system parts, models.

Needs nothing but Python 3.11 to 3.13. Running it again is quick and harmless. Standard library only, because it runs
before anything is installed.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
SUPPORTED = ((3, 11), (3, 13))
AXE = "axe-core@4.14.1"


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def stop(text: str) -> None:
    print(f"✗ {text}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(*command: object, **options: object) -> int:
    return subprocess.run([str(part) for part in command], check=False, **options).returncode  # type: ignore[call-overload]


def suitable_python() -> str:
    """This Python if it is supported, else the newest supported one on the path."""
    if SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        return sys.executable
    for minor in range(SUPPORTED[1][1], SUPPORTED[0][1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and run(found, "-c", "import venv", stderr=subprocess.DEVNULL) == 0:
            return found
    stop(f"Python 3.11 to 3.13 is needed; this is {sys.version.split()[0]}. Install one, e.g. from python.org.")
    raise AssertionError


def environment(extras: str) -> None:
    """A virtual environment in `.venv` with the project in it, made anew only when that or the lock has changed."""
    if not PYTHON.exists() or run(PYTHON, "-c", "import pip", stderr=subprocess.DEVNULL) != 0:
        say("making the virtual environment in .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        if run(suitable_python(), "-m", "venv", VENV) != 0:
            stop("cannot make a virtual environment. On Debian and Ubuntu: sudo apt-get install python3-venv")
    lock = ROOT / "scripts" / ("requirements-dev.lock" if extras else "requirements.lock")
    parts = (ROOT / "pyproject.toml").read_bytes() + lock.read_bytes() + str(ROOT).encode() + extras.encode()
    wanted = hashlib.sha256(parts).hexdigest()
    stamp = VENV / ".set-up"
    known = stamp.read_text().split() if stamp.exists() else []
    if wanted in known:
        return
    say("installing the project and its libraries (about a minute)")
    install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--prefer-binary"]
    if os.environ.get("VOICE_INTERVIEWER_UNLOCKED"):
        done = run(*install, "-e", f"{ROOT}[{extras}]" if extras else ROOT)
    else:  # what was tested is what is installed, to the byte
        done = run(*install, "--require-hashes", "-r", lock) or run(
            *install, "--no-deps", "--no-build-isolation", "-e", ROOT
        )
    if done != 0:
        stop(
            "pip could not install the project; the reason stands above. Run this command again when it is mended; "
            "where a pinned version does not exist for your system, set VOICE_INTERVIEWER_UNLOCKED=1."
        )
    stamp.write_text("\n".join([*known[-3:], wanted]))


def missing_parts(testing: bool) -> list[str]:
    """Debian names of the system parts that are not here (Linux); macOS and Windows bring voices of their own."""
    parts = {
        "espeak-ng": bool(shutil.which("espeak-ng")),
        "libportaudio2": bool(ctypes.util.find_library("portaudio")),
    }
    if testing:
        parts["pulseaudio"] = bool(shutil.which("pulseaudio"))
        parts["pulseaudio-utils"] = bool(shutil.which("pactl"))
        parts["libasound2-plugins"] = any(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so"))
        parts["strace"] = bool(shutil.which("strace"))
        parts["chromium"] = any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return [name for name, here in parts.items() if not here]


def system_parts(testing: bool) -> None:
    """Install what is missing where we may; otherwise print the exact command and go on without."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_parts(testing)
    if not missing:
        return
    apt = shutil.which("apt-get")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    allowed = root or (shutil.which("sudo") and run("sudo", "-n", "true", stderr=subprocess.DEVNULL) == 0)
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if apt and allowed:
        say(f"installing system parts: {', '.join(missing)}")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        run(*sudo, "apt-get", "update", "-qq", **quiet)
        run(*sudo, *command, "-qq", **quiet)
        missing = missing_parts(testing)
    if missing:
        how = (
            f"sudo apt-get install {' '.join(missing)}"
            if apt
            else f"install these with your package manager: {missing}"
        )
        say(f"going on without {', '.join(missing)}. To add: {how}")


def accessibility_rules() -> None:
    """axe-core for the accessibility tests, where npm is; without it those tests are skipped and say why."""
    there = VENV / "node" / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if there.exists() or npm is None:
        return
    say("fetching axe-core for the accessibility tests")
    options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if run(npm, "install", "--prefix", VENV / "node", *options, AXE) != 0 or not there.exists():
        say("going on without axe-core; the accessibility tests are skipped")


def models() -> None:
    """Fetch what is not here yet; a failure is no reason to stop, the program says what it then cannot do."""
    if run(PYTHON, "-m", "voice_interviewer", "models", "fetch", "--quiet-if-ready") != 0:
        say("going on without all models. To try again: .venv/bin/voice-interviewer models fetch")


def set_up(*, testing: bool = False) -> None:
    """Everything, in order."""
    environment("dev" if testing else "")
    system_parts(testing)
    if testing:
        accessibility_rules()
    models()
