"""A whole cohort: what is not done yet is reviewed, then the table and the pages are made of all records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..errors import InputFileError, InterviewerError
from ..review.transcripts import shown
from . import ledger, pages, records, sheet
from .job import Job, Outcome, Settings, job_of
from .pseudonyms import Pseudonyms
from .questions import Questions
from .records import Recording
from .team import Team
from .tree import Item, Tree, look


class Screen(Protocol):
    """Whoever watches."""

    def note(self, text: str) -> None:
        """Something that was left out, or is to be known."""

    def begin(self, todo: int, done: int) -> None:
        """So many files are to be reviewed; so many were before."""

    def came(self, outcome: Outcome) -> None:
        """What came of a file."""


class Quiet:
    """Nobody watches; whoever started the run may be told what came of each file."""

    def __init__(self, came: Callable[[Outcome], None] = lambda _: None) -> None:
        self.came = came

    def note(self, text: str) -> None:
        """Not told."""

    def begin(self, todo: int, done: int) -> None:
        """Not told."""


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to do."""

    files: int
    sounds: int
    "Files among them that are listened to; the others are read."


@dataclass(slots=True)
class Told:
    """How a run went."""

    files: int = 0
    "Files of the cohort."
    before: int = 0
    "Done by earlier runs."
    reviewed: int = 0
    "Done by this one."
    failed: int = 0
    "Could not be reviewed, now or before; their records say why."
    ignored: int = 0
    "No recordings of anybody's."
    sounds: int = 0
    "Files to be listened to, of those that were not done."
    gone: int = 0
    "Records of files that are no longer there."
    cpu_s: float = 0.0
    "Processor time of who reviewed."
    notes: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        """Files that were not come to."""
        return self.files - self.before - self.reviewed - self.failed - self.ignored


def run(
    folder: Path,
    out: Path,
    settings: Settings,
    team: Callable[[Work], Team],
    screen: Screen,
    *,
    key: Pseudonyms | None = None,
    questions: Questions = Questions(),
    again: bool = False,
    finish: Callable[[Path], object] | None = None,
) -> Told:
    """Review what of a cohort is not done yet.

    Args:
        folder: one folder a student, recordings and transcripts inside.
        out: records, table and pages; made where it is not there.
        team: makes who reviews, given what there is to do; only called when there is something.
        key: under which names students are told; None: under those of their folders.
        questions: what recordings answer, by their names; others answer what the settings say.
        again: try files once more that could not be reviewed before.
        finish: makes table and pages of the records, if there are any, also where the run was stopped with Ctrl-C; left
            out: as they are.

    Raises InputFileError or UsageError for what cannot be a cohort, InterviewerError where going on is no use (no
    weights, no space, no cluster). What is done stays done: the same call goes on.
    """
    tree = look(folder, out, key)

    def own(item: Item) -> Settings:
        return questions.settings(settings, item.path.relative_to(folder / item.folder).as_posix())

    with ledger.alone(out):
        ledger.one_way(out, key is not None)
        told = _counted(tree, own, screen, again)
        if not told.files:
            fix = "Put recordings or transcripts into the students' folders."
            raise InputFileError("no student has anything to review.", where=shown(folder), fix=fix)
        todo = told.left
        screen.begin(todo, told.before)
        try:
            if todo:
                _review(_jobs(tree, own, again), team(Work(todo, told.sounds)), screen, told)
        finally:
            there = sum(1 for _ in records.files(out))
            told.gone = max(0, there - told.before - told.reviewed - told.failed)
            if there:
                (finish or tables)(out)
    return told


def tables(out: Path) -> None:
    """Table and pages of the records, as they are."""
    sheet.write(out)
    pages.write(out)


def alike_files(out: Path) -> Iterator[tuple[str, str, Path]]:
    """Recordings that are one and the same file, told as STUDENT/RECORDING: each further one, the first, and the record
    of the further one."""
    first: dict[str, str] = {}
    for path in records.files(out):
        record = records.read(path)
        place = f"{record.student}/{record.recording}"
        if record.stamp and not record.failure and first.setdefault(record.stamp, place) != place:
            yield place, first[record.stamp], path


def failures(out: Path) -> Iterator[Recording]:
    """Records of files that could not be reviewed, one at a time."""
    return (record for record in records.every(out) if record.failure)


def _counted(tree: Tree, own: Callable[[Item], Settings], screen: Screen, again: bool) -> Told:
    told = Told()
    for note in tree.notes:
        screen.note(note)
    for item in tree.items(screen.note):
        told.files += 1
        standing = ledger.standing(item, own(item).line())
        told.before += standing == "done"
        told.failed += standing == "failed" and not again
        told.sounds += item.sound and (standing == "todo" or (standing == "failed" and again))
    return told


def _review(jobs: Iterator[Job], team: Team, screen: Screen, told: Told) -> None:
    try:
        for outcome in team.review(jobs):
            told.cpu_s += outcome.cpu_s
            if outcome.state == "broken":
                raise InterviewerError(outcome.why, fix="What is done is kept; the same command goes on.")
            told.reviewed += outcome.state == "done"
            told.failed += outcome.state == "failed"
            told.ignored += outcome.state == "ignored"
            screen.came(outcome)
    finally:
        team.close()


def _jobs(tree: Tree, own: Callable[[Item], Settings], again: bool) -> Iterator[Job]:
    wanted = ("todo", "failed") if again else ("todo",)
    for item in tree.items():
        settings = own(item)
        if ledger.standing(item, settings.line()) in wanted:
            yield job_of(item, settings, pseudonym=tree.key is not None)
