"""What this program writes: private where it is about a person, whole or not at all, never over what it reads.

Everything under the data folder may hold somebody's words: files are 0600 and folders 0700 (POSIX; elsewhere the
folder lies in the user's own profile). Files a user asks for (`--json OUT`) get the usual permissions.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .errors import DiskFullError, StorageError, UsageError
from .paths import cache_dir, data_dir

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_REFUSED = {errno.EACCES, errno.EPERM}
_NEARLY_NOTHING = 64 * 1024
"Bytes free below which a write that failed without a reason is taken to have failed for want of space."


def is_full(error: BaseException, place: Path) -> bool:
    """Whether a write failed because the disk is full. Of an error without a number the disk is asked."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _FULL
    for folder in (place, *place.parents):
        with contextlib.suppress(OSError):
            return shutil.disk_usage(folder).free < _NEARLY_NOTHING
    return False


def storage_error(error: BaseException, place: Path) -> StorageError:
    """What the file system refused, as one line that says what to do: for a folder of ours, which variable moves it."""
    if is_full(error, place):
        reason = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
        return DiskFullError(
            f"the disk is full{reason}", where=str(place), fix="Free some space; what was written before is safe."
        )
    variable = _moves(place)
    moved = f"set {variable} to {{}}" if variable else "choose {}"
    if isinstance(error, OSError) and error.errno == errno.EROFS:
        fix = f"Make it writable, or {moved.format('a folder on another disk')}."
        return StorageError("this disk can only be read", where=str(place), fix=fix)
    if isinstance(error, OSError) and error.errno in _REFUSED:
        fix = f"Change its permissions, or {moved.format('a folder of yours')}."
        return StorageError("this cannot be written or read", where=str(place), fix=fix)
    reason = getattr(error, "strerror", None) or str(error) or "the file system refused"
    elsewhere = moved.format("another folder")
    return StorageError(reason, where=str(place), fix=f"{elsewhere[:1].upper()}{elsewhere[1:]}.")


def _moves(place: Path) -> str:
    """The variable that moves the folder of ours in which a path lies; "" for a path of the user's own choice."""
    path = _plain(place)
    ours = [("VOICE_INTERVIEWER_DATA", data_dir()), ("VOICE_INTERVIEWER_CACHE", cache_dir())]
    around = [(_plain(folder), variable) for variable, folder in ours]
    holding = [(len(folder), variable) for folder, variable in around if _within(path, folder)]
    return max(holding)[1] if holding else ""  # one may lie in the other


def _plain(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _within(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath([path, folder]) == folder
    except ValueError:  # on another drive
        return False


@contextlib.contextmanager
def storage(place: Path) -> Iterator[None]:
    """Turns what the file system refuses into a StorageError that says what to do."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, place) from error


def made_folder(folder: Path) -> bool:
    """Make a folder, and those above it that are missing, for this user alone. False: it was there, and stays so."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)
    return bool(missing)


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it that are missing, for this user alone; an existing one is tightened."""
    if not made_folder(folder):
        _only(folder, 0o700)
    return folder


def open_private(path: Path, *, append: bool = False) -> int:
    """A file descriptor for writing a file that only this user may read; what was there is cut off or gone on with."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_TRUNC) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)
    _only(path, 0o600)
    return handle


def tighten(folder: Path) -> None:
    """Take every right from others on what lies in a folder; what belongs to somebody else stays as it is."""
    _only(folder, 0o700)
    with contextlib.suppress(OSError):
        for path in folder.rglob("*"):
            if not path.is_symlink():
                _only(path, 0o700 if path.is_dir() else 0o600)


def _only(path: Path, mode: int) -> None:
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(mode)


def write_atomic(target: Path, content: str | bytes) -> None:
    """Replace a file of ours by `content` at once or not at all, for this user alone. Raises StorageError."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    with storage(target):
        private_folder(target.parent) if not target.parent.exists() else None
        try:
            with os.fdopen(open_private(temporary), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise


def read_json(path: Path) -> Any:
    """What a JSON file of ours holds. Raises OSError, or ValueError for whatever is wrong with its text."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error


# ---- files a user asked for ----


def check_outputs(outputs: Iterable[Path | None], inputs: Iterable[Path] = ()) -> None:
    """Before any long work: each output can be written, none is a folder, none is an input, no two are the same.

    The same file under another name (a link, a hard link, another case) is the same. Raises UsageError.
    """
    sources = list(inputs)
    seen: list[Path] = []
    for out in outputs:
        if out is None:
            continue
        if str(out) == "-":
            raise UsageError("standard output is for people here.", where="-", fix="Name a file.")
        if out.is_dir():
            raise UsageError("this is a folder.", where=str(out), fix="Name a file.")
        if any(same_file(out, source) for source in sources):
            raise UsageError("this file is read, so it cannot be written.", where=str(out), fix="Name another file.")
        if any(same_file(out, other) for other in seen):
            raise UsageError("two outputs cannot be one file.", where=str(out), fix="Name another file.")
        _check_writable(out)
        seen.append(out)


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths are one file, whatever they are called."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.normcase(one.absolute().resolve()) == os.path.normcase(other.absolute().resolve())


def write_output(path: Path, content: str | bytes) -> None:
    """Write a file a user asked for, whole or not at all; its folder is made. Raises UsageError or StorageError.

    A device or a pipe is written as it is; a link keeps pointing where it points.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = path.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            _usual_rights(temporary, target)
            temporary.replace(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise output_error(error, path) from error


def output_error(error: OSError, path: Path) -> UsageError | StorageError:
    """Why an output a user named cannot be written."""
    if is_full(error, path):
        return storage_error(error, path)
    return UsageError(f"cannot be written ({error.strerror or error}).", where=str(path), fix="Name another file.")


def _check_writable(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            return
        target = path.resolve()
        if path.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        raise output_error(error, path) from error


def _usual_rights(path: Path, target: Path) -> None:
    """The permissions the file had, or those the user's umask gives a new one."""
    if os.name != "posix":
        return
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    path.chmod(mode)


def last_written(path: Path) -> str:
    """When a file was last written, and its length: what was made of it holds while this stays. "" without a file."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}-{found.st_size}"
