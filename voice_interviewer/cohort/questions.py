"""Which recordings answer which question: a table that says it by the names of files.

    recording,question,node
    week-1*,What would break first?,
    */week-2.*,,first-five-minutes/scale

`recording` is compared with the path inside the student's folder, whatever its case; `*` stands for anything, and the
first row that fits decides. A row gives a question in words, or a node of a shipped flow.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ..errors import InputFileError, NotFoundError
from ..review.sources import asked_by
from ..review.transcripts import shown
from .job import Settings

COLUMNS = ("recording", "question", "node")
LARGEST = 2_000_000
"Bytes of a file."


@dataclass(frozen=True, slots=True)
class Questions:
    """The rows of a table."""

    rows: tuple[tuple[str, str, str], ...] = ()
    "(files, question, node)"

    def settings(self, settings: Settings, recording: str) -> Settings:
        """Settings for a recording, by its path inside the student's folder: with its question, where one is given."""
        for files, question, node in self.rows:
            if fnmatchcase(recording.casefold(), files.casefold()):
                return settings.model_copy(update={"question": question, "node": node})
        return settings


def read(path: Path) -> Questions:
    """The table in a file. Raises InputFileError with the line of the first mistake."""
    where, fix = shown(path), f"The first line must be `{','.join(COLUMNS)}`; `node` may be left out."
    try:
        if path.stat().st_size > LARGEST:
            raise InputFileError("this is too large for a table of questions.", where=where)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8 text"
        raise InputFileError(f"the questions cannot be read ({why}).", where=where, fix="Give a CSV file.") from error
    head = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in head and "," not in head else ",")
    if not {"recording", "question"} <= set(reader.fieldnames or ()):
        raise InputFileError("this is no table of questions.", where=where, fix=fix)
    rows = []
    try:
        for row in reader:
            line = f"{where}:{reader.line_num}"
            files, question, node = ((row.get(column) or "").strip() for column in COLUMNS)
            if not files and not question and not node:
                continue
            if not files or not (question or node):
                raise InputFileError("a row names recordings and a question, or a node.", where=line, fix="Mend it.")
            _known(question, node, line)
            rows.append((files, question, node))
    except csv.Error as error:
        raise InputFileError(f"this is no table ({error}).", where=where, fix=fix) from error
    if not rows:
        raise InputFileError("there is no question in this table.", where=where, fix=fix)
    return Questions(tuple(rows))


def _known(question: str, node: str, where: str) -> None:
    try:
        asked_by(question, node)
    except NotFoundError as error:
        raise InputFileError(error.what, where=where, fix=error.fix) from error
