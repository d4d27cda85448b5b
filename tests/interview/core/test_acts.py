"""Only what was surely told as done is named or said back."""

from __future__ import annotations

import pytest

from voice_interviewer.interview.core.acts import acts, named


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("Back then we decided to use a managed queue, as we were few.", "choice", "the managed queue"),
        ("I chose Kestrel because the clerks knew it.", "choice", "Kestrel"),
        ("I built our route planner for the depot in Porto.", "made", "your route planner"),
        ("We wrote a new label checker that runs at six.", "together", "the label checker"),
        ("Yeah. I split the nightly job in two halves.", "did", "I split the nightly job in two halves"),
        ("I decided to stop the rollout in March.", "decided", "I decided to stop the rollout in March"),
        ("Then we merged the two price lists in June.", "did_together", "we merged the two price lists in June"),
        ("We still use Kestrel for the labels.", "tool", "Kestrel"),
    ],
)  # fmt: skip
def test_what_was_chosen_or_made_is_named(text: str, slot: str, words: str) -> None:
    """A thing of the act itself, in the listener's person; a whole clause."""
    assert named(text)[slot] == words


@pytest.mark.parametrize(
    "text",
    [
        "If we decided to use a managed queue, the night shift would be lost.",
        "I don't think I chose Kestrel.",
        "She said we built a route planner.",
        "Did I tell you how we built a route planner?",
        "We built a lot of things.",
        "I moved it there.",
        "People should build a route planner.",
        "",
    ],
)
def test_what_was_denied_supposed_or_points_back_is_not(text: str) -> None:
    """No thing and no clause of an act that was not told, or that only an earlier sentence explains."""
    assert not named(text)


def test_a_clause_is_quoted_only_where_it_stands_alone() -> None:
    """`it` and `there` would ask about nothing."""
    assert "did_together" not in named("The list was wrong. We changed it there after the first of two weeks.")
    assert len(list(acts("I built a queue. " * 500))) <= 40
