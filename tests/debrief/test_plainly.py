"""Softeners, shrinking and swelling words are taken out of one's own sentence, which otherwise stays as it was said."""

from __future__ import annotations

from voice_interviewer.debrief.data.plainly import bounded, grown, softened_less


def test_softeners_go_and_denials_stay() -> None:
    """What is left is the act, with its negation."""
    assert softened_less("I suppose I sort of didn't ship it.").rstrip(".") in ("I didn't ship it", "didn't ship it")
    assert "refused" in softened_less("Sorry, I kind of refused that, I guess.")


def test_work_is_neither_shrunk_nor_swollen() -> None:
    """The noun that was called little or huge is still named."""
    assert "script" in grown("I just wrote a little script.") and "little" not in grown("I just wrote a little script.")
    swollen = "It was an absolutely massive platform."
    assert "platform" in bounded(swollen) and "absolutely" not in bounded(swollen)
