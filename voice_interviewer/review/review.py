"""Review of recorded or written answers: the same hearing, findings and debrief as in a live session.

A recording is one answer; a `.jsonl` file has one a line; a transcript with speakers is cut where the interviewer
speaks, and `split` cuts a recording too: by its two channels, or, with one voice stream, at sentences that look like
questions. What was heard is remembered, so a long review that was stopped goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ..debrief.data.build import answer_row, build
from ..debrief.data.schema import AnswerRow, Debrief, FollowUp, InterruptionRow
from ..errors import InputFileError
from ..hearing.model import Heard
from ..interview.core.next_question import next_question
from ..language.analyze import Analyser
from ..language.model import Analysis, Context
from .ears import Side
from .memory import Memory
from .sides import named
from .sources import Asked, Found, Source, asked_by, gather, sources
from .transcripts import mended

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
    split: bool = False,
    memory: Memory | None = None,
    left_out: Iterable[str] = (),
    analyse: Analyse = Analyser(),
) -> Debrief:
    """All answers and the debrief over them. `recogniser()` is only called when there is something to listen to.

    `split` cuts recordings into answers; `memory` keeps what was heard from one run to the next; `left_out` says which
    files are missing and why (`Found.left_out`); `analyse` reads words. A recording that proves unusable only while it
    is read joins those left out; where nothing else is left, its InputFileError is raised.
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
    return build(rows, notes=[f"Left out: {line}" for line in missing])


def _answers(
    item: Source,
    recogniser: Callable[[], Any],
    progress: Progress,
    split: bool,
    memory: Memory | None,
    analyse: Analyse,
) -> list[AnswerRow]:
    if item.heard is not None:
        return [row_of(item, item.heard, (item.note,) if item.note else (), analyse)]
    from .ears import plan
    from .split import by_questions, by_sides

    assert item.path is not None
    planned = plan(item.path, track=item.track, channel=item.channel)
    heard = [listen(item, recogniser, progress, memory, side) for side in planned.sides]
    notes = tuple(dict.fromkeys(note for _, found in heard for note in found))
    first = (*planned.notes, *notes)
    if len(heard) == 1 and not split:
        return [row_of(item, heard[0][0], first, analyse)]
    if len(heard) == 1:
        parts, told = by_questions(heard[0][0]), ""
    else:
        names = [side.name for side in planned.sides]
        me = named(item.me, names, item.name) if item.me else ""
        parts, told = by_sides([h for h, _ in heard], names, me)
    if not parts:
        nothing = replace(heard[0][0], text="", words=(), plain_text="")
        return [row_of(item, nothing, (*first, *filter(None, [told])), analyse)]
    rows = []
    for number, part in enumerate(parts, start=1):
        asked = replace(item.asked, question=part.question or item.asked.question)
        own = (*(first if number == 1 else notes), *filter(None, [told if number == 1 else "", part.note]))
        rows.append(row_of(replace(item, id=f"{item.id}-{number}", asked=asked), part.heard, own, analyse))
    return rows


def listen(
    item: Source,
    recogniser: Callable[[], Any],
    progress: Progress,
    memory: Memory | None = None,
    side: Side = Side(),
) -> tuple[Heard, tuple[str, ...]]:
    """Transcribe one side of a recording; silence gives an answer without words and a note that says so."""
    from ..audio.files import open_audio
    from ..hearing.recording import transcribe_recording
    from .ears import blocks

    assert item.path is not None
    how = f"track {side.track}" * (side.track > 0) + f" muted {side.muted}" * bool(side.muted)
    known = memory.recall(item.path, side.channel, item.asked.vocabulary, how) if memory else None
    if known is not None:
        return known
    with open_audio(item.path, channel=side.channel, track=side.track) as sound:
        whole = sound.duration_s or 0.0
        heard = transcribe_recording(
            blocks(sound, side),
            recogniser(),
            vocabulary=item.asked.vocabulary,
            progress=lambda done: progress(f"{item.name} {side.name}".strip(), done, whole),
        )
        notes = tuple(mended(note) for note in sound.notes)
    if not heard.words:
        where = f"on {side.name} of this file" if side.name else "in this file"
        what = "Voice was heard but no words were understood." if heard.voiced else f"No voice was heard {where}."
        notes = (*notes, what)
    if memory:
        memory.keep(item.path, side.channel, item.asked.vocabulary, heard, notes, how)
    return heard, notes


def row_of(item: Source, heard: Heard, notes: tuple[str, ...] = (), analyse: Analyse = Analyser()) -> AnswerRow:
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
        follow_up=follow_up_of(analysis, asked),
        interruption=InterruptionRow(text=cut.text, at=cut.at) if cut else None,
        audio=None if item.path is None else item.path.resolve().as_uri(),
        duration_s=heard.end_s,
        notes=notes,
    )


def follow_up_of(analysis: Analysis, asked: Asked) -> FollowUp:
    """What the interviewer would say next, chosen by the same policy as in a session."""
    target, text, why = next_question(analysis, asked.question, asked.pattern)
    return FollowUp(target=target, text=text, why=why)
