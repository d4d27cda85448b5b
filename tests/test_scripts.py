"""The two commands, as files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from places import ROOT


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell here")
@pytest.mark.parametrize("name", ["start", "test"])
def test_a_shell_that_is_given_a_script_hands_it_to_python(name: str, tmp_path: Path) -> None:
    """`sh scripts/start` does what `scripts/start` does, instead of running words of it."""
    shutil.copy(ROOT / "scripts" / name, tmp_path / name)
    stand_in = "PYTHON = ROOT = run = say = None\n\ndef set_up(*_, **__):\n    raise SystemExit('Python reads it')\n"
    (tmp_path / "_setup.py").write_text(stand_in, encoding="utf-8")
    done = subprocess.run(("sh", str(tmp_path / name)), capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.stderr.strip() == "Python reads it" and not done.stdout
