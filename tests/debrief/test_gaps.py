"""A gap said flatly: what was done comes first, and what is not known can be found out."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.gaps import behind_the_absence, bounds, unknown


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
        ("I don't have a background in logistics.", "I don't have a background in logistics."),
        ("I don't have much familiarity.", None),
        ("I'm not good with scanners.", None),
        ("I haven't even used a proper scanner.", None),
    ],
)
def test_a_bound_is_a_fact_and_no_verdict(said: str, bound: str | None) -> None:
    """What was not done stays, in the fewest words; belittling and empty sentences give nothing."""
    assert next(iter(bounds(said)), None) == bound


@pytest.mark.parametrize(
    ("said", "flat"),
    [
        (
            "I don't really remember how many lists the depot printed.",
            "I don't remember how many lists the depot printed.",
        ),
        ("I'm not sure which scanner the clinics bought.", "I'm not sure which scanner the clinics bought."),
        ("I don't know if I would do it again.", None),
        ("I'm not sure if that answers your question.", None),
        ("I don't know, maybe the depot.", None),
    ],
)
def test_only_what_can_be_looked_up_is_named_as_unknown(said: str, flat: str | None) -> None:
    """A fact of the past can be found out; plans, wishes and the talk itself cannot."""
    assert next(iter(unknown(said)), None) == flat
