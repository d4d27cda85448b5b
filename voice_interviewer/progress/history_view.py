"""The history as a terminal table, as sparklines, and as one self-contained HTML page of small plots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..debrief.wording import name, small
from ..rubric.keys import SIGNALS
from ..rubric.relations import FOLLOWED
from .history import Point, Series, series, signal_series

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Plot:
    """One small plot: a polyline over sessions in a box of 240 × 60."""

    title: str
    unit: str
    says: str
    first: str
    last: str
    top: str
    points: tuple[tuple[float, float], ...]
    text: str
    "The values in words, for those who do not see the line."


def all_series(points: Sequence[Point], question: str = "") -> list[Series]:
    """Measures and signals that were ever seen; what stayed at nothing all the time is left out."""
    signals = signal_series(points, SIGNALS, question)
    return [s for s in (*series(points, question), *signals) if any(s.values)]


def table(points: Sequence[Point], question: str = "", last: int = 8, columns: int | None = None) -> str:
    """A plain-text table, a row a measure: sparkline over all sessions, the last values, and what can be said.

    `columns`: how wide it may be; of the values so many of the last are shown as find room, one at least.
    """
    if not points:
        return "There is no session with answers yet. Start one with `voice-interviewer practice`.\n"
    recent = points[-last:]
    days = [p.started[5:10] or p.session[5:10] for p in recent]
    if len(set(days)) < len(days):  # several in a day: the time tells them apart
        days = [f"{day} {p.started[11:16]}".rstrip() for day, p in zip(days, recent, strict=True)]
    head = ["", "trend", *days, "change"] if len(points) > 1 else ["", *days]
    rows = [head]
    for s in all_series(points, question):
        title = f"{_title(s)} ({s.unit})"
        values = [_cell(v) for v in s.values[-last:]]
        rows.append([title, sparkline(s.values), *values, s.says] if len(points) > 1 else [title, *values])
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    if columns is not None and len(recent) > 1 and sum(widths) + 2 * (len(widths) - 1) > columns:
        return table(points, question, len(recent) - 1, columns)
    left = {0, 1, len(head) - 1} if len(points) > 1 else {0}
    lines = []
    for row in rows:
        cells = [c.ljust(w) if i in left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
        lines.append("  ".join(cells).rstrip())
    lines = [*lines, ""] if len(rows) > 1 else []  # a head without a row says nothing
    lines += [statement(points, question)]
    return "\n".join(lines) + "\n"


def statement(points: Sequence[Point], question: str = "") -> str:
    """One paragraph: what changed for better or worse beyond chance, and how much did not."""
    if len(points) < 2:
        return "One session is a beginning; changes show from the second on."
    found = all_series(points, question)
    better = [small(_title(s)) for s in found if s.says == "better"]
    worse = [small(_title(s)) for s in found if s.says == "worse"]
    noise = sum(1 for s in found if s.says == "within noise")
    parts = []
    if better:
        parts.append(f"Better, beyond chance: {', '.join(better)}.")
    if worse:
        parts.append(f"Worse, beyond chance: {', '.join(worse)}.")
    if noise:
        others = f"{noise} {'other ' if better or worse else ''}measure{'' if noise == 1 else 's'}"
        parts.append(
            f"{others} moved within noise: "
            "at these numbers the difference may be chance (5 % level, exact tests, earlier half against later half)."
        )
    return " ".join(parts) or "There is too little yet to say that anything has changed."


def sparkline(values: Sequence[float | None]) -> str:
    """`▂▃·▇`: a bar a session, a dot where there is no value; all the same gives a middle line."""
    known = [v for v in values if v is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    bars = []
    for value in values:
        if value is None:
            bars.append("·")
        elif high == low:
            bars.append(_BARS[3])
        else:
            bars.append(_BARS[min(7, int(8 * (value - low) / (high - low)))])
    return "".join(bars)


def html(points: Sequence[Point], question: str = "") -> str:
    """One self-contained page: the statement, a small plot a measure, the sessions; deterministic."""
    from ..debrief.paint.html import page

    plots = [_plot(points, s) for s in all_series(points, question)]
    asked = sorted({q for p in points for q in p.questions}, key=lambda q: -sum(q in p.questions for p in points))
    by_question = []
    for key in asked[:12]:
        told = [p for p in points if key in p.questions]
        if len(told) >= 2:
            by_question.append((key, [_plot(told, s) for s in all_series(told, key) if s.key in _FEW]))
    return page(
        "history.html.j2",
        points=points,
        plots=plots,
        by_question=by_question,
        statement=statement(points, question),
        question=question,
    )


_FEW = (*FOLLOWED[:3], "volunteered")


def _plot(points: Sequence[Point], s: Series) -> Plot:
    known = [v for v in s.values if v is not None]
    low, high = min(0.0, *known), max(known) or 1.0
    count = max(1, len(s.values) - 1)
    xy = tuple(
        (round(8 + 224 * i / count, 1), round(52 - 44 * (v - low) / ((high - low) or 1), 1))
        for i, v in enumerate(s.values)
        if v is not None
    )
    text = ", ".join(f"{p.started[:10] or p.session}: {_cell(v)}" for p, v in zip(points, s.values, strict=True))
    return Plot(_title(s), s.unit, s.says, _cell(known[0]), _cell(known[-1]), _cell(high), xy, text)


def _title(s: Series) -> str:
    return name(s.key).capitalize() if s.key in SIGNALS else s.title


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if abs(value) >= 20 or value == int(value) else f"{value:.1f}"
