"""Which sessions the story bank has read already, so that a thousand of them are looked at and only new ones read.

    sessions/told.json   {"bank": …, "version": …, "sessions": {id: stamp of its journal}}

It is trusted only while the bank is the one it was written for and the language part is the same: a bank that was
moved away, restored or edited is filled again from all sessions. It can always be made again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..debrief.data.remembered import language_version
from ..disk import last_written, read_json, write_atomic
from ..errors import InterviewerError, StorageError
from ..paths import sessions_dir, stories_file
from ..sessions.find import JOURNAL, Listed, list_sessions
from . import stories
from .stories import Story

INDEX = "told.json"


def gather(read: Callable[[Listed], Mapping[str, Any] | None], root: Path | None = None) -> list[Story]:
    """The bank with what a person's new or changed sessions add, kept where the folder allows it.

    `read` gives a session's debrief as data, None where it has none. Raises InputFileError for a damaged bank.
    """
    root = root or sessions_dir()
    bank = kept = stories.load_bank()
    known, now = load(root), {}
    for listed in reversed(list_sessions(root)):
        if listed.candidate or not listed.answers:
            continue
        now[listed.id] = stamp = last_written(listed.path / JOURNAL)
        if not stamp or known.get(listed.id) != stamp:
            debrief = read(listed)
            if debrief is None:
                del now[listed.id]
            else:
                bank = stories.propose(debrief, bank)
    with contextlib.suppress(StorageError):  # proposals can be made again
        if bank != kept:
            stories.save_bank(bank)
        if now != known:
            _save(root, now)
    return bank


def load(root: Path) -> dict[str, str]:
    """The sessions that the bank as it is has read, with the stamps of their journals; {} when that is not sure."""
    try:
        index = read_json(root / INDEX)
        if index["bank"] == last_written(stories_file()) and index["version"] == language_version():
            return {str(key): str(value) for key, value in index["sessions"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return {}


@contextlib.contextmanager
def following(without: Collection[str] = ()) -> Iterator[None]:
    """The bank is changed within, by us: what it has read stays read, but for the sessions `without`."""
    root = sessions_dir()
    known = load(root)
    yield
    known = {key: stamp for key, stamp in known.items() if key not in without}
    if known or (root / INDEX).exists():
        with contextlib.suppress(InterviewerError):
            _save(root, known)


def _save(root: Path, sessions: Mapping[str, str]) -> None:
    index = {"bank": last_written(stories_file()), "version": language_version(), "sessions": dict(sessions)}
    write_atomic(root / INDEX, json.dumps(index))
