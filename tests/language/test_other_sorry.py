"""Words of apology that are none, decisions without a person, and first-person verbs that throw something out."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.cues import families
from voice_interviewer.language.cues.shrinking import OTHER_SORRY
from voice_interviewer.language.model import Context
from voice_interviewer.language.reader import Reading
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import prepare


class Sure:
    """A reader that hears apologies everywhere."""

    id = "sure"

    def read(self, text: str, context: Context) -> Reading:
        return Reading(("apology",), ((0, len(text)),), ((9.0,),))


def view(text: str) -> families.View:
    """The text after the rules, before anything is weighed."""
    return families.read(prepare(text, rules.codes()), Context(), None, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Sorry is what the button says when the lift is full.",
        "I beg your pardon, the limit was twelve, not twenty.",
        "I'm sorry, could you say the last part once more?",
        "Apologies go out by letter whenever a parcel is lost.",
        "sorry the second depot not the first one",
        "Forgive me, are you asking about the old gate or the new one?",
    ],
)
def test_a_repair_a_request_or_a_mention_is_no_apology(text):
    """Where every word of apology does something else, none is heard, nor perhaps there, whatever a reader holds."""
    found = view(text)
    assert {c.label for c in found.candidates} & {"apology", OTHER_SORRY} == {OTHER_SORRY}
    assert not analyze(text, reader=Sure()).may_have("apology")


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, I only ever ran it for one bakery.",
        "Forgive me for wandering off like that.",
        "I'm sorry that this is such a dull story.",
        "Sorry, it's such a small yard that little can go missing.",
        "I left the gauge out, sorry, mostly because I couldn't read it.",
        "Sorry, which is a silly thing to say, it was a small shop. I'm sorry.",
    ],
)
def test_an_apology_for_oneself_stays_possible(text):
    """Telling other uses apart costs no apology for the speaker or the answer."""
    found = view(text)
    assert "apology" in {c.label for c in found.candidates}
    assert analyze(text, reader=Sure()).has("apology")


@pytest.mark.parametrize(
    "text",
    [
        "The consortium settled on the cheaper buoy.",
        "The lads chose the shorter list.",
        "The call got made to close the second queue.",
        "Our side opted for the slower route.",
    ],
)
def test_a_group_by_any_name_hides_who_decided(text):
    """Not only "we": partners, crews and passive decisions leave the listener without a person."""
    assert "team_voice" in {c.label for c in view(text).candidates}


@pytest.mark.parametrize("verb", ["scrapped", "threw away", "binned", "shelved", "took out", "left out"])
def test_removing_something_is_a_decision(verb):
    """Plain verbs for leaving out answer for the act as much as "decided" does."""
    assert "ownership" in {c.label for c in view(f"I {verb} the second camera.").candidates}
