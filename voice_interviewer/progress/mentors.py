"""What a mentor decided in a shared page, taken in from the file they sent back.

The file is somebody else's: nothing in it is believed before it was checked.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..debrief.data.schema import Debrief
from ..debrief.view.view import shown
from ..errors import InputFileError, UsageError
from ..sessions.journal import Session
from ..sessions.records import Label, Remark

LARGEST = 2_000_000
"Bytes of a file; a long session's is a hundredth of it."
KIND = "voice-interviewer opinions"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
"No name and no note needs these; in a terminal or a page they could turn lines round."


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class _Finding(_Part):
    answer: str = Field(max_length=200)
    label: str = Field(max_length=100)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str = Field(max_length=100_000)
    accept: bool


class _Note(_Part):
    answer: str = Field(max_length=200)
    "Empty: about the whole session."
    text: str = Field(max_length=4_000)


class Opinions(_Part):
    """The file."""

    kind: str
    version: int
    session: str = Field(max_length=200)
    by: str = Field(default="", max_length=200)
    findings: tuple[_Finding, ...] = Field(default=(), max_length=10_000)
    notes: tuple[_Note, ...] = Field(default=(), max_length=1_000)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file."""

    by: str
    accepted: int
    rejected: int
    notes: int
    left_out: int
    "Opinions and notes about what is not in the debrief (any more)."

    def told(self) -> str:
        """One line."""
        line = f"From {self.by}: {self.accepted} accepted, {self.rejected} rejected, {self.notes} note"
        line += "" if self.notes == 1 else "s"
        fit = "fits this debrief and was" if self.left_out == 1 else "fit this debrief and were"
        return line + (f"; {self.left_out} no longer {fit} left out." if self.left_out else ".")


def read(path: Path) -> Opinions:
    """A file that came back. Raises InputFileError that says what is wrong with it."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputFileError("this is too large to be a mentor's file", where=str(path))
        raw = path.read_bytes()
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror}).", where=str(path), fix="Check the path.") from error
    fix = "Ask for the file that the shared page saves."
    if raw.lstrip()[:1] == b"<":
        fix = "“Save my file” in it makes the file to give here."
        raise InputFileError("this is a page, and not what somebody said on it", where=str(path), fix=fix)
    try:
        found = Opinions.model_validate_json(raw.removeprefix(codecs.BOM_UTF8))
    except (ValidationError, ValueError, RecursionError) as error:
        raise InputFileError(f"this is no mentor's file{_odd(error)}", where=str(path), fix=fix) from error
    if found.kind != KIND:
        raise InputFileError("this is no mentor's file", where=str(path), fix=fix)
    if found.version != 1:
        raise InputFileError(
            f"this file is of version {found.version}", where=str(path), fix="Update voice-interviewer."
        )
    return found


def _odd(error: Exception) -> str:
    """What is odd in a file that is JSON, in words: ` (finding 3, accept)`; else empty."""
    place = error.errors(include_url=False)[0]["loc"] if isinstance(error, ValidationError) else ()
    if len(place) == 3 and place[0] in ("findings", "notes"):
        return f" ({str(place[0])[:-1]} {int(place[1]) + 1}: `{place[2]}` is not as the page writes it)"
    return f" (`{place[0]}` is not as the page writes it)" if place else " (it is cut off, or was changed by hand)"


def take_in(session: Session, debrief: Debrief, file: Opinions, by: str = "") -> TakenIn:
    """Write a mentor's opinions and notes to the session's journal, under their name (`by` overrules the file's).

    The same file twice changes nothing. Raises UsageError (of another session, or without a name), StorageError.
    """
    if file.session != session.id:
        raise UsageError(
            f"this file is about the session {clean(file.session)[:80]}, not this one.",
            where=session.id,
            fix="Give that session, or the file that belongs to this one.",
        )
    name = clean(by or file.by)[:60].strip()
    if not name:
        raise UsageError(
            "the file does not say whose opinions these are.", where="--from", fix="Say it with --by NAME."
        )
    known = {(row.id, f.label, f.start, f.end): f.text for row in debrief.answers for f in row.findings}
    answers = {"", *(row.id for row in debrief.answers)}
    fitting = [
        f
        for f in file.findings
        if (own := known.get((f.answer, f.label, f.start, f.end))) is not None and f.text in (own, shown(own))
    ]
    noted = [(n.answer, clean(n.text)) for n in file.notes if n.answer in answers and clean(n.text)]
    for f in fitting:
        session.write(
            Label(f.answer, f.label, f.start, f.end, f.accept, known[f.answer, f.label, f.start, f.end], name)
        )
    for answer, text in noted:
        session.write(Remark(text, answer, name))
    left_out = len(file.findings) - len(fitting) + len(file.notes) - len(noted)
    accepted = sum(f.accept for f in fitting)
    return TakenIn(name, accepted, len(fitting) - accepted, len(noted), left_out)


def clean(text: str) -> str:
    """Text on one line without controls and marks that turn it round."""
    return " ".join(_CONTROL.sub(" ", text).split())
