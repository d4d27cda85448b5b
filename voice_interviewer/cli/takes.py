"""Retakes: an answer of an earlier session given again, and both takes side by side."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Take:
    """The first take of an answer."""

    session: Any
    debrief: Any
    row: Any
    flow_name: str

    @classmethod
    def of(cls, text: str, analyse: Any = None) -> Take:
        """From `SESSION/ANSWER`. Raises UsageError or NotFoundError."""
        from ..debrief.write import make
        from ..progress.retake import find, place
        from ..sessions.journal import Session

        name, answer = place(text)
        session = Session.open(name)
        debrief = make(session, analyse)
        return cls(session, debrief, find(debrief, answer), str(session.meta.get("flow") or ""))

    def flow(self) -> Any:
        """A flow of this one question."""
        from ..flow.catalog import load_flow
        from ..interview.live.retaking import retake_flow

        return retake_flow(load_flow(self.flow_name), self.row.node, self.row.question, self.row.pattern)

    def compare(self, again: Any, analyse: Any = None) -> str:
        """Write both takes side by side beside the new session's debrief, note the retake in the first one's journal,
        and return what changed in words."""
        from ..debrief.write import make
        from ..progress import retake

        second = make(again, analyse)
        if not second.answers:
            return "There is no second take to compare: nothing was answered."
        row = second.answers[0]
        aims = retake.aims_of(self.row, self.debrief.debrief.priorities)
        comparison = retake.compare(self.row, row, aims)
        first_audio = None
        if self.row.audio:
            first_audio = os.path.relpath(self.session.path / self.row.audio, again.path).replace(os.sep, "/")
        page = retake.html(comparison, first_audio=first_audio, second_audio=row.audio)
        path = again.write_file("takes.html", page)
        with self.session as first:
            first.append("retake", {"answer": self.row.id, "session": again.id, "take": row.id})
        lines = [comparison.verdict]
        lines += [f"  {aim.name}: {aim.before} before, {aim.after} now ({aim.says})" for aim in comparison.aims]
        return "\n".join([*lines, comparison.transfer, f"Both takes: {path}"])
