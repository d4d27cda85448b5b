"""A command ends with its own exit code, whatever its streams and threads are at."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

BUSY = """
import sys, threading, time
import numpy as np
from voice_interviewer.hearing.vad import SileroVad
from voice_interviewer.cli.process import leave
vad, sound = SileroVad(), np.zeros(512 * 2000, np.float32)
began = threading.Event()
def work():
    began.set()
    while True:
        vad.probabilities(sound)
for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
began.wait()
print("written", end="")
leave(2)
"""


def test_threads_inside_native_code_do_not_abort_the_process() -> None:
    """Shut down in the ordinary way, this process ends with SIGABRT almost every time."""
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", BUSY], capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stdout) == (2, "written"), done.stderr


def test_without_threads_it_is_an_ordinary_exit() -> None:
    """`leave` raises SystemExit, as everything around it expects."""
    code = (
        "from voice_interviewer.cli.process import leave\n"
        "try:\n    leave(3)\nexcept SystemExit as left:\n    print('raised', left.code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, "raised 3\n"), done.stderr


def test_exit_functions_run_all_the_same() -> None:
    """What libraries registered for the exit is done, and one that hangs costs seconds, not for ever."""
    code = BUSY.replace("leave(2)", "import atexit; atexit.register(print, ' and done', end=''); leave(2)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "written and done"), done.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("flows list >&-", 0),
        ("analyze - <&-", 0),
        ("analyze - <&- >&- 2>&-", 0),
        ("delete last --yes <&-", 2),
        ("delete nothing <&- 2>&-", 2),
        ("flows list 2>&-", 0),
        pytest.param(
            "flows list > /dev/full",
            1,
            marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full"),  # noqa: PTH110
        ),
    ],
)
def test_closed_and_full_streams(tmp_path, line: str, code: int) -> None:
    """It works, or one line says what is wrong; never a defect, never a traceback."""
    env = {**os.environ, "VOICE_INTERVIEWER_DATA": str(tmp_path)}
    shell = f'"{sys.executable}" -m voice_interviewer {line}'
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, env=env, check=False, timeout=60)
    assert done.returncode == code, done.stderr
    assert "defect" not in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1


def test_a_closed_stream_is_not_given_to_the_next_file(tmp_path) -> None:
    """Without standard output, the first file opened would get its number and everything printed."""
    code = (
        "import os, sys; os.close(1); sys.stdout = None\n"
        "from voice_interviewer.cli.process import mend_streams; mend_streams()\n"
        f"kept = open({str(tmp_path / 'kept')!r}, 'w'); os.write(1, b'printed'); kept.write('kept')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert (tmp_path / "kept").read_text() == "kept"
