"""The memory bench tells phases by the journal and peaks by the kernel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.lab.bench_memory import Peak, Watch, child_of, parted, phase_of

SAY = b'{"n":2,"kind":"action","data":{"type":"Say","text":"..."}}\n'
LISTEN = b'{"n":3,"kind":"action","data":{"type":"Listen"}}\n'
END = b'{"n":9,"kind":"end","data":{"reason":"finished"}}\n'
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def test_phases_follow_the_journal() -> None:
    """Each begins with its record, several at once give the last, and none goes back."""
    assert phase_of(b"", "start") == "start"
    assert phase_of(SAY, "start") == "first question"
    assert phase_of(SAY + LISTEN, "start") == "answers"
    assert phase_of(SAY, "answers") == "answers"
    assert phase_of(END, "answers") == "second hearing"


def test_what_follows_the_last_hearing_is_the_debrief() -> None:
    """The stretches between two answers heard again are the second hearing's."""
    peaks = {"second hearing": Peak(5, 1, 1), "again 1": Peak(9, 2, 1), "again 3": Peak(7, 3, 1)}
    found = parted(peaks)
    assert found == {"second hearing": Peak(9, 2, 2), "debrief": Peak(7, 3, 1)}


@linux
def test_a_peak_between_two_looks_is_seen() -> None:
    """A hundred megabytes that came and went before anybody looked."""
    lines = ("import sys", "held = bytearray(100_000_000)", "del held", "print(flush=True)", "sys.stdin.read()")
    command = [sys.executable, "-c", "\n".join(lines)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        watching = Watch()
        assert watching.look(process.pid, "start")
        process.communicate()
    assert not watching.look(process.pid, "start")
    ((name, most, own),) = watching.table()
    assert name == "start" and most > 100 > own


@linux
def test_the_program_is_found_below_the_lab() -> None:
    """By the module that it runs; whoever started it has the same words among its arguments, and is not meant."""
    inner = f"import subprocess; subprocess.run([{sys.executable!r}, '-m', 'code', '-q'])"
    with subprocess.Popen([sys.executable, "-c", inner, "-m", "code"], stdin=subprocess.PIPE) as process:
        found = None
        while found is None and process.poll() is None:
            found = child_of(process.pid, "code")
        assert found is not None and Path(f"/proc/{found}").exists()
        process.communicate(b"")
    assert child_of(process.pid, "code") is None
