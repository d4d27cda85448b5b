"""Loosely shaped objects: numbers in every spelling, and the unit that a file's times are in."""

from __future__ import annotations

import pytest

from voice_interviewer.review.formats.json_parts import in_seconds, number_of, speaker_of
from voice_interviewer.review.lines import Line


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (1.5, 1.5),
        ("1.5", 1.5),
        ("1.5s", 1.5),
        ("PT1.5S", 1.5),
        ("00:01:02,500", 62.5),
        ({"seconds": "1", "nanos": 500_000_000}, 1.5),
        (True, None),
        (-1, None),
        (float("nan"), None),
        ("1e999", None),
        (10**400, None),
        ([1], None),
        ("soon", None),
    ],
)
def test_numbers_in_every_spelling(value: object, number: float | None) -> None:
    """What is no finite number from zero on is none."""
    assert number_of(value) == number


def test_a_name_comes_before_a_number() -> None:
    """Of several keys the one with the name is used; a bare number is called a speaker."""
    assert speaker_of({"speaker_id": 0, "speaker_name": "Ines"}) == "Ines"
    assert speaker_of({"speaker": 1}) == "speaker 1" and speaker_of({"channel": 0}) == "channel 0"
    assert speaker_of({"speaker": {"name": "Karl"}}) == "Karl" and speaker_of({}) == ""


@pytest.mark.parametrize("unit", [1, 1_000, 1_000_000, 10_000_000, 1_000_000_000])
def test_units_are_told_by_how_long_a_word_takes(unit: int) -> None:
    """Seconds, milliseconds, microseconds, ticks and nanoseconds give the same line."""
    made = in_seconds([Line("five words of an answer", 2 * unit, 4 * unit, "A")])
    assert (made.lines[0].start, made.lines[0].end) == (2.0, 4.0)


def test_one_broken_time_costs_only_its_own_line() -> None:
    """A time beyond a fortnight is no time; the other lines keep theirs."""
    made = in_seconds(
        [
            Line("five words of an answer", 2.0, 4.0),
            Line("and five words of another", 5.0, 1e30),
            Line("and three more", 6.0, 7.0),
        ]
    )
    assert [line.start for line in made.lines] == [2.0, None, 6.0]
