"""What was found in an answer, beside its words: the text cut into marked pieces, the findings as numbered notes."""

from __future__ import annotations

from dataclasses import dataclass

from ...rubric.keys import DISFLUENCIES
from ..data.schema import AnswerRow, FindingRow
from ..wording import family, name
from . import page_one
from .lanes import clock, is_whole


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer's text in which the same findings hold, or the place of an interruption."""

    text: str
    kinds: tuple[str, ...] = ()
    "Families of the findings here: cost, signal, strength, disfluency."
    title: str = ""
    note: int | None = None
    "Number of the finding that begins here (the mark links to it)."
    ends: tuple[int, ...] = ()
    "Numbers of the findings that end here."
    start_s: float | None = None
    interruption: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as listed under an answer."""

    number: int
    label: str
    name: str
    kind: str
    text: str
    why: str
    at: str
    start_s: float | None
    whole: bool
    "It is about the answer as a whole and not marked in the text."
    opinions: str
    "Who accepted or rejected it, in words."
    start: int
    end: int
    "Place in the answer's text, characters."


def answer_notes(row: AnswerRow) -> list[Note]:
    """Its findings in the order of the text, but for fillers and repetitions; of several alike the first says why."""
    notes = []
    told: set[tuple[str, str]] = set()
    for number, f in _numbered(row):
        notes.append(
            Note(
                number=number,
                label=f.label,
                name=name(f.label),
                kind=family(f.label),
                text=f.text,
                why="" if (f.label, f.why) in told else f.why,
                at=clock(f.start_s),
                start_s=f.start_s,
                whole=is_whole(row, f),
                opinions=page_one.opinions(f),
                start=f.start,
                end=f.end,
            )
        )
        told.add((f.label, f.why))
    return notes


def answer_pieces(row: AnswerRow) -> list[Piece]:
    """The text cut where findings begin and end; linear in text and findings."""
    text = row.transcript.text
    numbers = {id(f): number for number, f in _numbered(row)}
    marks = [(f, numbers.get(id(f))) for f in row.findings if not is_whole(row, f) and f.end > f.start]
    cut_at = row.interruption.at if row.interruption else None
    cuts = {0, len(text)} | {f.start for f, _ in marks} | {f.end for f, _ in marks}
    if cut_at is not None:
        cuts.add(min(max(0, cut_at), len(text)))
    edges = sorted(c for c in cuts if 0 <= c <= len(text))
    starts: dict[int, list[tuple[FindingRow, int | None]]] = {}
    ends: dict[int, list[FindingRow]] = {}
    for f, number in marks:
        starts.setdefault(f.start, []).append((f, number))
        ends.setdefault(f.end, []).append(f)
    open_now: list[tuple[FindingRow, int | None]] = []
    pieces: list[Piece] = []
    for edge, following in zip(edges, edges[1:] or [len(text)], strict=False):
        if cut_at is not None and edge == min(cut_at, len(text)) and row.interruption:
            pieces.append(Piece("", interruption=row.interruption.text, start_s=row.interruption.at_s))
        closing = ends.get(edge, ())
        if closing:
            open_now = [(f, n) for f, n in open_now if f.end > edge]
        begun = starts.get(edge, [])
        open_now.extend(begun)
        if following <= edge:
            continue
        ending = tuple(n for f, n in open_now if f.end == following and n is not None)
        pieces.append(
            Piece(
                text=text[edge:following],
                kinds=tuple(dict.fromkeys(family(f.label) for f, _ in open_now)),
                labels=tuple(dict.fromkeys(f.label for f, _ in open_now)),
                title="; ".join(dict.fromkeys(name(f.label) for f, _ in open_now)),
                note=next((n for _, n in (begun or open_now) if n is not None), None),
                ends=ending,
                start_s=open_now[0][0].start_s if open_now else None,
            )
        )
    if cut_at is not None and row.interruption and cut_at >= len(text):
        pieces.append(Piece("", interruption=row.interruption.text, start_s=row.interruption.at_s))
    return pieces


def _numbered(row: AnswerRow) -> list[tuple[int, FindingRow]]:
    """The findings that get a note, in the order of the text, from 1."""
    found = sorted((f for f in row.findings if f.label not in DISFLUENCIES), key=lambda f: (f.start, f.end))
    return list(enumerate(found, 1))
