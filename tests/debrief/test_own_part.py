"""The sentence under a finding: where it is, and what is left of it."""

from __future__ import annotations

import re

import pytest

from voice_interviewer.debrief.data.own_part import carrying, fit, mended, plain_sentence


def test_the_sentence_with_the_cue_carries_the_finding() -> None:
    """Of two sentences under a finding the one with its cue; without one, the one that holds most of it."""
    text = "The lists were late. We decided to print at six."
    assert text[slice(*carrying(text, 0, len(text), re.compile("decided")))] == "We decided to print at six."
    assert text[slice(*carrying(text, 3, 12, None))] == "The lists were late."


@pytest.mark.parametrize(
    ("said", "about", "good"),
    [
        ("We decided to build it in the depot.", "act", True),
        ("We decided to build it in the depot.", "alone", False),
        ("It was an internal tool for the night shift.", "topic", True),
        ("It was an internal tool for the night shift.", "alone", False),
        ("We used those lists in the depot for a year.", "place", True),
        ("That is why we used the lists in the depot.", "place", False),
        ("We decided because when the lists came.", "place", False),
    ],
)
def test_what_a_sentence_may_rest_on(said: str, about: str, good: bool) -> None:
    """In its own place it may point back; elsewhere it stands alone; it is whole everywhere."""
    assert fit(said, about=about) is good  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("team_voice", "That was one other reason why we went with the depot's scanner."),
        ("team_voice", "I could name one of the lists that we rewrote for the depot."),
        ("exposure", "I'm very lucky to be at such a great university."),
        ("outcome_only", "The clinics got their lists in a week."),
        ("minimizer", "I was just the driver, and you know the book is just a book."),
    ],
)
def test_a_side_matter_is_not_mended(label: str, said: str) -> None:
    """An act in a relative clause, praise of a place, somebody else's result: no bracket can follow them."""
    assert list(mended(label, said, 0, len(said), None)) == []


def test_a_plain_sentence_loses_its_sounds_only() -> None:
    """Sounds and openers go; where no whole sentence is left there is none."""
    assert plain_sentence("So, um, we had forty clinics.", 0, 10) == "We had forty clinics."
    assert plain_sentence("So, um, forty", 0, 5) == ""
