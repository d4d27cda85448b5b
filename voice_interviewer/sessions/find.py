"""Which sessions there are, and which one is meant by what a person types."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import NotFoundError
from ..paths import sessions_dir
from .lines import kind_of, read_line, row_of
from .record import Turn
from .records import Ended, Header

JOURNAL, DAMAGED = "journal.jsonl", "journal.damaged"
_LISTED = frozenset({"meta", "heard", "end"})


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
    called: str = ""
    "What people call its flow."


def list_sessions(root: Path | None = None) -> list[Listed]:
    """All sessions under `root` (default: the user's), oldest first; an unreadable one is listed with what is known.

    Of each journal only the few lines that a list needs are read.
    """
    root = root or sessions_dir()
    return [_listed(root / identity) for identity in sorted(ids(root))]


def _listed(path: Path) -> Listed:
    try:
        raw = (path / JOURNAL).read_bytes()
    except OSError:
        raw = b""
    header, wall, finished = Header(), "", False
    answers: set[object] = set()
    for text in raw.split(b"\n"):
        if not text.strip() or kind_of(text) not in _LISTED:
            continue
        line = read_line(text)
        match line.record if line is not None else None:
            case Header() as found:
                header = header if header != Header() else found
                wall = wall or (line.wall if line is not None else "")
            case Turn(turn=number):
                answers.add(number)
            case Ended():
                finished = True
            case None if (row := row_of(text)) is not None and row["kind"] == "heard":
                answers.add(str(row["data"].get("turn", row.get("n"))))  # an answer that cannot be read is one too
    started, retake = header.started or wall, header.retake
    return Listed(
        path.name, path, started, header.flow, header.candidate, len(answers), finished, retake, header.called()
    )


def ids(root: Path) -> list[str]:
    """The ids of all sessions under `root`."""
    try:
        return [p.name for p in root.iterdir() if (p / JOURNAL).is_file()]
    except OSError:
        return []


def find(which: str | Path, root: Path) -> Path:
    """The folder of a session, by path, id, unambiguous beginning or part of an id, or `last`.

    Raises NotFoundError, naming the candidates where several fit.
    """
    direct = Path(which)
    if len(direct.parts) > 1 or direct.is_absolute():
        folder = direct.parent if direct.name == JOURNAL else direct
        if (folder / JOURNAL).is_file():
            return folder
        raise NotFoundError("there is no session here", where=str(which), fix="Give a folder with a journal.jsonl.")
    known = ids(root)
    text = str(which)
    if text == "last":
        return root / _last(known, root)
    if text in known:
        return root / text
    fitting = _beginning_with(text, known) or [i for i in known if text and text in i]
    if len(fitting) == 1:
        return root / fitting[0]
    raise _not_found(text, fitting, known)


def find_exactly(which: str, root: Path, *, offered: bool) -> Path:
    """The folder of a session to be removed: by its whole id or `last`, never by a path.

    With `offered` (somebody will be asked first) an unambiguous beginning will do. Raises NotFoundError.
    """
    known = ids(root)
    if which == "last":
        return root / _last(known, root)
    if which in known:
        return root / which
    fitting = _beginning_with(which, known)
    if len(fitting) == 1 and offered:
        return root / fitting[0]
    if len(fitting) == 1:
        raise NotFoundError("no session has this id", where=which, fix=f"If you mean `{fitting[0]}`, give it whole.")
    if set(which) & set("/\\"):
        raise NotFoundError(
            "this is no session's id", where=which, fix="`voice-interviewer sessions` lists them; paths are not taken."
        )
    raise _not_found(which, fitting, known)


def slug(name: str) -> str:
    """Letters, digits and dashes, at most 40 characters, never empty: fit for a folder on every system."""
    plain = re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower() if name.endswith((".yaml", ".yml")) else name.lower())
    return plain.strip("-")[:40].strip("-") or "session"


def _beginning_with(text: str, known: list[str]) -> list[str]:
    return [i for i in known if text and i.startswith(text)]


def _last(known: list[str], root: Path) -> str:
    if not known:
        raise NotFoundError(
            "there is no session yet", where=str(root), fix="Start one with `voice-interviewer practice`."
        )
    return max(known, key=lambda i: (i[:15], (root / i / JOURNAL).stat().st_mtime_ns))


def _not_found(text: str, fitting: list[str], known: list[str]) -> NotFoundError:
    if fitting:
        some = ", ".join(fitting[:4]) + (" …" if len(fitting) > 4 else "")
        return NotFoundError(f"{len(fitting)} sessions fit: {some}", where=text, fix="Give more of the id.")
    near = next(iter(difflib.get_close_matches(text, known, n=1, cutoff=0.6)), None)
    fix = f"Did you mean `{near}`?" if near else "`voice-interviewer sessions` lists them."
    return NotFoundError("no such session", where=text or "“”", fix=fix)
