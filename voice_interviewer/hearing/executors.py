"""Where slow work runs: inline on a virtual clock, or in threads beside a device."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Busy(RuntimeError):
    """The queue is full: the caller must do without, or ask again later."""


class InlineExecutor:
    """Runs everything at once, in the caller. With a virtual clock the whole session is then deterministic."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Call `fn` now and return its finished future."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self) -> None:
        """Nothing to end."""


class ThreadExecutor:
    """A few daemon threads behind a short queue, so that a stalled engine can neither pile up work nor block an exit.

    Two threads: one decode and one score of the turn model can then run side by side on two cores.
    """

    def __init__(self, threads: int = 2, waiting: int = 8) -> None:
        self._queue: queue.Queue[tuple[Future[Any], Callable[[], Any]] | None] = queue.Queue(waiting)
        self._threads = [threading.Thread(target=self._work, name=f"hearing-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Queue `fn`. Raises `Busy` when the queue is full; never blocks."""
        future: Future[T] = Future()
        try:
            self._queue.put_nowait((future, lambda: fn(*args, **kwargs)))
        except queue.Full:
            raise Busy("too much work is waiting") from None
        return future

    def shutdown(self) -> None:
        """Drop what waits and let the threads end after what they are doing."""
        while True:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                break
            if item is not None:
                item[0].cancel()
        for _ in self._threads:
            try:
                self._queue.put_nowait(None)
            except queue.Full:
                break

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            future, call = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)
