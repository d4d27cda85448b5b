"""One writer a session: a lock on a file in its folder, held while somebody writes its journal.

The lock is the operating system's own (through `filelock`: `flock`, or a locked region on Windows), so it ends with its
process however that ends. There is no stale lock to be guessed at: no process number that may have been given to
somebody else, no host name, no age. On a file system without locks nobody is kept out.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import UsageError

LOCK = "session.lock"


class SessionLock:
    """The right to write one session's journal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: FileLock | None = None

    @property
    def held(self) -> bool:
        """Whether we have it."""
        return self._lock is not None

    def take(self) -> None:
        """Have it or raise UsageError; taking it again does nothing. Raises OSError where the folder is refused."""
        if self._lock is not None:
            return
        lock = FileLock(self._folder / LOCK, timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise UsageError(
                "this session is going on elsewhere.",
                where=self._folder.name,
                fix="End it there first (Ctrl-C keeps everything).",
            ) from None
        except NotImplementedError:
            return
        self._lock = lock

    def release(self) -> None:
        """Let others write."""
        if self._lock is not None:
            lock, self._lock = self._lock, None
            with contextlib.suppress(OSError):
                lock.release()


def is_held(folder: Path) -> bool:
    """Whether somebody is writing this session now. A folder that cannot be written is nobody's."""
    if not (folder / LOCK).exists():
        return False
    lock = SessionLock(folder)
    try:
        lock.take()
    except UsageError:
        return True
    except OSError:
        return False
    lock.release()
    return False
