"""A plain `pytest` leaves the user's own folders alone and stays on this machine."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from places import ROOT

from voice_interviewer import paths

NOSY = '''
"""Tests that write wherever the program writes, and one that hides its use of a network."""
import random, socket
from pathlib import Path
from voice_interviewer import paths

def test_writes():
    for folder in (paths.data_dir(), paths.cache_dir(), paths.sessions_dir(), Path.home()):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "mine").write_text("x")

def test_finds_nothing_of_the_test_before():
    places = (paths.data_dir(), paths.cache_dir(), paths.sessions_dir(), Path.home())
    assert not any((place / "mine").exists() for place in places)

def test_reads_models():
    assert (paths.models_dir() / "tiny" / "model.bin").read_text() == "weights"

def test_changes_no_model():
    model = paths.models_dir() / "tiny" / "model.bin"
    for change in (lambda: model.write_text("x"), model.unlink, lambda: model.rename(model.with_name("y"))):
        try:
            change()
        except OSError:
            continue
        raise AssertionError("a model was changed")

def test_connects():
    try:
        socket.socket().connect(("192.0.2.1", 80))
    except BaseException:
        pass

def test_looks_up():
    try:
        socket.getaddrinfo("example.invalid", 80)
    except BaseException:
        pass
'''


def test_the_users_folders_stay_as_they_are(tmp_path: Path) -> None:
    """Tests that write everywhere change nothing of the user's, yet read the models; hidden network use is an error."""
    user = tmp_path / "user"
    weights = user / "data" / "models" / "tiny" / "model.bin"
    weights.parent.mkdir(parents=True)
    weights.write_text("weights")
    before = sorted(user.rglob("*"))
    tests = tmp_path / "tests"
    tests.mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    (tests / "test_nosy.py").write_text(NOSY)
    env = os.environ | {"HOME": str(user), "USERPROFILE": str(user), "PYTHONPATH": str(ROOT)}
    env |= {"VOICE_INTERVIEWER_DATA": str(user / "data"), "TMPDIR": str(tmp_path / "temporary")}
    (tmp_path / "temporary").mkdir()
    done = subprocess.run(
        (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(tests), str(tests)),
        env=env,
        cwd=tests,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "6 passed, 2 errors" in done.stdout, done.stdout + done.stderr
    assert "the network was used: ['socket.connect 192.0.2.1']" in done.stdout
    assert "the network was used: ['socket.getaddrinfo example.invalid']" in done.stdout
    assert sorted(user.rglob("*")) == before and weights.read_text() == "weights"
    assert not list((tmp_path / "temporary").glob("voice-interviewer-tests-*"))


def test_this_test_has_a_home_of_its_own() -> None:
    """Home, data and cache are in one temporary folder, which holds nothing but the way to the models."""
    home = Path.home()
    assert "voice-interviewer-tests-" in str(home)
    assert paths.data_dir().parent == home
    assert home in paths.cache_dir().parents
    assert [file.name for file in paths.data_dir().iterdir()] in ([], ["models"])


def test_chance_and_reports_are_settled() -> None:
    """Each test draws the same numbers; the runtime of the models is told not to report."""
    assert random.random() == random.Random(1).random()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
