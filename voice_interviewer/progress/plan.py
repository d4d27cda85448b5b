"""A plan of one page for a candidate with an interview in N days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..debrief.wording import say, small
from ..errors import UsageError
from .drills import Drill, drills
from .history import Point
from .stories import FEW, Story

MAX_DAYS = 120


@dataclass(frozen=True, slots=True)
class Day:
    """What to do on one day."""

    day: date
    left: int
    "Days until the interview."
    what: str
    command: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The days that have something to do, and what the plan rests on."""

    interview: date
    days: tuple[Day, ...]
    basis: str
    stories: str


def plan(days: int, points: Sequence[Point], bank: Sequence[Story], now: datetime, flows: Sequence[str] = ()) -> Plan:
    """A plan for `days` days (0: today); deterministic. `now` needs a time zone, `flows` are the names there are.

    First something to measure by, then the weakest things spaced out, stories early, a full interview midway and two
    days before, the last evening short. Never more than one thing a day. Raises UsageError for impossible numbers.
    """
    if not 0 <= days <= MAX_DAYS:
        raise UsageError(f"{days} days cannot be planned", where="--days", fix=f"Use 0 to {MAX_DAYS}.")
    today = now.date()
    ranked = drills(points, now, flows)
    slots: dict[int, tuple[str, str, int]] = {}
    last = max(0, days - 1)
    if days == 0:
        slots[0] = ("Warm up: the first five minutes, once. Then stop.", _practice("first-five-minutes", flows), 6)
    else:
        if not points:
            slots[0] = ("Find out where you stand: one short interview.", _practice("mock-15", flows), 15)
        slots[last] = ("Warm up only: the first five minutes, then rest.", _practice("first-five-minutes", flows), 6)
        if days >= 4:
            slots[days - 2] = ("A full interview under real conditions.", _practice("full-mock", flows), 45)
        if days >= 10:
            slots[days // 2] = ("A full interview, to see what has changed.", _practice("mock-30", flows), 30)
        _stories(slots, days, bank, flows)
        _spread(slots, days, ranked)
    made = tuple(
        Day(today + timedelta(days=n), days - n, what, command, minutes)
        for n, (what, command, minutes) in sorted(slots.items())
    )
    return Plan(today + timedelta(days=days), made, _basis(points, ranked), _story_line(bank, bool(points)))


def markdown(made: Plan) -> str:
    """The plan as one page of Markdown."""
    lines = [f"# Until {made.interview:%A, %d %B %Y}", "", made.basis, "", made.stories, ""]
    lines += ["| day | left | what | minutes |", "|---|---|---|---|"]
    for day in made.days:
        lines.append(f"| {day.day:%a %d %b} | {day.left} | {day.what} `{day.command}` | {day.minutes} |")
    total = sum(d.minutes for d in made.days)
    lines += ["", f"About {total} minutes in all. A day off is part of the plan; two things a day are not."]
    return "\n".join(lines) + "\n"


def _practice(flow: str, flows: Sequence[str]) -> str:
    if flows and flow not in flows:
        near = [f for f in flows if f.startswith(flow.split("-")[0])]
        flow = near[0] if near else "first-five-minutes" if "first-five-minutes" in flows else flows[0]
    return f"voice-interviewer practice {flow}"


def _stories(slots: dict[int, tuple[str, str, int]], days: int, bank: Sequence[Story], flows: Sequence[str]) -> None:
    """Story sessions on the first free days, every other one, as many as are missing (at most three)."""
    open_stories = [s for s in bank if s.confirmed and s.missing]
    wanted = max(0, FEW - sum(1 for s in bank if s.confirmed)) + len(open_stories)
    free = [n for n in range(days) if n not in slots and n % 2 == 1]
    for i, n in enumerate(free[: min(3, wanted)]):
        if i < len(open_stories):
            parts = ", ".join(say("parts", p) for p in open_stories[i].missing)
            what = f"Complete the story “{open_stories[i].title}”: {parts}."
        else:
            which = ("a story", "another story", "a third story")[min(i - len(open_stories), 2)]
            what = f"Build {which}: what limited you, the decision, what you expected, what happened, what changed."
        slots[n] = (what, _practice("story-builder", flows), 15)


def _spread(slots: dict[int, tuple[str, str, int]], days: int, ranked: Sequence[Drill]) -> None:
    """The weakest three come back after growing gaps, others fill in; two days in seven stay free if they can."""
    free = [n for n in range(days) if n not in slots and not (days > 7 and n % 7 in (2, 5))]
    queue: list[Drill] = []
    weakest = list(ranked[:3])
    for gap in (0, 1, 2):
        queue += weakest + list(ranked[3 + 2 * gap : 5 + 2 * gap])
    for n, drill in zip(free, queue * 8, strict=False):
        again = any(drill.title in what for what, _, _ in slots.values())
        slots[n] = (
            f"{'Again: ' if again else ''}{drill.title}.",
            f"voice-interviewer practice {drill.flow}",
            10,
        )


def _basis(points: Sequence[Point], ranked: Sequence[Drill]) -> str:
    if not points:
        return "There is no session yet, so the first day is for finding out; make the plan again after it."
    weak = "; ".join(small(d.title) for d in ranked[:3])
    return f"From {len(points)} session{'' if len(points) == 1 else 's'}. To practise first: {weak}."


def _story_line(bank: Sequence[Story], told: bool) -> str:
    confirmed = [s for s in bank if s.confirmed]
    lacking = sum(1 for s in confirmed if s.missing)
    if not confirmed:
        proposed = " Your answers may hold some: `voice-interviewer stories` shows them." if told else ""
        return f"No story is confirmed yet; {FEW} are enough.{proposed}"
    tail = f", {lacking} of them with a part missing" if lacking else ""
    return f"{len(confirmed)} stor{'y' if len(confirmed) == 1 else 'ies'} confirmed{tail}."
