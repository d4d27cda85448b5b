"""A session on disk: a folder with an append-only journal, the recorded answers, and the debrief made of both.

    <id>/journal.jsonl     one record a line: {"n", "at_s", "wall", "kind", "data"}
    <id>/journal.damaged   lines that could not be read, kept aside byte for byte
    <id>/audio/NN.flac     what was heard, one file an answer
    <id>/debrief.{json,html,md,pdf}

Nothing in a journal is ever changed: corrections, labels and retakes are further records. A line counts once its
newline is on disk, so a killed process loses at most the record being written.

| kind | data |
|---|---|
| `meta` | first record: what was chosen (flow, candidate, seed, minutes, voice, …) and `started` |
| `event`, `action` | the interviewer's event or action as `codec.encode` gives it |
| `heard` | {turn, node, question, kind, heard: Heard, audio, audio_start_s, typed, …}: one answer (see `record.Turn`) |
| `note` | {text}: a line the debrief shall show |
| `correction` | {answer, text} or {answer, start, end, old, new}: "that is not what I said" |
| `label` | {answer, label, start, end, accept, by}: a human's opinion of a finding |
| `retake` | {answer, session, take}: another attempt at an answer, told in session `session` |
| `end` | {reason} |
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import NotFoundError, StorageError
from ..paths import sessions_dir

SYNC_KINDS = frozenset({"meta", "heard", "correction", "label", "retake", "end"})
"Records that are on disk (fsync) before `append` returns; the others are flushed to the system."

JOURNAL, DAMAGED = "journal.jsonl", "journal.damaged"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a journal."""

    n: int
    "Counts up from 0 within the journal."
    at_s: float
    "Session time in seconds."
    wall: str
    "ISO date and time with zone."
    kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A session as a list shows it."""

    id: str
    path: Path
    started: str
    flow: str
    candidate: str
    answers: int
    finished: bool
    retake: str = ""
    "`SESSION/ANSWER` whose question was answered again; empty for a session of its own."


class Session:
    """A session's folder. Make one with `create` or `open`; `close` (or `with`) releases the journal file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.id = path.name
        self._file: BinaryIO | None = None
        self._next: int | None = None
        self._torn = False

    # ---- making and finding ----

    @classmethod
    def create(cls, root: Path | None, meta: dict[str, Any], *, now: datetime | None = None, name: str = "") -> Session:
        """A new session under `root` (default: the user's); `name` (default: the flow's) goes into its id.

        Two sessions begun in the same minute get different ids: the folder is made atomically, with `-2`, `-3` …
        behind the name when taken. Raises StorageError when the folder cannot be made or written.
        """
        root = root or sessions_dir()
        now = now or datetime.now().astimezone()
        base = f"{now:%Y-%m-%d-%H%M}-{slug(name or str(meta.get('flow') or 'session'))}"
        with _storage(root):
            root.mkdir(parents=True, exist_ok=True)
            for attempt in range(1, 1000):
                path = root / (base if attempt == 1 else f"{base}-{attempt}")
                with contextlib.suppress(FileExistsError):
                    path.mkdir()
                    break
            else:
                raise StorageError("too many sessions in this minute", where=str(root), fix="Try again in a minute.")
        session = cls(path)
        session.append("meta", {"started": now.isoformat(timespec="seconds"), **meta}, 0.0, now=now)
        return session

    @classmethod
    def open(cls, which: str | Path, root: Path | None = None) -> Session:
        """An existing session by path, id, unambiguous beginning or part of an id, or `last`.

        Raises NotFoundError, naming the candidates where several fit.
        """
        root = root or sessions_dir()
        direct = Path(which)
        if len(direct.parts) > 1 or direct.is_absolute():
            folder = direct.parent if direct.name == JOURNAL else direct
            if (folder / JOURNAL).is_file():
                return cls(folder)
            raise NotFoundError("there is no session here", where=str(which), fix="Give a folder with a journal.jsonl.")
        ids = _ids(root)
        text = str(which)
        if text == "last":
            if not ids:
                raise NotFoundError("there is no session yet", where=str(root), fix="Start one with `practice`.")
            return cls(root / max(ids, key=lambda i: (i[:15], (root / i / JOURNAL).stat().st_mtime_ns)))
        if text in ids:
            return cls(root / text)
        fitting = [i for i in ids if i.startswith(text)] or [i for i in ids if text and text in i]
        if len(fitting) == 1:
            return cls(root / fitting[0])
        if fitting:
            some = ", ".join(fitting[:4]) + (" …" if len(fitting) > 4 else "")
            raise NotFoundError(f"{len(fitting)} sessions fit: {some}", where=text, fix="Give more of the id.")
        near = _nearest(text, ids)
        fix = f"Did you mean `{near}`?" if near else "`sessions` lists them."
        raise NotFoundError("no such session", where=text, fix=fix)

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

    # ---- writing ----

    def append(self, kind: str, data: dict[str, Any], at_s: float = 0.0, *, now: datetime | None = None) -> Entry:
        """Add a record; answers are on disk when this returns. Raises StorageError (disk full, folder read-only).

        After a failed write the journal goes on: what was half written is closed off and read as a damaged line.
        """
        with _storage(self.path):
            file = self._writable()
            assert self._next is not None
            wall = (now or datetime.now().astimezone()).isoformat(timespec="milliseconds")
            entry = Entry(self._next, round(float(at_s), 4), wall, kind, data)
            line = json.dumps(
                {"n": entry.n, "at_s": entry.at_s, "wall": wall, "kind": kind, "data": data},
                ensure_ascii=True,
                separators=(",", ":"),
            ).encode("ascii")
            prefix = b"\n" if self._torn else b""
            self._torn = True  # until the newline is known to be out
            file.write(prefix + line + b"\n")
            if kind in SYNC_KINDS:
                os.fsync(file.fileno())
            self._torn = False
            self._next += 1
        return entry

    def _writable(self) -> BinaryIO:
        if self._file is None:
            path = self.path / JOURNAL
            last = -1
            if path.exists():
                last = max((e.n for e in self.entries()), default=-1)
                with path.open("rb") as old:
                    size = old.seek(0, os.SEEK_END)
                    if size:
                        old.seek(size - 1)
                        self._torn = old.read(1) != b"\n"
            self._next = last + 1
            self._file = path.open("ab", buffering=0)
        return self._file

    def audio_path(self, number: int, *, take: int = 1) -> Path:
        """Where the recording of answer `number` goes; its folder is made. `take` above 1 for a retake."""
        folder = self.path / "audio"
        with _storage(folder):
            folder.mkdir(exist_ok=True)
        return folder / (f"{number:02d}.flac" if take == 1 else f"{number:02d}-take{take}.flac")

    def write_file(self, name: str, content: str | bytes) -> Path:
        """Write `name` in the session's folder at once or not at all; raises StorageError."""
        target = self.path / name
        write_atomic(target, content)
        return target

    # ---- reading ----

    def entries(self) -> list[Entry]:
        """All readable records in order. Damaged lines are copied to `journal.damaged` and left out."""
        entries, damaged = _read(self.path / JOURNAL)
        if damaged:
            with contextlib.suppress(OSError):
                aside = self.path / DAMAGED
                content = b"\n".join(damaged) + b"\n"
                if not aside.exists() or aside.read_bytes() != content:
                    aside.write_bytes(content)
        return entries

    def of(self, *kinds: str) -> Iterator[Entry]:
        """The records of these kinds, in order."""
        return (e for e in self.entries() if e.kind in kinds)

    @property
    def damaged(self) -> int:
        """How many lines of the journal cannot be read."""
        return len(_read(self.path / JOURNAL)[1])

    @property
    def meta(self) -> dict[str, Any]:
        """What was chosen when the session began; {} when that record is lost."""
        return next((e.data for e in self.of("meta")), {})

    @property
    def finished(self) -> bool:
        """Whether the session came to its end."""
        return any(True for _ in self.of("end"))


