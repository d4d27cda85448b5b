"""A session on disk: a folder with an append-only journal, the recorded answers, and the debrief made of both.

    <id>/journal.jsonl     one record a line: {"n", "at_s", "wall", "kind", "data"}
    <id>/journal.damaged   lines that could not be read, kept aside byte for byte
    <id>/session.lock      held by whoever writes the journal
    <id>/audio/NN.flac     what was heard, one file an answer
    <id>/debrief.{json,html,md,pdf}

Nothing in a journal is ever changed: corrections, labels and retakes are further records. A line counts once its
newline is on disk, so a killed process loses at most the record being written. `records` has the types of what a line
holds, `lines` reads them. Only this user may read a session, and only one process at a time writes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ..disk import open_private, private_folder, storage, tighten, write_atomic
from ..errors import StorageError
from ..paths import sessions_dir
from . import lines
from .find import DAMAGED, JOURNAL, Listed, find, list_sessions, slug
from .kinds import RecordKind
from .lines import Journal
from .lock import SessionLock
from .records import KINDS, Header, Record, data_of

__all__ = ["DAMAGED", "JOURNAL", "Entry", "Listed", "Session", "list_sessions", "slug", "write_atomic"]

SYNC_KINDS = frozenset({"meta", "heard", "again", "correction", "label", "remark", "own", "retake", "end"})
"Records that are on disk (fsync) before `append` returns; the others are flushed to the system."


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a journal as it stands on disk."""

    n: int
    "Counts up from 0 within the journal."
    at_s: float
    "Session time in seconds."
    wall: str
    "ISO date and time with zone."
    kind: str
    data: Mapping[str, Any]


