"""Only what was surely told as done is named or said back."""

from __future__ import annotations

import pytest

from voice_interviewer.interview.core.acts import MOST_ACTS, acts, named


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("I built our route planner for the depot in Porto.", "made", "your route planner"),
        ("We wrote a new label checker that runs at six.", "together", "the label checker"),
        ("I wrote Kestrel for the clerks.", "made", "Kestrel"),
        ("I built a queue, and then I built a scanner.", "made", "the queue"),
    ],
)  # fmt: skip
def test_what_was_made_is_named(text: str, slot: str, words: str) -> None:
    """A thing of the act itself, in the listener's person; the first one."""
    assert named(text) == {slot: words}


@pytest.mark.parametrize(
    "text",
    [
        "If we built a managed queue, the night shift would be lost.",
        "I don't think I wrote Kestrel.",
        "I chose Kestrel because the clerks knew it.",
        "I decided to stop the rollout in March.",
        "She said we built a route planner.",
        "Did I tell you how we built a route planner?",
        "We built a lot of things.",
        "I moved it there.",
        "People should build a route planner.",
        "",
    ],
)
def test_what_was_denied_supposed_or_only_chosen_is_not(text: str) -> None:
    """No thing of an act that was not told, or that made none."""
    assert not named(text)


def test_of_an_endless_answer_so_many_acts_are_looked_at() -> None:
    """The time that it takes is bounded."""
    assert len(list(acts("I built a queue. " * 500))) == MOST_ACTS
