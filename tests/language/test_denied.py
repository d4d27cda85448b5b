"""Who says that nothing was left out shows no restraint."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.language.weigh.denied import leaves_nothing_out

ASKED = Context("What did you choose not to build?")


@pytest.mark.parametrize(
    "text",
    [
        "I didn't leave out anything.",
        "We didn’t leave anything out of the first version, we built all of it.",
        "We left nothing out.",
        "I've left nothing out of the report, and it covered every case.",
        "We never really skipped a single step.",
        "Honestly, I cut nothing.",
        "We left nothing to chance, every feature was in from the first day.",
        "Nothing was left out, we shipped every feature on the list.",
        "We never said no to anything.",
        "We dropped no feature.",
    ],
)
def test_what_is_denied_is_not_praised(text: str) -> None:
    """Neither surely nor perhaps, also where that is what was asked for."""
    assert leaves_nothing_out(text)
    assert not analyze(text, ASKED).may_have("restraint")


@pytest.mark.parametrize(
    "text",
    [
        "We left nothing out but the search, and that on purpose until people asked for it.",
        "We left out the search until people asked for it.",
        "We did not skip anything that mattered, the rest waited.",
        "I didn't leave anything out for now.",
        "We did not build anything bigger.",
        "There was nothing left in the table.",
        "We don't leave any comments there.",
        "",
    ],
)
def test_where_something_was_left_out_all_the_same_nothing_is_taken_back(text: str) -> None:
    """Nor where leaving is something else."""
    assert not leaves_nothing_out(text)


def test_restraint_beside_a_denial_stays() -> None:
    """Another sentence keeps its own."""
    text = "We left nothing out of the report. We left the search out on purpose until somebody asked for it."
    (found,) = analyze(text, ASKED).of("restraint")
    assert "search" in found.text and "nothing" not in found.text
