"""Whole sentences are told from broken ones."""

from __future__ import annotations

import pytest

from voice_interviewer.english.whole import is_whole


@pytest.mark.parametrize(
    "sentence",
    [
        "I kept the old list for two seasons.",
        "After a week we decided to roll it back because refunds rose.",
        "The door counters were quiet first, but the list is printed at six anyway.",
        "When the feed stopped, I told the drivers to use the old sheet.",
        "That's why we moved to the plain rule.",
        "In the end we've kept both of them.",
        "My part was to call the depot.",
        "It is what it was made for.",
        "First, we chose the nightly export before the stream.",
        "The lists were late; we called the depot.",
        "Around 2018 we all decided to print them at six.",
        "Right now, we're counting the lists by hand.",
        "A couple of years back we made the bad decision to print them at night.",
        "The reason we chose the depot was mostly the rent.",
        "Kestrel made a choice to print the lists at night.",
        "We decided to give it to the depot and make it an open list.",
        "At some point, after much thought, we called the depot.",
        "We could see the vans coming in.",
        "We kept it, because that's how the lists ought to be.",
    ],
)
def test_whole_sentences_pass(sentence: str) -> None:
    """Subject, finite verb, an end."""
    assert is_whole(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "And.",
        "Kept the old list for two seasons.",
        "Because refunds rose.",
        "I kept the.",
        "I kept the old list because of the.",
        "We we kept the old list.",
        "I, um, kept the old list.",
        "I kept the old... the new list.",
        'We decided "keep it" that day.',
        "The main reason we kept it was that it is.",
        "Was like, let us keep the list.",
        "What I did was I kept the list.",
        "If we had kept the old list.",
        "Keeping the list for two seasons.",
        "I kept the list, we told the drivers.",
        "Did you keep the old list?",
        "Of the list that was printed at six.",
        "The thing is, is that we kept the list.",
        "The list the driver.",
        "The lists were late; of the depot.",
        "The reason we chose it.",
        "The reason the depot, we kept it.",
        "Almost made a choice of the lists.",
        "Printed the lists at night.",
        "We kept it we did.",
        "I thought, we call the depot.",
        "We wanted the lists to be.",
    ],
)
def test_broken_ones_do_not(sentence: str) -> None:
    """No subject, no finite verb, a break, a stutter, a quoted voice, a loose end, two sentences in one, a question."""
    assert not is_whole(sentence)


def test_long_and_strange_texts_are_read_at_once() -> None:
    """A sentence that nobody could say in a breath is none, whatever stands in it."""
    assert not is_whole("I kept it and " * 2000 + "so on.")
    assert not is_whole("(" * 5000)
