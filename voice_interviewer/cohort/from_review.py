"""From a file's debrief to its record. Pure: no clock, no file, no model."""

from __future__ import annotations

from collections.abc import Iterator

from ..debrief.data.schema import AnswerRow, Debrief, FindingRow, Priority, Strength
from ..rubric.keys import STORY_PARTS
from .records import Answer, First, Grade, Mark, Recording, Tier, Withheld

_SILENT = "no voice was heard"
_WORSE: dict[Grade, int] = {"text": 0, "good": 1, "fair": 2, "poor": 3}


def record_of(debrief: Debrief, student: str, recording: str, *, seconds: float = 0.0, model: str = "") -> Recording:
    """What the review of one file gave. `seconds`: of sound listened to, 0 for text; `model`: the recogniser's.

    Stamp, settings and times are the caller's to fill in.
    """
    rows = debrief.answers
    spoken = seconds > 0
    answers = [_answer(number, row, spoken) for number, row in enumerate(rows, start=1)]
    numbers = {row.id: number for number, row in enumerate(rows, start=1)}
    return Recording(
        student=student,
        recording=recording,
        seconds=round(seconds, 2),
        words=sum(answer.words for answer in answers),
        quality=max((answer.quality for answer in answers), key=_WORSE.__getitem__, default="text"),
        answers=answers,
        marks=[mark for number, row in enumerate(rows, start=1) for mark in _marks(number, row)],
        priorities=[_priority(p, numbers) for p in debrief.debrief.priorities],
        strengths=[_strength(s, numbers) for s in debrief.debrief.strengths],
        withheld=[item for number, row in enumerate(rows, start=1) for item in _withheld(number, row, spoken)],
        notes=list(debrief.notes),
        model=model if spoken else "",
        version=debrief.setup.version,
    )


def _answer(number: int, row: AnswerRow, spoken: bool) -> Answer:
    return Answer(
        number=number,
        question=row.question,
        pattern=row.pattern,
        text=row.transcript.text,
        seconds=row.duration_s,
        words=row.words,
        quality=_grade(row, spoken),
        reasons=list(row.quality.reasons) if row.quality else [_SILENT] if spoken else [],
        unheard=row.unheard,
        language=row.language,
        personal=row.personal,
        signals={key: signal.state for key, signal in row.signals.items()},
        listens=list(row.listens),
        next_question=row.follow_up.text if row.words else "",
        story={part: row.story.get(part, False) for part in STORY_PARTS},
        notes=list(row.notes),
    )


def _grade(row: AnswerRow, spoken: bool) -> Grade:
    match row.quality.grade if row.quality else "":
        case "good":
            return "good"
        case "fair":
            return "fair"
        case "poor":
            return "poor"
    return "poor" if spoken else "text"


def _marks(number: int, row: AnswerRow) -> Iterator[Mark]:
    tiers: tuple[tuple[Tier, list[FindingRow]], ...] = (("heard", row.findings), ("perhaps", row.perhaps))
    for tier, found in tiers:
        for finding in found:
            yield Mark(
                label=finding.label,
                tier=tier,
                answer=number,
                quote=finding.text,
                start=finding.start,
                end=finding.end,
                start_s=finding.start_s,
                end_s=finding.end_s,
                confidence=finding.confidence,
                why=finding.why,
            )


def _priority(priority: Priority, numbers: dict[str, int]) -> First:
    return First(
        label=priority.label,
        title=priority.title,
        answer=numbers.get(priority.answer, 0),
        quote=priority.quote,
        start_s=priority.start_s,
        cost=priority.cost,
        instead=priority.reframe,
        drill=priority.drill,
    )


def _strength(strength: Strength, numbers: dict[str, int]) -> First:
    return First(
        label=strength.label,
        title=strength.title,
        answer=numbers.get(strength.answer, 0),
        quote=strength.quote,
        start_s=strength.start_s,
        cost=strength.why,
    )


def _withheld(number: int, row: AnswerRow, spoken: bool) -> Iterator[Withheld]:
    for item in row.withheld:
        yield Withheld(what=item.label, why=item.reason, answer=number, quote=item.text)
    if row.quality and row.quality.grade == "poor":
        yield Withheld(what="rates", why=f"heard poorly: {'; '.join(row.quality.reasons)}", answer=number)
    if row.quality is None and spoken:
        yield Withheld(what="rates", why=_SILENT, answer=number)
    if row.unheard:
        yield Withheld(what="rates", why=row.unheard, answer=number)
    if row.language != "en":
        yield Withheld(what="rates", why="this does not seem to be English", answer=number)
