"""The chances of a question come from the reader and from counts, and say nothing without a reader."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from interview_kit import analyse

from voice_interviewer.interview.core.suits import chances, counts, numbers, weights
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context

STORY = (
    "We had to choose between the two queues. I built a small prototype of both, measured them for a week, and then I "
    "decided to keep the old one, because nobody on the team could have run the new one at night. It took two months."
)
HOST = "Thank you so much for coming on the show. Welcome! Tell us, what do you think about it?"


def test_counts_stay_small_whatever_the_text() -> None:
    """Empty, endless and strange texts give finite counts."""
    for text in ("", "? " * 5000, "I built it. " * 2000, "\x00"):
        assert all(0 <= value <= 12 for value in counts(text))


def test_without_a_reader_nothing_is_known() -> None:
    """Rules alone have no opinion on the whole."""
    assert chances(analyse(STORY)) == {}


def test_chances_are_probabilities_whatever_the_reader_says() -> None:
    """Certain, impossible and unknown opinions alike."""
    for value in (0.0, 1.0, 0.5):
        known = chances(replace(analyse(STORY), whole={"target:none": value, "mode:new": value}))
        assert known and all(0 <= c.good <= 1 and 0 <= c.bad <= 1 for c in known.values())


def test_every_weight_is_of_a_number_that_there_is() -> None:
    """A renamed sign or opinion would silently count as nothing."""
    analysis = analyze(STORY, Context("How did you choose?"))
    known = numbers(analysis.whole, STORY)
    assert analysis.whole
    for side in (weights().good, weights().bad):
        for kind, fitted in side.items():
            assert set(fitted) == set(known), kind


@pytest.mark.parametrize(("text", "leads"), [(STORY, False), (HOST, True)])
def test_a_story_is_asked_on_and_courtesies_are_left(text: str, leads: bool) -> None:
    """The shipped reader and weights tell them apart."""
    known = chances(analyze(text, Context("How did you choose?")))
    assert (known["turn"].good > 0.5) == leads


def test_the_opinion_on_the_whole_is_plain_data() -> None:
    """It can be written into a record."""
    assert json.dumps(dict(analyze(HOST).whole))
