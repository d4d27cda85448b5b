"""A plan to the day of an interview: what to practise when, the stories still missing for it, the one habit to drop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ..debrief.wording import about, name, say
from ..errors import UsageError
from ..rubric.keys import PATTERNS
from ..rubric.relations import HABITS
from . import plan as days_of
from .history import Point
from .plan import Plan
from .stories import FEW, Story

LONGEST = 28
"Days a plan covers; an interview further away is planned from so many days before it."
RECENT = 3
"Sessions that a habit is looked for in."
LEAST_WORDS = 150
"Below this many words nothing is said of a habit."
REHEARSALS = ("full-mock", "mock-30")
"Flows that an interview of one's own takes the place of."


@dataclass(frozen=True, slots=True)
class Until:
    """A plan, and what it says besides its days."""

    plan: Plan
    stories: tuple[str, ...]
    "What is still missing, one sentence each."
    habit: str
    note: str
    "About the date; empty when there is nothing to say."


def day_of(text: str, today: date) -> date:
    """The day of an interview from `2026-12-08`. Raises UsageError for what is no date, and for one that is over."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        fix = f"Write it as year-month-day, such as {today + timedelta(days=10)}."
        raise UsageError(f"“{text}” is no date.", where="--interview", fix=fix) from None
    if day < today:
        ago = (today - day).days
        what = f"{day} was {'yesterday' if ago == 1 else f'{ago} days ago'}."
        raise UsageError(what, where="--interview", fix="Give the day of the next one.")
    return day


def until(
    interview: date,
    now: datetime,
    points: Sequence[Point],
    bank: Sequence[Story],
    flows: Sequence[str] = (),
    *,
    wanted: Mapping[str, str] | None = None,
    rehearse: str = "",
    rehearse_minutes: float = 0,
) -> Until:
    """The plan from `now` (with a time zone) to the day of the interview; deterministic.

    `wanted`: the kinds of questions that a posting points to, the most first, each with the words that say so.
    `rehearse`: the command that plays the interview of the posting; full rehearsals use it, and take as long
    (`rehearse_minutes`). Raises UsageError.
    """
    left = (interview - now.date()).days
    late = max(0, left - LONGEST)
    made = days_of.plan(min(left, LONGEST), points, bank, now, flows)
    days = [replace(day, day=day.day + timedelta(days=late)) for day in made.days]
    if rehearse:
        minutes = round(rehearse_minutes)
        full = [day.command.split()[-1] in REHEARSALS for day in days]
        days = [replace(d, command=rehearse, minutes=minutes) if f else d for d, f in zip(days, full, strict=True)]
    return Until(
        replace(made, interview=interview, days=tuple(days)),
        _stories(bank, wanted or {}),
        _habit(points),
        _note(left, interview),
    )


def markdown(made: Until) -> str:
    """The plan as one page of Markdown."""
    page = days_of.markdown(made.plan).splitlines()
    cut = page.index("| day | left | what | minutes |")
    said = [*([made.note, ""] if made.note else []), "**To drop:** " + made.habit, ""]
    said += ["**Stories still missing:**", "", *(f"- {line}" for line in made.stories), ""]
    return "\n".join([*page[:cut], *said, *page[cut:]]) + "\n"


def _note(left: int, interview: date) -> str:
    if left == 0:
        return "It is today: warm up once, and nothing new."
    if left == 1:
        return "It is tomorrow: no new story now, one short round, then rest."
    if left > LONGEST:
        begins = interview - timedelta(days=LONGEST)
        return f"It is {left} days away. The plan begins on {begins:%d %B %Y}; until then, once a week is enough."
    return ""


def _habit(points: Sequence[Point]) -> str:
    """The one way of speaking that cost most in the last sessions."""
    recent = sorted(points, key=lambda point: point.started)[-RECENT:]
    words = sum(point.total.words for point in recent)
    if words < LEAST_WORDS:
        return "too little has been said so far to name a habit; the first interview will show it."
    counts = {label: sum(point.total.labels.get(label, 0) for point in recent) for label in HABITS}
    worst = max(counts, key=lambda label: counts[label])
    if not counts[worst]:
        return "no habit stood out in your last sessions. Keep it so."
    rate = 100 * counts[worst] / words
    return f"{name(worst).lower()} ({rate:.1f} per 100 words lately). {about(worst)['drill']}"


def _stories(bank: Sequence[Story], wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Kinds of questions without a story, unfinished stories, and how many are lacking."""
    own = [story for story in bank if story.confirmed and not story.dropped]
    served = {pattern for story in own for pattern in story.serves}
    said = []
    for pattern in wanted or (PATTERNS if own else ()):
        if pattern in served or pattern == "direct":
            continue
        why = f": the posting says “{wanted[pattern]}”" if wanted.get(pattern) else ""
        said.append(f"none for “{say('patterns', pattern)}”{why}.")
    for story in own:
        if story.missing:
            parts = ", ".join(say("parts", part) for part in story.missing)
            said.append(f"“{story.title}” lacks {parts}.")
    if len(own) < FEW:
        said.append(f"{len(own)} of {FEW} confirmed; build one with `voice-interviewer practice story-builder`.")
    return tuple(said) or ("none: every kind of question has one.",)
