"""Removing a session with every trace: what it told stands in more places than its folder.

    sessions/<id>/                 journal, recordings, debriefs, analyses, lock
    sessions/<other>/takes.html    a retake beside it shows both answers
    sessions/history.json          its numbers
    stories.json                   what was told there, word for word
    sessions/told.json             that it was read for them
    flows/*.yaml                   a flow made from the candidate's own questions and notes
    cache/heard/*.json             what a review heard in its recordings

Prompts are no trace: of what the interviewer says only the flow's own words are kept as sound, never what it quotes.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

from ..disk import read_json, storage, write_atomic
from ..errors import InterviewerError, UsageError
from ..paths import heard_dir, kept_flow, own_flows_dir, reviews_dir, sessions_dir, stories_file
from ..sessions.find import JOURNAL, find_exactly, ids, list_sessions
from ..sessions.journal import Session
from ..sessions.lines import Journal, read_lines
from ..sessions.lock import is_held
from ..sessions.records import RetakeOf
from .history import CACHE
from .stories import forget, load_bank, save_bank
from .told import following

TAKES = "takes.html"


def delete_session(which: str, root: Path | None = None, *, offered: bool = False) -> Path:
    """Remove a session, by its whole id or `last`, with every trace of it; returns the folder that is gone.

    With `offered` (its name was shown and agreed to) an unambiguous beginning of the id will do. Raises NotFoundError,
    UsageError while the session is going on, or StorageError.
    """
    root = root or sessions_dir()
    folder = find_exactly(which, root, offered=offered)
    if is_held(folder):
        raise UsageError("this session is going on.", where=folder.name, fix="End it first.")
    beside = _read(folder)
    Session(folder).remove()
    _forget_flow(beside, root)
    _forget_takes(folder.name, beside, root)
    _forget_history(folder.name, root)
    _forget_stories(folder.name)
    forget_heard(folder)
    return folder


def drop_empty_sessions(root: Path | None = None) -> list[str]:
    """Remove the sessions in which nothing was answered: no answer in the journal, no sound beside it, nobody writing
    it now. Returns their ids. Raises StorageError."""
    root = root or sessions_dir()
    gone = []
    for listed in list_sessions(root):
        if not listed.answers and not has_sound(listed.path) and not is_held(listed.path):
            delete_session(listed.id, root)
            gone.append(listed.id)
    return gone


def has_sound(folder: Path) -> bool:
    """Whether something of the candidate was recorded in a session's folder, be it an answer that was only begun."""
    return any((folder / "audio").glob("*"))


def forget_heard(folder: Path | None = None) -> int:
    """Remove what reviews remember of the files in `folder` (None: of all files); returns how many entries went.

    An entry that does not say which file it is of goes in any case.
    """
    gone = 0
    for entry in heard_dir().glob("*.json"):
        if folder is not None and not _is_of(entry, folder):
            continue
        with contextlib.suppress(OSError):
            entry.unlink()
            gone += 1
    return gone


def forget_reviews() -> int:
    """Remove the files dropped on the page to be reviewed, with what came of them; returns how many reviews went."""
    gone = 0
    for folder in reviews_dir().glob("*"):
        if (folder / "review.json").is_file():
            with storage(folder):
                shutil.rmtree(folder)
            gone += 1
    return gone


def _read(folder: Path) -> Journal:
    try:
        return read_lines((folder / JOURNAL).read_bytes())
    except OSError:
        return Journal()


def _forget_takes(session: str, gone: Journal, root: Path) -> None:
    """Comparisons that show an answer of the session, beside its retakes and beside what it retook."""
    named = {retake.session for retake in gone.records(RetakeOf)}
    for identity in ids(root):
        page = root / identity / TAKES
        if page.exists() and (identity in named or _retakes(root / identity, session)):
            with storage(page):
                page.unlink()


def _forget_flow(gone: Journal, root: Path) -> None:
    """A flow made from the candidate's own material, once no session that is left was played with it."""
    if gone.header is None or not gone.header.flow:
        return
    made = Path(kept_flow(gone.header.flow)).resolve()  # a data folder may be reached by a link
    if made.parent != own_flows_dir().resolve() or not made.is_file():
        return
    others = (_read(root / identity).header for identity in ids(root))
    if not any(header is not None and Path(kept_flow(header.flow)).resolve() == made for header in others):
        with storage(made):
            made.unlink()


def _retakes(folder: Path, session: str) -> bool:
    header = _read(folder).header
    return header is not None and header.retake.startswith(f"{session}/")


def _forget_history(session: str, root: Path) -> None:
    path = root / CACHE
    try:
        kept = read_json(path)
        del kept[session]
    except (OSError, ValueError, KeyError, TypeError):
        return
    write_atomic(path, json.dumps(kept))


def _forget_stories(session: str) -> None:
    try:
        bank = load_bank()
    except InterviewerError as error:
        raise UsageError(
            "the session is gone, but the story bank may still quote it: it cannot be read.",
            where=str(stories_file()),
            fix="Look into it, or remove it.",
        ) from error
    kept = forget(bank, session)
    shared = {t.session for story in bank if any(t.session == session for t in story.told) for t in story.told}
    with following(without={session, *shared}):  # what they told of the same story stands in the bank no more
        if kept != bank:
            save_bank(kept)


def _is_of(entry: Path, folder: Path) -> bool:
    try:
        source = read_json(entry)["source"]
        return Path(source).is_relative_to(folder.resolve()) or Path(source).is_relative_to(folder.absolute())
    except (OSError, ValueError, KeyError, TypeError):
        return True
