"""The whole page, worked out from a `Debrief` and nothing else: page one, the answers, the timeline, the tables.

One answer is worked out in `one_answer`, its marked text in `marked`, rows of measures in `measure_rows`, what is read
before anything is opened in `page_one`; renderers take all of it from a `View`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...rubric.keys import TRAPS
from ...sessions.records import flow_called
from ..data.measures import NAMES
from ..data.schema import Debrief, Strength
from ..wording import say
from . import page_one
from .lanes import Lane, clock, lanes
from .measure_rows import MeasureView, measure_views
from .one_answer import AnswerView, answer_view

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def shown(text: str) -> str:
    """Text fit for a page: control characters, which no page may hold, become a visible replacement."""
    return _CONTROL.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class View:
    """The whole page."""

    debrief: Debrief
    title: str
    facts: list[str]
    headline: str
    own: page_one.Own | None
    keep: list[page_one.Kept]
    further: list[Strength]
    "More to keep, folded away."
    change: list[page_one.Changed]
    unchanged: str
    "What stands there where nothing is to be changed."
    brackets: bool
    "Something that is suggested has a gap to fill in."
    next_command: str
    setup: list[str]
    answers: list[AnswerView]
    lanes: list[Lane]
    axis: list[str]
    measures: list[MeasureView]
    withheld_measures: list[tuple[str, list[str]]]
    traps: Sequence[tuple[str, str, float, int]]
    "(key, name, 0 to 1, answers it dominated) for both traps, always both."
    anchors: dict[str, str]
    "Answer id to anchor."


def view(debrief: Debrief) -> View:
    """Everything a renderer needs; deterministic in the debrief."""
    anchors = {row.id: f"answer-{i}" for i, row in enumerate(debrief.answers, 1)}
    missed = page_one.missed_once(debrief)
    answers = [
        answer_view(debrief, row, index=i, anchor=anchors[row.id], missed=missed.get(row.id, []))
        for i, row in enumerate(debrief.answers, 1)
    ]
    change = page_one.change(debrief)
    first = change[0].priority.answer if change else ""
    made, axis = lanes([(a.anchor, a.row) for a in answers])
    scale = debrief.debrief.trap_scale
    sides = {"apologetic_minimising": "apologetic", "inflated_compensation": "inflated"}
    traps = [(t, say("traps", t), min(1.0, scale.get(sides[t], 0.0)), debrief.debrief.traps.get(t, 0)) for t in TRAPS]
    grouped: dict[str, list[str]] = {}
    for key, row in debrief.measures.items():
        if row.withheld:
            grouped.setdefault(row.withheld, []).append(NAMES.get(key, key))
    return View(
        debrief=debrief,
        title=_title(debrief),
        facts=_facts(debrief),
        headline=page_one.headline(debrief),
        own=page_one.own(debrief),
        keep=page_one.keep(debrief),
        further=page_one.further(debrief),
        change=change,
        unchanged=page_one.unchanged(debrief),
        brackets=any("[" in c.priority.reframe for c in change),
        next_command=next((a.retake_command for a in answers if a.row.id == first), ""),
        setup=_setup(debrief),
        answers=answers,
        lanes=made,
        axis=axis,
        measures=measure_views(debrief.measures),
        withheld_measures=list(grouped.items()),
        traps=traps,
        anchors=anchors,
    )


def _title(debrief: Debrief) -> str:
    if called := flow_called(debrief.flow, debrief.title):
        return called
    return "Review" if not debrief.session else "Practice"


def _facts(debrief: Debrief) -> list[str]:
    facts = []
    if debrief.started:
        facts.append(debrief.started[:16].replace("T", " "))
    count = len(debrief.answers)
    facts.append(f"{count} answer{'' if count == 1 else 's'}")
    spoken = sum(r.duration_s for r in debrief.answers if not r.typed)
    if spoken:
        facts.append(f"{clock(spoken)} heard")
    if debrief.candidate:
        facts.append(f"simulated candidate: {debrief.candidate}" if debrief.session else debrief.candidate)
    return facts


def _setup(debrief: Debrief) -> list[str]:
    """How the session was set up: flow, minutes, patience, model, microphone, version."""
    setup = debrief.setup
    flow = re.split(r"[\\/]", debrief.flow)[-1]  # of a file its name alone: the page may be given to somebody else
    words = sum(r.words for r in debrief.answers)
    lines = [
        f"Session {debrief.session}" if debrief.session else "",
        f"flow {flow}" if flow else "",
        f"{setup.minutes:g} minutes planned" if setup.minutes and setup.clock else "",
        f"{words:,} word{'' if words == 1 else 's'}" if words else "",
        "no clock" if not setup.clock else f"patience {setup.patience}" if setup.patience else "",
        f"heard with {debrief.heard_with}" if debrief.heard_with else "",
        setup.microphone,
        f"voice-interviewer {setup.version}" if setup.version else "",
    ]
    return [line for line in lines if line]
