"""Review of recorded or written answers: the same hearing, findings and debrief as in a live session.

A recording is one answer; a `.jsonl` file has one a line; a transcript with speakers is cut where the interviewer
speaks, and `split` cuts a recording too: by its two channels, or, with one voice stream, at sentences that look like
questions. What was heard is remembered, so a long review that was stopped goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from ..debrief.data.build import answer_row, build
from ..debrief.data.schema import AnswerRow, Debrief, FollowUp, InterruptionRow
from ..errors import InputFileError
from ..hearing.model import Heard
from ..interview.core.next_question import next_question
from ..language.analyze import Analyser
from ..language.model import Analysis, Context
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
    if split:
        return [row_of(*part, analyse) for part in _parts(item, recogniser, progress, memory)]
    return [row_of(item, *listen(item, recogniser, progress, memory), analyse)]


def _parts(
    item: Source, recogniser: Callable[[], Any], progress: Progress, memory: Memory | None
) -> Iterator[tuple[Source, Heard, tuple[str, ...]]]:
    """A long recording as its answers, each with the question in front of it."""
    from ..audio.files import probe
    from .split import by_channels, by_questions

    assert item.path is not None
    if probe(item.path).channels == 2:
        sides = [listen(item, recogniser, progress, memory, channel=n) for n in (0, 1)]
        parts, notes = by_channels([heard for heard, _ in sides]), sides[0][1]
    else:
        heard, notes = listen(item, recogniser, progress, memory)
        parts = by_questions(heard)
    for number, part in enumerate(parts, start=1):
        asked = replace(item.asked, question=part.question or item.asked.question)
        yield replace(item, id=f"{item.id}-{number}", asked=asked), part.heard, (*notes, *filter(None, [part.note]))


def listen(
    item: Source,
    recogniser: Callable[[], Any],
    progress: Progress,
    memory: Memory | None = None,
    *,
    channel: int | None = None,
) -> tuple[Heard, tuple[str, ...]]:
    """Transcribe one recording; silence gives an answer without words and a note that says so."""
    from ..audio.files import open_audio
    from ..hearing.recording import transcribe_recording

    assert item.path is not None
    known = memory.recall(item.path, channel, item.asked.vocabulary) if memory else None
    if known is not None:
        return known
    with open_audio(item.path, channel=channel) as sound:
        whole = sound.duration_s or 0.0
        heard = transcribe_recording(
            sound.blocks(),
            recogniser(),
            vocabulary=item.asked.vocabulary,
            progress=lambda done: progress(item.name, done, whole),
        )
        notes = tuple(sound.notes)
    if not heard.words:
        what = "Voice was heard but no words were understood." if heard.voiced else "No voice was heard in this file."
        notes = (*notes, what)
    if memory:
        memory.keep(item.path, channel, item.asked.vocabulary, heard, notes)
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
