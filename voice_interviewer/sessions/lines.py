"""A journal's bytes read as typed records. Pure: bytes in, a `Journal` out, and every line accounted for.

A line is **understood**, **mended** (a field could not be read and was left out), **unknown** (a whole record that this
version cannot read: of a newer program, or with something essential missing) or **damaged** (no record at all).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field

from .codec import read_json, salvage
from .events import Event
from .record import Turn
from .records import CLASSES, EVENTS, Ended, Header, HeardAgain, Note

R = TypeVar("R")
LONGEST = 32_000_000
"Bytes of a line; an hour's answer is a hundredth of it. Longer ones are damaged."
Seconds = Annotated[float, Field(ge=0, le=1e7)]
"Session time; beyond four months no clock of ours could still count blocks."

_HEAD = re.compile(
    rb'\{"n": ?-?\d+, ?"at_s": ?[-+.\deE]+, ?"wall": ?"[^"\\]*", ?"kind": ?"(\w+)", ?"data": ?\{(?:"type": ?"(\w+)")?'
)
"The beginning of a line as this program writes it: kind and type, without reading all of it."


@dataclass(frozen=True, slots=True)
class Line(Generic[R]):
    """One record with its place in the journal."""

    n: int
    at_s: float
    "Session time in seconds."
    wall: str
    "ISO date and time with zone."
    record: R


@dataclass(frozen=True, slots=True)
class Unknown:
    """A record that is there and cannot be read."""

    n: int
    kind: str
    "Kind and type, `action Say`."
    why: str


@dataclass(frozen=True)
class Journal:
    """All of a session's journal that can be read."""

    lines: tuple[Line[Any], ...] = ()
    unknown: tuple[Unknown, ...] = ()
    mended: tuple[str, ...] = ()
    "What was left out of records that could be read otherwise: `heard: heard.words.3`."
    damaged: tuple[bytes, ...] = ()
    at_s: float = 0.0
    "The latest session time of any line."
    last: int = -1
    "The highest number of any line."

    def of(self, cls: type[R]) -> Iterator[Line[R]]:
        """The records of one class, in order."""
        return (line for line in self.lines if isinstance(line.record, cls))

    def records(self, cls: type[R]) -> Iterator[R]:
        """The same without their places."""
        return (line.record for line in self.of(cls))

    @cached_property
    def header(self) -> Header | None:
        """What was chosen when the session began; None when that record is lost."""
        return next(self.records(Header), None)

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened to the interviewer, in order: enough to go on with the interview."""
        return tuple(line.record for line in self.lines if isinstance(line.record, EVENTS))

    @property
    def turns(self) -> dict[int, Turn]:
        """The answers by number; a later record of a number replaces the earlier one, a second hearing its words."""
        turns = {turn.turn: turn for turn in self.records(Turn)}
        for again in self.records(HeardAgain):
            if again.turn in turns:
                turns[again.turn] = again.over(turns[again.turn])
        return turns

    @property
    def finished(self) -> bool:
        """Whether the session came to its end."""
        return any(True for _ in self.records(Ended))

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines that the debrief shall show, each once."""
        return tuple(dict.fromkeys(note.text for note in self.records(Note) if note.text))

    def not_understood(self) -> list[str]:
        """One sentence for each kind of thing that could not be read; empty when all of it was."""
        told = []
        lost = len(self.damaged) + len(self.unknown)
        if lost:
            kinds = ", ".join(dict.fromkeys(unknown.kind for unknown in self.unknown))
            aside = "; kept aside in journal.damaged" if self.damaged else ""
            odd = f"; not understood: {kinds}" if kinds else ""
            told.append(f"{lost} damaged line{'s' if lost > 1 else ''} of the journal could not be used{aside}{odd}.")
        if self.mended:
            places = list(dict.fromkeys(self.mended))
            some = ", ".join(places[:4]) + (" …" if len(places) > 4 else "")
            told.append(f"{len(self.mended)} odd field{'' if len(self.mended) == 1 else 's'} left out: {some}.")
        return told


@dataclass(frozen=True, slots=True)
class _Placed:
    at_s: Seconds = 0.0
    wall: str = ""
    n: int = -1


