"""Verbs and names of a part in deciding are one list for findings and for reframes."""

from __future__ import annotations

import re

import pytest

from voice_interviewer.debrief.data import told
from voice_interviewer.english.argued import ARGUED, OWNED
from voice_interviewer.language.analyze import analyze
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


@pytest.mark.parametrize(
    ("text", "told_here"),
    [
        ("We chose the old queue at my request.", True),
        ("We chose the old queue, and my job was to prove that it holds.", True),
        ("We chose my first design.", True),
        ("We chose the old queue; that was a bet on my part.", True),
        ("We chose the old queue because of my evaluation.", True),
        ("My concern was the cost, so we chose the old queue.", True),
        ("We chose the old queue because my tests had shown that it holds.", True),
        ("We chose the old queue after my objection.", True),
        ("We chose the old queue, under my lead.", True),
        ("It was my responsibility, and we chose the old queue.", True),
        ("We chose the old queue, that was my view.", True),
        ("We chose the old queue; it was mine to decide.", True),
        ("In my view it was then that we chose the old queue.", False),
        ("My lead was there, and we chose the old queue.", False),
        ("My reports were there, and we chose the old queue.", False),
        ("In my company we chose the old queue.", False),
        ("My boss was there, and we chose the old queue.", False),
        ("In my opinion it was then that we chose the old queue.", False),
        ("We chose the old queue for my team's job runner.", False),
        ("In my job we chose the old queue.", False),
    ],
)
def test_my_alone_is_no_part_in_deciding(text: str, told_here: bool) -> None:
    """Only with one's own act or call; a company, a boss and an opinion leave open who decided."""
    assert decide._part_told(text, 0, len(text)) is told_here


def test_whose_it_was_to_decide_may_follow() -> None:
    """In the next sentence, as with `my idea`."""
    text = "We chose the old queue. That was mine to decide."
    assert decide._part_told(text, 0, text.index(" That"))


def test_a_decision_is_hidden_in_my_company_too() -> None:
    """What the words around the decision belong to changes nothing."""
    for place in ("At the company", "At my company"):
        analysis = analyze(f"{place} we decided to move the whole billing to one queue, and we rolled it out in March.")
        assert analysis.has("team_voice"), place
