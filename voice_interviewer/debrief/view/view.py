"""What the renderers paint, worked out from a `Debrief` and nothing else: marked text, timeline lanes, table rows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...rubric.keys import DISFLUENCIES, SIGNAL_STATES, SIGNALS, TRAPS
from ...sessions.kinds import TurnKind
from ..data.measures import NAMES
from ..data.schema import AnswerRow, Debrief, FindingRow, MeasureRow, Strength
from ..wording import about, family, name, say
from . import fair, page_one
from .lanes import Lane, clock, is_whole, lanes

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
BANDS: dict[str, tuple[float, float, float, float]] = {
    "pace_wpm": (60, 280, 130, 200),
    "fillers_per_minute": (0, 16, 0, 8),
    "hedges_per_100_words": (0, 6, 0, 2),
    "silent_share": (0, 50, 14, 32),
    "longest_pause": (0, 9, 0, 3),
    "response_latency": (0, 9, 0, 3),
}
"(axis from, axis to, usual from, usual to) for measures that have a usual range."


REPLIED: dict[TurnKind, str] = {
    "question": "",
    "follow_up": "Follow-up",
    "constraint": "After a constraint",
    "reprompt": "Asked again",
}
"What stands above an answer; above the reply to a question, its pattern."


def shown(text: str) -> str:
    """Text fit for a page: control characters, which no page may hold, become a visible replacement."""
    return _CONTROL.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer's text in which the same findings hold, or the place of an interruption."""

    text: str
    kinds: tuple[str, ...] = ()
    "Families of the findings here: cost, signal, strength, disfluency."
    title: str = ""
    note: int | None = None
    "Number of the finding that begins here (the mark links to it)."
    ends: tuple[int, ...] = ()
    "Numbers of the findings that end here."
    start_s: float | None = None
    interruption: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as listed under an answer."""

    number: int
    label: str
    name: str
    kind: str
    text: str
    why: str
    at: str
    start_s: float | None
    whole: bool
    "It is about the answer as a whole and not marked in the text."
    opinions: str
    "Who accepted or rejected it, in words."
    start: int
    end: int
    "Place in the answer's text, characters."


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


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure as a table shows it."""

    key: str
    name: str
    value: str
    norm: str
    remark: str
    quality: str
    withheld: str
    band: tuple[float, float, float] | None
    "Usual range from and to, and the value, each in per cent of the axis."


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
        _answer(debrief, row, anchors[row.id], i, missed.get(row.id, [])) for i, row in enumerate(debrief.answers, 1)
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


def measure_views(measures: dict[str, MeasureRow]) -> list[MeasureView]:
    """Measures in their order, formatted."""
    return [measure_view(key, row) for key, row in measures.items()]


def measure_view(key: str, row: MeasureRow) -> MeasureView:
    """One measure, formatted: `at least 3.1, perhaps 6.0 per min` where hearing leaves a range."""
    value = ""
    band = None
    if row.value is not None:
        value = f"{_number(row.value)} {row.unit}"
        if row.high is not None and row.low is not None and row.high > row.low:
            value = f"at least {_number(row.low)}, perhaps {_number(row.high)} {row.unit}"
        if key in BANDS:
            low, high, usual_from, usual_to = BANDS[key]
            span = high - low
            place = min(100.0, max(0.0, 100 * (row.value - low) / span))
            band = (100 * (usual_from - low) / span, 100 * (usual_to - low) / span, round(place, 1))
    return MeasureView(key, NAMES.get(key, key), value, row.norm, row.remark, row.quality, row.withheld or "", band)


# ---- answers ----


def _answer(debrief: Debrief, row: AnswerRow, anchor: str, index: int, missed: list[page_one.Missed]) -> AnswerView:
    notes = _notes(row)
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


