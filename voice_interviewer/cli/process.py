"""The process around a command: its three streams at the start, its native threads at the end."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from contextlib import suppress

_HANGING_S = 5.0
"Time for what libraries registered to do at exit; a sound device that is gone can hold one of them for ever."


def mend_streams() -> None:
    """Give a closed standard stream the null device.

    Python then has none (`sys.stdout is None`), and the next file opened would get its number: a library that prints
    would print into a session's journal.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
        if getattr(sys, name) is None:
            with suppress(OSError):
                setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def plain_text_everywhere() -> None:
    """A terminal that cannot show a character shows a question mark instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def leave(code: int) -> None:
    """End the process with this code, also while threads of ours are inside native code.

    An interpreter that shuts down under such a thread ends it as it comes back for the lock; unwinding through C++ that
    does not expect it aborts the process. So what is registered for the exit is done, everything is written out, and
    the process ends there. Without such threads the ordinary way is gone.
    """
    if not any(thread.daemon for thread in threading.enumerate() if thread is not threading.current_thread()):
        sys.exit(code)
    with suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    watchdog = threading.Timer(_HANGING_S, os._exit, (code,))
    watchdog.daemon = True
    watchdog.start()
    with suppress(Exception):
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    os._exit(code)
