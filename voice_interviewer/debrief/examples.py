"""A strong answer of somebody else beside each answer to a question, with its sound where it was spoken before."""

from __future__ import annotations

from pathlib import Path

from ..interview.rehearsal.examples import Example, example
from ..rubric import patterns
from ..rubric.outright import outright
from .data.schema import AnswerRow, Debrief, ExampleRow

FOLDER = "examples"


def of(row: AnswerRow) -> Example | None:
    """The example for what an answer replied to; None where there is none."""
    found = example(question=row.question, node=row.node, pattern=row.pattern, kind=row.replies_to)
    if found is None or row.node or found.own or row.kind != "question":
        return found
    # Where no flow says what a question is, its pattern is a guess; somebody else's answer needs more than that.
    return found if set(outright(row.question)) & set(patterns.asks(row.pattern)) else None


def sound_of(row: AnswerRow) -> str:
    """Where a session keeps its sound, relative to the session's folder."""
    return f"{FOLDER}/{row.node or row.pattern or 'question'}.mp3"


def add_examples(debrief: Debrief, folder: Path | None = None) -> Debrief:
    """The same debrief with examples; one that stands beside an earlier answer is not shown twice."""
    seen: set[str] = set()
    for row in debrief.answers:
        found = of(row) if row.words and not row.personal else None  # nobody tells it better
        if found is None or found.text in seen:
            continue
        seen.add(found.text)
        sound = sound_of(row)
        there = folder is not None and (folder / sound).is_file()
        row.example = ExampleRow(text=found.text, who=found.who, own=found.own, audio=sound if there else None)
    return debrief
