"""The debrief's own words: what they say must hold wherever they are said."""

from __future__ import annotations

import re

import pytest

from voice_interviewer.debrief.data import verdict
from voice_interviewer.debrief.wording import about, small, wording
from voice_interviewer.language.labels import about_labels
from voice_interviewer.rubric.keys import FAILED, SIGNALS, STRENGTHS

_MORE_THAN_FOUND = re.compile(
    r"unasked|before anyone|its reason|what it bought|when it would|not only about the model|alarms, owners"
    r"|you did differently|someone without",
    re.IGNORECASE,
)
"What a finding does not show: whether it was asked for, and a second half that is often not there."


@pytest.mark.parametrize("key", [*SIGNALS, *STRENGTHS])
def test_praise_says_no_more_than_what_was_found(key: str) -> None:
    """A finding shows that something was said: not that it came unasked, nor all that could go with it."""
    words = about(key)
    for said in (words["praise"], words["did"], about_labels().why[key]):  # type: ignore[index]
        assert not _MORE_THAN_FOUND.search(said), said


@pytest.mark.parametrize("key", SIGNALS)
def test_what_is_missing_is_no_verdict_on_what_was_told(key: str) -> None:
    """Of a missing thing it is said what stays open: neither that a story, a model or a number was told of."""
    assert not re.search(r"\b(?:the model is|the story|the answer never|lies)\b", about(key)["cost"], re.IGNORECASE)


def test_what_is_still_open_needs_nothing_before_it() -> None:
    """`Still open is …` and `Not heard: …` have nothing in front of them that an `it` could mean."""
    gaps = [entry["gap"] for entry in wording()["signals"].values()]
    assert all(not re.search(r"\bit\b", gap.removeprefix("how it")) for gap in gaps), gaps


@pytest.mark.parametrize("key", FAILED)
def test_a_failed_reaction_is_known_by_its_first_words(key: str) -> None:
    """The headline says of reactions that they hide something, of ways of speaking that they drown it out."""
    assert about(key)["heard"].startswith(verdict._REACTIONS)


def test_nobody_is_said_to_have_fallen_silent_who_spoke() -> None:
    """Most who stop at a constraint say so in words."""
    words = about("freeze")
    assert not re.search(r"\bsilen", " ".join((words["name"], words["heard"], words["cost"])), re.IGNORECASE)


def test_a_title_in_the_midst_of_a_sentence_begins_small() -> None:
    """Where a person says “I”, it stays one."""
    assert small("Say how it fails, ML or not") == "say how it fails, ML or not"
    assert small("I and my part") == "I and my part" and small("") == ""
