"""Whether an answer took up its question, and whether a follow-up got what it was after."""

from __future__ import annotations

import pytest
from interview_kit import PLAIN, READY, analyse

from voice_interviewer.interview.core.deflection import why_deflected, yielded
from voice_interviewer.language.model import Analysis


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I don't know.", "no answer"),
        ("Hmm, good question, nothing comes to mind.", "no answer"),
        ("bla bla bla bla bla bla", "understood"),
        ("xkcd grmpf brzzt qwrt", "understood"),
        ("What would you do?", "question back"),
        ("", "nothing"),
    ],
)
def test_ways_out_are_recognised(text: str, word: str) -> None:
    """Each with its reason."""
    assert word in why_deflected(text, analyse(text), None)


@pytest.mark.parametrize(
    "text",
    [PLAIN, READY, "I don't know the exact number, so I would [calibration]check it first.", "We built a queue."],
)
def test_answers_are_answers(text: str) -> None:
    """Honest limits of knowledge and short answers are no deflection."""
    assert why_deflected(text, analyse(text), None) == ""


def test_a_follow_up_needs_more_than_a_few_words() -> None:
    """What will do as a first answer will not do as the answer to a probe."""
    assert why_deflected("It was fine.", analyse("It was fine."), "team_voice")
    assert not why_deflected("It was fine.", analyse("It was fine."), None)
    assert not why_deflected("I [ownership]decided.", analyse("I [ownership]decided."), "team_voice")


def test_another_language_is_said_so() -> None:
    """What cannot be analysed is not held against the content."""
    assert "English" in why_deflected("Wir haben das damals entschieden", Analysis("…", language="other"), None)


@pytest.mark.parametrize(
    ("target", "text", "value"),
    [
        ("team_voice", "I [ownership]decided it", True),
        ("team_voice", "We [team_voice]decided it", False),
        ("failure_anticipation", "The feed goes [failure_anticipation]quiet", True),
        ("failure_anticipation", PLAIN, False),
        ("result", "It [result]worked", True),
        ("result", PLAIN, False),
        ("rollback", "I would roll it back", True),
        ("freeze", "Then the gate [calm_adaptation]stays", True),
        (None, PLAIN, True),
        (None, "Well.", False),
    ],
)
def test_what_a_follow_up_was_after(target: str | None, text: str, value: bool) -> None:
    """A cost is mended by its opposite, a signal by itself, a part by being told."""
    assert yielded(target, analyse(text)) is value