def list_sessions(root: Path | None = None) -> list[Listed]:
    """All sessions under `root` (default: the user's), oldest first; an unreadable one is listed with what is known."""
    root = root or sessions_dir()
    listed = []
    for identity in sorted(_ids(root)):
        try:
            entries, _ = _read(root / identity / JOURNAL)
        except (OSError, StorageError):
            entries = []
        meta = next((e.data for e in entries if e.kind == "meta"), {})
        listed.append(
            Listed(
                identity,
                root / identity,
                str(meta.get("started") or (entries[0].wall if entries else "")),
                str(meta.get("flow") or ""),
                str(meta.get("candidate") or ""),
                len({e.data.get("turn", e.n) for e in entries if e.kind == "heard"}),
                any(e.kind == "end" for e in entries),
                str(meta.get("retake") or ""),
            )
        )
    return listed


def delete_session(which: str | Path, root: Path | None = None) -> Path:
    """Remove everything of a session: journal, recordings, debriefs. Returns the folder that is gone.

    Only ever removes a folder that holds a journal. Raises NotFoundError or StorageError.
    """
    session = Session.open(which, root)
    with _storage(session.path):
        if session.path.is_symlink():
            session.path.unlink()
        else:
            shutil.rmtree(session.path)
    return session.path


def write_atomic(target: Path, content: str | bytes) -> None:
    """Replace `target` by `content` at once or not at all; its folder is made. Raises StorageError."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    with _storage(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise


def slug(name: str) -> str:
    """Letters, digits and dashes, at most 40 characters, never empty: fit for a folder on every system."""
    plain = re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower() if name.endswith((".yaml", ".yml")) else name.lower())
    return plain.strip("-")[:40].strip("-") or "session"


def _ids(root: Path) -> list[str]:
    if not root.is_dir():
        return []
    return [p.name for p in root.iterdir() if (p / JOURNAL).is_file()]


def _nearest(text: str, ids: list[str]) -> str | None:
    import difflib

    return next(iter(difflib.get_close_matches(text, ids, n=1, cutoff=0.6)), None)


def _read(path: Path) -> tuple[list[Entry], list[bytes]]:
    """Readable records and damaged lines; a last line without its newline that parses is a record all the same."""
    with _storage(path):
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return [], []
    entries: list[Entry] = []
    damaged: list[bytes] = []
    for line in raw.split(b"\n"):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            data = record["data"]
            if not isinstance(data, dict):
                raise ValueError("data is no object")
            entries.append(
                Entry(int(record["n"]), float(record["at_s"]), str(record["wall"]), str(record["kind"]), data)
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            damaged.append(line)
    return entries, damaged


@contextlib.contextmanager
def _storage(place: Path) -> Iterator[None]:
    """Turns what the file system refuses into a StorageError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError(
                "the disk is full", where=str(place), fix="Free some space; what was written before is safe."
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StorageError(
                "this folder cannot be written or read",
                where=str(place),
                fix="Change its permissions, or set VOICE_INTERVIEWER_DATA to a folder of yours.",
            ) from error
        raise StorageError(error.strerror or "the file system refused", where=str(place)) from error
