"""What to practise next follows from what was shown, when, and how long ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from voice_interviewer.debrief.wording import about
from voice_interviewer.errors import UsageError
from voice_interviewer.flow.catalog import names
from voice_interviewer.progress.drills import DEFAULT_FLOW, drills, next_drill
from voice_interviewer.progress.history import Point, Tally
from voice_interviewer.progress.plan import MAX_DAYS, markdown, plan
from voice_interviewer.progress.stories import Part, Story, Told
from voice_interviewer.rubric.keys import LABELS, SIGNALS

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ALL = names()


def point(days_ago: float, *, labels: dict[str, int] | None = None, **signals: str) -> Point:
    """A session with one answer that showed each signal in the given state."""
    started = (NOW - timedelta(days=days_ago)).isoformat()
    tally = Tally(400, 2.5, 0, 1, labels or {}, {k: {v: 1} for k, v in signals.items()})
    return Point(started, started, "f", "", tally)


def story(*, confirmed: bool = True, parts: tuple[str, ...] = ()) -> Story:
    told = Told("s", "1")
    return Story("a", "The twenty names", {p: Part("x", told) for p in parts}, confirmed=confirmed)


@pytest.fixture(params=[0, 1, 2, 3, 5, 7, 14, 30, MAX_DAYS])
def days(request: pytest.FixtureRequest) -> Iterator[int]:
    yield request.param


def test_a_beginner_is_told_that_nothing_was_listened_for() -> None:
    """Without history every signal is open, and none has a due date."""
    made = drills([], NOW)
    assert [d.label for d in made] == list(SIGNALS)
    assert all(d.due is None and "no question" in d.why for d in made)


def test_the_missed_comes_before_the_known() -> None:
    """What was missed last time is practised before what had to be asked for, and that before what came by itself."""
    states = {"restraint": "volunteered", "learning_loop": "prompted", "systems_thinking": "missed"}
    order = [d.label for d in drills([point(3, **states)], NOW) if d.due]
    assert order == ["systems_thinking", "learning_loop", "restraint"]


def test_the_longest_unpractised_of_equals_comes_first() -> None:
    """Of two signals shown alike, the one shown longer ago is the more overdue."""
    made = drills([point(20, restraint="volunteered"), point(1, learning_loop="volunteered")], NOW)
    first, second = (d for d in made if d.due)
    assert (first.label, second.label) == ("restraint", "learning_loop")
    assert first.overdue_days(NOW) > second.overdue_days(NOW)


def test_success_lengthens_the_interval() -> None:
    """Shown unasked three times over three weeks, a signal is due later than after the first time."""
    once = next(d for d in drills([point(1, restraint="volunteered")], NOW) if d.label == "restraint")
    often = [point(n, restraint="volunteered") for n in (20, 10, 1)]
    more = next(d for d in drills(often, NOW) if d.label == "restraint")
    assert once.due is not None and more.due is not None and more.due > once.due


def test_habits_are_practised_only_where_they_were_heard() -> None:
    """A candidate who never hedges gets no hedge drill; one who hedges a lot gets it early."""
    assert "hedge" not in [d.label for d in drills([point(2)], NOW)]
    made = drills([point(2, labels={"hedge": 12}, restraint="volunteered")], NOW)
    assert made[0].label == "hedge" and made[0].why.startswith("it was frequent last time")
    mended = drills([point(4, labels={"hedge": 12}), point(0.1)], NOW)
    assert "hedge" not in [d.label for d in mended]


def test_drills_are_the_same_every_time() -> None:
    """No chance is involved."""
    points = [point(n, restraint="missed", learning_loop="prompted") for n in (9, 5, 2)]
    assert drills(points, NOW) == drills(points, NOW)


def test_only_flows_that_exist_are_offered() -> None:
    """A flow that is not shipped is replaced by one that is; those named are shipped."""
    assert {d.flow for d in drills([], NOW, ["first-five-minutes"])} == {"first-five-minutes"}
    assert {d.flow for d in drills([], NOW, ["only-one"])} == {"only-one"}
    assert {about(label).get("flow", DEFAULT_FLOW) for label in LABELS} <= set(ALL), "a flow that is not shipped"
    assert next_drill([], NOW).label in SIGNALS


def test_a_plan_has_at_most_one_thing_a_day_and_ends_small(days: int) -> None:
    """Days are in order, within the time, never doubled; the last one is short; the page fits on a page."""
    made = plan(days, [point(2, restraint="missed", learning_loop="prompted")], [], NOW, ALL)
    left = [d.left for d in made.days]
    assert left == sorted(set(left), reverse=True) and all(0 <= n <= days for n in left)
    assert made.days and made.days[-1].minutes <= 6
    assert made.interview == NOW.date() + timedelta(days=days)
    assert all(d.day + timedelta(days=d.left) == made.interview for d in made.days)
    text = markdown(made)
    assert len(text.splitlines()) <= days + 12
    if days >= 14:
        assert sum(1 for d in made.days if d.minutes >= 30) == 2
        assert len(made.days) < days + 1  # there are days off


def test_a_beginners_plan_finds_out_first() -> None:
    """Without sessions the first day is for measuring."""
    made = plan(7, [], [], NOW, ALL)
    assert "where you stand" in made.days[0].what and "no session yet" in made.basis


def test_stories_are_planned_until_there_are_enough() -> None:
    """Missing parts of a confirmed story are named; with three whole stories none is planned."""
    text = markdown(plan(10, [point(1)], [story(parts=("decision", "result"))], NOW, ALL))
    assert "Complete the story “The twenty names”: context, expectation, what changed." in text
    whole = [story(parts=("context", "decision", "expectation", "result", "change"))] * 3
    assert "story" not in " ".join(d.what for d in plan(10, [point(1)], whole, NOW, ALL).days)


@pytest.mark.parametrize("number", [-1, MAX_DAYS + 1])
def test_impossible_times_are_refused(number: int) -> None:
    """No plan for the past or for another year."""
    with pytest.raises(UsageError):
        plan(number, [], [], NOW)
