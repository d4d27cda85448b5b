"""Nothing leaves the machine: everything but `models fetch` works with the network forbidden."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from places import TINY_FLOW

from voice_interviewer.paths import models_dir

GUARD = """
import json, sys
touched = []

def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        address = args[1] if event == "socket.connect" else args[0]
        local = isinstance(address, (str, bytes)) and event == "socket.connect"  # a UNIX socket, as sound servers use
        if not local:
            touched.append([event, repr(address)])
            raise OSError("the network is forbidden here")

sys.addaudithook(watch)
from voice_interviewer.cli.app import run
code = run(sys.argv[2:])
with open(sys.argv[1], "w") as out:
    json.dump({"code": code, "touched": touched}, out)
"""
HAVE_WEIGHTS = (models_dir() / "tiny.en" / "model.bin").is_file()


def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *argv: str) -> dict:
    """Run a command in a process that refuses and notes every use of a network."""
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    if not (data / "models").exists():
        (data / "models").symlink_to(models_dir())
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(data))
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path / "cache"))
    report = tmp_path / "report.json"
    done = subprocess.run([sys.executable, "-c", GUARD, report, *argv], capture_output=True, text=True, check=False)
    assert report.exists(), done.stderr
    return json.loads(report.read_text())


def test_the_guard_notices(tmp_path, monkeypatch) -> None:
    """Fetching models is the one thing that tries the network, so the guard must see it."""
    monkeypatch.setenv("PIP_NO_INPUT", "1")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models").mkdir()
    report = guarded(tmp_path, monkeypatch, "models", "fetch", "base", "--source", "hub")
    asked = guarded(tmp_path, monkeypatch, "models", "fetch", "base")
    assert report["touched"] or asked["touched"]


@pytest.mark.parametrize(
    "argv",
    [
        ["analyze", __file__],
        ["flows", "check"],
        ["flows", "draw", "first-five-minutes", "--format", "svg"],
        ["doctor", "--seconds", "0.5"],
        ["voices", "list"],
        ["models", "list"],
        ["history"],
        ["plan"],
    ],
)
def test_commands_do_not_touch_the_network(tmp_path, monkeypatch, argv) -> None:
    """Not even a name is looked up."""
    report = guarded(tmp_path, monkeypatch, *argv)
    assert report["touched"] == []
    assert report["code"] in (0, 1)


@pytest.mark.models
@pytest.mark.voices
@pytest.mark.skipif(not HAVE_WEIGHTS, reason="no weights: run `voice-interviewer models fetch`")
def test_a_whole_session_works_without_a_network(tmp_path, monkeypatch) -> None:
    """Asking, hearing, following up and the debrief happen on this machine alone."""
    report = guarded(tmp_path, monkeypatch, "practice", str(TINY_FLOW), "--candidate", "terse", "--seed", "1")
    assert report == {"code": 0, "touched": []}
    assert list((tmp_path / "data" / "sessions").glob("*/debrief.html"))
