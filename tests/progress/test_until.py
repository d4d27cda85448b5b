"""A plan to the day of one interview."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from voice_interviewer.errors import UsageError
from voice_interviewer.flow.catalog import names
from voice_interviewer.progress.history import Point, Tally
from voice_interviewer.progress.stories import Part, Story, Told
from voice_interviewer.progress.until import LONGEST, Until, day_of, markdown, until

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
TODAY = NOW.date()


def _until(days: int, *, points: tuple[Point, ...] = (), bank: tuple[Story, ...] = (), **more: object) -> Until:
    return until(TODAY + timedelta(days=days), NOW, points, bank, names(), **more)  # type: ignore[arg-type]


def _point(words: int, **labels: int) -> Point:
    return Point("s", NOW.isoformat(), "f", "", Tally(words, 2.0, 0, 1, dict(labels), {}))


def _story(*parts: str, signals: tuple[str, ...] = ()) -> Story:
    return Story("a", "The twenty names", {p: Part("x", Told("s", "1")) for p in parts}, signals, confirmed=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [("soon", "is no date"), ("2026-13-40", "is no date"), ("2026-11-24", "yesterday"), ("2026-01-01", "328 days ago")],
)
def test_what_is_no_day_to_come(text: str, says: str) -> None:
    """One line that says what to write."""
    with pytest.raises(UsageError, match=says):
        day_of(text, TODAY)


def test_today_counts() -> None:
    """The interview may be this afternoon."""
    assert day_of(" 2026-11-25 ", TODAY) == TODAY


@pytest.mark.parametrize("days", [0, 1, 2, 13, LONGEST, LONGEST + 1, 300, 4000])
def test_every_day_lies_before_the_interview(days: int) -> None:
    """However near or far: nothing is planned after it, nothing in the past, at most one thing a day."""
    made = _until(days)
    planned = [day.day for day in made.plan.days]
    assert planned and len(set(planned)) == len(planned)
    assert min(planned) >= TODAY and max(planned) <= TODAY + timedelta(days=days)
    assert made.plan.interview == TODAY + timedelta(days=days)
    assert [(day.day + timedelta(days=day.left)) for day in made.plan.days] == [made.plan.interview] * len(planned)


@pytest.mark.parametrize(
    ("days", "says"), [(0, "It is today"), (1, "It is tomorrow"), (13, ""), (300, "300 days away")]
)
def test_near_and_far_are_said(days: int, says: str) -> None:
    """A day that needs another plan is named."""
    note = _until(days).note
    assert says in note and bool(note) == bool(says)


def test_the_costliest_habit_is_the_one_to_drop() -> None:
    """Of the last sessions, by rate; one only; and its drill."""
    said = _until(5, points=(_point(300, hedge=2, apology=6),)).habit
    assert "apolog" in said and "2.0 per 100 words" in said and "hedg" not in said.split(".")[0]


def test_without_words_no_habit_is_named() -> None:
    """And none where none was heard."""
    assert "too little" in _until(5, points=(_point(40, apology=3),)).habit
    assert "no habit" in _until(5, points=(_point(400),)).habit


def test_stories_are_missed_where_the_posting_needs_them() -> None:
    """With the words of the posting; a story that serves a kind of question covers it; what lacks a part is named."""
    bank = (_story("context", "decision", signals=("restraint",)),)
    said = _until(5, bank=bank, wanted={"not_do": "scope", "rollback": "rollout"}).stories
    assert any("rollout" in line for line in said) and not any("scope" in line for line in said)
    assert any("“The twenty names” lacks" in line for line in said) and any("1 of" in line for line in said)


def test_without_any_story_the_kinds_are_not_counted_up() -> None:
    """One line says what is missing and where to begin; so does the plan, once something was told."""
    assert _until(5).stories == ("0 of 3 confirmed; build one with `voice-interviewer practice story-builder`.",)
    assert "`voice-interviewer stories` shows them" in markdown(_until(5, points=(_point(400),)))


def test_rehearsals_are_those_of_the_posting() -> None:
    """Full interviews are played with the posting, drills stay what they are."""
    made = _until(13, rehearse="voice-interviewer practice --for p.txt", rehearse_minutes=15)
    commands = [day.command for day in made.plan.days]
    assert {day.minutes for day in made.plan.days if "--for" in day.command} == {15}, "and take the time that it takes"
    assert commands.count("voice-interviewer practice --for p.txt") == 2
    assert "voice-interviewer practice first-five-minutes" in commands


def test_the_page_has_all_of_it() -> None:
    """Habit and stories stand above the days."""
    page = markdown(_until(1))
    assert page.index("To drop") < page.index("Stories still missing") < page.index("| day |")
    assert page == markdown(_until(1)), "the same day gives the same page"
    assert date(2026, 11, 26).strftime("%d %B %Y") in page
