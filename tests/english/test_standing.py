"""A sentence that stands alone rests on nothing that was said before it."""

from __future__ import annotations

import pytest

from voice_interviewer.english.standing import pointing_back, stands_alone


@pytest.mark.parametrize(
    "sentence",
    [
        "I moved the lists to the depot because the drivers needed them at six.",
        "We cut the feed, and that was enough for the clinics.",
        "It took us a week to find the clerk who printed the lists.",
        "There was no alert on the address feed.",
        "We decided that the depot keeps one list for each driver.",
        "The bet that was made in spring paid for the second depot.",
        "It was easier to print the lists at night.",
    ],
)
def test_what_names_its_things_stands_alone(sentence: str) -> None:
    """A pronoun whose noun is in the sentence, or that stands for nothing, points nowhere."""
    assert stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We turned it down after a week.",
        "I never liked that.",
        "That would have been the end of the depot.",
        "They printed the lists at night.",
        "We went ahead with this one.",
        "I wrote those lists by hand.",
        "We took that out in spring.",
        "I worked there for a year.",
    ],
)
def test_what_leans_on_an_earlier_sentence_does_not(sentence: str) -> None:
    """A pronoun without its noun, or a demonstrative, sends the listener back."""
    assert not stands_alone(sentence)


def test_a_demonstrative_with_its_noun_names_what_it_means() -> None:
    """`named` leaves out what says its noun; a bare pronoun stays."""
    assert pointing_back("I wrote those lists by hand.", named=True) == []
    assert pointing_back("I wrote those by hand.", named=True) == [2]
