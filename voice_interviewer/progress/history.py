"""What changed over the sessions, derived from their debriefs; nothing here is kept that cannot be made again.

A debrief is read as the JSON it is (`debrief.json`), so this room knows nothing of how it was made. Reading many is
quick because the few numbers wanted are kept beside the sessions (`history.json`), by the time and size of each file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ..debrief.wording import counted
from ..disk import last_written, read_json, write_atomic
from ..errors import InterviewerError
from ..paths import sessions_dir
from ..rubric.keys import LOOKED_FOR, family, words
from ..rubric.relations import FOLLOWED
from ..sessions.codec import decode_as
from ..sessions.find import list_sessions
from ..sessions.journal import Session
from .noise import Change, rates, shares

CACHE = "history.json"
SHOWN = LOOKED_FOR


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one session, or of one question within it; they add up."""

    words: int = 0
    minutes: float = 0.0
    ums: int = 0
    answers: int = 0
    labels: dict[str, int] = field(default_factory=dict)
    "Findings by label."
    signals: dict[str, dict[str, int]] = field(default_factory=dict)
    "For each signal: how often volunteered, prompted, missed."

    def state(self, signal: str) -> tuple[int, int, int]:
        """(volunteered, prompted, missed) of one signal."""
        row = self.signals.get(signal, {})
        volunteered, prompted, missed = (row.get(state, 0) for state in SHOWN)
        return volunteered, prompted, missed

    def volunteered(self) -> tuple[int, int]:
        """(volunteered, all looked for) over all signals."""
        states = [self.state(s) for s in self.signals]
        return sum(v for v, _, _ in states), sum(v + p + m for v, p, m in states)


@dataclass(frozen=True, slots=True)
class Point:
    """One session in the history."""

    session: str
    started: str
    flow: str
    candidate: str
    total: Tally
    questions: dict[str, Tally] = field(default_factory=dict)
    "By node, or by the question's words where there is no node."
    patience: float | None = None
    first_priority: str = ""
    called: str = ""
    "What people call the flow."


def point_of(debrief: Mapping[str, Any]) -> Point:
    """The numbers of one debrief. Missing or odd fields count as nothing."""
    answers = [a for a in debrief.get("answers") or () if isinstance(a, dict)]
    by_question: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for answer in answers:
        key = str(answer.get("node") or answer.get("question") or "")
        if key:
            by_question[key].append(answer)
    summary = debrief.get("debrief") or {}
    priorities = summary.get("priorities") or [{}]
    return Point(
        session=str(debrief.get("session") or ""),
        started=str(debrief.get("started") or ""),
        flow=str(debrief.get("flow") or ""),
        candidate=str(debrief.get("candidate") or ""),
        total=_tally(answers),
        questions={key: _tally(rows) for key, rows in by_question.items()},
        patience=debrief.get("patience"),
        first_priority=str(priorities[0].get("label") or ""),
    )


def collect(
    root: Path | None = None,
    *,
    candidate: str | None = "",
    remake: Callable[[Session], Mapping[str, Any]] | None = None,
) -> list[Point]:
    """The history, oldest first. `candidate` "" keeps a person's sessions, a name that persona's, None all.

    A session without `debrief.json` is given to `remake`, else left out; so is one whose debrief is damaged. A retake
    is compared with its first take and is no session of the history: one answer told twice is no trend.
    """
    root = root or sessions_dir()
    cache = _load(root / CACHE)
    fresh: dict[str, Any] = {}
    points = []
    for listed in list_sessions(root):
        if listed.retake:
            continue
        source = listed.path / "debrief.json"
        stamp = last_written(source)
        known = cache.get(listed.id)
        point: Point | None = None
        if stamp and isinstance(known, dict) and known.get("stamp") == stamp:
            point = _read(known.get("point"))
        if point is None:
            debrief: Mapping[str, Any] | None = _debrief(source) if stamp else None
            if debrief is None and remake is not None and listed.answers:
                try:
                    debrief = remake(Session(listed.path))
                except (InterviewerError, ValueError, OSError):
                    debrief = None
            point = point_of(debrief) if debrief is not None else None
        if point is None or not point.total.answers:
            continue
        if stamp:
            fresh[listed.id] = {"stamp": stamp, "point": asdict(point)}
        points.append(replace(point, called=listed.called))
    if fresh != cache:
        try:
            write_atomic(root / CACHE, json.dumps(fresh))
        except InterviewerError:
            pass  # a read-only folder still has a history
    return [p for p in points if candidate is None or p.candidate == candidate]


