"""Ctrl-C during a session: the first ends it between two blocks, where nothing is half done; a second breaks in."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def gently(stop: Callable[[], None]) -> Iterator[None]:
    """For as long as it lasts the first Ctrl-C calls `stop`; the next is a KeyboardInterrupt wherever Python is.

    Raised in the midst of a step, the first would lose what that step has in its hands: an answer just sent and not
    yet written down. Outside the main thread, or where a program has its own way with Ctrl-C, nothing changes.
    """
    usual = signal.default_int_handler
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not usual:
        yield
        return

    def asked(_number: int, _frame: Any) -> None:
        signal.signal(signal.SIGINT, usual)
        stop()

    signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