def _notes(row: AnswerRow) -> list[Note]:
    found = [f for f in row.findings if f.label != "repeat"]
    found.sort(key=lambda f: (f.start, f.end))
    notes = []
    told: set[tuple[str, str]] = set()  # of several alike the first says why
    for number, f in enumerate((f for f in found if f.label != "filler"), 1):
        notes.append(
            Note(
                number=number,
                label=f.label,
                name=name(f.label),
                kind=family(f.label),
                text=f.text,
                why="" if (f.label, f.why) in told else f.why,
                at=clock(f.start_s),
                start_s=f.start_s,
                whole=is_whole(row, f),
                opinions=page_one.opinions(f),
                start=f.start,
                end=f.end,
            )
        )
        told.add((f.label, f.why))
    return notes


def answer_pieces(row: AnswerRow) -> list[Piece]:
    """The text cut where findings begin and end; linear in text and findings."""
    text = row.transcript.text
    numbered = _numbered(row)
    marks = [(f, numbered.get(id(f))) for f in row.findings if not is_whole(row, f) and f.end > f.start]
    cut_at = row.interruption.at if row.interruption else None
    cuts = {0, len(text)} | {f.start for f, _ in marks} | {f.end for f, _ in marks}
    if cut_at is not None:
        cuts.add(min(max(0, cut_at), len(text)))
    edges = sorted(c for c in cuts if 0 <= c <= len(text))
    starts: dict[int, list[tuple[FindingRow, int | None]]] = {}
    ends: dict[int, list[FindingRow]] = {}
    for f, number in marks:
        starts.setdefault(f.start, []).append((f, number))
        ends.setdefault(f.end, []).append(f)
    open_now: list[tuple[FindingRow, int | None]] = []
    pieces: list[Piece] = []
    for edge, following in zip(edges, edges[1:] or [len(text)], strict=False):
        if cut_at is not None and edge == min(cut_at, len(text)) and row.interruption:
            pieces.append(Piece("", interruption=row.interruption.text, start_s=row.interruption.at_s))
        closing = ends.get(edge, ())
        if closing:
            open_now = [(f, n) for f, n in open_now if f.end > edge]
        begun = starts.get(edge, [])
        open_now.extend(begun)
        if following <= edge:
            continue
        ending = tuple(n for f, n in open_now if f.end == following and n is not None)
        pieces.append(
            Piece(
                text=text[edge:following],
                kinds=tuple(dict.fromkeys(family(f.label) for f, _ in open_now)),
                labels=tuple(dict.fromkeys(f.label for f, _ in open_now)),
                title="; ".join(dict.fromkeys(name(f.label) for f, _ in open_now)),
                note=next((n for _, n in (begun or open_now) if n is not None), None),
                ends=ending,
                start_s=open_now[0][0].start_s if open_now else None,
            )
        )
    if cut_at is not None and row.interruption and cut_at >= len(text):
        pieces.append(Piece("", interruption=row.interruption.text, start_s=row.interruption.at_s))
    return pieces


def _numbered(row: AnswerRow) -> dict[int, int]:
    found = sorted((f for f in row.findings if f.label not in DISFLUENCIES), key=lambda f: (f.start, f.end))
    return {id(f): number for number, f in enumerate(found, 1)}


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


# ---- the head of the page ----


def _title(debrief: Debrief) -> str:
    if debrief.flow:
        return debrief.flow.replace("_", " ").replace("-", " ").capitalize()
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
    words = sum(r.words for r in debrief.answers)
    lines = [
        f"Session {debrief.session}" if debrief.session else "",
        f"flow {debrief.flow}" if debrief.flow else "",
        f"{setup.minutes:g} minutes planned" if setup.minutes else "",
        f"{words:,} words" if words else "",
        f"patience {setup.patience}" if setup.patience else "",
        f"heard with {debrief.heard_with}" if debrief.heard_with else "",
        setup.microphone,
        f"voice-interviewer {setup.version}" if setup.version else "",
    ]
    return [line for line in lines if line]


def _inner(text: str) -> str:
    """Text that may stand inside double quotes of a shell."""
    return re.sub(r'([\\"$`!])', r"\\\1", text)


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 20 or value == int(value) else f"{value:.1f}"
