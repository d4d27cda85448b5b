"""Retakes: an answer of an earlier session given again, and both takes side by side."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ...debrief.data.schema import AnswerRow, Debrief
from ...flow.model import Flow
from ...sessions.journal import Session
from .parts import Analyse
from .retaking import retake_flow


@dataclass(frozen=True, slots=True)
class Takes:
    """Both takes compared."""

    lines: tuple[str, ...]
    "What changed, in words: the verdict, a line for each thing aimed at, what to try next."
    page: Path
    "Both takes side by side, beside the new session's debrief."


@dataclass(frozen=True)
class Take:
    """The first take of an answer."""

    session: Session
    debrief: Debrief
    row: AnswerRow
    flow_name: str

    @classmethod
    def of(cls, text: str, analyse: Analyse | None = None, root: Path | None = None) -> Take:
        """From `SESSION/ANSWER`. Raises UsageError or NotFoundError."""
        from ...debrief.write import make
        from ...progress.retake import find, place

        name, answer = place(text)
        session = Session.open(name, root)
        debrief = make(session, analyse)
        return cls(session, debrief, find(debrief, answer), session.header.flow)

    def flow(self) -> Flow:
        """A flow of this one question."""
        from ...flow.catalog import load_flow
        from ...paths import kept_flow

        return retake_flow(load_flow(kept_flow(self.flow_name)), self.row.node, self.row.question, self.row.pattern)

    def compare(self, again: Session, analyse: Analyse | None = None) -> Takes | None:
        """Write both takes side by side beside the new session's debrief, note the retake in the first one's journal,
        and say what changed; None where nothing was answered. Raises StorageError."""
        from ...debrief.write import make
        from ...progress import retake
        from ...sessions.records import RetakeOf

        second = make(again, analyse)
        if not second.answers:
            return None
        row = second.answers[0]
        aims = retake.aims_of(self.row, self.debrief.debrief.priorities)
        comparison = retake.compare(self.row, row, aims, practised())
        first_audio = None
        if self.row.audio:
            first_audio = os.path.relpath(self.session.path / self.row.audio, again.path).replace(os.sep, "/")
        page = retake.html(comparison, first_audio=first_audio, second_audio=row.audio)
        path = again.write_file("takes.html", page)
        with self.session as first:
            first.write(RetakeOf(self.row.id, again.id, row.id))
        changed = (f"  {aim.name}: {aim.before} before, {aim.after} now ({aim.says})" for aim in comparison.aims)
        next_one = [comparison.transfer] + ([f"  {comparison.command}"] if comparison.command else [])
        return Takes((comparison.verdict, *changed, *next_one), path)


def practised() -> dict[str, str]:
    """For each pattern the shipped flow in which its share of the questions is largest, so that it soon comes up."""
    from ...flow.catalog import load_flow, names

    best: dict[str, tuple[float, str]] = {}
    for name in names():
        asked = [question.pattern for question in load_flow(name).questions.values()]
        for pattern in filter(None, set(asked)):
            best[pattern] = max(best.get(pattern, (0.0, "")), (asked.count(pattern) / len(asked), name))
    return {pattern: name for pattern, (_, name) in best.items()}
