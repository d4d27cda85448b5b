"""Taking one student out of a cohort's results, with every trace: records, page, rows, and the line of the key.

The recordings themselves belong to whoever made the folder; a later run over it would review them again.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ..disk import storage
from ..errors import InputFileError, NotFoundError
from . import pages, records
from .ledger import alone
from .pseudonyms import Pseudonyms
from .sheet import write as write_sheet


@dataclass(frozen=True, slots=True)
class Gone:
    """What was removed."""

    records: int
    key: bool
    "A line of the key, too."

    def told(self) -> str:
        """One line."""
        count = f"{self.records} record{'' if self.records == 1 else 's'}"
        return f"Removed: {count}, the page and the rows{', and the line of the key' if self.key else ''}."


def delete_student(out: Path, name: str, key: Pseudonyms | None = None) -> Gone:
    """Remove a student, by the name of their folder or by their pseudonym; table and pages are made anew.

    Raises InputFileError where there is no cohort, NotFoundError for a student who is neither in it nor in the key,
    UsageError while a run is writing, or StorageError.
    """
    if not (out / records.WORK).is_dir():
        raise InputFileError(
            "there are no results of a cohort here.", where=str(out), fix="Name the folder given as --out."
        )
    student, in_key = name, False
    if key is not None:
        try:
            _, student = key.find(name)
            in_key = True
        except NotFoundError:
            pass
    with alone(out):
        homes = [home for home in _homes(out) if student in _called(home)]
        if not homes and not in_key:
            fix = (
                "Check the spelling."
                if key
                else "Check the spelling; where pseudonyms were given, add --pseudonyms KEY."
            )
            raise NotFoundError(f"there is no student “{name}” in these results.", where=str(out), fix=fix)
        count = 0
        for home in homes:
            count += sum(1 for _ in records.of_student(home))
            with storage(home):
                shutil.rmtree(home)
        write_sheet(out)
        pages.again(out)
        if key is not None and in_key:
            key.forget(name)
    return Gone(count, in_key)


def _homes(out: Path) -> list[Path]:
    return [path for path in sorted((out / records.WORK).iterdir()) if path.is_dir()]


def _called(home: Path) -> set[str]:
    """What a student with these records may be called: their folder, and the name in a record."""
    first = next(records.of_student(home), None)
    try:
        return {home.name} if first is None else {home.name, records.read(first).student}
    except InputFileError:
        return {home.name}
