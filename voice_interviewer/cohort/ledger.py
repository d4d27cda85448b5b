"""What of a cohort is done: told from the records on disk, so that a run that was killed goes on. One run at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from ..disk import last_written, output_error, private_folder, storage
from ..errors import InputFileError, UsageError
from ..review.transcripts import shown
from . import records
from .reviewing import stamp
from .tree import LOCK, Item

_UNDER_PSEUDONYMS = ".pseudonyms"
"In the folder of records: students are under pseudonyms there."
Standing = Literal["todo", "done", "failed"]


def standing(item: Item, settings: str) -> Standing:
    """Whether a file's record still holds: the same file, the same content, the same settings.

    A file that was only touched or copied is compared by content, once: its record then takes the new time.
    """
    if not item.record.exists():
        return "todo"
    try:
        record = records.read(item.record)
    except InputFileError:
        return "todo"
    if (record.student, record.recording, record.settings) != (item.student, item.recording, settings):
        return "todo"
    written = last_written(item.path)
    if record.written != written:
        try:
            if not record.stamp or stamp(item.path) != record.stamp:
                return "todo"
        except OSError:
            return "todo"
        records.write(item.record, record.model_copy(update={"written": written}))
    if not record.failure:
        return "done"
    return "failed"


@contextlib.contextmanager
def alone(out: Path) -> Iterator[None]:
    """Make OUT and be the only run that writes it. Raises UsageError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / LOCK, timeout=0, mode=0o600, thread_local=False)
        lock.acquire()
    except Timeout:
        fix = "Wait for it, or name another --out."
        raise UsageError("another run is writing this folder.", where=shown(out), fix=fix) from None
    except NotImplementedError:  # a file system without locks keeps nobody out
        (out / LOCK).touch()
        yield
        return
    except OSError as error:
        raise output_error(error, out) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.release()


def one_way(out: Path, pseudonyms: bool) -> None:
    """See that students are in OUT under their names or under pseudonyms, never both. Raises UsageError."""
    work = out / records.WORK
    mark = work / _UNDER_PSEUDONYMS
    used = work.is_dir() and any(path.is_dir() for path in work.iterdir())
    if mark.exists() and not pseudonyms:
        fix = "Give their key with --pseudonyms, or name another --out."
        raise UsageError("the students in this folder are under pseudonyms.", where=shown(out), fix=fix)
    if pseudonyms and used and not mark.exists():
        fix = "Name another --out, or delete this one."
        raise UsageError("the students in this folder are under their own names.", where=shown(out), fix=fix)
    if pseudonyms:
        with storage(mark):
            private_folder(work)
            mark.touch()
