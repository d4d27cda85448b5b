"""Keeps the C heap small: glibc gives every thread a heap of its own and keeps what was freed in it.

With a dozen threads (sound, decoding, voices) that came to over 60 MB of a session's memory. One heap serves as well:
decodes, the turn model and voice activity at once took no more processor time than with two. And only the first heap
gives its end back when told to: a second one kept 25 MB there. Elsewhere than on Linux with glibc both functions do
nothing.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_M_ARENA_MAX = -8
"From glibc's malloc.h."


def one_arena() -> None:
    """Let later threads share one heap. Call it before threads begin."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Return freed memory to the system; some milliseconds, so only where something large has just been loaded."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
