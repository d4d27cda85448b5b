"""Every test has a home of its own, no network but this machine's own, and the same chance as every other time.

A plain `pytest` therefore never reads or writes the user's sessions, settings, caches or configuration. Fetched models
are the one thing taken from the user's folder; tests reach them through a link, on which every write is refused.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from voice_interviewer.paths import models_dir

MODELS = models_dir().resolve()
BASE = Path(tempfile.mkdtemp(prefix="voice-interviewer-tests-")).resolve()
WORD_LISTS = BASE / "word-lists"
"What the natural voice looks words up in: made from its package by the first test that needs it (2 s), then shared."
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell without job control starts what runs in the background so, `nohup scripts/test &`: ten tests press Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
KNOBS = {f"VOICE_INTERVIEWER_{name}" for name in ("AXE", "BROWSER", "TEST_CARD", "TEST_SPEECH")}
"Variables of the program and its tests that a developer may set; all others are the user's and are forgotten."
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto")
CHANGES = ("os.remove", "os.rename", "os.truncate", "os.rmdir", "os.mkdir", "os.link")
HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0", ""}

touched: list[str] = []
numbers = itertools.count()


class NetworkForbidden(BaseException):
    """A test reached for another machine. No `except Exception` of the program may swallow this."""


def own_folders(home: Path) -> dict[str, str]:
    """Variables that put everything of a user under `home`, on each operating system."""
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "APPDATA": str(home / "config"),
        "LOCALAPPDATA": str(home / "local"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "share"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "VOICE_INTERVIEWER_DATA": str(home / "data"),
        "VOICE_INTERVIEWER_CACHE": str(home / "cache" / "voice-interviewer"),
    }


def make_home(name: str) -> dict[str, str]:
    """A new home with nothing in it but links to the models and the voice's words; the variables that lead there."""
    home = BASE / name
    (home / "data").mkdir(parents=True)
    cache = home / "cache" / "voice-interviewer"
    cache.mkdir(parents=True)
    WORD_LISTS.mkdir(exist_ok=True)
    try:
        (cache / "voices").symlink_to(WORD_LISTS, target_is_directory=True)
        if MODELS.is_dir():
            (home / "data" / "models").symlink_to(MODELS, target_is_directory=True)
    except OSError:  # Windows without the right to make links: tests that need models are skipped
        pass
    return own_folders(home)


def in_models(path: object) -> bool:
    """Whether a path to be changed lies among the user's models, links followed up to its folder."""
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    place = Path(os.fsdecode(path)).absolute()
    return MODELS in (place.parent.resolve() / place.name).parents


def watch(event: str, args: tuple[object, ...]) -> None:
    """Audit hook: refuse what would change the user's models; note and refuse what would leave this machine."""
    if event == "open":
        flags = args[2] if isinstance(args[2], int) else 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) and in_models(args[0]):
            raise OSError(errno.EROFS, "tests may not write among the user's models", args[0])
        return
    if event in CHANGES:
        if any(in_models(path) for path in args[:2]):
            raise OSError(errno.EROFS, f"tests may not change the user's models ({event})")
        return
    if event not in NETWORK:  # UNIX sockets, below, have a path for an address
        return
    address = args[0] if event.startswith("socket.get") else args[1]
    host = address[0] if isinstance(address, tuple) else address
    if event in ("socket.connect", "socket.sendto") and not isinstance(address, tuple):
        return
    text = host.decode(errors="replace") if isinstance(host, bytes) else str(host or "")
    if text in HERE or text.startswith("127."):
        return
    touched.append(f"{event} {text}")
    raise NetworkForbidden(f"tests may not reach {text} ({event})")


def pytest_configure() -> None:
    """Before any test module is imported: the program must not see the user's folders, and no library may report."""
    for name in [name for name in os.environ if name.startswith("VOICE_INTERVIEWER_") and name not in KNOBS]:
        del os.environ[name]
    os.environ.pop("FORCE_COLOR", None)
    os.environ.update(make_home("imports"), ORT_DISABLE_TELEMETRY="1", HF_HUB_OFFLINE="1")
    hypothesis.settings.register_profile("repeatable", derandomize=True, database=None)
    hypothesis.settings.load_profile("repeatable")
    sys.addaudithook(watch)


def pytest_unconfigure() -> None:
    """Nothing stays behind."""
    shutil.rmtree(BASE, ignore_errors=True)


@pytest.fixture(autouse=True)
def of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home for this test alone, fixed seeds, and an error when something in it reached for the network."""
    home = f"home-{next(numbers)}"
    for name, value in make_home(home).items():
        monkeypatch.setenv(name, value)
    random.seed(1)
    np.random.seed(1)
    touched.clear()
    yield
    shutil.rmtree(BASE / home, ignore_errors=True)
    assert not touched, f"the network was used: {touched}"
