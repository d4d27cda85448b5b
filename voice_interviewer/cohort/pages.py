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

from ..debrief.data.schema import Record
from ..debrief.paint.html import page as paint
from ..debrief.view.view import view
from ..disk import storage, write_atomic
from ..errors import NotFoundError
from . import records
from .as_debrief import Sound, silent
from .as_debrief import to_judge as debrief_to_judge
from .criteria import ALL, Criteria
from .names import HIDDEN
from .overview import FEW, Overview
from .records import Recording
from .told import story

INDEX = "index.html"
STUDENTS = "students"
LOOK = ".pages.json"
WHY = (
    "Nobody is ranked here, and nothing is added up to a score: what is told was heard in particular answers on"
    " particular days, and it is there to be talked about. Two people with the same count can need quite different"
    " things, so the way to a person is their own page."
)
_PLAYED = frozenset(".wav .mp3 .m4a .aac .flac .ogg .oga .opus .mp4 .m4v .mov .webm".split())
"Endings of files that browsers play."


class Look(Record):
    """How a cohort's pages are made; kept beside them, so that they can be made again."""

    criteria: Criteria = ALL
    recordings: str | None = None
    "Folder of the recordings, by which pages find their sound; None: they play none."
    scrubbed: bool = False
    "Names were taken out."


def write(
    out: Path,
    *,
    criteria: Criteria = ALL,
    recordings: Path | None = None,
    scrubbed: bool = False,
) -> Path:
    """Write all pages of a cohort from its records, and remove those of students who are gone; the index's path.

    Raises StorageError, or InputFileError for a damaged record.
    """
    where = None if recordings is None else str(recordings.absolute())
    look = Look(criteria=criteria, recordings=where, scrubbed=scrubbed)
    with storage(out):
        out.mkdir(parents=True, exist_ok=True)
    write_atomic(out / LOOK, look.model_dump_json(indent=1) + "\n")
    return _write(out, look)


def look_of(out: Path) -> Look:
    """How the pages were made last; as without any choice where that is not known."""
    try:
        return Look.model_validate_json((out / LOOK).read_bytes())
    except (OSError, ValueError):
        return Look()


def again(out: Path) -> Path:
    """Write the pages as they were made last, from the records as they are now."""
    return _write(out, look_of(out))


def to_judge(out: Path, student: str, page: Path) -> str:
    """A page on which somebody says of each finding in a student's recordings whether it is right; what they save is
    compared by `raters`. It will lie at `page`.

    Raises NotFoundError for a student who is not there, InputFileError for a damaged record.
    """
    own = next((own for home, own in _by_student(out) if student in (home, own[0].student)), None)
    if own is None:
        raise NotFoundError(f"there is no student “{student}” in these results.", where=str(out), fix="See index.html.")
    look = look_of(out)
    sound = _beside(Path(look.recordings), page.absolute().parent) if look.recordings is not None else silent
    debrief = debrief_to_judge(own[0].student, own, sound)
    return paint("judge.html.j2", d=debrief, answers=view(debrief).answers, keep_as_is=str)


def _write(out: Path, look: Look) -> Path:
    criteria = look.criteria
    folder = out / STUDENTS
    with storage(folder):
        folder.mkdir(parents=True, exist_ok=True)
    sound = _beside(Path(look.recordings), folder) if look.recordings is not None else silent
    overview, students = Overview(), []
    common: dict[str, Any] = {"title": criteria.title, "names": criteria.names, "notes": criteria.notes}
    common |= {"chosen": criteria.told(), "scrubbed": look.scrubbed, "hidden": HIDDEN}
    pages: dict[str, str] = {}
    for home, own in _by_student(out):
        student = own[0].student
        pages[student] = f"{home}.html"
        overview.take(student, [criteria.chosen(record) for record in own])
        students.append((student, len(own), sum(1 for record in own if record.failure)))
        made = paint("student.html.j2", s=story(student, own, criteria, sound), keep_as_is=str, **common)
        write_atomic(folder / pages[student], made)
    _drop(folder, set(pages.values()))
    made = paint(
        "cohort.html.j2",
        o=overview,
        intro=criteria.intro,
        why=WHY,
        few=FEW,
        together=overview.together(),
        over_all=overview.all_asked(),
        asked=overview.asked(),
        heard=overview.heard(),
        withheld=overview.withheld(),
        students=students,
        link=lambda student: quote(os.fsencode(f"{STUDENTS}/{pages[student]}")),
        **common,
    )
    write_atomic(out / INDEX, made)
    return out / INDEX


def _by_student(out: Path) -> Iterator[tuple[str, list[Recording]]]:
    """The folder of each student's records, with what it holds, in order."""
    for home, files in itertools.groupby(
        records.files(out), key=lambda path: path.relative_to(out / records.WORK).parts[0]
    ):
        yield home, [records.read(path) for path in files]


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
