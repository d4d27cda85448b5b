"""`cohort.csv`: a row a recording, written from the records one at a time. Columns are told in docs/cohort.md."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..disk import output_error
from ..rubric.keys import LABELS
from . import records
from .rates import rates
from .records import Recording

PER_100 = tuple(f"{label}_per_100_words" for label in LABELS)
COLUMNS = (
    "student",
    "recording",
    "when",
    "seconds",
    "words",
    "quality",
    *PER_100,
    "first_priority",
    "withheld",
    "failure",
)
"In this order; new ones are added at the end, none is renamed."
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"A spreadsheet takes a cell that begins so for a formula; the last four are the same in full width."


def row(record: Recording) -> list[str]:
    """One record as the text of its cells. What is not known is an empty cell, never a zero."""
    found = rates(record)
    lines = [f"rates: {found.why}"] if found.why and not record.failure else []
    lines += [_withheld(item) for item in record.withheld if (item.what, item.why) != ("rates", found.why)]
    first = record.first_priority
    cells = [
        record.student,
        record.recording,
        record.when,
        "" if record.failure else f"{record.seconds:.1f}",
        "" if record.failure else str(record.words),
        "" if record.failure else record.quality,
        *(f"{found.per_100[label]:.2f}" if found.per_100 else "" for label in LABELS),
        "" if first is None else first.label,
        "; ".join(dict.fromkeys(lines)),
        record.failure,
    ]
    return [safe(cell) for cell in cells]


def safe(cell: str) -> str:
    """Text of one line that no spreadsheet takes for a formula: an apostrophe goes before what looks like one."""
    text = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return f"'{text}" if text.startswith(_FORMULA) or cell.startswith(_FORMULA) else text


def lines(found: Iterable[Recording]) -> Iterator[str]:
    """The table as text, its head first."""
    yield _line(COLUMNS)
    for record in found:
        yield _line(row(record))


def write(out: Path, shown: Callable[[Recording], Recording] = lambda record: record) -> Path:
    """Write `cohort.csv` whole or not at all; its path. `shown` says how a record may be shown (pseudonyms, say).

    Raises UsageError or StorageError, and InputFileError for a damaged record.
    """
    target = out / "cohort.csv"
    try:
        handle, name = tempfile.mkstemp(prefix=".cohort.", suffix=".part", dir=out)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
                file.writelines(lines(map(shown, records.every(out))))
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise output_error(error, target) from error
    return target


def _withheld(item: records.Withheld) -> str:
    what = f"{item.what} “{item.quote}”" if item.quote else item.what
    return f"{what}{f' (answer {item.answer})' if item.answer else ''}: {item.why}"


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
