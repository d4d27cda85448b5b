"""From records back to a debrief, so that a cohort's pages show answers exactly as a debrief does. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..debrief.data.schema import (
    AnswerRow,
    Debrief,
    Evidence,
    FindingRow,
    FollowUp,
    QualityRow,
    SignalRow,
    Summary,
    Transcript,
)
from .records import Answer, Mark, Recording

Sound = Callable[[Recording], str | None]
"Where the sound of a recording lies, as a page finds it; None: it cannot be reached."


def silent(_: Recording) -> str | None:
    """No sound."""
    return None


def debrief_of(record: Recording, sound: Sound = silent) -> Debrief:
    """One recording's answers as a debrief without measures; what it says first is the record's own."""
    audio = sound(record)
    return Debrief(
        answers=[_row(record, answer, str(answer.number), audio) for answer in record.answers],
        debrief=Summary(verdict=""),
        notes=list(record.notes),
    )


def to_judge(student: str, records: Sequence[Recording], sound: Sound = silent) -> Debrief:
    """All of a student's answers as one debrief, for somebody to judge: answers are called `RECORDING/NUMBER`."""
    rows = [
        _row(record, answer, f"{record.recording}/{answer.number}", sound(record))
        for record in records
        for answer in record.answers
    ]
    return Debrief(session=student, answers=rows, debrief=Summary(verdict=""))


def _row(record: Recording, answer: Answer, id: str, audio: str | None) -> AnswerRow:
    own = [mark for mark in record.marks if mark.answer == answer.number]
    return AnswerRow(
        id=id,
        source=record.recording,
        question=answer.question,
        pattern=answer.pattern,
        transcript=Transcript(text=answer.text),
        findings=[_finding(mark) for mark in own if mark.tier == "heard"],
        perhaps=[_finding(mark) for mark in own if mark.tier == "perhaps"],
        signals={key: SignalRow(state=state, evidence=_shown(own, key)) for key, state in answer.signals.items()},
        story=dict(answer.story),
        follow_up=FollowUp(target=None, text=answer.next_question, why=""),
        audio=audio,
        duration_s=answer.seconds,
        unheard=answer.unheard,
        notes=list(answer.notes),
        listens=list(answer.listens),
        quality=None if answer.quality == "text" else QualityRow(grade=answer.quality, reasons=list(answer.reasons)),
        typed=answer.quality == "text",
        language=answer.language,
        personal=answer.personal,
        words=answer.words,
    )


def _finding(mark: Mark) -> FindingRow:
    return FindingRow(
        label=mark.label,
        start=mark.start,
        end=mark.end,
        text=mark.quote,
        why=mark.why,
        confidence=mark.confidence,
        start_s=mark.start_s,
        end_s=mark.end_s,
    )


def _shown(marks: Sequence[Mark], label: str) -> list[Evidence]:
    return [
        Evidence(text=m.quote, start=m.start, end=m.end, start_s=m.start_s)
        for m in marks
        if m.label == label and m.tier == "heard"
    ]
