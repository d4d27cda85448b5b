"""A gap said flatly: what was done comes first."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.gaps import behind_the_absence

ACT = "I printed the lists for six clinics."


@pytest.mark.parametrize(
    ("lead", "bound"),
    [
        ("I've never run a depot", "I've never run a depot."),
        (
            "Unfortunately, I haven't really used the depot's scanner",
            "I haven't used the depot's scanner.",
        ),
    ],
)
def test_what_stands_behind_the_gap_comes_first(lead: str, bound: str) -> None:
    """The act, then the gap as a bounded fact, without what belittles it."""
    assert list(behind_the_absence(f"{lead}, but {ACT}")) == [f"{ACT} {bound}"]


@pytest.mark.parametrize(
    "said", [f"I'm not an expert on depots, but {ACT}", f"I'm new to depots; {ACT}", f"I know nothing, but {ACT}"]
)
def test_a_verdict_about_oneself_goes(said: str) -> None:
    """Where the opening is no fact, only the act is left."""
    assert list(behind_the_absence(said)) == [ACT]


@pytest.mark.parametrize(
    "said",
    [
        "I've never run a depot.",
        "I printed the lists, but I've never run a depot.",
        "I've never run a depot, but the lists were late.",
        "I've never run a depot, but I printed them.",
        "I've never run a depot, but I guess I maybe printed the lists.",
        f"In all the years that I was with the clinics in the north I have never once run a depot, but {ACT}",
    ],
)
def test_where_no_act_stands_behind_a_short_gap_nothing_is_moved(said: str) -> None:
    """No act, one that is not named or still undersells, or an opening that holds more than a gap."""
    assert list(behind_the_absence(said)) == []
