"""A gap said flatly: what was done comes first."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.gaps import behind_the_absence, bound_of, told_next

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


GAP = "I've never run a depot."


@pytest.mark.parametrize(
    "behind",
    [
        "I've built the lists for six clinics.",
        "I’ve built the lists for six clinics.",
        "We've run a scanner in Porto.",
        "We’d already printed them at six.",
        "I'd written the plan before.",
        "I've mostly repaired scanners.",
        "I print the lists at six.",
        "My work was in the clinics.",
    ],
)
def test_what_was_done_instead_is_found_behind_a_gap(behind: str) -> None:
    """Told plainly or as `I've built`, with either apostrophe."""
    assert told_next(f"{GAP} {behind}", len(GAP))


@pytest.mark.parametrize(
    "behind",
    [
        "",
        "I'm new to depots.",
        "I’m new to depots.",
        "I've never built one.",
        "I’ve never built one.",
        "I've hardly used a scanner.",
        "I've got no lists.",
        "I'd need a year for that.",
        "I’d run one in Porto.",
        "I don't own a scanner.",
        "I don’t own a scanner.",
        "The clerks came at six.",
    ],
)
def test_a_wish_or_another_gap_is_nothing_done(behind: str) -> None:
    """What somebody is, lacks or would do tells of no work, with either apostrophe."""
    assert not told_next(f"{GAP} {behind}", len(GAP))


def test_an_excuse_behind_a_gap_goes_too() -> None:
    """The gap alone is a fact; that one may not be wanted for it is none."""
    said = "I haven't really deployed anything at scale, so I'm probably not what you're looking for."
    assert bound_of(said) == "I haven't deployed anything at scale."
    assert bound_of("I haven't deployed anything at scale, maybe just a toy.") == ""
