"""Keeping the heap small is safe wherever the program runs."""

from __future__ import annotations

import subprocess
import sys

from voice_interviewer import heap


def test_the_heap_may_be_trimmed_at_any_time() -> None:
    """Twice, and with what is in use untouched."""
    kept = [bytearray(1 << 16) for _ in range(50)]
    heap.one_arena()
    heap.give_back()
    heap.give_back()
    assert all(len(part) == 1 << 16 for part in kept)


def test_on_other_systems_nothing_happens() -> None:
    """Without glibc both calls return quietly."""
    lines = ("import sys", "sys.platform = 'win32'", "from voice_interviewer import heap", "heap.one_arena()")
    program = "\n".join((*lines, "heap.give_back()"))
    assert subprocess.run((sys.executable, "-c", program), check=False, timeout=60).returncode == 0
