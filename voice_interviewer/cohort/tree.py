"""Whose recordings lie where: FOLDER/STUDENT/…/RECORDING, read one student at a time.

Nothing is opened: what a file is tells its name, so that a damaged one cannot stop the others.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ..disk import same_file
from ..errors import InputFileError, UsageError
from ..review.formats import SUFFIXES
from ..review.sources import NO_ANSWERS, SOUND
from ..review.transcripts import mended, shown
from .pseudonyms import Pseudonyms
from .records import WORK, by_name

LOCK = ".cohort.lock"
"In OUT; a folder that holds it is a cohort's results, and nobody's recordings."
_WRITTEN = frozenset((*SUFFIXES, ".jsonl"))
_LONGEST = 120
"Bytes of a file's name from which on its record is named shorter."


@dataclass(frozen=True, slots=True)
class Item:
    """One file to review."""

    student: str
    "Name of the student's folder, fit to be shown; or the pseudonym."
    recording: str
    "Path inside it, with `/`, fit to be shown."
    path: Path
    record: Path
    "Where its record lies or will lie."
    folder: str
    "Name of the student's folder."

    @property
    def sound(self) -> bool:
        """Whether it is to be listened to, by its name; otherwise it is read."""
        return self.path.suffix.lower() in SOUND


@dataclass(slots=True)
class Tree:
    """A cohort's folder. Make it with `look`."""

    folder: Path
    out: Path
    students: list[str]
    "Names of the students' folders, as they are on disk, in order."
    notes: list[str] = field(default_factory=list)
    "What lies beside the students' folders."
    key: Pseudonyms | None = None
    "Under which names students and recordings are told; None: under their own."

    def items(self, note: Callable[[str], None] = lambda _: None) -> Iterator[Item]:
        """Every file to review, in order of students and recordings; one student's in memory at a time.

        `note` is told what was left out, a line a student at most for each reason. Folders that links lead to are
        entered, each once. Raises InputFileError for a folder that cannot be read.
        """
        for name in self.students:
            yield from self._of(name, note)

    def _of(self, name: str, note: Callable[[str], None]) -> Iterator[Item]:
        home, student = self.folder / name, self.key.of(name) if self.key else mended(name)
        found: list[str] = []
        ignored: Counter[str] = Counter()
        for path in _walk(home, self.out, note):
            if path.stem.lower().rstrip("-_. 0123456789") in NO_ANSWERS:
                continue
            suffix = path.suffix.lower()
            if suffix in SOUND or suffix in _WRITTEN:
                found.append(path.relative_to(home).as_posix())
            else:
                ignored[suffix or "without an ending"] += 1
        if ignored:
            kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(ignored.items()))
            note(f"{student}: files that are no recordings or transcripts were left out ({kinds}).")
        found, beside = _once(sorted(found, key=by_name))
        if beside:
            which = "transcripts that lie" if len(beside) > 1 else "a transcript that lies"
            note(f"{student}: {which} beside a recording of the same name were left out: {', '.join(beside)}.")
        if not found:
            note(f"{student}: this folder has nothing to review.")
        told = _told([(file, self.key.recording(name, file) if self.key else file) for file in found])
        records = _names(list(told.values()))
        kept = self.out / WORK / _short(student if self.key else name)
        for place, recording in told.items():
            yield Item(student, mended(recording), home / place, kept / records[recording], name)


