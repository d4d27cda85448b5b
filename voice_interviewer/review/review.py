"""Review of recorded or written answers: the same hearing, findings and debrief as in a live session.

A recording is one answer, or one side's answers where two people speak; a `.jsonl` file has one a line; a transcript
with speakers is cut where the interviewer speaks. What was heard is remembered, so that a stopped review
goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ..debrief.data.build import answer_row, build
from ..debrief.data.schema import AnswerRow, Debrief, FollowUp, InterruptionRow
from ..debrief.examples import add_examples
from ..errors import InputFileError
from ..hearing.model import Heard
from ..interview.core.next_question import next_question
from ..language.analyze import Analyser
from ..language.assessor import Assessor
from ..language.model import Analysis, Context
from ..language.weigh.assessing import SHIPPED as ASSESSOR
from .listening import cut_recording, cut_transcript, listen
from .memory import Memory
from .sources import Asked, Found, Source, asked_by, gather, sources

__all__ = [
    "Analyse",
    "Asked",
    "Found",
    "Memory",
    "Progress",
    "Source",
    "asked_by",
    "follow_up_of",
    "gather",
    "listen",
    "review",
    "row_of",
    "sources",
]

Analyse = Callable[[str, Context], Analysis]
Progress = Callable[[str, float, float], None]
"""Called with (source, seconds done, seconds in all; 0 when unknown)."""


def review(
    items: Iterable[Source],
    recogniser: Callable[[], Any],
    progress: Progress = lambda *_: None,
    *,
    split: bool | None = None,
    memory: Memory | None = None,
    left_out: Iterable[str] = (),
    analyse: Analyse = Analyser(),
) -> Debrief:
    """All answers and the debrief over them. `recogniser()` is only called when there is something to listen to.

    Recordings of two people are cut into answers where their sides, or their voices and words, tell who asks; `split`
    cuts others too, at what sounds like questions, and False never parts one channel by voice. `memory` keeps what was
    heard from one run to the next; `left_out` says which files are missing and why (`Found.left_out`); `analyse` reads
    words. A recording that proves unusable only while it is read joins those left out; where nothing else is left, its
    InputFileError is raised.
    """
    engine: list[Any] = []

    def lazily() -> Any:
        if not engine:
            engine.append(recogniser())
        return engine[0]

    rows: list[AnswerRow] = []
    missing = list(left_out)
    failed: InputFileError | None = None
    for item in items:
        try:
            rows += _answers(item, lazily, progress, split, memory, analyse)
        except InputFileError as err:
            failed = err
            missing.append(str(err))
    if failed is not None and not rows:
        raise failed
    trouble = getattr(analyse, "trouble", "")
    made = build(rows, notes=[*(f"Left out: {line}" for line in missing), *filter(None, [trouble])])
    return add_examples(made.model_copy(update={"left_out": missing}))


def _answers(
    item: Source,
    recogniser: Callable[[], Any],
    progress: Progress,
    split: bool | None,
    memory: Memory | None,
    analyse: Analyse,
) -> list[AnswerRow]:
    if item.heard is not None:
        made = cut_transcript(item, item.heard, split)
    else:
        made = cut_recording(item, lambda side: listen(item, recogniser, progress, memory, side), split)
    if made.whole is not None:
        return [row_of(item, made.whole, (*made.first, *made.each), analyse)]
    rows = []
    for number, part in enumerate(made.parts, start=1):
        asked = replace(item.asked, question=part.question or item.asked.question)
        notes = (*(made.first if number == 1 else ()), *made.each, *filter(None, [part.note]))
        rows.append(row_of(replace(item, id=f"{item.id}-{number}", asked=asked), part.heard, notes, analyse))
    return rows


def row_of(
    item: Source,
    heard: Heard,
    notes: tuple[str, ...] = (),
    analyse: Analyse = Analyser(),
    assessor: Assessor = ASSESSOR,
) -> AnswerRow:
    """The answer's row: findings, signals, measures, and what an interviewer would ask next."""
    asked = item.asked
    analysis = analyse(heard.text, Context(asked.question, asked.pattern, item.interruption))
    cut = item.interruption
    return answer_row(
        heard,
        analysis,
        id=item.id,
        source=item.name,
        question=asked.question,
        node=asked.node,
        pattern=asked.pattern,
        signals_asked=asked.listens,
        follow_up=follow_up_of(analysis, asked, assessor),
        interruption=InterruptionRow(text=cut.text, at=cut.at) if cut else None,
        audio=None if item.path is None else item.path.resolve().as_uri(),
        duration_s=heard.end_s,
        notes=notes,
    )


def follow_up_of(analysis: Analysis, asked: Asked, assessor: Assessor = ASSESSOR) -> FollowUp:
    """What the interviewer would say next, chosen by the same policy as in a session."""
    target, text, why = next_question(
        analysis, asked.question, asked.pattern, after=assessor.after(analysis.text, asked.question)
    )
    return FollowUp(target=target, text=text, why=why)
