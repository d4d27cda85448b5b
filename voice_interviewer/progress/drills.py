"""What to practise next: each signal is a card of a spaced-repetition schedule (FSRS), reviewed by every session.

Nothing is stored: the cards are made again from the history. A session in which a signal was missed is a failed review,
one where it had to be asked for a hard one, unasked a good one. A way of speaking that costs is a failed review when
it was frequent, a hard one when it appeared, a good one when it stayed away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..debrief.wording import about, name
from ..rubric.keys import SIGNALS
from ..rubric.relations import HABITS
from .history import Point, Tally

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

DEFAULT_FLOW = "first-five-minutes"
"For what has no flow of its own, and where its flow is not shipped."


@dataclass(frozen=True, slots=True)
class Drill:
    """One practice to do."""

    label: str
    name: str
    title: str
    drill: str
    flow: str
    due: datetime | None
    "None: never practised."
    recall: float
    "How likely it would come by itself now, by the schedule's model of forgetting; 0 to 1."
    why: str

    def overdue_days(self, now: datetime) -> float:
        """Days since it was due; negative while it is not."""
        return (now - self.due).total_seconds() / 86400 if self.due else 0.0


def drills(points: Sequence[Point], now: datetime, flows: Sequence[str] = ()) -> list[Drill]:
    """All practices, the most urgent first: lowest expected recall, longest overdue. `now` needs a time zone.

    `flows` are the names there are; empty means all. Labels the history never met come after those it did, the costly
    ones first; habits the candidate never showed are left out.
    """
    cards = _cards(points)
    scheduler = _scheduler()
    found: list[tuple[tuple[float, float, int], Drill]] = []
    for order, label in enumerate((*SIGNALS, *HABITS)):
        card, last = cards.get(label, (None, ""))
        if card is None:
            if label in SIGNALS:
                why = "no question has listened for it yet"
                found.append(((0.75, 0.0, order), _drill(label, None, 0.0, why, flows)))
            continue
        if label in HABITS and last == "good" and card.due > now:
            continue
        recall = float(scheduler.get_card_retrievability(card, now))
        weak = recall if last != "again" else recall - 0.6
        overdue = (now - card.due).total_seconds() / 86400
        found.append(((weak, -overdue, order), _drill(label, card.due, recall, _why(label, last, overdue), flows)))
    return [drill for _, drill in sorted(found, key=lambda pair: pair[0])]


def next_drill(points: Sequence[Point], now: datetime, flows: Sequence[str] = ()) -> Drill:
    """The practice to do now; for a beginner the first five minutes."""
    ranked = drills(points, now, flows)
    return ranked[0]


def _scheduler() -> Scheduler:
    from datetime import timedelta

    from fsrs import Scheduler

    # one review a session: no learning steps within minutes, and nothing left to chance
    return Scheduler(
        desired_retention=0.9,
        learning_steps=(timedelta(days=1),),
        relearning_steps=(timedelta(days=1),),
        maximum_interval=60,
        enable_fuzzing=False,
    )


def _cards(points: Sequence[Point]) -> Mapping[str, tuple[Card, str]]:
    from fsrs import Card, Rating

    ratings = {"again": Rating.Again, "hard": Rating.Hard, "good": Rating.Good, "easy": Rating.Easy}
    scheduler = _scheduler()
    cards: dict[str, tuple[Card, str]] = {}
    shown_habits: set[str] = set()
    for number, point in enumerate(sorted(points, key=lambda p: p.started)):
        at = _when(point.started)
        if at is None:
            continue
        for label in (*SIGNALS, *HABITS):
            rating = _rating(label, point.total)
            if label in HABITS:
                if rating != "good":
                    shown_habits.add(label)
                if label not in shown_habits:
                    continue
            if rating is None:
                continue
            card = cards[label][0] if label in cards else Card(card_id=number, due=at)
            card, _ = scheduler.review_card(card, ratings[rating], at)
            cards[label] = (card, rating)
    return cards


def _rating(label: str, tally: Tally) -> str | None:
    if label in SIGNALS:
        volunteered, prompted, missed = tally.state(label)
        if not volunteered + prompted + missed:
            return None
        if volunteered and volunteered >= missed:
            return "easy" if not missed and volunteered >= 3 else "good"
        return "hard" if volunteered + prompted >= missed else "again"
    if tally.words < 60:
        return None
    rate = 100 * tally.labels.get(label, 0) / tally.words
    return "good" if rate == 0 else "hard" if rate < 1.0 else "again"


def _when(started: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(started)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _drill(label: str, due: datetime | None, recall: float, why: str, flows: Sequence[str]) -> Drill:
    words = about(label)
    flow = about(label).get("flow", DEFAULT_FLOW)
    if flows and flow not in flows:
        flow = DEFAULT_FLOW if DEFAULT_FLOW in flows else flows[0]
    return Drill(label, name(label), words["title"], words["drill"], flow, due, round(recall, 3), why)


def _why(label: str, last: str, overdue: float) -> str:
    met = {
        "again": "it was not heard last time" if label in SIGNALS else "it was frequent last time",
        "hard": "it had to be asked for last time" if label in SIGNALS else "it appeared last time",
        "good": "it came by itself last time" if label in SIGNALS else "it stayed away last time",
        "easy": "it came by itself, often, last time",
    }[last]
    if overdue >= 1:
        return f"{met}, and practice is {overdue:.0f} day{'s' if overdue >= 1.5 else ''} overdue"
    return met if overdue >= -1 else f"{met}; due in {-overdue:.0f} days"
