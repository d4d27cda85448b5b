"""In the place of an excuse stands the candidate's own next act, or nothing."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.lead_with import next_act, tells_an_act

SORRY = "Sorry, that was a poor answer."


QUESTION = "What did you do with the lists?"


def near(text: str, excuse: str = SORRY, question: str = QUESTION) -> str:
    """What to begin with in place of the excuse."""
    at = text.index(excuse)
    return next_act(text, at, at + len(excuse), [(at, at + len(excuse))], question)


def test_the_next_act_takes_the_place_of_the_excuse() -> None:
    """The whole sentence behind it, without softeners; a short aside between the two is passed over."""
    text = f"{SORRY} So I basically rebuilt the depot's lists for six clinics, and the nurses read the lists. I left."
    assert near(text) == "I rebuilt the depot's lists for six clinics, and the nurses read the lists."
    assert near(f"{SORRY} Yeah, well. I rebuilt the depot's lists for six clinics.").startswith("I rebuilt")


@pytest.mark.parametrize(
    "text",
    [
        f"{SORRY} Lists are hard to read for people who drive at night. I rebuilt the depot's lists for six clinics.",
        f"I rebuilt the depot's lists for six clinics. {SORRY}",
        f"{SORRY} I wrote an alert for the six clinics in Porto.",
        f"{SORRY} I rebuilt the depot's lists, and, like, the, the clinics, they, well, you know.",
    ],
)
def test_another_sentence_is_no_beginning(text: str) -> None:
    """Not one further on, none said before, none beside the question, none that is not whole."""
    assert near(text) == ""


def test_a_sentence_that_holds_more_than_the_excuse_is_not_left_out() -> None:
    """Its result, place, and reason would be lost."""
    excuse = "Sorry, it was luck that the scanner passed the audit of the insurer in spring."
    assert near(f"{excuse} I rebuilt the depot's lists for six clinics.", excuse) == ""


def test_a_second_cost_is_no_beginning() -> None:
    """What was marked itself is not offered."""
    text = f"{SORRY} I rebuilt the depot's lists for six clinics."
    at = text.index("I rebuilt")
    assert next_act(text, 0, len(SORRY), [(at, len(text))], QUESTION) == ""


@pytest.mark.parametrize(
    "said",
    [
        "I thought the depot's lists were long enough.",
        "I rebuilt them in a week for the clinics.",
        "I did not rebuild the depot's lists in spring.",
        "I would rebuild the depot's lists in spring.",
        "I rebuilt a huge list for all the clinics.",
        "I maybe rebuilt the depot's lists in spring.",
        "You rebuild the depot's lists in spring.",
        "I rebuilt the lists because when the clinics opened.",
    ],
)
def test_what_tells_no_act_surely_is_not_offered(said: str) -> None:
    """Thoughts, things unnamed, denials, plans, boasts, doubts, advice, and half sentences open no answer."""
    assert not tells_an_act(said)