# ---- what the history shows ----


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over the sessions."""

    key: str
    title: str
    unit: str
    better: int
    "1 when more is better, -1 when less is, 0 when neither."
    values: tuple[float | None, ...]
    change: Change
    "First half of the sessions against the second."

    @property
    def says(self) -> str:
        """`better`, `worse`, `the same`, `within noise`, `too little yet`, or `noted` (no better)."""
        if self.better == 0:
            return "noted"
        if self.change.before is None or self.change.after is None:
            return "too little yet"
        if self.change.before == self.change.after:
            return "the same"
        if self.change.noise:
            return "within noise"
        return "better" if self.change.direction == self.better else "worse"


def series(points: Sequence[Point], question: str = "") -> list[Series]:
    """All measures over the sessions, or over one question's answers (a node or the question's words)."""
    tallies = [p.questions.get(question, Tally()) if question else p.total for p in points]
    half = len(tallies) // 2
    early, late = _sum(tallies[:half]), _sum(tallies[half:])
    out = [
        *(
            _rate(label, counted(label), tallies, early, late, -1 if family(label) == "cost" else 1)
            for label in FOLLOWED
        ),
        Series(
            "fillers",
            "Um and uh",
            "per minute",
            -1,
            tuple(t.ums / t.minutes if t.minutes > 0.3 else None for t in tallies),
            rates(early.ums, early.minutes, late.ums, late.minutes),
        ),
    ]
    (va, na), (vb, nb) = early.volunteered(), late.volunteered()
    values = []
    for tally in tallies:
        hits, n = tally.volunteered()
        values.append(100 * hits / n if n else None)
    out.append(Series("volunteered", "Judgement unasked", "%", 1, tuple(values), _percent(shares(va, na, vb, nb))))
    if not question:
        patience = tuple(p.patience for p in points)
        out.append(Series("patience", "Longest thinking pause", "seconds", 0, patience, Change(None, None, True)))
    return out


def signal_series(points: Sequence[Point], names: Sequence[str], question: str = "") -> list[Series]:
    """For each signal the share of answers that showed it, of those that were listened to for it."""
    tallies = [p.questions.get(question, Tally()) if question else p.total for p in points]
    half = len(tallies) // 2
    early, late = _sum(tallies[:half]), _sum(tallies[half:])
    out = []
    for name in names:
        values = []
        for tally in tallies:
            v, p, m = tally.state(name)
            values.append(100 * (v + p) / (v + p + m) if v + p + m else None)
        (va, pa, ma), (vb, pb, mb) = early.state(name), late.state(name)
        change = _percent(shares(va + pa, va + pa + ma, vb + pb, vb + pb + mb))
        out.append(Series(name, words(name), "% shown", 1, tuple(values), change))
    return out


def _percent(change: Change) -> Change:
    scale = [None if v is None else 100 * v for v in (change.before, change.after)]
    return Change(scale[0], scale[1], change.noise)


def _rate(label: str, title: str, tallies: Sequence[Tally], early: Tally, late: Tally, better: int) -> Series:
    values = tuple(100 * t.labels.get(label, 0) / t.words if t.words >= 60 else None for t in tallies)
    change = rates(early.labels.get(label, 0), early.words / 100, late.labels.get(label, 0), late.words / 100)
    return Series(label, title, "per 100 words", better, values, change)


def _tally(answers: Sequence[Mapping[str, Any]]) -> Tally:
    labels: dict[str, int] = defaultdict(int)
    signals: dict[str, dict[str, int]] = {}
    words = ums = 0
    minutes = 0.0
    for answer in answers:
        words += _count(answer.get("words"))
        pace = ((answer.get("measures") or {}).get("pace_wpm") or {}).get("value")
        voiced = answer.get("voiced") or ()
        if isinstance(pace, (int, float)) and pace > 0:
            minutes += _count(answer.get("words")) / pace
        elif voiced:
            minutes += max(0.0, voiced[-1]["end"] - voiced[0]["start"]) / 60
        for finding in answer.get("findings") or ():
            label = str(finding.get("label"))
            if finding.get("opinion") is not False:
                labels[label] += 1
            if label == "filler" and str(finding.get("text", "")).strip().casefold()[:2] in ("um", "uh", "er", "hm"):
                ums += 1
        for name, row in (answer.get("signals") or {}).items():
            if row.get("state") in SHOWN:
                states = signals.setdefault(name, {})
                states[row["state"]] = states.get(row["state"], 0) + 1
    return Tally(words, minutes, ums, len(answers), dict(labels), signals)


def _sum(tallies: Sequence[Tally]) -> Tally:
    labels: dict[str, int] = defaultdict(int)
    signals: dict[str, dict[str, int]] = {}
    for tally in tallies:
        for label, count in tally.labels.items():
            labels[label] += count
        for name, states in tally.signals.items():
            row = signals.setdefault(name, {})
            for state, count in states.items():
                row[state] = row.get(state, 0) + count
    return Tally(
        sum(t.words for t in tallies),
        sum(t.minutes for t in tallies),
        sum(t.ums for t in tallies),
        sum(t.answers for t in tallies),
        dict(labels),
        signals,
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _debrief(path: Path) -> dict[str, Any] | None:
    try:
        debrief = read_json(path)
    except (OSError, ValueError):
        return None
    return debrief if isinstance(debrief, dict) else None


def _load(path: Path) -> dict[str, Any]:
    try:
        loaded = read_json(path)
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _read(data: Any) -> Point | None:
    try:
        point: Point = decode_as(data, Point)
    except (ValueError, TypeError, KeyError):
        return None
    return point
