"""One answer as the page shows it: question, marked text, signals, measures, what to say instead, what to do next."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field

from ...rubric.keys import SIGNAL_STATES, SIGNALS
from ...sessions.kinds import TurnKind
from ..data.schema import AnswerRow, Debrief
from ..wording import about, name, say
from . import fair, page_one
from .lanes import clock
from .marked import Note, Piece, answer_notes, answer_pieces
from .measure_rows import MeasureView, measure_views

REPLIED: dict[TurnKind, str] = {
    "question": "",
    "follow_up": "Follow-up",
    "constraint": "After a constraint",
    "reprompt": "Asked again",
}
"What stands above an answer; above the reply to a question, its pattern."


@dataclass(frozen=True, slots=True)
class SignalView:
    """A judgement signal of an answer."""

    key: str
    name: str
    state: str
    says: str
    at: str
    start_s: float | None
    quote: str


@dataclass(slots=True)
class AnswerView:
    """One answer as the page shows it."""

    row: AnswerRow
    anchor: str
    title: str
    asked: str
    "The question, or that there was none."
    short: str
    "As much of it as a folded line shows."
    line: str
    "How long, and what was found."
    replied_to: str
    "One of `REPLIED`, or the pattern's name."
    pieces: list[Piece]
    notes: list[Note]
    signals: list[SignalView]
    missed: list[page_one.Missed]
    "What its question asked for and it lacked, unless that is said elsewhere."
    parts: list[tuple[str, bool]]
    measures: list[MeasureView]
    reframes: list[tuple[str, str, str, str]] = field(default_factory=list)
    "(name, quote, what stands between where that needs saying, suggestion)"
    reaction: str = ""
    trap: str = ""
    correct_command: str = ""
    retake_command: str = ""
    example_command: str = ""

    @property
    def passed(self) -> list[SignalView]:
        """Signals that were shown."""
        return [s for s in self.signals if s.state != "missed"]


def answer_view(
    debrief: Debrief, row: AnswerRow, *, index: int, anchor: str, missed: list[page_one.Missed]
) -> AnswerView:
    """One of the debrief's answers, the `index`-th from 1; `missed`: what its question asked for and it lacked."""
    notes = answer_notes(row)
    session = debrief.session
    title = row.id if len(row.id) <= 24 else str(index)
    replied = REPLIED[row.kind]
    place = shlex.quote(row.id)
    asked = row.question or "No question was given"
    return AnswerView(
        row=row,
        anchor=anchor,
        title=f"Answer {title}",
        asked=asked,
        short=page_one.asked_shortly(asked),
        line=page_one.line(row),
        replied_to=replied or say("patterns", row.pattern),
        pieces=answer_pieces(row),
        notes=notes,
        signals=_signals(row),
        missed=missed,
        parts=fair.story_parts(row),
        measures=[m for m in measure_views(row.measures) if not m.withheld and m.key != "volunteered_share"],
        reframes=[
            (name(r.label), r.quote, page_one.in_its_place(r.quote, r.suggestion), r.suggestion)
            for r in debrief.debrief.reframes
            if r.answer == row.id
        ],
        reaction=say("reactions", row.reaction) if row.reaction else "",
        trap=say("traps", row.trap) if row.trap else "",
        correct_command=f'voice-interviewer debrief {session} --correct "{_inner(row.id)}:heard=said"'
        if session
        else "",
        retake_command=f"voice-interviewer practice --retake {session}/{place}" if session else "",
        example_command=f"voice-interviewer example {session} {place}" if session else "",
    )


def _signals(row: AnswerRow) -> list[SignalView]:
    order: dict[str, int] = {state: place for place, state in enumerate(SIGNAL_STATES)}
    out = []
    for key in SIGNALS:
        signal = row.signals.get(key)
        if signal is None or signal.state == "not_asked":
            continue
        first = signal.evidence[0] if signal.evidence else None
        out.append(
            SignalView(
                key,
                about(key).get("name", key),
                signal.state,
                say("states", signal.state),
                clock(first.start_s) if first else "",
                first.start_s if first else None,
                first.text if first else "",
            )
        )
    return sorted(out, key=lambda s: order[s.state])


def _inner(text: str) -> str:
    """Text that may stand inside double quotes of a shell."""
    return re.sub(r'([\\"$`!])', r"\\\1", text)
