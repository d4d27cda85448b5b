"""Bare questions are recognised by their wording."""

from __future__ import annotations

import pytest

from voice_interviewer.rubric.keys import PATTERNS, SIGNALS
from voice_interviewer.rubric.patterns import ASKS, LISTENS, hinted_by, infer, listens_for


@pytest.mark.parametrize(
    ("question", "pattern"),
    [
        ("Which part of that would give way first?", "break_first"),
        ("Which of your assumptions worries you most?", "break_first"),
        ("What happens if the traffic is twenty times what it is now?", "growth"),
        ("Your user base doubles every month. What then?", "growth"),
        ("How would you find out that it harms somebody?", "user_harm"),
        ("Who might be worse off because of it?", "user_harm"),
        ("At what point would you switch it off?", "rollback"),
        ("When do you revert a release?", "rollback"),
        ("Looking back, what was the mistake?", "hindsight"),
        ("What would you do differently?", "hindsight"),
        ("Who else had to agree?", "stakeholders"),
        ("Which other teams were involved?", "stakeholders"),
        ("What would you leave out of a first version?", "not_do"),
        ("What did you deliberately not build?", "not_do"),
        ("Have you ever deployed a model at scale?", "direct"),
        ("What is the largest system you were responsible for?", "direct"),
        ("Tell me about yourself.", None),
        ("", None),
    ],
)
def test_a_question_tells_its_pattern(question: str, pattern: str | None) -> None:
    """Each pattern is found from more than one wording, and small talk from none."""
    assert infer(question) == pattern


def test_tables_use_known_keys_and_agree() -> None:
    """Both tables cover every pattern with known signals, and what is asked for is listened to."""
    assert set(ASKS) == set(LISTENS) == set(PATTERNS)
    for pattern in PATTERNS:
        assert set(ASKS[pattern]) <= set(LISTENS[pattern]) <= set(SIGNALS)


def test_a_constraint_makes_adaptation_wanted() -> None:
    """An interrupted answer is listened to for calm adaptation, whatever was asked."""
    assert "calm_adaptation" in listens_for("growth", True)
    assert "calm_adaptation" not in listens_for("growth", False)


def test_hints_become_signals() -> None:
    """A follow-up on a signal hints at it, one on a weakness hints at what would answer it."""
    assert hinted_by("restraint") == ("restraint",)
    assert hinted_by("team_voice") == ("decision_ownership",)
    assert hinted_by(None) == hinted_by("filler") == ()
