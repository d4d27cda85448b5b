"""Somebody else's answer beside an answer."""

from __future__ import annotations

from debrief_kit import row

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.examples import add_examples, of

SAID = "We keep a list of what we read each day, and that has helped us quite a lot over the years."


def test_a_guessed_pattern_brings_no_strangers_answer() -> None:
    """A question of no flow gets an example only where it asks for the same thing outright."""
    guessed = "Did the new routine change anything about what you leave for later in the day?"
    assert of(row(SAID, question=guessed)) is None
    asked = row(SAID, question="What did you leave out on purpose?")
    assert of(asked) is not None and asked.node == ""


def test_an_example_says_whether_it_answers_the_same_question() -> None:
    """One written for the very question is `this`; another answers one of its kind."""
    kind = add_examples(build([row(SAID, question="What did you leave out on purpose?")])).answers[0].example
    assert kind is not None and not kind.own