def read_lines(raw: bytes) -> Journal:
    """Every line of a journal. A last line without its newline that parses is a record all the same. Never raises."""
    lines: list[Line[Any]] = []
    unknown: list[Unknown] = []
    mended: list[str] = []
    damaged: list[bytes] = []
    at_s, last = 0.0, -1
    for text in raw.split(b"\n"):
        if not text.strip():
            continue
        line = _quickly(text) or _carefully(text, mended)
        if line is None:
            damaged.append(text)
            continue
        if isinstance(line, Unknown):
            unknown.append(line)
        else:
            lines.append(line)
            at_s = max(at_s, line.at_s)
        last = max(last, line.n)
    return Journal(tuple(lines), tuple(unknown), tuple(mended), tuple(damaged), at_s, last)


def kind_of(text: bytes) -> str | None:
    """The kind of a line without reading all of it; None when it is no record."""
    head = _HEAD.match(text)
    if head is not None:
        return head[1].decode("ascii")
    row = row_of(text)
    return None if row is None else str(row["kind"])


def last_number(raw: bytes) -> int:
    """The highest number of any line; -1 for none."""
    return max((_number(text) for text in raw.split(b"\n") if text), default=-1)


def _number(text: bytes) -> int:
    head = _HEAD.match(text)
    n = row.get("n") if head is None and (row := row_of(text)) is not None else None
    if head is not None:
        n = int(text[5 : text.index(b",")])
    return n if isinstance(n, int) and 0 <= n < 10**9 else -1


def read_line(text: bytes) -> Line[Any] | None:
    """One line, as far as it can be read; None when it cannot."""
    line = _quickly(text) or _carefully(text, [])
    return line if isinstance(line, Line) else None


def _quickly(text: bytes) -> Line[Any] | None:
    """A line as this program writes it: straight from its bytes."""
    head = _HEAD.match(text)
    if head is None or len(text) > LONGEST:
        return None
    cls = CLASSES.get((head[1].decode("ascii"), (head[2] or b"").decode("ascii")))
    if cls is None:
        cls = CLASSES.get((head[1].decode("ascii"), ""))
    if cls is None:
        return None
    try:
        found = read_json(text, _line_of(cls))
    except ValueError:
        return None
    return Line(found.n, found.at_s, found.wall, found.data)


_LINES: dict[type[Any], Any] = {}


def _line_of(cls: type[Any]) -> Any:
    from dataclasses import make_dataclass

    if cls not in _LINES:
        fields = [("n", int), ("at_s", Seconds), ("wall", str), ("data", cls)]
        _LINES[cls] = make_dataclass(f"_{cls.__name__}Line", fields, frozen=True)
    return _LINES[cls]


def _carefully(text: bytes, mended: list[str]) -> Line[Any] | Unknown | None:
    """Any other line: whatever of it can be read."""
    row = row_of(text)
    if row is None:
        return None
    kind, data = row["kind"], row["data"]
    named = data.get("type") if kind in ("event", "action") else ""
    placed, odd = salvage({key: row[key] for key in ("n", "at_s", "wall") if key in row}, _Placed)
    told = _whole(f"{kind} {named}".strip() if isinstance(named, str) else kind)
    cls = CLASSES.get((kind, named)) if isinstance(named, str) else None
    if cls is None:
        return Unknown(placed.n, told, "of a kind that this version does not know")
    try:
        record, left_out = salvage(data, cls)
    except ValueError as error:
        return Unknown(placed.n, told, _whole(str(error)))
    mended += [_whole(f"{told}: {place}") for place in (*odd, *left_out)]
    return Line(placed.n, placed.at_s, placed.wall, record)


def _whole(text: str) -> str:
    """Text without halves of characters, and no longer than a note may be: it is shown to people."""
    return text.encode("utf-8", "replace").decode("utf-8")[:200]


def row_of(text: bytes) -> Mapping[str, Any] | None:
    """A line as JSON, with kind and data of the right shape; None when it is no record."""
    if len(text) > LONGEST:
        return None
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not isinstance(row.get("kind"), str) or not isinstance(row.get("data"), dict):
        return None
    return row
