"""The sentence under a finding: where it is, and what is left of it."""

from __future__ import annotations

import re

import pytest

from voice_interviewer.debrief.data.own_part import LONGEST, OWN_ACT, carrying, plain_sentence, tokens


def test_the_sentence_with_the_cue_carries_the_finding() -> None:
    """Of two sentences under a finding the one with its cue; without one, the one that holds most of it."""
    text = "The lists were late. We decided to print at six."
    assert text[slice(*carrying(text, 0, len(text), re.compile("decided")))] == "We decided to print at six."
    assert text[slice(*carrying(text, 3, 12, None))] == "The lists were late."


def test_a_plain_sentence_loses_its_sounds_only() -> None:
    """Sounds and openers go; where no whole sentence is left, or an endless one, there is none."""
    assert plain_sentence("So, um, we had forty clinics.", 0, 10) == "We had forty clinics."
    assert plain_sentence("So, um, forty", 0, 5) == ""
    assert plain_sentence("we had forty clinics and " * LONGEST, 0, 5) == ""


@pytest.mark.parametrize(
    ("said", "own"),
    [("I also chose the scanner.", True), ("We chose the scanner.", False), ("I like the scanner.", False)],
)
def test_an_own_act_is_the_speakers(said: str, own: bool) -> None:
    """Not that of several, and not what they like or know."""
    assert bool(OWN_ACT.search(said)) is own


def test_words_are_compared_without_case_and_brackets() -> None:
    """Both apostrophes are one; what stands in a bracket is no word of the candidate's."""
    assert list(tokens("I don’t. My part was [what you DID].")) == ["i", "don't", "my", "part", "was"]
