"""A gap said flatly: what was done comes first."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.gaps import behind_the_absence, bound_of


def test_what_stands_behind_the_gap_comes_first() -> None:
    """The act, then the bounded fact; a verdict about oneself goes."""
    said = "I've never run a depot, but I printed the lists for six clinics."
    assert next(iter(behind_the_absence(said))) == "I printed the lists for six clinics. I've never run a depot."
    said = "I'm not an expert on depots, but I printed the lists for six clinics."
    assert list(behind_the_absence(said)) == ["I printed the lists for six clinics."]


@pytest.mark.parametrize(
    ("said", "bound"),
    [
        (
            "Unfortunately, I haven't really used the depot's scanner, so I can't say much.",
            "I haven't used the depot's scanner.",
        ),
        ("I've never run a depot.", "I've never run a depot."),
        ("I haven't used the scanner, but what I saw of it is that it keeps its lists.", ""),
        ("I've never been a driver before in a depot.", ""),
        ("I don't have much familiarity.", ""),
        ("I'm not good with scanners.", ""),
        ("I haven't even used a proper scanner.", ""),
    ],
)
def test_a_bound_is_a_fact_and_no_verdict(said: str, bound: str) -> None:
    """What was not done, when nothing else is lost; belittling, empty and longer sentences give nothing."""
    assert bound_of(said) == bound
