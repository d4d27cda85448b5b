"""The timeline: one lane an answer, all on the scale of the longest, with speech, pauses, findings and interruption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..data.measures import THINKING_PAUSE_S
from ..data.schema import AnswerRow, FindingRow, Span
from ..wording import family, name

_WHOLE = frozenset({"generic", "outcome_only"})


@dataclass(frozen=True, slots=True)
class Tick:
    """A finding on a lane."""

    x: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One answer on the timeline; x and widths in thousandths of the longest answer."""

    anchor: str
    title: str
    says: str
    length: str
    latency: float
    voiced: tuple[tuple[float, float], ...]
    long_pauses: tuple[tuple[float, float], ...]
    ticks: tuple[Tick, ...]
    interruption: float | None


def clock(seconds: float | None) -> str:
    """`1:02` for 62 seconds, `1:00:02` past the hour; "" for None."""
    if seconds is None:
        return ""
    whole = int(max(0.0, seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def is_whole(row: AnswerRow, finding: FindingRow) -> bool:
    """Whether a finding is about the answer as a whole and so not marked in its text."""
    length = len(row.transcript.text)
    return finding.label in _WHOLE and (finding.end - finding.start > 0.5 * length or finding.end - finding.start > 220)


def lanes(answers: Sequence[tuple[str, AnswerRow]]) -> tuple[list[Lane], list[str]]:
    """A lane for each (anchor, answer) that was heard, all on one scale, and the five labels of its axis."""
    timed = [(anchor, row) for anchor, row in answers if row.voiced or row.transcript.words]
    spans = {anchor: _extent(row) for anchor, row in timed}
    longest = max((spans[anchor][1] - spans[anchor][0] + _latency(row) for anchor, row in timed), default=0.0)
    if longest <= 0:
        return [], []
    scale = 1000 / longest

    made = []
    for anchor, row in timed:
        begin, end = spans[anchor]
        zero = begin - _latency(row)

        def x(at: float, zero: float = zero) -> float:
            return round(min(1000.0, max(0.0, (at - zero) * scale)), 1)

        voiced = row.voiced or _runs(row)
        ticks = [
            Tick(x(f.start_s), family(f.label), f"{clock(f.start_s)} {name(f.label)}: {f.text[:60]}")
            for f in row.findings
            if f.start_s is not None and f.label not in ("filler", "repeat") and not is_whole(row, f)
        ]
        costs = sum(1 for t in ticks if t.kind == "cost")
        good = sum(1 for t in ticks if t.kind in ("signal", "strength"))
        says = f"{clock(end - begin)} of speech, {good} to keep, {costs} to change"
        broke = row.interruption.at_s if row.interruption else None
        made.append(
            Lane(
                anchor=anchor,
                title=f"{row.id}. {row.question or row.source}" if row.id.isdigit() else row.question or row.source,
                says=says + (", interrupted by a constraint" if broke is not None else ""),
                length=clock(end - begin),
                latency=round(_latency(row) * scale, 1),
                voiced=tuple((x(s.start), max(0.8, round(x(s.end) - x(s.start), 1))) for s in voiced),
                long_pauses=tuple(
                    (x(p.start), round(x(p.end) - x(p.start), 1))
                    for p in row.pauses
                    if p.end - p.start > THINKING_PAUSE_S
                ),
                ticks=tuple(ticks),
                interruption=None if broke is None else x(broke),
            )
        )
    return made, [clock(longest * i / 4) for i in range(5)]


def _extent(row: AnswerRow) -> tuple[float, float]:
    if row.voiced:
        return row.voiced[0].start, row.voiced[-1].end
    return row.transcript.words[0].start, row.transcript.words[-1].end


def _latency(row: AnswerRow) -> float:
    return min(8.0, max(0.0, row.latency_s or 0.0))


def _runs(row: AnswerRow) -> list[Span]:
    """Stretches of words with less than 0.4 s between them, where there is no voice activity."""
    runs: list[Span] = []
    for word in row.transcript.words:
        if runs and word.start - runs[-1].end < 0.4:
            runs[-1] = Span(start=runs[-1].start, end=max(word.end, runs[-1].end))
        else:
            runs.append(Span(start=word.start, end=word.end))
    return runs
