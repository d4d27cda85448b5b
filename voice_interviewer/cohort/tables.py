"""A cohort, or a single review, as flat rows of plain values: what tables are made of in one line.

`pandas.DataFrame(read_cohort("out"))` is all there is to it. Rows are made one at a time while records are read; a
value that is not known is None, never a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from ..debrief.data.schema import Debrief
from ..errors import InputFileError, UsageError
from ..rubric.keys import LABELS, LOOKED_FOR, family
from . import records
from .from_review import record_of
from .rates import rates
from .records import Recording

Row = dict[str, Any]
What = Literal["recordings", "findings", "asked", "answers"]
"""`recordings`: a row each, the columns of `cohort.csv`. `findings`: a row for every label at its place, with its
quote. `asked`: a row for every signal that an answer's question asked for, and whether it was missed. `answers`: a row
for every answer with its question and words."""


def read_cohort(out: Path | str, what: What = "recordings") -> Iterator[Row]:
    """The results of a cohort (`review FOLDER --cohort --out OUT`) as flat rows, in order of students and recordings.

    One record is in memory at a time. Raises InputFileError where there is no cohort or a record is damaged, UsageError
    for another `what`.
    """
    made = _maker(what)
    if not (Path(out) / records.WORK).is_dir():
        fix = "Name the folder that was given as --out."
        raise InputFileError("there are no results of a cohort here.", where=str(out), fix=fix)
    return (row for record in records.every(Path(out)) for row in made(record))


def rows_of(debrief: Debrief, what: What = "findings") -> Iterator[Row]:
    """The answers of one review or session as the same rows; `recording` is its id, or what it was made of."""
    source = debrief.session or ", ".join(dict.fromkeys(row.source for row in debrief.answers))
    seconds = sum(row.duration_s for row in debrief.answers)
    record = record_of(debrief, debrief.candidate, source, seconds=seconds, model=debrief.heard_with)
    return _maker(what)(record.model_copy(update={"when": debrief.started}))


def of_recording(record: Recording) -> Iterator[Row]:
    """One row: the columns of `cohort.csv`, numbers as numbers."""
    found = rates(record)
    known = not record.failure
    first = record.first_priority
    reasons = [f"rates: {found.why}"] if found.why and known else []
    reasons += [f"{item.what}: {item.why}" for item in record.withheld]
    yield {
        "student": record.student,
        "recording": record.recording,
        "when": record.when or None,
        "seconds": round(record.seconds, 1) if known else None,
        "words": record.words if known else None,
        "quality": record.quality if known else None,
        **{f"{label}_per_100_words": found.per_100.get(label) for label in LABELS},
        "first_priority": first.label if first else None,
        "withheld": "; ".join(dict.fromkeys(reasons)) or None,
        "failure": record.failure or None,
    }


def of_findings(record: Recording) -> Iterator[Row]:
    """A row for every label at its place."""
    answers = {answer.number: answer for answer in record.answers}
    for mark in record.marks:
        answer = answers.get(mark.answer)
        yield {
            **_place(record),
            "answer": mark.answer,
            "question": answer.question if answer else "",
            "pattern": answer.pattern if answer else None,
            "label": mark.label,
            "family": family(mark.label),
            "tier": mark.tier,
            "quote": mark.quote,
            "start": mark.start,
            "end": mark.end,
            "start_s": mark.start_s,
            "end_s": mark.end_s,
            "confidence": mark.confidence,
            "why": mark.why,
        }


def of_asked(record: Recording) -> Iterator[Row]:
    """A row for every signal that a question asked for beyond doubt, where the answer was heard well enough to tell."""
    for answer in record.answers:
        for key in answer.listens if answer.fit else ():
            state = answer.signals.get(key)
            if state in LOOKED_FOR:
                yield {
                    **_place(record),
                    "answer": answer.number,
                    "question": answer.question,
                    "pattern": answer.pattern,
                    "signal": key,
                    "missed": state == "missed",
                }


def of_answers(record: Recording) -> Iterator[Row]:
    """A row for every answer."""
    for answer in record.answers:
        yield {
            **_place(record),
            "answer": answer.number,
            "question": answer.question,
            "pattern": answer.pattern,
            "text": answer.text,
            "seconds": answer.seconds or None,
            "words": answer.words,
            "quality": answer.quality,
            "language": answer.language,
        }


def _place(record: Recording) -> Row:
    return {"student": record.student, "recording": record.recording, "when": record.when or None}


_MAKERS: dict[str, Callable[[Recording], Iterator[Row]]] = {
    "recordings": of_recording,
    "findings": of_findings,
    "asked": of_asked,
    "answers": of_answers,
}


def _maker(what: str) -> Callable[[Recording], Iterator[Row]]:
    if what not in _MAKERS:
        raise UsageError(f"“{what}” is no kind of row.", where="what", fix=f"Use one of {', '.join(_MAKERS)}.")
    return _MAKERS[what]
