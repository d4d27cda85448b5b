"""The sessions kept on this computer, as the pages reach them: by their whole id in the path, and by nothing else."""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse

from ..debrief.data.schema import Debrief
from ..debrief.write import load, make, write_debrief
from ..errors import InterviewerError, NotFoundError, StorageError
from ..flow.catalog import Entry, list_flows
from ..heap import give_back
from ..interview.live.rescue import rescue
from ..language.weigh import assessing, shipped
from ..paths import sessions_dir
from ..sessions.find import JOURNAL, ids
from ..sessions.journal import Session
from ..sessions.lock import is_held

GOING_ON = "This interview is going on now, here or in a terminal; what it has so far is shown."
SOUNDS = {".flac": "audio/flac", ".wav": "audio/wav", ".ogg": "audio/ogg", ".mp3": "audio/mpeg"}


_TURNS: weakref.WeakValueDictionary[Path, threading.RLock] = weakref.WeakValueDictionary()
"One a session that the page is writing or reading now; gone with the last who asks."
_MAKING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Now:
    """A session's debrief as of this moment."""

    debrief: Debrief
    going_on: bool
    "Somebody is writing the session, so nothing is written beside it."


@cache
def shipped_flows() -> tuple[Entry, ...]:
    """The shipped flows; they do not change while the server runs, and checking them all takes a moment."""
    return list_flows()


def root_of(request: Request) -> Path:
    """The folder that sessions are kept in."""
    root: Path | None = request.app.state.root
    return root or sessions_dir()


def session_of(request: Request) -> Session:
    """The session named in the path. Raises NotFoundError for anything but the id of one that is there."""
    wanted, root = request.path_params["session"], root_of(request)
    if wanted not in ids(root):
        raise NotFoundError("there is no such session.", where=wanted, fix="It may have been deleted; see the history.")
    return Session(root / wanted)


@contextlib.contextmanager
def taking_turns(session: Session) -> Iterator[None]:
    """What the page itself asks of one session comes one after the other: whoever judges two findings within the second
    that a debrief takes is no second writer. Others still find the session locked."""
    with _MAKING:
        turn = _TURNS.setdefault(session.path, threading.RLock())
    with turn:
        yield


def debrief_now(session: Session) -> Now:
    """The debrief on disk, or a fresh one where the journal is newer; written then, unless the session is going on."""
    with taking_turns(session):
        return _debrief_now(session)


def _debrief_now(session: Session) -> Now:
    if is_held(session.path):
        return Now(make(session), True)
    written = session.path / "debrief.json"
    if _time(written) >= _time(session.path / JOURNAL):
        with contextlib.suppress(InterviewerError):
            return Now(load(written), False)
    rescue(session)
    try:
        return Now(write_debrief(session).debrief, False)
    except StorageError:  # a folder that cannot be written can still be read
        return Now(make(session), False)


def rest() -> None:
    """After many pages of debriefs: what was loaded to make them (the reader and the assessor, 80 MB) is free again."""
    assessing.let_go()
    shipped.let_go()
    give_back()


def sound_of(session: Session, folder: str, name: str) -> FileResponse:
    """A recording in a folder of a session, whole or by ranges. Raises NotFoundError for what is none of its own."""
    path = session.path / folder / name
    own = {entry.name for entry in (session.path / folder).glob("*") if entry.is_file()}
    kind = SOUNDS.get(path.suffix.lower())
    if name not in own or kind is None or ".part" in name:
        raise NotFoundError("there is no such recording.", where=session.id)
    return FileResponse(path, media_type=kind)


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return -1
