"""Ctrl-C during a session: the first ends it between two blocks, where nothing is half done; a second breaks in.

Afterwards, while its answers are heard again, the first breaks in, and is not forgotten where nobody heard it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Pressed:
    """Whether Ctrl-C was pressed while somebody watched for it.

    Python prints and forgets what is raised in a destructor or a callback, and whoever waits for a model to go or to
    come is mostly there: a KeyboardInterrupt alone would be lost.
    """

    def __init__(self) -> None:
        self.at_all = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """For as long as it lasts Ctrl-C is a KeyboardInterrupt as ever, and noted; where a program has its own way
        with Ctrl-C nothing changes."""
        usual = signal.default_int_handler
        ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is usual

        def note(number: int, frame: Any) -> None:
            self.at_all = True
            usual(number, frame)

        if ours:
            signal.signal(signal.SIGINT, note)
        try:
            yield
        finally:
            if ours:
                signal.signal(signal.SIGINT, usual)

    def told_by(self, progress: Callable[[float, float], None]) -> Callable[[float, float], None]:
        """The same report of progress, which breaks in where a press was not heard."""

        def report(done: float, total: float) -> None:
            progress(done, total)
            if self.at_all:
                raise KeyboardInterrupt

        return report


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
