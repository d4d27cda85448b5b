"""Only what was surely told as done is an act."""

from __future__ import annotations

import pytest

from voice_interviewer.interview.core.acts import names_own_work, tells_an_act


@pytest.mark.parametrize(
    "text",
    [
        "I built our route planner for the depot in Porto.",
        "The night shift was small. We wrote a new label checker that runs at six.",
        "I decided to stop the rollout in March.",
        "I’ve built a queue for the depot.",
        "Did I tell you of it? Then we finally switched to the old list.",
    ],
)
def test_what_was_done_is_an_act(text: str) -> None:
    """Alone or with others, in whichever sentence."""
    assert tells_an_act(text)


@pytest.mark.parametrize(
    "text",
    [
        "If we built a managed queue, the night shift would be lost.",
        "I don't think I wrote Kestrel.",
        "She said we built a route planner.",
        "Did I tell you how we built a route planner?",
        "People should build a route planner.",
        "I don’t think I wrote it.",
        "Maybe we built a route planner.",
        "Had I built a queue, we would be fine.",
        "Someone claimed I built a queue.",
        "",
    ],
)
def test_what_was_denied_supposed_or_asked_is_none(text: str) -> None:
    """Nor what others said."""
    assert not tells_an_act(text)


def test_a_work_of_ones_own_is_named_without_an_act() -> None:
    """A thing that is ours, or that we are at, is work of one's own; somebody else's is not."""
    assert names_own_work("It is what our app does at night.")
    assert names_own_work("We’ve been building a planner for depots.")
    assert names_own_work("I built a queue.")
    assert not names_own_work("Their app does it at night, and my brother likes it.")
    assert not names_own_work("You should be building a planner.")


@pytest.mark.parametrize(
    "text", ["We are running late.", "I've made a mistake.", "We have made progress.", "My project manager left."]
)
def test_idioms_and_other_peoples_titles_are_no_work(text: str) -> None:
    """What is made there is nothing that one could tell of."""
    assert not names_own_work(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Our company has a policy for that.", False),
        ("My team has two very strict rules.", False),
        ("It is our company's policy.", False),
        ("My business partner left.", False),
        ("Our team culture is quiet.", False),
        ("Our company makes label printers.", True),
        ("Our team has a planner for the rules.", True),
        ("Our product has to follow a policy.", True),
        ("My app has a calendar in it.", True),
        ("Our tool has its own rules.", True),
    ],
)
def test_a_rule_of_the_house_is_no_work(text: str, named: bool) -> None:
    """Where one works is not what one made; what a company makes may be."""
    assert names_own_work(text) is named
