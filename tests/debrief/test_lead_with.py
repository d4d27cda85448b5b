"""In the place of an excuse stands the candidate's own act, or nothing."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.lead_with import own_act, tells_an_act

SORRY = "Sorry, that was a poor answer."


def near(text: str, excuse: str = SORRY, **only: bool) -> str:
    """What to begin with in place of the excuse."""
    at = text.index(excuse)
    return own_act(text, at, at + len(excuse), [(at, at + len(excuse))], **only)


def test_the_next_act_takes_the_place_of_the_excuse() -> None:
    """The first own act behind it, without softeners; an opinion in between is passed over."""
    text = (
        f"{SORRY} Lists are hard. So I basically rebuilt the depot's lists for six clinics. I wrote the alert later on."
    )
    assert near(text) == "I rebuilt the depot's lists for six clinics."


def test_an_act_of_ones_own_goes_before_that_of_several() -> None:
    """`I` a sentence later is better than `we`; `alone` takes no `we` at all."""
    text = f"{SORRY} We printed the depot's lists by night. I wrote the alert for six clinics."
    assert near(text) == "I wrote the alert for six clinics."
    assert near(f"{SORRY} We printed the depot's lists by night.", alone=True) == ""


def test_a_second_cost_is_no_beginning() -> None:
    """What was marked itself is not offered."""
    text = f"{SORRY} I rebuilt the depot's lists for six clinics."
    at = text.index("I rebuilt")
    assert own_act(text, 0, len(SORRY), [(at, len(text))]) == ""


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
