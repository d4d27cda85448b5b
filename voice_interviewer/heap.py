"""Keeps the C heap small: glibc gives every thread a heap of its own and keeps what was freed in it.

With a dozen threads (sound, decoding, voices) that came to over 60 MB of a session's memory. Two heaps serve as well:
decodes were not slower. Elsewhere than on Linux with glibc both functions do nothing.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_M_ARENA_MAX = -8
"From glibc's malloc.h."


def few_arenas() -> None:
    """Let later threads share two heaps. Call it before threads begin."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def give_back() -> None:
    """Return freed memory to the system; some milliseconds, so only where something large has just been loaded."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
