"""The debrief's planted sessions: whole sessions with one weakness a careful reader would name first."""

from __future__ import annotations

from typing import Any

import yaml

from scripts.lab import ROOT
from voice_interviewer.debrief.data.build import answer_row, text_answer
from voice_interviewer.debrief.data.priorities import priorities
from voice_interviewer.debrief.data.schema import AnswerRow, InterruptionRow
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context, Interruption

FILE = ROOT / "tests" / "debrief" / "data" / "planted.yaml"


def sessions() -> list[dict[str, Any]]:
    """`name`, `answers` (`q`, `a`, and for a constraint `cut` and the reaction `r`), `first`: labels that may lead."""
    found: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def heard(number: int, item: dict[str, str]) -> AnswerRow:
    """One planted answer, judged as written."""
    text, cut = item["a"], None
    if "cut" in item:
        cut = Interruption(item["cut"], len(text) + 1)
        text = f"{text} {item['r']}"
    said = analyze(text, Context(question=item["q"], interruption=cut))
    broke = InterruptionRow(text=cut.text, at=cut.at) if cut else None
    return answer_row(text_answer(text), said, id=str(number), question=item["q"], interruption=broke)


def first_of(session: dict[str, Any]) -> str:
    """The label of the session's first priority; `none` without any."""
    chosen = priorities([heard(i, item) for i, item in enumerate(session["answers"], 1)])
    return chosen[0].label if chosen else "none"
