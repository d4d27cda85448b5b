"""What one reviewed file gave, as a record: a whole JSON file each, so that a stopped cohort goes on.

    OUT/work/STUDENT/RECORDING.json   one `Recording`; folders inside a student's folder stay folders
    OUT/cohort.csv                    a row each, see docs/cohort.md
    OUT/index.html, OUT/students/     pages made of the records

Versioned as the debrief is: fields are added, never renamed. Nothing here ranks or totals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ..debrief.data.schema import Record
from ..disk import write_atomic
from ..errors import InputFileError

SCHEMA_VERSION = 1
WORK = "work"
"Folder in OUT that holds the records."
Tier = Literal["heard", "perhaps"]
"`heard`: shown, counted, used. `perhaps`: may have been there; counted nowhere."
Grade = Literal["good", "fair", "poor", "text"]
"How well it could be heard; `text`: nobody listened, the words were written."


class Mark(Record):
    """A label at one place of an answer, with the words that show it."""

    label: str
    "One of `rubric.keys.LABELS`."
    tier: Tier = "heard"
    answer: int = 1
    "Number of the answer in its recording, from 1."
    quote: str = ""
    start: int = 0
    "Character offsets in the answer's `text`: `text[start:end] == quote`."
    end: int = 0
    start_s: float | None = None
    "Seconds from the start of the recording; None for text."
    end_s: float | None = None
    confidence: float = 1.0
    why: str = ""


class Withheld(Record):
    """Something that is not told, and why."""

    what: str
    "A label; or `rates`: everything per 100 words."
    why: str
    answer: int = 0
    "Number of the answer, from 1; 0: the whole recording."
    quote: str = ""


class First(Record):
    """One thing to change, or to keep."""

    label: str
    "A label; or, where only a measure shows it, `answer_length` or `pace`."
    title: str
    answer: int = 0
    quote: str = ""
    start_s: float | None = None
    cost: str = ""
    "Why it costs; of something to keep, why it counts."
    instead: str = ""
    "The same content said better, where that can be said without inventing; otherwise empty."
    drill: str = ""


class Answer(Record):
    """One answer of a recording."""

    number: int
    "From 1."
    question: str = ""
    "What was asked, where that is known."
    pattern: str | None = None
    "The question's pattern, one of `rubric.keys.PATTERNS`; None: not known."
    text: str = ""
    seconds: float = 0.0
    "Length of the answer; 0 for text."
    words: int = 0
    quality: Grade = "text"
    reasons: list[str] = Field(default_factory=list)
    "Why it was heard no better."
    unheard: str = ""
    "Why there are no words although somebody spoke: the recogniser failed. Empty: nothing of the kind."
    language: str = "en"
    "`en`, or `other`: then nothing was looked for."
    personal: bool = False
    "It tells of an illness, a loss or the like that touched the speaker: nothing in it is missing or to be changed."
    signals: dict[str, str] = Field(default_factory=dict)
    "Judgement signal → volunteered | prompted | missed | not_asked."
    listens: list[str] = Field(default_factory=list)
    "Signals that the question asks for beyond doubt: only those can be missed."
    next_question: str = ""
    "What an interviewer would ask next; empty: nothing was said."
    story: dict[str, bool] = Field(default_factory=dict)
    "Story part → whether it was told."
    notes: list[str] = Field(default_factory=list)

    @property
    def fit(self) -> bool:
        """Whether it was heard well enough to say what it lacks or how often something comes in it."""
        return (
            self.words > 0 and self.quality != "poor" and self.language == "en" and not (self.unheard or self.personal)
        )


class Recording(Record):
    """All that one file of one student gave; or why it gave nothing."""

    schema_version: int = SCHEMA_VERSION
    student: str
    "Name of the student's folder."
    recording: str
    "The file's path inside that folder, with `/`."
    stamp: str = ""
    "SHA-256 of the file's content."
    written: str = ""
    "`disk.last_written` of the file: while this stays, the content is not read again to be compared."
    settings: str = ""
    "What it was reviewed with, as one line: another line means that it is reviewed anew."
    when: str = ""
    "When the file was last written, ISO date and time in UTC; as a rule the day of the recording."
    seconds: float = 0.0
    "Length of the sound that was listened to; 0 for text."
    words: int = 0
    quality: Grade = "text"
    "The worst of its answers'."
    answers: list[Answer] = Field(default_factory=list)
    marks: list[Mark] = Field(default_factory=list)
    "Every label, in the order of the answers and their words."
    priorities: list[First] = Field(default_factory=list)
    "What to change first, at most three; the first of them is `first_priority`."
    strengths: list[First] = Field(default_factory=list)
    withheld: list[Withheld] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    model: str = ""
    "Name of the recogniser's model; empty for text."
    version: str = ""
    "Of the program."
    failure: str = ""
    "Why the file could not be reviewed, in one line; empty: it was."
    tries: int = 1
    "How often it was tried."

    @property
    def first_priority(self) -> First | None:
        """The one thing to change first; None where there is nothing, or too little was heard."""
        return self.priorities[0] if self.priorities else None

    def of(self, label: str, tier: Tier = "heard") -> list[Mark]:
        """The places of one label."""
        return [mark for mark in self.marks if mark.label == label and mark.tier == tier]


def to_json(record: Recording) -> str:
    """The record as JSON text, with every field."""
    return record.model_dump_json(indent=1) + "\n"


def from_json(text: str | bytes) -> Recording:
    """The record in a JSON text; fields of a newer version are left out. Raises ValueError when it is none."""
    return Recording.model_validate_json(text)


def write(path: Path, record: Recording) -> None:
    """Write a record whole or not at all, for this user alone. Raises StorageError."""
    write_atomic(path, to_json(record))


def read(path: Path) -> Recording:
    """The record in a file. Raises InputFileError when it cannot be read or is none."""
    try:
        return from_json(path.read_bytes())
    except OSError as error:
        why = error.strerror or str(error)
        raise InputFileError(f"cannot be read ({why}).", where=str(path), fix="Check the folder.") from error
    except (ValidationError, ValueError) as error:
        fix = "Delete this file; the next run reviews its recording again."
        raise InputFileError("is no record of a reviewed file.", where=str(path), fix=fix) from error


def by_name(name: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """A key that sorts names as people do: week 10 behind week 2, Änne beside Anna, whatever the case.

    What comes of a student is compared in this order, the earlier recordings with the later ones.
    """
    apart = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    parts = re.split(r"(\d+)", plain.replace("/", "\0"))
    return tuple(("", int(part)) if n % 2 else (part, 0) for n, part in enumerate(parts)), name


def files(out: Path) -> Iterator[Path]:
    """The files of all records of a cohort, in order of students and recordings."""
    for folder in _listed(out / WORK):
        if folder.is_dir():
            yield from of_student(folder)


def of_student(folder: Path) -> Iterator[Path]:
    """The files of one student's records (`OUT/work/STUDENT`), in order."""
    for path in _listed(folder):
        if path.is_dir():
            yield from of_student(path)
        elif path.suffix == ".json" and not path.name.startswith("."):
            yield path


def every(out: Path) -> Iterator[Recording]:
    """All records of a cohort, one in memory at a time, in order of students and recordings.

    Raises InputFileError for a file among them that is none.
    """
    return map(read, files(out))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=lambda path: by_name(path.name.removesuffix(".json")))
    except FileNotFoundError:
        return []
