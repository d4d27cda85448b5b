"""Verbs and names of a part in deciding are one list for findings and for reframes."""

from __future__ import annotations

import re

import pytest

from voice_interviewer.debrief.data import told
from voice_interviewer.english.argued import ARGUED, OWNED
from voice_interviewer.language.weigh import decide


@pytest.mark.parametrize("verb", re.findall(r"\w+", ARGUED.removeprefix("(?:")))
def test_who_argued_hides_in_no_team_and_is_not_asked_for_their_part(verb: str) -> None:
    """Each of the verbs, beside a decision of `we`."""
    text = f"Then I {verb} it. We chose the old queue."
    first = text.index("We chose")
    assert told.part_told_near(text, first, len(text)) and decide._part_told(text, first, len(text))


@pytest.mark.parametrize("noun", re.findall(r"\w+", OWNED.removeprefix("(?:")))
def test_whose_decision_it_was_is_told_by_its_name(noun: str) -> None:
    """`My idea`, behind a decision of `we`."""
    text = f"We chose the old queue. It was my {noun}."
    last = text.index(" It")
    assert told.part_told_near(text, 0, last) and decide._part_told(text, 0, last)
