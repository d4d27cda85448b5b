"""What kind of answer a question calls for."""

from __future__ import annotations

import pytest

from voice_interviewer.flow.catalog import shipped_constraints
from voice_interviewer.rubric.changed import explanation_asked, may_change_a_constraint


def test_every_shipped_change_of_circumstances_is_known_as_one():
    """However it is worded."""
    assert [text for text in shipped_constraints() if not may_change_a_constraint(text)] == []


@pytest.mark.parametrize(
    "question",
    [
        "Suppose the labels come half a year late. What would you keep?",
        "Imagine your budget is cut in two.",
        "The second pump has been sold.",
        "From Monday there are no night shifts. What changes?",
    ],
)
def test_news_and_suppositions_may_change_a_constraint(question: str):
    """Supposed, told as news, with or without a question behind it."""
    assert may_change_a_constraint(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Tell me about a decision you made.",
        "What would you leave out of the first version?",
        "Design the harbour list for me.",
        "Yeah, that makes sense.",
        "How did you come to the harbour in the first place?",
    ],
)
def test_other_questions_do_not(question: str):
    """A task, a story that is asked for, a courtesy."""
    assert not may_change_a_constraint(question)


def test_an_explanation_is_asked_for_in_general_not_of_ones_own_work():
    """Asking what somebody did is not asking how things are done."""
    assert explanation_asked("Can you explain how drift is measured?")
    assert explanation_asked("What is a canary?")
    assert not explanation_asked("What is the hardest decision you made?")
    assert not explanation_asked("Walk me through a project of yours.")
