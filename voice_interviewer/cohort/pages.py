"""A cohort's pages: `index.html` about all, `students/STUDENT.html` about each; whole files, made from the records.

Records are read one student at a time, so what is held does not grow with the recordings. Each page is one file that
asks for nothing else, opens from disk, and may be handed to the one person it is about.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..debrief.paint.html import page
from ..disk import storage, write_atomic
from . import records
from .as_debrief import Sound, silent
from .criteria import ALL, Criteria
from .names import HIDDEN
from .overview import Overview
from .records import Recording
from .told import story

INDEX = "index.html"
STUDENTS = "students"
WHY = (
    "Nobody is ranked here, and nothing is added up to a score: what is told was heard in particular answers on"
    " particular days, and it is there to be talked about. Two people with the same count can need quite different"
    " things, so the way to a person is their own page."
)
_PLAYED = frozenset(".wav .mp3 .m4a .aac .flac .ogg .oga .opus .mp4 .m4v .mov .webm".split())
"Endings of files that browsers play."


def write(
    out: Path,
    *,
    criteria: Criteria = ALL,
    recordings: Path | None = None,
    scrubbed: bool = False,
) -> Path:
    """Write all pages of a cohort from its records, and remove those of students who are gone; the index's path.

    `recordings` is the folder of the recordings, by which pages find their sound; None: they play none. `scrubbed`
    says that names were taken out. Raises StorageError, or InputFileError for a damaged record.
    """
    folder = out / STUDENTS
    with storage(folder):
        folder.mkdir(parents=True, exist_ok=True)
    sound = _beside(recordings, folder) if recordings is not None else silent
    overview, students = Overview(), []
    common: dict[str, Any] = {"title": criteria.title, "names": criteria.names, "notes": criteria.notes}
    common |= {"scrubbed": scrubbed, "hidden": HIDDEN}
    for student, own in _by_student(out):
        overview.take(student, [criteria.chosen(record) for record in own])
        students.append((student, len(own), sum(1 for record in own if record.failure)))
        made = page("student.html.j2", s=story(student, own, criteria, sound), keep_as_is=str, **common)
        write_atomic(folder / f"{student}.html", made)
    _drop(folder, {f"{student}.html" for student, _, _ in students})
    made = page(
        "cohort.html.j2",
        o=overview,
        intro=criteria.intro,
        why=WHY,
        together=overview.together(),
        asked=overview.asked(),
        heard=overview.heard(),
        withheld=overview.withheld(),
        students=students,
        link=link,
        **common,
    )
    write_atomic(out / INDEX, made)
    return out / INDEX


def link(student: str) -> str:
    """Where a student's page is, as seen from the index."""
    return quote(os.fsencode(f"{STUDENTS}/{student}.html"))


def _by_student(out: Path) -> Iterator[tuple[str, list[Recording]]]:
    """Each student's records, in order."""
    for student, own in itertools.groupby(records.every(out), key=lambda record: record.student):
        yield student, list(own)


def _beside(recordings: Path, pages: Path) -> Sound:
    """How a page in the folder `pages` refers to the sound of a recording that is there and that browsers play."""

    def where(record: Recording) -> str | None:
        file = recordings / record.student / record.recording
        if file.suffix.lower() not in _PLAYED or not file.is_file():
            return None
        with suppress(ValueError):  # another drive
            return quote(os.fsencode(Path(os.path.relpath(file.resolve(), pages.resolve())).as_posix()))
        return None

    return where


def _drop(folder: Path, wanted: set[str]) -> None:
    """Remove the pages of students who are gone."""
    with storage(folder):
        for path in folder.glob("*.html"):
            if path.name not in wanted:
                path.unlink()