class Session:
    """A session's folder. Make one with `create` or `open`; `close` (or `with`) releases the journal file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.id = path.name
        self._lock = SessionLock(path)
        self._file: BinaryIO | None = None
        self._next: int | None = None
        self._torn = False

    # ---- making and finding ----

    @classmethod
    def create(
        cls,
        root: Path | None,
        header: Header | Mapping[str, Any],
        *,
        now: datetime | None = None,
        name: str = "",
    ) -> Session:
        """A new session under `root` (default: the user's); `name` (default: the flow's) goes into its id.

        Two sessions begun in the same minute get different ids: the folder is made atomically, with `-2`, `-3` …
        behind the name when taken. Raises StorageError when the folder cannot be made or written.
        """
        root = root or sessions_dir()
        now = now or datetime.now().astimezone()
        data = data_of(header) if isinstance(header, Header) else dict(header)
        base = f"{now:%Y-%m-%d-%H%M}-{slug(name or str(data.get('flow') or 'session'))}"
        with storage(root):
            private_folder(root)
            for attempt in range(1, 1000):
                path = root / (base if attempt == 1 else f"{base}-{attempt}")
                with contextlib.suppress(FileExistsError):
                    path.mkdir(mode=0o700)
                    break
            else:
                raise StorageError("too many sessions in this minute", where=str(root), fix="Try again in a minute.")
        session = cls(path)
        started = data.get("started") or now.isoformat(timespec="seconds")
        session.append("meta", {**data, "started": started}, 0.0, now=now)
        return session

    @classmethod
    def open(cls, which: str | Path, root: Path | None = None) -> Session:
        """An existing session by path, id, unambiguous beginning or part of an id, or `last`.

        Rights that others have on its files are taken from them. Raises NotFoundError, naming the candidates where
        several fit.
        """
        session = cls(find(which, root or sessions_dir()))
        tighten(session.path)
        return session

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the journal file; everything appended stays."""
        if self._file is not None:
            file, self._file = self._file, None
            with contextlib.suppress(OSError):
                file.close()
        self._lock.release()

    def remove(self) -> None:
        """Remove the folder with everything in it; of a link to one only the link. Raises StorageError."""
        self.close()
        with storage(self.path):
            if self.path.is_symlink():
                self.path.unlink()
            elif (self.path / JOURNAL).is_file():
                shutil.rmtree(self.path)

    # ---- writing ----

    def hold(self) -> None:
        """Be the one who writes this session, until `close`. Raises UsageError while another does, StorageError."""
        with storage(self.path):
            self._lock.take()

    @property
    def holding(self) -> bool:
        """Whether we are the one who writes this session."""
        return self._lock.held

    def write(self, record: Record, at_s: float = 0.0, *, now: datetime | None = None) -> None:
        """Add a record; answers are on disk when this returns. Raises UsageError (another process is writing this
        session) or StorageError (disk full, folder read-only).
        """
        self.append(KINDS[type(record)], data_of(record), at_s, now=now)

    def append(
        self, kind: RecordKind | str, data: Mapping[str, Any], at_s: float = 0.0, *, now: datetime | None = None
    ) -> Entry:
        """`write` for a record that is data already.

        After a failed write the journal goes on: what was half written is closed off and read as a damaged line.
        """
        with storage(self.path):
            file = self._writable()
            assert self._next is not None
            wall = (now or datetime.now().astimezone()).isoformat(timespec="milliseconds")
            entry = Entry(self._next, round(float(at_s), 4), wall, kind, data)
            line = json.dumps(
                {"n": entry.n, "at_s": entry.at_s, "wall": wall, "kind": kind, "data": data},
                ensure_ascii=True,
                separators=(",", ":"),
            ).encode("ascii")
            try:
                _write_whole(file, (b"\n" if self._torn else b"") + line + b"\n")
            except OSError:
                self._torn = not self._bytes().endswith(b"\n")
                raise
            self._torn = False
            self._next += 1
            if kind in SYNC_KINDS:
                os.fsync(file.fileno())
        return entry

    def _writable(self) -> BinaryIO:
        if self._file is None:
            self._lock.take()
            path = self.path / JOURNAL
            raw = path.read_bytes() if path.exists() else b""
            self._torn = raw[-1:] not in (b"", b"\n")
            self._next = lines.last_number(raw) + 1
            self._file = os.fdopen(open_private(path, append=True), "ab", buffering=0)
        return self._file

    def audio_path(self, number: int, *, take: int = 1) -> Path:
        """Where the recording of answer `number` goes; its folder is made. `take` above 1 for a retake."""
        folder = self.path / "audio"
        with storage(folder):
            private_folder(folder)
        return folder / (f"{number:02d}.flac" if take == 1 else f"{number:02d}-take{take}.flac")

    def recordings(self) -> list[str]:
        """The finished recordings, relative to the session's folder (`audio/03.flac`), in order."""
        found = (self.path / "audio").glob("*.flac")
        return sorted(f"audio/{path.name}" for path in found if ".part" not in path.name)

    def write_file(self, name: str, content: str | bytes) -> Path:
        """Write `name` in the session's folder at once or not at all; raises StorageError."""
        target = self.path / name
        write_atomic(target, content)
        return target

    # ---- reading ----

    def read(self) -> Journal:
        """Everything in the journal that can be read, and what could not. Damaged lines are copied to
        `journal.damaged`. Raises StorageError when the file is refused.
        """
        journal = lines.read_lines(self._bytes())
        if journal.damaged:
            with contextlib.suppress(OSError, StorageError):
                aside = self.path / DAMAGED
                content = b"\n".join(journal.damaged) + b"\n"
                if not aside.exists() or aside.read_bytes() != content:
                    write_atomic(aside, content)
        return journal

    def _bytes(self) -> bytes:
        path = self.path / JOURNAL
        with storage(path):
            try:
                return path.read_bytes()
            except FileNotFoundError:
                return b""

    @property
    def header(self) -> Header:
        """What was chosen when the session began; everything at its default when that record is lost."""
        return self.read().header or Header()

    @property
    def finished(self) -> bool:
        """Whether the session came to its end."""
        return self.read().finished

    @property
    def damaged(self) -> int:
        """How many lines of the journal cannot be read."""
        return len(self.read().damaged)

    def entries(self) -> list[Entry]:
        """All readable records in order, as they stand on disk."""
        rows = filter(None, map(lines.row_of, self._bytes().split(b"\n")))
        return [Entry(r.get("n", -1), r.get("at_s", 0.0), r.get("wall", ""), r["kind"], r["data"]) for r in rows]

    def of(self, *kinds: str) -> Iterator[Entry]:
        """The records of these kinds, in order, as they stand on disk."""
        return (e for e in self.entries() if e.kind in kinds)


def _write_whole(file: BinaryIO, content: bytes) -> None:
    """All of `content`; of what did not fit nothing is left, where the file system allows that."""
    start = os.fstat(file.fileno()).st_size
    try:
        written = file.write(content)
        while written is not None and written < len(content):
            written += file.write(content[written:]) or 0
    except OSError:
        with contextlib.suppress(OSError):
            os.truncate(file.fileno(), start)
        raise
