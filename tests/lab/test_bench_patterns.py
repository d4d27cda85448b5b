"""The share of questions whose pattern is told: the target holds on what cues were made from and on what was not."""

from __future__ import annotations

import pytest

from scripts.lab.bench_patterns import Told, all_sets, listed, shipped, told

SETS = {one.name: one for one in all_sets()}


@pytest.mark.parametrize("name", ["shipped flows", "questions (counted)", "lists, made", "shipped and lists"])
def test_the_target_holds(name: str) -> None:
    """At least 85 % told right, at most 3 % told wrong; the rest is asked neutrally."""
    one = SETS[name]
    assert one.right >= 0.85 and one.wrong <= 0.03, f"{one.right:.1%} right, {one.wrong:.1%} wrong of {one.rows}"


def test_the_half_kept_apart_is_told_too() -> None:
    """No cue was written from it; its 96 questions are few, so one question is one per cent."""
    one = SETS["lists, counted"]
    assert one.labelled == 96 and one.right >= 0.85 and one.wrong <= 0.03, (one.right, one.wrong)


def test_the_sets_are_what_they_are_said_to_be() -> None:
    """286 and more labelled shipped wordings, two hundred of the lists in two halves that share none."""
    assert len(shipped()) >= 286
    assert sum(pattern is not None for pattern, _ in listed("lists")) == 200
    made, counted = ({text for _, text in listed("lists", first, 2)} for first in (0, 1))
    assert not made & counted and len(made | counted) == len(listed("lists"))
    assert not (made | counted) & {text for _, text in [*shipped(), *listed("near"), *listed("questions")]}


def test_right_and_wrong_are_counted() -> None:
    """Silence is neither; a pattern told of a question that has none is wrong."""
    rows = [("hindsight", "What would you do differently?"), ("growth", "Hm?"), (None, "When do you revert a release?")]
    one: Told = told("x", rows)
    assert (one.right, round(one.wrong, 2), len(one.missed)) == (0.5, 0.33, 2)
