"""What the rules are sure of is found whatever the weights think of it."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context


@pytest.mark.parametrize(
    "text",
    [
        "The forms may arrive three weeks late, so I compare with the till every evening.",
        "the tide table could be wrong for that pier so i'd check the skipper's log",
        "Readings are probably too low in the cold, which is why we sample ten hives by hand.",
    ],
)
def test_a_check_that_follows_from_doubt_about_the_world_is_credited(text):
    """Uncertainty with its check is calibration, and no hedge."""
    found = analyze(text)
    assert found.has("calibration")
    assert not found.has("hedge")


def test_one_opening_can_cost_four_times():
    """Labels that meet in one breath do not push each other out; in real speech no single one of them is a safe bet."""
    found = analyze("Sorry, I've only built tiny things, and I guess I sort of helped.")
    assert all(found.may_have(label) for label in ("apology", "absence_lead", "minimizer", "hedge"))
    assert found.findings


def test_the_same_words_later_in_an_answer_open_nothing():
    """What is missing counts as an opening only where the answer opens."""
    assert not analyze("I've only built tiny things.", Context(opening=False)).has("absence_lead")
