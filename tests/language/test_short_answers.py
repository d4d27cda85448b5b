"""A short answer is not accused of opening with what is missing by its first sentence alone."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.language.weigh.judge import SHORT

ASKED = Context("Tell me about a system you ran.")


@pytest.mark.parametrize(
    "text",
    [
        "I was new there, and after two months I took over the evening run.",
        "Nobody had done this before in our office.",
        "I never let it send a letter by itself.",
        "To be honest, it was hard for me to say no to the head of the clinic, but I did.",
        "Maybe I can start with the problem, the rooms were empty on Mondays.",
        "That was my first job, and I learned to write things down before I change them.",
        "I wrote only one script, and it still runs every night.",
        "No, that was another team, mine owned the labels.",
        "I can't tell you the name of the customer, but I can tell you what the system did.",
        "I was lucky with my colleagues, they told me at once when the list was wrong.",
        "English is not my first language, so I will go slowly.",
        "The dashboard wasn't mine, I only looked at it on Mondays.",
        "That is a good question, nobody asked me that before.",
    ],
)
def test_a_plain_first_sentence_is_no_lack(text: str) -> None:
    """Where no words of a rule say that something is missing, nothing is heard."""
    assert len(text.split()) < SHORT
    assert not [f for f in analyze(text, ASKED).findings if f.label == "absence_lead"]


@pytest.mark.parametrize(
    "text",
    [
        "No, I have never had anything of that size.",
        "I don't have much experience with that.",
        "I've never worked with clusters.",
        "We never had that kind of traffic.",
        "I only have university projects to talk about.",
    ],
)
def test_a_lack_told_plainly_is_heard(text: str) -> None:
    """However short the answer is."""
    assert [f for f in analyze(text, ASKED).findings if f.label == "absence_lead"]