def look(folder: Path, out: Path, key: Pseudonyms | None = None) -> Tree:
    """The students of a folder, under pseudonyms where there is a `key`: who is not in it yet is written there.

    Raises InputFileError or UsageError, one line each, for what cannot be one cohort.
    """
    where = shown(folder)
    if not folder.exists():
        raise InputFileError("there is no such folder.", where=where, fix="Check the path.")
    if not folder.is_dir():
        fix = "Name the folder that holds the students' folders, or leave out --cohort."
        raise InputFileError("is a file, and a cohort is a folder.", where=where, fix=fix)
    inside = out.resolve()
    if same_file(folder, out):
        raise UsageError("the recordings' folder cannot take the results.", where=where, fix="Name another --out.")
    if inside in folder.resolve().parents and folder.resolve().relative_to(inside).parts[0] in (WORK, "students"):
        raise UsageError("this is where --out keeps its results.", where=where, fix="Name another --out.")
    try:
        entries = sorted(
            (p for p in folder.iterdir() if not p.name.startswith(".")), key=lambda path: by_name(path.name)
        )
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror}).", where=where, fix="Check the folder.") from error
    students = [p.name for p in entries if p.is_dir() and not _results(p, out)]
    others = [p.name for p in entries if p.is_file() and p.suffix.lower() in SOUND | _WRITTEN]
    others = [name for name in others if Path(name).stem.lower().rstrip("-_. 0123456789") not in NO_ANSWERS]
    layout = "Give each student a folder in it: FOLDER/STUDENT/RECORDING."
    if not students:
        what = "holds recordings but no students' folders." if others else "holds no students' folders."
        raise InputFileError(what, where=where, fix=layout)
    _distinct(students, where)
    notes = [f"{mended(name)} lies beside the students' folders and is nobody's: left out." for name in others]
    if key is not None:
        key.learn(students)
    return Tree(folder, out, students, notes, key)


def _distinct(students: list[str], where: str) -> None:
    """Raises UsageError where two folders are one name: a page and a row could not tell them apart."""
    seen: dict[str, str] = {}
    for name in students:
        other = seen.setdefault(alike(name), name)
        if other != name:
            what = f"two folders are one student's name: “{mended(other)}” and “{mended(name)}”."
            raise UsageError(what, where=where, fix="Rename one, or put their recordings together.")


def alike(name: str) -> str:
    """What names have in common that people, or some file systems, take for the same: case, accents' form, spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _results(path: Path, out: Path) -> bool:
    return same_file(path, out) or (path / LOCK).exists()


def _walk(home: Path, out: Path, note: Callable[[str], None]) -> Iterator[Path]:
    """Files under a student's folder, hidden ones and results of cohorts left out."""
    been: set[tuple[int, int]] = set()
    waiting = [home]
    while waiting:
        folder = waiting.pop()
        try:
            stat = folder.stat()
            if (stat.st_dev, stat.st_ino) in been and stat.st_ino:
                continue
            been.add((stat.st_dev, stat.st_ino))
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            note(f"{shown(folder)}: cannot be read ({error.strerror}): left out.")
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                if not _results(path, out):
                    waiting.append(path)
            elif entry.is_file():
                yield path


def _once(found: list[str]) -> tuple[list[str], list[str]]:
    """Without transcripts that lie beside a recording of the same name: they hold the same answer."""
    heard = {str(Path(name).with_suffix("")) for name in found if Path(name).suffix.lower() in SOUND}
    beside = [n for n in found if Path(n).suffix.lower() in _WRITTEN and str(Path(n).with_suffix("")) in heard]
    return [name for name in found if name not in set(beside)], beside


def _told(found: list[tuple[str, str]]) -> dict[str, str]:
    """Path of each recording → what it is told under, with a number behind what another is told under already."""
    told: dict[str, str] = {}
    for path, wanted in found:
        name, number = wanted, 1
        while name in told.values():
            number += 1
            name = Path(wanted).with_stem(f"{Path(wanted).stem}-{number}").as_posix()
        told[path] = name
    return told


def _names(found: list[str]) -> dict[str, str]:
    """Path of each recording → of its record; different also where a file system takes case or accents for one."""
    counts = Counter(alike(_shorter(name)) for name in found)
    return {name: _shorter(name, always=counts[alike(_shorter(name))] > 1) + ".json" for name in found}


def _shorter(recording: str, *, always: bool = False) -> str:
    folder, _, name = recording.rpartition("/")
    parts = [_short(part) for part in folder.split("/") if part]
    return "/".join([*parts, _short(name, always=always)])


def _short(name: str, *, always: bool = False) -> str:
    """A name that leaves room for what is put before and behind it while a record is written."""
    raw = os.fsencode(name)
    if len(raw) <= _LONGEST and not always:
        return name
    return f"{raw[:_LONGEST].decode('utf-8', 'ignore')}~{sha256(raw).hexdigest()[:8]}"
