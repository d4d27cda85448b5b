"""What is chosen to be changed is quoted by words that show it, and nobody is reproached for a guess."""

from __future__ import annotations

from debrief_kit import row

from voice_interviewer.debrief.data.candidates import reactions
from voice_interviewer.debrief.data.priorities import _telling_words, priorities


def test_a_mere_opening_is_not_quoted() -> None:
    """`Yeah.` shows nobody what to change: the sentence behind it does, and where there is none nothing is quoted."""
    text = "Oh. Okay, um. I would keep it exactly as it is."
    assert text[slice(*_telling_words(text, 0, 3))] == "I would keep it exactly as it is."
    assert text[slice(*_telling_words("Yeah.", 0, 5))] == "" and _telling_words(text, 14, 47) == (14, 47)
    assert _telling_words(text, 0, 0) == (0, 0)


def test_a_reaction_that_is_only_likeliest_is_no_reproach() -> None:
    """Defending is said of somebody where it was heard; falling silent also where hardly a word came."""
    calm = row("So that kills the part with the two silent weeks.").model_copy(update={"reaction": "defense"})
    silent = row("Oh.").model_copy(update={"reaction": "freeze"})
    assert "defense" not in [p.label for p in priorities([calm])]
    assert [c.label for c in reactions([calm, silent])] == ["freeze"]
