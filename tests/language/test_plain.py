"""What is said plainly is heard by rule alone; the reader is not asked."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.rubric.keys import COSTS

ASKED = Context("Have you run this at scale?")


def _heard(text: str, context: Context = Context()) -> set[str]:
    return {f.label for f in analyze(text, context, reader=None).findings}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("So then I decided to keep the ferry list on paper.", "ownership"),
        ("In the end I chose the slower pump.", "ownership"),
        ("We decided to leave the second harbour alone.", "team_voice"),
        ("I am just a junior engineer, so they asked somebody else.", "minimizer"),
        ("It was just a little script on my laptop.", "minimizer"),
        ("I wish I had a better example for you.", "apology"),
        ("Sorry, it's such a little ferry that nobody counts it.", "apology"),
        ("I skipped the second pump, sorry, mostly because I didn't know how to fit one.", "apology"),
        ("I should have caught it in spring, I'm sorry.", "apology"),
        ("I am just guessing, honestly.", "hedge"),
        ("We deliberately did not add a second queue.", "restraint"),
    ],
)
def test_plain_words_are_heard_without_a_reader(text: str, label: str):
    """One plain line of each kind."""
    assert label in _heard(text)


@pytest.mark.parametrize(
    "text",
    ["I'm not really an expert in harbours, but I ran one.", "Yeah, I'm pretty new to running things like that."],
)
def test_a_plain_opening_with_what_is_missing(text: str):
    """Only where the answer opens."""
    assert "absence_lead" in _heard(text, ASKED)
    later = "We had four boats and two clocks, and the clocks disagreed every single morning of that year. " * 2
    assert "absence_lead" not in _heard(later + text, ASKED)


@pytest.mark.parametrize(
    "text",
    [
        "I guess I sort of decided to stop the second line.",
        "I kind of said no to the new pump, because nobody could have watched it.",
    ],
)
def test_the_softener_and_the_substance_are_both_heard(text: str):
    """What softens costs, and what is softened counts."""
    assert {"hedge", "ownership"} <= _heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "If we decided to stop it, somebody would have to tell the harbour.",
        'And he goes, "I am just guessing."',
        "You just point it at the folder and it simply starts.",
        "There were eighteen, sorry, eighty boats in the list.",
        "It runs in the north basin, sorry, it's the south basin that is small.",
        "I'm sorry, it's the smaller pump that we sold.",
        "Sorry, I missed the question; it was a little loud in here.",
        "I think the right way is to count the boats first.",
        "There are millions of parcels in the country every day.",
        "First you fill the tank, then you check the gauge, and then you open the valve.",
    ],
)
def test_speech_that_is_no_confession_is_not_taken_for_one(text: str):
    """Suppositions, other voices, explanations, repairs, opinions and the world's sizes."""
    assert not _heard(text) & set(COSTS)
